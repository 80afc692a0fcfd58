-- Statements of tests/crash/crash_writer.c.

-- name: make_fact  :exec
CREATE TABLE IF NOT EXISTS fact (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

-- name: make_line  :exec
CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY REFERENCES fact (id), at INTEGER NOT NULL) STRICT;

-- name: fact  :exec
INSERT INTO fact (id, body) VALUES (:id, :body);

-- name: line  :exec
INSERT INTO line (id, at) VALUES (:id, :at);

-- name: last  :one
-- cols: id
SELECT coalesce(max(id), 0) AS id FROM fact;

-- name: torn  :one
-- cols: n
SELECT count(*) AS n FROM fact f FULL JOIN line l ON l.id = f.id WHERE f.id IS NULL OR l.id IS NULL;

-- name: whole  :one
-- cols: integrity_check
PRAGMA integrity_check;

-- name: there  :one
-- cols: id
SELECT f.id FROM fact f JOIN line l ON l.id = f.id WHERE f.id = :id;
