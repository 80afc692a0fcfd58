-- Made papers: a school's own Word templates. Everything else of a made paper is in the record.

-- Truth: a template of a form; code: of the form packs. One a form is in force (ended_at NULL); those it
-- took the place of stay, so that an old paper can be explained.
CREATE TABLE document_template (
	id {id},
	school_id {i64} NOT NULL REFERENCES organisation (id),
	code {text} NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
	content {blob} NOT NULL,
	size {i64} NOT NULL,
	file_name {text},
	added_on {text} NOT NULL,
	added_by {i64},
	added_at {i64} NOT NULL,
	ended_by {i64},
	ended_at {i64}
);
CREATE UNIQUE INDEX document_template_code ON document_template (school_id, code) WHERE ended_at IS NULL;
