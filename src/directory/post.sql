-- Statements of posts.

-- name: post_add  :one
-- cols: id
INSERT INTO post (school_id, person_id, organisation_id, kind, from_on, until_on, term_until, note,
       batch_id, recorded_by, recorded_at)
VALUES (:school_id, :person_id, :organisation_id, :kind, :from_on, :until_on, :term_until, :note,
       :batch_id, :recorded_by, :recorded_at)
RETURNING id;

-- name: post_standing  :one
-- cols: n
-- Holds this very post already?
SELECT count(*) AS n FROM post
 WHERE person_id = :person_id AND organisation_id = :organisation_id AND kind = :kind
   AND (until_on IS NULL OR until_on > :from_on);

-- name: post_holders  :many
-- cols: post_id, person_id, name, kind
SELECT t.id AS post_id, t.person_id, p.name, t.kind FROM post t JOIN person p ON p.id = t.person_id
 WHERE t.organisation_id = :organisation_id AND (CAST(:kind AS TEXT) IS NULL OR t.kind = :kind)
   AND t.from_on <= :day AND (t.until_on IS NULL OR t.until_on > :day)
 ORDER BY t.from_on, t.id LIMIT 200;

-- name: post_get  :one
-- cols: id, person_id, organisation_id, kind, from_on, until_on, term_until, note, version
SELECT id, person_id, organisation_id, kind, from_on, until_on, term_until, note, version
  FROM post WHERE id = :id;

-- name: post_end  :exec
UPDATE post SET until_on = :until_on, version = version + 1 WHERE id = :id AND version = :version;

-- name: post_page  :many
-- cols: id, person_id, person_name, organisation_id, organisation_name, organisation_kind, kind, from_on
-- cols: until_on, term_until, note, version, full_members
-- Posts in force on a day in a subtree.
SELECT t.id, t.person_id, p.name AS person_name, t.organisation_id, o.name AS organisation_name,
       o.kind AS organisation_kind, t.kind, t.from_on, t.until_on, t.term_until, t.note, t.version,
       coalesce((SELECT c.n FROM scope_count c WHERE c.organisation_id = o.id AND c.stage = 'full'), 0)
         AS full_members
  FROM organisation o JOIN post t ON t.organisation_id = o.id JOIN person p ON p.id = t.person_id
 WHERE o.path >= :low AND o.path < :high
   AND t.from_on <= :day AND (t.until_on IS NULL OR t.until_on > :day) AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: post_of_person  :many
-- cols: id, organisation_id, organisation_name, kind, from_on, until_on, term_until
SELECT t.id, t.organisation_id, o.name AS organisation_name, t.kind, t.from_on, t.until_on, t.term_until
  FROM post t JOIN organisation o ON o.id = t.organisation_id
 WHERE t.person_id = :person_id ORDER BY t.from_on, t.id LIMIT 200;
