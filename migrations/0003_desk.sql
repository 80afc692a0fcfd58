-- The superior's desk: meetings of a committee over many cases, and the yearly plan of places.

-- Truth: a meeting of a committee over cases. power: a committee decides and its decisions become
-- step records; a general branch deliberates, its view goes to the committee and writes no step.
-- state: draft (an agenda), held (attendance is recorded, cases are decided one by one), closed,
-- cancelled. A held meeting stays so while a case on it is open.
CREATE TABLE desk_meeting (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	title {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
	power {text} NOT NULL CHECK (power IN ('decides', 'deliberates')),
	state {text} NOT NULL CHECK (state IN ('draft', 'held', 'closed', 'cancelled')),
	planned_on {text},
	held_on {text},
	chair_id {i64} REFERENCES person (id),
	recorder_id {i64} REFERENCES person (id),
	cancel_reason {text},
	opened_by {i64},
	opened_at {i64} NOT NULL,
	closed_by {i64},
	closed_at {i64},
	version {i64} NOT NULL DEFAULT 1
);
CREATE INDEX desk_meeting_organisation ON desk_meeting (organisation_id, id);

-- Truth: who was due at a meeting, as the posts of its day said, and who came.
CREATE TABLE desk_member (
	meeting_id {i64} NOT NULL REFERENCES desk_meeting (id),
	person_id {i64} NOT NULL REFERENCES person (id),
	post_kind {text} NOT NULL,
	present {bool} NOT NULL CHECK (present IN (0, 1)),
	reason {text},
	PRIMARY KEY (meeting_id, person_id)
) {clustered};

-- Truth: a case on an agenda and what was decided of it. Votes are counts, never who voted how;
-- NULL: not voted. reasons: JSON list of {rule, reason} for the rules' warnings. state: open until
-- the meeting is closed; then recorded (record_id is the step), returned, put_off, deliberated, or
-- off (the meeting was cancelled). refusal: why the rules refused at the last closing, as JSON. printed_*: first and last
-- day of probation, or the day of full membership, as the record gave them for the minutes.
CREATE TABLE desk_item (
	id {id},
	meeting_id {i64} NOT NULL REFERENCES desk_meeting (id),
	position {i64} NOT NULL,
	case_id {i64} NOT NULL REFERENCES development_case (id),
	step_code {text} NOT NULL,
	state {text} NOT NULL CHECK (state IN ('open', 'recorded', 'returned', 'put_off', 'deliberated', 'off')),
	decision {text} CHECK (decision IN ('agreed', 'not_approved', 'returned', 'put_off')),
	reason {text},
	votes_for {i64},
	votes_against {i64},
	votes_abstain {i64},
	number {text},
	received_on {text},
	reasons {text},
	refusal {text},
	record_id {i64} REFERENCES step_record (id),
	printed_from {text},
	printed_until {text},
	printed_full_on {text},
	decided_by {i64},
	decided_at {i64}
);
CREATE UNIQUE INDEX desk_item_case ON desk_item (meeting_id, case_id);
CREATE INDEX desk_item_of ON desk_item (case_id, step_code, id);

-- Truth: places for new members handed down for a year, by the organisation above (given_by; NULL
-- for the school's own, which come from outside). The latest record counts; earlier ones stay.
CREATE TABLE plan_place (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	year {i64} NOT NULL CHECK (year BETWEEN 1900 AND 2199),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	given_by {i64} REFERENCES organisation (id),
	places {i64} NOT NULL CHECK (places BETWEEN 0 AND 100000),
	given_on {text} NOT NULL,
	number {text},
	reason {text},
	recorded_by {i64},
	recorded_at {i64} NOT NULL,
	superseded_by {i64} REFERENCES plan_place (id)
);
CREATE UNIQUE INDEX plan_place_current ON plan_place (organisation_id, year) WHERE superseded_by IS NULL;
CREATE INDEX plan_place_of ON plan_place (organisation_id, year, id);
CREATE INDEX plan_place_superseded ON plan_place (superseded_by) WHERE superseded_by IS NOT NULL;
