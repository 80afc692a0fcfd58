-- Lists of people. All give the same columns in the same order.

-- name: people_page  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- A page of a subtree by name: a range of the key of scope_person, in its order, no sorting.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM scope_person k CROSS JOIN person_state s CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND k.gone = 0
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND s.person_id = k.person_id AND p.id = k.person_id
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: people_page_stage  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- The same of one stage, also of those who have gone.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM scope_person k CROSS JOIN person_state s CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND k.stage = :stage
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND s.person_id = k.person_id AND p.id = k.person_id
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: people_page_class  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- The people of a class that stand in the subtree, with the other filters.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM class_member m CROSS JOIN person_state s CROSS JOIN scope_person k CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE m.class_id = :class_id AND m.until_on IS NULL AND s.person_id = m.person_id
   AND k.organisation_id = :organisation_id AND k.gone = s.gone AND k.sort_key = s.sort_key
   AND k.person_id = s.person_id AND k.gone = 0
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND p.id = m.person_id AND (CAST(:stage AS TEXT) IS NULL OR k.stage = :stage)
   AND (CAST(:sex AS TEXT) IS NULL OR p.sex = :sex)
   AND (CAST(:low AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM person_key w
         WHERE w.person_id = m.person_id AND w.word >= :low AND w.word < :high))
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: people_page_found  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- People found by a word, in a large subtree: the words are looked up first (at most 5000 people,
-- a longer list is no answer to a search), then sorted.
WITH hit AS MATERIALIZED (SELECT DISTINCT w.person_id FROM person_key w
      WHERE w.word >= :low AND w.word < :high LIMIT 5000)
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM hit CROSS JOIN person_state s CROSS JOIN scope_person k CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE s.person_id = hit.person_id
   AND k.organisation_id = :organisation_id AND k.gone = s.gone AND k.sort_key = s.sort_key
   AND k.person_id = s.person_id AND k.gone = 0
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND p.id = hit.person_id AND (CAST(:stage AS TEXT) IS NULL OR k.stage = :stage)
   AND (CAST(:sex AS TEXT) IS NULL OR p.sex = :sex)
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: people_page_filtered  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- The page with any filter, in the order of the key: what does not fit is stepped over.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM scope_person k CROSS JOIN person p CROSS JOIN person_state s
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND k.gone = 0
   AND (k.sort_key, k.person_id) > (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
   AND (CAST(:stage AS TEXT) IS NULL OR k.stage = :stage)
   AND p.id = k.person_id AND (CAST(:sex AS TEXT) IS NULL OR p.sex = :sex)
   AND (CAST(:low AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM person_key w
         WHERE w.person_id = k.person_id AND w.word >= :low AND w.word < :high))
   AND s.person_id = k.person_id
 ORDER BY k.sort_key, k.person_id LIMIT :n;

-- name: people_page_joined  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- By the day of joining, newest first: sorts the whole subtree.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM scope_person k CROSS JOIN person_state s CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND k.gone = 0 AND s.person_id = k.person_id
   AND (CAST(:after_id AS BIGINT) = 0
        OR (coalesce(s.joined_on, ''), k.person_id) < (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT)))
   AND p.id = k.person_id AND (CAST(:stage AS TEXT) IS NULL OR k.stage = :stage)
   AND (CAST(:sex AS TEXT) IS NULL OR p.sex = :sex)
   AND (CAST(:low AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM person_key w
         WHERE w.person_id = k.person_id AND w.word >= :low AND w.word < :high))
   AND (CAST(:class_id AS BIGINT) IS NULL OR s.class_id = :class_id)
 ORDER BY coalesce(s.joined_on, '') DESC, k.person_id DESC LIMIT :n;

-- name: people_page_by_stage  :many
-- cols: id, name, sex, ethnicity, student_no, staff_no, class_name, branch_id, branch_name, stage, stage_on
-- cols: joined_on, full_on, mobile_tail
-- By stage, the nearest to full membership first, then newest first: sorts the whole subtree.
SELECT p.id, p.name, p.sex, p.ethnicity, p.student_no, p.staff_no, c.name AS class_name, s.branch_id,
       b.name AS branch_name, s.stage, s.stage_on, s.joined_on, s.full_on,
       substr(p.mobile, CASE WHEN length(p.mobile) > 4 THEN length(p.mobile) - 3 ELSE 1 END) AS mobile_tail
  FROM scope_person k CROSS JOIN person_state s CROSS JOIN person p
  LEFT JOIN class c ON c.id = s.class_id
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND k.gone = 0 AND s.person_id = k.person_id
   AND (CAST(:after_id AS BIGINT) = 0
        OR (CASE k.stage WHEN 'full' THEN '5' WHEN 'probationary' THEN '4' WHEN 'candidate' THEN '3'
            WHEN 'activist' THEN '2' WHEN 'applicant' THEN '1' ELSE '0' END || coalesce(s.stage_on, ''),
            k.person_id) < (CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT)))
   AND p.id = k.person_id AND (CAST(:stage AS TEXT) IS NULL OR k.stage = :stage)
   AND (CAST(:sex AS TEXT) IS NULL OR p.sex = :sex)
   AND (CAST(:low AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM person_key w
         WHERE w.person_id = k.person_id AND w.word >= :low AND w.word < :high))
   AND (CAST(:class_id AS BIGINT) IS NULL OR s.class_id = :class_id)
 ORDER BY CASE k.stage WHEN 'full' THEN '5' WHEN 'probationary' THEN '4' WHEN 'candidate' THEN '3'
            WHEN 'activist' THEN '2' WHEN 'applicant' THEN '1' ELSE '0' END || coalesce(s.stage_on, '') DESC,
          k.person_id DESC LIMIT :n;

-- name: people_cursor  :one
-- cols: by_name, by_joined, by_stage
-- Where the last row of a page stands in each order.
SELECT sort_key AS by_name, coalesce(joined_on, '') AS by_joined,
       CASE stage WHEN 'full' THEN '5' WHEN 'probationary' THEN '4' WHEN 'candidate' THEN '3'
            WHEN 'activist' THEN '2' WHEN 'applicant' THEN '1' ELSE '0' END || coalesce(stage_on, '') AS by_stage
  FROM person_state WHERE person_id = :person_id;

-- name: people_total  :one
-- cols: n
SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM scope_count
 WHERE organisation_id = :organisation_id
   AND ((CAST(:stage AS TEXT) IS NULL AND stage NOT IN ('left', 'transferred_out')) OR stage = :stage);

-- name: people_search_words  :many
-- cols: id, name, student_no, branch_name, stage, match
-- As somebody types: words first, in their order, of a large subtree.
SELECT p.id, p.name, p.student_no, b.name AS branch_name, s.stage, w.word AS match
  FROM person_key w CROSS JOIN person_state s CROSS JOIN organisation o CROSS JOIN person p
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE w.word >= :low AND w.word < :high AND s.person_id = w.person_id
   AND o.id = s.scope_id AND o.path >= :path_low AND o.path < :path_high AND p.id = w.person_id
 ORDER BY w.word, w.person_id LIMIT :n;

-- name: people_search_scope  :many
-- cols: id, name, student_no, branch_name, stage, match
-- The same of a small subtree: its people first, also those who have gone.
SELECT p.id, p.name, p.student_no, b.name AS branch_name, s.stage, w.word AS match
  FROM scope_person k CROSS JOIN person_key w CROSS JOIN person_state s CROSS JOIN person p
  LEFT JOIN organisation b ON b.id = s.branch_id
 WHERE k.organisation_id = :organisation_id AND w.person_id = k.person_id
   AND w.word >= :low AND w.word < :high AND s.person_id = k.person_id AND p.id = k.person_id
 ORDER BY w.word, w.person_id LIMIT :n;
