/* SPDX-License-Identifier: Apache-2.0 */
/* Founding an organisation (S000-15), its later events, and the events it has. */
#include "directory/directory_http.h"
#include "base/banned.h"

#define FOUNDERS_MAX 500

struct found_in {
	const char *code, *name, *kind, *founded_on, *decision, *decided_on;
	int64_t parent_id;
	struct fld_list member_ids;
};
const struct fld organisation_found_body[] = {
	FIELD_STR(found_in, code, 1, 40),
	FIELD_STR(found_in, name, 1, 100),
	FIELD_ENUM(found_in, kind, directory_organisation_kinds),
	FIELD_ID(found_in, parent_id),
	FIELD_DATE(found_in, founded_on),
	FIELD_STR_OPT(found_in, decision, 0, 200),
	FIELD_DATE_OPT(found_in, decided_on),
	{ .name = "member_ids",
	  .kind = FLD_IDS,
	  .offset = FIELD_AT(found_in, member_ids),
	  .max = FOUNDERS_MAX,
	  .flags = FLD_OPTIONAL },
	FIELD_END,
};

struct warning {
	const char *code;
};
static const char *const warning_codes[] = { "over_50", NULL };
static const struct fld warning_fields[] = { FIELD_ENUM(warning, code, warning_codes), FIELD_END };

struct found_out {
	int64_t id;
	struct fld_list notes;
};
const struct fld organisation_found_reply[] = {
	FIELD_ID(found_out, id), FIELD_LIST(found_out, notes, warning, warning_fields, 5), FIELD_END
};

struct found_job {
	struct req *rq;
	struct found_in in;
	struct found_out out;
	int64_t full, members;
};

/* Counts those named who are members, and whether the caller may move each of them. */
static enum err count_founders(struct db *db, struct found_job *job)
{
	const int64_t *ids = job->in.member_ids.items;
	size_t i;

	job->full = 0;
	job->members = 0;
	for (i = 0; i < job->in.member_ids.n; i++) {
		struct directory_person_state who;
		enum err e = authz_person(db, req_user(job->rq), PERM_DIRECTORY_EDIT, ids[i]);

		if (!e)
			e = directory_person_state(db, req_arena(job->rq), ids[i], &who);
		if (e)
			return e;
		job->full += str_eq(who.stage, "full") && !who.gone;
		job->members += (str_eq(who.stage, "full") || str_eq(who.stage, "probationary")) &&
				!who.gone;
	}
	return OK;
}

static enum err move_founders(struct db *db, struct found_job *job)
{
	const int64_t *ids = job->in.member_ids.items;
	struct directory_people people = { .a = req_arena(job->rq) };
	size_t i;

	for (i = 0; i < job->in.member_ids.n; i++) {
		struct directory_affiliation in = {
			.person_id = ids[i],
			.organisation_id = job->out.id,
			.from_on = job->in.founded_on,
			.reason = "founded",
			.recorded_by = req_user(job->rq)->account_id,
			.later = &people,
		};
		int64_t id;
		enum err e = directory_affiliate(db, &in, &id);

		if (e)
			return e;
	}
	return directory_derive_people(db, &people);
}

/* S000-15: the refusal says which article and how many are missing. */
static enum err refuse_too_few(struct found_job *job)
{
	req_explain(
		job->rq,
		arena_printf(req_arena(job->rq),
			     "{\"findings\":[{\"rule\":\"branch_min_full\",\"article\":"
			     "\"branch_regulation_4\",\"message_code\":\"founding_needs_3_full\","
			     "\"params\":{\"full\":%lld,\"needed\":%d}}]}",
			     (long long)job->full, BRANCH_MIN_FULL));
	return ERR_RULE;
}

static enum err found_tx(struct db *db, void *arg)
{
	struct found_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct directory_organisation_event event = {
		.kind = "founded",
		.happened_on = job->in.founded_on,
		.code = job->in.code,
		.name = job->in.name,
		.organisation_kind = job->in.kind,
		.parent_id = job->in.parent_id,
		.decision = job->in.decision,
		.decided_on = job->in.decided_on,
		.recorded_by = who->account_id,
	};
	struct founding rule;
	enum err e = authz_organisation(db, who, PERM_ORGANISATION_EDIT, job->in.parent_id);

	if (!e)
		e = count_founders(db, job);
	if (e)
		return e;
	rule = organisation_founding(job->in.kind, job->full, job->members);
	if (rule.too_few)
		return refuse_too_few(job);
	e = directory_organisation_record(db, &event, &job->out.id);
	if (!e && directory_is_branch(job->in.kind))
		e = move_founders(db, job);
	if (e)
		return e;
	job->out.notes.n = rule.too_many;
	return audit_one(db, job->rq, "organisation.found", "organisation", job->out.id, "code",
			 job->in.code);
}

/* A day later than today is a fault of its field, not a conflict found later. */
static enum err check_day(struct req *rq, const char *field, const char *day)
{
	if (day_is_past(day, false))
		return OK;
	problem_add(req_problems(rq), field, "date_in_future", NULL);
	return ERR_INPUT;
}

enum err organisation_found_handler(struct req *rq)
{
	static const struct warning over_50 = { "over_50" };
	struct found_job job = { .rq = rq };
	enum err e = req_json(rq, organisation_found_body, &job.in);

	if (!e)
		e = check_day(rq, "founded_on", job.in.founded_on);
	if (!e)
		e = db_write(req_db(rq), "organisation.found", found_tx, &job);
	if (e)
		return e;
	job.out.notes.items = arena_memdup(req_arena(rq), &over_50, sizeof(over_50));
	return res_json(rq, 201, organisation_found_reply, &job.out);
}

/* ---- later events ---- */

static const char *const later_kinds[] = { "renamed", "moved",  "changed_kind",
					   "merged",  "closed", NULL };
struct event_in {
	const char *kind, *happened_on, *name, *organisation_kind, *decision, *decided_on;
	int64_t parent_id, successor_id, version;
};
const struct fld organisation_event_body[] = {
	FIELD_ENUM(event_in, kind, later_kinds),
	FIELD_DATE(event_in, happened_on),
	FIELD_STR_OPT(event_in, name, 1, 100),
	FIELD_ENUM_OPT(event_in, organisation_kind, directory_organisation_kinds),
	FIELD_ID_OPT(event_in, parent_id),
	FIELD_ID_OPT(event_in, successor_id),
	FIELD_STR_OPT(event_in, decision, 0, 200),
	FIELD_DATE_OPT(event_in, decided_on),
	FIELD_I64(event_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct event_job {
	struct req *rq;
	int64_t id;
	struct event_in in;
	struct made out;
};

/* What each kind cannot do without. */
static enum err check_event(struct req *rq, const struct event_in *in)
{
	const char *missing = NULL;

	if (str_eq(in->kind, "renamed") && str_empty(in->name))
		missing = "name";
	else if (str_eq(in->kind, "moved") && !in->parent_id)
		missing = "parent_id";
	else if (str_eq(in->kind, "changed_kind") && !in->organisation_kind)
		missing = "organisation_kind";
	else if (str_eq(in->kind, "merged") && !in->successor_id)
		missing = "successor_id";
	if (!missing)
		return check_day(rq, "happened_on", in->happened_on);
	problem_add(req_problems(rq), missing, "required", NULL);
	return ERR_INPUT;
}

static enum err take_version(struct db *db, int64_t id, int64_t version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_ORGANISATION_TOUCH, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_TOUCH_ID, id);
	bind_i64(q, ORGANISATION_TOUCH_VERSION, version);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

static enum err event_tx(struct db *db, void *arg)
{
	struct event_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct directory_organisation_event event = {
		.organisation_id = job->id,
		.kind = job->in.kind,
		.happened_on = job->in.happened_on,
		.name = str_eq(job->in.kind, "renamed") ? job->in.name : NULL,
		.organisation_kind = job->in.organisation_kind,
		.parent_id = str_eq(job->in.kind, "moved") ? job->in.parent_id : 0,
		.successor_id = job->in.successor_id,
		.decision = job->in.decision,
		.decided_on = job->in.decided_on,
		.recorded_by = who->account_id,
	};
	struct directory_organisation now;
	enum err e = authz_organisation(db, who, PERM_ORGANISATION_EDIT, job->id);

	if (!e && event.parent_id)
		e = authz_organisation(db, who, PERM_ORGANISATION_EDIT, event.parent_id);
	if (!e && event.successor_id)
		e = authz_organisation(db, who, PERM_ORGANISATION_EDIT, event.successor_id);
	if (!e)
		e = take_version(db, job->id, job->in.version);
	if (!e)
		e = directory_organisation_record(db, &event, &job->out.id);
	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->id, &now);
	if (e)
		return e;
	job->out.version = now.version;
	return audit_one(db, job->rq,
			 arena_printf(req_arena(job->rq), "organisation.%s", job->in.kind),
			 "organisation", job->id, "happened_on", job->in.happened_on);
}

enum err organisation_event_handler(struct req *rq)
{
	struct event_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, organisation_event_body, &job.in);
	if (!e)
		e = check_event(rq, &job.in);
	if (!e)
		e = db_write(req_db(rq), "organisation.event", event_tx, &job);
	return e ? e : res_json(rq, 201, made_fields, &job.out);
}

/* ---- the events it has ---- */

struct event_out {
	int64_t id, parent_id, successor_id, recorded_at;
	const char *kind, *happened_on, *name, *organisation_kind, *parent_name, *successor_name,
		*decision, *decided_on;
};
static const char *const event_kinds[] = { "founded", "renamed", "moved", "changed_kind",
					   "merged",  "closed",  NULL };
const struct fld organisation_event_fields[] = {
	FIELD_ID(event_out, id),
	FIELD_ENUM(event_out, kind, event_kinds),
	FIELD_DATE(event_out, happened_on),
	FIELD_STR_OPT(event_out, name, 1, 100),
	FIELD_ENUM_OPT(event_out, organisation_kind, directory_organisation_kinds),
	FIELD_ID_OPT(event_out, parent_id),
	FIELD_STR_OPT(event_out, parent_name, 1, 100),
	FIELD_ID_OPT(event_out, successor_id),
	FIELD_STR_OPT(event_out, successor_name, 1, 100),
	FIELD_STR_OPT(event_out, decision, 0, 200),
	FIELD_DATE_OPT(event_out, decided_on),
	FIELD_TIME(event_out, recorded_at),
	FIELD_END,
};

struct events_job {
	struct req *rq;
	int64_t id;
};

static enum err events_tx(struct db *db, void *arg)
{
	struct events_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct json_writer *w;
	int64_t n = 0;
	bool row;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_READ, job->id);

	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_EVENT_PAGE, &q);
	if (e)
		return e;
	bind_i64(q, ORGANISATION_EVENT_PAGE_ORGANISATION_ID, job->id);
	w = res_writer(job->rq);
	page_begin(w);
	while ((e = step_row(q, &row)) == OK && row) {
		res_row(w, NULL, organisation_event_fields, q);
		n++;
	}
	page_end(w, NULL, n);
	return e;
}

enum err organisation_events_handler(struct req *rq)
{
	struct events_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_read(req_db(rq), "organisation.events", events_tx, &job);
	return e ? e : res_written(rq, 200);
}
