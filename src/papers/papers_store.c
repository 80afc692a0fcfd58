/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of papers, confirmations and checks. */
#include "papers/papers_impl.h"

#include "base/banned.h"

#define TOLD_BYTES 8192

static struct paper paper_row(struct stmt *q, struct arena *a)
{
	return (struct paper){
		.id = col_i64(q, PAPER_OF_CASE_C_ID),
		.case_id = col_i64(q, PAPER_OF_CASE_C_CASE_ID),
		.record_id = col_i64(q, PAPER_OF_CASE_C_RECORD_ID),
		.code = col_dup(q, PAPER_OF_CASE_C_CODE, a),
		.place = col_dup(q, PAPER_OF_CASE_C_PLACE, a),
		.pages = col_i64(q, PAPER_OF_CASE_C_PAGES),
		.is_copy = col_bool(q, PAPER_OF_CASE_C_IS_COPY),
		.read = col_dup(q, PAPER_OF_CASE_C_READ, a),
		.supplement_reason = col_dup(q, PAPER_OF_CASE_C_SUPPLEMENT_REASON, a),
		.original_on = col_dup(q, PAPER_OF_CASE_C_ORIGINAL_ON, a),
		.file_hash = col_dup(q, PAPER_OF_CASE_C_FILE_HASH, a),
		.file_kind = col_dup(q, PAPER_OF_CASE_C_FILE_KIND, a),
		.file_size = col_i64(q, PAPER_OF_CASE_C_FILE_SIZE),
		.file_name = col_dup(q, PAPER_OF_CASE_C_FILE_NAME, a),
		.added_on = col_dup(q, PAPER_OF_CASE_C_ADDED_ON, a),
		.added_by = col_i64(q, PAPER_OF_CASE_C_ADDED_BY),
		.added_by_name = col_dup(q, PAPER_OF_CASE_C_ADDED_BY_NAME, a),
		.added_at = col_i64(q, PAPER_OF_CASE_C_ADDED_AT),
		.withdrawn_reason = col_dup(q, PAPER_OF_CASE_C_WITHDRAWN_REASON, a),
		.confirmed_n = col_i64(q, PAPER_OF_CASE_C_CONFIRMED_N),
		.confirmed_by_me = col_i64(q, PAPER_OF_CASE_C_CONFIRMED_BY_ME) > 0,
	};
}

/*
 * The papers of a step stay its papers when its record is corrected: they belong to what took its
 * place, which is newer, so one pass in the order of the records follows every correction.
 */
static enum err follow_corrections(struct db *db, int64_t case_id, struct papers *papers)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e = db_stmt(db, SQL_PAPER_MOVES, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_MOVES_CASE_ID, case_id);
	bind_i64(q, PAPER_MOVES_N, PAPERS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		int64_t from = col_i64(q, PAPER_MOVES_C_ID);

		for (size_t i = 0; i < papers->n; i++) {
			if (papers->items[i].record_id == from)
				papers->items[i].record_id =
					col_i64(q, PAPER_MOVES_C_SUPERSEDED_BY);
		}
	}
	return e;
}

enum err papers_of_case(struct db *db, struct arena *a, int64_t case_id, int64_t me,
			struct papers *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct papers found = { NULL, 0 };
	size_t cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_PAPER_OF_CASE, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_OF_CASE_CASE_ID, case_id);
	bind_i64(q, PAPER_OF_CASE_ME, me);
	bind_i64(q, PAPER_OF_CASE_N, PAPERS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, found.items, found.n, cap) = paper_row(q, a);
	if (!e && found.n)
		e = follow_corrections(db, case_id, &found);
	if (!e)
		*ret = found;
	return e;
}

enum err paper_get(struct db *db, struct arena *a, int64_t id, int64_t me, struct paper *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct papers papers;
	enum err e = db_stmt(db, SQL_PAPER_GET, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_GET_ID, id);
	e = step_one(q);
	if (!e)
		e = papers_of_case(db, a, col_i64(q, PAPER_GET_C_CASE_ID), me, &papers);
	if (e)
		return e;
	for (size_t i = 0; i < papers.n; i++) {
		if (papers.items[i].id == id) {
			*ret = papers.items[i];
			return OK;
		}
	}
	return ERR_NOT_FOUND;
}

enum err paper_insert(struct db *db, const struct paper *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_ADD, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_ADD_CASE_ID, in->case_id);
	bind_i64(q, PAPER_ADD_RECORD_ID, in->record_id);
	bind_str(q, PAPER_ADD_CODE, in->code);
	bind_str(q, PAPER_ADD_PLACE, in->place);
	bind_id(q, PAPER_ADD_PAGES, in->pages);
	bind_bool(q, PAPER_ADD_IS_COPY, in->is_copy);
	bind_str(q, PAPER_ADD_READ, in->read);
	bind_str(q, PAPER_ADD_SUPPLEMENT_REASON, in->supplement_reason);
	bind_str(q, PAPER_ADD_ORIGINAL_ON, in->original_on);
	bind_str(q, PAPER_ADD_ADDED_ON, in->added_on);
	bind_id(q, PAPER_ADD_ADDED_BY, in->added_by);
	bind_i64(q, PAPER_ADD_ADDED_AT, clock_now());
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, PAPER_ADD_C_ID);
	return e;
}

enum err paper_add(struct db *db, const struct paper *in, int64_t *ret_id)
{
	enum err e = paper_insert(db, in, ret_id);

	return e ? e : development_case_touch(db, in->case_id);
}

/* ERR_CONFLICT when the row was not as it had to be. */
static enum err done_once(struct stmt *q)
{
	int64_t changed;
	enum err e = step_done(q, &changed);

	return e ? e : changed == 1 ? OK : ERR_CONFLICT;
}

enum err paper_set_scan(struct db *db, const struct paper *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_SET_SCAN, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_SET_SCAN_ID, p->id);
	bind_str(q, PAPER_SET_SCAN_FILE_HASH, p->file_hash);
	bind_str(q, PAPER_SET_SCAN_FILE_KIND, p->file_kind);
	bind_i64(q, PAPER_SET_SCAN_FILE_SIZE, p->file_size);
	bind_str(q, PAPER_SET_SCAN_FILE_NAME, p->file_name);
	return done_once(q);
}

enum err paper_withdraw(struct db *db, const struct paper *p, const char *reason, int64_t by)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_WITHDRAW, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_WITHDRAW_ID, p->id);
	bind_str(q, PAPER_WITHDRAW_REASON, reason);
	bind_id(q, PAPER_WITHDRAW_BY, by);
	bind_i64(q, PAPER_WITHDRAW_AT, clock_now());
	e = done_once(q);
	return e ? e : development_case_touch(db, p->case_id);
}

enum err paper_confirm(struct db *db, const struct paper *p, const struct user *who, const char *on)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_CONFIRM, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_CONFIRM_PAPER_ID, p->id);
	bind_i64(q, PAPER_CONFIRM_ACCOUNT_ID, who->account_id);
	bind_id(q, PAPER_CONFIRM_PERSON_ID, who->person_id);
	bind_str(q, PAPER_CONFIRM_CONFIRMED_ON, on);
	bind_i64(q, PAPER_CONFIRM_CONFIRMED_AT, clock_now());
	e = done_once(q);
	return e ? e : development_case_touch(db, p->case_id);
}

enum err paper_confirmations(struct db *db, struct arena *a, int64_t paper_id,
			     struct paper_confirmation **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct paper_confirmation *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_PAPER_CONFIRMATIONS, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_CONFIRMATIONS_PAPER_ID, paper_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct paper_confirmation){
			col_i64(q, PAPER_CONFIRMATIONS_C_PERSON_ID),
			col_dup(q, PAPER_CONFIRMATIONS_C_CONFIRMED_ON, a),
		};
	if (e)
		return e;
	*ret = items;
	*ret_n = n;
	return OK;
}

/* A supplement bears the day on which it was really made, its reason and who confirmed it. */
enum err paper_told(struct db *db, struct arena *a, const struct paper *p, const char **ret_json)
{
	struct paper_confirmation *by = NULL;
	struct json_writer w;
	struct buf out;
	size_t n = 0;
	enum err e;

	*ret_json = p->read;
	if (!p->supplement_reason)
		return OK;
	e = paper_confirmations(db, a, p->id, &by, &n);
	if (e)
		return e;
	buf_init(&out, TOLD_BYTES);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "code", p->code);
	json_str(&w, "dated_on", p->added_on);
	json_str(&w, "reason", p->supplement_reason);
	if (p->original_on)
		json_str(&w, "original_on", p->original_on);
	json_array(&w, "signers");
	for (size_t i = 0; i < n; i++) {
		json_object(&w, NULL);
		json_str(&w, "role", "confirmer");
		if (by[i].person_id)
			json_id(&w, "person", by[i].person_id);
		json_str(&w, "signed_on", by[i].confirmed_on);
		json_close(&w);
	}
	json_close(&w);
	json_close(&w);
	*ret_json = json_end(&w) ? NULL : arena_strdup(a, out.text);
	buf_release(&out);
	return OK;
}

enum err paper_check_add(struct db *db, int64_t case_id, const struct paper_count *count,
			 const char *on, int64_t by)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_CHECK_ADD, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_CHECK_ADD_CASE_ID, case_id);
	bind_i64(q, PAPER_CHECK_ADD_NEEDED_N, count->needed);
	bind_str(q, PAPER_CHECK_ADD_MISSING, count->missing_codes);
	bind_i64(q, PAPER_CHECK_ADD_MISSING_N, count->missing);
	bind_str(q, PAPER_CHECK_ADD_CHECKED_ON, on);
	bind_id(q, PAPER_CHECK_ADD_CHECKED_BY, by);
	bind_i64(q, PAPER_CHECK_ADD_CHECKED_AT, clock_now());
	return step_done(q, NULL);
}

enum err paper_check_newest(struct db *db, struct arena *a, int64_t case_id,
			    struct paper_check_row *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_CHECK_NEWEST, &q);

	if (e)
		return e;
	bind_i64(q, PAPER_CHECK_NEWEST_CASE_ID, case_id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct paper_check_row){
		.checked_on = col_dup(q, PAPER_CHECK_NEWEST_C_CHECKED_ON, a),
		.checked_by_name = col_dup(q, PAPER_CHECK_NEWEST_C_CHECKED_BY_NAME, a),
		.missing_n = col_i64(q, PAPER_CHECK_NEWEST_C_MISSING_N),
	};
	return OK;
}
