/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of days: order, distance, equality, working days. */
#include "prover/prover_internal.h"

#include "base/banned.h"

/* Both days, the latest of several signatures first, the earliest second; false if one is not told. */
static bool days_get(const struct check *k, int32_t *ret_a, int32_t *ret_b)
{
	*ret_a = prover_side_day(k, &k->a, &k->rule->a, true);
	if (*ret_a == DATE_NONE)
		return false;
	*ret_b = prover_side_day(k, &k->b, &k->rule->b, false);
	return *ret_b != DATE_NONE;
}

static void days_tell(struct check *k, int32_t a, int32_t b)
{
	struct prover_finding *f = prover_found(k);

	if (!f)
		return;
	prover_param_day(f, "a_day", a);
	prover_param_day(f, "b_day", b);
}

void prover_check_order(struct check *k)
{
	int32_t a, b;

	if (days_get(k, &a, &b) && (k->rule->strict ? b <= a : b < a))
		days_tell(k, a, b);
}

/* As far ahead as the rule says, in months or days. */
static int32_t ahead(const struct prover_rule *r, int32_t day)
{
	return r->days ? day + r->days : date_add_months(day, r->months);
}

void prover_check_apart(struct check *k)
{
	int32_t a, b;

	if (days_get(k, &a, &b) && b < ahead(k->rule, a))
		days_tell(k, a, b);
}

void prover_check_within(struct check *k)
{
	int32_t a, b;

	if (days_get(k, &a, &b) && b > ahead(k->rule, a))
		days_tell(k, a, b);
}

/* Is the printed period one that ends the day before? As the pack of that day prints it. */
static bool day_before(const struct check *k, int32_t day)
{
	const struct rules_pack *law = rules_pack_on(k->p->pack->set, day);

	return !law || rules_pack_printed_day_before(law);
}

/* Months of all extensions up to the one the item belongs to. */
static int months_of(const struct check *k)
{
	const struct proof *p = k->p;
	const struct prover_rule *r = k->rule;
	int i = r->months_step < 0 ? -1 : p->first_rec[r->months_step], months = r->months;

	for (; i >= 0 && (k->b.home < 0 || i <= k->b.home); i = p->next_rec[i]) {
		const struct rules_fact *f = prover_record_fact(p, i, r->months_fact);

		if (f && f->type == RULES_INT && f->v.number <= 120)
			months += (int)f->v.number;
	}
	return months;
}

static int32_t computed(const struct check *k, int32_t day)
{
	int months = months_of(k);

	if (!months)
		return day;
	return date_add_months(day, months) - (k->rule->printed && day_before(k, day) ? 1 : 0);
}

/* A month or a year agrees with every day in it. */
static bool agree(int32_t a, int32_t b, enum rules_precision precision)
{
	struct ymd x, y;

	if (a == b)
		return true;
	if (precision == RULES_DAY)
		return false;
	x = date_to_ymd(a);
	y = date_to_ymd(b);
	return x.year == y.year && (precision == RULES_YEAR || x.month == y.month);
}

void prover_check_same_day(struct check *k)
{
	struct prover_finding *f;
	int32_t a, b;

	if (!days_get(k, &a, &b) || a < DATE_MIN || a > DATE_MAX)
		return;
	a = computed(k, a);
	if (a == b)
		return;
	f = prover_found(k);
	if (!f)
		return;
	prover_param_day(f, "a_day", a);
	prover_param_day(f, "b_day", b);
	if (k->rule->b.kind == PLACE_PAPER)
		prover_param_words(f, "what", prover_day_words(k->rule->b.what));
}

/* Name, end of the ID number or day of birth against what identity says. */
void prover_check_identity(struct check *k)
{
	const struct prover_person *who = &k->p->d->person;
	const struct rules_case *c = k->p->d->rules;
	const struct prover_rule *r = k->rule;
	const struct prover_paper *paper = k->b.paper;
	enum rules_precision precision = paper->birth_precision;
	struct prover_finding *f;
	const char *is;

	k->a = (struct side){ .item = { PROVER_ITEM_PERSON, 0 }, .home = -1 };
	if (r->day == PROVER_DAY_birth_on) {
		int32_t on = paper->days[PROVER_DAY_birth_on];

		if (c->birth_precision > precision)
			precision = c->birth_precision;
		if (on == DATE_NONE || c->birth_on == DATE_NONE ||
		    agree(on, c->birth_on, precision))
			return;
		f = prover_found(k);
		if (f) {
			prover_param_day(f, "a_day", c->birth_on);
			prover_param_day(f, "b_day", on);
		}
		return;
	}
	is = r->text == PROVER_TEXT_name ? who->name : who->id_tail;
	if (!is || !paper->texts[r->text] || str_eq(is, paper->texts[r->text]))
		return;
	f = prover_found(k);
	if (f) {
		prover_param_text(f, "a_text", is);
		prover_param_text(f, "b_text", paper->texts[r->text]);
	}
}

void prover_check_not_future(struct check *k)
{
	const struct prover_paper *paper = k->b.paper;
	int32_t latest = DATE_NONE;
	struct prover_finding *f;

	if (paper->days[PROVER_DAY_dated_on] > latest)
		latest = paper->days[PROVER_DAY_dated_on];
	if (paper->days[PROVER_DAY_received_on] > latest)
		latest = paper->days[PROVER_DAY_received_on];
	for (size_t i = 0; i < paper->n_signers; i++) {
		if (paper->signers[i].signed_on > latest)
			latest = paper->signers[i].signed_on;
	}
	if (latest == DATE_NONE || latest <= k->p->today)
		return;
	f = prover_found(k);
	if (f)
		prover_param_day(f, "b_day", latest);
}

void prover_check_workday(struct check *k)
{
	int32_t day = prover_paper_day(k, k->b.paper, (enum prover_day)k->rule->day);
	bool provisional = false;
	struct prover_finding *f;

	if (day == DATE_NONE || rules_is_workday(k->p->pack->set, day, &provisional))
		return;
	f = prover_found(k);
	if (!f)
		return;
	f->provisional = provisional;
	prover_param_day(f, "b_day", day);
}

void prover_check_workdays_least(struct check *k)
{
	const struct prover_rule *r = k->rule;
	int32_t from = k->b.paper->days[r->from], until = k->b.paper->days[r->until], end;
	bool provisional = false;
	struct prover_finding *f;

	if (from == DATE_NONE || until == DATE_NONE)
		return;
	end = rules_notice_end(k->p->pack->set, from, r->days, &provisional);
	if (until >= end)
		return;
	f = prover_found(k);
	if (!f)
		return;
	f->provisional = provisional;
	prover_param_int(f, "days", r->days);
	prover_param_day(f, "a_day", from);
	prover_param_day(f, "b_day", until);
	prover_param_day(f, "end", end);
}

/* No more days are told than lie between the first and the last. */
void prover_check_days_cover(struct check *k)
{
	const struct prover_rule *r = k->rule;
	int32_t from = k->b.paper->days[r->from], until = k->b.paper->days[r->until];
	int n = k->b.paper->counts[r->count];
	struct prover_finding *f;

	if (from == DATE_NONE || until == DATE_NONE || n < 0 || until < from ||
	    n <= until - from + 1)
		return;
	f = prover_found(k);
	if (!f)
		return;
	prover_param_int(f, "n", n);
	prover_param_int(f, "m", until - from + 1);
	prover_param_day(f, "a_day", from);
	prover_param_day(f, "b_day", until);
}

/* Sorted by day as they come; papers of one kind are few and mostly in order. */
void prover_check_spread(struct check *k)
{
	struct proof *p = k->p;
	int code = k->rule->papers[0], n = 0;
	short *list = arena_alloc(p->a, p->d->n_papers * sizeof(*list));
	enum prover_day day = (enum prover_day)k->rule->day;

	for (int i = p->first_paper[code]; i >= 0; i = p->next_paper[i]) {
		int32_t on = prover_paper_day(k, &p->d->papers[i], day);
		int at = n;

		if (on == DATE_NONE)
			continue;
		for (n++; at > 0 && p->d->papers[list[at - 1]].days[day] > on; at--)
			list[at] = list[at - 1];
		list[at] = (short)i;
	}
	for (int i = 1; i < n; i++) {
		int32_t a = p->d->papers[list[i - 1]].days[day];
		int32_t b = p->d->papers[list[i]].days[day];
		struct prover_finding *f;

		if (b - a >= k->rule->days)
			continue;
		k->a = prover_side_paper(p, list[i - 1]);
		k->b = prover_side_paper(p, list[i]);
		f = prover_found(k);
		if (!f)
			continue;
		prover_param_int(f, "days", b - a);
		prover_param_day(f, "a_day", a);
		prover_param_day(f, "b_day", b);
	}
}
