/* SPDX-License-Identifier: Apache-2.0 */
/* Notices for those who post and answer them. */
#include "notice/notice_impl.h"

#include "base/banned.h"

#define LIST_MAX  200
#define READY_MAX 200

static struct notice_ask ask_of(struct req *rq)
{
	return (struct notice_ask){ req_app(rq), req_arena(rq), req_user(rq), req_problems(rq),
				    NULL };
}

static const char *today_text(struct req *rq)
{
	char today[DATE_SIZE];

	date_format(clock_today(), today);
	return arena_strdup(req_arena(rq), today);
}

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
	struct json_writer *w = res_writer(job->rq);
	const char *low, *high;
	int64_t n = 0, last = 0;
	bool row = false;
	enum err e = range_of(db, job->rq, job->in.organisation_id, &low, &high);

	if (!e)
		e = db_stmt(db, SQL_NOTICE_PAGE, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_PAGE_BEFORE, job->before);
	bind_str(q, NOTICE_PAGE_LOW, low);
	bind_str(q, NOTICE_PAGE_HIGH, high);
	bind_str(q, NOTICE_PAGE_SHOW, job->in.show);
	bind_str(q, NOTICE_PAGE_TODAY, today_text(job->rq));
	bind_i64(q, NOTICE_PAGE_N, job->in.limit + 1);
	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); !e && row && n < job->in.limit; e = step_row(q, &row)) {
		last = col_i64(q, NOTICE_PAGE_C_ID);
		res_row(w, NULL, notice_row_fields, q);
		n++;
	}
	if (e)
		return e;
	json_close(w);
	json_str(w, "next", row ? arena_printf(req_arena(job->rq), "%lld", (long long)last) : NULL);
	json_null(w, "total");
	json_close(w);
	return OK;
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

static enum err rows_write(struct req *rq, const struct fld *fields, struct stmt *q)
{
	struct json_writer *w = res_writer(rq);
	bool row = false;
	enum err e;

	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		res_row(w, NULL, fields, q);
	json_close(w);
	json_null(w, "next");
	json_null(w, "total");
	json_close(w);
	return e;
}

static enum err ready_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct rows_job *job = arg;
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
	bind_i64(q, NOTICE_READY_N, READY_MAX);
	return rows_write(job->rq, ready_row_fields, q);
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
	bind_str(q, NOTICE_OF_CASE_TODAY, today_text(job->rq));
	return rows_write(job->rq, case_notice_fields, q);
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

/* ---- one notice ---- */

static const struct fld person_fields[] = {
	FIELD_I64(notice_person, position, 1, NOTICE_PEOPLE_MAX),
	FIELD_ID(notice_person, case_id),
	FIELD_STR(notice_person, name, 1, 60),
	FIELD_STR_OPT(notice_person, sex, 1, 20),
	FIELD_STR_OPT(notice_person, birth_month, 7, 7),
	FIELD_STR(notice_person, unit, 1, 100),
	FIELD_DATE_OPT(notice_person, applied_on),
	FIELD_DATE_OPT(notice_person, stage_on),
	FIELD_STR_OPT(notice_person, helpers, 1, 400),
	FIELD_RAW(notice_person, refusal),
	FIELD_END,
};

static const struct fld objection_fields[] = {
	FIELD_ID(notice_objection, id),
	FIELD_I64(notice_objection, position, 0, NOTICE_PEOPLE_MAX),
	FIELD_STR(notice_objection, text, 2, 2000),
	FIELD_STR_OPT(notice_objection, name, 1, 40),
	FIELD_STR_OPT(notice_objection, contact, 1, 100),
	FIELD_STR(notice_objection, way, 1, 10),
	FIELD_DATE(notice_objection, received_on),
	FIELD_ENUM_OPT(notice_objection, outcome, notice_outcomes),
	FIELD_STR_OPT(notice_objection, answer, 2, 1000),
	FIELD_DATE_OPT(notice_objection, answered_on),
	FIELD_STR_OPT(notice_objection, answered_by_name, 1, 80),
	FIELD_END,
};

struct notice_reply {
	int64_t id, organisation_id, days, days_left, version;
	const char *organisation_name, *kind, *code, *title, *places, *contact, *posted_on,
		*last_on;
	const char *state, *posted_by_name, *withdrawn_reason, *receipt;
	bool may_act, may_hear; /* hear: read objections and answer them */
	struct fld_list people, objections;
};

static const struct fld notice_reply_fields[] = {
	FIELD_ID_OPT(notice_reply, id),
	FIELD_ID(notice_reply, organisation_id),
	FIELD_STR(notice_reply, organisation_name, 1, 100),
	FIELD_ENUM(notice_reply, kind, notice_kinds),
	FIELD_STR_OPT(notice_reply, code, 1, 20),
	FIELD_STR(notice_reply, title, 1, 200),
	FIELD_STR(notice_reply, places, 2, 200),
	FIELD_STR(notice_reply, contact, 2, 200),
	FIELD_DATE(notice_reply, posted_on),
	FIELD_I64(notice_reply, days, 1, 60),
	FIELD_DATE(notice_reply, last_on),
	FIELD_I64(notice_reply, days_left, 0, 60),
	FIELD_ENUM(notice_reply, state, notice_states),
	FIELD_STR_OPT(notice_reply, posted_by_name, 1, 80),
	FIELD_STR_OPT(notice_reply, withdrawn_reason, 2, 200),
	FIELD_STR_OPT(notice_reply, receipt, 1, 20),
	FIELD_BOOL(notice_reply, may_act),
	FIELD_BOOL(notice_reply, may_hear),
	FIELD_LIST(notice_reply, people, notice_person, person_fields, NOTICE_PEOPLE_MAX),
	FIELD_LIST(notice_reply, objections, notice_objection, objection_fields,
		   NOTICE_OBJECTIONS_MAX),
	FIELD_I64(notice_reply, version, 1, INT64_MAX),
	FIELD_END,
};

struct withdraw_in {
	const char *reason;
	int64_t version;
};

struct answer_in {
	const char *outcome, *answer;
	int64_t version;
};

struct notice_job {
	struct req *rq;
	int64_t id, objection_id;
	union {
		struct notice_in post;
		struct withdraw_in withdraw;
		struct answer_in answer;
		struct notice_objection objection;
	} in;
	enum err (*act)(struct db *db, struct notice_ask *ask, struct notice_job *job,
			const struct notice *n);
	const char *details, *receipt;
	struct notice_reply out;
};

static bool is_on(const struct user *who, const struct notice *n)
{
	for (size_t i = 0; i < n->n_people; i++) {
		if (who->person_id && who->person_id == n->people[i].person_id)
			return true;
	}
	return false;
}

static struct notice_reply reply_of(struct req *rq, const struct notice *n)
{
	bool may = notice_may(req_user(rq), n->path);

	return (struct notice_reply){
		.id = n->id,
		.organisation_id = n->organisation_id,
		.organisation_name = n->organisation_name,
		.kind = n->kind,
		.code = n->code,
		.title = n->title,
		.places = n->places,
		.contact = n->contact,
		.posted_on = n->posted_on,
		.days = n->days,
		.last_on = n->last_on,
		.days_left = notice_days_left(req_app(rq)->rules, n, clock_today()),
		.state = notice_state(n, today_text(rq)),
		.posted_by_name = n->posted_by_name,
		.withdrawn_reason = n->withdrawn_reason,
		.may_act = may,
		.may_hear = may && !is_on(req_user(rq), n),
		.people = { n->people, n->n_people },
		.version = n->version,
	};
}

static enum err reply_make(struct db *db, struct notice_job *job)
{
	struct arena *a = req_arena(job->rq);
	struct notice_objection *items;
	struct notice n;
	size_t count;
	enum err e = notice_get(db, a, job->id, &n);

	if (e)
		return e;
	if (!user_may_at(req_user(job->rq), PERM_CASE_READ, n.path))
		return ERR_NOT_FOUND;
	job->out = reply_of(job->rq, &n);
	job->out.receipt = job->receipt;
	if (!job->out.may_hear)
		return OK;
	e = notice_objections(db, a, n.id, &items, &count);
	if (!e)
		job->out.objections = (struct fld_list){ items, count };
	return e;
}

static enum err show_tx(struct db *db, void *arg)
{
	return reply_make(db, arg);
}

static enum err notice_show(struct req *rq)
{
	struct notice_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = notice_settle(req_db(rq), req_app(rq)->rules);
	if (!e)
		e = db_read(req_db(rq), "notice", show_tx, &job);
	return e ? e : res_json(rq, 200, notice_reply_fields, &job.out);
}

/* ---- POST /notices, POST /notices/preview ---- */

static const struct fld post_fields[] = {
	FIELD_ID(notice_in, organisation_id),
	FIELD_ENUM(notice_in, kind, notice_kinds),
	FIELD_DATE(notice_in, posted_on),
	FIELD_I64_OPT(notice_in, days, 1, 60),
	FIELD_STR(notice_in, places, 2, 200),
	FIELD_STR(notice_in, contact, 2, 200),
	FIELD_STR_OPT(notice_in, reason, 2, 200),
	FIELD_IDS(notice_in, case_ids, NOTICE_PEOPLE_MAX),
	FIELD_END,
};

static enum err post_tx(struct db *db, void *arg)
{
	struct notice_job *job = arg;
	struct notice_ask ask = ask_of(job->rq);
	enum err e = notice_post(db, &ask, &job->in.post, &job->id);

	job->details = ask.details;
	return e ? e : reply_make(db, job);
}

static enum err notice_post_handler(struct req *rq)
{
	struct notice_job job = { .rq = rq };
	enum err e = req_json(rq, post_fields, &job.in.post);

	if (!e)
		e = db_write(req_db(rq), "notice.post", post_tx, &job);
	if (e && job.details)
		req_explain(rq, job.details);
	return e ? e : res_json(rq, 201, notice_reply_fields, &job.out);
}

static enum err preview_tx(struct db *db, void *arg)
{
	struct notice_job *job = arg;
	struct notice_ask ask = ask_of(job->rq);
	struct notice *n = ARENA_NEW(ask.a, struct notice);
	enum err e = notice_make(db, &ask, &job->in.post, n);

	if (!e)
		job->out = reply_of(job->rq, n);
	return e;
}

static enum err notice_preview(struct req *rq)
{
	struct notice_job job = { .rq = rq };
	enum err e = req_json(rq, post_fields, &job.in.post);

	if (!e)
		e = db_read(req_db(rq), "notice.preview", preview_tx, &job);
	return e ? e : res_json(rq, 200, notice_reply_fields, &job.out);
}

/* ---- acts on one that is posted ---- */

static enum err act_tx(struct db *db, void *arg)
{
	struct notice_job *job = arg;
	struct notice_ask ask = ask_of(job->rq);
	struct notice n;
	enum err e = notice_get(db, ask.a, job->id, &n);

	if (e)
		return e;
	if (!user_may_at(ask.who, PERM_CASE_READ, n.path))
		return ERR_NOT_FOUND;
	if (!notice_may(ask.who, n.path))
		return ERR_FORBIDDEN;
	e = job->act(db, &ask, job, &n);
	job->details = ask.details;
	return e ? e : reply_make(db, job);
}

static enum err act_on(struct req *rq, struct notice_job *job, const struct fld *fields,
		       const char *name, int status)
{
	enum err e = req_path_id(rq, "id", &job->id);

	if (!e)
		e = req_json(rq, fields, &job->in);
	if (!e)
		e = db_write(req_db(rq), name, act_tx, job);
	if (e && job->details)
		req_explain(rq, job->details);
	return e ? e : res_json(rq, status, notice_reply_fields, &job->out);
}

static const struct fld withdraw_fields[] = {
	FIELD_STR(withdraw_in, reason, 2, 200),
	FIELD_I64(withdraw_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err withdraw_act(struct db *db, struct notice_ask *ask, struct notice_job *job,
			     const struct notice *n)
{
	return notice_withdraw(db, ask, n, job->in.withdraw.version, job->in.withdraw.reason);
}

static enum err withdraw_handler(struct req *rq)
{
	struct notice_job job = { .rq = rq, .act = withdraw_act };

	return act_on(rq, &job, withdraw_fields, "notice.withdraw", 200);
}

static const struct fld object_fields[] = {
	FIELD_I64_OPT(notice_objection, position, 0, NOTICE_PEOPLE_MAX),
	FIELD_STR_(notice_objection, text, 2, 2000, FLD_MULTILINE),
	FIELD_STR_OPT(notice_objection, name, 1, 40),
	FIELD_STR_OPT(notice_objection, contact, 1, 100),
	FIELD_END,
};

static enum err object_act(struct db *db, struct notice_ask *ask, struct notice_job *job,
			   const struct notice *n)
{
	char *receipt = arena_zalloc(ask->a, 1, CODE_SIZE);

	job->in.objection.way = "office";
	job->receipt = receipt;
	return notice_object(db, ask, n, &job->in.objection, receipt);
}

static enum err object_handler(struct req *rq)
{
	struct notice_job job = { .rq = rq, .act = object_act };

	return act_on(rq, &job, object_fields, "notice.receive", 201);
}

static const struct fld answer_fields[] = {
	FIELD_ENUM(answer_in, outcome, notice_outcomes),
	FIELD_STR_(answer_in, answer, 2, 1000, FLD_MULTILINE),
	FIELD_I64(answer_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err answer_act(struct db *db, struct notice_ask *ask, struct notice_job *job,
			   const struct notice *n)
{
	const struct notice_objection in = { .id = job->objection_id,
					     .outcome = job->in.answer.outcome,
					     .answer = job->in.answer.answer };

	return notice_answer(db, ask, n, &in, job->in.answer.version);
}

static enum err answer_handler(struct req *rq)
{
	struct notice_job job = { .rq = rq, .act = answer_act };
	enum err e = req_path_id(rq, "objection_id", &job.objection_id);

	return e ? e : act_on(rq, &job, answer_fields, "notice.answer", 200);
}

const struct route notice_routes[] = {
	{ "GET", "/api/v1/notices", PERM_CASE_READ, notice_list,
	  "Public notices below an organisation, the newest first.", notices_query_fields, NULL,
	  notice_row_fields, ROUTE_PAGE },
	{ "POST", "/api/v1/notices", PERM_CASE_READ, notice_post_handler,
	  "Posts a notice; it opens on its day and ends by itself.", NULL, post_fields,
	  notice_reply_fields, 0 },
	{ "POST", "/api/v1/notices/preview", PERM_CASE_READ, notice_preview,
	  "The notice as it would stand; nothing is written.", NULL, post_fields,
	  notice_reply_fields, 0 },
	{ "GET", "/api/v1/notices/ready", PERM_CASE_READ, ready_list,
	  "Whose next step asks for a notice of this kind.", ready_query_fields, NULL,
	  ready_row_fields, ROUTE_PAGE },
	{ "GET", "/api/v1/notices/{id}", PERM_CASE_READ, notice_show,
	  "A notice, with its objections for those who answer them.", NULL, NULL,
	  notice_reply_fields, 0 },
	{ "POST", "/api/v1/notices/{id}/withdraw", PERM_CASE_READ, withdraw_handler,
	  "Takes a notice back; its page is gone from then on.", NULL, withdraw_fields,
	  notice_reply_fields, 0 },
	{ "POST", "/api/v1/notices/{id}/objections", PERM_CASE_READ, object_handler,
	  "An objection that the office received; the receipt is told here only.", NULL,
	  object_fields, notice_reply_fields, 0 },
	{ "POST", "/api/v1/notices/{id}/objections/{objection_id}/answer", PERM_CASE_READ,
	  answer_handler, "Answers an objection.", NULL, answer_fields, notice_reply_fields, 0 },
	{ "GET", "/api/v1/cases/{id}/notices", PERM_CASE_READ, of_case,
	  "The notices a person stands on.", NULL, NULL, case_notice_fields, ROUTE_PAGE },
	ROUTE_END
};
