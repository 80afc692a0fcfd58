-- A school's dated choices.

-- name: setting_in_force  :many
-- cols: name, value
-- The newest value of each choice that had begun on the day.
SELECT s.name, s.value
  FROM setting s
 WHERE s.organisation_id = :organisation_id
   AND s.from_on = (SELECT MAX(t.from_on) FROM setting t
		     WHERE t.organisation_id = s.organisation_id AND t.name = s.name
		       AND t.from_on <= :today)
 ORDER BY s.name;

-- name: setting_get  :one
-- cols: value
SELECT value FROM setting
 WHERE organisation_id = :organisation_id AND name = :name AND from_on <= :today
 ORDER BY from_on DESC
 LIMIT 1;

-- name: setting_list  :many
-- cols: name, value, from_on, recorded_at
SELECT name, value, from_on, recorded_at FROM setting
 WHERE organisation_id = :organisation_id
 ORDER BY name, from_on DESC, id DESC
 LIMIT 1000;

-- name: setting_put  :exec
INSERT INTO setting (organisation_id, name, value, from_on, recorded_by, recorded_at)
VALUES (:organisation_id, :name, :value, :from_on, :recorded_by, :now)
ON CONFLICT (organisation_id, name, from_on) DO UPDATE
   SET value = excluded.value, recorded_by = excluded.recorded_by,
       recorded_at = excluded.recorded_at;
