-- Made by tools/schema --write from the migrations; do not edit.
CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	school_id INTEGER REFERENCES organisation (id),
	person_id INTEGER REFERENCES person (id),
	login TEXT NOT NULL CHECK (length(login) BETWEEN 2 AND 64),
	name TEXT CHECK (length(name) BETWEEN 1 AND 60),
	password_hash TEXT,
	totp_sealed BLOB,
	totp_on INTEGER NOT NULL DEFAULT 0 CHECK (totp_on IN (0, 1)),
	totp_step INTEGER NOT NULL DEFAULT 0,
	administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
	disabled_at INTEGER,
	must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	created_at INTEGER NOT NULL,
	signed_in_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX account_login ON account (login);

CREATE UNIQUE INDEX account_person ON account (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE account_identity (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	issuer TEXT NOT NULL,
	subject TEXT NOT NULL,
	linked_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX account_identity_subject ON account_identity (issuer, subject);

CREATE TABLE affiliation (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	party_group_id INTEGER,
	from_on TEXT NOT NULL,
	until_on TEXT,
	reason TEXT,
	batch_id INTEGER,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX affiliation_open ON affiliation (person_id) WHERE until_on IS NULL;

CREATE INDEX affiliation_organisation ON affiliation (organisation_id, person_id);

CREATE INDEX affiliation_person ON affiliation (person_id, from_on);

CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	school_id INTEGER,
	at INTEGER NOT NULL,
	account_id INTEGER,
	person_id INTEGER,
	action TEXT NOT NULL,
	object_kind TEXT NOT NULL,
	object_id INTEGER,
	request_id TEXT,
	detail TEXT,
	seal_no INTEGER,
	seal BLOB
) STRICT;

CREATE INDEX audit_account ON audit (account_id, at, id);

CREATE INDEX audit_at ON audit (school_id, at, id);

CREATE INDEX audit_object ON audit (object_kind, object_id, at, id);

CREATE UNIQUE INDEX audit_seal_no ON audit (seal_no) WHERE seal_no IS NOT NULL;

CREATE INDEX audit_unsealed ON audit (id) WHERE seal IS NULL;

CREATE TABLE audit_head (
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	seal_no INTEGER NOT NULL,
	seal BLOB NOT NULL,
	mac BLOB NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE case_duty (
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	duty TEXT NOT NULL,
	step_code TEXT NOT NULL,
	owner TEXT NOT NULL CHECK (owner = 'branch' OR owner = 'superior' OR owner = 'higher'
		OR owner = 'person'),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	branch_id INTEGER NOT NULL REFERENCES organisation (id),
	since_on TEXT NOT NULL,
	earliest_on TEXT,
	due_on TEXT,
	PRIMARY KEY (case_id, duty)
) WITHOUT ROWID, STRICT;

CREATE INDEX case_duty_branch ON case_duty (branch_id, due_on);

CREATE INDEX case_duty_organisation ON case_duty (organisation_id, due_on);

CREATE TABLE case_state (
	case_id INTEGER NOT NULL PRIMARY KEY REFERENCES development_case (id),
	stage TEXT NOT NULL,
	next_step TEXT,
	owner TEXT,
	since_on TEXT,
	earliest_on TEXT,
	due_on TEXT,
	findings_n INTEGER NOT NULL,
	refresh_on TEXT,
	basis TEXT NOT NULL
, revision INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID, STRICT;

CREATE INDEX case_state_refresh ON case_state (refresh_on) WHERE refresh_on IS NOT NULL;

CREATE TABLE case_transfer (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	from_branch_id INTEGER NOT NULL REFERENCES organisation (id),
	to_branch_id INTEGER NOT NULL REFERENCES organisation (id),
	moved_on TEXT NOT NULL,
	note TEXT,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX case_transfer_case ON case_transfer (case_id, moved_on);

CREATE TABLE class (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	code TEXT NOT NULL,
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	entry_year INTEGER,
	level TEXT,
	campus TEXT,
	size INTEGER,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	branch_id INTEGER REFERENCES organisation (id),
	counsellor_id INTEGER REFERENCES person (id),
	counsellor_name TEXT,
	closed_on TEXT,
	batch_id INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX class_branch ON class (branch_id);

CREATE UNIQUE INDEX class_code ON class (school_id, code);

CREATE INDEX class_organisation ON class (organisation_id, name);

CREATE TABLE class_member (
	id INTEGER PRIMARY KEY,
	class_id INTEGER NOT NULL REFERENCES class (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	from_on TEXT NOT NULL,
	until_on TEXT,
	batch_id INTEGER
) STRICT;

CREATE INDEX class_member_class ON class_member (class_id, person_id);

CREATE UNIQUE INDEX class_member_open ON class_member (person_id) WHERE until_on IS NULL;

CREATE INDEX class_member_person ON class_member (person_id, from_on);

CREATE TABLE desk_item (
	id INTEGER PRIMARY KEY,
	meeting_id INTEGER NOT NULL REFERENCES desk_meeting (id),
	position INTEGER NOT NULL,
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	step_code TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'recorded', 'returned', 'put_off', 'deliberated', 'off')),
	decision TEXT CHECK (decision IN ('agreed', 'not_approved', 'returned', 'put_off')),
	reason TEXT,
	votes_for INTEGER,
	votes_against INTEGER,
	votes_abstain INTEGER,
	number TEXT,
	received_on TEXT,
	reasons TEXT,
	refusal TEXT,
	record_id INTEGER REFERENCES step_record (id),
	printed_from TEXT,
	printed_until TEXT,
	printed_full_on TEXT,
	decided_by INTEGER,
	decided_at INTEGER
) STRICT;

CREATE UNIQUE INDEX desk_item_case ON desk_item (meeting_id, case_id);

CREATE INDEX desk_item_of ON desk_item (case_id, step_code, id);

CREATE TABLE desk_meeting (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
	power TEXT NOT NULL CHECK (power IN ('decides', 'deliberates')),
	state TEXT NOT NULL CHECK (state IN ('draft', 'held', 'closed', 'cancelled')),
	planned_on TEXT,
	held_on TEXT,
	chair_id INTEGER REFERENCES person (id),
	recorder_id INTEGER REFERENCES person (id),
	cancel_reason TEXT,
	opened_by INTEGER,
	opened_at INTEGER NOT NULL,
	closed_by INTEGER,
	closed_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX desk_meeting_organisation ON desk_meeting (organisation_id, id);

CREATE TABLE desk_member (
	meeting_id INTEGER NOT NULL REFERENCES desk_meeting (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	post_kind TEXT NOT NULL,
	present INTEGER NOT NULL CHECK (present IN (0, 1)),
	reason TEXT,
	PRIMARY KEY (meeting_id, person_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE development_case (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	branch_id INTEGER NOT NULL REFERENCES organisation (id),
	opened_on TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'full', 'withdrawn', 'not_approved',
		'probation_cancelled', 'not_recognised', 'transferred_out')),
	closed_on TEXT,
	layer TEXT,
	batch_id INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX development_case_branch ON development_case (branch_id, state);

CREATE UNIQUE INDEX development_case_open ON development_case (person_id) WHERE state = 'open';

CREATE INDEX development_case_person ON development_case (person_id, opened_on);

CREATE TABLE document_template (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
	content BLOB NOT NULL,
	size INTEGER NOT NULL,
	file_name TEXT,
	added_on TEXT NOT NULL,
	added_by INTEGER,
	added_at INTEGER NOT NULL,
	ended_by INTEGER,
	ended_at INTEGER
) STRICT;

CREATE UNIQUE INDEX document_template_code ON document_template (school_id, code) WHERE ended_at IS NULL;

CREATE TABLE dossier_finding (
	case_id INTEGER NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	rule TEXT NOT NULL,
	severity TEXT NOT NULL CHECK (severity IN ('contradiction', 'warning')),
	items TEXT NOT NULL,
	PRIMARY KEY (case_id, position)
) WITHOUT ROWID, STRICT;

CREATE TABLE dossier_signer (
	case_id INTEGER NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	person_id INTEGER NOT NULL,
	PRIMARY KEY (case_id, person_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE dossier_state (
	case_id INTEGER NOT NULL PRIMARY KEY REFERENCES development_case (id) ON DELETE CASCADE,
	contradictions INTEGER NOT NULL CHECK (contradictions >= 0),
	warnings INTEGER NOT NULL CHECK (warnings >= 0),
	refresh_on TEXT,
	packs TEXT NOT NULL,
	revision INTEGER NOT NULL,
	person_version INTEGER NOT NULL,
	people TEXT
) WITHOUT ROWID, STRICT;

CREATE INDEX dossier_state_found ON dossier_state (contradictions, warnings, case_id)
	WHERE contradictions + warnings > 0;

CREATE TABLE export_record (
	id INTEGER PRIMARY KEY,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	kind TEXT NOT NULL,
	purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 2 AND 200),
	receiver TEXT,
	n_rows INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX export_record_organisation ON export_record (organisation_id, created_at);

CREATE TABLE handover (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	post_id INTEGER NOT NULL REFERENCES post (id),
	kind TEXT NOT NULL,
	from_person_id INTEGER NOT NULL REFERENCES person (id),
	to_person_id INTEGER REFERENCES person (id),
	state TEXT NOT NULL CHECK (state IN ('proposed', 'ready', 'accepted', 'withdrawn')),
	decision TEXT,
	term_until TEXT,
	letter TEXT,
	keys_note TEXT,
	papers_note TEXT,
	proposed_by INTEGER,
	proposed_at INTEGER NOT NULL,
	approved_by INTEGER,
	approved_at INTEGER,
	accepted_by INTEGER,
	accepted_at INTEGER,
	new_post_id INTEGER REFERENCES post (id),
	duties_n INTEGER NOT NULL DEFAULT 0,
	withdrawn_by INTEGER,
	withdrawn_at INTEGER,
	withdrawn_reason TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX handover_from ON handover (from_person_id, id);

CREATE UNIQUE INDEX handover_open ON handover (post_id) WHERE state IN ('proposed', 'ready');

CREATE INDEX handover_organisation ON handover (organisation_id, id);

CREATE INDEX handover_to ON handover (to_person_id, id);

CREATE TABLE handover_duty (
	handover_id INTEGER NOT NULL REFERENCES handover (id),
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	duty TEXT NOT NULL,
	step_code TEXT NOT NULL,
	since_on TEXT NOT NULL,
	due_on TEXT,
	PRIMARY KEY (handover_id, case_id, duty)
) WITHOUT ROWID, STRICT;

CREATE TABLE import_batch (
	id INTEGER PRIMARY KEY,
	school_id INTEGER REFERENCES organisation (id),
	organisation_id INTEGER REFERENCES organisation (id),
	kind TEXT NOT NULL CHECK (kind IN ('organisation', 'roster', 'pipeline')),
	file_name TEXT NOT NULL,
	file_hash TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('preview', 'confirmed', 'undone', 'refused', 'cancelled')),
	report TEXT NOT NULL,
	created_by INTEGER,
	created_at INTEGER NOT NULL,
	confirmed_at INTEGER,
	undone_by INTEGER,
	undone_at INTEGER
) STRICT;

CREATE INDEX import_batch_organisation ON import_batch (organisation_id, created_at);

CREATE TABLE import_change (
	id INTEGER PRIMARY KEY,
	batch_id INTEGER NOT NULL REFERENCES import_batch (id),
	sheet_row INTEGER NOT NULL,
	table_name TEXT NOT NULL,
	row_id INTEGER NOT NULL,
	before TEXT
) STRICT;

CREATE INDEX import_change_batch ON import_change (batch_id, id);

CREATE INDEX import_change_row ON import_change (table_name, row_id);

CREATE TABLE notice (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
	code TEXT NOT NULL,
	title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	places TEXT NOT NULL CHECK (length(places) BETWEEN 2 AND 200),
	contact TEXT NOT NULL CHECK (length(contact) BETWEEN 2 AND 200),
	reason TEXT CHECK (length(reason) BETWEEN 2 AND 200),
	posted_on TEXT NOT NULL,
	days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 60),
	last_on TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state = 'open' OR state = 'closed' OR state = 'withdrawn'),
	recorded INTEGER NOT NULL CHECK (recorded IN (0, 1)),
	posted_by INTEGER,
	posted_at INTEGER NOT NULL,
	closed_at INTEGER,
	withdrawn_reason TEXT CHECK (length(withdrawn_reason) BETWEEN 2 AND 200),
	withdrawn_by INTEGER,
	withdrawn_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX notice_code ON notice (code);

CREATE INDEX notice_open ON notice (posted_on) WHERE state = 'open';

CREATE INDEX notice_organisation ON notice (organisation_id, id);

CREATE TABLE notice_objection (
	id INTEGER PRIMARY KEY,
	notice_id INTEGER NOT NULL REFERENCES notice (id),
	position INTEGER NOT NULL CHECK (position >= 0),
	text TEXT NOT NULL CHECK (length(text) BETWEEN 2 AND 2000),
	name TEXT CHECK (length(name) BETWEEN 1 AND 40),
	contact TEXT CHECK (length(contact) BETWEEN 1 AND 100),
	way TEXT NOT NULL CHECK (way = 'page' OR way = 'office'),
	receipt_hash BLOB NOT NULL,
	received_on TEXT NOT NULL,
	received_at INTEGER NOT NULL,
	outcome TEXT CHECK (outcome = 'upheld' OR outcome = 'not_upheld'),
	answer TEXT CHECK (length(answer) BETWEEN 2 AND 1000),
	answered_on TEXT,
	answered_by INTEGER,
	answered_at INTEGER
) STRICT;

CREATE INDEX notice_objection_notice ON notice_objection (notice_id, id);

CREATE UNIQUE INDEX notice_objection_receipt ON notice_objection (receipt_hash);

CREATE TABLE notice_person (
	notice_id INTEGER NOT NULL REFERENCES notice (id),
	position INTEGER NOT NULL,
	person_id INTEGER NOT NULL REFERENCES person (id),
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	name TEXT NOT NULL,
	sex TEXT,
	birth_month TEXT,
	unit TEXT NOT NULL,
	applied_on TEXT,
	stage_on TEXT,
	helpers TEXT,
	refusal TEXT,
	PRIMARY KEY (notice_id, position)
) WITHOUT ROWID, STRICT;

CREATE INDEX notice_person_case ON notice_person (case_id, notice_id);

CREATE INDEX notice_person_person ON notice_person (person_id);

CREATE TABLE one_time_link (
	token_hash BLOB NOT NULL PRIMARY KEY,
	purpose TEXT NOT NULL,
	account_id INTEGER REFERENCES account (id),
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	used_at INTEGER
) WITHOUT ROWID, STRICT;

CREATE TABLE organisation (
	id INTEGER PRIMARY KEY,
	school_id INTEGER REFERENCES organisation (id),
	code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	kind TEXT NOT NULL,
	parent_id INTEGER REFERENCES organisation (id),
	path TEXT NOT NULL,
	depth INTEGER NOT NULL,
	founded_on TEXT,
	closed_on TEXT,
	telephone TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX organisation_code ON organisation (code);

CREATE INDEX organisation_parent ON organisation (parent_id, code);

CREATE INDEX organisation_path ON organisation (path);

CREATE TABLE organisation_event (
	id INTEGER PRIMARY KEY,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	kind TEXT NOT NULL CHECK (kind IN ('founded', 'renamed', 'moved', 'changed_kind', 'merged', 'closed')),
	happened_on TEXT NOT NULL,
	name TEXT,
	organisation_kind TEXT,
	parent_id INTEGER REFERENCES organisation (id),
	successor_id INTEGER REFERENCES organisation (id),
	decision TEXT,
	decided_on TEXT,
	batch_id INTEGER,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX organisation_event_day ON organisation_event (happened_on, id);

CREATE INDEX organisation_event_of ON organisation_event (organisation_id, happened_on, id);

CREATE TABLE organisation_span (
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	from_on TEXT NOT NULL,
	until_on TEXT,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	parent_id INTEGER,
	PRIMARY KEY (organisation_id, from_on)
) WITHOUT ROWID, STRICT;

CREATE TABLE paper (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	record_id INTEGER NOT NULL REFERENCES step_record (id) ON DELETE CASCADE,
	code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
	place TEXT CHECK (length(place) BETWEEN 1 AND 100),
	pages INTEGER CHECK (pages BETWEEN 1 AND 999),
	is_copy INTEGER NOT NULL CHECK (is_copy IN (0, 1)),
	read TEXT,
	supplement_reason TEXT CHECK (length(supplement_reason) BETWEEN 2 AND 200),
	original_on TEXT,
	file_hash TEXT,
	file_kind TEXT,
	file_size INTEGER,
	file_name TEXT,
	added_on TEXT NOT NULL,
	added_by INTEGER,
	added_at INTEGER NOT NULL,
	withdrawn_reason TEXT CHECK (length(withdrawn_reason) BETWEEN 2 AND 200),
	withdrawn_by INTEGER,
	withdrawn_at INTEGER
) STRICT;

CREATE INDEX paper_case ON paper (case_id, id);

CREATE INDEX paper_file ON paper (file_hash) WHERE file_hash IS NOT NULL;

CREATE INDEX paper_record ON paper (record_id);

CREATE TABLE paper_check (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES development_case (id) ON DELETE CASCADE,
	needed_n INTEGER NOT NULL,
	missing TEXT NOT NULL,
	missing_n INTEGER NOT NULL,
	checked_on TEXT NOT NULL,
	checked_by INTEGER,
	checked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX paper_check_case ON paper_check (case_id, id);

CREATE TABLE paper_confirmation (
	paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
	account_id INTEGER NOT NULL,
	person_id INTEGER,
	confirmed_on TEXT NOT NULL,
	confirmed_at INTEGER NOT NULL,
	PRIMARY KEY (paper_id, account_id)
) WITHOUT ROWID, STRICT;

CREATE TABLE party_group (
	id INTEGER PRIMARY KEY,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	campus TEXT,
	class_id INTEGER REFERENCES class (id),
	founded_on TEXT NOT NULL,
	closed_on TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX party_group_organisation ON party_group (organisation_id, name);

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	sex TEXT CHECK (sex IN ('male', 'female')),
	ethnicity TEXT,
	birth TEXT,
	student_no TEXT,
	staff_no TEXT,
	id_sealed BLOB,
	id_index BLOB,
	id_tail TEXT,
	native_place TEXT,
	education TEXT,
	job TEXT,
	mobile TEXT,
	landline TEXT,
	address TEXT,
	leaving_on TEXT,
	pinyin_given TEXT,
	recorded_in INTEGER NOT NULL REFERENCES organisation (id),
	batch_id INTEGER,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX person_batch ON person (batch_id) WHERE batch_id IS NOT NULL;

CREATE UNIQUE INDEX person_id_index ON person (id_index) WHERE id_index IS NOT NULL;

CREATE UNIQUE INDEX person_staff_no ON person (school_id, staff_no) WHERE staff_no IS NOT NULL;

CREATE UNIQUE INDEX person_student_no ON person (school_id, student_no) WHERE student_no IS NOT NULL;

CREATE TABLE person_key (
	word TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	PRIMARY KEY (word, person_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX person_key_person ON person_key (person_id, word);

CREATE TABLE person_state (
	person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
	scope_id INTEGER NOT NULL,
	gone INTEGER NOT NULL CHECK (gone IN (0, 1)),
	branch_id INTEGER,
	class_id INTEGER,
	stage TEXT,
	stage_on TEXT,
	applied_on TEXT,
	joined_on TEXT,
	full_on TEXT,
	pinyin TEXT NOT NULL,
	sort_key TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE INDEX person_state_branch ON person_state (branch_id, stage);

CREATE TABLE plan_place (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	given_by INTEGER REFERENCES organisation (id),
	places INTEGER NOT NULL CHECK (places BETWEEN 0 AND 100000),
	given_on TEXT NOT NULL,
	number TEXT,
	reason TEXT,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL,
	superseded_by INTEGER REFERENCES plan_place (id)
) STRICT;

CREATE UNIQUE INDEX plan_place_current ON plan_place (organisation_id, year) WHERE superseded_by IS NULL;

CREATE INDEX plan_place_of ON plan_place (organisation_id, year, id);

CREATE INDEX plan_place_superseded ON plan_place (superseded_by) WHERE superseded_by IS NOT NULL;

CREATE TABLE post (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	kind TEXT NOT NULL,
	from_on TEXT NOT NULL,
	until_on TEXT,
	term_until TEXT,
	note TEXT,
	batch_id INTEGER,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX post_organisation ON post (organisation_id, kind, from_on);

CREATE INDEX post_person ON post (person_id, from_on);

CREATE TABLE room (
	id INTEGER PRIMARY KEY,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	kind TEXT NOT NULL,
	place TEXT,
	seats INTEGER,
	closed_on TEXT,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX room_organisation ON room (organisation_id, name);

CREATE TABLE schema_migration (
number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,
applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE scope_count (
	organisation_id INTEGER NOT NULL,
	stage TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (organisation_id, stage)
) WITHOUT ROWID, STRICT;

CREATE TABLE scope_person (
	organisation_id INTEGER NOT NULL,
	gone INTEGER NOT NULL CHECK (gone IN (0, 1)),
	sort_key TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	stage TEXT NOT NULL,
	PRIMARY KEY (organisation_id, gone, sort_key, person_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX scope_person_stage ON scope_person (organisation_id, stage, sort_key, person_id);

CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account (id),
	token_hash BLOB NOT NULL,
	second_factor INTEGER NOT NULL DEFAULT 0 CHECK (second_factor IN (0, 1)),
	address TEXT,
	agent TEXT,
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	revoked_at INTEGER
) STRICT;

CREATE INDEX session_account ON session (account_id, created_at);

CREATE INDEX session_expires ON session (expires_at);

CREATE UNIQUE INDEX session_token ON session (token_hash);

CREATE TABLE setting (
	id INTEGER PRIMARY KEY,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	from_on TEXT NOT NULL,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX setting_name ON setting (organisation_id, name, from_on);

CREATE TABLE slip (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	code_hash BLOB NOT NULL,
	created_by INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	expires_on TEXT NOT NULL,
	revoked_by INTEGER,
	revoked_at INTEGER
) STRICT;

CREATE UNIQUE INDEX slip_alive ON slip (case_id) WHERE revoked_at IS NULL;

CREATE INDEX slip_case ON slip (case_id, id);

CREATE UNIQUE INDEX slip_code ON slip (code_hash);

CREATE TABLE stage_event (
	id INTEGER PRIMARY KEY,
	school_id INTEGER NOT NULL REFERENCES organisation (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	stage TEXT NOT NULL CHECK (stage = 'applicant' OR stage = 'activist' OR stage = 'candidate'
		OR stage = 'probationary' OR stage = 'full' OR stage = 'withdrawn' OR stage = 'not_approved'
		OR stage = 'probation_cancelled' OR stage = 'not_recognised' OR stage = 'transferred_out'
		OR stage = 'left'),
	happened_on TEXT NOT NULL,
	case_id INTEGER,
	step_record_id INTEGER,
	batch_id INTEGER,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL,
	voided_at INTEGER,
	voided_by INTEGER
) STRICT;

CREATE INDEX stage_event_person ON stage_event (person_id, happened_on, id);

CREATE TABLE step_record (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES development_case (id),
	step_code TEXT NOT NULL,
	happened_on TEXT,
	facts TEXT NOT NULL,
	rule_set TEXT NOT NULL,
	warnings TEXT,
	organisation_id INTEGER NOT NULL REFERENCES organisation (id),
	had_committee INTEGER NOT NULL CHECK (had_committee IN (0, 1)),
	had_groups INTEGER NOT NULL CHECK (had_groups IN (0, 1)),
	batch_id INTEGER,
	recorded_by INTEGER,
	recorded_at INTEGER NOT NULL,
	reason TEXT,
	superseded_by INTEGER REFERENCES step_record (id),
	voided_reason TEXT,
	voided_by INTEGER,
	voided_at INTEGER
) STRICT;

CREATE INDEX step_record_batch ON step_record (batch_id) WHERE batch_id IS NOT NULL;

CREATE INDEX step_record_case ON step_record (case_id, happened_on, id);

CREATE INDEX step_record_superseded ON step_record (superseded_by) WHERE superseded_by IS NOT NULL;

CREATE TABLE throttle (
	subject TEXT NOT NULL PRIMARY KEY,
	failures INTEGER NOT NULL,
	last_at INTEGER NOT NULL,
	blocked_until INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

