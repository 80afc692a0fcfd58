/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions: reads of one state, writes that are run again on a conflict, savepoints. */
#include "db/db_impl.h"

#include <assert.h>
#include <semaphore.h>

#include "base/context.h"
#include "base/banned.h"

#define RUNS_MAX 5 /* of one write, PostgreSQL */

bool db_in_write(const struct db *db)
{
	return db->in_write;
}

enum err db_control(struct db *db, enum control what)
{
	bool must_work = what == CONTROL_ROLLBACK || what == CONTROL_ROLLBACK_TO;
	enum err e = OK;

	if (!must_work && db_fault(db))
		e = ERR_DB;
	else
		e = db->driver->control(db, what);
	switch (what) {
	case CONTROL_BEGIN_READ:
	case CONTROL_BEGIN_WRITE:
		if (e)
			break;
		db->in_read = what == CONTROL_BEGIN_READ;
		db->in_write = what == CONTROL_BEGIN_WRITE;
		db->failed = OK;
		db->depth = 0;
		break;
	case CONTROL_COMMIT:
		if (e)
			break; /* the caller rolls back */
		db->in_read = db->in_write = false;
		break;
	case CONTROL_ROLLBACK:
		db->in_read = db->in_write = false;
		db->failed = OK;
		break;
	case CONTROL_SAVEPOINT:
		db->depth += !e;
		break;
	case CONTROL_RELEASE:
		db->depth -= !e;
		break;
	case CONTROL_ROLLBACK_TO:
		db->depth--;
		db->failed = e; /* if even this fails nothing may be committed */
		break;
	case CONTROL__MAX:
		break;
	}
	return e;
}

void db_rollback(struct db *db)
{
	enum err e = db_control(db, CONTROL_ROLLBACK);

	if (e) /* a lost connection has rolled back by itself */
		db->in_read = db->in_write = false;
}

enum err db_script(struct db *db, const char *text)
{
	enum err e;

	assert(db->in_write);
	if (db->failed)
		return db->failed;
	e = db_fault(db) ? ERR_DB : db->driver->script(db, text);
	if (e)
		db->failed = e;
	return e;
}

/* fn's own error, or that of a statement which fn did not pass on. */
static enum err call(struct db *db, db_tx_fn fn, void *arg)
{
	enum err e = fn(db, arg);

	return e ? e : db->failed;
}

enum err db_run_nested(struct db *db, db_tx_fn fn, void *arg)
{
	enum err e, back;

	if (db->failed)
		return db->failed;
	e = db_control(db, CONTROL_SAVEPOINT);
	if (e) {
		db->failed = e;
		return e;
	}
	e = call(db, fn, arg);
	if (!e)
		e = db_control(db, CONTROL_RELEASE);
	if (!e)
		return OK;
	back = db_control(db, CONTROL_ROLLBACK_TO);
	if (!back && db->conflict)
		db->failed = e; /* a conflict ends the whole transaction, not the savepoint alone */
	return e;
}

/* PostgreSQL: one transaction, one try. */
static enum err write_once(struct db *db, db_tx_fn fn, void *arg)
{
	enum err e;

	db->conflict = false;
	e = db_control(db, CONTROL_BEGIN_WRITE);
	if (e)
		return e;
	e = call(db, fn, arg);
	if (!e)
		e = db_control(db, CONTROL_COMMIT);
	if (e)
		db_rollback(db); /* the first error is the one to tell */
	return e;
}

struct write_job {
	struct db_job job;
	struct db *caller; /* waits, so its error text may be set from the writer */
	db_tx_fn fn;
	void *arg;
	enum err e;
	const char *request_id; /* for whom: the audit line is written on the writer's thread */
	sem_t finished;
};

static enum err write_run(struct db *db, struct db_job *job)
{
	struct write_job *w = (struct write_job *)job;

	context_set_request_id(w->request_id);
	w->e = w->fn(db, w->arg);
	context_set_request_id(NULL);
	if (w->e && db->error_text.len) {
		buf_reset(&w->caller->error_text);
		buf_adds(&w->caller->error_text, db->error_text.text);
	}
	return w->e;
}

static void write_finished(struct db_job *job, enum err commit)
{
	struct write_job *w = (struct write_job *)job;

	if (commit)
		w->e = commit;
	else
		w->e = job->result;
	sem_post(&w->finished);
}

/* SQLite: the writer does it, with others in one commit; this thread waits. */
static enum err write_by_writer(struct db *db, const char *name, db_tx_fn fn, void *arg)
{
	struct write_job w = {
		.caller = db, .fn = fn, .arg = arg, .request_id = context_request_id()
	};
	enum err e;

	if (!db->pool->writer)
		return BUG("db_write on a store opened for reading");
	if (writer_is_self(db->pool->writer))
		return BUG("db_write inside the writer on a connection that is not its own");
	w.job.name = name;
	w.job.run = write_run;
	w.job.done = write_finished;
	sem_init(&w.finished, /* shared between processes= */ 0, 0);
	e = writer_submit(db->pool->writer, &w.job);
	if (!e) {
		while (sem_wait(&w.finished) != 0)
			; /* a signal */
		e = w.e;
	}
	sem_destroy(&w.finished);
	return e;
}

enum err db_write(struct db *db, const char *name, db_tx_fn fn, void *arg)
{
	enum err e = OK;

	if (db->in_write)
		return db_run_nested(db, fn, arg);
	if (db->in_read)
		return BUG("db_write inside db_read");
	if (db_dialect(db) == DB_SQLITE)
		return write_by_writer(db, name, fn, arg);
	for (int run = 0; run < RUNS_MAX; run++) {
		e = write_once(db, fn, arg);
		db_count(db->pool, name, COUNT_RUN);
		if (!e || !db->conflict)
			break;
		db_count(db->pool, name, COUNT_CONFLICT);
	}
	if (e)
		db_count(db->pool, name, COUNT_FAILURE);
	return e && db->conflict ? ERR_BUSY : e;
}

static enum err read_once(struct db *db, db_tx_fn fn, void *arg)
{
	enum err e = db_control(db, CONTROL_BEGIN_READ);

	if (e)
		return e;
	e = call(db, fn, arg);
	if (!e)
		e = db_control(db, CONTROL_COMMIT);
	if (e)
		db_rollback(db);
	return e;
}

enum err db_read(struct db *db, const char *name, db_tx_fn fn, void *arg)
{
	enum err e;

	if (db->in_read || db->in_write)
		return fn(db, arg);
	db_count(db->pool, name, COUNT_RUN);
	db->lost = false;
	e = read_once(db, fn, arg);
	if (e && db->lost) { /* the connection was lost and is there again: nothing was changed */
		db->lost = false;
		e = read_once(db, fn, arg);
	}
	if (e)
		db_count(db->pool, name, COUNT_FAILURE);
	return e;
}
