-- The person's own page.

-- name: person_page  :one
-- cols: id, name, pinyin, sex, ethnicity, birth, student_no, staff_no, id_tail, native_place, education, job
-- cols: mobile, landline, address, leaving_on, class_id, class_name, branch_id, branch_name, stage, stage_on
-- cols: applied_on, joined_on, full_on, gone, open_case_id, version
SELECT p.id, p.name, s.pinyin, p.sex, p.ethnicity, p.birth, p.student_no, p.staff_no, p.id_tail,
       p.native_place, p.education, p.job, p.mobile, p.landline, p.address, p.leaving_on, s.class_id,
       c.name AS class_name, s.branch_id, b.name AS branch_name, s.stage, s.stage_on, s.applied_on,
       s.joined_on, s.full_on, s.gone,
       (SELECT d.id FROM development_case d WHERE d.person_id = p.id AND d.state = 'open') AS open_case_id,
       p.version
  FROM person p JOIN person_state s ON s.person_id = p.id
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE p.id = :id;
