/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of hand-overs. Whose business one is decides in each transaction, not the route. */
#include "app.h"
#include "handover/handover_impl.h"

#include "base/banned.h"

#define LIST_MAX 200

static struct handover_ask ask_of(struct req *rq)
{
	return (struct handover_ask){ req_arena(rq), req_user(rq), req_problems(rq), NULL };
}

/* ---- GET /handovers ---- */

struct handovers_query {
	const char *state, *after;
	int64_t limit;
};

static const struct fld handovers_query_fields[] = {
	FIELD_ENUM_OPT(handovers_query, state, handover_states),
	FIELD_STR_OPT(handovers_query, after, 1, 40),
	FIELD_I64_OPT(handovers_query, limit, 1, LIST_MAX),
	FIELD_END,
};

struct handover_row {
	int64_t id, organisation_id, from_person_id, to_person_id, proposed_at, accepted_at;
	const char *organisation_name, *kind, *from_name, *to_name, *state;
};

static const struct fld handover_row_fields[] = {
	FIELD_ID(handover_row, id),
	FIELD_ID(handover_row, organisation_id),
	FIELD_STR(handover_row, organisation_name, 1, 100),
	FIELD_ENUM(handover_row, kind, post_kinds),
	FIELD_ID(handover_row, from_person_id),
	FIELD_STR(handover_row, from_name, 1, 60),
	FIELD_ID_OPT(handover_row, to_person_id),
	FIELD_STR_OPT(handover_row, to_name, 1, 60),
	FIELD_ENUM(handover_row, state, handover_states),
	FIELD_TIME(handover_row, proposed_at),
	FIELD_TIME_OPT(handover_row, accepted_at),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct handovers_query in;
	int64_t before;
};

/* Where the caller may give posts: the highest of his rights; "" and "": nowhere. */
static void giver_range(const struct user *who, const char **low, const char **high)
{
	*low = *high = "";
	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if ((r->perms >> PERM_POST_EDIT & 1) &&
		    (!**low || strlen(r->path_low) < strlen(*low))) {
			*low = r->path_low;
			*high = r->path_high;
		}
	}
}

static enum err list_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct list_job *job = arg;
	const struct user *who = req_user(job->rq);
	const char *low, *high;
	enum err e = db_stmt(db, SQL_HANDOVER_PAGE, &q);

	if (e)
		return e;
	giver_range(who, &low, &high);
	bind_i64(q, HANDOVER_PAGE_BEFORE, job->before);
	bind_i64(q, HANDOVER_PAGE_ME, who->person_id ? who->person_id : -1);
	bind_str(q, HANDOVER_PAGE_LOW, low);
	bind_str(q, HANDOVER_PAGE_HIGH, high);
	bind_str(q, HANDOVER_PAGE_STATE, job->in.state);
	bind_i64(q, HANDOVER_PAGE_N, job->in.limit + 1);
	return res_page(job->rq, handover_row_fields, q, job->in.limit, HANDOVER_PAGE_C_ID);
}

static enum err handover_list(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = 50, .before = INT64_MAX };
	enum err e = req_query(rq, handovers_query_fields, &job.in);

	if (!e && job.in.after && str_to_i64(job.in.after, 1, INT64_MAX, &job.before)) {
		problem_add(req_problems(rq), "after", "bad_text", NULL);
		e = ERR_INPUT;
	}
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "handover.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- one hand-over ---- */

struct handover_reply {
	int64_t id, organisation_id, post_id, from_person_id, to_person_id, duties_n, version;
	int64_t proposed_at, approved_at, accepted_at, withdrawn_at;
	const char *organisation_name, *organisation_kind, *kind, *from_name, *to_name, *state;
	const char *decision, *term_until, *keys_note, *papers_note, *withdrawn_reason, *from_on;
	const char *today;
	bool may_write, may_approve, may_accept, may_withdraw;
	struct fld_list letter, signed_duties;
	struct handover_package *package; /* NULL: not for the caller, or not any more */
};

static const struct fld handover_reply_fields[] = {
	FIELD_ID(handover_reply, id),
	FIELD_ID(handover_reply, organisation_id),
	FIELD_STR(handover_reply, organisation_name, 1, 100),
	FIELD_STR(handover_reply, organisation_kind, 1, 40),
	FIELD_ID(handover_reply, post_id),
	FIELD_ENUM(handover_reply, kind, post_kinds),
	FIELD_DATE(handover_reply, from_on),
	FIELD_ID(handover_reply, from_person_id),
	FIELD_STR(handover_reply, from_name, 1, 60),
	FIELD_ID_OPT(handover_reply, to_person_id),
	FIELD_STR_OPT(handover_reply, to_name, 1, 60),
	FIELD_ENUM(handover_reply, state, handover_states),
	FIELD_STR_OPT(handover_reply, decision, 1, 200),
	FIELD_DATE_OPT(handover_reply, term_until),
	FIELD_STRS(handover_reply, letter, HANDOVER_LETTER_LINES, HANDOVER_LETTER_MAX),
	FIELD_STR_OPT(handover_reply, keys_note, 1, 1000),
	FIELD_STR_OPT(handover_reply, papers_note, 1, 1000),
	FIELD_TIME(handover_reply, proposed_at),
	FIELD_TIME_OPT(handover_reply, approved_at),
	FIELD_TIME_OPT(handover_reply, accepted_at),
	FIELD_TIME_OPT(handover_reply, withdrawn_at),
	FIELD_STR_OPT(handover_reply, withdrawn_reason, 1, 200),
	FIELD_I64(handover_reply, duties_n, 0, INT64_MAX),
	FIELD_LIST(handover_reply, signed_duties, handover_duty, handover_duty_fields,
		   HANDOVER_ROWS_MAX),
	FIELD_OBJECT_OPT(handover_reply, package, handover_package, handover_package_fields),
	FIELD_BOOL(handover_reply, may_write),
	FIELD_BOOL(handover_reply, may_approve),
	FIELD_BOOL(handover_reply, may_accept),
	FIELD_BOOL(handover_reply, may_withdraw),
	FIELD_DATE(handover_reply, today),
	FIELD_I64(handover_reply, version, 1, INT64_MAX),
	FIELD_END,
};

struct version_in {
	int64_t version;
};

struct handover_job {
	struct req *rq;
	int64_t id;
	union {
		struct handover_begin begin;
		struct handover_notes notes;
		struct handover_approval approval;
		struct version_in only;
		struct handover_ending ending;
	} in;
	enum err (*act)(struct db *db, struct handover_ask *ask, struct handover_job *job);
	const char *details;
	struct handover_reply out;
};

static struct handover_reply reply_of(struct arena *a, const struct handover *h,
				      const struct handover_part *part)
{
	bool open = str_eq(h->state, "proposed") || str_eq(h->state, "ready");
	char today[DATE_SIZE];

	date_format(clock_today(), today);
	return (struct handover_reply){
		.id = h->id,
		.organisation_id = h->organisation_id,
		.organisation_name = h->organisation_name,
		.organisation_kind = h->organisation_kind,
		.post_id = h->post_id,
		.kind = h->kind,
		.from_on = h->from_on,
		.from_person_id = h->from_person_id,
		.from_name = h->from_name,
		.to_person_id = h->to_person_id,
		.to_name = h->to_name,
		.state = h->state,
		.decision = h->decision,
		.term_until = h->term_until,
		.letter = handover_letter_split(a, h->letter),
		.keys_note = h->keys_note,
		.papers_note = h->papers_note,
		.proposed_at = h->proposed_at,
		.approved_at = h->approved_at,
		.accepted_at = h->accepted_at,
		.withdrawn_at = h->withdrawn_at,
		.withdrawn_reason = h->withdrawn_reason,
		.duties_n = h->duties_n,
		.may_write = open && (part->holder || part->giver),
		.may_approve = open && part->giver,
		.may_accept = str_eq(h->state, "ready") && part->successor,
		.may_withdraw = open && (part->holder || part->giver),
		.today = arena_strdup(a, today),
		.version = h->version,
	};
}

/*
 * The package names people: it is for who works there now, and for the successor once he was
 * confirmed, since he signs for it. A predecessor who has handed over sees it no more.
 */
static bool may_see_package(const struct user *who, const struct handover *h,
			    const struct handover_part *part)
{
	if (str_eq(h->state, "ready") && part->successor)
		return true;
	return user_may_at(who, PERM_CASE_READ, h->path);
}

static enum err reply_make(struct db *db, struct handover_job *job)
{
	const struct rules_set *set = req_app(job->rq)->rules;
	struct arena *a = req_arena(job->rq);
	const struct user *who = req_user(job->rq);
	struct handover_part part;
	struct handover h;
	enum err e;

	e = handover_get(db, a, job->id, &h);
	if (!e)
		e = handover_part_of(db, who, &h, &part);
	if (e)
		return e;
	if (!part.holder && !part.successor && !part.giver)
		return ERR_NOT_FOUND;
	job->out = reply_of(a, &h, &part);
	if (!may_see_package(who, &h, &part))
		return OK;
	job->out.package = ARENA_NEW(a, struct handover_package);
	e = handover_package_make(db, set, a, &h, job->out.package);
	if (!e && h.accepted_at)
		e = handover_signed_make(db, set, a, &h, &job->out.signed_duties);
	return e;
}

static enum err handover_tx(struct db *db, void *arg)
{
	struct handover_job *job = arg;
	struct handover_ask ask = ask_of(job->rq);
	enum err e = OK;

	if (job->act)
		e = job->act(db, &ask, job);
	job->details = ask.details;
	return e ? e : reply_make(db, job);
}

static enum err handover_show(struct req *rq)
{
	struct handover_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "handover", handover_tx, &job);
	return e ? e : res_json(rq, 200, handover_reply_fields, &job.out);
}

/* Duties are brought up to date first: what is signed for is what is owed today. */
static enum err handover_act(struct req *rq, struct handover_job *job, const struct fld *fields,
			     bool has_id, const char *name)
{
	enum err e = OK;

	if (has_id)
		e = req_path_id(rq, "id", &job->id);
	if (!e)
		e = req_json(rq, fields, &job->in);
	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (!e)
		e = db_write(req_db(rq), name, handover_tx, job);
	if (e && job->details)
		req_explain(rq, job->details);
	return e ? e : res_json(rq, has_id ? 200 : 201, handover_reply_fields, &job->out);
}

#define FIELD_TEXT_OPT(type, member, hi)                                                           \
	FIELD_STR_(type, member, 0, hi, FLD_OPTIONAL | FLD_NULLABLE | FLD_MULTILINE)

static const struct fld begin_fields[] = {
	FIELD_ID(handover_begin, post_id),
	FIELD_ID_OPT(handover_begin, to_person_id),
	FIELD_STR_OPT(handover_begin, decision, 2, 200),
	FIELD_DATE_OPT(handover_begin, term_until),
	FIELD_STRS(handover_begin, letter, HANDOVER_LETTER_LINES, HANDOVER_LETTER_MAX),
	FIELD_TEXT_OPT(handover_begin, keys_note, 1000),
	FIELD_TEXT_OPT(handover_begin, papers_note, 1000),
	FIELD_END,
};

static enum err begin_act(struct db *db, struct handover_ask *ask, struct handover_job *job)
{
	return handover_begin(db, ask, &job->in.begin, &job->id);
}

static enum err begin_handler(struct req *rq)
{
	struct handover_job job = { .rq = rq, .act = begin_act };

	return handover_act(rq, &job, begin_fields, false, "handover.begin");
}

static const struct fld notes_fields[] = {
	FIELD_STRS(handover_notes, letter, HANDOVER_LETTER_LINES, HANDOVER_LETTER_MAX),
	FIELD_TEXT_OPT(handover_notes, keys_note, 1000),
	FIELD_TEXT_OPT(handover_notes, papers_note, 1000),
	FIELD_I64(handover_notes, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err notes_act(struct db *db, struct handover_ask *ask, struct handover_job *job)
{
	return handover_write_notes(db, ask, job->id, &job->in.notes);
}

static enum err notes_handler(struct req *rq)
{
	struct handover_job job = { .rq = rq, .act = notes_act };

	return handover_act(rq, &job, notes_fields, true, "handover.write");
}

static const struct fld approval_fields[] = {
	FIELD_ID_OPT(handover_approval, to_person_id),
	FIELD_STR(handover_approval, decision, 2, 200),
	FIELD_DATE_OPT(handover_approval, term_until),
	FIELD_I64(handover_approval, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err approve_act(struct db *db, struct handover_ask *ask, struct handover_job *job)
{
	return handover_approve(db, ask, job->id, &job->in.approval);
}

static enum err approve_handler(struct req *rq)
{
	struct handover_job job = { .rq = rq, .act = approve_act };

	return handover_act(rq, &job, approval_fields, true, "handover.approve");
}

static const struct fld version_fields[] = {
	FIELD_I64(version_in, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err accept_act(struct db *db, struct handover_ask *ask, struct handover_job *job)
{
	return handover_accept(db, ask, job->id, job->in.only.version);
}

static enum err accept_handler(struct req *rq)
{
	struct handover_job job = { .rq = rq, .act = accept_act };

	return handover_act(rq, &job, version_fields, true, "handover.accept");
}

static const struct fld ending_fields[] = {
	FIELD_STR(handover_ending, reason, 2, 200),
	FIELD_I64(handover_ending, version, 1, INT64_MAX),
	FIELD_END,
};

static enum err withdraw_act(struct db *db, struct handover_ask *ask, struct handover_job *job)
{
	return handover_withdraw(db, ask, job->id, &job->in.ending);
}

static enum err withdraw_handler(struct req *rq)
{
	struct handover_job job = { .rq = rq, .act = withdraw_act };

	return handover_act(rq, &job, ending_fields, true, "handover.withdraw");
}

const struct route handover_routes[] = {
	{ "GET", "/api/v1/handovers", PERM_SIGNED_IN, handover_list,
	  "Hand-overs that concern the caller, or stand where he may give posts.",
	  handovers_query_fields, NULL, handover_row_fields, ROUTE_PAGE },
	{ "POST", "/api/v1/handovers", PERM_SIGNED_IN, begin_handler,
	  "Begins the hand-over of a post; by its holder or by who may give it.", NULL,
	  begin_fields, handover_reply_fields, 0 },
	{ "GET", "/api/v1/handovers/{id}", PERM_SIGNED_IN, handover_show,
	  "What goes with the post: duties, the next 90 days, people, papers, keys.", NULL, NULL,
	  handover_reply_fields, 0 },
	{ "PATCH", "/api/v1/handovers/{id}", PERM_SIGNED_IN, notes_handler,
	  "The predecessor's lines and notes.", NULL, notes_fields, handover_reply_fields, 0 },
	{ "POST", "/api/v1/handovers/{id}/approve", PERM_SIGNED_IN, approve_handler,
	  "Confirms the successor, by who may give the post.", NULL, approval_fields,
	  handover_reply_fields, 0 },
	{ "POST", "/api/v1/handovers/{id}/accept", PERM_SIGNED_IN, accept_handler,
	  "The successor signs: the old right ends and the new one begins at once.", NULL,
	  version_fields, handover_reply_fields, 0 },
	{ "POST", "/api/v1/handovers/{id}/withdraw", PERM_SIGNED_IN, withdraw_handler,
	  "Calls a hand-over off.", NULL, ending_fields, handover_reply_fields, 0 },
	ROUTE_END
};
