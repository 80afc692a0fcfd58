-- The audit log and its hash chain.

-- name: audit_insert  :exec
INSERT INTO audit (school_id, at, account_id, person_id, action, object_kind, object_id,
		   request_id, detail)
VALUES (:school_id, :at, :account_id, :person_id, :action, :object_kind, :object_id,
	:request_id, :detail);

-- name: audit_unsealed  :many
-- cols: id, school_id, at, account_id, person_id, action, object_kind, object_id, request_id,
-- cols: detail
SELECT id, school_id, at, account_id, person_id, action, object_kind, object_id, request_id,
       detail
  FROM audit
 WHERE seal IS NULL
 ORDER BY id
 LIMIT :limit;

-- name: audit_set_seal  :exec
UPDATE audit SET seal = :seal, seal_no = :seal_no WHERE id = :id AND seal IS NULL;

-- name: audit_sealed  :many
-- cols: id, school_id, at, account_id, person_id, action, object_kind, object_id, request_id,
-- cols: detail, seal_no, seal
-- The chain behind a place in it, in its order.
SELECT id, school_id, at, account_id, person_id, action, object_kind, object_id, request_id,
       detail, seal_no, seal
  FROM audit
 WHERE seal_no > :after
 ORDER BY seal_no
 LIMIT 500;

-- name: audit_head_get  :one
-- cols: seal_no, seal, mac
SELECT seal_no, seal, mac FROM audit_head WHERE id = 1;

-- name: audit_head_put  :exec
INSERT INTO audit_head (id, seal_no, seal, mac) VALUES (1, :seal_no, :seal, :mac)
ON CONFLICT (id) DO UPDATE
   SET seal_no = excluded.seal_no, seal = excluded.seal, mac = excluded.mac;
