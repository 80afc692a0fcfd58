/* SPDX-License-Identifier: Apache-2.0 */
/* The two questions: how does the case stand, and may this step be recorded. */
#include "rules/rules_internal.h"

#include "base/banned.h"

#define K(name) [KIND_##name] = check_##name,
check_fn *const check_table[KIND__MAX] = {
#include "rules/rules_kinds.def"
};
#undef K

/* Records of a day to come: told, and counted for nothing else. */
static void future_check(struct eval *ev)
{
	const struct rules_pack *pack = rules_pack_on(ev->set, ev->today);

	for (size_t i = 0; pack && i < ev->c->n_records; i++) {
		struct check k = { .ev = ev, .rec = &ev->c->records[i], .at = -1 };

		if (k.rec->voided || k.rec->on == DATE_NONE || k.rec->on <= ev->today)
			continue;
		for (int r = 0; r < pack->n_rules; r++) {
			k.rule = &pack->rules[r];
			if (k.rule->kind != KIND_not_future)
				continue;
			check_not_future(&k);
			ev->findings[ev->n_findings - 1].record = (int)i;
		}
	}
}

static enum err input_check(const struct rules_set *set, const struct rules_case *c,
			    struct arena *a, struct rules_result *ret)
{
	struct rules_problems *problems = ARENA_NEW(a, struct rules_problems);
	enum err e = rules_case_check(set, c, a, problems);

	if (e)
		ret->problems = problems;
	return e;
}

/* Fields without which the form is not complete. */
static enum err required_check(const struct rules_set *set, const struct rules_record *record,
			       struct arena *a, struct rules_result *ret)
{
	struct rules_problems *problems = ARENA_NEW(a, struct rules_problems);
	const struct rules_pack *pack = rules_pack_on(set, record->on);
	const struct rules_step *step = pack ? rules_pack_step(pack, record->step) : NULL;

	for (size_t i = 0; step && i < step->n_fields; i++) {
		const struct rules_field *f = &step->fields[i];

		if (f->required && !rec_fact(record, f->symbol))
			rules_problem_put(problems, a, "required", "the form needs this fact",
					  "facts.%s", f->name);
	}
	if (!problems->n)
		return OK;
	ret->problems = problems;
	return ERR_INPUT;
}

enum err rules_evaluate(const struct rules_set *set, const struct rules_case *c, int32_t today,
			struct arena *a, struct rules_result *ret)
{
	struct eval ev = { .set = set, .c = c, .a = a, .today = today };
	struct rules_result out = { 0 };
	enum err e;

	e = input_check(set, c, a, ret);
	if (e)
		return e;
	(void)eval_begin(&ev, NULL);
	standing_derive(&ev);
	for (int i = 0; i < ev.n; i++)
		record_check(&ev, i);
	case_check(&ev);
	future_check(&ev);
	next_list(&ev, &out);
	out.standing = ev.standing;
	out.findings = ev.findings;
	out.n_findings = ev.n_findings;
	out.debts = ev.debts;
	out.n_debts = ev.n_debts;
	*ret = out;
	return OK;
}

enum err rules_check_step(const struct rules_set *set, const struct rules_case *c,
			  const struct rules_record *record, int32_t today, struct arena *a,
			  struct rules_result *ret)
{
	struct rules_record *records = ARENA_ARRAY(a, struct rules_record, c->n_records + 1);
	struct rules_case with = *c;
	struct eval ev = { .set = set, .c = c, .a = a, .today = today };
	struct rules_result out = { 0 };
	enum err e;

	/* The input check sees the new record as the last of the case. */
	for (size_t i = 0; i < c->n_records; i++)
		records[i] = c->records[i];
	records[c->n_records] = *record;
	with.records = records;
	with.n_records = c->n_records + 1;
	e = input_check(set, &with, a, ret);
	if (!e)
		e = required_check(set, record, a, ret);
	if (e)
		return e;
	ev.only = eval_begin(&ev, record);
	standing_derive(&ev);
	record_check(&ev, ev.only);
	case_check(&ev);
	out.standing = ev.standing;
	out.findings = ev.findings;
	out.n_findings = ev.n_findings;
	*ret = out;
	return OK;
}
