-- Accounts and one-time links.

-- name: account_by_login  :one
-- cols: id, school_id, person_id, login, password_hash, totp_sealed, totp_on, totp_step,
-- cols: administrator, disabled_at, must_change, version
SELECT id, school_id, person_id, login, password_hash, totp_sealed, totp_on, totp_step,
       administrator, disabled_at, must_change, version
  FROM account
 WHERE login = :login;

-- name: account_get  :one
-- cols: id, school_id, person_id, login, password_hash, totp_sealed, totp_on, totp_step,
-- cols: administrator, disabled_at, must_change, version
SELECT id, school_id, person_id, login, password_hash, totp_sealed, totp_on, totp_step,
       administrator, disabled_at, must_change, version
  FROM account
 WHERE id = :id;

-- name: account_any  :one
-- cols: n
-- scan: ends at the first row
-- 1 when there is an account, 0 in an empty installation.
SELECT COUNT(*) AS n FROM (SELECT id FROM account LIMIT 1) a;

-- name: account_add  :one
-- cols: id
-- scan: SQLite looks for rows that wait for this parent only while some do, and none can
-- No row: the login, or an account of the person, stands already.
INSERT INTO account (school_id, person_id, login, name, password_hash, administrator, must_change,
		     created_at)
VALUES (:school_id, :person_id, :login, :name, :password_hash, :administrator, :must_change, :now)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: account_signed_in  :exec
UPDATE account SET signed_in_at = :now WHERE id = :id;

-- name: account_set_password  :exec
UPDATE account SET password_hash = :password_hash, must_change = :must_change,
       version = version + 1
 WHERE id = :id;

-- name: account_rehash  :exec
-- The same password with today's costs, unless it was changed meanwhile.
UPDATE account SET password_hash = :password_hash WHERE id = :id AND password_hash = :old_hash;

-- name: account_set_totp  :exec
UPDATE account SET totp_sealed = :totp_sealed, totp_on = :totp_on, totp_step = :totp_step,
       version = version + 1
 WHERE id = :id;

-- name: account_use_totp_step  :exec
-- No row: the step has served already.
UPDATE account SET totp_step = :totp_step WHERE id = :id AND totp_step < :totp_step;

-- name: account_set_disabled  :exec
UPDATE account SET disabled_at = :disabled_at, version = version + 1
 WHERE id = :id AND version = :version;

-- name: account_list  :many
-- cols: id, login, name, person_id, disabled, totp_on, signed_in_at, version
-- Accounts of the people below an organisation, in the order of their names. q: beginning of the
-- login, or of anything a person is found by.
SELECT a.id, a.login, p.name, a.person_id,
       CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled, a.totp_on, a.signed_in_at,
       a.version
  FROM scope_person s
  JOIN account a ON a.person_id = s.person_id
  JOIN person p ON p.id = s.person_id
 WHERE s.organisation_id = :organisation_id
   AND (s.sort_key, s.person_id) > (:after_key, :after_id)
   AND (CAST(:q AS TEXT) IS NULL OR (a.login >= :q AND a.login < :q_high)
	OR EXISTS (SELECT 1 FROM person_key k
		    WHERE k.person_id = s.person_id AND k.word >= :q AND k.word < :q_high))
 ORDER BY s.sort_key, s.person_id
 LIMIT :limit;

-- name: account_list_apart  :many
-- cols: id, login, name, person_id, disabled, totp_on, signed_in_at, version
-- Accounts of a school that no organisation's list has: of nobody, or of people without a branch.
-- scan: all accounts are looked at once, on the first page of the whole school
SELECT a.id, a.login, COALESCE(p.name, a.name, a.login) AS name, a.person_id,
       CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled, a.totp_on, a.signed_in_at,
       a.version
  FROM account a
  LEFT JOIN person p ON p.id = a.person_id
 WHERE a.school_id = :school_id
   AND (a.person_id IS NULL
	OR NOT EXISTS (SELECT 1 FROM scope_person s
			WHERE s.person_id = a.person_id AND s.organisation_id = :school_id))
   AND (CAST(:q AS TEXT) IS NULL OR (a.login >= :q AND a.login < :q_high))
 ORDER BY a.login
 LIMIT 50;

-- name: account_cursor  :one
-- cols: sort_key
SELECT sort_key FROM person_state WHERE person_id = :person_id;

-- name: account_posts  :many
-- cols: kind, path
-- The posts an account's person holds or will hold.
SELECT t.kind, o.path
  FROM post t
  JOIN organisation o ON o.id = t.organisation_id
 WHERE t.person_id = :person_id AND (t.until_on IS NULL OR t.until_on > :today)
 ORDER BY t.id;

-- name: account_person_school  :one
-- cols: school_id
SELECT school_id FROM person WHERE id = :id;

-- name: link_add  :exec
INSERT INTO one_time_link (token_hash, purpose, account_id, created_at, expires_at)
VALUES (:token_hash, :purpose, :account_id, :now, :expires_at);

-- name: link_get  :one
-- cols: account_id
SELECT account_id FROM one_time_link
 WHERE token_hash = :token_hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now;

-- name: link_use  :exec
-- No row: unknown, used or expired.
UPDATE one_time_link SET used_at = :now
 WHERE token_hash = :token_hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now;

-- name: link_end  :exec
-- Links of the same purpose (and account, if any) that nobody has used die.
-- scan: links are few, used ones are cleared away after a day
UPDATE one_time_link SET used_at = :now
 WHERE purpose = :purpose AND used_at IS NULL
   AND (CAST(:account_id AS BIGINT) IS NULL OR account_id = :account_id);

-- name: link_clean  :exec
-- scan: once an hour, over a table that this keeps small
DELETE FROM one_time_link WHERE expires_at < :before;

-- name: school_root  :one
-- cols: id
-- The one school of an installation that has no accounts yet.
SELECT id FROM organisation WHERE parent_id IS NULL ORDER BY id LIMIT 1;

-- name: school_add  :one
-- cols: id
-- scan: as account_add
INSERT INTO organisation (code, name, kind, path, depth, founded_on)
VALUES (:code, :name, 'school_party_committee', '/', 0, :today)
RETURNING id;

-- name: school_place  :exec
UPDATE organisation SET school_id = :id, path = :path WHERE id = :id;

-- name: school_event  :exec
INSERT INTO organisation_event (organisation_id, kind, happened_on, name, organisation_kind,
				recorded_at)
VALUES (:id, 'founded', :today, :name, 'school_party_committee', :now);

-- name: school_span  :exec
INSERT INTO organisation_span (organisation_id, from_on, name, kind)
VALUES (:id, :today, :name, 'school_party_committee');

-- name: person_by_number  :one
-- cols: id, school_id
-- For the command line: by student or staff number; ERR_NOT_FOUND also leaves typing again.
-- scan: the command line asks once
SELECT id, school_id FROM person
 WHERE student_no = :number OR staff_no = :number
 ORDER BY id
 LIMIT 1;

-- name: account_all  :many
-- cols: login, name, administrator, totp_on, disabled
-- scan: the command line wants all of them
SELECT a.login, COALESCE(p.name, a.name, a.login) AS name, a.administrator, a.totp_on,
       CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled
  FROM account a
  LEFT JOIN person p ON p.id = a.person_id
 ORDER BY a.login;
