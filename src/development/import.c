/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from an imported sheet: what was done is kept as it is told, and judged afterwards. */
#include "development/case_sync.h"
#include "development/development.h"

#include "base/banned.h"

struct adding {
	struct db *db;
	const struct rules_set *set;
	struct arena *a;
	const struct development_import *in;
	const struct case_view *view;
	int64_t now;
	int32_t today;
};

static bool known_already(const struct adding *x, const struct development_import_step *step)
{
	for (size_t i = 0; i < x->view->records.n; i++) {
		const struct step_record *r = &x->view->records.items[i];

		if (step_stands(r) && str_eq(r->step_code, step->step_code) &&
		    str_eq(r->happened_on, step->happened_on))
			return true;
	}
	return false;
}

/* Full members among people known by name are taken as such: the sheet says no more. */
static void trust_people(struct facts *facts, struct arena *a)
{
	for (size_t i = 0; i < facts->n; i++) {
		struct rules_fact *f = &facts->items[i];
		struct rules_person *people;

		if (f->type != RULES_PERSON && f->type != RULES_PERSONS)
			continue;
		people = arena_memdup(a, f->v.persons.items, f->v.persons.n * sizeof(*people));
		for (size_t p = 0; p < f->v.persons.n; p++)
			people[p].is_full_member = true;
		f->v.persons.items = people;
	}
}

/* ret_taken: false if it cannot be told to any pack. */
static enum err step_take(const struct adding *x, const struct development_import_step *from,
			  bool *ret_taken)
{
	int32_t on = case_day(from->happened_on);
	struct problems *problems = ARENA_NEW(x->a, struct problems);
	const struct rules_pack *pack = NULL;
	const struct rules_step *step = NULL;
	struct facts facts = { NULL, 0 };
	struct step_record record;
	struct branch_on branch;
	int64_t id;
	enum err e;

	*ret_taken = false;
	problems->a = x->a;
	if (on != DATE_NONE && on <= x->today)
		step = case_step_on(x->set, from->step_code, on, &pack);
	if (!step ||
	    facts_read(x->set, step, FACTS_IMPORT, from->facts, problems, x->a, &facts) != OK)
		return OK;
	*ret_taken = true;
	if (known_already(x, from))
		return OK;
	trust_people(&facts, x->a);
	e = case_branch_on(x->db, x->view->row.branch_id, from->happened_on, &branch);
	if (e)
		return e;
	record = (struct step_record){
		.case_id = x->view->row.id,
		.step_code = from->step_code,
		.happened_on = from->happened_on,
		.facts = facts_print(x->set, &facts, x->a),
		.rule_set = rules_pack_id(pack),
		.organisation_id = x->view->row.branch_id,
		.had_committee = branch.has_committee,
		.had_groups = branch.has_groups,
		.batch_id = x->in->batch_id,
		.recorded_by = x->in->recorded_by,
		.recorded_at = x->now,
	};
	return step_add(x->db, &record, &id);
}

/* The first day of the sheet, so that the case begins where its records do. */
static const char *first_day(const struct development_import *in, struct arena *a, int32_t today)
{
	int32_t first = today;

	for (size_t i = 0; i < in->n_steps; i++) {
		int32_t day = case_day(in->steps[i].happened_on);

		if (day != DATE_NONE && day < first)
			first = day;
	}
	return case_day_text(a, first);
}

static enum err case_find_or_add(struct db *db, struct arena *a,
				 const struct development_import *in, int32_t today,
				 int64_t *ret_id)
{
	struct directory_person_state person;
	struct case_row row;
	int64_t open = 0;
	enum err e;

	e = directory_person_state(db, a, in->person_id, &person);
	if (e)
		return e;
	e = case_open_of_person(db, in->person_id, &open);
	if (e || open) {
		*ret_id = open;
		return e;
	}
	row = (struct case_row){ .school_id = person.school_id,
				 .person_id = in->person_id,
				 .branch_id = in->branch_id,
				 .opened_on = first_day(in, a, today),
				 .batch_id = in->batch_id };
	return case_add(db, &row, ret_id);
}

enum err development_case_from_import(struct db *db, const struct rules_set *set, struct arena *a,
				      const struct development_import *in, int64_t *ret_case_id,
				      size_t *ret_left_out)
{
	struct case_view view;
	struct adding x = { db, set, a, in, &view, clock_now(), clock_today() };
	size_t left_out = 0;
	int64_t id;
	enum err e;

	e = case_find_or_add(db, a, in, x.today, &id);
	if (e)
		return e;
	e = case_load(db, set, a, id, &view);
	for (size_t i = 0; !e && i < in->n_steps; i++) {
		bool taken = false;

		e = step_take(&x, &in->steps[i], &taken);
		left_out += !taken;
	}
	if (e)
		return e;
	e = case_sync(db, set, a, id, x.today, in->recorded_by, NULL);
	if (e)
		return e;
	*ret_case_id = id;
	if (ret_left_out)
		*ret_left_out = left_out;
	return OK;
}

/* ---- undo ---- */

struct batch_case {
	int64_t id;
	bool own, built_on;
};

static enum err batch_cases(struct db *db, struct arena *a, int64_t batch_id,
			    struct batch_case **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct batch_case *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_CASE_OF_BATCH, &q);
	if (e)
		return e;
	bind_i64(q, CASE_OF_BATCH_BATCH_ID, batch_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct batch_case){ col_i64(q, CASE_OF_BATCH_C_ID),
					     col_i64(q, CASE_OF_BATCH_C_OWN) != 0,
					     col_i64(q, CASE_OF_BATCH_C_BUILT_ON) != 0 };
	if (e)
		return e;
	*ret = items;
	*ret_n = n;
	return OK;
}

static enum err exec_case(struct db *db, enum sql sql, int param, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, sql, &q);
	if (e)
		return e;
	bind_i64(q, param, case_id);
	return step_done(q, NULL);
}

static enum err steps_drop(struct db *db, int64_t case_id, int64_t batch_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_STEP_DROP_BATCH, &q);
	if (e)
		return e;
	bind_i64(q, STEP_DROP_BATCH_CASE_ID, case_id);
	bind_i64(q, STEP_DROP_BATCH_BATCH_ID, batch_id);
	return step_done(q, NULL);
}

static enum err case_take_back(struct db *db, const struct rules_set *set, struct arena *a,
			       const struct batch_case *c, int64_t batch_id)
{
	enum err e;

	e = steps_drop(db, c->id, batch_id);
	if (e)
		return e;
	if (!c->own)
		return case_sync(db, set, a, c->id, clock_today(), 0, NULL);
	e = exec_case(db, SQL_DUTY_CLEAR, DUTY_CLEAR_CASE_ID, c->id);
	if (!e)
		e = exec_case(db, SQL_CASE_STATE_DROP, CASE_STATE_DROP_CASE_ID, c->id);
	return e ? e : exec_case(db, SQL_CASE_DROP, CASE_DROP_ID, c->id);
}

enum err development_import_undo(struct db *db, const struct rules_set *set, struct arena *a,
				 int64_t batch_id)
{
	struct batch_case *cases = NULL;
	size_t n = 0;
	enum err e;

	e = batch_cases(db, a, batch_id, &cases, &n);
	if (e)
		return e;
	for (size_t i = 0; i < n; i++) {
		if (cases[i].built_on)
			return ERR_CONFLICT;
	}
	for (size_t i = 0; !e && i < n; i++)
		e = case_take_back(db, set, a, &cases[i], batch_id);
	return e;
}
