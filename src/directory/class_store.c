/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/directory_impl.h"
#include "base/banned.h"

static void bind_positive(struct stmt *q, int param, int64_t v)
{
	bind_id(q, param, v > 0 ? v : 0); /* 0: unknown, NULL */
}

static enum err add(struct db *db, struct arena *a, const struct directory_class *in,
		    int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisation where;
	bool row;
	enum err e = directory_organisation_get(db, a, in->organisation_id, &where);

	if (!e)
		e = db_stmt(db, SQL_CLASS_ADD, &q);
	if (e)
		return e;
	bind_i64(q, CLASS_ADD_SCHOOL_ID, where.school_id);
	bind_str(q, CLASS_ADD_CODE, in->code);
	bind_str(q, CLASS_ADD_NAME, in->name);
	bind_positive(q, CLASS_ADD_ENTRY_YEAR, in->entry_year);
	bind_str(q, CLASS_ADD_LEVEL, text_or_null(in->level));
	bind_str(q, CLASS_ADD_CAMPUS, text_or_null(in->campus));
	bind_positive(q, CLASS_ADD_SIZE, in->size);
	bind_i64(q, CLASS_ADD_ORGANISATION_ID, in->organisation_id);
	bind_id(q, CLASS_ADD_BRANCH_ID, in->branch_id);
	bind_id(q, CLASS_ADD_COUNSELLOR_ID, in->counsellor_id);
	bind_str(q, CLASS_ADD_COUNSELLOR_NAME, text_or_null(in->counsellor_name));
	bind_str(q, CLASS_ADD_CLOSED_ON, in->closed_on);
	bind_id(q, CLASS_ADD_BATCH_ID, in->batch_id);
	e = step_row(q, &row);
	if (e)
		return e;
	if (!row)
		return ERR_DUPLICATE;
	*ret_id = col_i64(q, CLASS_ADD_C_ID);
	return OK;
}

static enum err change(struct db *db, const struct directory_class *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_CLASS_CHANGE, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_CHANGE_ID, in->id);
	bind_i64(q, CLASS_CHANGE_VERSION, in->version);
	bind_str(q, CLASS_CHANGE_CODE, in->code);
	bind_str(q, CLASS_CHANGE_NAME, in->name);
	bind_positive(q, CLASS_CHANGE_ENTRY_YEAR, in->entry_year);
	bind_str(q, CLASS_CHANGE_LEVEL, text_or_null(in->level));
	bind_str(q, CLASS_CHANGE_CAMPUS, text_or_null(in->campus));
	bind_positive(q, CLASS_CHANGE_SIZE, in->size);
	bind_i64(q, CLASS_CHANGE_ORGANISATION_ID, in->organisation_id);
	bind_id(q, CLASS_CHANGE_BRANCH_ID, in->branch_id);
	bind_id(q, CLASS_CHANGE_COUNSELLOR_ID, in->counsellor_id);
	bind_str(q, CLASS_CHANGE_COUNSELLOR_NAME, text_or_null(in->counsellor_name));
	bind_str(q, CLASS_CHANGE_CLOSED_ON, in->closed_on);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err directory_class_put(struct db *db, const struct directory_class *in, int64_t *ret_id)
{
	CLEANUP(arena_release) struct arena a;
	int64_t id = in->id;
	enum err e;

	arena_init(&a);
	if (str_empty(in->code) || str_empty(in->name))
		return ERR_INPUT;
	e = id ? change(db, in) : add(db, &a, in, &id);
	if (!e)
		*ret_id = id;
	return e;
}

static enum err find_one(struct db *db, enum sql statement, int64_t school_id, const char *text,
			 int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t id = 0;
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_BY_CODE_SCHOOL_ID, school_id);
	bind_str(q, CLASS_BY_CODE_CODE, text); /* the second in both */
	e = step_row(q, &row);
	if (!e && row) {
		id = col_i64(q, 0);
		e = step_row(q, &row);
		if (row)
			id = 0; /* several */
	}
	if (!e)
		*ret_id = id;
	return e;
}

enum err directory_class_find(struct db *db, int64_t school_id, const char *code_or_name,
			      int64_t *ret_id)
{
	int64_t id = 0;
	enum err e = find_one(db, SQL_CLASS_BY_CODE, school_id, code_or_name, &id);

	if (!e && !id)
		e = find_one(db, SQL_CLASS_BY_NAME, school_id, code_or_name, &id);
	if (!e)
		*ret_id = id;
	return e;
}

enum err directory_class_remove(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_CLASS_REMOVE, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_REMOVE_ID, id);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}
