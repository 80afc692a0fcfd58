/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one thread that writes to SQLite. It takes all jobs that wait, runs each in a savepoint of
 * one transaction, commits once, and answers all: a hundred writers share one fsync, nobody waits
 * for more company than there is.
 */
#include "db/db_impl.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <time.h>

#include "base/banned.h"

#define QUEUE_MAX    4096
#define IDLE_WAIT_MS 200 /* without a job, until the write-ahead log is copied into the file */

/* Everything but db is behind lock. */
struct writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct db_job *head, **tail;
	int waiting;
	bool stopping;
	struct db *db;
};

static enum err job_run(struct db *db, void *arg)
{
	struct db_job *job = arg;

	return job->run(db, job);
}

/* Has SQLite rolled everything back by itself (disk full, I/O error)? */
static bool transaction_gone(struct db *db)
{
	return sqlite3_get_autocommit(db->sqlite) != 0;
}

static enum err run_group(struct db *db, struct db_job *jobs)
{
	enum err e = db_control(db, CONTROL_BEGIN_WRITE);

	if (e)
		return e;
	for (struct db_job *job = jobs; job; job = job->next) {
		job->result = db_run_nested(db, job_run, job);
		if (transaction_gone(db) || db->failed) {
			/* Not even the savepoint could be taken back: nobody's work stands. */
			db_rollback(db);
			return ERR_DB;
		}
	}
	e = db_control(db, CONTROL_COMMIT);
	if (e)
		db_rollback(db); /* the first error is the one to tell */
	return e;
}

static void finish_group(struct db_pool *pool, struct db_job *jobs, enum err commit)
{
	while (jobs) {
		struct db_job *job = jobs;

		db_count(pool, job->name, COUNT_RUN);
		if (commit || job->result)
			db_count(pool, job->name, COUNT_FAILURE);
		jobs = job->next; /* done may free or send it again */
		job->next = NULL;
		job->done(job, commit);
	}
}

/* Waits up to IDLE_WAIT_MS; false when the time is over and nothing has come. Lock held. */
static bool wait_a_while(struct writer *w)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += IDLE_WAIT_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	return pthread_cond_timedwait(&w->wake, &w->lock, &until) != ETIMEDOUT;
}

/* All jobs that wait; NULL when the writer is to end. Copies the log meanwhile if nobody comes. */
static struct db_job *take(struct writer *w, bool *dirty)
{
	struct db_job *jobs;

	pthread_mutex_lock(&w->lock);
	while (!w->head && !w->stopping) {
		if (!*dirty) {
			pthread_cond_wait(&w->wake, &w->lock);
		} else if (!wait_a_while(w) && !w->head && !w->stopping) {
			pthread_mutex_unlock(&w->lock);
			/* Passive: it neither waits for readers nor fails loudly. */
			(void)sqlite3_wal_checkpoint_v2(w->db->sqlite, NULL,
							SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
			*dirty = false;
			pthread_mutex_lock(&w->lock);
		}
	}
	jobs = w->head;
	w->head = NULL;
	w->tail = &w->head;
	w->waiting = 0;
	pthread_mutex_unlock(&w->lock);
	return jobs;
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	bool dirty = false;

	for (;;) {
		struct db_job *jobs = take(w, &dirty);

		if (!jobs)
			return NULL; /* stopping, and nothing is left */
		finish_group(w->db->pool, jobs, run_group(w->db, jobs));
		dirty = true;
	}
}

enum err writer_submit(struct writer *w, struct db_job *job)
{
	enum err e = OK;

	job->next = NULL;
	job->result = OK;
	pthread_mutex_lock(&w->lock);
	if (w->stopping) {
		e = ERR_STOPPING;
	} else if (w->waiting >= QUEUE_MAX) {
		e = ERR_BUSY;
	} else {
		*w->tail = job;
		w->tail = &job->next;
		if (w->waiting++ == 0)
			pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	return e;
}

enum err writer_start(struct db_pool *pool, struct writer **ret)
{
	struct writer *w = ARENA_NEW(&pool->arena, struct writer);
	pthread_condattr_t monotonic;
	enum err e;

	e = db_connect(pool, /* is_writer= */ true, &w->db);
	if (e)
		return e;
	w->tail = &w->head;
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
		db_close(w->db);
		return ERR_DB;
	}
	*ret = w;
	return OK;
}

void writer_stop(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	db_close(w->db);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
}

bool writer_is_self(const struct writer *w)
{
	return pthread_equal(pthread_self(), w->thread);
}
