/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs vectors. Under a rule, `pass` is a case in which the rule finds nothing and `fail` one in
 * which it finds something; `expect` may say more. Without `today` the day is that of the last
 * record. Under a pack, `vectors` are cases judged as a whole.
 */
#include "rules/rules_vectors.h"

#include <stdarg.h>

#include "rules/rules_internal.h"
#include "base/str.h"
#include "base/banned.h"

struct run {
	const struct rules_set *set;
	const struct rules_pack *pack;
	struct arena *a;
	struct rules_tally *tally;
	const char *file;
	const char *owner; /* rule's id, vote's code ... */
	const struct yaml *vector;
};

static bool PRINTF_LIKE(2, 3) miss(struct run *r, const char *fmt, ...)
{
	char text[400]; /* one line for the tester; longer ones are cut */
	const char *name = yaml_text(yaml_get(r->vector, "name"));
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (r->tally->n < RULES_MISSES_MAX)
		r->tally->misses[r->tally->n++] = (struct rules_miss){
			arena_printf(r->a, "%s:%u", r->file, r->vector ? r->vector->line : 0),
			arena_printf(r->a, "%s: %s", r->owner, name ? name : "(no name)"),
			arena_strdup(r->a, text),
		};
	return false;
}

static const char *day_text(struct run *r, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE)
		return "none";
	date_format(day, text);
	return arena_strdup(r->a, text);
}

/* Does the vector's key, if there, name this day ("none" for no day)? */
static bool day_is(struct run *r, const struct yaml *map, const char *key, int32_t got)
{
	const struct yaml *v = yaml_get(map, key);
	int32_t want = DATE_NONE;

	if (!v)
		return true;
	if (!str_eq(yaml_text(v), "none") && yaml_day(v, &want))
		return miss(r, "%s: not a day in the vector", key);
	return got == want ||
	       miss(r, "%s is %s, expected %s", key, day_text(r, got), day_text(r, want));
}

static bool flag_is(struct run *r, const struct yaml *map, const char *key, bool got)
{
	const struct yaml *v = yaml_get(map, key);
	bool want = false;

	if (!v)
		return true;
	if (yaml_bool(v, &want))
		return miss(r, "%s: not true or false in the vector", key);
	return got == want || miss(r, "%s is %s", key, got ? "true" : "false");
}

static bool text_is(struct run *r, const struct yaml *map, const char *key, const char *got)
{
	const char *want = yaml_text(yaml_get(map, key));

	return !want || str_eq(want, got) ||
	       miss(r, "%s is %s, expected %s", key, got ? got : "none", want);
}

/* The vector's case: its keys person, branch, steps, transfers. */
static enum err case_take(struct run *r, struct rules_problems *problems, struct rules_case *c,
			  int32_t *today)
{
	static const char *const keys[] = { "person", "branch", "steps", "transfers", NULL };
	struct yaml *root = ARENA_NEW(r->a, struct yaml), *last = NULL;
	enum err e;

	root->kind = YAML_MAP;
	root->line = r->vector->line;
	for (int i = 0; keys[i]; i++) {
		const struct yaml *v = yaml_get(r->vector, keys[i]);
		struct yaml *copy;

		if (!v)
			continue;
		copy = arena_memdup(r->a, v, sizeof(*v));
		copy->next = NULL;
		*(last ? &last->next : &root->child) = copy;
		last = copy;
	}
	e = rules_case_take(r->set, r->a, root, problems, c);
	if (e)
		return e;
	*today = DATE_NONE;
	for (size_t i = 0; i < c->n_records; i++) {
		if (c->records[i].on > *today)
			*today = c->records[i].on;
	}
	return yaml_get(r->vector, "today") ? yaml_day(yaml_get(r->vector, "today"), today) : OK;
}

static bool problem_is(struct run *r, const struct rules_problems *p, const struct yaml *expect)
{
	const char *want = yaml_text(yaml_get(expect, "problem"));

	if (!want)
		return miss(r, "refused as input: %s (%s, %s)", p->items[0].field, p->items[0].code,
			    p->items[0].detail);
	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->items[i].field, want))
			return true;
	}
	return miss(r, "the problem is in %s, expected %s", p->items[0].field, want);
}

static bool debt_is(struct run *r, const struct rules_result *got, const struct yaml *want)
{
	const char *step = yaml_text(yaml_get(want, "step"));
	const char *who = yaml_text(yaml_get(want, "who"));
	const char *rule = yaml_text(yaml_get(want, "rule"));

	for (size_t i = 0; i < got->n_debts; i++) {
		const struct rules_debt *d = &got->debts[i];

		if ((step && !str_eq(step, rules_step_code(r->set, d->step))) ||
		    (rule && !str_eq(rule, d->rule->id)) ||
		    (who && !str_eq(who, rules_actor_codes[d->who])))
			continue;
		return day_is(r, want, "since", d->since) && day_is(r, want, "due_on", d->due_on) &&
		       day_is(r, want, "limit_on", d->limit_on) &&
		       day_is(r, want, "beside_on", d->beside_on) &&
		       day_is(r, want, "remind_on", d->remind_on) &&
		       flag_is(r, want, "overdue", d->overdue) &&
		       flag_is(r, want, "clock_not_started", d->clock_not_started);
	}
	return miss(r, "no such debt among %zu", got->n_debts);
}

static bool next_is(struct run *r, const struct rules_result *got, const struct yaml *want)
{
	const char *step = yaml_text(yaml_get(want, "step"));

	for (size_t i = 0; i < got->n_next; i++) {
		const struct rules_next *n = &got->next[i];

		if (!str_eq(step, rules_step_code(r->set, n->step)))
			continue;
		return day_is(r, want, "earliest_on", n->earliest_on) &&
		       day_is(r, want, "latest_on", n->latest_on) &&
		       flag_is(r, want, "provisional", n->provisional) &&
		       flag_is(r, want, "possible_today", n->possible_today) &&
		       flag_is(r, want, "stopped", n->n_stops > 0);
	}
	return miss(r, "%s is not a next step", step ? step : "?");
}

static bool standing_is(struct run *r, const struct rules_standing *s, const struct yaml *want)
{
	return text_is(r, want, "stage", s->stage) && day_is(r, want, "since", s->since) &&
	       day_is(r, want, "joined_on", s->joined_on) &&
	       day_is(r, want, "probation_due_on", s->probation_due_on) &&
	       day_is(r, want, "printed_until", s->printed_until) &&
	       day_is(r, want, "full_on", s->full_on) &&
	       flag_is(r, want, "extended", s->extended) && flag_is(r, want, "closed", s->closed);
}

/* Counts of findings: {rule: n, ...}; with `only: true` no others may be there. */
static bool findings_are(struct run *r, const struct rules_result *got, const struct yaml *want)
{
	for (const struct yaml *v = want ? want->child : NULL; v; v = v->next) {
		int64_t n = 0, have = 0;

		if (yaml_i64(v, 0, 1000, &n))
			return miss(r, "findings: expected {rule: count}");
		for (size_t i = 0; i < got->n_findings; i++)
			have += str_eq(got->findings[i].rule->id, v->key);
		if (have != n)
			return miss(r, "%s is found %d times, expected %d", v->key, (int)have,
				    (int)n);
	}
	return true;
}

/* Neither a debt of `no_debt`'s step nor a next step `no_next`. */
static bool absent_are(struct run *r, const struct rules_result *got, const struct yaml *expect)
{
	const char *quiet = yaml_text(yaml_get(expect, "no_debt"));
	const char *absent = yaml_text(yaml_get(expect, "no_next"));

	for (size_t i = 0; quiet && i < got->n_debts; i++) {
		if (str_eq(quiet, rules_step_code(r->set, got->debts[i].step)))
			return miss(r, "a debt of %s", quiet);
	}
	for (size_t i = 0; absent && i < got->n_next; i++) {
		if (str_eq(absent, rules_step_code(r->set, got->next[i].step)))
			return miss(r, "%s is a next step", absent);
	}
	return true;
}

static bool result_is(struct run *r, const struct rules_result *got, const struct yaml *expect)
{
	const struct yaml *debt = yaml_get(expect, "debt"), *next = yaml_get(expect, "next");
	const struct yaml *standing = yaml_get(expect, "standing");
	bool quiet_wanted = false, ok = findings_are(r, got, yaml_get(expect, "findings"));

	if (yaml_get(expect, "quiet") && yaml_bool(yaml_get(expect, "quiet"), &quiet_wanted))
		return miss(r, "quiet: expected true");
	if (ok && quiet_wanted && got->n_findings)
		return miss(r, "%s is found (%s)", got->findings[0].rule->id,
			    got->findings[0].step < 0
				    ? "whole case"
				    : rules_step_code(r->set, got->findings[0].step));
	if (ok && debt)
		ok = debt_is(r, got, debt);
	ok = ok && absent_are(r, got, expect);
	if (ok && next)
		ok = next_is(r, got, next);
	return ok && (!standing || standing_is(r, &got->standing, standing));
}

/* The rule's own findings against `expect`: how many, which, from when. */
static bool rule_is(struct run *r, const struct rule *rule, const struct rules_result *got,
		    const struct yaml *expect, bool fires)
{
	const char *step = yaml_text(yaml_get(expect, "step"));
	const struct rules_finding *f = NULL;
	int64_t n = 0, want = 0;

	for (size_t i = 0; i < got->n_findings; i++) {
		const struct rules_finding *one = &got->findings[i];

		if (one->rule != rule ||
		    (step && !str_eq(step, rules_step_code(r->set, one->step))))
			continue;
		n++;
		if (!f)
			f = one;
	}
	if (fires && !n)
		return miss(r, "nothing was found");
	if (!fires)
		return !n || miss(r, "found %d times on %s", (int)n, day_text(r, f->on));
	if (yaml_get(expect, "n") && (yaml_i64(yaml_get(expect, "n"), 0, 1000, &want) || n != want))
		return miss(r, "found %d times", (int)n);
	return day_is(r, expect, "allowed_from", f->allowed_from) &&
	       day_is(r, expect, "on", f->on) &&
	       text_is(r, expect, "severity", rules_severity_codes[f->severity]) &&
	       flag_is(r, expect, "contradiction", f->contradiction) &&
	       flag_is(r, expect, "provisional", f->provisional);
}

static bool message_ok(struct run *r, const struct rules_result *got)
{
	for (size_t i = 0; i < got->n_findings; i++) {
		struct buf text;
		bool open;

		buf_init(&text, 8192);
		rules_message(r->set, &got->findings[i], true, &text);
		rules_message(r->set, &got->findings[i], false, &text);
		open = text.text && strchr(text.text, '{');
		buf_release(&text);
		if (open)
			return miss(r, "a placeholder of %s is not filled in",
				    got->findings[i].rule->id);
	}
	return true;
}

static bool vector_run(struct run *r, const struct rule *rule, bool fires)
{
	const struct yaml *expect = yaml_get(r->vector, "expect");
	struct rules_problems *problems = ARENA_NEW(r->a, struct rules_problems);
	struct rules_result got = { 0 };
	struct rules_case c;
	int32_t today = DATE_NONE;

	if (case_take(r, problems, &c, &today))
		return problems->n ? problem_is(r, problems, expect)
				   : miss(r, "today is not a day");
	if (rules_evaluate(r->set, &c, today, r->a, &got))
		return problem_is(r, got.problems, expect);
	if (yaml_get(expect, "problem"))
		return miss(r, "the input was taken");
	return (!rule || rule_is(r, rule, &got, expect, fires)) && message_ok(r, &got) &&
	       result_is(r, &got, expect);
}

static int list_run(struct run *r, const struct yaml *list, const struct rule *rule, bool fires)
{
	int n = 0;

	for (const struct yaml *v = list ? list->child : NULL; v; v = v->next) {
		r->vector = v;
		if (vector_run(r, rule, fires))
			r->tally->passed++;
		else
			r->tally->failed++;
		n++;
	}
	return n;
}

/* A rule that is off in the pack is run switched on: a copy of the set with that one change. */
static const struct rule *switched_on(struct run *r, const struct rule *rule)
{
	struct rules_set *set = arena_memdup(r->a, r->set, sizeof(*r->set));
	struct rules_pack *pack = arena_memdup(r->a, r->pack, sizeof(*r->pack));

	pack->rules = arena_memdup(r->a, pack->rules, (size_t)pack->n_rules * sizeof(*rule));
	for (int i = 0; i < pack->n_rules; i++)
		pack->rules[i].pack = pack;
	for (int i = 0; i < set->n_packs; i++) {
		if (set->packs[i] == r->pack)
			set->packs[i] = pack;
	}
	r->set = set;
	pack->rules[rule - r->pack->rules].off = false;
	return &pack->rules[rule - r->pack->rules];
}

static void rule_run(struct run *r, const struct rule *rule)
{
	const struct yaml *node = rule->node;
	const struct rules_set *set = r->set;

	r->owner = arena_printf(r->a, "rule %s", rule->id);
	r->tally->rules++;
	if (rule->off)
		rule = switched_on(r, rule);
	if (!list_run(r, yaml_get(node, "pass"), rule, false)) {
		r->vector = node;
		r->tally->bare++;
		(void)miss(r, "the rule has no passing vector");
	}
	if (!list_run(r, yaml_get(node, "fail"), rule, true)) {
		r->vector = node;
		r->tally->bare++;
		(void)miss(r, "the rule has no failing vector");
	}
	r->set = set;
}

static int count_of(const struct yaml *v, const char *key)
{
	int64_t n = 0;

	return yaml_i64(yaml_get(v, key), 0, 1000000, &n) ? 0 : (int)n;
}

static bool vote_run(struct run *r, const char *kind)
{
	const struct yaml *v = r->vector;
	const char *problem = yaml_text(yaml_get(v, "problem"));
	struct rules_votes c = { .due = count_of(v, "due"),
				 .present = count_of(v, "present"),
				 .yes = count_of(v, "yes"),
				 .no = count_of(v, "no"),
				 .written_yes = count_of(v, "written_yes") };
	struct rules_vote_outcome got = { 0 };
	const char *fault = rules_votes_fault(&c);

	if (problem)
		return str_eq(problem, fault) ||
		       miss(r, "the fault is in %s", fault ? fault : "nothing");
	if (rules_vote(r->pack, kind, &c, &got))
		return miss(r, "refused as input");
	return flag_is(r, v, "valid", got.valid) && flag_is(r, v, "passed", got.passed);
}

void rules_vectors_pack(const struct rules_set *set, const struct rules_pack *pack, struct arena *a,
			struct rules_tally *ret)
{
	struct run r = { .set = set, .pack = pack, .a = a, .tally = ret, .file = pack->name };

	*ret = (struct rules_tally){ 0 };
	/* A school's layer has other numbers than its base: only its own vectors speak for it. */
	for (int i = 0; !pack->base_id && i < pack->n_rules; i++)
		rule_run(&r, &pack->rules[i]);
	if (pack->base_id)
		ret->rules = pack->n_rules;
	for (int i = 0; i < pack->n_votes; i++) {
		const struct yaml *list = pack->votes[i].vectors;

		r.owner = arena_printf(a, "vote %s", pack->votes[i].code);
		for (r.vector = list ? list->child : NULL; r.vector; r.vector = r.vector->next)
			*(vote_run(&r, pack->votes[i].code) ? &ret->passed : &ret->failed) += 1;
	}
	r.owner = "pack";
	(void)list_run(&r, yaml_get(pack->root, "vectors"), NULL, false);
}

static bool notice_run(struct run *r)
{
	int32_t posted = DATE_NONE;
	bool provisional = false;

	if (yaml_day(yaml_get(r->vector, "posted"), &posted))
		return miss(r, "posted is not a day");
	return day_is(r, r->vector, "ends",
		      rules_notice_end(r->set, posted, count_of(r->vector, "days"),
				       &provisional)) &&
	       (yaml_get(r->vector, "provisional")
			? flag_is(r, r->vector, "provisional", provisional)
			: !provisional || miss(r, "provisional"));
}

bool rules_vectors_calendar(const struct rules_set *set, size_t i, struct arena *a,
			    const char **ret_name, struct rules_tally *ret)
{
	struct run r = { .set = set, .a = a, .tally = ret, .owner = "calendar" };
	const struct yaml *list;

	if (i >= (size_t)set->n_years)
		return false;
	*ret = (struct rules_tally){ 0 };
	*ret_name = r.file = set->years[i]->name;
	list = yaml_get(set->years[i]->root, "vectors");
	for (r.vector = list ? list->child : NULL; r.vector; r.vector = r.vector->next)
		*(notice_run(&r) ? &ret->passed : &ret->failed) += 1;
	return true;
}
