/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of meetings. Every write answers with the whole meeting as it is then. */
#include "app.h"
#include "desk/desk_impl.h"

#include "base/banned.h"

#define LIST_MAX 200

static struct desk_ask ask_of(struct req *rq)
{
	return (struct desk_ask){ .set = req_app(rq)->rules,
				  .a = req_arena(rq),
				  .who = req_user(rq),
				  .problems = req_problems(rq),
				  .prover = req_app(rq)->prover };
}

/* ---- GET /desk/meetings ---- */

struct meetings_query {
	int64_t organisation_id, limit;
	const char *state, *after;
};

static const struct fld meetings_query_fields[] = {
	FIELD_ID_OPT(meetings_query, organisation_id),
	FIELD_ENUM_OPT(meetings_query, state, desk_meeting_states),
	FIELD_STR_OPT(meetings_query, after, 1, 40),
	FIELD_I64_OPT(meetings_query, limit, 1, LIST_MAX),
	FIELD_END,
};

struct meeting_row {
	int64_t id, organisation_id, n_items, n_open;
	const char *organisation_name, *title, *power, *state, *planned_on, *held_on;
};

static const struct fld meeting_row_fields[] = {
	FIELD_ID(meeting_row, id),
	FIELD_ID(meeting_row, organisation_id),
	FIELD_STR(meeting_row, organisation_name, 1, 100),
	FIELD_STR(meeting_row, title, 1, 100),
	FIELD_ENUM(meeting_row, power, desk_powers),
	FIELD_ENUM(meeting_row, state, desk_meeting_states),
	FIELD_DATE_OPT(meeting_row, planned_on),
	FIELD_DATE_OPT(meeting_row, held_on),
	FIELD_I64(meeting_row, n_items, 0, DESK_ITEMS_MAX),
	FIELD_I64(meeting_row, n_open, 0, DESK_ITEMS_MAX),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct meetings_query in;
	int64_t before;
};

static enum err list_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct list_job *job = arg;
	struct desk_ask ask = ask_of(job->rq);
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = desk_highest(ask.who, PERM_CASE_SUPERIOR);
	e = desk_may(db, &ask, job->in.organisation_id);
	if (!e)
		e = db_stmt(db, SQL_DESK_MEETING_PAGE, &q);
	if (e)
		return e;
	bind_i64(q, DESK_MEETING_PAGE_ORGANISATION_ID, job->in.organisation_id);
	bind_i64(q, DESK_MEETING_PAGE_BEFORE, job->before);
	bind_str(q, DESK_MEETING_PAGE_STATE, job->in.state);
	bind_i64(q, DESK_MEETING_PAGE_N, job->in.limit + 1);
	return res_page(job->rq, meeting_row_fields, q, job->in.limit, DESK_MEETING_PAGE_C_ID);
}

static enum err meeting_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = 50, .before = INT64_MAX };
	enum err e;

	e = req_query(rq, meetings_query_fields, &job.in);
	if (e)
		return e;
	if (job.in.after && str_to_i64(job.in.after, 1, INT64_MAX, &job.before)) {
		problem_add(req_problems(rq), "after", "bad_text", NULL);
		return ERR_INPUT;
	}
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "desk.meetings", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- one meeting ---- */

struct version_in {
	int64_t version;
};
struct cancel_in {
	const char *reason;
	int64_t version;
};

struct meeting_job {
	struct req *rq;
	int64_t id, item_id;
	union {
		struct meeting_open_in open;
		struct meeting_plan_in plan;
		struct meeting_items_in items;
		struct meeting_hold_in hold;
		struct meeting_decide_in decide;
		struct version_in only;
		struct cancel_in cancel;
	} in;
	enum err (*act)(struct db *db, struct desk_ask *ask, struct meeting_job *job);
	const char *details;
	struct meeting_reply out;
};

static enum err meeting_tx(struct db *db, void *arg)
{
	struct meeting_job *job = arg;
	struct desk_ask ask = ask_of(job->rq);
	enum err e = OK;

	job->details = NULL;
	if (job->act)
		e = job->act(db, &ask, job);
	if (!e)
		e = desk_meeting_reply_make(db, &ask, job->id, &job->out);
	job->details = ask.details;
	return e;
}

static enum err meeting_show(struct req *rq)
{
	struct meeting_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "desk.meeting", meeting_tx, &job);
	return e ? e : res_json(rq, 200, desk_meeting_fields, &job.out);
}

/* What the path names. */
enum names { NO_ID, MEETING_ID, ITEM_ID };

/* Parses, acts and answers with the meeting. */
static enum err meeting_write(struct req *rq, struct meeting_job *job, const struct fld *fields,
			      enum names names, const char *name)
{
	int status = names == NO_ID ? 201 : 200;
	enum err e = OK;

	if (names != NO_ID)
		e = req_path_id(rq, "id", &job->id);
	if (!e && names == ITEM_ID)
		e = req_path_id(rq, "item_id", &job->item_id);
	if (!e)
		e = req_json(rq, fields, &job->in);
	if (!e)
		e = db_write(req_db(rq), name, meeting_tx, job);
	if (e && job->details)
		req_explain(rq, job->details);
	return e ? e : res_json(rq, status, desk_meeting_fields, &job->out);
}

static const struct fld entry_fields[] = {
	FIELD_ID(agenda_entry, case_id),
	FIELD_ENUM(agenda_entry, step_code, desk_step_codes),
	FIELD_END,
};

static const struct fld open_fields[] = {
	FIELD_ID(meeting_open_in, organisation_id),
	FIELD_STR(meeting_open_in, title, 1, 100),
	FIELD_DATE_OPT(meeting_open_in, planned_on),
	FIELD_LIST(meeting_open_in, items, agenda_entry, entry_fields, DESK_ITEMS_MAX),
	FIELD_END,
};

static enum err open_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_open(db, ask, &job->in.open, &job->id);
}

static enum err meeting_open(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = open_act };

	return meeting_write(rq, &job, open_fields, NO_ID, "desk.meeting.open");
}

static const struct fld plan_fields[] = {
	FIELD_STR(meeting_plan_in, title, 1, 100),
	FIELD_DATE_OPT(meeting_plan_in, planned_on),
	FIELD_I64(meeting_plan_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err plan_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_change(db, ask, job->id, &job->in.plan);
}

static enum err meeting_plan(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = plan_act };

	return meeting_write(rq, &job, plan_fields, MEETING_ID, "desk.meeting.change");
}

static const struct fld items_fields[] = {
	FIELD_LIST(meeting_items_in, items, agenda_entry, entry_fields, DESK_ITEMS_MAX),
	FIELD_I64(meeting_items_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err items_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_items_add(db, ask, job->id, &job->in.items);
}

static enum err meeting_items(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = items_act };

	return meeting_write(rq, &job, items_fields, MEETING_ID, "desk.meeting.agenda");
}

static const struct fld version_fields[] = {
	FIELD_I64(version_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err remove_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_item_remove(db, ask, job->id, job->item_id, job->in.only.version);
}

static enum err meeting_item_remove(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = remove_act };

	return meeting_write(rq, &job, version_fields, ITEM_ID, "desk.meeting.agenda");
}

static const struct fld absence_fields[] = {
	FIELD_ID(absence_in, person_id),
	FIELD_STR(absence_in, reason, 1, 200),
	FIELD_END,
};

static const struct fld hold_fields[] = {
	FIELD_DATE(meeting_hold_in, held_on),
	FIELD_ID(meeting_hold_in, chair_id),
	FIELD_ID(meeting_hold_in, recorder_id),
	FIELD_IDS(meeting_hold_in, present, DESK_MEMBERS_MAX),
	{ .name = "absences",
	  .kind = FLD_LIST,
	  .offset = FIELD_AT(meeting_hold_in, absences),
	  .sub = absence_fields,
	  .sub_size = sizeof(struct absence_in),
	  .max = DESK_MEMBERS_MAX,
	  .flags = FLD_OPTIONAL | FLD_NULLABLE },
	FIELD_I64(meeting_hold_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err hold_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_hold(db, ask, job->id, &job->in.hold);
}

static enum err meeting_hold(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = hold_act };

	return meeting_write(rq, &job, hold_fields, MEETING_ID, "desk.meeting.hold");
}

static const struct fld decide_fields[] = {
	FIELD_ENUM(meeting_decide_in, decision, desk_decisions),
	FIELD_STR_OPT(meeting_decide_in, reason, 1, 500),
	FIELD_I64_OPT(meeting_decide_in, votes_for, 0, 1000),
	FIELD_I64_OPT(meeting_decide_in, votes_against, 0, 1000),
	FIELD_I64_OPT(meeting_decide_in, votes_abstain, 0, 1000),
	FIELD_STR_OPT(meeting_decide_in, number, 1, 100),
	FIELD_DATE_OPT(meeting_decide_in, received_on),
	{ .name = "reasons",
	  .kind = FLD_LIST,
	  .offset = FIELD_AT(meeting_decide_in, reasons),
	  .sub = step_reason_fields,
	  .sub_size = sizeof(struct step_reason),
	  .max = 50,
	  .flags = FLD_OPTIONAL | FLD_NULLABLE },
	FIELD_I64(meeting_decide_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err decide_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_decide(db, ask, job->id, job->item_id, &job->in.decide);
}

static enum err meeting_decide(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = decide_act };

	job.in.decide.votes_for = job.in.decide.votes_against = job.in.decide.votes_abstain = -1;
	return meeting_write(rq, &job, decide_fields, ITEM_ID, "desk.meeting.decide");
}

static enum err close_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_close(db, ask, job->id, job->in.only.version);
}

static enum err meeting_close(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = close_act };

	return meeting_write(rq, &job, version_fields, MEETING_ID, "desk.meeting.close");
}

static const struct fld cancel_fields[] = {
	FIELD_STR(cancel_in, reason, 2, 200),
	FIELD_I64(cancel_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err cancel_act(struct db *db, struct desk_ask *ask, struct meeting_job *job)
{
	return desk_meeting_cancel(db, ask, job->id, job->in.cancel.reason, job->in.cancel.version);
}

static enum err meeting_cancel(struct req *rq)
{
	struct meeting_job job = { .rq = rq, .act = cancel_act };

	return meeting_write(rq, &job, cancel_fields, MEETING_ID, "desk.meeting.cancel");
}

const struct route desk_meeting_routes[] = {
	{ "GET", "/api/v1/desk/meetings", PERM_CASE_SUPERIOR, meeting_list,
	  "Meetings of a committee over cases, the newest first.", meetings_query_fields, NULL,
	  meeting_row_fields, ROUTE_PAGE },
	{ "POST", "/api/v1/desk/meetings", PERM_CASE_SUPERIOR, meeting_open,
	  "Opens an agenda with cases that await the committee.", NULL, open_fields,
	  desk_meeting_fields, 0 },
	{ "GET", "/api/v1/desk/meetings/{id}", PERM_CASE_SUPERIOR, meeting_show,
	  "A meeting: members, cases, and what the rules say of each decision.", NULL, NULL,
	  desk_meeting_fields, 0 },
	{ "PATCH", "/api/v1/desk/meetings/{id}", PERM_CASE_SUPERIOR, meeting_plan,
	  "Title and planned day of an agenda.", NULL, plan_fields, desk_meeting_fields, 0 },
	{ "POST", "/api/v1/desk/meetings/{id}/items", PERM_CASE_SUPERIOR, meeting_items,
	  "Puts more cases on the agenda.", NULL, items_fields, desk_meeting_fields, 0 },
	{ "POST", "/api/v1/desk/meetings/{id}/items/{item_id}/remove", PERM_CASE_SUPERIOR,
	  meeting_item_remove, "Takes a case off the agenda.", NULL, version_fields,
	  desk_meeting_fields, 0 },
	{ "POST", "/api/v1/desk/meetings/{id}/hold", PERM_CASE_SUPERIOR, meeting_hold,
	  "Records day and attendance; refused where fewer than half of those due came.", NULL,
	  hold_fields, desk_meeting_fields, 0 },
	{ "PUT", "/api/v1/desk/meetings/{id}/items/{item_id}", PERM_CASE_SUPERIOR, meeting_decide,
	  "What was decided of one case; nothing is recorded before the meeting is closed.", NULL,
	  decide_fields, desk_meeting_fields, 0 },
	{ "POST", "/api/v1/desk/meetings/{id}/close", PERM_CASE_SUPERIOR, meeting_close,
	  "Records the decisions as steps; a case that the rules refuse stays open.", NULL,
	  version_fields, desk_meeting_fields, 0 },
	{ "POST", "/api/v1/desk/meetings/{id}/cancel", PERM_CASE_SUPERIOR, meeting_cancel,
	  "Calls a meeting off.", NULL, cancel_fields, desk_meeting_fields, 0 },
	ROUTE_END
};
