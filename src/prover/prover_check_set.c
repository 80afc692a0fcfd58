/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of the set: what is missing, what stands twice, what belongs elsewhere, what the law found. */
#include "prover/prover_internal.h"

#include "base/banned.h"

static const struct rules_record *home_record(const struct check *k)
{
	return k->b.home < 0 ? NULL : &k->p->d->rules->records[k->b.home];
}

/* ---- Papers and their steps ---- */

void prover_check_without_step(struct check *k)
{
	int step = k->p->pack->papers[k->b.paper->code].step;
	struct prover_finding *f;

	if (step < 0 || k->p->first_rec[step] >= 0)
		return;
	f = prover_found(k);
	if (f)
		prover_param_words(f, "step", prover_step_title(k->p->pack, step, DATE_NONE));
}

void prover_check_wrong_step(struct check *k)
{
	int step = k->p->pack->papers[k->b.paper->code].step;
	const struct rules_record *home = k->b.paper->record < 0 ? NULL : home_record(k);
	struct prover_finding *f;

	if (!home || step < 0 || home->step == step)
		return;
	k->a = prover_side_record(k->p, k->b.home);
	f = prover_found(k);
	if (f)
		prover_param_words(f, "step", prover_step_title(k->p->pack, step, DATE_NONE));
}

void prover_check_after_end(struct check *k)
{
	const struct proof *p = k->p;
	int32_t day = prover_paper_day(k, k->b.paper, PROVER_DAY_dated_on);

	for (uint64_t left = p->pack->closing; day != DATE_NONE && left; left &= left - 1) {
		int at = p->first_rec[__builtin_ctzll(left)];
		struct prover_finding *f;

		if (at < 0 || at == k->b.home || p->d->rules->records[at].on == DATE_NONE ||
		    day <= p->d->rules->records[at].on)
			continue;
		k->a = prover_side_record(p, at);
		f = prover_found(k);
		if (!f)
			continue;
		prover_param_day(f, "a_day", p->d->rules->records[at].on);
		prover_param_day(f, "b_day", day);
	}
}

/* A rule cited under one pack only, about forms that pack does not have. */
void prover_check_form_in_force(struct check *k)
{
	const struct rules_record *home = home_record(k);
	struct prover_finding *f;
	int at;

	if (!home || home->on == DATE_NONE)
		return;
	at = k->rule->created_by < 0 ? -1
				     : prover_link_record(k->p, k->b.home, k->rule->created_by);
	k->a = prover_side_record(k->p, at >= 0 ? at : k->b.home);
	f = prover_found(k);
	if (f)
		prover_param_day(f, "a_day", k->a.rec->on);
}

static void single_tell(struct check *k, int code)
{
	struct prover_finding *f = prover_found(k);

	if (f)
		prover_param_words(f, "paper", k->p->pack->papers[code].name);
}

void prover_check_single(struct check *k)
{
	const struct proof *p = k->p;

	for (int c = 0; c < k->rule->n_papers; c++) {
		int code = k->rule->papers[c];

		for (int i = p->first_paper[code]; i >= 0; i = p->next_paper[i]) {
			int j = p->first_paper[code];

			while (j < i && (p->d->papers[j].supplement || p->home[j] != p->home[i]))
				j = p->next_paper[j];
			if (j >= i || p->home[i] < 0 || p->d->papers[i].supplement)
				continue;
			k->a = prover_side_paper(p, j);
			k->b = prover_side_paper(p, i);
			single_tell(k, code);
		}
	}
}

void prover_check_numbers_differ(struct check *k)
{
	const struct proof *p = k->p;
	const struct prover_rule *r = k->rule;
	short *with = arena_alloc(p->a, p->d->n_papers * sizeof(*with));
	int n = 0;

	for (int c = 0; c < r->n_papers; c++) {
		for (int i = p->first_paper[r->papers[c]]; i >= 0; i = p->next_paper[i]) {
			const char *number = p->d->papers[i].texts[r->text];
			int j = 0;

			if (!number)
				continue;
			while (j < n && !str_eq(p->d->papers[with[j]].texts[r->text], number))
				j++;
			if (j < n) {
				struct prover_finding *f;

				k->a = prover_side_paper(p, with[j]);
				k->b = prover_side_paper(p, i);
				f = prover_found(k);
				if (f)
					prover_param_text(f, "b_text", number);
			}
			with[n++] = (short)i;
		}
	}
}

/* ---- What is missing ---- */

static void missing_tell(struct check *k, int code)
{
	struct prover_finding *f = prover_found(k);

	if (f)
		f->missing = code;
}

/* Does the pack in force on the day of a record have the paper? */
static bool pack_has(const struct check *k, const struct paper_kind *kind, int record)
{
	const struct rules_set *set = k->p->pack->set;
	const struct rules_pack *law = rules_pack_on(set, k->p->d->rules->records[record].on);

	for (size_t i = 0; law && i < rules_pack_count(set); i++) {
		if (rules_pack_at(set, i) == law)
			return kind->own || (kind->packs >> i & 1) != 0;
	}
	return false;
}

/*
 * The pack of the step's day asks for the paper, or the prover's own pack does; where an earlier step
 * made the duty, the pack of that day too: a change of the law between them asks for neither's form.
 */
static bool asked(const struct check *k, const struct paper_kind *kind, int record)
{
	int at = k->rule->created_by < 0 ? -1
					 : prover_link_record(k->p, record, k->rule->created_by);

	return pack_has(k, kind, record) && (at < 0 || pack_has(k, kind, at));
}

static bool has_paper(const struct proof *p, int code, int record)
{
	for (int i = p->first_paper[code]; i >= 0; i = p->next_paper[i]) {
		if (record < 0 || p->home[i] == record || p->d->papers[i].record < 0)
			return true;
	}
	return false;
}

/* For each decided record of the paper's step; with `step`: once, when that step was done. */
void prover_check_missing(struct check *k)
{
	const struct proof *p = k->p;
	bool once = k->rule->step >= 0;

	if (!p->d->papers_complete)
		return;
	for (int c = 0; c < k->rule->n_papers; c++) {
		int code = k->rule->papers[c];
		const struct paper_kind *kind = &p->pack->papers[code];
		int step = once ? k->rule->step : kind->step;

		for (int i = step < 0 ? -1 : p->first_rec[step]; i >= 0; i = p->next_rec[i]) {
			if (p->d->rules->records[i].on != DATE_NONE && asked(k, kind, i) &&
			    !has_paper(p, code, once ? -1 : i)) {
				k->b = prover_side_record(p, i);
				missing_tell(k, code);
			}
			if (once)
				break;
		}
	}
}

/* Letters tell by their number which transfer they belong to; without one, in order. */
static bool letter_for(const struct proof *p, int code, int n)
{
	int unnumbered = 0;

	for (int i = p->first_paper[code]; i >= 0; i = p->next_paper[i]) {
		if (p->d->papers[i].number == n)
			return true;
		unnumbered += !p->d->papers[i].number;
	}
	return unnumbered >= n;
}

void prover_check_transfer_needs(struct check *k)
{
	const struct proof *p = k->p;
	bool all_told = p->d->papers_complete && !p->d->letters_apart;
	int n = all_told ? (int)p->d->rules->n_transfers : 0;

	for (int c = 0; c < k->rule->n_papers; c++) {
		for (int i = 0; i < n; i++) {
			if (letter_for(p, k->rule->papers[c], i + 1))
				continue;
			k->b = (struct side){ .item = { PROVER_ITEM_TRANSFER, i }, .home = -1 };
			missing_tell(k, k->rule->papers[c]);
		}
	}
}

void prover_check_needs_transfer(struct check *k)
{
	if ((size_t)k->b.paper->number > k->p->d->rules->n_transfers ||
	    !k->p->d->rules->n_transfers)
		(void)prover_found(k);
}

/* ---- What src/rules found ---- */

static const struct rules_param *param_find(const struct rules_finding *f, const char *name)
{
	for (size_t i = 0; i < f->n_params; i++) {
		if (str_eq(f->params[i].name, name))
			return &f->params[i];
	}
	return NULL;
}

static void law_tell(struct check *k, const struct rules_finding *from)
{
	struct prover_finding *f = prover_found(k);

	if (!f)
		return;
	f->from_rules = from;
	f->law = rules_rule_pack(from->rule);
	f->provisional = from->provisional;
}

/*
 * The finding's step beside the one the rule names; or each of those that should have come first and came
 * later. One that is not there at all is the case's business: nothing contradicts anything.
 */
static void law_pass(struct check *k, const struct rules_finding *from)
{
	const struct rules_param *missing = param_find(from, "missing");
	int at;

	k->b = prover_side_record(k->p, from->record);
	k->a = (struct side){ .home = -1 };
	if (!missing || missing->kind != RULES_PARAM_STEPS) {
		at = k->rule->step < 0 ? -1 : prover_link_record(k->p, from->record, k->rule->step);
		if (at >= 0)
			k->a = prover_side_record(k->p, at);
		law_tell(k, from);
		return;
	}
	for (int s = 0; s < RULES_STEPS_MAX; s++) {
		if (!(missing->v.steps >> s & 1))
			continue;
		at = prover_link_record(k->p, from->record, s);
		if (at < 0)
			continue;
		k->a = prover_side_record(k->p, at);
		law_tell(k, from);
	}
}

void prover_check_law(struct check *k)
{
	const struct rules_result *r = &k->p->law;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct rules_finding *f = &r->findings[i];

		if (f->record >= 0 && str_eq(rules_rule_id(f->rule), k->rule->law))
			law_pass(k, f);
	}
}
