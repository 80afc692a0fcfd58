-- Statements of the tests of src/db.

-- name: add  :exec
INSERT INTO toy (id, name, kind, data) VALUES (:id, :name, :kind, :data);

-- name: get  :one
-- cols: id, name, kind, data
SELECT id, name, kind, data FROM toy WHERE id = :id;

-- name: count  :one
-- cols: n
-- scan: a test's table
SELECT count(*) AS n FROM toy;

-- name: list  :many
-- cols: id, name
-- scan: a test's table
SELECT id, name FROM toy ORDER BY id;

-- name: rename  :exec
UPDATE toy SET name = :name WHERE id >= :low AND id <= :high AND name <> :name;

-- name: make  :exec @sqlite
CREATE TABLE toy (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (length(name) > 0),
	kind INTEGER REFERENCES toy (id),
	data BLOB
) STRICT;

-- name: make  :exec @pg
CREATE TABLE toy (
	id BIGINT PRIMARY KEY,
	name TEXT NOT NULL CHECK (length(name) > 0),
	kind BIGINT REFERENCES toy (id),
	data BYTEA
);
