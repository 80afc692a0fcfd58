-- Statements of rooms and of groups inside a branch.

-- name: room_add  :one
-- cols: id
INSERT INTO room (organisation_id, name, kind, place, seats)
VALUES (:organisation_id, :name, :kind, :place, :seats) RETURNING id;

-- name: room_get  :one
-- cols: id, organisation_id, name, kind, place, seats, closed_on, version
SELECT id, organisation_id, name, kind, place, seats, closed_on, version FROM room WHERE id = :id;

-- name: room_change  :exec
UPDATE room SET name = :name, kind = :kind, place = :place, seats = :seats, closed_on = :closed_on,
       version = version + 1
 WHERE id = :id AND version = :version;

-- name: room_page  :many
-- cols: id, organisation_id, organisation_name, name, kind, place, seats, closed_on, version
SELECT r.id, r.organisation_id, o.name AS organisation_name, r.name, r.kind, r.place, r.seats,
       r.closed_on, r.version
  FROM organisation o JOIN room r ON r.organisation_id = o.id
 WHERE o.path >= :low AND o.path < :high
   AND (r.name, r.id) > (CAST(:after_name AS TEXT), CAST(:after_id AS BIGINT))
 ORDER BY r.name, r.id LIMIT :n;

-- name: party_group_add  :one
-- cols: id
INSERT INTO party_group (organisation_id, name, campus, class_id, founded_on)
VALUES (:organisation_id, :name, :campus, :class_id, :founded_on) RETURNING id;

-- name: party_group_get  :one
-- cols: id, organisation_id, name, campus, class_id, founded_on, closed_on, version
SELECT id, organisation_id, name, campus, class_id, founded_on, closed_on, version
  FROM party_group WHERE id = :id;

-- name: party_group_change  :exec
UPDATE party_group SET name = :name, campus = :campus, class_id = :class_id, closed_on = :closed_on,
       version = version + 1
 WHERE id = :id AND version = :version;

-- name: party_group_page  :many
-- cols: id, organisation_id, organisation_name, name, campus, class_id, class_name, founded_on, closed_on, version
SELECT g.id, g.organisation_id, o.name AS organisation_name, g.name, g.campus, g.class_id,
       c.name AS class_name, g.founded_on, g.closed_on, g.version
  FROM organisation o JOIN party_group g ON g.organisation_id = o.id
  LEFT JOIN class c ON c.id = g.class_id
 WHERE o.path >= :low AND o.path < :high
   AND (g.name, g.id) > (CAST(:after_name AS TEXT), CAST(:after_id AS BIGINT))
 ORDER BY g.name, g.id LIMIT :n;

-- name: voters_of  :many
-- cols: person_id, name
-- Who was in the branch on a day.
SELECT a.person_id, p.name FROM affiliation a JOIN person p ON p.id = a.person_id
  JOIN person_state s ON s.person_id = a.person_id
 WHERE a.organisation_id = :organisation_id AND a.from_on <= :day
   AND (a.until_on IS NULL OR a.until_on > :day)
 ORDER BY s.sort_key, a.person_id LIMIT 2000;
