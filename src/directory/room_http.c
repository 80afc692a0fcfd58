/* SPDX-License-Identifier: Apache-2.0 */
/* /rooms: rooms and bases of organisations (S003-09). */
#include "directory/directory_http.h"
#include "base/banned.h"

static const char *const kinds[] = {
	"member_home", "meeting_room", "activity_room", "reading_room", "base", "other", NULL
};

struct room_out {
	int64_t id, organisation_id, seats, version;
	const char *organisation_name, *name, *kind, *place, *closed_on;
};
const struct fld room_row_fields[] = {
	FIELD_ID(room_out, id),
	FIELD_ID(room_out, organisation_id),
	FIELD_STR(room_out, organisation_name, 1, 100),
	FIELD_STR(room_out, name, 1, 80),
	FIELD_ENUM(room_out, kind, kinds),
	FIELD_STR_OPT(room_out, place, 0, 80),
	FIELD_I64_(room_out, seats, 0, 100000, FLD_NULLABLE),
	FIELD_DATE_OPT(room_out, closed_on),
	FIELD_I64(room_out, version, 1, INT64_MAX),
	FIELD_END,
};

enum err room_list_handler(struct req *rq)
{
	static const struct scoped_statement statement = {
		.id = SQL_ROOM_PAGE,
		.low = ROOM_PAGE_LOW,
		.high = ROOM_PAGE_HIGH,
		.after_name = ROOM_PAGE_AFTER_NAME,
		.after_id = ROOM_PAGE_AFTER_ID,
		.n = ROOM_PAGE_N,
		.col_id = ROOM_PAGE_C_ID,
		.col_name = ROOM_PAGE_C_NAME,
		.fields = room_row_fields,
	};

	return scoped_list_answer(rq, "room.list", &statement);
}

struct room_in {
	int64_t organisation_id, seats, version;
	const char *name, *kind, *place, *closed_on;
};
const struct fld room_add_body[] = {
	FIELD_ID(room_in, organisation_id),
	FIELD_STR(room_in, name, 1, 80),
	FIELD_ENUM(room_in, kind, kinds),
	FIELD_STR_OPT(room_in, place, 0, 80),
	FIELD_I64_(room_in, seats, 0, 100000, FLD_OPTIONAL | FLD_NULLABLE),
	FIELD_END,
};
const struct fld room_patch_body[] = {
	FIELD_STR_(room_in, name, 1, 80, FLD_OPTIONAL),
	FIELD_ENUM_(room_in, kind, kinds, FLD_OPTIONAL),
	FIELD_STR_OPT(room_in, place, 0, 80),
	FIELD_I64_(room_in, seats, 0, 100000, FLD_OPTIONAL | FLD_NULLABLE),
	FIELD_DATE_OPT(room_in, closed_on),
	FIELD_I64(room_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct room_job {
	struct req *rq;
	int64_t id;
	struct room_in in;
	struct made out;
};

static enum err add_tx(struct db *db, void *arg)
{
	struct room_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_EDIT,
					job->in.organisation_id);

	if (!e)
		e = db_stmt(db, SQL_ROOM_ADD, &q);
	if (e)
		return e;
	bind_i64(q, ROOM_ADD_ORGANISATION_ID, job->in.organisation_id);
	bind_str(q, ROOM_ADD_NAME, job->in.name);
	bind_str(q, ROOM_ADD_KIND, job->in.kind);
	bind_str(q, ROOM_ADD_PLACE, text_or_null(job->in.place));
	bind_id(q, ROOM_ADD_SEATS, job->in.seats);
	e = step_one(q);
	if (e)
		return e;
	job->out = (struct made){ col_i64(q, ROOM_ADD_C_ID), 1 };
	return audit_one(db, job->rq, "room.add", "room", job->out.id, "name", job->in.name);
}

enum err room_add_handler(struct req *rq)
{
	struct room_job job = { .rq = rq };
	enum err e = req_json(rq, room_add_body, &job.in);

	if (!e)
		e = db_write(req_db(rq), "room.add", add_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

static enum err load_tx(struct db *db, void *arg)
{
	struct room_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	enum err e = db_stmt(db, SQL_ROOM_GET, &q);

	if (e)
		return e;
	bind_i64(q, ROOM_GET_ID, job->id);
	e = step_one(q);
	if (e)
		return e;
	job->in = (struct room_in){
		.organisation_id = col_i64(q, ROOM_GET_C_ORGANISATION_ID),
		.name = col_dup(q, ROOM_GET_C_NAME, a),
		.kind = col_dup(q, ROOM_GET_C_KIND, a),
		.place = col_dup(q, ROOM_GET_C_PLACE, a),
		.seats = col_i64(q, ROOM_GET_C_SEATS),
		.closed_on = col_dup(q, ROOM_GET_C_CLOSED_ON, a),
	};
	return authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_READ,
				  job->in.organisation_id);
}

static enum err change_tx(struct db *db, void *arg)
{
	struct room_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_EDIT,
					job->in.organisation_id);

	if (!e)
		e = db_stmt(db, SQL_ROOM_CHANGE, &q);
	if (e)
		return e;
	bind_i64(q, ROOM_CHANGE_ID, job->id);
	bind_i64(q, ROOM_CHANGE_VERSION, job->in.version);
	bind_str(q, ROOM_CHANGE_NAME, job->in.name);
	bind_str(q, ROOM_CHANGE_KIND, job->in.kind);
	bind_str(q, ROOM_CHANGE_PLACE, text_or_null(job->in.place));
	bind_id(q, ROOM_CHANGE_SEATS, job->in.seats);
	bind_str(q, ROOM_CHANGE_CLOSED_ON, job->in.closed_on);
	e = step_done(q, &changed);
	if (e)
		return e;
	if (changed != 1)
		return ERR_STALE;
	job->out = (struct made){ job->id, job->in.version + 1 };
	return audit_one(db, job->rq, "room.change", "room", job->id, NULL, NULL);
}

enum err room_patch_handler(struct req *rq)
{
	struct room_job job = { .rq = rq };
	struct room_in said = { 0 };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, room_patch_body,
			     &said); /* faults first, then whether it is there */
	if (!e)
		e = db_read(req_db(rq), "room.load", load_tx, &job);
	if (!e)
		e = req_json(rq, room_patch_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "room.change", change_tx, &job);
	return e ? e : res_json(rq, 200, made_fields, &job.out);
}
