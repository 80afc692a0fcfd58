/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of what is told at a step: facts, persons, votes. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

static bool fact_empty(const struct rules_fact *f)
{
	if (!f)
		return true;
	switch (f->type) {
	case RULES_TEXT:
		return str_empty(f->v.text);
	case RULES_DATE:
		return f->v.day == DATE_NONE;
	case RULES_BOOL:
		return !f->v.yes;
	case RULES_PERSON:
	case RULES_PERSONS:
		return !f->v.persons.n;
	default:
		return false;
	}
}

void check_required_fact(struct check *k)
{
	struct rules_finding *f = NULL;

	if (k->ev->trying)
		return;
	for (int i = 0; i < k->rule->n_fields; i++) {
		if (!fact_empty(rec_fact(k->rec, k->rule->fields[i])))
			continue;
		if (!f)
			f = found(k, DATE_NONE);
		param_field(f, "missing", k->rule->fields[i]);
	}
}

static bool symbol_listed(const struct rule *r, const struct rules_fact *f)
{
	int symbol = 0;

	if (f->type == RULES_ENUM)
		symbol = f->v.symbol;
	else if (f->type == RULES_BOOL)
		symbol = 1 + f->v.yes;
	for (int i = 0; i < r->n_values; i++) {
		if (r->values[i] == symbol)
			return true;
	}
	return false;
}

/* The own record's fact, or that of the latest record of another step, is one of the values. */
void check_fact_in(struct check *k)
{
	const struct ref *from = &k->rule->from;
	const struct rules_fact *f = ref_fact(k, from->step, from->field);
	struct rules_finding *out;

	if (from->step == OWN_STEP || from->step == k->rec->step) {
		if (k->ev->trying)
			return;
	} else if (rec_latest(k->ev, from->step, rec_day(k->ev, k->rec), k->at) < 0) {
		return; /* that the step is missing is another rule's */
	}
	if (f ? symbol_listed(k->rule, f) : k->rule->absent_ok)
		return;
	out = found(k, DATE_NONE);
	param_field(out, "field", from->field);
	if (k->rule->unless && !fact_empty(rec_fact(k->rec, k->rule->unless)))
		out->severity = RULES_WARN;
}

void check_deciding_body(struct check *k)
{
	const struct rules_fact *f = rec_fact(k->rec, k->rule->field);
	const char *want = branch_has_committee(k) ? "committee" : "assembly";

	if (k->ev->trying || !f || f->type != RULES_ENUM ||
	    f->v.symbol == rules_symbol(k->ev->set, want))
		return;
	(void)found(k, DATE_NONE);
}

static bool id_before(const struct rules_person *items, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (str_eq(items[i].id, items[at].id))
			return true;
	}
	return false;
}

/* The fact if it names persons, else NULL. */
static const struct rules_fact *persons_fact(const struct rules_record *rec, int field)
{
	const struct rules_fact *f = rec_fact(rec, field);

	return f && (f->type == RULES_PERSONS || f->type == RULES_PERSON) ? f : NULL;
}

void check_persons_count(struct check *k)
{
	const struct rules_fact *f = persons_fact(k->rec, k->rule->field);
	struct rules_finding *out;
	int n = 0, full = 0;
	bool twice = false;

	if (k->ev->trying)
		return;
	for (size_t i = 0; f && i < f->v.persons.n; i++) {
		twice |= id_before(f->v.persons.items, i);
		n++;
		full += f->v.persons.items[i].is_full_member;
	}
	if (!twice && n == full && n >= k->rule->min && n <= k->rule->max)
		return;
	out = found(k, DATE_NONE);
	param_int(out, "n", full);
	param_int(out, "named", n);
	param_int(out, "min", k->rule->min);
	param_int(out, "max", k->rule->max);
}

void check_persons_status(struct check *k)
{
	const struct rules_fact *f = persons_fact(k->rec, k->rule->field);
	int32_t on = rec_day(k->ev, k->rec);

	if (k->ev->trying)
		return;
	for (size_t i = 0; f && i < f->v.persons.n; i++) {
		const struct rules_person *p = &f->v.persons.items[i];

		if (!(k->rule->statuses >> p->discipline & 1))
			continue;
		if (p->effect_until == DATE_NONE || p->effect_until >= on)
			param_text(found(k, p->effect_until == DATE_NONE ? DATE_NONE
									 : p->effect_until + 1),
				   "person", p->id);
	}
}

/* The latest assignment names at least one full member who still serves on the day. */
void check_persons_serving(struct check *k)
{
	int32_t on = rec_day(k->ev, k->rec);
	int at = rec_latest(k->ev, k->rule->from.step, on, k->at);
	const struct rules_fact *f =
		at < 0 ? NULL : persons_fact(&k->ev->recs[at], k->rule->from.field);

	for (size_t i = 0; f && i < f->v.persons.n; i++) {
		const struct rules_person *p = &f->v.persons.items[i];

		if (p->is_full_member && (p->until == DATE_NONE || p->until >= on))
			return;
	}
	(void)found(k, DATE_NONE);
}

/* a/b of the whole, or more than that when strict. */
static bool reaches(int n, int whole, int num, int den, bool strict)
{
	int64_t left = (int64_t)n * den, right = (int64_t)whole * num;

	return strict ? left > right : left >= right;
}

static bool vote_valid(const struct vote_kind *v, const struct rules_votes *c)
{
	return c->due > 0 &&
	       reaches(c->present, c->due, v->present_num, v->present_den, v->present_strict);
}

static bool vote_passed(const struct vote_kind *v, const struct rules_votes *c)
{
	return reaches(c->yes + c->written_yes, c->due, v->yes_num, v->yes_den, v->yes_strict);
}

void check_vote_quorum(struct check *k)
{
	const struct rules_fact *f = rec_fact(k->rec, k->rule->field);
	struct rules_finding *out;

	if (k->ev->trying || !f || f->type != RULES_VOTES)
		return;
	if (vote_valid(&k->rule->pack->votes[k->rule->vote], &f->v.votes))
		return;
	out = found(k, DATE_NONE);
	param_int(out, "due", f->v.votes.due);
	param_int(out, "present", f->v.votes.present);
}

void check_vote_majority(struct check *k)
{
	const struct rules_fact *f = rec_fact(k->rec, k->rule->field);
	const struct vote_kind *v = &k->rule->pack->votes[k->rule->vote];
	struct rules_finding *out;

	if (k->ev->trying || !f || f->type != RULES_VOTES)
		return;
	if (!vote_valid(v, &f->v.votes) || vote_passed(v, &f->v.votes))
		return;
	out = found(k, DATE_NONE);
	param_int(out, "due", f->v.votes.due);
	param_int(out, "yes", f->v.votes.yes + f->v.votes.written_yes);
	param_int(out, "enough", (int64_t)f->v.votes.due * v->yes_num / v->yes_den + 1);
}

/* Entitled to attend + excluded with a reason = voters' roll of the day. */
void check_roll_agrees(struct check *k)
{
	const struct rules_fact *votes = rec_fact(k->rec, k->rule->field);
	const struct rules_fact *roll = rec_fact(k->rec, k->rule->fields[0]);
	const struct rules_fact *out_of =
		k->rule->n_fields > 1 ? rec_fact(k->rec, k->rule->fields[1]) : NULL;
	struct rules_finding *f;
	int64_t sum;

	if (k->ev->trying || !votes || votes->type != RULES_VOTES || !roll ||
	    roll->type != RULES_INT)
		return;
	sum = votes->v.votes.due;
	if (out_of && out_of->type == RULES_INT)
		sum += out_of->v.number;
	if (sum == roll->v.number)
		return;
	f = found(k, DATE_NONE);
	param_int(f, "due", votes->v.votes.due);
	param_int(f, "roll", roll->v.number);
}

void check_at_least_one(struct check *k)
{
	struct rules_finding *f;

	if (k->ev->trying)
		return;
	for (int i = 0; i < k->rule->n_fields; i++) {
		const struct rules_fact *fact = rec_fact(k->rec, k->rule->fields[i]);

		if (fact && fact->type == RULES_INT && fact->v.number >= k->rule->amounts[i])
			return;
	}
	f = found(k, DATE_NONE);
	for (int i = 0; i < k->rule->n_fields && f->n_params < RULES_PARAMS_MAX; i++)
		param_int(f, rules_symbol_text(k->ev->set, k->rule->fields[i]),
			  k->rule->amounts[i]);
	if (k->rule->unless && !fact_empty(rec_fact(k->rec, k->rule->unless)))
		f->severity = RULES_WARN;
}

void check_int_between(struct check *k)
{
	const struct rules_fact *f = rec_fact(k->rec, k->rule->field);
	int64_t n = f && f->type == RULES_INT ? f->v.number : -1;
	struct rules_finding *out;

	if (k->ev->trying || (n >= k->rule->min && n <= k->rule->max))
		return;
	out = found(k, DATE_NONE);
	param_int(out, "n", n < 0 ? 0 : n);
	param_int(out, "min", k->rule->min);
	param_int(out, "max", k->rule->max);
}

/* Earlier records of the same step that meet the rule's conditions and were not refused. */
void check_max_times(struct check *k)
{
	const struct probation *p = probation_of(k->ev);
	int n = 0;

	if (k->ev->trying)
		return;
	for (int i = k->ev->first[k->rec->step]; i >= 0 && i < k->at; i = k->ev->next[i]) {
		struct check other = { k->ev, k->rule, &k->ev->recs[i], i };

		if (p && k->rec->step == p->vote && vote_answer(k->ev, i) < 0)
			continue;
		n += conds_hold(&other, k->rule->when, k->rule->n_when);
	}
	if (n >= k->rule->times)
		param_int(found(k, DATE_NONE), "times", k->rule->times);
}

enum err rules_vote(const struct rules_pack *pack, const char *kind,
		    const struct rules_votes *votes, struct rules_vote_outcome *ret)
{
	for (int i = 0; i < pack->n_votes; i++) {
		const struct vote_kind *v = &pack->votes[i];

		if (!str_eq(v->code, kind))
			continue;
		if (rules_votes_fault(votes))
			return ERR_INPUT;
		ret->valid = vote_valid(v, votes);
		ret->passed = ret->valid && vote_passed(v, votes);
		return OK;
	}
	return ERR_NOT_FOUND;
}
