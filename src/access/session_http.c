/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in, signing out, who am I. */
#include "access/access_http.h"
#include "access/access_serve.h"
#include "access/password.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "access/throttle.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define AGENT_MAX 200 /* characters kept of the browser's name */

/* ---- the answer ---- */

struct school {
	int64_t id;
	const char *name;
};

struct right_row {
	int64_t organisation_id;
	const char *organisation_name, *kind;
	struct fld_list perms;
};

struct session_view {
	int64_t account_id, person_id;
	const char *login, *name, *csrf, *today;
	bool second_factor, second_factor_needed, must_change, administrator;
	const struct school *school;
	struct fld_list rights;
};

static const struct fld school_fields[] = {
	FIELD_ID(school, id),
	FIELD_STR(school, name, 1, 100),
	FIELD_END,
};

static const struct fld right_fields[] = {
	FIELD_ID(right_row, organisation_id),
	FIELD_STR(right_row, organisation_name, 1, 100),
	FIELD_ENUM(right_row, kind, post_kinds),
	FIELD_STRS(right_row, perms, PERM__MAX, 40),
	FIELD_END,
};

const struct fld session_reply[] = {
	FIELD_ID(session_view, account_id),
	FIELD_STR(session_view, login, ACCOUNT_LOGIN_MIN, ACCOUNT_LOGIN_MAX),
	FIELD_STR(session_view, name, 1, 64),
	FIELD_ID_OPT(session_view, person_id),
	FIELD_STR(session_view, csrf, 43, 43),
	FIELD_BOOL(session_view, second_factor),
	FIELD_BOOL(session_view, second_factor_needed),
	FIELD_BOOL(session_view, must_change),
	FIELD_BOOL(session_view, administrator),
	FIELD_DATE(session_view, today),
	FIELD_OBJECT_OPT(session_view, school, school, school_fields),
	FIELD_LIST(session_view, rights, right_row, right_fields, 65),
	FIELD_END,
};

static enum err organisation_name(struct db *db, struct arena *a, int64_t id, const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHOOL_GET, &q);
	if (e)
		return e;
	bind_i64(q, SCHOOL_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = col_dup(q, SCHOOL_GET_C_NAME, a);
	return OK;
}

static struct fld_list perm_list(struct arena *a, uint32_t perms)
{
	const char **codes = ARENA_ARRAY(a, const char *, PERM__MAX);
	struct fld_list list = { .items = codes };

	for (int perm = 0; perm < PERM__MAX; perm++) {
		if (perms >> perm & 1)
			codes[list.n++] = perm_code((enum perm)perm);
	}
	return list;
}

static enum err rights_view(struct db *db, struct arena *a, const struct user *who,
			    struct fld_list *ret)
{
	struct right_row *rows = ARENA_ARRAY(a, struct right_row, who->n_rights);
	enum err e;

	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		rows[i].organisation_id = r->organisation_id;
		rows[i].kind = r->kind;
		rows[i].perms = perm_list(a, r->perms);
		e = organisation_name(db, a, r->organisation_id, &rows[i].organisation_name);
		if (e)
			return e;
	}
	*ret = (struct fld_list){ .items = rows, .n = who->n_rights };
	return OK;
}

static enum err view(struct req *rq, const struct user *who, const char *token,
		     struct session_view *ret)
{
	struct arena *a = req_arena(rq);
	struct school *school = ARENA_NEW(a, struct school);
	char *csrf = arena_alloc(a, SEAL_CSRF_SIZE), *today = arena_alloc(a, DATE_SIZE);
	enum err e;

	seal_csrf(req_app(rq)->seal, token, csrf);
	date_format(clock_today(), today);
	*ret = (struct session_view){
		.account_id = who->account_id,
		.person_id = who->person_id,
		.login = who->login,
		.name = who->name,
		.csrf = csrf,
		.today = today,
		.second_factor = who->second_factor,
		.second_factor_needed = who->second_factor_needed,
		.must_change = who->must_change,
		.administrator = who->administrator,
	};
	if (who->school_id != 0) {
		school->id = who->school_id;
		e = organisation_name(req_db(rq), a, who->school_id, &school->name);
		if (e)
			return e;
		ret->school = school;
	}
	return rights_view(req_db(rq), a, who, &ret->rights);
}

static void set_cookie(struct req *rq, const char *token, int64_t age_seconds)
{
	res_header(rq, "Set-Cookie",
		   arena_printf(req_arena(rq),
				SESSION_COOKIE
				"=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
				token, (long long)age_seconds,
				req_app(rq)->secure_cookies ? "; Secure" : ""));
}

enum err session_answer(struct req *rq, const char *token)
{
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;
	struct session_view out;
	enum err e;

	seal_token_hash(token, hash);
	e = session_load(req_db(rq), req_arena(rq), hash, clock_today(), &s);
	if (e)
		return e;
	e = view(rq, &s.user, token, &out);
	if (e)
		return e;
	set_cookie(rq, token, s.expires_at - clock_now());
	return res_json(rq, 201, session_reply, &out);
}

const char *request_address(struct req *rq)
{
	return client_address(req_arena(rq), req_address(rq), req_header(rq, "X-Forwarded-For"));
}

/* ---- POST /session ---- */

struct session_create {
	const char *login, *password, *code;
};

const struct fld session_create_body[] = {
	FIELD_STR(session_create, login, 1, ACCOUNT_LOGIN_MAX),
	FIELD_STR_(session_create, password, 1, PASSWORD_MAX, FLD_SECRET),
	FIELD_STR_(session_create, code, 0, 10, FLD_OPTIONAL | FLD_NULLABLE | FLD_SECRET),
	FIELD_END,
};

/* As the browser calls itself, cut to what is worth keeping; valid UTF-8. */
static const char *agent(struct req *rq)
{
	const char *given = req_header(rq, "User-Agent");
	const char *at = given;

	if (given == NULL || !utf8_valid(given, strlen(given)))
		return NULL;
	for (size_t n = 0; n < AGENT_MAX && *at; n++)
		(void)utf8_next(&at, given + strlen(given));
	return arena_strndup(req_arena(rq), given, (size_t)(at - given));
}

enum err session_create(struct req *rq)
{
	struct session_create in = { 0 };
	const struct user *who = req_user(rq);
	struct sign_in from = { .address = request_address(rq), .request_id = req_id(rq) };
	struct signed_in got = { 0 };
	enum err e;

	e = req_json(rq, session_create_body, &in);
	if (e)
		return e;
	from.login = in.login;
	from.password = in.password;
	from.code = in.code;
	from.agent = agent(rq);
	from.old_session_id = who == NULL ? 0 : who->session_id;
	from.old_account_id = who == NULL ? 0 : who->account_id;
	e = sign_in(req_db(rq), req_app(rq)->seal, &from, &got);
	if (e == ERR_THROTTLED)
		return res_wait(rq, got.retry_after_seconds);
	if (e)
		return e;
	return session_answer(rq, got.token);
}

/* ---- GET and DELETE /session ---- */

enum err session_get(struct req *rq)
{
	struct session_view out;
	enum err e;

	e = view(rq, req_user(rq), req_cookie(rq, SESSION_COOKIE), &out);
	if (e)
		return e;
	return res_json(rq, 200, session_reply, &out);
}

static enum err end_tx(struct db *db, void *arg)
{
	const struct user *who = arg;
	enum err e;

	e = session_revoke(db, who->account_id, who->session_id, clock_now());
	if (e)
		return e == ERR_NOT_FOUND ? OK : e; /* ended meanwhile: as wanted */
	return audit_add(db, who, "session.end", "session", who->session_id, NULL);
}

enum err session_end(struct req *rq)
{
	struct user who = *req_user(rq);
	enum err e;

	e = db_write(req_db(rq), "session.end", end_tx, &who);
	if (e)
		return e;
	set_cookie(rq, "", 0);
	return res_none(rq);
}
