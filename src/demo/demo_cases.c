/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of every traveller, step after step at a usual pace, as far as today; some branches are
 * slow, some people stop, a few papers contradict each other.
 */
#include "demo/demo_impl.h"

#include "development/development.h"
#include "directory/directory.h"
#include "base/banned.h"

#define STORY_MAX  48
#define DESK_CASES 64 /* demo_desk.c adds so many at most */

/* What can go otherwise than it should; each traveller has at most one. */
enum trouble {
	TROUBLE_NONE,
	TROUBLE_STOPS,         /* goes no further from some step on: duties become overdue */
	TROUBLE_LATE_TALK,     /* first talk after more than a month */
	TROUBLE_NO_INSPECTION, /* a half-year without one */
	TROUBLE_SHORT,         /* candidate after less than twelve months */
	TROUBLE_LATE_OATH,
	TROUBLE__MAX
};

struct story {
	struct demo *d;
	const struct demo_branch *branch;
	enum trouble trouble;
	size_t stop_at; /* TROUBLE_STOPS: so many steps and no more */
	int32_t at;     /* the day the story has come to */
	struct development_import_step steps[STORY_MAX];
	size_t n;
	bool over, slip;
};

static const char *person_ref(struct story *s, size_t i)
{
	return arena_printf(s->d->a, "{\"id\":\"%lld\"}",
			    (long long)s->branch->full[i % s->branch->n_full]);
}

/* Adds the step `wait` days after the one before; nothing is told of the future. */
static void tell(struct story *s, const char *code, int32_t low, int32_t high, const char *facts)
{
	int32_t day = s->at + demo_between(&s->d->random, low, high);

	if (s->over || day > s->d->today || s->n == STORY_MAX ||
	    (s->trouble == TROUBLE_STOPS && s->n >= s->stop_at)) {
		s->over = true;
		return;
	}
	s->at = day;
	s->steps[s->n++] = (struct development_import_step){ .step_code = code,
							     .happened_on = demo_day(s->d, day),
							     .facts = facts };
}

/* Inspections every half-year from the decision on, until the given day; the story's day stays. */
static void tell_inspections(struct story *s, const char *code, const char *facts, int32_t from,
			     int32_t until)
{
	int32_t at = s->at;

	for (int k = 1; date_add_months(from, 6 * k) <= until; k++) {
		if (s->trouble == TROUBLE_NO_INSPECTION && k == 1)
			continue;
		s->at = date_add_months(from, 6 * k) - 45;
		tell(s, code, 0, 40, facts);
	}
	if (!s->over)
		s->at = at;
}

static void tell_activist(struct story *s)
{
	bool late = s->trouble == TROUBLE_LATE_TALK;

	tell(s, "apply", 0, 0, "{}");
	tell(s, "first_talk", late ? 40 : 4, late ? 70 : 26,
	     arena_printf(s->d->a, "{\"talker\":%s}", person_ref(s, 0)));
	tell(s, "activist_decide", 50, 140,
	     "{\"recommendation\":\"league\",\"body\":\"assembly\"}");
	tell(s, "activist_file", 3, 20,
	     arena_printf(s->d->a, "{\"filing_number\":\"备〔%u〕\"}",
			  demo_pick(&s->d->random, 900) + 1));
	tell(s, "cultivator_assign", 0, 6,
	     arena_printf(s->d->a, "{\"cultivators\":[%s,%s]}", person_ref(s, 0),
			  person_ref(s, 1)));
}

static int32_t day_of_step(const struct story *s, const char *code)
{
	int32_t day = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (str_eq(s->steps[i].step_code, code) &&
		    date_parse(s->steps[i].happened_on, &day))
			return 0;
	}
	return day;
}

static void tell_candidate(struct story *s)
{
	int32_t decided = day_of_step(s, "activist_decide"), until;
	bool brief = s->trouble == TROUBLE_SHORT;

	until = date_add_months(decided, brief ? 9 : 12) + demo_between(&s->d->random, 3, 60);
	tell_inspections(s, "cultivate", "{\"kind\":\"inspection\"}", decided,
			 until < s->d->today ? until : s->d->today);
	if (s->over)
		return;
	s->at = until;
	tell(s, "candidate_decide", 0, 0,
	     "{\"body\":\"assembly\",\"view_group\":true,\"view_cultivators\":true,"
	     "\"view_members\":true,\"view_nonmembers\":true}");
	tell(s, "candidate_agree", 4, 14, "{\"result\":\"agreed\"}");
	tell(s, "candidate_notice", 1, 5, "{\"open_objection\":false,\"place\":\"学院公示栏\"}");
	/* Five working days, and the longest holiday between them. */
	tell(s, "introducer_assign", 17, 20,
	     arena_printf(s->d->a, "{\"introducers\":[%s,%s]}", person_ref(s, 0),
			  person_ref(s, 1)));
	tell(s, "review_done", 2, 12, "{\"reviewed_by\":\"学院党委\",\"conclusion\":\"passed\"}");
	tell(s, "short_training", 3, 20, "{\"days\":3,\"hours\":24,\"finished\":true}");
}

static const char *votes(struct story *s)
{
	int due = (int)s->branch->n_full,
	    present = due - (int)demo_pick(&s->d->random, (uint32_t)due / 5 + 1);

	return arena_printf(
		s->d->a,
		"{\"due\":%d,\"present\":%d,\"yes\":%d,\"no\":0,\"abstain\":0,\"written_yes\":0,"
		"\"written_no\":0,\"written_abstain\":0}",
		due, present, present);
}

static void tell_admission(struct story *s)
{
	bool late = s->trouble == TROUBLE_LATE_OATH;

	tell(s, "committee_examine", 3, 10, "{\"body\":\"assembly\"}");
	tell(s, "pre_review", 4, 20, "{\"result\":\"passed\"}");
	tell(s, "pledge_form", 1, 4, "{}");
	tell(s, "admission_vote", 3, 18,
	     arena_printf(s->d->a, "{\"votes\":%s,\"ballot\":\"secret\",\"one_person\":true}",
			  votes(s)));
	tell(s, "approval_talk", 5, 20,
	     arena_printf(s->d->a, "{\"talker\":%s,\"talker_role\":\"organiser\"}",
			  person_ref(s, 2)));
	tell(s, "approval", 5, 30,
	     arena_printf(
		     s->d->a,
		     "{\"received_on\":\"%s\",\"decision\":\"approved\",\"approving_body\":\"party_committee\","
		     "\"one_person\":true}",
		     demo_day(s->d, s->at)));
	tell(s, "approval_file", 2, 14, "{}");
	tell(s, "group_assign", 0, 4, "{}");
	tell(s, "oath", late ? 30 : 2, late ? 60 : 10, "{\"place\":\"党员活动室\"}");
}

static void tell_conversion(struct story *s, int32_t assembly)
{
	int32_t due = date_add_months(assembly, 12);

	tell_inspections(s, "probation_inspect", "{}", assembly,
			 due < s->d->today ? due : s->d->today);
	if (s->over)
		return;
	s->at = due - 9;
	tell(s, "convert_apply", 0, 5, "{}");
	s->at = due;
	tell(s, "convert_vote", 0, 8,
	     arena_printf(
		     s->d->a,
		     "{\"outcome\":\"convert\",\"votes\":%s,\"ballot\":\"secret\",\"one_person\":true,\"view_group\":true,"
		     "\"view_members\":true,\"view_nonmembers\":true,\"committee_examined\":true}",
		     votes(s)));
	tell(s, "convert_approval", 5, 40,
	     arena_printf(s->d->a, "{\"received_on\":\"%s\",\"decision\":\"approved\"}",
			  demo_day(s->d, s->at)));
	tell(s, "archive", 5, 30,
	     "{\"paper_pledge\":true,\"paper_application\":true,\"paper_cultivation\":true,\"paper_review\":true,"
	     "\"paper_probation\":true,\"paper_conversion\":true}");
}

static struct development_import_step *step_of(struct story *s, const char *code)
{
	for (size_t i = 0; i < s->n; i++) {
		if (str_eq(s->steps[i].step_code, code))
			return &s->steps[i];
	}
	return NULL;
}

/*
 * A few dossiers contradict themselves, as those typed from old papers do: a talk before the
 * application, papers that came before the meeting which sent them. Drawn by the number of the
 * case, so that the other stories stay what they are.
 */
static void slip_of_the_pen(struct story *s, size_t number)
{
	struct development_import_step *talk = step_of(s, "first_talk"),
				       *approval = step_of(s, "approval");

	s->slip = (number % 29 == 11 && talk) || (number % 29 == 23 && approval);
	if (number % 29 == 11 && talk)
		talk->happened_on = demo_day(s->d, day_of_step(s, "apply") - 3);
	if (number % 29 == 23 && approval)
		approval->facts =
			arena_printf(s->d->a,
				     "{\"received_on\":\"%s\",\"decision\":\"approved\","
				     "\"approving_body\":\"party_committee\",\"one_person\":true}",
				     demo_day(s->d, day_of_step(s, "admission_vote") - 2));
}

static enum err tell_case(struct demo *d, const struct demo_traveller *t, size_t number)
{
	struct story s = { .d = d, .branch = &d->branches[t->branch], .at = t->applied_on };
	struct development_import in = { .person_id = t->person_id, .branch_id = s.branch->id };
	size_t left_out;
	int64_t case_id = 0;
	enum err e;

	if (demo_chance(&d->random, 22)) {
		s.trouble = (enum trouble)(1 + demo_pick(&d->random, TROUBLE__MAX - 1));
		s.stop_at = 1 + demo_pick(&d->random, 22);
	}
	tell_activist(&s);
	if (!s.over)
		tell_candidate(&s);
	if (!s.over)
		tell_admission(&s);
	if (!s.over)
		tell_conversion(&s, day_of_step(&s, "admission_vote"));
	slip_of_the_pen(&s, number);
	in.steps = s.steps;
	in.n_steps = s.n;
	e = development_case_from_import(d->db, d->app->rules, d->a, &in, &case_id, &left_out);
	demo_case_add(d, (struct demo_case){
				 .id = case_id,
				 .branch = t->branch,
				 .slip = s.slip,
				 .probationary = step_of(&s, "approval") && !step_of(&s, "archive"),
				 .archived = step_of(&s, "archive") != NULL,
			 });
	return e;
}

void demo_case_add(struct demo *d, struct demo_case c)
{
	if (d->n_cases < d->cap_cases)
		d->cases[d->n_cases++] = c;
}

enum err demo_cases(struct demo *d)
{
	struct arena *whole = d->a, one;
	enum err e = OK;

	d->cap_cases = d->n_travellers + DESK_CASES;
	d->cases = ARENA_ARRAY(d->a, struct demo_case, d->cap_cases);
	arena_init(&one);
	d->a = &one; /* a case's texts are needed until it is recorded */
	for (size_t i = 0; !e && i < d->n_travellers; i++) {
		e = tell_case(d, &d->travellers[i], i);
		arena_reset(&one);
		if (i % 500 == 499)
			fprintf(stderr, "\r%zu of %zu cases", i + 1, d->n_travellers);
	}
	fputc('\n', stderr);
	d->a = whole;
	arena_release(&one);
	return e;
}
