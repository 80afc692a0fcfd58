-- The audit log and its hash chain.

-- name: audit_insert  :exec
-- The command line belongs to no school; its lines are shown to the first one.
INSERT INTO audit (school_id, at, account_id, person_id, action, object_kind, object_id,
		   request_id, detail)
VALUES (COALESCE(:school_id, (SELECT MIN(id) FROM organisation WHERE parent_id IS NULL)), :at,
	:account_id, :person_id, :action, :object_kind, :object_id, :request_id, :detail);

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

-- Three ways in, by the narrowest filter. Their parameters stand in the same order, so audit_http.c
-- binds all three by the first one's numbers.

-- name: audit_by_time  :many
-- cols: id, at, account_id, login, name, action, object_kind, object_id, request_id, detail, sealed
SELECT a.id, a.at, a.account_id, c.login, COALESCE(p.name, c.name, c.login) AS name, a.action,
       a.object_kind, a.object_id, a.request_id, a.detail,
       CASE WHEN a.seal IS NULL THEN 0 ELSE 1 END AS sealed
  FROM audit a
  LEFT JOIN account c ON c.id = a.account_id
  LEFT JOIN person p ON p.id = a.person_id
 WHERE a.school_id = :school_id AND a.at >= :from_at AND (a.at, a.id) < (:before_at, :before_id)
   AND (CAST(:object_kind AS TEXT) IS NULL OR a.object_kind = :object_kind)
   AND (CAST(:object_id AS BIGINT) IS NULL OR a.object_id = :object_id)
   AND (CAST(:account_id AS BIGINT) IS NULL OR a.account_id = :account_id)
   AND (CAST(:action AS TEXT) IS NULL OR a.action = :action)
 ORDER BY a.at DESC, a.id DESC
 LIMIT :limit;

-- name: audit_by_object  :many
-- cols: id, at, account_id, login, name, action, object_kind, object_id, request_id, detail, sealed
SELECT a.id, a.at, a.account_id, c.login, COALESCE(p.name, c.name, c.login) AS name, a.action,
       a.object_kind, a.object_id, a.request_id, a.detail,
       CASE WHEN a.seal IS NULL THEN 0 ELSE 1 END AS sealed
  FROM audit a
  LEFT JOIN account c ON c.id = a.account_id
  LEFT JOIN person p ON p.id = a.person_id
 WHERE COALESCE(a.school_id, 0) = :school_id AND a.at >= :from_at
   AND (a.at, a.id) < (:before_at, :before_id)
   AND a.object_kind = :object_kind AND a.object_id = :object_id
   AND (CAST(:account_id AS BIGINT) IS NULL OR a.account_id = :account_id)
   AND (CAST(:action AS TEXT) IS NULL OR a.action = :action)
 ORDER BY a.at DESC, a.id DESC
 LIMIT :limit;

-- name: audit_by_account  :many
-- cols: id, at, account_id, login, name, action, object_kind, object_id, request_id, detail, sealed
SELECT a.id, a.at, a.account_id, c.login, COALESCE(p.name, c.name, c.login) AS name, a.action,
       a.object_kind, a.object_id, a.request_id, a.detail,
       CASE WHEN a.seal IS NULL THEN 0 ELSE 1 END AS sealed
  FROM audit a
  LEFT JOIN account c ON c.id = a.account_id
  LEFT JOIN person p ON p.id = a.person_id
 WHERE COALESCE(a.school_id, 0) = :school_id AND a.at >= :from_at
   AND (a.at, a.id) < (:before_at, :before_id)
   AND (CAST(:object_kind AS TEXT) IS NULL OR a.object_kind = :object_kind)
   AND (CAST(:object_id AS BIGINT) IS NULL OR a.object_id = :object_id)
   AND a.account_id = :account_id
   AND (CAST(:action AS TEXT) IS NULL OR a.action = :action)
 ORDER BY a.at DESC, a.id DESC
 LIMIT :limit;
