/* SPDX-License-Identifier: Apache-2.0 */
/* One dossier put in order, and what the checks ask of it. */
#include "prover/prover_internal.h"

#include <assert.h>

#include "base/banned.h"

static void records_link(struct proof *p)
{
	const struct rules_case *c = p->d->rules;

	memset(p->first_rec, 0xff, sizeof(p->first_rec));
	memset(p->last_rec, 0xff, sizeof(p->last_rec));
	p->next_rec = arena_alloc(p->a, c->n_records * sizeof(*p->next_rec));
	for (size_t i = 0; i < c->n_records; i++) {
		int step = c->records[i].step;

		p->next_rec[i] = -1;
		if (c->records[i].voided)
			continue;
		if (p->last_rec[step] >= 0)
			p->next_rec[p->last_rec[step]] = (short)i;
		else
			p->first_rec[step] = (short)i;
		p->last_rec[step] = (short)i;
	}
}

/* The record a paper says it belongs to, or the only one there is of its step. */
static int home_of(const struct proof *p, const struct prover_paper *paper)
{
	int step = p->pack->papers[paper->code].step;

	if (paper->record >= 0)
		return p->d->rules->records[paper->record].voided ? DETACHED : paper->record;
	if (step < 0 || p->first_rec[step] != p->last_rec[step])
		return -1;
	return p->first_rec[step];
}

static void papers_link(struct proof *p)
{
	short last[PROVER_CODES_MAX];
	size_t n = p->d->n_papers;

	memset(p->first_paper, 0xff, sizeof(p->first_paper));
	memset(last, 0xff, sizeof(last));
	p->next_paper = arena_alloc(p->a, n * sizeof(*p->next_paper));
	p->home = arena_alloc(p->a, n * sizeof(*p->home));
	for (size_t i = 0; i < n; i++) {
		int code = p->d->papers[i].code;

		p->next_paper[i] = -1;
		p->home[i] = (short)home_of(p, &p->d->papers[i]);
		if (last[code] >= 0)
			p->next_paper[last[code]] = (short)i;
		else
			p->first_paper[code] = (short)i;
		last[code] = (short)i;
	}
}

static short member_find(const struct proof *p, const char *id)
{
	for (size_t i = 0; id && i < p->d->n_members; i++) {
		const char *other = p->d->members[i].id;

		if (other == id || str_eq(other, id))
			return (short)i;
	}
	return -1;
}

/* Who signed is looked up once: four checks ask it of every signature. */
static void signers_link(struct proof *p)
{
	size_t n = 0;

	p->signer_at = arena_alloc(p->a, p->d->n_papers * sizeof(*p->signer_at));
	for (size_t i = 0; i < p->d->n_papers; i++) {
		p->signer_at[i] = (uint32_t)n;
		n += p->d->papers[i].n_signers;
	}
	p->member_of = arena_alloc(p->a, n * sizeof(*p->member_of));
	p->is_self = arena_alloc(p->a, n * sizeof(*p->is_self));
	n = 0;
	for (size_t i = 0; i < p->d->n_papers; i++) {
		const struct prover_paper *paper = &p->d->papers[i];

		for (size_t s = 0; s < paper->n_signers; s++, n++) {
			const char *id = paper->signers[s].person;

			p->member_of[n] = member_find(p, id);
			p->is_self[n] = id && str_eq(id, p->d->person.id);
		}
	}
}

void prover_proof_begin(struct proof *p)
{
	records_link(p);
	papers_link(p);
	signers_link(p);
}

int prover_link_record(const struct proof *p, int from, int step)
{
	int at = p->first_rec[step], before = -1;

	if (from == DETACHED)
		return -1;
	if (from < 0) /* belongs to no record: only what is unmistakable */
		return at == p->last_rec[step] ? at : -1;
	if (p->d->rules->records[from].step == step)
		return from;
	for (; at >= 0 && at < from; at = p->next_rec[at])
		before = at;
	return before >= 0 ? before : at;
}

const struct rules_fact *prover_record_fact(const struct proof *p, int record, int field)
{
	const struct rules_record *rec;

	if (record < 0)
		return NULL;
	rec = &p->d->rules->records[record];
	for (size_t i = 0; i < rec->n_facts; i++) {
		if (rec->facts[i].field == field)
			return &rec->facts[i];
	}
	return NULL;
}

struct side prover_side_paper(const struct proof *p, int i)
{
	return (struct side){ .item = { PROVER_ITEM_PAPER, i },
			      .paper = &p->d->papers[i],
			      .home = p->home[i] };
}

struct side prover_side_record(const struct proof *p, int i)
{
	return (struct side){ .item = { PROVER_ITEM_STEP, i },
			      .rec = &p->d->rules->records[i],
			      .home = i };
}

int32_t prover_paper_day(const struct check *k, const struct prover_paper *paper,
			 enum prover_day day)
{
	if (paper->supplement && k->rule->of != SUPPLEMENTS &&
	    (day == PROVER_DAY_dated_on || day == PROVER_DAY_received_on))
		return DATE_NONE;
	return paper->days[day];
}

static int32_t signed_day(const struct check *k, const struct prover_paper *paper, int role,
			  bool last)
{
	int32_t day = DATE_NONE;

	if (paper->supplement && k->rule->of != SUPPLEMENTS)
		return DATE_NONE;
	for (size_t i = 0; i < paper->n_signers; i++) {
		int32_t on = paper->signers[i].signed_on;

		if ((role != ANY_ROLE && (int)paper->signers[i].role != role) || on == DATE_NONE)
			continue;
		if (day == DATE_NONE || (last ? on > day : on < day))
			day = on;
	}
	return day;
}

static const struct rules_fact *side_fact(const struct check *k, const struct side *s,
					  const struct place *at, enum rules_field_type type)
{
	const struct rules_fact *f =
		s->rec ? prover_record_fact(k->p, s->item.index, at->what) : NULL;

	return f && f->type == type ? f : NULL;
}

int32_t prover_side_day(const struct check *k, const struct side *s, const struct place *at,
			bool last)
{
	const struct rules_fact *f;

	switch (at->kind) {
	case PLACE_PAPER:
		return prover_paper_day(k, s->paper, (enum prover_day)at->what);
	case PLACE_SIGN:
		return signed_day(k, s->paper, at->what, last);
	case PLACE_STEP:
		if (!at->what)
			return s->rec->on;
		f = side_fact(k, s, at, RULES_DATE);
		return f ? f->v.day : DATE_NONE;
	case PLACE_TRANSFER:
		return k->p->d->rules->transfers[s->item.index].on;
	default:
		return DATE_NONE;
	}
}

int prover_side_number(const struct check *k, const struct side *s, const struct place *at)
{
	const struct rules_fact *f;

	if (at->kind == PLACE_PAPER)
		return s->paper->counts[at->what];
	f = side_fact(k, s, at, RULES_INT);
	return f && f->v.number <= PROVER_COUNT_LIMIT ? (int)f->v.number : -1;
}

const char *prover_side_text(const struct check *k, const struct side *s, const struct place *at)
{
	const struct rules_fact *f;

	if (at->kind == PLACE_PAPER)
		return s->paper->texts[at->what];
	f = side_fact(k, s, at, RULES_TEXT);
	if (f)
		return f->v.text;
	f = side_fact(k, s, at, RULES_ENUM);
	return f ? rules_symbol_text(k->p->pack->set, f->v.symbol) : NULL;
}

int32_t prover_judged_day(const struct check *k, const struct side *s)
{
	int32_t day = DATE_NONE;

	if (s->home >= 0)
		day = k->p->d->rules->records[s->home].on;
	if (day == DATE_NONE && s->paper)
		day = s->paper->days[PROVER_DAY_dated_on];
	return day == DATE_NONE ? k->p->today : day;
}

/* What a fact compares as; an absent one is as good as false. */
static int fact_symbol(const struct rules_fact *f)
{
	if (!f)
		return 1;
	if (f->type == RULES_ENUM)
		return f->v.symbol;
	return f->type == RULES_BOOL ? 1 + f->v.yes : 0;
}

static bool cond_holds(const struct check *k, const struct cond *c)
{
	const struct rules_case *all = k->p->d->rules;
	const struct rules_record *rec = k->b.home < 0 ? NULL : &all->records[k->b.home];
	int symbol;

	if (c->kind == COND_HAS_COMMITTEE)
		return rec && rec->branch.known ? rec->branch.has_committee : all->has_committee;
	if (c->kind == COND_HAS_GROUPS)
		return rec && rec->branch.known ? rec->branch.has_groups : all->has_groups;
	symbol = fact_symbol(
		prover_record_fact(k->p, prover_link_record(k->p, k->b.home, c->step), c->field));
	for (int i = 0; i < c->n_values; i++) {
		if (c->values[i] == symbol)
			return true;
	}
	return false;
}

/*
 * The pack that judges: in force on the day of the creating step, else of the item. NULL: none was, or the
 * creating step is not there.
 */
static const struct rules_pack *law_of(const struct check *k)
{
	int32_t day = prover_judged_day(k, &k->b);

	if (k->rule->created_by >= 0) {
		int at = prover_link_record(k->p, k->b.home, k->rule->created_by);

		day = at < 0 ? DATE_NONE : k->p->d->rules->records[at].on;
	}
	return day == DATE_NONE ? NULL : rules_pack_on(k->p->pack->set, day);
}

struct prover_finding *prover_found(struct check *k)
{
	struct proof *p = k->p;
	const struct rules_pack *law = law_of(k);
	struct prover_finding *f;

	if (!k->rule->custom && (!law || !prover_rule_source(k->rule, law).holds))
		return NULL;
	for (int i = 0; i < k->rule->n_when; i++) {
		if (!cond_holds(k, &k->rule->when[i]))
			return NULL;
	}
	if (p->n_findings == PROVER_FINDINGS_MAX) {
		p->n_more++;
		return NULL;
	}
	f = VEC_PUSH(p->a, p->findings, p->n_findings, p->cap_findings);
	f->rule = k->rule;
	f->law = law;
	f->missing = -1;
	if (k->a.paper || k->a.rec || k->a.item.kind != PROVER_ITEM_PAPER)
		f->items[f->n_items++] = k->a.item;
	if (!f->n_items || k->a.item.kind != k->b.item.kind || k->a.item.index != k->b.item.index)
		f->items[f->n_items++] = k->b.item;
	return f;
}

static struct prover_param *param_add(struct prover_finding *f, const char *name,
				      enum prover_param_kind kind)
{
	struct prover_param *p = &f->params[f->n_params++];

	assert(f->n_params <= PROVER_PARAMS_MAX);
	p->name = name;
	p->kind = kind;
	return p;
}

void prover_param_day(struct prover_finding *f, const char *name, int32_t day)
{
	param_add(f, name, PROVER_PARAM_DAY)->v.day = day;
}

void prover_param_int(struct prover_finding *f, const char *name, int64_t n)
{
	param_add(f, name, PROVER_PARAM_INT)->v.number = n;
}

void prover_param_text(struct prover_finding *f, const char *name, const char *text)
{
	param_add(f, name, PROVER_PARAM_TEXT)->v.text = text;
}

void prover_param_words(struct prover_finding *f, const char *name, struct rules_text words)
{
	param_add(f, name, PROVER_PARAM_WORDS)->v.words = words;
}
