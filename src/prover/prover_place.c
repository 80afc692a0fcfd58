/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the places a rule compares, and its conditions. */
#include "prover/prover_internal.h"

#include "base/banned.h"

/* "paper.CODE.WHAT" in its words; at most four. */
static int words_split(struct load *l, const char *text, const char *words[4])
{
	int n = 0;

	while (n < 4) {
		const char *dot = strchr(text, '.');

		words[n++] = dot ? arena_strndup(l->a, text, (size_t)(dot - text)) : text;
		if (!dot)
			return n;
		text = dot + 1;
	}
	return 5;
}

static int code_find(const char *const *codes, const char *word)
{
	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], word))
			return i;
	}
	return NONE;
}

static enum err place_code(struct load *l, const struct yaml *v, const char *word, struct place *p)
{
	if (str_eq(word, "any"))
		p->code = ANY_PAPER;
	else
		p->code = prover_paper_code(l->pack, word);
	if (p->code == NONE && !str_eq(word, "any"))
		return prover_load_refuse(l, v, "no paper \"%.60s\"", word);
	return OK;
}

/* paper.CODE (all its counts), paper.CODE.DAY, paper.CODE.COUNT, paper.CODE.TEXT */
static enum err paper_place(struct load *l, const struct yaml *v, const char *const *words, int n,
			    struct place *p)
{
	enum err e = n == 2 || n == 3 ? place_code(l, v, words[1], p)
				      : prover_load_refuse(l, v, "paper.CODE.WHAT is expected");

	if (e)
		return e;
	p->kind = PLACE_PAPER;
	p->value = VALUE_VOTES;
	if (n == 2)
		return OK;
	p->value = VALUE_DAY;
	p->what = code_find(prover_day_codes, words[2]);
	if (p->what == NONE) {
		p->value = VALUE_COUNT;
		p->what = code_find(prover_count_codes, words[2]);
	}
	if (p->what == NONE) {
		p->value = VALUE_TEXT;
		p->what = code_find(prover_text_codes, words[2]);
	}
	return p->what != NONE
		       ? OK
		       : prover_load_refuse(l, v, "no day, count or text \"%.60s\"", words[2]);
}

/* sign.CODE.ROLE */
static enum err sign_place(struct load *l, const struct yaml *v, const char *const *words, int n,
			   struct place *p)
{
	enum err e = n == 3 ? place_code(l, v, words[1], p)
			    : prover_load_refuse(l, v, "sign.CODE.ROLE is expected");

	if (e)
		return e;
	p->kind = PLACE_SIGN;
	p->value = VALUE_DAY;
	p->what = str_eq(words[2], "any") ? ANY_ROLE : code_find(prover_role_codes, words[2]);
	return p->what != NONE || str_eq(words[2], "any")
		       ? OK
		       : prover_load_refuse(l, v, "no role \"%.60s\"", words[2]);
}

/* step.STEP (its day), step.STEP.FIELD, step.own */
static enum err step_place(struct load *l, const struct yaml *v, const char *const *words, int n,
			   struct place *p)
{
	static const enum value_kind values[] = {
		[RULES_TEXT] = VALUE_TEXT,       [RULES_DATE] = VALUE_DAY,
		[RULES_INT] = VALUE_COUNT,       [RULES_BOOL] = VALUE_NONE,
		[RULES_ENUM] = VALUE_TEXT,       [RULES_PERSON] = VALUE_PERSONS,
		[RULES_PERSONS] = VALUE_PERSONS, [RULES_VOTES] = VALUE_VOTES,
	};
	const struct rules_field *field;

	if (n != 2 && n != 3)
		return prover_load_refuse(l, v, "step.STEP or step.STEP.FIELD is expected");
	p->kind = PLACE_STEP;
	p->value = VALUE_DAY;
	p->code = str_eq(words[1], "own") ? OWN_STEP : rules_step_id(l->pack->set, words[1]);
	if (p->code == NONE)
		return prover_load_refuse(l, v, "no step \"%.60s\"", words[1]);
	if (n == 2)
		return OK;
	p->what = rules_symbol(l->pack->set, words[2]);
	field = p->code >= 0 && p->what ? prover_step_field(l->pack->set, p->code, p->what) : NULL;
	if (!field)
		return prover_load_refuse(l, v, "the step has no field \"%.60s\"", words[2]);
	p->value = values[field->type];
	return OK;
}

enum err prover_load_place(struct load *l, const struct yaml *node, struct place *ret)
{
	const char *text = yaml_text(node), *words[4] = { NULL };
	int n = text ? words_split(l, text, words) : 0;

	if (n && str_eq(words[0], "paper"))
		return paper_place(l, node, words, n, ret);
	if (n && str_eq(words[0], "sign"))
		return sign_place(l, node, words, n, ret);
	if (n && str_eq(words[0], "step"))
		return step_place(l, node, words, n, ret);
	if (n == 1 && str_eq(words[0], "transfer")) {
		ret->kind = PLACE_TRANSFER;
		ret->value = VALUE_DAY;
		return OK;
	}
	return prover_load_refuse(l, node,
				  "paper.CODE.WHAT, sign.CODE.ROLE, step.STEP.FIELD or transfer "
				  "is expected");
}

static enum err values_take(struct load *l, const struct yaml *list, struct cond *c)
{
	if (!list || list->kind != YAML_LIST || !list->n || list->n > VALUES_MAX)
		return prover_load_refuse(l, list, "`in` must be a list of 1 to %d codes",
					  VALUES_MAX);
	for (const struct yaml *v = list->child; v; v = v->next) {
		int symbol = rules_symbol(l->pack->set, yaml_text(v));

		if (!symbol)
			return prover_load_refuse(l, v, "no code \"%.60s\"",
						  yaml_text(v) ? yaml_text(v) : "");
		c->values[c->n_values++] = symbol;
	}
	return OK;
}

/* {fact: STEP.FIELD, in: [CODE ...]} or {branch: has_committee}. */
static enum err cond_take(struct load *l, const struct yaml *v, struct cond *c)
{
	static const char *const keys[] = { "fact", "in", "branch", NULL };
	static const char *const branch[] = { "has_committee", "has_groups", NULL };
	const char *fact = yaml_text(yaml_get(v, "fact")), *words[4] = { NULL };
	int i = 0;
	enum err e = prover_load_keys(l, v, keys);

	if (e)
		return e;
	if (!fact) {
		e = prover_load_word(l, yaml_get(v, "branch") ? yaml_get(v, "branch") : v, branch,
				     "such condition", &i);
		c->kind = i ? COND_HAS_GROUPS : COND_HAS_COMMITTEE;
		return e;
	}
	c->kind = COND_FACT;
	if (words_split(l, fact, words) != 2)
		return prover_load_refuse(l, yaml_get(v, "fact"), "STEP.FIELD is expected");
	c->step = rules_step_id(l->pack->set, words[0]);
	c->field = rules_symbol(l->pack->set, words[1]);
	if (c->step < 0 || !c->field || !prover_step_field(l->pack->set, c->step, c->field))
		return prover_load_refuse(l, yaml_get(v, "fact"), "no fact \"%.60s\"", fact);
	return values_take(l, yaml_get(v, "in") ? yaml_get(v, "in") : v, c);
}

enum err prover_load_when(struct load *l, const struct yaml *node, struct prover_rule *r)
{
	bool list = node->kind == YAML_LIST;

	if (list && node->n > CONDS_MAX)
		return prover_load_refuse(l, node, "at most %d conditions", CONDS_MAX);
	for (const struct yaml *v = list ? node->child : node; v; v = list ? v->next : NULL) {
		enum err e = cond_take(l, v, &r->when[r->n_when++]);

		if (e)
			return e;
	}
	return OK;
}
