/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in the database, and the user that a session is. */
#include <assert.h>

#include "access/session.h"
#include "access/setting.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

#define RIGHTS_MAX 65 /* rights_load's limit and the administrator's own */

static const char *static_kind(const char *kind)
{
	for (size_t i = 0; post_kinds[i] != NULL; i++) {
		if (str_eq(post_kinds[i], kind))
			return post_kinds[i];
	}
	return NULL;
}

/* kind: static storage. */
static struct right right_at(struct arena *a, int64_t organisation_id, const char *kind,
			     const char *path)
{
	size_t len = strlen(path);

	assert(len > 0 && path[len - 1] == '/');
	return (struct right){
		.organisation_id = organisation_id,
		.kind = kind,
		.path_low = arena_strdup(a, path),
		/* '0' follows '/': the first path that is no longer below. */
		.path_high = arena_printf(a, "%.*s0", (int)len - 1, path),
		.perms = post_perms(kind),
	};
}

static enum err posts_load(struct db *db, struct arena *a, int64_t person_id, int32_t today,
			   struct right *rights, size_t *n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char day[DATE_SIZE];
	bool row;
	enum err e;

	date_format(today, day);
	e = db_stmt(db, SQL_RIGHTS_LOAD, &q);
	if (e)
		return e;
	bind_i64(q, RIGHTS_LOAD_PERSON_ID, person_id);
	bind_str(q, RIGHTS_LOAD_TODAY, day);
	for (e = step_row(q, &row); e == OK && row && *n < RIGHTS_MAX; e = step_row(q, &row)) {
		const char *kind = static_kind(col_str(q, RIGHTS_LOAD_C_KIND));

		if (kind == NULL || post_perms(kind) == 0)
			continue; /* a post without rights */
		rights[(*n)++] = right_at(a, col_i64(q, RIGHTS_LOAD_C_ORGANISATION_ID), kind,
					  col_str(q, RIGHTS_LOAD_C_PATH));
	}
	return e;
}

static enum err choices_load(struct db *db, struct arena *a, struct session_state *s)
{
	const char *kinds;
	int64_t minutes;
	enum err e;

	e = setting_number(db, s->user.school_id, "session_idle_minutes", &minutes);
	if (e)
		return e;
	s->idle_seconds = minutes * 60;
	if (s->user.n_rights == 0)
		return OK;
	e = setting_value(db, a, s->user.school_id, "second_factor_posts", &kinds);
	if (e)
		return e;
	for (size_t i = 0; i < s->user.n_rights; i++)
		s->user.second_factor_needed |= setting_has_kind(kinds, s->user.rights[i].kind);
	return OK;
}

static enum err account_load(struct db *db, struct arena *a,
			     const unsigned char token_hash[SEAL_INDEX_BYTES],
			     struct session_state *s, const char **ret_school_path)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	e = db_stmt(db, SQL_SESSION_LOAD, &q);
	if (e)
		return e;
	bind_blob(q, SESSION_LOAD_TOKEN_HASH, token_hash, SEAL_INDEX_BYTES);
	e = step_row(q, &row);
	if (e)
		return e;
	if (!row)
		return ERR_UNAUTHENTICATED;
	s->seen_at = col_i64(q, SESSION_LOAD_C_SEEN_AT);
	s->expires_at = col_i64(q, SESSION_LOAD_C_EXPIRES_AT);
	s->user = (struct user){
		.session_id = col_i64(q, SESSION_LOAD_C_ID),
		.account_id = col_i64(q, SESSION_LOAD_C_ACCOUNT_ID),
		.person_id = col_i64(q, SESSION_LOAD_C_PERSON_ID),
		.school_id = col_i64(q, SESSION_LOAD_C_SCHOOL_ID),
		.second_factor = col_bool(q, SESSION_LOAD_C_SECOND_FACTOR),
		.administrator = col_bool(q, SESSION_LOAD_C_ADMINISTRATOR),
		.must_change = col_bool(q, SESSION_LOAD_C_MUST_CHANGE),
		.login = col_dup(q, SESSION_LOAD_C_LOGIN, a),
		.name = col_dup(q, SESSION_LOAD_C_NAME, a),
	};
	*ret_school_path = col_dup(q, SESSION_LOAD_C_SCHOOL_PATH, a);
	return OK;
}

enum err session_load(struct db *db, struct arena *a,
		      const unsigned char token_hash[SEAL_INDEX_BYTES], int32_t today,
		      struct session_state *ret)
{
	struct session_state s = { 0 };
	const char *school_path;
	struct right *rights;
	enum err e;

	e = account_load(db, a, token_hash, &s, &school_path);
	if (e)
		return e;
	rights = ARENA_ARRAY(a, struct right, RIGHTS_MAX);
	if (s.user.administrator && school_path != NULL)
		rights[s.user.n_rights++] =
			right_at(a, s.user.school_id, static_kind("school_admin"), school_path);
	if (s.user.person_id != 0) {
		e = posts_load(db, a, s.user.person_id, today, rights, &s.user.n_rights);
		if (e)
			return e;
	}
	s.user.rights = rights;
	e = choices_load(db, a, &s);
	if (e)
		return e;
	*ret = s;
	return OK;
}

bool session_over(const struct session_state *s, int64_t now)
{
	return now >= s->expires_at || now - s->seen_at >= s->idle_seconds;
}

enum err session_add(struct db *db, const struct session_new *from, int64_t now,
		     char token[SEAL_CSRF_SIZE], int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	int64_t days;
	enum err e;

	e = setting_number(db, from->school_id, "session_days", &days);
	if (e)
		return e;
	seal_token_new(token);
	seal_token_hash(token, hash);
	e = db_stmt(db, SQL_SESSION_ADD, &q);
	if (e)
		return e;
	bind_i64(q, SESSION_ADD_ACCOUNT_ID, from->account_id);
	bind_blob(q, SESSION_ADD_TOKEN_HASH, hash, sizeof(hash));
	bind_bool(q, SESSION_ADD_SECOND_FACTOR, from->second_factor);
	bind_str(q, SESSION_ADD_ADDRESS, from->address);
	bind_str(q, SESSION_ADD_AGENT, from->agent);
	bind_i64(q, SESSION_ADD_NOW, now);
	bind_i64(q, SESSION_ADD_EXPIRES_AT, now + days * 86400);
	e = step_one(q);
	if (e)
		return e;
	*ret_id = col_i64(q, SESSION_ADD_C_ID);
	return OK;
}

enum err session_revoke(struct db *db, int64_t account_id, int64_t session_id, int64_t now)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_SESSION_REVOKE, &q);
	if (e)
		return e;
	bind_i64(q, SESSION_REVOKE_ID, session_id);
	bind_i64(q, SESSION_REVOKE_ACCOUNT_ID, account_id);
	bind_i64(q, SESSION_REVOKE_NOW, now);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

enum err session_revoke_all(struct db *db, int64_t account_id, int64_t keep_id, int64_t now)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SESSION_REVOKE_ALL, &q);
	if (e)
		return e;
	bind_i64(q, SESSION_REVOKE_ALL_ACCOUNT_ID, account_id);
	bind_i64(q, SESSION_REVOKE_ALL_KEEP_ID, keep_id);
	bind_i64(q, SESSION_REVOKE_ALL_NOW, now);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err session_set_second_factor(struct db *db, int64_t session_id, bool shown)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SESSION_SECOND_FACTOR, &q);
	if (e)
		return e;
	bind_i64(q, SESSION_SECOND_FACTOR_ID, session_id);
	bind_bool(q, SESSION_SECOND_FACTOR_SECOND_FACTOR, shown);
	return step_done(q, /* ret_changed= */ NULL);
}
