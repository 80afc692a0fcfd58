/* SPDX-License-Identifier: Apache-2.0 */
/* Records that another feature made on a post's behalf, kept up to date by it. */
#include "development/case_write.h"
#include "development/development.h"

#include "base/banned.h"

static const struct step_record *standing(const struct case_view *view,
					  const struct development_amend *in)
{
	for (size_t i = 0; i < view->records.n; i++) {
		const struct step_record *r = &view->records.items[i];

		if (!r->superseded_by && !r->voided_at && str_eq(r->step_code, in->step_code) &&
		    str_eq(r->happened_on, in->happened_on))
			return r;
	}
	return NULL;
}

/* The same reason for every warning. */
static enum err reasons_of(struct db *db, const struct step_ask *ask, const struct case_view *view,
			   struct step_in *step, int64_t corrects)
{
	struct step_reason *items;
	struct step_plan plan;
	enum err e = step_plan(db, ask, view, step, corrects, &plan);

	if (e)
		return e;
	items = ARENA_ARRAY(ask->a, struct step_reason, plan.result.n_findings);
	for (size_t i = 0; i < plan.result.n_findings; i++)
		items[i] = (struct step_reason){ rules_rule_id(plan.result.findings[i].rule),
						 step->reason };
	step->reasons = (struct fld_list){ items, plan.result.n_findings };
	return OK;
}

enum err development_step_amend(struct db *db, const struct rules_set *set, struct arena *a,
				const struct user *who, const struct development_amend *in,
				const char **ret_details)
{
	struct problems problems = { .a = a };
	struct step_ask ask = { set, a, who, &problems, clock_today(), NULL };
	struct step_in step = { .step_code = in->step_code,
				.happened_on = in->happened_on,
				.facts = in->facts,
				.reason = in->reason };
	const struct step_record *record;
	struct step_done done = { 0 };
	struct case_view view;
	enum err e = case_load(db, set, a, in->case_id, &view);

	if (e)
		return e;
	record = standing(&view, in);
	if (!record)
		return ERR_NOT_FOUND;
	step.version = view.row.version;
	if (in->facts)
		e = reasons_of(db, &ask, &view, &step, record->id);
	if (e)
		return e;
	if (in->facts)
		e = step_record_write(db, &ask, in->case_id, &step, record->id, &done);
	else
		e = step_void_write(db, &ask, in->case_id, record->id, &step, &done);
	*ret_details = done.details;
	return e;
}
