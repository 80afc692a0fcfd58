/* SPDX-License-Identifier: Apache-2.0 */
/* Slips: making a code, finding it again by its keyed hash. */
#include "development/slip.h"

#include "base/banned.h"

enum err slip_of_case(struct db *db, struct arena *a, int64_t case_id, struct slip *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_SLIP_OF_CASE, &q);
	if (e)
		return e;
	bind_i64(q, SLIP_OF_CASE_CASE_ID, case_id);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret = (struct slip){ 0 };
	if (row)
		*ret = (struct slip){
			.id = col_i64(q, SLIP_OF_CASE_C_ID),
			.created_at = col_i64(q, SLIP_OF_CASE_C_CREATED_AT),
			.created_by_name = col_dup(q, SLIP_OF_CASE_C_CREATED_BY_NAME, a),
			.expires_on = col_dup(q, SLIP_OF_CASE_C_EXPIRES_ON, a),
		};
	return OK;
}

enum err slip_revoke(struct db *db, int64_t case_id, int64_t account_id, int64_t now,
		     bool *ret_ended)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed = 0;
	enum err e;

	e = db_stmt(db, SQL_SLIP_REVOKE, &q);
	if (e)
		return e;
	bind_i64(q, SLIP_REVOKE_CASE_ID, case_id);
	bind_i64(q, SLIP_REVOKE_ACCOUNT_ID, account_id);
	bind_i64(q, SLIP_REVOKE_NOW, now);
	e = step_done(q, &changed);
	if (e)
		return e;
	*ret_ended = changed > 0;
	return OK;
}

enum err slip_make(struct db *db, const struct seal_keys *keys, int64_t case_id, int64_t account_id,
		   int64_t now, const char *expires_on, char ret_code[CODE_SIZE])
{
	CLEANUP(arena_release) struct arena scratch = { 0 };
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	char code[CODE_SIZE];
	bool ended;
	enum err e;

	e = slip_revoke(db, case_id, account_id, now, &ended);
	if (e)
		return e;
	code_new(code);
	code_hash(keys, &scratch, "SLIP", code, hash);
	e = db_stmt(db, SQL_SLIP_ADD, &q);
	if (e)
		return e;
	bind_i64(q, SLIP_ADD_CASE_ID, case_id);
	bind_blob(q, SLIP_ADD_CODE_HASH, hash, sizeof(hash));
	bind_i64(q, SLIP_ADD_CREATED_BY, account_id);
	bind_i64(q, SLIP_ADD_CREATED_AT, now);
	bind_str(q, SLIP_ADD_EXPIRES_ON, expires_on);
	e = step_one(q);
	if (e)
		return e;
	memcpy(ret_code, code, sizeof(code));
	return OK;
}

enum err slip_find(struct db *db, const struct seal_keys *keys, struct arena *a, const char *typed,
		   const char *today, int64_t *ret_case_id, int64_t *ret_person_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char hash[SEAL_INDEX_BYTES];
	enum err e;

	code_hash(keys, a, "SLIP", typed, hash);
	e = db_stmt(db, SQL_SLIP_BY_CODE, &q);
	if (e)
		return e;
	bind_blob(q, SLIP_BY_CODE_CODE_HASH, hash, sizeof(hash));
	bind_str(q, SLIP_BY_CODE_TODAY, today);
	e = step_one(q);
	if (e)
		return e;
	*ret_case_id = col_i64(q, SLIP_BY_CODE_C_CASE_ID);
	*ret_person_id = col_i64(q, SLIP_BY_CODE_C_PERSON_ID);
	return OK;
}
