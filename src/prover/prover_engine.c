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

/* The n-th transfer belongs to the n-th letter; a letter without number to the only one. */
static int transfer_of(const struct proof *p, const struct side *s)
{
	size_t n = p->d->rules->n_transfers;

	if (!s->paper)
		return -1;
	if (s->paper->number > 0)
		return (size_t)s->paper->number <= n ? s->paper->number - 1 : -1;
	return n == 1 ? 0 : -1;
}

/* Runs the check for b and each partner of it that the other place names. */
static void partners_run(struct check *k)
{
	const struct proof *p = k->p;
	const struct place *at = &k->rule->a;
	bool paper = at->kind == PLACE_PAPER || at->kind == PLACE_SIGN;
	int step = paper ? p->pack->papers[at->code].step : at->code, home, i;

	if (at->kind == PLACE_TRANSFER) {
		i = transfer_of(p, &k->b);
		k->a = (struct side){ .item = { PROVER_ITEM_TRANSFER, i }, .home = -1 };
		if (i >= 0)
			kinds[k->rule->kind].fn(k);
		return;
	}
	if (paper && k->b.paper && k->b.paper->code == at->code) {
		k->a = k->b; /* two facts of one paper */
		kinds[k->rule->kind].fn(k);
		return;
	}
	home = step == OWN_STEP ? k->b.home
	       : step < 0       ? -1
				: prover_link_record(p, k->b.home, step);
	if (!paper) {
		if (home < 0)
			return;
		k->a = prover_side_record(p, home);
		kinds[k->rule->kind].fn(k);
		return;
	}
	for (i = p->first_paper[at->code]; i >= 0; i = p->next_paper[i]) {
		if (step >= 0 && (home < 0 || p->home[i] != home))
			continue;
		if (step < 0 && p->d->papers[i].number != (k->b.paper ? k->b.paper->number : 0))
			continue;
		k->a = prover_side_paper(p, i);
		kinds[k->rule->kind].fn(k);
	}
}

static bool chosen(const struct prover_rule *r, const struct prover_paper *paper)
{
	return r->of == BOTH || paper->supplement == (r->of == SUPPLEMENTS);
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
		return;
	}
	for (size_t i = 0; at->code == ANY_PAPER && i < p->d->n_papers; i++) {
		k->b = prover_side_paper(p, (int)i);
		if (chosen(k->rule, k->b.paper))
			partners_run(k);
	}
	if (at->code == ANY_PAPER)
		return;
	for (int i = p->first_paper[at->code]; i >= 0; i = p->next_paper[i]) {
		k->b = prover_side_paper(p, i);
		if (chosen(k->rule, k->b.paper))
			partners_run(k);
	}
}

static void papers_run(struct check *k)
{
	const struct proof *p = k->p;
	const struct prover_rule *r = k->rule;

	for (size_t i = 0; !r->n_papers && i < p->d->n_papers; i++) {
		k->b = prover_side_paper(p, (int)i);
		if (chosen(r, k->b.paper))
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
