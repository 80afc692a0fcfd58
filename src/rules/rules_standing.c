/* SPDX-License-Identifier: Apache-2.0 */
/* Where the person stands: stage, probation, the day of full membership; all derived. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

const struct probation *probation_of(const struct eval *ev)
{
	const struct rules_pack *pack = NULL;
	int32_t start = probation_start(ev);

	if (start != DATE_NONE)
		pack = rules_pack_on(ev->set, start);
	if (!pack && ev->set->n_packs)
		pack = ev->set->packs[ev->set->n_packs - 1];
	return pack ? &pack->probation : NULL;
}

int32_t probation_start(const struct eval *ev)
{
	int at = ev->set->n_packs ? ev->last[ev->set->packs[0]->probation.from] : -1;

	return at < 0 ? DATE_NONE : ev->recs[at].on;
}

static bool says(const struct rules_record *rec, int field, int symbol)
{
	const struct rules_fact *f = rec_fact(rec, field);

	return f && f->type == RULES_ENUM && f->v.symbol == symbol;
}

int vote_answer(const struct eval *ev, int at)
{
	const struct probation *p = probation_of(ev);

	for (int i = ev->first[p->vote_approval]; i >= 0; i = ev->next[i]) {
		if (i > at && ev->recs[i].on >= ev->recs[at].on)
			return says(&ev->recs[i], p->decision, p->approved) ? 1 : -1;
	}
	return 0;
}

/* Always counted from the assembly day, so that nothing is lost by clipping. */
int32_t probation_due(const struct eval *ev, int at, bool *extended)
{
	const struct probation *p = probation_of(ev);
	int32_t start = probation_start(ev);
	int months;

	if (!p || start == DATE_NONE)
		return DATE_NONE;
	months = p->months;
	for (int i = ev->first[p->vote]; i >= 0 && i < at; i = ev->next[i]) {
		const struct rules_fact *f = rec_fact(&ev->recs[i], p->months_field);

		if (!says(&ev->recs[i], p->outcome, p->extend) || !f || f->type != RULES_INT ||
		    vote_answer(ev, i) != 1)
			continue;
		months += f->v.number >= 0 && f->v.number <= 60 ? (int)f->v.number : 0;
		if (extended)
			*extended = true;
		break; /* once only: a second one is a stop and moves nothing */
	}
	return date_add_months(start, months);
}

bool postponed(const struct eval *ev, int32_t on)
{
	const struct probation *p = probation_of(ev);

	return p && rec_latest(ev, p->postponement, on, -1) >= 0;
}

static int32_t notice_done(const struct eval *ev, const struct rules_pack *pack, int at,
			   bool *provisional)
{
	for (int i = 0; i < pack->n_rules; i++) {
		const struct rule *r = &pack->rules[i];

		if (r->kind == KIND_notice && r->posted.step == ev->recs[at].step)
			return rules_notice_end(ev->set, ev->recs[at].on, r->days, provisional) + 1;
	}
	return ev->recs[at].on;
}

/* Day on which the record brings its stage; DATE_NONE: it does not (yet). */
static int32_t bring_day(struct check *k, const struct rules_pack *pack, const struct bring *b,
			 bool *provisional)
{
	int at;

	switch (b->day) {
	case BRING_STEP_DAY:
		at = rec_latest(k->ev, b->step, k->rec->on, -1);
		return at < 0 ? DATE_NONE : k->ev->recs[at].on;
	case BRING_PROBATION_DUE:
		return probation_due(k->ev, k->at, NULL);
	case BRING_NOTICE_END:
		return notice_done(k->ev, pack, k->at, provisional);
	default:
		return k->rec->on;
	}
}

static bool is_closing(const char *stage)
{
	static const char *const closed[] = { "withdrawn", "not_approved", "probation_cancelled",
					      "not_recognised", "transferred_out" };

	for (size_t i = 0; i < COUNTOF(closed); i++) {
		if (str_eq(closed[i], stage))
			return true;
	}
	return false;
}

static void stage_enter(struct check *k, const struct step_def *d, int stage, int32_t day)
{
	struct eval *ev = k->ev;
	struct rules_standing *s = &ev->standing;
	const char *code = rules_symbol_text(ev->set, stage);

	s->stage = code;
	s->since = day;
	ev->brought_by = d->pub.number;
	if (str_eq(code, "probationary"))
		s->joined_on = day;
	else if (str_eq(code, "full"))
		s->full_on = day;
	if (is_closing(code)) {
		s->closed = true;
		ev->closed_on = k->rec->on;
		ev->closer = k->at;
	}
}

static void brings_apply(struct check *k)
{
	struct eval *ev = k->ev;

	for (int p = 0; p < ev->set->n_packs; p++) {
		const struct rules_pack *pack = ev->set->packs[p];
		const struct step_def *d = &pack->steps[k->rec->step];

		for (int i = 0; d->pub.id >= 0 && i < d->n_brings; i++) {
			const struct bring *b = &d->brings[i];
			bool provisional = false;
			int32_t day;

			if (!created_here(ev, pack, b->created_by, k->rec->on) ||
			    !conds_hold(k, b->when, b->n_when))
				continue;
			day = bring_day(k, pack, b, &provisional);
			if (day == DATE_NONE || day > ev->today)
				continue;
			ev->standing.provisional |= provisional;
			stage_enter(k, d, b->stage, day);
		}
	}
}

void standing_derive(struct eval *ev)
{
	struct rules_standing *s = &ev->standing;
	const struct probation *p;
	bool trying = ev->trying;

	*s = (struct rules_standing){ .stage = "none",
				      .since = DATE_NONE,
				      .joined_on = DATE_NONE,
				      .probation_due_on = DATE_NONE,
				      .printed_until = DATE_NONE,
				      .full_on = DATE_NONE };
	ev->closed_on = DATE_NONE;
	ev->brought_by = 0;
	ev->trying = false;
	for (int i = 0; i < ev->n && ev->recs[i].on != DATE_NONE; i++) {
		struct check k = { .ev = ev, .rec = &ev->recs[i], .at = i };

		if (ev->closed_on == DATE_NONE && ev->origin[i] >= 0)
			brings_apply(&k);
	}
	ev->trying = trying;
	p = probation_of(ev);
	if (s->joined_on == DATE_NONE || !p)
		return;
	s->probation_due_on = probation_due(ev, ev->n, &s->extended);
	s->printed_until = s->probation_due_on - p->printed_day_before;
}
