/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL statements: prepared by name, all rows fetched at once, text rows decoded on demand. */
#include <errno.h>

#include "base/log.h"
#include "base/str.h"
#include "db/pg_impl.h"
#include "base/banned.h"

#define OID_BOOL 16

static struct pg_values *values_new(struct stmt *q)
{
	struct db *db = q->db;
	struct pg_values *v = ARENA_NEW(&db->arena, struct pg_values);
	size_t n = (size_t)q->sql->params;

	v->values = ARENA_ARRAY(&db->arena, const char *, n + 1);
	v->lens = ARENA_ARRAY(&db->arena, int, n + 1);
	v->formats = ARENA_ARRAY(&db->arena, int, n + 1);
	v->digits = arena_zalloc(&db->arena, n + 1, sizeof(*v->digits));
	arena_init(&v->scratch);
	if (q->once)
		snprintf(v->name, sizeof(v->name), "o%d", ++db->pg_names);
	else
		snprintf(v->name, sizeof(v->name), "s%d", (int)(q->sql - sql_statements));
	return v;
}

enum err pg_prepare(struct stmt *q)
{
	struct db *db = q->db;
	PGresult *result;
	const char *state;
	enum err e = pg_alive(db);

	if (e)
		return e;
	if (!q->pg)
		q->pg = values_new(q);
	result = PQprepare(db->pg, q->pg->name, q->sql->text[DB_POSTGRESQL], 0, NULL);
	e = pg_map(db, result, q->sql->name);
	state = e ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	/* A statement that does not fit the schema is a fault in the program: say which. */
	if (state && str_starts(state, "42"))
		log_error("statement %s: %s", q->sql->name, db_error_text(db));
	PQclear(result);
	return e;
}

void pg_rewind(struct stmt *q)
{
	struct pg_values *v = q->pg;

	if (!v)
		return;
	PQclear(v->rows);
	v->rows = NULL;
	arena_reset(&v->scratch);
	for (int i = 0; i < q->sql->params; i++)
		v->values[i] = NULL;
}

void pg_finalize(struct stmt *q)
{
	struct pg_values *v = q->pg;
	char text[40];

	if (!v)
		return;
	pg_rewind(q);
	arena_release(&v->scratch);
	if (q->once && q->prepared && PQtransactionStatus(q->db->pg) != PQTRANS_INERROR) {
		snprintf(text, sizeof(text), "DEALLOCATE %s", v->name);
		PQclear(PQexec(q->db->pg, text)); /* a name that stays behind does no harm */
	}
	q->pg = NULL;
}

static enum err place(struct stmt *q, int param, const char *bytes, size_t len, int format)
{
	struct pg_values *v = q->pg;

	if (param < 1 || param > q->sql->params)
		return BUG("parameter number of another statement");
	v->values[param - 1] = bytes;
	v->lens[param - 1] = (int)len;
	v->formats[param - 1] = format;
	return OK;
}

enum err pg_bind_i64(struct stmt *q, int param, int64_t value)
{
	struct pg_values *v = q->pg;
	int len;

	if (param < 1 || param > q->sql->params)
		return BUG("parameter number of another statement");
	len = snprintf(v->digits[param - 1], sizeof(v->digits[0]), "%lld", (long long)value);
	return place(q, param, v->digits[param - 1], (size_t)len, /* text= */ 0);
}

enum err pg_bind_text(struct stmt *q, int param, const char *s, size_t len)
{
	return place(q, param, s, len, /* binary= */ 1);
}

enum err pg_bind_blob(struct stmt *q, int param, const void *bytes, size_t len)
{
	return place(q, param, bytes, len, /* binary= */ 1);
}

enum err pg_bind_null(struct stmt *q, int param)
{
	return place(q, param, NULL, 0, 0);
}

static enum err run(struct stmt *q)
{
	struct pg_values *v = q->pg;
	const char *changed;
	enum err e;

	v->rows = PQexecPrepared(q->db->pg, v->name, q->sql->params, v->values, v->lens, v->formats,
				 /* text= */ 0);
	e = pg_map(q->db, v->rows, q->sql->name);
	if (e) {
		PQclear(v->rows);
		v->rows = NULL;
		return e;
	}
	changed = PQcmdTuples(v->rows);
	v->changed = *changed ? strtoll(changed, NULL, 10) : 0;
	v->row = -1;
	v->n_rows = PQntuples(v->rows);
	v->columns = PQnfields(v->rows);
	return OK;
}

enum err pg_step(struct stmt *q, bool *ret_row)
{
	struct pg_values *v = q->pg;
	enum err e;

	if (!v->rows) {
		e = run(q);
		if (e)
			return e;
	}
	if (v->scratch.block)
		arena_reset(&v->scratch);
	v->row++;
	*ret_row = v->row < v->n_rows;
	return OK;
}

int64_t pg_changed(struct stmt *q)
{
	return q->pg->changed;
}

bool pg_col_null(struct stmt *q, int col)
{
	return PQgetisnull(q->pg->rows, q->pg->row, col) == 1;
}

int64_t pg_col_i64(struct stmt *q, int col)
{
	const char *s;

	if (pg_col_null(q, col))
		return 0;
	s = PQgetvalue(q->pg->rows, q->pg->row, col);
	if (PQftype(q->pg->rows, col) == OID_BOOL)
		return *s == 't';
	return strtoll(s, NULL, 10);
}

const char *pg_col_text(struct stmt *q, int col, size_t *ret_len)
{
	if (pg_col_null(q, col)) {
		*ret_len = 0;
		return NULL;
	}
	*ret_len = (size_t)PQgetlength(q->pg->rows, q->pg->row, col);
	return PQgetvalue(q->pg->rows, q->pg->row, col);
}

static unsigned char nibble(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* bytea comes as "\x" and two hexadecimal digits a byte. */
const void *pg_col_blob(struct stmt *q, int col, size_t *ret_len)
{
	size_t len;
	const char *s = pg_col_text(q, col, &len);
	unsigned char *bytes;

	*ret_len = 0;
	if (!s || len < 2 || s[0] != '\\' || s[1] != 'x')
		return s;
	*ret_len = (len - 2) / 2;
	bytes = arena_alloc(&q->pg->scratch, *ret_len + 1);
	for (size_t i = 0; i < *ret_len; i++)
		bytes[i] = (unsigned char)(nibble(s[2 + i * 2]) << 4 | nibble(s[3 + i * 2]));
	return bytes;
}

/* Before the first step the server is asked; rare, for tests and descriptions. */
static PGresult *describe(struct stmt *q)
{
	return PQdescribePrepared(q->db->pg, q->pg->name);
}

int pg_columns(struct stmt *q)
{
	PGresult *described;
	int n;

	if (q->pg->rows)
		return q->pg->columns;
	described = describe(q);
	n = PQnfields(described);
	PQclear(described);
	return n;
}

const char *pg_column_name(struct stmt *q, int col)
{
	PGresult *described;
	const char *name;

	described = describe(q);
	name = arena_strdup(&q->db->arena, PQfname(described, col));
	PQclear(described);
	return name;
}
