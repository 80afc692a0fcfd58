-- Statements of people, affiliations and stages.

-- name: person_get  :one
-- cols: id, school_id, name, sex, ethnicity, birth, student_no, staff_no, id_tail, native_place, education
-- cols: job, mobile, landline, address, leaving_on, pinyin_given, recorded_in, batch_id, version
SELECT id, school_id, name, sex, ethnicity, birth, student_no, staff_no, id_tail, native_place,
       education, job, mobile, landline, address, leaving_on, pinyin_given, recorded_in, batch_id,
       version
  FROM person WHERE id = :id;

-- name: person_add  :exec
-- scan: none: the plan shows checks of foreign keys that run only while one is broken
-- Neither RETURNING nor INSERT ... SELECT: on SQLite the first costs a temporary table each time, the
-- second a journal of every page it touches (src/db/README.md). person_newest tells the id.
INSERT INTO person (school_id, name, sex, ethnicity, birth, student_no, staff_no, id_index, id_tail,
       native_place, education, job, mobile, landline, address, leaving_on, pinyin_given,
       recorded_in, batch_id, created_at, updated_at)
VALUES (:school_id, :name, :sex, :ethnicity, :birth, :student_no, :staff_no, :id_index, :id_tail,
       :native_place, :education, :job, :mobile, :landline, :address, :leaving_on, :pinyin_given,
       :recorded_in, :batch_id, :now, :now)
    ON CONFLICT DO NOTHING;

-- name: person_school  :one
-- cols: school_id
-- The school of an organisation; a school committee is its own.
SELECT coalesce(school_id, id) AS school_id FROM organisation WHERE id = :organisation_id;

-- name: person_newest  :one
-- cols: id
-- Right after person_add in the same transaction: ids grow, and nobody else's newer one is seen.
SELECT max(id) AS id FROM person;

-- name: person_change  :exec
UPDATE person
   SET name = :name, sex = :sex, ethnicity = :ethnicity, birth = :birth, student_no = :student_no,
       staff_no = :staff_no, native_place = :native_place, education = :education, job = :job,
       mobile = :mobile, landline = :landline, address = :address, leaving_on = :leaving_on,
       pinyin_given = :pinyin_given, updated_at = :now, version = version + 1
 WHERE id = :id AND (CAST(:version AS BIGINT) = 0 OR version = :version);

-- name: person_seal  :exec
-- The row id is part of what is sealed, so this follows the INSERT.
UPDATE person SET id_sealed = :id_sealed, id_index = :id_index, id_tail = :id_tail WHERE id = :id;

-- name: person_seal_new  :exec
-- The same for a person just added, whose index and tail stand already.
UPDATE person SET id_sealed = :id_sealed WHERE id = :id;

-- name: person_sealed  :one
-- cols: id_sealed, id_tail
SELECT id_sealed, id_tail FROM person WHERE id = :id;

-- name: person_remove  :exec
DELETE FROM person WHERE id = :id;

-- name: person_remove_affiliations  :exec
DELETE FROM affiliation WHERE person_id = :person_id;

-- name: person_remove_stages  :exec
DELETE FROM stage_event WHERE person_id = :person_id;

-- name: person_remove_classes  :exec
DELETE FROM class_member WHERE person_id = :person_id;

-- name: person_remove_posts  :exec
DELETE FROM post WHERE person_id = :person_id;

-- name: person_by_id_index  :one
-- cols: id
SELECT id FROM person WHERE id_index = :id_index;

-- name: person_by_student_no  :one
-- cols: id
SELECT p.id FROM organisation o JOIN person p ON p.school_id = coalesce(o.school_id, o.id)
 WHERE o.id = :organisation_id AND p.student_no = :student_no;

-- name: person_by_staff_no  :one
-- cols: id
SELECT p.id FROM organisation o JOIN person p ON p.school_id = coalesce(o.school_id, o.id)
 WHERE o.id = :organisation_id AND p.staff_no = :staff_no;

-- name: person_named  :many
-- cols: id
-- A whole name is one of its own search words.
SELECT p.id FROM person_key k CROSS JOIN person p CROSS JOIN person_state s CROSS JOIN organisation o
 WHERE k.word = :word AND p.id = k.person_id AND p.name = :name AND s.person_id = p.id
   AND o.id = s.scope_id AND o.path >= :low AND o.path < :high
 ORDER BY p.id LIMIT :max;

-- name: person_state_get  :one
-- cols: person_id, school_id, branch_id, class_id, scope_id, name, birth, leaving_on, stage, stage_on
-- cols: applied_on, joined_on, full_on, gone
SELECT s.person_id, p.school_id, s.branch_id, s.class_id, s.scope_id, p.name, p.birth, p.leaving_on,
       s.stage, s.stage_on, s.applied_on, s.joined_on, s.full_on, s.gone
  FROM person_state s JOIN person p ON p.id = s.person_id WHERE s.person_id = :person_id;

-- name: affiliation_before  :one
-- cols: school_id, id, organisation_id, from_on, last_end, kind, closed_on
-- What decides on a new affiliation: the open one, the last end, and the branch gone to.
SELECT p.school_id, a.id, a.organisation_id, a.from_on,
       (SELECT max(l.until_on) FROM affiliation l WHERE l.person_id = p.id) AS last_end,
       o.kind, o.closed_on
  FROM person p
  LEFT JOIN affiliation a ON a.person_id = p.id AND a.until_on IS NULL
  LEFT JOIN organisation o ON o.id = CAST(:organisation_id AS BIGINT)
 WHERE p.id = :person_id;

-- name: affiliation_open_id  :one
-- cols: id
SELECT id FROM affiliation WHERE person_id = :person_id AND until_on IS NULL;

-- name: affiliation_at  :one
-- cols: organisation_id
SELECT organisation_id FROM affiliation
 WHERE person_id = :person_id AND from_on <= :day AND (until_on IS NULL OR until_on > :day)
 ORDER BY from_on DESC, id DESC LIMIT 1;

-- name: affiliation_end  :exec
UPDATE affiliation SET until_on = :until_on WHERE id = :id;

-- name: affiliation_add  :exec
INSERT INTO affiliation (school_id, person_id, organisation_id, party_group_id, from_on, reason,
       batch_id, recorded_by, recorded_at)
VALUES (:school_id, :person_id, :organisation_id, :party_group_id, :from_on, :reason,
       :batch_id, :recorded_by, :recorded_at);

-- name: affiliation_group  :exec
UPDATE affiliation SET party_group_id = :party_group_id WHERE id = :id;

-- name: affiliation_list  :many
-- cols: organisation_id, organisation_name, party_group_id, party_group_name, from_on, until_on, reason
SELECT a.organisation_id, o.name AS organisation_name, a.party_group_id,
       g.name AS party_group_name, a.from_on, a.until_on, a.reason
  FROM affiliation a JOIN organisation o ON o.id = a.organisation_id
  LEFT JOIN party_group g ON g.id = a.party_group_id
 WHERE a.person_id = :person_id ORDER BY a.from_on, a.id LIMIT 200;

-- name: stage_event_add  :exec
INSERT INTO stage_event (school_id, person_id, stage, happened_on, case_id, step_record_id, batch_id,
       recorded_by, recorded_at)
VALUES (:school_id, :person_id, :stage, :happened_on, :case_id, :step_record_id, :batch_id,
       :recorded_by, :recorded_at);

-- name: stage_school  :one
-- cols: school_id
SELECT school_id FROM person WHERE id = :person_id;

-- name: stage_event_newest  :one
-- cols: id
-- Right after stage_event_add in the same transaction.
SELECT max(id) AS id FROM stage_event WHERE person_id = :person_id;

-- name: stage_event_void  :one
-- cols: person_id
UPDATE stage_event SET voided_at = :voided_at, voided_by = :voided_by
 WHERE id = :id AND voided_at IS NULL
RETURNING person_id;

-- name: stage_event_of_step  :many
-- cols: id
SELECT id FROM stage_event
 WHERE person_id = :person_id AND step_record_id = :step_record_id AND voided_at IS NULL;

-- name: stage_step_person  :one
-- cols: person_id
-- Whose step it is, so that his events are found by their index.
SELECT c.person_id FROM step_record r JOIN development_case c ON c.id = r.case_id WHERE r.id = :id;

-- name: stage_event_page  :many
-- cols: id, stage, happened_on, recorded_at, recorded_by_name
SELECT e.id, e.stage, e.happened_on, e.recorded_at, coalesce(p.name, a.login) AS recorded_by_name
  FROM stage_event e LEFT JOIN account a ON a.id = e.recorded_by
  LEFT JOIN person p ON p.id = a.person_id
 WHERE e.person_id = :person_id AND e.voided_at IS NULL
 ORDER BY e.happened_on, e.id LIMIT 200;

-- name: batch_affiliations  :many
-- cols: person_id, from_on
-- scan: undo of an import: seldom, and no list is ordered by batch
SELECT person_id, from_on FROM affiliation WHERE batch_id = :batch_id ORDER BY person_id, id;

-- name: batch_affiliations_remove  :exec
-- scan: as batch_affiliations
DELETE FROM affiliation WHERE batch_id = :batch_id;

-- name: affiliation_reopen  :exec
UPDATE affiliation SET until_on = NULL
 WHERE person_id = :person_id AND until_on = :until_on
   AND id = (SELECT max(l.id) FROM affiliation l WHERE l.person_id = :person_id AND l.until_on = :until_on)
   AND NOT EXISTS (SELECT 1 FROM affiliation o WHERE o.person_id = :person_id AND o.until_on IS NULL);

-- name: batch_stages  :many
-- cols: person_id
-- scan: as batch_affiliations
SELECT person_id FROM stage_event WHERE batch_id = :batch_id ORDER BY person_id, id;

-- name: batch_stages_remove  :exec
-- scan: as batch_affiliations
DELETE FROM stage_event WHERE batch_id = :batch_id;

-- name: batch_classes  :many
-- cols: person_id, from_on
-- scan: as batch_affiliations
SELECT person_id, from_on FROM class_member WHERE batch_id = :batch_id ORDER BY person_id, id;

-- name: batch_classes_remove  :exec
-- scan: as batch_affiliations
DELETE FROM class_member WHERE batch_id = :batch_id;

-- name: class_member_reopen  :exec
UPDATE class_member SET until_on = NULL
 WHERE person_id = :person_id AND until_on = :until_on
   AND id = (SELECT max(l.id) FROM class_member l WHERE l.person_id = :person_id AND l.until_on = :until_on)
   AND NOT EXISTS (SELECT 1 FROM class_member o WHERE o.person_id = :person_id AND o.until_on IS NULL);

-- name: batch_posts_remove  :exec
-- scan: as batch_affiliations
DELETE FROM post WHERE batch_id = :batch_id;

-- name: person_numbers  :many
-- cols: number
-- Every student and staff number of the school: what nothing that goes out may show.
SELECT student_no AS number FROM person WHERE school_id = :school_id AND student_no IS NOT NULL
UNION ALL
SELECT staff_no AS number FROM person WHERE school_id = :school_id AND staff_no IS NOT NULL;
