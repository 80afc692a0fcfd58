/* SPDX-License-Identifier: Apache-2.0 */
/* GET /people/{id}: one person, and the whole ID number with a reason. */
#include "directory/directory_http.h"
#include "base/banned.h"

static const char *const sexes[] = { "male", "female", NULL };

struct named_out {
	int64_t id;
	const char *name;
};
static const struct fld named_fields[] = { FIELD_ID(named_out, id),
					   FIELD_STR(named_out, name, 1, 100), FIELD_END };

struct affiliation_out {
	int64_t organisation_id, party_group_id;
	const char *organisation_name, *party_group_name, *from_on, *until_on, *reason;
};
static const struct fld affiliation_fields[] = {
	FIELD_ID(affiliation_out, organisation_id),
	FIELD_STR(affiliation_out, organisation_name, 1, 100),
	FIELD_ID_OPT(affiliation_out, party_group_id),
	FIELD_STR_OPT(affiliation_out, party_group_name, 0, 60),
	FIELD_DATE(affiliation_out, from_on),
	FIELD_DATE_OPT(affiliation_out, until_on),
	FIELD_STR_OPT(affiliation_out, reason, 0, 200),
	FIELD_END,
};

struct stage_out {
	int64_t id, recorded_at;
	const char *stage, *happened_on, *recorded_by_name;
};
static const struct fld stage_fields[] = {
	FIELD_ID(stage_out, id),
	FIELD_ENUM(stage_out, stage, directory_stages),
	FIELD_STR(stage_out, happened_on, 7, 10),
	FIELD_TIME(stage_out, recorded_at),
	FIELD_STR_OPT(stage_out, recorded_by_name, 0, 64),
	FIELD_END,
};

struct post_out {
	int64_t id, organisation_id;
	const char *organisation_name, *kind, *from_on, *until_on, *term_until;
};
static const struct fld post_fields[] = {
	FIELD_ID(post_out, id),
	FIELD_ID(post_out, organisation_id),
	FIELD_STR(post_out, organisation_name, 1, 100),
	FIELD_ENUM(post_out, kind, post_kinds),
	FIELD_DATE(post_out, from_on),
	FIELD_DATE_OPT(post_out, until_on),
	FIELD_DATE_OPT(post_out, term_until),
	FIELD_END,
};

struct page_out {
	int64_t id, open_case_id, version;
	const char *name, *pinyin, *sex, *ethnicity, *birth, *student_no, *staff_no, *id_tail,
		*native_place, *education, *job, *mobile, *landline, *address, *leaving_on, *stage,
		*stage_on, *applied_on, *joined_on, *full_on, *seniority_from;
	bool gone;
	struct named_out *class, *branch;
	struct fld_list affiliations, stages, posts;
};
const struct fld person_page_fields[] = {
	FIELD_ID(page_out, id),
	FIELD_STR(page_out, name, 1, 60),
	FIELD_STR(page_out, pinyin, 0, 200),
	FIELD_ENUM_OPT(page_out, sex, sexes),
	FIELD_STR_OPT(page_out, ethnicity, 0, 20),
	FIELD_STR_OPT(page_out, birth, 7, 10),
	FIELD_STR_OPT(page_out, student_no, 0, 40),
	FIELD_STR_OPT(page_out, staff_no, 0, 40),
	FIELD_STR_OPT(page_out, id_tail, 4, 4),
	FIELD_STR_OPT(page_out, native_place, 0, 60),
	FIELD_STR_OPT(page_out, education, 0, 60),
	FIELD_STR_OPT(page_out, job, 0, 60),
	FIELD_STR_OPT(page_out, mobile, 0, 30),
	FIELD_STR_OPT(page_out, landline, 0, 30),
	FIELD_STR_OPT(page_out, address, 0, 200),
	FIELD_DATE_OPT(page_out, leaving_on),
	FIELD_OBJECT_OPT(page_out, class, named_out, named_fields),
	FIELD_OBJECT_OPT(page_out, branch, named_out, named_fields),
	FIELD_ENUM_OPT(page_out, stage, directory_stages),
	FIELD_STR_OPT(page_out, stage_on, 7, 10),
	FIELD_STR_OPT(page_out, applied_on, 7, 10),
	FIELD_STR_OPT(page_out, joined_on, 7, 10),
	FIELD_STR_OPT(page_out, full_on, 7, 10),
	FIELD_STR_OPT(page_out, seniority_from, 7, 10),
	FIELD_BOOL(page_out, gone),
	FIELD_LIST(page_out, affiliations, affiliation_out, affiliation_fields, 200),
	FIELD_LIST(page_out, stages, stage_out, stage_fields, 200),
	FIELD_LIST(page_out, posts, post_out, post_fields, 200),
	FIELD_ID_OPT(page_out, open_case_id),
	FIELD_I64(page_out, version, 1, INT64_MAX),
	FIELD_END,
};

struct page_job {
	struct req *rq;
	int64_t id;
};

/* {"id":"3","name":"..."} or null. */
static void print_named(struct json_writer *w, const char *key, struct stmt *q, int id_col)
{
	if (col_null(q, id_col)) {
		json_null(w, key);
		return;
	}
	json_object(w, key);
	json_id(w, "id", col_i64(q, id_col));
	json_str(w, "name", col_str(q, id_col + 1)); /* the name follows the id in cols */
	json_close(w);
}

static void print_core(struct json_writer *w, struct stmt *q)
{
	static const struct {
		const char *key;
		int col;
	} texts[] = {
		{ "name", PERSON_PAGE_C_NAME },
		{ "pinyin", PERSON_PAGE_C_PINYIN },
		{ "sex", PERSON_PAGE_C_SEX },
		{ "ethnicity", PERSON_PAGE_C_ETHNICITY },
		{ "birth", PERSON_PAGE_C_BIRTH },
		{ "student_no", PERSON_PAGE_C_STUDENT_NO },
		{ "staff_no", PERSON_PAGE_C_STAFF_NO },
		{ "id_tail", PERSON_PAGE_C_ID_TAIL },
		{ "native_place", PERSON_PAGE_C_NATIVE_PLACE },
		{ "education", PERSON_PAGE_C_EDUCATION },
		{ "job", PERSON_PAGE_C_JOB },
		{ "mobile", PERSON_PAGE_C_MOBILE },
		{ "landline", PERSON_PAGE_C_LANDLINE },
		{ "address", PERSON_PAGE_C_ADDRESS },
		{ "leaving_on", PERSON_PAGE_C_LEAVING_ON },
		{ "stage", PERSON_PAGE_C_STAGE },
		{ "stage_on", PERSON_PAGE_C_STAGE_ON },
		{ "applied_on", PERSON_PAGE_C_APPLIED_ON },
		{ "joined_on", PERSON_PAGE_C_JOINED_ON },
		{ "full_on", PERSON_PAGE_C_FULL_ON },
		{ "seniority_from", PERSON_PAGE_C_FULL_ON }, /* Art. 33: from full membership */
	};
	size_t i;

	json_id(w, "id", col_i64(q, PERSON_PAGE_C_ID));
	for (i = 0; i < COUNTOF(texts); i++)
		json_strn(w, texts[i].key, col_str(q, texts[i].col), col_len(q, texts[i].col));
	json_bool(w, "gone", col_bool(q, PERSON_PAGE_C_GONE));
	print_named(w, "class", q, PERSON_PAGE_C_CLASS_ID);
	print_named(w, "branch", q, PERSON_PAGE_C_BRANCH_ID);
	json_id(w, "open_case_id", col_i64(q, PERSON_PAGE_C_OPEN_CASE_ID));
	json_i64(w, "version", col_i64(q, PERSON_PAGE_C_VERSION));
}

static enum err print_list(struct db *db, struct page_job *job, const char *key, enum sql statement,
			   const struct fld *fields)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct json_writer *w = res_writer(job->rq);
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, 1, job->id); /* its only parameter */
	json_array(w, key);
	while ((e = step_row(q, &row)) == OK && row)
		res_row(w, NULL, fields, q);
	json_close(w);
	return e;
}

static enum err get_tx(struct db *db, void *arg)
{
	struct page_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct json_writer *w;
	enum err e = authz_person(db, req_user(job->rq), PERM_DIRECTORY_READ, job->id);

	if (!e)
		e = db_stmt(db, SQL_PERSON_PAGE, &q);
	if (e)
		return e;
	bind_i64(q, PERSON_PAGE_ID, job->id);
	e = step_one(q);
	if (e)
		return e;
	w = res_writer(job->rq);
	json_object(w, NULL);
	print_core(w, q);
	e = print_list(db, job, "affiliations", SQL_AFFILIATION_LIST, affiliation_fields);
	if (!e)
		e = print_list(db, job, "stages", SQL_STAGE_EVENT_PAGE, stage_fields);
	if (!e)
		e = print_list(db, job, "posts", SQL_POST_OF_PERSON, post_fields);
	json_close(w);
	return e;
}

enum err person_get_handler(struct req *rq)
{
	struct page_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "person.get", get_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- the whole ID number, with a reason ---- */

struct reveal_in {
	const char *reason;
};
const struct fld id_number_body[] = { FIELD_STR(reveal_in, reason, 2, 200), FIELD_END };

struct reveal_out {
	const char *id_number;
};
const struct fld id_number_fields[] = { FIELD_STR_OPT(reveal_out, id_number, 18, 18), FIELD_END };

struct reveal_job {
	struct req *rq;
	int64_t id;
	struct reveal_in in;
	struct reveal_out out;
};

static enum err reveal_tx(struct db *db, void *arg)
{
	struct reveal_job *job = arg;
	struct req *rq = job->rq;
	enum err e = authz_person(db, req_user(rq), PERM_ID_REVEAL, job->id);

	if (!e)
		e = person_id_number(db, req_arena(rq), req_app(rq)->seal, job->id,
				     &job->out.id_number);
	if (e)
		return e;
	return audit_one(db, rq, "person.id_reveal", "person", job->id, "reason", job->in.reason);
}

enum err id_number_handler(struct req *rq)
{
	struct reveal_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, id_number_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "person.id_reveal", reveal_tx, &job);
	return e ? e : res_json(rq, 200, id_number_fields, &job.out);
}
