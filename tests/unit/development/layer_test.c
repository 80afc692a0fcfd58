/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of the school's layer does to a case: what moves, what is owed, what stops. */
#include "../rules/rules_support.h"
#include "development/layer_diff.h"
#include "rules/rules_folder.h"

static const struct rules_set *with(struct arena *a, const char *set)
{
	const char *text = arena_printf(
		a, "id: x\nbase: national-2026\ntitle: {zh: 试, en: try}\nset: {%s}\n", set);
	struct rules_fault fault = { 0 };
	const struct rules_set *ret = NULL;

	if (rules_set_built_in(a, "x.yaml", text, strlen(text), &fault, &ret))
		fail_msg("%u:%u: %s", fault.line, fault.column, fault.why);
	return ret;
}

static struct layer_effects effects(struct arena *a, const struct rules_set *set_a,
				    const struct rules_set *set_b, const char *text,
				    const char *today)
{
	struct rules_result was = { 0 }, is = { 0 };
	struct rules_case c = case_of(set_a, a, text), d = case_of(set_b, a, text);

	assert_int_equal(rules_evaluate(set_a, &c, day_of(today), a, &was), OK);
	assert_int_equal(rules_evaluate(set_b, &d, day_of(today), a, &is), OK);
	return layer_effects(set_a, &was, set_b, &is, a);
}

static const struct layer_effect *seek(const struct layer_effects *e, enum layer_effect_kind kind,
				       const char *what)
{
	for (size_t i = 0; i < e->n; i++) {
		if (e->items[i].kind == kind &&
		    (str_eq(e->items[i].step, what) || str_eq(e->items[i].rule, what)))
			return &e->items[i];
	}
	return NULL;
}

#define LISTED                                                                                     \
	"{steps: [{step: apply, on: 2025-06-01}, {step: activist_decide, on: 2025-08-01},"         \
	" {step: cultivator_assign, on: 2025-08-01, facts: {cultivators: [a]}},"                   \
	" {step: candidate_decide, on: 2026-11-02, facts: {body: assembly}},"                      \
	" {step: candidate_agree, on: 2026-11-10, facts: {result: agreed}},"                       \
	" {step: candidate_notice, on: 2026-11-16, facts: {open_objection: false}}]}"

static void the_same_rules_touch_nobody(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);

	(void)state;
	assert_int_equal(effects(&a, set, set, LISTED, "2026-11-18").n, 0);
	assert_int_equal(effects(&a, set, with(&a, ""), LISTED, "2026-11-18").n, 0);
	arena_release(&a);
}

static void a_longer_notice_moves_the_next_step(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a), *longer = with(&a, "notice: {days: 7}");
	struct layer_effects e = effects(&a, set, longer, LISTED, "2026-11-18");
	const struct layer_effect *x = seek(&e, LAYER_LATER, "introducer_assign");

	(void)state;
	assert_true(e.worse);
	assert_non_null(x);
	assert_true(x->worse);
	assert_string_equal(text_of(&a, x->a), "2026-11-21");
	assert_string_equal(text_of(&a, x->b), "2026-11-25");
	/* And the other way round nobody is worse off. */
	e = effects(&a, longer, set, LISTED, "2026-11-18");
	assert_non_null(seek(&e, LAYER_EARLIER, "introducer_assign"));
	assert_false(e.worse);
	arena_release(&a);
}

static void receipts_each_quarter_are_new_debts(void **state)
{
	static const char text[] = "{steps: [{step: apply, on: 2026-03-01},"
				   " {step: activist_decide, on: 2026-05-20, facts: {"
				   "recommendation: league, body: assembly}}]}";
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a), *on = with(&a, "report_receipts: {on: true}");
	struct layer_effects e = effects(&a, set, on, text, "2026-09-01");
	const struct layer_effect *x = seek(&e, LAYER_DEBT, "report_receipts");

	(void)state;
	assert_non_null(x);
	assert_true(x->worse && e.worse);
	assert_string_equal(text_of(&a, x->b), "2026-08-20");
	x = seek(&e, LAYER_WARNING, "report_receipts");
	assert_non_null(x);
	assert_false(x->worse);
	e = effects(&a, on, set, text, "2026-09-01");
	assert_non_null(seek(&e, LAYER_DEBT_GONE, "report_receipts"));
	assert_non_null(seek(&e, LAYER_WARNING_GONE, "report_receipts"));
	assert_false(e.worse);
	arena_release(&a);
}

static void a_new_hard_stop_at_a_record_is_told(void **state)
{
	static const char text[] =
		"{steps: [{step: short_training, on: 2026-06-01, facts: {days: 3, hours: 24}}]}";
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a),
			       *more = with(&a, "training: {amounts: [5, 40]}");
	struct layer_effects e = effects(&a, set, more, text, "2026-06-10");
	const struct layer_effect *x = seek(&e, LAYER_STOP, "training");

	(void)state;
	assert_non_null(x);
	assert_true(x->worse);
	assert_string_equal(x->step, "short_training");
	e = effects(&a, more, set, text, "2026-06-10");
	assert_non_null(seek(&e, LAYER_STOP_GONE, "training"));
	assert_false(e.worse);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_rules_touch_nobody),
		cmocka_unit_test(a_longer_notice_moves_the_next_step),
		cmocka_unit_test(receipts_each_quarter_are_new_debts),
		cmocka_unit_test(a_new_hard_stop_at_a_record_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
