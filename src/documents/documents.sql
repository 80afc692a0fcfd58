-- Statements of made papers.

-- name: document_person  :one
-- cols: name, sex, ethnicity, birth, native_place, education, job, student_no, class_name, stage, school_name
SELECT p.name, p.sex, p.ethnicity, p.birth, p.native_place, p.education, p.job, p.student_no, c.name AS class_name,
       s.stage, o.name AS school_name
  FROM person p
  JOIN organisation o ON o.id = p.school_id
  LEFT JOIN person_state s ON s.person_id = p.id
  LEFT JOIN class c ON c.id = s.class_id
 WHERE p.id = :id;

-- name: document_name  :one
-- cols: name
SELECT name FROM person WHERE id = :id;

-- name: document_recorders  :many
-- cols: id, name
-- Who recorded the steps of a case.
SELECT r.id, p.name
  FROM step_record r JOIN account a ON a.id = r.recorded_by JOIN person p ON p.id = a.person_id
 WHERE r.case_id = :case_id ORDER BY r.id;

-- name: document_cases  :many
-- cols: case_id, record_id
-- Who had a step below an organisation within some days; the newest record of each.
SELECT r.case_id, max(r.id) AS record_id
  FROM organisation b CROSS JOIN development_case c CROSS JOIN step_record r CROSS JOIN person_state s
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND r.case_id = c.id
   AND r.happened_on >= :from_on AND r.happened_on <= :until_on AND r.step_code = :step
   AND r.superseded_by IS NULL AND r.voided_at IS NULL AND s.person_id = c.person_id
 GROUP BY r.case_id, b.path, s.sort_key ORDER BY b.path, s.sort_key, r.case_id LIMIT :n;

-- name: document_days  :many
-- cols: step_code, happened_on, case_n
-- What happened below an organisation, day by day, the newest first.
SELECT r.step_code, r.happened_on, count(*) AS case_n
  FROM organisation b CROSS JOIN development_case c CROSS JOIN step_record r
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND r.case_id = c.id
   AND r.happened_on >= :from_on AND r.happened_on <= :until_on AND r.superseded_by IS NULL AND r.voided_at IS NULL
 GROUP BY r.happened_on, r.step_code ORDER BY r.happened_on DESC, r.step_code LIMIT :n;

-- name: document_template_get  :one
-- cols: code, file_name, size, added_on, added_by_name, content
SELECT t.code, t.file_name, t.size, t.added_on, coalesce(p.name, a.login) AS added_by_name, t.content
  FROM document_template t LEFT JOIN account a ON a.id = t.added_by LEFT JOIN person p ON p.id = a.person_id
 WHERE t.school_id = :school_id AND t.code = :code AND t.ended_at IS NULL;

-- name: document_template_list  :many
-- cols: code, file_name, size, added_on, added_by_name
SELECT t.code, t.file_name, t.size, t.added_on, coalesce(p.name, a.login) AS added_by_name
  FROM document_template t LEFT JOIN account a ON a.id = t.added_by LEFT JOIN person p ON p.id = a.person_id
 WHERE t.school_id = :school_id AND t.ended_at IS NULL ORDER BY t.code LIMIT :n;

-- name: document_template_add  :exec
INSERT INTO document_template (school_id, code, content, size, file_name, added_on, added_by, added_at)
VALUES (:school_id, :code, :content, :size, :file_name, :added_on, :added_by, :added_at);

-- name: document_template_end  :exec
UPDATE document_template SET ended_by = :ended_by, ended_at = :ended_at
 WHERE school_id = :school_id AND code = :code AND ended_at IS NULL;
