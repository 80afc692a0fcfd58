/* SPDX-License-Identifier: Apache-2.0 */
/* GET /organisations: the visible tree, of today or of another day. */
#include "directory/directory_http.h"
#include "directory/organisation_tree.h"
#include "base/banned.h"

struct list_query {
	const char *as_of;
	int64_t root;
};
const struct fld organisation_list_query[] = { FIELD_DATE_OPT(list_query, as_of),
					       FIELD_ID_OPT(list_query, root), FIELD_END };

struct row_out {
	int64_t id, parent_id, depth, members, people;
	const char *code, *name, *kind, *founded_on, *closed_on;
};
const struct fld organisation_row_fields[] = {
	FIELD_ID(row_out, id),
	FIELD_STR(row_out, code, 1, 40),
	FIELD_STR(row_out, name, 1, 100),
	FIELD_ENUM(row_out, kind, directory_organisation_kinds),
	FIELD_ID_OPT(row_out, parent_id),
	FIELD_I64(row_out, depth, 0, 100),
	FIELD_DATE_OPT(row_out, founded_on),
	FIELD_DATE_OPT(row_out, closed_on),
	FIELD_I64_(row_out, members, 0, INT64_MAX, FLD_NULLABLE),
	FIELD_I64_(row_out, people, 0, INT64_MAX, FLD_NULLABLE),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct list_query in;
	struct organisation_row *rows;
	size_t n, cap;
};

static struct organisation_row *push(struct list_job *job)
{
	return VEC_PUSH(req_arena(job->rq), job->rows, job->n, job->cap);
}

static enum err list_today(struct db *db, struct list_job *job, const char *path)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_TREE, &q);

	if (e)
		return e;
	bind_str(q, ORGANISATION_TREE_LOW, path);
	bind_str(q, ORGANISATION_TREE_HIGH, directory_path_high(a, path));
	while ((e = step_row(q, &row)) == OK && row)
		*push(job) = (struct organisation_row){
			.id = col_i64(q, ORGANISATION_TREE_C_ID),
			.parent_id = col_i64(q, ORGANISATION_TREE_C_PARENT_ID),
			.depth = col_i64(q, ORGANISATION_TREE_C_DEPTH),
			.code = col_dup(q, ORGANISATION_TREE_C_CODE, a),
			.name = col_dup(q, ORGANISATION_TREE_C_NAME, a),
			.kind = col_dup(q, ORGANISATION_TREE_C_KIND, a),
			.founded_on = col_dup(q, ORGANISATION_TREE_C_FOUNDED_ON, a),
			.closed_on = col_dup(q, ORGANISATION_TREE_C_CLOSED_ON, a),
			.members = col_i64(q, ORGANISATION_TREE_C_MEMBERS),
			.people = col_i64(q, ORGANISATION_TREE_C_PEOPLE),
			.counted = true,
		};
	return e;
}

static enum err list_at(struct db *db, struct list_job *job, const char *path)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_TREE_AT, &q);

	if (e)
		return e;
	bind_str(q, ORGANISATION_TREE_AT_LOW, path);
	bind_str(q, ORGANISATION_TREE_AT_HIGH, directory_path_high(a, path));
	bind_str(q, ORGANISATION_TREE_AT_DAY, job->in.as_of);
	while ((e = step_row(q, &row)) == OK && row)
		*push(job) = (struct organisation_row){
			.id = col_i64(q, ORGANISATION_TREE_AT_C_ID),
			.parent_id = col_i64(q, ORGANISATION_TREE_AT_C_PARENT_ID),
			.code = col_dup(q, ORGANISATION_TREE_AT_C_CODE, a),
			.name = col_dup(q, ORGANISATION_TREE_AT_C_NAME, a),
			.kind = col_dup(q, ORGANISATION_TREE_AT_C_KIND, a),
			.founded_on = col_dup(q, ORGANISATION_TREE_AT_C_FOUNDED_ON, a),
			.closed_on = col_dup(q, ORGANISATION_TREE_AT_C_CLOSED_ON, a),
		};
	return e;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation root;
	const char **paths;
	size_t n, i;
	enum err e = OK;

	if (job->in.root) {
		e = scope_organisation(db, a, req_user(job->rq), PERM_DIRECTORY_READ, job->in.root,
				       &root);
		n = 1;
		paths = &root.path;
	} else {
		n = visible_roots(req_user(job->rq), a, &paths);
	}
	for (i = 0; !e && i < n; i++)
		e = job->in.as_of ? list_at(db, job, paths[i]) : list_today(db, job, paths[i]);
	return e;
}

static void print_row(struct json_writer *w, const struct organisation_row *row)
{
	json_object(w, NULL);
	json_id(w, "id", row->id);
	json_str(w, "code", row->code);
	json_str(w, "name", row->name);
	json_str(w, "kind", row->kind);
	json_id(w, "parent_id", row->parent_id);
	json_i64(w, "depth", row->depth);
	json_str(w, "founded_on", row->founded_on);
	json_str(w, "closed_on", row->closed_on);
	if (row->counted) {
		json_i64(w, "members", row->members);
		json_i64(w, "people", row->people);
	} else {
		json_null(w, "members");
		json_null(w, "people");
	}
	json_close(w);
}

enum err organisation_list_handler(struct req *rq)
{
	struct list_job job = { .rq = rq };
	struct organisation_row *sorted;
	struct json_writer *w;
	size_t n, i;
	enum err e = req_query(rq, organisation_list_query, &job.in);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "organisation.list", list_tx, &job);
	if (e)
		return e;
	n = organisation_tree_order(req_arena(rq), job.rows, job.n, &sorted);
	w = res_writer(rq);
	page_begin(w);
	for (i = 0; i < n; i++)
		print_row(w, &sorted[i]);
	page_end(w, NULL, (int64_t)n);
	return res_written(rq, 200);
}
