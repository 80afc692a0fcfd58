/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the rules of a pack: what each kind of check must and may be given stands in one table. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

/* Parameters by name; the bit of each is its place here. */
enum param {
	P_steps,
	P_created_by,
	P_of,
	P_from,
	P_to,
	P_until,
	P_posted,
	P_field,
	P_fields,
	P_amounts,
	P_values,
	P_statuses,
	P_unless,
	P_min,
	P_max,
	P_months,
	P_until_months,
	P_days,
	P_years,
	P_times,
	P_vote,
	P_absent_ok,
	P_debtor,
	P_notice_days,
	P_when,
	P_on,
	P_beside,
	P__MAX
};
static const char *const param_names[] = {
	"steps",     "created_by", "of",           "from",   "to",       "until",  "posted",
	"field",     "fields",     "amounts",      "values", "statuses", "unless", "min",
	"max",       "months",     "until_months", "days",   "years",    "times",  "vote",
	"absent_ok", "debtor",     "notice_days",  "when",   "on",       "beside", NULL
};
_Static_assert(COUNTOF(param_names) == P__MAX + 1, "one name a parameter");

#define B(name) (UINT32_C(1) << P_##name)
#define MAY     (B(created_by) | B(when) | B(on))

static const struct {
	const char *name;
	uint32_t must, may;
} kinds[] = {
	[KIND_order] = { "order", 0, 0 },
	[KIND_not_future] = { "not_future", 0, 0 },
	[KIND_not_twice] = { "not_twice", 0, 0 },
	[KIND_case_open] = { "case_open", 0, 0 },
	[KIND_age_min] = { "age_min", B(steps) | B(years), 0 },
	[KIND_within_months] = { "within_months", B(from) | B(to) | B(months),
				 B(until_months) | B(debtor) | B(notice_days) | B(beside) },
	[KIND_min_months_between] = { "min_months_between", B(from) | B(to) | B(months), 0 },
	[KIND_windows] = { "windows", B(from) | B(to) | B(months) | B(until),
			   B(debtor) | B(notice_days) | B(field) | B(values) },
	[KIND_asks_steps] = { "asks_steps", B(steps) | B(of), B(debtor) },
	[KIND_required_fact] = { "required_fact", B(steps) | B(fields), 0 },
	[KIND_fact_in] = { "fact_in", B(steps) | B(from) | B(values), B(absent_ok) | B(unless) },
	[KIND_deciding_body] = { "deciding_body", B(steps) | B(field), 0 },
	[KIND_persons_count] = { "persons_count", B(steps) | B(field) | B(min) | B(max), 0 },
	[KIND_persons_status] = { "persons_status", B(steps) | B(field) | B(statuses), 0 },
	[KIND_persons_serving] = { "persons_serving", B(steps) | B(from), 0 },
	[KIND_vote_quorum] = { "vote_quorum", B(steps) | B(field) | B(vote), 0 },
	[KIND_vote_majority] = { "vote_majority", B(steps) | B(field) | B(vote), 0 },
	[KIND_roll_agrees] = { "roll_agrees", B(steps) | B(field) | B(fields), 0 },
	[KIND_notice] = { "notice", B(steps) | B(posted) | B(days), B(field) },
	[KIND_at_least_one] = { "at_least_one", B(steps) | B(fields) | B(amounts), B(unless) },
	[KIND_leaving_within] = { "leaving_within", B(steps) | B(months), 0 },
	[KIND_int_between] = { "int_between", B(steps) | B(field) | B(min) | B(max), 0 },
	[KIND_max_times] = { "max_times", B(steps) | B(times), 0 },
	[KIND_probation_not_before] = { "probation_not_before", B(steps), 0 },
	[KIND_probation_late] = { "probation_late", B(steps), B(debtor) | B(notice_days) },
	[KIND_postponement_limit] = { "postponement_limit", B(steps) | B(months), 0 },
	[KIND_needs_transfer] = { "needs_transfer", B(steps), 0 },
	[KIND_printed_date] = { "printed_date", B(steps) | B(field), 0 },
};
_Static_assert(COUNTOF(kinds) == KIND__MAX, "one line a kind");

int rule_param(const char *name)
{
	int p = 0;

	while (p < P__MAX && !str_eq(param_names[p], name))
		p++;
	return p < P__MAX ? p : -1;
}

const char *rule_param_name(int param)
{
	return param >= 0 && param < P__MAX ? param_names[param] : NULL;
}

const int *rule_amounts(const struct rule *r, int param, int *ret_n)
{
	*ret_n = 1;
	switch ((enum param)param) {
	case P_months:
		return &r->months;
	case P_days:
		return &r->days;
	case P_years:
		return &r->years;
	case P_min:
		return &r->min;
	case P_amounts:
		*ret_n = r->n_fields;
		return r->amounts;
	default:
		*ret_n = 0;
		return NULL;
	}
}

static enum err steps_take(struct load *l, const struct yaml *v, uint64_t *ret)
{
	uint64_t mask = 0;

	if (v->kind != YAML_LIST || !v->n)
		return load_refuse(l, v, "a list of step codes is expected");
	for (const struct yaml *item = v->child; item; item = item->next) {
		int id = 0;
		enum err e = load_step_ref(l, item, &id);

		if (e)
			return e;
		mask |= (uint64_t)1 << id;
	}
	*ret = mask;
	return OK;
}

static enum err field_take(struct load *l, const struct yaml *v, int *ret)
{
	const char *text = yaml_text(v);

	*ret = rules_symbol(l->set, text);
	return *ret ? OK : load_refuse(l, v, "no field or value \"%.60s\"", text ? text : "");
}

static enum err symbols_take(struct load *l, const struct yaml *v, int *out, int max, int *ret_n)
{
	int n = 0;

	if (v->kind != YAML_LIST || !v->n || v->n > (uint32_t)max)
		return load_refuse(l, v, "a list of 1 to %d is expected", max);
	for (const struct yaml *item = v->child; item; item = item->next) {
		enum err e = field_take(l, item, &out[n++]);

		if (e)
			return e;
	}
	*ret_n = n;
	return OK;
}

static enum err ref_take(struct load *l, const struct yaml *v, struct ref *ret)
{
	const char *text = yaml_text(v), *dot = text ? strchr(text, '.') : NULL;
	struct ref out = { .step = OWN_STEP };
	size_t len = !text ? 0 : dot ? (size_t)(dot - text) : strlen(text);

	if (len) {
		out.step = rules_step_id(l->set, arena_strndup(l->a, text, len));
		if (out.step < 0)
			return load_refuse(l, v, "no step in \"%.60s\"", text);
	}
	if (dot) {
		out.field = rules_symbol(l->set, dot + 1);
		if (!out.field)
			return load_refuse(l, v, "no field in \"%.60s\"", text);
	}
	if (!len && !dot)
		return load_refuse(l, v, "expected STEP, STEP.FIELD or .FIELD");
	*ret = out;
	return OK;
}

static enum err number_take(struct load *l, const struct yaml *v, int max, int *ret)
{
	int64_t n = 0;

	if (yaml_i64(v, 0, max, &n))
		return load_refuse(l, v, "a whole number from 0 to %d is expected", max);
	*ret = (int)n;
	return OK;
}

static enum err amounts_take(struct load *l, const struct yaml *v, struct rule *r)
{
	int n = 0;

	if (v->kind != YAML_LIST || v->n != (uint32_t)r->n_fields)
		return load_refuse(l, v,
				   "one amount for each of `fields`, which must stand before");
	for (const struct yaml *item = v->child; item; item = item->next) {
		enum err e = number_take(l, item, 100000, &r->amounts[n++]);

		if (e)
			return e;
	}
	return OK;
}

static enum err statuses_take(struct load *l, const struct yaml *v, struct rule *r)
{
	if (v->kind != YAML_LIST)
		return load_refuse(l, v, "a list of measures is expected");
	for (const struct yaml *item = v->child; item; item = item->next) {
		int code = 0;
		enum err e = load_code(l, item, rules_discipline_codes, &code);

		if (e)
			return e;
		r->statuses |= UINT32_C(1) << code;
	}
	return OK;
}

static enum err vote_kind_take(struct load *l, const struct yaml *v, struct rule *r)
{
	for (int i = 0; i < l->pack->n_votes; i++) {
		if (str_eq(l->pack->votes[i].code, yaml_text(v))) {
			r->vote = i;
			return OK;
		}
	}
	return load_refuse(l, v, "no such kind of vote in `votes`");
}

static enum err on_take(struct load *l, const struct yaml *v, struct rule *r)
{
	bool on = true;

	if (yaml_bool(v, &on))
		return load_refuse(l, v, "true or false is expected");
	r->off = !on;
	return OK;
}

static enum err debtor_take(struct load *l, const struct yaml *v, struct rule *r)
{
	int who = 0;
	enum err e = load_code(l, v, rules_actor_codes, &who);

	r->debtor = (enum rules_actor)who;
	r->owes = true;
	return e;
}

/* One parameter into its member. */
static enum err param_take(struct load *l, struct rule *r, enum param p, const struct yaml *v)
{
	bool absent = false;

	switch (p) {
	case P_steps:
		return steps_take(l, v, &r->steps);
	case P_created_by:
		return load_step_ref(l, v, &r->created_by);
	case P_of:
		return steps_take(l, v, &r->of);
	case P_from:
		return ref_take(l, v, &r->from);
	case P_to:
		return ref_take(l, v, &r->to);
	case P_until:
		return ref_take(l, v, &r->until);
	case P_beside:
		return ref_take(l, v, &r->beside);
	case P_posted:
		return ref_take(l, v, &r->posted);
	case P_field:
		return field_take(l, v, &r->field);
	case P_fields:
		return symbols_take(l, v, r->fields, FIELDS_MAX, &r->n_fields);
	case P_amounts:
		return amounts_take(l, v, r);
	case P_values:
		return symbols_take(l, v, r->values, VALUES_MAX, &r->n_values);
	case P_statuses:
		return statuses_take(l, v, r);
	case P_unless:
		return field_take(l, v, &r->unless);
	case P_min:
		return number_take(l, v, 1000, &r->min);
	case P_max:
		return number_take(l, v, 1000, &r->max);
	case P_months:
		return number_take(l, v, 120, &r->months);
	case P_until_months:
		return number_take(l, v, 120, &r->until_months);
	case P_days:
		return number_take(l, v, 60, &r->days);
	case P_years:
		return number_take(l, v, 150, &r->years);
	case P_times:
		return number_take(l, v, 100, &r->times);
	case P_vote:
		return vote_kind_take(l, v, r);
	case P_absent_ok:
		if (yaml_bool(v, &absent))
			return load_refuse(l, v, "true or false is expected");
		r->absent_ok = absent;
		return OK;
	case P_debtor:
		return debtor_take(l, v, r);
	case P_notice_days:
		return number_take(l, v, 365, &r->notice_days);
	case P_when:
		return load_when(l, v, r->when, CONDS_MAX, &r->n_when);
	case P_on:
		return on_take(l, v, r);
	default:
		return load_refuse(l, v, "not a parameter");
	}
}

enum err load_rule_params(struct load *l, struct rule *r, const struct yaml *map)
{
	for (const struct yaml *v = map ? map->child : NULL; v; v = v->next) {
		int p = 0;
		enum err e;

		while (p < P__MAX && !str_eq(param_names[p], v->key))
			p++;
		if (p == P__MAX || !((kinds[r->kind].must | kinds[r->kind].may | MAY) >> p & 1))
			return load_refuse(l, v, "%s has no parameter \"%.60s\"",
					   kinds[r->kind].name, v->key ? v->key : "");
		e = param_take(l, r, (enum param)p, v);
		if (e)
			return e;
		r->seen |= UINT32_C(1) << p;
	}
	return OK;
}

/* school: {days: lengthen, on: any} */
static enum err school_take(struct load *l, struct rule *r, const struct yaml *map)
{
	static const char *const how[] = { "lengthen", "any", NULL };

	if (map && map->kind != YAML_MAP)
		return load_refuse(l, map, "school must be {PARAMETER: lengthen or any}");
	for (const struct yaml *v = map ? map->child : NULL; v; v = v->next) {
		int p = 0, word = 0;
		enum err e = load_code(l, v, how, &word);

		if (e)
			return e;
		while (p < P__MAX && !str_eq(param_names[p], v->key))
			p++;
		if (p == P__MAX || (p != P_on && !(r->seen >> p & 1)))
			return load_refuse(l, v, "the rule has no parameter \"%.60s\"", v->key);
		*(word ? &r->any : &r->lengthen) |= UINT32_C(1) << p;
	}
	return OK;
}

static enum err kind_take(struct load *l, const struct yaml *v, struct rule *r)
{
	const char *text = yaml_text(yaml_get(v, "kind"));

	for (int k = 0; k < KIND__MAX; k++) {
		if (str_eq(kinds[k].name, text)) {
			r->kind = (enum rule_kind)k;
			return OK;
		}
	}
	return load_refuse(l, yaml_get(v, "kind") ? yaml_get(v, "kind") : v,
			   "no kind of check \"%.60s\"", text ? text : "");
}

static enum err rule_heading(struct load *l, const struct yaml *v, struct rule *r)
{
	static const char *const keys[] = { "id",   "kind", "severity", "contradiction", "article",
					    "tag",  "zh",   "en",       "params",        "school",
					    "pass", "fail", NULL };
	const char *tag = yaml_text(yaml_get(v, "tag"));
	const char *article = yaml_text(yaml_get(v, "article"));
	int severity = 0;
	enum err e;

	e = load_keys(l, v, keys);
	if (!e)
		e = load_text(l, v, "id", &r->id);
	if (!e)
		e = kind_take(l, v, r);
	if (!e)
		e = load_code(l, yaml_get(v, "severity"), rules_severity_codes, &severity);
	if (!e)
		e = load_both(l, v, NULL, &r->message);
	if (e)
		return e;
	if (yaml_get(v, "contradiction") &&
	    yaml_bool(yaml_get(v, "contradiction"), &r->contradiction))
		return load_refuse(l, v, "contradiction must be true or false");
	if (!tag || strlen(tag) != 1 || !strchr("ABCL", tag[0]))
		return load_refuse(l, v, "tag must be A, B, C or L");
	r->severity = (enum rules_severity)severity;
	r->tag = tag[0];
	r->article = r->tag == 'A' || r->tag == 'B' ? article : NULL;
	return OK;
}

static enum err rule_take(struct load *l, const struct yaml *v, struct rule *r)
{
	uint32_t missing;
	enum err e;

	r->pack = l->pack;
	r->node = v;
	r->created_by = OWN_STEP;
	r->notice_days = -1;
	r->from.step = r->to.step = r->until.step = r->posted.step = r->beside.step = NO_STEP;
	r->debtor = RULES_BRANCH;
	e = rule_heading(l, v, r);
	if (!e)
		e = load_rule_params(l, r, yaml_get(v, "params"));
	if (!e)
		e = school_take(l, r, yaml_get(v, "school"));
	if (e)
		return e;
	missing = kinds[r->kind].must & ~r->seen;
	for (int p = 0; p < P__MAX; p++) {
		if (missing >> p & 1)
			return load_refuse(l, v, "%s needs the parameter \"%s\"",
					   kinds[r->kind].name, param_names[p]);
	}
	/* Duties and windows are looked up by the steps they run between. */
	if ((r->seen & B(to)) && r->to.step < 0)
		return load_refuse(l, v, "`to` must name a step");
	if (r->kind == KIND_windows && (r->from.step < 0 || r->until.step < 0 || r->months < 1))
		return load_refuse(l, v,
				   "windows run from a step until a step, of a month or more");
	return OK;
}

enum err load_rules(struct load *l, const struct yaml *list)
{
	struct rules_pack *p = l->pack;

	if (!list || list->kind != YAML_LIST || list->n > RULES_MAX)
		return load_refuse(l, list, "rules must be a list of at most %d", RULES_MAX);
	p->rules = ARENA_ARRAY(l->a, struct rule, list->n);
	for (const struct yaml *v = list->child; v; v = v->next) {
		struct rule *r = &p->rules[p->n_rules];
		enum err e = rule_take(l, v, r);

		if (e)
			return e;
		for (int i = 0; i < p->n_rules; i++) {
			if (str_eq(p->rules[i].id, r->id))
				return load_refuse(l, v, "the rule %.60s stands twice", r->id);
		}
		p->n_rules++;
	}
	return OK;
}

/* Steps at whose records a rule is run; 0: once a case. */
static uint64_t rule_steps(const struct rule *r)
{
	switch (r->kind) {
	case KIND_order:
	case KIND_not_future:
	case KIND_not_twice:
	case KIND_case_open:
		return ~UINT64_C(0);
	case KIND_min_months_between:
		return UINT64_C(1) << r->to.step;
	case KIND_within_months:
	case KIND_windows:
	case KIND_probation_late:
		return 0;
	default:
		return r->steps;
	}
}

void pack_index(struct load *l)
{
	struct rules_pack *p = l->pack;
	short *list;
	int n;

	for (int step = -1; step < RULES_STEPS_MAX; step++) {
		list = ARENA_ARRAY(l->a, short, (size_t)p->n_rules + 1);
		n = 0;
		for (int i = 0; i < p->n_rules; i++) {
			uint64_t steps = rule_steps(&p->rules[i]);

			if (step < 0 ? !steps : (steps >> step & 1) != 0)
				list[n++] = (short)i;
		}
		list[n] = -1;
		if (step < 0)
			p->case_rules = list;
		else
			p->by_step[step] = list;
	}
}
