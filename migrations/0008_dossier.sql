-- What the prover found in each dossier, so that a list of a whole school costs one page.

-- How often the derived rows of a case were made: who derives more from a case compares it.
ALTER TABLE case_state ADD COLUMN revision {i64} NOT NULL DEFAULT 0;

-- Derived: one row for each case that was proved. packs, revision, person_version, people: what it was
-- proved by and the versions of all that was read (people: of those who signed, NULL = nobody did);
-- another one now = to be proved again. refresh_on: the day on which the same papers may be judged
-- otherwise (a paper of tomorrow is no fault tomorrow), NULL = never.
CREATE TABLE dossier_state (
	case_id {i64} NOT NULL PRIMARY KEY REFERENCES development_case (id) ON DELETE CASCADE,
	contradictions {i64} NOT NULL CHECK (contradictions >= 0),
	warnings {i64} NOT NULL CHECK (warnings >= 0),
	refresh_on {text},
	packs {text} NOT NULL,
	revision {i64} NOT NULL,
	person_version {i64} NOT NULL,
	people {text}
) {clustered};
CREATE INDEX dossier_state_found ON dossier_state (contradictions, warnings, case_id)
	WHERE contradictions + warnings > 0;

-- Derived: the findings of a case, in the order of the pack's rules. severity: contradiction or
-- warning. items: the papers and steps that are cited, "paper:17 step:4".
CREATE TABLE dossier_finding (
	case_id {i64} NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	position {i64} NOT NULL,
	rule {text} NOT NULL,
	severity {text} NOT NULL CHECK (severity IN ('contradiction', 'warning')),
	items {text} NOT NULL,
	PRIMARY KEY (case_id, position)
) {clustered};

-- Derived: whose posts and stages were read for a case, since they signed its papers. The number of a
-- person is no foreign key: who signed may be removed again with an import.
CREATE TABLE dossier_signer (
	case_id {i64} NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	person_id {i64} NOT NULL,
	PRIMARY KEY (case_id, person_id)
) {clustered};
