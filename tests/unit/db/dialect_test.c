/* SPDX-License-Identifier: Apache-2.0 */
/* What both databases must do alike: LIKE, orders, greatest, and what each does on its own. */
#include "toy.h"

#include <pthread.h>

/* The one value of a query, as text in a; the same words for both databases. */
static const char *ask(struct db *db, struct arena *a, const char *text)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct sql_statement sql = { .name = "ask", .columns = 1, .text = { text, text } };

	assert_int_equal(db_stmt_once(db, &sql, &q), OK);
	assert_int_equal(step_one(q), OK);
	return col_null(q, 0) ? "NULL" : col_dup(q, 0, a);
}

static void gives(void **state, const char *text, const char *want)
{
	struct toy_store *t = *state;
	struct arena a;

	arena_init(&a);
	assert_string_equal(ask(t->db, &a, text), want);
	arena_release(&a);
}

static void like_tells_case(void **state)
{
	gives(state, "SELECT CASE WHEN 'ABC' LIKE 'a%' THEN 'folds' ELSE 'tells' END", "tells");
}

static void greatest_and_least_pass_over_null(void **state)
{
	gives(state, "SELECT greatest(CAST(3 AS BIGINT), NULL, 7, 5)", "7");
	gives(state, "SELECT least(CAST(3 AS BIGINT), NULL, 7, 5)", "3");
	gives(state, "SELECT greatest('2024-01-02', '2024-01-10', NULL)", "2024-01-10");
	gives(state, "SELECT least(CAST(NULL AS BIGINT), NULL)", "NULL");
}

static void collation_c_orders_by_bytes(void **state)
{
	gives(state, "SELECT CASE WHEN 'Z' COLLATE \"C\" < 'a' THEN 'bytes' ELSE 'words' END",
	      "bytes");
}

static const char chinese[] =
	"WITH n (name) AS (VALUES ('张三'), ('李四'), ('重庆'), ('安静'), ('欧阳'), ('陈一'), ('李四 2')) "
	"SELECT name FROM n ORDER BY name COLLATE zh LIMIT 1 OFFSET ";

static void names_are_ordered_by_pinyin(void **state)
{
	static const char *const want[] = {
		"安静", "陈一", "重庆", "李四", "李四 2", "欧阳", "张三"
	};
	struct toy_store *t = *state;
	struct arena a;

	arena_init(&a);
	assert_int_equal(db_migrate(t->pool, NULL), OK); /* PostgreSQL: makes the collation */
	for (size_t i = 0; i < COUNTOF(want); i++)
		assert_string_equal(ask(t->db, &a, arena_printf(&a, "%s%zu", chinese, i)), want[i]);
	arena_release(&a);
}

static void quoted_words_are_names_never_texts(void **state)
{
	struct toy_store *t = *state;
	struct sql_statement sql = { .name = "quoted",
				     .text = { "SELECT \"nothing\"", "SELECT \"nothing\"" } };
	struct stmt *q = NULL;

	assert_int_equal(db_stmt_once(t->db, &sql, &q), ERR_DB);
}

/* Two transactions that each read what the other writes: one must be run again. */
struct meeting {
	struct toy_store *t;
	int64_t mine;
	pthread_barrier_t *barrier;
	int runs;
	enum err e;
};

static enum err write_skew(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct meeting *m = arg;
	int64_t n;
	enum err e = db_stmt_once(db, &toy_statements[TOY_COUNT], &q);

	if (e)
		return e;
	e = step_one(q);
	if (e)
		return e;
	n = col_i64(q, TOY_COUNT_C_N);
	if (m->runs++ == 0)
		pthread_barrier_wait(m->barrier); /* both have read */
	return toy_add(db, m->mine * 100 + n, "x", 0);
}

static void *meet(void *arg)
{
	struct meeting *m = arg;
	struct db *db;

	m->e = db_open(m->t->pool, &db);
	if (m->e)
		return NULL;
	m->e = db_write(db, "t", write_skew, m);
	db_close(db);
	return NULL;
}

static void a_conflict_is_run_again_until_it_is_as_if_one_after_the_other(void **state)
{
	struct toy_store *t = *state;
	pthread_barrier_t barrier;
	pthread_t threads[2];
	struct meeting m[2];

	pthread_barrier_init(&barrier, NULL, 2);
	for (int i = 0; i < 2; i++) {
		m[i] = (struct meeting){ .t = t, .mine = i + 1, .barrier = &barrier };
		assert_int_equal(pthread_create(&threads[i], NULL, meet, &m[i]), 0);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(m[i].e, OK);
	}
	pthread_barrier_destroy(&barrier);
	assert_true(m[0].runs + m[1].runs >= 3);
	assert_int_equal(toy_count(t->db), 2);
}

static enum err always_conflict(struct db *db, void *arg)
{
	(*(int *)arg)++;
	return db_script(db, "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$");
}

static void after_five_conflicts_the_write_is_refused_as_busy(void **state)
{
	struct toy_store *t = *state;
	int runs = 0;

	assert_int_equal(db_write(t->db, "t", always_conflict, &runs), ERR_BUSY);
	assert_int_equal(runs, 5);
	assert_int_equal(toy_write(t->db, 1), OK);
}

/* Ends this connection's server process, as a restart of the server would. */
static void cut(struct toy_store *t)
{
	struct arena a;
	struct db *other;
	const char *pid;

	arena_init(&a);
	pid = ask(t->db, &a, "SELECT CAST(pg_backend_pid() AS TEXT)");
	assert_int_equal(db_open(t->pool, &other), OK);
	assert_string_equal(
		ask(other, &a,
		    arena_printf(&a, "SELECT CAST(pg_terminate_backend(%s, 5000) AS TEXT)", pid)),
		"true");
	db_close(other);
	arena_release(&a);
}

static enum err read_version(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int *runs = arg;
	enum err e = db_stmt(db, SQL_SCHEMA_KNOWN, &q);

	++*runs;
	return e ? e : step_one(q);
}

static void a_read_goes_on_after_the_server_was_restarted(void **state)
{
	struct toy_store *t = *state;
	int runs = 0;

	assert_int_equal(db_read(t->db, "t", read_version, &runs), OK); /* prepared by name */
	cut(t);
	assert_int_equal(db_read(t->db, "t", read_version, &runs), OK);
}

static void a_write_begins_anew_on_a_fresh_connection(void **state)
{
	struct toy_store *t = *state;

	cut(t);
	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(toy_count(t->db), 1);
}

struct cut_job {
	struct toy_store *t;
	int runs;
};

static enum err cut_inside(struct db *db, void *arg)
{
	struct cut_job *job = arg;

	job->runs++;
	if (toy_add(db, job->runs, "x", 0))
		return ERR_BUG;
	if (job->runs == 1)
		cut(job->t);
	return toy_add(db, 50 + job->runs, "x", 0);
}

static void a_write_cut_in_its_middle_fails_and_is_not_repeated(void **state)
{
	struct toy_store *t = *state;
	struct cut_job job = { t, 0 };

	assert_int_equal(db_write(t->db, "t", cut_inside, &job), ERR_DB);
	assert_int_equal(job.runs, 1);
	assert_int_equal(toy_write(t->db, 9), OK);
	assert_int_equal(toy_count(t->db), 1);
}

static enum err read_cut_inside(struct db *db, void *arg)
{
	struct cut_job *job = arg;
	int runs;

	if (job->runs++ == 0)
		cut(job->t);
	return read_version(db, &runs);
}

static void a_read_cut_in_its_middle_is_repeated(void **state)
{
	struct toy_store *t = *state;
	struct cut_job job = { t, 0 };

	assert_int_equal(db_read(t->db, "t", read_cut_inside, &job), OK);
	assert_int_equal(job.runs, 2);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		ON_BOTH(like_tells_case),
		ON_BOTH(greatest_and_least_pass_over_null),
		ON_BOTH(collation_c_orders_by_bytes),
		ON_BOTH(names_are_ordered_by_pinyin),
		ON_BOTH(quoted_words_are_names_never_texts),
		ON_PG(a_conflict_is_run_again_until_it_is_as_if_one_after_the_other),
		ON_PG(after_five_conflicts_the_write_is_refused_as_busy),
		ON_PG(a_read_goes_on_after_the_server_was_restarted),
		ON_PG(a_write_begins_anew_on_a_fresh_connection),
		ON_PG(a_write_cut_in_its_middle_fails_and_is_not_repeated),
		ON_PG(a_read_cut_in_its_middle_is_repeated),
	};

	return _cmocka_run_group_tests("dialect", tests, toy_without_pg(tests, COUNTOF(tests)),
				       NULL, NULL);
}
