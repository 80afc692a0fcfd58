/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips over HTTP: the branch or its committee makes and ends one for a case; whoever holds the code
 * reads the standing of that one person. The code comes in the body, never in an address, so that
 * no log has it.
 */
#include "access/seal.h"
#include "access/throttle.h"
#include "development/development.h"
#include "development/slip.h"
#include "development/stand.h"
#include "development/step.h"

#include "base/banned.h"

struct slip_reply {
	const char *code; /* only in the answer that makes it */
	int64_t created_at;
	const char *created_by_name, *expires_on;
	bool alive;
};

static const struct fld slip_fields[] = {
	FIELD_BOOL(slip_reply, alive),
	FIELD_TIME_OPT(slip_reply, created_at),
	FIELD_STR_OPT(slip_reply, created_by_name, 1, 64),
	FIELD_DATE_OPT(slip_reply, expires_on),
	FIELD_END,
};
static const struct fld made_fields[] = {
	FIELD_STR(slip_reply, code, CODE_SIZE - 1, CODE_SIZE - 1),
	FIELD_DATE(slip_reply, expires_on),
	FIELD_END,
};

struct slip_in {
	int64_t months;
};

static const struct fld make_fields[] = {
	FIELD_I64_OPT(slip_in, months, 1, 36),
	FIELD_END,
};

struct slip_job {
	struct req *rq;
	int64_t case_id;
	struct slip_in in;
	struct slip_reply out;
};

/* ---- for the branch and its committee ---- */

/* Who may record a step of the case may tell its person where he stands. */
static enum err may_hand_out(struct db *db, struct slip_job *job)
{
	const struct user *who = req_user(job->rq);
	struct arena *a = req_arena(job->rq);
	struct step_actor actor;
	struct case_view view;
	enum err e;

	e = case_load(db, req_app(job->rq)->rules, a, job->case_id, &view);
	if (e)
		return e;
	e = step_may_see(who, &view);
	if (e)
		return e;
	e = step_may_act(db, a, who, &view, RULES_BRANCH, &actor);
	return e == ERR_FORBIDDEN ? step_may_act(db, a, who, &view, RULES_SUPERIOR, &actor) : e;
}

static enum err show_tx(struct db *db, void *arg)
{
	struct slip_job *job = arg;
	struct slip slip;
	enum err e;

	e = may_hand_out(db, job);
	if (e)
		return e;
	e = slip_of_case(db, req_arena(job->rq), job->case_id, &slip);
	if (e)
		return e;
	job->out = (struct slip_reply){ .alive = slip.id != 0,
					.created_at = slip.created_at,
					.created_by_name = slip.created_by_name,
					.expires_on = slip.expires_on };
	return OK;
}

static enum err slip_show(struct req *rq)
{
	struct slip_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.case_id);
	if (e)
		return e;
	e = db_read(req_db(rq), "slip.get", show_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, slip_fields, &job.out);
}

static enum err make_tx(struct db *db, void *arg)
{
	struct slip_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct arena *a = req_arena(job->rq);
	char *code = arena_zalloc(a, 1, CODE_SIZE);
	int64_t months = job->in.months ? job->in.months : SLIP_MONTHS;
	enum err e;

	e = may_hand_out(db, job);
	if (e)
		return e;
	job->out.expires_on = case_day_text(a, date_add_months(clock_today(), (int)months));
	e = slip_make(db, req_app(job->rq)->seal, job->case_id, who->account_id, clock_now(),
		      job->out.expires_on, code);
	if (e)
		return e;
	job->out.code = code;
	return audit_add(db, who, "slip.make", "development_case", job->case_id, NULL);
}

static enum err slip_post(struct req *rq)
{
	struct slip_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.case_id);
	if (e)
		return e;
	e = req_json(rq, make_fields, &job.in);
	if (e)
		return e;
	e = db_write(req_db(rq), "slip.make", make_tx, &job);
	if (e)
		return e;
	return res_json(rq, 201, made_fields, &job.out);
}

static enum err end_tx(struct db *db, void *arg)
{
	struct slip_job *job = arg;
	const struct user *who = req_user(job->rq);
	bool ended;
	enum err e;

	e = may_hand_out(db, job);
	if (e)
		return e;
	e = slip_revoke(db, job->case_id, who->account_id, clock_now(), &ended);
	if (e || !ended)
		return e; /* nothing to end is as good as ended */
	return audit_add(db, who, "slip.revoke", "development_case", job->case_id, NULL);
}

static enum err slip_delete(struct req *rq)
{
	struct slip_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.case_id);
	if (e)
		return e;
	e = db_write(req_db(rq), "slip.revoke", end_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}

/* ---- for whoever holds the code ---- */

struct read_in {
	const char *code;
};

const struct fld development_slip_code_fields[] = {
	FIELD_STR_(read_in, code, 1, CODE_TYPED_MAX, FLD_SECRET),
	FIELD_END,
};

struct read_job {
	struct req *rq;
	const struct development_slip_page *page;
	struct read_in in;
	const char *subject; /* of the throttle */
	int64_t wait;
};

static enum err read_tx(struct db *db, void *arg)
{
	struct read_job *job = arg;
	struct arena *a = req_arena(job->rq);
	int64_t case_id, person_id;
	enum err e;

	e = throttle_read_one(db, job->subject, clock_now(), &job->wait);
	if (e)
		return e;
	if (job->wait)
		return ERR_THROTTLED;
	e = slip_find(db, req_app(job->rq)->seal, a, job->in.code, case_day_text(a, clock_today()),
		      &case_id, &person_id);
	if (e)
		return e;
	return job->page->make(db, job->rq, case_id, person_id, job->page->out);
}

static enum err miss_tx(struct db *db, void *arg)
{
	struct read_job *job = arg;

	return throttle_count_one(db, job->subject, THROTTLE_ADDRESS, clock_now());
}

enum err development_slip_answer(struct req *rq, const struct development_slip_page *page)
{
	struct arena *a = req_arena(rq);
	struct read_job job = { .rq = rq, .page = page };
	const char *address;
	enum err e;

	e = req_json(rq, development_slip_code_fields, &job.in);
	if (e)
		return e;
	address = client_address(a, req_address(rq), req_header(rq, "X-Forwarded-For"));
	job.subject = arena_printf(a, "slip %s", throttle_address(a, address));
	e = db_read(req_db(rq), page->what, read_tx, &job);
	if (e == ERR_THROTTLED)
		return res_wait(rq, job.wait);
	if (e == ERR_NOT_FOUND) {
		e = db_write(req_db(rq), "slip.miss", miss_tx, &job);
		return e ? e : ERR_NOT_FOUND;
	}
	if (e)
		return e;
	return res_json(rq, 200, page->fields, page->out);
}

static enum err stand_make(struct db *db, struct req *rq, int64_t case_id, int64_t person_id,
			   void *out)
{
	return stand_reply_make(db, req_app(rq)->rules, req_arena(rq), person_id, case_id,
				clock_today(), out);
}

static enum err slip_read(struct req *rq)
{
	struct stand_reply out = { 0 };
	const struct development_slip_page page = { "slip.read", stand_make, stand_fields, &out };

	return development_slip_answer(rq, &page);
}

const struct route development_slip_routes[] = {
	{ "GET", "/api/v1/cases/{id}/slip", PERM_CASE_READ, slip_show,
	  "Whether the case has a slip with which its person reads where he stands.", NULL, NULL,
	  slip_fields, 0 },
	{ "POST", "/api/v1/cases/{id}/slip", PERM_CASE_READ, slip_post,
	  "Makes a slip; its code is told here only, and the one before ends.", NULL, make_fields,
	  made_fields, 0 },
	{ "DELETE", "/api/v1/cases/{id}/slip", PERM_CASE_READ, slip_delete,
	  "Ends the slip of the case.", NULL, NULL, NULL, 0 },
	{ "POST", "/api/v1/slip", PERM_PUBLIC, slip_read,
	  "Where the holder of a slip stands, by its code.", NULL, development_slip_code_fields,
	  stand_fields, ROUTE_SLOW },
	ROUTE_END
};
