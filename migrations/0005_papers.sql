-- Papers of a dossier: what lies in the file of each step, its scan, supplements, and checks.

-- Truth: one paper of a step of a case. code: of the rules' papers. read: what is written on it where it
-- differs from the record or the record does not tell it, as JSON object by the prover's words; NULL
-- = nothing was read. A supplement is made today for a paper that was lost or never made: reason,
-- the day of the lost original if it is known; it counts once two others have confirmed it. file_*: the
-- scan, kept outside by its hash. A paper is never removed: withdrawn, with the reason.
CREATE TABLE paper (
	id {id},
	case_id {i64} NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	record_id {i64} NOT NULL REFERENCES step_record (id) ON DELETE CASCADE,
	code {text} NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
	place {text} CHECK (length(place) BETWEEN 1 AND 100),
	pages {i64} CHECK (pages BETWEEN 1 AND 999),
	is_copy {bool} NOT NULL CHECK (is_copy IN (0, 1)),
	read {text},
	supplement_reason {text} CHECK (length(supplement_reason) BETWEEN 2 AND 200),
	original_on {text},
	file_hash {text},
	file_kind {text},
	file_size {i64},
	file_name {text},
	added_on {text} NOT NULL,
	added_by {i64},
	added_at {i64} NOT NULL,
	withdrawn_reason {text} CHECK (length(withdrawn_reason) BETWEEN 2 AND 200),
	withdrawn_by {i64},
	withdrawn_at {i64}
);
CREATE INDEX paper_case ON paper (case_id, id);
CREATE INDEX paper_record ON paper (record_id);
CREATE INDEX paper_file ON paper (file_hash) WHERE file_hash IS NOT NULL;

-- Truth: who confirmed a supplement; two different accounts, neither its maker.
CREATE TABLE paper_confirmation (
	paper_id {i64} NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
	account_id {i64} NOT NULL,
	person_id {i64},
	confirmed_on {text} NOT NULL,
	confirmed_at {i64} NOT NULL,
	PRIMARY KEY (paper_id, account_id)
) {clustered};

-- Truth: a check of a person's file on a day: what was missing then, by the papers' codes and steps.
CREATE TABLE paper_check (
	id {id},
	case_id {i64} NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	needed_n {i64} NOT NULL,
	missing {text} NOT NULL,
	missing_n {i64} NOT NULL,
	checked_on {text} NOT NULL,
	checked_by {i64},
	checked_at {i64} NOT NULL
);
CREATE INDEX paper_check_case ON paper_check (case_id, id);
