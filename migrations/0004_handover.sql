-- Hand-over of posts.

-- Truth: a post goes from one holder to the next. state: proposed (by the holder), ready (whoever
-- may give the post has named the successor), accepted (the old post ended and the new one began in
-- the same transaction), withdrawn. letter: up to three lines from the predecessor, one a line.
CREATE TABLE handover (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	organisation_id {i64} NOT NULL REFERENCES organisation (id),
	post_id {i64} NOT NULL REFERENCES post (id),
	kind {text} NOT NULL,
	from_person_id {i64} NOT NULL REFERENCES person (id),
	to_person_id {i64} REFERENCES person (id),
	state {text} NOT NULL CHECK (state IN ('proposed', 'ready', 'accepted', 'withdrawn')),
	decision {text},
	term_until {text},
	letter {text},
	keys_note {text},
	papers_note {text},
	proposed_by {i64},
	proposed_at {i64} NOT NULL,
	approved_by {i64},
	approved_at {i64},
	accepted_by {i64},
	accepted_at {i64},
	new_post_id {i64} REFERENCES post (id),
	duties_n {i64} NOT NULL DEFAULT 0,
	withdrawn_by {i64},
	withdrawn_at {i64},
	withdrawn_reason {text},
	version {i64} NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX handover_open ON handover (post_id) WHERE state IN ('proposed', 'ready');
CREATE INDEX handover_organisation ON handover (organisation_id, id);
CREATE INDEX handover_from ON handover (from_person_id, id);
CREATE INDEX handover_to ON handover (to_person_id, id);

-- Truth: the duties that stood when the successor signed, as he took them over.
CREATE TABLE handover_duty (
	handover_id {i64} NOT NULL REFERENCES handover (id),
	case_id {i64} NOT NULL REFERENCES development_case (id),
	duty {text} NOT NULL,
	step_code {text} NOT NULL,
	since_on {text} NOT NULL,
	due_on {text},
	PRIMARY KEY (handover_id, case_id, duty)
) {clustered};
