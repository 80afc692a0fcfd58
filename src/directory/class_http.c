/* SPDX-License-Identifier: Apache-2.0 */
/* /classes: list, one, record, change. A class is seen from its organisation and its branch. */
#include "directory/directory_http.h"
#include "base/banned.h"

static const char *const levels[] = { "undergraduate", "junior_college", "master", "doctor", NULL };

const struct fld scoped_query[] = {
	FIELD_ID_OPT(scoped_list, organisation_id),
	FIELD_STR_OPT(scoped_list, after, 0, 400),
	FIELD_I64_OPT(scoped_list, limit, 1, LIST_MAX),
	FIELD_END,
};

struct class_out {
	int64_t id, entry_year, size, organisation_id, branch_id, counsellor_id, people, version;
	const char *code, *name, *level, *campus, *organisation_name, *branch_name,
		*counsellor_name, *closed_on;
};
const struct fld class_row_fields[] = {
	FIELD_ID(class_out, id),
	FIELD_STR(class_out, code, 1, 40),
	FIELD_STR(class_out, name, 1, 60),
	FIELD_I64_(class_out, entry_year, 1900, 2199, FLD_NULLABLE),
	FIELD_STR_OPT(class_out, level, 0, 40),
	FIELD_STR_OPT(class_out, campus, 0, 40),
	FIELD_I64_(class_out, size, 0, 1000, FLD_NULLABLE),
	FIELD_ID(class_out, organisation_id),
	FIELD_STR(class_out, organisation_name, 1, 100),
	FIELD_ID_OPT(class_out, branch_id),
	FIELD_STR_OPT(class_out, branch_name, 0, 100),
	FIELD_ID_OPT(class_out, counsellor_id),
	FIELD_STR_OPT(class_out, counsellor_name, 0, 60),
	FIELD_DATE_OPT(class_out, closed_on),
	FIELD_I64(class_out, people, 0, INT64_MAX),
	FIELD_I64(class_out, version, 1, INT64_MAX),
	FIELD_END,
};

enum err class_list_handler(struct req *rq)
{
	static const struct scoped_statement statement = {
		.id = SQL_CLASS_PAGE,
		.low = CLASS_PAGE_LOW,
		.high = CLASS_PAGE_HIGH,
		.after_name = CLASS_PAGE_AFTER_NAME,
		.after_id = CLASS_PAGE_AFTER_ID,
		.n = CLASS_PAGE_N,
		.col_id = CLASS_PAGE_C_ID,
		.col_name = CLASS_PAGE_C_NAME,
		.fields = class_row_fields,
	};

	return scoped_list_answer(rq, "class.list", &statement);
}

/* A branch sees its own classes, which its committee keeps. */
static enum err class_readable(struct db *db, const struct user *who, int64_t organisation_id,
			       int64_t branch_id)
{
	enum err e = authz_organisation(db, who, PERM_DIRECTORY_READ, organisation_id);

	if (e == ERR_NOT_FOUND && branch_id)
		e = authz_organisation(db, who, PERM_DIRECTORY_READ, branch_id);
	return e;
}

enum err authz_class(struct db *db, struct req *rq, int64_t class_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_CLASS_GET, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_GET_ID, class_id);
	e = step_one(q);
	if (e)
		return e;
	return class_readable(db, req_user(rq), col_i64(q, CLASS_GET_C_ORGANISATION_ID),
			      col_i64(q, CLASS_GET_C_BRANCH_ID));
}

struct show_job {
	struct req *rq;
	int64_t id;
};

static enum err show_tx(struct db *db, void *arg)
{
	struct show_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = authz_class(db, job->rq, job->id);

	if (!e)
		e = db_stmt(db, SQL_CLASS_ROW, &q);
	if (e)
		return e;
	bind_i64(q, CLASS_ROW_ID, job->id);
	e = step_one(q);
	if (e)
		return e;
	res_row(res_writer(job->rq), NULL, class_row_fields, q);
	return OK;
}

enum err class_show_handler(struct req *rq)
{
	struct show_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_read(req_db(rq), "class.show", show_tx, &job);
	return e ? e : res_written(rq, 200);
}

struct class_in {
	const char *code, *name, *level, *campus, *counsellor_name, *closed_on;
	int64_t entry_year, size, organisation_id, branch_id, counsellor_id, version;
};
#define CLASS_FIELDS                                                                               \
	FIELD_I64_(class_in, entry_year, 1950, 2199, FLD_OPTIONAL | FLD_NULLABLE),                 \
		FIELD_ENUM_OPT(class_in, level, levels), FIELD_STR_OPT(class_in, campus, 0, 40),   \
		FIELD_I64_(class_in, size, 0, 1000, FLD_OPTIONAL | FLD_NULLABLE),                  \
		FIELD_ID_OPT(class_in, branch_id), FIELD_ID_OPT(class_in, counsellor_id),          \
		FIELD_STR_OPT(class_in, counsellor_name, 0, 60)
const struct fld class_add_body[] = {
	FIELD_STR(class_in, code, 1, 40),
	FIELD_STR(class_in, name, 1, 60),
	FIELD_ID(class_in, organisation_id),
	CLASS_FIELDS,
	FIELD_END,
};
const struct fld class_patch_body[] = {
	FIELD_STR_(class_in, code, 1, 40, FLD_OPTIONAL),
	FIELD_STR_(class_in, name, 1, 60, FLD_OPTIONAL),
	CLASS_FIELDS,
	FIELD_DATE_OPT(class_in, closed_on),
	FIELD_I64(class_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct class_job {
	struct req *rq;
	int64_t id;
	struct class_in in;
	struct made out;
};

static struct directory_class class_of(const struct class_job *job)
{
	return (struct directory_class){
		.id = job->id,
		.code = job->in.code,
		.name = job->in.name,
		.entry_year = job->in.entry_year,
		.level = job->in.level,
		.campus = job->in.campus,
		.size = job->in.size,
		.organisation_id = job->in.organisation_id,
		.branch_id = job->in.branch_id,
		.counsellor_id = job->in.counsellor_id,
		.counsellor_name = job->in.counsellor_name,
		.closed_on = job->in.closed_on,
		.version = job->in.version,
	};
}

/* Branch and counsellor must be visible to the caller: what he may not see is not there. */
static enum err check_links(struct db *db, struct class_job *job)
{
	const struct user *who = req_user(job->rq);
	enum err e = authz_organisation(db, who, PERM_DIRECTORY_EDIT, job->in.organisation_id);

	if (e == ERR_NOT_FOUND && job->id)
		return ERR_FORBIDDEN; /* load_tx showed it to his branch */
	if (!e && job->in.branch_id)
		e = authz_organisation(db, who, PERM_DIRECTORY_READ, job->in.branch_id);
	if (!e && job->in.counsellor_id)
		e = authz_person(db, who, PERM_DIRECTORY_READ, job->in.counsellor_id);
	return e;
}

static enum err put_tx(struct db *db, void *arg)
{
	struct class_job *job = arg;
	struct directory_class class = class_of(job);
	enum err e = check_links(db, job);

	if (!e)
		e = directory_class_put(db, &class, &job->out.id);
	if (e)
		return e;
	job->out.version = job->in.version + 1;
	return audit_one(db, job->rq, job->id ? "class.change" : "class.add", "class", job->out.id,
			 NULL, NULL);
}

enum err class_add_handler(struct req *rq)
{
	struct class_job job = { .rq = rq };
	enum err e = req_json(rq, class_add_body, &job.in);

	if (!e)
		e = db_write(req_db(rq), "class.add", put_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

/* What is recorded goes into the input first; the body then changes what it names. */
static enum err load_tx(struct db *db, void *arg)
{
	struct class_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	enum err e = db_stmt(db, SQL_CLASS_GET, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_GET_ID, job->id);
	e = step_one(q);
	if (e)
		return e;
	job->in = (struct class_in){
		.code = col_dup(q, CLASS_GET_C_CODE, a),
		.name = col_dup(q, CLASS_GET_C_NAME, a),
		.level = col_dup(q, CLASS_GET_C_LEVEL, a),
		.campus = col_dup(q, CLASS_GET_C_CAMPUS, a),
		.counsellor_name = col_dup(q, CLASS_GET_C_COUNSELLOR_NAME, a),
		.closed_on = col_dup(q, CLASS_GET_C_CLOSED_ON, a),
		.entry_year = col_i64(q, CLASS_GET_C_ENTRY_YEAR),
		.size = col_i64(q, CLASS_GET_C_SIZE),
		.organisation_id = col_i64(q, CLASS_GET_C_ORGANISATION_ID),
		.branch_id = col_i64(q, CLASS_GET_C_BRANCH_ID),
		.counsellor_id = col_i64(q, CLASS_GET_C_COUNSELLOR_ID),
	};
	return class_readable(db, req_user(job->rq), job->in.organisation_id, job->in.branch_id);
}

enum err class_patch_handler(struct req *rq)
{
	struct class_job job = { .rq = rq };
	struct class_in said = { 0 };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, class_patch_body,
			     &said); /* faults first, then whether it is there */
	if (!e)
		e = db_read(req_db(rq), "class.load", load_tx, &job);
	if (!e)
		e = req_json(rq, class_patch_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "class.change", put_tx, &job);
	return e ? e : res_json(rq, 200, made_fields, &job.out);
}
