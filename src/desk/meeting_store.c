/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of desk_meeting, desk_member and desk_item. */
#include "desk/desk_impl.h"

#include "base/banned.h"

/* ---- meetings ---- */

enum err desk_meeting_add(struct db *db, const struct user *who, const struct desk_meeting *in,
			  int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_ADD_SCHOOL_ID, in->school_id);
	bind_i64(q, DESK_MEETING_ADD_ORGANISATION_ID, in->organisation_id);
	bind_str(q, DESK_MEETING_ADD_TITLE, in->title);
	bind_str(q, DESK_MEETING_ADD_POWER, in->power);
	bind_str(q, DESK_MEETING_ADD_PLANNED_ON, in->planned_on);
	bind_id(q, DESK_MEETING_ADD_OPENED_BY, who->account_id);
	bind_i64(q, DESK_MEETING_ADD_OPENED_AT, clock_now());
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, DESK_MEETING_ADD_C_ID);
	return e;
}

enum err desk_meeting_get(struct db *db, struct arena *a, int64_t id, struct desk_meeting *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_GET, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct desk_meeting){
		.id = id,
		.school_id = col_i64(q, DESK_MEETING_GET_C_SCHOOL_ID),
		.organisation_id = col_i64(q, DESK_MEETING_GET_C_ORGANISATION_ID),
		.organisation_name = col_dup(q, DESK_MEETING_GET_C_ORGANISATION_NAME, a),
		.path = col_dup(q, DESK_MEETING_GET_C_PATH, a),
		.title = col_dup(q, DESK_MEETING_GET_C_TITLE, a),
		.power = col_dup(q, DESK_MEETING_GET_C_POWER, a),
		.state = col_dup(q, DESK_MEETING_GET_C_STATE, a),
		.planned_on = col_dup(q, DESK_MEETING_GET_C_PLANNED_ON, a),
		.held_on = col_dup(q, DESK_MEETING_GET_C_HELD_ON, a),
		.chair_id = col_i64(q, DESK_MEETING_GET_C_CHAIR_ID),
		.chair_name = col_dup(q, DESK_MEETING_GET_C_CHAIR_NAME, a),
		.recorder_id = col_i64(q, DESK_MEETING_GET_C_RECORDER_ID),
		.recorder_name = col_dup(q, DESK_MEETING_GET_C_RECORDER_NAME, a),
		.cancel_reason = col_dup(q, DESK_MEETING_GET_C_CANCEL_REASON, a),
		.version = col_i64(q, DESK_MEETING_GET_C_VERSION),
	};
	return OK;
}

enum err desk_meeting_touch(struct db *db, int64_t id, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_TOUCH, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_TOUCH_ID, id);
	bind_i64(q, DESK_MEETING_TOUCH_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err desk_meeting_set_plan(struct db *db, int64_t id, const char *title, const char *planned_on)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_PLAN, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_PLAN_ID, id);
	bind_str(q, DESK_MEETING_PLAN_TITLE, title);
	bind_str(q, DESK_MEETING_PLAN_PLANNED_ON, planned_on);
	return step_done(q, NULL);
}

enum err desk_meeting_set_held(struct db *db, const struct desk_meeting *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_HOLD, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_HOLD_ID, in->id);
	bind_str(q, DESK_MEETING_HOLD_HELD_ON, in->held_on);
	bind_id(q, DESK_MEETING_HOLD_CHAIR_ID, in->chair_id);
	bind_id(q, DESK_MEETING_HOLD_RECORDER_ID, in->recorder_id);
	return step_done(q, NULL);
}

enum err desk_meeting_set_closed(struct db *db, const struct user *who, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_CLOSE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_CLOSE_ID, id);
	bind_id(q, DESK_MEETING_CLOSE_CLOSED_BY, who->account_id);
	bind_i64(q, DESK_MEETING_CLOSE_CLOSED_AT, clock_now());
	return step_done(q, NULL);
}

enum err desk_meeting_set_cancelled(struct db *db, const struct user *who, int64_t id,
				    const char *reason)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEETING_CANCEL, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_CANCEL_ID, id);
	bind_str(q, DESK_MEETING_CANCEL_REASON, reason);
	bind_id(q, DESK_MEETING_CANCEL_CLOSED_BY, who->account_id);
	bind_i64(q, DESK_MEETING_CANCEL_CLOSED_AT, clock_now());
	return step_done(q, NULL);
}

/* ---- members ---- */

static enum err member_add(struct db *db, int64_t meeting_id, const struct desk_member *m)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEMBER_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEMBER_ADD_MEETING_ID, meeting_id);
	bind_i64(q, DESK_MEMBER_ADD_PERSON_ID, m->person_id);
	bind_str(q, DESK_MEMBER_ADD_POST_KIND, m->post_kind);
	bind_bool(q, DESK_MEMBER_ADD_PRESENT, m->present);
	bind_str(q, DESK_MEMBER_ADD_REASON, m->reason);
	return step_done(q, NULL);
}

static enum err members_clear(struct db *db, int64_t meeting_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEMBER_CLEAR, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEMBER_CLEAR_MEETING_ID, meeting_id);
	return step_done(q, NULL);
}

enum err desk_members_put(struct db *db, int64_t meeting_id, const struct fld_list *members)
{
	const struct desk_member *items = members->items;
	enum err e = members_clear(db, meeting_id);

	for (size_t i = 0; !e && i < members->n; i++)
		e = member_add(db, meeting_id, &items[i]);
	return e;
}

enum err desk_members_list(struct db *db, struct arena *a, int64_t meeting_id, struct fld_list *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct desk_member *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_DESK_MEMBER_LIST, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEMBER_LIST_MEETING_ID, meeting_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct desk_member){
			.person_id = col_i64(q, DESK_MEMBER_LIST_C_PERSON_ID),
			.name = col_dup(q, DESK_MEMBER_LIST_C_NAME, a),
			.post_kind = col_dup(q, DESK_MEMBER_LIST_C_POST_KIND, a),
			.reason = col_dup(q, DESK_MEMBER_LIST_C_REASON, a),
			.present = col_bool(q, DESK_MEMBER_LIST_C_PRESENT),
		};
	*ret = (struct fld_list){ items, n };
	return e;
}

static bool member_known(const struct desk_member *items, size_t n, int64_t person_id)
{
	for (size_t i = 0; i < n; i++) {
		if (items[i].person_id == person_id)
			return true;
	}
	return false;
}

enum err desk_members_due(struct db *db, struct arena *a, int64_t organisation_id, const char *day,
			  struct fld_list *ret)
{
	struct directory_holder *holders = NULL;
	struct desk_member *items = NULL;
	size_t n = 0, cap = 0, n_holders = 0;
	enum err e;

	e = directory_post_holders(db, a, organisation_id, NULL, day, &holders, &n_holders);
	for (size_t i = 0; !e && i < n_holders && n < DESK_MEMBERS_MAX; i++) {
		if (!desk_is_member(holders[i].kind) ||
		    member_known(items, n, holders[i].person_id)) /* two posts, one member */
			continue;
		*VEC_PUSH(a, items, n, cap) =
			(struct desk_member){ .person_id = holders[i].person_id,
					      .name = holders[i].name,
					      .post_kind = holders[i].kind };
	}
	*ret = (struct fld_list){ items, n };
	return e;
}

/* ---- cases on the agenda ---- */

enum err desk_item_add(struct db *db, int64_t meeting_id, int64_t case_id, const char *step_code,
		       int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_ADD_MEETING_ID, meeting_id);
	bind_i64(q, DESK_ITEM_ADD_CASE_ID, case_id);
	bind_str(q, DESK_ITEM_ADD_STEP_CODE, step_code);
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, DESK_ITEM_ADD_C_ID);
	return e;
}

enum err desk_item_remove(struct db *db, int64_t meeting_id, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_REMOVE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_REMOVE_ID, id);
	bind_i64(q, DESK_ITEM_REMOVE_MEETING_ID, meeting_id);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static int64_t count_or_none(struct stmt *q, int col)
{
	return col_null(q, col) ? -1 : col_i64(q, col);
}

static struct desk_item item_take(struct stmt *q, struct arena *a)
{
	return (struct desk_item){
		.id = col_i64(q, DESK_ITEM_LIST_C_ID),
		.position = col_i64(q, DESK_ITEM_LIST_C_POSITION),
		.case_id = col_i64(q, DESK_ITEM_LIST_C_CASE_ID),
		.step_code = col_dup(q, DESK_ITEM_LIST_C_STEP_CODE, a),
		.state = col_dup(q, DESK_ITEM_LIST_C_STATE, a),
		.decision = col_dup(q, DESK_ITEM_LIST_C_DECISION, a),
		.reason = col_dup(q, DESK_ITEM_LIST_C_REASON, a),
		.votes = { count_or_none(q, DESK_ITEM_LIST_C_VOTES_FOR),
			   count_or_none(q, DESK_ITEM_LIST_C_VOTES_AGAINST),
			   count_or_none(q, DESK_ITEM_LIST_C_VOTES_ABSTAIN) },
		.number = col_dup(q, DESK_ITEM_LIST_C_NUMBER, a),
		.received_on = col_dup(q, DESK_ITEM_LIST_C_RECEIVED_ON, a),
		.reasons = col_dup(q, DESK_ITEM_LIST_C_REASONS, a),
		.refusal = col_dup(q, DESK_ITEM_LIST_C_REFUSAL, a),
		.record_id = col_i64(q, DESK_ITEM_LIST_C_RECORD_ID),
		.printed_from = col_dup(q, DESK_ITEM_LIST_C_PRINTED_FROM, a),
		.printed_until = col_dup(q, DESK_ITEM_LIST_C_PRINTED_UNTIL, a),
		.printed_full_on = col_dup(q, DESK_ITEM_LIST_C_PRINTED_FULL_ON, a),
		.person_id = col_i64(q, DESK_ITEM_LIST_C_PERSON_ID),
		.person_name = col_dup(q, DESK_ITEM_LIST_C_PERSON_NAME, a),
		.branch_id = col_i64(q, DESK_ITEM_LIST_C_BRANCH_ID),
		.branch_name = col_dup(q, DESK_ITEM_LIST_C_BRANCH_NAME, a),
		.stage = col_dup(q, DESK_ITEM_LIST_C_STAGE, a),
	};
}

enum err desk_items_list(struct db *db, struct arena *a, int64_t meeting_id, struct fld_list *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct desk_item *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_LIST, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_LIST_MEETING_ID, meeting_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = item_take(q, a);
	*ret = (struct fld_list){ items, n };
	return e;
}

/* -1, not counted, is NULL. */
static void bind_count(struct stmt *q, int param, int64_t n)
{
	if (n < 0)
		bind_null(q, param);
	else
		bind_i64(q, param, n);
}

enum err desk_item_decide(struct db *db, const struct user *who, int64_t meeting_id,
			  const struct desk_item *item)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_DECIDE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_DECIDE_ID, item->id);
	bind_i64(q, DESK_ITEM_DECIDE_MEETING_ID, meeting_id);
	bind_str(q, DESK_ITEM_DECIDE_DECISION, item->decision);
	bind_str(q, DESK_ITEM_DECIDE_REASON, item->reason);
	bind_count(q, DESK_ITEM_DECIDE_VOTES_FOR, item->votes.in_favour);
	bind_count(q, DESK_ITEM_DECIDE_VOTES_AGAINST, item->votes.against);
	bind_count(q, DESK_ITEM_DECIDE_VOTES_ABSTAIN, item->votes.abstain);
	bind_str(q, DESK_ITEM_DECIDE_NUMBER, item->number);
	bind_str(q, DESK_ITEM_DECIDE_RECEIVED_ON, item->received_on);
	bind_str(q, DESK_ITEM_DECIDE_REASONS, item->reasons);
	bind_id(q, DESK_ITEM_DECIDE_DECIDED_BY, who->account_id);
	bind_i64(q, DESK_ITEM_DECIDE_DECIDED_AT, clock_now());
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_CONFLICT;
}

enum err desk_item_settle(struct db *db, const struct desk_item *item, const char *state)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_SETTLE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_SETTLE_ID, item->id);
	bind_str(q, DESK_ITEM_SETTLE_STATE, state);
	bind_str(q, DESK_ITEM_SETTLE_REFUSAL, item->refusal);
	bind_id(q, DESK_ITEM_SETTLE_RECORD_ID, item->record_id);
	bind_str(q, DESK_ITEM_SETTLE_PRINTED_FROM, item->printed_from);
	bind_str(q, DESK_ITEM_SETTLE_PRINTED_UNTIL, item->printed_until);
	bind_str(q, DESK_ITEM_SETTLE_PRINTED_FULL_ON, item->printed_full_on);
	return step_done(q, NULL);
}

enum err desk_items_off(struct db *db, int64_t meeting_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_OFF, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_OFF_MEETING_ID, meeting_id);
	return step_done(q, NULL);
}

enum err desk_item_elsewhere(struct db *db, int64_t organisation_id, int64_t case_id,
			     const char *step_code, int64_t *ret_meeting)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_DESK_ITEM_ELSEWHERE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_ELSEWHERE_ORGANISATION_ID, organisation_id);
	bind_i64(q, DESK_ITEM_ELSEWHERE_CASE_ID, case_id);
	bind_str(q, DESK_ITEM_ELSEWHERE_STEP_CODE, step_code);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret_meeting = row ? col_i64(q, DESK_ITEM_ELSEWHERE_C_MEETING_ID) : 0;
	return OK;
}

enum err desk_case_get(struct db *db, struct arena *a, int64_t id, struct desk_case *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DESK_CASE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_CASE_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct desk_case){
		.id = id,
		.branch_id = col_i64(q, DESK_CASE_C_BRANCH_ID),
		.parent_id = col_i64(q, DESK_CASE_C_PARENT_ID),
		.path = col_dup(q, DESK_CASE_C_PATH, a),
		.state = col_dup(q, DESK_CASE_C_STATE, a),
	};
	return OK;
}
