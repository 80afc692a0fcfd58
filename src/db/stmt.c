/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: the cache, binding, stepping and columns, whatever the database. */
#include "db/db_impl.h"

#include <assert.h>

#include "base/str.h"
#include "base/banned.h"

static atomic_int_fast64_t calls_until_fault;

void db_fault_after(int64_t n)
{
	atomic_store(&calls_until_fault, n);
}

bool db_fault(struct db *db)
{
#ifdef JISHI_TEST_BUILD
	int_fast64_t left = atomic_load_explicit(&calls_until_fault, memory_order_relaxed);

	if (left <= 0 || atomic_fetch_sub(&calls_until_fault, 1) != 1)
		return false;
	db_set_error(db, "fault", "made by db_fault_after");
	return true;
#else
	(void)db;
	return false;
#endif
}

/* Notes an error inside a transaction: from here on it can only be taken back. */
static enum err note(struct db *db, enum err e)
{
	if (e && !db->failed && (db->in_write || db->in_read))
		db->failed = e;
	return e;
}

static enum err make_ready(struct db *db, struct stmt *q)
{
	enum err e;

	if (db->failed)
		return db->failed;
	if (!q->prepared) {
		if (db_fault(db))
			return note(db, ERR_DB);
		e = db->driver->prepare(q);
		if (e)
			return note(db, e);
		q->prepared = true;
	}
	q->in_use = true;
	q->has_row = q->finished = false;
	q->bind_error = OK;
	return OK;
}

enum err db_stmt(struct db *db, enum sql id, struct stmt **ret)
{
	struct stmt *q = db->statements[id];
	enum err e;

	if (!q) {
		q = ARENA_NEW(&db->arena, struct stmt);
		q->db = db;
		q->sql = &sql_statements[id];
		db->statements[id] = q;
	}
	if (q->in_use)
		return BUG(q->sql->name); /* the same statement within its own loop */
	e = make_ready(db, q);
	if (e)
		return e;
	*ret = q;
	return OK;
}

enum err db_stmt_once(struct db *db, const struct sql_statement *sql, struct stmt **ret)
{
	struct stmt *q = ARENA_NEW(&db->arena, struct stmt);
	enum err e;

	q->db = db;
	q->sql = sql;
	q->once = true;
	e = make_ready(db, q);
	if (e)
		return e;
	*ret = q;
	return OK;
}

void stmt_done(struct stmt **at)
{
	struct stmt *q = *at;

	if (!q || !q->in_use)
		return;
	if (!q->finished)
		q->db->driver->rewind(q);
	q->in_use = false;
	q->has_row = false;
	if (q->once)
		q->db->driver->finalize(q);
	*at = NULL;
}

/* Every bind passes here. Binding after the last row begins another run of the statement. */
static void keep(struct stmt *q, enum err e)
{
	if (q->finished) {
		q->finished = false;
		q->bind_error = OK;
	}
	if (e && !q->bind_error)
		q->bind_error = e;
}

void bind_i64(struct stmt *q, int param, int64_t v)
{
	keep(q, q->db->driver->bind_i64(q, param, v));
}

void bind_bool(struct stmt *q, int param, bool v)
{
	keep(q, q->db->driver->bind_i64(q, param, v ? 1 : 0));
}

void bind_id(struct stmt *q, int param, int64_t id)
{
	if (id)
		bind_i64(q, param, id);
	else
		bind_null(q, param);
}

void bind_str(struct stmt *q, int param, const char *s)
{
	if (s)
		bind_strn(q, param, s, strlen(s));
	else
		bind_null(q, param);
}

/* PostgreSQL refuses NUL and ill-formed UTF-8; SQLite would store them, so both refuse here. */
void bind_strn(struct stmt *q, int param, const char *s, size_t len)
{
	if (!s)
		bind_null(q, param);
	else if (len > INT32_MAX || memchr(s, 0, len) || !utf8_valid(s, len))
		keep(q, ERR_INPUT);
	else
		keep(q, q->db->driver->bind_text(q, param, s, len));
}

void bind_blob(struct stmt *q, int param, const void *bytes, size_t len)
{
	if (!bytes)
		bind_null(q, param);
	else if (len > INT32_MAX)
		keep(q, ERR_INPUT);
	else
		keep(q, q->db->driver->bind_blob(q, param, bytes, len));
}

void bind_null(struct stmt *q, int param)
{
	keep(q, q->db->driver->bind_null(q, param));
}

enum err step_row(struct stmt *q, bool *ret_row)
{
	enum err e = q->bind_error;
	bool row = false;

	assert(q->in_use);
	if (!e && q->finished)
		e = BUG("step after the last row");
	if (!e && db_fault(q->db))
		e = ERR_DB;
	if (!e)
		e = q->db->driver->step(q, &row);
	q->has_row = row;
	if (!row && !q->finished) { /* an open cursor would hold a read mark: close it at once */
		q->db->driver->rewind(q);
		q->finished = true;
	}
	if (e)
		return note(q->db, e);
	*ret_row = row;
	return OK;
}

enum err step_one(struct stmt *q)
{
	bool row;
	enum err e;

	e = step_row(q, &row);
	if (e)
		return e;
	return row ? OK : ERR_NOT_FOUND;
}

enum err step_done(struct stmt *q, int64_t *ret_changed)
{
	bool row = true;
	enum err e;

	while (row) { /* rows of a RETURNING that nobody wants */
		e = step_row(q, &row);
		if (e)
			return e;
	}
	if (ret_changed)
		*ret_changed = q->db->driver->changed(q);
	return OK;
}

int64_t col_i64(struct stmt *q, int col)
{
	assert(q->has_row);
	return q->db->driver->col_i64(q, col);
}

bool col_bool(struct stmt *q, int col)
{
	return col_i64(q, col) != 0;
}

bool col_null(struct stmt *q, int col)
{
	assert(q->has_row);
	return q->db->driver->col_null(q, col);
}

const char *col_str(struct stmt *q, int col)
{
	size_t len;

	assert(q->has_row);
	return q->db->driver->col_text(q, col, &len);
}

size_t col_len(struct stmt *q, int col)
{
	size_t len = 0;

	assert(q->has_row);
	(void)q->db->driver->col_text(q, col, &len);
	return len;
}

const void *col_blob(struct stmt *q, int col, size_t *ret_len)
{
	assert(q->has_row);
	return q->db->driver->col_blob(q, col, ret_len);
}

char *col_dup(struct stmt *q, int col, struct arena *a)
{
	size_t len;
	const char *s;

	assert(q->has_row);
	s = q->db->driver->col_text(q, col, &len);
	return s ? arena_strndup(a, s, len) : NULL;
}

int stmt_columns(struct stmt *q)
{
	return q->db->driver->columns(q);
}

const char *stmt_column_name(struct stmt *q, int col)
{
	return q->db->driver->column_name(q, col);
}
