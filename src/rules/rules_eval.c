/* SPDX-License-Identifier: Apache-2.0 */
/* One case put in order, and what the checks ask of it. */
#include "rules/rules_internal.h"

#include <assert.h>

#include "base/str.h"
#include "base/banned.h"

const struct rules_fact *rec_fact(const struct rules_record *rec, int field)
{
	for (size_t i = 0; i < rec->n_facts; i++) {
		if (rec->facts[i].field == field)
			return &rec->facts[i];
	}
	return NULL;
}

bool pack_in_force(const struct rules_pack *pack, int32_t day)
{
	return day >= pack->from && (pack->until == DATE_NONE || day <= pack->until);
}

int32_t rec_day(const struct eval *ev, const struct rules_record *rec)
{
	if (rec->on != DATE_NONE)
		return rec->on;
	for (int i = 0; i < ev->set->n_packs; i++) {
		const struct step_def *d = &ev->set->packs[i]->steps[rec->step];
		const struct rules_fact *f;

		if (d->pub.id < 0 || !d->opened_by)
			continue;
		f = rec_fact(rec, d->opened_by);
		if (f && f->type == RULES_DATE)
			return f->v.day;
	}
	return DATE_NONE;
}

/* Open records stand behind all decided ones; records of a day keep the order of recording. */
static int64_t sort_key(const struct rules_record *rec)
{
	return rec->on == DATE_NONE ? INT64_MAX : rec->on;
}

static void rec_insert(struct eval *ev, const struct rules_record *rec, int origin)
{
	int at = ev->n++;

	for (; at > 0 && sort_key(&ev->recs[at - 1]) > sort_key(rec); at--) {
		ev->recs[at] = ev->recs[at - 1];
		ev->origin[at] = ev->origin[at - 1];
	}
	ev->recs[at] = *rec;
	ev->origin[at] = origin;
}

static void recs_link(struct eval *ev)
{
	memset(ev->first, 0xff, sizeof(ev->first));
	memset(ev->last, 0xff, sizeof(ev->last));
	memset(ev->open, 0xff, sizeof(ev->open));
	for (int i = 0; i < ev->n; i++) {
		int step = ev->recs[i].step;

		ev->next[i] = -1;
		if (ev->recs[i].on == DATE_NONE) {
			ev->open[step] = (short)i;
			continue;
		}
		if (ev->last[step] >= 0)
			ev->next[ev->last[step]] = (short)i;
		else
			ev->first[step] = (short)i;
		ev->last[step] = (short)i;
	}
}

int eval_begin(struct eval *ev, const struct rules_record *extra)
{
	size_t most = ev->c->n_records + 1;
	int at = -1;

	ev->recs = arena_alloc(ev->a, most * sizeof(*ev->recs));
	ev->origin = arena_alloc(ev->a, most * sizeof(*ev->origin));
	ev->next = arena_alloc(ev->a, most * sizeof(*ev->next));
	ev->n = 0;
	ev->only = -1;
	for (size_t i = 0; i < ev->c->n_records; i++) {
		const struct rules_record *rec = &ev->c->records[i];

		if (!rec->voided && (rec->on == DATE_NONE || rec->on <= ev->today))
			rec_insert(ev, rec, (int)i);
	}
	if (extra)
		rec_insert(ev, extra, -1);
	for (int i = 0; extra && i < ev->n; i++) {
		if (ev->origin[i] == -1)
			at = i;
	}
	recs_link(ev);
	return at;
}

int rec_latest(const struct eval *ev, int step, int32_t on, int but)
{
	int found_at = -1;

	if (step < 0)
		return -1;
	for (int i = ev->first[step]; i >= 0 && ev->recs[i].on <= on; i = ev->next[i]) {
		if (i != but)
			found_at = i;
	}
	return found_at;
}

int rec_count(const struct eval *ev, int step, int32_t on)
{
	int n = 0;

	for (int i = ev->first[step]; i >= 0 && ev->recs[i].on <= on; i = ev->next[i])
		n++;
	return n;
}

static int32_t check_day(const struct check *k)
{
	return k->rec ? rec_day(k->ev, k->rec) : k->ev->today;
}

const struct rules_fact *ref_fact(const struct check *k, int step, int field)
{
	int at;

	if (step == OWN_STEP || (k->rec && k->rec->step == step))
		return k->rec ? rec_fact(k->rec, field) : NULL;
	at = rec_latest(k->ev, step, check_day(k), k->at);
	return at < 0 ? NULL : rec_fact(&k->ev->recs[at], field);
}

int32_t ref_day(const struct check *k, struct ref ref)
{
	const struct rules_fact *f;
	int at;

	if (ref.field) {
		f = ref_fact(k, ref.step, ref.field);
		return f && f->type == RULES_DATE ? f->v.day : DATE_NONE;
	}
	if (ref.step == OWN_STEP)
		return check_day(k);
	at = rec_latest(k->ev, ref.step, check_day(k), k->at);
	return at < 0 ? DATE_NONE : k->ev->recs[at].on;
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

bool branch_has_committee(const struct check *k)
{
	return k->rec && k->rec->branch.known ? k->rec->branch.has_committee
					      : k->ev->c->has_committee;
}

static bool branch_has_groups(const struct check *k)
{
	return k->rec && k->rec->branch.known ? k->rec->branch.has_groups : k->ev->c->has_groups;
}

static bool cond_holds(const struct check *k, const struct cond *c)
{
	int symbol;

	if (c->kind == COND_HAS_COMMITTEE)
		return branch_has_committee(k);
	if (c->kind == COND_HAS_GROUPS)
		return branch_has_groups(k);
	if (k->ev->trying && (c->step == OWN_STEP || (k->rec && c->step == k->rec->step)))
		return true; /* no facts yet: the strictest reading */
	symbol = fact_symbol(ref_fact(k, c->step, c->field));
	for (int i = 0; i < c->n_values; i++) {
		if (c->values[i] == symbol)
			return true;
	}
	return false;
}

bool conds_hold(const struct check *k, const struct cond *conds, int n)
{
	for (int i = 0; i < n; i++) {
		if (!cond_holds(k, &conds[i]))
			return false;
	}
	return true;
}

bool created_here(const struct eval *ev, const struct rules_pack *pack, int created_by, int32_t on)
{
	int at;

	if (created_by == OWN_STEP)
		return pack_in_force(pack, on);
	at = rec_latest(ev, created_by, on, -1);
	return at >= 0 && pack_in_force(pack, ev->recs[at].on);
}

/* Was the step made under this text? A layer is the text of its base, in force from its own day. */
bool created_under(const struct eval *ev, const struct rules_pack *pack, int created_by, int32_t on)
{
	const struct rules_pack *then;
	int at;

	if (created_by == OWN_STEP)
		return true;
	at = rec_latest(ev, created_by, on, -1);
	then = at >= 0 ? rules_pack_on(ev->set, ev->recs[at].on) : NULL;
	return then &&
	       (then->national ? then->national : then) == (pack->national ? pack->national : pack);
}

struct rules_finding *found(struct check *k, int32_t allowed_from)
{
	struct eval *ev = k->ev;
	struct rules_finding *f = VEC_PUSH(ev->a, ev->findings, ev->n_findings, ev->cap_findings);

	f->rule = k->rule;
	f->severity = k->rule->severity;
	f->contradiction = k->rule->contradiction;
	f->step = k->rec ? k->rec->step : -1;
	f->record = k->rec && k->at >= 0 ? ev->origin[k->at] : -1;
	f->on = check_day(k);
	f->allowed_from = allowed_from;
	return f;
}

static struct rules_param *param_add(struct rules_finding *f, const char *name,
				     enum rules_param_kind kind)
{
	struct rules_param *p = &f->params[f->n_params++];

	assert(f->n_params <= RULES_PARAMS_MAX);
	p->name = name;
	p->kind = kind;
	return p;
}

void param_day(struct rules_finding *f, const char *name, int32_t day)
{
	param_add(f, name, RULES_PARAM_DAY)->v.day = day;
}

void param_int(struct rules_finding *f, const char *name, int64_t n)
{
	param_add(f, name, RULES_PARAM_INT)->v.number = n;
}

void param_text(struct rules_finding *f, const char *name, const char *text)
{
	param_add(f, name, RULES_PARAM_TEXT)->v.text = text;
}

void param_steps(struct rules_finding *f, const char *name, uint64_t steps)
{
	param_add(f, name, RULES_PARAM_STEPS)->v.steps = steps;
}

/* Several fields under one name are told as a list. */
void param_field(struct rules_finding *f, const char *name, int symbol)
{
	for (size_t i = 0; i < f->n_params; i++) {
		struct rules_param *p = &f->params[i];

		if (p->kind == RULES_PARAM_FIELDS && str_eq(p->name, name)) {
			if (p->v.fields.n < (int)COUNTOF(p->v.fields.symbols))
				p->v.fields.symbols[p->v.fields.n++] = symbol;
			return;
		}
	}
	param_add(f, name, RULES_PARAM_FIELDS)->v.fields.n = 1;
	f->params[f->n_params - 1].v.fields.symbols[0] = symbol;
}

struct rules_debt *debt_add(struct check *k, int step, int32_t since, int32_t due_on)
{
	struct eval *ev = k->ev;
	struct rules_debt *d = VEC_PUSH(ev->a, ev->debts, ev->n_debts, ev->cap_debts);

	d->rule = k->rule;
	d->who = k->rule->debtor;
	d->step = step;
	d->since = since;
	d->due_on = due_on;
	d->limit_on = d->beside_on = d->remind_on = DATE_NONE;
	d->overdue = due_on != DATE_NONE && ev->today > due_on;
	if (due_on != DATE_NONE && k->rule->notice_days >= 0)
		d->remind_on = due_on - k->rule->notice_days;
	return d;
}

/* An opened record is judged only by what can be known before it is decided. */
static bool judged_when_open(enum rule_kind kind)
{
	return kind == KIND_not_future || kind == KIND_case_open || kind == KIND_min_months_between;
}

void record_check(struct eval *ev, int at)
{
	struct check k = { .ev = ev, .rec = &ev->recs[at], .at = at };
	int32_t on = rec_day(ev, k.rec);

	for (int p = 0; p < ev->set->n_packs; p++) {
		const struct rules_pack *pack = ev->set->packs[p];

		for (const short *i = pack->by_step[k.rec->step]; *i >= 0; i++) {
			k.rule = &pack->rules[*i];
			if (k.rule->off || !created_here(ev, pack, k.rule->created_by, on))
				continue;
			if (k.rec->on == DATE_NONE && !judged_when_open(k.rule->kind))
				continue;
			if (conds_hold(&k, k.rule->when, k.rule->n_when))
				check_table[k.rule->kind](&k);
		}
	}
}

/* Rules over the whole case; each looks itself which pack the creating event falls under. */
void case_check(struct eval *ev)
{
	struct check k = { .ev = ev, .at = -1 };

	for (int p = 0; p < ev->set->n_packs; p++) {
		const struct rules_pack *pack = ev->set->packs[p];

		for (const short *i = pack->case_rules; *i >= 0; i++) {
			k.rule = &pack->rules[*i];
			k.rec = NULL;
			k.at = -1;
			if (!k.rule->off)
				check_table[k.rule->kind](&k);
		}
	}
}
