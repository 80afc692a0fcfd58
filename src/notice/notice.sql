-- Statements of public notices.

-- name: notice_add  :one
-- cols: id
INSERT INTO notice (school_id, organisation_id, kind, code, title, places, contact, reason, posted_on, days, last_on,
                    state, recorded, posted_by, posted_at)
VALUES (:school_id, :organisation_id, :kind, :code, :title, :places, :contact, :reason, :posted_on, :days, :last_on,
        'open', 0, :posted_by, :posted_at)
RETURNING id;

-- name: notice_get  :one
-- cols: id, organisation_id, organisation_name, path, kind, code, title, places, contact, reason, posted_on, days
-- cols: last_on, state, recorded, posted_by_name, withdrawn_reason, version
SELECT n.id, n.organisation_id, o.name AS organisation_name, o.path, n.kind, n.code, n.title, n.places, n.contact,
       n.reason, n.posted_on, n.days, n.last_on, n.state, n.recorded, coalesce(p.name, a.login) AS posted_by_name,
       n.withdrawn_reason, n.version
  FROM notice n JOIN organisation o ON o.id = n.organisation_id
  LEFT JOIN account a ON a.id = n.posted_by LEFT JOIN person p ON p.id = a.person_id
 WHERE n.id = :id;

-- name: notice_by_code  :one
-- cols: id
SELECT id FROM notice WHERE code = :code;

-- name: notice_page  :many
-- cols: id, organisation_name, kind, title, posted_on, last_on, state, people_n, waiting_n
-- Below an organisation, the newest first. show: "open", "over" or NULL.
SELECT n.id, o.name AS organisation_name, n.kind, n.title, n.posted_on, n.last_on,
       CASE WHEN n.state <> 'open' THEN n.state WHEN n.posted_on > :today THEN 'scheduled'
            WHEN n.last_on < :today THEN 'ended' ELSE 'open' END AS state,
       (SELECT count(*) FROM notice_person x WHERE x.notice_id = n.id) AS people_n,
       (SELECT count(*) FROM notice_objection x WHERE x.notice_id = n.id AND x.outcome IS NULL) AS waiting_n
  FROM notice n JOIN organisation o ON o.id = n.organisation_id
 WHERE n.id < :before AND o.path >= :low AND o.path < :high
   AND (CAST(:show AS TEXT) IS NULL OR (:show = 'open' AND n.state = 'open') OR (:show = 'over' AND n.state <> 'open'))
 ORDER BY n.id DESC LIMIT :n;

-- name: notice_of_case  :many
-- cols: id, kind, title, posted_on, last_on, state
-- Of a person's case, the newest first; a withdrawn one is none.
SELECT n.id, n.kind, n.title, n.posted_on, n.last_on,
       CASE WHEN n.state <> 'open' THEN n.state WHEN n.posted_on > :today THEN 'scheduled'
            WHEN n.last_on < :today THEN 'ended' ELSE 'open' END AS state
  FROM notice_person x JOIN notice n ON n.id = x.notice_id
 WHERE x.case_id = :case_id AND n.state <> 'withdrawn' ORDER BY n.id DESC LIMIT 50;

-- name: notice_touch  :exec
UPDATE notice SET version = version + 1 WHERE id = :id AND version = :version;

-- name: notice_set_recorded  :exec
UPDATE notice SET recorded = 1 WHERE id = :id;

-- name: notice_close  :exec
UPDATE notice SET state = 'closed', closed_at = :closed_at, version = version + 1 WHERE id = :id AND state = 'open';

-- name: notice_withdraw  :exec
UPDATE notice SET state = 'withdrawn', withdrawn_reason = :reason, withdrawn_by = :withdrawn_by,
                  withdrawn_at = :withdrawn_at
 WHERE id = :id;

-- name: notice_due  :many
-- cols: id, recorded
-- Whose day has come: to be recorded, or over with nothing left to answer.
SELECT n.id, n.recorded FROM notice n
 WHERE n.state = 'open' AND n.posted_on <= :today
   AND (n.recorded = 0 OR (n.last_on < :today AND NOT EXISTS
        (SELECT 1 FROM notice_objection x WHERE x.notice_id = n.id AND x.outcome IS NULL)))
 ORDER BY n.id LIMIT :n;

-- name: notice_person_add  :exec
INSERT INTO notice_person (notice_id, position, person_id, case_id, name, sex, birth_month, unit, applied_on, stage_on,
                           helpers)
VALUES (:notice_id, :position, :person_id, :case_id, :name, :sex, :birth_month, :unit, :applied_on, :stage_on, :helpers);

-- name: notice_person_refuse  :exec
UPDATE notice_person SET refusal = :refusal WHERE notice_id = :notice_id AND position = :position;

-- name: notice_people  :many
-- cols: position, person_id, case_id, name, sex, birth_month, unit, applied_on, stage_on, helpers, refusal
SELECT position, person_id, case_id, name, sex, birth_month, unit, applied_on, stage_on, helpers, refusal
  FROM notice_person WHERE notice_id = :notice_id ORDER BY position;

-- name: notice_ready  :many
-- cols: case_id, name, branch_name, class_name, earliest_on
-- Who waits for this step and can reach it by a day, below an organisation, and stands on no open notice
-- of that kind.
SELECT c.id AS case_id, p.name, b.name AS branch_name, k.name AS class_name, min(d.earliest_on) AS earliest_on
  FROM organisation b CROSS JOIN development_case c CROSS JOIN case_duty d CROSS JOIN person p
  LEFT JOIN person_state ps ON ps.person_id = p.id LEFT JOIN class k ON k.id = ps.class_id
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND c.state = 'open' AND d.case_id = c.id
   AND d.step_code = :step AND d.earliest_on <= :until AND p.id = c.person_id
   AND NOT EXISTS (SELECT 1 FROM notice_person x JOIN notice n ON n.id = x.notice_id
                    WHERE x.case_id = c.id AND n.kind = :kind AND n.state = 'open')
 GROUP BY c.id, p.name, b.name, k.name, b.path ORDER BY b.path, c.id LIMIT :n;

-- name: notice_subject  :one
-- cols: person_id, name, sex, birth, unit, state, path, waits, busy
-- What a notice may show of a person beside the days of his case; waits: duties of this step.
SELECT c.person_id, p.name, p.sex, p.birth, coalesce(k.name, b.name) AS unit, c.state, b.path,
       (SELECT count(*) FROM case_duty d WHERE d.case_id = c.id AND d.step_code = :step) AS waits,
       (SELECT count(*) FROM notice_person x JOIN notice n ON n.id = x.notice_id
         WHERE x.case_id = c.id AND n.kind = :kind AND n.state = 'open') AS busy
  FROM development_case c JOIN person p ON p.id = c.person_id JOIN organisation b ON b.id = c.branch_id
  LEFT JOIN person_state ps ON ps.person_id = p.id LEFT JOIN class k ON k.id = ps.class_id
 WHERE c.id = :case_id;

-- name: notice_name  :one
-- cols: name
SELECT name FROM person WHERE id = :id;

-- name: notice_objection_add  :one
-- cols: id
INSERT INTO notice_objection (notice_id, position, text, name, contact, way, receipt_hash, received_on, received_at)
VALUES (:notice_id, :position, :text, :name, :contact, :way, :receipt_hash, :received_on, :received_at)
RETURNING id;

-- name: notice_objections  :many
-- cols: id, position, text, name, contact, way, received_on, outcome, answer, answered_on, answered_by_name
SELECT x.id, x.position, x.text, x.name, x.contact, x.way, x.received_on, x.outcome, x.answer, x.answered_on,
       coalesce(p.name, a.login) AS answered_by_name
  FROM notice_objection x LEFT JOIN account a ON a.id = x.answered_by LEFT JOIN person p ON p.id = a.person_id
 WHERE x.notice_id = :notice_id ORDER BY x.id LIMIT :n;

-- name: notice_objection_answer  :exec
UPDATE notice_objection SET outcome = :outcome, answer = :answer, answered_on = :answered_on,
                            answered_by = :answered_by, answered_at = :answered_at
 WHERE id = :id AND notice_id = :notice_id AND outcome IS NULL;

-- name: notice_by_receipt  :one
-- cols: received_on, outcome, answer, answered_on, title, organisation_name, state
SELECT x.received_on, x.outcome, x.answer, x.answered_on, n.title, o.name AS organisation_name, n.state
  FROM notice_objection x JOIN notice n ON n.id = x.notice_id JOIN organisation o ON o.id = n.organisation_id
 WHERE x.receipt_hash = :receipt_hash;
