/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How soon a far step can be reached: the steps it needs are recorded one after the other on their
 * first lawful days, with facts that nothing can be said against, until the step itself is next.
 */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

#define TURNS_MAX 40 /* more than the steps of any way */

struct reaching {
	const struct rules_set *set;
	struct arena *a;
	uint64_t way; /* steps that the wanted one needs, directly or not */
	struct rules_case c;
	struct rules_record *records;
	size_t cap;
};

static const struct rules_person in_order[] = {
	{ "a", true, RULES_DISCIPLINE_NONE, DATE_NONE, DATE_NONE },
	{ "b", true, RULES_DISCIPLINE_NONE, DATE_NONE, DATE_NONE },
};

static const struct rules_pack *pack_at(const struct rules_set *set, int32_t day)
{
	const struct rules_pack *p = rules_pack_on(set, day);

	return p ? p : set->n_packs ? set->packs[set->n_packs - 1] : NULL;
}

/* All that a step needs under any pack: a need of a pack that is gone is harmless. */
static uint64_t needed_by(const struct rules_set *set, int step)
{
	uint64_t way = 0, before;

	do {
		before = way;
		for (int p = 0; p < set->n_packs; p++) {
			for (int s = 0; s < set->n_steps; s++) {
				const struct step_def *d = &set->packs[p]->steps[s];

				if (s != step && !(way >> s & 1))
					continue;
				for (int i = 0; d->pub.id >= 0 && i < d->n_needs; i++)
					way |= UINT64_C(1) << d->needs[i].step;
			}
		}
	} while (way != before);
	return way & ~(UINT64_C(1) << step);
}

/* ---- favourable facts ---- */

static bool has_votes(const struct rules_step *step)
{
	for (size_t i = 0; i < step->n_fields; i++) {
		if (step->fields[i].type == RULES_VOTES)
			return true;
	}
	return false;
}

/* What the step must say to be done ("the notice has no open objection"), else the first choice. */
static int wanted_symbol(const struct step_def *d, const struct rules_field *f)
{
	if (d->has_done_when && d->done_when.field == f->symbol && d->done_when.n_values)
		return d->done_when.values[0];
	return f->n_choices ? f->choices[0].symbol : 0;
}

static bool fact_make(const struct reaching *r, const struct step_def *d,
		      const struct rules_field *f, int32_t day, struct rules_fact *ret)
{
	*ret = (struct rules_fact){ .field = f->symbol, .type = f->type };
	switch (f->type) {
	case RULES_TEXT:
		ret->v.text = "-";
		return f->required;
	case RULES_DATE:
		ret->v.day = day;
		return f->required || d->opened_by == f->symbol;
	case RULES_INT: /* days and hours of a training; beside votes they are corrections */
		ret->v.number = 1000;
		return !has_votes(&d->pub);
	case RULES_BOOL:
		ret->v.yes = !str_eq(rules_symbol_text(r->set, wanted_symbol(d, f)), "false");
		return true;
	case RULES_ENUM:
		ret->v.symbol = wanted_symbol(d, f);
		return ret->v.symbol != 0;
	case RULES_PERSON:
	case RULES_PERSONS:
		ret->v.persons.items = in_order;
		ret->v.persons.n = f->type == RULES_PERSON ? 1 : COUNTOF(in_order);
		return true;
	case RULES_VOTES:
		ret->v.votes = (struct rules_votes){ .due = 1, .present = 1, .yes = 1 };
		return true;
	default:
		return false;
	}
}

static void record(struct reaching *r, int step, int32_t day)
{
	const struct step_def *d = &pack_at(r->set, day)->steps[step];
	struct rules_fact *facts = ARENA_ARRAY(r->a, struct rules_fact, d->pub.n_fields + 1);
	size_t n = 0;

	for (size_t i = 0; i < d->pub.n_fields; i++)
		n += fact_make(r, d, &d->pub.fields[i], day, &facts[n]);
	for (size_t i = 0; i < r->c.n_records; i++) { /* an opened one is decided by this */
		if (r->records[i].step == step && r->records[i].on == DATE_NONE)
			r->records[i].voided = true;
	}
	r->records[r->c.n_records++] =
		(struct rules_record){ .step = step, .on = day, .facts = facts, .n_facts = n };
}

/* ---- the way ---- */

/* Of the steps of the way that come next the soonest; of equals the furthest. */
static const struct rules_next *soonest(const struct reaching *r, const struct rules_result *now,
					const struct rules_next **ret_blocked)
{
	const struct rules_next *best = NULL;

	*ret_blocked = NULL;
	for (size_t i = 0; i < now->n_next; i++) {
		const struct rules_next *n = &now->next[i];

		if (!(r->way >> n->step & 1) || n->optional)
			continue;
		if (n->n_stops) {
			*ret_blocked = n;
			continue;
		}
		if (!best || n->earliest_on <= best->earliest_on)
			best = n;
	}
	return best;
}

static const struct rules_next *next_of(const struct rules_result *now, int step)
{
	for (size_t i = 0; i < now->n_next; i++) {
		if (now->next[i].step == step)
			return &now->next[i];
	}
	return NULL;
}

static bool is_recorded(const struct rules_case *c, int step)
{
	for (size_t i = 0; i < c->n_records; i++) {
		const struct rules_record *rec = &c->records[i];

		if (rec->step == step && !rec->voided && rec->on != DATE_NONE)
			return true;
	}
	return false;
}

static int32_t later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* One look: the step is next (true, ret filled), or another one is recorded, or there is no way. */
static enum err turn(struct reaching *r, int step, int32_t *day, bool *ret_over,
		     struct rules_reach *ret)
{
	const struct rules_next *next, *blocked = NULL;
	struct rules_result now = { 0 };
	enum err e;

	e = rules_evaluate(r->set, &r->c, *day, r->a, &now);
	if (e)
		return e;
	next = next_of(&now, step);
	*ret_over = true;
	if (next && !next->n_stops) {
		ret->reached = true;
		ret->earliest_on = later(next->earliest_on, *day);
		ret->provisional |= next->provisional;
		return OK;
	}
	if (next)
		blocked = next;
	next = blocked ? NULL : soonest(r, &now, &blocked);
	if (!next || r->c.n_records == r->cap) {
		ret->blocked_at = blocked ? blocked->step : -1;
		return OK;
	}
	*ret_over = false;
	*day = later(next->earliest_on, *day);
	ret->provisional |= next->provisional;
	record(r, next->step, *day);
	return OK;
}

enum err rules_reach(const struct rules_set *set, const struct rules_case *c, int step,
		     int32_t today, struct arena *a, struct rules_reach *ret)
{
	struct rules_reach out = { .earliest_on = DATE_NONE, .blocked_at = -1 };
	struct reaching r = { .set = set, .a = a, .c = *c, .cap = c->n_records + TURNS_MAX };
	bool over = false;
	enum err e = OK;

	r.records = ARENA_ARRAY(a, struct rules_record, r.cap);
	for (size_t i = 0; i < c->n_records; i++)
		r.records[i] = c->records[i];
	r.c.records = r.records;
	r.way = needed_by(set, step);
	out.done = is_recorded(c, step);
	for (int i = 0; !e && !over && !out.done && i < TURNS_MAX; i++)
		e = turn(&r, step, &today, &over, &out);
	if (!e)
		*ret = out;
	return e;
}

int rules_pack_leaving_months(const struct rules_pack *pack)
{
	for (int i = 0; i < pack->n_rules; i++) {
		if (pack->rules[i].kind == KIND_leaving_within)
			return pack->rules[i].months;
	}
	return 0;
}
