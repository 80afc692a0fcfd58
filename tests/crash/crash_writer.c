/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two halves of the crash test (tests/crash/run):
 *	crash_writer write URL    eight threads write pairs of rows for ever; the number of each is
 *	                          printed as soon as db_write has acknowledged it
 *	crash_writer verify URL   reads such numbers on stdin: each must be there, no pair torn, the
 *	                          file whole; prints how many it looked at, status 1 if one is lost
 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/str.h"
#include "crash.gen.h"
#include "db/db_impl.h"
#include "base/banned.h"

#define THREADS 8

extern const struct sql_statement crash_statements[];

static struct db_pool *pool;
static atomic_int_fast64_t next_id;

static void must(enum err e, const char *what)
{
	if (e) {
		fprintf(stderr, "%s: %s\n", what, err_text(e));
		_exit(1);
	}
}

static enum err make(struct db *db, void *arg)
{
	static const int tables[] = { CRASH_MAKE_FACT, CRASH_MAKE_LINE };
	enum err e = OK;

	(void)arg;
	for (size_t i = 0; !e && i < COUNTOF(tables); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt_once(db, &crash_statements[tables[i]], &q);
		if (!e)
			e = step_done(q, NULL);
	}
	return e;
}

static enum err add_pair(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *fact = NULL;
	CLEANUP(stmt_done) struct stmt *line = NULL;
	int64_t id = *(int64_t *)arg;
	enum err e = db_stmt_once(db, &crash_statements[CRASH_FACT], &fact);

	if (e)
		return e;
	bind_i64(fact, CRASH_FACT_ID, id);
	bind_str(fact, CRASH_FACT_BODY, "支部党员大会讨论接收预备党员，应到会有表决权党员十二名");
	e = step_done(fact, NULL);
	if (!e)
		e = db_stmt_once(db, &crash_statements[CRASH_LINE], &line);
	if (e)
		return e;
	bind_i64(line, CRASH_LINE_ID, id);
	bind_i64(line, CRASH_LINE_AT, id);
	return step_done(line, NULL);
}

static void *write_for_ever(void *unused)
{
	struct db *db;
	char text[32];

	(void)unused;
	must(db_open(pool, &db), "open");
	for (;;) {
		int64_t id = atomic_fetch_add(&next_id, 1);
		int len;

		must(db_write(db, "crash", add_pair, &id), "write");
		len = snprintf(text, sizeof(text), "%lld\n", (long long)id);
		if (write(STDOUT_FILENO, text, (size_t)len) != len)
			_exit(1);
	}
}

static int64_t ask(struct db *db, int statement)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;

	must(db_stmt_once(db, &crash_statements[statement], &q), "statement");
	must(step_one(q), "step");
	if (statement == CRASH_WHOLE)
		return str_eq(col_str(q, 0), "ok");
	return col_i64(q, 0);
}

static int verify(struct db *db)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	char line[40];
	int64_t seen = 0, lost = 0, torn = ask(db, CRASH_TORN);
	bool whole = ask(db, CRASH_WHOLE) == 1;

	must(db_stmt_once(db, &crash_statements[CRASH_THERE], &q), "statement");
	while (fgets(line, sizeof(line), stdin)) {
		bool row;

		bind_i64(q, CRASH_THERE_ID, strtoll(line, NULL, 10));
		must(step_row(q, &row), "step");
		lost += !row;
		seen++;
		while (row)
			must(step_row(q, &row), "step");
	}
	printf("%lld acknowledged, %lld lost, %lld torn, file %s\n", (long long)seen,
	       (long long)lost, (long long)torn, whole ? "whole" : "BROKEN");
	return lost || torn || !whole;
}

int main(int argc, char **argv)
{
	struct db_options options = { .allow_old = true };
	pthread_t thread;
	struct db *db;
	int status;

	if (argc != 3)
		return 2;
	options.url = argv[2];
	must(db_pool_open(&options, &pool), "open");
	must(db_open(pool, &db), "open");
	must(db_write(db, "make", make, NULL), "make");
	if (str_eq(argv[1], "verify")) {
		status = verify(db);
		db_close(db);
		db_pool_close(pool);
		return status;
	}
	atomic_store(&next_id, ask(db, CRASH_LAST) + 1);
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&thread, NULL, write_for_ever, NULL))
			return 1;
	}
	pause();
	return 0;
}
