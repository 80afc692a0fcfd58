/* SPDX-License-Identifier: Apache-2.0 */
/* Faults in packs, layers and calendars: refused, with file, line and column. */
#include "rules_support.h"

static void refused_at(const char *layer, unsigned line, unsigned column, const char *why)
{
	struct arena a = { 0 };
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;

	assert_int_equal(rules_set_built_in(&a, "x.yaml", layer, strlen(layer), &fault, &set),
			 ERR_INPUT);
	assert_string_equal(fault.name, "x.yaml");
	if (!strstr(fault.why, why) || fault.line != line || fault.column != column)
		fail_msg("%u:%u: %s", fault.line, fault.column, fault.why);
	arena_release(&a);
}

#define HEAD "id: x\nbase: national-2026\ntitle: {zh: 试, en: try}\n"

static void a_shorter_notice_is_refused_with_its_place(void **state)
{
	(void)state;
	refused_at(HEAD "set:\n  notice: {days: 4}\n", 5, 18, "not shortened (at least 5)");
}

static void a_parameter_the_base_does_not_give_away_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "set:\n  age: {years: 16}\n", 5, 16, "may not change \"years\" of age");
}

static void an_unknown_rule_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "set:\n  no_such: {days: 7}\n", 5, 12, "no rule \"no_such\"");
}

static void a_parameter_of_another_kind_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "set:\n  notice: {years: 7}\n", 5, 19, "no parameter \"years\"");
}

static void a_number_that_is_none_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "set:\n  notice: {days: many}\n", 5, 18, "whole number");
}

static void a_layer_without_its_base_is_refused(void **state)
{
	(void)state;
	refused_at("id: x\nbase: national-1999\ntitle: {zh: 试, en: try}\n", 2, 7,
		   "no pack \"national-1999\"");
}

static void an_unknown_key_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "sets: {}\n", 4, 7, "unknown key \"sets\"");
}

static void a_key_twice_is_refused(void **state)
{
	(void)state;
	refused_at(HEAD "id: y\n", 4, 1, "stands twice");
}

static void broken_yaml_is_refused_where_it_breaks(void **state)
{
	(void)state;
	refused_at("id: [x\nbase: y\n", 2, 5, "");
}

static void anchors_and_aliases_are_refused(void **state)
{
	(void)state;
	refused_at("id: &a x\nbase: y\n", 1, 5, "anchors");
	refused_at("a: [*b, *b]\n", 1, 5, "aliases");
}

static void a_deep_text_is_refused_before_it_grows(void **state)
{
	(void)state;
	refused_at("[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, 17, "nested too deeply");
}

/* A layer that lengthens is taken, and stands in the place of its base. */
static void a_longer_notice_is_taken(void **state)
{
	static const char layer[] = HEAD "set:\n  notice: {days: 7}\n";
	struct arena a = { 0 };
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;

	(void)state;
	assert_int_equal(rules_set_built_in(&a, "x.yaml", layer, strlen(layer), &fault, &set), OK);
	assert_int_equal(rules_pack_count(set), 2);
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-06-01"))), "x");
	arena_release(&a);
}

static void calendar_refused(const char *text, unsigned line, const char *why)
{
	struct arena a = { 0 };
	struct rules_set *set = rules_set_new(&a);
	struct rules_fault fault = { 0 };

	assert_int_equal(rules_set_add_calendar(set, "c.yaml", text, strlen(text), &fault),
			 ERR_INPUT);
	if (!strstr(fault.why, why) || fault.line != line)
		fail_msg("%u:%u: %s", fault.line, fault.column, fault.why);
	arena_release(&a);
}

static void calendar_faults_name_their_line(void **state)
{
	(void)state;
	calendar_refused("year: 2026\ndays_off: []\nworkdays: [2026-01-05]\n", 3,
			 "must be a Saturday or Sunday");
	calendar_refused("year: 2026\ndays_off:\n  - {from: 2025-12-31, to: 2026-01-01}\n"
			 "workdays: []\n",
			 3, "not in 2026");
	calendar_refused("year: 2026\ndays_off:\n  - {from: 2026-01-03, to: 2026-01-01}\n"
			 "workdays: []\n",
			 3, "to is before from");
	calendar_refused("year: 2026\ndays_off:\n  - {from: 2026-01-03, to: 2026-01-04}\n"
			 "workdays: [2026-01-04]\n",
			 4, "stands twice");
	calendar_refused("year: soon\ndays_off: []\nworkdays: []\n", 1, "must be a number");
}

/* The committee's minutes of two steps are two papers: one code must not name both. */
static void a_paper_that_stands_twice_is_refused(void **state)
{
	struct arena a = { 0 };
	struct rules_set *set = rules_set_new(&a);
	struct rules_fault fault = { 0 };
	const struct asset *p = asset_find("packs/rules/national-2026.yaml");
	char *text = arena_strndup(&a, (const char *)p->bytes, p->size_bytes);
	char *second = strstr(text, "code: candidate_minutes");

	(void)state;
	assert_non_null(second);
	memcpy(second, "code: activist_minutes ", strlen("code: candidate_minutes"));
	assert_int_equal(rules_set_add_pack(set, "p", text, p->size_bytes, &fault), ERR_INPUT);
	assert_non_null(strstr(fault.why, "the paper activist_minutes stands twice"));
	arena_release(&a);
}

static void packs_in_force_on_the_same_day_are_refused(void **state)
{
	struct arena a = { 0 };
	struct rules_set *set = rules_set_new(&a);
	struct rules_fault fault = { 0 };
	const struct asset *p = asset_find("packs/rules/national-2026.yaml");
	char *later = arena_strndup(&a, (const char *)p->bytes, p->size_bytes);

	(void)state;
	assert_int_equal(rules_set_add_pack(set, "1", later, p->size_bytes, &fault), OK);
	assert_int_equal(rules_set_add_pack(set, "2", later, p->size_bytes, &fault), ERR_INPUT);
	assert_non_null(strstr(fault.why, "is there already"));
	arena_release(&a);

	set = rules_set_new(&a);
	later = arena_strndup(&a, (const char *)p->bytes, p->size_bytes);
	assert_int_equal(rules_set_add_pack(set, "1", later, p->size_bytes, &fault), OK);
	memcpy(strstr(later, "id: national-2026"), "id: national-2027", 17);
	assert_int_equal(rules_set_add_pack(set, "2", later, p->size_bytes, &fault), OK);
	assert_int_equal(rules_set_finish(set, &fault), ERR_INPUT);
	assert_non_null(strstr(fault.why, "in force on the same day"));
	arena_release(&a);
}

/* Every line of a good pack, broken in turn: an answer, and the process lives. */
static void a_pack_with_any_line_missing_is_answered(void **state)
{
	struct arena a = { 0 };
	const struct asset *p = asset_find("packs/rules/national-2014.yaml");
	const char *text = (const char *)p->bytes;
	size_t refused = 0, n = 0;

	(void)state;
	for (const char *line = text; *line && n < 12000; n++) {
		const char *end = strchr(line, '\n');
		struct rules_set *set = rules_set_new(&a);
		struct rules_fault fault = { 0 };
		size_t before = (size_t)(line - text), rest;
		char *cut;

		end = end ? end + 1 : line + strlen(line);
		if (n % 29 == 0) {
			rest = p->size_bytes - (size_t)(end - text);
			cut = arena_alloc(&a, before + rest + 1);
			memcpy(cut, text, before);
			memcpy(cut + before, end, rest + 1);
			refused += rules_set_add_pack(set, "cut", cut, before + rest, &fault) != OK;
			arena_reset(&a);
		}
		line = end;
	}
	assert_true(refused > 10);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shorter_notice_is_refused_with_its_place),
		cmocka_unit_test(a_parameter_the_base_does_not_give_away_is_refused),
		cmocka_unit_test(an_unknown_rule_is_refused),
		cmocka_unit_test(a_parameter_of_another_kind_is_refused),
		cmocka_unit_test(a_number_that_is_none_is_refused),
		cmocka_unit_test(a_layer_without_its_base_is_refused),
		cmocka_unit_test(an_unknown_key_is_refused),
		cmocka_unit_test(a_key_twice_is_refused),
		cmocka_unit_test(broken_yaml_is_refused_where_it_breaks),
		cmocka_unit_test(anchors_and_aliases_are_refused),
		cmocka_unit_test(a_deep_text_is_refused_before_it_grows),
		cmocka_unit_test(a_longer_notice_is_taken),
		cmocka_unit_test(calendar_faults_name_their_line),
		cmocka_unit_test(a_paper_that_stands_twice_is_refused),
		cmocka_unit_test(packs_in_force_on_the_same_day_are_refused),
		cmocka_unit_test(a_pack_with_any_line_missing_is_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
