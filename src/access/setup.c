/* SPDX-License-Identifier: Apache-2.0 */
/* The first administrator, and passwords by one-time link. */
#include "access/setup.h"
#include "access/access_serve.h"
#include "access/audit.h"
#include "access/password.h"
#include "access/session.h"
#include "access/throttle.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/banned.h"

/* ---- the school ---- */

struct found_job {
	const struct setup *from;
	const char *hash;
	char *session_token;
	int64_t now;
};

static enum err school_find(struct db *db, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_ROOT, &q);
	if (e)
		return e;
	e = step_row(q, &row);
	if (e)
		return e;
	*ret_id = row ? col_i64(q, SCHOOL_ROOT_C_ID) : 0;
	return OK;
}

static enum err school_insert(struct db *db, const struct setup *from, const char *today,
			      int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_ADD, &q);
	if (e)
		return e;
	bind_str(q, SCHOOL_ADD_CODE, from->school_code);
	bind_str(q, SCHOOL_ADD_NAME, from->school_name);
	bind_str(q, SCHOOL_ADD_TODAY, today);
	e = step_one(q);
	if (e)
		return e;
	*ret_id = col_i64(q, SCHOOL_ADD_C_ID);
	return OK;
}

static enum err school_place(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char path[32];
	enum err e;

	snprintf(path, sizeof(path), "/%lld/", (long long)id);
	e = db_stmt(db, SQL_SCHOOL_PLACE, &q);
	if (e)
		return e;
	bind_i64(q, SCHOOL_PLACE_ID, id);
	bind_str(q, SCHOOL_PLACE_PATH, path);
	return step_done(q, /* ret_changed= */ NULL);
}

static enum err school_event(struct db *db, const struct setup *from, const char *today,
			     int64_t now, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_EVENT, &q);
	if (e)
		return e;
	bind_i64(q, SCHOOL_EVENT_ID, id);
	bind_str(q, SCHOOL_EVENT_NAME, from->school_name);
	bind_str(q, SCHOOL_EVENT_TODAY, today);
	bind_i64(q, SCHOOL_EVENT_NOW, now);
	return step_done(q, /* ret_changed= */ NULL);
}

static enum err school_span(struct db *db, const struct setup *from, const char *today, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_SPAN, &q);
	if (e)
		return e;
	bind_i64(q, SCHOOL_SPAN_ID, id);
	bind_str(q, SCHOOL_SPAN_NAME, from->school_name);
	bind_str(q, SCHOOL_SPAN_TODAY, today);
	return step_done(q, /* ret_changed= */ NULL);
}

/* The school that was imported already, or a new one, founded today as far as we know. */
static enum err school_get_or_add(struct db *db, const struct setup *from, int64_t now,
				  int64_t *ret_id)
{
	char today[DATE_SIZE];
	int64_t id;
	enum err e;

	e = school_find(db, &id);
	if (e == OK && id != 0) {
		*ret_id = id;
		return OK;
	}
	date_format(clock_today(), today);
	if (e == OK)
		e = school_insert(db, from, today, &id);
	if (e == OK)
		e = school_place(db, id);
	if (e == OK)
		e = school_event(db, from, today, now, id);
	if (e == OK)
		e = school_span(db, from, today, id);
	if (e == OK)
		*ret_id = id;
	return e;
}

/* ---- the administrator ---- */

static enum err administrator_add(struct db *db, struct found_job *job, int64_t school_id)
{
	const struct account_new account = {
		.school_id = school_id,
		.login = job->from->login,
		.name = job->from->name,
		.password_hash = job->hash,
		.administrator = true,
	};
	struct session_new session = { .school_id = school_id,
				       .address = job->from->address,
				       .agent = job->from->agent };
	struct audit_line line = { .school_id = school_id,
				   .request_id = job->from->request_id,
				   .action = "account.setup",
				   .object_kind = "account" };
	int64_t session_id;
	enum err e;

	e = account_add(db, &account, &session.account_id);
	if (e)
		return e;
	e = session_add(db, &session, job->now, job->session_token, &session_id);
	if (e)
		return e;
	line.account_id = line.object_id = session.account_id;
	return audit_insert(db, &line);
}

static enum err setup_tx(struct db *db, void *arg)
{
	struct found_job *job = arg;
	int64_t nobody, school_id;
	bool any;
	enum err e;

	e = account_any(db, &any);
	if (e)
		return e;
	if (any)
		return ERR_GONE;
	e = link_use(db, LINK_SETUP, job->from->token, job->now, &nobody);
	if (e)
		return e;
	e = school_get_or_add(db, job->from, job->now, &school_id);
	if (e)
		return e;
	return administrator_add(db, job, school_id);
}

enum err setup_finish(struct db *db, const struct setup *from, char session_token[SEAL_CSRF_SIZE])
{
	char hash[PASSWORD_HASH_SIZE];
	struct found_job job = {
		.from = from, .hash = hash, .session_token = session_token, .now = clock_now()
	};
	int64_t nobody;
	enum err e;

	/* Before the slow part, so that strangers cannot keep the workers busy. */
	e = link_get(db, LINK_SETUP, from->token, job.now, &nobody);
	if (e)
		return e;
	e = password_hash(from->password, hash);
	if (e)
		return e;
	return db_write(db, "account.setup", setup_tx, &job);
}

struct link_job {
	const char *token;
	int64_t now;
	char made[SEAL_CSRF_SIZE];
	bool needed;
};

static enum err link_tx(struct db *db, void *arg)
{
	struct link_job *job = arg;
	bool any;
	enum err e;

	e = account_any(db, &any);
	if (e)
		return e;
	job->needed = !any;
	return any ? OK : link_new(db, LINK_SETUP, /* account_id= */ 0, job->now, job->made);
}

enum err access_setup_link(struct db *db, struct arena *a, const char **ret)
{
	struct link_job job = { .now = clock_now() };
	enum err e;

	e = db_write(db, "link.setup", link_tx, &job);
	if (e)
		return e;
	*ret = job.needed ? arena_strdup(a, job.made) : NULL;
	return OK;
}

enum err access_print_setup(struct app *app, FILE *to, const char *url)
{
	CLEANUP(arena_release) struct arena a = { 0 };
	const char *token;
	struct db *db = NULL;
	enum err e;

	e = db_open(app->pool, &db);
	if (e)
		return e;
	e = access_setup_link(db, &a, &token);
	db_close(db);
	if (e == OK && token != NULL)
		fprintf(to,
			"Nobody has an account yet. The first administrator enters here, once, "
			"within a day:\n%s/setup#%s\n",
			url, token);
	return e;
}

/* ---- passwords by link ---- */

struct reset_job {
	struct arena arena;
	const char *token, *request_id;
	char hash[PASSWORD_HASH_SIZE];
	int64_t now;
	struct account account;
};

static void reset_release(struct reset_job *job)
{
	arena_release(&job->arena);
}

static enum err reset_look(struct db *db, void *arg)
{
	struct reset_job *job = arg;
	int64_t id;
	enum err e;

	e = link_get(db, LINK_PASSWORD, job->token, job->now, &id);
	if (e)
		return e;
	e = account_get(db, &job->arena, id, &job->account);
	if (e)
		return e;
	return job->account.disabled ? ERR_GONE : OK;
}

static enum err reset_tx(struct db *db, void *arg)
{
	struct reset_job *job = arg;
	const struct audit_line line = {
		.school_id = job->account.school_id,
		.account_id = job->account.id,
		.person_id = job->account.person_id,
		.request_id = job->request_id,
		.action = "account.password_by_link",
		.object_kind = "account",
		.object_id = job->account.id,
	};
	int64_t id;
	enum err e;

	e = link_use(db, LINK_PASSWORD, job->token, job->now, &id);
	if (e)
		return e;
	e = account_set_password(db, id, job->hash, /* must_change= */ false);
	if (e)
		return e;
	e = session_revoke_all(db, id, /* keep_id= */ 0, job->now);
	if (e)
		return e;
	e = throttle_forget(db, throttle_login(&job->arena, job->account.login));
	if (e)
		return e;
	return audit_insert(db, &line);
}

enum err link_password(struct db *db, const char *token, const char *password,
		       const char *request_id, const char **ret_fault)
{
	CLEANUP(reset_release)
	struct reset_job job = { .token = token, .request_id = request_id, .now = clock_now() };
	const char *fault;
	enum err e;

	e = db_read(db, "link.look", reset_look, &job);
	if (e)
		return e;
	fault = password_fault(job.account.login, password);
	if (fault != NULL) {
		*ret_fault = fault;
		return ERR_INPUT;
	}
	e = password_hash(password, job.hash);
	if (e)
		return e;
	return db_write(db, "link.password", reset_tx, &job);
}
