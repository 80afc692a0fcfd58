/* SPDX-License-Identifier: Apache-2.0 */
/* What the page of one's own standing says, made of the page of the case. */
#include "development/stand.h"

#include "development/case_reply.h"

#include "base/banned.h"

struct awaited_reply {
	const char *step;
	struct both_reply title;
	const char *owner;
	struct both_reply post_name;
	const char *organisation_name, *since_on, *earliest_on, *latest_on;
	bool provisional, possible_today;
	struct both_reply how;
};

struct delay_reply {
	struct both_reply message;
	const char *since_on, *due_on;
	int64_t overdue_days;
};

struct stand_step_reply {
	const char *code;
	int64_t number;
	const char *stage;
	struct both_reply title;
	const char *happened_on;
	bool done;
};

static const struct fld awaited_fields[] = {
	FIELD_STR(awaited_reply, step, 1, 60),
	FIELD_OBJECT(awaited_reply, title, both_reply, both_reply_fields),
	FIELD_ENUM(awaited_reply, owner, rules_actor_codes),
	FIELD_OBJECT(awaited_reply, post_name, both_reply, both_reply_fields),
	FIELD_STR(awaited_reply, organisation_name, 1, 100),
	FIELD_DATE_OPT(awaited_reply, since_on),
	FIELD_DATE_OPT(awaited_reply, earliest_on),
	FIELD_DATE_OPT(awaited_reply, latest_on),
	FIELD_BOOL(awaited_reply, provisional),
	FIELD_BOOL(awaited_reply, possible_today),
	FIELD_OBJECT(awaited_reply, how, both_reply, both_reply_fields),
	FIELD_END,
};
static const struct fld delay_fields[] = {
	FIELD_OBJECT(delay_reply, message, both_reply, both_reply_fields),
	FIELD_DATE_OPT(delay_reply, since_on),
	FIELD_DATE_OPT(delay_reply, due_on),
	FIELD_I64(delay_reply, overdue_days, 0, 200000),
	FIELD_END,
};
static const struct fld stand_step_fields[] = {
	FIELD_STR(stand_step_reply, code, 1, 60),
	FIELD_I64(stand_step_reply, number, 1, 25),
	FIELD_STR_OPT(stand_step_reply, stage, 1, 60),
	FIELD_OBJECT(stand_step_reply, title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(stand_step_reply, happened_on),
	FIELD_BOOL(stand_step_reply, done),
	FIELD_END,
};
const struct fld stand_fields[] = {
	FIELD_DATE(stand_reply, today),
	FIELD_STR(stand_reply, name, 1, 60),
	FIELD_STR_OPT(stand_reply, branch_name, 1, 100),
	FIELD_STR(stand_reply, stage, 1, 40),
	FIELD_STR_OPT(stand_reply, stage_on, 7, 10),
	FIELD_ENUM_OPT(stand_reply, state, case_states),
	FIELD_DATE_OPT(stand_reply, joined_on),
	FIELD_DATE_OPT(stand_reply, probation_due_on),
	FIELD_DATE_OPT(stand_reply, full_on),
	FIELD_DATE_OPT(stand_reply, closed_on),
	FIELD_BOOL(stand_reply, extended),
	FIELD_I64(stand_reply, steps_done, 0, 25),
	FIELD_I64(stand_reply, steps_total, 25, 25),
	FIELD_OBJECT_OPT(stand_reply, awaited, awaited_reply, awaited_fields),
	FIELD_OBJECT_OPT(stand_reply, milestone, awaited_reply, awaited_fields),
	FIELD_LIST(stand_reply, delays, delay_reply, delay_fields, 500),
	FIELD_LIST(stand_reply, timeline, stand_step_reply, stand_step_fields, 80),
	FIELD_END,
};

static struct both_reply post_name(const char *owner)
{
	if (str_eq(owner, "superior"))
		return (struct both_reply){ "组织员", "organiser" };
	if (str_eq(owner, "higher"))
		return (struct both_reply){ "组织部门", "organisation department" };
	if (str_eq(owner, "person"))
		return (struct both_reply){ "本人", "yourself" };
	return (struct both_reply){ "书记、组织委员", "secretary, organisation officer" };
}

/* What the person himself has to hand in, or that nothing is asked of him. */
static struct both_reply how_of(struct arena *a, const struct rules_step *step)
{
	const char *zh = NULL, *en = NULL;

	for (size_t i = 0; step && i < step->n_papers; i++) {
		const struct rules_paper *p = &step->papers[i];

		if (!str_eq(p->author, "person"))
			continue;
		zh = zh ? arena_printf(a, "%s、%s", zh, p->name.zh) : p->name.zh;
		en = en ? arena_printf(a, "%s, %s", en, p->name.en) : p->name.en;
	}
	if (!zh)
		return (struct both_reply){ "由组织办理，现在不需要你提交材料",
					    "The organisation does it; nothing is asked of you "
					    "now" };
	return (struct both_reply){ arena_printf(a, "请准备：%s", zh),
				    arena_printf(a, "Please prepare: %s", en) };
}

static const struct next_reply *first_awaited(const struct case_reply *page)
{
	const struct next_reply *items = page->next.items, *best = NULL;

	for (size_t i = 0; i < page->next.n; i++) {
		if (!items[i].optional &&
		    (!best || (items[i].possible_today && !best->possible_today)))
			best = &items[i];
	}
	return best;
}

/* The next one after the one awaited, where that one only recurs (inspections). */
static const struct next_reply *leads_on(const struct rules_set *set, const struct case_reply *page,
					 const struct next_reply *awaited, int32_t today)
{
	const struct next_reply *items = page->next.items;
	const struct rules_step *step =
		awaited ? case_step_on(set, awaited->step, today, NULL) : NULL;

	if (!step || !step->repeatable)
		return NULL;
	for (size_t i = 0; i < page->next.n; i++) {
		const struct rules_step *other = case_step_on(set, items[i].step, today, NULL);

		if (!items[i].optional && other && other->number > step->number)
			return &items[i];
	}
	return NULL;
}

static struct awaited_reply *awaited_of(const struct rules_set *set, struct arena *a,
					const struct case_reply *page,
					const struct next_reply *next, int32_t today)
{
	struct awaited_reply *r;

	if (!next || !str_eq(page->state, "open"))
		return NULL;
	r = ARENA_NEW(a, struct awaited_reply);
	*r = (struct awaited_reply){
		.step = next->step,
		.title = next->title,
		.owner = next->actor,
		.post_name = post_name(next->actor),
		.organisation_name = next->organisation_name,
		.since_on = next->since_on ? next->since_on : page->opened_on,
		.earliest_on = next->earliest_on,
		.latest_on = next->latest_on,
		.provisional = next->provisional,
		.possible_today = next->possible_today,
		.how = how_of(a, case_step_on(set, next->step, today, NULL)),
	};
	return r;
}

static struct fld_list delays_of(struct arena *a, const struct case_reply *page)
{
	const struct debt_reply *debts = page->debts.items;
	struct delay_reply *items = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < page->debts.n; i++) {
		if (!debts[i].overdue_days)
			continue;
		*VEC_PUSH(a, items, n, cap) =
			(struct delay_reply){ debts[i].message, debts[i].since_on, debts[i].due_on,
					      debts[i].overdue_days };
	}
	return (struct fld_list){ items, n };
}

static struct fld_list timeline_of(struct arena *a, const struct case_reply *page,
				   int64_t *ret_done)
{
	const struct case_step_reply *steps = page->steps.items;
	struct stand_step_reply *items = NULL;
	size_t n = 0, cap = 0;
	bool done[26] = { false }, all[26] = { false };

	for (size_t i = 0; i < page->steps.n; i++) {
		int64_t number = steps[i].number;

		if (number < 1 || number > 25)
			continue;
		*VEC_PUSH(a, items, n, cap) = (struct stand_step_reply){
			steps[i].code,  steps[i].number,      steps[i].stage,
			steps[i].title, steps[i].happened_on, steps[i].happened_on != NULL
		};
		/* Number 8 has two parts: done when both are. */
		done[number] = (!all[number] || done[number]) && steps[i].happened_on;
		all[number] = true;
	}
	*ret_done = 0;
	for (int i = 1; i <= 25; i++)
		*ret_done += done[i];
	return (struct fld_list){ items, n };
}

static void from_page(const struct rules_set *set, struct arena *a, const struct case_reply *page,
		      int32_t today, struct stand_reply *out)
{
	const struct next_reply *first = first_awaited(page);

	out->branch_name = page->branch.name;
	out->stage = page->stage;
	out->stage_on = page->stage_on;
	out->state = page->state;
	out->joined_on = page->joined_on;
	out->probation_due_on = page->probation_due_on;
	out->full_on = page->full_on;
	out->closed_on = page->closed_on;
	out->extended = page->extended;
	out->awaited = awaited_of(set, a, page, first, today);
	out->milestone = awaited_of(set, a, page, leads_on(set, page, first, today), today);
	out->delays = delays_of(a, page);
	out->timeline = timeline_of(a, page, &out->steps_done);
}

enum err stand_reply_make(struct db *db, const struct rules_set *set, struct arena *a,
			  int64_t person_id, int64_t case_id, int32_t today,
			  struct stand_reply *ret)
{
	static const struct user nobody; /* the page asks what its reader may do: nothing */
	struct directory_person_state person;
	struct case_reply page;
	struct case_view view;
	enum err e;

	e = directory_person_state(db, a, person_id, &person);
	if (e)
		return e;
	*ret = (struct stand_reply){ .today = case_day_text(a, today),
				     .name = person.name,
				     .stage = person.stage ? person.stage : "none",
				     .stage_on = person.stage_on,
				     .steps_total = 25 };
	if (!case_id)
		return OK;
	e = case_load(db, set, a, case_id, &view);
	if (e)
		return e;
	e = case_reply_make(db, set, a, &nobody, &view, today, &page);
	if (e)
		return e;
	from_page(set, a, &page, today, ret);
	return OK;
}
