-- The first schema. Column words in braces become the dialect's types (tools: src/db/migrate).
-- "Truth" tables hold facts and change by adding or by a versioned correction; "derived" tables
-- can be thrown away and made again by `jishi rebuild`. Days are text YYYY-MM-DD, a day known only
-- to the month YYYY-MM; *_at are UTC seconds. school_id is the root organisation of the row.

-- Organisations. Truth: who they are. The columns from name on are the state of today, derived
-- from organisation_event. path: ids from the root, "/1/7/23/"; a subtree is a range of paths.
CREATE TABLE organisation (
	id {id},
	school_id {i64} REFERENCES organisation (id),
	code {text} NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
	name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	kind {text} NOT NULL,
	parent_id {i64} REFERENCES organisation (id),
	path {text} NOT NULL,
	depth {i64} NOT NULL,
	founded_on {text},
	closed_on {text},
	telephone {text},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX organisation_code ON organisation (code);
CREATE INDEX organisation_path ON organisation (path);
CREATE INDEX organisation_parent ON organisation (parent_id, code);

-- Truth: what happened to an organisation. kind: founded, renamed, moved, changed_kind, merged,
-- closed. merged/closed: successor_id is the organisation that goes on (old -> new link).
CREATE TABLE organisation_event (
	id {id},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	kind {text} NOT NULL CHECK (kind IN ('founded', 'renamed', 'moved', 'changed_kind', 'merged', 'closed')),
	happened_on {text} NOT NULL,
	name {text},
	organisation_kind {text},
	parent_id {i64} REFERENCES organisation (id),
	successor_id {i64} REFERENCES organisation (id),
	decision {text},
	decided_on {text},
	batch_id {i64},
	recorded_by {i64},
	recorded_at {i64} NOT NULL
);
CREATE INDEX organisation_event_of ON organisation_event (organisation_id, happened_on, id);
CREATE INDEX organisation_event_day ON organisation_event (happened_on, id);

-- Derived: name, kind and place of an organisation from from_on until the day before until_on.
CREATE TABLE organisation_span (
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	from_on {text} NOT NULL,
	until_on {text},
	name {text} NOT NULL,
	kind {text} NOT NULL,
	parent_id {i64},
	PRIMARY KEY (organisation_id, from_on)
) {clustered};

-- Truth: people, with the least that the work needs. The ID number is sealed (id_sealed) and found
-- again by its keyed hash (id_index); id_tail are the last four characters, the only ones shown.
-- recorded_in: the organisation that recorded the person, the scope while there is no affiliation.
CREATE TABLE person (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	sex {text} CHECK (sex IN ('male', 'female')),
	ethnicity {text},
	birth {text},
	student_no {text},
	staff_no {text},
	id_sealed {blob},
	id_index {blob},
	id_tail {text},
	native_place {text},
	education {text},
	job {text},
	mobile {text},
	landline {text},
	address {text},
	leaving_on {text},
	pinyin_given {text},
	recorded_in {i64} NOT NULL REFERENCES organisation (id),
	batch_id {i64},
	created_at {i64} NOT NULL,
	updated_at {i64} NOT NULL,
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX person_id_index ON person (id_index) WHERE id_index IS NOT NULL;
CREATE UNIQUE INDEX person_student_no ON person (school_id, student_no) WHERE student_no IS NOT NULL;
CREATE UNIQUE INDEX person_staff_no ON person (school_id, staff_no) WHERE staff_no IS NOT NULL;
CREATE INDEX person_batch ON person (batch_id) WHERE batch_id IS NOT NULL;

-- Truth: a person in a branch, from-until (until_on is the first day outside). One open at a time.
CREATE TABLE affiliation (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	party_group_id {i64},
	from_on {text} NOT NULL,
	until_on {text},
	reason {text},
	batch_id {i64},
	recorded_by {i64},
	recorded_at {i64} NOT NULL
);
CREATE UNIQUE INDEX affiliation_open ON affiliation (person_id) WHERE until_on IS NULL;
CREATE INDEX affiliation_person ON affiliation (person_id, from_on);
CREATE INDEX affiliation_organisation ON affiliation (organisation_id, person_id);

-- Truth: a person reached a stage on a day (YYYY-MM-DD, or YYYY-MM when only the month is known).
-- A wrong one is voided and a right one added. case_id and step_record_id: where it came from.
-- Checks of tables that imports fill are written with OR: for IN with more than two values SQLite
-- builds a table each time a row is written (2 of 3 microseconds a row).
CREATE TABLE stage_event (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	stage {text} NOT NULL CHECK (stage = 'applicant' OR stage = 'activist' OR stage = 'candidate'
		OR stage = 'probationary' OR stage = 'full' OR stage = 'withdrawn' OR stage = 'not_approved'
		OR stage = 'probation_cancelled' OR stage = 'not_recognised' OR stage = 'transferred_out'
		OR stage = 'left'),
	happened_on {text} NOT NULL,
	case_id {i64},
	step_record_id {i64},
	batch_id {i64},
	recorded_by {i64},
	recorded_at {i64} NOT NULL,
	voided_at {i64},
	voided_by {i64}
);
CREATE INDEX stage_event_person ON stage_event (person_id, happened_on, id);

-- Truth: classes and who is in them. branch_id: the branch that looks after the class.
CREATE TABLE class (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	code {text} NOT NULL,
	name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	entry_year {i64},
	level {text},
	campus {text},
	size {i64},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	branch_id {i64} REFERENCES organisation (id),
	counsellor_id {i64} REFERENCES person (id),
	counsellor_name {text},
	closed_on {text},
	batch_id {i64},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX class_code ON class (school_id, code);
CREATE INDEX class_organisation ON class (organisation_id, name);
CREATE INDEX class_branch ON class (branch_id);
CREATE TABLE class_member (
	id {id},
	class_id {i64} NOT NULL REFERENCES class (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	from_on {text} NOT NULL,
	until_on {text},
	batch_id {i64}
);
CREATE UNIQUE INDEX class_member_open ON class_member (person_id) WHERE until_on IS NULL;
CREATE INDEX class_member_class ON class_member (class_id, person_id);
CREATE INDEX class_member_person ON class_member (person_id, from_on);

-- Truth: groups inside a branch (party_group).
CREATE TABLE party_group (
	id {id},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	campus {text},
	class_id {i64} REFERENCES class (id),
	founded_on {text} NOT NULL,
	closed_on {text},
	version {i64} NOT NULL DEFAULT 1
);
CREATE INDEX party_group_organisation ON party_group (organisation_id, name);

-- Truth: rooms and bases (S003-09).
CREATE TABLE room (
	id {id},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	kind {text} NOT NULL,
	place {text},
	seats {i64},
	closed_on {text},
	version {i64} NOT NULL DEFAULT 1
);
CREATE INDEX room_organisation ON room (organisation_id, name);

-- Truth: a person holds a post in an organisation from-until; term_until: the end of the term of
-- office. Rights are read from here (src/access/rights.c has the kinds).
CREATE TABLE post (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	kind {text} NOT NULL,
	from_on {text} NOT NULL,
	until_on {text},
	term_until {text},
	note {text},
	batch_id {i64},
	recorded_by {i64},
	recorded_at {i64} NOT NULL,
	version {i64} NOT NULL DEFAULT 1
);
CREATE INDEX post_person ON post (person_id, from_on);
CREATE INDEX post_organisation ON post (organisation_id, kind, from_on);

-- Derived: today's state of a person, for lists. sort_key: pinyin of the name, then the name.
-- gone: was in a branch and is in none now. scope_id: the organisation whose rights reach the
-- person: the branch, else the last branch, else the one that recorded him.
CREATE TABLE person_state (
	person_id {i64} NOT NULL PRIMARY KEY REFERENCES person (id),
	scope_id {i64} NOT NULL,
	gone {bool} NOT NULL CHECK (gone IN (0, 1)),
	branch_id {i64},
	class_id {i64},
	stage {text},
	stage_on {text},
	applied_on {text},
	joined_on {text},
	full_on {text},
	pinyin {text} NOT NULL,
	sort_key {text} NOT NULL
) {clustered};
CREATE INDEX person_state_branch ON person_state (branch_id, stage);

-- Derived: one row for each organisation from a person's scope up to the root, in the order of the
-- page; so a page of a subtree is a range of this key, whatever its depth. Those who have gone
-- stand apart (gone 1), that years of graduates cost a page nothing. stage 'none': no stage.
CREATE TABLE scope_person (
	organisation_id {i64} NOT NULL,
	gone {bool} NOT NULL CHECK (gone IN (0, 1)),
	sort_key {text} NOT NULL,
	person_id {i64} NOT NULL,
	stage {text} NOT NULL,
	PRIMARY KEY (organisation_id, gone, sort_key, person_id)
) {clustered};
CREATE INDEX scope_person_stage ON scope_person (organisation_id, stage, sort_key, person_id);

-- Derived: how many people of each stage stand below an organisation (scope_person, counted).
CREATE TABLE scope_count (
	organisation_id {i64} NOT NULL,
	stage {text} NOT NULL,
	n {i64} NOT NULL,
	PRIMARY KEY (organisation_id, stage)
) {clustered};

-- Derived: what a person is found by: every tail of the name, pinyin, initials (all readings),
-- student and staff number. Lower case.
CREATE TABLE person_key (
	word {text} NOT NULL,
	person_id {i64} NOT NULL,
	PRIMARY KEY (word, person_id)
) {clustered};
CREATE INDEX person_key_person ON person_key (person_id, word);

-- Truth: accounts. person_id NULL: the first administrator before he is entered as a person; only
-- then name is set, else the person's name is used.
-- totp_sealed: the second factor's secret; totp_step: the last time step used, so none serves twice.
CREATE TABLE account (
	id {id},
	school_id {i64} REFERENCES organisation (id),
	person_id {i64} REFERENCES person (id),
	login {text} NOT NULL CHECK (length(login) BETWEEN 2 AND 64),
	name {text} CHECK (length(name) BETWEEN 1 AND 60),
	password_hash {text},
	totp_sealed {blob},
	totp_on {bool} NOT NULL DEFAULT 0 CHECK (totp_on IN (0, 1)),
	totp_step {i64} NOT NULL DEFAULT 0,
	administrator {bool} NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
	disabled_at {i64},
	must_change {bool} NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	created_at {i64} NOT NULL,
	signed_in_at {i64},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX account_login ON account (login);
CREATE UNIQUE INDEX account_person ON account (person_id) WHERE person_id IS NOT NULL;

-- Truth: identities at a campus sign-in (OpenID Connect, CAS): issuer and subject of an account.
CREATE TABLE account_identity (
	id {id},
	account_id {i64} NOT NULL REFERENCES account (id),
	issuer {text} NOT NULL,
	subject {text} NOT NULL,
	linked_at {i64} NOT NULL
);
CREATE UNIQUE INDEX account_identity_subject ON account_identity (issuer, subject);

-- Sessions: only the hash of the cookie's token is kept.
CREATE TABLE session (
	id {id},
	account_id {i64} NOT NULL REFERENCES account (id),
	token_hash {blob} NOT NULL,
	second_factor {bool} NOT NULL DEFAULT 0 CHECK (second_factor IN (0, 1)),
	address {text},
	agent {text},
	created_at {i64} NOT NULL,
	seen_at {i64} NOT NULL,
	expires_at {i64} NOT NULL,
	revoked_at {i64}
);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_expires ON session (expires_at);

-- Failed sign-ins per account and per address.
CREATE TABLE throttle (
	subject {text} NOT NULL PRIMARY KEY,
	failures {i64} NOT NULL,
	last_at {i64} NOT NULL,
	blocked_until {i64} NOT NULL
) {clustered};

-- Links that work once: first administrator, password reset.
CREATE TABLE one_time_link (
	token_hash {blob} NOT NULL PRIMARY KEY,
	purpose {text} NOT NULL,
	account_id {i64} REFERENCES account (id),
	created_at {i64} NOT NULL,
	expires_at {i64} NOT NULL,
	used_at {i64}
) {clustered};

-- Truth, only added to: who did what, when, on which row, in which request. seal and seal_no: the
-- hash chain and the row's place in it, filled by the sealer off the request's path (on PostgreSQL
-- ids may be committed out of order, so the chain has its own count); a sealed row never changes.
CREATE TABLE audit (
	id {id},
	school_id {i64},
	at {i64} NOT NULL,
	account_id {i64},
	person_id {i64},
	action {text} NOT NULL,
	object_kind {text} NOT NULL,
	object_id {i64},
	request_id {text},
	detail {text},
	seal_no {i64},
	seal {blob}
);
CREATE INDEX audit_at ON audit (school_id, at, id);
CREATE INDEX audit_object ON audit (object_kind, object_id, at, id);
CREATE INDEX audit_account ON audit (account_id, at, id);
CREATE INDEX audit_unsealed ON audit (id) WHERE seal IS NULL;
CREATE UNIQUE INDEX audit_seal_no ON audit (seal_no) WHERE seal_no IS NOT NULL;

-- The chain's last seal and its number, with a keyed hash over both: rows cut off at the end show,
-- and a key file that does not belong to the database is noticed at start.
CREATE TABLE audit_head (
	id {i64} NOT NULL PRIMARY KEY CHECK (id = 1),
	seal_no {i64} NOT NULL,
	seal {blob} NOT NULL,
	mac {blob} NOT NULL
) {clustered};

-- Truth: a school's choices, dated. value: text by the choice's kind; known ones: src/access/setting.def.
CREATE TABLE setting (
	id {id},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	name {text} NOT NULL,
	value {text} NOT NULL,
	from_on {text} NOT NULL,
	recorded_by {i64},
	recorded_at {i64} NOT NULL
);
CREATE UNIQUE INDEX setting_name ON setting (organisation_id, name, from_on);

-- Truth: an import. state: preview, confirmed, undone, refused, cancelled. report: JSON with sheets,
-- mapping, counts and faults (row numbers and kinds, no ID numbers).
CREATE TABLE import_batch (
	id {id},
	school_id {i64} REFERENCES organisation (id),
	organisation_id {i64} REFERENCES organisation (id),
	kind {text} NOT NULL CHECK (kind IN ('organisation', 'roster', 'pipeline')),
	file_name {text} NOT NULL,
	file_hash {text} NOT NULL,
	state {text} NOT NULL CHECK (state IN ('preview', 'confirmed', 'undone', 'refused', 'cancelled')),
	report {text} NOT NULL,
	created_by {i64},
	created_at {i64} NOT NULL,
	confirmed_at {i64},
	undone_by {i64},
	undone_at {i64}
);
CREATE INDEX import_batch_organisation ON import_batch (organisation_id, created_at);

-- Truth: what a batch wrote, so that it can be undone: before NULL = the row was added.
CREATE TABLE import_change (
	id {id},
	batch_id {i64} NOT NULL REFERENCES import_batch (id),
	sheet_row {i64} NOT NULL,
	table_name {text} NOT NULL,
	row_id {i64} NOT NULL,
	before {text}
);
CREATE INDEX import_change_batch ON import_change (batch_id, id);
CREATE INDEX import_change_row ON import_change (table_name, row_id);

-- Truth: roster exports: who, when, for what, how many.
CREATE TABLE export_record (
	id {id},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	kind {text} NOT NULL,
	purpose {text} NOT NULL CHECK (length(purpose) BETWEEN 2 AND 200),
	receiver {text},
	n_rows {i64} NOT NULL,
	account_id {i64} NOT NULL,
	created_at {i64} NOT NULL
);
CREATE INDEX export_record_organisation ON export_record (organisation_id, created_at);

-- Truth: a person's way through the 25 steps. branch_id follows transfers. state: open, or how
-- it ended. layer: the school's rule layer in use, NULL = the national pack alone.
CREATE TABLE development_case (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	branch_id {i64} NOT NULL REFERENCES organisation (id),
	opened_on {text} NOT NULL,
	state {text} NOT NULL CHECK (state IN ('open', 'full', 'withdrawn', 'not_approved',
		'probation_cancelled', 'not_recognised', 'transferred_out')),
	closed_on {text},
	layer {text},
	batch_id {i64},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX development_case_open ON development_case (person_id) WHERE state = 'open';
CREATE INDEX development_case_branch ON development_case (branch_id, state);
CREATE INDEX development_case_person ON development_case (person_id, opened_on);

-- Truth: one step taken; happened_on NULL: opened and not decided yet (an approval that was
-- received). facts: JSON by the pack's fields of the step; counts only for votes.
-- rule_set: the pack it was checked against; warnings: JSON list of {rule, reason}.
-- organisation_id: on whose behalf it was recorded. reason: why a correcting record was made.
-- had_committee, had_groups: the branch on the day of the step, as the rules ask for it.
-- superseded_by: the later record that corrects this one; both stay. A voided one stays too.
CREATE TABLE step_record (
	id {id},
	case_id {i64} NOT NULL REFERENCES development_case (id),
	step_code {text} NOT NULL,
	happened_on {text},
	facts {text} NOT NULL,
	rule_set {text} NOT NULL,
	warnings {text},
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	had_committee {bool} NOT NULL CHECK (had_committee IN (0, 1)),
	had_groups {bool} NOT NULL CHECK (had_groups IN (0, 1)),
	batch_id {i64},
	recorded_by {i64},
	recorded_at {i64} NOT NULL,
	reason {text},
	superseded_by {i64} REFERENCES step_record (id),
	voided_reason {text},
	voided_by {i64},
	voided_at {i64}
);
CREATE INDEX step_record_case ON step_record (case_id, happened_on, id);
CREATE INDEX step_record_batch ON step_record (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX step_record_superseded ON step_record (superseded_by) WHERE superseded_by IS NOT NULL;

-- Truth: a case moved between branches; its time goes on (Art. 12 of 2026).
CREATE TABLE case_transfer (
	id {id},
	case_id {i64} NOT NULL REFERENCES development_case (id),
	from_branch_id {i64} NOT NULL REFERENCES organisation (id),
	to_branch_id {i64} NOT NULL REFERENCES organisation (id),
	moved_on {text} NOT NULL,
	note {text},
	recorded_by {i64},
	recorded_at {i64} NOT NULL
);
CREATE INDEX case_transfer_case ON case_transfer (case_id, moved_on);

-- Derived: what is awaited in a case, from whom, until when. owner: branch, superior, higher or
-- person; organisation_id: whose post has to act; branch_id: the case's, so that a subtree's duties
-- are found by its branches. due_on NULL: no term. Debts of today are the rows past due_on.
CREATE TABLE case_duty (
	case_id {i64} NOT NULL REFERENCES development_case (id),
	duty {text} NOT NULL,
	step_code {text} NOT NULL,
	owner {text} NOT NULL CHECK (owner = 'branch' OR owner = 'superior' OR owner = 'higher'
		OR owner = 'person'),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	branch_id {i64} NOT NULL REFERENCES organisation (id),
	since_on {text} NOT NULL,
	earliest_on {text},
	due_on {text},
	PRIMARY KEY (case_id, duty)
) {clustered};
CREATE INDEX case_duty_organisation ON case_duty (organisation_id, due_on);
CREATE INDEX case_duty_branch ON case_duty (branch_id, due_on);

-- Derived: one row for each case: its stage, the step awaited first and how many findings the rules
-- have. refresh_on: the first day on which the same records give another answer, NULL = never.
-- basis: what was read of the person (birthday, day of leaving); changed since = to be made again.
CREATE TABLE case_state (
	case_id {i64} NOT NULL PRIMARY KEY REFERENCES development_case (id),
	stage {text} NOT NULL,
	next_step {text},
	owner {text},
	since_on {text},
	earliest_on {text},
	due_on {text},
	findings_n {i64} NOT NULL,
	refresh_on {text},
	basis {text} NOT NULL
) {clustered};
CREATE INDEX case_state_refresh ON case_state (refresh_on) WHERE refresh_on IS NOT NULL;
