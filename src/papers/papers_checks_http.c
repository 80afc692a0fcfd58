/* SPDX-License-Identifier: Apache-2.0 */
/* S000-18: whose file is complete and what is missing by name; checks with checker and date. */
#include "papers/papers_impl.h"

#include "base/banned.h"

#define PAGE     50
#define LOOK_MAX 400 /* cases that one page of "only missing" looks through */

struct list_query {
	int64_t organisation_id, limit, after;
	bool missing, closed;
};

static const struct fld list_query_fields[] = {
	FIELD_ID(list_query, organisation_id),     FIELD_BOOL_OPT(list_query, missing),
	FIELD_BOOL_OPT(list_query, closed),        FIELD_ID_OPT(list_query, after),
	FIELD_I64_OPT(list_query, limit, 1, PAGE), FIELD_END,
};

struct list_row {
	int64_t case_id;
	const char *person_name, *stage, *branch_name;
	int64_t needed_n, missing_n;
	struct fld_list missing; /* names */
	const char *checked_on, *checked_by_name;
};

static const struct fld row_fields[] = {
	FIELD_ID(list_row, case_id),
	FIELD_STR(list_row, person_name, 1, 60),
	FIELD_STR(list_row, stage, 1, 40),
	FIELD_STR(list_row, branch_name, 1, 100),
	FIELD_I64(list_row, needed_n, 0, INT64_MAX),
	FIELD_I64(list_row, missing_n, 0, INT64_MAX),
	FIELD_LIST(list_row, missing, both_reply, both_reply_fields, PAPERS_MAX),
	FIELD_DATE_OPT(list_row, checked_on),
	FIELD_STR_OPT(list_row, checked_by_name, 1, 80),
	FIELD_END,
};

struct list_reply {
	struct fld_list items;
	int64_t next; /* 0: no more */
};

static const struct fld list_fields[] = {
	FIELD_LIST(list_reply, items, list_row, row_fields, PAGE),
	FIELD_ID_OPT(list_reply, next),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct list_query in;
	struct list_reply out;
};

struct found_case {
	int64_t id;
	const char *person_name, *stage;
};

static enum err cases_below(struct db *db, struct list_job *job, const char *low, const char *high,
			    struct found_case **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct found_case *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_PAPER_CASES, &q);

	if (e)
		return e;
	bind_str(q, PAPER_CASES_LOW, low);
	bind_str(q, PAPER_CASES_HIGH, high);
	bind_i64(q, PAPER_CASES_AFTER, job->in.after);
	bind_i64(q, PAPER_CASES_CLOSED, job->in.closed ? 1 : 0);
	bind_i64(q, PAPER_CASES_N, LOOK_MAX + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct found_case){ col_i64(q, PAPER_CASES_C_ID),
					     col_dup(q, PAPER_CASES_C_PERSON_NAME, a),
					     col_dup(q, PAPER_CASES_C_STAGE, a) };
	if (e)
		return e;
	*ret = items;
	*ret_n = n;
	return OK;
}

/* Counts the file of one case. */
static enum err count_case(struct db *db, struct req *rq, int64_t case_id,
			   struct development_case *c, struct paper_count *ret)
{
	struct arena *a = req_arena(rq);
	struct paper_needs needs;
	struct papers papers;
	enum err e = development_case_load(db, req_app(rq)->rules, a, case_id, c);

	if (!e)
		e = papers_of_case(db, a, case_id, 0, &papers);
	if (e)
		return e;
	needs = paper_needs_of(req_app(rq)->rules, a, c);
	*ret = paper_count_of(a, &needs, &papers);
	return OK;
}

static enum err row_take(struct db *db, struct list_job *job, const struct found_case *from,
			 struct list_row *ret, bool *ret_wanted)
{
	struct arena *a = req_arena(job->rq);
	struct paper_check_row check = { 0 };
	struct development_case c;
	struct paper_count count;
	enum err e = count_case(db, job->rq, from->id, &c, &count);

	*ret_wanted = false;
	if (e || (job->in.missing && !count.missing))
		return e;
	e = paper_check_newest(db, a, from->id, &check);
	if (e && e != ERR_NOT_FOUND)
		return e;
	*ret_wanted = true;
	*ret = (struct list_row){ .case_id = from->id,
				  .person_name = from->person_name,
				  .stage = from->stage,
				  .branch_name = c.branch_name,
				  .needed_n = count.needed,
				  .missing_n = count.missing,
				  .missing = count.missing_names,
				  .checked_on = check.checked_on,
				  .checked_by_name = check.checked_by_name };
	return OK;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	struct arena *a = req_arena(job->rq);
	size_t most = job->in.limit ? (size_t)job->in.limit : PAGE, n_cases = 0, n = 0, i;
	struct list_row *rows = ARENA_ARRAY(a, struct list_row, most);
	struct directory_organisation org;
	struct found_case *cases = NULL;
	enum err e =
		authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->in.organisation_id);

	if (!e)
		e = directory_organisation_get(db, a, job->in.organisation_id, &org);
	if (!e)
		e = cases_below(db, job, org.path, directory_path_high(a, org.path), &cases,
				&n_cases);
	for (i = 0; !e && i < n_cases && i < LOOK_MAX && n < most; i++) {
		bool wanted = false;

		e = row_take(db, job, &cases[i], &rows[n], &wanted);
		n += wanted;
	}
	if (e)
		return e;
	job->out.items = (struct fld_list){ rows, n };
	job->out.next = i < n_cases && i > 0 ? cases[i - 1].id : 0;
	return OK;
}

static enum err papers_list(struct req *rq)
{
	struct list_job job = { .rq = rq };
	enum err e = req_query(rq, list_query_fields, &job.in);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "papers.list", list_tx, &job);
	return e ? e : res_json(rq, 200, list_fields, &job.out);
}

/* ---- POST /papers/checks ---- */

struct check_in {
	struct fld_list case_ids;
};

static const struct fld check_fields[] = {
	FIELD_IDS(check_in, case_ids, PAGE),
	FIELD_END,
};

struct check_out {
	int64_t complete_n, missing_n;
};

static const struct fld checked_fields[] = {
	FIELD_I64(check_out, complete_n, 0, PAGE),
	FIELD_I64(check_out, missing_n, 0, PAGE),
	FIELD_END,
};

struct check_job {
	struct req *rq;
	struct check_in in;
	struct check_out out;
};

static enum err check_one(struct db *db, struct check_job *job, int64_t case_id, const char *today)
{
	const struct user *who = req_user(job->rq);
	struct development_case c;
	struct paper_count count;
	bool may = false;
	enum err e = paper_case(db, job->rq, case_id, &c, &may);

	if (!e && !may)
		e = ERR_FORBIDDEN;
	if (!e)
		e = count_case(db, job->rq, case_id, &c, &count);
	if (!e)
		e = paper_check_add(db, case_id, &count, today, who->account_id);
	if (e)
		return e;
	job->out.complete_n += count.missing == 0;
	job->out.missing_n += count.missing > 0;
	return audit_add(db, who, "paper.check", "development_case", case_id, NULL);
}

static enum err check_tx(struct db *db, void *arg)
{
	struct check_job *job = arg;
	const int64_t *ids = job->in.case_ids.items;
	char today[DATE_SIZE];
	enum err e = OK;

	date_format(clock_today(), today);
	job->out = (struct check_out){ 0, 0 }; /* the transaction may run again */
	for (size_t i = 0; i < job->in.case_ids.n && !e; i++)
		e = check_one(db, job, ids[i], today);
	return e;
}

static enum err papers_check(struct req *rq)
{
	struct check_job job = { .rq = rq };
	enum err e = req_json(rq, check_fields, &job.in);

	if (!e && job.in.case_ids.n == 0) {
		problem_add(req_problems(rq), "case_ids", "required", NULL);
		e = ERR_INPUT;
	}
	if (!e)
		e = db_write(req_db(rq), "papers.check", check_tx, &job);
	return e ? e : res_json(rq, 201, checked_fields, &job.out);
}

const struct route papers_check_routes[] = {
	{ "GET", "/api/v1/papers", PERM_CASE_READ, papers_list,
	  "Whose file is complete, and what is missing by name; with the last check.",
	  list_query_fields, NULL, list_fields, 0 },
	{ "POST", "/api/v1/papers/checks", PERM_CASE_READ, papers_check,
	  "Checks the files of cases: what is missing today is kept with the day and the checker.",
	  NULL, check_fields, checked_fields, 0 },
	ROUTE_END
};
