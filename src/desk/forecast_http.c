/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /plan/forecast: who could at the earliest reach the assembly in a year, by branch and month.
 * What the rules allow if everybody acts on the first lawful day: a plan for rooms and meetings.
 */
#include "app.h"
#include "desk/desk_impl.h"

#include "base/banned.h"

#define CASES_MAX 5000

struct forecast_query {
	int64_t organisation_id, year;
};

static const struct fld forecast_query_fields[] = {
	FIELD_ID_OPT(forecast_query, organisation_id),
	FIELD_I64_OPT(forecast_query, year, 2000, 2199),
	FIELD_END,
};

struct forecast_person {
	int64_t case_id;
	const char *person_name, *stage, *next_step, *earliest_on;
	struct both_reply next_title;
	bool provisional;
};

static const struct fld forecast_person_fields[] = {
	FIELD_ID(forecast_person, case_id),
	FIELD_STR(forecast_person, person_name, 1, 60),
	FIELD_STR(forecast_person, stage, 1, 40),
	FIELD_STR_OPT(forecast_person, next_step, 1, 60),
	FIELD_OBJECT(forecast_person, next_title, both_reply, both_reply_fields),
	FIELD_DATE(forecast_person, earliest_on),
	FIELD_BOOL(forecast_person, provisional),
	FIELD_END,
};

struct forecast_month {
	int64_t month, n;
};

static const struct fld forecast_month_fields[] = {
	FIELD_I64(forecast_month, month, 1, 12),
	FIELD_I64(forecast_month, n, 0, CASES_MAX),
	FIELD_END,
};

struct forecast_branch {
	int64_t branch_id;
	const char *branch_name;
	int64_t n;
	struct forecast_month of[12];
	struct fld_list months, people;
	struct forecast_person *items; /* private */
	size_t n_items, cap;
	bool names; /* the caller may see whose cases they are */
};

static const struct fld forecast_branch_fields[] = {
	FIELD_ID(forecast_branch, branch_id),
	FIELD_STR(forecast_branch, branch_name, 1, 100),
	FIELD_I64(forecast_branch, n, 0, CASES_MAX),
	FIELD_LIST(forecast_branch, months, forecast_month, forecast_month_fields, 12),
	FIELD_LIST(forecast_branch, people, forecast_person, forecast_person_fields, CASES_MAX),
	FIELD_END,
};

struct forecast_reply {
	int64_t year, organisation_id, earlier, later, blocked;
	bool more;
	struct fld_list branches;
};

static const struct fld forecast_fields[] = {
	FIELD_I64(forecast_reply, year, 2000, 2199),
	FIELD_ID(forecast_reply, organisation_id),
	FIELD_I64(forecast_reply, earlier, 0, CASES_MAX),
	FIELD_I64(forecast_reply, later, 0, CASES_MAX),
	FIELD_I64(forecast_reply, blocked, 0, CASES_MAX),
	FIELD_BOOL(forecast_reply, more),
	FIELD_LIST(forecast_reply, branches, forecast_branch, forecast_branch_fields, CASES_MAX),
	FIELD_END,
};

struct living {
	int64_t case_id, branch_id;
	const char *person_name, *branch_name, *path, *stage, *next_step;
};

struct forecast_job {
	struct req *rq;
	struct forecast_query in;
	struct directory_organisation where;
	struct living *cases;
	size_t n_cases;
	struct forecast_branch *branches;
	size_t n_branches, cap_branches;
	struct forecast_reply out;
};

static enum err cases_take(struct db *db, struct forecast_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	size_t cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_FORECAST, &q);

	if (e)
		return e;
	bind_str(q, DESK_FORECAST_LOW, job->where.path);
	bind_str(q, DESK_FORECAST_HIGH, directory_path_high(a, job->where.path));
	bind_str(q, DESK_FORECAST_UNTIL_ON, arena_printf(a, "%lld-12-31", (long long)job->in.year));
	bind_i64(q, DESK_FORECAST_N, CASES_MAX + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		if (job->n_cases == CASES_MAX) {
			job->out.more = true;
			continue;
		}
		*VEC_PUSH(a, job->cases, job->n_cases, cap) = (struct living){
			.case_id = col_i64(q, DESK_FORECAST_C_CASE_ID),
			.person_name = col_dup(q, DESK_FORECAST_C_PERSON_NAME, a),
			.branch_id = col_i64(q, DESK_FORECAST_C_BRANCH_ID),
			.branch_name = col_dup(q, DESK_FORECAST_C_BRANCH_NAME, a),
			.path = col_dup(q, DESK_FORECAST_C_PATH, a),
			.stage = col_dup(q, DESK_FORECAST_C_STAGE, a),
			.next_step = col_dup(q, DESK_FORECAST_C_NEXT_STEP, a),
		};
	}
	return e;
}

/* Cases come branch by branch. */
static struct forecast_branch *branch_for(struct forecast_job *job, const struct living *c)
{
	struct arena *a = req_arena(job->rq);
	struct forecast_branch *last = job->n_branches ? &job->branches[job->n_branches - 1] : NULL;

	if (last && last->branch_id == c->branch_id)
		return last;
	last = VEC_PUSH(a, job->branches, job->n_branches, job->cap_branches);
	*last = (struct forecast_branch){ .branch_id = c->branch_id,
					  .branch_name = c->branch_name,
					  .names = user_may_at(req_user(job->rq), PERM_CASE_READ,
							       c->path) };
	for (int m = 0; m < 12; m++)
		last->of[m].month = m + 1;
	return last;
}

static void person_put(struct forecast_job *job, const struct living *c, const char *earliest_on,
		       bool provisional)
{
	struct arena *a = req_arena(job->rq);
	struct forecast_branch *b = branch_for(job, c);
	int32_t day = DATE_NONE;

	if (date_parse(earliest_on, &day))
		return;
	b->n++;
	b->of[date_to_ymd(day).month - 1].n++;
	if (!b->names)
		return;
	*VEC_PUSH(a, b->items, b->n_items, b->cap) = (struct forecast_person){
		.case_id = c->case_id,
		.person_name = c->person_name,
		.stage = c->stage,
		.next_step = c->next_step,
		.earliest_on = arena_strdup(a, earliest_on),
		.next_title =
			c->next_step ? development_step_title(req_app(job->rq)->rules, c->next_step)
				     : (struct both_reply){ "", "" },
		.provisional = provisional,
	};
}

static enum err reach_all(struct db *db, struct forecast_job *job)
{
	const char *from = arena_printf(req_arena(job->rq), "%lld-01-01", (long long)job->in.year);
	const char *until = arena_printf(req_arena(job->rq), "%lld-12-31", (long long)job->in.year);
	struct arena scratch;
	enum err e = OK;

	arena_init(&scratch);
	for (size_t i = 0; !e && i < job->n_cases; i++) {
		struct development_reach reach = { .step = "admission_vote" };

		e = development_case_reach(db, req_app(job->rq)->rules, &scratch,
					   job->cases[i].case_id, &reach, 1);
		if (!e && !reach.done && !reach.earliest_on)
			job->out.blocked++;
		else if (!e && !reach.done && strcmp(reach.earliest_on, until) > 0)
			job->out.later++;
		else if (!e && !reach.done && strcmp(reach.earliest_on, from) < 0)
			job->out.earlier++; /* stands in the forecast of the year before */
		else if (!e && !reach.done)
			person_put(job, &job->cases[i], reach.earliest_on, reach.provisional);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	return e;
}

static void lists_make(struct forecast_job *job)
{
	for (size_t i = 0; i < job->n_branches; i++) {
		struct forecast_branch *b = &job->branches[i];

		b->months = (struct fld_list){ b->of, 12 };
		b->people = (struct fld_list){ b->items, b->n_items };
	}
	job->out.branches = (struct fld_list){ job->branches, job->n_branches };
}

static enum err forecast_tx(struct db *db, void *arg)
{
	struct forecast_job *job = arg;
	const struct user *who = req_user(job->rq);
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = desk_highest(who, PERM_DIRECTORY_READ);
	e = authz_organisation(db, who, PERM_DIRECTORY_READ, job->in.organisation_id);
	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &job->where);
	if (!e)
		e = cases_take(db, job);
	if (!e)
		e = reach_all(db, job);
	lists_make(job);
	job->out.year = job->in.year;
	job->out.organisation_id = job->where.id;
	return e;
}

static enum err forecast_show(struct req *rq)
{
	struct forecast_job job = { .rq = rq };
	enum err e = req_query(rq, forecast_query_fields, &job.in);

	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (!job.in.year)
		job.in.year = date_to_ymd(clock_today()).year;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "plan.forecast", forecast_tx, &job);
	return e ? e : res_json(rq, 200, forecast_fields, &job.out);
}

const struct route desk_forecast_routes[] = {
	{ "GET", "/api/v1/plan/forecast", PERM_DIRECTORY_READ, forecast_show,
	  "Who could reach the assembly in a year at the earliest, by branch and month.",
	  forecast_query_fields, NULL, forecast_fields, ROUTE_SLOW },
	ROUTE_END
};
