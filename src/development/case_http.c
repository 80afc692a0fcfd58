/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of cases: list, open, show, transfer. */
#include "app.h"
#include "development/case_write.h"
#include "development/development.h"

#include "base/banned.h"

#define SOON_DAYS 14

/* ---- GET /cases ---- */

struct case_list_query {
	int64_t organisation_id;
	const char *state, *stage, *owner, *due, *after;
	int64_t limit;
};

static const char *const due_values[] = { "overdue", "soon", NULL };

static const struct fld list_query_fields[] = {
	FIELD_ID_OPT(case_list_query, organisation_id),
	FIELD_ENUM_OPT(case_list_query, state, case_states),
	FIELD_STR_OPT(case_list_query, stage, 1, 40),
	FIELD_ENUM_OPT(case_list_query, owner, rules_actor_codes),
	FIELD_ENUM_OPT(case_list_query, due, due_values),
	FIELD_STR_OPT(case_list_query, after, 1, 300),
	FIELD_I64_OPT(case_list_query, limit, 1, 200),
	FIELD_END,
};

struct case_item {
	int64_t id, person_id;
	const char *person_name;
	int64_t branch_id;
	const char *branch_name, *stage, *next_step;
	struct both_reply next_title;
	const char *owner, *since_on, *earliest_on, *due_on, *state;
	int64_t findings_n;
};

static const struct fld item_fields[] = {
	FIELD_ID(case_item, id),
	FIELD_ID(case_item, person_id),
	FIELD_STR(case_item, person_name, 1, 60),
	FIELD_ID(case_item, branch_id),
	FIELD_STR(case_item, branch_name, 1, 100),
	FIELD_STR(case_item, stage, 1, 40),
	FIELD_STR_OPT(case_item, next_step, 1, 60),
	FIELD_OBJECT(case_item, next_title, both_reply, both_reply_fields),
	FIELD_ENUM_OPT(case_item, owner, rules_actor_codes),
	FIELD_DATE_OPT(case_item, since_on),
	FIELD_DATE_OPT(case_item, earliest_on),
	FIELD_DATE_OPT(case_item, due_on),
	FIELD_ENUM(case_item, state, case_states),
	FIELD_I64(case_item, findings_n, 0, INT64_MAX),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct case_list_query in;
	const char *after_key;
	int64_t after_id;
	const char *low, *high; /* paths */
};

/* "17.zhang san": the last row of the page before, by id and key. */
static enum err cursor_read(struct list_job *job)
{
	struct arena *a = req_arena(job->rq);
	const char *dot;

	job->after_key = "";
	if (!job->in.after)
		return OK;
	dot = strchr(job->in.after, '.');
	if (!dot || str_to_i64(arena_strndup(a, job->in.after, (size_t)(dot - job->in.after)), 1,
			       INT64_MAX, &job->after_id) != OK) {
		problem_add(req_problems(job->rq), "after", "bad_text", NULL);
		return ERR_INPUT;
	}
	job->after_key = dot + 1;
	return OK;
}

static void print_item(struct list_job *job, struct json_writer *w, struct stmt *q)
{
	struct arena *a = req_arena(job->rq);
	const char *next = col_str(q, CASE_PAGE_C_NEXT_STEP);
	struct rules_text title = { "", "" };
	struct case_item item = {
		.id = col_i64(q, CASE_PAGE_C_ID),
		.person_id = col_i64(q, CASE_PAGE_C_PERSON_ID),
		.person_name = col_str(q, CASE_PAGE_C_PERSON_NAME),
		.branch_id = col_i64(q, CASE_PAGE_C_BRANCH_ID),
		.branch_name = col_str(q, CASE_PAGE_C_BRANCH_NAME),
		.stage = col_str(q, CASE_PAGE_C_STAGE),
		.next_step = col_dup(q, CASE_PAGE_C_NEXT_STEP, a),
		.owner = col_str(q, CASE_PAGE_C_OWNER),
		.since_on = col_str(q, CASE_PAGE_C_SINCE_ON),
		.earliest_on = col_str(q, CASE_PAGE_C_EARLIEST_ON),
		.due_on = col_str(q, CASE_PAGE_C_DUE_ON),
		.state = col_str(q, CASE_PAGE_C_STATE),
		.findings_n = col_i64(q, CASE_PAGE_C_FINDINGS_N),
	};

	if (next)
		title = case_step_title(req_app(job->rq)->rules, next, clock_today());
	item.next_title = (struct both_reply){ title.zh, title.en };
	fields_print(w, NULL, item_fields, &item);
}

/* All three statements have the same columns. */
_Static_assert((int)CASE_PAGE_C_KEY_ID == (int)CASE_PAGE_STAGE_C_KEY_ID, "same columns");
_Static_assert((int)CASE_PAGE_C_KEY_ID == (int)CASE_PAGE_ENDED_C_KEY_ID, "same columns");

#define BIND_RANGE(Q, NAME)                                                                        \
	do {                                                                                       \
		bind_str(Q, NAME##_AFTER_KEY, job->after_key);                                     \
		bind_i64(Q, NAME##_AFTER_ID, job->after_id);                                       \
		bind_str(Q, NAME##_LOW, job->low);                                                 \
		bind_str(Q, NAME##_HIGH, job->high);                                               \
		bind_i64(Q, NAME##_N, job->in.limit + 1);                                          \
	} while (0)

#define BIND_OPEN(Q, NAME)                                                                         \
	do {                                                                                       \
		BIND_RANGE(Q, NAME);                                                               \
		bind_i64(Q, NAME##_ORGANISATION_ID, job->in.organisation_id);                      \
		bind_str(Q, NAME##_OWNER, job->in.owner);                                          \
		bind_str(Q, NAME##_DUE_FROM, from);                                                \
		bind_str(Q, NAME##_DUE_UNTIL, until);                                              \
	} while (0)

static enum err open_statement(struct db *db, struct list_job *job, struct stmt **ret)
{
	struct arena *a = req_arena(job->rq);
	bool overdue = str_eq(job->in.due, "overdue"), soon = str_eq(job->in.due, "soon");
	int32_t today = clock_today();
	const char *from = soon ? case_day_text(a, today) : overdue ? "0000" : NULL;
	const char *until = soon      ? case_day_text(a, today + SOON_DAYS)
			    : overdue ? case_day_text(a, today - 1)
				      : NULL;
	enum err e;

	e = db_stmt(db, job->in.stage ? SQL_CASE_PAGE_STAGE : SQL_CASE_PAGE, ret);
	if (e)
		return e;
	if (job->in.stage) {
		BIND_OPEN(*ret, CASE_PAGE_STAGE);
		bind_str(*ret, CASE_PAGE_STAGE_STAGE, job->in.stage);
	} else {
		BIND_OPEN(*ret, CASE_PAGE);
	}
	return OK;
}

static enum err page_statement(struct db *db, struct list_job *job, struct stmt **ret)
{
	enum err e;

	if (!job->in.state || str_eq(job->in.state, "open"))
		return open_statement(db, job, ret);
	e = db_stmt(db, SQL_CASE_PAGE_ENDED, ret);
	if (e)
		return e;
	BIND_RANGE(*ret, CASE_PAGE_ENDED);
	bind_str(*ret, CASE_PAGE_ENDED_STATE, job->in.state);
	bind_str(*ret, CASE_PAGE_ENDED_STAGE, job->in.stage);
	return OK;
}

static enum err list_scope(struct db *db, struct list_job *job)
{
	struct arena *a = req_arena(job->rq);
	struct directory_organisation scope;
	char *high;
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = case_widest_scope(req_user(job->rq));
	e = authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->in.organisation_id);
	if (e)
		return e;
	e = directory_organisation_get(db, a, job->in.organisation_id, &scope);
	if (e)
		return e;
	high = arena_strdup(a, scope.path);
	high[strlen(high) - 1]++; /* paths end in '/': the first text after all that begin so */
	job->low = scope.path;
	job->high = high;
	return OK;
}

static enum err list_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct list_job *job = arg;
	struct json_writer *w;
	const char *next = NULL;
	int64_t n = 0;
	bool row = false;
	enum err e;

	e = list_scope(db, job);
	if (e)
		return e;
	e = page_statement(db, job, &q);
	if (e)
		return e;
	w = res_writer(job->rq);
	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); !e && row && n < job->in.limit; e = step_row(q, &row)) {
		print_item(job, w, q);
		if (++n == job->in.limit)
			next = arena_printf(req_arena(job->rq), "%lld.%s",
					    (long long)col_i64(q, CASE_PAGE_C_KEY_ID),
					    col_str(q, CASE_PAGE_C_SORT_KEY));
	}
	if (e)
		return e;
	json_close(w);
	json_str(w, "next", row ? next : NULL);
	json_null(w, "total");
	json_close(w);
	return OK;
}

static enum err case_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = 50 };
	enum err e;

	e = req_query(rq, list_query_fields, &job.in);
	if (e)
		return e;
	e = cursor_read(&job);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "case.list", list_tx, &job);
	if (e)
		return e;
	return res_written(rq, 200);
}

/* ---- POST /cases ---- */

struct case_open_in {
	int64_t person_id;
	const char *opened_on;
};

static const struct fld open_fields[] = {
	FIELD_ID(case_open_in, person_id),
	FIELD_DATE_OPT(case_open_in, opened_on),
	FIELD_END,
};

struct id_reply {
	int64_t id;
};

static const struct fld id_reply_fields[] = { FIELD_ID(id_reply, id), FIELD_END };

struct open_job {
	struct req *rq;
	struct case_open_in in;
	struct id_reply out;
};

static enum err open_tx(struct db *db, void *arg)
{
	struct open_job *job = arg;

	return development_case_open(db, req_app(job->rq)->rules, req_arena(job->rq),
				     req_user(job->rq), job->in.person_id, job->in.opened_on,
				     &job->out.id);
}

static enum err case_open(struct req *rq)
{
	struct open_job job = { .rq = rq };
	enum err e;

	e = req_json(rq, open_fields, &job.in);
	if (e)
		return e;
	if (job.in.opened_on && case_day(job.in.opened_on) > clock_today()) {
		problem_add(req_problems(rq), "opened_on", "in_future", NULL);
		return ERR_INPUT;
	}
	e = db_write(req_db(rq), "case.open", open_tx, &job);
	if (e)
		return e;
	return res_json(rq, 201, id_reply_fields, &job.out);
}

/* ---- GET /cases/{id} ---- */

struct get_job {
	struct req *rq;
	int64_t id;
	struct case_reply out;
};

static enum err get_tx(struct db *db, void *arg)
{
	struct get_job *job = arg;
	const struct rules_set *set = req_app(job->rq)->rules;
	struct arena *a = req_arena(job->rq);
	struct case_view view;
	enum err e;

	e = case_load(db, set, a, job->id, &view);
	if (e)
		return e;
	e = step_may_see(req_user(job->rq), &view);
	if (e)
		return e;
	return case_reply_make(db, set, a, req_user(job->rq), &view, clock_today(), &job->out);
}

static enum err case_show(struct req *rq)
{
	struct get_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "case.get", get_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, case_reply_fields, &job.out);
}

/* ---- POST /cases/{id}/transfer ---- */

static const struct fld transfer_fields[] = {
	FIELD_ID(transfer_in, to_branch_id),
	FIELD_DATE(transfer_in, moved_on),
	FIELD_STR_OPT(transfer_in, note, 1, 200),
	FIELD_I64(transfer_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct transfer_job {
	struct req *rq;
	int64_t id;
	struct transfer_in in;
	struct case_reply out;
};

static enum err transfer_tx(struct db *db, void *arg)
{
	struct transfer_job *job = arg;
	struct step_ask ask = { req_app(job->rq)->rules, req_arena(job->rq), req_user(job->rq),
				req_problems(job->rq),   clock_today(),      NULL };
	struct step_done done = { 0 };
	enum err e;

	e = case_transfer_write(db, &ask, job->id, &job->in, &done);
	if (e)
		return e;
	return case_reply_make(db, ask.set, ask.a, ask.who, &done.view, ask.today, &job->out);
}

static enum err case_move(struct req *rq)
{
	struct transfer_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = req_json(rq, transfer_fields, &job.in);
	if (e)
		return e;
	e = db_write(req_db(rq), "case.transfer", transfer_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, case_reply_fields, &job.out);
}

const struct route development_case_routes[] = {
	{ "GET", "/api/v1/cases", PERM_CASE_READ, case_list,
	  "Cases below an organisation, by the names of their people.", list_query_fields, NULL,
	  item_fields, ROUTE_PAGE },
	{ "POST", "/api/v1/cases", PERM_CASE_BRANCH, case_open, "Opens the case of a person.", NULL,
	  open_fields, id_reply_fields, 0 },
	{ "GET", "/api/v1/cases/{id}", PERM_CASE_READ, case_show,
	  "A case with its steps, what is next, findings and debts.", NULL, NULL, case_reply_fields,
	  0 },
	{ "POST", "/api/v1/cases/{id}/transfer", PERM_CASE_READ, case_move,
	  "Moves a case and its person to another branch; its time goes on.", NULL, transfer_fields,
	  case_reply_fields, 0 },
	ROUTE_END
};
