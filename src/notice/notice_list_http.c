/* SPDX-License-Identifier: Apache-2.0 */
/* Notices listed, who is ready for one, and those a person stands on. */
#include "notice/notice_impl.h"

#include "base/banned.h"

#define LIST_MAX    200
#define READY_MAX   200
#define OF_CASE_MAX 50 /* the statement's own limit */

/* ---- GET /notices ---- */

static const char *const shows[] = { "open", "over", NULL };

struct notices_query {
	int64_t organisation_id, limit;
	const char *show, *after;
};

static const struct fld notices_query_fields[] = {
	FIELD_ID_OPT(notices_query, organisation_id),
	FIELD_ENUM_OPT(notices_query, show, shows),
	FIELD_STR_OPT(notices_query, after, 1, 40),
	FIELD_I64_OPT(notices_query, limit, 1, LIST_MAX),
	FIELD_END,
};

struct notice_row {
	int64_t id, people_n, waiting_n;
	const char *organisation_name, *kind, *title, *posted_on, *last_on, *state;
};

static const struct fld notice_row_fields[] = {
	FIELD_ID(notice_row, id),
	FIELD_STR(notice_row, organisation_name, 1, 100),
	FIELD_ENUM(notice_row, kind, notice_kinds),
	FIELD_STR(notice_row, title, 1, 200),
	FIELD_DATE(notice_row, posted_on),
	FIELD_DATE(notice_row, last_on),
	FIELD_ENUM(notice_row, state, notice_states),
	FIELD_I64(notice_row, people_n, 0, NOTICE_PEOPLE_MAX),
	FIELD_I64(notice_row, waiting_n, 0, INT64_MAX),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct notices_query in;
	int64_t before;
};

/* The subtree asked for, else the caller's highest with cases. ERR_NOT_FOUND: not for him. */
static enum err range_of(struct db *db, struct req *rq, int64_t organisation_id, const char **low,
			 const char **high)
{
	const struct user *who = req_user(rq);
	struct directory_organisation where;
	enum err e;

	*low = *high = "";
	if (!organisation_id) {
		for (size_t i = 0; i < who->n_rights; i++) {
			const struct right *r = &who->rights[i];

			if ((r->perms >> PERM_CASE_READ & 1) &&
			    (!**low || strlen(r->path_low) < strlen(*low))) {
				*low = r->path_low;
				*high = r->path_high;
			}
		}
		return OK;
	}
	e = authz_organisation(db, who, PERM_CASE_READ, organisation_id);
	if (!e)
		e = directory_organisation_get(db, req_arena(rq), organisation_id, &where);
	if (e)
		return e;
	*low = where.path;
	*high = directory_path_high(req_arena(rq), where.path);
	return OK;
}

static enum err list_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct list_job *job = arg;
	const char *low, *high;
	enum err e = range_of(db, job->rq, job->in.organisation_id, &low, &high);

	if (!e)
		e = db_stmt(db, SQL_NOTICE_PAGE, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_PAGE_BEFORE, job->before);
	bind_str(q, NOTICE_PAGE_LOW, low);
	bind_str(q, NOTICE_PAGE_HIGH, high);
	bind_str(q, NOTICE_PAGE_SHOW, job->in.show);
	bind_str(q, NOTICE_PAGE_TODAY, notice_today(req_arena(job->rq)));
	bind_i64(q, NOTICE_PAGE_N, job->in.limit + 1);
	return res_page(job->rq, notice_row_fields, q, job->in.limit, NOTICE_PAGE_C_ID);
}

static enum err notice_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = 50, .before = INT64_MAX };
	enum err e = req_query(rq, notices_query_fields, &job.in);

	if (!e && job.in.after && str_to_i64(job.in.after, 1, INT64_MAX, &job.before)) {
		problem_add(req_problems(rq), "after", "bad_text", NULL);
		e = ERR_INPUT;
	}
	if (!e)
		e = notice_settle(req_db(rq), req_app(rq)->rules);
	if (!e)
		e = db_read(req_db(rq), "notice.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- GET /notices/ready, GET /cases/{id}/notices ---- */

struct ready_query {
	int64_t organisation_id;
	const char *kind;
};

static const struct fld ready_query_fields[] = {
	FIELD_ID(ready_query, organisation_id),
	FIELD_ENUM(ready_query, kind, notice_kinds),
	FIELD_END,
};

struct ready_row {
	int64_t case_id;
	const char *name, *branch_name, *class_name, *earliest_on;
};

static const struct fld ready_row_fields[] = {
	FIELD_ID(ready_row, case_id),
	FIELD_STR(ready_row, name, 1, 60),
	FIELD_STR(ready_row, branch_name, 1, 100),
	FIELD_STR_OPT(ready_row, class_name, 1, 100),
	FIELD_DATE_OPT(ready_row, earliest_on),
	FIELD_END,
};

struct case_notice {
	int64_t id;
	const char *kind, *title, *posted_on, *last_on, *state;
};

static const struct fld case_notice_fields[] = {
	FIELD_ID(case_notice, id),
	FIELD_ENUM(case_notice, kind, notice_kinds),
	FIELD_STR(case_notice, title, 1, 200),
	FIELD_DATE(case_notice, posted_on),
	FIELD_DATE(case_notice, last_on),
	FIELD_ENUM(case_notice, state, notice_states),
	FIELD_END,
};

struct rows_job {
	struct req *rq;
	int64_t case_id;
	struct ready_query in;
};

static enum err ready_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct rows_job *job = arg;
	char until[DATE_SIZE];
	const char *low, *high;
	enum err e = range_of(db, job->rq, job->in.organisation_id, &low, &high);

	if (!e)
		e = db_stmt(db, SQL_NOTICE_READY, &q);
	if (e)
		return e;
	bind_str(q, NOTICE_READY_LOW, low);
	bind_str(q, NOTICE_READY_HIGH, high);
	bind_str(q, NOTICE_READY_KIND, job->in.kind);
	bind_str(q, NOTICE_READY_STEP, notice_step(job->in.kind));
	date_format(clock_today() + NOTICE_AWAY, until);
	bind_str(q, NOTICE_READY_UNTIL, until);
	bind_i64(q, NOTICE_READY_N, READY_MAX);
	return res_page(job->rq, ready_row_fields, q, READY_MAX, NOTICE_READY_C_CASE_ID);
}

static enum err ready_list(struct req *rq)
{
	struct rows_job job = { .rq = rq };
	enum err e = req_query(rq, ready_query_fields, &job.in);

	if (!e)
		e = db_read(req_db(rq), "notice.ready", ready_tx, &job);
	return e ? e : res_written(rq, 200);
}

static enum err of_case_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct rows_job *job = arg;
	struct development_case view;
	enum err e = development_case_load(db, req_app(job->rq)->rules, req_arena(job->rq),
					   job->case_id, &view);

	if (!e && !user_may_at(req_user(job->rq), PERM_CASE_READ, view.branch_path))
		e = ERR_NOT_FOUND;
	if (!e)
		e = db_stmt(db, SQL_NOTICE_OF_CASE, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_OF_CASE_CASE_ID, job->case_id);
	bind_str(q, NOTICE_OF_CASE_TODAY, notice_today(req_arena(job->rq)));
	return res_page(job->rq, case_notice_fields, q, OF_CASE_MAX, NOTICE_OF_CASE_C_ID);
}

static enum err of_case(struct req *rq)
{
	struct rows_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.case_id);

	if (!e)
		e = notice_settle(req_db(rq), req_app(rq)->rules);
	if (!e)
		e = db_read(req_db(rq), "notice.of_case", of_case_tx, &job);
	return e ? e : res_written(rq, 200);
}

const struct route notice_list_routes[] = {
	{ "GET", "/api/v1/notices", PERM_CASE_READ, notice_list,
	  "Public notices below an organisation, the newest first.", notices_query_fields, NULL,
	  notice_row_fields, ROUTE_PAGE },
	{ "GET", "/api/v1/notices/ready", PERM_CASE_READ, ready_list,
	  "Whose next step asks for a notice of this kind.", ready_query_fields, NULL,
	  ready_row_fields, ROUTE_PAGE },
	{ "GET", "/api/v1/cases/{id}/notices", PERM_CASE_READ, of_case,
	  "The notices a person stands on.", NULL, NULL, case_notice_fields, ROUTE_PAGE },
	ROUTE_END
};
