/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store of its own for each test (PostgreSQL where JISHI_TEST_PG_URL names one), with two
 * colleges:
 *
 *	1 school /1/ -- 2 college A /1/2/ -- 3 branch /1/2/3/, 4 branch /1/2/4/
 *	             -- 5 college B /1/5/ -- 6 branch /1/5/6/
 *
 * Person 10N stands in branch N (103, 104, 106); 101 was recorded by the school, without branch.
 */
#ifndef TESTS_UNIT_ACCESS_FIXTURE_H
#define TESTS_UNIT_ACCESS_FIXTURE_H

#include "../test.h"

#include "access/access.h"
#include "access/seal.h"
#include "base/clock.h"
#include "base/date.h"
#include "db/db_impl.h"

#define FIXTURE_TODAY "2026-11-23"

struct fixture {
	struct db_pool *pool;
	struct db *db;
	struct seal_keys *keys;
	struct arena arena;
	char folder[64], url[300], schema[64];
};

/* cmocka set-up and tear-down of one test: *state is a struct fixture. Today is FIXTURE_TODAY. */
int fixture_open(void **state);
int fixture_close(void **state);

/* Runs SQL text in a write transaction of its own; fails the test if it cannot. */
void fixture_sql(struct fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The first column of the first row as a number; fails the test if there is no row. */
int64_t fixture_number(struct fixture *f, const char *sql);

/* Sets "today". */
void fixture_day(const char *day);

#endif
