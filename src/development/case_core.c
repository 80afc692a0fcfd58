/* SPDX-License-Identifier: Apache-2.0 */
/* A case in the form the rules read, and the stages its records bring. No HTTP, no SQL. */
#include "development/case_view.h"

#include "base/banned.h"

int32_t case_day(const char *text)
{
	int32_t day;

	return text && date_parse(text, &day) == OK ? day : DATE_NONE;
}

const char *case_day_text(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE)
		return NULL;
	date_format(day, text);
	return arena_strdup(a, text);
}

const struct rules_step *case_step_on(const struct rules_set *set, const char *code, int32_t day,
				      const struct rules_pack **ret_pack)
{
	const struct rules_pack *pack = rules_pack_on(set, day);
	int id = rules_step_id(set, code);

	if (ret_pack)
		*ret_pack = pack;
	return pack && id >= 0 ? rules_pack_step(pack, id) : NULL;
}

int64_t case_widest_scope(const struct user *who)
{
	const struct right *widest = NULL;

	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if (!(r->perms >> PERM_CASE_READ & 1))
			continue;
		if (!widest || strlen(r->path_low) < strlen(widest->path_low))
			widest = r;
	}
	return widest ? widest->organisation_id : 0;
}

static bool take_out_impossible_votes(struct facts *facts)
{
	for (size_t i = 0; i < facts->n; i++) {
		if (facts->items[i].type != RULES_VOTES ||
		    !rules_votes_fault(&facts->items[i].v.votes))
			continue;
		memmove(&facts->items[i], &facts->items[i + 1],
			(facts->n - i - 1) * sizeof(facts->items[0]));
		facts->n--;
		return true;
	}
	return false;
}

struct rules_record case_rules_record(const struct rules_set *set, struct arena *a,
				      const struct step_record *row, bool *ret_impossible)
{
	int32_t on = case_day(row->happened_on);
	int32_t pack_day = on != DATE_NONE ? on : date_of_time(row->recorded_at);
	const struct rules_step *step = case_step_on(set, row->step_code, pack_day, NULL);
	struct rules_record record = { .step = rules_step_id(set, row->step_code),
				       .on = on,
				       .voided = !step_stands(row),
				       .branch = { true, row->had_committee, row->had_groups } };
	struct problems *problems = ARENA_NEW(a, struct problems);
	struct facts facts = { NULL, 0 };

	problems->a = a;
	if (step && facts_read(set, step, FACTS_STORED, row->facts, problems, a, &facts) == OK) {
		*ret_impossible = take_out_impossible_votes(&facts);
		record.facts = facts.items;
		record.n_facts = facts.n;
	}
	return record;
}

static void person_build(struct case_view *view)
{
	const char *birth = view->person.birth;
	struct rules_case *c = &view->rules;

	c->birth_on = case_day(birth);
	c->birth_precision = RULES_DAY;
	if (birth && strlen(birth) == strlen("YYYY-MM")) {
		char first[DATE_SIZE];

		snprintf(first, sizeof(first), "%s-01", birth);
		c->birth_on = case_day(first);
		c->birth_precision = RULES_MONTH;
	}
	c->leaving_on = case_day(view->person.leaving_on);
}

void case_build(const struct rules_set *set, struct arena *a, struct case_view *view)
{
	struct rules_case *c = &view->rules;
	struct rules_record *records = ARENA_ARRAY(a, struct rules_record, view->records.n);
	struct rules_transfer *moves = ARENA_ARRAY(a, struct rules_transfer, view->transfers.n);

	*c = (struct rules_case){ .has_committee = view->branch_facts.has_committee,
				  .has_groups = view->branch_facts.has_groups };
	person_build(view);
	view->votes_impossible = ARENA_ARRAY(a, bool, view->records.n);
	for (size_t i = 0; i < view->records.n; i++)
		records[i] = case_rules_record(set, a, &view->records.items[i],
					       &view->votes_impossible[i]);
	for (size_t i = 0; i < view->transfers.n; i++)
		moves[i].on = case_day(view->transfers.items[i].moved_on);
	c->records = records;
	c->n_records = view->records.n;
	c->transfers = moves;
	c->n_transfers = view->transfers.n;
}

/* ---- stages ---- */

/* Indexes of the decided records that stand, by their day and then as they were recorded. */
static size_t order_records(const struct case_view *view, size_t *order)
{
	const struct rules_record *records = view->rules.records;
	size_t n = 0, at;

	for (size_t i = 0; i < view->rules.n_records; i++) {
		if (records[i].voided || records[i].on == DATE_NONE)
			continue;
		for (at = n++; at > 0 && records[order[at - 1]].on > records[i].on; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	return n;
}

static void want(struct case_stages *list, size_t *cap, struct arena *a,
		 const struct rules_standing *standing, const struct step_record *from)
{
	const char *on = case_day_text(a, standing->since);

	for (size_t i = 0; i < list->n; i++) {
		if (str_eq(list->items[i].stage, standing->stage) &&
		    str_eq(list->items[i].happened_on, on))
			return;
	}
	*VEC_PUSH(a, list->items, list->n, *cap) = (struct case_stage){
		.stage = arena_strdup(a, standing->stage),
		.happened_on = on,
		.step_record_id = from->id,
		.batch_id = from->batch_id,
	};
}

struct case_stages case_wanted_stages(const struct rules_set *set, const struct case_view *view,
				      int32_t today, struct arena *a)
{
	size_t *order = ARENA_ARRAY(a, size_t, view->rules.n_records);
	struct rules_record *taken = ARENA_ARRAY(a, struct rules_record, view->rules.n_records);
	struct case_stages list = { NULL, 0 };
	struct rules_case some = view->rules;
	size_t n = order_records(view, order), cap = 0;
	struct arena scratch;

	arena_init(&scratch);
	some.records = taken;
	for (size_t i = 0; i < n; i++) {
		struct rules_result result;

		taken[i] = view->rules.records[order[i]];
		some.n_records = i + 1;
		if (rules_evaluate(set, &some, today, &scratch, &result) == OK &&
		    !str_eq(result.standing.stage, "none") && result.standing.since != DATE_NONE &&
		    result.standing.since <= today)
			want(&list, &cap, a, &result.standing, &view->records.items[order[i]]);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	return list;
}
