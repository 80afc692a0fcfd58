-- Statements of the prover over the database.

-- name: dossier_person  :one
-- cols: name, id_tail
SELECT name, id_tail FROM person WHERE id = :id;

-- name: dossier_posts  :many
-- cols: kind, from_on, until_on
-- The posts that somebody holds or held.
SELECT kind, from_on, until_on FROM post WHERE person_id = :person_id ORDER BY from_on, id LIMIT :n;

-- name: dossier_stages  :many
-- cols: stage, happened_on
SELECT stage, happened_on FROM stage_event WHERE person_id = :person_id AND voided_at IS NULL
 ORDER BY happened_on, id LIMIT :n;

-- name: dossier_cases  :many
-- cols: id
SELECT c.id FROM organisation b CROSS JOIN development_case c
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id ORDER BY c.id;

-- name: dossier_stale  :many
-- cols: id
-- Cases never proved, or of which something that was read is another now (see dossier_put).
SELECT c.id
  FROM organisation b CROSS JOIN development_case c CROSS JOIN case_state s CROSS JOIN person p
  LEFT JOIN dossier_state d ON d.case_id = c.id
 WHERE b.path >= :low AND b.path < :high AND c.branch_id = b.id AND s.case_id = c.id AND p.id = c.person_id
   AND (d.case_id IS NULL OR d.revision <> s.revision OR d.person_version <> p.version OR d.packs <> :packs
        OR d.refresh_on <= :today
        OR (d.people IS NOT NULL AND d.people <>
            coalesce((SELECT CAST(sum(x.version) AS TEXT) FROM dossier_signer g JOIN person x ON x.id = g.person_id
                       WHERE g.case_id = c.id), '')
            || coalesce((SELECT '/' || CAST(sum(o.version) AS TEXT) || '.' || CAST(max(o.id) AS TEXT)
                           FROM dossier_signer g JOIN post o ON o.person_id = g.person_id WHERE g.case_id = c.id), '')
            || coalesce((SELECT '/' || CAST(count(e.voided_at) AS TEXT) || '.' || CAST(max(e.id) AS TEXT)
                           FROM dossier_signer g JOIN stage_event e ON e.person_id = g.person_id
                          WHERE g.case_id = c.id), '')))
 ORDER BY c.id;

-- name: dossier_put  :exec
-- After its signers, whose versions are put together as in dossier_stale.
INSERT INTO dossier_state (case_id, contradictions, warnings, refresh_on, packs, revision, person_version, people)
SELECT c.id, CAST(:contradictions AS BIGINT), CAST(:warnings AS BIGINT), CAST(:refresh_on AS TEXT), CAST(:packs AS TEXT),
       s.revision, p.version,
       (SELECT CAST(sum(x.version) AS TEXT) FROM dossier_signer g JOIN person x ON x.id = g.person_id WHERE g.case_id = c.id)
       || coalesce((SELECT '/' || CAST(sum(o.version) AS TEXT) || '.' || CAST(max(o.id) AS TEXT)
                      FROM dossier_signer g JOIN post o ON o.person_id = g.person_id WHERE g.case_id = c.id), '')
       || coalesce((SELECT '/' || CAST(count(e.voided_at) AS TEXT) || '.' || CAST(max(e.id) AS TEXT)
                      FROM dossier_signer g JOIN stage_event e ON e.person_id = g.person_id WHERE g.case_id = c.id), '')
  FROM development_case c JOIN case_state s ON s.case_id = c.id JOIN person p ON p.id = c.person_id
 WHERE c.id = :case_id
ON CONFLICT (case_id) DO UPDATE SET contradictions = excluded.contradictions, warnings = excluded.warnings,
  refresh_on = excluded.refresh_on, packs = excluded.packs, revision = excluded.revision,
  person_version = excluded.person_version, people = excluded.people;

-- name: dossier_signers_clear  :exec
DELETE FROM dossier_signer WHERE case_id = :case_id;

-- name: dossier_signer_add  :exec
INSERT INTO dossier_signer (case_id, person_id) VALUES (:case_id, :person_id) ON CONFLICT DO NOTHING;

-- name: dossier_findings_clear  :exec
DELETE FROM dossier_finding WHERE case_id = :case_id;

-- name: dossier_finding_add  :exec
INSERT INTO dossier_finding (case_id, position, rule, severity, items)
VALUES (:case_id, :position, :rule, :severity, :items);

-- name: dossier_finding_list  :many
-- cols: rule, severity, items
SELECT rule, severity, items FROM dossier_finding WHERE case_id = :case_id ORDER BY position;

-- name: dossier_page  :many
-- cols: case_id, person_name, branch_id, branch_name, stage, next_step, contradictions, warnings
-- Cases of a subtree in which something was found, the worst first.
SELECT d.case_id, p.name AS person_name, c.branch_id, b.name AS branch_name, s.stage, s.next_step, d.contradictions,
       d.warnings
  FROM dossier_state d CROSS JOIN development_case c CROSS JOIN organisation b CROSS JOIN case_state s
 CROSS JOIN person p
 WHERE d.contradictions + d.warnings > 0
   AND (d.contradictions, d.warnings, d.case_id) < (CAST(:contradictions AS BIGINT), CAST(:warnings AS BIGINT), CAST(:case_id AS BIGINT))
   AND c.id = d.case_id AND b.id = c.branch_id AND b.path >= :low AND b.path < :high
   AND s.case_id = d.case_id AND p.id = c.person_id
   AND (CAST(:least AS BIGINT) = 0 OR d.contradictions >= :least)
   AND (CAST(:state AS TEXT) IS NULL OR (c.state = 'open') = (:state = 'open'))
   AND (CAST(:stage AS TEXT) IS NULL OR s.stage = :stage)
   AND (CAST(:next_step AS TEXT) IS NULL OR s.next_step = :next_step)
   AND (CAST(:rule AS TEXT) IS NULL
        OR EXISTS (SELECT 1 FROM dossier_finding f WHERE f.case_id = d.case_id AND f.rule = :rule))
 ORDER BY d.contradictions DESC, d.warnings DESC, d.case_id DESC LIMIT :n;

-- name: dossier_total  :one
-- cols: n
-- How many those are (see dossier_page).
SELECT count(*) AS n
  FROM dossier_state d CROSS JOIN development_case c CROSS JOIN organisation b CROSS JOIN case_state s
 WHERE d.contradictions + d.warnings > 0
   AND c.id = d.case_id AND b.id = c.branch_id AND b.path >= :low AND b.path < :high AND s.case_id = d.case_id
   AND (CAST(:least AS BIGINT) = 0 OR d.contradictions >= :least)
   AND (CAST(:state AS TEXT) IS NULL OR (c.state = 'open') = (:state = 'open'))
   AND (CAST(:stage AS TEXT) IS NULL OR s.stage = :stage)
   AND (CAST(:next_step AS TEXT) IS NULL OR s.next_step = :next_step)
   AND (CAST(:rule AS TEXT) IS NULL
        OR EXISTS (SELECT 1 FROM dossier_finding f WHERE f.case_id = d.case_id AND f.rule = :rule));
