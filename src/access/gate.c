/* SPDX-License-Identifier: Apache-2.0 */
/* What the dispatcher asks before every handler: who is it, is it our own page, may he? */
#include <strings.h>

#include "access/access_serve.h"
#include "access/gate.h"
#include "access/keeper.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define SEEN_AFTER_S 60 /* a session's seen_at is at most this old, and a keeper's round */
#define TOKEN_LEN    (SEAL_CSRF_SIZE - 1)

/* A person's own session: open to those who must show a second factor or change the password. */
#define SESSION_PATHS "/api/v1/session"

bool gate_same_origin(const char *origin, const char *fetch_site, const char *host,
		      bool secure_only)
{
	if (fetch_site != NULL && !str_eq(fetch_site, "same-origin") && !str_eq(fetch_site, "none"))
		return false;
	if (origin == NULL)
		return true; /* not a browser: it sends Origin with every write */
	if (host == NULL)
		return false;
	if (str_starts(origin, "https://"))
		return strcasecmp(origin + strlen("https://"), host) == 0;
	if (str_starts(origin, "http://") && !secure_only)
		return strcasecmp(origin + strlen("http://"), host) == 0;
	return false;
}

/*
 * The session of a token. Inside the writer's transaction the table is left alone both ways: what
 * is read there may be taken back, and must be newer than what is committed.
 */
static enum err find(struct req *rq, const char *token, struct session_state *ret)
{
	struct access *access = req_app(rq)->access;
	struct db *db = req_db(rq);
	bool in_write = db_in_write(db);
	unsigned char hash[SEAL_INDEX_BYTES];
	int32_t today = clock_today();
	int64_t now = clock_now(), version = 0;
	enum err e;

	seal_token_hash(token, hash);
	if (!in_write) {
		e = db_version(db, &version);
		if (e)
			return e;
	}
	if (in_write ||
	    !session_cache_get(access_cache(access), hash, version, today, req_arena(rq), ret)) {
		e = session_load(db, req_arena(rq), hash, today, ret);
		if (e)
			return e;
		if (!in_write)
			session_cache_put(access_cache(access), hash, version, today, ret);
	}
	if (session_over(ret, now))
		return ERR_UNAUTHENTICATED;
	if (now - ret->seen_at >= SEEN_AFTER_S) {
		access_seen(access, ret->user.session_id, now);
		session_cache_seen(access_cache(access), hash, now);
	}
	return OK;
}

static bool csrf_is_right(struct req *rq, const char *token)
{
	const char *given = req_header(rq, "X-CSRF-Token");
	char want[SEAL_CSRF_SIZE];

	if (given == NULL || strlen(given) != TOKEN_LEN)
		return false;
	seal_csrf(req_app(rq)->seal, token, want);
	return seal_equal(given, want, TOKEN_LEN);
}

static enum err identify(struct req *rq, const struct route *route, const struct user **ret_user)
{
	const char *token = req_cookie(rq, SESSION_COOKIE);
	bool write = !str_eq(route->method, "GET");
	struct session_state *s;
	enum err e;

	if (write && !gate_same_origin(req_header(rq, "Origin"), req_header(rq, "Sec-Fetch-Site"),
				       req_header(rq, "Host"), req_app(rq)->secure_cookies))
		return ERR_CSRF;
	*ret_user = NULL;
	if (token == NULL || strlen(token) != TOKEN_LEN || req_db(rq) == NULL)
		return OK; /* without a database only our own public routes run */
	s = ARENA_NEW(req_arena(rq), struct session_state);
	e = find(rq, token, s);
	if (e == ERR_UNAUTHENTICATED)
		return OK; /* permit refuses, unless the route is public */
	if (e)
		return e;
	if (write && route->perm != PERM_PUBLIC && !csrf_is_right(rq, token))
		return ERR_CSRF;
	s->user.request_id = req_id(rq);
	*ret_user = &s->user;
	return OK;
}

enum err gate_permit(const char *path, int perm, const struct user *user)
{
	if (perm == PERM_PUBLIC)
		return OK;
	if (user == NULL)
		return ERR_UNAUTHENTICATED;
	if (perm == PERM_SIGNED_IN && str_starts(path, SESSION_PATHS))
		return OK;
	if (user->second_factor_needed && !user->second_factor)
		return ERR_SECOND_FACTOR;
	if (user->must_change)
		return ERR_FORBIDDEN;
	return user_may(user, (enum perm)perm) ? OK : ERR_FORBIDDEN;
}

static enum err permit(struct req *rq, const struct route *route, const struct user *user)
{
	enum err e = gate_permit(route->path, route->perm, user);

	if (e == ERR_FORBIDDEN && user->must_change)
		req_explain(rq, "{\"must_change\":true}");
	return e;
}

static int64_t user_id(const struct user *user)
{
	return user == NULL ? 0 : user->account_id;
}

const struct http_gate access_gate = {
	.identify = identify,
	.permit = permit,
	.user_id = user_id,
};
