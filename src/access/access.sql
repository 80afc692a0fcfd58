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

-- name: session_load  :one
-- cols: id, account_id, second_factor, seen_at, expires_at, school_id, person_id, login, name,
-- cols: administrator, must_change, school_path
-- A session by its cookie, and whose it is. Revoked ones and disabled accounts are not found.
SELECT s.id, s.account_id, s.second_factor, s.seen_at, s.expires_at, a.school_id, a.person_id,
       a.login, COALESCE(p.name, a.name, a.login) AS name, a.administrator, a.must_change,
       o.path AS school_path
  FROM session s
  JOIN account a ON a.id = s.account_id
  LEFT JOIN person p ON p.id = a.person_id
  LEFT JOIN organisation o ON o.id = a.school_id
 WHERE s.token_hash = :token_hash AND s.revoked_at IS NULL AND a.disabled_at IS NULL;

-- name: rights_load  :many
-- cols: organisation_id, organisation_name, kind, path
-- The posts of a person in force on a day; nobody has more than 64.
SELECT t.organisation_id, o.name AS organisation_name, t.kind, o.path
  FROM post t
  JOIN organisation o ON o.id = t.organisation_id
 WHERE t.person_id = :person_id AND t.from_on <= :today
   AND (t.until_on IS NULL OR t.until_on > :today)
 ORDER BY o.path, t.kind, t.id
 LIMIT 64;

-- name: session_add  :one
-- cols: id
INSERT INTO session (account_id, token_hash, second_factor, address, agent, created_at, seen_at,
		     expires_at)
VALUES (:account_id, :token_hash, :second_factor, :address, :agent, :now, :now, :expires_at)
RETURNING id;

-- name: session_seen  :exec
UPDATE session SET seen_at = :seen_at WHERE id = :id AND seen_at < :seen_at;

-- name: session_second_factor  :exec
UPDATE session SET second_factor = :second_factor WHERE id = :id;

-- name: session_revoke  :exec
UPDATE session SET revoked_at = :now
 WHERE id = :id AND account_id = :account_id AND revoked_at IS NULL;

-- name: session_revoke_all  :exec
-- All of an account but one (0: none is kept).
UPDATE session SET revoked_at = :now
 WHERE account_id = :account_id AND id <> CAST(:keep_id AS BIGINT) AND revoked_at IS NULL;

-- name: session_list  :many
-- cols: id, address, agent, created_at, seen_at
SELECT id, address, agent, created_at, seen_at
  FROM session
 WHERE account_id = :account_id AND revoked_at IS NULL AND expires_at > :now
 ORDER BY created_at DESC, id DESC
 LIMIT 200;

-- name: session_clean  :exec
DELETE FROM session WHERE expires_at < :before;

-- name: school_get  :one
-- cols: id, name
SELECT id, name FROM organisation WHERE id = :id;
