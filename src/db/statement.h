/* SPDX-License-Identifier: Apache-2.0 */
/* The table that tools/sqlgen makes of the .sql files. For src/db and its tests only. */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

enum sql_kind { SQL_KIND_ONE, SQL_KIND_MANY, SQL_KIND_EXEC };

struct sql_statement {
	const char *name;
	const char *file;
	enum sql_kind kind;
	int params; /* numbered 1..params in both texts */
	int columns;
	const char *cols;    /* "id,name", NULL for :exec */
	const char *scan;    /* why a full scan is right, or NULL */
	const char *text[2]; /* by enum db_dialect */
};

/* In the order of enum sql. */
extern const struct sql_statement sql_statements[];
extern const int sql_statement_count;

#endif
