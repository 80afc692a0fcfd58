/* SPDX-License-Identifier: Apache-2.0 */
/* A step looked at as the committee above would record it, for agendas. Writes nothing. */
#include "development/case_write.h"
#include "development/development.h"

#include "base/banned.h"

struct both_reply development_step_title(const struct rules_set *set, const char *code)
{
	struct rules_text title = case_step_title(set, code, clock_today());

	return (struct both_reply){ title.zh, title.en };
}

/* The committee that has to act for the branch; organisation_id 0: there is none above it. */
static enum err committee_of(struct db *db, struct arena *a, const struct case_view *view,
			     struct step_actor *ret)
{
	struct directory_organisation committee = { 0 };
	enum err e;

	e = directory_committee_above(
		db, a, view->branch.parent_id ? view->branch.parent_id : view->branch.id,
		&committee);
	if (e && e != ERR_NOT_FOUND)
		return e;
	*ret = (struct step_actor){ committee.id, committee.kind };
	return OK;
}

/* Where the person stands once the record is there too. */
static enum err standing_after(const struct step_ask *ask, const struct case_view *view,
			       const struct step_plan *plan, struct development_trial *ret)
{
	struct rules_case c = view->rules;
	struct rules_record *records = ARENA_ARRAY(ask->a, struct rules_record, c.n_records + 1);
	struct rules_result after = { 0 };
	enum err e;

	for (size_t i = 0; i < c.n_records; i++) {
		records[i] = c.records[i];
		if (plan->replaces && view->records.items[i].id == plan->replaces)
			records[i].voided = true;
	}
	records[c.n_records++] = plan->record;
	c.records = records;
	e = rules_evaluate(ask->set, &c, ask->today, ask->a, &after);
	if (e)
		return e;
	ret->stage = after.standing.stage;
	ret->joined_on = case_day_text(ask->a, after.standing.joined_on);
	ret->printed_until = case_day_text(ask->a, after.standing.printed_until);
	ret->full_on = case_day_text(ask->a, after.standing.full_on);
	return OK;
}

enum err development_step_try(struct db *db, const struct rules_set *set, struct arena *a,
			      const struct user *who, const struct development_step *in,
			      struct development_trial *ret)
{
	struct step_in step = { .step_code = in->step_code,
				.happened_on = in->happened_on,
				.facts = in->facts };
	struct step_ask ask = { set, a, who, in->problems, clock_today(), NULL };
	struct development_trial trial = { .case_id = in->case_id };
	struct step_actor committee;
	struct step_plan plan;
	struct case_view view;
	enum err e;

	if (!ask.problems) {
		ask.problems = ARENA_NEW(a, struct problems);
		ask.problems->a = a;
	}
	e = case_load(db, set, a, in->case_id, &view);
	if (!e)
		e = committee_of(db, a, &view, &committee);
	if (e)
		return e;
	ask.as = &committee;
	e = step_plan(db, &ask, &view, &step, 0, &plan);
	if (e)
		return e;
	trial.version = view.row.version;
	trial.organisation_id = committee.organisation_id;
	trial.stops = step_findings(&ask, &plan, RULES_STOP);
	trial.warnings = step_findings(&ask, &plan, RULES_WARN);
	e = standing_after(&ask, &view, &plan, &trial);
	if (!e)
		*ret = trial;
	return e;
}

enum err development_case_reach(struct db *db, const struct rules_set *set, struct arena *a,
				int64_t case_id, struct development_reach *reach, size_t n)
{
	struct case_view view;
	enum err e = case_load(db, set, a, case_id, &view);

	for (size_t i = 0; !e && i < n; i++) {
		struct rules_reach r = { 0 };

		e = rules_reach(set, &view.rules, rules_step_id(set, reach[i].step), clock_today(),
				a, &r);
		if (e)
			break;
		reach[i].done = r.done;
		reach[i].provisional = r.provisional;
		reach[i].earliest_on = case_day_text(a, r.earliest_on);
		reach[i].blocked_at = rules_step_code(set, r.blocked_at);
	}
	return e;
}
