/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A year with twelve hand-overs: each month the officers of that month record what is theirs, then
 * a post goes to the next. What is owed is found again by brute force (every open case evaluated,
 * owners by the tree) before and after, and must be what was signed for; rights are those that the
 * sessions read from `post`.
 */
#include "officers.h"

#define DUTIES_MAX 400

/* (case, step) owed by one organisation. */
struct owed {
	int64_t case_id;
	const char *step;
};
struct owed_set {
	struct owed items[DUTIES_MAX];
	size_t n;
};

static bool owed_in(const struct owed_set *set, int64_t case_id, const char *step)
{
	for (size_t i = 0; i < set->n; i++) {
		if (set->items[i].case_id == case_id && str_eq(set->items[i].step, step))
			return true;
	}
	return false;
}

static void owed_put(struct owed_set *set, int64_t case_id, const char *step)
{
	if (owed_in(set, case_id, step))
		return;
	assert_true(set->n < DUTIES_MAX);
	set->items[set->n++] = (struct owed){ case_id, step };
}

static void assert_same(const struct owed_set *want, const struct owed_set *got, const char *what)
{
	for (size_t i = 0; i < want->n; i++) {
		if (!owed_in(got, want->items[i].case_id, want->items[i].step))
			fail_msg("%s: %s of case %lld is lost", what, want->items[i].step,
				 (long long)want->items[i].case_id);
	}
	for (size_t i = 0; i < got->n; i++) {
		if (!owed_in(want, got->items[i].case_id, got->items[i].step))
			fail_msg("%s: %s of case %lld is owed by nobody", what, got->items[i].step,
				 (long long)got->items[i].case_id);
	}
}

/* ---- brute force ---- */

/* The fixture's tree: 3 and 4 below 2, 8 below 7; 7 is no committee, so 1 acts for 8. */
static int64_t owner_of(enum rules_actor actor, int64_t branch)
{
	if (actor == RULES_HIGHER)
		return 1;
	if (actor == RULES_SUPERIOR)
		return branch == 3 || branch == 4 ? 2 : 1;
	return branch;
}

struct looking {
	struct fixture *f;
	int64_t case_id;
	struct case_view view;
};

static enum err look_tx(struct db *db, void *arg)
{
	struct looking *l = arg;

	return case_load(db, l->f->set, &l->f->arena, l->case_id, &l->view);
}

static void brute_case(struct fixture *f, int64_t case_id, int64_t organisation_id,
		       struct owed_set *set)
{
	struct looking l = { f, case_id, { .row.id = 0 } };
	struct rules_result r = { 0 };

	assert_int_equal(db_read(f->db, "test", look_tx, &l), OK);
	if (!str_eq(l.view.row.state, "open"))
		return;
	assert_int_equal(rules_evaluate(f->set, &l.view.rules, clock_today(), &f->arena, &r), OK);
	for (size_t i = 0; i < r.n_debts; i++) {
		/* A half-year that passed without an inspection is lost, not owed. */
		bool lost =
			r.debts[i].overdue && str_eq(rules_rule_kind(r.debts[i].rule), "windows");

		if (!lost && owner_of(r.debts[i].who, l.view.row.branch_id) == organisation_id)
			owed_put(set, case_id, rules_step_code(f->set, r.debts[i].step));
	}
	for (size_t i = 0; i < r.n_next; i++) {
		if (!r.next[i].optional &&
		    owner_of(r.next[i].actor, l.view.row.branch_id) == organisation_id)
			owed_put(set, case_id, rules_step_code(f->set, r.next[i].step));
	}
}

static struct owed_set brute_force(struct fixture *f, int64_t organisation_id)
{
	int64_t last = fixture_number(f, "SELECT coalesce(max(id), 0) FROM development_case");
	struct owed_set set = { .n = 0 };

	for (int64_t id = 1; id <= last; id++)
		brute_case(f, id, organisation_id, &set);
	return set;
}

/* ---- what Jishi says ---- */

struct packing {
	struct fixture *f;
	struct handover h;
	struct handover_package package;
	struct fld_list signed_for;
};

static enum err pack_tx(struct db *db, void *arg)
{
	struct packing *p = arg;
	enum err e;

	e = handover_get(db, &p->f->arena, p->h.id, &p->h);
	if (!e)
		e = handover_package_make(db, p->f->set, &p->f->arena, &p->h, &p->package);
	if (!e)
		e = handover_signed_make(db, p->f->set, &p->f->arena, &p->h, &p->signed_for);
	return e;
}

static struct owed_set owed_of(const struct fld_list *duties)
{
	const struct handover_duty *items = duties->items;
	struct owed_set set = { .n = 0 };

	for (size_t i = 0; i < duties->n; i++)
		owed_put(&set, items[i].case_id, items[i].step);
	return set;
}

static struct packing package_of(struct fixture *f, int64_t id)
{
	struct packing p = { .f = f, .h.id = id };

	assert_int_equal(db_read(f->db, "test", pack_tx, &p), OK);
	return p;
}

/* ---- the year ---- */

/* A person whose way is told as far as `stop`. */
struct way {
	int64_t person_id, case_id;
	const char *stop;
	size_t told;
};

/* Records what has come by today, by whoever holds the post on this day. */
static int tell_until_today(struct fixture *f, struct way *w)
{
	int recorded = 0;

	while (w->told < story_length) {
		const struct story_step *s = &story[w->told];
		const char *on = s->on ? s->on : story[w->told + 1].on;
		const struct post *who = &f->department;
		int32_t day;

		assert_int_equal(date_parse(on, &day), OK);
		if (day > clock_today() ||
		    (w->told && w->stop && str_eq(story[w->told - 1].step, w->stop)))
			return recorded;
		if (s->by[0] == 'b')
			who = officer(f, holder_of(f, 3, "branch_secretary"));
		else if (s->by[0] == 's')
			who = officer(f, holder_of(f, 2, "organiser"));
		assert_int_equal(try_step(f, who, w->case_id, s, NULL, 0).e, OK);
		w->told++;
		recorded++;
	}
	return recorded;
}

static void month_set(struct fixture *f, int month)
{
	fixture_day(arena_printf(&f->arena, "2027-%02d-25", month));
	assert_int_equal(development_refresh(f->db, f->set, NULL), OK);
}

/* The post goes on; nothing of what was owed is lost, and rights change hands in that moment. */
static size_t hand_over(struct fixture *f, int64_t organisation_id, const char *kind, int64_t giver,
			int64_t to)
{
	const char *path = fixture_text(f, "SELECT path FROM organisation WHERE id = %lld",
					(long long)organisation_id);
	int64_t from = holder_of(f, organisation_id, kind);
	struct owed_set before = brute_force(f, organisation_id), shown, signed_for, after;
	uint32_t had = perms_at(f, to, path), bits = post_perms(kind);
	struct handed h;
	struct packing p;

	h = begin(f, giver, post_of(f, organisation_id, kind), to, "任职决定");
	assert_int_equal(h.e, OK);
	p = package_of(f, h.id);
	shown = owed_of(&p.package.duties);
	assert_same(&before, &shown, "the package");
	assert_int_equal(perms_at(f, from, path) & bits, bits);
	assert_int_equal(accept(f, to, h.id).e, OK);

	p = package_of(f, h.id);
	signed_for = owed_of(&p.signed_for);
	after = brute_force(f, organisation_id);
	shown = owed_of(&p.package.duties);
	assert_same(&before, &signed_for, "what was signed for");
	assert_same(&before, &after, "what is owed after");
	assert_same(&before, &shown, "what the successor sees");
	assert_int_equal(p.h.duties_n, (int64_t)p.signed_for.n);
	assert_int_equal(perms_at(f, to, path), had | bits);
	assert_int_equal(perms_at(f, from, path), 0);
	assert_int_equal(holder_of(f, organisation_id, kind), to);
	return before.n;
}

static void a_year_with_twelve_hand_overs_loses_no_duty(void **state)
{
	static const struct {
		int64_t organisation_id;
		const char *kind;
		int64_t to;
	} turns[12] = {
		{ 3, "branch_secretary", 302 },     { 2, "organiser", 502 },
		{ 3, "organisation_officer", 304 }, { 8, "branch_secretary", 403 },
		{ 3, "branch_secretary", 305 },     { 2, "organiser", 503 },
		{ 3, "branch_secretary", 306 },     { 8, "branch_secretary", 401 },
		{ 3, "branch_secretary", 307 },     { 2, "organiser", 501 },
		{ 3, "organisation_officer", 308 }, { 3, "branch_secretary", 301 },
	};
	struct fixture *f = *state;
	struct way ways[] = {
		{ 201, 0, NULL, 0 },
		{ 202, 0, "candidate_decide", 0 },
		{ 601, 0, "activist_decide", 0 },
		{ 602, 0, "candidate_notice", 0 },
		{ 603, 0, "committee_examine", 0 },
		{ 604, 0, "admission_vote", 0 },
		{ 605, 0, "apply", 0 },
	};
	size_t owed = 0;
	int recorded = 0;

	for (size_t i = 0; i < COUNTOF(ways); i++)
		ways[i].case_id = open_case(f, &f->secretary, ways[i].person_id);
	open_case(f, &f->general_organiser, 208); /* of branch 8: its own duties */
	for (int month = 1; month <= 12; month++) {
		int64_t giver, organisation_id = turns[month - 1].organisation_id;
		int now = 0;

		month_set(f, month);
		for (size_t i = 0; i < COUNTOF(ways); i++)
			now += tell_until_today(f, &ways[i]);
		recorded += now;
		giver = organisation_id == 8 ? 402 : 504;
		owed += hand_over(f, organisation_id, turns[month - 1].kind, giver,
				  turns[month - 1].to);
	}
	assert_int_equal(
		fixture_number(f, "SELECT count(*) FROM handover WHERE state = 'accepted'"), 12);
	print_message("%zu duties handed over, %d steps recorded\n", owed, recorded);
	assert_true(owed > 60);     /* there was something to lose each month */
	assert_true(recorded > 60); /* and work went on under twelve pairs of hands */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "a_year_with_twelve_hand_overs_loses_no_duty",
		  a_year_with_twelve_hand_overs_loses_no_duty, fixture_open, fixture_close, NULL },
	};

	fixture_more = officers_open;
	return fixture_run(tests, COUNTOF(tests));
}
