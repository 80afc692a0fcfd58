/* SPDX-License-Identifier: Apache-2.0 */
/* What a case must be before rules can judge it: known steps and fields, counts that can be. */
#include "rules/rules_internal.h"

#include <stdarg.h>

#include "base/str.h"
#include "base/banned.h"

void rules_problem_put(struct rules_problems *p, struct arena *a, const char *code,
		       const char *detail, const char *fmt, ...)
{
	char field[200]; /* paths are short: step index, field, member */
	va_list ap;

	if (p->n == RULES_PROBLEMS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(field, sizeof(field), fmt, ap);
	va_end(ap);
	p->items[p->n++] = (struct rules_problem){ arena_strdup(a, field), code, detail };
}

const char *rules_votes_fault(const struct rules_votes *v)
{
	const struct {
		const char *name;
		int n;
	} counts[] = {
		{ "due", v->due },
		{ "present", v->present },
		{ "yes", v->yes },
		{ "no", v->no },
		{ "abstain", v->abstain },
		{ "written_yes", v->written_yes },
		{ "written_no", v->written_no },
		{ "written_abstain", v->written_abstain },
	};
	int written = 0;

	for (size_t i = 0; i < COUNTOF(counts); i++) {
		if (counts[i].n < 0 || counts[i].n > 1000000)
			return counts[i].name;
	}
	if (v->present > v->due)
		return "present";
	written = v->written_yes + v->written_no + v->written_abstain;
	if (v->present + written > v->due)
		return "written_yes";
	return v->yes + v->no + v->abstain > v->present ? "yes" : NULL;
}

/* The field as any pack of the set has it: what was recorded stays readable. */
static const struct rules_field *field_of(const struct rules_set *set, int step, int symbol)
{
	for (int p = 0; p < set->n_packs; p++) {
		const struct rules_step *s = rules_pack_step(set->packs[p], step);

		for (size_t i = 0; s && i < s->n_fields; i++) {
			if (s->fields[i].symbol == symbol)
				return &s->fields[i];
		}
	}
	return NULL;
}

static bool choice_known(const struct rules_set *set, int step, int field, int symbol)
{
	for (int p = 0; p < set->n_packs; p++) {
		const struct rules_step *s = rules_pack_step(set->packs[p], step);

		for (size_t i = 0; s && i < s->n_fields; i++) {
			for (size_t c = 0;
			     s->fields[i].symbol == field && c < s->fields[i].n_choices; c++) {
				if (s->fields[i].choices[c].symbol == symbol)
					return true;
			}
		}
	}
	return false;
}

struct place {
	const struct rules_set *set;
	struct arena *a;
	struct rules_problems *out;
	size_t record;
	int step;
};

static void persons_check(struct place *at, const struct rules_fact *f, const char *name)
{
	if (f->v.persons.n > RULES_PERSONS_MAX)
		rules_problem_put(at->out, at->a, "too_many", "too many persons",
				  "steps[%zu].facts.%s", at->record, name);
	for (size_t i = 0; i < f->v.persons.n && i < RULES_PERSONS_MAX; i++) {
		const struct rules_person *p = &f->v.persons.items[i];

		if (str_empty(p->id) || (unsigned)p->discipline >= RULES_DISCIPLINE__MAX)
			rules_problem_put(at->out, at->a, "type", "a person needs an id",
					  "steps[%zu].facts.%s[%zu].id", at->record, name, i);
	}
}

static void fact_check(struct place *at, const struct rules_fact *f)
{
	const struct rules_field *field = field_of(at->set, at->step, f->field);
	const char *name = rules_symbol_text(at->set, f->field), *bad;

	if (!field) {
		rules_problem_put(at->out, at->a, "unknown", "the step has no such field",
				  "steps[%zu].facts.%s", at->record, name);
		return;
	}
	if (field->type != f->type) {
		rules_problem_put(at->out, at->a, "type", "a fact of another type",
				  "steps[%zu].facts.%s", at->record, name);
		return;
	}
	if (f->type == RULES_ENUM && !choice_known(at->set, at->step, f->field, f->v.symbol))
		rules_problem_put(at->out, at->a, "not_one_of", "no such value",
				  "steps[%zu].facts.%s", at->record, name);
	if (f->type == RULES_DATE && (f->v.day < DATE_MIN || f->v.day > DATE_MAX))
		rules_problem_put(at->out, at->a, "bad_date", "not a day", "steps[%zu].facts.%s",
				  at->record, name);
	if (f->type == RULES_PERSON || f->type == RULES_PERSONS)
		persons_check(at, f, name);
	bad = f->type == RULES_VOTES ? rules_votes_fault(&f->v.votes) : NULL;
	if (bad)
		rules_problem_put(
			at->out, at->a, "impossible",
			"counts that cannot be: present over due, or more votes than voters",
			"steps[%zu].facts.%s.%s", at->record, name, bad);
}

static void record_put(struct place *at, const struct rules_record *rec)
{
	if (rec->step < 0 || rec->step >= at->set->n_steps) {
		rules_problem_put(at->out, at->a, "unknown", "no such step", "steps[%zu].step",
				  at->record);
		return;
	}
	at->step = rec->step;
	if (rec->on != DATE_NONE && (rec->on < DATE_MIN || rec->on > DATE_MAX))
		rules_problem_put(at->out, at->a, "bad_date", "not a day", "steps[%zu].on",
				  at->record);
	if (rec->n_facts > RULES_FACTS_MAX)
		rules_problem_put(at->out, at->a, "too_many", "too many facts", "steps[%zu].facts",
				  at->record);
	for (size_t i = 0; i < rec->n_facts && i < RULES_FACTS_MAX; i++)
		fact_check(at, &rec->facts[i]);
}

enum err rules_case_check(const struct rules_set *set, const struct rules_case *c, struct arena *a,
			  struct rules_problems *problems)
{
	struct place at = { .set = set, .a = a, .out = problems };

	problems->n = 0;
	if (c->n_records > RULES_RECORDS_MAX)
		rules_problem_put(problems, a, "too_many", "too many records", "steps");
	if (c->n_transfers > RULES_RECORDS_MAX)
		rules_problem_put(problems, a, "too_many", "too many transfers", "transfers");
	if (c->birth_on != DATE_NONE && (c->birth_on < DATE_MIN || c->birth_on > DATE_MAX))
		rules_problem_put(problems, a, "bad_date", "not a day", "person.birth_on");
	if (c->leaving_on != DATE_NONE && (c->leaving_on < DATE_MIN || c->leaving_on > DATE_MAX))
		rules_problem_put(problems, a, "bad_date", "not a day", "person.leaving_on");
	for (size_t i = 0; i < c->n_transfers && i < RULES_RECORDS_MAX; i++) {
		if (c->transfers[i].on < DATE_MIN || c->transfers[i].on > DATE_MAX)
			rules_problem_put(problems, a, "bad_date", "not a day", "transfers[%zu].on",
					  i);
	}
	for (size_t i = 0; i < c->n_records && i < RULES_RECORDS_MAX; i++) {
		at.record = i;
		if (!c->records[i].voided)
			record_put(&at, &c->records[i]);
	}
	return problems->n ? ERR_INPUT : OK;
}
