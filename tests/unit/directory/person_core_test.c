/* SPDX-License-Identifier: Apache-2.0 */
/* A person's state by his dated events, and the check of ID numbers. */
#include "../test.h"
#include "base/str.h"
#include "directory/person_core.h"

static struct person_stage after(struct person_event *events, size_t n)
{
	person_events_sort(events, n);
	return person_stage_after(events, n);
}

static void events_hold_in_the_order_of_their_days(void **state)
{
	struct person_event events[] = {
		{ 4, "full", "2023-05-04" },
		{ 1, "probationary", "2022-05-04" },
		{ 3, "applicant", "2019-10-01" },
		{ 2, "activist", "2020-10-01" },
	};
	struct person_stage now = after(events, 4);

	(void)state;
	assert_string_equal(now.stage, "full");
	assert_string_equal(now.stage_on, "2023-05-04");
	assert_string_equal(now.applied_on, "2019-10-01");
	assert_string_equal(now.joined_on, "2022-05-04");
	assert_string_equal(now.full_on, "2023-05-04");
}

static void a_month_without_day_is_ordered_by_the_way_of_things(void **state)
{
	struct person_event month_first[] = {
		{ 1, "activist", "2019-05" },
		{ 2, "applicant", "2019-05-20" },
	};
	struct person_event month_last[] = {
		{ 1, "applicant", "2019-05" },
		{ 2, "activist", "2019-05-02" },
		{ 3, "candidate", "2019-05-01" },
	};

	(void)state;
	assert_string_equal(after(month_first, 2).stage, "activist");
	assert_string_equal(after(month_last, 3).stage, "candidate");
}

static void in_a_month_of_whole_days_the_day_decides(void **state)
{
	struct person_event events[] = {
		{ 2, "applicant", "2019-05-20" },
		{ 1, "withdrawn", "2019-05-10" },
	};

	(void)state;
	assert_string_equal(after(events, 2).stage, "applicant");
}

static void on_one_day_exits_come_last(void **state)
{
	struct person_event events[] = {
		{ 1, "transferred_out", "2026-07-01" },
		{ 2, "full", "2026-07-01" },
	};

	(void)state;
	assert_string_equal(after(events, 2).stage, "transferred_out");
}

static void cancelled_probation_takes_the_joining_away(void **state)
{
	struct person_event events[] = {
		{ 1, "applicant", "2019-01-01" },
		{ 2, "probationary", "2021-01-01" },
		{ 3, "probation_cancelled", "2022-01-01" },
	};
	struct person_stage now = after(events, 3);

	(void)state;
	assert_string_equal(now.stage, "probation_cancelled");
	assert_null(now.joined_on);
	assert_null(now.full_on);
	assert_string_equal(now.applied_on, "2019-01-01");
}

static void who_joins_again_counts_from_the_second_time(void **state)
{
	struct person_event events[] = {
		{ 1, "probationary", "2001-01-01" },   { 2, "full", "2002-01-01" },
		{ 3, "not_recognised", "2003-01-01" }, { 4, "applicant", "2010-01-01" },
		{ 5, "probationary", "2012-01-01" },
	};
	struct person_stage now = after(events, 5);

	(void)state;
	assert_string_equal(now.applied_on, "2010-01-01");
	assert_string_equal(now.joined_on, "2012-01-01");
	assert_null(now.full_on);
}

static void no_event_is_no_stage(void **state)
{
	struct person_stage now = person_stage_after(NULL, 0);

	(void)state;
	assert_null(now.stage);
	assert_null(now.joined_on);
}

static void lists_tell_who_has_gone(void **state)
{
	(void)state;
	assert_string_equal(person_list_stage("full", false), "full");
	assert_string_equal(person_list_stage(NULL, false), "none");
	assert_string_equal(person_list_stage("full", true), "left");
	assert_string_equal(person_list_stage(NULL, true), "left");
	assert_string_equal(person_list_stage("transferred_out", true), "transferred_out");
	assert_string_equal(person_list_stage("transferred_out", false), "none");
}

static void only_full_members_vote(void **state)
{
	(void)state;
	assert_true(person_may_vote("full"));
	assert_false(person_may_vote("probationary"));
	assert_false(person_may_vote(NULL));
}

static void id_numbers_are_checked(void **state)
{
	static const struct {
		const char *number, *fault;
	} cases[] = {
		{ "319817200103096913", NULL },
		{ "149812197801181631", NULL },
		{ "31981720010309691", "id_length" },
		{ "3198172001030969133", "id_length" },
		{ "", "id_length" },
		{ "31981720010309691A", "id_bad_character" },
		{ "3198172001030969x3", "id_bad_character" },
		{ "31981720010309691x", "id_bad_character" },
		{ "319817200102306913", "id_impossible_birth" },
		{ "319817189912316913", "id_impossible_birth" },
		{ "319817200103096914", "id_check_digit" },
	};
	char birth[11];
	size_t i;

	(void)state;
	for (i = 0; i < COUNTOF(cases); i++) {
		const char *fault = person_id_fault(cases[i].number);

		assert_true(str_eq(fault, cases[i].fault));
	}
	person_id_birth("319817200103096913", birth);
	assert_string_equal(birth, "2001-03-09");
	assert_string_equal(person_id_sex("319817200103096913"), "male");
	assert_string_equal(person_id_sex("619823199906078981"), "female");
}

static void exactly_one_check_digit_is_right(void **state)
{
	char number[19] = "31981720010309691?";
	const char *digits = "0123456789X";
	size_t right = 0, i;

	(void)state;
	for (i = 0; i < 11; i++) {
		number[17] = digits[i];
		right += person_id_fault(number) == NULL;
	}
	assert_int_equal(right, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_hold_in_the_order_of_their_days),
		cmocka_unit_test(a_month_without_day_is_ordered_by_the_way_of_things),
		cmocka_unit_test(in_a_month_of_whole_days_the_day_decides),
		cmocka_unit_test(on_one_day_exits_come_last),
		cmocka_unit_test(cancelled_probation_takes_the_joining_away),
		cmocka_unit_test(who_joins_again_counts_from_the_second_time),
		cmocka_unit_test(no_event_is_no_stage),
		cmocka_unit_test(lists_tell_who_has_gone),
		cmocka_unit_test(only_full_members_vote),
		cmocka_unit_test(id_numbers_are_checked),
		cmocka_unit_test(exactly_one_check_digit_is_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
