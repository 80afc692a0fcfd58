/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of order and of days at one record. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

/* Is the need met by the record's day; *from: a later day on which it is met, or DATE_NONE. */
static bool need_met(const struct check *k, const struct need *need, int32_t *from)
{
	const struct eval *ev = k->ev;
	int32_t on = rec_day(ev, k->rec);
	int wanted = 1, have = 0;

	if (need->each) {
		wanted = 0;
		for (int i = ev->first[k->rec->step]; i >= 0 && i <= k->at; i = ev->next[i])
			wanted++;
		if (wanted == 0)
			wanted = 1;
	}
	*from = DATE_NONE;
	for (int i = ev->first[need->step]; i >= 0; i = ev->next[i]) {
		if (i == k->at)
			continue;
		if (++have < wanted)
			continue;
		if (ev->recs[i].on <= on)
			return true;
		*from = ev->recs[i].on;
		return false;
	}
	return false;
}

/* A step before one that it needs, by day or by absence. */
void check_order(struct check *k)
{
	const struct step_def *d = &k->rule->pack->steps[k->rec->step];
	int32_t on = rec_day(k->ev, k->rec), allowed = DATE_NONE;
	uint64_t missing = 0;
	bool waits_only = true;

	if (d->pub.id < 0)
		return;
	for (int i = 0; i < d->n_needs; i++) {
		const struct need *need = &d->needs[i];
		int32_t from = DATE_NONE;

		if (!created_under(k->ev, k->rule->pack, need->created_by, on))
			continue;
		if (!conds_hold(k, need->when, need->n_when) || need_met(k, need, &from))
			continue;
		missing |= UINT64_C(1) << need->step;
		if (from == DATE_NONE)
			waits_only = false;
		else if (from > allowed)
			allowed = from;
	}
	if (missing)
		param_steps(found(k, waits_only ? allowed : DATE_NONE), "missing", missing);
}

void check_not_future(struct check *k)
{
	int32_t on = rec_day(k->ev, k->rec);

	if (!k->ev->trying && on > k->ev->today)
		param_day(found(k, DATE_NONE), "on", on);
}

void check_not_twice(struct check *k)
{
	const struct step_def *d = &k->rule->pack->steps[k->rec->step];
	int first = k->ev->first[k->rec->step];

	if (d->pub.id >= 0 && !d->pub.repeatable && first >= 0 && first != k->at &&
	    (first < k->at || k->ev->origin[k->at] < 0))
		param_day(found(k, DATE_NONE), "on", k->ev->recs[first].on);
}

void check_case_open(struct check *k)
{
	const struct eval *ev = k->ev;

	if (ev->closed_on != DATE_NONE && ev->closer < k->at)
		param_day(found(k, DATE_NONE), "on", ev->closed_on);
}

/* The last day on which somebody born so may have the birthday. */
static int32_t birthday_latest(const struct rules_case *c, int years)
{
	int32_t day = date_birthday(c->birth_on, years);

	if (c->birth_precision == RULES_MONTH)
		return date_add_months(day, 1) - 1;
	return c->birth_precision == RULES_YEAR ? date_add_months(day, 12) - 1 : day;
}

void check_age_min(struct check *k)
{
	const struct rules_case *c = k->ev->c;
	int32_t on = rec_day(k->ev, k->rec), from;
	struct rules_finding *f;

	if (c->birth_on == DATE_NONE) {
		f = found(k, DATE_NONE);
		param_int(f, "years", k->rule->years);
		return;
	}
	from = birthday_latest(c, k->rule->years);
	if (on >= from)
		return;
	f = found(k, from);
	param_int(f, "years", k->rule->years);
	/* A month or year of birth that may be enough is asked about, not refused. */
	if (on >= date_birthday(c->birth_on, k->rule->years))
		f->severity = RULES_WARN;
}

void check_min_months_between(struct check *k)
{
	int first = k->rule->from.step >= 0 ? k->ev->first[k->rule->from.step] : -1;
	int32_t from = ref_day(k, k->rule->from), earliest;
	int32_t to = k->rule->to.field ? ref_day(k, (struct ref){ OWN_STEP, k->rule->to.field })
				       : k->rec->on;
	struct rules_finding *f;

	/* A first event that comes only later still tells the day from which the second may be. */
	if (from == DATE_NONE && !k->rule->from.field && first >= 0 && first != k->at)
		from = k->ev->recs[first].on;
	if (from == DATE_NONE || to == DATE_NONE)
		return;
	earliest = date_add_months(from, k->rule->months);
	if (to >= earliest)
		return;
	f = found(k, earliest);
	param_day(f, "from", from);
	param_int(f, "months", k->rule->months);
}

void check_asks_steps(struct check *k)
{
	int32_t on = rec_day(k->ev, k->rec);
	uint64_t missing = 0;
	int by;

	for (int step = 0; step < k->ev->set->n_steps; step++) {
		if ((k->rule->of >> step & 1) && rec_latest(k->ev, step, on, k->at) < 0)
			missing |= UINT64_C(1) << step;
	}
	if (!missing)
		return;
	param_steps(found(k, DATE_NONE), "missing", missing);
	if (!k->rule->owes || k->ev->only >= 0 || k->ev->trying || k->ev->closed_on != DATE_NONE)
		return;
	by = k->rule->created_by == OWN_STEP ? -1 : rec_latest(k->ev, k->rule->created_by, on, -1);
	for (int step = 0; step < k->ev->set->n_steps; step++) {
		if ((missing >> step & 1) && k->ev->first[step] < 0)
			(void)debt_add(k, step, by < 0 ? on : k->ev->recs[by].on, DATE_NONE);
	}
}

/* From the day after the last notice day on; a notice taken down too early does not count. */
void check_notice(struct check *k)
{
	struct ref field = { k->rule->posted.step, k->rule->field };
	int32_t on = rec_day(k->ev, k->rec), posted = ref_day(k, k->rule->posted), end, down;
	bool provisional = false;
	struct rules_finding *f;

	if (k->ev->trying && k->rule->posted.step == OWN_STEP)
		return;
	if (posted == DATE_NONE) {
		if (k->rule->posted.step == OWN_STEP)
			param_int(found(k, DATE_NONE), "days", k->rule->days);
		return; /* a missing notice step is the rule of order */
	}
	end = rules_notice_end(k->ev->set, posted, k->rule->days, &provisional);
	down = k->rule->field ? ref_day(k, field) : DATE_NONE;
	if (down != DATE_NONE && down >= end)
		end = down;
	else if (down == DATE_NONE)
		down = end;
	if (on > end && down >= end)
		return;
	f = found(k, down < end ? DATE_NONE : end + 1);
	f->provisional = provisional;
	param_day(f, "posted", posted);
	param_day(f, "end", end);
	param_int(f, "days", k->rule->days);
}

void check_leaving_within(struct check *k)
{
	int32_t leaving = k->ev->c->leaving_on;
	struct rules_finding *f;

	if (leaving == DATE_NONE ||
	    leaving >= date_add_months(rec_day(k->ev, k->rec), k->rule->months))
		return;
	f = found(k, DATE_NONE);
	param_day(f, "leaving", leaving);
	param_int(f, "months", k->rule->months);
}

void check_probation_not_before(struct check *k)
{
	int32_t due = probation_due(k->ev, k->at, NULL);

	if (due != DATE_NONE && rec_day(k->ev, k->rec) < due)
		param_day(found(k, due), "due", due);
}

void check_postponement_limit(struct check *k)
{
	int32_t on = rec_day(k->ev, k->rec), due = probation_due(k->ev, k->at, NULL), limit;

	if (due == DATE_NONE || !postponed(k->ev, on))
		return;
	limit = date_add_months(due, k->rule->months);
	if (on > limit)
		param_day(found(k, DATE_NONE), "limit", limit);
}

void check_needs_transfer(struct check *k)
{
	int32_t start = probation_start(k->ev), on = rec_day(k->ev, k->rec);

	for (size_t i = 0; i < k->ev->c->n_transfers; i++) {
		int32_t moved = k->ev->c->transfers[i].on;

		if (start != DATE_NONE && moved >= start && moved <= on)
			return;
	}
	(void)found(k, DATE_NONE);
}

void check_printed_date(struct check *k)
{
	const struct rules_fact *fact = rec_fact(k->rec, k->rule->field);
	const struct probation *p = probation_of(k->ev);
	const char *name = rules_symbol_text(k->ev->set, k->rule->field);
	int32_t start = probation_start(k->ev), due = probation_due(k->ev, k->at, NULL), want = due;
	struct rules_finding *f;

	if (k->ev->trying || !fact || fact->type != RULES_DATE || !p || due == DATE_NONE)
		return;
	if (str_eq(name, "probation_from"))
		want = start;
	else if (str_eq(name, "probation_until"))
		want = due - k->rule->pack->probation.printed_day_before;
	if (fact->v.day == want)
		return;
	f = found(k, DATE_NONE);
	param_day(f, "printed", fact->v.day);
	param_day(f, "computed", want);
}
