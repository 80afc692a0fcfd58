/* SPDX-License-Identifier: Apache-2.0 */
/* Notices for those who post and answer them. */
#include "notice/notice_impl.h"

#include "base/banned.h"

static struct notice_ask ask_of(struct req *rq)
{
	return (struct notice_ask){ req_app(rq), req_arena(rq), req_user(rq), req_problems(rq),
				    NULL };
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
		.state = notice_state(n, notice_today(req_arena(rq))),
		.posted_by_name = n->posted_by_name,
		.withdrawn_reason = n->withdrawn_reason,
		.may_act = may,
		.may_hear = may && !notice_is_on(req_user(rq), n),
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
	{ "POST", "/api/v1/notices", PERM_CASE_READ, notice_post_handler,
	  "Posts a notice; it opens on its day and ends by itself.", NULL, post_fields,
	  notice_reply_fields, 0 },
	{ "POST", "/api/v1/notices/preview", PERM_CASE_READ, notice_preview,
	  "The notice as it would stand; nothing is written.", NULL, post_fields,
	  notice_reply_fields, 0 },
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
	ROUTE_END
};
