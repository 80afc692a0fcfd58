/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /desk/leaving: open cases whose people leave within a time, whether what is still ahead can
 * be done before, and what helps if not.
 */
#include "app.h"
#include "access/setting.h"
#include "desk/desk_impl.h"

#include "rules/rules.h"
#include "base/banned.h"

#define CASES_MAX    5000
#define HORIZON_DAYS 365

static const char *const sources[] = { "person", "class", NULL };
/*
 * in_time: both can still be done. hurry: only if pre-review is passed by the day told. transfer:
 * an applicant's case goes with him, its time counting on (Art. 12). transfer_probation: a
 * probationary member's papers go on (Art. 34). left: the day is past and the case is still here.
 */
static const char *const advices[] = { "in_time", "hurry", "transfer", "transfer_probation",
				       "left",    NULL };

struct leaving_query {
	int64_t organisation_id, days;
};

static const struct fld leaving_query_fields[] = {
	FIELD_ID_OPT(leaving_query, organisation_id),
	FIELD_I64_OPT(leaving_query, days, 1, 1500),
	FIELD_END,
};

struct leaving_item {
	int64_t case_id, person_id, branch_id, days_left;
	const char *person_name, *branch_name, *class_name, *stage, *next_step, *leaving_on;
	const char *source, *target, *reach_on, *blocked_at, *pre_review_until, *advice;
	struct both_reply next_title, target_title;
	bool within_limit, provisional;
};

static const struct fld leaving_item_fields[] = {
	FIELD_ID(leaving_item, case_id),
	FIELD_ID(leaving_item, person_id),
	FIELD_STR(leaving_item, person_name, 1, 60),
	FIELD_ID(leaving_item, branch_id),
	FIELD_STR(leaving_item, branch_name, 1, 100),
	FIELD_STR_OPT(leaving_item, class_name, 1, 60),
	FIELD_STR(leaving_item, stage, 1, 40),
	FIELD_STR_OPT(leaving_item, next_step, 1, 60),
	FIELD_OBJECT(leaving_item, next_title, both_reply, both_reply_fields),
	FIELD_DATE(leaving_item, leaving_on),
	FIELD_ENUM(leaving_item, source, sources),
	FIELD_I64(leaving_item, days_left, -200000, 200000),
	FIELD_STR(leaving_item, target, 1, 60),
	FIELD_OBJECT(leaving_item, target_title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(leaving_item, reach_on),
	FIELD_STR_OPT(leaving_item, blocked_at, 1, 60),
	FIELD_DATE_OPT(leaving_item, pre_review_until),
	FIELD_BOOL(leaving_item, within_limit),
	FIELD_BOOL(leaving_item, provisional),
	FIELD_ENUM(leaving_item, advice, advices),
	FIELD_END,
};

struct leaving_reply {
	const char *today;
	int64_t organisation_id, days, limit_months;
	bool more;
	struct fld_list items;
};

static const struct fld leaving_fields[] = {
	FIELD_DATE(leaving_reply, today),
	FIELD_ID(leaving_reply, organisation_id),
	FIELD_I64(leaving_reply, days, 1, 1500),
	FIELD_I64(leaving_reply, limit_months, 0, 60),
	FIELD_BOOL(leaving_reply, more),
	FIELD_LIST(leaving_reply, items, leaving_item, leaving_item_fields, CASES_MAX),
	FIELD_END,
};

/* How classes graduate at this school. */
struct study {
	int64_t month, undergraduate, junior_college, master, doctor;
};

struct leaving_job {
	struct req *rq;
	struct leaving_query in;
	int32_t today;
	struct study study;
	struct directory_organisation where;
	struct leaving_item *items;
	size_t n_items, cap;
	struct leaving_reply out;
};

static enum err study_take(struct db *db, int64_t school_id, struct study *ret)
{
	const struct {
		const char *name;
		int64_t *to;
	} all[] = { { "graduation_month", &ret->month },
		    { "study_years_undergraduate", &ret->undergraduate },
		    { "study_years_junior_college", &ret->junior_college },
		    { "study_years_master", &ret->master },
		    { "study_years_doctor", &ret->doctor } };
	enum err e = OK;

	for (size_t i = 0; !e && i < COUNTOF(all); i++)
		e = setting_number(db, school_id, all[i].name, all[i].to);
	return e;
}

/* The last day of the month in which the class graduates. */
static int32_t graduation(const struct study *s, int64_t entry_year, int64_t years)
{
	struct ymd first = { (int)(entry_year + years), (int)s->month, 1 };
	int32_t day = DATE_NONE;

	if (date_from_ymd(first, &day))
		return DATE_NONE;
	return date_add_months(day, 1) - 1;
}

static const char *day_text(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	date_format(day, text);
	return arena_strdup(a, text);
}

static void item_take(struct leaving_job *job, struct stmt *q)
{
	struct arena *a = req_arena(job->rq);
	const struct rules_set *set = req_app(job->rq)->rules;
	const char *own = col_str(q, DESK_LEAVING_C_LEAVING_ON);
	const char *next = col_dup(q, DESK_LEAVING_C_NEXT_STEP, a);
	int32_t day = DATE_NONE;

	if (own ? date_parse(own, &day)
		: (day = graduation(&job->study, col_i64(q, DESK_LEAVING_C_ENTRY_YEAR),
				    col_i64(q, DESK_LEAVING_C_STUDY_YEARS))) == DATE_NONE)
		return;
	if (day > job->today + job->in.days)
		return;
	*VEC_PUSH(a, job->items, job->n_items, job->cap) = (struct leaving_item){
		.case_id = col_i64(q, DESK_LEAVING_C_CASE_ID),
		.person_id = col_i64(q, DESK_LEAVING_C_PERSON_ID),
		.person_name = col_dup(q, DESK_LEAVING_C_PERSON_NAME, a),
		.branch_id = col_i64(q, DESK_LEAVING_C_BRANCH_ID),
		.branch_name = col_dup(q, DESK_LEAVING_C_BRANCH_NAME, a),
		.class_name = col_dup(q, DESK_LEAVING_C_CLASS_NAME, a),
		.stage = col_dup(q, DESK_LEAVING_C_STAGE, a),
		.next_step = next,
		.next_title =
			next ? development_step_title(set, next) : (struct both_reply){ "", "" },
		.leaving_on = day_text(a, day),
		.source = own ? "person" : "class",
		.days_left = day - job->today,
	};
}

static enum err cases_take(struct db *db, struct leaving_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	int32_t until = job->today + (int32_t)job->in.days;
	size_t rows = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DESK_LEAVING, &q);

	if (e)
		return e;
	bind_str(q, DESK_LEAVING_LOW, job->where.path);
	bind_str(q, DESK_LEAVING_HIGH, directory_path_high(a, job->where.path));
	bind_str(q, DESK_LEAVING_UNTIL_ON, day_text(a, until));
	bind_i64(q, DESK_LEAVING_UNTIL_YEAR, date_to_ymd(until).year);
	bind_i64(q, DESK_LEAVING_YEARS_UNDER, job->study.undergraduate);
	bind_i64(q, DESK_LEAVING_YEARS_JUNIOR, job->study.junior_college);
	bind_i64(q, DESK_LEAVING_YEARS_MASTER, job->study.master);
	bind_i64(q, DESK_LEAVING_YEARS_DOCTOR, job->study.doctor);
	bind_i64(q, DESK_LEAVING_N, CASES_MAX + 1);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row)) {
		if (rows++ == CASES_MAX)
			job->out.more = true;
		else
			item_take(job, q);
	}
	return e;
}

static bool by(const char *day, const char *last)
{
	return day && strcmp(day, last) <= 0;
}

/* Days are text of one form, so that they compare as text. */
static const char *advise(const struct leaving_item *i, const struct development_reach *pre)
{
	if (i->days_left < 0)
		return "left";
	if (!by(i->reach_on, i->leaving_on))
		return str_eq(i->stage, "probationary") ? "transfer_probation" : "transfer";
	if (str_eq(i->stage, "probationary") || pre->done)
		return "in_time";
	if (!by(pre->earliest_on, i->pre_review_until))
		return "transfer"; /* leaves too soon after it: normally no admission */
	return i->within_limit ? "hurry" : "in_time";
}

static enum err item_judge(struct db *db, struct leaving_job *job, struct arena *scratch,
			   struct leaving_item *i)
{
	const struct rules_set *set = req_app(job->rq)->rules;
	struct arena *a = req_arena(job->rq);
	bool probation = str_eq(i->stage, "probationary");
	struct development_reach reach[] = {
		{ .step = probation ? "convert_vote" : "admission_vote" },
		{ .step = "pre_review" },
	};
	int32_t leaving = DATE_NONE, until;
	enum err e;

	e = development_case_reach(db, set, scratch, i->case_id, reach, COUNTOF(reach));
	if (e || date_parse(i->leaving_on, &leaving))
		return e;
	until = date_add_months(leaving, -(int)job->out.limit_months);
	i->target = reach[0].step;
	i->target_title = development_step_title(set, i->target);
	i->reach_on = reach[0].done ? i->leaving_on : arena_strdup(a, reach[0].earliest_on);
	i->blocked_at = arena_strdup(a, reach[0].blocked_at);
	i->provisional = reach[0].provisional;
	if (!probation && !reach[1].done)
		i->pre_review_until = day_text(a, until);
	/* Pre-review has to pass soon: within half a year the day comes when it warns. */
	i->within_limit = !probation && !reach[1].done && until - job->today <= 183;
	i->advice = advise(i, &reach[1]);
	return OK;
}

static int by_day(const void *left, const void *right)
{
	const struct leaving_item *l = left, *r = right;
	int order = strcmp(l->leaving_on, r->leaving_on);

	return order ? order : l->case_id < r->case_id ? -1 : l->case_id > r->case_id;
}

static enum err leaving_tx(struct db *db, void *arg)
{
	struct leaving_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct arena *a = req_arena(job->rq), scratch;
	const struct rules_pack *pack = rules_pack_on(req_app(job->rq)->rules, job->today);
	enum err e;

	if (!job->in.organisation_id)
		job->in.organisation_id = desk_highest(who, PERM_CASE_READ);
	e = authz_organisation(db, who, PERM_CASE_READ, job->in.organisation_id);
	if (!e)
		e = directory_organisation_get(db, a, job->in.organisation_id, &job->where);
	if (!e)
		e = study_take(db, job->where.school_id, &job->study);
	if (!e)
		e = cases_take(db, job);
	job->out.limit_months = pack ? rules_pack_leaving_months(pack) : 0;
	arena_init(&scratch);
	for (size_t i = 0; !e && i < job->n_items; i++) {
		e = item_judge(db, job, &scratch, &job->items[i]);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	if (!e && job->n_items)
		qsort(job->items, job->n_items, sizeof(*job->items), by_day);
	job->out.organisation_id = job->where.id;
	job->out.items = (struct fld_list){ job->items, job->n_items };
	return e;
}

static enum err leaving_show(struct req *rq)
{
	struct leaving_job job = { .rq = rq, .today = clock_today(), .in.days = HORIZON_DAYS };
	enum err e = req_query(rq, leaving_query_fields, &job.in);

	if (!e)
		e = development_refresh(req_db(rq), req_app(rq)->rules, NULL);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	job.out.today = day_text(req_arena(rq), job.today);
	job.out.days = job.in.days;
	e = db_read(req_db(rq), "desk.leaving", leaving_tx, &job);
	return e ? e : res_json(rq, 200, leaving_fields, &job.out);
}

const struct route desk_leaving_routes[] = {
	{ "GET", "/api/v1/desk/leaving", PERM_CASE_READ, leaving_show,
	  "Open cases whose people leave, whether the rest can be done before, and what helps.",
	  leaving_query_fields, NULL, leaving_fields, ROUTE_SLOW },
	ROUTE_END
};
