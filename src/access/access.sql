-- Rights, accounts, sessions. Audit stands in audit.sql, settings in setting.sql.

-- name: authz_organisation  :one
-- cols: path
SELECT path FROM organisation WHERE id = :id;

-- name: authz_person  :one
-- cols: path
-- The place of a person: the open affiliation's organisation, else the one that recorded him.
SELECT o.path
  FROM person p
  LEFT JOIN affiliation f ON f.person_id = p.id AND f.until_on IS NULL
  JOIN organisation o ON o.id = COALESCE(f.organisation_id, p.recorded_in)
 WHERE p.id = :id;

-- name: throttle_get  :one
-- cols: failures, last_at, blocked_until
SELECT failures, last_at, blocked_until FROM throttle WHERE subject = :subject;

-- name: throttle_put  :exec
INSERT INTO throttle (subject, failures, last_at, blocked_until)
VALUES (:subject, :failures, :last_at, :blocked_until)
ON CONFLICT (subject) DO UPDATE
   SET failures = excluded.failures, last_at = excluded.last_at,
       blocked_until = excluded.blocked_until;

-- name: throttle_forget  :exec
DELETE FROM throttle WHERE subject = :subject;

-- name: throttle_clean  :exec
-- scan: once an hour, over a table that this keeps small
DELETE FROM throttle WHERE last_at < :before AND blocked_until < :before;
