-- The import: batches, what they changed, and what stands in the way of taking one back.

-- name: intake_batch_add  :one
-- cols: id
INSERT INTO import_batch (school_id, organisation_id, kind, file_name, file_hash, state, report,
       created_by, created_at)
VALUES (:school_id, :organisation_id, :kind, :file_name, :file_hash, :state, :report,
       :created_by, :created_at)
RETURNING id;

-- name: intake_batch_set_report  :exec
UPDATE import_batch SET state = :state, report = :report WHERE id = :id AND state = 'preview';

-- name: intake_batch_confirm  :exec
-- The organisation of a first file is known only when it is written.
UPDATE import_batch
   SET state = 'confirmed', report = :report, confirmed_at = :confirmed_at,
       school_id = :school_id, organisation_id = :organisation_id
 WHERE id = :id AND state = 'preview';

-- name: intake_batch_cancel  :exec
UPDATE import_batch SET state = 'cancelled' WHERE id = :id AND state = 'preview';

-- name: intake_batch_undone  :exec
UPDATE import_batch SET state = 'undone', undone_by = :undone_by, undone_at = :undone_at
 WHERE id = :id AND state = 'confirmed';

-- name: intake_batch_get  :one
-- cols: id, school_id, organisation_id, kind, file_name, file_hash, state, report, created_by
-- cols: created_at, confirmed_at, undone_at
SELECT id, school_id, organisation_id, kind, file_name, file_hash, state, report, created_by,
       created_at, confirmed_at, undone_at
  FROM import_batch WHERE id = :id;

-- name: intake_batch_page  :many
-- cols: id, organisation_id, organisation_name, kind, file_name, state, created_at, confirmed_at, undone_at
-- Batches of a subtree, newest first, by key.
SELECT b.id, b.organisation_id, o.name AS organisation_name, b.kind, b.file_name, b.state,
       b.created_at, b.confirmed_at, b.undone_at
  FROM import_batch b
  JOIN organisation o ON o.id = b.organisation_id
 WHERE o.path >= :low AND o.path < :high AND b.id < :before
 ORDER BY b.id DESC
 LIMIT :n;

-- name: intake_change_add  :exec
INSERT INTO import_change (batch_id, sheet_row, table_name, row_id, before)
VALUES (:batch_id, :sheet_row, :table_name, :row_id, :before);

-- name: intake_change_list  :many
-- cols: id, sheet_row, table_name, row_id, before
SELECT id, sheet_row, table_name, row_id, before
  FROM import_change WHERE batch_id = :batch_id ORDER BY id DESC;

-- name: intake_stages  :many
-- cols: id, stage, happened_on, case_id
SELECT id, stage, happened_on, case_id
  FROM stage_event WHERE person_id = :person_id AND voided_at IS NULL
 ORDER BY happened_on, id;

-- name: intake_stage_unvoid  :one
-- cols: person_id
UPDATE stage_event SET voided_at = NULL, voided_by = NULL WHERE id = :id RETURNING person_id;

-- name: intake_batch_detach  :exec
-- scan: import_batch has one row an import
-- Batches of organisations that are about to be taken back keep their record without them.
UPDATE import_batch SET organisation_id = NULL, school_id = NULL
 WHERE organisation_id IN (SELECT organisation_id FROM organisation_event
                            WHERE batch_id = :batch_id AND kind = 'founded');

-- name: intake_batch_people  :many
-- cols: id, version
SELECT id, version FROM person WHERE batch_id = :batch_id ORDER BY id;

-- name: intake_batch_classes  :many
-- cols: id, version
-- scan: a school has a few hundred classes, and an import is undone now and then
SELECT id, version FROM class WHERE batch_id = :batch_id ORDER BY id;

-- name: intake_batch_organisations  :many
-- cols: id
-- scan: a school has a few hundred organisations, and an import is undone now and then
-- Children before parents.
SELECT o.id
  FROM organisation_event e
  JOIN organisation o ON o.id = e.organisation_id
 WHERE e.batch_id = :batch_id AND e.kind = 'founded'
 ORDER BY o.depth DESC, o.id;

-- name: intake_built_on_people  :many
-- cols: person_id, name, what
-- What others recorded on the people this batch brought: then it cannot be taken back.
SELECT x.person_id, x.name, x.what FROM (
  SELECT p.id AS person_id, p.name AS name, 'person' AS what
    FROM person p WHERE p.batch_id = :batch_id AND p.version > 1
  UNION ALL
  SELECT p.id, p.name, 'affiliation'
    FROM person p JOIN affiliation a ON a.person_id = p.id
   WHERE p.batch_id = :batch_id AND (a.batch_id IS NULL OR a.batch_id <> :batch_id)
  UNION ALL
  SELECT p.id, p.name, 'stage'
    FROM person p JOIN stage_event s ON s.person_id = p.id
   WHERE p.batch_id = :batch_id AND (s.batch_id IS NULL OR s.batch_id <> :batch_id)
  UNION ALL
  SELECT p.id, p.name, 'post'
    FROM person p JOIN post t ON t.person_id = p.id
   WHERE p.batch_id = :batch_id AND (t.batch_id IS NULL OR t.batch_id <> :batch_id)
  UNION ALL
  SELECT p.id, p.name, 'case'
    FROM person p JOIN development_case c ON c.person_id = p.id
   WHERE p.batch_id = :batch_id AND (c.batch_id IS NULL OR c.batch_id <> :batch_id)
  UNION ALL
  SELECT p.id, p.name, 'account'
    FROM person p JOIN account u ON u.person_id = p.id
   WHERE p.batch_id = :batch_id
) x
 ORDER BY x.person_id, x.what
 LIMIT :n;

-- name: intake_built_on_organisations  :many
-- cols: organisation_id, name, what
-- scan: a school has a few hundred organisations, and an import is undone now and then
SELECT x.organisation_id, x.name, x.what FROM (
  SELECT o.id AS organisation_id, o.name AS name, 'changed' AS what
    FROM organisation_event f
    JOIN organisation o ON o.id = f.organisation_id
    JOIN organisation_event e ON e.organisation_id = o.id AND e.id > f.id
   WHERE f.batch_id = :batch_id AND f.kind = 'founded'
  UNION ALL
  SELECT o.id, o.name, 'people'
    FROM organisation_event f
    JOIN organisation o ON o.id = f.organisation_id
   WHERE f.batch_id = :batch_id AND f.kind = 'founded'
     AND EXISTS (SELECT 1 FROM affiliation a WHERE a.organisation_id = o.id)
  UNION ALL
  SELECT o.id, o.name, 'recorded'
    FROM organisation_event f
    JOIN organisation o ON o.id = f.organisation_id
   WHERE f.batch_id = :batch_id AND f.kind = 'founded'
     AND EXISTS (SELECT 1 FROM person p WHERE p.recorded_in = o.id)
  UNION ALL
  SELECT o.id, o.name, 'children'
    FROM organisation_event f
    JOIN organisation o ON o.id = f.organisation_id
   WHERE f.batch_id = :batch_id AND f.kind = 'founded'
     AND EXISTS (SELECT 1 FROM organisation k
                   JOIN organisation_event g ON g.organisation_id = k.id AND g.kind = 'founded'
                  WHERE k.parent_id = o.id AND (g.batch_id IS NULL OR g.batch_id <> :batch_id))
  UNION ALL
  SELECT o.id, o.name, 'posts'
    FROM organisation_event f
    JOIN organisation o ON o.id = f.organisation_id
   WHERE f.batch_id = :batch_id AND f.kind = 'founded'
     AND EXISTS (SELECT 1 FROM post t WHERE t.organisation_id = o.id)
) x
 ORDER BY x.organisation_id, x.what
 LIMIT :n;

-- name: intake_class_branch  :one
-- cols: branch_id
SELECT branch_id FROM class WHERE id = :id;

-- name: intake_class  :one
-- cols: code, name, entry_year, level, campus, size, organisation_id, branch_id, counsellor_id
-- cols: counsellor_name, closed_on, version
SELECT code, name, entry_year, level, campus, size, organisation_id, branch_id, counsellor_id,
       counsellor_name, closed_on, version
  FROM class WHERE id = :id;
