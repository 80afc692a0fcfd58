/* SPDX-License-Identifier: Apache-2.0 */
/* The work behind the routes: checking an upload, writing a confirmed one; on a worker. */
#include <unistd.h>

#include "intake/import_http.h"
#include "http/http.h"
#include "base/banned.h"

#define ROW_LINE_BYTES (60u << 10)

struct import_job *import_job_new(const struct app *app, const struct user *who,
				  const struct batch *batch, const char *org_code)
{
	struct arena a;
	struct import_job *job;

	arena_init(&a);
	job = ARENA_NEW(&a, struct import_job);
	job->app = app;
	job->batch_id = batch->id;
	job->file_name = arena_strdup(&a, batch->file_name);
	job->org_code = arena_strdup(&a, org_code);
	for (int k = 0; k < INTAKE_KIND__MAX; k++) {
		if (str_eq(intake_kind_name((enum intake_kind)k), batch->kind))
			job->kind = (enum intake_kind)k;
	}
	job->who.account_id = who->account_id;
	job->who.person_id = who->person_id;
	job->who.school_id = who->school_id;
	job->who.request_id = arena_strdup(&a, who->request_id);
	job->a = a; /* from here on the job owns its memory */
	return job;
}

static void job_free(struct import_job *job)
{
	struct arena a = job->a; /* the job lives in it */

	arena_release(&a);
}

static const char *path_of(struct import_job *job, enum spool_file file)
{
	return spool_path_of(&job->a, job->app->spool, job->batch_id, file);
}

static enum err on_check(void *arg, uint64_t done, uint64_t total)
{
	spool_progress_set(arg, "checking", (int64_t)done, (int64_t)total);
	return OK;
}

static enum err on_write(void *arg, size_t done, size_t total)
{
	spool_progress_set(arg, "writing", (int64_t)done, (int64_t)total);
	return OK;
}

/* Looks at the file; rows NULL: nobody wants single rows. */
static enum err look_again(struct db *db, struct import_job *job, const struct plan_look *rows,
			   struct looked *ret)
{
	struct intake_mapping *mappings;
	struct look in = { .kind = job->kind,
			   .path = path_of(job, SPOOL_XLSX),
			   .org_code = job->org_code,
			   .keys = job->app->seal,
			   .rules = job->app->rules,
			   .progress = on_check,
			   .rows = rows,
			   .arg = (void *)path_of(job, SPOOL_PROGRESS) };

	in.n_mappings = spool_map_load(&job->a, job->app->spool, job->batch_id, &mappings);
	in.mappings = mappings;
	return look_at(db, &job->a, &in, ret);
}

struct report_job {
	int64_t batch_id;
	const char *state, *report;
};

static enum err report_tx(struct db *db, void *arg)
{
	struct report_job *job = arg;

	return batch_report(db, job->batch_id, job->state, job->report);
}

static enum err set_report(struct db *db, int64_t batch_id, const char *state, const char *report)
{
	struct report_job job = { batch_id, state, report };

	return db_write(db, "intake.report", report_tx, &job);
}

/* Checks the upload, writes the preview's rows beside it and the report into the batch. */
static enum err check(struct db *db, struct import_job *job)
{
	struct looked *l = ARENA_NEW(&job->a, struct looked);
	struct rows_writer r = { .file = &l->file };
	const struct plan_look rows = { rows_write, &r };
	enum err e;

	r.f = fopen(path_of(job, SPOOL_ROWS), "we");
	if (!r.f)
		return ERR_IO;
	buf_init(&r.line, ROW_LINE_BYTES);
	e = look_again(db, job, &rows, l);
	buf_release(&r.line);
	if (fclose(r.f) && !e)
		e = ERR_IO;
	if (e)
		return e;
	e = set_report(db, job->batch_id, l->file.refused ? "refused" : "preview",
		       look_report(&job->a, l));
	if (l->file.refused)
		spool_remove(&job->a, job->app->spool, job->batch_id);
	return e;
}

static enum err confirm(struct db *db, struct import_job *job)
{
	struct looked *l = ARENA_NEW(&job->a, struct looked);
	struct confirm c = { .looked = l,
			     .keys = job->app->seal,
			     .rules = job->app->rules,
			     .who = &job->who,
			     .batch_id = job->batch_id,
			     .file_name = job->file_name,
			     .progress = on_write,
			     .arg = (void *)path_of(job, SPOOL_PROGRESS) };
	enum err e = look_again(db, job, NULL, l);

	if (!e && l->file.refused)
		e = ERR_CONFLICT;
	if (e)
		return e;
	c.report = look_report(&job->a, l);
	e = confirm_import(db, &c);
	if (!e)
		spool_remove(&job->a, job->app->spool, job->batch_id);
	return e;
}

/* A failure is told in the batch: the report has nothing but its code. */
static void tell_failure(struct db *db, struct import_job *job, enum err e)
{
	const char *report =
		arena_printf(&job->a, "{\"verdict\":\"failed\",\"kind\":\"%s\"}", err_code(e));
	enum err told = set_report(db, job->batch_id, "preview", report);

	log_error("import %lld: %s%s", (long long)job->batch_id, err_text(e),
		  told ? ", not told" : "");
}

static void run(struct db *db, void *arg)
{
	struct import_job *job = arg;
	enum err e = job->confirm ? confirm(db, job) : check(db, job);

	if (e)
		tell_failure(db, job, e);
	(void)unlink(path_of(job, SPOOL_PROGRESS)); /* nothing runs any more */
	job_free(job);
}

enum err import_start(struct import_job *job)
{
	enum err e;

	spool_progress_set(path_of(job, SPOOL_PROGRESS), job->confirm ? "writing" : "checking", 0,
			   0);
	e = http_work(job->app->server, run, job);
	if (!e)
		return OK;
	(void)unlink(path_of(job, SPOOL_PROGRESS));
	job_free(job);
	return e;
}
