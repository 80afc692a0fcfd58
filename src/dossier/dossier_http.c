/* SPDX-License-Identifier: Apache-2.0 */
/* Routes: the findings of one case, the list of an organiser's evening, the findings to print. */
#include "app.h"
#include "dossier/dossier_impl.h"

#include "base/banned.h"

#define PAGE      50
#define PRINT_MAX 200 /* cases of one print, each with so many findings at most */
#define PRINT_ONE 40

/* ---- GET /cases/{id}/dossier ---- */

struct dossier_reply {
	int64_t case_id;
	const char *person_name;
	int64_t branch_id;
	const char *branch_name, *state;
	int64_t papers_n, papers_needed_n, papers_there_n, contradictions, warnings, more;
	bool papers_complete;
	struct fld_list findings;
};

static const struct fld dossier_fields[] = {
	FIELD_ID(dossier_reply, case_id),
	FIELD_STR(dossier_reply, person_name, 1, 60),
	FIELD_ID(dossier_reply, branch_id),
	FIELD_STR(dossier_reply, branch_name, 1, 100),
	FIELD_STR(dossier_reply, state, 1, 40),
	FIELD_I64(dossier_reply, papers_n, 0, PROVER_PAPERS_MAX),
	FIELD_I64(dossier_reply, papers_needed_n, 0, INT64_MAX),
	FIELD_I64(dossier_reply, papers_there_n, 0, INT64_MAX),
	FIELD_BOOL(dossier_reply, papers_complete),
	FIELD_I64(dossier_reply, contradictions, 0, INT64_MAX),
	FIELD_I64(dossier_reply, warnings, 0, INT64_MAX),
	FIELD_I64(dossier_reply, more, 0, INT64_MAX),
	FIELD_LIST(dossier_reply, findings, dossier_finding_reply, dossier_finding_fields,
		   PROVER_FINDINGS_MAX),
	FIELD_END,
};

struct show_job {
	struct req *rq;
	int64_t id;
	struct dossier_reply out;
};

static enum err reply_make(struct db *db, struct req *rq, int64_t case_id, size_t max,
			   struct dossier_reply *ret)
{
	const struct prover_pack *pack = req_app(rq)->prover;
	struct arena *a = req_arena(rq);
	struct prover_result r = { 0 };
	struct dossier d;
	int64_t n[2];
	enum err e = dossier_prove(db, pack, a, case_id, &d, &r);

	if (e)
		return e;
	if (!user_may_at(req_user(rq), PERM_CASE_READ, d.of.branch_path))
		return ERR_NOT_FOUND;
	dossier_count(&r, n);
	*ret = (struct dossier_reply){
		.case_id = case_id,
		.person_name = d.person_name,
		.branch_id = d.of.branch_id,
		.branch_name = d.of.branch_name,
		.state = d.of.state,
		.papers_n = (int64_t)d.d.n_papers,
		.papers_needed_n = d.papers_needed,
		.papers_there_n = d.papers_there,
		.papers_complete = d.d.papers_complete,
		.contradictions = n[PROVER_CONTRADICTION],
		.warnings = n[PROVER_WARNING],
		.more = (int64_t)r.n_more,
		.findings = dossier_findings(pack, a, &d, &r, max),
	};
	ret->more += (int64_t)(r.n_findings - ret->findings.n);
	return OK;
}

static enum err show_tx(struct db *db, void *arg)
{
	struct show_job *job = arg;

	return reply_make(db, job->rq, job->id, PROVER_FINDINGS_MAX, &job->out);
}

static enum err dossier_show(struct req *rq)
{
	struct show_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "dossier.show", show_tx, &job);
	return e ? e : res_json(rq, 200, dossier_fields, &job.out);
}

/* ---- GET /dossiers ---- */

static const char *const states[] = { "open", "closed", NULL };

struct list_query {
	int64_t organisation_id, limit;
	const char *severity, *state, *stage, *next_step, *rule, *after;
};

static const struct fld list_query_fields[] = {
	FIELD_ID_OPT(list_query, organisation_id),
	FIELD_ENUM_OPT(list_query, severity, prover_severity_codes),
	FIELD_ENUM_OPT(list_query, state, states),
	FIELD_STR_OPT(list_query, stage, 1, 40),
	FIELD_STR_OPT(list_query, next_step, 1, 60),
	FIELD_STR_OPT(list_query, rule, 1, 60),
	FIELD_STR_OPT(list_query, after, 1, 80),
	FIELD_I64_OPT(list_query, limit, 1, PAGE),
	FIELD_END,
};

struct list_row {
	int64_t case_id;
	const char *person_name;
	int64_t branch_id;
	const char *branch_name, *stage, *next_step;
	struct both_reply next_title;
	int64_t contradictions, warnings;
	struct fld_list findings; /* the gravest ones */
};

#define ROW_FINDINGS 3

static const struct fld row_fields[] = {
	FIELD_ID(list_row, case_id),
	FIELD_STR(list_row, person_name, 1, 60),
	FIELD_ID(list_row, branch_id),
	FIELD_STR(list_row, branch_name, 1, 100),
	FIELD_STR(list_row, stage, 1, 40),
	FIELD_STR_OPT(list_row, next_step, 1, 60),
	FIELD_OBJECT(list_row, next_title, both_reply, both_reply_fields),
	FIELD_I64(list_row, contradictions, 0, INT64_MAX),
	FIELD_I64(list_row, warnings, 0, INT64_MAX),
	FIELD_LIST(list_row, findings, dossier_finding_reply, dossier_finding_fields, ROW_FINDINGS),
	FIELD_END,
};

struct list_reply {
	int64_t organisation_id;
	const char *organisation_name;
	int64_t total;
	const char *next;
	struct fld_list items;
};

static const struct fld list_fields[] = {
	FIELD_ID(list_reply, organisation_id),
	FIELD_STR(list_reply, organisation_name, 1, 100),
	FIELD_I64(list_reply, total, 0, INT64_MAX),
	FIELD_STR_OPT(list_reply, next, 1, 80),
	FIELD_LIST(list_reply, items, list_row, row_fields, PAGE),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct list_query in;
	const char *low, *high; /* paths */
	int64_t after[3];       /* contradictions, warnings, case of the last row before */
	struct list_row *rows;
	size_t n, cap;
	struct list_reply out;
};

/* The highest organisation whose cases the caller may see; 0: none. */
static int64_t widest(const struct user *who)
{
	const struct right *best = NULL;

	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if ((r->perms >> PERM_CASE_READ & 1) &&
		    (!best || strlen(r->path_low) < strlen(best->path_low)))
			best = r;
	}
	return best ? best->organisation_id : 0;
}

static enum err scope_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation where;
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = widest(req_user(job->rq));
	e = authz_organisation(db, req_user(job->rq), PERM_CASE_READ, job->in.organisation_id);
	if (!e)
		e = directory_organisation_get(db, a, job->in.organisation_id, &where);
	if (e)
		return e;
	job->low = where.path;
	job->high = directory_path_high(a, where.path);
	job->out.organisation_id = where.id;
	job->out.organisation_name = where.name;
	return OK;
}

/* "2.1.17": contradictions, warnings and case of the last row of the page before. */
static enum err cursor_read(struct list_job *job)
{
	struct arena *a = req_arena(job->rq);
	const char *at = job->in.after;

	for (int i = 0; i < 3; i++)
		job->after[i] = INT64_MAX;
	for (int i = 0; at && i < 3; i++) {
		const char *dot = i < 2 ? strchr(at, '.') : at + strlen(at);

		if (!dot || str_to_i64(arena_strndup(a, at, (size_t)(dot - at)), 0, INT64_MAX,
				       &job->after[i])) {
			problem_add(req_problems(job->rq), "after", "bad_text", NULL);
			return ERR_INPUT;
		}
		at = dot + 1;
	}
	return OK;
}

#define BIND_FILTERS(Q, NAME)                                                                      \
	do {                                                                                       \
		bind_str(Q, NAME##_LOW, job->low);                                                 \
		bind_str(Q, NAME##_HIGH, job->high);                                               \
		bind_i64(Q, NAME##_LEAST, str_eq(job->in.severity, "contradiction"));              \
		bind_str(Q, NAME##_STATE, job->in.state);                                          \
		bind_str(Q, NAME##_STAGE, job->in.stage);                                          \
		bind_str(Q, NAME##_NEXT_STEP, job->in.next_step);                                  \
		bind_str(Q, NAME##_RULE, job->in.rule);                                            \
	} while (0)

static enum err total_take(struct db *db, struct list_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_DOSSIER_TOTAL, &q);

	if (e)
		return e;
	BIND_FILTERS(q, DOSSIER_TOTAL);
	e = step_one(q);
	if (!e)
		job->out.total = col_i64(q, DOSSIER_TOTAL_C_N);
	return e;
}

static enum err rows_take(struct db *db, struct list_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row = false;
	enum err e = db_stmt(db, SQL_DOSSIER_PAGE, &q);

	if (e)
		return e;
	BIND_FILTERS(q, DOSSIER_PAGE);
	bind_i64(q, DOSSIER_PAGE_CONTRADICTIONS, job->after[0]);
	bind_i64(q, DOSSIER_PAGE_WARNINGS, job->after[1]);
	bind_i64(q, DOSSIER_PAGE_CASE_ID, job->after[2]);
	bind_i64(q, DOSSIER_PAGE_N, job->in.limit + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		const char *next = col_dup(q, DOSSIER_PAGE_C_NEXT_STEP, a);

		*VEC_PUSH(a, job->rows, job->n, job->cap) = (struct list_row){
			.case_id = col_i64(q, DOSSIER_PAGE_C_CASE_ID),
			.person_name = col_dup(q, DOSSIER_PAGE_C_PERSON_NAME, a),
			.branch_id = col_i64(q, DOSSIER_PAGE_C_BRANCH_ID),
			.branch_name = col_dup(q, DOSSIER_PAGE_C_BRANCH_NAME, a),
			.stage = col_dup(q, DOSSIER_PAGE_C_STAGE, a),
			.next_step = next,
			.next_title = next ? development_step_title(req_app(job->rq)->rules, next)
					   : (struct both_reply){ "", "" },
			.contradictions = col_i64(q, DOSSIER_PAGE_C_CONTRADICTIONS),
			.warnings = col_i64(q, DOSSIER_PAGE_C_WARNINGS),
		};
	}
	return e;
}

/* The words of a page's rows are made when they are asked for: at most fifty dossiers. */
static enum err words_take(struct db *db, struct list_job *job, struct list_row *row)
{
	const struct prover_pack *pack = req_app(job->rq)->prover;
	struct arena *a = req_arena(job->rq);
	struct prover_result r = { 0 };
	struct dossier d;
	enum err e = dossier_prove(db, pack, a, row->case_id, &d, &r);

	if (!e)
		row->findings = dossier_findings(pack, a, &d, &r, ROW_FINDINGS);
	return e;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	enum err e = scope_tx(db, job); /* the right once more, with what is read */

	if (!e)
		e = total_take(db, job);
	if (!e)
		e = rows_take(db, job);
	if (!e && job->n > (size_t)job->in.limit) {
		const struct list_row *last = &job->rows[--job->n - 1];

		job->out.next = arena_printf(req_arena(job->rq), "%lld.%lld.%lld",
					     (long long)last->contradictions,
					     (long long)last->warnings, (long long)last->case_id);
	}
	for (size_t i = 0; !e && i < job->n; i++)
		e = words_take(db, job, &job->rows[i]);
	job->out.items = (struct fld_list){ job->rows, job->n };
	return e;
}

/* What has changed in the scope is proved before anything is read of it. */
static enum err refreshed(struct list_job *job)
{
	struct req *rq = job->rq;
	enum err e = db_read(req_db(rq), "dossier.scope", scope_tx, job);

	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (!e)
		e = dossier_refresh(req_db(rq), req_app(rq)->prover, job->low, job->high, NULL);
	return e;
}

static enum err dossier_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = PAGE };
	enum err e = req_query(rq, list_query_fields, &job.in);

	if (!e)
		e = cursor_read(&job);
	if (!e)
		e = refreshed(&job);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "dossier.list", list_tx, &job);
	return e ? e : res_json(rq, 200, list_fields, &job.out);
}

/* ---- GET /dossiers/findings ---- */

struct print_reply {
	int64_t organisation_id;
	const char *organisation_name;
	bool more;
	struct fld_list items;
};

static const struct fld print_fields[] = {
	FIELD_ID(print_reply, organisation_id),
	FIELD_STR(print_reply, organisation_name, 1, 100),
	FIELD_BOOL(print_reply, more),
	FIELD_LIST(print_reply, items, dossier_reply, dossier_fields, PRINT_MAX),
	FIELD_END,
};

static const struct fld print_query_fields[] = {
	FIELD_ID_OPT(list_query, organisation_id),
	FIELD_ENUM_OPT(list_query, severity, prover_severity_codes),
	FIELD_END,
};

struct print_job {
	struct list_job list;
	struct print_reply out;
};

static enum err print_tx(struct db *db, void *arg)
{
	struct print_job *job = arg;
	struct req *rq = job->list.rq;
	struct dossier_reply *items;
	enum err e = scope_tx(db, &job->list);

	if (!e)
		e = rows_take(db, &job->list);
	job->out.more = job->list.n > PRINT_MAX;
	if (job->out.more)
		job->list.n = PRINT_MAX;
	items = ARENA_ARRAY(req_arena(rq), struct dossier_reply, job->list.n);
	for (size_t i = 0; !e && i < job->list.n; i++)
		e = reply_make(db, rq, job->list.rows[i].case_id, PRINT_ONE, &items[i]);
	job->out.items = (struct fld_list){ items, job->list.n };
	return e;
}

static enum err dossier_print(struct req *rq)
{
	struct print_job job = { .list = { .rq = rq } };
	enum err e = req_query(rq, print_query_fields, &job.list.in);

	if (e)
		return e;
	job.list.in.limit = PRINT_MAX;
	job.list.in.state = "open";
	e = cursor_read(&job.list);
	if (!e)
		e = refreshed(&job.list);
	if (!e)
		e = db_read(req_db(rq), "dossier.print", print_tx, &job);
	if (e)
		return e;
	job.out.organisation_id = job.list.out.organisation_id;
	job.out.organisation_name = job.list.out.organisation_name;
	return res_json(rq, 200, print_fields, &job.out);
}

const struct route dossier_routes[] = {
	{ "GET", "/api/v1/cases/{id}/dossier", PERM_CASE_READ, dossier_show,
	  "What contradicts what in a case's dossier: the two papers, the rule, the repair.", NULL,
	  NULL, dossier_fields, 0 },
	{ "GET", "/api/v1/dossiers", PERM_CASE_READ, dossier_list,
	  "Cases below an organisation in whose dossiers something was found, the worst first.",
	  list_query_fields, NULL, list_fields, ROUTE_SLOW },
	{ "GET", "/api/v1/dossiers/findings", PERM_CASE_READ, dossier_print,
	  "All findings of the open cases below an organisation, for printing.", print_query_fields,
	  NULL, print_fields, ROUTE_SLOW },
	ROUTE_END
};
