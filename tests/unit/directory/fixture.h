/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store of its own for each test, on SQLite, and on PostgreSQL where JISHI_TEST_PG_URL is set.
 * Today is 2026-11-23. Steps are run each in its own write transaction; made with:
 *
 *	school S -- college A -- branch A1, branch A2
 *	         -- college B -- branch B1
 */
#ifndef TESTS_UNIT_DIRECTORY_FIXTURE_H
#define TESTS_UNIT_DIRECTORY_FIXTURE_H

#include "../test.h"

#include "access/seal.h"
#include "directory/directory.h"

struct fixture {
	struct db_pool *pool;
	struct db *db;
	struct seal_keys *keys;
	struct arena a;
	char folder[64], url[256];
	char schema[40]; /* PostgreSQL: ours */
	int64_t school, college_a, college_b, a1, a2, b1;
};

int fixture_open(void **state);    /* SQLite */
int fixture_open_pg(void **state); /* *state NULL: no PostgreSQL, call fixture_or_skip() */
int fixture_close(void **state);
struct fixture *fixture_or_skip(void **state);

/* One step in a write transaction; the error as it is. */
enum err fixture_try(struct fixture *f, enum err (*fn)(struct db *db, void *arg), void *arg);

/* Shorthands that fail the test when the step fails. */
int64_t fixture_found(struct fixture *f, const char *code, const char *kind, int64_t parent_id,
		      const char *day);
enum err fixture_event(struct fixture *f, struct directory_organisation_event event);
int64_t fixture_person(struct fixture *f, const char *name, int64_t branch_id);
enum err fixture_person_put(struct fixture *f, struct directory_person person, int64_t *ret_id);
enum err fixture_affiliate(struct fixture *f, int64_t person_id, int64_t branch_id,
			   const char *from_on);
enum err fixture_stage(struct fixture *f, int64_t person_id, const char *stage, const char *day);
struct directory_person_state fixture_state(struct fixture *f, int64_t person_id);
/* scope_count, 0 if there is no row. */
int64_t fixture_count(struct fixture *f, int64_t organisation_id, const char *stage);

/* Differences between the derived rows and the replay; told on the test's output. */
int64_t fixture_differences(struct fixture *f);

#endif
