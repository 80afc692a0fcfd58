/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of templates, and which cases a batch is about. */
#include "documents/document.h"

#include "base/banned.h"

#define TEMPLATES_MAX 200

/* ---- templates ---- */

enum err template_get(struct db *db, struct arena *a, int64_t school_id, const char *code,
		      struct document_template *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const void *content;
	size_t len = 0;
	enum err e = db_stmt(db, SQL_DOCUMENT_TEMPLATE_GET, &q);

	if (e)
		return e;
	bind_i64(q, DOCUMENT_TEMPLATE_GET_SCHOOL_ID, school_id);
	bind_str(q, DOCUMENT_TEMPLATE_GET_CODE, code);
	e = step_one(q);
	if (e)
		return e;
	content = col_blob(q, DOCUMENT_TEMPLATE_GET_C_CONTENT, &len);
	*ret = (struct document_template){
		.code = col_dup(q, DOCUMENT_TEMPLATE_GET_C_CODE, a),
		.file_name = col_dup(q, DOCUMENT_TEMPLATE_GET_C_FILE_NAME, a),
		.added_on = col_dup(q, DOCUMENT_TEMPLATE_GET_C_ADDED_ON, a),
		.added_by_name = col_dup(q, DOCUMENT_TEMPLATE_GET_C_ADDED_BY_NAME, a),
		.size = (int64_t)len,
		.content = arena_memdup(a, content, len),
	};
	return OK;
}

enum err template_list(struct db *db, struct arena *a, int64_t school_id,
		       struct document_template **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct document_template *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DOCUMENT_TEMPLATE_LIST, &q);

	if (e)
		return e;
	bind_i64(q, DOCUMENT_TEMPLATE_LIST_SCHOOL_ID, school_id);
	bind_i64(q, DOCUMENT_TEMPLATE_LIST_N, TEMPLATES_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct document_template){
			.code = col_dup(q, DOCUMENT_TEMPLATE_LIST_C_CODE, a),
			.file_name = col_dup(q, DOCUMENT_TEMPLATE_LIST_C_FILE_NAME, a),
			.added_on = col_dup(q, DOCUMENT_TEMPLATE_LIST_C_ADDED_ON, a),
			.added_by_name = col_dup(q, DOCUMENT_TEMPLATE_LIST_C_ADDED_BY_NAME, a),
			.size = col_i64(q, DOCUMENT_TEMPLATE_LIST_C_SIZE),
		};
	*ret = items;
	*ret_n = n;
	return e;
}

enum err template_end(struct db *db, const struct user *who, const char *code)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed = 0;
	enum err e = db_stmt(db, SQL_DOCUMENT_TEMPLATE_END, &q);

	if (e)
		return e;
	bind_i64(q, DOCUMENT_TEMPLATE_END_SCHOOL_ID, who->school_id);
	bind_str(q, DOCUMENT_TEMPLATE_END_CODE, code);
	bind_i64(q, DOCUMENT_TEMPLATE_END_ENDED_BY, who->account_id);
	bind_i64(q, DOCUMENT_TEMPLATE_END_ENDED_AT, clock_now());
	e = step_done(q, &changed);
	return e ? e : changed ? OK : ERR_NOT_FOUND;
}

enum err template_put(struct db *db, const struct user *who, const struct document_template *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = template_end(db, who, in->code);

	if (e && e != ERR_NOT_FOUND)
		return e;
	e = db_stmt(db, SQL_DOCUMENT_TEMPLATE_ADD, &q);
	if (e)
		return e;
	bind_i64(q, DOCUMENT_TEMPLATE_ADD_SCHOOL_ID, who->school_id);
	bind_str(q, DOCUMENT_TEMPLATE_ADD_CODE, in->code);
	bind_blob(q, DOCUMENT_TEMPLATE_ADD_CONTENT, in->content, (size_t)in->size);
	bind_i64(q, DOCUMENT_TEMPLATE_ADD_SIZE, in->size);
	bind_str(q, DOCUMENT_TEMPLATE_ADD_FILE_NAME, in->file_name);
	bind_str(q, DOCUMENT_TEMPLATE_ADD_ADDED_ON, in->added_on);
	bind_i64(q, DOCUMENT_TEMPLATE_ADD_ADDED_BY, who->account_id);
	bind_i64(q, DOCUMENT_TEMPLATE_ADD_ADDED_AT, clock_now());
	return step_done(q, NULL);
}

/* ---- batches ---- */

enum err document_cases(struct db *db, struct arena *a, const char *path, const char *step,
			const char *from_on, const char *until_on, size_t max,
			struct document_case **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct document_case *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DOCUMENT_CASES, &q);

	if (e)
		return e;
	bind_str(q, DOCUMENT_CASES_LOW, path);
	bind_str(q, DOCUMENT_CASES_HIGH, directory_path_high(a, path));
	bind_str(q, DOCUMENT_CASES_STEP, step);
	bind_str(q, DOCUMENT_CASES_FROM_ON, from_on);
	bind_str(q, DOCUMENT_CASES_UNTIL_ON, until_on);
	bind_i64(q, DOCUMENT_CASES_N, (int64_t)max);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct document_case){ col_i64(q, DOCUMENT_CASES_C_CASE_ID),
						col_i64(q, DOCUMENT_CASES_C_RECORD_ID) };
	*ret = items;
	*ret_n = n;
	return e;
}

enum err document_days(struct db *db, struct arena *a, const char *path, const char *from_on,
		       const char *until_on, size_t max, struct document_day **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct document_day *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DOCUMENT_DAYS, &q);

	if (e)
		return e;
	bind_str(q, DOCUMENT_DAYS_LOW, path);
	bind_str(q, DOCUMENT_DAYS_HIGH, directory_path_high(a, path));
	bind_str(q, DOCUMENT_DAYS_FROM_ON, from_on);
	bind_str(q, DOCUMENT_DAYS_UNTIL_ON, until_on);
	bind_i64(q, DOCUMENT_DAYS_N, (int64_t)max);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct document_day){ col_dup(q, DOCUMENT_DAYS_C_STEP_CODE, a),
					       col_dup(q, DOCUMENT_DAYS_C_HAPPENED_ON, a),
					       col_i64(q, DOCUMENT_DAYS_C_CASE_N) };
	*ret = items;
	*ret_n = n;
	return e;
}
