/* SPDX-License-Identifier: Apache-2.0 */
/* Batches as rows; looking at a file with what is recorded; writing it. */
#include <sodium.h>

#include "intake/batch.h"
#include "intake/report.h"
#include "base/banned.h"

#define REPORT_BYTES  (1u << 20)
#define REPORT_FAULTS 1000

enum err batch_add(struct db *db, const struct batch *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_ADD, &q);

	if (e)
		return e;
	bind_id(q, INTAKE_BATCH_ADD_SCHOOL_ID, in->school_id);
	bind_id(q, INTAKE_BATCH_ADD_ORGANISATION_ID, in->organisation_id);
	bind_str(q, INTAKE_BATCH_ADD_KIND, in->kind);
	bind_str(q, INTAKE_BATCH_ADD_FILE_NAME, in->file_name);
	bind_str(q, INTAKE_BATCH_ADD_FILE_HASH, in->file_hash);
	bind_str(q, INTAKE_BATCH_ADD_STATE, "preview");
	bind_str(q, INTAKE_BATCH_ADD_REPORT, in->report);
	bind_id(q, INTAKE_BATCH_ADD_CREATED_BY, in->created_by);
	bind_i64(q, INTAKE_BATCH_ADD_CREATED_AT, clock_now());
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, INTAKE_BATCH_ADD_C_ID);
	return e;
}

enum err batch_get(struct db *db, struct arena *a, int64_t id, struct batch *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_GET, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct batch){
		.id = id,
		.school_id = col_i64(q, INTAKE_BATCH_GET_C_SCHOOL_ID),
		.organisation_id = col_i64(q, INTAKE_BATCH_GET_C_ORGANISATION_ID),
		.kind = col_dup(q, INTAKE_BATCH_GET_C_KIND, a),
		.file_name = col_dup(q, INTAKE_BATCH_GET_C_FILE_NAME, a),
		.file_hash = col_dup(q, INTAKE_BATCH_GET_C_FILE_HASH, a),
		.state = col_dup(q, INTAKE_BATCH_GET_C_STATE, a),
		.report = col_dup(q, INTAKE_BATCH_GET_C_REPORT, a),
		.created_by = col_i64(q, INTAKE_BATCH_GET_C_CREATED_BY),
		.created_at = col_i64(q, INTAKE_BATCH_GET_C_CREATED_AT),
		.confirmed_at = col_i64(q, INTAKE_BATCH_GET_C_CONFIRMED_AT),
		.undone_at = col_i64(q, INTAKE_BATCH_GET_C_UNDONE_AT),
	};
	return OK;
}

enum err batch_report(struct db *db, int64_t id, const char *state, const char *report)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_SET_REPORT, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_SET_REPORT_ID, id);
	bind_str(q, INTAKE_BATCH_SET_REPORT_STATE, state);
	bind_str(q, INTAKE_BATCH_SET_REPORT_REPORT, report);
	e = step_done(q, &changed);
	return e ? e : changed ? OK : ERR_CONFLICT;
}

enum err batch_cancel(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_CANCEL, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_CANCEL_ID, id);
	e = step_done(q, &changed);
	return e ? e : changed ? OK : ERR_CONFLICT;
}

enum err batch_file_hash(const char *path, char ret[65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	unsigned char bytes[16384];
	crypto_hash_sha256_state state;
	FILE *f = fopen(path, "rbe");
	size_t n;
	bool failed;

	if (!f)
		return ERR_IO;
	crypto_hash_sha256_init(&state);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		crypto_hash_sha256_update(&state, bytes, n);
	failed = ferror(f);
	(void)fclose(f); /* only read from */
	if (failed)
		return ERR_IO;
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(ret, 65, hash, sizeof(hash));
	return OK;
}

/* ---- looking ---- */

struct look_job {
	struct arena *a;
	const struct look *in;
	struct looked *out;
};

static enum err scope_tx(struct db *db, void *arg)
{
	struct look_job *job = arg;

	return scope_from_db(db, job->a, job->in->org_code, &job->out->org, &job->out->scope);
}

static enum err plan_tx(struct db *db, void *arg)
{
	struct look_job *job = arg;
	const struct plan_context ctx = { .file = &job->out->file,
					  .scope = &job->out->scope,
					  .org = &job->out->org,
					  .keys = job->in->keys,
					  .rules = job->in->rules };

	return plan_make(db, job->a, &job->out->file, &ctx, job->in->rows, &job->out->plan);
}

/* Does the file of organisations bring this one itself? */
static bool brings(const struct intake_file *f, const char *code)
{
	for (size_t i = 0; i < f->n_rows; i++) {
		if (str_eq(intake_value(f, &f->rows[i], FIELD_CODE), code))
			return true;
	}
	return false;
}

enum err look_at(struct db *db, struct arena *a, const struct look *in, struct looked *ret)
{
	struct look_job job = { a, in, ret };
	struct intake_options o = { .kind = in->kind,
				    .path = in->path,
				    .today = clock_today(),
				    .scope = &ret->scope,
				    .n_mappings = in->n_mappings,
				    .mappings = in->mappings,
				    .progress = in->progress,
				    .progress_arg = in->arg };
	enum err e;

	memset(ret, 0, sizeof(*ret));
	e = db_read(db, "intake.scope", scope_tx, &job);
	if (!e && !ret->org.id && in->kind != INTAKE_ORGANISATION)
		e = ERR_NOT_FOUND;
	if (!e)
		e = intake_check(a, &o, &ret->file);
	if (e || ret->file.refused)
		return e;
	if (!ret->org.id && !brings(&ret->file, in->org_code))
		return ERR_NOT_FOUND;
	return db_read(db, "intake.plan", plan_tx, &job);
}

static void report_faults(struct json_writer *w, const struct intake_file *f)
{
	json_array(w, "faults");
	for (size_t i = 0; i < f->n_faults && i < REPORT_FAULTS; i++)
		report_fault(w, f, &f->faults[i]);
	json_close(w);
	json_i64(w, "n_faults", (int64_t)f->n_faults);
}

const char *look_report(struct arena *a, const struct looked *l)
{
	const struct report_options o = { .plan = l->file.refused ? NULL : &l->plan };
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, REPORT_BYTES);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "verdict", l->file.refused ? "refuse_file" : "read");
	json_str(&w, "kind", l->file.refused);
	json_str(&w, "message", l->file.refused_zh);
	report_sheets(&w, &l->file, &o);
	report_counts(&w, &l->file);
	report_plan(&w, &o);
	report_faults(&w, &l->file);
	json_close(&w);
	text = json_end(&w) ? "{}" : arena_strdup(a, out.text);
	buf_release(&out);
	return text;
}

/* ---- writing ---- */

enum err batch_audit(struct db *db, const struct user *who, const char *action, int64_t batch_id,
		     int64_t school_id)
{
	const struct user command_line = { .school_id = school_id };

	return audit_add(db, who ? who : &command_line, action, "import_batch", batch_id, NULL);
}

static enum err set_confirmed(struct db *db, const struct confirm *c,
			      const struct directory_organisation *org)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_CONFIRM, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_CONFIRM_ID, c->ret_batch_id);
	bind_str(q, INTAKE_BATCH_CONFIRM_REPORT, c->report);
	bind_i64(q, INTAKE_BATCH_CONFIRM_CONFIRMED_AT, clock_now());
	bind_id(q, INTAKE_BATCH_CONFIRM_SCHOOL_ID, org->school_id);
	bind_id(q, INTAKE_BATCH_CONFIRM_ORGANISATION_ID, org->id);
	e = step_done(q, &changed);
	return e ? e : changed ? OK : ERR_CONFLICT;
}

static enum err ensure_batch(struct db *db, struct confirm *c)
{
	const struct looked *l = c->looked;
	const struct batch batch = { .school_id = l->org.school_id,
				     .organisation_id = l->org.id,
				     .kind = intake_kind_name(l->file.kind),
				     .file_name = c->file_name,
				     .file_hash = c->file_hash,
				     .report = c->report,
				     .created_by = c->who ? c->who->account_id : 0 };

	c->ret_batch_id = c->batch_id;
	return c->batch_id ? OK : batch_add(db, &batch, &c->ret_batch_id);
}

enum err confirm_tx(struct db *db, void *arg)
{
	struct confirm *c = arg;
	const struct looked *l = c->looked;
	CLEANUP(arena_release) struct arena a;
	struct directory_organisation org = l->org;
	struct plan_context ctx = { .file = &l->file,
				    .scope = &l->scope,
				    .org = &l->org,
				    .keys = c->keys,
				    .rules = c->rules,
				    .recorded_by = c->who ? c->who->account_id : 0 };
	enum err e;

	arena_init(&a);
	e = ensure_batch(db, c);
	ctx.batch_id = c->ret_batch_id;
	if (!e)
		e = plan_apply(db, &ctx, c->progress, c->arg);
	if (!e && !org.id)
		e = directory_organisation_by_code(db, &a, l->scope.org_code, &org);
	if (!e)
		e = set_confirmed(db, c, &org);
	return e ? e : batch_audit(db, c->who, "import.confirm", c->ret_batch_id, org.school_id);
}

enum err confirm_import(struct db *db, struct confirm *c)
{
	return db_write(db, "intake.confirm", confirm_tx, c);
}
