-- A school's dated choices.

-- name: setting_get  :one
-- cols: value
SELECT value FROM setting
 WHERE organisation_id = :organisation_id AND name = :name AND from_on <= :today
 ORDER BY from_on DESC
 LIMIT 1;

-- name: setting_list  :many
-- cols: value, from_on
-- All values of one choice, past and to come.
SELECT value, from_on FROM setting
 WHERE organisation_id = :organisation_id AND name = :name
 ORDER BY from_on DESC
 LIMIT 1000;

-- name: setting_put  :exec
INSERT INTO setting (organisation_id, name, value, from_on, recorded_by, recorded_at)
VALUES (:organisation_id, :name, :value, :from_on, :recorded_by, :now)
ON CONFLICT (organisation_id, name, from_on) DO UPDATE
   SET value = excluded.value, recorded_by = excluded.recorded_by,
       recorded_at = excluded.recorded_at;
