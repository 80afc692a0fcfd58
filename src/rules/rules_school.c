/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A school's layer: the base's rules with the parameters that a school may set. Where all mistakes
 * are wanted the reading goes on after each, as far as the next part does not rest on it.
 */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

/* The first error stays; *e may be OK before. False: the reading ends here. */
static bool go_on(const struct load *l, enum err *e, enum err now)
{
	if (!*e)
		*e = now;
	return !now || l->all;
}

static enum err override_check(struct load *l, const struct yaml *v, const struct rule *base,
			       const struct rule *now)
{
	int p = rule_param(v->key), n = 0;
	const int *was = rule_amounts(base, p, &n), *is = rule_amounts(now, p, &n);

	if (base->any >> p & 1)
		return OK;
	if (!(base->lengthen >> p & 1))
		return load_refuse(l, v, "a school may not change \"%s\" of %s", v->key, base->id);
	if (!n)
		return load_refuse(l, v, "\"%s\" cannot be lengthened", v->key);
	for (int i = 0; i < n; i++) {
		if (is[i] < was[i])
			return load_refuse(l, v,
					   "%s: %s may be lengthened, not shortened (at least %d)",
					   base->id, v->key, was[i]);
	}
	return OK;
}

/* One parameter by itself, so that a mistake in it does not hide one in the next. */
static enum err param_take(struct load *l, struct rule *r, const struct rule *base,
			   const struct yaml *item)
{
	struct yaml alone = *item;
	struct yaml map = { .kind = YAML_MAP,
			    .line = item->line,
			    .column = item->column,
			    .n = 1,
			    .child = &alone };
	enum err e;

	alone.next = NULL;
	e = load_rule_params(l, r, &map);
	return e ? e : override_check(l, item, base, r);
}

static enum err override_take(struct load *l, const struct yaml *v)
{
	struct rule *r = NULL;
	struct rule base;
	enum err e = OK;

	for (int i = 0; i < l->pack->n_rules; i++) {
		if (str_eq(l->pack->rules[i].id, v->key))
			r = &l->pack->rules[i];
	}
	if (!r)
		return load_refuse(l, v, "the base has no rule \"%.60s\"", v->key);
	if (v->kind != YAML_MAP)
		return load_refuse(l, v, "expected {PARAMETER: VALUE}");
	base = *r;
	for (const struct yaml *item = v->child; item; item = item->next) {
		if (!go_on(l, &e, param_take(l, r, &base, item)))
			break;
	}
	return e;
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

static enum err keys_take(struct load *l, const struct yaml *root)
{
	static const char *const keys[] = { "id",      "base", "title", "set", "printed_until",
					    "vectors", NULL };
	enum err e = OK;

	if (root->kind != YAML_MAP)
		return load_refuse(l, root, "a map is expected here");
	for (const struct yaml *v = root->child; v; v = v->next) {
		const char *const *key = keys;

		while (*key && !str_eq(*key, v->key))
			key++;
		if (!*key && !go_on(l, &e, load_refuse(l, v, "unknown key \"%.60s\"", v->key)))
			break;
	}
	return e;
}

/* The national pack, also where an earlier layer has taken its place. */
static const struct rules_pack *base_find(const struct load *l, const char *id)
{
	for (int i = 0; i < l->set->n_packs; i++) {
		const struct rules_pack *p = l->set->packs[i];

		if (!p->national && str_eq(p->id, id))
			return p;
		if (p->national && str_eq(p->base_id, id))
			return p->national;
	}
	return NULL;
}

static enum err heading_take(struct load *l, const struct yaml *root)
{
	struct rules_pack *p = l->pack;
	enum err e = OK, now;

	now = load_text(l, root, "id", &p->id);
	if (!now) {
		for (int i = 0; !now && i < l->set->n_packs; i++) {
			if (str_eq(l->set->packs[i]->id, p->id))
				now = load_refuse(l, yaml_get(root, "id"),
						  "a pack %.60s is there already: a new version "
						  "needs an id of its own",
						  p->id);
		}
	}
	if (!go_on(l, &e, now))
		return e;
	if (!go_on(l, &e, load_both(l, root, "title", &p->title)))
		return e;
	(void)go_on(l, &e, printed_take(l, yaml_get(root, "printed_until")));
	return e;
}

static enum err set_take(struct load *l, const struct yaml *set)
{
	enum err e = OK;

	if (set && set->kind != YAML_MAP)
		return load_refuse(l, set, "set must be {RULE: {PARAMETER: VALUE}}");
	for (const struct yaml *v = set ? set->child : NULL; v; v = v->next) {
		if (!go_on(l, &e, override_take(l, v)))
			break;
	}
	return e;
}

/* From its day on it takes the place of its base and of the layers before it on the same base. */
static enum err place_take(struct load *l, const struct rules_pack *base)
{
	struct rules_set *set = l->set;
	struct rules_pack *p = l->pack;
	int n = 0;

	p->from = l->from == DATE_NONE || l->from < base->from ? base->from : l->from;
	p->until = p->last = base->last;
	if (p->until != DATE_NONE && p->until < p->from)
		return load_refuse(l, NULL, "%s is no longer in force on that day", base->id);
	for (int i = 0; i < set->n_packs; i++) {
		struct rules_pack *old = set->packs[i];
		bool own = old == base || (old->national && str_eq(old->base_id, base->id));

		if (own && old->from >= p->from)
			continue;
		if (own && (old->until == DATE_NONE || old->until >= p->from))
			old->until = p->from - 1;
		set->packs[n++] = old;
	}
	set->n_packs = n;
	if (n == PACKS_MAX)
		return load_refuse(l, NULL, "too many packs");
	set->packs[set->n_packs++] = p;
	return OK;
}

enum err load_school(struct load *l, const struct yaml *root)
{
	const char *id = yaml_text(yaml_get(root, "base"));
	const struct rules_pack *base = id ? base_find(l, id) : NULL;
	enum err e = OK;

	if (!go_on(l, &e, keys_take(l, root)))
		return e;
	if (!base) /* what the rest may set is not known without it */
		return load_refuse(l, yaml_get(root, "base"), "no pack \"%.60s\" to build on",
				   id ? id : "");
	*l->pack = *base;
	l->pack->name = arena_strdup(l->a, l->name);
	l->pack->base_id = base->id;
	l->pack->national = base;
	l->pack->root = root;
	if (!go_on(l, &e, heading_take(l, root)))
		return e;
	l->pack->rules =
		arena_memdup(l->a, l->pack->rules, (size_t)l->pack->n_rules * sizeof(struct rule));
	for (int i = 0; i < l->pack->n_rules; i++)
		l->pack->rules[i].pack = l->pack;
	(void)go_on(l, &e, set_take(l, yaml_get(root, "set")));
	return e ? e : place_take(l, base);
}
