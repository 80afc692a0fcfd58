/* SPDX-License-Identifier: Apache-2.0 */
/* One's own password, one-time codes and sessions. */
#include "access/access_http.h"
#include "access/password.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "access/totp.h"
#include "app.h"
#include "base/clock.h"
#include "base/banned.h"

/* ---- is it really he? ---- */

/*
 * Reads the caller's account and holds the password against it. A wrong one is a fault of the
 * field; too many are ERR_THROTTLED.
 */
static enum err confirm(struct req *rq, const char *field, const char *password,
			struct account *ret)
{
	int64_t wait = 0;
	enum err e;

	e = account_get(req_db(rq), req_arena(rq), req_user(rq)->account_id, ret);
	if (e)
		return e;
	e = password_confirm(req_db(rq), req_user(rq), request_address(rq), ret, password, &wait);
	if (e == ERR_FORBIDDEN) {
		problem_add(req_problems(rq), field, "wrong", NULL);
		return ERR_INPUT;
	}
	return e == ERR_THROTTLED ? res_wait(rq, wait) : e;
}

/* ---- PUT /session/password ---- */

struct password_change {
	const char *old_password, *new_password;
};

const struct fld password_body[] = {
	FIELD_STR_(password_change, old_password, 1, PASSWORD_MAX, FLD_SECRET),
	FIELD_STR_(password_change, new_password, PASSWORD_MIN, PASSWORD_MAX, FLD_SECRET),
	FIELD_END,
};

struct password_job {
	const struct user *who;
	struct account account;
	char hash[PASSWORD_HASH_SIZE];
};

static enum err password_tx(struct db *db, void *arg)
{
	struct password_job *job = arg;
	enum err e;

	e = account_set_password(db, job->account.id, job->hash, /* must_change= */ false);
	if (e)
		return e;
	e = session_revoke_all(db, job->account.id, job->who->session_id, clock_now());
	if (e)
		return e;
	return audit_add(db, job->who, "account.password", "account", job->account.id, NULL);
}

enum err password_put(struct req *rq)
{
	struct password_change in = { 0 };
	struct password_job job = { .who = req_user(rq) };
	const char *fault;
	enum err e;

	e = req_json(rq, password_body, &in);
	if (e)
		return e;
	fault = password_fault(job.who->login, in.new_password);
	if (fault != NULL) {
		problem_add(req_problems(rq), "new_password", fault, NULL);
		return ERR_INPUT;
	}
	e = confirm(rq, "old_password", in.old_password, &job.account);
	if (e)
		return e;
	e = password_hash(in.new_password, job.hash);
	if (e)
		return e;
	e = db_write(req_db(rq), "account.password", password_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}

/* ---- one-time codes ---- */

struct totp_view {
	const char *secret, *uri;
};

const struct fld totp_reply[] = {
	FIELD_STR(totp_view, secret, 32, 32),
	FIELD_STR(totp_view, uri, 10, 1000),
	FIELD_END,
};

struct totp_job {
	struct req *rq;
	const struct user *who;
	const char *secret, *code;
};

static enum err begin_tx(struct db *db, void *arg)
{
	struct totp_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct account account;
	struct sealed sealed;
	enum err e;

	e = account_get(db, a, job->who->account_id, &account);
	if (e)
		return e;
	if (account.totp_on)
		return ERR_CONFLICT; /* it is turned off first, with the password */
	sealed = seal_text(req_app(job->rq)->seal, TOTP_PLACE, account.id, job->secret, a);
	e = account_set_totp(db, account.id, sealed, /* on= */ false, /* step= */ 0);
	if (e)
		return e;
	return audit_add(db, job->who, "account.totp_begin", "account", account.id, NULL);
}

enum err totp_begin(struct req *rq)
{
	struct totp_job job = { .rq = rq, .who = req_user(rq) };
	char *secret = arena_alloc(req_arena(rq), TOTP_SECRET_SIZE);
	struct totp_view out;
	enum err e;

	totp_secret_new(secret);
	job.secret = secret;
	e = db_write(req_db(rq), "account.totp_begin", begin_tx, &job);
	if (e)
		return e;
	out.secret = secret;
	out.uri = totp_uri(req_arena(rq), secret, job.who->login);
	return res_json(rq, 201, totp_reply, &out);
}

struct totp_code_in {
	const char *code;
};

const struct fld totp_on_body[] = {
	FIELD_STR_(totp_code_in, code, 6, 6, FLD_SECRET),
	FIELD_END,
};

static enum err on_tx(struct db *db, void *arg)
{
	struct totp_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct account account;
	const char *secret;
	int64_t step;
	enum err e;

	e = account_get(db, a, job->who->account_id, &account);
	if (e)
		return e;
	if (account.totp_on || account.totp.bytes == NULL)
		return ERR_CONFLICT;
	e = open_text(req_app(job->rq)->seal, TOTP_PLACE, account.id, account.totp.bytes,
		      account.totp.len, a, &secret);
	if (e)
		return e;
	e = totp_verify(secret, job->code, clock_now(), account.totp_step, &step);
	if (e)
		return e;
	e = account_set_totp(db, account.id, account.totp, /* on= */ true, step);
	if (e)
		return e;
	e = session_set_second_factor(db, job->who->session_id, /* shown= */ true);
	if (e)
		return e;
	return audit_add(db, job->who, "account.totp_on", "account", account.id, NULL);
}

enum err totp_on(struct req *rq)
{
	struct totp_job job = { .rq = rq, .who = req_user(rq) };
	struct totp_code_in in = { 0 };
	enum err e;

	e = req_json(rq, totp_on_body, &in);
	if (e)
		return e;
	job.code = in.code;
	e = db_write(req_db(rq), "account.totp_on", on_tx, &job);
	if (e == ERR_SECOND_FACTOR) {
		problem_add(req_problems(rq), "code", "wrong", NULL);
		return ERR_INPUT;
	}
	if (e)
		return e;
	return res_none(rq);
}

struct totp_off_in {
	const char *password;
};

const struct fld totp_off_body[] = {
	FIELD_STR_(totp_off_in, password, 1, PASSWORD_MAX, FLD_SECRET),
	FIELD_END,
};

static enum err off_tx(struct db *db, void *arg)
{
	const struct user *who = arg;
	enum err e;

	e = account_set_totp(db, who->account_id, (struct sealed){ 0 }, /* on= */ false,
			     /* step= */ 0);
	if (e)
		return e;
	e = session_set_second_factor(db, who->session_id, /* shown= */ false);
	if (e)
		return e;
	return audit_add(db, who, "account.totp_off", "account", who->account_id, NULL);
}

enum err totp_off(struct req *rq)
{
	struct totp_off_in in = { 0 };
	struct user who = *req_user(rq);
	struct account account;
	enum err e;

	e = req_json(rq, totp_off_body, &in);
	if (e)
		return e;
	e = confirm(rq, "password", in.password, &account);
	if (e)
		return e;
	e = db_write(req_db(rq), "account.totp_off", off_tx, &who);
	if (e)
		return e;
	return res_none(rq);
}

/* ---- own sessions ---- */

struct session_item {
	int64_t id, created_at, seen_at;
	const char *address, *agent;
	bool current;
};

const struct fld session_items[] = {
	FIELD_ID(session_item, id),
	FIELD_STR_(session_item, address, 0, 64, FLD_NULLABLE),
	FIELD_STR_(session_item, agent, 0, 200, FLD_NULLABLE),
	FIELD_TIME(session_item, created_at),
	FIELD_TIME(session_item, seen_at),
	FIELD_BOOL(session_item, current),
	FIELD_END,
};

enum err sessions_answer(struct req *rq, int64_t account_id, int64_t current)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct json_writer *w = res_writer(rq);
	int64_t n = 0;
	bool row;
	enum err e;

	e = db_stmt(req_db(rq), SQL_SESSION_LIST, &q);
	if (e)
		return e;
	bind_i64(q, SESSION_LIST_ACCOUNT_ID, account_id);
	bind_i64(q, SESSION_LIST_NOW, clock_now());
	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row), n++) {
		const struct session_item item = {
			.id = col_i64(q, SESSION_LIST_C_ID),
			.address = col_str(q, SESSION_LIST_C_ADDRESS),
			.agent = col_str(q, SESSION_LIST_C_AGENT),
			.created_at = col_i64(q, SESSION_LIST_C_CREATED_AT),
			.seen_at = col_i64(q, SESSION_LIST_C_SEEN_AT),
			.current = col_i64(q, SESSION_LIST_C_ID) == current,
		};

		fields_print(w, NULL, session_items, &item);
	}
	if (e)
		return e;
	json_close(w);
	json_null(w, "next");
	json_i64(w, "total", n);
	json_close(w);
	return res_written(rq, 200);
}

enum err sessions_get(struct req *rq)
{
	return sessions_answer(rq, req_user(rq)->account_id, req_user(rq)->session_id);
}

struct revoke_job {
	const struct user *who;
	int64_t id;
};

static enum err revoke_tx(struct db *db, void *arg)
{
	struct revoke_job *job = arg;
	enum err e;

	e = session_revoke(db, job->who->account_id, job->id, clock_now());
	if (e)
		return e;
	return audit_add(db, job->who, "session.revoke", "session", job->id, NULL);
}

enum err sessions_end(struct req *rq)
{
	struct revoke_job job = { .who = req_user(rq) };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = db_write(req_db(rq), "session.revoke", revoke_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}
