/* SPDX-License-Identifier: Apache-2.0 */
/* The package: what is owed, what comes, who is on the way, where the papers lie. */
#include "handover/handover_impl.h"

#include "json/json_read.h"
#include "rules/rules.h"
#include "base/banned.h"

/* ---- tables ---- */

const struct fld handover_duty_fields[] = {
	FIELD_ID(handover_duty, case_id),
	FIELD_STR(handover_duty, person_name, 1, 60),
	FIELD_ID(handover_duty, branch_id),
	FIELD_STR(handover_duty, branch_name, 1, 100),
	FIELD_STR(handover_duty, duty, 1, 80),
	FIELD_STR(handover_duty, step, 1, 60),
	FIELD_OBJECT(handover_duty, title, both_reply, both_reply_fields),
	FIELD_STR_OPT(handover_duty, owner, 1, 40),
	FIELD_DATE(handover_duty, since_on),
	FIELD_DATE_OPT(handover_duty, earliest_on),
	FIELD_DATE_OPT(handover_duty, due_on),
	FIELD_I64(handover_duty, overdue_days, 0, 200000),
	FIELD_END,
};

struct moving {
	int64_t case_id, person_id, findings_n;
	const char *person_name, *branch_name, *stage, *next_step, *owner, *since_on, *earliest_on;
	const char *due_on, *leaving_on;
	struct both_reply next_title;
};

static const struct fld moving_fields[] = {
	FIELD_ID(moving, case_id),
	FIELD_ID(moving, person_id),
	FIELD_STR(moving, person_name, 1, 60),
	FIELD_STR(moving, branch_name, 1, 100),
	FIELD_STR(moving, stage, 1, 40),
	FIELD_STR_OPT(moving, next_step, 1, 60),
	FIELD_OBJECT(moving, next_title, both_reply, both_reply_fields),
	FIELD_STR_OPT(moving, owner, 1, 40),
	FIELD_DATE_OPT(moving, since_on),
	FIELD_DATE_OPT(moving, earliest_on),
	FIELD_DATE_OPT(moving, due_on),
	FIELD_DATE_OPT(moving, leaving_on),
	FIELD_I64(moving, findings_n, 0, INT64_MAX),
	FIELD_END,
};

static const char *const coming_kinds[] = { "due", "earliest", "leaving", "term", "meeting", NULL };

struct coming {
	const char *on, *kind, *person_name, *text;
	int64_t case_id;
	struct both_reply title;
};

static const struct fld coming_fields[] = {
	FIELD_DATE(coming, on),
	FIELD_ENUM(coming, kind, coming_kinds),
	FIELD_ID_OPT(coming, case_id),
	FIELD_STR_OPT(coming, person_name, 1, 60),
	FIELD_OBJECT(coming, title, both_reply, both_reply_fields),
	FIELD_STR_OPT(coming, text, 1, 100),
	FIELD_END,
};

struct paper {
	int64_t case_id;
	const char *person_name, *step, *on, *place;
	struct both_reply title;
};

static const struct fld paper_fields[] = {
	FIELD_ID(paper, case_id),
	FIELD_STR(paper, person_name, 1, 60),
	FIELD_STR(paper, step, 1, 60),
	FIELD_OBJECT(paper, title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(paper, on),
	FIELD_STR(paper, place, 1, 500),
	FIELD_END,
};

/* A part that the predecessor has by name; it does not go with the post. */
struct named {
	int64_t case_id;
	const char *person_name, *step;
	struct both_reply title;
};

static const struct fld named_fields[] = {
	FIELD_ID(named, case_id),
	FIELD_STR(named, person_name, 1, 60),
	FIELD_STR(named, step, 1, 60),
	FIELD_OBJECT(named, title, both_reply, both_reply_fields),
	FIELD_END,
};

struct kept_room {
	int64_t id;
	const char *name, *kind, *place;
};

static const struct fld kept_room_fields[] = {
	FIELD_ID(kept_room, id),
	FIELD_STR(kept_room, name, 1, 80),
	FIELD_STR(kept_room, kind, 1, 40),
	FIELD_STR_OPT(kept_room, place, 1, 200),
	FIELD_END,
};

struct open_meeting {
	int64_t id;
	const char *title, *state, *planned_on, *held_on;
};

static const struct fld open_meeting_fields[] = {
	FIELD_ID(open_meeting, id),
	FIELD_STR(open_meeting, title, 1, 100),
	FIELD_STR(open_meeting, state, 1, 20),
	FIELD_DATE_OPT(open_meeting, planned_on),
	FIELD_DATE_OPT(open_meeting, held_on),
	FIELD_END,
};

const struct fld handover_package_fields[] = {
	FIELD_LIST(handover_package, duties, handover_duty, handover_duty_fields,
		   HANDOVER_ROWS_MAX),
	FIELD_LIST(handover_package, next, coming, coming_fields, 4 * HANDOVER_ROWS_MAX),
	FIELD_LIST(handover_package, people, moving, moving_fields, HANDOVER_ROWS_MAX),
	FIELD_LIST(handover_package, papers, paper, paper_fields, HANDOVER_ROWS_MAX),
	FIELD_LIST(handover_package, named, named, named_fields, HANDOVER_ROWS_MAX),
	FIELD_LIST(handover_package, rooms, kept_room, kept_room_fields, 100),
	FIELD_LIST(handover_package, meetings, open_meeting, open_meeting_fields, 100),
	FIELD_BOOL(handover_package, more),
	FIELD_END,
};

/* ---- reading ---- */

struct packing {
	struct db *db;
	const struct rules_set *set;
	struct arena *a;
	const struct handover *h;
	int32_t today;
	const char *today_text, *until_text;
	struct coming *next;
	size_t n_next, cap_next;
	struct handover_package out;
};

static const char *day_text(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	date_format(day, text);
	return arena_strdup(a, text);
}

/* A day within the next 90, told once. */
static void coming_add(struct packing *p, const char *on, const char *kind, int64_t case_id,
		       const char *person_name, struct both_reply title, const char *text)
{
	if (!on || strcmp(on, p->today_text) < 0 || strcmp(on, p->until_text) > 0)
		return;
	*VEC_PUSH(p->a, p->next, p->n_next, p->cap_next) = (struct coming){
		.on = on,
		.kind = kind,
		.case_id = case_id,
		.person_name = person_name,
		.title = title,
		.text = text,
	};
}

_Static_assert((int)HANDOVER_DUTIES_C_DUE_ON == (int)HANDOVER_SIGNED_C_DUE_ON, "same columns");

static struct handover_duty duty_take(const struct packing *p, struct stmt *q)
{
	const char *step = col_dup(q, HANDOVER_DUTIES_C_STEP_CODE, p->a);
	int32_t due = DATE_NONE;
	struct handover_duty d = {
		.case_id = col_i64(q, HANDOVER_DUTIES_C_CASE_ID),
		.person_name = col_dup(q, HANDOVER_DUTIES_C_PERSON_NAME, p->a),
		.branch_id = col_i64(q, HANDOVER_DUTIES_C_BRANCH_ID),
		.branch_name = col_dup(q, HANDOVER_DUTIES_C_BRANCH_NAME, p->a),
		.duty = col_dup(q, HANDOVER_DUTIES_C_DUTY, p->a),
		.step = step,
		.title = development_step_title(p->set, step),
		.owner = col_dup(q, HANDOVER_DUTIES_C_OWNER, p->a),
		.since_on = col_dup(q, HANDOVER_DUTIES_C_SINCE_ON, p->a),
		.earliest_on = col_dup(q, HANDOVER_DUTIES_C_EARLIEST_ON, p->a),
		.due_on = col_dup(q, HANDOVER_DUTIES_C_DUE_ON, p->a),
	};

	if (d.due_on && !date_parse(d.due_on, &due) && due < p->today)
		d.overdue_days = p->today - due;
	return d;
}

static enum err duty_rows(struct packing *p, struct stmt *q, struct fld_list *ret)
{
	struct handover_duty *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		if (n == HANDOVER_ROWS_MAX)
			p->out.more = true;
		else
			*VEC_PUSH(p->a, items, n, cap) = duty_take(p, q);
	}
	*ret = (struct fld_list){ items, n };
	return e;
}

static enum err duties_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const struct handover_duty *items;
	enum err e = db_stmt(p->db, SQL_HANDOVER_DUTIES, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_DUTIES_ORGANISATION_ID, p->h->organisation_id);
	bind_i64(q, HANDOVER_DUTIES_N, HANDOVER_ROWS_MAX + 1);
	e = duty_rows(p, q, &p->out.duties);
	items = p->out.duties.items;
	for (size_t i = 0; !e && i < p->out.duties.n; i++) {
		coming_add(p, items[i].due_on, "due", items[i].case_id, items[i].person_name,
			   items[i].title, NULL);
		if (items[i].earliest_on && strcmp(items[i].earliest_on, p->today_text) > 0)
			coming_add(p, items[i].earliest_on, "earliest", items[i].case_id,
				   items[i].person_name, items[i].title, NULL);
	}
	return e;
}

_Static_assert((int)HANDOVER_PEOPLE_BRANCH_C_FINDINGS_N ==
		       (int)HANDOVER_PEOPLE_COMMITTEE_C_FINDINGS_N,
	       "same columns");

static struct moving moving_take(const struct packing *p, struct stmt *q)
{
	const char *next = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_NEXT_STEP, p->a);

	return (struct moving){
		.case_id = col_i64(q, HANDOVER_PEOPLE_BRANCH_C_CASE_ID),
		.person_id = col_i64(q, HANDOVER_PEOPLE_BRANCH_C_PERSON_ID),
		.person_name = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_PERSON_NAME, p->a),
		.branch_name = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_BRANCH_NAME, p->a),
		.stage = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_STAGE, p->a),
		.next_step = next,
		.next_title =
			next ? development_step_title(p->set, next) : (struct both_reply){ "", "" },
		.owner = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_OWNER, p->a),
		.since_on = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_SINCE_ON, p->a),
		.earliest_on = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_EARLIEST_ON, p->a),
		.due_on = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_DUE_ON, p->a),
		.leaving_on = col_dup(q, HANDOVER_PEOPLE_BRANCH_C_LEAVING_ON, p->a),
		.findings_n = col_i64(q, HANDOVER_PEOPLE_BRANCH_C_FINDINGS_N),
	};
}

static enum err people_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool branch = directory_is_branch(p->h->organisation_kind);
	struct moving *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(
		p->db, branch ? SQL_HANDOVER_PEOPLE_BRANCH : SQL_HANDOVER_PEOPLE_COMMITTEE, &q);

	if (e)
		return e;
	if (branch) {
		bind_i64(q, HANDOVER_PEOPLE_BRANCH_ORGANISATION_ID, p->h->organisation_id);
		bind_i64(q, HANDOVER_PEOPLE_BRANCH_N, HANDOVER_ROWS_MAX + 1);
	} else {
		bind_i64(q, HANDOVER_PEOPLE_COMMITTEE_ORGANISATION_ID, p->h->organisation_id);
		bind_i64(q, HANDOVER_PEOPLE_COMMITTEE_N, HANDOVER_ROWS_MAX + 1);
	}
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		struct moving one;

		if (n == HANDOVER_ROWS_MAX) {
			p->out.more = true;
			continue;
		}
		one = moving_take(p, q);
		*VEC_PUSH(p->a, items, n, cap) = one;
		coming_add(p, one.leaving_on, "leaving", one.case_id, one.person_name,
			   one.next_title, NULL);
	}
	p->out.people = (struct fld_list){ items, n };
	return e;
}

/* Is this person among the cultivators and still serving? */
static bool still_cultivates(const struct jval *list, int64_t person_id)
{
	for (size_t i = 0; i < jval_length(list); i++) {
		const struct jval *one = jval_at(list, i);
		const char *id = jval_text(jval_get(one, "id"));
		int64_t n = 0;

		if (id && !str_to_i64(id, 1, INT64_MAX, &n) && n == person_id &&
		    !jval_text(jval_get(one, "until")))
			return true;
	}
	return false;
}

struct papers {
	struct paper *items;
	struct named *named;
	size_t n, cap, n_named, cap_named;
};

static void record_take(struct packing *p, struct stmt *q, struct papers *to)
{
	static const struct jval_limits limits = { 65536, 6, 2000 };
	const char *facts = col_str(q, HANDOVER_PAPERS_C_FACTS), *place;
	const char *step = col_dup(q, HANDOVER_PAPERS_C_STEP_CODE, p->a);
	int64_t case_id = col_i64(q, HANDOVER_PAPERS_C_CASE_ID);
	const struct jval *root = NULL;

	if (jval_parse(p->a, facts, strlen(facts), &limits, &root, NULL) != OK)
		return;
	place = jval_text(jval_get(root, "paper_place"));
	if (!str_empty(place) && to->n < HANDOVER_ROWS_MAX)
		*VEC_PUSH(p->a, to->items, to->n, to->cap) = (struct paper){
			.case_id = case_id,
			.person_name = col_dup(q, HANDOVER_PAPERS_C_PERSON_NAME, p->a),
			.step = step,
			.title = development_step_title(p->set, step),
			.on = col_dup(q, HANDOVER_PAPERS_C_HAPPENED_ON, p->a),
			.place = place,
		};
	if (still_cultivates(jval_get(root, "cultivators"), p->h->from_person_id) &&
	    to->n_named < HANDOVER_ROWS_MAX)
		*VEC_PUSH(p->a, to->named, to->n_named, to->cap_named) = (struct named){
			.case_id = case_id,
			.person_name = col_dup(q, HANDOVER_PAPERS_C_PERSON_NAME, p->a),
			.step = step,
			.title = development_step_title(p->set, step),
		};
}

static enum err papers_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct papers to = { 0 };
	bool row = false;
	enum err e = db_stmt(p->db, SQL_HANDOVER_PAPERS, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_PAPERS_ORGANISATION_ID, p->h->organisation_id);
	bind_i64(q, HANDOVER_PAPERS_N, 2 * HANDOVER_ROWS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		record_take(p, q, &to);
	p->out.papers = (struct fld_list){ to.items, to.n };
	p->out.named = (struct fld_list){ to.named, to.n_named };
	return e;
}

static enum err rooms_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct kept_room *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(p->db, SQL_HANDOVER_ROOMS, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_ROOMS_ORGANISATION_ID, p->h->organisation_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(p->a, items, n, cap) = (struct kept_room){
			col_i64(q, HANDOVER_ROOMS_C_ID),
			col_dup(q, HANDOVER_ROOMS_C_NAME, p->a),
			col_dup(q, HANDOVER_ROOMS_C_KIND, p->a),
			col_dup(q, HANDOVER_ROOMS_C_PLACE, p->a),
		};
	p->out.rooms = (struct fld_list){ items, n };
	return e;
}

static enum err terms_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e = db_stmt(p->db, SQL_HANDOVER_TERMS, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_TERMS_ORGANISATION_ID, p->h->organisation_id);
	bind_str(q, HANDOVER_TERMS_TODAY, p->today_text);
	bind_str(q, HANDOVER_TERMS_UNTIL, p->until_text);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		coming_add(p, col_dup(q, HANDOVER_TERMS_C_TERM_UNTIL, p->a), "term", 0,
			   col_dup(q, HANDOVER_TERMS_C_PERSON_NAME, p->a),
			   (struct both_reply){ "", "" }, col_dup(q, HANDOVER_TERMS_C_KIND, p->a));
	return e;
}

static enum err meetings_take(struct packing *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct open_meeting *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e = db_stmt(p->db, SQL_HANDOVER_MEETINGS, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_MEETINGS_ORGANISATION_ID, p->h->organisation_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		struct open_meeting one = { col_i64(q, HANDOVER_MEETINGS_C_ID),
					    col_dup(q, HANDOVER_MEETINGS_C_TITLE, p->a),
					    col_dup(q, HANDOVER_MEETINGS_C_STATE, p->a),
					    col_dup(q, HANDOVER_MEETINGS_C_PLANNED_ON, p->a),
					    col_dup(q, HANDOVER_MEETINGS_C_HELD_ON, p->a) };

		*VEC_PUSH(p->a, items, n, cap) = one;
		coming_add(p, one.planned_on, "meeting", 0, NULL, (struct both_reply){ "", "" },
			   one.title);
	}
	p->out.meetings = (struct fld_list){ items, n };
	return e;
}

static int by_day(const void *left, const void *right)
{
	const struct coming *l = left, *r = right;
	int order = strcmp(l->on, r->on);

	if (!order)
		order = strcmp(l->kind, r->kind);
	return order ? order : l->case_id < r->case_id ? -1 : l->case_id > r->case_id;
}

static struct packing packing_make(struct db *db, const struct rules_set *set, struct arena *a,
				   const struct handover *h)
{
	int32_t today = clock_today();

	return (struct packing){ .db = db,
				 .set = set,
				 .a = a,
				 .h = h,
				 .today = today,
				 .today_text = day_text(a, today),
				 .until_text = day_text(a, today + HANDOVER_NEXT_DAYS) };
}

enum err handover_package_make(struct db *db, const struct rules_set *set, struct arena *a,
			       const struct handover *h, struct handover_package *ret)
{
	static enum err (*const parts[])(struct packing *) = { duties_take, people_take,
							       papers_take, rooms_take,
							       terms_take,  meetings_take };
	struct packing p = packing_make(db, set, a, h);
	enum err e = OK;

	for (size_t i = 0; !e && i < COUNTOF(parts); i++)
		e = parts[i](&p);
	if (e)
		return e;
	if (p.n_next)
		qsort(p.next, p.n_next, sizeof(*p.next), by_day);
	p.out.next = (struct fld_list){ p.next, p.n_next };
	*ret = p.out;
	return OK;
}

enum err handover_signed_make(struct db *db, const struct rules_set *set, struct arena *a,
			      const struct handover *h, struct fld_list *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct packing p = packing_make(db, set, a, h);
	enum err e = db_stmt(db, SQL_HANDOVER_SIGNED, &q);

	if (e)
		return e;
	bind_i64(q, HANDOVER_SIGNED_HANDOVER_ID, h->id);
	bind_i64(q, HANDOVER_SIGNED_N, HANDOVER_ROWS_MAX + 1);
	return duty_rows(&p, q, ret);
}
