-- Slips: a code on paper by which a person reads where he stands without an account.

-- Truth: the slip of a case; one is alive at a time, a new one ends the one before. code_hash: keyed
-- hash of the code, which nobody can read again. It is good until the day before expires_on.
CREATE TABLE slip (
	id {id},
	case_id {i64} NOT NULL REFERENCES development_case (id),
	code_hash {blob} NOT NULL,
	created_by {i64} NOT NULL,
	created_at {i64} NOT NULL,
	expires_on {text} NOT NULL,
	revoked_by {i64},
	revoked_at {i64}
);
CREATE UNIQUE INDEX slip_code ON slip (code_hash);
CREATE UNIQUE INDEX slip_alive ON slip (case_id) WHERE revoked_at IS NULL;
CREATE INDEX slip_case ON slip (case_id, id);
