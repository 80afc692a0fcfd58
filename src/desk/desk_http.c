/* SPDX-License-Identifier: Apache-2.0 */
/* GET /desk: what awaits a committee; GET /desk/cases/{id}: what committees said of a case. */
#include "app.h"
#include "desk/desk_impl.h"

#include "rules/rules.h"
#include "base/banned.h"

/* ---- GET /desk ---- */

struct desk_query {
	int64_t organisation_id;
};

static const struct fld desk_query_fields[] = {
	FIELD_ID_OPT(desk_query, organisation_id),
	FIELD_END,
};

struct due_member {
	int64_t person_id;
	const char *name, *post_kind;
};

static const struct fld due_member_fields[] = {
	FIELD_ID(due_member, person_id),
	FIELD_STR(due_member, name, 1, 60),
	FIELD_ENUM(due_member, post_kind, post_kinds),
	FIELD_END,
};

struct awaiting {
	int64_t case_id, person_id, branch_id, meeting_id, findings_n, overdue_days, contradictions;
	const char *person_name, *branch_name, *step, *stage, *since_on, *earliest_on, *due_on;
	const char *leaving_on, *last_state, *last_reason, *last_on;
	bool last_deliberated;
	struct both_reply title;
	struct fld_list stops, warnings;
};

static const struct fld awaiting_fields[] = {
	FIELD_ID(awaiting, case_id),
	FIELD_ID(awaiting, person_id),
	FIELD_STR(awaiting, person_name, 1, 60),
	FIELD_ID(awaiting, branch_id),
	FIELD_STR(awaiting, branch_name, 1, 100),
	FIELD_ENUM(awaiting, step, desk_step_codes),
	FIELD_OBJECT(awaiting, title, both_reply, both_reply_fields),
	FIELD_STR(awaiting, stage, 1, 40),
	FIELD_DATE(awaiting, since_on),
	FIELD_DATE_OPT(awaiting, earliest_on),
	FIELD_DATE_OPT(awaiting, due_on),
	FIELD_I64(awaiting, overdue_days, 0, 200000),
	FIELD_DATE_OPT(awaiting, leaving_on),
	FIELD_I64(awaiting, findings_n, 0, INT64_MAX),
	FIELD_I64(awaiting, contradictions, 0, INT64_MAX),
	FIELD_LIST(awaiting, stops, finding_reply, finding_reply_fields, 200),
	FIELD_LIST(awaiting, warnings, finding_reply, finding_reply_fields, 200),
	FIELD_ID_OPT(awaiting, meeting_id),
	FIELD_ENUM_OPT(awaiting, last_state, desk_item_states),
	FIELD_BOOL(awaiting, last_deliberated),
	FIELD_STR_OPT(awaiting, last_reason, 1, 500),
	FIELD_DATE_OPT(awaiting, last_on),
	FIELD_END,
};

struct filing {
	int64_t case_id, person_id, branch_id;
	const char *person_name, *branch_name, *step, *since_on, *earliest_on, *due_on;
	struct both_reply title;
};

static const struct fld filing_fields[] = {
	FIELD_ID(filing, case_id),
	FIELD_ID(filing, person_id),
	FIELD_STR(filing, person_name, 1, 60),
	FIELD_ID(filing, branch_id),
	FIELD_STR(filing, branch_name, 1, 100),
	FIELD_STR(filing, step, 1, 60),
	FIELD_OBJECT(filing, title, both_reply, both_reply_fields),
	FIELD_DATE(filing, since_on),
	FIELD_DATE_OPT(filing, earliest_on),
	FIELD_DATE_OPT(filing, due_on),
	FIELD_END,
};

struct desk_reply {
	const char *today;
	int64_t organisation_id;
	const char *organisation_name, *power;
	struct fld_list members, items, filings;
	bool more;
};

static const struct fld desk_fields[] = {
	FIELD_DATE(desk_reply, today),
	FIELD_ID(desk_reply, organisation_id),
	FIELD_STR(desk_reply, organisation_name, 1, 100),
	FIELD_ENUM_OPT(desk_reply, power, desk_powers),
	FIELD_LIST(desk_reply, members, due_member, due_member_fields, DESK_MEMBERS_MAX),
	FIELD_LIST(desk_reply, items, awaiting, awaiting_fields, DESK_ITEMS_MAX),
	FIELD_LIST(desk_reply, filings, filing, filing_fields, DESK_ITEMS_MAX),
	FIELD_BOOL(desk_reply, more),
	FIELD_END,
};

struct desk_job {
	struct req *rq;
	struct desk_query in;
	int32_t today;
	struct directory_organisation where;
	struct desk_reply out;
};

static struct desk_ask ask_of(struct req *rq)
{
	return (struct desk_ask){ .set = req_app(rq)->rules,
				  .a = req_arena(rq),
				  .who = req_user(rq),
				  .problems = req_problems(rq),
				  .prover = req_app(rq)->prover };
}

static struct awaiting awaiting_take(const struct desk_job *job, struct stmt *q)
{
	struct arena *a = req_arena(job->rq);
	const char *step = col_dup(q, DESK_AWAITING_C_STEP_CODE, a);
	int32_t due = DATE_NONE;
	struct awaiting r = {
		.case_id = col_i64(q, DESK_AWAITING_C_CASE_ID),
		.person_id = col_i64(q, DESK_AWAITING_C_PERSON_ID),
		.person_name = col_dup(q, DESK_AWAITING_C_PERSON_NAME, a),
		.branch_id = col_i64(q, DESK_AWAITING_C_BRANCH_ID),
		.branch_name = col_dup(q, DESK_AWAITING_C_BRANCH_NAME, a),
		.step = step,
		.title = development_step_title(req_app(job->rq)->rules, step),
		.stage = col_dup(q, DESK_AWAITING_C_STAGE, a),
		.since_on = col_dup(q, DESK_AWAITING_C_SINCE_ON, a),
		.earliest_on = col_dup(q, DESK_AWAITING_C_EARLIEST_ON, a),
		.due_on = col_dup(q, DESK_AWAITING_C_DUE_ON, a),
		.leaving_on = col_dup(q, DESK_AWAITING_C_LEAVING_ON, a),
		.findings_n = col_i64(q, DESK_AWAITING_C_FINDINGS_N),
		.meeting_id = col_i64(q, DESK_AWAITING_C_MEETING_ID),
		.last_state = col_dup(q, DESK_AWAITING_C_LAST_STATE, a),
		.last_reason = col_dup(q, DESK_AWAITING_C_LAST_REASON, a),
		.last_on = col_dup(q, DESK_AWAITING_C_LAST_ON, a),
		.last_deliberated = str_eq(col_str(q, DESK_AWAITING_C_LAST_POWER), "deliberates"),
	};

	if (r.due_on && !date_parse(r.due_on, &due) && due < job->today)
		r.overdue_days = job->today - due;
	return r;
}

/* A case owes a step once, however many rules ask for it: the first row has the nearest term. */
static bool is_known(const struct awaiting *items, size_t n, const struct awaiting *one)
{
	for (size_t i = 0; i < n; i++) {
		if (items[i].case_id == one->case_id && str_eq(items[i].step, one->step))
			return true;
	}
	return false;
}

static enum err awaiting_list(struct db *db, struct desk_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct awaiting *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_AWAITING, &q);

	if (e)
		return e;
	bind_str(q, DESK_AWAITING_LOW, job->where.path);
	bind_str(q, DESK_AWAITING_HIGH, directory_path_high(a, job->where.path));
	bind_i64(q, DESK_AWAITING_DESK_ID, job->where.id);
	bind_i64(q, DESK_AWAITING_ORGANISATION_ID,
		 str_eq(job->out.power, "deliberates") ? 0 : job->where.id);
	bind_i64(q, DESK_AWAITING_N, DESK_ITEMS_MAX + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		struct awaiting one = awaiting_take(job, q);

		if (n == DESK_ITEMS_MAX)
			job->out.more = true;
		else if (!is_known(items, n, &one))
			*VEC_PUSH(a, items, n, cap) = one;
	}
	job->out.items = (struct fld_list){ items, n };
	return e;
}

/* What the rules would say if the committee agreed today. */
static enum err awaiting_judge(struct db *db, struct desk_job *job)
{
	struct awaiting *items = job->out.items.items;
	struct desk_ask ask = ask_of(job->rq);
	enum err e = OK;

	for (size_t i = 0; !e && i < job->out.items.n; i++) {
		struct desk_item item = { .case_id = items[i].case_id,
					  .step_code = items[i].step,
					  .decision = "agreed" };
		struct problems problems = { .a = ask.a };
		struct development_trial trial = { 0 };

		e = desk_try(db, &ask, &item, job->out.today, &problems, &trial);
		if (e == ERR_CONFLICT || e == ERR_INPUT) /* the step is in no pack of today */
			e = OK;
		items[i].stops = trial.stops;
		items[i].warnings = trial.warnings;
		if (!e)
			e = dossier_contradictions(db, ask.prover, items[i].case_id,
						   &items[i].contradictions);
	}
	return e;
}

static enum err filing_list(struct db *db, struct desk_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct filing *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_FILINGS, &q);

	if (e)
		return e;
	bind_i64(q, DESK_FILINGS_ORGANISATION_ID, job->where.id);
	bind_i64(q, DESK_FILINGS_N, DESK_ITEMS_MAX + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		const char *step = col_dup(q, DESK_FILINGS_C_STEP_CODE, a);

		if (n == DESK_ITEMS_MAX) {
			job->out.more = true;
			continue;
		}
		*VEC_PUSH(a, items, n, cap) = (struct filing){
			.case_id = col_i64(q, DESK_FILINGS_C_CASE_ID),
			.person_id = col_i64(q, DESK_FILINGS_C_PERSON_ID),
			.person_name = col_dup(q, DESK_FILINGS_C_PERSON_NAME, a),
			.branch_id = col_i64(q, DESK_FILINGS_C_BRANCH_ID),
			.branch_name = col_dup(q, DESK_FILINGS_C_BRANCH_NAME, a),
			.step = step,
			.title = development_step_title(req_app(job->rq)->rules, step),
			.since_on = col_dup(q, DESK_FILINGS_C_SINCE_ON, a),
			.earliest_on = col_dup(q, DESK_FILINGS_C_EARLIEST_ON, a),
			.due_on = col_dup(q, DESK_FILINGS_C_DUE_ON, a),
		};
	}
	job->out.filings = (struct fld_list){ items, n };
	return e;
}

static enum err member_list(struct db *db, struct desk_job *job)
{
	struct arena *a = req_arena(job->rq);
	struct fld_list list = { NULL, 0 };
	struct due_member *items;
	enum err e;

	e = desk_members_due(db, a, job->where.id, job->out.today, &list);
	if (e)
		return e;
	items = ARENA_ARRAY(a, struct due_member, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct desk_member *m = (const struct desk_member *)list.items + i;

		items[i] = (struct due_member){ m->person_id, m->name, m->post_kind };
	}
	job->out.members = (struct fld_list){ items, list.n };
	return OK;
}

static enum err desk_tx(struct db *db, void *arg)
{
	struct desk_job *job = arg;
	struct desk_ask ask = ask_of(job->rq);
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = desk_highest(ask.who, PERM_CASE_SUPERIOR);
	e = desk_may(db, &ask, job->in.organisation_id);
	if (!e)
		e = directory_organisation_get(db, ask.a, job->in.organisation_id, &job->where);
	if (e)
		return e;
	job->out.organisation_id = job->where.id;
	job->out.organisation_name = job->where.name;
	job->out.power = desk_power(job->where.kind);
	e = filing_list(db, job);
	if (!e && job->out.power)
		e = member_list(db, job);
	if (!e && job->out.power)
		e = awaiting_list(db, job);
	return e ? e : awaiting_judge(db, job);
}

static enum err desk_show(struct req *rq)
{
	struct desk_job job = { .rq = rq, .today = clock_today() };
	char today[DATE_SIZE];
	enum err e;

	e = req_query(rq, desk_query_fields, &job.in);
	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	date_format(job.today, today);
	job.out.today = arena_strdup(req_arena(rq), today);
	e = db_read(req_db(rq), "desk", desk_tx, &job);
	return e ? e : res_json(rq, 200, desk_fields, &job.out);
}

/* ---- GET /desk/cases/{id} ---- */

struct said {
	int64_t meeting_id;
	const char *organisation_name, *power, *held_on, *step, *state, *decision, *reason;
	struct both_reply title;
};

static const struct fld said_fields[] = {
	FIELD_ID(said, meeting_id),
	FIELD_STR(said, organisation_name, 1, 100),
	FIELD_ENUM(said, power, desk_powers),
	FIELD_DATE_OPT(said, held_on),
	FIELD_STR(said, step, 1, 60),
	FIELD_OBJECT(said, title, both_reply, both_reply_fields),
	FIELD_ENUM(said, state, desk_item_states),
	FIELD_ENUM_OPT(said, decision, desk_decisions),
	FIELD_STR_OPT(said, reason, 1, 500),
	FIELD_END,
};

struct said_reply {
	struct fld_list items;
};

static const struct fld said_reply_fields[] = {
	FIELD_LIST(said_reply, items, said, said_fields, 50),
	FIELD_END,
};

struct said_job {
	struct req *rq;
	int64_t id;
	struct said_reply out;
};

static enum err said_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct said_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct said *items = NULL;
	size_t n = 0, cap = 0;
	struct desk_case c;
	bool row = false;
	enum err e;

	e = desk_case_get(db, a, job->id, &c);
	if (e)
		return e;
	if (!user_may_at(req_user(job->rq), PERM_CASE_READ, c.path))
		return ERR_NOT_FOUND;
	e = db_stmt(db, SQL_DESK_ITEM_OF_CASE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_ITEM_OF_CASE_CASE_ID, job->id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		const char *step = col_dup(q, DESK_ITEM_OF_CASE_C_STEP_CODE, a);

		*VEC_PUSH(a, items, n, cap) = (struct said){
			.meeting_id = col_i64(q, DESK_ITEM_OF_CASE_C_MEETING_ID),
			.organisation_name = col_dup(q, DESK_ITEM_OF_CASE_C_ORGANISATION_NAME, a),
			.power = col_dup(q, DESK_ITEM_OF_CASE_C_POWER, a),
			.held_on = col_dup(q, DESK_ITEM_OF_CASE_C_HELD_ON, a),
			.step = step,
			.title = development_step_title(req_app(job->rq)->rules, step),
			.state = col_dup(q, DESK_ITEM_OF_CASE_C_STATE, a),
			.decision = col_dup(q, DESK_ITEM_OF_CASE_C_DECISION, a),
			.reason = col_dup(q, DESK_ITEM_OF_CASE_C_REASON, a),
		};
	}
	job->out.items = (struct fld_list){ items, n };
	return e;
}

static enum err said_show(struct req *rq)
{
	struct said_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "desk.case", said_tx, &job);
	return e ? e : res_json(rq, 200, said_reply_fields, &job.out);
}

const struct route desk_routes[] = {
	{ "GET", "/api/v1/desk", PERM_CASE_SUPERIOR, desk_show,
	  "Cases that await a committee's decision, with clocks and findings; and filings.",
	  desk_query_fields, NULL, desk_fields, 0 },
	{ "GET", "/api/v1/desk/cases/{id}", PERM_CASE_READ, said_show,
	  "What committees said of a case: agreed, returned, put off, and why.", NULL, NULL,
	  said_reply_fields, 0 },
	ROUTE_END
};
