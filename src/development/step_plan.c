/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at a step before it is recorded: caller, facts, rules. Writes nothing. */
#include "access/setting.h"
#include "development/step.h"

#include "base/banned.h"

#define ROLL_MAX 100000 /* members of one branch */

/* ---- who ---- */

static enum err superior_for(struct db *db, struct arena *a, const struct user *who,
			     int64_t branch_id, struct step_actor *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct step_actor best = { 0, NULL };
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_CASE_ORGANISATIONS_ABOVE, &q);
	if (e)
		return e;
	bind_i64(q, CASE_ORGANISATIONS_ABOVE_ID, branch_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		const char *kind = col_str(q, CASE_ORGANISATIONS_ABOVE_C_KIND);
		bool approves = directory_is_committee(kind);

		if (!user_may_at(who, PERM_CASE_SUPERIOR,
				 col_str(q, CASE_ORGANISATIONS_ABOVE_C_PATH)))
			continue;
		if (best.organisation_id && !approves)
			continue;
		best.organisation_id = col_i64(q, CASE_ORGANISATIONS_ABOVE_C_ID);
		best.kind = arena_strdup(a, kind);
		if (approves) /* the nearest that may approve; else the nearest of all */
			break;
	}
	if (e)
		return e;
	if (!best.organisation_id)
		return ERR_FORBIDDEN;
	*ret = best;
	return OK;
}

enum err step_may_act(struct db *db, struct arena *a, const struct user *who,
		      const struct case_view *view, enum rules_actor actor, struct step_actor *ret)
{
	const char *path = view->branch.path;

	switch (actor) {
	case RULES_SUPERIOR:
		return superior_for(db, a, who, view->branch.id, ret);
	case RULES_HIGHER:
		if (!user_may_at(who, PERM_CASE_HIGHER, path))
			return ERR_FORBIDDEN;
		*ret = (struct step_actor){ view->row.school_id, NULL };
		return OK;
	default: /* the person's own steps are recorded by the branch: nobody must log in */
		if (!user_may_at(who, PERM_CASE_BRANCH, path))
			return ERR_FORBIDDEN;
		*ret = (struct step_actor){ view->branch.id, view->branch.kind };
		return OK;
	}
}

/* ---- what the database knows and nobody types ---- */

static const struct rules_field *field_of(const struct rules_set *set,
					  const struct rules_step *step, const char *name,
					  enum rules_field_type type)
{
	int symbol = rules_symbol(set, name);

	for (size_t i = 0; symbol && i < step->n_fields; i++) {
		if (step->fields[i].symbol == symbol && step->fields[i].type == type)
			return &step->fields[i];
	}
	return NULL;
}

/* The fact of this field, new if there was none. NULL: no room. */
static struct rules_fact *fact_set(struct facts *facts, const struct rules_field *field,
				   struct arena *a)
{
	for (size_t i = 0; i < facts->n; i++) {
		if (facts->items[i].field == field->symbol)
			return &facts->items[i];
	}
	return facts_add(facts, field->symbol, field->type, a);
}

/* Which body approves follows from the post that records it, not from what is typed. */
static void fill_approving_body(const struct step_ask *ask, const struct step_plan *plan,
				const struct step_actor *actor, struct facts *facts)
{
	const struct rules_field *field =
		field_of(ask->set, plan->step, "approving_body", RULES_ENUM);
	const char *body = "general_branch";
	struct rules_fact *fact;
	int symbol;

	if (!field || plan->record.on == DATE_NONE)
		return;
	if (directory_is_committee(actor->kind))
		body = "party_committee";
	else if (str_eq(actor->kind, "temporary_branch"))
		body = "temporary_organisation";
	symbol = rules_symbol(ask->set, body);
	fact = symbol ? fact_set(facts, field, ask->a) : NULL;
	if (fact)
		fact->v.symbol = symbol;
}

/* The voters' roll of the day stands beside the counts. */
static enum err fill_roll(struct db *db, const struct step_ask *ask, int64_t branch_id,
			  struct step_plan *plan)
{
	const struct rules_field *field = field_of(ask->set, plan->step, "roll", RULES_INT);
	struct rules_fact *fact;
	int64_t voters = 0;
	enum err e;

	if (!field || plan->record.on == DATE_NONE)
		return OK;
	e = case_voters_on(db, branch_id, case_day_text(ask->a, plan->record.on), ROLL_MAX,
			   &voters);
	if (e || !voters)
		return e; /* 0: no roll is kept here yet */
	fact = fact_set(&plan->facts, field, ask->a);
	if (fact)
		fact->v.number = voters;
	return OK;
}

/* ---- people ---- */

/*
 * May he be named here? Somebody of the same college may, and whom the caller sees anyway: else a
 * secretary could read the names of a whole school by trying ids.
 */
static enum err may_be_named(struct db *db, const struct step_ask *ask,
			     const struct case_view *view,
			     const struct directory_person_state *person, bool *ret)
{
	struct directory_organisation college = { 0 }, his = { 0 };
	enum err e;

	*ret = false;
	if (person->school_id != view->row.school_id || person->person_id == view->row.person_id)
		return OK;
	e = directory_committee_above(db, ask->a, view->branch.id, &college);
	if (!e)
		e = directory_organisation_get(db, ask->a, person->scope_id, &his);
	if (e && e != ERR_NOT_FOUND)
		return e;
	*ret = (!e && str_starts(his.path, college.path)) ||
	       (his.path && user_may_at(ask->who, PERM_DIRECTORY_READ, his.path));
	return OK;
}

static enum err mark_person(struct db *db, const struct step_ask *ask, const struct case_view *view,
			    const char *at, const char *day, struct rules_person *person)
{
	struct directory_person_state state;
	int64_t id = facts_person_id(person);
	const char *stage = NULL;
	bool named = false;
	enum err e;

	e = directory_person_state(db, ask->a, id, &state);
	if (!e)
		e = may_be_named(db, ask, view, &state, &named);
	if (e && e != ERR_NOT_FOUND)
		return e;
	if (!named) {
		problem_add(ask->problems, at, "not_a_person", NULL);
		return OK;
	}
	e = directory_stage_at(db, ask->a, id, day, &stage, NULL);
	if (e)
		return e;
	person->is_full_member = str_eq(stage, "full");
	return OK;
}

/* What the directory says of each person named, on the day of the step. */
static enum err mark_people(struct db *db, const struct step_ask *ask, const struct case_view *view,
			    int32_t day, struct facts *facts)
{
	const char *day_text = case_day_text(ask->a, day);
	enum err e = OK;

	for (size_t i = 0; i < facts->n; i++) {
		struct rules_fact *f = &facts->items[i];
		struct rules_person *people;

		if (f->type != RULES_PERSON && f->type != RULES_PERSONS)
			continue;
		people = arena_memdup(ask->a, f->v.persons.items, f->v.persons.n * sizeof(*people));
		for (size_t p = 0; !e && p < f->v.persons.n; p++)
			e = mark_person(db, ask, view,
					arena_printf(ask->a, "facts.%s[%zu]",
						     rules_symbol_text(ask->set, f->field), p),
					day_text, &people[p]);
		f->v.persons.items = people;
	}
	return e;
}

/* ---- the step ---- */

/* An approval may be opened by its receipt and decided later. */
static bool may_open(const struct step_ask *ask, const struct rules_step *step)
{
	return field_of(ask->set, step, "received_on", RULES_DATE) != NULL;
}

static enum err find_step(const struct step_ask *ask, const struct step_in *in,
			  struct step_plan *plan)
{
	int32_t on = case_day(in->happened_on);
	int32_t pack_day = on == DATE_NONE ? ask->today : on;

	if (on != DATE_NONE && on > ask->today) {
		problem_add(ask->problems, "happened_on", "in_future", NULL);
		return ERR_INPUT;
	}
	plan->step = case_step_on(ask->set, in->step_code, pack_day, &plan->pack);
	if (!plan->pack)
		problem_add(ask->problems, "happened_on", "out_of_range", NULL);
	else if (!plan->step)
		problem_add(ask->problems, "step_code", "not_one_of", NULL);
	else if (on == DATE_NONE && !may_open(ask, plan->step))
		problem_add(ask->problems, "happened_on", "required", NULL);
	if (ask->problems->n)
		return ERR_INPUT;
	plan->record = (struct rules_record){ .step = plan->step->id, .on = on };
	return OK;
}

/* Index of the record that this one takes the place of; -1: none. */
static int replaced_index(const struct case_view *view, const struct step_in *in, int64_t corrects)
{
	for (size_t i = 0; i < view->records.n; i++) {
		const struct step_record *r = &view->records.items[i];

		if (!step_stands(r))
			continue;
		if (corrects ? r->id == corrects
			     : !r->happened_on && str_eq(r->step_code, in->step_code))
			return (int)i;
	}
	return -1;
}

static void need_decision(const struct step_ask *ask, const struct step_plan *plan)
{
	bool open = plan->record.on == DATE_NONE;

	if (!may_open(ask, plan->step))
		return;
	if (open && !facts_get(ask->set, &plan->facts, "received_on"))
		problem_add(ask->problems, "facts.received_on", "required", NULL);
	if (!open && !facts_get(ask->set, &plan->facts, "decision"))
		problem_add(ask->problems, "facts.decision", "required", NULL);
}

static enum err read_facts(struct db *db, const struct step_ask *ask, const struct case_view *view,
			   const struct step_in *in, const struct step_actor *actor, int replaced,
			   bool correction, struct step_plan *plan)
{
	int32_t day = plan->record.on == DATE_NONE ? ask->today : plan->record.on;
	struct branch_on branch;
	enum err e;

	e = facts_read(ask->set, plan->step, FACTS_REQUEST, in->facts, ask->problems, ask->a,
		       &plan->facts);
	if (e)
		return e;
	e = mark_people(db, ask, view, day, &plan->facts);
	if (e)
		return e;
	/* What was written when the papers came in need not be typed again. */
	if (replaced >= 0 && !correction)
		facts_fill(&plan->facts, view->rules.records[replaced].facts,
			   view->rules.records[replaced].n_facts, ask->a);
	fill_approving_body(ask, plan, actor, &plan->facts);
	e = case_branch_on(db, view->branch.id, case_day_text(ask->a, day), &branch);
	if (!e)
		e = fill_roll(db, ask, view->branch.id, plan);
	if (e)
		return e;
	plan->record.branch =
		(struct rules_branch_then){ true, branch.has_committee, branch.has_groups };
	need_decision(ask, plan);
	if (ask->problems->n)
		return ERR_INPUT;
	plan->record.facts = plan->facts.items;
	plan->record.n_facts = plan->facts.n;
	return OK;
}

/* The rules call the new record "steps[N].facts.x": the request knows it as "facts.x". */
static void tell_problems(const struct step_ask *ask, const struct rules_problems *from)
{
	for (size_t i = 0; from && i < from->n; i++) {
		const char *field = from->items[i].field;
		const char *inside = strstr(field, "facts.");

		problem_add(ask->problems, inside ? inside : field, from->items[i].code, NULL);
	}
}

static enum err judge(const struct step_ask *ask, const struct case_view *view, int replaced,
		      struct step_plan *plan)
{
	struct rules_case c = view->rules;
	enum err e;

	if (replaced >= 0) {
		struct rules_record *records =
			arena_memdup(ask->a, c.records, c.n_records * sizeof(struct rules_record));

		records[replaced].voided = true;
		c.records = records;
	}
	e = rules_check_step(ask->set, &c, &plan->record, ask->today, ask->a, &plan->result);
	if (e == ERR_INPUT)
		tell_problems(ask, plan->result.problems);
	return e;
}

/*
 * What a body decides one officer may register with a reason, or, where the school chose so, not
 * at all. A correction has its reason already, and opening a record by its receipt decides nothing.
 */
static enum err alone_look(struct db *db, const struct step_ask *ask, const struct case_view *view,
			   const struct step_in *in, int64_t corrects, struct step_plan *plan)
{
	const char *only_meetings;
	enum err e;

	plan->alone = -1;
	if (!in->alone || corrects || !plan->step->body || plan->record.on == DATE_NONE)
		return OK;
	e = setting_value(db, ask->a, view->row.school_id, "committee_meeting_only",
			  &only_meetings);
	if (!e)
		plan->alone = str_eq(only_meetings, "true") ? RULES_STOP : RULES_WARN;
	return e;
}

enum err step_plan(struct db *db, const struct step_ask *ask, const struct case_view *view,
		   const struct step_in *in, int64_t corrects, struct step_plan *ret)
{
	int replaced = replaced_index(view, in, corrects);
	struct step_plan plan = { 0 };
	struct step_actor actor;
	enum err e;

	e = step_may_see(ask->who, view);
	if (e)
		return e;
	if (corrects && replaced < 0)
		return ERR_CONFLICT;
	e = find_step(ask, in, &plan);
	if (e)
		return e;
	if (ask->as) {
		actor = *ask->as;
	} else {
		e = step_may_act(db, ask->a, ask->who, view, plan.step->actor, &actor);
		if (e)
			return e;
	}
	if (!str_eq(view->row.state, "open") && !corrects)
		return ERR_CONFLICT;
	plan.organisation_id = actor.organisation_id;
	plan.replaces = replaced < 0 ? 0 : view->records.items[replaced].id;
	e = read_facts(db, ask, view, in, &actor, replaced, corrects != 0, &plan);
	if (e)
		return e;
	e = judge(ask, view, replaced, &plan);
	if (!e)
		e = alone_look(db, ask, view, in, corrects, &plan);
	if (e)
		return e;
	*ret = plan;
	return OK;
}
