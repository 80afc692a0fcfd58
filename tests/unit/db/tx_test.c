/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions: groups, savepoints, faults, many writers. */
#include "toy.h"

#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

static void a_failing_write_takes_back_its_own_rows(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(toy_write(t->db, -2), ERR_RULE);
	assert_int_equal(toy_count(t->db), 1);
}

/* A job for db_submit; sixteen wait behind the first, so that they share one commit. */
struct submitted {
	struct db_job job;
	int64_t id;
	enum err commit;
	bool done, begun;
	pthread_mutex_t *gate;
};

static enum err submitted_run(struct db *db, struct db_job *job)
{
	struct submitted *s = (struct submitted *)job;

	__atomic_store_n(&s->begun, true, __ATOMIC_RELEASE);
	if (s->gate) { /* hold the writer until all others are in the queue */
		pthread_mutex_lock(s->gate);
		pthread_mutex_unlock(s->gate);
	}
	assert_true(db_in_write(db));
	if (toy_add(db, s->id, "x", 0))
		return ERR_DB;
	return s->id % 2 ? OK : ERR_RULE;
}

static void submitted_done(struct db_job *job, enum err commit)
{
	struct submitted *s = (struct submitted *)job;

	s->commit = commit;
	__atomic_store_n(&s->done, true, __ATOMIC_RELEASE);
}

static void a_failing_job_leaves_its_neighbours_in_the_group_alone(void **state)
{
	struct toy_store *t = *state;
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	struct submitted jobs[17] = { { .gate = &gate } };

	pthread_mutex_lock(&gate);
	for (int i = 0; i < 17; i++) {
		jobs[i].id = i + 1;
		jobs[i].job.name = "t";
		jobs[i].job.run = submitted_run;
		jobs[i].job.done = submitted_done;
		assert_int_equal(db_submit(t->pool, &jobs[i].job), OK);
	}
	pthread_mutex_unlock(&gate);
	assert_int_equal(toy_write(t->db, 100), OK); /* last in the queue: the others are done */
	for (int i = 0; i < 17; i++) {
		assert_true(__atomic_load_n(&jobs[i].done, __ATOMIC_ACQUIRE));
		assert_int_equal(jobs[i].commit, OK);
		assert_int_equal(jobs[i].job.result, i % 2 ? ERR_RULE : OK);
	}
	assert_int_equal(toy_count(t->db), 9 + 1);
}

static enum err outer(struct db *db, void *arg)
{
	(void)arg;
	if (toy_add(db, 1, "outer", 0))
		return ERR_BUG;
	if (toy_write(db, -2) != ERR_RULE) /* inner savepoint, taken back */
		return ERR_BUG;
	return toy_write(db, 3);
}

static void a_write_inside_a_write_is_a_savepoint(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_write(t->db, "t", outer, NULL), OK);
	assert_int_equal(toy_count(t->db), 2);
}

static enum err swallow(struct db *db, void *arg)
{
	(void)arg;
	if (toy_add(db, 1, "x", 0))
		return ERR_BUG;
	if (toy_add(db, 1, "x", 0) != ERR_DUPLICATE)
		return ERR_BUG;
	return OK; /* wrong: the transaction is dead */
}

static void an_error_that_fn_swallows_still_ends_the_transaction(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_write(t->db, "t", swallow, NULL), ERR_DUPLICATE);
	assert_int_equal(toy_count(t->db), 0);
}

static enum err count_twice(struct db *db, void *arg)
{
	struct toy_store *t = arg;
	int64_t before = toy_count(db);
	struct db *other;

	if (db_open(t->pool, &other) || toy_write(other, 50))
		return ERR_BUG;
	db_close(other);
	return toy_count(db) == before ? OK : ERR_STALE;
}

static void a_read_sees_one_state(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_read(t->db, "t", count_twice, t), OK);
	assert_int_equal(toy_count(t->db), 1);
}

static void the_version_changes_with_a_write_and_only_then(void **state)
{
	struct toy_store *t = *state;
	int64_t a, b, c;

	assert_int_equal(db_version(t->db, &a), OK);
	assert_int_equal(db_version(t->db, &b), OK);
	assert_true(a == b);
	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(db_version(t->db, &c), OK);
	assert_true(a != c);
}

static void every_fault_gives_an_error_and_leaves_the_data_as_they_were(void **state)
{
	struct toy_store *t = *state;
	enum err e = ERR_DB;
	int n;

	for (n = 1; e && n < 100; n++) {
		db_fault_after(n);
		e = db_write(t->db, "t", outer, NULL);
		db_fault_after(0);
		assert_true(e == OK || e == ERR_DB || e == ERR_BUG);
		assert_int_equal(toy_count(t->db), e ? 0 : 2);
	}
	assert_int_equal(e, OK);
	assert_true(n > 5);
}

/* Four jobs, the first alone in its group, while the n-th call fails; ids from `first` on. */
static void submit_four(struct toy_store *t, struct submitted jobs[4], int64_t first, int n)
{
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&gate);
	for (int i = 0; i < 4; i++) {
		jobs[i] = (struct submitted){ .id = first + i * 2, .gate = i ? NULL : &gate };
		jobs[i].job.run = submitted_run;
		jobs[i].job.done = submitted_done;
		assert_int_equal(db_submit(t->pool, &jobs[i].job), OK);
	}
	db_fault_after(n);
	pthread_mutex_unlock(&gate);
	while (!__atomic_load_n(&jobs[3].done, __ATOMIC_ACQUIRE))
		sched_yield();
	db_fault_after(0);
}

static void a_failing_commit_reaches_everybody(void **state)
{
	struct toy_store *t = *state;
	bool all_told = false;
	int64_t rows = 0;

	for (int n = 1; n < 40; n++) {
		struct submitted jobs[4];
		int ran = 0, stand = 0;

		submit_four(t, jobs, n * 100 + 1, n);
		for (int i = 0; i < 4; i++) {
			stand += jobs[i].commit == OK && jobs[i].job.result == OK;
			ran += i > 0 && jobs[i].job.result == OK && jobs[i].commit == ERR_DB;
		}
		rows += stand;
		assert_int_equal(toy_count(t->db), rows); /* what was told is what stands */
		all_told |= ran == 3;
	}
	assert_true(all_told);
}

static void a_full_queue_refuses_the_next_job_as_busy(void **state)
{
	enum { FULL = 4096 };
	static struct submitted jobs[FULL + 2];
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	struct toy_store *t = *state;

	pthread_mutex_lock(&gate);
	for (int i = 0; i < FULL + 2; i++) {
		jobs[i] = (struct submitted){ .id = i * 2 + 1, .gate = i ? NULL : &gate };
		jobs[i].job.run = submitted_run;
		jobs[i].job.done = submitted_done;
		/* One is in the writer's hands, FULL wait behind it, the last finds no place. */
		assert_int_equal(db_submit(t->pool, &jobs[i].job), i <= FULL ? OK : ERR_BUSY);
		while (i == 0 && !__atomic_load_n(&jobs[0].begun, __ATOMIC_ACQUIRE))
			sched_yield();
	}
	pthread_mutex_unlock(&gate);
	while (!__atomic_load_n(&jobs[FULL].done, __ATOMIC_ACQUIRE))
		sched_yield();
	assert_int_equal(toy_count(t->db), FULL + 1);
	assert_int_equal(toy_write(t->db, 100000), OK);
}

static void a_lonely_write_waits_for_no_company(void **state)
{
	struct toy_store *t = *state;
	int64_t begin = clock_monotonic_ms();

	for (int64_t id = 1; id <= 50; id++)
		assert_int_equal(toy_write(t->db, id), OK);
	assert_true(clock_monotonic_ms() - begin < 5000); /* 50 idle waits would be 10 s */
}

static int64_t file_size(struct toy_store *t)
{
	struct stat st;

	assert_int_equal(stat(t->url + strlen("sqlite:"), &st), 0);
	return st.st_size;
}

static void an_idle_writer_copies_its_log_into_the_file(void **state)
{
	struct toy_store *t = *state;
	int64_t before = file_size(t), begin = clock_monotonic_ms();

	for (int64_t id = 1; id <= 500; id++)
		assert_int_equal(toy_write(t->db, id), OK);
	while (file_size(t) == before) {
		assert_true(clock_monotonic_ms() - begin < 20000);
		usleep(10000);
	}
}

static void a_statement_read_to_its_end_holds_no_snapshot(void **state)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct toy_store *t = *state;
	int frames = -1, copied = -1;
	bool row = true;
	sqlite3 *raw;

	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(db_stmt_once(t->db, &toy_statements[TOY_LIST], &q), OK);
	while (row)
		assert_int_equal(step_row(q, &row), OK);
	assert_int_equal(toy_write(t->db, 2), OK); /* q is not given back yet */
	assert_int_equal(sqlite3_open(t->url + strlen("sqlite:"), &raw), SQLITE_OK);
	assert_int_equal(
		sqlite3_wal_checkpoint_v2(raw, NULL, SQLITE_CHECKPOINT_TRUNCATE, &frames, &copied),
		SQLITE_OK);
	sqlite3_close(raw);
}

struct found_count {
	int64_t runs, failures;
};

static void find_toy_add(void *arg, const struct db_count *count)
{
	struct found_count *found = arg;

	if (strcmp(count->name, "toy.add") == 0) {
		found->runs += count->runs;
		found->failures += count->failures;
	}
}

static void transactions_are_counted_by_name(void **state)
{
	struct found_count found = { 0, 0 };
	struct toy_store *t = *state;

	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(toy_write(t->db, 2), OK);
	assert_int_equal(toy_write(t->db, -3), ERR_RULE);
	db_counts(t->pool, find_toy_add, &found);
	assert_int_equal(found.runs, 3);
	assert_int_equal(found.failures, 1);
}

struct crowd {
	struct toy_store *t;
	int64_t first;
	int refused;
};

#define EACH 20

static void *crowd_main(void *arg)
{
	struct crowd *c = arg;
	struct db *db;

	if (db_open(c->t->pool, &db)) {
		c->refused = -1;
		return NULL;
	}
	for (int i = 0; i < EACH; i++)
		c->refused += toy_write(db, c->first + i) != OK;
	db_close(db);
	return NULL;
}

static void sixty_four_writers_are_all_served(void **state)
{
	struct toy_store *t = *state;
	pthread_t threads[64];
	struct crowd crowd[64];

	for (int i = 0; i < 64; i++) {
		crowd[i] = (struct crowd){ t, 1 + i * EACH, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, crowd_main, &crowd[i]), 0);
	}
	for (int i = 0; i < 64; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(crowd[i].refused, 0);
	}
	assert_int_equal(toy_count(t->db), 64 * EACH);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		ON_BOTH(a_failing_write_takes_back_its_own_rows),
		ON_SQLITE(a_failing_job_leaves_its_neighbours_in_the_group_alone),
		ON_BOTH(a_write_inside_a_write_is_a_savepoint),
		ON_BOTH(an_error_that_fn_swallows_still_ends_the_transaction),
		ON_BOTH(a_read_sees_one_state),
		ON_BOTH(the_version_changes_with_a_write_and_only_then),
		ON_BOTH(every_fault_gives_an_error_and_leaves_the_data_as_they_were),
		ON_SQLITE(a_failing_commit_reaches_everybody),
		ON_SQLITE(a_full_queue_refuses_the_next_job_as_busy),
		ON_SQLITE(a_lonely_write_waits_for_no_company),
		ON_SQLITE(an_idle_writer_copies_its_log_into_the_file),
		ON_SQLITE(a_statement_read_to_its_end_holds_no_snapshot),
		ON_BOTH(transactions_are_counted_by_name),
		ON_BOTH(sixty_four_writers_are_all_served),
	};

	return _cmocka_run_group_tests("tx", tests, toy_without_pg(tests, COUNTOF(tests)), NULL,
				       NULL);
}
