/* SPDX-License-Identifier: Apache-2.0 */
/* Posting, withdrawing, objections and answers; and what of it becomes a step of the cases. */
#include "notice/notice_impl.h"

#include "base/banned.h"

#define DUE_MAX 100 /* notices settled at once */

static const char *const day_note = "公示情况由公示自动更新";

/* Has this kind of notice a step of its own? The others stand before a step, which tells their day. */
static bool is_step(const char *kind)
{
	return str_eq(kind, "candidate");
}

static const char *facts_of(struct arena *a, const struct notice *n, bool waits)
{
	const char *facts = NULL;
	struct json_writer w;
	struct buf out;

	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_bool(&w, "open_objection", waits);
	json_str(&w, "place", n->places);
	json_close(&w);
	if (json_end(&w) == OK)
		facts = arena_strdup(a, out.text);
	buf_release(&out);
	return facts;
}

/* The rules' refusal of one person's step, with his name: the answer's details. */
static const char *refusal_of(struct arena *a, const struct notice_person *p, const char *details)
{
	const char *text = NULL;
	struct json_writer w;
	struct buf out;

	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "code", "notice_refused");
	json_str(&w, "name", p->name);
	json_close(&w);
	if (json_end(&w) == OK)
		text = details && details[0] == '{' && details[1] != '}'
			       ? arena_printf(a, "%.*s,%s", (int)out.len - 1, out.text, details + 1)
			       : arena_strdup(a, out.text);
	buf_release(&out);
	return text;
}

/* ---- posting ---- */

static enum err record_one(struct db *db, struct notice_ask *ask, const struct notice *n,
			   const struct notice_person *p, bool strict)
{
	struct problems problems = { .a = ask->a };
	struct development_step in = { .case_id = p->case_id,
				       .step_code = notice_step(n->kind),
				       .happened_on = n->posted_on,
				       .facts = facts_of(ask->a, n, false),
				       .reason_for_all = n->reason,
				       .problems = &problems };
	const char *details = NULL;
	enum err e =
		development_step_record(db, ask->app->rules, ask->a, ask->who, &in, NULL, &details);

	if (!e || e == ERR_DB || e == ERR_BUG)
		return e;
	details = refusal_of(ask->a, p, details);
	if (!strict)
		return notice_refuse(db, n->id, p->position, details);
	ask->details = details;
	return ERR_RULE;
}

static enum err set_recorded(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_SET_RECORDED, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_SET_RECORDED_ID, id);
	return step_done(q, NULL);
}

enum err notice_record(struct db *db, struct notice_ask *ask, const struct notice *n, bool strict)
{
	enum err e = OK;

	for (size_t i = 0; !e && is_step(n->kind) && i < n->n_people; i++)
		e = record_one(db, ask, n, &n->people[i], strict);
	return e ? e : set_recorded(db, n->id);
}

enum err notice_post(struct db *db, struct notice_ask *ask, const struct notice_in *in,
		     int64_t *ret_id)
{
	char today[DATE_SIZE];
	struct notice n;
	enum err e = notice_make(db, ask, in, &n);

	ask->details = NULL;
	if (!e)
		e = notice_add(db, ask->a, ask->who, &n, &n.id);
	if (e)
		return e;
	date_format(clock_today(), today);
	if (strcmp(n.posted_on, today) <= 0)
		e = notice_record(db, ask, &n, true);
	if (e)
		return e;
	*ret_id = n.id;
	return audit_add(
		db, ask->who, "notice.post", "notice", n.id,
		arena_printf(ask->a, "{\"kind\":\"%s\",\"people_n\":%zu}", n.kind, n.n_people));
}

/* ---- while it stands ---- */

/* A record that is gone, or that its case does not take any more, is left to whoever took it out. */
static enum err amend(struct db *db, struct notice_ask *ask, const struct user *who,
		      const struct notice *n, const struct notice_person *p, const char *facts,
		      const char *reason)
{
	struct development_amend in = { p->case_id, notice_step(n->kind), n->posted_on, facts,
					reason };
	const char *details = NULL;
	enum err e = development_step_amend(db, ask->app->rules, ask->a, who, &in, &details);

	return e == ERR_DB || e == ERR_BUG ? e : OK;
}

/* What the objections make of the fact in each case; only what has changed is written. */
static enum err waits_update(struct db *db, struct notice_ask *ask, const struct notice *n,
			     const struct notice_objection *before, size_t n_before)
{
	struct notice_objection *after;
	size_t n_after;
	enum err e;

	if (!is_step(n->kind) || !n->recorded)
		return OK;
	e = notice_objections(db, ask->a, n->id, &after, &n_after);
	for (size_t i = 0; !e && i < n->n_people; i++) {
		const struct notice_person *p = &n->people[i];
		bool waits = notice_waits(after, n_after, p->position);

		if (waits != notice_waits(before, n_before, p->position))
			e = amend(db, ask, &command_line_user, n, p, facts_of(ask->a, n, waits),
				  day_note);
	}
	return e;
}

static bool stands(const struct notice *n)
{
	char today[DATE_SIZE];

	date_format(clock_today(), today);
	return str_eq(notice_state(n, today), "open");
}

static enum err refuse(struct notice_ask *ask, enum err e, const char *code)
{
	ask->details = arena_printf(ask->a, "{\"code\":\"%s\"}", code);
	return e;
}

enum err notice_object(struct db *db, struct notice_ask *ask, const struct notice *n,
		       const struct notice_objection *in, char ret_receipt[CODE_SIZE])
{
	unsigned char hash[SEAL_INDEX_BYTES];
	struct notice_objection *before;
	size_t n_before;
	int64_t id;
	enum err e;

	ask->problems->n = 0;
	if (!stands(n))
		return refuse(ask, ERR_CONFLICT, "notice_not_open");
	if (in->position > (int64_t)n->n_people) {
		problem_add(ask->problems, "position", "unknown", NULL);
		return ERR_INPUT;
	}
	e = notice_objections(db, ask->a, n->id, &before, &n_before);
	if (!e && n_before >= NOTICE_OBJECTIONS_MAX)
		return refuse(ask, ERR_CONFLICT, "notice_full");
	code_new(ret_receipt);
	code_hash(ask->app->seal, ask->a, "NOTICE", ret_receipt, hash);
	if (!e)
		e = notice_objection_add(db, n->id, in, hash, &id);
	if (!e)
		e = waits_update(db, ask, n, before, n_before);
	return e ? e : audit_add(db, ask->who, "notice.object", "notice", n->id, NULL);
}

enum err notice_answer(struct db *db, struct notice_ask *ask, const struct notice *n,
		       const struct notice_objection *in, int64_t version)
{
	struct notice_objection *before;
	size_t n_before;
	enum err e;

	if (notice_is_on(ask->who, n))
		return refuse(ask, ERR_FORBIDDEN, "notice_own");
	if (!str_eq(n->stored_state, "open"))
		return refuse(ask, ERR_CONFLICT, "notice_over");
	e = notice_touch(db, n->id, version);
	if (!e)
		e = notice_objections(db, ask->a, n->id, &before, &n_before);
	if (e)
		return e;
	e = notice_objection_answer(db, n->id, in, ask->who->account_id);
	if (e == ERR_NOT_FOUND)
		return refuse(ask, ERR_CONFLICT, "notice_answered");
	if (!e)
		e = waits_update(db, ask, n, before, n_before);
	return e ? e : audit_add(db, ask->who, "notice.answer", "notice", n->id, NULL);
}

enum err notice_withdraw(struct db *db, struct notice_ask *ask, const struct notice *n,
			 int64_t version, const char *reason)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	if (!str_eq(n->stored_state, "open"))
		return refuse(ask, ERR_CONFLICT, "notice_over");
	e = notice_touch(db, n->id, version);
	for (size_t i = 0; !e && n->recorded && is_step(n->kind) && i < n->n_people; i++)
		e = amend(db, ask, ask->who, n, &n->people[i], NULL, reason);
	if (!e)
		e = db_stmt(db, SQL_NOTICE_WITHDRAW, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_WITHDRAW_ID, n->id);
	bind_str(q, NOTICE_WITHDRAW_REASON, reason);
	bind_id(q, NOTICE_WITHDRAW_WITHDRAWN_BY, ask->who->account_id);
	bind_i64(q, NOTICE_WITHDRAW_WITHDRAWN_AT, clock_now());
	e = step_done(q, NULL);
	return e ? e : audit_add(db, ask->who, "notice.withdraw", "notice", n->id, NULL);
}

/* ---- by itself ---- */

struct settle_job {
	const struct rules_set *set;
	struct arena a;
	int64_t ids[DUE_MAX];
	size_t n;
};

static enum err due_tx(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct settle_job *job = arg;
	char today[DATE_SIZE];
	bool row = false;
	enum err e = db_stmt(db, SQL_NOTICE_DUE, &q);

	if (e)
		return e;
	job->n = 0;
	date_format(clock_today(), today);
	bind_str(q, NOTICE_DUE_TODAY, today);
	bind_i64(q, NOTICE_DUE_N, DUE_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		job->ids[job->n++] = col_i64(q, NOTICE_DUE_C_ID);
	return e;
}

static enum err close_one(struct db *db, const struct notice *n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_CLOSE, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_CLOSE_ID, n->id);
	bind_i64(q, NOTICE_CLOSE_CLOSED_AT, clock_now());
	e = step_done(q, NULL);
	return e ? e : audit_add(db, &command_line_user, "notice.close", "notice", n->id, NULL);
}

static enum err settle_one(struct db *db, struct settle_job *job, int64_t id, const char *today)
{
	struct app app = { .rules = job->set };
	struct problems problems = { .a = &job->a };
	struct notice_ask ask = { &app, &job->a, &command_line_user, &problems, NULL };
	struct notice_objection *items;
	bool unanswered = false;
	struct notice n;
	size_t count;
	enum err e = notice_get(db, &job->a, id, &n);

	if (!e && !n.recorded)
		e = notice_record(db, &ask, &n, false);
	if (!e)
		e = notice_objections(db, &job->a, id, &items, &count);
	for (size_t i = 0; !e && i < count; i++)
		unanswered |= items[i].outcome == NULL;
	if (!e && !unanswered && str_eq(notice_state(&n, today), "ended"))
		e = close_one(db, &n);
	return e;
}

static enum err settle_tx(struct db *db, void *arg)
{
	struct settle_job *job = arg;
	char today[DATE_SIZE];
	enum err e = due_tx(db, job); /* again: another may have been first */

	date_format(clock_today(), today);
	for (size_t i = 0; !e && i < job->n; i++) {
		e = settle_one(db, job, job->ids[i], today);
		arena_reset(&job->a);
	}
	return e;
}

enum err notice_settle(struct db *db, const struct rules_set *set)
{
	struct settle_job job = { .set = set };
	enum err e;

	arena_init(&job.a);
	e = db_read(db, "notice.due", due_tx, &job);
	if (!e && job.n)
		e = db_write(db, "notice.settle", settle_tx, &job);
	arena_release(&job.a);
	return e;
}
