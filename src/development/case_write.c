/* SPDX-License-Identifier: Apache-2.0 */
/* Opens cases, records and voids steps, moves cases: all of it inside one transaction each. */
#include "development/case_write.h"
#include "development/development.h"

#include "base/banned.h"

static enum err audit_step(struct db *db, const struct step_ask *ask, const char *action,
			   const struct case_view *view, const struct step_record *record)
{
	struct json_writer w;
	struct buf detail;
	enum err e;

	buf_init(&detail, 4096);
	json_begin(&w, &detail);
	json_object(&w, NULL);
	json_id(&w, "person_id", view->row.person_id);
	json_id(&w, "record_id", record->id);
	json_str(&w, "step", record->step_code);
	json_str(&w, "happened_on", record->happened_on);
	json_str(&w, "rule_set", record->rule_set);
	if (record->reason || record->voided_reason)
		json_str(&w, "reason", record->reason ? record->reason : record->voided_reason);
	json_close(&w);
	e = json_end(&w);
	if (!e)
		e = audit_add(db, ask->who, action, "development_case", view->row.id, detail.text);
	buf_release(&detail);
	return e;
}

/* Loads a case that the caller may see and saw in its current version. */
static enum err load_current(struct db *db, const struct step_ask *ask, int64_t case_id,
			     int64_t version, struct case_view *ret)
{
	enum err e;

	e = case_load(db, ask->set, ask->a, case_id, ret);
	if (e)
		return e;
	e = step_may_see(ask->who, ret);
	if (e)
		return e;
	return version == ret->row.version ? OK : ERR_STALE;
}

static enum err record_add(struct db *db, const struct step_ask *ask, const struct case_view *view,
			   const struct step_in *in, const struct step_plan *plan,
			   struct step_record *ret)
{
	struct step_record record = {
		.case_id = view->row.id,
		.step_code = plan->step->code,
		.happened_on = in->happened_on,
		.facts = facts_print(ask->set, &plan->facts, ask->a),
		.rule_set = rules_pack_id(plan->pack),
		.warnings = step_warnings(ask, plan, &in->reasons),
		.organisation_id = plan->organisation_id,
		.had_committee = plan->record.branch.has_committee,
		.had_groups = plan->record.branch.has_groups,
		.recorded_by = ask->who->account_id,
		.recorded_at = clock_now(),
		.reason = in->reason,
	};
	enum err e;

	e = step_add(db, &record, &record.id);
	if (e)
		return e;
	*ret = record;
	return plan->replaces ? step_supersede(db, view->row.id, plan->replaces, record.id) : OK;
}

enum err step_record_write(struct db *db, const struct step_ask *ask, int64_t case_id,
			   const struct step_in *in, int64_t corrects, struct step_done *ret)
{
	struct step_in asked = *in;
	struct step_record record;
	struct step_plan plan;
	struct case_view view;
	enum err e;

	ask->problems->n = 0; /* the transaction may run again */
	e = load_current(db, ask, case_id, in->version, &view);
	if (e)
		return e;
	for (size_t i = 0; corrects && i < view.records.n; i++) {
		if (view.records.items[i].id == corrects)
			asked.step_code = view.records.items[i].step_code;
	}
	if (!asked.step_code)
		return ERR_NOT_FOUND;
	e = step_plan(db, ask, &view, &asked, corrects, &plan);
	if (e)
		return e;
	ret->details = step_refusal(ask, &plan, &in->reasons);
	if (ret->details)
		return ERR_RULE;
	e = case_touch(db, case_id, in->version);
	if (e)
		return e;
	e = record_add(db, ask, &view, &asked, &plan, &record);
	if (e)
		return e;
	ret->record_id = record.id;
	e = case_sync(db, ask->set, ask->a, case_id, ask->today, ask->who->account_id, &ret->view);
	if (e)
		return e;
	return audit_step(db, ask, corrects ? "case.step.correct" : "case.step.record", &view,
			  &record);
}

enum err step_void_write(struct db *db, const struct step_ask *ask, int64_t case_id,
			 int64_t record_id, const struct step_in *in, struct step_done *ret)
{
	const struct step_record *found = NULL;
	const struct rules_step *step;
	struct step_record record;
	struct step_actor actor;
	struct case_view view;
	enum err e;

	e = load_current(db, ask, case_id, in->version, &view);
	if (e)
		return e;
	for (size_t i = 0; i < view.records.n; i++) {
		if (view.records.items[i].id == record_id)
			found = &view.records.items[i];
	}
	if (!found)
		return ERR_NOT_FOUND;
	record = *found;
	record.voided_reason = in->reason;
	step = case_step_on(ask->set, record.step_code,
			    record.happened_on ? case_day(record.happened_on) : ask->today, NULL);
	e = step_may_act(db, ask->a, ask->who, &view, step ? step->actor : RULES_BRANCH, &actor);
	if (e)
		return e;
	e = case_touch(db, case_id, in->version);
	if (e)
		return e;
	e = step_void(db, case_id, record_id, in->reason, ask->who->account_id, clock_now());
	if (e)
		return e;
	ret->record_id = record_id;
	e = case_sync(db, ask->set, ask->a, case_id, ask->today, ask->who->account_id, &ret->view);
	if (e)
		return e;
	return audit_step(db, ask, "case.step.void", &view, &record);
}

/* ---- transfers ---- */

/* Recording for the branch itself or from above it. */
static bool may_move(const struct user *who, const char *path)
{
	return user_may_at(who, PERM_CASE_BRANCH, path) ||
	       user_may_at(who, PERM_CASE_SUPERIOR, path);
}

static enum err transfer_target(struct db *db, const struct step_ask *ask,
				const struct case_view *view, const struct transfer_in *in,
				struct directory_organisation *ret)
{
	enum err e;

	e = directory_organisation_get(db, ask->a, in->to_branch_id, ret);
	if (e)
		return e;
	if (!user_may_at(ask->who, PERM_CASE_READ, ret->path))
		return ERR_NOT_FOUND;
	if (!may_move(ask->who, view->branch.path) || !may_move(ask->who, ret->path))
		return ERR_FORBIDDEN;
	if (!directory_is_branch(ret->kind) || ret->closed_on || ret->id == view->branch.id ||
	    !str_eq(view->row.state, "open"))
		return ERR_CONFLICT;
	return OK;
}

static enum err transfer_rows(struct db *db, const struct step_ask *ask,
			      const struct case_view *view, const struct transfer_in *in)
{
	struct case_transfer move = {
		.from_branch_id = view->branch.id,
		.to_branch_id = in->to_branch_id,
		.moved_on = in->moved_on,
		.note = in->note,
		.recorded_by = ask->who->account_id,
		.recorded_at = clock_now(),
	};
	struct directory_affiliation affiliation = {
		.person_id = view->row.person_id,
		.organisation_id = in->to_branch_id,
		.from_on = in->moved_on,
		.reason = in->note,
		.recorded_by = ask->who->account_id,
	};
	int64_t id;
	enum err e;

	e = transfer_add(db, view->row.id, &move, &id);
	if (e)
		return e;
	e = case_set_branch(db, view->row.id, in->to_branch_id);
	if (e)
		return e;
	return directory_affiliate(db, &affiliation, &id);
}

enum err case_transfer_write(struct db *db, const struct step_ask *ask, int64_t case_id,
			     const struct transfer_in *in, struct step_done *ret)
{
	struct directory_organisation to;
	struct case_view view;
	enum err e;

	ask->problems->n = 0;
	e = load_current(db, ask, case_id, in->version, &view);
	if (e)
		return e;
	e = transfer_target(db, ask, &view, in, &to);
	if (e)
		return e;
	if (case_day(in->moved_on) > ask->today ||
	    case_day(in->moved_on) < case_day(view.row.opened_on)) {
		problem_add(ask->problems, "moved_on", "out_of_range", NULL);
		return ERR_INPUT;
	}
	e = case_touch(db, case_id, in->version);
	if (e)
		return e;
	e = transfer_rows(db, ask, &view, in);
	if (e)
		return e;
	e = case_sync(db, ask->set, ask->a, case_id, ask->today, ask->who->account_id, &ret->view);
	if (e)
		return e;
	return audit_add(db, ask->who, "case.transfer", "development_case", case_id,
			 arena_printf(ask->a,
				      "{\"from_branch_id\":\"%lld\",\"to_branch_id\":\"%lld\","
				      "\"moved_on\":\"%s\"}",
				      (long long)view.branch.id, (long long)in->to_branch_id,
				      in->moved_on));
}

/* ---- opening ---- */

enum err development_case_open(struct db *db, const struct rules_set *set, struct arena *a,
			       const struct user *who, int64_t person_id, const char *opened_on,
			       int64_t *ret_id)
{
	struct directory_person_state person;
	int32_t today = clock_today();
	int64_t open = 0, id;
	struct case_row row;
	enum err e;

	e = authz_person(db, who, PERM_CASE_READ, person_id);
	if (e)
		return e;
	e = authz_person(db, who, PERM_CASE_BRANCH, person_id);
	if (e)
		return e;
	e = directory_person_state(db, a, person_id, &person);
	if (e)
		return e;
	if (!person.branch_id || str_eq(person.stage, "full"))
		return ERR_CONFLICT;
	e = case_open_of_person(db, person_id, &open);
	if (e || open)
		return e ? e : ERR_CONFLICT;
	row = (struct case_row){ .school_id = person.school_id,
				 .person_id = person_id,
				 .branch_id = person.branch_id,
				 .opened_on = opened_on ? opened_on : case_day_text(a, today) };
	e = case_add(db, &row, &id);
	if (e)
		return e;
	e = case_sync(db, set, a, id, today, who->account_id, NULL);
	if (e)
		return e;
	*ret_id = id;
	return audit_add(db, who, "case.open", "development_case", id,
			 arena_printf(a, "{\"person_id\":\"%lld\"}", (long long)person_id));
}

/* Those given for single rules, then the one given for all. */
static struct fld_list reasons_all(struct arena *a, const struct development_step *in,
				   const struct rules_result *result)
{
	size_t n = in->reasons.n, more = in->reason_for_all ? result->n_findings : 0;
	struct step_reason *items = ARENA_ARRAY(a, struct step_reason, n + more);

	if (n)
		memcpy(items, in->reasons.items, n * sizeof(*items));
	for (size_t i = 0; i < more; i++)
		items[n + i] = (struct step_reason){ rules_rule_id(result->findings[i].rule),
						     in->reason_for_all };
	return (struct fld_list){ items, n + more };
}

enum err development_step_record(struct db *db, const struct rules_set *set, struct arena *a,
				 const struct user *who, const struct development_step *in,
				 int64_t *ret_record, const char **ret_details)
{
	struct step_ask ask = {
		set,           a,
		who,           in->problems ? in->problems : ARENA_NEW(a, struct problems),
		clock_today(), NULL
	};
	struct step_done done = { 0 };
	struct case_view view;
	struct step_in step = { .step_code = in->step_code,
				.happened_on = in->happened_on,
				.facts = in->facts };
	struct step_plan plan;
	enum err e;

	ask.problems->a = a;
	e = case_load(db, set, a, in->case_id, &view);
	if (e)
		return e;
	e = step_plan(db, &ask, &view, &step, 0, &plan);
	if (e)
		return e;
	step.reasons = reasons_all(a, in, &plan.result);
	step.version = view.row.version;
	e = step_record_write(db, &ask, in->case_id, &step, 0, &done);
	if (ret_details)
		*ret_details = done.details;
	if (!e && ret_record)
		*ret_record = done.record_id;
	return e;
}
