/* SPDX-License-Identifier: Apache-2.0 */
/* /party-groups: groups inside a branch. */
#include "directory/directory_http.h"
#include "base/banned.h"

struct group_out {
	int64_t id, organisation_id, class_id, version;
	const char *organisation_name, *name, *campus, *class_name, *founded_on, *closed_on;
};
const struct fld party_group_row_fields[] = {
	FIELD_ID(group_out, id),
	FIELD_ID(group_out, organisation_id),
	FIELD_STR(group_out, organisation_name, 1, 100),
	FIELD_STR(group_out, name, 1, 60),
	FIELD_STR_OPT(group_out, campus, 0, 40),
	FIELD_ID_OPT(group_out, class_id),
	FIELD_STR_OPT(group_out, class_name, 0, 60),
	FIELD_DATE(group_out, founded_on),
	FIELD_DATE_OPT(group_out, closed_on),
	FIELD_I64(group_out, version, 1, INT64_MAX),
	FIELD_END,
};

enum err party_group_list_handler(struct req *rq)
{
	static const struct scoped_statement statement = {
		.id = SQL_PARTY_GROUP_PAGE,
		.low = PARTY_GROUP_PAGE_LOW,
		.high = PARTY_GROUP_PAGE_HIGH,
		.after_name = PARTY_GROUP_PAGE_AFTER_NAME,
		.after_id = PARTY_GROUP_PAGE_AFTER_ID,
		.n = PARTY_GROUP_PAGE_N,
		.col_id = PARTY_GROUP_PAGE_C_ID,
		.col_name = PARTY_GROUP_PAGE_C_NAME,
		.fields = party_group_row_fields,
	};

	return scoped_list_answer(rq, "party_group.list", &statement);
}

struct group_in {
	int64_t organisation_id, class_id, version;
	const char *name, *campus, *founded_on, *closed_on;
};
const struct fld party_group_add_body[] = {
	FIELD_ID(group_in, organisation_id),    FIELD_STR(group_in, name, 1, 60),
	FIELD_STR_OPT(group_in, campus, 0, 40), FIELD_ID_OPT(group_in, class_id),
	FIELD_DATE(group_in, founded_on),       FIELD_END,
};
const struct fld party_group_patch_body[] = {
	FIELD_STR_(group_in, name, 1, 60, FLD_OPTIONAL),
	FIELD_STR_OPT(group_in, campus, 0, 40),
	FIELD_ID_OPT(group_in, class_id),
	FIELD_DATE_OPT(group_in, closed_on),
	FIELD_I64(group_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct group_job {
	struct req *rq;
	int64_t id;
	struct group_in in;
	struct made out;
};

/* A group stands in a branch. */
static enum err check_branch(struct db *db, struct group_job *job)
{
	struct directory_organisation branch;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_EDIT,
					job->in.organisation_id);

	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &branch);
	if (!e && job->in.class_id)
		e = authz_class(db, job->rq, job->in.class_id);
	if (!e && (!directory_is_branch(branch.kind) || branch.closed_on))
		e = ERR_CONFLICT;
	return e;
}

static enum err add_tx(struct db *db, void *arg)
{
	struct group_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = check_branch(db, job);

	if (!e)
		e = db_stmt(db, SQL_PARTY_GROUP_ADD, &q);
	if (e)
		return e;
	bind_i64(q, PARTY_GROUP_ADD_ORGANISATION_ID, job->in.organisation_id);
	bind_str(q, PARTY_GROUP_ADD_NAME, job->in.name);
	bind_str(q, PARTY_GROUP_ADD_CAMPUS, text_or_null(job->in.campus));
	bind_id(q, PARTY_GROUP_ADD_CLASS_ID, job->in.class_id);
	bind_str(q, PARTY_GROUP_ADD_FOUNDED_ON, job->in.founded_on);
	e = step_one(q);
	if (e)
		return e;
	job->out = (struct made){ col_i64(q, PARTY_GROUP_ADD_C_ID), 1 };
	return audit_one(db, job->rq, "party_group.add", "party_group", job->out.id, "name",
			 job->in.name);
}

enum err party_group_add_handler(struct req *rq)
{
	struct group_job job = { .rq = rq };
	enum err e = req_json(rq, party_group_add_body, &job.in);

	if (!e)
		e = db_write(req_db(rq), "party_group.add", add_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

static enum err load_tx(struct db *db, void *arg)
{
	struct group_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	enum err e = db_stmt(db, SQL_PARTY_GROUP_GET, &q);

	if (e)
		return e;
	bind_i64(q, PARTY_GROUP_GET_ID, job->id);
	e = step_one(q);
	if (e)
		return e;
	job->in = (struct group_in){
		.organisation_id = col_i64(q, PARTY_GROUP_GET_C_ORGANISATION_ID),
		.class_id = col_i64(q, PARTY_GROUP_GET_C_CLASS_ID),
		.name = col_dup(q, PARTY_GROUP_GET_C_NAME, a),
		.campus = col_dup(q, PARTY_GROUP_GET_C_CAMPUS, a),
		.closed_on = col_dup(q, PARTY_GROUP_GET_C_CLOSED_ON, a),
	};
	return authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_READ,
				  job->in.organisation_id);
}

static enum err change_tx(struct db *db, void *arg)
{
	struct group_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = check_branch(db, job);

	if (!e)
		e = db_stmt(db, SQL_PARTY_GROUP_CHANGE, &q);
	if (e)
		return e;
	bind_i64(q, PARTY_GROUP_CHANGE_ID, job->id);
	bind_i64(q, PARTY_GROUP_CHANGE_VERSION, job->in.version);
	bind_str(q, PARTY_GROUP_CHANGE_NAME, job->in.name);
	bind_str(q, PARTY_GROUP_CHANGE_CAMPUS, text_or_null(job->in.campus));
	bind_id(q, PARTY_GROUP_CHANGE_CLASS_ID, job->in.class_id);
	bind_str(q, PARTY_GROUP_CHANGE_CLOSED_ON, job->in.closed_on);
	e = step_done(q, &changed);
	if (e)
		return e;
	if (changed != 1)
		return ERR_STALE;
	job->out = (struct made){ job->id, job->in.version + 1 };
	return audit_one(db, job->rq, "party_group.change", "party_group", job->id, NULL, NULL);
}

enum err party_group_patch_handler(struct req *rq)
{
	struct group_job job = { .rq = rq };
	struct group_in said = { 0 };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, party_group_patch_body,
			     &said); /* faults first, then whether it is there */
	if (!e)
		e = db_read(req_db(rq), "party_group.load", load_tx, &job);
	if (!e)
		e = req_json(rq, party_group_patch_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "party_group.change", change_tx, &job);
	return e ? e : res_json(rq, 200, made_fields, &job.out);
}
