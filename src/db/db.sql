-- Statements of the database layer itself.

-- name: schema_known  :one @sqlite
-- cols: tables
-- Is there a list of migrations at all?
SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration';

-- name: schema_known  :one @pg
SELECT count(*) AS tables FROM pg_catalog.pg_tables
 WHERE schemaname = current_schema() AND tablename = 'schema_migration';

-- name: schema_migration_list  :many
-- cols: number, name, hash
-- scan: all of a dozen rows are wanted
SELECT number, name, hash FROM schema_migration ORDER BY number;

-- name: schema_migration_add  :exec
INSERT INTO schema_migration (number, name, hash, applied_at)
VALUES (:number, :name, :hash, :applied_at);

-- name: db_state  :one @sqlite
-- cols: data_version
-- A value that differs when anything was committed since it was last asked.
PRAGMA data_version;

-- name: db_state  :one @pg
SELECT CAST(pg_current_snapshot() AS TEXT) AS data_version;

-- name: integrity_faults  :many @sqlite
-- cols: integrity_check
-- One row "ok", or the faults of the file.
PRAGMA integrity_check;

-- name: integrity_faults  :many @pg
-- PostgreSQL guards its pages itself; an index that could not be built is what can be seen here.
SELECT CAST(CAST(indexrelid AS regclass) AS TEXT) AS integrity_check FROM pg_catalog.pg_index
 WHERE NOT indisvalid ORDER BY 1;

-- name: foreign_key_faults  :many @sqlite
-- cols: table, rowid, parent, fkid
PRAGMA foreign_key_check;

-- name: foreign_key_faults  :many @pg
SELECT CAST(CAST(conrelid AS regclass) AS TEXT) AS table, CAST(0 AS BIGINT) AS rowid,
       CAST(CAST(confrelid AS regclass) AS TEXT) AS parent, CAST(0 AS BIGINT) AS fkid
  FROM pg_catalog.pg_constraint
 WHERE NOT convalidated
 ORDER BY 1, 3;
