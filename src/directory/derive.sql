-- Statements of the rows derived from people: person_state, scope_person, scope_count, person_key.

-- name: derive_person  :one
-- cols: name, pinyin_given, student_no, staff_no, recorded_in, branch_id, last_branch_id, class_id, had, old_scope_id, old_gone, old_branch_id, old_class_id, old_stage, old_stage_on, old_applied_on, old_joined_on, old_full_on, old_pinyin, old_sort_key
-- The truth of one person but for the stage events, and what was derived before.
SELECT p.name, p.pinyin_given, p.student_no, p.staff_no, p.recorded_in,
       a.organisation_id AS branch_id,
       CASE WHEN a.id IS NULL THEN
         (SELECT l.organisation_id FROM affiliation l WHERE l.person_id = p.id
           ORDER BY l.from_on DESC, l.id DESC LIMIT 1) END AS last_branch_id,
       m.class_id, s.person_id AS had, s.scope_id AS old_scope_id, s.gone AS old_gone,
       s.branch_id AS old_branch_id, s.class_id AS old_class_id, s.stage AS old_stage,
       s.stage_on AS old_stage_on, s.applied_on AS old_applied_on, s.joined_on AS old_joined_on,
       s.full_on AS old_full_on, s.pinyin AS old_pinyin, s.sort_key AS old_sort_key
  FROM person p
  LEFT JOIN affiliation a ON a.person_id = p.id AND a.until_on IS NULL
  LEFT JOIN class_member m ON m.person_id = p.id AND m.until_on IS NULL
  LEFT JOIN person_state s ON s.person_id = p.id
 WHERE p.id = :id;

-- name: derive_events  :many
-- cols: id, stage, happened_on
SELECT id, stage, happened_on FROM stage_event
 WHERE person_id = :person_id AND voided_at IS NULL ORDER BY happened_on, id;

-- name: derive_path  :one
-- cols: path
SELECT path FROM organisation WHERE id = :id;

-- name: person_state_put  :exec
INSERT INTO person_state (person_id, scope_id, gone, branch_id, class_id, stage, stage_on,
       applied_on, joined_on, full_on, pinyin, sort_key)
VALUES (:person_id, :scope_id, :gone, :branch_id, :class_id, :stage, :stage_on,
       :applied_on, :joined_on, :full_on, :pinyin, :sort_key)
    ON CONFLICT (person_id) DO UPDATE
   SET scope_id = excluded.scope_id, gone = excluded.gone, branch_id = excluded.branch_id,
       class_id = excluded.class_id, stage = excluded.stage, stage_on = excluded.stage_on,
       applied_on = excluded.applied_on, joined_on = excluded.joined_on,
       full_on = excluded.full_on, pinyin = excluded.pinyin, sort_key = excluded.sort_key;

-- name: person_state_remove  :exec
DELETE FROM person_state WHERE person_id = :person_id;

-- name: scope_person_add  :exec
INSERT INTO scope_person (organisation_id, gone, sort_key, person_id, stage)
VALUES (:organisation_id, :gone, :sort_key, :person_id, :stage);

-- name: scope_person_remove  :exec
DELETE FROM scope_person
 WHERE organisation_id = :organisation_id AND gone = :gone AND sort_key = :sort_key
   AND person_id = :person_id;

-- name: scope_count_add  :exec
INSERT INTO scope_count (organisation_id, stage, n) VALUES (:organisation_id, :stage, :n)
    ON CONFLICT (organisation_id, stage) DO UPDATE SET n = scope_count.n + excluded.n;

-- name: person_key_list  :many
-- cols: word
SELECT word FROM person_key WHERE person_id = :person_id ORDER BY word;

-- name: person_key_add  :exec
INSERT INTO person_key (word, person_id) VALUES (:word, :person_id);

-- name: person_key_remove  :exec
DELETE FROM person_key WHERE word = :word AND person_id = :person_id;

-- name: rebuild_people  :many
-- cols: id
-- People in portions, by their ids.
SELECT id FROM person WHERE id > :after ORDER BY id LIMIT :n;

-- name: rebuild_organisations  :many
-- cols: id, parent_id
SELECT id, parent_id FROM organisation ORDER BY id;

-- name: rebuild_forget_states  :exec
-- scan: jishi rebuild makes the table anew
DELETE FROM person_state;

-- name: rebuild_forget_scopes  :exec
-- scan: as rebuild_forget_states
DELETE FROM scope_person;

-- name: rebuild_forget_counts  :exec
DELETE FROM scope_count;

-- name: rebuild_forget_keys  :exec
-- scan: as rebuild_forget_states
DELETE FROM person_key;

-- name: verify_scope  :one
-- cols: stage
SELECT stage FROM scope_person
 WHERE organisation_id = :organisation_id AND gone = :gone AND sort_key = :sort_key
   AND person_id = :person_id;

-- name: verify_sizes  :one
-- cols: states, scopes, words
-- scan: jishi rebuild --verify compares whole tables
SELECT (SELECT count(*) FROM person_state) AS states, (SELECT count(*) FROM scope_person) AS scopes,
       (SELECT count(*) FROM person_key) AS words;

-- name: verify_counts  :many
-- cols: organisation_id, stage, kept, counted
-- scan: jishi rebuild --verify compares whole tables
-- Counts that are kept and are not what scope_person has.
SELECT a.organisation_id, a.stage, sum(a.kept) AS kept, sum(a.counted) AS counted
  FROM (SELECT organisation_id, stage, n AS kept, 0 AS counted FROM scope_count
        UNION ALL
        SELECT organisation_id, stage, 0 AS kept, count(*) AS counted FROM scope_person
         GROUP BY organisation_id, stage) a
 GROUP BY a.organisation_id, a.stage HAVING sum(a.kept) <> sum(a.counted)
 ORDER BY a.organisation_id, a.stage;
