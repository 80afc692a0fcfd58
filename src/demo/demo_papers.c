/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The papers of the cases: most files are complete, here and there one is missing or was made again
 * with two witnesses, and some nobody has come to yet. Last, with numbers of its own.
 */
#include "demo/demo_impl.h"

#include "papers/papers.h"
#include "base/banned.h"

#define SEED 20261127

static const struct {
	const char *code;
	int64_t pages;
} lengths[] = {
	{ "application_letter", 5 }, { "cultivation_form", 4 },   { "pledge_form", 16 },
	{ "admission_minutes", 3 },  { "conversion_minutes", 3 }, { "views_record", 2 },
	{ "review_report", 3 },      { "conversion_request", 3 }, { "probation_form", 4 },
};

#define NOWHERE ((size_t)-1)

/* One file while it is told. */
struct filing {
	struct demo *d;
	const struct demo_case *of;
	const struct demo_branch *branch;
	const char *place;
	bool own_college;  /* of the accounts that can witness */
	size_t missing[2]; /* which are not there; NOWHERE */
	size_t supplement; /* which was made again */
	size_t witnesses;
	int32_t decided, law_of_2026;
};

static int64_t pages_of(const char *code)
{
	for (size_t i = 0; i < COUNTOF(lengths); i++) {
		if (str_eq(lengths[i].code, code))
			return lengths[i].pages;
	}
	return 1;
}

static int32_t not_after_today(const struct demo *d, int32_t day)
{
	return day < d->today ? day : d->today;
}

/* What is wrong with this file of n papers. Contradictory dossiers have their own fault and no other. */
static void faults_draw(struct filing *f, size_t n)
{
	struct demo_random *r = &f->d->random;
	uint32_t of_a_hundred = demo_pick(r, 100), most = f->of->archived ? 2 : 4;

	f->missing[0] = f->missing[1] = f->supplement = NOWHERE;
	f->witnesses = PAPERS_CONFIRMATIONS;
	if (f->of->slip)
		return;
	if (of_a_hundred < most)
		f->missing[0] = demo_pick(r, (uint32_t)n);
	if (of_a_hundred < most / 3)
		f->missing[1] = demo_pick(r, (uint32_t)n);
	if (f->own_college && of_a_hundred >= 92) {
		f->supplement = demo_pick(r, (uint32_t)n);
		f->witnesses -= of_a_hundred >= 98;
	}
}

static void supplement_tell(const struct filing *f, int32_t happened, struct paper_sample *ret)
{
	static const char *const by[] = { "organiser", "committee" };
	struct demo *d = f->d;
	int32_t made = d->today - demo_between(&d->random, 4, 90);

	if (made <= happened)
		return; /* nothing of last month is lost yet */
	ret->supplement_reason = "办公室搬迁时遗失";
	ret->added_on = demo_day(d, made);
	ret->confirmed_on = demo_day(d, not_after_today(d, made + 3));
	for (size_t i = 0; i < f->witnesses; i++) {
		const struct demo_account *a = demo_account_of(d, by[i]);

		ret->confirmed_by[i].account_id = a->id;
		ret->confirmed_by[i].person_id = a->person_id;
	}
}

/* Who was decided before the text of 2026 was filed, not asked for: there is no such paper. */
static bool of_new_law(const struct filing *f, const char *code)
{
	return f->decided < f->law_of_2026 &&
	       (str_eq(code, "candidate_request") || str_eq(code, "candidate_reply"));
}

static bool choose(void *arg, const char *step, const char *code, const char *happened_on, size_t i,
		   size_t n, struct paper_sample *ret)
{
	struct filing *f = arg;
	struct demo *d = f->d;
	int32_t day = d->today;

	if (i == 0)
		faults_draw(f, n);
	if (str_eq(step, "candidate_decide") && date_parse(happened_on, &f->decided))
		return false;
	if (i == f->missing[0] || i == f->missing[1] || date_parse(happened_on, &day) ||
	    of_new_law(f, code))
		return false;
	*ret = (struct paper_sample){
		.place = f->place,
		.pages = pages_of(code),
		.added_on = demo_day(d, not_after_today(d, day + demo_between(&d->random, 0, 12))),
		.added_by = f->own_college ? demo_account_of(d, "counsellor")->id : 0,
	};
	if (i == f->supplement)
		supplement_tell(f, day, ret);
	return true;
}

/* Of each branch, one probationary member's papers still lie in a heap, and a few more files. */
static bool nobody_came_to(struct demo *d, const struct demo_case *c, bool *seen)
{
	bool first = c->probationary && !seen[c->branch];
	bool heap = demo_chance(&d->random, 7);

	seen[c->branch] |= c->probationary;
	return !c->slip && (first || heap);
}

static enum err file_make(struct demo *d, const struct demo_case *c)
{
	static const char *const places[] = { "学院党建办公室1号柜", "学院党建办公室2号柜",
					      "支部档案盒", "学院档案室" };
	struct filing f = { .d = d, .of = c, .branch = &d->branches[c->branch] };

	if (date_parse("2026-05-11", &f.law_of_2026))
		return BUG("a day that is none");
	f.place = places[c->branch % COUNTOF(places)];
	f.own_college =
		str_starts(f.branch->o->code, "YX11") || str_starts(f.branch->o->code, "YX01");
	return papers_sample_case(d->db, d->app->rules, d->a, c->id, choose, &f);
}

enum err demo_papers(struct demo *d)
{
	struct demo own = *d;
	bool *seen = ARENA_ARRAY(d->a, bool, d->n_branches);
	struct arena one;
	enum err e = OK;

	own.random.state = SEED;
	arena_init(&one);
	own.a = &one;
	for (size_t i = 0; !e && i < d->n_cases; i++) {
		if (!nobody_came_to(&own, &d->cases[i], seen))
			e = file_make(&own, &d->cases[i]);
		arena_reset(&one);
	}
	arena_release(&one);
	return e;
}
