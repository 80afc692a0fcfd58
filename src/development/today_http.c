/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of today: what is owed, by whom, until when; and where the caller himself stands. */
#include "app.h"
#include "development/case_reply.h"
#include "development/development.h"

#include "base/banned.h"

#define SOON_DAYS 14
#define ITEMS_MAX 200
#define OPEN_MAX  50

/* ---- GET /today ---- */

struct today_query {
	int64_t organisation_id;
};

static const struct fld query_fields[] = {
	FIELD_ID_OPT(today_query, organisation_id),
	FIELD_END,
};

struct mine_reply {
	int64_t overdue, soon, open;
};

struct duty_reply {
	int64_t case_id;
	const char *person_name;
	int64_t branch_id;
	const char *branch_name, *duty, *step;
	struct both_reply title;
	const char *owner;
	int64_t owner_id;
	const char *owner_name, *since_on, *earliest_on, *due_on;
	int64_t overdue_days;
	bool mine;
	struct both_reply message;
};

struct stage_count_reply {
	const char *stage;
	int64_t n;
};

struct below_reply {
	int64_t organisation_id;
	const char *name;
	int64_t overdue, soon;
};

struct today_reply {
	const char *today;
	int64_t organisation_id;
	const char *organisation_name;
	struct mine_reply mine;
	struct fld_list items, stage_counts, by_organisation;
};

static const struct fld mine_fields[] = {
	FIELD_I64(mine_reply, overdue, 0, INT64_MAX),
	FIELD_I64(mine_reply, soon, 0, INT64_MAX),
	FIELD_I64(mine_reply, open, 0, INT64_MAX),
	FIELD_END,
};
static const struct fld duty_fields[] = {
	FIELD_ID(duty_reply, case_id),
	FIELD_STR(duty_reply, person_name, 1, 60),
	FIELD_ID(duty_reply, branch_id),
	FIELD_STR(duty_reply, branch_name, 1, 100),
	FIELD_STR(duty_reply, duty, 1, 80),
	FIELD_STR(duty_reply, step, 1, 60),
	FIELD_OBJECT(duty_reply, title, both_reply, both_reply_fields),
	FIELD_ENUM(duty_reply, owner, rules_actor_codes),
	FIELD_ID(duty_reply, owner_id),
	FIELD_STR(duty_reply, owner_name, 1, 100),
	FIELD_DATE(duty_reply, since_on),
	FIELD_DATE_OPT(duty_reply, earliest_on),
	FIELD_DATE_OPT(duty_reply, due_on),
	FIELD_I64(duty_reply, overdue_days, 0, 200000),
	FIELD_BOOL(duty_reply, mine),
	FIELD_OBJECT(duty_reply, message, both_reply, both_reply_fields),
	FIELD_END,
};
static const struct fld stage_count_fields[] = {
	FIELD_STR(stage_count_reply, stage, 1, 40),
	FIELD_I64(stage_count_reply, n, 0, INT64_MAX),
	FIELD_END,
};
static const struct fld below_fields[] = {
	FIELD_ID(below_reply, organisation_id),
	FIELD_STR(below_reply, name, 1, 100),
	FIELD_I64(below_reply, overdue, 0, INT64_MAX),
	FIELD_I64(below_reply, soon, 0, INT64_MAX),
	FIELD_END,
};
static const struct fld today_fields[] = {
	FIELD_DATE(today_reply, today),
	FIELD_ID(today_reply, organisation_id),
	FIELD_STR(today_reply, organisation_name, 1, 100),
	FIELD_OBJECT(today_reply, mine, mine_reply, mine_fields),
	FIELD_LIST(today_reply, items, duty_reply, duty_fields, ITEMS_MAX + OPEN_MAX),
	FIELD_LIST(today_reply, stage_counts, stage_count_reply, stage_count_fields, 20),
	FIELD_LIST(today_reply, by_organisation, below_reply, below_fields, 1000),
	FIELD_END,
};

struct today_job {
	struct req *rq;
	struct today_query in;
	int32_t today;
	struct directory_organisation scope;
	const char *high; /* end of the scope's paths */
	struct duty_reply *items;
	size_t n_items, cap_items;
	struct today_reply out;
};

/* Has the caller a post in the organisation that has to act? */
static bool is_mine(const struct user *who, int64_t organisation_id)
{
	const uint32_t acting = UINT32_C(1) << PERM_CASE_BRANCH |
				UINT32_C(1) << PERM_CASE_SUPERIOR | UINT32_C(1) << PERM_CASE_HIGHER;

	for (size_t i = 0; i < who->n_rights; i++) {
		if (who->rights[i].organisation_id == organisation_id &&
		    (who->rights[i].perms & acting))
			return true;
	}
	return false;
}

/* Both statements have the same columns in the same order. */
_Static_assert((int)TODAY_DUTIES_C_DUE_ON == (int)TODAY_OPEN_C_DUE_ON, "same columns");

static void duty_take(struct today_job *job, struct stmt *q)
{
	const struct rules_set *set = req_app(job->rq)->rules;
	struct arena *a = req_arena(job->rq);
	const char *step = col_dup(q, TODAY_DUTIES_C_STEP_CODE, a);
	struct rules_text title = case_step_title(set, step, job->today);
	int32_t due = case_day(col_str(q, TODAY_DUTIES_C_DUE_ON));
	int32_t since = case_day(col_str(q, TODAY_DUTIES_C_SINCE_ON));
	const char *owner = col_dup(q, TODAY_DUTIES_C_ORGANISATION_NAME, a);
	int64_t owner_id = col_i64(q, TODAY_DUTIES_C_ORGANISATION_ID);

	*VEC_PUSH(a, job->items, job->n_items, job->cap_items) = (struct duty_reply){
		.case_id = col_i64(q, TODAY_DUTIES_C_CASE_ID),
		.person_name = col_dup(q, TODAY_DUTIES_C_PERSON_NAME, a),
		.branch_id = col_i64(q, TODAY_DUTIES_C_BRANCH_ID),
		.branch_name = col_dup(q, TODAY_DUTIES_C_BRANCH_NAME, a),
		.duty = col_dup(q, TODAY_DUTIES_C_DUTY, a),
		.step = step,
		.title = { title.zh, title.en },
		.owner = col_dup(q, TODAY_DUTIES_C_OWNER, a),
		.owner_id = owner_id,
		.owner_name = owner,
		.since_on = case_day_text(a, since),
		.earliest_on = col_dup(q, TODAY_DUTIES_C_EARLIEST_ON, a),
		.due_on = case_day_text(a, due),
		.overdue_days = due != DATE_NONE && due < job->today ? job->today - due : 0,
		.mine = is_mine(req_user(job->rq), owner_id),
		.message = duty_message(a, title, owner, since, due, job->today),
	};
}

static enum err duties_until(struct db *db, struct today_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_TODAY_DUTIES, &q);
	if (e)
		return e;
	bind_str(q, TODAY_DUTIES_LOW, job->scope.path);
	bind_str(q, TODAY_DUTIES_HIGH, job->high);
	bind_str(q, TODAY_DUTIES_UNTIL, case_day_text(req_arena(job->rq), job->today + SOON_DAYS));
	bind_i64(q, TODAY_DUTIES_N, ITEMS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		duty_take(job, q);
	return e;
}

/* Things without a term, of the organisation itself: they may be done, nothing presses. */
static enum err duties_open(struct db *db, struct today_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_TODAY_OPEN, &q);
	if (e)
		return e;
	bind_i64(q, TODAY_OPEN_ORGANISATION_ID, job->scope.id);
	bind_str(q, TODAY_OPEN_TODAY, job->out.today);
	bind_i64(q, TODAY_OPEN_N, OPEN_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		duty_take(job, q);
	return e;
}

static enum err count_one(struct db *db, struct today_job *job, int64_t organisation_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_TODAY_MINE, &q);
	if (e)
		return e;
	bind_i64(q, TODAY_MINE_ORGANISATION_ID, organisation_id);
	bind_str(q, TODAY_MINE_TODAY, job->out.today);
	bind_str(q, TODAY_MINE_SOON, case_day_text(req_arena(job->rq), job->today + SOON_DAYS));
	e = step_one(q);
	if (e)
		return e;
	job->out.mine.overdue += col_i64(q, TODAY_MINE_C_OVERDUE);
	job->out.mine.soon += col_i64(q, TODAY_MINE_C_SOON);
	job->out.mine.open += col_i64(q, TODAY_MINE_C_OPEN);
	return OK;
}

static enum err count_mine(struct db *db, struct today_job *job)
{
	const struct user *who = req_user(job->rq);
	enum err e = OK;

	for (size_t i = 0; !e && i < who->n_rights; i++) {
		int64_t id = who->rights[i].organisation_id;
		bool again = false;

		for (size_t k = 0; k < i; k++) /* two posts in one organisation */
			again |= who->rights[k].organisation_id == id;
		if (!again && is_mine(who, id))
			e = count_one(db, job, id);
	}
	return e;
}

static enum err count_stages(struct db *db, struct today_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct stage_count_reply *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_TODAY_STAGES, &q);
	if (e)
		return e;
	bind_i64(q, TODAY_STAGES_ORGANISATION_ID, job->scope.id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct stage_count_reply){ col_dup(q, TODAY_STAGES_C_STAGE, a),
						    col_i64(q, TODAY_STAGES_C_N) };
	job->out.stage_counts = (struct fld_list){ items, n };
	return e;
}

static enum err count_below(struct db *db, struct today_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct below_reply *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_TODAY_BY_ORGANISATION, &q);
	if (e)
		return e;
	bind_i64(q, TODAY_BY_ORGANISATION_ORGANISATION_ID, job->scope.id);
	bind_str(q, TODAY_BY_ORGANISATION_TODAY, job->out.today);
	bind_str(q, TODAY_BY_ORGANISATION_SOON, case_day_text(a, job->today + SOON_DAYS));
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct below_reply){
			col_i64(q, TODAY_BY_ORGANISATION_C_ORGANISATION_ID),
			col_dup(q, TODAY_BY_ORGANISATION_C_NAME, a),
			col_i64(q, TODAY_BY_ORGANISATION_C_OVERDUE),
			col_i64(q, TODAY_BY_ORGANISATION_C_SOON),
		};
	job->out.by_organisation = (struct fld_list){ items, n };
	return e;
}

static enum err scope_take(struct db *db, struct today_job *job)
{
	struct arena *a = req_arena(job->rq);
	char *high;
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = case_widest_scope(req_user(job->rq));
	e = authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->in.organisation_id);
	if (e)
		return e;
	e = directory_organisation_get(db, a, job->in.organisation_id, &job->scope);
	if (e)
		return e;
	high = arena_strdup(a, job->scope.path);
	high[strlen(high) - 1]++;
	job->high = high;
	job->out.organisation_id = job->scope.id;
	job->out.organisation_name = job->scope.name;
	return OK;
}

static enum err today_tx(struct db *db, void *arg)
{
	static enum err (*const parts[])(struct db *, struct today_job *) = {
		scope_take, duties_until, duties_open, count_mine, count_stages, count_below,
	};
	struct today_job *job = arg;
	enum err e = OK;

	for (size_t i = 0; !e && i < COUNTOF(parts); i++)
		e = parts[i](db, job);
	job->out.items = (struct fld_list){ job->items, job->n_items };
	return e;
}

static enum err today_show(struct req *rq)
{
	struct today_job job = { .rq = rq, .today = clock_today() };
	enum err e;

	e = req_query(rq, query_fields, &job.in);
	if (e)
		return e;
	e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	job.out.today = case_day_text(req_arena(rq), job.today);
	e = db_read(req_db(rq), "today", today_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, today_fields, &job.out);
}

const struct route development_today_routes[] = {
	{ "GET", "/api/v1/today", PERM_CASE_READ, today_show,
	  "What is owed below an organisation, the most overdue first.", query_fields, NULL,
	  today_fields, 0 },
	ROUTE_END
};
