/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /imports: upload -> preview -> mapping -> confirm -> undo. Checking and writing are slow and run
 * behind the answer; GET /imports/{id} tells how far they are.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/import_http.h"
#include "intake/report.h"
#include "platform.h"
#include "base/banned.h"

#define PAGE_MAX 200

static const char *const kinds[] = { "organisation", "roster", "pipeline", NULL };
static const char *const verdicts[] = { "new", "same", "changed", "refused", NULL };

/* ---- POST /imports ---- */

struct upload_in {
	const char *kind;
	int64_t organisation_id;
};
static const struct fld upload_query[] = {
	FIELD_ENUM(upload_in, kind, kinds),
	FIELD_ID(upload_in, organisation_id),
	FIELD_END,
};

struct id_out {
	int64_t id;
};
static const struct fld id_reply[] = {
	FIELD_ID(id_out, id),
	FIELD_END,
};

struct upload_job {
	struct req *rq;
	struct upload_in in;
	struct batch batch;
	struct directory_organisation org;
};

static enum err authz_import(struct db *db, struct req *rq, const char *kind,
			     int64_t organisation_id)
{
	const struct user *who = req_user(rq);
	enum err e = authz_organisation(db, who, PERM_IMPORT, organisation_id);

	if (!e && str_eq(kind, "organisation"))
		e = authz_organisation(db, who, PERM_ORGANISATION_EDIT, organisation_id);
	return e;
}

static enum err upload_tx(struct db *db, void *arg)
{
	struct upload_job *job = arg;
	const struct user *who = req_user(job->rq);
	enum err e = authz_import(db, job->rq, job->in.kind, job->in.organisation_id);

	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &job->org);
	if (e)
		return e;
	job->batch.organisation_id = job->org.id;
	job->batch.school_id = job->org.school_id;
	job->batch.created_by = who->account_id;
	e = batch_add(db, &job->batch, &job->batch.id);
	return e ? e : batch_audit(db, who, "import.upload", job->batch.id, job->org.school_id);
}

/* Into the spool, readable by nobody else. */
static enum err keep_upload(const char *from, const char *to)
{
	char bytes[65536];
	FILE *in = fopen(from, "rbe");
	FILE *out = in ? fopen(to, "wbe") : NULL;
	bool failed = !out;
	size_t n;

	while (out && !failed && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		failed = fwrite(bytes, 1, n, out) != n;
	failed |= in && ferror(in);
	if (out && fclose(out))
		failed = true;
	if (in)
		(void)fclose(in); /* only read from */
	return failed || chmod(to, 0600) ? ERR_IO : OK;
}

static enum err start(struct req *rq, const struct batch *batch, const char *org_code, bool confirm)
{
	struct import_job *job = import_job_new(req_app(rq), req_user(rq), batch, org_code);

	job->confirm = confirm;
	return import_start(job);
}

static enum err import_upload(struct req *rq)
{
	struct upload_job job = { .rq = rq };
	struct app *app = req_app(rq);
	struct arena *a = req_arena(rq);
	struct upload up;
	struct id_out out;
	char hash[65];
	enum err e = req_query(rq, upload_query, &job.in);

	if (!e)
		e = req_upload(rq, &up);
	if (!e)
		e = batch_file_hash(up.path, hash);
	if (e)
		return e;
	spool_sweep(app->spool, time(NULL)); /* files carry the real time, also under --now */
	job.batch.kind = job.in.kind;
	job.batch.file_name = *up.file_name ? up.file_name : "import.xlsx";
	job.batch.file_hash = hash;
	job.batch.report = "{\"verdict\":\"checking\"}";
	e = db_write(req_db(rq), "intake.upload", upload_tx, &job);
	if (!e)
		e = keep_upload(up.path, spool_path_of(a, app->spool, job.batch.id, SPOOL_XLSX));
	if (!e)
		e = start(rq, &job.batch, job.org.code, false);
	if (e)
		return e;
	out.id = job.batch.id;
	return res_json(rq, 202, id_reply, &out);
}

/* ---- GET /imports/{id} ---- */

struct import_out {
	int64_t id, organisation_id, created_at, confirmed_at, undone_at, done, total;
	const char *kind, *file_name, *state, *phase, *report;
	bool previewable;
};
static const struct fld import_reply[] = {
	FIELD_ID(import_out, id),
	FIELD_ID_OPT(import_out, organisation_id),
	FIELD_STR(import_out, kind, 1, 20),
	FIELD_STR(import_out, file_name, 0, 300),
	FIELD_STR(import_out, state, 1, 20),
	FIELD_STR(import_out, phase, 0, 20),
	FIELD_I64(import_out, done, 0, INT64_MAX),
	FIELD_I64(import_out, total, 0, INT64_MAX),
	FIELD_BOOL(import_out, previewable),
	FIELD_TIME(import_out, created_at),
	FIELD_TIME_OPT(import_out, confirmed_at),
	FIELD_TIME_OPT(import_out, undone_at),
	FIELD_RAW(import_out, report),
	FIELD_END,
};

struct get_job {
	struct req *rq;
	int64_t id;
	struct batch batch;
	struct directory_organisation org;
};

/* The batch, if the caller may import where it belongs. */
static enum err get_tx(struct db *db, void *arg)
{
	struct get_job *job = arg;
	enum err e = batch_get(db, req_arena(job->rq), job->id, &job->batch);

	if (!e && !job->batch.organisation_id)
		e = ERR_NOT_FOUND;
	if (!e)
		e = authz_import(db, job->rq, job->batch.kind, job->batch.organisation_id);
	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->batch.organisation_id,
					       &job->org);
	return e;
}

static enum err get(struct req *rq, struct get_job *job)
{
	enum err e = req_path_id(rq, "id", &job->id);

	job->rq = rq;
	return e ? e : db_read(req_db(rq), "intake.get", get_tx, job);
}

static enum err import_get(struct req *rq)
{
	struct get_job job = { 0 };
	struct spool_progress p;
	const char *spool = req_app(rq)->spool;
	struct import_out out;
	enum err e = get(rq, &job);

	if (e)
		return e;
	p = spool_progress_get(req_arena(rq), spool, job.id);
	out = (struct import_out){
		.id = job.id,
		.organisation_id = job.batch.organisation_id,
		.kind = job.batch.kind,
		.file_name = job.batch.file_name,
		.state = job.batch.state,
		.phase = p.phase,
		.done = p.done,
		.total = p.total,
		.previewable =
			!access(spool_path_of(req_arena(rq), spool, job.id, SPOOL_ROWS), R_OK),
		.created_at = job.batch.created_at,
		.confirmed_at = job.batch.confirmed_at,
		.undone_at = job.batch.undone_at,
		.report = job.batch.report,
	};
	return res_json(rq, 200, import_reply, &out);
}

/* ---- GET /imports/{id}/rows ---- */

struct rows_in {
	const char *verdict;
	int64_t after, limit;
};
static const struct fld rows_query[] = {
	FIELD_ENUM_OPT(rows_in, verdict, verdicts),
	FIELD_I64_OPT(rows_in, after, 0, INT32_MAX),
	FIELD_I64_OPT(rows_in, limit, 1, PAGE_MAX),
	FIELD_END,
};

struct change_out {
	const char *field, *from, *to;
};
static const struct fld change_fields[] = {
	FIELD_STR(change_out, field, 1, 40),
	FIELD_STR_OPT(change_out, from, 0, 1000),
	FIELD_STR_OPT(change_out, to, 0, 1000),
	FIELD_END,
};
struct fault_out {
	const char *sheet, *column, *heading, *kind, *verdict, *message, *of_sheet;
	int64_t row, of_row, with_row, characters;
};
static const struct fld fault_fields[] = {
	FIELD_STR(fault_out, sheet, 0, 100),
	FIELD_I64(fault_out, row, 1, INT32_MAX),
	FIELD_STR_OPT(fault_out, column, 0, 3),
	FIELD_STR_OPT(fault_out, heading, 0, 300),
	FIELD_STR(fault_out, kind, 1, 40),
	FIELD_STR(fault_out, verdict, 1, 10),
	FIELD_I64_OPT(fault_out, of_row, 1, INT32_MAX),
	FIELD_I64_OPT(fault_out, with_row, 1, INT32_MAX),
	FIELD_STR_OPT(fault_out, of_sheet, 0, 100),
	FIELD_I64_OPT(fault_out, characters, 0, 255),
	FIELD_STR(fault_out, message, 1, 300),
	FIELD_END,
};
struct row_out {
	const char *sheet, *verdict, *name;
	int64_t row;
	struct fld_list changes, faults;
};
static const struct fld row_reply[] = {
	FIELD_STR(row_out, sheet, 0, 100),
	FIELD_I64(row_out, row, 1, INT32_MAX),
	FIELD_ENUM(row_out, verdict, verdicts),
	FIELD_STR_OPT(row_out, name, 0, 100),
	FIELD_LIST(row_out, changes, change_out, change_fields, 30),
	FIELD_LIST(row_out, faults, fault_out, fault_fields, 100),
	FIELD_END,
};

static enum err import_rows(struct req *rq)
{
	struct get_job job = { 0 };
	struct rows_in in = { .limit = 50 };
	struct rows_page page;
	struct json_writer *w;
	enum err e = req_query(rq, rows_query, &in);

	if (!e)
		e = get(rq, &job);
	if (e)
		return e;
	page = (struct rows_page){ .verdict = in.verdict,
				   .after = in.after,
				   .limit = (int)in.limit };
	w = res_writer(rq);
	json_object(w, NULL);
	json_array(w, "items");
	e = rows_page_write(req_arena(rq),
			    spool_path_of(req_arena(rq), req_app(rq)->spool, job.id, SPOOL_ROWS),
			    &page, w);
	if (e)
		return e; /* the preview is gone: confirmed, cancelled or too old */
	json_close(w);
	json_str(w, "next",
		 page.ret_next ? arena_printf(req_arena(rq), "%lld", (long long)page.ret_next)
			       : NULL);
	json_null(w, "total");
	json_close(w);
	return res_written(rq, 200);
}

/* ---- PATCH /imports/{id}/mapping ---- */

struct mapping_in {
	int64_t sheet;
	const char *column, *field;
};
static const struct fld mapping_body[] = {
	FIELD_I64(mapping_in, sheet, 1, 256),
	FIELD_STR(mapping_in, column, 1, 3),
	FIELD_STR_OPT(mapping_in, field, 0, 40),
	FIELD_END,
};

static enum err read_mapping(struct req *rq, struct intake_mapping *ret)
{
	struct mapping_in in = { 0 };
	enum err e = req_json(rq, mapping_body, &in);
	const char *at = in.column;

	if (e)
		return e;
	ret->sheet_index = (size_t)in.sheet;
	ret->column = xlsx_column_parse(&at);
	ret->field = str_empty(in.field) ? FIELD_NONE : intake_field_find(in.field);
	if (!ret->column || *at)
		problem_add(req_problems(rq), "column", "not_one_of", NULL);
	if (!str_empty(in.field) && ret->field == FIELD_NONE)
		problem_add(req_problems(rq), "field", "not_one_of", NULL);
	return req_problems(rq)->n ? ERR_INPUT : OK;
}

/* A preview with its file still there, and nothing at work on it. */
static enum err get_idle(struct req *rq, struct get_job *job)
{
	const char *spool = req_app(rq)->spool;
	enum err e = get(rq, job);

	if (e)
		return e;
	if (!str_eq(job->batch.state, "preview"))
		return ERR_CONFLICT;
	if (*spool_progress_get(req_arena(rq), spool, job->id).phase)
		return ERR_BUSY;
	return access(spool_path_of(req_arena(rq), spool, job->id, SPOOL_XLSX), R_OK) ? ERR_GONE
										      : OK;
}

static enum err import_map(struct req *rq)
{
	struct get_job job = { 0 };
	struct intake_mapping mapping;
	struct id_out out;
	enum err e = read_mapping(rq, &mapping);

	if (!e)
		e = get_idle(rq, &job);
	if (!e)
		e = spool_map_add(req_arena(rq), req_app(rq)->spool, job.id, &mapping);
	if (!e)
		e = start(rq, &job.batch, job.org.code, false);
	out.id = job.id;
	return e ? e : res_json(rq, 202, id_reply, &out);
}

/* ---- confirm, cancel, undo ---- */

static enum err import_confirm(struct req *rq)
{
	struct get_job job = { 0 };
	struct id_out out;
	enum err e = get_idle(rq, &job);

	if (!e)
		e = start(rq, &job.batch, job.org.code, true);
	out.id = job.id;
	return e ? e : res_json(rq, 202, id_reply, &out);
}

static enum err cancel_tx(struct db *db, void *arg)
{
	struct get_job *job = arg;
	enum err e = get_tx(db, job);

	if (!e)
		e = batch_cancel(db, job->id);
	return e ? e
		 : batch_audit(db, req_user(job->rq), "import.cancel", job->id,
			       job->batch.school_id);
}

static enum err import_cancel(struct req *rq)
{
	struct get_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_write(req_db(rq), "intake.cancel", cancel_tx, &job);
	if (e)
		return e;
	spool_remove(req_arena(rq), req_app(rq)->spool, job.id);
	return res_none(rq);
}

struct undo_job {
	struct get_job get;
	struct undo undo;
};

static enum err undo_request_tx(struct db *db, void *arg)
{
	struct undo_job *job = arg;
	enum err e = get_tx(db, &job->get);

	return e ? e : undo_tx(db, &job->undo);
}

/* What stands in the way, as details of the refusal. */
static void explain(struct req *rq, const struct undo *u)
{
	struct json_writer w;
	struct buf out;

	buf_init(&out, 64u << 10);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_array(&w, "obstacles");
	for (size_t i = 0; i < u->n_obstacles; i++) {
		json_object(&w, NULL);
		json_str(&w, "kind", u->obstacles[i].kind);
		json_id(&w, "id", u->obstacles[i].id);
		json_str(&w, "name", u->obstacles[i].name);
		json_str(&w, "what", u->obstacles[i].what);
		json_str(&w, "message", obstacle_zh(u->obstacles[i].what));
		json_close(&w);
	}
	json_close(&w);
	json_close(&w);
	if (!json_end(&w))
		req_explain(rq, arena_strdup(req_arena(rq), out.text));
	buf_release(&out);
}

static enum err import_undo(struct req *rq)
{
	struct undo_job *job = ARENA_NEW(req_arena(rq), struct undo_job);
	enum err e = req_path_id(rq, "id", &job->get.id);

	job->get.rq = rq;
	job->undo.a = req_arena(rq);
	job->undo.keys = req_app(rq)->seal;
	job->undo.rules = req_app(rq)->rules;
	job->undo.who = req_user(rq);
	job->undo.batch_id = job->get.id;
	if (!e)
		e = db_write(req_db(rq), "intake.undo", undo_request_tx, job);
	if (e == ERR_CONFLICT)
		explain(rq, &job->undo);
	return e ? e : res_none(rq);
}

const struct route intake_routes[] = {
	{ "POST", "/api/v1/imports", PERM_IMPORT, import_upload,
	  "Upload a workbook (the body is the file); it is checked behind the answer.",
	  upload_query, NULL, id_reply, ROUTE_SLOW | ROUTE_UPLOAD },
	{ "GET", "/api/v1/imports/{id}", PERM_IMPORT, import_get,
	  "An import: state, progress, sheets with mapping, counts and faults.", NULL, NULL,
	  import_reply, 0 },
	{ "GET", "/api/v1/imports/{id}/rows", PERM_IMPORT, import_rows,
	  "Rows of a preview: new, same, changed or refused, with reasons.", rows_query, NULL,
	  row_reply, ROUTE_PAGE },
	{ "PATCH", "/api/v1/imports/{id}/mapping", PERM_IMPORT, import_map,
	  "Say what a column means (no field: nothing); the file is checked again.", NULL,
	  mapping_body, id_reply, ROUTE_SLOW },
	{ "POST", "/api/v1/imports/{id}/confirm", PERM_IMPORT, import_confirm,
	  "Write what the preview shows, in one transaction behind the answer.", NULL, NULL,
	  id_reply, ROUTE_SLOW },
	{ "POST", "/api/v1/imports/{id}/cancel", PERM_IMPORT, import_cancel,
	  "Drop a preview and its file.", NULL, NULL, NULL, 0 },
	{ "POST", "/api/v1/imports/{id}/undo", PERM_IMPORT, import_undo,
	  "Take a confirmed import back, unless somebody has built on it.", NULL, NULL, NULL,
	  ROUTE_SLOW },
	ROUTE_END
};
