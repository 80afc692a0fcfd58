/* SPDX-License-Identifier: Apache-2.0 */
/* /exports: the roster as a file, with who, when, for what; and the list of those made. */
#include <unistd.h>

#include "directory/directory_http.h"
#include "directory/roster_export.h"
#include "base/banned.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static const char *const sets[] = { "short", "basic", "provincial", NULL }; /* enum roster_set */

struct export_in {
	int64_t organisation_id;
	const char *purpose, *receiver, *columns;
	bool whole_id;
};
const struct fld roster_export_body[] = {
	FIELD_ID(export_in, organisation_id),       FIELD_STR(export_in, purpose, 2, 200),
	FIELD_STR_OPT(export_in, receiver, 0, 100), FIELD_ENUM(export_in, columns, sets),
	FIELD_BOOL_OPT(export_in, whole_id),        FIELD_END,
};

struct export_job {
	struct req *rq;
	struct export_in in;
	struct directory_organisation root;
	struct roster_export export;
	int64_t rows;
};

/* Export, and with whole ID numbers the right to see them, both there. */
static enum err authorise(struct db *db, struct export_job *job)
{
	const struct user *who = req_user(job->rq);
	enum err e = authz_organisation(db, who, PERM_EXPORT, job->in.organisation_id);

	if (!e && job->in.whole_id)
		e = authz_organisation(db, who, PERM_ID_REVEAL, job->in.organisation_id);
	return e;
}

static const char *note_of(struct export_job *job)
{
	char at[DATE_TIME_SIZE];
	bool receiver = !str_empty(job->in.receiver);

	date_time_format(clock_now() + (int64_t)8 * 3600, at); /* the clock in China */
	return arena_printf(req_arena(job->rq), "导出人：%s；时间：%.10s %.5s；用途：%s%s%s",
			    req_user(job->rq)->name, at, at + 11, job->in.purpose,
			    receiver ? "；接收单位：" : "", receiver ? job->in.receiver : "");
}

static enum err make_tx(struct db *db, void *arg)
{
	struct export_job *job = arg;
	struct roster_export *export = &job->export;
	enum err e = authorise(db, job);

	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &job->root);
	if (e)
		return e;
	export->root = &job->root;
	return roster_export(db, export, &job->rows);
}

/* No file leaves without its record. */
static enum err record_tx(struct db *db, void *arg)
{
	struct export_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = authorise(db, job);

	if (!e)
		e = db_stmt(db, SQL_EXPORT_RECORD_ADD, &q);
	if (e)
		return e;
	bind_i64(q, EXPORT_RECORD_ADD_ORGANISATION_ID, job->in.organisation_id);
	bind_str(q, EXPORT_RECORD_ADD_KIND, job->in.whole_id ? "roster_whole_id" : "roster");
	bind_str(q, EXPORT_RECORD_ADD_PURPOSE, job->in.purpose);
	bind_str(q, EXPORT_RECORD_ADD_RECEIVER, text_or_null(job->in.receiver));
	bind_i64(q, EXPORT_RECORD_ADD_N_ROWS, job->rows);
	bind_i64(q, EXPORT_RECORD_ADD_ACCOUNT_ID, req_user(job->rq)->account_id);
	bind_i64(q, EXPORT_RECORD_ADD_CREATED_AT, clock_now());
	e = step_one(q);
	if (e)
		return e;
	return audit_one(db, job->rq, job->in.whole_id ? "roster.export_whole_id" : "roster.export",
			 "export_record", col_i64(q, EXPORT_RECORD_ADD_C_ID), "purpose",
			 job->in.purpose);
}

static enum roster_set set_of(const char *code)
{
	int set = 0;

	while (!str_eq(sets[set], code))
		set++;
	return (enum roster_set)set;
}

/* An empty private file in the spool folder. */
static enum err make_file(struct req *rq, char **ret_path)
{
	char *path = arena_printf(req_arena(rq), "%s/export-XXXXXX", req_app(rq)->spool);
	int fd = mkstemp(path);

	if (fd < 0)
		return ERR_IO;
	(void)close(fd); /* written by name */
	*ret_path = path;
	return OK;
}

static enum err answer_file(struct export_job *job)
{
	struct req *rq = job->rq;
	char day[DATE_SIZE];

	date_format(clock_today(), day);
	return res_file(rq, XLSX_TYPE,
			arena_printf(req_arena(rq), "%s党员花名册-%s.xlsx", job->root.name, day),
			job->export.path, /* remove_after= */ true);
}

enum err roster_export_handler(struct req *rq)
{
	struct export_job job = { .rq = rq };
	char *path;
	enum err e = req_json(rq, roster_export_body, &job.in);

	if (!e)
		e = make_file(rq, &path);
	if (e)
		return e;
	job.export = (struct roster_export){
		.set = set_of(job.in.columns),
		.note = note_of(&job),
		.path = path,
		.folder = req_app(rq)->spool,
		.keys = job.in.whole_id ? req_app(rq)->seal : NULL,
	};
	e = db_read(req_db(rq), "export.make", make_tx, &job);
	if (!e)
		e = db_write(req_db(rq), "export.record", record_tx, &job);
	if (!e)
		e = answer_file(&job);
	if (e)
		(void)unlink(path); /* nothing was sent */
	return e;
}

/* ---- those made ---- */

struct page_in {
	int64_t organisation_id, limit;
	const char *after;
};
const struct fld export_list_query[] = {
	FIELD_ID_OPT(page_in, organisation_id),
	FIELD_STR_OPT(page_in, after, 0, 40),
	FIELD_I64_OPT(page_in, limit, 1, LIST_MAX),
	FIELD_END,
};

struct export_out {
	int64_t id, organisation_id, n_rows, created_at;
	const char *organisation_name, *kind, *purpose, *receiver, *account_name;
};
static const char *const kinds[] = { "roster", "roster_whole_id", NULL };
const struct fld export_row_fields[] = {
	FIELD_ID(export_out, id),
	FIELD_ID(export_out, organisation_id),
	FIELD_STR(export_out, organisation_name, 1, 100),
	FIELD_ENUM(export_out, kind, kinds),
	FIELD_STR(export_out, purpose, 2, 200),
	FIELD_STR_OPT(export_out, receiver, 0, 100),
	FIELD_I64(export_out, n_rows, 0, INT64_MAX),
	FIELD_STR_OPT(export_out, account_name, 0, 64),
	FIELD_TIME(export_out, created_at),
	FIELD_END,
};

struct page_job {
	struct req *rq;
	struct page_in in;
	int64_t after;
};

static enum err list_tx(struct db *db, void *arg)
{
	struct page_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation root;
	struct json_writer *w = res_writer(job->rq);
	const char *next = NULL;
	int64_t n = 0, last = 0;
	bool row = false;
	enum err e = scope_organisation(db, a, req_user(job->rq), PERM_EXPORT,
					job->in.organisation_id, &root);

	if (!e)
		e = db_stmt(db, SQL_EXPORT_PAGE, &q);
	if (e)
		return e;
	bind_str(q, EXPORT_PAGE_LOW, root.path);
	bind_str(q, EXPORT_PAGE_HIGH, directory_path_high(a, root.path));
	bind_i64(q, EXPORT_PAGE_AFTER, job->after);
	bind_i64(q, EXPORT_PAGE_N, job->in.limit + 1);
	page_begin(w);
	while ((e = step_row(q, &row)) == OK && row && n < job->in.limit) {
		last = col_i64(q, EXPORT_PAGE_C_ID);
		res_row(w, NULL, export_row_fields, q);
		n++;
	}
	if (!e && row)
		next = cursor_make(a, "", last);
	page_end(w, next, -1);
	return e;
}

enum err export_list_handler(struct req *rq)
{
	struct page_job job = { .rq = rq, .in.limit = LIST_DEFAULT };
	const char *key;
	enum err e = req_query(rq, export_list_query, &job.in);

	if (!e)
		e = cursor_parse(rq, job.in.after, &key, &job.after);
	if (!e)
		e = db_read(req_db(rq), "export.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}
