/* SPDX-License-Identifier: Apache-2.0 */
/* Duties that run through the case: told at a record when it is late, and by today while open. */
#include "rules/rules_internal.h"

#include "base/banned.h"

static void late_found(struct check *k, int32_t from, int32_t due)
{
	struct rules_finding *f = found(k, DATE_NONE);

	f->step = k->rule->to.step;
	param_day(f, "from", from);
	param_day(f, "due", due);
	param_int(f, "months", k->rule->months);
}

/* Is a deed of `day` (or today's not having done it) this rule's kind of late? */
static bool is_late(const struct rule *r, int32_t from, int32_t day)
{
	if (day <= date_add_months(from, r->months))
		return false;
	return !r->until_months || day <= date_add_months(from, r->until_months);
}

/* The duty's first day as seen from a record of the step it asks for. */
static void within_done(struct check *k, int at)
{
	int32_t from;

	k->rec = &k->ev->recs[at];
	k->at = at;
	from = ref_day(k, k->rule->from);
	if (from == DATE_NONE || !pack_in_force(k->rule->pack, from) ||
	    !conds_hold(k, k->rule->when, k->rule->n_when))
		return;
	if (is_late(k->rule, from, k->rec->on))
		late_found(k, from, date_add_months(from, k->rule->months));
}

static void within_debt(struct check *k, int32_t from)
{
	const struct rule *r = k->rule;
	int32_t beside;
	struct rules_debt *d;

	if (!r->owes)
		return;
	d = debt_add(k, r->to.step, from, date_add_months(from, r->months));
	if (r->until_months)
		d->limit_on = date_add_months(from, r->until_months);
	if (r->beside.step < 0)
		return;
	beside = ref_day(k, r->beside);
	if (beside != DATE_NONE)
		d->beside_on = date_add_months(beside, r->months);
}

/* The receipt that starts the clock is not recorded: the clock stands, and that is told. */
static void clock_stands(struct check *k)
{
	const struct rule *r = k->rule;
	int at = r->beside.step >= 0 ? k->ev->last[r->beside.step] : -1;
	struct rules_debt *d;

	if (!r->owes || !r->from.field || at < 0 || !pack_in_force(r->pack, k->ev->recs[at].on) ||
	    rec_count(k->ev, r->beside.step, k->ev->today) <=
		    rec_count(k->ev, r->to.step, k->ev->today))
		return;
	d = debt_add(k, r->to.step, k->ev->recs[at].on, DATE_NONE);
	d->beside_on = date_add_months(k->ev->recs[at].on, r->months);
	d->clock_not_started = true;
}

/* Not done: an open record whose clock runs, or a first step without the second. */
static void within_open(struct check *k)
{
	struct eval *ev = k->ev;
	const struct rule *r = k->rule;
	int done = ev->last[r->to.step];
	int32_t from;

	k->rec = NULL;
	k->at = -1;
	if (r->from.field) {
		k->at = ev->open[r->to.step];
		k->rec = k->at < 0 ? NULL : &ev->recs[k->at];
	}
	from = !r->from.field || k->rec ? ref_day(k, r->from) : DATE_NONE;
	if (from == DATE_NONE) {
		clock_stands(k);
		return;
	}
	if (!pack_in_force(r->pack, from) || !conds_hold(k, r->when, r->n_when))
		return;
	if (!k->rec && done >= 0 && ev->recs[done].on >= from)
		return;
	if (is_late(r, from, ev->today))
		late_found(k, from, date_add_months(from, r->months));
	within_debt(k, from);
}

void check_within_months(struct check *k)
{
	struct eval *ev = k->ev;
	int to = k->rule->to.step;

	if (ev->only >= 0) {
		if (ev->recs[ev->only].step == to && ev->recs[ev->only].on != DATE_NONE)
			within_done(k, ev->only);
		return;
	}
	for (int i = ev->first[to]; i >= 0; i = ev->next[i])
		within_done(k, i);
	if (ev->closed_on == DATE_NONE)
		within_open(k);
}

/* Is there a record of the kind asked for in (start, end]? */
static bool window_filled(struct check *k, int32_t start, int32_t end)
{
	struct eval *ev = k->ev;
	const struct rule *r = k->rule;

	for (int i = ev->first[r->to.step]; i >= 0; i = ev->next[i]) {
		const struct rules_fact *f;

		if (ev->recs[i].on <= start || ev->recs[i].on > end)
			continue;
		if (!r->field)
			return true;
		f = rec_fact(&ev->recs[i], r->field);
		for (int v = 0; f && v < r->n_values; v++) {
			if (f->type == RULES_ENUM && f->v.symbol == r->values[v])
				return true;
		}
	}
	return false;
}

static void window_missing(struct check *k, int32_t start, int32_t end, int number)
{
	struct rules_finding *f = found(k, DATE_NONE);

	f->step = k->rule->to.step;
	f->on = end;
	param_day(f, "from", start + 1);
	param_day(f, "until", end);
	param_int(f, "number", number);
	param_int(f, "months", k->rule->months);
}

#define WINDOWS_MAX 400

/*
 * The n-th window from the day `from`: missing, owed or filled. False: none after it counts, the
 * case or the time it is asked about (`last`) ends before.
 */
static bool window_check(struct check *k, int32_t from, int32_t last, int n)
{
	struct eval *ev = k->ev;
	const struct rule *r = k->rule;
	int32_t start = date_add_months(from, r->months * (n - 1));
	int32_t end = date_add_months(from, r->months * n);

	if (end > last || (ev->closed_on != DATE_NONE && end > ev->closed_on))
		return false;
	if (last == DATE_MAX && end >= ev->today) {
		/* The window that runs now: owed, not missing. */
		if (r->owes && !window_filled(k, start, end))
			(void)debt_add(k, r->to.step, start, end);
		return false;
	}
	if (window_filled(k, start, end))
		return true;
	window_missing(k, start, end, n);
	if (r->owes && ev->only < 0 && ev->closed_on == DATE_NONE &&
	    ev->standing.full_on == DATE_NONE)
		(void)debt_add(k, r->to.step, start, end);
	return true;
}

/*
 * Windows (A + m(k-1) months, A + mk months] from the deciding day A, each counted from A, so
 * that a late record in one does not move the next.
 */
void check_windows(struct check *k)
{
	struct eval *ev = k->ev;
	const struct rule *r = k->rule;
	int first = r->from.step >= 0 ? ev->first[r->from.step] : -1;
	int stop = r->until.step >= 0 ? ev->first[r->until.step] : -1;
	int32_t from, last = stop >= 0 ? ev->recs[stop].on : DATE_MAX;

	if (first < 0 || r->months < 1)
		return;
	if (ev->only >= 0 && (stop < 0 || ev->recs[ev->only].step != r->until.step))
		return;
	from = ev->recs[first].on;
	if (!pack_in_force(r->pack, from) || !conds_hold(k, r->when, r->n_when))
		return;
	for (int n = 1; n <= WINDOWS_MAX && window_check(k, from, last, n); n++)
		;
}

static void vote_late(struct check *k, int32_t due, int32_t on)
{
	struct rules_finding *f = found(k, DATE_NONE);

	f->step = probation_of(k->ev)->vote;
	f->on = on;
	param_day(f, "due", due);
}

/* A vote on conversion or extension after the due day, without a postponement. */
static void vote_done(struct check *k, int at)
{
	int32_t due = probation_due(k->ev, at, NULL);

	k->rec = &k->ev->recs[at];
	k->at = at;
	if (due == DATE_NONE || !pack_in_force(k->rule->pack, due))
		return;
	if (k->rec->on > due && !postponed(k->ev, k->rec->on) &&
	    conds_hold(k, k->rule->when, k->rule->n_when))
		vote_late(k, due, k->rec->on);
}

void check_probation_late(struct check *k)
{
	struct eval *ev = k->ev;
	const struct probation *p = probation_of(ev);
	int32_t due = probation_due(ev, ev->n, NULL);
	int last;

	if (!p)
		return;
	if (ev->only >= 0) {
		if (ev->recs[ev->only].step == p->vote)
			vote_done(k, ev->only);
		return;
	}
	for (int i = ev->first[p->vote]; i >= 0; i = ev->next[i])
		vote_done(k, i);
	last = ev->last[p->vote];
	k->rec = NULL;
	k->at = -1;
	if (due == DATE_NONE || ev->closed_on != DATE_NONE || !pack_in_force(k->rule->pack, due) ||
	    ev->standing.joined_on == DATE_NONE || ev->standing.full_on != DATE_NONE)
		return;
	if (last >= 0 && vote_answer(ev, last) == 0)
		return;
	if (postponed(ev, ev->today)) {
		(void)debt_add(k, p->vote, due, DATE_NONE);
		return;
	}
	if (ev->today > due)
		vote_late(k, due, ev->today);
	if (k->rule->owes)
		(void)debt_add(k, p->vote, ev->standing.joined_on, due);
}
