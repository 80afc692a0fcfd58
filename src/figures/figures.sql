-- Statements of the tables of an organisation.

-- name: figures_procedures  :many
-- cols: id, person_name, branch_id, branch_name, stage
-- Open cases of a subtree by their number: the page's ids first, then their names.
SELECT c.id, p.name AS person_name, b.id AS branch_id, b.name AS branch_name, s.stage
  FROM (SELECT o.id
          FROM development_case o JOIN organisation w ON w.id = o.branch_id JOIN case_state t ON t.case_id = o.id
         WHERE w.path >= :low AND w.path < :high AND o.state = 'open' AND o.id > :after
           AND (CAST(:stage AS TEXT) IS NULL OR t.stage = :stage)
         ORDER BY o.id LIMIT :n) page
  JOIN development_case c ON c.id = page.id
  JOIN organisation b ON b.id = c.branch_id
  JOIN case_state s ON s.case_id = c.id
  JOIN person p ON p.id = c.person_id
 ORDER BY c.id;

-- name: figures_procedures_total  :one
-- cols: n
SELECT count(*) AS n
  FROM organisation b CROSS JOIN development_case c CROSS JOIN case_state s
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND c.state = 'open' AND s.case_id = c.id
   AND (CAST(:stage AS TEXT) IS NULL OR s.stage = :stage);

-- name: figures_year  :one
-- cols: applied, trained
-- People whose application, or finished training, lies in these days. facts are as the server writes them.
SELECT count(DISTINCT CASE WHEN r.step_code = 'apply' THEN c.person_id END) AS applied,
       count(DISTINCT CASE WHEN r.step_code = 'short_training' AND r.facts NOT LIKE '%"finished":false%' THEN c.person_id END)
         AS trained
  FROM organisation b CROSS JOIN development_case c CROSS JOIN step_record r
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND r.case_id = c.id
   AND r.happened_on >= :from_on AND r.happened_on < :until_on
   AND r.superseded_by IS NULL AND r.voided_at IS NULL;

-- name: figures_developed  :one
-- cols: n
-- People of these cases who were admitted in these days, by the day of the assembly.
SELECT count(DISTINCT c.person_id) AS n
  FROM organisation b CROSS JOIN development_case c CROSS JOIN person_state s
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND s.person_id = c.person_id
   AND s.joined_on >= :from_on AND s.joined_on < :until_on;

-- name: figures_groups  :many
-- cols: entry_year, people, applied, activists
SELECT g.entry_year, CAST(sum(CASE WHEN g.size > g.known THEN g.size ELSE g.known END) AS BIGINT) AS people,
       CAST(sum(g.applied) AS BIGINT) AS applied, CAST(sum(g.activists) AS BIGINT) AS activists
  FROM (SELECT k.id, k.entry_year, k.size, count(m.id) AS known,
               count(CASE WHEN EXISTS (SELECT 1 FROM stage_event e
                                        WHERE e.person_id = m.person_id AND e.voided_at IS NULL AND e.happened_on <= :as_of
                                          AND e.stage IN ('applicant', 'activist', 'candidate', 'probationary', 'full'))
                          THEN 1 END) AS applied,
               count(CASE WHEN EXISTS (SELECT 1 FROM stage_event e
                                        WHERE e.person_id = m.person_id AND e.voided_at IS NULL AND e.happened_on <= :as_of
                                          AND e.stage IN ('activist', 'candidate', 'probationary', 'full'))
                          THEN 1 END) AS activists
          FROM class k
          JOIN organisation o ON o.id = coalesce(k.branch_id, k.organisation_id)
          LEFT JOIN class_member m ON m.class_id = k.id AND m.from_on <= :as_of
                                  AND (m.until_on IS NULL OR m.until_on > :as_of)
         WHERE o.path >= :low AND o.path < :high AND k.entry_year <= :newest
           AND (k.closed_on IS NULL OR k.closed_on > :as_of)
         GROUP BY k.id, k.entry_year, k.size) g
 GROUP BY g.entry_year ORDER BY g.entry_year DESC LIMIT :n;
