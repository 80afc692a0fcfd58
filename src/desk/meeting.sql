-- Statements of meetings: agenda, attendance, decisions.

-- name: desk_meeting_add  :one
-- cols: id
INSERT INTO desk_meeting (school_id, organisation_id, title, power, state, planned_on, opened_by, opened_at)
VALUES (:school_id, :organisation_id, :title, :power, 'draft', :planned_on, :opened_by, :opened_at)
RETURNING id;

-- name: desk_meeting_get  :one
-- cols: id, school_id, organisation_id, organisation_name, path, title, power, state, planned_on, held_on
-- cols: chair_id, chair_name, recorder_id, recorder_name, cancel_reason, version
SELECT m.id, m.school_id, m.organisation_id, o.name AS organisation_name, o.path, m.title, m.power, m.state,
       m.planned_on, m.held_on, m.chair_id, c.name AS chair_name, m.recorder_id, r.name AS recorder_name,
       m.cancel_reason, m.version
  FROM desk_meeting m
  JOIN organisation o ON o.id = m.organisation_id
  LEFT JOIN person c ON c.id = m.chair_id
  LEFT JOIN person r ON r.id = m.recorder_id
 WHERE m.id = :id;

-- name: desk_meeting_touch  :exec
-- One more version, if the caller saw the current one. Every write to a meeting begins with it.
UPDATE desk_meeting SET version = version + 1 WHERE id = :id AND version = :version;

-- name: desk_meeting_plan  :exec
UPDATE desk_meeting SET title = :title, planned_on = :planned_on WHERE id = :id;

-- name: desk_meeting_hold  :exec
UPDATE desk_meeting SET state = 'held', held_on = :held_on, chair_id = :chair_id, recorder_id = :recorder_id
 WHERE id = :id;

-- name: desk_meeting_close  :exec
UPDATE desk_meeting SET state = 'closed', closed_by = :closed_by, closed_at = :closed_at WHERE id = :id;

-- name: desk_meeting_cancel  :exec
UPDATE desk_meeting SET state = 'cancelled', cancel_reason = :reason, closed_by = :closed_by, closed_at = :closed_at
 WHERE id = :id;

-- name: desk_meeting_page  :many
-- cols: id, organisation_id, organisation_name, title, power, state, planned_on, held_on, n_items, n_open
-- The meetings of one organisation, the newest first.
SELECT m.id, m.organisation_id, o.name AS organisation_name, m.title, m.power, m.state, m.planned_on, m.held_on,
       (SELECT count(*) FROM desk_item i WHERE i.meeting_id = m.id) AS n_items,
       (SELECT count(*) FROM desk_item i WHERE i.meeting_id = m.id AND i.state = 'open') AS n_open
  FROM desk_meeting m JOIN organisation o ON o.id = m.organisation_id
 WHERE m.organisation_id = :organisation_id AND m.id < :before
   AND (CAST(:state AS TEXT) IS NULL OR m.state = :state)
 ORDER BY m.id DESC LIMIT :n;

-- name: desk_member_clear  :exec
DELETE FROM desk_member WHERE meeting_id = :meeting_id;

-- name: desk_member_add  :exec
INSERT INTO desk_member (meeting_id, person_id, post_kind, present, reason)
VALUES (:meeting_id, :person_id, :post_kind, :present, :reason);

-- name: desk_member_list  :many
-- cols: person_id, name, post_kind, present, reason
SELECT m.person_id, p.name, m.post_kind, m.present, m.reason
  FROM desk_member m JOIN person p ON p.id = m.person_id
 WHERE m.meeting_id = :meeting_id ORDER BY m.person_id;

-- name: desk_item_add  :one
-- cols: id
INSERT INTO desk_item (meeting_id, position, case_id, step_code, state)
SELECT :meeting_id, coalesce(max(i.position), 0) + 1, CAST(:case_id AS BIGINT), CAST(:step_code AS TEXT), 'open'
  FROM desk_item i WHERE i.meeting_id = :meeting_id
RETURNING id;

-- name: desk_item_remove  :exec
DELETE FROM desk_item WHERE id = :id AND meeting_id = :meeting_id AND record_id IS NULL;

-- name: desk_item_list  :many
-- cols: id, position, case_id, step_code, state, decision, reason, votes_for, votes_against, votes_abstain
-- cols: number, received_on, reasons, refusal, record_id, printed_from, printed_until, printed_full_on
-- cols: person_id, person_name, branch_id, branch_name, stage
SELECT i.id, i.position, i.case_id, i.step_code, i.state, i.decision, i.reason, i.votes_for, i.votes_against,
       i.votes_abstain, i.number, i.received_on, i.reasons, i.refusal, i.record_id, i.printed_from,
       i.printed_until, i.printed_full_on, c.person_id, p.name AS person_name, c.branch_id, b.name AS branch_name, s.stage
  FROM desk_item i
  JOIN development_case c ON c.id = i.case_id
  JOIN person p ON p.id = c.person_id
  JOIN organisation b ON b.id = c.branch_id
  LEFT JOIN case_state s ON s.case_id = i.case_id
 WHERE i.meeting_id = :meeting_id ORDER BY i.position, i.id;

-- name: desk_item_count  :one
-- cols: n
SELECT count(*) AS n FROM desk_item WHERE meeting_id = :meeting_id;

-- name: desk_item_decide  :exec
UPDATE desk_item
   SET decision = :decision, reason = :reason, votes_for = :votes_for, votes_against = :votes_against,
       votes_abstain = :votes_abstain, number = :number, received_on = :received_on, reasons = :reasons,
       refusal = NULL, decided_by = :decided_by, decided_at = :decided_at
 WHERE id = :id AND meeting_id = :meeting_id AND state = 'open';

-- name: desk_item_settle  :exec
UPDATE desk_item SET state = :state, refusal = :refusal, record_id = :record_id, printed_from = :printed_from,
       printed_until = :printed_until, printed_full_on = :printed_full_on
 WHERE id = :id AND state = 'open';

-- name: desk_item_off  :exec
UPDATE desk_item SET state = 'off' WHERE meeting_id = :meeting_id AND state = 'open';

-- name: desk_item_elsewhere  :many
-- cols: meeting_id, title
-- The agenda of the same organisation on which the case stands open already for this step.
SELECT m.id AS meeting_id, m.title
  FROM desk_item i JOIN desk_meeting m ON m.id = i.meeting_id
 WHERE i.case_id = :case_id AND i.step_code = :step_code AND i.state = 'open'
   AND m.organisation_id = :organisation_id AND m.state IN ('draft', 'held')
 ORDER BY m.id LIMIT 1;

-- name: desk_item_of_case  :many
-- cols: meeting_id, organisation_name, power, held_on, step_code, state, decision, reason
-- What committees said of a case, the newest first.
SELECT m.id AS meeting_id, o.name AS organisation_name, m.power, m.held_on, i.step_code, i.state, i.decision, i.reason
  FROM desk_item i
  JOIN desk_meeting m ON m.id = i.meeting_id
  JOIN organisation o ON o.id = m.organisation_id
 WHERE i.case_id = :case_id AND i.state IN ('recorded', 'returned', 'put_off', 'deliberated')
 ORDER BY i.id DESC LIMIT 50;

-- name: desk_case  :one
-- cols: id, branch_id, parent_id, path, state
SELECT c.id, c.branch_id, b.parent_id, b.path, c.state
  FROM development_case c JOIN organisation b ON b.id = c.branch_id WHERE c.id = :id;

-- name: desk_awaiting  :many
-- cols: case_id, person_id, person_name, branch_id, branch_name, step_code, stage, since_on, earliest_on, due_on
-- cols: leaving_on, findings_n, meeting_id, last_meeting_id, last_power, last_state, last_reason, last_on
-- Cases of a subtree that await a committee's decision. organisation_id: the committee that has to
-- act; 0: whichever it is (a general branch looks at them first).
SELECT d.case_id, c.person_id, p.name AS person_name, d.branch_id, b.name AS branch_name, d.step_code, s.stage,
       d.since_on, d.earliest_on, d.due_on, p.leaving_on, s.findings_n,
       (SELECT max(m.id) FROM desk_item i JOIN desk_meeting m ON m.id = i.meeting_id
         WHERE i.case_id = d.case_id AND i.step_code = d.step_code AND i.state = 'open'
           AND m.organisation_id = CAST(:desk_id AS BIGINT)) AS meeting_id,
       l.meeting_id AS last_meeting_id, lm.power AS last_power, l.state AS last_state, l.reason AS last_reason,
       lm.held_on AS last_on
  FROM organisation b CROSS JOIN case_duty d CROSS JOIN development_case c CROSS JOIN case_state s
 CROSS JOIN person p
  LEFT JOIN desk_item l ON l.id = (SELECT max(x.id) FROM desk_item x
                                    WHERE x.case_id = d.case_id AND x.step_code = d.step_code
                                      AND x.state IN ('returned', 'put_off', 'deliberated'))
  LEFT JOIN desk_meeting lm ON lm.id = l.meeting_id
 WHERE b.path >= :low AND b.path < :high AND d.branch_id = b.id AND d.owner = 'superior'
   AND d.step_code IN ('candidate_agree', 'pre_review', 'approval', 'convert_approval')
   AND (CAST(:organisation_id AS BIGINT) = 0 OR d.organisation_id = :organisation_id)
   AND c.id = d.case_id AND s.case_id = d.case_id AND p.id = c.person_id
 ORDER BY d.due_on NULLS LAST, d.since_on, d.case_id, d.duty LIMIT :n;

-- name: desk_filings  :many
-- cols: case_id, person_id, person_name, branch_id, branch_name, step_code, since_on, earliest_on, due_on
-- Cases that await being filed with one organisation.
SELECT d.case_id, c.person_id, p.name AS person_name, d.branch_id, b.name AS branch_name, d.step_code, d.since_on,
       d.earliest_on, d.due_on
  FROM case_duty d CROSS JOIN development_case c CROSS JOIN person p CROSS JOIN organisation b
 WHERE d.organisation_id = :organisation_id AND d.step_code IN ('activist_file', 'approval_file')
   AND c.id = d.case_id AND p.id = c.person_id AND b.id = d.branch_id
 ORDER BY d.step_code, d.since_on, d.case_id, d.duty LIMIT :n;
