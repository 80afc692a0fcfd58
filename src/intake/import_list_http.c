/* SPDX-License-Identifier: Apache-2.0 */
/* GET /imports: the imports of an organisation and those below. */
#include "intake/import_http.h"
#include "platform.h"
#include "base/banned.h"

#define PAGE_MAX 200

struct list_in {
	int64_t organisation_id, after;
};
static const struct fld list_query[] = {
	FIELD_ID(list_in, organisation_id),
	FIELD_ID_OPT(list_in, after),
	FIELD_END,
};

struct list_out {
	int64_t id, organisation_id, created_at, confirmed_at, undone_at;
	const char *organisation_name, *kind, *file_name, *state;
};
static const struct fld list_reply[] = {
	FIELD_ID(list_out, id),
	FIELD_ID(list_out, organisation_id),
	FIELD_STR(list_out, organisation_name, 1, 100),
	FIELD_STR(list_out, kind, 1, 20),
	FIELD_STR(list_out, file_name, 0, 300),
	FIELD_STR(list_out, state, 1, 20),
	FIELD_TIME(list_out, created_at),
	FIELD_TIME_OPT(list_out, confirmed_at),
	FIELD_TIME_OPT(list_out, undone_at),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct list_in in;
};

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct json_writer *w = res_writer(job->rq);
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisation org;
	int64_t last = 0;
	int n = 0;
	bool row;
	enum err e =
		authz_organisation(db, req_user(job->rq), PERM_IMPORT, job->in.organisation_id);

	if (!e)
		e = directory_organisation_get(db, a, job->in.organisation_id, &org);
	if (!e)
		e = db_stmt(db, SQL_INTAKE_BATCH_PAGE, &q);
	if (e)
		return e;
	bind_str(q, INTAKE_BATCH_PAGE_LOW, org.path);
	/* "/1/2/" up to "/1/20": '0' is the character behind '/' */
	bind_str(q, INTAKE_BATCH_PAGE_HIGH,
		 arena_printf(a, "%.*s0", (int)strlen(org.path) - 1, org.path));
	bind_i64(q, INTAKE_BATCH_PAGE_BEFORE, job->in.after ? job->in.after : INT64_MAX);
	bind_i64(q, INTAKE_BATCH_PAGE_N, PAGE_MAX);
	json_object(w, NULL);
	json_array(w, "items");
	while ((e = step_row(q, &row)) == OK && row) {
		res_row(w, NULL, list_reply, q);
		last = col_i64(q, INTAKE_BATCH_PAGE_C_ID);
		n++;
	}
	json_close(w);
	json_str(w, "next", n == PAGE_MAX ? arena_printf(a, "%lld", (long long)last) : NULL);
	json_null(w, "total");
	json_close(w);
	return e;
}

static enum err import_list(struct req *rq)
{
	struct list_job job = { .rq = rq };
	enum err e = req_query(rq, list_query, &job.in);

	if (!e)
		e = db_read(req_db(rq), "intake.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

const struct route intake_list_routes[] = {
	{ "GET", "/api/v1/imports", PERM_IMPORT, import_list,
	  "Imports of an organisation and those below, newest first.", list_query, NULL, list_reply,
	  ROUTE_PAGE },
	ROUTE_END
};
