/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows straight from a statement into the answer. Which column has which key and kind is found
 * once per statement and table and kept by the thread that owns the connection.
 */
#include "base/log.h"
#include "http/http.h"
#include "http/thread.h"
#include "json/json_writer.h"
#include "base/banned.h"

#define KEY_BYTES_MAX 4096 /* of all keys of one row */

struct column {
	const char *key; /* rendered: "name": */
	uint32_t key_len;
	uint16_t kind;
};

struct row_map {
	struct row_map *next;
	const struct stmt *q;
	const struct fld *fields;
	uint64_t run; /* the handler run in which names were last compared */
	int n;
	const char *const *names; /* copies, to see that the statement is still the same one */
	struct column columns[];
};

static const struct fld *field_of(const struct fld *fields, const char *name)
{
	for (; fields->kind != FLD_END; fields++) {
		if (strcmp(fields->name, name) == 0)
			return fields;
	}
	return NULL;
}

static struct row_map *map_new(struct thread_ctx *ctx, const struct fld *fields, struct stmt *q)
{
	int n = stmt_columns(q);
	struct row_map *m =
		arena_zalloc(&ctx->arena, 1, sizeof(*m) + (size_t)n * sizeof(m->columns[0]));
	const char **names = ARENA_ARRAY(&ctx->arena, const char *, (size_t)n);
	struct buf key;

	buf_init(&key, KEY_BYTES_MAX);
	for (int i = 0; i < n; i++) {
		const char *name = stmt_column_name(q, i);
		const struct fld *f = field_of(fields, name);

		if (!f) {
			log_error("column %s is not in the answer's table", name);
			(void)BUG("a column that is not in the table");
			buf_release(&key);
			return NULL;
		}
		buf_reset(&key);
		json_key_render(&key, name);
		names[i] = arena_strdup(&ctx->arena, name);
		m->columns[i] = (struct column){
			.key = arena_strndup(&ctx->arena, key.text, key.len),
			.key_len = (uint32_t)key.len,
			.kind = f->kind,
		};
	}
	buf_release(&key);
	m->q = q;
	m->fields = fields;
	m->n = n;
	m->names = names;
	m->next = ctx->row_maps;
	ctx->row_maps = m;
	return m;
}

/* A statement's address may be used again after a reconnect: names are compared once a run. */
static bool same_columns(const struct row_map *m, struct stmt *q)
{
	if (stmt_columns(q) != m->n)
		return false;
	for (int i = 0; i < m->n; i++) {
		if (strcmp(stmt_column_name(q, i), m->names[i]) != 0)
			return false;
	}
	return true;
}

static struct row_map *map_for(struct thread_ctx *ctx, const struct fld *fields, struct stmt *q)
{
	struct row_map *m;

	for (m = ctx->row_maps; m; m = m->next) {
		if (m->q != q || m->fields != fields)
			continue;
		if (m->run == ctx->run)
			return m;
		if (same_columns(m, q))
			break;
		m->q = NULL; /* of a connection that is gone */
	}
	if (!m)
		m = map_new(ctx, fields, q);
	if (m)
		m->run = ctx->run;
	return m;
}

static void write_text(struct json_writer *w, struct stmt *q, int i)
{
	const char *text = col_str(q, i);

	json_strn(w, NULL, text, text ? col_len(q, i) : 0);
}

static void write_column(struct json_writer *w, struct stmt *q, int i, unsigned kind)
{
	switch (kind) {
	case FLD_ID:
		json_id(w, NULL, col_i64(q, i));
		break;
	case FLD_TIME:
		json_time(w, NULL, col_i64(q, i));
		break;
	case FLD_I64:
		if (col_null(q, i))
			json_null(w, NULL);
		else
			json_i64(w, NULL, col_i64(q, i));
		break;
	case FLD_BOOL:
		json_bool(w, NULL, col_bool(q, i));
		break;
	case FLD_RAW:
		json_raw(w, NULL, col_str(q, i), col_len(q, i));
		break;
	default:
		write_text(w, q, i);
		break;
	}
}

void res_row(struct json_writer *w, const char *key, const struct fld *fields, struct stmt *q)
{
	struct thread_ctx *ctx = thread_current();
	struct row_map *m;

	if (!ctx) {
		(void)BUG("res_row() outside a handler");
		return;
	}
	m = map_for(ctx, fields, q);
	json_object(w, key);
	for (int i = 0; m && i < m->n; i++) {
		json_key(w, m->columns[i].key, m->columns[i].key_len);
		write_column(w, q, i, m->columns[i].kind);
	}
	json_close(w);
}

enum err res_page(struct req *rq, const struct fld *fields, struct stmt *q, int64_t limit,
		  int id_column)
{
	struct json_writer *w = res_writer(rq);
	int64_t n = 0, last = 0;
	bool row = false;
	enum err e;

	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); !e && row && n < limit; e = step_row(q, &row)) {
		last = col_i64(q, id_column);
		res_row(w, NULL, fields, q);
		n++;
	}
	if (e)
		return e;
	json_close(w);
	json_str(w, "next", row ? arena_printf(req_arena(rq), "%lld", (long long)last) : NULL);
	json_null(w, "total");
	json_close(w);
	return OK;
}
