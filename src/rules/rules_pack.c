/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a pack: heading, stages, votes, probation. Steps: rules_steps.c; rules: rules_rule.c. */
#include "rules/rules_internal.h"

#include <stdarg.h>

#include "base/str.h"
#include "base/banned.h"

/* The first one is the fault of a reading that ends there; all are kept where all are wanted. */
static void fault_put(struct load *l, uint32_t line, uint32_t column, const char *why)
{
	struct rules_fault fault = { arena_strdup(l->a, l->name), line, column, why };

	if (!l->all) {
		*l->fault = fault;
		return;
	}
	if (!l->all->n)
		*l->fault = fault;
	if (l->all->n < RULES_FAULTS_MAX)
		l->all->items[l->all->n++] = fault;
	else
		l->all->more = true;
}

enum err load_refuse(struct load *l, const struct yaml *at, const char *fmt, ...)
{
	va_list ap;
	char text[300]; /* one line for people; longer ones are cut */

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fault_put(l, at ? at->line : 1, at ? at->column : 1, arena_strdup(l->a, text));
	return ERR_INPUT;
}

enum err load_keys(struct load *l, const struct yaml *map, const char *const *keys)
{
	if (!map || map->kind != YAML_MAP)
		return load_refuse(l, map, "a map is expected here");
	for (const struct yaml *v = map->child; v; v = v->next) {
		const char *const *key = keys;

		while (*key && !str_eq(*key, v->key))
			key++;
		if (!*key)
			return load_refuse(l, v, "unknown key \"%.60s\"", v->key);
	}
	return OK;
}

enum err load_text(struct load *l, const struct yaml *map, const char *key, const char **ret)
{
	const struct yaml *v = yaml_get(map, key);
	const char *text = yaml_text(v);

	if (str_empty(text) || strlen(text) > 1000)
		return load_refuse(l, v ? v : map, "\"%s\" must be a text of 1 to 1000 bytes", key);
	*ret = text;
	return OK;
}

enum err load_both(struct load *l, const struct yaml *map, const char *key, struct rules_text *ret)
{
	const struct yaml *both = key ? yaml_get(map, key) : map;
	struct rules_text t = { 0 };
	enum err e;

	if (!both || both->kind != YAML_MAP)
		return load_refuse(l, both ? both : map, "\"%s\" must be {zh: ..., en: ...}",
				   key ? key : "text");
	e = load_text(l, both, "zh", &t.zh);
	if (e)
		return e;
	e = load_text(l, both, "en", &t.en);
	if (e)
		return e;
	*ret = t;
	return OK;
}

enum err load_code(struct load *l, const struct yaml *node, const char *const *codes, int *ret)
{
	const char *text = yaml_text(node);

	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], text)) {
			*ret = i;
			return OK;
		}
	}
	return load_refuse(l, node, "\"%.60s\" is none of the codes that may stand here",
			   text ? text : "");
}

enum err load_step_ref(struct load *l, const struct yaml *node, int *ret)
{
	const char *text = yaml_text(node);
	int id = text ? rules_step_id(l->set, text) : -1;

	if (id < 0)
		return load_refuse(l, node, "no step \"%.60s\"", text ? text : "");
	*ret = id;
	return OK;
}

/* {fact: pre_review.result, in: [passed]}, {fact: .outcome, in: [...]}, {branch: has_groups}. */
static enum err cond_fact(struct load *l, const struct yaml *node, struct cond *out)
{
	const char *text = yaml_text(yaml_get(node, "fact"));
	const struct yaml *in = yaml_get(node, "in");
	const char *dot = text ? strchr(text, '.') : NULL;

	if (!dot || !in || in->kind != YAML_LIST || in->n < 1 || in->n > VALUES_MAX)
		return load_refuse(l, node, "expected {fact: STEP.FIELD, in: [CODE, ...]}");
	out->kind = COND_FACT;
	out->step = OWN_STEP;
	if (dot != text) {
		out->step = rules_step_id(l->set, arena_strndup(l->a, text, (size_t)(dot - text)));
		if (out->step < 0)
			return load_refuse(l, node, "no such step in \"%.60s\"", text);
	}
	out->field = rules_symbol(l->set, dot + 1);
	if (!out->field)
		return load_refuse(l, node, "no such field in \"%.60s\"", text);
	for (const struct yaml *v = in->child; v; v = v->next) {
		int symbol = rules_symbol(l->set, yaml_text(v));

		if (!symbol)
			return load_refuse(l, v, "no field has this value");
		out->values[out->n_values++] = symbol;
	}
	return OK;
}

static enum err cond_take(struct load *l, const struct yaml *node, struct cond *out)
{
	static const char *const keys[] = { "fact", "in", "branch", NULL };
	const char *branch = yaml_text(yaml_get(node, "branch"));
	enum err e;

	e = load_keys(l, node, keys);
	if (e)
		return e;
	if (!branch)
		return cond_fact(l, node, out);
	if (str_eq(branch, "has_committee"))
		out->kind = COND_HAS_COMMITTEE;
	else if (str_eq(branch, "has_groups"))
		out->kind = COND_HAS_GROUPS;
	else
		return load_refuse(l, node, "branch: has_committee or has_groups");
	return OK;
}

enum err load_when(struct load *l, const struct yaml *node, struct cond *out, int max, int *ret_n)
{
	int n = 0;

	if (!node)
		return OK;
	if (node->kind == YAML_MAP) {
		*ret_n = 1;
		return cond_take(l, node, out);
	}
	if (node->kind != YAML_LIST || node->n > (uint32_t)max)
		return load_refuse(l, node, "at most %d conditions", max);
	for (const struct yaml *v = node->child; v; v = v->next) {
		enum err e = cond_take(l, v, &out[n++]);

		if (e)
			return e;
	}
	*ret_n = n;
	return OK;
}

static enum err load_stages(struct load *l, const struct yaml *list)
{
	static const char *const keys[] = { "code", "title", NULL };
	struct rules_pack *p = l->pack;

	if (!list || list->kind != YAML_LIST || list->n > COUNTOF(p->stages))
		return load_refuse(l, list, "stages must be a list of at most %zu",
				   COUNTOF(p->stages));
	for (const struct yaml *v = list->child; v; v = v->next) {
		struct stage_def *s = &p->stages[p->n_stages];
		enum err e = load_keys(l, v, keys);

		if (!e)
			e = load_text(l, v, "code", &s->code);
		if (!e)
			e = load_both(l, v, "title", &s->title);
		if (e)
			return e;
		p->n_stages++;
	}
	return OK;
}

/* {num: 1, den: 2, than: more} is "more than a half", {.., than: least} "at least". */
static enum err ratio_take(struct load *l, const struct yaml *node, int *num, int *den,
			   bool *strict)
{
	static const char *const keys[] = { "num", "den", "than", NULL };
	static const char *const than[] = { "least", "more", NULL };
	int64_t a = 0, b = 0;
	int word = 0;
	enum err e;

	e = load_keys(l, node, keys);
	if (!e)
		e = load_code(l, yaml_get(node, "than"), than, &word);
	if (e)
		return e;
	if (yaml_i64(yaml_get(node, "num"), 1, 100, &a) ||
	    yaml_i64(yaml_get(node, "den"), 1, 100, &b) || a > b)
		return load_refuse(l, node, "num and den must be 1 to 100, num not above den");
	*num = (int)a;
	*den = (int)b;
	*strict = word == 1;
	return OK;
}

static enum err vote_take(struct load *l, const struct yaml *v, struct vote_kind *k)
{
	static const char *const keys[] = { "code", "article", "tag", "present",
					    "yes",  "vectors", NULL };
	enum err e;

	e = load_keys(l, v, keys);
	if (!e)
		e = load_text(l, v, "code", &k->code);
	if (!e)
		e = ratio_take(l, yaml_get(v, "present"), &k->present_num, &k->present_den,
			       &k->present_strict);
	if (!e)
		e = ratio_take(l, yaml_get(v, "yes"), &k->yes_num, &k->yes_den, &k->yes_strict);
	k->vectors = yaml_get(v, "vectors");
	return e;
}

static enum err load_votes(struct load *l, const struct yaml *list)
{
	struct rules_pack *p = l->pack;

	if (!list || list->kind != YAML_LIST || list->n > COUNTOF(p->votes))
		return load_refuse(l, list, "votes must be a list of at most %zu",
				   COUNTOF(p->votes));
	for (const struct yaml *v = list->child; v; v = v->next) {
		enum err e = vote_take(l, v, &p->votes[p->n_votes]);

		if (e)
			return e;
		p->n_votes++;
	}
	return OK;
}

static enum err symbol_take(struct load *l, const struct yaml *map, const char *key, int *ret)
{
	const char *text = NULL;
	enum err e = load_text(l, map, key, &text);

	if (e)
		return e;
	*ret = rules_symbol(l->set, text);
	return *ret ? OK : load_refuse(l, map, "no field or value \"%.60s\"", text);
}

static enum err load_probation(struct load *l, const struct yaml *m)
{
	static const char *const keys[] = { "from",
					    "approval",
					    "vote",
					    "vote_approval",
					    "postponement",
					    "outcome",
					    "extend",
					    "months_field",
					    "decision",
					    "approved",
					    "months",
					    "printed_until",
					    NULL };
	static const char *const printed[] = { "same_day", "day_before", NULL };
	struct probation *p = &l->pack->probation;
	int word = 0;
	int64_t months = 0;
	enum err e;

	e = load_keys(l, m, keys);
	if (!e)
		e = load_step_ref(l, yaml_get(m, "from"), &p->from);
	if (!e)
		e = load_step_ref(l, yaml_get(m, "approval"), &p->approval);
	if (!e)
		e = load_step_ref(l, yaml_get(m, "vote"), &p->vote);
	if (!e)
		e = load_step_ref(l, yaml_get(m, "vote_approval"), &p->vote_approval);
	if (!e)
		e = load_step_ref(l, yaml_get(m, "postponement"), &p->postponement);
	if (!e)
		e = symbol_take(l, m, "outcome", &p->outcome);
	if (!e)
		e = symbol_take(l, m, "extend", &p->extend);
	if (!e)
		e = symbol_take(l, m, "months_field", &p->months_field);
	if (!e)
		e = symbol_take(l, m, "decision", &p->decision);
	if (!e)
		e = symbol_take(l, m, "approved", &p->approved);
	if (!e)
		e = load_code(l, yaml_get(m, "printed_until"), printed, &word);
	if (e)
		return e;
	if (yaml_i64(yaml_get(m, "months"), 1, 60, &months))
		return load_refuse(l, m, "months must be 1 to 60");
	p->months = (int)months;
	p->printed_day_before = word == 1;
	return OK;
}

static enum err load_heading(struct load *l, const struct yaml *root)
{
	static const char *const keys[] = { "id",      "title",  "valid_from", "valid_until",
					    "source",  "stages", "votes",      "probation",
					    "steps",   "exits",  "rules",      "texts",
					    "vectors", NULL };
	struct rules_pack *p = l->pack;
	const struct yaml *until = yaml_get(root, "valid_until");
	enum err e;

	e = load_keys(l, root, keys);
	if (!e)
		e = load_text(l, root, "id", &p->id);
	if (!e)
		e = load_both(l, root, "title", &p->title);
	if (e)
		return e;
	if (yaml_day(yaml_get(root, "valid_from"), &p->from))
		return load_refuse(l, root, "valid_from must be a day (YYYY-MM-DD)");
	p->until = DATE_NONE;
	if (until && yaml_day(until, &p->until))
		return load_refuse(l, until, "valid_until must be a day (YYYY-MM-DD)");
	if (p->until != DATE_NONE && p->until < p->from)
		return load_refuse(l, until, "valid_until is before valid_from");
	p->last = p->until;
	return OK;
}

static enum err load_pack(struct load *l, const struct yaml *root)
{
	enum err e = load_heading(l, root);

	for (int i = 0; i < RULES_STEPS_MAX; i++)
		l->pack->steps[i].pub.id = -1;
	if (!e)
		e = load_stages(l, yaml_get(root, "stages"));
	if (!e)
		e = load_votes(l, yaml_get(root, "votes"));
	if (!e)
		e = load_steps(l, root);
	if (!e)
		e = load_probation(l, yaml_get(root, "probation"));
	if (!e)
		e = load_rules(l, yaml_get(root, "rules"));
	if (e)
		return e;
	for (int i = 0; i < l->set->n_packs; i++) {
		if (str_eq(l->set->packs[i]->id, l->pack->id))
			return load_refuse(l, root, "a pack %s is there already", l->pack->id);
	}
	if (l->set->n_packs == PACKS_MAX)
		return load_refuse(l, root, "too many packs");
	pack_index(l);
	l->set->packs[l->set->n_packs++] = l->pack;
	return OK;
}

static enum err text_take(struct load *l, const char *text, size_t len, bool layer)
{
	struct yaml_fault at = { 0 };
	const struct yaml *root = NULL;

	if (yaml_read(l->a, text, len, &at, &root)) {
		fault_put(l, at.line, at.column, at.why);
		return ERR_INPUT;
	}
	l->pack = ARENA_NEW(l->a, struct rules_pack);
	l->pack->root = root;
	l->pack->name = arena_strdup(l->a, l->name);
	return layer || yaml_get(root, "base") ? load_school(l, root) : load_pack(l, root);
}

enum err rules_set_add_pack(struct rules_set *set, const char *name, const char *text, size_t len,
			    struct rules_fault *fault)
{
	struct load l = {
		.set = set, .a = set->a, .name = name, .fault = fault, .from = DATE_NONE
	};

	return text_take(&l, text, len, /* layer= */ false);
}

enum err rules_set_add_layer(struct rules_set *set, const char *name, const char *text, size_t len,
			     int32_t from, struct rules_faults *faults)
{
	struct rules_fault first = { 0 };
	struct load l = {
		.set = set, .a = set->a, .name = name, .fault = &first, .all = faults, .from = from
	};

	faults->n = 0;
	faults->more = false;
	if (!text_take(&l, text, len, /* layer= */ true))
		return OK;
	for (size_t i = 1; i < faults->n; i++) { /* as they stand in the text */
		struct rules_fault f = faults->items[i];
		size_t at = i;

		for (; at && (faults->items[at - 1].line > f.line ||
			      (faults->items[at - 1].line == f.line &&
			       faults->items[at - 1].column > f.column));
		     at--)
			faults->items[at] = faults->items[at - 1];
		faults->items[at] = f;
	}
	return ERR_INPUT;
}
