-- The audit log and its hash chain.

-- name: audit_insert  :exec
INSERT INTO audit (school_id, at, account_id, person_id, action, object_kind, object_id,
		   request_id, detail)
VALUES (:school_id, :at, :account_id, :person_id, :action, :object_kind, :object_id,
	:request_id, :detail);
