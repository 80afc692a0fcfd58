/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the PostgreSQL driver share. Only they know libpq. */
#ifndef DB_PG_IMPL_H
#define DB_PG_IMPL_H

#include <libpq-fe.h>

#include "db/db_impl.h"

/*
 * Of one statement: its parameters on their way to libpq and the rows that came back. Numbers go
 * as text, text and blobs as bytes with their length. row: the current one, -1 before the first.
 */
struct pg_values {
	char name[16];
	const char **values;
	int *lens, *formats;
	char (*digits)[24];
	PGresult *rows;
	int row, n_rows, columns;
	int64_t changed;
	struct arena scratch; /* decoded blobs of the current row */
};

/* SQLSTATE of a result, or of a connection that gave none, as enum err; frees nothing. */
enum err pg_map(struct db *db, const PGresult *result, const char *where);

/* A connection that was lost is made again, unless a transaction stands on it. */
enum err pg_alive(struct db *db);

enum err pg_prepare(struct stmt *q);
void pg_finalize(struct stmt *q);
void pg_rewind(struct stmt *q);
enum err pg_bind_i64(struct stmt *q, int param, int64_t v);
enum err pg_bind_text(struct stmt *q, int param, const char *s, size_t len);
enum err pg_bind_null(struct stmt *q, int param);
enum err pg_bind_blob(struct stmt *q, int param, const void *bytes, size_t len);
enum err pg_step(struct stmt *q, bool *ret_row);
int64_t pg_changed(struct stmt *q);
int64_t pg_col_i64(struct stmt *q, int col);
bool pg_col_null(struct stmt *q, int col);
const char *pg_col_text(struct stmt *q, int col, size_t *ret_len);
const void *pg_col_blob(struct stmt *q, int col, size_t *ret_len);
int pg_columns(struct stmt *q);
const char *pg_column_name(struct stmt *q, int col);

#endif
