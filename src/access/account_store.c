/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts: row <-> struct. */
#include "access/account.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/banned.h"

_Static_assert((int)ACCOUNT_GET_C_VERSION == (int)ACCOUNT_BY_LOGIN_C_VERSION &&
		       (int)ACCOUNT_GET_C_TOTP_ON == (int)ACCOUNT_BY_LOGIN_C_TOTP_ON,
	       "row() reads both");

static struct account row(struct stmt *q, struct arena *a)
{
	struct account account = {
		.id = col_i64(q, ACCOUNT_GET_C_ID),
		.school_id = col_i64(q, ACCOUNT_GET_C_SCHOOL_ID),
		.person_id = col_i64(q, ACCOUNT_GET_C_PERSON_ID),
		.login = col_dup(q, ACCOUNT_GET_C_LOGIN, a),
		.password_hash = col_dup(q, ACCOUNT_GET_C_PASSWORD_HASH, a),
		.totp_on = col_bool(q, ACCOUNT_GET_C_TOTP_ON),
		.totp_step = col_i64(q, ACCOUNT_GET_C_TOTP_STEP),
		.administrator = col_bool(q, ACCOUNT_GET_C_ADMINISTRATOR),
		.disabled = !col_null(q, ACCOUNT_GET_C_DISABLED_AT),
		.must_change = col_bool(q, ACCOUNT_GET_C_MUST_CHANGE),
		.version = col_i64(q, ACCOUNT_GET_C_VERSION),
	};
	const void *sealed = col_blob(q, ACCOUNT_GET_C_TOTP_SEALED, &account.totp.len);

	account.totp.bytes = sealed == NULL ? NULL : arena_memdup(a, sealed, account.totp.len);
	return account;
}

const char *account_login_form(struct arena *a, const char *login)
{
	char *form = arena_strdup(a, login);

	for (char *at = form; *at; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at + ('a' - 'A'));
	}
	return form;
}

const char *account_login_fault(const char *login)
{
	for (const unsigned char *at = (const unsigned char *)login; *at; at++) {
		if (*at <= ' ' || *at == 0x7F || strchr("\"'\\/<>&?#%:;,", *at) != NULL)
			return "bad_login";
	}
	return NULL;
}

enum err account_by_login(struct db *db, struct arena *a, const char *login, struct account *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_BY_LOGIN, &q);
	if (e)
		return e;
	bind_str(q, ACCOUNT_BY_LOGIN_LOGIN, login);
	e = step_one(q);
	if (e)
		return e;
	*ret = row(q, a);
	return OK;
}

enum err account_get(struct db *db, struct arena *a, int64_t id, struct account *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_GET, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = row(q, a);
	return OK;
}

enum err account_any(struct db *db, bool *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_ANY, &q);
	if (e)
		return e;
	e = step_one(q);
	if (e)
		return e;
	*ret = col_i64(q, ACCOUNT_ANY_C_N) > 0;
	return OK;
}

enum err account_add(struct db *db, const struct account_new *from, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool added;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_ADD, &q);
	if (e)
		return e;
	bind_id(q, ACCOUNT_ADD_SCHOOL_ID, from->school_id);
	bind_id(q, ACCOUNT_ADD_PERSON_ID, from->person_id);
	bind_str(q, ACCOUNT_ADD_LOGIN, from->login);
	bind_str(q, ACCOUNT_ADD_NAME, from->person_id == 0 ? from->name : NULL);
	bind_str(q, ACCOUNT_ADD_PASSWORD_HASH, from->password_hash);
	bind_bool(q, ACCOUNT_ADD_ADMINISTRATOR, from->administrator);
	bind_bool(q, ACCOUNT_ADD_MUST_CHANGE, from->must_change);
	bind_i64(q, ACCOUNT_ADD_NOW, clock_now());
	e = step_row(q, &added);
	if (e)
		return e;
	if (!added)
		return ERR_DUPLICATE;
	*ret_id = col_i64(q, ACCOUNT_ADD_C_ID);
	return OK;
}

enum err account_set_password(struct db *db, int64_t id, const char *hash, bool must_change)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_SET_PASSWORD, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_SET_PASSWORD_ID, id);
	bind_str(q, ACCOUNT_SET_PASSWORD_PASSWORD_HASH, hash);
	bind_bool(q, ACCOUNT_SET_PASSWORD_MUST_CHANGE, must_change);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err account_rehash(struct db *db, int64_t id, const char *hash, const char *old_hash)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_REHASH, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_REHASH_ID, id);
	bind_str(q, ACCOUNT_REHASH_PASSWORD_HASH, hash);
	bind_str(q, ACCOUNT_REHASH_OLD_HASH, old_hash);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err account_signed_in(struct db *db, int64_t id, int64_t now)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_SIGNED_IN, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_SIGNED_IN_ID, id);
	bind_i64(q, ACCOUNT_SIGNED_IN_NOW, now);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err account_set_totp(struct db *db, int64_t id, struct sealed sealed, bool on, int64_t step)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_SET_TOTP, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_SET_TOTP_ID, id);
	bind_blob(q, ACCOUNT_SET_TOTP_TOTP_SEALED, sealed.bytes, sealed.len);
	bind_bool(q, ACCOUNT_SET_TOTP_TOTP_ON, on);
	bind_i64(q, ACCOUNT_SET_TOTP_TOTP_STEP, step);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err account_use_totp_step(struct db *db, int64_t id, int64_t step)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_USE_TOTP_STEP, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_USE_TOTP_STEP_ID, id);
	bind_i64(q, ACCOUNT_USE_TOTP_STEP_TOTP_STEP, step);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_SECOND_FACTOR;
}

enum err account_set_disabled(struct db *db, int64_t id, int64_t disabled_at, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_ACCOUNT_SET_DISABLED, &q);
	if (e)
		return e;
	bind_i64(q, ACCOUNT_SET_DISABLED_ID, id);
	bind_id(q, ACCOUNT_SET_DISABLED_DISABLED_AT, disabled_at);
	bind_i64(q, ACCOUNT_SET_DISABLED_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}
