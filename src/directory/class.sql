-- Statements of classes and who is in them.

-- name: class_add  :one
-- cols: id
INSERT INTO class (school_id, code, name, entry_year, level, campus, size, organisation_id, branch_id,
       counsellor_id, counsellor_name, closed_on, batch_id)
VALUES (:school_id, :code, :name, :entry_year, :level, :campus, :size, :organisation_id, :branch_id,
       :counsellor_id, :counsellor_name, :closed_on, :batch_id)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: class_change  :exec
UPDATE class
   SET code = :code, name = :name, entry_year = :entry_year, level = :level, campus = :campus,
       size = :size, organisation_id = :organisation_id, branch_id = :branch_id,
       counsellor_id = :counsellor_id, counsellor_name = :counsellor_name, closed_on = :closed_on,
       version = version + 1
 WHERE id = :id AND (CAST(:version AS BIGINT) = 0 OR version = :version);

-- name: class_get  :one
-- cols: id, school_id, code, name, entry_year, level, campus, size, organisation_id, branch_id, counsellor_id
-- cols: counsellor_name, closed_on, batch_id, version
SELECT id, school_id, code, name, entry_year, level, campus, size, organisation_id, branch_id,
       counsellor_id, counsellor_name, closed_on, batch_id, version
  FROM class WHERE id = :id;

-- name: class_remove  :exec
DELETE FROM class WHERE id = :id;

-- name: class_by_code  :one
-- cols: id
SELECT id FROM class WHERE school_id = :school_id AND code = :code;

-- name: class_by_name  :many
-- cols: id
-- scan: the classes of one school, some hundreds, by an index on the school
SELECT id FROM class WHERE school_id = :school_id AND name = :name AND closed_on IS NULL
 ORDER BY id LIMIT 2;

-- name: class_member_current  :one
-- cols: id, class_id, from_on
SELECT id, class_id, from_on FROM class_member WHERE person_id = :person_id AND until_on IS NULL;

-- name: class_member_end  :exec
UPDATE class_member SET until_on = :until_on WHERE id = :id;

-- name: class_member_add  :exec
INSERT INTO class_member (class_id, person_id, from_on, batch_id)
VALUES (:class_id, :person_id, :from_on, :batch_id);

-- name: class_page  :many
-- cols: id, code, name, entry_year, level, campus, size, organisation_id, organisation_name, branch_id
-- cols: branch_name, counsellor_id, counsellor_name, closed_on, people, version
-- Classes of a subtree, or whose own branch stands in it, with the number of people in each.
SELECT c.id, c.code, c.name, c.entry_year, c.level, c.campus, c.size, c.organisation_id,
       o.name AS organisation_name, c.branch_id, b.name AS branch_name, c.counsellor_id,
       coalesce(p.name, c.counsellor_name) AS counsellor_name, c.closed_on,
       (SELECT count(*) FROM class_member m WHERE m.class_id = c.id AND m.until_on IS NULL) AS people,
       c.version
  FROM class c JOIN organisation o ON o.id = c.organisation_id
  LEFT JOIN organisation b ON b.id = c.branch_id
  LEFT JOIN person p ON p.id = c.counsellor_id
 WHERE c.id IN (SELECT x.id FROM organisation u JOIN class x ON x.organisation_id = u.id
                 WHERE u.path >= :low AND u.path < :high
                UNION
                SELECT x.id FROM organisation u JOIN class x ON x.branch_id = u.id
                 WHERE u.path >= :low AND u.path < :high)
   AND (c.name, c.id) > (CAST(:after_name AS TEXT), CAST(:after_id AS BIGINT))
 ORDER BY c.name, c.id LIMIT :n;

-- name: class_row  :one
-- cols: id, code, name, entry_year, level, campus, size, organisation_id, organisation_name, branch_id
-- cols: branch_name, counsellor_id, counsellor_name, closed_on, people, version
-- One class as it stands in the list.
SELECT c.id, c.code, c.name, c.entry_year, c.level, c.campus, c.size, c.organisation_id,
       o.name AS organisation_name, c.branch_id, b.name AS branch_name, c.counsellor_id,
       coalesce(p.name, c.counsellor_name) AS counsellor_name, c.closed_on,
       (SELECT count(*) FROM class_member m WHERE m.class_id = c.id AND m.until_on IS NULL) AS people,
       c.version
  FROM class c JOIN organisation o ON o.id = c.organisation_id
  LEFT JOIN organisation b ON b.id = c.branch_id
  LEFT JOIN person p ON p.id = c.counsellor_id
 WHERE c.id = :id;

-- name: class_goals  :many
-- cols: class_id, class_name, entry_year, campus, members, full_members, has_group, has_branch, level
-- S000-14, S003-02: what each open class of a subtree, or of a branch in it, has reached.
SELECT c.id AS class_id, c.name AS class_name, c.entry_year, c.campus,
       (SELECT count(*) FROM class_member m JOIN person_state s ON s.person_id = m.person_id
         WHERE m.class_id = c.id AND m.until_on IS NULL AND s.gone = 0
           AND s.stage IN ('full', 'probationary')) AS members,
       (SELECT count(*) FROM class_member m JOIN person_state s ON s.person_id = m.person_id
         WHERE m.class_id = c.id AND m.until_on IS NULL AND s.gone = 0
           AND s.stage = 'full') AS full_members,
       CASE WHEN EXISTS (SELECT 1 FROM party_group g WHERE g.class_id = c.id AND g.closed_on IS NULL)
            THEN 1 ELSE 0 END AS has_group,
       CASE WHEN c.branch_id IS NOT NULL
             AND (SELECT count(*) FROM class d WHERE d.branch_id = c.branch_id AND d.closed_on IS NULL) = 1
            THEN 1 ELSE 0 END AS has_branch,
       c.level
  FROM class c
 WHERE c.id IN (SELECT x.id FROM organisation u JOIN class x ON x.organisation_id = u.id
                 WHERE u.path >= :low AND u.path < :high
                UNION
                SELECT x.id FROM organisation u JOIN class x ON x.branch_id = u.id
                 WHERE u.path >= :low AND u.path < :high)
   AND c.closed_on IS NULL
 ORDER BY c.entry_year DESC NULLS LAST, c.name, c.id LIMIT 2000;

-- name: campus_groups  :many
-- cols: campus, n
-- S003-02: party groups by campus, of a subtree.
SELECT g.campus, count(*) AS n FROM organisation o JOIN party_group g ON g.organisation_id = o.id
 WHERE o.path >= :low AND o.path < :high AND g.closed_on IS NULL AND g.campus IS NOT NULL
 GROUP BY g.campus ORDER BY g.campus;
