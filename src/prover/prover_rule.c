/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the parameters of rules: what each kind of check must and may be given stands in one table. */
#include "prover/prover_internal.h"

#include "base/banned.h"

/* Parameters by name; the bit of each is its place here. */
enum param {
	P_a,
	P_b,
	P_papers,
	P_of,
	P_day,
	P_from,
	P_until,
	P_text,
	P_count,
	P_counts,
	P_roles,
	P_statuses,
	P_exact,
	P_strict,
	P_first,
	P_present,
	P_printed,
	P_months,
	P_months_from,
	P_days,
	P_least,
	P_pattern,
	P_vote,
	P_rule,
	P_step,
	P_created_by,
	P_when,
	P__MAX
};
static const char *const param_names[] = {
	"a",       "b",       "papers",  "of",     "day",         "from",  "until",
	"text",    "count",   "counts",  "roles",  "statuses",    "exact", "strict",
	"first",   "present", "printed", "months", "months_from", "days",  "least",
	"pattern", "vote",    "rule",    "step",   "created_by",  "when",  NULL
};
_Static_assert(COUNTOF(param_names) == P__MAX + 1, "one name a parameter");

const char *const prover_kind_codes[] = {
#define PAIR(name)  #name,
#define PAPER(name) #name,
#define WHOLE(name) #name,
#include "prover/prover_kinds.def"
#undef PAIR
#undef PAPER
#undef WHOLE
	NULL
};

#define B(name) (UINT32_C(1) << P_##name)
#define MAY     (B(created_by) | B(when))
#define AB      (B(a) | B(b))

/* value: what a and b must hold; VALUE_NONE: the check looks itself. */
static const struct {
	uint32_t must, may;
	enum value_kind value;
} kinds[] = {
	[KIND_order] = { AB, B(strict) | B(first) | B(of), VALUE_DAY },
	[KIND_apart] = { AB, B(days) | B(months), VALUE_DAY },
	[KIND_within] = { AB, B(days) | B(months), VALUE_DAY },
	[KIND_same_day] = { AB, B(months) | B(months_from) | B(printed), VALUE_DAY },
	[KIND_same_number] = { AB, 0, VALUE_COUNT },
	[KIND_same_counts] = { AB | B(counts), 0, VALUE_VOTES },
	[KIND_same_text] = { AB, 0, VALUE_TEXT },
	[KIND_signer_among] = { AB, 0, VALUE_PERSONS },
	[KIND_all_signed] = { AB, 0, VALUE_PERSONS },
	[KIND_identity] = { 0, B(text) | B(day) | B(papers), VALUE_NONE },
	[KIND_sum] = { B(counts) | B(count), B(papers) | B(exact), VALUE_NONE },
	[KIND_count_least] = { B(papers) | B(count) | B(least), 0, VALUE_NONE },
	[KIND_quorum] = { B(papers) | B(vote), 0, VALUE_NONE },
	[KIND_majority] = { B(papers) | B(vote), 0, VALUE_NONE },
	[KIND_signed] = { B(roles) | B(least), B(papers) | B(of), VALUE_NONE },
	[KIND_sealed] = { B(papers), 0, VALUE_NONE },
	[KIND_signer_roles] = { B(papers) | B(roles), 0, VALUE_NONE },
	[KIND_signer_full] = { B(roles), B(papers), VALUE_NONE },
	[KIND_signer_barred] = { B(roles) | B(statuses), B(papers), VALUE_NONE },
	[KIND_signer_not_self] = { B(roles), B(papers), VALUE_NONE },
	[KIND_signer_post] = { B(roles), B(papers), VALUE_NONE },
	[KIND_signers_differ] = { B(roles), B(papers), VALUE_NONE },
	[KIND_presence] = { B(papers) | B(present), 0, VALUE_NONE },
	[KIND_told] = { 0, B(papers) | B(of) | B(text) | B(day), VALUE_NONE },
	[KIND_number_format] = { B(papers) | B(text) | B(pattern), 0, VALUE_NONE },
	[KIND_number_year] = { B(papers) | B(text) | B(day), 0, VALUE_NONE },
	[KIND_workday] = { B(papers) | B(day), 0, VALUE_NONE },
	[KIND_workdays_least] = { B(papers) | B(from) | B(until) | B(days), 0, VALUE_NONE },
	[KIND_days_cover] = { B(papers) | B(from) | B(until) | B(count), 0, VALUE_NONE },
	[KIND_not_future] = { 0, B(papers), VALUE_NONE },
	[KIND_without_step] = { B(papers), 0, VALUE_NONE },
	[KIND_wrong_step] = { 0, 0, VALUE_NONE },
	[KIND_after_end] = { 0, 0, VALUE_NONE },
	[KIND_form_in_force] = { B(papers), 0, VALUE_NONE },
	[KIND_needs_transfer] = { B(papers), 0, VALUE_NONE },
	[KIND_numbers_differ] = { B(papers) | B(text), 0, VALUE_NONE },
	[KIND_single] = { B(papers), 0, VALUE_NONE },
	[KIND_spread] = { B(papers) | B(day) | B(days), 0, VALUE_NONE },
	[KIND_missing] = { B(papers), B(step), VALUE_NONE },
	[KIND_transfer_needs] = { B(papers), 0, VALUE_NONE },
	[KIND_law] = { B(rule), B(step), VALUE_NONE },
};
_Static_assert(COUNTOF(kinds) == KIND__MAX, "one line a kind");

static enum err mask_take(struct load *l, const struct yaml *v, const char *const *codes,
			  const char *what, uint32_t *ret)
{
	if (v->kind != YAML_LIST || !v->n)
		return prover_load_refuse(l, v, "a list is expected");
	for (const struct yaml *item = v->child; item; item = item->next) {
		int i = 0;
		enum err e = prover_load_word(l, item, codes, what, &i);

		if (e)
			return e;
		*ret |= UINT32_C(1) << i;
	}
	return OK;
}

/* [CODE ...] or the word `any`. */
static enum err papers_take(struct load *l, const struct yaml *v, struct prover_rule *r)
{
	if (str_eq(yaml_text(v), "any"))
		return OK;
	if (v->kind != YAML_LIST || !v->n || v->n > LIST_MAX)
		return prover_load_refuse(l, v, "`any` or a list of 1 to %d papers is expected",
					  LIST_MAX);
	for (const struct yaml *item = v->child; item; item = item->next) {
		int code = 0;
		enum err e = prover_load_paper(l, item, &code);

		if (e)
			return e;
		r->papers[r->n_papers++] = (short)code;
	}
	return OK;
}

static enum err number_take(struct load *l, const struct yaml *v, int max, int *ret)
{
	int64_t n = 0;

	if (yaml_i64(v, 0, max, &n))
		return prover_load_refuse(l, v, "a whole number from 0 to %d is expected", max);
	*ret = (int)n;
	return OK;
}

static enum err bool_take(struct load *l, const struct yaml *v, bool *ret)
{
	return yaml_bool(v, ret) ? prover_load_refuse(l, v, "true or false is expected") : OK;
}

/* A rule of src/rules that some pack has. */
static enum err law_take(struct load *l, const struct yaml *v, const char **ret)
{
	*ret = yaml_text(v);
	for (size_t i = 0; i < rules_pack_count(l->pack->set); i++) {
		if (rules_pack_has_rule(rules_pack_at(l->pack->set, i), *ret))
			return OK;
	}
	return prover_load_refuse(l, v, "no rule \"%.60s\" in a rules pack", *ret ? *ret : "");
}

static enum err text_take(struct load *l, const struct yaml *v, const char **ret)
{
	*ret = yaml_text(v);
	return str_empty(*ret) ? prover_load_refuse(l, v, "a text is expected") : OK;
}

/* What a pack calls it must be a kind of vote everywhere. */
static enum err vote_take(struct load *l, const struct yaml *v, const char **ret)
{
	const struct rules_votes none = { 0 };
	struct rules_vote_outcome outcome;

	*ret = yaml_text(v);
	for (size_t i = 0; i < rules_pack_count(l->pack->set); i++) {
		if (str_empty(*ret) ||
		    rules_vote(rules_pack_at(l->pack->set, i), *ret, &none, &outcome))
			return prover_load_refuse(l, v, "no kind of vote \"%.60s\"",
						  *ret ? *ret : "");
	}
	return OK;
}

/* STEP.FIELD of a whole number. */
static enum err months_from_take(struct load *l, const struct yaml *v, struct prover_rule *r)
{
	const char *text = yaml_text(v), *dot = text ? strchr(text, '.') : NULL;
	const struct rules_field *field;

	if (!dot)
		return prover_load_refuse(l, v, "STEP.FIELD is expected");
	r->months_step =
		rules_step_id(l->pack->set, arena_strndup(l->a, text, (size_t)(dot - text)));
	r->months_fact = rules_symbol(l->pack->set, dot + 1);
	field = r->months_step < 0
			? NULL
			: prover_step_field(l->pack->set, r->months_step, r->months_fact);
	if (!field || field->type != RULES_INT)
		return prover_load_refuse(l, v, "no number in \"%.60s\"", text);
	return OK;
}

static enum err of_take(struct load *l, const struct yaml *v, struct prover_rule *r)
{
	static const char *const words[] = { "originals", "supplements", "both", NULL };
	int i = 0;
	enum err e = prover_load_word(l, v, words, "such choice", &i);

	r->of = (enum originals)i;
	return e;
}

/* One parameter into its member. */
static enum err param_take(struct load *l, struct prover_rule *r, enum param p,
			   const struct yaml *v)
{
	switch (p) {
	case P_a:
		return prover_load_place(l, v, &r->a);
	case P_b:
		return prover_load_place(l, v, &r->b);
	case P_papers:
		return papers_take(l, v, r);
	case P_of:
		return of_take(l, v, r);
	case P_day:
		return prover_load_word(l, v, prover_day_codes, "day", &r->day);
	case P_from:
		return prover_load_word(l, v, prover_day_codes, "day", &r->from);
	case P_until:
		return prover_load_word(l, v, prover_day_codes, "day", &r->until);
	case P_text:
		return prover_load_word(l, v, prover_text_codes, "text", &r->text);
	case P_count:
		return prover_load_word(l, v, prover_count_codes, "count", &r->count);
	case P_counts:
		return mask_take(l, v, prover_count_codes, "count", &r->counts);
	case P_roles:
		return mask_take(l, v, prover_role_codes, "role", &r->roles);
	case P_statuses:
		return mask_take(l, v, rules_discipline_codes, "measure", &r->statuses);
	case P_exact:
		return bool_take(l, v, &r->exact);
	case P_strict:
		return bool_take(l, v, &r->strict);
	case P_first:
		return bool_take(l, v, &r->first);
	case P_present:
		return bool_take(l, v, &r->present);
	case P_printed:
		return bool_take(l, v, &r->printed);
	case P_months:
		return number_take(l, v, 120, &r->months);
	case P_months_from:
		return months_from_take(l, v, r);
	case P_days:
		return number_take(l, v, 1000, &r->days);
	case P_least:
		return number_take(l, v, 1000, &r->least);
	case P_pattern:
		return text_take(l, v, &r->pattern);
	case P_vote:
		return vote_take(l, v, &r->vote);
	case P_rule:
		return law_take(l, v, &r->law);
	case P_step:
		return prover_load_step(l, v, &r->step);
	case P_created_by:
		return prover_load_step(l, v, &r->created_by);
	case P_when:
		return prover_load_when(l, v, r);
	default:
		return prover_load_refuse(l, v, "not a parameter");
	}
}

/* The two places hold what the kind compares. */
static enum err places_check(struct load *l, const struct prover_rule *r, const struct yaml *map)
{
	enum value_kind want = kinds[r->kind].value;
	bool persons = want == VALUE_PERSONS;

	if (want == VALUE_NONE)
		return OK;
	/* Of a signature its day is compared, or who signed with whom a step names. */
	if (persons ? r->a.value != want : r->a.value != want && r->a.value != VALUE_VOTES)
		return prover_load_refuse(l, yaml_get(map, "a"), "%s cannot compare this",
					  prover_kind_codes[r->kind]);
	if (persons ? r->b.kind != PLACE_SIGN : r->b.value != want && r->b.value != VALUE_VOTES)
		return prover_load_refuse(l, yaml_get(map, "b"), "%s cannot compare this",
					  prover_kind_codes[r->kind]);
	if (r->a.kind == PLACE_PAPER && r->a.code == ANY_PAPER && r->b.code != ANY_PAPER)
		return prover_load_refuse(l, yaml_get(map, "a"), "any paper only if b is the same");
	if (r->b.kind == PLACE_STEP && r->b.code == OWN_STEP)
		return prover_load_refuse(l, yaml_get(map, "b"), "only a may be the own step");
	return OK;
}

static enum err choices_check(struct load *l, const struct prover_rule *r, const struct yaml *at)
{
	bool one = (r->seen & B(text)) != 0, other = (r->seen & B(day)) != 0;

	if ((r->kind == KIND_identity || r->kind == KIND_told) && one == other)
		return prover_load_refuse(l, at, "%s needs either text or day",
					  prover_kind_codes[r->kind]);
	one = (r->seen & B(days)) != 0;
	other = (r->seen & B(months)) != 0;
	if ((r->kind == KIND_apart || r->kind == KIND_within) && one == other)
		return prover_load_refuse(l, at, "%s needs either days or months",
					  prover_kind_codes[r->kind]);
	return OK;
}

enum err prover_load_params(struct load *l, struct prover_rule *r, const struct yaml *map,
			    const struct yaml *at)
{
	uint32_t missing;
	enum err e;

	r->day = r->from = r->until = r->text = r->count = NONE;
	r->step = r->created_by = r->months_step = NONE;
	r->of = BOTH;
	for (const struct yaml *v = map ? map->child : NULL; v; v = v->next) {
		int p = 0;

		while (p < P__MAX && !str_eq(param_names[p], v->key))
			p++;
		if (p == P__MAX || !((kinds[r->kind].must | kinds[r->kind].may | MAY) >> p & 1))
			return prover_load_refuse(l, v, "%s has no parameter \"%.60s\"",
						  prover_kind_codes[r->kind], v->key ? v->key : "");
		e = param_take(l, r, (enum param)p, v);
		if (e)
			return e;
		r->seen |= UINT32_C(1) << p;
	}
	missing = kinds[r->kind].must & ~r->seen;
	for (int p = 0; p < P__MAX; p++) {
		if (missing >> p & 1)
			return prover_load_refuse(l, at, "%s needs the parameter \"%s\"",
						  prover_kind_codes[r->kind], param_names[p]);
	}
	e = places_check(l, r, map);
	return e ? e : choices_check(l, r, at);
}
