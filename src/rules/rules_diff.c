/* SPDX-License-Identifier: Apache-2.0 */
/* Two packs against each other, value by value. */
#include "rules/rules_diff.h"

#include "base/str.h"
#include "rules/rules_internal.h"
#include "base/banned.h"

struct listing {
	struct arena *a;
	struct rules_difference *items;
	size_t n, cap;
};

static void tell(struct listing *l, const char *rule, const char *param, const char *a,
		 const char *b)
{
	if (!a || !b || !str_eq(a, b))
		*VEC_PUSH(l->a, l->items, l->n, l->cap) =
			(struct rules_difference){ rule, param, a, b };
}

static const char *amounts_text(struct arena *a, const struct rule *r, int param)
{
	int n = 0;
	const int *v = rule_amounts(r, param, &n);
	const char *text = "";

	if (n == 1)
		return arena_printf(a, "%d", v[0]);
	for (int i = 0; i < n; i++)
		text = arena_printf(a, "%s%s%d", text, i ? ", " : "[", v[i]);
	return n ? arena_printf(a, "%s]", text) : "";
}

static const struct rule *rule_find(const struct rules_pack *pack, const char *id)
{
	for (int i = 0; i < pack->n_rules; i++) {
		if (str_eq(pack->rules[i].id, id))
			return &pack->rules[i];
	}
	return NULL;
}

static void both_tell(struct listing *l, const struct rule *a, const struct rule *b)
{
	if (a->kind != b->kind) {
		tell(l, a->id, "kind", rules_rule_kind(a), rules_rule_kind(b));
		return;
	}
	tell(l, a->id, "on", a->off ? "false" : "true", b->off ? "false" : "true");
	tell(l, a->id, "severity", rules_severity_codes[a->severity],
	     rules_severity_codes[b->severity]);
	for (int p = 0; rule_param_name(p); p++)
		tell(l, a->id, rule_param_name(p), amounts_text(l->a, a, p),
		     amounts_text(l->a, b, p));
}

void rules_pack_diff(const struct rules_pack *a, const struct rules_pack *b, struct arena *arena,
		     struct rules_difference **ret, size_t *ret_n)
{
	struct listing l = { .a = arena };

	tell(&l, "", "printed_until", a->probation.printed_day_before ? "day_before" : "same_day",
	     b->probation.printed_day_before ? "day_before" : "same_day");
	for (int i = 0; i < a->n_rules; i++) {
		const struct rule *other = rule_find(b, a->rules[i].id);

		if (other)
			both_tell(&l, &a->rules[i], other);
		else
			tell(&l, a->rules[i].id, "rule", "there", NULL);
	}
	for (int i = 0; i < b->n_rules; i++) {
		if (!rule_find(a, b->rules[i].id))
			tell(&l, b->rules[i].id, "rule", NULL, "there");
	}
	*ret = l.items;
	*ret_n = l.n;
}
