/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts of others: list, add, disable, reset, sessions. */
#include "access/access_core.h"
#include "access/access_http.h"
#include "access/session.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define PAGE_MAX 200

/* ---- may the caller touch this account? ---- */

/* Nobody takes over an account that can do more than he can (now or by a post given ahead). */
static enum err posts_covered(struct db *db, const struct user *who, int64_t person_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char today[DATE_SIZE];
	bool row;
	enum err e;

	date_format(clock_today(), today);
	e = db_stmt(db, SQL_ACCOUNT_POSTS, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_POSTS_PERSON_ID, person_id);
	bind_str(q, ACCOUNT_POSTS_TODAY, today);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row)) {
		if (!user_covers(who, post_perms(col_str(q, ACCOUNT_POSTS_C_KIND)),
				 col_str(q, ACCOUNT_POSTS_C_PATH)))
			return ERR_FORBIDDEN;
	}
	return e;
}

/* An administrator's account is touched by those who may set the school's choices. */
static enum err may_touch(struct db *db, const struct user *who, int64_t person_id,
			  bool administrator, int64_t school_id)
{
	enum err e;

	if (person_id != 0) {
		e = authz_person(db, who, PERM_ACCOUNT_EDIT, person_id);
		if (e)
			return e;
	}
	if (person_id == 0 || administrator) {
		e = authz_organisation(db, who, PERM_SETTING_EDIT, school_id);
		if (e)
			return person_id == 0 ? ERR_NOT_FOUND : e;
	}
	return person_id == 0 ? OK : posts_covered(db, who, person_id);
}

static enum err account_touch(struct req *rq, struct db *db, int64_t id, struct account *ret)
{
	enum err e;

	e = account_get(db, req_arena(rq), id, ret);
	if (e)
		return e;
	return may_touch(db, req_user(rq), ret->person_id, ret->administrator, ret->school_id);
}

/* ---- GET /accounts ---- */

struct account_filter {
	int64_t organisation_id, after, limit;
	const char *q;
};

const struct fld account_query[] = {
	FIELD_ID_OPT(account_filter, organisation_id),
	FIELD_STR_OPT(account_filter, q, 0, 60),
	FIELD_ID_OPT(account_filter, after),
	FIELD_I64_OPT(account_filter, limit, 1, PAGE_MAX),
	FIELD_END,
};

struct account_item {
	int64_t id, person_id, signed_in_at, version;
	const char *login, *name;
	bool disabled, totp_on;
};

const struct fld account_items[] = {
	FIELD_ID(account_item, id),
	FIELD_STR(account_item, login, ACCOUNT_LOGIN_MIN, ACCOUNT_LOGIN_MAX),
	FIELD_STR(account_item, name, 1, 64),
	FIELD_ID_OPT(account_item, person_id),
	FIELD_BOOL(account_item, disabled),
	FIELD_BOOL(account_item, totp_on),
	FIELD_TIME_OPT(account_item, signed_in_at),
	FIELD_I64(account_item, version, 1, INT64_MAX),
	FIELD_END,
};

/* The beginning of what q stands for, and the first word behind all that begin so. */
static void word_range(struct arena *a, const char *q, const char **ret_low, const char **ret_high)
{
	const char *low = str_empty(q) ? NULL : account_login_form(a, q);

	*ret_low = low;
	*ret_high = low == NULL ? NULL : arena_printf(a, "%s\xF4\x8F\xBF\xBF", low);
}

static enum err apart_rows(struct req *rq, const struct account_filter *in, int64_t *n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char *low, *high;
	bool row;
	enum err e;

	word_range(req_arena(rq), in->q, &low, &high);
	e = db_stmt(req_db(rq), SQL_ACCOUNT_LIST_APART, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_LIST_APART_SCHOOL_ID, in->organisation_id);
	bind_str(q, ACCOUNT_LIST_APART_Q, low);
	bind_str(q, ACCOUNT_LIST_APART_Q_HIGH, high);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row), (*n)++)
		res_row(res_writer(rq), NULL, account_items, q);
	return e;
}

static enum err sort_key(struct req *rq, int64_t person_id, const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	*ret = "";
	if (person_id == 0)
		return OK;
	e = db_stmt(req_db(rq), SQL_ACCOUNT_CURSOR, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_CURSOR_PERSON_ID, person_id);
	e = step_row(q, &row);
	if (e == OK && row)
		*ret = col_dup(q, ACCOUNT_CURSOR_C_SORT_KEY, req_arena(rq));
	return e;
}

/* Rows of one page; *ret_next: the person the next page begins behind, 0 when this is the last. */
static enum err list_rows(struct req *rq, const struct account_filter *in, int64_t *ret_next)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char *low, *high, *key;
	int64_t n = 0, last = 0;
	bool row;
	enum err e;

	e = sort_key(rq, in->after, &key);
	if (e)
		return e;
	word_range(req_arena(rq), in->q, &low, &high);
	e = db_stmt(req_db(rq), SQL_ACCOUNT_LIST, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_LIST_ORGANISATION_ID, in->organisation_id);
	bind_str(q, ACCOUNT_LIST_AFTER_KEY, key);
	bind_i64(q, ACCOUNT_LIST_AFTER_ID, in->after);
	bind_str(q, ACCOUNT_LIST_Q, low);
	bind_str(q, ACCOUNT_LIST_Q_HIGH, high);
	bind_i64(q, ACCOUNT_LIST_LIMIT, in->limit);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row), n++) {
		last = col_i64(q, ACCOUNT_LIST_C_PERSON_ID);
		res_row(res_writer(rq), NULL, account_items, q);
	}
	*ret_next = n == in->limit ? last : 0;
	return e;
}

static enum err page_rows(struct req *rq, struct account_filter *in, int64_t *ret_next)
{
	const struct user *who = req_user(rq);
	int64_t n = 0;
	enum err e;

	for (size_t i = 0; in->organisation_id == 0 && i < who->n_rights; i++) {
		if (who->rights[i].perms >> PERM_ACCOUNT_EDIT & 1)
			in->organisation_id = who->rights[i].organisation_id;
	}
	e = authz_organisation(req_db(rq), who, PERM_ACCOUNT_EDIT, in->organisation_id);
	if (e)
		return e;
	json_object(res_writer(rq), NULL);
	json_array(res_writer(rq), "items");
	if (in->after == 0 && in->organisation_id == who->school_id) {
		e = apart_rows(rq, in, &n);
		if (e)
			return e;
	}
	return list_rows(rq, in, ret_next);
}

enum err accounts_get(struct req *rq)
{
	struct account_filter in = { .limit = 50 };
	int64_t next;
	enum err e;

	e = req_query(rq, account_query, &in);
	if (e)
		return e;
	e = page_rows(rq, &in, &next);
	if (e)
		return e;
	json_close(res_writer(rq));
	json_id(res_writer(rq), "next", next);
	json_null(res_writer(rq), "total");
	json_close(res_writer(rq));
	return res_written(rq, 200);
}

/* ---- POST /accounts and /accounts/{id}/reset ---- */

struct account_in {
	int64_t person_id;
	const char *login;
};

const struct fld account_body[] = {
	FIELD_ID(account_in, person_id),
	FIELD_STR(account_in, login, ACCOUNT_LOGIN_MIN, ACCOUNT_LOGIN_MAX),
	FIELD_END,
};

struct account_out {
	int64_t id;
	const char *one_time_url;
};

const struct fld account_reply[] = {
	FIELD_ID(account_out, id),
	FIELD_STR(account_out, one_time_url, 1, 100),
	FIELD_END,
};

const struct fld account_reset_reply[] = {
	FIELD_STR(account_out, one_time_url, 1, 100),
	FIELD_END,
};

struct account_job {
	struct req *rq;
	const struct user *who;
	struct account_in in;
	int64_t id, version;
	bool disabled, totp_off;
	char token[SEAL_CSRF_SIZE];
};

static enum err person_school(struct db *db, int64_t person_id, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_PERSON_SCHOOL, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_PERSON_SCHOOL_ID, person_id);
	e = step_one(q);
	if (e)
		return e;
	*ret = col_i64(q, ACCOUNT_PERSON_SCHOOL_C_SCHOOL_ID);
	return OK;
}

static enum err post_tx(struct db *db, void *arg)
{
	struct account_job *job = arg;
	struct account_new account = { .person_id = job->in.person_id, .login = job->in.login };
	enum err e;

	e = may_touch(db, job->who, account.person_id, /* administrator= */ false, 0);
	if (e)
		return e;
	e = person_school(db, account.person_id, &account.school_id);
	if (e)
		return e;
	e = account_add(db, &account, &job->id);
	if (e)
		return e;
	e = link_new(db, LINK_PASSWORD, job->id, clock_now(), job->token);
	if (e)
		return e;
	return audit_add(db, job->who, "account.create", "account", job->id, NULL);
}

static enum err link_answer(struct req *rq, const struct account_job *job, const struct fld *fields)
{
	const struct account_out out = {
		.id = job->id,
		.one_time_url = arena_printf(req_arena(rq), "/link#%s", job->token),
	};

	return res_json(rq, 201, fields, &out);
}

enum err account_post(struct req *rq)
{
	struct account_job job = { .rq = rq, .who = req_user(rq) };
	const char *fault;
	enum err e;

	e = req_json(rq, account_body, &job.in);
	if (e)
		return e;
	job.in.login = account_login_form(req_arena(rq), job.in.login);
	fault = account_login_fault(job.in.login);
	if (fault != NULL) {
		problem_add(req_problems(rq), "login", fault, NULL);
		return ERR_INPUT;
	}
	e = db_write(req_db(rq), "account.create", post_tx, &job);
	if (e)
		return e;
	return link_answer(rq, &job, account_reply);
}

static enum err reset_tx(struct db *db, void *arg)
{
	struct account_job *job = arg;
	struct account account;
	enum err e;

	e = account_touch(job->rq, db, job->id, &account);
	if (e)
		return e;
	if (account.disabled)
		return ERR_CONFLICT; /* the link would not let him in */
	e = link_new(db, LINK_PASSWORD, job->id, clock_now(), job->token);
	if (e)
		return e;
	return audit_add(db, job->who, "account.reset", "account", job->id, NULL);
}

enum err account_reset(struct req *rq)
{
	struct account_job job = { .rq = rq, .who = req_user(rq) };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = db_write(req_db(rq), "account.reset", reset_tx, &job);
	if (e)
		return e;
	return link_answer(rq, &job, account_reset_reply);
}

/* ---- PATCH /accounts/{id} ---- */

const struct fld account_patch_body[] = {
	FIELD_BOOL(account_job, disabled),
	FIELD_BOOL_OPT(account_job, totp_off),
	FIELD_I64(account_job, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err patch_tx(struct db *db, void *arg)
{
	struct account_job *job = arg;
	struct account account;
	int64_t now = clock_now();
	enum err e;

	e = account_touch(job->rq, db, job->id, &account);
	if (e)
		return e;
	if (job->id == job->who->account_id)
		return ERR_CONFLICT; /* nobody locks himself out */
	e = account_set_disabled(db, job->id, job->disabled ? now : 0, job->version);
	if (e == OK && job->totp_off)
		e = account_set_totp(db, job->id, (struct sealed){ 0 }, /* on= */ false, 0);
	if (e == OK && (job->disabled || job->totp_off))
		e = session_revoke_all(db, job->id, /* keep_id= */ 0, now);
	if (e)
		return e;
	return audit_add(db, job->who, "account.change", "account", job->id,
			 arena_printf(req_arena(job->rq), "{\"disabled\":%s,\"totp_off\":%s}",
				      job->disabled ? "true" : "false",
				      job->totp_off ? "true" : "false"));
}

enum err account_patch(struct req *rq)
{
	struct account_job job = { .rq = rq, .who = req_user(rq) };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = req_json(rq, account_patch_body, &job);
	if (e)
		return e;
	e = db_write(req_db(rq), "account.change", patch_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}

/* ---- /accounts/{id}/sessions ---- */

enum err account_sessions_get(struct req *rq)
{
	struct account account;
	int64_t id;
	enum err e;

	e = req_path_id(rq, "id", &id);
	if (e)
		return e;
	e = account_touch(rq, req_db(rq), id, &account);
	if (e)
		return e;
	return sessions_answer(rq, id, req_user(rq)->session_id);
}

static enum err sessions_end_tx(struct db *db, void *arg)
{
	struct account_job *job = arg;
	struct account account;
	enum err e;

	e = account_touch(job->rq, db, job->id, &account);
	if (e)
		return e;
	e = session_revoke_all(db, job->id, /* keep_id= */ 0, clock_now());
	if (e)
		return e;
	return audit_add(db, job->who, "session.revoke_all", "account", job->id, NULL);
}

enum err account_sessions_end(struct req *rq)
{
	struct account_job job = { .rq = rq, .who = req_user(rq) };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = db_write(req_db(rq), "session.revoke_all", sessions_end_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}
