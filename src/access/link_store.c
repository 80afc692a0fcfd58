/* SPDX-License-Identifier: Apache-2.0 */
/* One-time links: only the hash of the token is kept. */
#include "access/account.h"
#include "base/banned.h"

#define LINK_SECONDS INT64_C(86400)

static enum err link_end(struct db *db, const char *purpose, int64_t account_id, int64_t now)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_LINK_END, &q);
	if (e)
		return e;
	bind_str(q, LINK_END_PURPOSE, purpose);
	bind_id(q, LINK_END_ACCOUNT_ID, account_id);
	bind_i64(q, LINK_END_NOW, now);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err link_new(struct db *db, const char *purpose, int64_t account_id, int64_t now,
		  char token[SEAL_CSRF_SIZE])
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	enum err e;

	e = link_end(db, purpose, account_id, now);
	if (e)
		return e;
	seal_token_new(token);
	seal_token_hash(token, hash);
	e = db_stmt(db, SQL_LINK_ADD, &q);
	if (e)
		return e;
	bind_blob(q, LINK_ADD_TOKEN_HASH, hash, sizeof(hash));
	bind_str(q, LINK_ADD_PURPOSE, purpose);
	bind_id(q, LINK_ADD_ACCOUNT_ID, account_id);
	bind_i64(q, LINK_ADD_NOW, now);
	bind_i64(q, LINK_ADD_EXPIRES_AT, now + LINK_SECONDS);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err link_get(struct db *db, const char *purpose, const char *token, int64_t now,
		  int64_t *ret_account)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	bool row;
	enum err e;

	seal_token_hash(token, hash);
	e = db_stmt(db, SQL_LINK_GET, &q);
	if (e)
		return e;
	bind_blob(q, LINK_GET_TOKEN_HASH, hash, sizeof(hash));
	bind_str(q, LINK_GET_PURPOSE, purpose);
	bind_i64(q, LINK_GET_NOW, now);
	e = step_row(q, &row);
	if (e)
		return e;
	if (!row)
		return ERR_GONE;
	*ret_account = col_i64(q, LINK_GET_C_ACCOUNT_ID);
	return OK;
}

enum err link_use(struct db *db, const char *purpose, const char *token, int64_t now,
		  int64_t *ret_account)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	int64_t changed;
	enum err e;

	e = link_get(db, purpose, token, now, ret_account);
	if (e)
		return e;
	seal_token_hash(token, hash);
	e = db_stmt(db, SQL_LINK_USE, &q);
	if (e)
		return e;
	bind_blob(q, LINK_USE_TOKEN_HASH, hash, sizeof(hash));
	bind_str(q, LINK_USE_PURPOSE, purpose);
	bind_i64(q, LINK_USE_NOW, now);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_GONE;
}
