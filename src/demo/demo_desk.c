/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a college committee's desk shows: people who have come as far as one of its steps, and what
 * goes with it. Made after all else and from numbers of its own.
 */
#include "demo/demo_impl.h"

#include "desk/desk.h"
#include "development/development.h"
#include "directory/directory.h"
#include "notice/notice.h"
#include "base/banned.h"

#define SEED  20261123
#define STEPS 40

/* The usual way, each step so many days after the application. */
static const struct {
	const char *step;
	int32_t day;
	const char *facts; /* %1, %2: two full members; %due: votes */
} way[] = {
	{ "apply", 0, "{\"paper_place\":\"学院党建办公室2号柜\"}" },
	{ "first_talk", 12, "{\"talker\":%1,\"paper_place\":\"学院党建办公室2号柜\"}" },
	{ "activist_decide", 80, "{\"recommendation\":\"league\",\"body\":\"assembly\"}" },
	{ "cultivator_assign", 82, "{\"cultivators\":[%1,%2]}" },
	{ "activist_file", 90, "{\"filing_number\":\"备〔2025〕17\"}" },
	{ "cultivate", 240, "{\"kind\":\"inspection\",\"paper_place\":\"支部档案盒\"}" },
	{ "cultivate", 430, "{\"kind\":\"inspection\",\"paper_place\":\"支部档案盒\"}" },
	{ "candidate_decide", 460,
	  "{\"body\":\"assembly\",\"view_group\":true,\"view_cultivators\":true,"
	  "\"view_members\":true,\"view_nonmembers\":true}" },
	{ "candidate_agree", 466, "{\"result\":\"agreed\"}" },
	{ "candidate_notice", 470, "{\"open_objection\":false,\"place\":\"学院公示栏\"}" },
	{ "introducer_assign", 490, "{\"introducers\":[%1,%2]}" },
	{ "review_done", 496, "{\"reviewed_by\":\"学院党委\",\"conclusion\":\"passed\"}" },
	{ "short_training", 505, "{\"days\":3,\"hours\":24,\"finished\":true}" },
	{ "committee_examine", 515, "{\"body\":\"assembly\"}" },
	{ "pre_review", 525, "{\"result\":\"passed\"}" },
	{ "pledge_form", 527, "{}" },
	{ "admission_vote", 540, "{%due,\"ballot\":\"secret\",\"one_person\":true}" },
	{ "approval_talk", 550, "{\"talker\":%1,\"talker_role\":\"organiser\"}" },
	{ "approval", 565,
	  "{\"received_on\":\"%received\",\"decision\":\"approved\",\"approving_body\":\"party_committee\","
	  "\"one_person\":true}" },
	{ "group_assign", 567, "{}" },
	{ "approval_file", 572, "{}" },
	{ "oath", 575, "{\"place\":\"党员活动室\"}" },
	{ "probation_inspect", 700, "{}" },
	{ "convert_apply", 898, "{}" },
	{ "convert_vote", 906,
	  "{\"outcome\":\"convert\",%due,\"ballot\":\"secret\",\"one_person\":true,"
	  "\"view_group\":true,\"view_members\":true,\"view_nonmembers\":true,"
	  "\"committee_examined\":true}" },
};

/* How many of a step's waiters there are, and for how many days they have waited. */
static const struct {
	const char *step;
	int n;
	int32_t waited;
} waiting[] = {
	{ "activist_file", 4, 9 },    { "candidate_agree", 3, 6 },  { "pre_review", 6, 8 },
	{ "approval", 4, 11 },        { "approval_file", 3, 5 },    { "convert_approval", 3, 7 },
	{ "candidate_decide", 5, 4 }, { "candidate_notice", 8, 5 }, { "candidate_notice", 2, 25 },
};
enum { FRESH_NOTICE = 7, OLD_NOTICE = 8 };

static const char *const homes[] = { "YX1104", "YX1105", "YX1106", "YX1111",
				     "YX1112", "YX0102", "YX0103" };

struct telling {
	struct demo *d;
	const struct demo_branch *branch;
	int32_t applied;
	bool slip; /* the talk was typed with a day before the application */
};

static const char *person_ref(const struct telling *t, size_t i)
{
	return arena_printf(t->d->a, "{\"id\":\"%lld\"}",
			    (long long)t->branch->full[i % t->branch->n_full]);
}

/* The text with people, votes and days put in. */
static const char *facts_of(const struct telling *t, const char *text)
{
	int due = (int)t->branch->n_full;
	struct buf out;
	const char *made;

	buf_init(&out, 4096);
	while (*text) {
		if (str_starts(text, "%1") || str_starts(text, "%2")) {
			buf_adds(&out, person_ref(t, text[1] == '1' ? 0 : 1));
			text += 2;
		} else if (str_starts(text, "%due")) {
			buf_addf(
				&out,
				"\"votes\":{\"due\":%d,\"present\":%d,\"yes\":%d,\"no\":0,\"abstain\":0,"
				"\"written_yes\":0,\"written_no\":0,\"written_abstain\":0}",
				due, due, due);
			text += strlen("%due");
		} else if (str_starts(text, "%received")) {
			buf_adds(&out, demo_day(t->d, t->applied + 545));
			text += strlen("%received");
		} else {
			buf_addc(&out, *text++);
		}
	}
	made = arena_strndup(t->d->a, out.text, out.len);
	buf_release(&out);
	return made;
}

/* The last step told before the one that is awaited. */
static int32_t day_before(const char *step)
{
	int32_t last = 0;

	for (size_t i = 0; i < COUNTOF(way) && !str_eq(way[i].step, step); i++)
		last = way[i].day;
	return last;
}

static enum err tell_until(struct telling *t, const char *step, int64_t person_id,
			   int64_t *ret_case)
{
	struct development_import_step steps[STEPS];
	struct development_import in = { .person_id = person_id,
					 .branch_id = t->branch->id,
					 .steps = steps };
	size_t left_out;

	for (size_t i = 0; i < COUNTOF(way) && !str_eq(way[i].step, step); i++)
		steps[in.n_steps++] = (struct development_import_step){
			.step_code = way[i].step,
			.happened_on = demo_day(t->d, t->applied + way[i].day),
			.facts = facts_of(t, way[i].facts),
		};
	if (t->slip)
		steps[1].happened_on = demo_day(t->d, t->applied - 2);
	return development_case_from_import(t->d->db, t->d->app->rules, t->d->a, &in, ret_case,
					    &left_out);
}

struct waiters {
	int64_t cases[COUNTOF(waiting)][8];
	size_t n[COUNTOF(waiting)];
};

static enum err add_waiter(struct demo *d, size_t step, size_t number, struct waiters *to)
{
	struct telling t = { .d = d, .branch = demo_branch_of(d, homes[number % COUNTOF(homes)]) };
	int64_t person, case_id;
	int32_t birth;
	enum err e;

	t.slip = str_eq(waiting[step].step, "pre_review") && to->n[step] == 5;
	t.applied = d->today - waiting[step].waited - (int32_t)(number % 3) -
		    day_before(waiting[step].step);
	birth = date_birthday(t.applied, -19) - demo_between(&d->random, 0, 300);
	e = demo_person_add(d, t.branch, birth, t.applied - 30, &person);
	if (!e)
		e = tell_until(&t, waiting[step].step, person, &case_id);
	if (e)
		return e;
	to->cases[step][to->n[step]++] = case_id;
	demo_case_add(d, (struct demo_case){ .id = case_id,
					     .branch = (size_t)(t.branch - d->branches),
					     .slip = t.slip });
	return OK;
}

static enum err add_waiters(struct demo *d, struct waiters *to)
{
	size_t number = 0;
	enum err e = OK;

	for (size_t s = 0; !e && s < COUNTOF(waiting); s++) {
		for (int i = 0; !e && i < waiting[s].n; i++)
			e = add_waiter(d, s, number++, to);
	}
	return e;
}

/* A committee of five, so that a meeting has a quorum to have. */
static enum err fill_committees(struct demo *d)
{
	static const char *const colleges[] = { "YX01", "YX02" };
	enum err e = OK;

	for (size_t c = 0; !e && c < COUNTOF(colleges); c++) {
		struct demo_branch *staff =
			demo_branch_of(d, arena_printf(d->a, "%s01", colleges[c]));

		for (size_t i = 1; !e && i < 4 && i + 3 < staff->n_full; i++) /* 0: counsellor */
			e = demo_post_give(d, staff->full[i], demo_id_of(d, colleges[c]),
					   "committee_member");
	}
	return e;
}

/* As many places as the people on the way will need: five for eight, and two more. */
static int64_t places_of(const struct demo *d, size_t branch)
{
	int64_t travellers = 0;

	for (size_t i = 0; i < d->n_travellers; i++)
		travellers += d->travellers[i].branch == branch;
	return travellers * 5 / 8 + 2;
}

static int64_t place_in_tree(const struct demo *d, const char *code)
{
	for (size_t i = 0; i < d->n_tree; i++) {
		if (str_eq(d->tree[i].code, code))
			return (int64_t)i;
	}
	return -1;
}

/* Places for the school, its bodies and their branches: each body has a few in reserve. */
static enum err hand_down(struct demo *d, int64_t year)
{
	const struct user *who = &command_line_user;
	int64_t *places = ARENA_ARRAY(d->a, int64_t, d->n_tree);
	enum err e = OK;

	for (size_t i = 0; i < d->n_branches; i++)
		places[place_in_tree(d, d->branches[i].o->code)] = places_of(d, i);
	for (size_t i = d->n_tree; i-- > 1;) { /* bodies stand before those below them */
		int64_t above = place_in_tree(d, d->tree[i].parent_code);

		places[i] += directory_is_branch(d->tree[i].kind) ? 0 : 4;
		places[above] += places[i];
	}
	places[0] += 20;
	for (size_t i = 0; !e && i < d->n_tree; i++)
		e = desk_sample_places(d->db, d->a, who, d->ids[i], year, places[i]);
	return e;
}

static enum err hold_meetings(struct demo *d, const struct waiters *w)
{
	const int64_t *pre = w->cases[2], *agree = w->cases[1];
	const int64_t agenda[] = { pre[1], pre[2], agree[0] };
	const char *const steps[] = { "pre_review", "pre_review", "candidate_agree" };
	struct desk_sample past = { .organisation_id = demo_id_of(d, "YX01"),
				    .title = "学院党委会（预审）",
				    .day = demo_day(d, d->today - 5),
				    .cases = pre,
				    .steps = steps,
				    .n_cases = 1,
				    .is_over = true };
	struct desk_sample next = { .organisation_id = past.organisation_id,
				    .title = "学院党委会（同意列为发展对象、预审）",
				    .day = demo_day(d, d->today + 3),
				    .cases = agenda,
				    .steps = steps,
				    .n_cases = COUNTOF(agenda) };
	enum err e = desk_sample_meeting(d->db, d->app->rules, d->a, &command_line_user, &past);

	return e ? e : desk_sample_meeting(d->db, d->app->rules, d->a, &command_line_user, &next);
}

/* One that stands, one with an objection, one that is over. */
static enum err post_notices(struct demo *d, const struct waiters *w)
{
	const int64_t *fresh = w->cases[FRESH_NOTICE], *old = w->cases[OLD_NOTICE];
	const struct notice_sample samples[] = {
		{ .case_ids = old, .n = 2, .posted_on = demo_day(d, d->today - 20) },
		{ .case_ids = fresh, .n = 2, .posted_on = demo_day(d, d->today - 2) },
		{ .case_ids = fresh + 2,
		  .n = 1,
		  .posted_on = demo_day(d, d->today - 1),
		  .objection = "公示中的申请入党日期与本人所说不一致，请核实。" },
	};
	enum err e = OK;

	for (size_t i = 0; !e && i < COUNTOF(samples); i++)
		e = notice_sample(d->db, d->app, d->a, demo_id_of(d, "YX01"), &samples[i]);
	return e;
}

enum err demo_desk(struct demo *d)
{
	struct demo own = *d;
	struct waiters w = { 0 };
	enum err e;

	own.random.state = SEED;
	own.number += 60000;
	own.later = NULL;
	e = fill_committees(&own);
	if (!e)
		e = add_waiters(&own, &w);
	if (!e)
		e = hand_down(&own, date_to_ymd(own.today).year);
	if (!e)
		e = hold_meetings(&own, &w);
	if (!e)
		e = post_notices(&own, &w);
	d->n_cases = own.n_cases;
	return e;
}
