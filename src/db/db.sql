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
