/* SPDX-License-Identifier: Apache-2.0 */
/* Stores and connections: opening, closing, the check of the schema, the number for ETags. */
#include "db/db_impl.h"

#include <assert.h>
#include <time.h>

#include "base/log.h"
#include "base/str.h"
#include "base/banned.h"

enum err db_connect(struct db_pool *pool, bool is_writer, struct db **ret)
{
	struct arena arena;
	struct db *db;
	enum err e;

	arena_init(&arena);
	db = ARENA_NEW(&arena, struct db);
	db->statements = ARENA_ARRAY(&arena, struct stmt *, SQL__MAX + 1);
	db->arena = arena; /* from here on the arena lives in what it holds */
	db->pool = pool;
	db->driver = pool->driver;
	db->is_writer = is_writer;
	buf_init(&db->error_text, DB_ERROR_TEXT_MAX);
	e = db->driver->connect(db);
	if (e) {
		/* Nobody can ask for the text later; it names no password. */
		log_error("database: %s", db->error_text.len ? db->error_text.text : err_text(e));
		db_close(db);
		return e;
	}
	*ret = db;
	return OK;
}

enum err db_open(struct db_pool *pool, struct db **ret)
{
	return db_connect(pool, /* is_writer= */ false, ret);
}

void db_close(struct db *db)
{
	struct arena arena;

	if (!db)
		return;
	assert(!db->in_write && !db->in_read);
	for (int i = 0; i < SQL__MAX; i++) {
		struct stmt *q = db->statements[i];

		if (!q)
			continue;
		assert(!q->in_use);
		db->driver->finalize(q);
	}
	db->driver->disconnect(db);
	buf_release(&db->error_text);
	arena = db->arena;
	arena_release(&arena);
}

static enum err pool_start(struct db_pool *pool, const struct db_options *options)
{
	enum err e;

	if (pool->driver->dialect == DB_SQLITE && !options->read_only) {
		e = writer_start(pool, &pool->writer);
		if (e)
			return e;
	}
	e = db_open(pool, &pool->watch);
	if (e || options->allow_old)
		return e;
	return db_schema_check(pool->watch);
}

enum err db_pool_open(const struct db_options *options, struct db_pool **ret)
{
	struct arena arena;
	struct db_pool *pool;
	struct timespec now;
	enum err e;

	arena_init(&arena);
	pool = ARENA_NEW(&arena, struct db_pool);
	pool->url = arena_strdup(&arena, options->url);
	pool->arena = arena;
	pool->read_only = options->read_only;
	if (str_starts(pool->url, "sqlite:")) {
		pool->driver = &sqlite_driver;
		pool->path = pool->url + strlen("sqlite:");
	} else if (str_starts(pool->url, "postgresql://") || str_starts(pool->url, "postgres://")) {
		pool->driver = &pg_driver;
	} else {
		arena_release(&arena);
		return ERR_INPUT;
	}
	pthread_mutex_init(&pool->lock, NULL);
	pthread_mutex_init(&pool->watch_lock, NULL);
	clock_gettime(CLOCK_REALTIME, &now); /* no number of an earlier start comes again */
	pool->version = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
	e = pool_start(pool, options);
	if (e) {
		db_pool_close(pool);
		return e;
	}
	*ret = pool;
	return OK;
}

void db_pool_close(struct db_pool *pool)
{
	struct arena arena;

	if (!pool)
		return;
	db_close(pool->watch);
	writer_stop(pool->writer);
	sqlite_forget(pool);
	pthread_mutex_destroy(&pool->lock);
	pthread_mutex_destroy(&pool->watch_lock);
	arena = pool->arena;
	arena_release(&arena);
}

enum db_dialect db_pool_dialect(const struct db_pool *pool)
{
	return pool->driver->dialect;
}

enum db_dialect db_dialect(const struct db *db)
{
	return db->driver->dialect;
}

const char *db_error_text(const struct db *db)
{
	return db->error_text.len ? db->error_text.text : "";
}

void db_set_error(struct db *db, const char *where, const char *text)
{
	buf_reset(&db->error_text);
	buf_addf(&db->error_text, "%s: %.1800s", where, text ? text : "");
	while (db->error_text.len && db->error_text.text[db->error_text.len - 1] == '\n')
		db->error_text.text[--db->error_text.len] = '\0';
}

enum err db_submit(struct db_pool *pool, struct db_job *job)
{
	if (!pool->writer)
		return BUG("db_submit without a writer");
	return writer_submit(pool->writer, job);
}

/* FNV-1a: a snapshot's text as a number. */
static int64_t text_number(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; s && *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (int64_t)(h & INT64_MAX);
}

static enum err ask_state(struct db *db, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_DB_STATE, &q);
	if (e)
		return e;
	e = step_one(q);
	if (e)
		return e;
	if (db_dialect(db) == DB_SQLITE)
		*ret = col_i64(q, DB_STATE_C_DATA_VERSION);
	else
		*ret = text_number(col_str(q, DB_STATE_C_DATA_VERSION));
	return OK;
}

/*
 * SQLite's data_version differs from connection to connection, so one connection is asked for
 * all and its changes are counted. PostgreSQL's snapshot means the same everywhere.
 */
enum err db_version(struct db *db, int64_t *ret)
{
	struct db_pool *pool = db->pool;
	int64_t state;
	enum err e;

	if (db_dialect(db) == DB_POSTGRESQL)
		return ask_state(db, ret);
	pthread_mutex_lock(&pool->watch_lock);
	e = ask_state(pool->watch, &state);
	if (!e) {
		if (state != pool->seen) {
			pool->seen = state;
			pool->version++;
		}
		*ret = pool->version;
	}
	pthread_mutex_unlock(&pool->watch_lock);
	return e;
}
