/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the database layer alone can do, without HTTP:
 *	db_write FOLDER             durable creates a second, group commit against one transaction
 *	                            each, at 1, 16 and 64 writers, alternating; medians of 5
 *	db_write FOLDER read N      N point reads (three tables, 12 columns), for callgrind
 * One create is what a request writes: a row with an index and a line of the audit.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "bench.gen.h"
#include "db/db_impl.h"
#include "base/banned.h"

extern const struct sql_statement bench_statements[];

#define ROUNDS   5
#define ROUND_MS 700
#define PEOPLE   1000

static void must(enum err e, const char *what)
{
	if (e) {
		fprintf(stderr, "%s: %s\n", what, err_text(e));
		_exit(1);
	}
}

static enum err run_one(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int id = *(int *)arg;
	enum err e = db_stmt_once(db, &bench_statements[id], &q);

	return e ? e : step_done(q, NULL);
}

/* The writer's statements, kept between jobs as those of the closed list are. */
static struct stmt *kept_presence, *kept_audit;

static enum err create(struct db *db, void *arg)
{
	int64_t n = *(int64_t *)arg;
	enum err e = OK;

	if (!kept_presence) {
		e = db_stmt_once(db, &bench_statements[BENCH_PRESENCE], &kept_presence);
		if (!e)
			e = db_stmt_once(db, &bench_statements[BENCH_AUDIT], &kept_audit);
		if (e)
			return e;
	}
	bind_i64(kept_presence, BENCH_PRESENCE_PERSON, n % 20000);
	bind_i64(kept_presence, BENCH_PRESENCE_ACTIVITY, n / 7);
	bind_str(kept_presence, BENCH_PRESENCE_MODE, "present");
	bind_i64(kept_presence, BENCH_PRESENCE_AT, n);
	e = step_done(kept_presence, NULL);
	if (e)
		return e;
	bind_i64(kept_audit, BENCH_AUDIT_AT, n);
	bind_i64(kept_audit, BENCH_AUDIT_WHO, n % 100);
	bind_str(kept_audit, BENCH_AUDIT_WHAT, "life.presence");
	bind_i64(kept_audit, BENCH_AUDIT_ROW, n);
	return step_done(kept_audit, NULL);
}

static enum err forget(struct db *db, void *arg)
{
	(void)db;
	(void)arg;
	stmt_done(&kept_presence);
	stmt_done(&kept_audit);
	return OK;
}

/* One client: writes until `until`, each time durable before the next. */
struct client {
	pthread_t thread;
	struct db_pool *pool;
	const char *path;
	int64_t until, number, done, refused;
};

static void *grouped(void *arg)
{
	struct client *c = arg;
	struct db *db;

	must(db_open(c->pool, &db), "open");
	while (clock_monotonic_ms() < c->until) {
		int64_t n = c->number * 1000003 + c->done;

		if (db_write(db, "bench", create, &n))
			c->refused++;
		else
			c->done++;
	}
	db_close(db);
	return NULL;
}

static void bind_each(sqlite3_stmt *presence, sqlite3_stmt *audit, int64_t n)
{
	sqlite3_bind_int64(presence, 1, n % 20000);
	sqlite3_bind_int64(presence, 2, n / 7);
	sqlite3_bind_text(presence, 3, "present", -1, SQLITE_STATIC);
	sqlite3_bind_int64(presence, 4, n);
	sqlite3_bind_int64(audit, 1, n);
	sqlite3_bind_int64(audit, 2, n % 100);
	sqlite3_bind_text(audit, 3, "life.presence", -1, SQLITE_STATIC);
	sqlite3_bind_int64(audit, 4, n);
}

/* The usual way, statements kept: every client its own connection and transactions. */
static void *each(void *arg)
{
	struct client *c = arg;
	sqlite3 *db;
	sqlite3_stmt *s[4];
	const char *const text[4] = { "BEGIN IMMEDIATE",
				      bench_statements[BENCH_PRESENCE].text[DB_SQLITE],
				      bench_statements[BENCH_AUDIT].text[DB_SQLITE], "COMMIT" };

	if (sqlite3_open_v2(c->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		must(ERR_DB, "open");
	sqlite3_busy_timeout(db, 5000);
	sqlite3_exec(db, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000", NULL, NULL,
		     NULL);
	for (int i = 0; i < 4; i++) {
		if (sqlite3_prepare_v2(db, text[i], -1, &s[i], NULL))
			must(ERR_DB, sqlite3_errmsg(db));
	}
	while (clock_monotonic_ms() < c->until) {
		bool ok = true;

		bind_each(s[1], s[2], c->number * 1000003 + c->done);
		for (int i = 0; i < 4; i++) {
			ok = ok && sqlite3_step(s[i]) == SQLITE_DONE;
			sqlite3_reset(s[i]);
		}
		if (!ok)
			sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		c->done += ok;
		c->refused += !ok;
	}
	for (int i = 0; i < 4; i++)
		sqlite3_finalize(s[i]);
	sqlite3_close(db);
	return NULL;
}

static double round_of(struct db_pool *pool, int clients, void *(*work)(void *), int64_t *refused)
{
	struct client all[64];
	int64_t begin = clock_monotonic_ms(), done = 0;

	for (int i = 0; i < clients; i++) {
		all[i] = (struct client){
			.pool = pool, .path = pool->path, .until = begin + ROUND_MS, .number = i
		};
		if (pthread_create(&all[i].thread, NULL, work, &all[i]))
			must(ERR_DB, "thread");
	}
	for (int i = 0; i < clients; i++) {
		pthread_join(all[i].thread, NULL);
		done += all[i].done;
		*refused += all[i].refused;
	}
	return (double)done * 1000.0 / (double)(clock_monotonic_ms() - begin);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void compare(struct db_pool *pool, int clients)
{
	double ours[ROUNDS], theirs[ROUNDS];
	int64_t refused = 0, refused_each = 0;

	for (int r = 0; r < ROUNDS; r++) {
		ours[r] = round_of(pool, clients, grouped, &refused);
		theirs[r] = round_of(pool, clients, each, &refused_each);
	}
	qsort(ours, ROUNDS, sizeof(*ours), by_size);
	qsort(theirs, ROUNDS, sizeof(*theirs), by_size);
	printf("%2d writers: group commit %8.0f/s (%d refused)   one transaction each %8.0f/s (%d refused)   x %.1f\n",
	       clients, ours[ROUNDS / 2], (int)refused, theirs[ROUNDS / 2], (int)refused_each,
	       ours[ROUNDS / 2] / theirs[ROUNDS / 2]);
	fflush(stdout);
}

static enum err people(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *org = NULL;
	CLEANUP(stmt_done) struct stmt *person = NULL;
	enum err e = db_stmt_once(db, &bench_statements[BENCH_ORG_ADD], &org);

	(void)arg;
	if (!e)
		e = db_stmt_once(db, &bench_statements[BENCH_PERSON_ADD], &person);
	for (int64_t i = 1; !e && i <= 20; i++) {
		bind_i64(org, BENCH_ORG_ADD_ID, i);
		bind_i64(org, BENCH_ORG_ADD_PARENT, 1);
		bind_str(org, BENCH_ORG_ADD_NAME, "计算机学院学生第二党支部");
		e = step_done(org, NULL);
	}
	for (int64_t i = 1; !e && i <= PEOPLE; i++) {
		bind_i64(person, BENCH_PERSON_ADD_ID, i);
		bind_i64(person, BENCH_PERSON_ADD_ORG, 1 + i % 20);
		bind_str(person, BENCH_PERSON_ADD_NAME, "欧阳明珠");
		bind_str(person, BENCH_PERSON_ADD_NO, "2023010203");
		e = step_done(person, NULL);
	}
	return e;
}

struct reading {
	struct stmt *q;
	int64_t id, sum;
};

static enum err read_person(struct db *db, void *arg)
{
	struct reading *r = arg;
	enum err e = OK;
	bool row;

	if (!r->q)
		e = db_stmt_once(db, &bench_statements[BENCH_PERSON_GET], &r->q);
	if (e)
		return e;
	bind_i64(r->q, BENCH_PERSON_GET_ID, r->id);
	e = step_one(r->q);
	if (e)
		return e;
	for (int i = 1; i < 11; i++)
		r->sum += (int64_t)col_len(r->q, i) + (col_str(r->q, i) != NULL);
	r->sum += col_i64(r->q, 0) + col_i64(r->q, 11);
	return step_row(r->q, &row);
}

static void read_many(struct db_pool *pool, int64_t n)
{
	struct reading r = { 0 };
	struct db *db;

	must(db_open(pool, &db), "open");
	for (int64_t i = 0; i < n; i++) {
		r.id = 1 + i % PEOPLE;
		must(db_read(db, "bench", read_person, &r), "read");
	}
	stmt_done(&r.q);
	db_close(db);
	printf("%lld point reads, %lld\n", (long long)n, (long long)r.sum);
}

int main(int argc, char **argv)
{
	static int tables[] = { BENCH_MAKE, BENCH_MAKE_INDEX, BENCH_MAKE_AUDIT, BENCH_PERSON_MAKE,
				BENCH_ORG_MAKE };
	char url[500];
	struct db_options options = { .url = url, .allow_old = true };
	struct db_pool *pool;
	struct db *db;

	if (argc != 2 && !(argc == 4 && str_eq(argv[2], "read"))) {
		fprintf(stderr, "db_write FOLDER [read N]\n");
		return 2;
	}
	snprintf(url, sizeof(url), "sqlite:%s/bench.db", argv[1]);
	must(db_pool_open(&options, &pool), "open");
	must(db_open(pool, &db), "open");
	for (size_t i = 0; i < COUNTOF(tables); i++)
		must(db_write(db, "make", run_one, &tables[i]), "make");
	must(db_write(db, "people", people, NULL), "people");
	db_close(db);
	if (argc == 4) {
		read_many(pool, strtoll(argv[3], NULL, 10));
	} else {
		compare(pool, 1);
		compare(pool, 16);
		compare(pool, 64);
	}
	must(db_open(pool, &db), "open");
	must(db_write(db, "forget", forget, NULL), "forget");
	db_close(db);
	db_pool_close(pool);
	return 0;
}
