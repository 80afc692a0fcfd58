/* SPDX-License-Identifier: Apache-2.0 */
#include "toy.h"

#include <unistd.h>

static enum err make(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt_once(db, &toy_statements[TOY_MAKE], &q);

	(void)arg;
	return e ? e : step_done(q, NULL);
}

struct script {
	char text[200];
};

static enum err run_script(struct db *db, void *arg)
{
	return db_script(db, ((struct script *)arg)->text);
}

static enum err toy_script(struct db_pool *pool, const char *verb, const char *schema,
			   const char *end)
{
	struct script s;
	struct db *db;
	enum err e = db_open(pool, &db);

	if (e)
		return e;
	snprintf(s.text, sizeof(s.text), "%s %s %s", verb, schema, end);
	e = db_write(db, "toy.script", run_script, &s);
	db_close(db);
	return e;
}

static int open_url(struct toy_store *t)
{
	struct db_options options = { .url = t->url, .allow_old = true };

	if (db_pool_open(&options, &t->pool))
		return -1;
	if (db_open(t->pool, &t->db))
		return -1;
	return db_write(t->db, "toy.make", make, NULL) ? -1 : 0;
}

int toy_open_sqlite(void **state)
{
	static struct toy_store t;

	memset(&t, 0, sizeof(t));
	snprintf(t.dir, sizeof(t.dir), "/tmp/jishi-db-XXXXXX");
	if (!mkdtemp(t.dir))
		return -1;
	snprintf(t.url, sizeof(t.url), "sqlite:%s/t.db", t.dir);
	*state = &t;
	return open_url(&t);
}

/* A schema of its own in the database that JISHI_TEST_PG_URL names. */
int toy_open_pg(void **state)
{
	static struct toy_store t;
	static int number;
	const char *base = getenv("JISHI_TEST_PG_URL");
	struct db_options options = { .url = base, .allow_old = true };
	struct db_pool *pool;

	memset(&t, 0, sizeof(t));
	snprintf(t.schema, sizeof(t.schema), "t%d_%d", (int)getpid(), number++);
	if (db_pool_open(&options, &pool))
		return -1;
	if (toy_script(pool, "CREATE SCHEMA", t.schema, ""))
		return -1;
	db_pool_close(pool);
	snprintf(t.url, sizeof(t.url), "%s%coptions=-csearch_path%%3D%s", base,
		 strchr(base, '?') ? '&' : '?', t.schema);
	*state = &t;
	return open_url(&t);
}

size_t toy_without_pg(struct CMUnitTest *tests, size_t n)
{
	size_t kept = 0;

	if (getenv("JISHI_TEST_PG_URL"))
		return n;
	for (size_t i = 0; i < n; i++) {
		if (tests[i].setup_func != toy_open_pg)
			tests[kept++] = tests[i];
	}
	if (kept < n)
		printf("skipped: no PostgreSQL (JISHI_TEST_PG_URL is not set): %zu tests\n",
		       n - kept);
	return kept;
}

int toy_close(void **state)
{
	struct toy_store *t = *state;
	char path[200];

	db_close(t->db);
	if (t->schema[0] && toy_script(t->pool, "DROP SCHEMA", t->schema, "CASCADE"))
		return -1;
	db_pool_close(t->pool);
	if (t->dir[0]) {
		static const char *const ends[] = { "t.db", "t.db-wal", "t.db-shm" };

		for (size_t i = 0; i < COUNTOF(ends); i++) {
			snprintf(path, sizeof(path), "%s/%s", t->dir, ends[i]);
			(void)unlink(path); /* may be gone */
		}
		(void)rmdir(t->dir);
	}
	return 0;
}

enum err toy_add(struct db *db, int64_t id, const char *name, int64_t kind)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt_once(db, &toy_statements[TOY_ADD], &q);

	if (e)
		return e;
	bind_i64(q, TOY_ADD_ID, id);
	bind_str(q, TOY_ADD_NAME, name);
	bind_id(q, TOY_ADD_KIND, kind);
	return step_done(q, NULL);
}

int64_t toy_count(struct db *db)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;

	assert_int_equal(db_stmt_once(db, &toy_statements[TOY_COUNT], &q), OK);
	assert_int_equal(step_one(q), OK);
	return col_i64(q, TOY_COUNT_C_N);
}

static enum err add_one(struct db *db, void *arg)
{
	int64_t id = *(int64_t *)arg;
	enum err e = toy_add(db, id < 0 ? -id : id, "x", 0);

	return e ? e : id < 0 ? ERR_RULE : OK;
}

enum err toy_write(struct db *db, int64_t id)
{
	return db_write(db, "toy.add", add_one, &id);
}
