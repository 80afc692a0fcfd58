-- Statements of cases, steps, transfers, duties.

-- name: case_get  :one
-- cols: id, school_id, person_id, branch_id, opened_on, state, closed_on, layer, batch_id, version
SELECT id, school_id, person_id, branch_id, opened_on, state, closed_on, layer, batch_id, version
  FROM development_case WHERE id = :id;

-- name: case_of_person  :one
-- cols: id
-- The open case, else the newest one.
SELECT id FROM development_case WHERE person_id = :person_id
 ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, opened_on DESC, id DESC LIMIT 1;

-- name: case_open_of_person  :one
-- cols: id
SELECT id FROM development_case WHERE person_id = :person_id AND state = 'open';

-- name: case_closed_after  :one
-- cols: id
-- The newest case of a person that was still open on a day.
SELECT id FROM development_case
 WHERE person_id = :person_id AND state <> 'open' AND closed_on >= :day
 ORDER BY opened_on DESC, id DESC LIMIT 1;

-- name: case_add  :one
-- cols: id
INSERT INTO development_case (school_id, person_id, branch_id, opened_on, state, layer, batch_id)
VALUES (:school_id, :person_id, :branch_id, :opened_on, 'open', :layer, :batch_id)
RETURNING id;

-- name: case_touch  :exec
-- One more version, if the caller saw the current one.
UPDATE development_case SET version = version + 1 WHERE id = :id AND version = :version;

-- name: case_set_state  :exec
UPDATE development_case SET state = :state, closed_on = :closed_on WHERE id = :id;

-- name: case_set_branch  :exec
UPDATE development_case SET branch_id = :branch_id WHERE id = :id;

-- name: case_drop  :exec
-- Only for taking back an import: the records of the case must be gone.
DELETE FROM development_case WHERE id = :id;

-- name: case_ids  :many
-- cols: id
-- Every case in batches, for rebuilding what is derived.
SELECT id FROM development_case WHERE id > :after ORDER BY id LIMIT :n;

-- name: case_stale_ids  :many
-- cols: id
-- Cases whose derived rows are out of date on this day.
SELECT case_id AS id FROM case_state WHERE refresh_on IS NOT NULL AND refresh_on <= :today
 ORDER BY refresh_on, case_id LIMIT :n;

-- name: case_organisations_above  :many
-- cols: id, kind, path
-- The organisations above a branch, the nearest first.
WITH RECURSIVE up (id, parent_id, kind, path, depth) AS (
  SELECT p.id, p.parent_id, p.kind, p.path, p.depth
    FROM organisation o JOIN organisation p ON p.id = o.parent_id WHERE o.id = :id
  UNION ALL
  SELECT p.id, p.parent_id, p.kind, p.path, p.depth
    FROM up JOIN organisation p ON p.id = up.parent_id
)
SELECT id, kind, path FROM up ORDER BY depth DESC;

-- name: case_groups  :one
-- cols: n
-- Party groups of a branch that stood on a day.
SELECT count(*) AS n FROM party_group
 WHERE organisation_id = :organisation_id AND founded_on <= :day
   AND (closed_on IS NULL OR closed_on > :day);

-- name: case_state_touch  :exec
UPDATE case_state SET revision = revision + 1 WHERE case_id = :case_id;

-- name: case_voters  :one
-- cols: n
-- Full members of a branch at the end of a day: the voters' roll. Counted up to :enough.
SELECT count(*) AS n
  FROM (SELECT f.person_id
          FROM affiliation f
         WHERE f.organisation_id = :organisation_id AND f.from_on <= :day
           AND (f.until_on IS NULL OR f.until_on > :day)
           AND 'full' = (SELECT s.stage FROM stage_event s
                          WHERE s.person_id = f.person_id AND s.happened_on <= :day
                            AND s.voided_at IS NULL
                          ORDER BY s.happened_on DESC, s.id DESC LIMIT 1)
         LIMIT :enough) voters;

-- name: step_add  :one
-- cols: id
INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set, warnings,
                         organisation_id, had_committee, had_groups, batch_id, recorded_by, recorded_at, reason)
VALUES (:case_id, :step_code, :happened_on, :facts, :rule_set, :warnings,
        :organisation_id, :had_committee, :had_groups, :batch_id, :recorded_by, :recorded_at,
        :reason)
RETURNING id;

-- name: step_of_case  :many
-- cols: id, case_id, step_code, happened_on, facts, rule_set, warnings, organisation_id, batch_id
-- cols: recorded_by, recorded_by_name, recorded_at, reason, superseded_by, voided_reason, voided_at
-- cols: had_committee, had_groups
-- All records of a case, in the order they were recorded.
SELECT r.id, r.case_id, r.step_code, r.happened_on, r.facts, r.rule_set, r.warnings,
       r.organisation_id, r.batch_id, r.recorded_by, coalesce(p.name, a.login) AS recorded_by_name,
       r.recorded_at, r.reason, r.superseded_by, r.voided_reason, r.voided_at, r.had_committee,
       r.had_groups
  FROM step_record r
  LEFT JOIN account a ON a.id = r.recorded_by
  LEFT JOIN person p ON p.id = a.person_id
 WHERE r.case_id = :case_id ORDER BY r.id;

-- name: step_supersede  :exec
-- Only a record that stands can be corrected.
UPDATE step_record SET superseded_by = :superseded_by
 WHERE id = :id AND case_id = :case_id AND superseded_by IS NULL AND voided_at IS NULL;

-- name: step_void  :exec
UPDATE step_record SET voided_reason = :voided_reason, voided_by = :voided_by,
                       voided_at = :voided_at
 WHERE id = :id AND case_id = :case_id AND superseded_by IS NULL AND voided_at IS NULL;

-- name: step_drop_batch  :exec
-- Taking back an import.
DELETE FROM step_record WHERE case_id = :case_id AND batch_id = :batch_id;

-- name: step_stand_again  :exec
-- Taking back an import: what its records took the place of stands again.
UPDATE step_record SET superseded_by = NULL
 WHERE case_id = :case_id
   AND superseded_by IN (SELECT s.id FROM step_record s
                          WHERE s.case_id = :case_id AND s.batch_id = :batch_id);

-- name: case_of_batch  :many
-- cols: id, own
-- Cases to which an import added; own: the import made it.
SELECT c.id, CASE WHEN c.batch_id = :batch_id THEN 1 ELSE 0 END AS own
  FROM development_case c
 WHERE c.id IN (SELECT DISTINCT r.case_id FROM step_record r WHERE r.batch_id = :batch_id)
 ORDER BY c.id;

-- name: case_built_on  :many
-- cols: case_id, person_id, name, what
-- What other hands added to the cases of an import. A record is later if its number is higher.
SELECT x.case_id, x.person_id, x.name, x.what FROM (
  SELECT c.id AS case_id, c.person_id AS person_id, p.name AS name, 'step' AS what
    FROM (SELECT r.case_id, min(r.id) AS first_id FROM step_record r
           WHERE r.batch_id = :batch_id GROUP BY r.case_id) b
    JOIN development_case c ON c.id = b.case_id
    JOIN person p ON p.id = c.person_id
   WHERE EXISTS (SELECT 1 FROM step_record s
                  WHERE s.case_id = c.id
                    AND ((s.id > b.first_id AND (s.batch_id IS NULL OR s.batch_id <> :batch_id))
                         OR (s.batch_id = :batch_id
                             AND (s.superseded_by IS NOT NULL OR s.voided_at IS NOT NULL))))
  UNION ALL
  SELECT c.id, c.person_id, p.name, 'transfer'
    FROM (SELECT DISTINCT r.case_id FROM step_record r WHERE r.batch_id = :batch_id) b
    JOIN development_case c ON c.id = b.case_id AND c.batch_id = :batch_id
    JOIN person p ON p.id = c.person_id
   WHERE EXISTS (SELECT 1 FROM case_transfer t WHERE t.case_id = c.id)
  UNION ALL
  SELECT c.id, c.person_id, p.name, 'slip'
    FROM (SELECT DISTINCT r.case_id FROM step_record r WHERE r.batch_id = :batch_id) b
    JOIN development_case c ON c.id = b.case_id AND c.batch_id = :batch_id
    JOIN person p ON p.id = c.person_id
   WHERE EXISTS (SELECT 1 FROM slip t WHERE t.case_id = c.id)
) x
 ORDER BY x.case_id, x.what
 LIMIT :n;

-- name: transfer_add  :one
-- cols: id
INSERT INTO case_transfer (case_id, from_branch_id, to_branch_id, moved_on, note, recorded_by,
                           recorded_at)
VALUES (:case_id, :from_branch_id, :to_branch_id, :moved_on, :note, :recorded_by, :recorded_at)
RETURNING id;

-- name: transfer_of_case  :many
-- cols: id, from_branch_id, from_branch_name, to_branch_id, to_branch_name, moved_on, note, recorded_at
SELECT t.id, t.from_branch_id, f.name AS from_branch_name, t.to_branch_id, o.name AS to_branch_name,
       t.moved_on, t.note, t.recorded_at
  FROM case_transfer t
  JOIN organisation f ON f.id = t.from_branch_id
  JOIN organisation o ON o.id = t.to_branch_id
 WHERE t.case_id = :case_id ORDER BY t.moved_on, t.id;

-- name: duty_clear  :exec
DELETE FROM case_duty WHERE case_id = :case_id;

-- name: duty_add  :exec
INSERT INTO case_duty (case_id, duty, step_code, owner, organisation_id, branch_id, since_on,
                       earliest_on, due_on)
VALUES (:case_id, :duty, :step_code, :owner, :organisation_id, :branch_id, :since_on,
        :earliest_on, :due_on);

-- name: duty_of_case  :many
-- cols: duty, step_code, owner, organisation_id, organisation_name, since_on, earliest_on, due_on
SELECT d.duty, d.step_code, d.owner, d.organisation_id, o.name AS organisation_name, d.since_on,
       d.earliest_on, d.due_on
  FROM case_duty d JOIN organisation o ON o.id = d.organisation_id
 WHERE d.case_id = :case_id ORDER BY d.due_on NULLS LAST, d.duty;

-- name: case_state_put  :exec
INSERT INTO case_state (case_id, stage, next_step, owner, since_on, earliest_on, due_on,
                        findings_n, refresh_on, basis)
VALUES (:case_id, :stage, :next_step, :owner, :since_on, :earliest_on, :due_on,
        :findings_n, :refresh_on, :basis)
ON CONFLICT (case_id) DO UPDATE SET stage = excluded.stage, next_step = excluded.next_step,
  owner = excluded.owner, since_on = excluded.since_on, earliest_on = excluded.earliest_on,
  due_on = excluded.due_on, findings_n = excluded.findings_n, refresh_on = excluded.refresh_on,
  basis = excluded.basis, revision = case_state.revision + 1;

-- name: case_stages  :many
-- cols: id, stage, happened_on, step_record_id
-- What the case has brought the person to.
SELECT id, stage, happened_on, step_record_id FROM stage_event
 WHERE person_id = :person_id AND case_id = :case_id AND voided_at IS NULL
 ORDER BY happened_on, id;

-- name: case_state_drop  :exec
DELETE FROM case_state WHERE case_id = :case_id;

-- name: case_page  :many
-- cols: id, person_id, person_name, branch_id, branch_name, stage, next_step, owner, since_on
-- cols: earliest_on, due_on, state, findings_n, sort_key, key_id
-- One page of the open cases below an organisation, in the order of its people: a range of the
-- key of scope_person, no sorting. Nobody with an open case is gone.
SELECT c.id, c.person_id, p.name AS person_name, c.branch_id, b.name AS branch_name, s.stage,
       s.next_step, s.owner, s.since_on, s.earliest_on, s.due_on, c.state, s.findings_n, k.sort_key,
       k.person_id AS key_id
  FROM scope_person k CROSS JOIN development_case c CROSS JOIN case_state s
 CROSS JOIN organisation b CROSS JOIN person p
 WHERE k.organisation_id = :organisation_id AND k.gone = 0
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND c.person_id = k.person_id AND c.state = 'open' AND s.case_id = c.id
   AND b.id = c.branch_id AND b.path >= :low AND b.path < :high AND p.id = c.person_id
   AND (CAST(:owner AS TEXT) IS NULL OR s.owner = :owner)
   AND (CAST(:due_from AS TEXT) IS NULL OR s.due_on >= :due_from)
   AND (CAST(:due_until AS TEXT) IS NULL OR s.due_on <= :due_until)
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: case_page_stage  :many
-- cols: id, person_id, person_name, branch_id, branch_name, stage, next_step, owner, since_on
-- cols: earliest_on, due_on, state, findings_n, sort_key, key_id
-- The same for one stage, by its own index.
SELECT c.id, c.person_id, p.name AS person_name, c.branch_id, b.name AS branch_name, s.stage,
       s.next_step, s.owner, s.since_on, s.earliest_on, s.due_on, c.state, s.findings_n, k.sort_key,
       k.person_id AS key_id
  FROM scope_person k CROSS JOIN development_case c CROSS JOIN case_state s
 CROSS JOIN organisation b CROSS JOIN person p
 WHERE k.organisation_id = :organisation_id AND k.stage = :stage
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND c.person_id = k.person_id AND c.state = 'open' AND s.case_id = c.id
   AND b.id = c.branch_id AND b.path >= :low AND b.path < :high AND p.id = c.person_id
   AND (CAST(:owner AS TEXT) IS NULL OR s.owner = :owner)
   AND (CAST(:due_from AS TEXT) IS NULL OR s.due_on >= :due_from)
   AND (CAST(:due_until AS TEXT) IS NULL OR s.due_on <= :due_until)
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: case_page_ended  :many
-- cols: id, person_id, person_name, branch_id, branch_name, stage, next_step, owner, since_on
-- cols: earliest_on, due_on, state, findings_n, sort_key, key_id
-- Cases that ended in one way; their people may have gone, and may have several.
SELECT c.id, c.person_id, p.name AS person_name, c.branch_id, b.name AS branch_name, s.stage,
       s.next_step, s.owner, s.since_on, s.earliest_on, s.due_on, c.state, s.findings_n, k.sort_key,
       c.id AS key_id
  FROM organisation b CROSS JOIN development_case c CROSS JOIN person_state k
 CROSS JOIN case_state s CROSS JOIN person p
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND c.state = :state
   AND k.person_id = c.person_id
   AND (k.sort_key, c.id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND s.case_id = c.id AND p.id = c.person_id
   AND (CAST(:stage AS TEXT) IS NULL OR s.stage = :stage)
 ORDER BY k.sort_key, c.id LIMIT :n;

-- name: today_duties  :many
-- cols: case_id, person_name, branch_id, branch_name, duty, step_code, owner, organisation_id
-- cols: organisation_name, since_on, earliest_on, due_on
-- What is due until a day in the cases of a subtree of branches, the most overdue first.
SELECT d.case_id, p.name AS person_name, d.branch_id, b.name AS branch_name, d.duty, d.step_code,
       d.owner, d.organisation_id, o.name AS organisation_name, d.since_on, d.earliest_on, d.due_on
  FROM organisation b CROSS JOIN case_duty d CROSS JOIN development_case c
 CROSS JOIN person p CROSS JOIN organisation o
 WHERE b.path >= :low AND b.path < :high AND d.branch_id = b.id AND d.due_on <= :until
   AND c.id = d.case_id AND p.id = c.person_id AND o.id = d.organisation_id
 ORDER BY d.due_on, d.case_id, d.duty LIMIT :n;

-- name: today_open  :many
-- cols: case_id, person_name, branch_id, branch_name, duty, step_code, owner, organisation_id
-- cols: organisation_name, since_on, earliest_on, due_on
-- What one organisation has to do without a term, the longest awaited first.
SELECT d.case_id, p.name AS person_name, d.branch_id, b.name AS branch_name, d.duty, d.step_code,
       d.owner, d.organisation_id, o.name AS organisation_name, d.since_on, d.earliest_on, d.due_on
  FROM case_duty d CROSS JOIN development_case c CROSS JOIN person p CROSS JOIN organisation b
 CROSS JOIN organisation o
 WHERE d.organisation_id = :organisation_id AND d.due_on IS NULL
   AND (d.earliest_on IS NULL OR d.earliest_on <= :today)
   AND c.id = d.case_id AND p.id = c.person_id AND b.id = d.branch_id AND o.id = d.organisation_id
 ORDER BY d.since_on, d.case_id, d.duty LIMIT :n;

-- name: today_mine  :one
-- cols: overdue, soon, open
-- How much one organisation has to do.
SELECT coalesce(sum(CASE WHEN due_on < :today THEN 1 ELSE 0 END), 0) AS overdue,
       coalesce(sum(CASE WHEN due_on >= :today AND due_on <= :soon THEN 1 ELSE 0 END), 0) AS soon,
       count(*) AS open
  FROM case_duty WHERE organisation_id = :organisation_id;

-- name: today_by_organisation  :many
-- cols: organisation_id, name, overdue, soon
-- Each organisation directly below, with the duties of all cases below it.
SELECT k.id AS organisation_id, k.name,
       sum(CASE WHEN d.due_on < :today THEN 1 ELSE 0 END) AS overdue,
       sum(CASE WHEN d.due_on >= :today THEN 1 ELSE 0 END) AS soon
  FROM organisation k CROSS JOIN organisation b CROSS JOIN case_duty d
 WHERE k.parent_id = :organisation_id
   AND b.path >= k.path AND b.path < substr(k.path, 1, length(k.path) - 1) || '0'
   AND d.branch_id = b.id AND d.due_on <= :soon
 GROUP BY k.id, k.name ORDER BY overdue DESC, soon DESC, k.id;

-- name: today_stages  :many
-- cols: stage, n
SELECT stage, n FROM scope_count WHERE organisation_id = :organisation_id ORDER BY stage;

-- name: case_state_get  :one
-- cols: stage, next_step, owner, since_on, earliest_on, due_on, findings_n, refresh_on, basis
SELECT stage, next_step, owner, since_on, earliest_on, due_on, findings_n, refresh_on, basis
  FROM case_state WHERE case_id = :case_id;

-- name: duty_all  :many
-- cols: duty, step_code, owner, organisation_id, branch_id, since_on, earliest_on, due_on
SELECT duty, step_code, owner, organisation_id, branch_id, since_on, earliest_on, due_on
  FROM case_duty WHERE case_id = :case_id ORDER BY duty;
