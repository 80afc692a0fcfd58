/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of plan_place, and handing places down. */
#include "desk/desk_impl.h"

#include "base/banned.h"

enum err desk_plan_current(struct db *db, struct arena *a, int64_t organisation_id, int64_t year,
			   struct plan_place *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_DESK_PLAN_CURRENT, &q);
	if (e)
		return e;
	bind_i64(q, DESK_PLAN_CURRENT_ORGANISATION_ID, organisation_id);
	bind_i64(q, DESK_PLAN_CURRENT_YEAR, year);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret = (struct plan_place){ .year = year, .organisation_id = organisation_id };
	if (!row)
		return OK;
	ret->id = col_i64(q, DESK_PLAN_CURRENT_C_ID);
	ret->places = col_i64(q, DESK_PLAN_CURRENT_C_PLACES);
	ret->given_on = col_dup(q, DESK_PLAN_CURRENT_C_GIVEN_ON, a);
	ret->number = col_dup(q, DESK_PLAN_CURRENT_C_NUMBER, a);
	return OK;
}

enum err desk_plan_given(struct db *db, int64_t organisation_id, int64_t year, int64_t but,
			 int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_PLAN_GIVEN, &q);
	if (e)
		return e;
	bind_i64(q, DESK_PLAN_GIVEN_ORGANISATION_ID, organisation_id);
	bind_i64(q, DESK_PLAN_GIVEN_YEAR, year);
	bind_i64(q, DESK_PLAN_GIVEN_BUT, but);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, DESK_PLAN_GIVEN_C_PLACES);
	return e;
}

static enum err add(struct db *db, const struct user *who, const struct plan_place *in,
		    int64_t old_id, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_PLAN_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DESK_PLAN_ADD_SCHOOL_ID, in->school_id);
	bind_i64(q, DESK_PLAN_ADD_YEAR, in->year);
	bind_i64(q, DESK_PLAN_ADD_ORGANISATION_ID, in->organisation_id);
	bind_id(q, DESK_PLAN_ADD_GIVEN_BY, in->given_by);
	bind_i64(q, DESK_PLAN_ADD_PLACES, in->places);
	bind_str(q, DESK_PLAN_ADD_GIVEN_ON, in->given_on);
	bind_str(q, DESK_PLAN_ADD_NUMBER, in->number);
	bind_str(q, DESK_PLAN_ADD_REASON, in->reason);
	bind_id(q, DESK_PLAN_ADD_RECORDED_BY, who->account_id);
	bind_i64(q, DESK_PLAN_ADD_RECORDED_AT, clock_now());
	bind_id(q, DESK_PLAN_ADD_SUPERSEDED_BY, old_id);
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, DESK_PLAN_ADD_C_ID);
	return e;
}

static enum err supersede(struct db *db, int64_t id, int64_t by)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_DESK_PLAN_SUPERSEDE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_PLAN_SUPERSEDE_ID, id);
	bind_i64(q, DESK_PLAN_SUPERSEDE_BY, by);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

static enum err stand(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_PLAN_STAND, &q);
	if (e)
		return e;
	bind_i64(q, DESK_PLAN_STAND_ID, id);
	return step_done(q, NULL);
}

/* One row counts at a time, so the new one is put in behind the old one and stands after it. */
enum err desk_plan_put(struct db *db, const struct user *who, const struct plan_place *in,
		       int64_t old_id, int64_t *ret_id)
{
	enum err e = add(db, who, in, old_id, ret_id);

	if (!e && old_id)
		e = supersede(db, old_id, *ret_id);
	if (!e && old_id)
		e = stand(db, *ret_id);
	return e;
}

/* ---- handing down ---- */

static enum err may_give(struct db *db, struct desk_ask *ask,
			 const struct directory_organisation *where)
{
	enum err e = authz_organisation(db, ask->who, PERM_DIRECTORY_READ, where->id);

	if (e)
		return e;
	e = authz_organisation(db, ask->who,
			       where->parent_id ? PERM_CASE_SUPERIOR : PERM_CASE_HIGHER,
			       where->parent_id ? where->parent_id : where->id);
	return e == ERR_NOT_FOUND ? ERR_FORBIDDEN : e; /* sees his own, not the one above */
}

static enum err refuse(struct desk_ask *ask, enum desk_rule rule, int64_t n, int64_t of)
{
	ask->details = desk_refusal(ask->a, rule, n, of);
	return ERR_RULE;
}

/* Nobody hands down more than he has: above this organisation and below it. */
static enum err sums_check(struct db *db, struct desk_ask *ask,
			   const struct directory_organisation *where, const struct plan_in *in)
{
	struct plan_place above = { 0 };
	int64_t given = 0;
	enum err e;

	e = desk_plan_given(db, where->id, in->year, 0, &given);
	if (e)
		return e;
	if (given > in->places)
		return refuse(ask, DESK_PLACES_OVER, given, in->places);
	if (!where->parent_id)
		return OK;
	e = desk_plan_current(db, ask->a, where->parent_id, in->year, &above);
	if (!e)
		e = desk_plan_given(db, where->parent_id, in->year, where->id, &given);
	if (e)
		return e;
	if (!above.id)
		return refuse(ask, DESK_PLACES_NONE, 0, 0);
	if (given + in->places > above.places)
		return refuse(ask, DESK_PLACES_OVER, given + in->places, above.places);
	return OK;
}

static enum err input_check(struct desk_ask *ask, const struct plan_in *in, bool correction)
{
	int32_t day = DATE_NONE;

	if (date_parse(in->given_on, &day) || day > clock_today())
		problem_add(ask->problems, "given_on", "in_future", NULL);
	if (correction && (str_empty(in->reason) || utf8_count(in->reason, strlen(in->reason)) < 2))
		problem_add(ask->problems, "reason", "required", NULL);
	return ask->problems->n ? ERR_INPUT : OK;
}

enum err desk_plan_give(struct db *db, struct desk_ask *ask, const struct plan_in *in,
			int64_t *ret_id)
{
	struct directory_organisation where = { 0 };
	struct plan_place current = { 0 }, row;
	enum err e;

	ask->problems->n = 0;
	ask->details = NULL;
	e = directory_organisation_get(db, ask->a, in->organisation_id, &where);
	if (!e)
		e = may_give(db, ask, &where);
	if (!e)
		e = desk_plan_current(db, ask->a, where.id, in->year, &current);
	if (e)
		return e;
	if (where.closed_on)
		return ERR_CONFLICT;
	if (current.id != in->replaces_id)
		return ERR_STALE;
	e = input_check(ask, in, current.id != 0);
	if (!e)
		e = sums_check(db, ask, &where, in);
	if (e)
		return e;
	row = (struct plan_place){ .school_id = where.school_id,
				   .year = in->year,
				   .organisation_id = where.id,
				   .given_by = where.parent_id,
				   .places = in->places,
				   .given_on = in->given_on,
				   .number = in->number,
				   .reason = in->reason };
	e = desk_plan_put(db, ask->who, &row, current.id, ret_id);
	return e ? e
		 : audit_add(db, ask->who, "desk.plan.give", "organisation", where.id,
			     arena_printf(ask->a, "{\"year\":%lld,\"places\":%lld,\"before\":%lld}",
					  (long long)in->year, (long long)in->places,
					  (long long)(current.id ? current.places : -1)));
}
