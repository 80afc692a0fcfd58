/* SPDX-License-Identifier: Apache-2.0 */
/* The packs in the tree: every vector holds, and the runner would notice if one did not. */
#include "rules_support.h"
#include "rules/rules_vectors.h"

static void every_vector_of_both_national_packs_holds(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);

	(void)state;
	assert_int_equal(rules_pack_count(set), 2);
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		struct rules_tally *t = ARENA_NEW(&a, struct rules_tally);

		rules_vectors_pack(set, rules_pack_at(set, i), &a, t);
		for (size_t m = 0; m < t->n; m++)
			print_error("%s: %s: %s\n", t->misses[m].where, t->misses[m].vector,
				    t->misses[m].why);
		assert_int_equal(t->failed, 0);
		assert_int_equal(t->bare, 0);
		assert_true(t->passed > 150);
	}
	arena_release(&a);
}

static void every_vector_of_the_calendars_holds(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);
	struct rules_tally *t = ARENA_NEW(&a, struct rules_tally);
	const char *name = NULL;
	size_t n = 0;

	(void)state;
	for (; rules_vectors_calendar(set, n, &a, &name, t); n++) {
		assert_int_equal(t->failed, 0);
		assert_true(t->passed > 2);
	}
	assert_int_equal(n, 3);
	arena_release(&a);
}

static void the_pack_is_chosen_by_the_day(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);

	(void)state;
	assert_null(rules_pack_on(set, day_of("2014-05-27")));
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2014-05-28"))),
			    "national-2014");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-05-10"))),
			    "national-2014");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-05-11"))),
			    "national-2026");
	arena_release(&a);
}

static void the_steps_are_the_published_twenty_five(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);

	(void)state;
	for (size_t p = 0; p < 2; p++) {
		int seen[26] = { 0 };

		for (int s = 0; s < (int)rules_step_count(set); s++) {
			const struct rules_step *step = rules_pack_step(rules_pack_at(set, p), s);

			assert_non_null(step);
			seen[step->number]++;
			assert_true(strlen(step->title.zh) > 3 && strlen(step->title.en) > 3);
		}
		for (int n = 1; n <= 25; n++)
			assert_int_equal(seen[n], n == 8 ? 2 : 1);
	}
	arena_release(&a);
}

static void no_article_is_printed_that_is_not_confirmed(void **state)
{
	struct arena a = { 0 };
	const struct rules_set *set = built_in(&a);
	struct rules_case c = case_of(set, &a,
				      "{\"steps\":[{\"step\":\"apply\",\"on\":\"2025-01-10\"},"
				      "{\"step\":\"first_talk\",\"on\":\"2025-03-10\"}]}");
	struct rules_result r = { 0 };
	const struct rules_finding *f;

	(void)state;
	assert_int_equal(rules_evaluate(set, &c, day_of("2025-04-01"), &a, &r), OK);
	f = find(&r, "first_talk_due"); /* Art. 7 of 2014: number from memory only */
	assert_non_null(f);
	assert_int_equal(rules_rule_tag(f->rule), 'C');
	assert_null(rules_rule_article(f->rule));
	arena_release(&a);
}

/* A pack whose vector is wrong, a rule without a failing one: both are told with their line. */
static void a_wrong_vector_and_a_bare_rule_are_told(void **state)
{
	static const char layer[] = "id: x\nbase: national-2026\ntitle: {zh: 试, en: try}\n"
				    "vectors:\n"
				    "  - name: wrong\n    steps: [{step: apply, on: 2026-06-01}]\n"
				    "    expect: {quiet: true}\n";
	struct arena a = { 0 };
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	struct rules_tally *t = ARENA_NEW(&a, struct rules_tally);

	(void)state;
	assert_int_equal(rules_set_built_in(&a, "x.yaml", layer, strlen(layer), &fault, &set), OK);
	rules_vectors_pack(set, rules_pack_at(set, 1), &a, t);
	assert_int_equal(t->failed, 1);
	assert_string_equal(t->misses[0].where, "x.yaml:5");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_of_both_national_packs_holds),
		cmocka_unit_test(every_vector_of_the_calendars_holds),
		cmocka_unit_test(the_pack_is_chosen_by_the_day),
		cmocka_unit_test(the_steps_are_the_published_twenty_five),
		cmocka_unit_test(no_article_is_printed_that_is_not_confirmed),
		cmocka_unit_test(a_wrong_vector_and_a_bare_rule_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
