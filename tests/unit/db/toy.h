/* SPDX-License-Identifier: Apache-2.0 */
/* A store with one table, on either database, for the tests of src/db. */
#ifndef TESTS_UNIT_DB_TOY_H
#define TESTS_UNIT_DB_TOY_H

#include "../test.h"

#include "db/db_impl.h"
#include "toy.gen.h"

extern const struct sql_statement toy_statements[];

struct toy_store {
	struct db_pool *pool;
	struct db *db;
	char url[300], dir[64];
};

/* cmocka group set-ups: *state is a struct toy_store with the table made. PostgreSQL: skips without URL. */
int toy_open_sqlite(void **state);
int toy_open_pg(void **state);
int toy_close(void **state);

enum err toy_add(struct db *db, int64_t id, const char *name, int64_t kind);
int64_t toy_count(struct db *db);

/* db_write that adds one row; -id: fn fails with ERR_RULE after writing. */
enum err toy_write(struct db *db, int64_t id);

#endif
