/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A notice for everybody, by its code: read while it stands, objected to, the answer heard by receipt.
 * What goes out is looked through for personal numbers once more.
 */
#include "access/throttle.h"
#include "notice/notice_impl.h"

#include "base/banned.h"

static const struct fld shown_fields[] = {
	FIELD_I64(notice_person, position, 1, NOTICE_PEOPLE_MAX),
	FIELD_STR(notice_person, name, 1, 60),
	FIELD_STR_OPT(notice_person, sex, 1, 20),
	FIELD_STR_OPT(notice_person, birth_month, 7, 7),
	FIELD_STR(notice_person, unit, 1, 100),
	FIELD_DATE_OPT(notice_person, applied_on),
	FIELD_DATE_OPT(notice_person, stage_on),
	FIELD_STR_OPT(notice_person, helpers, 1, 400),
	FIELD_END,
};

struct public_reply {
	const char *organisation_name, *kind, *title, *places, *contact, *posted_on, *last_on;
	const char *state; /* open; ended: it is over and names nobody any more */
	int64_t days, days_left;
	struct fld_list people;
};

static const struct fld public_fields[] = {
	FIELD_STR(public_reply, organisation_name, 1, 100),
	FIELD_ENUM(public_reply, kind, notice_kinds),
	FIELD_STR_OPT(public_reply, title, 1, 200),
	FIELD_STR(public_reply, places, 2, 200),
	FIELD_STR(public_reply, contact, 2, 200),
	FIELD_DATE(public_reply, posted_on),
	FIELD_DATE(public_reply, last_on),
	FIELD_I64(public_reply, days, 1, 60),
	FIELD_I64(public_reply, days_left, 0, 60),
	FIELD_ENUM(public_reply, state, notice_states),
	FIELD_LIST(public_reply, people, notice_person, shown_fields, NOTICE_PEOPLE_MAX),
	FIELD_END,
};

struct public_job {
	struct req *rq;
	const char *code, *subject; /* subject: of the throttle */
	int64_t wait;
	struct notice_objection in;
	char receipt[CODE_SIZE];
	const char *details;
	struct public_reply out;
};

static enum err wait_tx(struct db *db, struct public_job *job)
{
	enum err e = throttle_read_one(db, job->subject, clock_now(), &job->wait);

	return e ? e : job->wait ? ERR_THROTTLED : OK;
}

static enum err count_tx(struct db *db, void *arg)
{
	struct public_job *job = arg;

	return throttle_count_one(db, job->subject, THROTTLE_ADDRESS, clock_now());
}

static const char *subject_of(struct req *rq, const char *what)
{
	struct arena *a = req_arena(rq);
	const char *address = client_address(a, req_address(rq), req_header(rq, "X-Forwarded-For"));

	return arena_printf(a, "%s %s", what, throttle_address(a, address));
}

/* A wrong code or receipt is a guess, and counted. */
static enum err missed(struct req *rq, struct public_job *job, enum err e)
{
	enum err counted;

	if (e == ERR_THROTTLED)
		return res_wait(rq, job->wait);
	if (e != ERR_NOT_FOUND)
		return e;
	counted = db_write(req_db(rq), "notice.miss", count_tx, job);
	return counted ? counted : ERR_NOT_FOUND;
}

/* The notice of a code if there is a page of it. ERR_NOT_FOUND: none, or its day is to come. */
static enum err standing(struct db *db, struct public_job *job, struct notice *ret)
{
	char today[DATE_SIZE];
	const char *state;
	enum err e = wait_tx(db, job);

	if (!e)
		e = notice_by_code(db, req_arena(job->rq), job->code, ret);
	if (e)
		return e;
	date_format(clock_today(), today);
	state = notice_state(ret, today);
	if (str_eq(state, "withdrawn"))
		return ERR_GONE;
	return str_eq(state, "scheduled") ? ERR_NOT_FOUND : OK;
}

static enum err show_tx(struct db *db, void *arg)
{
	struct public_job *job = arg;
	struct problems found = { .a = req_arena(job->rq) };
	char today[DATE_SIZE];
	struct notice n;
	bool open;
	enum err e = standing(db, job, &n);

	if (e)
		return e;
	date_format(clock_today(), today);
	open = str_eq(notice_state(&n, today), "open");
	if (notice_leaks(&n, NULL, req_arena(job->rq), &found))
		return BUG("a notice with a personal number in it");
	job->out = (struct public_reply){
		.organisation_name = n.organisation_name,
		.kind = n.kind,
		.title = open ? n.title : NULL, /* it names a person */
		.places = n.places,
		.contact = n.contact,
		.posted_on = n.posted_on,
		.last_on = n.last_on,
		.days = n.days,
		.days_left = notice_days_left(req_app(job->rq)->rules, &n, clock_today()),
		.state = open ? "open" : "ended",
		.people = { open ? n.people : NULL, open ? n.n_people : 0 },
	};
	return OK;
}

static enum err public_show(struct req *rq)
{
	struct public_job job = { .rq = rq,
				  .code = req_path_str(rq, "code"),
				  .subject = subject_of(rq, "notice") };
	enum err e = notice_settle(req_db(rq), req_app(rq)->rules);

	res_header(rq, "X-Robots-Tag", "noindex");
	if (!e)
		e = db_read(req_db(rq), "notice.public", show_tx, &job);
	return e ? missed(rq, &job, e) : res_json(rq, 200, public_fields, &job.out);
}

/* The page itself says the same by its status. */
static enum err page_show(struct req *rq)
{
	struct public_job job = { .rq = rq,
				  .code = req_path_str(rq, "code"),
				  .subject = subject_of(rq, "notice") };
	enum err e = db_read(req_db(rq), "notice.page", show_tx, &job);

	return e ? missed(rq, &job, e) : res_none(rq);
}

/* ---- objections ---- */

static const struct fld object_fields[] = {
	FIELD_I64_OPT(notice_objection, position, 0, NOTICE_PEOPLE_MAX),
	FIELD_STR_(notice_objection, text, 2, 2000, FLD_MULTILINE),
	FIELD_STR_OPT(notice_objection, name, 1, 40),
	FIELD_STR_OPT(notice_objection, contact, 1, 100),
	FIELD_END,
};

struct receipt_reply {
	const char *receipt;
};

static const struct fld receipt_fields[] = {
	FIELD_STR(receipt_reply, receipt, CODE_SIZE - 1, CODE_SIZE - 1),
	FIELD_END,
};

static enum err object_tx(struct db *db, void *arg)
{
	struct public_job *job = arg;
	struct user nobody = command_line_user;
	struct notice_ask ask = { req_app(job->rq), req_arena(job->rq), &nobody,
				  req_problems(job->rq), NULL };
	struct notice n;
	enum err e = standing(db, job, &n);

	nobody.request_id = req_id(job->rq);
	job->in.way = "page";
	if (!e)
		e = notice_object(db, &ask, &n, &job->in, job->receipt);
	job->details = ask.details;
	return e ? e : count_tx(db, job); /* many objections from one place wait */
}

static enum err public_object(struct req *rq)
{
	struct public_job job = { .rq = rq,
				  .code = req_path_str(rq, "code"),
				  .subject = subject_of(rq, "objection") };
	struct receipt_reply out = { job.receipt };
	enum err e = req_json(rq, object_fields, &job.in);

	if (!e)
		e = db_write(req_db(rq), "notice.object", object_tx, &job);
	if (e && job.details)
		req_explain(rq, job.details);
	return e ? missed(rq, &job, e) : res_json(rq, 201, receipt_fields, &out);
}

/* ---- receipts ---- */

struct heard_in {
	const char *receipt;
};

static const struct fld heard_in_fields[] = {
	FIELD_STR_(heard_in, receipt, 1, CODE_TYPED_MAX, FLD_SECRET),
	FIELD_END,
};

struct heard_reply {
	const char *organisation_name, *received_on, *outcome, *answer, *answered_on;
	bool withdrawn; /* the notice was taken back meanwhile */
};

static const struct fld heard_fields[] = {
	FIELD_STR(heard_reply, organisation_name, 1, 100),
	FIELD_DATE(heard_reply, received_on),
	FIELD_ENUM_OPT(heard_reply, outcome, notice_outcomes),
	FIELD_STR_OPT(heard_reply, answer, 2, 1000),
	FIELD_DATE_OPT(heard_reply, answered_on),
	FIELD_BOOL(heard_reply, withdrawn),
	FIELD_END,
};

struct heard_job {
	struct public_job of;
	struct heard_in in;
	struct heard_reply out;
};

static enum err heard_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct heard_job *job = arg;
	struct arena *a = req_arena(job->of.rq);
	unsigned char hash[SEAL_INDEX_BYTES];
	enum err e = wait_tx(db, &job->of);

	if (e)
		return e;
	code_hash(req_app(job->of.rq)->seal, a, "NOTICE", job->in.receipt, hash);
	e = db_stmt(db, SQL_NOTICE_BY_RECEIPT, &q);
	if (e)
		return e;
	bind_blob(q, NOTICE_BY_RECEIPT_RECEIPT_HASH, hash, sizeof(hash));
	e = step_one(q);
	if (e)
		return e;
	job->out = (struct heard_reply){
		.organisation_name = col_dup(q, NOTICE_BY_RECEIPT_C_ORGANISATION_NAME, a),
		.received_on = col_dup(q, NOTICE_BY_RECEIPT_C_RECEIVED_ON, a),
		.outcome = col_dup(q, NOTICE_BY_RECEIPT_C_OUTCOME, a),
		.answer = col_dup(q, NOTICE_BY_RECEIPT_C_ANSWER, a),
		.answered_on = col_dup(q, NOTICE_BY_RECEIPT_C_ANSWERED_ON, a),
		.withdrawn = str_eq(col_dup(q, NOTICE_BY_RECEIPT_C_STATE, a), "withdrawn"),
	};
	return OK;
}

static enum err receipt_read(struct req *rq)
{
	struct heard_job job = { .of = { .rq = rq, .subject = subject_of(rq, "receipt") } };
	enum err e = req_json(rq, heard_in_fields, &job.in);

	if (!e)
		e = db_read(req_db(rq), "notice.receipt", heard_tx, &job);
	return e ? missed(rq, &job.of, e) : res_json(rq, 200, heard_fields, &job.out);
}

const struct route notice_public_routes[] = {
	{ "GET", "/n/{code}", PERM_PUBLIC, page_show, "The page of a notice.", NULL, NULL, NULL,
	  ROUTE_SHELL | ROUTE_SLOW },
	{ "GET", "/api/v1/public-notices/{code}", PERM_PUBLIC, public_show,
	  "A notice that stands, for everybody; withdrawn: 410.", NULL, NULL, public_fields,
	  ROUTE_SLOW },
	{ "POST", "/api/v1/public-notices/{code}/objections", PERM_PUBLIC, public_object,
	  "An objection, while the notice stands; the receipt is told here only.", NULL,
	  object_fields, receipt_fields, ROUTE_SLOW },
	{ "POST", "/api/v1/notice-receipts", PERM_PUBLIC, receipt_read,
	  "What became of an objection, by its receipt.", NULL, heard_in_fields, heard_fields,
	  ROUTE_SLOW },
	ROUTE_END
};
