-- Public notices: who is shown on which days, what was objected, what was answered.

-- Truth: one notice of an organisation over some people. code: the address of its public page. days:
-- working days it stands; last_on follows from posted_on, days and the calendar of its making. state:
-- open (from posted_on to last_on it is shown), closed (it is over, nothing is open), withdrawn.
-- recorded: its posting has become a step of each case.
CREATE TABLE notice (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	kind {text} NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
	code {text} NOT NULL,
	title {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	places {text} NOT NULL CHECK (length(places) BETWEEN 2 AND 200),
	contact {text} NOT NULL CHECK (length(contact) BETWEEN 2 AND 200),
	reason {text} CHECK (length(reason) BETWEEN 2 AND 200),
	posted_on {text} NOT NULL,
	days {i64} NOT NULL CHECK (days BETWEEN 1 AND 60),
	last_on {text} NOT NULL,
	state {text} NOT NULL CHECK (state = 'open' OR state = 'closed' OR state = 'withdrawn'),
	recorded {bool} NOT NULL CHECK (recorded IN (0, 1)),
	posted_by {i64},
	posted_at {i64} NOT NULL,
	closed_at {i64},
	withdrawn_reason {text} CHECK (length(withdrawn_reason) BETWEEN 2 AND 200),
	withdrawn_by {i64},
	withdrawn_at {i64},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX notice_code ON notice (code);
CREATE INDEX notice_organisation ON notice (organisation_id, id);
CREATE INDEX notice_open ON notice (posted_on) WHERE state = 'open';

-- Truth: a person as the notice shows him: what stood in the record that day, nothing else of him.
-- stage_on: of the stage the notice speaks from (activist, joined). refusal: why the step could not be
-- recorded on its day, as JSON.
CREATE TABLE notice_person (
	notice_id {i64} NOT NULL REFERENCES notice (id),
	position {i64} NOT NULL,
	person_id {i64} NOT NULL REFERENCES person (id),
	case_id {i64} NOT NULL REFERENCES development_case (id),
	name {text} NOT NULL,
	sex {text},
	birth_month {text},
	unit {text} NOT NULL,
	applied_on {text},
	stage_on {text},
	helpers {text},
	refusal {text},
	PRIMARY KEY (notice_id, position)
) {clustered};
CREATE INDEX notice_person_case ON notice_person (case_id, notice_id);
CREATE INDEX notice_person_person ON notice_person (person_id);

-- Truth: an objection. position: of the person it is about, 0 = the notice as a whole. way: through
-- the page, or received by the office. receipt_hash: keyed hash of the code its sender holds.
-- outcome NULL: not answered.
CREATE TABLE notice_objection (
	id {id},
	notice_id {i64} NOT NULL REFERENCES notice (id),
	position {i64} NOT NULL CHECK (position >= 0),
	text {text} NOT NULL CHECK (length(text) BETWEEN 2 AND 2000),
	name {text} CHECK (length(name) BETWEEN 1 AND 40),
	contact {text} CHECK (length(contact) BETWEEN 1 AND 100),
	way {text} NOT NULL CHECK (way = 'page' OR way = 'office'),
	receipt_hash {blob} NOT NULL,
	received_on {text} NOT NULL,
	received_at {i64} NOT NULL,
	outcome {text} CHECK (outcome = 'upheld' OR outcome = 'not_upheld'),
	answer {text} CHECK (length(answer) BETWEEN 2 AND 1000),
	answered_on {text},
	answered_by {i64},
	answered_at {i64}
);
CREATE UNIQUE INDEX notice_objection_receipt ON notice_objection (receipt_hash);
CREATE INDEX notice_objection_notice ON notice_objection (notice_id, id);
