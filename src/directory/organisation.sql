-- Statements of organisations.

-- name: organisation_get  :one
-- cols: id, school_id, code, name, kind, parent_id, path, depth, founded_on, closed_on, telephone, version
SELECT id, coalesce(school_id, id) AS school_id, code, name, kind, parent_id, path, depth,
       founded_on, closed_on, telephone, version
  FROM organisation WHERE id = :id;

-- name: organisation_by_code  :one
-- cols: id, school_id, code, name, kind, parent_id, path, depth, founded_on, closed_on, telephone, version
SELECT id, coalesce(school_id, id) AS school_id, code, name, kind, parent_id, path, depth,
       founded_on, closed_on, telephone, version
  FROM organisation WHERE code = :code;

-- name: organisation_below  :many
-- cols: id, school_id, code, name, kind, parent_id, path, depth, founded_on, closed_on, telephone, version
-- A subtree as a range of paths, open ones only; parents before children.
SELECT id, coalesce(school_id, id) AS school_id, code, name, kind, parent_id, path, depth,
       founded_on, closed_on, telephone, version
  FROM organisation
 WHERE path >= :low AND path < :high AND closed_on IS NULL
 ORDER BY depth, code, id;

-- name: organisation_committee_above  :one
-- cols: id, school_id, code, name, kind, parent_id, path, depth, founded_on, closed_on, telephone, version
SELECT o.id, coalesce(o.school_id, o.id) AS school_id, o.code, o.name, o.kind, o.parent_id, o.path,
       o.depth, o.founded_on, o.closed_on, o.telephone, o.version
  FROM organisation b JOIN organisation o ON substr(b.path, 1, length(o.path)) = o.path
 WHERE b.id = :id AND o.kind IN ('school_party_committee', 'grassroots_committee', 'school_committee')
 ORDER BY o.depth DESC, o.id LIMIT 1;

-- name: organisation_add  :one
-- cols: id
-- scan: none: the plan shows checks of foreign keys that run only while one is broken
-- Path and depth follow by organisation_place; name and kind are the founding's.
INSERT INTO organisation (school_id, code, name, kind, parent_id, path, depth)
VALUES (:school_id, :code, :name, :kind, :parent_id, '', 0)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: organisation_place  :exec
UPDATE organisation SET path = :path, depth = :depth WHERE id = :id;

-- name: organisation_set_today  :exec
-- The state of today, derived from the events.
UPDATE organisation
   SET name = :name, kind = :kind, parent_id = :parent_id, founded_on = :founded_on,
       closed_on = :closed_on, version = version + 1
 WHERE id = :id;

-- name: organisation_telephone  :exec
UPDATE organisation SET telephone = :telephone, version = version + 1
 WHERE id = :id AND version = :version;

-- name: organisation_touch  :exec
-- Takes the version the caller saw.
UPDATE organisation SET version = version + 1 WHERE id = :id AND version = :version;

-- name: organisation_relocate  :exec
-- A subtree gets another path: everything below old_path.
UPDATE organisation
   SET path = CAST(:new_path AS TEXT) || substr(path, length(CAST(:old_path AS TEXT)) + 1),
       depth = depth + CAST(:deeper AS BIGINT)
 WHERE path >= :old_path AND path < :old_high;

-- name: organisation_remove  :exec
-- scan: undo of an import, seldom: foreign keys of school and recorder have no index
DELETE FROM organisation WHERE id = :id;

-- name: organisation_events_remove  :exec
DELETE FROM organisation_event WHERE organisation_id = :id;

-- name: organisation_counts_remove  :exec
DELETE FROM scope_count WHERE organisation_id = :id;

-- name: organisation_event_add  :one
-- cols: id
INSERT INTO organisation_event (organisation_id, kind, happened_on, name, organisation_kind,
       parent_id, successor_id, decision, decided_on, batch_id, recorded_by, recorded_at)
VALUES (:organisation_id, :kind, :happened_on, :name, :organisation_kind, :parent_id,
       :successor_id, :decision, :decided_on, :batch_id, :recorded_by, :recorded_at)
RETURNING id;

-- name: organisation_event_list  :many
-- cols: id, kind, happened_on, name, organisation_kind, parent_id, successor_id
-- In the order of replay.
SELECT id, kind, happened_on, name, organisation_kind, parent_id, successor_id
  FROM organisation_event WHERE organisation_id = :organisation_id
 ORDER BY happened_on, id;

-- name: organisation_event_page  :many
-- cols: id, kind, happened_on, name, organisation_kind, parent_id, parent_name, successor_id, successor_name, decision, decided_on, recorded_at
SELECT e.id, e.kind, e.happened_on, e.name, e.organisation_kind, e.parent_id, p.name AS parent_name,
       e.successor_id, s.name AS successor_name, e.decision, e.decided_on, e.recorded_at
  FROM organisation_event e
  LEFT JOIN organisation p ON p.id = e.parent_id
  LEFT JOIN organisation s ON s.id = e.successor_id
 WHERE e.organisation_id = :organisation_id
 ORDER BY e.happened_on, e.id LIMIT 200;

-- name: organisation_spans_remove  :exec
DELETE FROM organisation_span WHERE organisation_id = :organisation_id;

-- name: organisation_span_add  :exec
INSERT INTO organisation_span (organisation_id, from_on, until_on, name, kind, parent_id)
VALUES (:organisation_id, :from_on, :until_on, :name, :kind, :parent_id);

-- name: organisation_span_list  :many
-- cols: from_on, until_on, name, kind, parent_id
SELECT from_on, until_on, name, kind, parent_id
  FROM organisation_span WHERE organisation_id = :organisation_id ORDER BY from_on;

-- name: organisation_children_open  :many
-- cols: id
SELECT id FROM organisation WHERE parent_id = :parent_id AND closed_on IS NULL ORDER BY code, id;

-- name: organisation_people_open  :many
-- cols: person_id
SELECT person_id FROM affiliation WHERE organisation_id = :organisation_id AND until_on IS NULL
 ORDER BY person_id;

-- name: organisation_classes_pass  :exec
UPDATE class SET organisation_id = :successor_id, version = version + 1
 WHERE organisation_id = :organisation_id AND closed_on IS NULL;

-- name: organisation_branch_classes_pass  :exec
UPDATE class SET branch_id = :successor_id, version = version + 1
 WHERE branch_id = :organisation_id AND closed_on IS NULL;

-- name: organisation_groups_pass  :exec
UPDATE party_group SET organisation_id = :successor_id, version = version + 1
 WHERE organisation_id = :organisation_id AND closed_on IS NULL;

-- name: organisation_rooms_pass  :exec
UPDATE room SET organisation_id = :successor_id, version = version + 1
 WHERE organisation_id = :organisation_id AND closed_on IS NULL;

-- name: organisation_posts_end  :exec
UPDATE post SET until_on = :day, version = version + 1
 WHERE organisation_id = :organisation_id AND until_on IS NULL;

-- name: scope_person_leave  :exec
-- The people of one subtree no longer stand below another organisation.
DELETE FROM scope_person
 WHERE organisation_id = :above AND (gone, sort_key, person_id) IN
       (SELECT gone, sort_key, person_id FROM scope_person WHERE organisation_id = :subtree);

-- name: scope_person_enter  :exec
INSERT INTO scope_person (organisation_id, gone, sort_key, person_id, stage)
SELECT CAST(:above AS BIGINT), gone, sort_key, person_id, stage
  FROM scope_person WHERE organisation_id = :subtree;

-- name: scope_count_shift  :exec
-- Adds (sign 1) or takes (-1) the counts of a subtree.
INSERT INTO scope_count (organisation_id, stage, n)
SELECT CAST(:above AS BIGINT), stage, n * CAST(:sign AS BIGINT)
  FROM scope_count WHERE organisation_id = :subtree
    ON CONFLICT (organisation_id, stage) DO UPDATE SET n = scope_count.n + excluded.n;

-- name: scope_count_of  :many
-- cols: stage, n
SELECT stage, n FROM scope_count WHERE organisation_id = :organisation_id AND n <> 0
 ORDER BY stage;

-- name: organisation_tree  :many
-- cols: id, code, name, kind, parent_id, depth, founded_on, closed_on, members, people
-- The visible tree of today with its counts.
SELECT o.id, o.code, o.name, o.kind, o.parent_id, o.depth, o.founded_on, o.closed_on,
       (SELECT CAST(coalesce(sum(c.n), 0) AS BIGINT) FROM scope_count c
         WHERE c.organisation_id = o.id AND c.stage IN ('full', 'probationary')) AS members,
       (SELECT CAST(coalesce(sum(c.n), 0) AS BIGINT) FROM scope_count c
         WHERE c.organisation_id = o.id AND c.stage NOT IN ('left', 'transferred_out')) AS people
  FROM organisation o
 WHERE o.path >= :low AND o.path < :high AND o.closed_on IS NULL
 ORDER BY o.depth, o.code, o.id LIMIT 20000;

-- name: organisation_tree_at  :many
-- cols: id, code, name, kind, parent_id, founded_on, closed_on
-- The tree of another day, of the organisations that are or were in this subtree.
SELECT o.id, o.code, s.name, s.kind, s.parent_id, o.founded_on, o.closed_on
  FROM organisation o JOIN organisation_span s ON s.organisation_id = o.id
 WHERE o.path >= :low AND o.path < :high
   AND s.from_on <= :day AND (s.until_on IS NULL OR s.until_on > :day)
 ORDER BY o.code, o.id LIMIT 20000;

-- name: organisation_children_by_kind  :many
-- cols: kind, n
SELECT kind, count(*) AS n FROM organisation
 WHERE parent_id = :parent_id AND closed_on IS NULL GROUP BY kind ORDER BY kind;

-- name: organisation_kinds_at  :many
-- cols: kind, n
-- How many of each kind stood on a day, below (and with) an organisation of today.
SELECT s.kind, count(*) AS n
  FROM organisation o JOIN organisation_span s ON s.organisation_id = o.id
 WHERE o.path >= :low AND o.path < :high
   AND s.from_on <= :day AND (s.until_on IS NULL OR s.until_on > :day)
 GROUP BY s.kind ORDER BY s.kind;

-- name: organisation_changes  :many
-- cols: organisation_id, name, kind, happened_on, old_name, new_name, old_kind, new_kind, old_parent_name, new_parent_name, successor_id, successor_name, decision, decided_on
-- What happened after one day and until another, with what was before.
SELECT e.organisation_id, o.name, e.kind, e.happened_on, b.name AS old_name, e.name AS new_name,
       b.kind AS old_kind, e.organisation_kind AS new_kind, bp.name AS old_parent_name,
       p.name AS new_parent_name, e.successor_id, s.name AS successor_name, e.decision, e.decided_on
  FROM organisation_event e
  JOIN organisation o ON o.id = e.organisation_id
  LEFT JOIN organisation_span b ON b.organisation_id = e.organisation_id AND b.until_on = e.happened_on
  LEFT JOIN organisation bp ON bp.id = b.parent_id
  LEFT JOIN organisation p ON p.id = e.parent_id
  LEFT JOIN organisation s ON s.id = e.successor_id
 WHERE o.path >= :low AND o.path < :high AND e.happened_on > :from_on AND e.happened_on <= :until_on
 ORDER BY e.happened_on, e.id LIMIT 2000;

-- name: organisation_secretary  :one
-- cols: person_id, name
SELECT t.person_id, p.name FROM post t JOIN person p ON p.id = t.person_id
 WHERE t.organisation_id = :organisation_id AND t.kind IN ('branch_secretary', 'committee_secretary')
   AND t.from_on <= :day AND (t.until_on IS NULL OR t.until_on > :day)
 ORDER BY t.kind DESC, t.from_on, t.id LIMIT 1;

-- name: organisation_has_groups  :one
-- cols: n
SELECT count(*) AS n FROM party_group
 WHERE organisation_id = :organisation_id AND closed_on IS NULL;
