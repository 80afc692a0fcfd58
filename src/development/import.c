/* SPDX-License-Identifier: Apache-2.0 */
/* Cases from an imported sheet: what was done is kept as it is told, and judged afterwards. */
#include "development/case_sync.h"
#include "development/import_match.h"

#include "base/banned.h"

struct adding {
	struct db *db;
	const struct rules_set *set;
	struct arena *a;
	const struct development_import *in;
	int64_t case_id;        /* 0: none yet */
	struct case_view *view; /* NULL: none yet */
	int64_t now;
	int32_t today;
};

/* One step with what becomes of it. */
struct taken {
	struct import_told told;
	enum development_import_fate fate;
	int opened; /* record that it takes the place of, -1 = none */
};

/* The first day of the sheet; DATE_NONE: it tells none. */
static int32_t first_day(const struct development_import *in)
{
	int32_t first = DATE_NONE;

	for (size_t i = 0; i < in->n_steps; i++) {
		int32_t day = case_day(in->steps[i].happened_on);

		if (day != DATE_NONE && (first == DATE_NONE || day < first))
			first = day;
	}
	return first;
}

/* The open case, else the closed one whose time the sheet begins in. */
static enum err find_case(struct db *db, struct arena *a, const struct development_import *in,
			  int64_t *ret_id)
{
	int32_t first = first_day(in);
	enum err e = OK;

	*ret_id = 0;
	if (in->person_id)
		e = case_open_of_person(db, in->person_id, ret_id);
	if (e || *ret_id || !in->person_id || first == DATE_NONE)
		return e;
	return case_closed_after(db, in->person_id, case_day_text(a, first), ret_id);
}

static enum err load(struct adding *x)
{
	enum err e = find_case(x->db, x->a, x->in, &x->case_id);

	if (e || !x->case_id)
		return e;
	x->view = ARENA_NEW(x->a, struct case_view);
	return case_load(x->db, x->set, x->a, x->case_id, x->view);
}

static enum err match_all(struct adding *x, struct taken *items)
{
	enum err e = OK;

	for (size_t i = 0; i < x->in->n_steps && !e; i++) {
		struct taken *t = &items[i];

		t->fate = DEVELOPMENT_IMPORT_UNREADABLE;
		if (import_read(x->set, x->a, &x->in->steps[i], x->today, &t->told))
			e = import_match(x->db, x->set, x->a, x->view, &t->told, &t->fate,
					 &t->opened);
	}
	return e;
}

enum err development_import_look(struct db *db, const struct rules_set *set, struct arena *a,
				 const struct development_import *in,
				 enum development_import_fate *ret_fates, int64_t *ret_case_id)
{
	struct adding x = { .db = db, .set = set, .a = a, .in = in, .today = clock_today() };
	struct taken *items = ARENA_ARRAY(a, struct taken, in->n_steps);
	enum err e = load(&x);

	if (!e)
		e = match_all(&x, items);
	if (e)
		return e;
	for (size_t i = 0; i < in->n_steps; i++)
		ret_fates[i] = items[i].fate;
	*ret_case_id = x.case_id;
	return OK;
}

/* ---- adding ---- */

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

static enum err add_step(struct adding *x, struct taken *t, int64_t branch_id)
{
	const char *on = t->told.from->happened_on;
	struct step_record record;
	struct branch_on branch;
	int64_t id;
	enum err e;

	trust_people(&t->told.facts, x->a);
	if (t->opened >= 0)
		facts_fill(&t->told.facts, x->view->rules.records[t->opened].facts,
			   x->view->rules.records[t->opened].n_facts, x->a);
	e = case_branch_on(x->db, branch_id, on ? on : case_day_text(x->a, x->today), &branch);
	if (e)
		return e;
	record = (struct step_record){
		.case_id = x->case_id,
		.step_code = t->told.from->step_code,
		.happened_on = on,
		.facts = facts_print(x->set, &t->told.facts, x->a),
		.rule_set = rules_pack_id(t->told.pack),
		.organisation_id = branch_id,
		.had_committee = branch.has_committee,
		.had_groups = branch.has_groups,
		.batch_id = x->in->batch_id,
		.recorded_by = x->in->recorded_by,
		.recorded_at = x->now,
	};
	e = step_add(x->db, &record, &id);
	if (!e && t->opened >= 0)
		e = step_supersede(x->db, x->case_id, x->view->records.items[t->opened].id, id);
	return e;
}

static enum err make_case(struct adding *x)
{
	struct directory_person_state person;
	int32_t first = first_day(x->in);
	struct case_row row;
	enum err e = directory_person_state(x->db, x->a, x->in->person_id, &person);

	if (e)
		return e;
	row = (struct case_row){ .school_id = person.school_id,
				 .person_id = x->in->person_id,
				 .branch_id = x->in->branch_id,
				 .opened_on = case_day_text(
					 x->a,
					 first == DATE_NONE || first > x->today ? x->today : first),
				 .batch_id = x->in->batch_id };
	return case_add(x->db, &row, &x->case_id);
}

static enum err add_all(struct adding *x, struct taken *items)
{
	int64_t branch_id = x->view ? x->view->row.branch_id : x->in->branch_id;
	enum err e = x->case_id ? OK : make_case(x);

	for (size_t i = 0; i < x->in->n_steps && !e; i++) {
		if (items[i].fate == DEVELOPMENT_IMPORT_NEW)
			e = add_step(x, &items[i], branch_id);
	}
	if (e)
		return e;
	return case_sync(x->db, x->set, x->a, x->case_id, x->today, x->in->recorded_by, NULL);
}

enum err development_case_from_import(struct db *db, const struct rules_set *set, struct arena *a,
				      const struct development_import *in, int64_t *ret_case_id,
				      size_t *ret_left_out)
{
	struct adding x = {
		.db = db, .set = set, .a = a, .in = in, .now = clock_now(), .today = clock_today()
	};
	struct taken *items = ARENA_ARRAY(a, struct taken, in->n_steps);
	size_t fresh = 0, left_out = 0;
	enum err e = load(&x);

	if (!e)
		e = match_all(&x, items);
	if (e)
		return e;
	for (size_t i = 0; i < in->n_steps; i++) {
		fresh += items[i].fate == DEVELOPMENT_IMPORT_NEW;
		left_out += items[i].fate > DEVELOPMENT_IMPORT_SAME;
	}
	if (fresh)
		e = add_all(&x, items);
	if (e)
		return e;
	*ret_case_id = x.case_id;
	if (ret_left_out)
		*ret_left_out = left_out;
	return OK;
}
