/* SPDX-License-Identifier: Apache-2.0 */
/* The lists that are all alike: things of a subtree by name. */
#include "directory/directory_http.h"
#include "base/banned.h"

struct list_job {
	struct req *rq;
	const struct scoped_statement *statement;
	struct scoped_list in;
	const char *after_name;
	int64_t after_id;
};

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	const struct scoped_statement *s = job->statement;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation root;
	struct json_writer *w = res_writer(job->rq);
	const char *next = NULL, *last = NULL;
	int64_t n = 0;
	bool row = false;
	enum err e = scope_organisation(db, a, req_user(job->rq), PERM_DIRECTORY_READ,
					job->in.organisation_id, &root);

	if (!e)
		e = db_stmt(db, s->id, &q);
	if (e)
		return e;
	bind_str(q, s->low, root.path);
	bind_str(q, s->high, directory_path_high(a, root.path));
	bind_str(q, s->after_name, job->after_name);
	bind_i64(q, s->after_id, job->after_id);
	bind_i64(q, s->n, job->in.limit + 1);
	page_begin(w);
	while ((e = step_row(q, &row)) == OK && row && n < job->in.limit) {
		last = cursor_make(a, col_str(q, s->col_name), col_i64(q, s->col_id));
		res_row(w, NULL, s->fields, q);
		n++;
	}
	if (!e && row)
		next = last;
	page_end(w, next, !job->in.after && !row ? n : -1);
	return e;
}

enum err scoped_list_answer(struct req *rq, const char *name,
			    const struct scoped_statement *statement)
{
	struct list_job job = { .rq = rq, .statement = statement, .in.limit = LIST_DEFAULT };
	enum err e = req_query(rq, scoped_query, &job.in);

	if (!e)
		e = cursor_parse(rq, job.in.after, &job.after_name, &job.after_id);
	if (!e)
		e = db_read(req_db(rq), name, list_tx, &job);
	return e ? e : res_written(rq, 200);
}
