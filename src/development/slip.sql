-- Slips: reading one's standing by a code.

-- name: slip_of_case  :one
-- cols: id, created_at, created_by_name, expires_on
-- The one that is alive, if there is one.
SELECT s.id, s.created_at, COALESCE(p.name, a.name, a.login) AS created_by_name, s.expires_on
  FROM slip s LEFT JOIN account a ON a.id = s.created_by LEFT JOIN person p ON p.id = a.person_id
 WHERE s.case_id = :case_id AND s.revoked_at IS NULL;

-- name: slip_add  :one
-- cols: id
INSERT INTO slip (case_id, code_hash, created_by, created_at, expires_on)
VALUES (:case_id, :code_hash, :created_by, :created_at, :expires_on)
RETURNING id;

-- name: slip_revoke  :exec
UPDATE slip SET revoked_by = :account_id, revoked_at = :now
 WHERE case_id = :case_id AND revoked_at IS NULL;

-- name: slip_by_code  :one
-- cols: case_id, person_id
SELECT s.case_id, c.person_id FROM slip s JOIN development_case c ON c.id = s.case_id
 WHERE s.code_hash = :code_hash AND s.revoked_at IS NULL AND s.expires_on > :today;
