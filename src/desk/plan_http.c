/* SPDX-License-Identifier: Apache-2.0 */
/* /plan: places of a year, handed down and used. A plan of numbers; nobody is ranked by it. */
#include "app.h"
#include "desk/desk_impl.h"

#include "base/banned.h"

#define ROWS_MAX 1000

struct plan_query {
	int64_t organisation_id, year;
};

static const struct fld plan_query_fields[] = {
	FIELD_ID_OPT(plan_query, organisation_id),
	FIELD_I64_OPT(plan_query, year, 2000, 2199),
	FIELD_END,
};

struct plan_row {
	int64_t organisation_id, plan_id, places, given_down, admitted, reserved;
	const char *name, *kind, *given_on, *number;
	bool own, may_give;
};

static const struct fld plan_row_fields[] = {
	FIELD_ID(plan_row, organisation_id),
	FIELD_STR(plan_row, name, 1, 100),
	FIELD_STR(plan_row, kind, 1, 40),
	FIELD_BOOL(plan_row, own),
	FIELD_BOOL(plan_row, may_give),
	FIELD_ID_OPT(plan_row, plan_id),
	FIELD_I64(plan_row, places, 0, 100000),
	FIELD_DATE_OPT(plan_row, given_on),
	FIELD_STR_OPT(plan_row, number, 1, 100),
	FIELD_I64(plan_row, given_down, 0, INT64_MAX),
	FIELD_I64(plan_row, admitted, 0, INT64_MAX),
	FIELD_I64(plan_row, reserved, 0, INT64_MAX),
	FIELD_END,
};

struct plan_record {
	int64_t id, organisation_id, places, recorded_at;
	const char *organisation_name, *given_on, *number, *reason, *recorded_by_name;
	bool stands;
};

static const struct fld plan_record_fields[] = {
	FIELD_ID(plan_record, id),
	FIELD_ID(plan_record, organisation_id),
	FIELD_STR(plan_record, organisation_name, 1, 100),
	FIELD_I64(plan_record, places, 0, 100000),
	FIELD_DATE(plan_record, given_on),
	FIELD_STR_OPT(plan_record, number, 1, 100),
	FIELD_STR_OPT(plan_record, reason, 1, 200),
	FIELD_STR_OPT(plan_record, recorded_by_name, 1, 80),
	FIELD_TIME(plan_record, recorded_at),
	FIELD_BOOL(plan_record, stands),
	FIELD_END,
};

struct plan_reply {
	int64_t year, organisation_id;
	const char *organisation_name;
	struct fld_list rows, history;
};

static const struct fld plan_fields[] = {
	FIELD_I64(plan_reply, year, 2000, 2199),
	FIELD_ID(plan_reply, organisation_id),
	FIELD_STR(plan_reply, organisation_name, 1, 100),
	FIELD_LIST(plan_reply, rows, plan_row, plan_row_fields, ROWS_MAX),
	FIELD_LIST(plan_reply, history, plan_record, plan_record_fields, 200),
	FIELD_END,
};

struct plan_job {
	struct req *rq;
	struct plan_query in;
	struct directory_organisation where;
	struct plan_row *rows;
	size_t n_rows;
	struct plan_reply out;
};

/* May the caller hand places to this one? Its giver is the organisation above. */
static bool gives(const struct user *who, const struct directory_organisation *where, bool own)
{
	const char *path = where->path;

	if (!own)
		return user_may_at(who, PERM_CASE_SUPERIOR, path);
	if (!where->parent_id)
		return user_may_at(who, PERM_CASE_HIGHER, path);
	/* The path of the one above is this one's without its last part. */
	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if ((r->perms >> PERM_CASE_SUPERIOR & 1) && str_starts(path, r->path_low) &&
		    strlen(r->path_low) < strlen(path))
			return true;
	}
	return false;
}

static enum err rows_take(struct db *db, struct plan_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	size_t cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_PLAN_ROWS, &q);

	if (e)
		return e;
	bind_i64(q, DESK_PLAN_ROWS_ORGANISATION_ID, job->where.id);
	bind_i64(q, DESK_PLAN_ROWS_YEAR, job->in.year);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		bool own = col_bool(q, DESK_PLAN_ROWS_C_OWN);

		*VEC_PUSH(a, job->rows, job->n_rows, cap) = (struct plan_row){
			.organisation_id = col_i64(q, DESK_PLAN_ROWS_C_ORGANISATION_ID),
			.name = col_dup(q, DESK_PLAN_ROWS_C_NAME, a),
			.kind = col_dup(q, DESK_PLAN_ROWS_C_KIND, a),
			.own = own,
			.may_give = gives(req_user(job->rq), &job->where, own),
			.plan_id = col_i64(q, DESK_PLAN_ROWS_C_PLAN_ID),
			.places = col_i64(q, DESK_PLAN_ROWS_C_PLACES),
			.given_on = col_dup(q, DESK_PLAN_ROWS_C_GIVEN_ON, a),
			.number = col_dup(q, DESK_PLAN_ROWS_C_NUMBER, a),
			.given_down = col_i64(q, DESK_PLAN_ROWS_C_GIVEN_DOWN),
		};
	}
	return e;
}

static struct plan_row *row_of(struct plan_job *job, int64_t organisation_id)
{
	for (size_t i = 0; i < job->n_rows; i++) {
		if (job->rows[i].organisation_id == organisation_id)
			return &job->rows[i];
	}
	return NULL;
}

static enum err admitted_take(struct db *db, struct plan_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_PLAN_ADMITTED, &q);

	if (e)
		return e;
	bind_i64(q, DESK_PLAN_ADMITTED_ORGANISATION_ID, job->where.id);
	bind_str(q, DESK_PLAN_ADMITTED_FROM_ON, arena_printf(a, "%lld", (long long)job->in.year));
	bind_str(q, DESK_PLAN_ADMITTED_UNTIL_ON,
		 arena_printf(a, "%lld", (long long)job->in.year + 1));
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		struct plan_row *r = row_of(job, col_i64(q, DESK_PLAN_ADMITTED_C_ORGANISATION_ID));

		if (r)
			r->admitted = col_i64(q, DESK_PLAN_ADMITTED_C_N);
	}
	return e;
}

static enum err reserved_take(struct db *db, struct plan_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	char today[DATE_SIZE];
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_PLAN_RESERVED, &q);

	if (e)
		return e;
	date_format(clock_today(), today);
	bind_i64(q, DESK_PLAN_RESERVED_ORGANISATION_ID, job->where.id);
	bind_str(q, DESK_PLAN_RESERVED_TODAY, today);
	bind_str(q, DESK_PLAN_RESERVED_FROM_ON,
		 arena_printf(a, "%lld-01-01", (long long)job->in.year));
	bind_str(q, DESK_PLAN_RESERVED_UNTIL_ON,
		 arena_printf(a, "%lld-12-31", (long long)job->in.year));
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		struct plan_row *r = row_of(job, col_i64(q, DESK_PLAN_RESERVED_C_ORGANISATION_ID));

		if (r)
			r->reserved = col_i64(q, DESK_PLAN_RESERVED_C_N);
	}
	return e;
}

static enum err history_take(struct db *db, struct plan_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct plan_record *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_PLAN_HISTORY, &q);

	if (e)
		return e;
	bind_i64(q, DESK_PLAN_HISTORY_ORGANISATION_ID, job->where.id);
	bind_i64(q, DESK_PLAN_HISTORY_YEAR, job->in.year);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct plan_record){
			.id = col_i64(q, DESK_PLAN_HISTORY_C_ID),
			.organisation_id = col_i64(q, DESK_PLAN_HISTORY_C_ORGANISATION_ID),
			.organisation_name = col_dup(q, DESK_PLAN_HISTORY_C_ORGANISATION_NAME, a),
			.places = col_i64(q, DESK_PLAN_HISTORY_C_PLACES),
			.given_on = col_dup(q, DESK_PLAN_HISTORY_C_GIVEN_ON, a),
			.number = col_dup(q, DESK_PLAN_HISTORY_C_NUMBER, a),
			.reason = col_dup(q, DESK_PLAN_HISTORY_C_REASON, a),
			.recorded_by_name = col_dup(q, DESK_PLAN_HISTORY_C_RECORDED_BY_NAME, a),
			.recorded_at = col_i64(q, DESK_PLAN_HISTORY_C_RECORDED_AT),
			.stands = col_bool(q, DESK_PLAN_HISTORY_C_STANDS),
		};
	job->out.history = (struct fld_list){ items, n };
	return e;
}

static enum err plan_tx(struct db *db, void *arg)
{
	struct plan_job *job = arg;
	const struct user *who = req_user(job->rq);
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = desk_highest(who, PERM_DIRECTORY_READ);
	e = authz_organisation(db, who, PERM_DIRECTORY_READ, job->in.organisation_id);
	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &job->where);
	if (!e)
		e = rows_take(db, job);
	if (!e)
		e = admitted_take(db, job);
	if (!e)
		e = reserved_take(db, job);
	if (!e)
		e = history_take(db, job);
	job->out.year = job->in.year;
	job->out.organisation_id = job->where.id;
	job->out.organisation_name = job->where.name;
	job->out.rows = (struct fld_list){ job->rows, job->n_rows };
	return e;
}

static enum err plan_show(struct req *rq)
{
	struct plan_job job = { .rq = rq };
	enum err e = req_query(rq, plan_query_fields, &job.in);

	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (!job.in.year)
		job.in.year = date_to_ymd(clock_today()).year;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "plan", plan_tx, &job);
	return e ? e : res_json(rq, 200, plan_fields, &job.out);
}

/* ---- POST /plan ---- */

static const struct fld plan_in_fields[] = {
	FIELD_ID(plan_in, organisation_id),     FIELD_I64(plan_in, year, 2000, 2199),
	FIELD_I64(plan_in, places, 0, 100000),  FIELD_DATE(plan_in, given_on),
	FIELD_STR_OPT(plan_in, number, 1, 100), FIELD_STR_OPT(plan_in, reason, 1, 200),
	FIELD_ID_OPT(plan_in, replaces_id),     FIELD_END,
};

struct plan_made {
	int64_t id;
};

static const struct fld plan_made_fields[] = { FIELD_ID(plan_made, id), FIELD_END };

struct give_job {
	struct req *rq;
	struct plan_in in;
	const char *details;
	struct plan_made out;
};

static enum err give_tx(struct db *db, void *arg)
{
	struct give_job *job = arg;
	struct desk_ask ask = { .set = req_app(job->rq)->rules,
				.a = req_arena(job->rq),
				.who = req_user(job->rq),
				.problems = req_problems(job->rq) };
	enum err e = desk_plan_give(db, &ask, &job->in, &job->out.id);

	job->details = ask.details;
	return e;
}

static enum err plan_give_handler(struct req *rq)
{
	struct give_job job = { .rq = rq };
	enum err e = req_json(rq, plan_in_fields, &job.in);

	if (!e)
		e = db_write(req_db(rq), "plan.give", give_tx, &job);
	if (e && job.details)
		req_explain(rq, job.details);
	return e ? e : res_json(rq, 201, plan_made_fields, &job.out);
}

const struct route desk_plan_routes[] = {
	{ "GET", "/api/v1/plan", PERM_DIRECTORY_READ, plan_show,
	  "Places for new members in a year: given, handed down, used and reserved.",
	  plan_query_fields, NULL, plan_fields, 0 },
	{ "POST", "/api/v1/plan", PERM_CASE_SUPERIOR, plan_give_handler,
	  "Hands places down, or corrects them by a later record; sums are checked against above.",
	  NULL, plan_in_fields, plan_made_fields, 0 },
	ROUTE_END
};
