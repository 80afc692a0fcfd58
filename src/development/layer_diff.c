/* SPDX-License-Identifier: Apache-2.0 */
/* Two answers of the rules against each other. No HTTP, no SQL. */
#include "development/layer_diff.h"

#include "base/banned.h"

const char *const layer_effect_codes[] = { "later",   "earlier",      "not_offered", "offered",
					   "debt",    "debt_gone",    "stop",        "stop_gone",
					   "warning", "warning_gone", NULL };

struct comparing {
	const struct rules_set *set; /* of the answer that is gone through */
	const struct rules_set *other;
	struct arena *a;
	struct layer_effects out;
	size_t cap;
};

static void tell(struct comparing *c, enum layer_effect_kind kind, bool worse, const char *step,
		 const char *rule, int32_t a, int32_t b)
{
	*VEC_PUSH(c->a, c->out.items, c->out.n, c->cap) =
		(struct layer_effect){ kind, worse, step, rule, a, b };
	c->out.worse |= worse;
}

static const struct rules_next *next_find(const struct comparing *c, const struct rules_result *in,
					  const char *step)
{
	for (size_t i = 0; i < in->n_next; i++) {
		if (str_eq(rules_step_code(c->other, in->next[i].step), step))
			return &in->next[i];
	}
	return NULL;
}

static bool stop_in(const struct rules_finding *items, size_t n, const char *rule)
{
	for (size_t i = 0; i < n; i++) {
		if (items[i].severity == RULES_STOP && str_eq(rules_rule_id(items[i].rule), rule))
			return true;
	}
	return false;
}

/* Stops that one next step has and the other has not. */
static void next_stops(struct comparing *c, const char *step, const struct rules_next *has,
		       const struct rules_next *other, enum layer_effect_kind kind)
{
	for (size_t i = 0; i < has->n_stops; i++) {
		const char *rule = rules_rule_id(has->stops[i].rule);

		if (!stop_in(other->stops, other->n_stops, rule))
			tell(c, kind, kind == LAYER_STOP, step, rule, DATE_NONE, DATE_NONE);
	}
}

static void next_tell(struct comparing *c, const struct rules_result *a,
		      const struct rules_result *b)
{
	for (size_t i = 0; i < a->n_next; i++) {
		const struct rules_next *was = &a->next[i], *is;
		const char *step = rules_step_code(c->set, was->step);

		is = next_find(c, b, step);
		if (!is) {
			tell(c, LAYER_NOT_OFFERED, true, step, NULL, was->earliest_on, DATE_NONE);
			continue;
		}
		if (is->earliest_on > was->earliest_on)
			tell(c, LAYER_LATER, true, step, NULL, was->earliest_on, is->earliest_on);
		else if (is->earliest_on < was->earliest_on)
			tell(c, LAYER_EARLIER, false, step, NULL, was->earliest_on,
			     is->earliest_on);
		next_stops(c, step, is, was, LAYER_STOP);
		next_stops(c, step, was, is, LAYER_STOP_GONE);
	}
}

/* The other way round only what is offered anew is left to tell. */
static void offered_tell(struct comparing *c, const struct rules_result *b,
			 const struct rules_result *a)
{
	for (size_t i = 0; i < b->n_next; i++) {
		const char *step = rules_step_code(c->set, b->next[i].step);

		if (!next_find(c, a, step))
			tell(c, LAYER_OFFERED, false, step, NULL, DATE_NONE,
			     b->next[i].earliest_on);
	}
}

/* How many debts of a rule: half-years and quarters bring several of one. */
static size_t debt_count(const struct rules_result *in, const char *rule, int32_t due_on)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n_debts; i++)
		n += str_eq(rules_rule_id(in->debts[i].rule), rule) &&
		     in->debts[i].due_on == due_on;
	return n;
}

static void debts_tell(struct comparing *c, const struct rules_result *has,
		       const struct rules_result *other, enum layer_effect_kind kind)
{
	for (size_t i = 0; i < has->n_debts; i++) {
		const struct rules_debt *d = &has->debts[i];
		const char *rule = rules_rule_id(d->rule);
		bool now = kind == LAYER_DEBT;

		if (debt_count(other, rule, d->due_on) == 0)
			tell(c, kind, now, rules_step_code(c->set, d->step), rule,
			     now ? DATE_NONE : d->due_on, now ? d->due_on : DATE_NONE);
	}
}

static bool finding_in(const struct comparing *c, const struct rules_result *in,
		       const struct rules_finding *f)
{
	for (size_t i = 0; i < in->n_findings; i++) {
		const struct rules_finding *x = &in->findings[i];

		if (x->severity == f->severity && x->record == f->record && x->on == f->on &&
		    str_eq(rules_rule_id(x->rule), rules_rule_id(f->rule)) &&
		    str_eq(rules_step_code(c->other, x->step), rules_step_code(c->set, f->step)))
			return true;
	}
	return false;
}

static void findings_tell(struct comparing *c, const struct rules_result *has,
			  const struct rules_result *other, bool now)
{
	for (size_t i = 0; i < has->n_findings; i++) {
		const struct rules_finding *f = &has->findings[i];
		bool stop = f->severity == RULES_STOP;
		enum layer_effect_kind kind = stop ? (now ? LAYER_STOP : LAYER_STOP_GONE)
						   : (now ? LAYER_WARNING : LAYER_WARNING_GONE);

		if (!finding_in(c, other, f))
			tell(c, kind, stop && now, rules_step_code(c->set, f->step),
			     rules_rule_id(f->rule), now ? DATE_NONE : f->on,
			     now ? f->on : DATE_NONE);
	}
}

struct layer_effects layer_effects(const struct rules_set *set_a, const struct rules_result *a,
				   const struct rules_set *set_b, const struct rules_result *b,
				   struct arena *arena)
{
	struct comparing c = { .set = set_a, .other = set_b, .a = arena };

	next_tell(&c, a, b);
	debts_tell(&c, a, b, LAYER_DEBT_GONE);
	findings_tell(&c, a, b, /* now= */ false);
	c.set = set_b;
	c.other = set_a;
	offered_tell(&c, b, a);
	debts_tell(&c, b, a, LAYER_DEBT);
	findings_tell(&c, b, a, /* now= */ true);
	return c.out;
}
