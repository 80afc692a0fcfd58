/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of notice, notice_person and notice_objection. */
#include "notice/notice_impl.h"

#include "base/banned.h"

static enum err person_add(struct db *db, int64_t notice_id, const struct notice_person *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_PERSON_ADD, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_PERSON_ADD_NOTICE_ID, notice_id);
	bind_i64(q, NOTICE_PERSON_ADD_POSITION, p->position);
	bind_i64(q, NOTICE_PERSON_ADD_PERSON_ID, p->person_id);
	bind_i64(q, NOTICE_PERSON_ADD_CASE_ID, p->case_id);
	bind_str(q, NOTICE_PERSON_ADD_NAME, p->name);
	bind_str(q, NOTICE_PERSON_ADD_SEX, p->sex);
	bind_str(q, NOTICE_PERSON_ADD_BIRTH_MONTH, p->birth_month);
	bind_str(q, NOTICE_PERSON_ADD_UNIT, p->unit);
	bind_str(q, NOTICE_PERSON_ADD_APPLIED_ON, p->applied_on);
	bind_str(q, NOTICE_PERSON_ADD_STAGE_ON, p->stage_on);
	bind_str(q, NOTICE_PERSON_ADD_HELPERS, p->helpers);
	return step_done(q, NULL);
}

enum err notice_add(struct db *db, struct arena *a, const struct user *who, const struct notice *in,
		    int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char *code = arena_zalloc(a, 1, CODE_SIZE);
	int64_t id;
	enum err e;

	code_new(code);
	e = db_stmt(db, SQL_NOTICE_ADD, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_ADD_SCHOOL_ID, in->school_id);
	bind_i64(q, NOTICE_ADD_ORGANISATION_ID, in->organisation_id);
	bind_str(q, NOTICE_ADD_KIND, in->kind);
	bind_str(q, NOTICE_ADD_CODE, code);
	bind_str(q, NOTICE_ADD_TITLE, in->title);
	bind_str(q, NOTICE_ADD_PLACES, in->places);
	bind_str(q, NOTICE_ADD_CONTACT, in->contact);
	bind_str(q, NOTICE_ADD_REASON, in->reason);
	bind_str(q, NOTICE_ADD_POSTED_ON, in->posted_on);
	bind_i64(q, NOTICE_ADD_DAYS, in->days);
	bind_str(q, NOTICE_ADD_LAST_ON, in->last_on);
	bind_id(q, NOTICE_ADD_POSTED_BY, who->account_id);
	bind_i64(q, NOTICE_ADD_POSTED_AT, clock_now());
	e = step_one(q);
	if (e)
		return e;
	id = col_i64(q, NOTICE_ADD_C_ID);
	for (size_t i = 0; !e && i < in->n_people; i++)
		e = person_add(db, id, &in->people[i]);
	if (!e)
		*ret_id = id;
	return e;
}

static enum err people_get(struct db *db, struct arena *a, struct notice *n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_NOTICE_PEOPLE, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_PEOPLE_NOTICE_ID, n->id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, n->people, n->n_people, cap) = (struct notice_person){
			.position = col_i64(q, NOTICE_PEOPLE_C_POSITION),
			.person_id = col_i64(q, NOTICE_PEOPLE_C_PERSON_ID),
			.case_id = col_i64(q, NOTICE_PEOPLE_C_CASE_ID),
			.name = col_dup(q, NOTICE_PEOPLE_C_NAME, a),
			.sex = col_dup(q, NOTICE_PEOPLE_C_SEX, a),
			.birth_month = col_dup(q, NOTICE_PEOPLE_C_BIRTH_MONTH, a),
			.unit = col_dup(q, NOTICE_PEOPLE_C_UNIT, a),
			.applied_on = col_dup(q, NOTICE_PEOPLE_C_APPLIED_ON, a),
			.stage_on = col_dup(q, NOTICE_PEOPLE_C_STAGE_ON, a),
			.helpers = col_dup(q, NOTICE_PEOPLE_C_HELPERS, a),
			.refusal = col_dup(q, NOTICE_PEOPLE_C_REFUSAL, a),
		};
	return e;
}

enum err notice_get(struct db *db, struct arena *a, int64_t id, struct notice *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct notice n;
	enum err e = db_stmt(db, SQL_NOTICE_GET, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	n = (struct notice){
		.id = id,
		.organisation_id = col_i64(q, NOTICE_GET_C_ORGANISATION_ID),
		.organisation_name = col_dup(q, NOTICE_GET_C_ORGANISATION_NAME, a),
		.path = col_dup(q, NOTICE_GET_C_PATH, a),
		.kind = col_dup(q, NOTICE_GET_C_KIND, a),
		.code = col_dup(q, NOTICE_GET_C_CODE, a),
		.title = col_dup(q, NOTICE_GET_C_TITLE, a),
		.places = col_dup(q, NOTICE_GET_C_PLACES, a),
		.contact = col_dup(q, NOTICE_GET_C_CONTACT, a),
		.reason = col_dup(q, NOTICE_GET_C_REASON, a),
		.posted_on = col_dup(q, NOTICE_GET_C_POSTED_ON, a),
		.days = col_i64(q, NOTICE_GET_C_DAYS),
		.last_on = col_dup(q, NOTICE_GET_C_LAST_ON, a),
		.stored_state = col_dup(q, NOTICE_GET_C_STATE, a),
		.recorded = col_bool(q, NOTICE_GET_C_RECORDED),
		.posted_by_name = col_dup(q, NOTICE_GET_C_POSTED_BY_NAME, a),
		.withdrawn_reason = col_dup(q, NOTICE_GET_C_WITHDRAWN_REASON, a),
		.version = col_i64(q, NOTICE_GET_C_VERSION),
	};
	e = people_get(db, a, &n);
	if (!e)
		*ret = n;
	return e;
}

enum err notice_by_code(struct db *db, struct arena *a, const char *code, struct notice *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_BY_CODE, &q);

	if (e)
		return e;
	bind_str(q, NOTICE_BY_CODE_CODE, code);
	e = step_one(q);
	return e ? e : notice_get(db, a, col_i64(q, NOTICE_BY_CODE_C_ID), ret);
}

enum err notice_touch(struct db *db, int64_t id, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_NOTICE_TOUCH, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_TOUCH_ID, id);
	bind_i64(q, NOTICE_TOUCH_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err notice_refuse(struct db *db, int64_t notice_id, int64_t position, const char *refusal)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_PERSON_REFUSE, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_PERSON_REFUSE_NOTICE_ID, notice_id);
	bind_i64(q, NOTICE_PERSON_REFUSE_POSITION, position);
	bind_str(q, NOTICE_PERSON_REFUSE_REFUSAL, refusal);
	return step_done(q, NULL);
}

/* ---- objections ---- */

enum err notice_objections(struct db *db, struct arena *a, int64_t notice_id,
			   struct notice_objection **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct notice_objection *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_NOTICE_OBJECTIONS, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_OBJECTIONS_NOTICE_ID, notice_id);
	bind_i64(q, NOTICE_OBJECTIONS_N, NOTICE_OBJECTIONS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct notice_objection){
			.id = col_i64(q, NOTICE_OBJECTIONS_C_ID),
			.position = col_i64(q, NOTICE_OBJECTIONS_C_POSITION),
			.text = col_dup(q, NOTICE_OBJECTIONS_C_TEXT, a),
			.name = col_dup(q, NOTICE_OBJECTIONS_C_NAME, a),
			.contact = col_dup(q, NOTICE_OBJECTIONS_C_CONTACT, a),
			.way = col_dup(q, NOTICE_OBJECTIONS_C_WAY, a),
			.received_on = col_dup(q, NOTICE_OBJECTIONS_C_RECEIVED_ON, a),
			.outcome = col_dup(q, NOTICE_OBJECTIONS_C_OUTCOME, a),
			.answer = col_dup(q, NOTICE_OBJECTIONS_C_ANSWER, a),
			.answered_on = col_dup(q, NOTICE_OBJECTIONS_C_ANSWERED_ON, a),
			.answered_by_name = col_dup(q, NOTICE_OBJECTIONS_C_ANSWERED_BY_NAME, a),
		};
	*ret = items;
	*ret_n = n;
	return e;
}

enum err notice_objection_add(struct db *db, int64_t notice_id, const struct notice_objection *in,
			      const unsigned char receipt[SEAL_INDEX_BYTES], int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char today[DATE_SIZE];
	enum err e = db_stmt(db, SQL_NOTICE_OBJECTION_ADD, &q);

	if (e)
		return e;
	date_format(clock_today(), today);
	bind_i64(q, NOTICE_OBJECTION_ADD_NOTICE_ID, notice_id);
	bind_i64(q, NOTICE_OBJECTION_ADD_POSITION, in->position);
	bind_str(q, NOTICE_OBJECTION_ADD_TEXT, in->text);
	bind_str(q, NOTICE_OBJECTION_ADD_NAME, in->name);
	bind_str(q, NOTICE_OBJECTION_ADD_CONTACT, in->contact);
	bind_str(q, NOTICE_OBJECTION_ADD_WAY, in->way);
	bind_blob(q, NOTICE_OBJECTION_ADD_RECEIPT_HASH, receipt, SEAL_INDEX_BYTES);
	bind_str(q, NOTICE_OBJECTION_ADD_RECEIVED_ON, today);
	bind_i64(q, NOTICE_OBJECTION_ADD_RECEIVED_AT, clock_now());
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, NOTICE_OBJECTION_ADD_C_ID);
	return e;
}

enum err notice_objection_answer(struct db *db, int64_t notice_id,
				 const struct notice_objection *in, int64_t by)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char today[DATE_SIZE];
	int64_t changed;
	enum err e = db_stmt(db, SQL_NOTICE_OBJECTION_ANSWER, &q);

	if (e)
		return e;
	date_format(clock_today(), today);
	bind_i64(q, NOTICE_OBJECTION_ANSWER_ID, in->id);
	bind_i64(q, NOTICE_OBJECTION_ANSWER_NOTICE_ID, notice_id);
	bind_str(q, NOTICE_OBJECTION_ANSWER_OUTCOME, in->outcome);
	bind_str(q, NOTICE_OBJECTION_ANSWER_ANSWER, in->answer);
	bind_str(q, NOTICE_OBJECTION_ANSWER_ANSWERED_ON, today);
	bind_id(q, NOTICE_OBJECTION_ANSWER_ANSWERED_BY, by);
	bind_i64(q, NOTICE_OBJECTION_ANSWER_ANSWERED_AT, clock_now());
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}
