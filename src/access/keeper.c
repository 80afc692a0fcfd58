/* SPDX-License-Identifier: Apache-2.0 */
/* Work off the hot path: sealing the audit log, noting used sessions, clearing away. */
#include <pthread.h>

#include "access/access_serve.h"
#include "access/audit.h"
#include "access/keeper.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/banned.h"

#define SEEN_SLOTS    2048
#define SEEN_EVERY_S  60
#define CLEAN_EVERY_S 3600
#define CLEAN_KEEP_S  INT64_C(86400) /* what is over is kept for a day, for those who ask why */

struct seen {
	int64_t session_id, at;
};

struct access {
	struct arena arena; /* where this struct lives */
	const struct app *app;
	struct session_cache *cache;
	pthread_mutex_t seen_lock;
	struct seen seen
		[SEEN_SLOTS]; /* by session id; a later one in the slot wins: it is seen again */
	bool any_seen;
	pthread_t thread;
	pthread_mutex_t lock; /* stopping */
	pthread_cond_t wake;
	bool stopping;
};

struct session_cache *access_cache(struct access *access)
{
	return access == NULL ? NULL : access->cache;
}

void access_seen(struct access *access, int64_t session_id, int64_t at)
{
	if (access == NULL)
		return;
	pthread_mutex_lock(&access->seen_lock);
	access->seen[(uint64_t)session_id % SEEN_SLOTS] =
		(struct seen){ .session_id = session_id, .at = at };
	access->any_seen = true;
	pthread_mutex_unlock(&access->seen_lock);
}

static enum err seen_tx(struct db *db, void *arg)
{
	const struct seen *seen = arg;
	enum err e;

	for (size_t i = 0; i < SEEN_SLOTS; i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;

		if (seen[i].session_id == 0)
			continue;
		e = db_stmt(db, SQL_SESSION_SEEN, &q);
		if (e)
			return e;
		bind_i64(q, SESSION_SEEN_ID, seen[i].session_id);
		bind_i64(q, SESSION_SEEN_SEEN_AT, seen[i].at);
		e = step_done(q, /* ret_changed= */ NULL);
		if (e)
			return e;
	}
	return OK;
}

enum err access_flush_seen(struct access *access, struct db *db)
{
	CLEANUP(arena_release) struct arena a = { 0 };
	struct seen *copy = NULL;

	pthread_mutex_lock(&access->seen_lock);
	if (access->any_seen) {
		copy = arena_memdup(&a, access->seen, sizeof(access->seen));
		memset(access->seen, 0, sizeof(access->seen));
		access->any_seen = false;
	}
	pthread_mutex_unlock(&access->seen_lock);
	return copy == NULL ? OK : db_write(db, "session.seen", seen_tx, copy);
}

static enum err clean_one(struct db *db, enum sql id, int param, int64_t before)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, id, &q);
	if (e)
		return e;
	bind_i64(q, param, before);
	return step_done(q, /* ret_changed= */ NULL);
}

static enum err clean_tx(struct db *db, void *arg)
{
	int64_t before = *(const int64_t *)arg;
	enum err e;

	e = clean_one(db, SQL_SESSION_CLEAN, SESSION_CLEAN_BEFORE, before);
	if (e)
		return e;
	e = clean_one(db, SQL_LINK_CLEAN, LINK_CLEAN_BEFORE, before);
	if (e)
		return e;
	return clean_one(db, SQL_THROTTLE_CLEAN, THROTTLE_CLEAN_BEFORE, before);
}

enum err access_clean(struct db *db, int64_t now)
{
	int64_t before = now - CLEAN_KEEP_S;

	return db_write(db, "access.clean", clean_tx, &before);
}

static enum err seal_lines(struct db *db, const struct seal_keys *keys)
{
	int64_t n = AUDIT_BATCH;
	bool any;
	enum err e;

	e = audit_is_unsealed(db, &any);
	while (e == OK && any && n == AUDIT_BATCH)
		e = audit_seal_batch(db, keys, &n);
	return e;
}

static void complain(const char *what, enum err e)
{
	if (e == ERR_CONFLICT)
		log_error("%s: the audit chain does not fit the key file; run jishi check", what);
	else if (e != OK && e != ERR_STOPPING)
		log_warn("%s: %s", what, err_text(e));
}

/* Sleeps a second; false: it is time to end. */
static bool sleep_second(struct access *access)
{
	struct timespec until;
	bool stopping;

	pthread_mutex_lock(&access->lock);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	while (!access->stopping &&
	       pthread_cond_timedwait(&access->wake, &access->lock, &until) == 0)
		; /* woken without cause */
	stopping = access->stopping;
	pthread_mutex_unlock(&access->lock);
	return !stopping;
}

static void *keep(void *arg)
{
	struct access *access = arg;
	struct db *db = NULL;
	enum err e;

	e = db_open(access->app->pool, &db);
	if (e) {
		complain("keeper", e);
		return NULL;
	}
	for (unsigned tick = 1; sleep_second(access); tick++) {
		complain("sealing", seal_lines(db, access->app->seal));
		if (tick % SEEN_EVERY_S == 0)
			complain("sessions", access_flush_seen(access, db));
		if (tick % CLEAN_EVERY_S == 0)
			complain("clearing away", access_clean(db, clock_now()));
	}
	complain("sealing", seal_lines(db, access->app->seal));
	complain("sessions", access_flush_seen(access, db));
	db_close(db);
	return NULL;
}

static enum err key_check(struct app *app)
{
	struct db *db = NULL;
	enum err e;

	e = db_open(app->pool, &db);
	if (e)
		return e;
	e = audit_key_check(db, app->seal);
	db_close(db);
	return e;
}

enum err access_start(struct app *app)
{
	struct arena arena = { 0 };
	struct access *access;
	pthread_condattr_t monotonic;
	enum err e;

	e = key_check(app);
	if (e)
		return e;
	access = ARENA_NEW(&arena, struct access);
	access->arena = arena;
	access->app = app;
	access->cache = session_cache_new();
	pthread_mutex_init(&access->seen_lock, NULL);
	pthread_mutex_init(&access->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&access->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&access->thread, NULL, keep, access) != 0) {
		session_cache_free(access->cache);
		arena_release(&arena);
		return ERR_IO;
	}
	app->access = access;
	return OK;
}

void access_stop(struct app *app)
{
	struct access *access = app->access;
	struct arena arena;

	if (access == NULL)
		return;
	pthread_mutex_lock(&access->lock);
	access->stopping = true;
	pthread_cond_signal(&access->wake);
	pthread_mutex_unlock(&access->lock);
	pthread_join(access->thread, NULL);
	pthread_cond_destroy(&access->wake);
	pthread_mutex_destroy(&access->lock);
	pthread_mutex_destroy(&access->seen_lock);
	session_cache_free(access->cache);
	app->access = NULL;
	arena = access->arena; /* the struct lives in it */
	arena_release(&arena);
}
