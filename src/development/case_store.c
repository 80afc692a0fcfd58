/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of development_case and case_transfer; step records stand in step_store.c. */
#include "development/development.h"
#include "development/case_store.h"

#include "base/banned.h"

enum err case_get(struct db *db, struct arena *a, int64_t id, struct case_row *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_GET, &q);
	if (e)
		return e;
	bind_i64(q, CASE_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct case_row){
		.id = col_i64(q, CASE_GET_C_ID),
		.school_id = col_i64(q, CASE_GET_C_SCHOOL_ID),
		.person_id = col_i64(q, CASE_GET_C_PERSON_ID),
		.branch_id = col_i64(q, CASE_GET_C_BRANCH_ID),
		.opened_on = col_dup(q, CASE_GET_C_OPENED_ON, a),
		.state = col_dup(q, CASE_GET_C_STATE, a),
		.closed_on = col_dup(q, CASE_GET_C_CLOSED_ON, a),
		.layer = col_dup(q, CASE_GET_C_LAYER, a),
		.batch_id = col_i64(q, CASE_GET_C_BATCH_ID),
		.version = col_i64(q, CASE_GET_C_VERSION),
	};
	return OK;
}

/* The id in the first column of the only row; 0 if there is no row. */
static enum err id_or_none(struct stmt *q, int64_t *ret_id)
{
	bool row = false;
	enum err e;

	e = step_row(q, &row);
	if (e)
		return e;
	*ret_id = row ? col_i64(q, 0) : 0;
	return OK;
}

enum err development_case_of_person(struct db *db, int64_t person_id, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_OF_PERSON, &q);
	if (e)
		return e;
	bind_i64(q, CASE_OF_PERSON_PERSON_ID, person_id);
	return id_or_none(q, ret_id);
}

enum err case_open_of_person(struct db *db, int64_t person_id, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_OPEN_OF_PERSON, &q);
	if (e)
		return e;
	bind_i64(q, CASE_OPEN_OF_PERSON_PERSON_ID, person_id);
	return id_or_none(q, ret_id);
}

enum err case_closed_after(struct db *db, int64_t person_id, const char *day, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_CLOSED_AFTER, &q);
	if (e)
		return e;
	bind_i64(q, CASE_CLOSED_AFTER_PERSON_ID, person_id);
	bind_str(q, CASE_CLOSED_AFTER_DAY, day);
	return id_or_none(q, ret_id);
}

enum err case_add(struct db *db, const struct case_row *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_ADD, &q);
	if (e)
		return e;
	bind_i64(q, CASE_ADD_SCHOOL_ID, in->school_id);
	bind_i64(q, CASE_ADD_PERSON_ID, in->person_id);
	bind_i64(q, CASE_ADD_BRANCH_ID, in->branch_id);
	bind_str(q, CASE_ADD_OPENED_ON, in->opened_on);
	bind_str(q, CASE_ADD_LAYER, in->layer);
	bind_id(q, CASE_ADD_BATCH_ID, in->batch_id);
	e = step_one(q);
	if (e)
		return e;
	*ret_id = col_i64(q, CASE_ADD_C_ID);
	return OK;
}

enum err case_touch(struct db *db, int64_t id, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_CASE_TOUCH, &q);
	if (e)
		return e;
	bind_i64(q, CASE_TOUCH_ID, id);
	bind_i64(q, CASE_TOUCH_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err case_set_state(struct db *db, int64_t id, const char *state, const char *closed_on)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_SET_STATE, &q);
	if (e)
		return e;
	bind_i64(q, CASE_SET_STATE_ID, id);
	bind_str(q, CASE_SET_STATE_STATE, state);
	bind_str(q, CASE_SET_STATE_CLOSED_ON, closed_on);
	return step_done(q, NULL);
}

enum err case_set_branch(struct db *db, int64_t id, int64_t branch_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_CASE_SET_BRANCH, &q);
	if (e)
		return e;
	bind_i64(q, CASE_SET_BRANCH_ID, id);
	bind_i64(q, CASE_SET_BRANCH_BRANCH_ID, branch_id);
	return step_done(q, NULL);
}

enum err transfer_add(struct db *db, int64_t case_id, const struct case_transfer *in,
		      int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_TRANSFER_ADD, &q);
	if (e)
		return e;
	bind_i64(q, TRANSFER_ADD_CASE_ID, case_id);
	bind_i64(q, TRANSFER_ADD_FROM_BRANCH_ID, in->from_branch_id);
	bind_i64(q, TRANSFER_ADD_TO_BRANCH_ID, in->to_branch_id);
	bind_str(q, TRANSFER_ADD_MOVED_ON, in->moved_on);
	bind_str(q, TRANSFER_ADD_NOTE, in->note);
	bind_id(q, TRANSFER_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, TRANSFER_ADD_RECORDED_AT, in->recorded_at);
	e = step_one(q);
	if (e)
		return e;
	*ret_id = col_i64(q, TRANSFER_ADD_C_ID);
	return OK;
}

enum err transfer_list(struct db *db, struct arena *a, int64_t case_id, struct case_transfers *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct case_transfers list = { NULL, 0 };
	size_t cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_TRANSFER_OF_CASE, &q);
	if (e)
		return e;
	bind_i64(q, TRANSFER_OF_CASE_CASE_ID, case_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		*VEC_PUSH(a, list.items, list.n, cap) = (struct case_transfer){
			.id = col_i64(q, TRANSFER_OF_CASE_C_ID),
			.from_branch_id = col_i64(q, TRANSFER_OF_CASE_C_FROM_BRANCH_ID),
			.from_branch_name = col_dup(q, TRANSFER_OF_CASE_C_FROM_BRANCH_NAME, a),
			.to_branch_id = col_i64(q, TRANSFER_OF_CASE_C_TO_BRANCH_ID),
			.to_branch_name = col_dup(q, TRANSFER_OF_CASE_C_TO_BRANCH_NAME, a),
			.moved_on = col_dup(q, TRANSFER_OF_CASE_C_MOVED_ON, a),
			.note = col_dup(q, TRANSFER_OF_CASE_C_NOTE, a),
			.recorded_at = col_i64(q, TRANSFER_OF_CASE_C_RECORDED_AT),
		};
	}
	if (e)
		return e;
	*ret = list;
	return OK;
}

enum err case_stages_list(struct db *db, struct arena *a, int64_t person_id, int64_t case_id,
			  struct case_stages *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct case_stages list = { NULL, 0 };
	size_t cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_CASE_STAGES, &q);
	if (e)
		return e;
	bind_i64(q, CASE_STAGES_PERSON_ID, person_id);
	bind_i64(q, CASE_STAGES_CASE_ID, case_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		*VEC_PUSH(a, list.items, list.n, cap) = (struct case_stage){
			.id = col_i64(q, CASE_STAGES_C_ID),
			.stage = col_dup(q, CASE_STAGES_C_STAGE, a),
			.happened_on = col_dup(q, CASE_STAGES_C_HAPPENED_ON, a),
			.step_record_id = col_i64(q, CASE_STAGES_C_STEP_RECORD_ID),
		};
	}
	if (e)
		return e;
	*ret = list;
	return OK;
}
