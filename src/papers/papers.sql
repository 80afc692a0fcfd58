-- Statements of papers, their confirmations and checks.

-- name: paper_of_case  :many
-- cols: id, case_id, record_id, code, place, pages, is_copy, read, supplement_reason, original_on, file_hash, file_kind
-- cols: file_size, file_name, added_on, added_by, added_by_name, added_at, withdrawn_reason, confirmed_n, confirmed_by_me
SELECT p.id, p.case_id, p.record_id, p.code, p.place, p.pages, p.is_copy, p.read, p.supplement_reason, p.original_on,
       p.file_hash, p.file_kind, p.file_size, p.file_name, p.added_on, p.added_by,
       coalesce(n.name, a.login) AS added_by_name, p.added_at, p.withdrawn_reason,
       (SELECT count(*) FROM paper_confirmation c WHERE c.paper_id = p.id) AS confirmed_n,
       (SELECT count(*) FROM paper_confirmation c WHERE c.paper_id = p.id AND c.account_id = :me) AS confirmed_by_me
  FROM paper p
  LEFT JOIN account a ON a.id = p.added_by
  LEFT JOIN person n ON n.id = a.person_id
 WHERE p.case_id = :case_id
 ORDER BY p.id LIMIT :n;

-- name: paper_moves  :many
-- cols: id, superseded_by
-- Corrected or decided records of a case and what took their place, the oldest first.
SELECT id, superseded_by FROM step_record WHERE case_id = :case_id AND superseded_by IS NOT NULL ORDER BY id LIMIT :n;

-- name: paper_get  :one
-- cols: case_id
SELECT case_id FROM paper WHERE id = :id;

-- name: paper_add  :one
-- cols: id
INSERT INTO paper (case_id, record_id, code, place, pages, is_copy, read, supplement_reason, original_on, added_on,
                   added_by, added_at)
VALUES (:case_id, :record_id, :code, :place, :pages, :is_copy, :read, :supplement_reason, :original_on, :added_on,
        :added_by, :added_at)
RETURNING id;

-- name: paper_set_scan  :exec
UPDATE paper SET file_hash = :file_hash, file_kind = :file_kind, file_size = :file_size, file_name = :file_name
 WHERE id = :id AND withdrawn_at IS NULL;

-- name: paper_withdraw  :exec
UPDATE paper SET withdrawn_reason = :reason, withdrawn_by = :by, withdrawn_at = :at
 WHERE id = :id AND withdrawn_at IS NULL;

-- name: paper_confirm  :exec
INSERT INTO paper_confirmation (paper_id, account_id, person_id, confirmed_on, confirmed_at)
VALUES (:paper_id, :account_id, :person_id, :confirmed_on, :confirmed_at)
    ON CONFLICT DO NOTHING;

-- name: paper_confirmations  :many
-- cols: person_id, confirmed_on
SELECT person_id, confirmed_on FROM paper_confirmation WHERE paper_id = :paper_id ORDER BY confirmed_at, account_id;

-- name: paper_check_add  :exec
INSERT INTO paper_check (case_id, needed_n, missing, missing_n, checked_on, checked_by, checked_at)
VALUES (:case_id, :needed_n, :missing, :missing_n, :checked_on, :checked_by, :checked_at);

-- name: paper_check_newest  :one
-- cols: checked_on, checked_by_name, missing_n
SELECT c.checked_on, coalesce(n.name, a.login) AS checked_by_name, c.missing_n
  FROM paper_check c
  LEFT JOIN account a ON a.id = c.checked_by
  LEFT JOIN person n ON n.id = a.person_id
 WHERE c.case_id = :case_id ORDER BY c.id DESC LIMIT 1;

-- name: paper_cases  :many
-- cols: id, person_name, stage
-- Cases of the branches below, by their number.
SELECT c.id, p.name AS person_name, s.stage
  FROM development_case c
  JOIN organisation o ON o.id = c.branch_id
  JOIN person p ON p.id = c.person_id
  JOIN case_state s ON s.case_id = c.id
 WHERE o.path >= :low AND o.path < :high AND c.id > :after
   AND (c.state = 'open' OR CAST(:closed AS BIGINT) = 1)
 ORDER BY c.id LIMIT :n;

-- name: paper_files  :many
-- cols: id, file_hash
-- scan: jishi check looks at every scan there is
SELECT id, file_hash FROM paper WHERE file_hash IS NOT NULL ORDER BY id;
