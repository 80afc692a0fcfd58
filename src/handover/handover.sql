-- Statements of hand-overs.

-- name: handover_add  :one
-- cols: id
INSERT INTO handover (school_id, organisation_id, post_id, kind, from_person_id, to_person_id, state, decision,
                      term_until, letter, keys_note, papers_note, proposed_by, proposed_at, approved_by, approved_at)
VALUES (:school_id, :organisation_id, :post_id, :kind, :from_person_id, :to_person_id, :state, :decision,
        :term_until, :letter, :keys_note, :papers_note, :proposed_by, :proposed_at, :approved_by, :approved_at)
RETURNING id;

-- name: handover_get  :one
-- cols: id, school_id, organisation_id, organisation_name, organisation_kind, path, post_id, kind, from_person_id
-- cols: from_name, to_person_id, to_name, state, decision, term_until, letter, keys_note, papers_note, proposed_at
-- cols: approved_at, accepted_at, new_post_id, duties_n, withdrawn_at, withdrawn_reason, version, from_on
SELECT h.id, h.school_id, h.organisation_id, o.name AS organisation_name, o.kind AS organisation_kind, o.path,
       h.post_id, h.kind, h.from_person_id, f.name AS from_name, h.to_person_id, t.name AS to_name, h.state,
       h.decision, h.term_until, h.letter, h.keys_note, h.papers_note, h.proposed_at, h.approved_at, h.accepted_at,
       h.new_post_id, h.duties_n, h.withdrawn_at, h.withdrawn_reason, h.version, s.from_on
  FROM handover h
  JOIN organisation o ON o.id = h.organisation_id
  JOIN post s ON s.id = h.post_id
  JOIN person f ON f.id = h.from_person_id
  LEFT JOIN person t ON t.id = h.to_person_id
 WHERE h.id = :id;

-- name: handover_page  :many
-- cols: id, organisation_id, organisation_name, kind, from_person_id, from_name, to_person_id, to_name, state
-- cols: proposed_at, accepted_at
-- Those that concern the caller, or stand below where he may give posts; the newest first.
SELECT h.id, h.organisation_id, o.name AS organisation_name, h.kind, h.from_person_id, f.name AS from_name,
       h.to_person_id, t.name AS to_name, h.state, h.proposed_at, h.accepted_at
  FROM handover h
  JOIN organisation o ON o.id = h.organisation_id
  JOIN person f ON f.id = h.from_person_id
  LEFT JOIN person t ON t.id = h.to_person_id
 WHERE h.id < :before
   AND (h.from_person_id = :me OR h.to_person_id = :me OR (o.path >= :low AND o.path < :high))
   AND (CAST(:state AS TEXT) IS NULL OR h.state = :state)
 ORDER BY h.id DESC LIMIT :n;

-- name: handover_touch  :exec
UPDATE handover SET version = version + 1 WHERE id = :id AND version = :version;

-- name: handover_write  :exec
UPDATE handover SET letter = :letter, keys_note = :keys_note, papers_note = :papers_note WHERE id = :id;

-- name: handover_approve  :exec
UPDATE handover SET state = 'ready', to_person_id = :to_person_id, decision = :decision, term_until = :term_until,
                    approved_by = :approved_by, approved_at = :approved_at
 WHERE id = :id;

-- name: handover_accept  :exec
UPDATE handover SET state = 'accepted', accepted_by = :accepted_by, accepted_at = :accepted_at,
                    new_post_id = :new_post_id,
                    duties_n = (SELECT count(*) FROM handover_duty d WHERE d.handover_id = :id)
 WHERE id = :id;

-- name: handover_withdraw  :exec
UPDATE handover SET state = 'withdrawn', withdrawn_by = :withdrawn_by, withdrawn_at = :withdrawn_at,
                    withdrawn_reason = :reason
 WHERE id = :id;

-- name: handover_of_post  :many
-- cols: id
-- The one that is under way for a post.
SELECT id FROM handover WHERE post_id = :post_id AND state IN ('proposed', 'ready');

-- name: handover_sign_duties  :exec
-- What is owed by the organisation at this moment, as the successor takes it over.
INSERT INTO handover_duty (handover_id, case_id, duty, step_code, since_on, due_on)
SELECT CAST(:handover_id AS BIGINT), d.case_id, d.duty, d.step_code, d.since_on, d.due_on
  FROM case_duty d WHERE d.organisation_id = :organisation_id;

-- name: handover_duties  :many
-- cols: case_id, person_name, branch_id, branch_name, duty, step_code, owner, since_on, earliest_on, due_on
-- What an organisation owes, the nearest term first.
SELECT d.case_id, p.name AS person_name, d.branch_id, b.name AS branch_name, d.duty, d.step_code, d.owner,
       d.since_on, d.earliest_on, d.due_on
  FROM case_duty d CROSS JOIN development_case c CROSS JOIN person p CROSS JOIN organisation b
 WHERE d.organisation_id = :organisation_id AND c.id = d.case_id AND p.id = c.person_id AND b.id = d.branch_id
 ORDER BY d.due_on NULLS LAST, d.since_on, d.case_id, d.duty LIMIT :n;

-- name: handover_signed  :many
-- cols: case_id, person_name, branch_id, branch_name, duty, step_code, owner, since_on, earliest_on, due_on
-- The same as it was signed for.
SELECT d.case_id, p.name AS person_name, c.branch_id, b.name AS branch_name, d.duty, d.step_code,
       CAST(NULL AS TEXT) AS owner, d.since_on, CAST(NULL AS TEXT) AS earliest_on, d.due_on
  FROM handover_duty d CROSS JOIN development_case c CROSS JOIN person p CROSS JOIN organisation b
 WHERE d.handover_id = :handover_id AND c.id = d.case_id AND p.id = c.person_id AND b.id = c.branch_id
 ORDER BY d.due_on NULLS LAST, d.since_on, d.case_id, d.duty LIMIT :n;

-- name: handover_people_branch  :many
-- cols: case_id, person_id, person_name, branch_name, stage, next_step, owner, since_on, earliest_on, due_on
-- cols: leaving_on, findings_n
-- People on the way in a branch.
SELECT c.id AS case_id, c.person_id, p.name AS person_name, b.name AS branch_name, s.stage, s.next_step, s.owner,
       s.since_on, s.earliest_on, s.due_on, p.leaving_on, s.findings_n
  FROM development_case c CROSS JOIN case_state s CROSS JOIN person p CROSS JOIN organisation b
 WHERE c.branch_id = :organisation_id AND c.state = 'open' AND s.case_id = c.id AND p.id = c.person_id
   AND b.id = c.branch_id
 ORDER BY s.due_on NULLS LAST, s.since_on, c.id LIMIT :n;

-- name: handover_people_committee  :many
-- cols: case_id, person_id, person_name, branch_name, stage, next_step, owner, since_on, earliest_on, due_on
-- cols: leaving_on, findings_n
-- People for whom a committee has something to do.
SELECT c.id AS case_id, c.person_id, p.name AS person_name, b.name AS branch_name, s.stage, s.next_step, s.owner,
       s.since_on, s.earliest_on, s.due_on, p.leaving_on, s.findings_n
  FROM development_case c CROSS JOIN case_state s CROSS JOIN person p CROSS JOIN organisation b
 WHERE c.id IN (SELECT d.case_id FROM case_duty d WHERE d.organisation_id = :organisation_id)
   AND s.case_id = c.id AND p.id = c.person_id AND b.id = c.branch_id
 ORDER BY s.due_on NULLS LAST, s.since_on, c.id LIMIT :n;

-- name: handover_papers  :many
-- cols: case_id, person_name, step_code, happened_on, facts
-- Records that say where a paper lies, or who cultivates, in the open cases of a branch.
SELECT c.id AS case_id, p.name AS person_name, r.step_code, r.happened_on, r.facts
  FROM development_case c CROSS JOIN step_record r CROSS JOIN person p
 WHERE c.branch_id = :organisation_id AND c.state = 'open' AND r.case_id = c.id AND r.superseded_by IS NULL
   AND r.voided_at IS NULL AND (r.facts LIKE '%"paper_place"%' OR r.step_code = 'cultivator_assign')
   AND p.id = c.person_id
 ORDER BY c.id, r.happened_on, r.id LIMIT :n;

-- name: handover_rooms  :many
-- cols: id, name, kind, place
SELECT id, name, kind, place FROM room
 WHERE organisation_id = :organisation_id AND closed_on IS NULL ORDER BY name, id LIMIT 100;

-- name: handover_terms  :many
-- cols: kind, person_name, term_until
-- Posts of the organisation whose term ends in a time.
SELECT t.kind, p.name AS person_name, t.term_until
  FROM post t CROSS JOIN person p
 WHERE t.organisation_id = :organisation_id AND (t.until_on IS NULL OR t.until_on > :today)
   AND t.term_until >= :today AND t.term_until <= :until AND p.id = t.person_id
 ORDER BY t.term_until, t.id LIMIT 100;

-- name: handover_meetings  :many
-- cols: id, title, state, planned_on, held_on
-- A committee's meetings that are not closed.
SELECT id, title, state, planned_on, held_on FROM desk_meeting
 WHERE organisation_id = :organisation_id AND state IN ('draft', 'held') ORDER BY id LIMIT 100;
