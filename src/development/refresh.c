/* SPDX-License-Identifier: Apache-2.0 */
/* Makes derived rows again: of all cases, or of those whose answer changed with the days. */
#include "development/case_sync.h"
#include "development/development.h"

#include "base/banned.h"

#define BATCH 200 /* cases a transaction: others may write in between */

struct refresh_job {
	const struct rules_set *set;
	int32_t today;
	bool stale_only;
	int64_t after; /* last id done by the batches before */
	int64_t done;
	/* What this batch leaves; the transaction may run again, so only run() adds it up. */
	int64_t last;
	size_t n;
};

static enum err ids_take(struct db *db, struct arena *a, struct refresh_job *job, int64_t *ids,
			 size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t n = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, job->stale_only ? SQL_CASE_STALE_IDS : SQL_CASE_IDS, &q);
	if (e)
		return e;
	if (job->stale_only) {
		bind_str(q, CASE_STALE_IDS_TODAY, case_day_text(a, job->today));
		bind_i64(q, CASE_STALE_IDS_N, BATCH);
	} else {
		bind_i64(q, CASE_IDS_AFTER, job->after);
		bind_i64(q, CASE_IDS_N, BATCH);
	}
	for (e = step_row(q, &row); !e && row && n < BATCH; e = step_row(q, &row))
		ids[n++] = col_i64(q, 0);
	*ret_n = n;
	return e;
}

static enum err batch_tx(struct db *db, void *arg)
{
	struct refresh_job *job = arg;
	struct arena a;
	int64_t ids[BATCH];
	enum err e;

	arena_init(&a);
	e = ids_take(db, &a, job, ids, &job->n);
	for (size_t i = 0; !e && i < job->n; i++) {
		arena_reset(&a);
		e = case_sync(db, job->set, &a, ids[i], job->today, 0, NULL);
		job->last = ids[i];
	}
	arena_release(&a);
	return e;
}

static enum err stale_tx(struct db *db, void *arg)
{
	struct refresh_job *job = arg;
	int64_t ids[BATCH];
	struct arena a;
	enum err e;

	arena_init(&a);
	e = ids_take(db, &a, job, ids, &job->n);
	arena_release(&a);
	return e;
}

static enum err run(struct db *db, struct refresh_job *job, int64_t *ret_cases)
{
	enum err e;

	do {
		e = db_write(db, "case.refresh", batch_tx, job);
		job->after = job->last;
		job->done += (int64_t)job->n;
	} while (!e && job->n == BATCH);
	if (!e && ret_cases)
		*ret_cases = job->done;
	return e;
}

enum err development_rebuild(struct db *db, const struct rules_set *set, int64_t *ret_cases)
{
	struct refresh_job job = { .set = set, .today = clock_today() };

	return run(db, &job, ret_cases);
}

enum err development_refresh(struct db *db, const struct rules_set *set, int64_t *ret_cases)
{
	struct refresh_job job = { .set = set, .today = clock_today(), .stale_only = true };
	enum err e;

	/* A glance first: nobody waits for the writer on a page where nothing has changed. */
	e = db_read(db, "case.stale", stale_tx, &job);
	if (ret_cases)
		*ret_cases = 0;
	if (e || !job.n)
		return e;
	return run(db, &job, ret_cases);
}
