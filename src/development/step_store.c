/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of step_record: added, corrected by a later one, voided; never changed. */
#include "development/case_store.h"

#include "base/banned.h"

#define COMMITTEE_MIN 7 /* full members with which a branch sets up a committee */

enum err step_add(struct db *db, const struct step_record *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_STEP_ADD, &q);
	if (e)
		return e;
	bind_i64(q, STEP_ADD_CASE_ID, in->case_id);
	bind_str(q, STEP_ADD_STEP_CODE, in->step_code);
	bind_str(q, STEP_ADD_HAPPENED_ON, in->happened_on);
	bind_str(q, STEP_ADD_FACTS, in->facts);
	bind_str(q, STEP_ADD_RULE_SET, in->rule_set);
	bind_str(q, STEP_ADD_WARNINGS, in->warnings);
	bind_i64(q, STEP_ADD_ORGANISATION_ID, in->organisation_id);
	bind_bool(q, STEP_ADD_HAD_COMMITTEE, in->had_committee);
	bind_bool(q, STEP_ADD_HAD_GROUPS, in->had_groups);
	bind_id(q, STEP_ADD_BATCH_ID, in->batch_id);
	bind_id(q, STEP_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, STEP_ADD_RECORDED_AT, in->recorded_at);
	bind_str(q, STEP_ADD_REASON, in->reason);
	e = step_one(q);
	if (e)
		return e;
	*ret_id = col_i64(q, STEP_ADD_C_ID);
	return OK;
}

static struct step_record step_row_of(struct stmt *q, struct arena *a)
{
	return (struct step_record){
		.id = col_i64(q, STEP_OF_CASE_C_ID),
		.case_id = col_i64(q, STEP_OF_CASE_C_CASE_ID),
		.step_code = col_dup(q, STEP_OF_CASE_C_STEP_CODE, a),
		.happened_on = col_dup(q, STEP_OF_CASE_C_HAPPENED_ON, a),
		.facts = col_dup(q, STEP_OF_CASE_C_FACTS, a),
		.rule_set = col_dup(q, STEP_OF_CASE_C_RULE_SET, a),
		.warnings = col_dup(q, STEP_OF_CASE_C_WARNINGS, a),
		.organisation_id = col_i64(q, STEP_OF_CASE_C_ORGANISATION_ID),
		.batch_id = col_i64(q, STEP_OF_CASE_C_BATCH_ID),
		.recorded_by = col_i64(q, STEP_OF_CASE_C_RECORDED_BY),
		.recorded_by_name = col_dup(q, STEP_OF_CASE_C_RECORDED_BY_NAME, a),
		.recorded_at = col_i64(q, STEP_OF_CASE_C_RECORDED_AT),
		.reason = col_dup(q, STEP_OF_CASE_C_REASON, a),
		.superseded_by = col_i64(q, STEP_OF_CASE_C_SUPERSEDED_BY),
		.voided_reason = col_dup(q, STEP_OF_CASE_C_VOIDED_REASON, a),
		.voided_at = col_i64(q, STEP_OF_CASE_C_VOIDED_AT),
		.had_committee = col_bool(q, STEP_OF_CASE_C_HAD_COMMITTEE),
		.had_groups = col_bool(q, STEP_OF_CASE_C_HAD_GROUPS),
	};
}

enum err step_list(struct db *db, struct arena *a, int64_t case_id, struct step_records *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct step_records list = { NULL, 0 };
	size_t cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_STEP_OF_CASE, &q);
	if (e)
		return e;
	bind_i64(q, STEP_OF_CASE_CASE_ID, case_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, list.items, list.n, cap) = step_row_of(q, a);
	if (e)
		return e;
	*ret = list;
	return OK;
}

enum err case_voters_on(struct db *db, int64_t branch_id, const char *day, int64_t enough,
			int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_CASE_VOTERS, &q);

	if (e)
		return e;
	bind_i64(q, CASE_VOTERS_ORGANISATION_ID, branch_id);
	bind_str(q, CASE_VOTERS_DAY, day);
	bind_i64(q, CASE_VOTERS_ENOUGH, enough);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, CASE_VOTERS_C_N);
	return e;
}

static enum err groups_on(struct db *db, int64_t branch_id, const char *day, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_CASE_GROUPS, &q);

	if (e)
		return e;
	bind_i64(q, CASE_GROUPS_ORGANISATION_ID, branch_id);
	bind_str(q, CASE_GROUPS_DAY, day);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, CASE_GROUPS_C_N);
	return e;
}

enum err case_branch_on(struct db *db, int64_t branch_id, const char *day, struct branch_on *ret)
{
	struct branch_on facts = { 0 };
	int64_t voters = 0, groups = 0;
	enum err e = case_voters_on(db, branch_id, day, COMMITTEE_MIN, &voters);

	if (!e)
		e = groups_on(db, branch_id, day, &groups);
	if (e)
		return e;
	facts.has_committee = voters >= COMMITTEE_MIN;
	facts.has_groups = groups > 0;
	*ret = facts;
	return OK;
}

enum err step_supersede(struct db *db, int64_t case_id, int64_t id, int64_t by)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_STEP_SUPERSEDE, &q);
	if (e)
		return e;
	bind_i64(q, STEP_SUPERSEDE_ID, id);
	bind_i64(q, STEP_SUPERSEDE_CASE_ID, case_id);
	bind_i64(q, STEP_SUPERSEDE_SUPERSEDED_BY, by);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_CONFLICT;
}

enum err step_void(struct db *db, int64_t case_id, int64_t id, const char *reason, int64_t by,
		   int64_t at)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_STEP_VOID, &q);
	if (e)
		return e;
	bind_i64(q, STEP_VOID_ID, id);
	bind_i64(q, STEP_VOID_CASE_ID, case_id);
	bind_str(q, STEP_VOID_VOIDED_REASON, reason);
	bind_id(q, STEP_VOID_VOIDED_BY, by);
	bind_i64(q, STEP_VOID_VOIDED_AT, at);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_CONFLICT;
}
