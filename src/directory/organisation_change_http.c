/* SPDX-License-Identifier: Apache-2.0 */
/* GET /organisations/changes: the whole before and after, and what happened between (S003-01). */
#include "directory/directory_http.h"
#include "base/banned.h"

struct changes_query {
	const char *from, *until;
	int64_t organisation_id;
};
const struct fld organisation_changes_query[] = {
	FIELD_DATE(changes_query, from),
	FIELD_DATE(changes_query, until),
	FIELD_ID_OPT(changes_query, organisation_id),
	FIELD_END,
};

static const struct fld kind_fields[] = {
	FIELD_ENUM(organisation_kind_count, kind, directory_organisation_kinds),
	FIELD_I64(organisation_kind_count, n, INT64_MIN, INT64_MAX), FIELD_END
};

static const struct fld side_fields[] = {
	FIELD_LIST(organisation_side, by_kind, organisation_kind_count, kind_fields, 20),
	FIELD_I64(organisation_side, upper, INT64_MIN, INT64_MAX),
	FIELD_I64(organisation_side, branches, INT64_MIN, INT64_MAX),
	FIELD_I64(organisation_side, total, INT64_MIN, INT64_MAX),
	FIELD_END,
};

struct change_out {
	int64_t organisation_id, successor_id;
	const char *name, *kind, *happened_on, *old_name, *new_name, *old_kind, *new_kind,
		*old_parent_name, *new_parent_name, *successor_name, *decision, *decided_on;
};
static const char *const event_kinds[] = { "founded", "renamed", "moved", "changed_kind",
					   "merged",  "closed",  NULL };
static const struct fld change_fields[] = {
	FIELD_ID(change_out, organisation_id),
	FIELD_STR(change_out, name, 1, 100),
	FIELD_ENUM(change_out, kind, event_kinds),
	FIELD_DATE(change_out, happened_on),
	FIELD_STR_OPT(change_out, old_name, 0, 100),
	FIELD_STR_OPT(change_out, new_name, 0, 100),
	FIELD_ENUM_OPT(change_out, old_kind, directory_organisation_kinds),
	FIELD_ENUM_OPT(change_out, new_kind, directory_organisation_kinds),
	FIELD_STR_OPT(change_out, old_parent_name, 0, 100),
	FIELD_STR_OPT(change_out, new_parent_name, 0, 100),
	FIELD_ID_OPT(change_out, successor_id),
	FIELD_STR_OPT(change_out, successor_name, 0, 100),
	FIELD_STR_OPT(change_out, decision, 0, 200),
	FIELD_DATE_OPT(change_out, decided_on),
	FIELD_END,
};

struct changes_out {
	struct organisation_side before, after, difference;
	struct fld_list events;
};
const struct fld organisation_changes_fields[] = {
	FIELD_OBJECT(changes_out, before, organisation_side, side_fields),
	FIELD_OBJECT(changes_out, after, organisation_side, side_fields),
	FIELD_OBJECT(changes_out, difference, organisation_side, side_fields),
	FIELD_LIST(changes_out, events, change_out, change_fields, 2000),
	FIELD_END,
};

struct changes_job {
	struct req *rq;
	struct changes_query in;
	struct directory_organisation root;
	struct changes_out out;
};

static enum err read_changes(struct db *db, struct changes_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct change_out *changes = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_CHANGES, &q);

	if (e)
		return e;
	bind_str(q, ORGANISATION_CHANGES_LOW, job->root.path);
	bind_str(q, ORGANISATION_CHANGES_HIGH, directory_path_high(a, job->root.path));
	bind_str(q, ORGANISATION_CHANGES_FROM_ON, job->in.from);
	bind_str(q, ORGANISATION_CHANGES_UNTIL_ON, job->in.until);
	while ((e = step_row(q, &row)) == OK && row)
		*VEC_PUSH(a, changes, n, cap) = (struct change_out){
			.organisation_id = col_i64(q, ORGANISATION_CHANGES_C_ORGANISATION_ID),
			.successor_id = col_i64(q, ORGANISATION_CHANGES_C_SUCCESSOR_ID),
			.name = col_dup(q, ORGANISATION_CHANGES_C_NAME, a),
			.kind = col_dup(q, ORGANISATION_CHANGES_C_KIND, a),
			.happened_on = col_dup(q, ORGANISATION_CHANGES_C_HAPPENED_ON, a),
			.old_name = col_dup(q, ORGANISATION_CHANGES_C_OLD_NAME, a),
			.new_name = col_dup(q, ORGANISATION_CHANGES_C_NEW_NAME, a),
			.old_kind = col_dup(q, ORGANISATION_CHANGES_C_OLD_KIND, a),
			.new_kind = col_dup(q, ORGANISATION_CHANGES_C_NEW_KIND, a),
			.old_parent_name = col_dup(q, ORGANISATION_CHANGES_C_OLD_PARENT_NAME, a),
			.new_parent_name = col_dup(q, ORGANISATION_CHANGES_C_NEW_PARENT_NAME, a),
			.successor_name = col_dup(q, ORGANISATION_CHANGES_C_SUCCESSOR_NAME, a),
			.decision = col_dup(q, ORGANISATION_CHANGES_C_DECISION, a),
			.decided_on = col_dup(q, ORGANISATION_CHANGES_C_DECIDED_ON, a),
		};
	job->out.events = (struct fld_list){ changes, n };
	return e;
}

static enum err changes_tx(struct db *db, void *arg)
{
	struct changes_job *job = arg;
	enum err e = scope_organisation(db, req_arena(job->rq), req_user(job->rq),
					PERM_DIRECTORY_READ, job->in.organisation_id, &job->root);

	if (!e)
		e = organisation_side_at(db, req_arena(job->rq), &job->root, job->in.from,
					 &job->out.before);
	if (!e)
		e = organisation_side_at(db, req_arena(job->rq), &job->root, job->in.until,
					 &job->out.after);
	if (!e)
		e = read_changes(db, job);
	if (e)
		return e;
	job->out.difference =
		organisation_side_subtract(req_arena(job->rq), &job->out.before, &job->out.after);
	return OK;
}

enum err organisation_changes_handler(struct req *rq)
{
	struct changes_job job = { .rq = rq };
	enum err e = req_query(rq, organisation_changes_query, &job.in);

	if (!e && strcmp(job.in.from, job.in.until) > 0) {
		problem_add(req_problems(rq), "until", "out_of_range", NULL);
		e = ERR_INPUT;
	}
	if (!e)
		e = db_read(req_db(rq), "organisation.changes", changes_tx, &job);
	return e ? e : res_json(rq, 200, organisation_changes_fields, &job.out);
}
