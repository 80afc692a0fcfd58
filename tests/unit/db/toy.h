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
	char url[400], dir[64], schema[64];
};

#define ON(open, name)                                                                             \
	{                                                                                          \
#name " " #open, name, open, toy_close, NULL                                       \
	}
/* The same fact on both databases; on PostgreSQL only if JISHI_TEST_PG_URL says where one is. */
#define ON_SQLITE(name) ON(toy_open_sqlite, name)
#define ON_PG(name)     ON(toy_open_pg, name)
#define ON_BOTH(name)   ON_SQLITE(name), ON_PG(name)

/* The number of tests without those on PostgreSQL when there is none; says so. */
size_t toy_without_pg(struct CMUnitTest *tests, size_t n);

/* cmocka set-ups: *state is a struct toy_store with the table made. */
int toy_open_sqlite(void **state);
int toy_open_pg(void **state);
int toy_close(void **state);

enum err toy_add(struct db *db, int64_t id, const char *name, int64_t kind);
int64_t toy_count(struct db *db);

/* db_write that adds one row; -id: fn fails with ERR_RULE after writing. */
enum err toy_write(struct db *db, int64_t id);

#endif
