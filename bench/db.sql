-- Statements of bench/db_write.c.

-- name: make  :exec
CREATE TABLE presence (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, activity_id INTEGER NOT NULL,
 mode TEXT NOT NULL, recorded_at INTEGER NOT NULL) STRICT;

-- name: make_index  :exec
CREATE INDEX presence_person ON presence (person_id, activity_id);

-- name: make_audit  :exec
CREATE TABLE audit_line (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who INTEGER NOT NULL,
 what TEXT NOT NULL, row_id INTEGER NOT NULL) STRICT;

-- name: presence  :exec
INSERT INTO presence (person_id, activity_id, mode, recorded_at) VALUES (:person, :activity, :mode, :at);

-- name: audit  :exec
INSERT INTO audit_line (at, who, what, row_id) VALUES (:at, :who, :what, :row);

-- name: person_make  :exec
CREATE TABLE person (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, name TEXT NOT NULL, sex TEXT, birth TEXT,
 student_no TEXT, mobile TEXT, stage TEXT, since TEXT, version INTEGER NOT NULL) STRICT;

-- name: org_make  :exec
CREATE TABLE org (id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT NOT NULL) STRICT;

-- name: org_add  :exec
INSERT INTO org (id, parent_id, name) VALUES (:id, :parent, :name);

-- name: person_add  :exec
INSERT INTO person (id, org_id, name, sex, birth, student_no, mobile, stage, since, version)
VALUES (:id, :org, :name, 'female', '2003-04-05', :no, '13800000000', 'activist', '2025-11-02', 1);

-- name: person_get  :one
-- cols: id, name, sex, birth, student_no, mobile, stage, since, version, org_name, parent_name, org_id
SELECT p.id, p.name, p.sex, p.birth, p.student_no, p.mobile, p.stage, p.since, p.version, o.name AS org_name,
 u.name AS parent_name, o.id AS org_id
 FROM person p JOIN org o ON o.id = p.org_id JOIN org u ON u.id = o.parent_id WHERE p.id = :id;
