/* SPDX-License-Identifier: Apache-2.0 */
/* A case with all that papers tell of it, from the database. */
#include "documents/document.h"
#include "rules/rules.h"

#include "base/banned.h"

#define NAMES_MAX 400 /* people whom the facts of one case name */

static enum err person_load(struct db *db, struct arena *a, struct document_subject *s)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_DOCUMENT_PERSON, &q);

	if (e)
		return e;
	bind_i64(q, DOCUMENT_PERSON_ID, s->of.person_id);
	e = step_one(q);
	if (e)
		return e;
	s->name = col_dup(q, DOCUMENT_PERSON_C_NAME, a);
	s->sex = col_dup(q, DOCUMENT_PERSON_C_SEX, a);
	s->ethnicity = col_dup(q, DOCUMENT_PERSON_C_ETHNICITY, a);
	s->birth = col_dup(q, DOCUMENT_PERSON_C_BIRTH, a);
	s->native_place = col_dup(q, DOCUMENT_PERSON_C_NATIVE_PLACE, a);
	s->education = col_dup(q, DOCUMENT_PERSON_C_EDUCATION, a);
	s->job = col_dup(q, DOCUMENT_PERSON_C_JOB, a);
	s->student_no = col_dup(q, DOCUMENT_PERSON_C_STUDENT_NO, a);
	s->class_name = col_dup(q, DOCUMENT_PERSON_C_CLASS_NAME, a);
	s->stage = col_dup(q, DOCUMENT_PERSON_C_STAGE, a);
	s->school_name = col_dup(q, DOCUMENT_PERSON_C_SCHOOL_NAME, a);
	return OK;
}

static enum err name_load(struct db *db, struct arena *a, const char *ref, const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t id = 0;
	enum err e;

	*ret = NULL;
	if (str_to_i64(ref, 1, INT64_MAX, &id))
		return OK; /* he stands by name */
	e = db_stmt(db, SQL_DOCUMENT_NAME, &q);
	if (e)
		return e;
	bind_i64(q, DOCUMENT_NAME_ID, id);
	e = step_one(q);
	if (!e)
		*ret = col_dup(q, DOCUMENT_NAME_C_NAME, a);
	return e == ERR_NOT_FOUND ? OK : e; /* removed with an import: nobody knows him */
}

static bool is_named(const struct document_name *names, size_t n, const char *ref)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(names[i].id, ref))
			return true;
	}
	return false;
}

/* Everybody whom the facts name by number. */
static enum err names_load(struct db *db, struct arena *a, struct document_subject *s)
{
	struct document_name *names = ARENA_ARRAY(a, struct document_name, NAMES_MAX);
	const struct rules_case *c = s->of.rules;
	enum err e = OK;

	for (size_t i = 0; i < c->n_records; i++) {
		for (size_t k = 0; k < c->records[i].n_facts; k++) {
			const struct rules_fact *f = &c->records[i].facts[k];

			if (f->type != RULES_PERSON && f->type != RULES_PERSONS)
				continue;
			for (size_t j = 0; !e && j < f->v.persons.n && s->n_names < NAMES_MAX;
			     j++) {
				struct document_name one = { f->v.persons.items[j].id, NULL };

				if (is_named(names, s->n_names, one.id))
					continue;
				e = name_load(db, a, one.id, &one.name);
				if (!e && one.name)
					names[s->n_names++] = one;
			}
		}
	}
	s->names = names;
	return e;
}

static enum err recorders_load(struct db *db, struct arena *a, struct document_subject *s)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t n = s->of.rules->n_records;
	struct document_record *records = ARENA_ARRAY(a, struct document_record, n);
	bool row = false;
	enum err e = db_stmt(db, SQL_DOCUMENT_RECORDERS, &q);

	if (e)
		return e;
	for (size_t i = 0; i < n; i++)
		records[i].id = s->of.record_ids[i];
	bind_i64(q, DOCUMENT_RECORDERS_CASE_ID, s->of.id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		int64_t id = col_i64(q, DOCUMENT_RECORDERS_C_ID);

		for (size_t i = 0; i < n; i++) {
			if (records[i].id == id)
				records[i].recorded_by = col_dup(q, DOCUMENT_RECORDERS_C_NAME, a);
		}
	}
	s->records = records;
	return e;
}

enum err document_load(struct db *db, const struct rules_set *set, struct arena *a, int64_t case_id,
		       struct document_subject *ret)
{
	struct document_subject s = { 0 };
	struct directory_organisation committee = { 0 };
	struct paper_line *papers = NULL;
	enum err e = development_case_load(db, set, a, case_id, &s.of);

	if (!e)
		e = person_load(db, a, &s);
	if (!e)
		e = names_load(db, a, &s);
	if (!e)
		e = recorders_load(db, a, &s);
	if (!e)
		e = papers_lines(db, set, a, &s.of, &papers, &s.n_papers);
	if (e)
		return e;
	s.papers = papers;
	e = directory_committee_above(db, a, s.of.branch_id, &committee);
	if (e && e != ERR_NOT_FOUND)
		return e;
	s.committee_name = committee.name;
	*ret = s;
	return OK;
}
