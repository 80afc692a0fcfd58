/* SPDX-License-Identifier: Apache-2.0 */
/* Route: the seven procedures of everybody in motion below an organisation (S003-10). */
#include "app.h"
#include "figures/figures_impl.h"

#include "base/banned.h"

#define PAGE 100

struct row_reply {
	int64_t case_id;
	const char *person_name;
	int64_t branch_id;
	const char *branch_name, *stage;
	const char *nominated_on, *pre_reviewed_on, *notice_on, *reviewed_on, *talked_on,
		*approved_on;
	int64_t corrected_n;
};

static const struct fld row_fields[] = {
	FIELD_ID(row_reply, case_id),
	FIELD_STR(row_reply, person_name, 1, 60),
	FIELD_ID(row_reply, branch_id),
	FIELD_STR(row_reply, branch_name, 1, 100),
	FIELD_STR(row_reply, stage, 1, 40),
	FIELD_DATE_OPT(row_reply, nominated_on),
	FIELD_DATE_OPT(row_reply, pre_reviewed_on),
	FIELD_DATE_OPT(row_reply, notice_on),
	FIELD_DATE_OPT(row_reply, reviewed_on),
	FIELD_DATE_OPT(row_reply, talked_on),
	FIELD_DATE_OPT(row_reply, approved_on),
	FIELD_I64(row_reply, corrected_n, 0, INT64_MAX),
	FIELD_END,
};

struct list_reply {
	const char *organisation_name;
	int64_t total, next;
	struct fld_list items;
};

static const struct fld list_fields[] = {
	FIELD_STR(list_reply, organisation_name, 1, 100),
	FIELD_I64(list_reply, total, 0, INT64_MAX),
	FIELD_ID_OPT(list_reply, next),
	FIELD_LIST(list_reply, items, row_reply, row_fields, PAGE),
	FIELD_END,
};

static const char *const stages[] = { "applicant",    "activist", "candidate",
				      "probationary", "full",     NULL };

struct list_query {
	const char *stage;
	int64_t after, limit;
};

static const struct fld query_fields[] = {
	FIELD_ENUM_OPT(list_query, stage, stages),
	FIELD_ID_OPT(list_query, after),
	FIELD_I64_OPT(list_query, limit, 1, PAGE),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	int64_t id;
	struct list_query in;
	const char *low, *high;
	struct row_reply *rows;
	size_t n, cap;
	struct list_reply out;
};

static enum err total_take(struct db *db, struct list_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_FIGURES_PROCEDURES_TOTAL, &q);

	if (e)
		return e;
	bind_str(q, FIGURES_PROCEDURES_TOTAL_LOW, job->low);
	bind_str(q, FIGURES_PROCEDURES_TOTAL_HIGH, job->high);
	bind_str(q, FIGURES_PROCEDURES_TOTAL_STAGE, job->in.stage);
	e = step_one(q);
	if (!e)
		job->out.total = col_i64(q, FIGURES_PROCEDURES_TOTAL_C_N);
	return e;
}

static enum err page_take(struct db *db, struct list_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row = false;
	enum err e = db_stmt(db, SQL_FIGURES_PROCEDURES, &q);

	if (e)
		return e;
	bind_str(q, FIGURES_PROCEDURES_LOW, job->low);
	bind_str(q, FIGURES_PROCEDURES_HIGH, job->high);
	bind_i64(q, FIGURES_PROCEDURES_AFTER, job->in.after);
	bind_str(q, FIGURES_PROCEDURES_STAGE, job->in.stage);
	bind_i64(q, FIGURES_PROCEDURES_N, job->in.limit + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, job->rows, job->n, job->cap) = (struct row_reply){
			.case_id = col_i64(q, FIGURES_PROCEDURES_C_ID),
			.person_name = col_dup(q, FIGURES_PROCEDURES_C_PERSON_NAME, a),
			.branch_id = col_i64(q, FIGURES_PROCEDURES_C_BRANCH_ID),
			.branch_name = col_dup(q, FIGURES_PROCEDURES_C_BRANCH_NAME, a),
			.stage = col_dup(q, FIGURES_PROCEDURES_C_STAGE, a),
		};
	return e;
}

static enum err lamps_take(struct db *db, struct list_job *job, struct row_reply *row)
{
	const struct rules_set *set = req_app(job->rq)->rules;
	struct arena *a = req_arena(job->rq);
	struct figures_lamps lamps;
	struct development_case c;
	enum err e = development_case_load(db, set, a, row->case_id, &c);

	if (e)
		return e;
	lamps = figures_lamps_of(set, a, c.rules);
	row->nominated_on = lamps.nominated_on;
	row->pre_reviewed_on = lamps.pre_reviewed_on;
	row->notice_on = lamps.notice_on;
	row->reviewed_on = lamps.reviewed_on;
	row->talked_on = lamps.talked_on;
	row->approved_on = lamps.approved_on;
	row->corrected_n = lamps.corrected_n;
	return OK;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation org;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->id);

	if (!e)
		e = directory_organisation_get(db, a, job->id, &org);
	if (e)
		return e;
	job->out.organisation_name = org.name;
	job->low = org.path;
	job->high = directory_path_high(a, org.path);
	e = total_take(db, job);
	if (!e)
		e = page_take(db, job);
	if (!e && job->n > (size_t)job->in.limit)
		job->out.next = job->rows[--job->n - 1].case_id;
	for (size_t i = 0; !e && i < job->n; i++)
		e = lamps_take(db, job, &job->rows[i]);
	job->out.items = (struct fld_list){ job->rows, job->n };
	return e;
}

static enum err procedures_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = PAGE };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_query(rq, query_fields, &job.in);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "figures.procedures", list_tx, &job);
	return e ? e : res_json(rq, 200, list_fields, &job.out);
}

const struct route figures_procedures_routes[] = {
	{ "GET", "/api/v1/organisations/{id}/procedures", PERM_CASE_READ, procedures_list,
	  "The days of the seven procedures of everybody with an open case below an organisation.",
	  query_fields, NULL, list_fields, 0 },
	ROUTE_END
};
