/* SPDX-License-Identifier: Apache-2.0 */
/* Replay of an organisation's events, and the rules of founding, posts and goals. */
#include "../test.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "directory/directory.h"
#include "directory/organisation_core.h"
#include "directory/organisation_tree.h"

static struct arena arena;

static int setup(void **state)
{
	int32_t day;

	(void)state;
	arena_init(&arena);
	if (date_parse("2026-11-23", &day))
		return -1;
	clock_set_today(day);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	clock_set_today(DATE_NONE);
	arena_release(&arena);
	return 0;
}

#define FOUNDED(day)                                                                               \
	{                                                                                          \
		.kind = "founded", .happened_on = (day), .name = "甲支部",                         \
		.organisation_kind = "branch", .parent_id = 1                                      \
	}

static void a_life_is_cut_where_something_changed(void **state)
{
	const struct organisation_event events[] = {
		FOUNDED("2000-01-01"),
		{ .kind = "renamed", .happened_on = "2010-05-04", .name = "乙支部" },
		{ .kind = "moved", .happened_on = "2012-01-01", .parent_id = 2 },
		{ .kind = "changed_kind",
		  .happened_on = "2015-01-01",
		  .organisation_kind = "general_branch" },
		{ .kind = "closed", .happened_on = "2020-01-01" },
	};
	struct organisation_life life;

	(void)state;
	assert_int_equal(organisation_replay(&arena, events, 5, &life), OK);
	assert_int_equal(life.n, 4);
	assert_string_equal(life.spans[0].name, "甲支部");
	assert_string_equal(life.spans[0].until_on, "2010-05-04");
	assert_string_equal(life.spans[1].name, "乙支部");
	assert_int_equal(life.spans[1].parent_id, 1);
	assert_int_equal(life.spans[2].parent_id, 2);
	assert_string_equal(life.spans[3].kind, "general_branch");
	assert_string_equal(life.spans[3].until_on, "2020-01-01");
	assert_string_equal(life.founded_on, "2000-01-01");
	assert_string_equal(life.closed_on, "2020-01-01");
	assert_string_equal(life.last.name, "乙支部");
}

static void events_of_one_day_make_one_span(void **state)
{
	const struct organisation_event events[] = {
		FOUNDED("2000-01-01"),
		{ .kind = "renamed", .happened_on = "2000-01-01", .name = "乙支部" },
		{ .kind = "moved", .happened_on = "2001-01-01", .parent_id = 2 },
		{ .kind = "renamed", .happened_on = "2001-01-01", .name = "丙支部" },
	};
	struct organisation_life life;

	(void)state;
	assert_int_equal(organisation_replay(&arena, events, 4, &life), OK);
	assert_int_equal(life.n, 2);
	assert_string_equal(life.spans[0].name, "乙支部");
	assert_string_equal(life.spans[1].name, "丙支部");
	assert_null(life.spans[1].until_on);
}

static void founded_and_closed_on_one_day_it_never_stood(void **state)
{
	const struct organisation_event events[] = {
		FOUNDED("2000-01-01"),
		{ .kind = "closed", .happened_on = "2000-01-01" },
	};
	struct organisation_life life;

	(void)state;
	assert_int_equal(organisation_replay(&arena, events, 2, &life), OK);
	assert_int_equal(life.n, 0);
	assert_string_equal(life.last.name, "甲支部");
}

static void a_life_begins_once_and_ends_for_good(void **state)
{
	const struct organisation_event unfounded[] = {
		{ .kind = "renamed", .happened_on = "2000-01-01", .name = "x" }
	};
	const struct organisation_event twice[] = { FOUNDED("2000-01-01"), FOUNDED("2001-01-01") };
	const struct organisation_event after_end[] = {
		FOUNDED("2000-01-01"),
		{ .kind = "merged", .happened_on = "2001-01-01" },
		{ .kind = "renamed", .happened_on = "2002-01-01", .name = "x" },
	};
	struct organisation_life life;

	(void)state;
	assert_int_equal(organisation_replay(&arena, NULL, 0, &life), ERR_CONFLICT);
	assert_int_equal(organisation_replay(&arena, unfounded, 1, &life), ERR_CONFLICT);
	assert_int_equal(organisation_replay(&arena, twice, 2, &life), ERR_CONFLICT);
	assert_int_equal(organisation_replay(&arena, after_end, 3, &life), ERR_CONFLICT);
}

static void founding_a_branch_needs_three_full_members_S000_15(void **state)
{
	(void)state;
	assert_true(organisation_founding("branch", 2, 2).too_few);
	assert_true(organisation_founding("joint_branch", 2, 9).too_few);
	assert_true(organisation_founding("direct_branch", 0, 0).too_few);
	assert_false(organisation_founding("branch", 3, 3).too_few);
	assert_false(organisation_founding("branch", 3, 50).too_many);
	assert_true(organisation_founding("branch", 51, 51).too_many);
	assert_false(organisation_founding("general_branch", 0, 0).too_few);
	assert_false(organisation_founding("school_committee", 500, 500).too_many);
}

static void a_small_branch_has_no_committee_S000_16(void **state)
{
	(void)state;
	assert_false(post_needs_committee("branch_secretary", "branch", 3));
	assert_true(post_needs_committee("publicity_officer", "branch", 3));
	assert_true(post_needs_committee("organisation_officer", "branch", 6));
	assert_false(post_needs_committee("organisation_officer", "branch", 7));
	assert_false(post_needs_committee("committee_member", "school_committee", 3));
}

static void goals_of_a_class_by_its_year_S000_14(void **state)
{
	static const struct {
		struct class_facts facts;
		const char *goal;
	} cases[] = {
		{ { 1, 0, 0, false, false }, "not_met" },
		{ { 1, 1, 0, false, false }, "met" },
		{ { 2, 2, 2, false, false }, "not_met" },
		{ { 2, 2, 2, true, false }, "met" },
		{ { 2, 3, 3, false, true }, "met" },
		{ { 3, 4, 4, false, false }, "may_found_branch" },
		{ { 3, 4, 2, true, false }, "not_met" },
		{ { 3, 4, 4, true, true }, "met" },
		{ { 0, 9, 9, true, true }, "unknown" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNTOF(cases); i++)
		assert_string_equal(class_goal(&cases[i].facts), cases[i].goal);
}

static void goals_of_years_and_campuses_S003_02(void **state)
{
	const struct class_facts classes[] = {
		{ 1, 1, 0, false, false }, { 2, 0, 0, false, false }, { 3, 5, 5, false, true },
		{ 4, 5, 5, false, true },  { 0, 0, 0, false, false },
	};
	struct goals goals = goals_of(classes, COUNTOF(classes));

	(void)state;
	assert_int_equal(goals.lower, 2);
	assert_int_equal(goals.lower_met, 1);
	assert_int_equal(goals.upper, 2);
	assert_int_equal(goals.upper_met, 2);
	assert_string_equal(goal_state(goals.lower_met, goals.lower), "not_met");
	assert_string_equal(goal_state(goals.upper_met, goals.upper), "met");
	assert_string_equal(goal_state(0, 0), "none");
}

static void a_year_of_study_begins_in_september(void **state)
{
	(void)state;
	assert_int_equal(study_year(2026, "2026-08-31"), 0);
	assert_int_equal(study_year(2026, "2026-09-01"), 1);
	assert_int_equal(study_year(2024, "2026-11-23"), 3);
	assert_int_equal(study_year(0, "2026-11-23"), 0);
	assert_int_equal(study_year(2030, "2026-11-23"), 0);
}

static void days_of_the_future_are_not_past(void **state)
{
	(void)state;
	assert_true(day_is_past("2026-11-23", false));
	assert_false(day_is_past("2026-11-24", false));
	assert_true(day_is_past("2026-11", true));
	assert_false(day_is_past("2026-12", true));
	assert_false(day_is_past("2026-11", false));
	assert_false(day_is_past("2026-02-30", false));
	assert_false(day_is_past("2026-1-1", true));
	assert_false(day_is_past("", true));
	assert_false(day_is_past(NULL, true));
}

static void kinds_have_levels(void **state)
{
	(void)state;
	assert_int_equal(organisation_level("school_party_committee"), LEVEL_ROOT);
	assert_int_equal(organisation_level("general_branch"), LEVEL_UPPER);
	assert_int_equal(organisation_level("direct_branch"), LEVEL_UPPER);
	assert_int_equal(organisation_level("temporary_branch"), LEVEL_BRANCH);
	assert_true(directory_is_branch("direct_branch"));
	assert_false(directory_is_branch("general_branch"));
	assert_true(directory_is_committee("grassroots_committee"));
	assert_false(directory_is_committee("general_branch"));
}

/* ---- the order of the tree ---- */

static size_t order(const struct organisation_row *rows, size_t n, struct organisation_row **ret)
{
	return organisation_tree_order(&arena, rows, n, ret);
}

static void a_node_stands_before_its_children(void **state)
{
	const struct organisation_row rows[] = {
		{ .id = 1, .code = "S" },
		{ .id = 9, .parent_id = 1, .code = "A" },
		{ .id = 4, .parent_id = 1, .code = "B" },
		{ .id = 7, .parent_id = 4, .code = "B1" },
		{ .id = 5, .parent_id = 9, .code = "A1" },
		{ .id = 6, .parent_id = 9, .code = "A2" },
	};
	static const char *const codes[] = { "S", "A", "A1", "A2", "B", "B1" };
	static const int depths[] = { 0, 1, 2, 2, 1, 2 };
	struct organisation_row *out;
	size_t i;

	(void)state;
	assert_int_equal(order(rows, 6, &out), 6);
	for (i = 0; i < 6; i++) {
		assert_string_equal(out[i].code, codes[i]);
		assert_int_equal(out[i].depth, depths[i]);
	}
}

static void who_has_no_parent_in_the_list_is_a_root(void **state)
{
	const struct organisation_row rows[] = {
		{ .id = 5, .parent_id = 2, .depth = 2, .code = "X" },
		{ .id = 6, .parent_id = 5, .depth = 3, .code = "X1" },
		{ .id = 8, .parent_id = 3, .depth = 2, .code = "Y" },
	};
	struct organisation_row *out;

	(void)state;
	assert_int_equal(order(rows, 3, &out), 3);
	assert_string_equal(out[1].code, "X1");
	assert_int_equal(out[1].depth, 3);
	assert_string_equal(out[2].code, "Y");
	assert_int_equal(order(NULL, 0, &out), 0);
}

static void a_deep_chain_comes_back_to_its_root(void **state)
{
	struct organisation_row rows[301] = { { .id = 1, .code = "root" } };
	struct organisation_row *out;
	size_t i;

	(void)state;
	for (i = 1; i < 300; i++)
		rows[i] = (struct organisation_row){ .id = (int64_t)i + 1,
						     .parent_id = (int64_t)i,
						     .code = "n" };
	rows[300] = (struct organisation_row){ .id = 900, .parent_id = 1, .code = "last" };
	assert_int_equal(order(rows, 301, &out), 301);
	assert_int_equal(out[299].depth, 299);
	assert_string_equal(out[300].code, "last");
	assert_int_equal(out[300].depth, 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_life_is_cut_where_something_changed),
		T(events_of_one_day_make_one_span),
		T(founded_and_closed_on_one_day_it_never_stood),
		T(a_life_begins_once_and_ends_for_good),
		T(founding_a_branch_needs_three_full_members_S000_15),
		T(a_small_branch_has_no_committee_S000_16),
		T(goals_of_a_class_by_its_year_S000_14),
		T(goals_of_years_and_campuses_S003_02),
		T(a_year_of_study_begins_in_september),
		T(days_of_the_future_are_not_past),
		T(kinds_have_levels),
		T(a_node_stands_before_its_children),
		T(who_has_no_parent_in_the_list_is_a_root),
		T(a_deep_chain_comes_back_to_its_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
