/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store of its own for each test:
 *
 *	1 school /1/ -- 2 college A /1/2/ -- 3 branch, 4 branch
 *	             -- 5 college B /1/5/ -- 6 branch
 *	             -- 7 general branch /1/7/ -- 8 branch
 *
 * 201 (born 2006-03-01) is in branch 3 and wants to join, 202 too, 208 is in branch 8. 301 to 309
 * are the full members of branch 3, 310 is on probation there, 401 to 403 are full members of 8.
 * On PostgreSQL (JISHI_TEST_PG_URL) a run has a schema of its own, emptied for each test.
 */
#ifndef TESTS_UNIT_DEVELOPMENT_FIXTURE_H
#define TESTS_UNIT_DEVELOPMENT_FIXTURE_H

#include "../test.h"

#include "development/case_write.h"
#include "development/development.h"
#include "db/db_impl.h"

struct post {
	struct right right;
	struct user user;
};

struct fixture {
	struct db_pool *pool;
	struct db *db;
	struct arena arena;
	struct arena pack_arena;
	struct rules_set *set;
	char folder[64], url[300];
	const void *arg; /* what the test was made with: its initial state */
	struct post secretary, organiser, other_secretary, general_organiser, department,
		counsellor;
};

int fixture_open(void **state);
int fixture_close(void **state);

/* What another folder's tests need besides, run at the end of each opening; NULL: nothing. */
extern int (*fixture_more)(void **state);

/* Runs the tests on SQLite and, if JISHI_TEST_PG_URL is set, again on PostgreSQL. */
int fixture_run(const struct CMUnitTest *tests, size_t n);

void fixture_sql(struct fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
int64_t fixture_number(struct fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* First column of the first row as text, living in the fixture's arena; NULL for NULL. */
const char *fixture_text(struct fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
void fixture_day(const char *day);

/* Opens a case by the secretary of branch 3 (or the given post); fails the test if refused. */
int64_t open_case(struct fixture *f, const struct post *post, int64_t person_id);

/* One step of a story. by: 'b' secretary, 's' organiser of college A, 'h' department. */
struct story_step {
	const char *by;
	const char *step, *on, *facts; /* on NULL: received, not decided */
};

/* The whole way from the application to the file, under the text of 2026: 201 in branch 3. */
extern const struct story_step story[];
extern const size_t story_length;

const struct post *story_post(struct fixture *f, const struct story_step *s);

/* What a try to record a step gave. */
struct tried {
	enum err e;
	int64_t record_id;
	const char *details; /* of a refusal; lives in the fixture's arena, "" if none */
	const char *problem; /* first "field code", "" if none */
};

/* reason: given for every rule named in `rules` (space separated), NULL = none. */
struct tried try_step(struct fixture *f, const struct post *post, int64_t case_id,
		      const struct story_step *step, const char *rules, int64_t corrects);

/* Records the story up to and with the step (or all of it: NULL). Fails the test on a refusal. */
void tell_story(struct fixture *f, int64_t case_id, const char *until);

int64_t case_version(struct fixture *f, int64_t case_id);

/* The page of a case for a post. */
struct case_reply page_of(struct fixture *f, const struct post *post, int64_t case_id);
const struct case_step_reply *page_step(const struct case_reply *page, const char *code);
const struct next_reply *page_next(const struct case_reply *page, const char *code);

/* Every table's rows, counted in one number, to see that nothing was written. */
int64_t fixture_rows(struct fixture *f);

#endif
