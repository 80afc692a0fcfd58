/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of counts, texts, numbers of documents, seals and presence. */
#include "prover/prover_internal.h"

#include "base/banned.h"

static void numbers_tell(struct check *k, int a, int b, int count)
{
	struct prover_finding *f = prover_found(k);

	if (!f)
		return;
	prover_param_int(f, "n", a);
	prover_param_int(f, "m", b);
	if (count >= 0)
		prover_param_words(f, "count", prover_count_words(count));
}

void prover_check_same_number(struct check *k)
{
	int a = prover_side_number(k, &k->a, &k->rule->a),
	    b = prover_side_number(k, &k->b, &k->rule->b);

	if (a >= 0 && b >= 0 && a != b)
		numbers_tell(k, a, b, k->rule->b.kind == PLACE_PAPER ? k->rule->b.what : NONE);
}

/* Counts of a vote in the order of enum prover_count; those a step does not have are -1. */
static void counts_get(const struct check *k, const struct side *s, const struct place *at,
		       int ret[PROVER_COUNT__MAX])
{
	const struct rules_fact *f;
	const struct rules_votes *v;

	if (at->kind == PLACE_PAPER) {
		memcpy(ret, s->paper->counts, sizeof(s->paper->counts));
		return;
	}
	for (int i = 0; i < PROVER_COUNT__MAX; i++)
		ret[i] = -1;
	f = s->rec ? prover_record_fact(k->p, s->item.index, at->what) : NULL;
	if (!f || f->type != RULES_VOTES)
		return;
	v = &f->v.votes;
	ret[PROVER_COUNT_due] = v->due;
	ret[PROVER_COUNT_present] = v->present;
	ret[PROVER_COUNT_yes] = v->yes;
	ret[PROVER_COUNT_no] = v->no;
	ret[PROVER_COUNT_abstain] = v->abstain;
	ret[PROVER_COUNT_written_yes] = v->written_yes;
	ret[PROVER_COUNT_written_no] = v->written_no;
	ret[PROVER_COUNT_written_abstain] = v->written_abstain;
}

/* One finding a pair, about the first count that differs. */
void prover_check_same_counts(struct check *k)
{
	int a[PROVER_COUNT__MAX], b[PROVER_COUNT__MAX];

	counts_get(k, &k->a, &k->rule->a, a);
	counts_get(k, &k->b, &k->rule->b, b);
	for (int i = 0; i < PROVER_COUNT__MAX; i++) {
		if (!(k->rule->counts >> i & 1) || a[i] < 0 || b[i] < 0 || a[i] == b[i])
			continue;
		numbers_tell(k, a[i], b[i], i);
		return;
	}
}

/* A code as the step's form words it, else the text itself. */
static void text_tell(const struct check *k, struct prover_finding *f, const char *name,
		      const char *text)
{
	const struct rules_set *set = k->p->pack->set;
	const struct place *a = &k->rule->a;
	const struct rules_field *field =
		a->kind == PLACE_STEP && a->what ? prover_step_field(set, a->code, a->what) : NULL;
	int symbol = rules_symbol(set, text);

	for (size_t i = 0; field && symbol && i < field->n_choices; i++) {
		if (field->choices[i].symbol == symbol) {
			prover_param_words(f, name, field->choices[i].label);
			return;
		}
	}
	prover_param_text(f, name, text);
}

void prover_check_same_text(struct check *k)
{
	const char *a = prover_side_text(k, &k->a, &k->rule->a), *b;
	struct prover_finding *f;

	if (!a)
		return;
	b = prover_side_text(k, &k->b, &k->rule->b);
	if (!b || str_eq(a, b))
		return;
	f = prover_found(k);
	if (!f)
		return;
	text_tell(k, f, "a_text", a);
	text_tell(k, f, "b_text", b);
}

/* The counts together are at most (exact: just) another count of the same paper. */
void prover_check_sum(struct check *k)
{
	const int *counts = k->b.paper->counts;
	int sum = 0, of = counts[k->rule->count];
	bool told = false;

	for (int i = 0; i < PROVER_COUNT__MAX; i++) {
		if (!(k->rule->counts >> i & 1) || counts[i] < 0)
			continue;
		told = true;
		sum += counts[i];
	}
	if (told && of >= 0 && (k->rule->exact ? sum != of : sum > of))
		numbers_tell(k, sum, of, k->rule->count);
}

void prover_check_count_least(struct check *k)
{
	int n = k->b.paper->counts[k->rule->count];

	if (n >= 0 && n < k->rule->least)
		numbers_tell(k, n, k->rule->least, k->rule->count);
}

/* The counts of a paper as a vote; false if it does not tell enough or they cannot be. */
static bool vote_of(const struct check *k, bool yes, struct rules_vote_outcome *ret)
{
	const int *c = k->b.paper->counts;
	const struct rules_pack *law = rules_pack_on(k->p->pack->set, prover_judged_day(k, &k->b));
	struct rules_votes v = { .due = c[PROVER_COUNT_due], .present = c[PROVER_COUNT_present] };

	if (!law || v.due < 0 || v.present < 0 || (yes && c[PROVER_COUNT_yes] < 0))
		return false;
	if (yes)
		v.yes = c[PROVER_COUNT_yes];
	if (yes && c[PROVER_COUNT_written_yes] > 0)
		v.written_yes = c[PROVER_COUNT_written_yes];
	return rules_vote(law, k->rule->vote, &v, ret) == OK;
}

void prover_check_quorum(struct check *k)
{
	struct rules_vote_outcome outcome;

	if (vote_of(k, false, &outcome) && !outcome.valid)
		numbers_tell(k, k->b.paper->counts[PROVER_COUNT_present],
			     k->b.paper->counts[PROVER_COUNT_due], NONE);
}

void prover_check_majority(struct check *k)
{
	const int *c = k->b.paper->counts;
	struct rules_vote_outcome outcome;

	if (vote_of(k, true, &outcome) && outcome.valid && !outcome.passed)
		numbers_tell(k,
			     c[PROVER_COUNT_yes] + (c[PROVER_COUNT_written_yes] > 0
							    ? c[PROVER_COUNT_written_yes]
							    : 0),
			     c[PROVER_COUNT_due], NONE);
}

void prover_check_sealed(struct check *k)
{
	if (k->b.paper->sealed == PROVER_NO)
		(void)prover_found(k);
}

void prover_check_presence(struct check *k)
{
	if (k->b.paper->self_present == (k->rule->present ? PROVER_NO : PROVER_YES))
		(void)prover_found(k);
}

void prover_check_told(struct check *k)
{
	const struct prover_rule *r = k->rule;
	bool told = r->text >= 0 ? !str_empty(k->b.paper->texts[r->text])
				 : k->b.paper->days[r->day] != DATE_NONE;
	struct prover_finding *f = told ? NULL : prover_found(k);

	if (f)
		prover_param_words(f, "what",
				   r->text >= 0 ? prover_text_words(r->text)
						: prover_day_words(r->day));
}

/*
 * `*` is anything but a bracket, `YYYY` four digits, `N` a number without leading zero, everything
 * else itself. NULL: it does not match; else the year in it, or -1.
 */
static bool number_match(const char *s, const char *pattern, int *ret_year)
{
	*ret_year = -1;
	while (*pattern) {
		size_t n = 0;

		if (*pattern == '*') {
			const char *stop = strchr(s, '\xe3'); /* the bracket begins with it */

			while (stop && strncmp(stop, pattern + 1, 3) != 0)
				stop = strchr(stop + 1, '\xe3');
			if (!stop || stop == s)
				return false;
			s = stop;
			pattern++;
		} else if (str_starts(pattern, "YYYY")) {
			int year = 0;

			for (; n < 4 && s[n] >= '0' && s[n] <= '9'; n++)
				year = year * 10 + (s[n] - '0');
			if (n < 4)
				return false;
			*ret_year = year;
			s += 4;
			pattern += 4;
		} else if (*pattern == 'N') {
			while (s[n] >= '0' && s[n] <= '9')
				n++;
			if (!n || n > 6 || s[0] == '0')
				return false;
			s += n;
			pattern++;
		} else if (*s++ != *pattern++) {
			return false;
		}
	}
	return !*s;
}

void prover_check_number_format(struct check *k)
{
	const char *number = k->b.paper->texts[k->rule->text];
	struct prover_finding *f;
	int year;

	if (!number || number_match(number, k->rule->pattern, &year))
		return;
	f = prover_found(k);
	if (!f)
		return;
	prover_param_text(f, "b_text", number);
	prover_param_text(f, "pattern", k->rule->pattern);
}

/* The year in brackets, any kind of bracket, against the year of the paper. */
void prover_check_number_year(struct check *k)
{
	const char *at = k->b.paper->texts[k->rule->text];
	int32_t day = prover_paper_day(k, k->b.paper, (enum prover_day)k->rule->day);
	struct prover_finding *f;
	int year = 0, n = 0;

	if (!at || day == DATE_NONE)
		return;
	for (; *at && n < 4; at++) {
		n = *at >= '0' && *at <= '9' ? n + 1 : 0;
		year = n ? (n == 1 ? 0 : year) * 10 + (*at - '0') : 0;
	}
	if (n < 4 || year == date_to_ymd(day).year)
		return;
	f = prover_found(k);
	if (!f)
		return;
	prover_param_text(f, "b_text", k->b.paper->texts[k->rule->text]);
	prover_param_day(f, "b_day", day);
}
