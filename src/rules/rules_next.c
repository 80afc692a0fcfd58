/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps that may come next, and the first and last day of each. The first day is found by
 * asking the same checks that judge a record: a day is tried, and the latest day a stop names is
 * tried next, until none names a later one.
 */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

#define TRIES_MAX 40 /* each try moves the day on; packs and rules together give far fewer */

static const struct rules_pack *pack_now(const struct eval *ev)
{
	const struct rules_pack *p = rules_pack_on(ev->set, ev->today);

	return p ? p : ev->set->n_packs ? ev->set->packs[ev->set->n_packs - 1] : NULL;
}

/* Does the need stand for this case at all: created under this pack, conditions met. */
static bool need_stands(const struct eval *ev, const struct rules_pack *pack, int step,
			const struct need *need)
{
	struct rules_record none = { .step = step, .on = ev->today };
	struct eval strict = *ev; /* a copy: no facts yet, so the strictest reading holds */
	struct check k = { .ev = &strict, .rec = &none, .at = -1 };

	strict.trying = true;
	if (!created_under(ev, pack, need->created_by, ev->today))
		return false;
	return conds_hold(&k, need->when, need->n_when);
}

static bool need_recorded(const struct eval *ev, const struct rules_pack *pack, int step,
			  const struct need *need)
{
	int wanted = need->each ? rec_count(ev, step, ev->today) + 1 : 1;

	return !need_stands(ev, pack, step, need) || rec_count(ev, need->step, ev->today) >= wanted;
}

static bool in_stages(const struct eval *ev, const struct step_def *d)
{
	int stage = rules_symbol(ev->set, ev->standing.stage);

	for (int i = 0; i < d->n_while; i++) {
		if (d->while_stages[i] == stage)
			return true;
	}
	return false;
}

static bool is_done(const struct eval *ev, const struct step_def *d)
{
	int last = ev->last[d->pub.id];
	struct check k = { .ev = (struct eval *)ev };

	if (last < 0)
		return false;
	if (d->again_after >= 0)
		return rec_count(ev, d->pub.id, ev->today) >
		       rec_count(ev, d->again_after, ev->today);
	if (d->n_while && d->pub.repeatable)
		return false;
	if (!d->has_done_when)
		return true;
	k.rec = &ev->recs[last];
	k.at = last;
	return conds_hold(&k, &d->done_when, 1);
}

static bool is_offered(struct eval *ev, const struct rules_pack *pack, const struct step_def *d)
{
	bool met = true;

	if (d->pub.id < 0 || !d->pub.number || ev->closed_on != DATE_NONE)
		return false;
	if (d->n_while ? !in_stages(ev, d) : d->pub.number < ev->brought_by)
		return false;
	if (is_done(ev, d))
		return false;
	for (int i = 0; met && i < d->n_needs; i++)
		met = need_recorded(ev, pack, d->pub.id, &d->needs[i]);
	return met;
}

/* Latest day of the steps it needs; DATE_NONE: it needs none. */
static int32_t since_day(const struct eval *ev, const struct rules_pack *pack,
			 const struct step_def *d)
{
	int32_t since = DATE_NONE;

	for (int i = 0; i < d->n_needs; i++) {
		int at = ev->last[d->needs[i].step];

		if (at >= 0 && ev->recs[at].on > since &&
		    need_stands(ev, pack, d->pub.id, &d->needs[i]))
			since = ev->recs[at].on;
	}
	return since;
}

/* The day after a pack's end, if the day named lies beyond it: another pack may ask less. */
static int32_t not_past_pack(const struct rules_set *set, int32_t day, int32_t wanted)
{
	const struct rules_pack *p = rules_pack_on(set, day);

	if (p && p->until != DATE_NONE && wanted > p->until + 1)
		return p->until + 1;
	return wanted;
}

/* Judges the step on a day without facts; the stops it meets are in ret. */
static void try_day(const struct eval *base, int step, int32_t day, struct eval *ret)
{
	struct rules_record rec = { .step = step, .on = day };
	int at;

	*ret = (struct eval){ .set = base->set,
			      .c = base->c,
			      .a = base->a,
			      .today = day > base->today ? day : base->today,
			      .trying = true };
	at = eval_begin(ret, &rec);
	standing_derive(ret);
	record_check(ret, at);
}

static void stops_keep(struct eval *ev, struct eval *tried, struct rules_next *out)
{
	struct rules_finding *stops = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < tried->n_findings; i++) {
		if (tried->findings[i].severity == RULES_STOP)
			*VEC_PUSH(ev->a, stops, n, cap) = tried->findings[i];
	}
	out->stops = stops;
	out->n_stops = n;
}

static void earliest_find(struct eval *ev, struct rules_next *out)
{
	int32_t day = out->since, first = ev->set->packs[0]->from;
	struct eval tried;

	if (day == DATE_NONE || day < first)
		day = first;
	for (int i = 0; i < TRIES_MAX; i++) {
		int32_t wanted = day;

		try_day(ev, out->step, day, &tried);
		for (size_t f = 0; f < tried.n_findings; f++) {
			const struct rules_finding *found_here = &tried.findings[f];

			if (found_here->severity != RULES_STOP ||
			    found_here->allowed_from == DATE_NONE ||
			    found_here->allowed_from <= wanted)
				continue;
			wanted = found_here->allowed_from;
			out->provisional = found_here->provisional;
		}
		if (wanted == day)
			break;
		day = not_past_pack(ev->set, day, wanted);
	}
	out->earliest_on = day;
	stops_keep(ev, &tried, out);
}

/* Due days of duties that ask for this step; the nearest one holds. */
static void latest_find(struct eval *ev, struct rules_next *out)
{
	for (size_t i = 0; i < ev->n_debts; i++) {
		const struct rules_debt *d = &ev->debts[i];

		if (d->step != out->step || d->due_on == DATE_NONE)
			continue;
		if (d->rule->kind == KIND_windows && d->due_on < ev->today)
			continue; /* past windows are lost; the one that runs now counts */
		if (out->latest_on == DATE_NONE || d->due_on < out->latest_on)
			out->latest_on = d->due_on;
	}
}

static void postponement_latest(struct eval *ev, struct rules_next *out)
{
	const struct probation *p = probation_of(ev);
	const struct rules_pack *pack = pack_now(ev);
	int32_t due = probation_due(ev, ev->n, NULL);

	if (!p || out->step != p->vote || due == DATE_NONE || !postponed(ev, ev->today))
		return;
	for (int i = 0; i < pack->n_rules; i++) {
		if (pack->rules[i].kind == KIND_postponement_limit) {
			out->latest_on = date_add_months(due, pack->rules[i].months);
			out->latest_is_stop = true;
		}
	}
}

void next_list(struct eval *ev, struct rules_result *ret)
{
	const struct rules_pack *pack = pack_now(ev);
	struct rules_next *items = NULL;
	size_t n = 0, cap = 0;

	for (int step = 0; pack && step < ev->set->n_steps; step++) {
		const struct step_def *d = &pack->steps[step];
		struct rules_next *out;

		if (!is_offered(ev, pack, d))
			continue;
		out = VEC_PUSH(ev->a, items, n, cap);
		*out = (struct rules_next){ .step = step,
					    .actor = d->pub.actor,
					    .optional = d->pub.optional,
					    .since = since_day(ev, pack, d),
					    .latest_on = DATE_NONE };
		earliest_find(ev, out);
		latest_find(ev, out);
		postponement_latest(ev, out);
		out->possible_today = !out->n_stops && out->earliest_on <= ev->today;
	}
	ret->next = items;
	ret->n_next = n;
}
