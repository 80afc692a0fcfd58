-- Statements of exports.

-- name: export_people  :many
-- cols: id, name, sex, ethnicity, birth, native_place, education, job, mobile, landline, address, id_sealed
-- cols: id_tail, stage, applied_on, activist_on, joined_on, full_on
-- The members of one branch, in the order of lists.
SELECT p.id, p.name, p.sex, p.ethnicity, p.birth, p.native_place, p.education, p.job, p.mobile,
       p.landline, p.address, p.id_sealed, p.id_tail, s.stage, s.applied_on,
       (SELECT max(e.happened_on) FROM stage_event e WHERE e.person_id = p.id
         AND e.stage = 'activist' AND e.voided_at IS NULL) AS activist_on, s.joined_on, s.full_on
  FROM person_state s JOIN person p ON p.id = s.person_id
 WHERE s.branch_id = :branch_id AND s.stage IN ('full', 'probationary') AND s.gone = 0
 ORDER BY s.sort_key, s.person_id;

-- name: export_posts  :many
-- cols: person_id, kind
-- What the members of a branch hold today, wherever.
SELECT t.person_id, t.kind FROM person_state s JOIN post t ON t.person_id = s.person_id
 WHERE s.branch_id = :branch_id AND s.stage IN ('full', 'probationary') AND s.gone = 0
   AND t.from_on <= :day AND (t.until_on IS NULL OR t.until_on > :day)
 ORDER BY t.person_id, t.from_on, t.id LIMIT 2000;

-- name: export_record_add  :one
-- cols: id
INSERT INTO export_record (organisation_id, kind, purpose, receiver, n_rows, account_id, created_at)
VALUES (:organisation_id, :kind, :purpose, :receiver, :n_rows, :account_id, :created_at)
RETURNING id;

-- name: export_page  :many
-- cols: id, organisation_id, organisation_name, kind, purpose, receiver, n_rows, account_name, created_at
SELECT x.id, x.organisation_id, o.name AS organisation_name, x.kind, x.purpose, x.receiver, x.n_rows,
       coalesce(p.name, a.login) AS account_name, x.created_at
  FROM organisation o JOIN export_record x ON x.organisation_id = o.id
  LEFT JOIN account a ON a.id = x.account_id
  LEFT JOIN person p ON p.id = a.person_id
 WHERE o.path >= :low AND o.path < :high
   AND (CAST(:after AS BIGINT) = 0 OR x.id < :after)
 ORDER BY x.id DESC LIMIT :n;
