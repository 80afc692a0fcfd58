/* SPDX-License-Identifier: Apache-2.0 */
/* From the rules' answer to the rows of case_duty and case_state. No HTTP, no SQL. */
#include "development/case_sync.h"

#include "base/banned.h"

#define LAST_STEP 25 /* papers in the file: the way ends */

static void sooner(int32_t *at, int32_t day, int32_t today)
{
	if (day != DATE_NONE && day > today && (*at == DATE_NONE || day < *at))
		*at = day;
}

/* The first later day on which the rules may say something else about the same records. */
static int32_t refresh_day(const struct rules_result *result, int32_t today)
{
	int32_t at = DATE_NONE;

	for (size_t i = 0; i < result->n_debts; i++) {
		const struct rules_debt *d = &result->debts[i];

		sooner(&at, d->due_on == DATE_NONE ? DATE_NONE : d->due_on + 1, today);
		sooner(&at, d->limit_on == DATE_NONE ? DATE_NONE : d->limit_on + 1, today);
	}
	for (size_t i = 0; i < result->n_next; i++) {
		const struct rules_next *n = &result->next[i];

		sooner(&at, n->earliest_on, today);
		sooner(&at, n->latest_on == DATE_NONE ? DATE_NONE : n->latest_on + 1, today);
	}
	sooner(&at, result->standing.probation_due_on, today);
	sooner(&at,
	       result->standing.probation_due_on == DATE_NONE
		       ? DATE_NONE
		       : result->standing.probation_due_on + 1,
	       today);
	return at;
}

static const struct rules_next *next_of_step(const struct rules_result *result, int step)
{
	for (size_t i = 0; i < result->n_next; i++) {
		if (result->next[i].step == step)
			return &result->next[i];
	}
	return NULL;
}

static bool is_lost(const struct rules_debt *debt)
{
	return debt->overdue && str_eq(rules_rule_kind(debt->rule), "windows");
}

/* A rule may make several debts; the key of the table tells them apart. */
static const char *duty_name(const struct case_summary *s, const char *wanted, struct arena *a)
{
	const char *name = wanted;

	for (size_t again = 2, i = 0; i < s->n_duties; i++) {
		if (!str_eq(s->duties[i].duty, name))
			continue;
		name = arena_printf(a, "%s.%zu", wanted, again++);
		i = (size_t)-1; /* look from the start */
	}
	return name;
}

static void add_debts(const struct rules_set *set, const struct rules_result *result,
		      int32_t opened, struct case_summary *s, size_t *cap, struct arena *a)
{
	for (size_t i = 0; i < result->n_debts; i++) {
		const struct rules_debt *d = &result->debts[i];
		const struct rules_next *next = next_of_step(result, d->step);
		const char *name = duty_name(s, rules_rule_id(d->rule), a);

		if (is_lost(d))
			continue;
		*VEC_PUSH(a, s->duties, s->n_duties, *cap) = (struct case_duty){
			.duty = name,
			.step_code = rules_step_code(set, d->step),
			.owner = d->who,
			.since = d->since == DATE_NONE ? opened : d->since,
			.earliest_on = next ? next->earliest_on : DATE_NONE,
			.due_on = d->due_on,
		};
	}
}

static bool is_owed(const struct rules_set *set, const struct case_summary *s, int step)
{
	for (size_t i = 0; i < s->n_duties; i++) {
		if (str_eq(s->duties[i].step_code, rules_step_code(set, step)))
			return true;
	}
	return false;
}

static void add_next(const struct rules_set *set, const struct rules_result *result, int32_t opened,
		     struct case_summary *s, size_t *cap, struct arena *a)
{
	for (size_t i = 0; i < result->n_next; i++) {
		const struct rules_next *next = &result->next[i];

		if (next->optional || is_owed(set, s, next->step))
			continue;
		*VEC_PUSH(a, s->duties, s->n_duties, *cap) = (struct case_duty){
			.duty = arena_printf(a, "next.%s", rules_step_code(set, next->step)),
			.step_code = rules_step_code(set, next->step),
			.owner = next->actor,
			.since = next->since == DATE_NONE ? opened : next->since,
			.earliest_on = next->earliest_on,
			.due_on = next->latest_on,
		};
	}
}

static bool is_end(const char *stage)
{
	static const char *const ends[] = { "full",           "withdrawn",
					    "not_approved",   "probation_cancelled",
					    "not_recognised", "transferred_out" };

	for (size_t i = 0; i < COUNTOF(ends); i++) {
		if (str_eq(stage, ends[i]))
			return true;
	}
	return false;
}

/* Day of the record that closes the case (papers in the file, or an exit), or DATE_NONE. */
static int32_t closing_day(const struct rules_set *set, const struct case_view *view)
{
	int32_t day = DATE_NONE;

	for (size_t i = 0; i < view->rules.n_records; i++) {
		const struct rules_record *r = &view->rules.records[i];
		const struct rules_step *step;

		if (r->voided || r->on == DATE_NONE)
			continue;
		step = case_step_on(set, rules_step_code(set, r->step), r->on, NULL);
		if (step && (step->closes || step->number == LAST_STEP))
			day = r->on;
	}
	return day;
}

static void set_state(const struct rules_set *set, const struct case_view *view,
		      const struct rules_standing *standing, struct case_summary *s)
{
	int32_t closed = closing_day(set, view);

	if (closed == DATE_NONE && standing->closed)
		closed = standing->since;
	s->state = "open";
	s->closed_on = DATE_NONE;
	if (closed == DATE_NONE || !is_end(standing->stage))
		return;
	s->state = standing->stage;
	s->closed_on = closed;
}

const char *case_basis(struct arena *a, const struct case_view *view)
{
	return arena_printf(a, "%s %s", view->person.birth ? view->person.birth : "-",
			    view->person.leaving_on ? view->person.leaving_on : "-");
}

struct case_summary case_summarise(const struct rules_set *set, const struct case_view *view,
				   const struct rules_result *result, int32_t today,
				   struct arena *a)
{
	struct case_summary s = { .refresh_on = DATE_NONE,
				  .findings_n = (int64_t)result->n_findings };
	int32_t opened = case_day(view->row.opened_on);
	size_t cap = 0;

	for (size_t i = 0; i < view->records.n; i++)
		s.findings_n += view->votes_impossible[i] && step_stands(&view->records.items[i]);
	set_state(set, view, &result->standing, &s);
	if (!str_eq(s.state, "open"))
		return s;
	add_debts(set, result, opened, &s, &cap, a);
	add_next(set, result, opened, &s, &cap, a);
	for (size_t i = 0; i < result->n_next && !s.next; i++) {
		if (!result->next[i].optional)
			s.next = &result->next[i];
	}
	s.next_since = s.next && s.next->since != DATE_NONE ? s.next->since : opened;
	s.next_due_on = s.next ? s.next->latest_on : DATE_NONE;
	s.refresh_on = refresh_day(result, today);
	for (size_t i = 0; i < rules_pack_count(set); i++) { /* other rules, another answer */
		int32_t from = rules_pack_from(rules_pack_at(set, i));

		if (from > today && (s.refresh_on == DATE_NONE || from < s.refresh_on))
			s.refresh_on = from;
	}
	return s;
}
