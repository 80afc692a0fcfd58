-- Statements of the yearly plan of places, and of people who leave.

-- name: desk_plan_current  :many
-- cols: id, places, given_on, number
-- The record that counts; none: no places were given.
SELECT id, places, given_on, number FROM plan_place
 WHERE organisation_id = :organisation_id AND year = :year AND superseded_by IS NULL;

-- name: desk_plan_given  :one
-- cols: places
-- What an organisation has handed down, one of those below left out.
SELECT CAST(coalesce(sum(t.places), 0) AS BIGINT) AS places
  FROM organisation k CROSS JOIN plan_place t
 WHERE k.parent_id = :organisation_id AND k.id <> :but AND k.closed_on IS NULL
   AND t.organisation_id = k.id AND t.year = :year AND t.superseded_by IS NULL;

-- name: desk_plan_add  :one
-- cols: id
INSERT INTO plan_place (school_id, year, organisation_id, given_by, places, given_on, number, reason, recorded_by,
                        recorded_at, superseded_by)
VALUES (:school_id, :year, :organisation_id, :given_by, :places, :given_on, :number, :reason, :recorded_by,
        :recorded_at, :superseded_by)
RETURNING id;

-- name: desk_plan_supersede  :exec
UPDATE plan_place SET superseded_by = :by WHERE id = :id AND superseded_by IS NULL;

-- name: desk_plan_stand  :exec
-- The new record stands once the old one no longer does.
UPDATE plan_place SET superseded_by = NULL WHERE id = :id;

-- name: desk_plan_history  :many
-- cols: id, organisation_id, organisation_name, places, given_on, number, reason, recorded_by_name, recorded_at, stands
-- All records of an organisation and of those directly below, the newest first.
SELECT t.id, t.organisation_id, o.name AS organisation_name, t.places, t.given_on, t.number, t.reason,
       coalesce(p.name, a.login) AS recorded_by_name, t.recorded_at,
       CASE WHEN t.superseded_by IS NULL THEN 1 ELSE 0 END AS stands
  FROM organisation o CROSS JOIN plan_place t
  LEFT JOIN account a ON a.id = t.recorded_by
  LEFT JOIN person p ON p.id = a.person_id
 WHERE (o.id = :organisation_id OR o.parent_id = :organisation_id) AND t.organisation_id = o.id AND t.year = :year
 ORDER BY t.id DESC LIMIT 200;

-- name: desk_plan_rows  :many
-- cols: organisation_id, name, kind, own, plan_id, places, given_on, number, given_down
-- An organisation and those directly below it, with what was given to each and by each.
SELECT o.id AS organisation_id, o.name, o.kind, CASE WHEN o.id = :organisation_id THEN 1 ELSE 0 END AS own,
       t.id AS plan_id, t.places, t.given_on, t.number,
       (SELECT CAST(coalesce(sum(x.places), 0) AS BIGINT) FROM organisation k CROSS JOIN plan_place x
         WHERE k.parent_id = o.id AND k.closed_on IS NULL AND x.organisation_id = k.id AND x.year = :year
           AND x.superseded_by IS NULL) AS given_down
  FROM organisation o
  LEFT JOIN plan_place t ON t.organisation_id = o.id AND t.year = :year AND t.superseded_by IS NULL
 WHERE (o.id = :organisation_id OR o.parent_id = :organisation_id) AND o.closed_on IS NULL
 ORDER BY own DESC, o.code, o.id LIMIT 1000;

-- name: desk_plan_admitted  :many
-- cols: organisation_id, n
-- People who became probationary members in the year, by the branch they were in that day.
SELECT k.id AS organisation_id, count(*) AS n
  FROM organisation k CROSS JOIN organisation b CROSS JOIN affiliation f CROSS JOIN stage_event s
 WHERE (k.id = :organisation_id OR k.parent_id = :organisation_id)
   AND b.path >= k.path AND b.path < substr(k.path, 1, length(k.path) - 1) || '0'
   AND f.organisation_id = b.id AND s.person_id = f.person_id AND s.stage = 'probationary'
   AND s.voided_at IS NULL AND s.happened_on >= :from_on AND s.happened_on < :until_on
   AND substr(f.from_on, 1, length(s.happened_on)) <= s.happened_on
   AND (f.until_on IS NULL OR f.until_on > s.happened_on)
 GROUP BY k.id ORDER BY k.id;

-- name: desk_plan_reserved  :many
-- cols: organisation_id, n
-- People after pre-review who are not approved yet; they count for the year of the assembly, held
-- or to be held.
SELECT k.id AS organisation_id, count(*) AS n
  FROM organisation k CROSS JOIN organisation b CROSS JOIN development_case c CROSS JOIN case_state s
 WHERE (k.id = :organisation_id OR k.parent_id = :organisation_id)
   AND b.path >= k.path AND b.path < substr(k.path, 1, length(k.path) - 1) || '0'
   AND c.branch_id = b.id AND c.state = 'open' AND s.case_id = c.id AND s.stage = 'candidate'
   AND s.next_step IN ('pledge_form', 'admission_vote', 'approval_talk', 'approval')
   AND coalesce((SELECT max(r.happened_on) FROM step_record r
                  WHERE r.case_id = c.id AND r.step_code = 'admission_vote' AND r.superseded_by IS NULL
                    AND r.voided_at IS NULL), CAST(:today AS TEXT)) BETWEEN :from_on AND :until_on
 GROUP BY k.id ORDER BY k.id;

-- name: desk_forecast  :many
-- cols: case_id, person_id, person_name, branch_id, branch_name, path, stage, next_step
-- Cases that may still come to the assembly: not after pre-review, their next step possible by a day.
SELECT c.id AS case_id, c.person_id, p.name AS person_name, b.id AS branch_id, b.name AS branch_name, b.path,
       s.stage, s.next_step
  FROM organisation b CROSS JOIN development_case c CROSS JOIN case_state s CROSS JOIN person p
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND c.state = 'open' AND s.case_id = c.id
   AND s.stage IN ('activist', 'candidate')
   AND s.next_step NOT IN ('pledge_form', 'admission_vote', 'approval_talk', 'approval')
   AND (s.earliest_on IS NULL OR s.earliest_on <= :until_on) AND p.id = c.person_id
 ORDER BY b.path, c.id LIMIT :n;

-- name: desk_leaving  :many
-- cols: case_id, person_id, person_name, branch_id, branch_name, path, stage, next_step, leaving_on
-- cols: class_name, entry_year, study_years
-- Open cases whose people leave: on their own day, or with their class.
SELECT c.id AS case_id, c.person_id, p.name AS person_name, b.id AS branch_id, b.name AS branch_name, b.path,
       s.stage, s.next_step, p.leaving_on, k.name AS class_name, k.entry_year,
       CASE k.level WHEN 'junior_college' THEN CAST(:years_junior AS BIGINT) WHEN 'master' THEN :years_master
                    WHEN 'doctor' THEN :years_doctor ELSE :years_under END AS study_years
  FROM organisation b CROSS JOIN development_case c CROSS JOIN case_state s CROSS JOIN person p
  LEFT JOIN class_member m ON m.person_id = c.person_id AND m.until_on IS NULL
  LEFT JOIN class k ON k.id = m.class_id
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND c.state = 'open' AND s.case_id = c.id
   AND p.id = c.person_id AND s.stage IN ('applicant', 'activist', 'candidate', 'probationary')
   AND (p.leaving_on <= :until_on
        OR (p.leaving_on IS NULL AND k.entry_year IS NOT NULL
            AND k.entry_year + CASE k.level WHEN 'junior_college' THEN CAST(:years_junior AS BIGINT)
                                            WHEN 'master' THEN :years_master WHEN 'doctor' THEN :years_doctor
                                            ELSE :years_under END <= :until_year))
 ORDER BY b.path, c.id LIMIT :n;
