/* SPDX-License-Identifier: Apache-2.0 */
/* Writes what follows from a case's records, in the transaction that changed them. */
#include "development/case_sync.h"

#include "base/banned.h"

enum err case_owners(struct db *db, struct arena *a, const struct case_view *view,
		     struct case_owners *ret)
{
	struct directory_organisation committee = { 0 }, school = { 0 };
	enum err e;

	e = directory_committee_above(
		db, a, view->branch.parent_id ? view->branch.parent_id : view->branch.id,
		&committee);
	if (e && e != ERR_NOT_FOUND)
		return e;
	e = directory_organisation_get(db, a, view->row.school_id, &school);
	if (e)
		return e;
	if (!committee.id)
		committee = school;
	ret->id[RULES_PERSON_SELF] = view->branch.id;
	ret->name[RULES_PERSON_SELF] = view->branch.name;
	ret->id[RULES_BRANCH] = view->branch.id;
	ret->name[RULES_BRANCH] = view->branch.name;
	ret->id[RULES_SUPERIOR] = committee.id;
	ret->name[RULES_SUPERIOR] = committee.name;
	ret->id[RULES_HIGHER] = school.id;
	ret->name[RULES_HIGHER] = school.name;
	return OK;
}

/* ---- duties and state ---- */

static enum err duties_clear(struct db *db, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DUTY_CLEAR, &q);
	if (e)
		return e;
	bind_i64(q, DUTY_CLEAR_CASE_ID, case_id);
	return step_done(q, NULL);
}

static enum err duty_add(struct db *db, struct arena *a, const struct case_view *view,
			 const struct case_owners *owners, const struct case_duty *duty)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DUTY_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DUTY_ADD_CASE_ID, view->row.id);
	bind_str(q, DUTY_ADD_DUTY, duty->duty);
	bind_str(q, DUTY_ADD_STEP_CODE, duty->step_code);
	bind_str(q, DUTY_ADD_OWNER, rules_actor_codes[duty->owner]);
	bind_i64(q, DUTY_ADD_ORGANISATION_ID, owners->id[duty->owner]);
	bind_i64(q, DUTY_ADD_BRANCH_ID, view->row.branch_id);
	bind_str(q, DUTY_ADD_SINCE_ON, case_day_text(a, duty->since));
	bind_str(q, DUTY_ADD_EARLIEST_ON, case_day_text(a, duty->earliest_on));
	bind_str(q, DUTY_ADD_DUE_ON, case_day_text(a, duty->due_on));
	return step_done(q, NULL);
}

static enum err duties_write(struct db *db, struct arena *a, const struct case_view *view,
			     const struct case_summary *s)
{
	struct case_owners owners;
	enum err e;

	e = duties_clear(db, view->row.id);
	if (e || !s->n_duties)
		return e;
	e = case_owners(db, a, view, &owners);
	for (size_t i = 0; !e && i < s->n_duties; i++)
		e = duty_add(db, a, view, &owners, &s->duties[i]);
	return e;
}

static enum err state_write(struct db *db, const struct rules_set *set, struct arena *a,
			    const struct case_view *view, const struct rules_result *result,
			    const struct case_summary *s)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_STATE_PUT, &q);
	if (e)
		return e;
	bind_i64(q, CASE_STATE_PUT_CASE_ID, view->row.id);
	bind_str(q, CASE_STATE_PUT_STAGE, result->standing.stage);
	bind_str(q, CASE_STATE_PUT_NEXT_STEP, s->next ? rules_step_code(set, s->next->step) : NULL);
	bind_str(q, CASE_STATE_PUT_OWNER, s->next ? rules_actor_codes[s->next->actor] : NULL);
	bind_str(q, CASE_STATE_PUT_SINCE_ON, s->next ? case_day_text(a, s->next_since) : NULL);
	bind_str(q, CASE_STATE_PUT_EARLIEST_ON,
		 s->next ? case_day_text(a, s->next->earliest_on) : NULL);
	bind_str(q, CASE_STATE_PUT_DUE_ON, case_day_text(a, s->next_due_on));
	bind_i64(q, CASE_STATE_PUT_FINDINGS_N, s->findings_n);
	bind_str(q, CASE_STATE_PUT_BASIS, case_basis(a, view));
	bind_str(q, CASE_STATE_PUT_REFRESH_ON, case_day_text(a, s->refresh_on));
	return step_done(q, NULL);
}

/* ---- stages ---- */

static bool stage_in(const struct case_stages *list, const struct case_stage *one)
{
	for (size_t i = 0; i < list->n; i++) {
		if (str_eq(list->items[i].stage, one->stage) &&
		    str_eq(list->items[i].happened_on, one->happened_on))
			return true;
	}
	return false;
}

/* Voids what the records no longer say, adds what they say and is not there yet. */
static enum err stages_write(struct db *db, const struct rules_set *set, struct arena *a,
			     const struct case_view *view, int32_t today, int64_t account_id)
{
	struct case_stages wanted = case_wanted_stages(set, view, today, a);
	struct case_stages known = { NULL, 0 };
	enum err e;

	e = case_stages_list(db, a, view->row.person_id, view->row.id, &known);
	for (size_t i = 0; !e && i < known.n; i++) {
		if (!stage_in(&wanted, &known.items[i]))
			e = directory_stage_void(db, known.items[i].id, account_id);
	}
	for (size_t i = 0; !e && i < wanted.n; i++) {
		const struct case_stage *w = &wanted.items[i];
		struct directory_stage stage = {
			.person_id = view->row.person_id,
			.stage = w->stage,
			.happened_on = w->happened_on,
			.case_id = view->row.id,
			.step_record_id = w->step_record_id,
			.batch_id = w->batch_id,
			.recorded_by = account_id,
		};

		if (!stage_in(&known, w))
			e = directory_stage_add(db, &stage, NULL);
	}
	return e;
}

enum err case_sync(struct db *db, const struct rules_set *set, struct arena *a, int64_t case_id,
		   int32_t today, int64_t account_id, struct case_view *ret_view)
{
	struct rules_result result = { 0 };
	struct case_summary s;
	struct case_view view;
	enum err e;

	e = case_load(db, set, a, case_id, &view);
	if (e)
		return e;
	e = rules_evaluate(set, &view.rules, today, a, &result);
	if (e)
		return e;
	s = case_summarise(set, &view, &result, today, a);
	e = stages_write(db, set, a, &view, today, account_id);
	if (e)
		return e;
	if (!str_eq(s.state, view.row.state)) {
		view.row.state = s.state;
		view.row.closed_on = case_day_text(a, s.closed_on);
		e = case_set_state(db, case_id, s.state, view.row.closed_on);
		if (e)
			return e;
	}
	e = duties_write(db, a, &view, &s);
	if (e)
		return e;
	e = state_write(db, set, a, &view, &result, &s);
	if (e)
		return e;
	if (ret_view)
		*ret_view = view;
	return OK;
}
