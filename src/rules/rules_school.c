/* SPDX-License-Identifier: Apache-2.0 */
/* A school's layer: the base's rules with the parameters that a school may set. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

static enum err override_check(struct load *l, const struct yaml *v, const struct rule *base,
			       const struct rule *now)
{
	int p = rule_param(v->key);
	const int *was = rule_amount(base, p), *is = rule_amount(now, p);

	if (base->any >> p & 1)
		return OK;
	if (!(base->lengthen >> p & 1))
		return load_refuse(l, v, "a school may not change \"%s\" of %s", v->key, base->id);
	if (!was || !is)
		return load_refuse(l, v, "\"%s\" cannot be lengthened", v->key);
	if (*is < *was)
		return load_refuse(l, v, "%s: %s may be lengthened, not shortened (at least %d)",
				   base->id, v->key, *was);
	return OK;
}

static enum err override_take(struct load *l, const struct yaml *v)
{
	struct rule *r = NULL;
	struct rule base;
	enum err e;

	for (int i = 0; i < l->pack->n_rules; i++) {
		if (str_eq(l->pack->rules[i].id, v->key))
			r = &l->pack->rules[i];
	}
	if (!r)
		return load_refuse(l, v, "the base has no rule \"%.60s\"", v->key);
	if (v->kind != YAML_MAP)
		return load_refuse(l, v, "expected {PARAMETER: VALUE}");
	base = *r;
	e = load_rule_params(l, r, v);
	if (e)
		return e;
	for (const struct yaml *item = v->child; item; item = item->next) {
		e = override_check(l, item, &base, r);
		if (e)
			return e;
	}
	return OK;
}

/* printed_until is the one thing beside rules that a school chooses (decision 5). */
static enum err printed_take(struct load *l, const struct yaml *v)
{
	static const char *const printed[] = { "same_day", "day_before", NULL };
	int word = 0;
	enum err e;

	if (!v)
		return OK;
	e = load_code(l, v, printed, &word);
	l->pack->probation.printed_day_before = word == 1;
	return e;
}

enum err load_school(struct load *l, const struct yaml *root)
{
	static const char *const keys[] = { "id",      "base", "title", "set", "printed_until",
					    "vectors", NULL };
	const char *base = yaml_text(yaml_get(root, "base"));
	const struct yaml *set = yaml_get(root, "set"), *own = root;
	int at = -1;
	enum err e;

	e = load_keys(l, root, keys);
	if (e)
		return e;
	for (int i = 0; i < l->set->n_packs; i++) {
		if (str_eq(l->set->packs[i]->id, base))
			at = i;
	}
	if (at < 0)
		return load_refuse(l, yaml_get(root, "base"), "no pack \"%.60s\" to build on",
				   base ? base : "");
	*l->pack = *l->set->packs[at];
	l->pack->name = arena_strdup(l->a, l->name);
	l->pack->base_id = base;
	l->pack->root = own;
	e = load_text(l, root, "id", &l->pack->id);
	if (!e)
		e = load_both(l, root, "title", &l->pack->title);
	if (!e)
		e = printed_take(l, yaml_get(root, "printed_until"));
	if (e)
		return e;
	if (set && set->kind != YAML_MAP)
		return load_refuse(l, set, "set must be {RULE: {PARAMETER: VALUE}}");
	l->pack->rules =
		arena_memdup(l->a, l->pack->rules, (size_t)l->pack->n_rules * sizeof(struct rule));
	for (int i = 0; i < l->pack->n_rules; i++)
		l->pack->rules[i].pack = l->pack;
	for (const struct yaml *v = set ? set->child : NULL; v; v = v->next) {
		e = override_take(l, v);
		if (e)
			return e;
	}
	l->set->packs[at] = l->pack;
	return OK;
}
