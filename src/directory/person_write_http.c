/* SPDX-License-Identifier: Apache-2.0 */
/* Recording a person, changing one, and the dated facts: branch and class. */
#include "directory/directory_http.h"
#include "base/banned.h"

static const char *const sexes[] = { "male", "female", NULL };

/* What may be said of a person; "" takes a text away, absent and null leave it. */
struct person_in {
	const char *name, *sex, *ethnicity, *birth, *student_no, *staff_no, *id_number,
		*native_place, *education, *job, *mobile, *landline, *address, *leaving_on,
		*pinyin_given;
	const char *from_on, *applied_on, *joined_on, *full_on;
	int64_t branch_id, class_id, version;
};

#define COMMON_FIELDS                                                                              \
	FIELD_ENUM_OPT(person_in, sex, sexes), FIELD_STR_OPT(person_in, ethnicity, 0, 20),         \
		FIELD_STR_OPT(person_in, birth, 0, 10),                                            \
		FIELD_STR_OPT(person_in, student_no, 0, 40),                                       \
		FIELD_STR_OPT(person_in, staff_no, 0, 40),                                         \
		FIELD_STR_(person_in, id_number, 0, 18, FLD_OPTIONAL | FLD_NULLABLE | FLD_SECRET), \
		FIELD_STR_OPT(person_in, native_place, 0, 60),                                     \
		FIELD_STR_OPT(person_in, education, 0, 60), FIELD_STR_OPT(person_in, job, 0, 60),  \
		FIELD_STR_OPT(person_in, mobile, 0, 30),                                           \
		FIELD_STR_OPT(person_in, landline, 0, 30),                                         \
		FIELD_STR_OPT(person_in, address, 0, 200),                                         \
		FIELD_STR_OPT(person_in, leaving_on, 0, 10),                                       \
		FIELD_STR_OPT(person_in, pinyin_given, 0, 120)

const struct fld person_add_body[] = {
	FIELD_STR(person_in, name, 1, 60),
	COMMON_FIELDS,
	FIELD_ID(person_in, branch_id),
	FIELD_ID_OPT(person_in, class_id),
	FIELD_DATE_OPT(person_in, from_on),
	FIELD_STR_OPT(person_in, applied_on, 0, 10),
	FIELD_STR_OPT(person_in, joined_on, 0, 10),
	FIELD_STR_OPT(person_in, full_on, 0, 10),
	FIELD_END,
};

const struct fld person_patch_body[] = {
	FIELD_STR_(person_in, name, 1, 60, FLD_OPTIONAL),
	COMMON_FIELDS,
	FIELD_I64(person_in, version, 1, INT64_MAX),
	FIELD_END,
};

static void fault(struct req *rq, const char *field, const char *code)
{
	problem_add(req_problems(rq), field, code, NULL);
}

/* Days that may be known to the month only, and none may lie ahead. */
static void check_days(struct req *rq, const struct person_in *in)
{
	const struct {
		const char *field, *day;
	} days[] = {
		{ "birth", in->birth },
		{ "applied_on", in->applied_on },
		{ "joined_on", in->joined_on },
		{ "full_on", in->full_on },
	};
	int32_t day;
	size_t i;

	for (i = 0; i < COUNTOF(days); i++)
		if (!str_empty(days[i].day) && !day_is_past(days[i].day, true))
			fault(rq, days[i].field, "bad_date");
	if (!str_empty(in->from_on) && !day_is_past(in->from_on, false))
		fault(rq, "from_on", "date_in_future");
	if (!str_empty(in->leaving_on) && date_parse(in->leaving_on, &day))
		fault(rq, "leaving_on", "bad_date");
}

/* The ID number must be right and agree with birth and sex; what it tells need not be typed. */
static void check_id_number(struct req *rq, struct person_in *in)
{
	char *id, birth[DATE_SIZE];
	const char *why;

	if (str_empty(in->id_number)) {
		in->id_number = NULL;
		return;
	}
	id = arena_strdup(req_arena(rq), in->id_number);
	if (strlen(id) == 18 && id[17] == 'x')
		id[17] = 'X';
	in->id_number = id;
	why = person_id_fault(id);
	if (why) {
		fault(rq, "id_number", why);
		return;
	}
	person_id_birth(id, birth);
	if (str_empty(in->birth))
		in->birth = arena_strdup(req_arena(rq), birth);
	else if (strncmp(in->birth, birth, strlen(in->birth)) != 0)
		fault(rq, "birth", "birth_against_id");
	if (str_empty(in->sex))
		in->sex = person_id_sex(id);
	else if (!str_eq(in->sex, person_id_sex(id)))
		fault(rq, "sex", "sex_against_id");
}

static enum err check(struct req *rq, struct person_in *in)
{
	check_days(rq, in);
	check_id_number(rq, in);
	return req_problems(rq)->n ? ERR_INPUT : OK;
}

static struct directory_person person_of(struct req *rq, const struct person_in *in)
{
	return (struct directory_person){
		.name = in->name,
		.sex = in->sex,
		.ethnicity = in->ethnicity,
		.birth = in->birth,
		.student_no = in->student_no,
		.staff_no = in->staff_no,
		.keys = req_app(rq)->seal,
		.id_number = in->id_number,
		.native_place = in->native_place,
		.education = in->education,
		.job = in->job,
		.mobile = in->mobile,
		.landline = in->landline,
		.address = in->address,
		.leaving_on = in->leaving_on,
		.pinyin_given = in->pinyin_given,
	};
}

struct write_job {
	struct req *rq;
	int64_t id;
	struct person_in in;
	struct made out;
};

/* ---- recording ---- */

static enum err add_stages(struct db *db, struct write_job *job, struct directory_people *later)
{
	const struct {
		const char *stage, *day;
	} stages[] = {
		{ "applicant", job->in.applied_on },
		{ "probationary", job->in.joined_on },
		{ "full", job->in.full_on },
	};
	size_t i;

	for (i = 0; i < COUNTOF(stages); i++) {
		struct directory_stage in = {
			.person_id = job->out.id,
			.stage = stages[i].stage,
			.happened_on = stages[i].day,
			.recorded_by = req_user(job->rq)->account_id,
			.later = later,
		};
		enum err e;

		if (str_empty(stages[i].day))
			continue;
		e = directory_stage_add(db, &in, NULL);
		if (e)
			return e;
	}
	return OK;
}

static enum err add_dated(struct db *db, struct write_job *job, struct directory_people *later)
{
	struct directory_affiliation branch = {
		.person_id = job->out.id,
		.organisation_id = job->in.branch_id,
		.from_on = job->in.from_on,
		.recorded_by = req_user(job->rq)->account_id,
		.later = later,
	};
	struct directory_class_member class = {
		.person_id = job->out.id,
		.class_id = job->in.class_id,
		.from_on = job->in.from_on,
		.later = later,
	};
	int64_t id;
	enum err e = directory_affiliate(db, &branch, &id);

	if (!e && class.class_id)
		e = authz_class(db, job->rq, class.class_id);
	if (!e && class.class_id)
		e = directory_class_join(db, &class);
	return e ? e : add_stages(db, job, later);
}

static enum err add_tx(struct db *db, void *arg)
{
	struct write_job *job = arg;
	struct directory_person person = person_of(job->rq, &job->in);
	struct directory_people later = { .a = req_arena(job->rq) };
	enum err e =
		authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_EDIT, job->in.branch_id);

	if (e)
		return e;
	person.recorded_in = job->in.branch_id;
	person.later = &later;
	e = directory_person_put(db, &person, &job->out.id);
	if (!e)
		e = add_dated(db, job, &later);
	if (!e)
		e = directory_derive_people(db, &later);
	if (e)
		return e;
	job->out.version = 1;
	return audit_one(db, job->rq, "person.add", "person", job->out.id, NULL, NULL);
}

enum err person_add_handler(struct req *rq)
{
	struct write_job job = { .rq = rq };
	enum err e = req_json(rq, person_add_body, &job.in);

	if (!e)
		e = check(rq, &job.in);
	if (e)
		return e;
	if (str_empty(job.in.from_on))
		job.in.from_on = today_text(req_arena(rq));
	e = db_write(req_db(rq), "person.add", add_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

/* ---- changing ---- */

/* Takes what was not said from what is recorded; "" was said. */
static void keep_unsaid(struct directory_person *to, const struct directory_person *from)
{
	const size_t texts[] = {
		offsetof(struct directory_person, name),
		offsetof(struct directory_person, sex),
		offsetof(struct directory_person, ethnicity),
		offsetof(struct directory_person, birth),
		offsetof(struct directory_person, student_no),
		offsetof(struct directory_person, staff_no),
		offsetof(struct directory_person, native_place),
		offsetof(struct directory_person, education),
		offsetof(struct directory_person, job),
		offsetof(struct directory_person, mobile),
		offsetof(struct directory_person, landline),
		offsetof(struct directory_person, address),
		offsetof(struct directory_person, leaving_on),
		offsetof(struct directory_person, pinyin_given),
	};
	size_t i;

	for (i = 0; i < COUNTOF(texts); i++) {
		const char **member = (const char **)((char *)to + texts[i]);

		if (!*member)
			*member = *(const char *const *)((const char *)from + texts[i]);
	}
}

/* Names of the fields that change, for the audit line: names only, no values. */
static const char *changed_fields(struct arena *a, const struct person_in *in)
{
	const struct fld *f;
	const char *list = "";

	for (f = person_patch_body; f->kind != FLD_END; f++) {
		if (f->kind == FLD_I64 || !*(const char *const *)((const char *)in + f->offset))
			continue;
		list = arena_printf(a, "%s%s%s", list, *list ? "," : "", f->name);
	}
	return list;
}

static enum err patch_tx(struct db *db, void *arg)
{
	struct write_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_person person = person_of(job->rq, &job->in), before;
	enum err e = authz_person(db, req_user(job->rq), PERM_DIRECTORY_EDIT, job->id);

	if (!e)
		e = directory_person_get(db, a, job->id, &before);
	if (e)
		return e;
	keep_unsaid(&person, &before);
	person.id = job->id;
	person.version = job->in.version;
	e = directory_person_put(db, &person, &job->out.id);
	if (e)
		return e;
	job->out.version = job->in.version + 1;
	return audit_one(db, job->rq, "person.change", "person", job->id, "fields",
			 changed_fields(a, &job->in));
}

enum err person_patch_handler(struct req *rq)
{
	struct write_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, person_patch_body, &job.in);
	if (!e)
		e = check(rq, &job.in);
	if (!e)
		e = db_write(req_db(rq), "person.change", patch_tx, &job);
	return e ? e : res_json(rq, 200, made_fields, &job.out);
}

/* ---- branch ---- */

struct affiliation_in {
	int64_t organisation_id, party_group_id;
	const char *from_on, *reason;
};
const struct fld affiliation_body[] = {
	FIELD_ID(affiliation_in, organisation_id),
	FIELD_ID_OPT(affiliation_in, party_group_id),
	FIELD_DATE(affiliation_in, from_on),
	FIELD_STR_OPT(affiliation_in, reason, 0, 200),
	FIELD_END,
};

struct affiliation_job {
	struct req *rq;
	int64_t person_id;
	struct affiliation_in in;
	struct made out;
};

static enum err affiliation_tx(struct db *db, void *arg)
{
	struct affiliation_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct directory_affiliation in = {
		.person_id = job->person_id,
		.organisation_id = job->in.organisation_id,
		.party_group_id = job->in.party_group_id,
		.from_on = job->in.from_on,
		.reason = job->in.reason,
		.recorded_by = who->account_id,
	};
	struct directory_person person;
	enum err e = authz_person(db, who, PERM_DIRECTORY_EDIT, job->person_id);

	if (!e)
		e = authz_organisation(db, who, PERM_DIRECTORY_EDIT, job->in.organisation_id);
	if (!e)
		e = directory_affiliate(db, &in, &job->out.id);
	if (!e)
		e = directory_person_get(db, req_arena(job->rq), job->person_id, &person);
	if (e)
		return e;
	job->out.version = person.version;
	return audit_one(db, job->rq, "person.affiliate", "person", job->person_id, "from_on",
			 job->in.from_on);
}

enum err affiliation_handler(struct req *rq)
{
	struct affiliation_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.person_id);

	if (!e)
		e = req_json(rq, affiliation_body, &job.in);
	if (!e && !day_is_past(job.in.from_on, false)) {
		fault(rq, "from_on", "date_in_future");
		e = ERR_INPUT;
	}
	if (!e)
		e = db_write(req_db(rq), "person.affiliate", affiliation_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

/* ---- class ---- */

struct join_in {
	int64_t class_id;
	const char *from_on;
};
const struct fld class_join_body[] = { FIELD_ID_OPT(join_in, class_id),
				       FIELD_DATE(join_in, from_on), FIELD_END };

struct join_job {
	struct req *rq;
	int64_t person_id;
	struct join_in in;
};

static enum err join_tx(struct db *db, void *arg)
{
	struct join_job *job = arg;
	struct directory_class_member in = { .person_id = job->person_id,
					     .class_id = job->in.class_id,
					     .from_on = job->in.from_on };
	enum err e = authz_person(db, req_user(job->rq), PERM_DIRECTORY_EDIT, job->person_id);

	if (!e && in.class_id)
		e = authz_class(db, job->rq, in.class_id);
	if (!e)
		e = directory_class_join(db, &in);
	if (e)
		return e;
	return audit_one(db, job->rq, "person.class", "person", job->person_id, "from_on",
			 job->in.from_on);
}

enum err class_join_handler(struct req *rq)
{
	struct join_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.person_id);

	if (!e)
		e = req_json(rq, class_join_body, &job.in);
	if (!e && !day_is_past(job.in.from_on, false)) {
		fault(rq, "from_on", "date_in_future");
		e = ERR_INPUT;
	}
	if (!e)
		e = db_write(req_db(rq), "person.class", join_tx, &job);
	return e ? e : res_none(rq);
}
