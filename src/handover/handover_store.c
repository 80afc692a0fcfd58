/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of handover and handover_duty. */
#include "handover/handover_impl.h"

#include "base/banned.h"

enum err handover_add(struct db *db, const struct user *who, const struct handover *in,
		      int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool ready = str_eq(in->state, "ready");
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_ADD, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_ADD_SCHOOL_ID, in->school_id);
	bind_i64(q, HANDOVER_ADD_ORGANISATION_ID, in->organisation_id);
	bind_i64(q, HANDOVER_ADD_POST_ID, in->post_id);
	bind_str(q, HANDOVER_ADD_KIND, in->kind);
	bind_i64(q, HANDOVER_ADD_FROM_PERSON_ID, in->from_person_id);
	bind_id(q, HANDOVER_ADD_TO_PERSON_ID, in->to_person_id);
	bind_str(q, HANDOVER_ADD_STATE, in->state);
	bind_str(q, HANDOVER_ADD_DECISION, in->decision);
	bind_str(q, HANDOVER_ADD_TERM_UNTIL, in->term_until);
	bind_str(q, HANDOVER_ADD_LETTER, in->letter);
	bind_str(q, HANDOVER_ADD_KEYS_NOTE, in->keys_note);
	bind_str(q, HANDOVER_ADD_PAPERS_NOTE, in->papers_note);
	bind_id(q, HANDOVER_ADD_PROPOSED_BY, who->account_id);
	bind_i64(q, HANDOVER_ADD_PROPOSED_AT, clock_now());
	if (ready) {
		bind_id(q, HANDOVER_ADD_APPROVED_BY, who->account_id);
		bind_i64(q, HANDOVER_ADD_APPROVED_AT, clock_now());
	}
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, HANDOVER_ADD_C_ID);
	return e;
}

static struct handover take(struct stmt *q, struct arena *a)
{
	return (struct handover){
		.id = col_i64(q, HANDOVER_GET_C_ID),
		.school_id = col_i64(q, HANDOVER_GET_C_SCHOOL_ID),
		.organisation_id = col_i64(q, HANDOVER_GET_C_ORGANISATION_ID),
		.organisation_name = col_dup(q, HANDOVER_GET_C_ORGANISATION_NAME, a),
		.organisation_kind = col_dup(q, HANDOVER_GET_C_ORGANISATION_KIND, a),
		.path = col_dup(q, HANDOVER_GET_C_PATH, a),
		.post_id = col_i64(q, HANDOVER_GET_C_POST_ID),
		.kind = col_dup(q, HANDOVER_GET_C_KIND, a),
		.from_person_id = col_i64(q, HANDOVER_GET_C_FROM_PERSON_ID),
		.from_name = col_dup(q, HANDOVER_GET_C_FROM_NAME, a),
		.to_person_id = col_i64(q, HANDOVER_GET_C_TO_PERSON_ID),
		.to_name = col_dup(q, HANDOVER_GET_C_TO_NAME, a),
		.state = col_dup(q, HANDOVER_GET_C_STATE, a),
		.decision = col_dup(q, HANDOVER_GET_C_DECISION, a),
		.term_until = col_dup(q, HANDOVER_GET_C_TERM_UNTIL, a),
		.letter = col_dup(q, HANDOVER_GET_C_LETTER, a),
		.keys_note = col_dup(q, HANDOVER_GET_C_KEYS_NOTE, a),
		.papers_note = col_dup(q, HANDOVER_GET_C_PAPERS_NOTE, a),
		.proposed_at = col_i64(q, HANDOVER_GET_C_PROPOSED_AT),
		.approved_at = col_i64(q, HANDOVER_GET_C_APPROVED_AT),
		.accepted_at = col_i64(q, HANDOVER_GET_C_ACCEPTED_AT),
		.new_post_id = col_i64(q, HANDOVER_GET_C_NEW_POST_ID),
		.duties_n = col_i64(q, HANDOVER_GET_C_DUTIES_N),
		.withdrawn_at = col_i64(q, HANDOVER_GET_C_WITHDRAWN_AT),
		.withdrawn_reason = col_dup(q, HANDOVER_GET_C_WITHDRAWN_REASON, a),
		.version = col_i64(q, HANDOVER_GET_C_VERSION),
		.from_on = col_dup(q, HANDOVER_GET_C_FROM_ON, a),
	};
}

enum err handover_get(struct db *db, struct arena *a, int64_t id, struct handover *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_GET, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_GET_ID, id);
	e = step_one(q);
	if (!e)
		*ret = take(q, a);
	return e;
}

enum err handover_touch(struct db *db, int64_t id, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_TOUCH, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_TOUCH_ID, id);
	bind_i64(q, HANDOVER_TOUCH_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err handover_set_notes(struct db *db, const struct handover *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_WRITE, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_WRITE_ID, in->id);
	bind_str(q, HANDOVER_WRITE_LETTER, in->letter);
	bind_str(q, HANDOVER_WRITE_KEYS_NOTE, in->keys_note);
	bind_str(q, HANDOVER_WRITE_PAPERS_NOTE, in->papers_note);
	return step_done(q, NULL);
}

enum err handover_set_ready(struct db *db, const struct user *who, const struct handover *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_APPROVE, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_APPROVE_ID, in->id);
	bind_i64(q, HANDOVER_APPROVE_TO_PERSON_ID, in->to_person_id);
	bind_str(q, HANDOVER_APPROVE_DECISION, in->decision);
	bind_str(q, HANDOVER_APPROVE_TERM_UNTIL, in->term_until);
	bind_id(q, HANDOVER_APPROVE_APPROVED_BY, who->account_id);
	bind_i64(q, HANDOVER_APPROVE_APPROVED_AT, clock_now());
	return step_done(q, NULL);
}

static enum err sign_duties(struct db *db, const struct handover *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_SIGN_DUTIES, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_SIGN_DUTIES_HANDOVER_ID, in->id);
	bind_i64(q, HANDOVER_SIGN_DUTIES_ORGANISATION_ID, in->organisation_id);
	return step_done(q, NULL);
}

enum err handover_set_accepted(struct db *db, const struct user *who, const struct handover *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = sign_duties(db, in);
	if (!e)
		e = db_stmt(db, SQL_HANDOVER_ACCEPT, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_ACCEPT_ID, in->id);
	bind_id(q, HANDOVER_ACCEPT_ACCEPTED_BY, who->account_id);
	bind_i64(q, HANDOVER_ACCEPT_ACCEPTED_AT, clock_now());
	bind_i64(q, HANDOVER_ACCEPT_NEW_POST_ID, in->new_post_id);
	return step_done(q, NULL);
}

enum err handover_set_withdrawn(struct db *db, const struct user *who, int64_t id,
				const char *reason)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_WITHDRAW, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_WITHDRAW_ID, id);
	bind_id(q, HANDOVER_WITHDRAW_WITHDRAWN_BY, who->account_id);
	bind_i64(q, HANDOVER_WITHDRAW_WITHDRAWN_AT, clock_now());
	bind_str(q, HANDOVER_WITHDRAW_REASON, reason);
	return step_done(q, NULL);
}

enum err handover_of_post(struct db *db, int64_t post_id, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_HANDOVER_OF_POST, &q);
	if (e)
		return e;
	bind_i64(q, HANDOVER_OF_POST_POST_ID, post_id);
	e = step_row(q, &row);
	if (!e)
		*ret_id = row ? col_i64(q, HANDOVER_OF_POST_C_ID) : 0;
	return e;
}
