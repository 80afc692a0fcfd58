/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the rules: over pairs, over papers, over the whole. */
#include "prover/prover_internal.h"

#include "base/banned.h"

static const struct {
	enum { OVER_PAIRS, OVER_PAPERS, OVER_WHOLE } over;
	check_fn *fn;
} kinds[] = {
#define PAIR(name)  [KIND_##name] = { OVER_PAIRS, prover_check_##name },
#define PAPER(name) [KIND_##name] = { OVER_PAPERS, prover_check_##name },
#define WHOLE(name) [KIND_##name] = { OVER_WHOLE, prover_check_##name },
#include "prover/prover_kinds.def"
#undef PAIR
#undef PAPER
#undef WHOLE
};

/* The transfer a side belongs to: the n-th letter to the n-th, one without number to the only one. */
static int transfer_of(const struct proof *p, const struct side *s)
{
	size_t n = p->d->rules->n_transfers;

	if (s->item.kind == PROVER_ITEM_TRANSFER)
		return s->item.index;
	if (!s->paper)
		return -1;
	if (s->paper->number > 0)
		return (size_t)s->paper->number <= n ? s->paper->number - 1 : -1;
	return n == 1 ? 0 : -1;
}

static struct side side_transfer(int i)
{
	return (struct side){ .item = { PROVER_ITEM_TRANSFER, i }, .home = -1 };
}

static void run(struct check *k, struct side a)
{
	k->a = a;
	kinds[k->rule->kind].fn(k);
}

/* Papers of the other place that lie with the same record, or go with the same transfer. */
static void papers_of_partner(struct check *k, int code, int home)
{
	const struct proof *p = k->p;
	bool by_step = p->pack->papers[code].step >= 0;
	int row = by_step ? -1 : transfer_of(p, &k->b);

	if (by_step ? home < 0 : row < 0)
		return;
	for (int i = p->first_paper[code]; i >= 0; i = p->next_paper[i]) {
		struct side a = prover_side_paper(p, i);

		if (by_step ? a.home == home : transfer_of(p, &a) == row)
			run(k, a);
	}
}

/* Runs the check for b and each partner of it that the other place names. */
static void partners_run(struct check *k)
{
	const struct proof *p = k->p;
	const struct place *at = &k->rule->a;
	bool paper = at->kind == PLACE_PAPER || at->kind == PLACE_SIGN;
	int step = at->code, home = -1;

	if (at->kind == PLACE_TRANSFER) {
		int i = transfer_of(p, &k->b);

		if (i >= 0)
			run(k, side_transfer(i));
		return;
	}
	if (paper && k->b.paper && (at->code == ANY_PAPER || k->b.paper->code == at->code)) {
		run(k, k->b); /* two facts of one paper */
		return;
	}
	if (paper)
		step = p->pack->papers[at->code].step;
	if (step == OWN_STEP)
		home = k->b.home;
	else if (step >= 0)
		home = k->rule->first ? p->first_rec[step] : prover_link_record(p, k->b.home, step);
	if (paper)
		papers_of_partner(k, at->code, home);
	else if (home >= 0)
		run(k, prover_side_record(p, home));
}

static bool chosen(const struct prover_rule *r, const struct prover_paper *paper)
{
	return r->of == BOTH || paper->supplement == (r->of == SUPPLEMENTS);
}

/* Most papers do not tell most things: seen before a partner is looked for. */
static bool told(const struct place *at, const struct prover_paper *paper)
{
	if (at->kind != PLACE_PAPER)
		return paper->n_signers || at->kind != PLACE_SIGN || paper->signatures_known;
	switch (at->value) {
	case VALUE_DAY:
		return paper->days[at->what] != DATE_NONE;
	case VALUE_COUNT:
		return paper->counts[at->what] >= 0;
	case VALUE_TEXT:
		return paper->texts[at->what] != NULL;
	default:
		return true;
	}
}

static void pair_paper(struct check *k, int i)
{
	const struct prover_paper *paper = &k->p->d->papers[i];

	if (!told(&k->rule->b, paper) || !chosen(k->rule, paper))
		return;
	k->b = prover_side_paper(k->p, i);
	partners_run(k);
}

static void pairs_run(struct check *k)
{
	const struct proof *p = k->p;
	const struct place *at = &k->rule->b;

	if (at->kind == PLACE_STEP) {
		for (int i = p->first_rec[at->code]; i >= 0; i = p->next_rec[i]) {
			k->b = prover_side_record(p, i);
			partners_run(k);
		}
	} else if (at->kind == PLACE_TRANSFER) {
		for (size_t i = 0; i < p->d->rules->n_transfers; i++) {
			k->b = side_transfer((int)i);
			partners_run(k);
		}
	} else if (at->code == ANY_PAPER) {
		for (size_t i = 0; i < p->d->n_papers; i++)
			pair_paper(k, (int)i);
	} else {
		for (int i = p->first_paper[at->code]; i >= 0; i = p->next_paper[i])
			pair_paper(k, i);
	}
}

static void papers_run(struct check *k)
{
	const struct proof *p = k->p;
	const struct prover_rule *r = k->rule;

	for (size_t i = 0; !r->n_papers && i < p->d->n_papers; i++) {
		if (!chosen(r, &p->d->papers[i]))
			continue;
		k->b = prover_side_paper(p, (int)i);
		kinds[r->kind].fn(k);
	}
	for (int c = 0; c < r->n_papers; c++) {
		for (int i = p->first_paper[r->papers[c]]; i >= 0; i = p->next_paper[i]) {
			k->b = prover_side_paper(p, i);
			if (chosen(r, k->b.paper))
				kinds[r->kind].fn(k);
		}
	}
}

void prover_rule_run(struct proof *p, const struct prover_rule *rule)
{
	struct check k = { .p = p, .rule = rule, .a = { .home = -1 }, .b = { .home = -1 } };

	if (kinds[rule->kind].over == OVER_PAIRS)
		pairs_run(&k);
	else if (kinds[rule->kind].over == OVER_PAPERS)
		papers_run(&k);
	else
		kinds[rule->kind].fn(&k);
}

enum err prover_prove(const struct prover_pack *pack, const struct prover_dossier *d, int32_t today,
		      struct arena *a, struct prover_result *ret)
{
	struct rules_problems *problems = ARENA_NEW(a, struct rules_problems);
	struct proof p = { .pack = pack, .d = d, .a = a, .today = today };
	struct prover_result out = { 0 };
	enum err e = prover_dossier_check(pack, d, a, problems);

	if (e) {
		*ret = (struct prover_result){ .problems = problems };
		return e;
	}
	e = rules_evaluate(pack->set, d->rules, today, a, &p.law);
	if (e) {
		*ret = (struct prover_result){ .problems = p.law.problems };
		return e;
	}
	prover_proof_begin(&p);
	for (int i = 0; i < pack->n_rules; i++)
		prover_rule_run(&p, &pack->rules[i]);
	out.findings = p.findings;
	out.n_findings = p.n_findings;
	out.n_more = p.n_more;
	*ret = out;
	return OK;
}
