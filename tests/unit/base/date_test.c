/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/date.h"

static int32_t day(const char *text)
{
	int32_t d;

	assert_int_equal(date_parse(text, &d), OK);
	return d;
}

static void every_day_in_range_comes_back(void **state)
{
	(void)state;
	for (int32_t d = DATE_MIN; d <= DATE_MAX; d++) {
		char text[DATE_SIZE];
		int32_t back;

		date_format(d, text);
		assert_int_equal(date_parse(text, &back), OK);
		assert_int_equal(back, d);
	}
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const char *const bad[] = {
		"2023-02-29", "1900-02-29", "2024-13-01",  "2024-00-10", "2024-04-31", "1899-12-31",
		"2200-01-01", "2024-1-01",  "2024-01-01 ", "",           "2024/01/01", "x024-01-01"
	};
	int32_t d = 5;

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++)
		assert_int_equal(date_parse(bad[i], &d), ERR_INPUT);
	assert_int_equal(d, 5);
}

static void months_are_clipped_to_the_last_day(void **state)
{
	(void)state;
	assert_int_equal(date_add_months(day("2024-01-31"), 1), day("2024-02-29"));
	assert_int_equal(date_add_months(day("2023-08-31"), 6), day("2024-02-29"));
	assert_int_equal(date_add_months(day("2024-02-29"), 12), day("2025-02-28"));
	assert_int_equal(date_add_months(day("2024-03-15"), -3), day("2023-12-15"));
}

static void leap_day_birthday_is_28_february(void **state)
{
	(void)state;
	assert_int_equal(date_birthday(day("2008-02-29"), 18), day("2026-02-28"));
}

static void weekdays(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(day("2026-11-16")), 1);
	assert_int_equal(date_weekday(day("2026-11-22")), 7);
	assert_int_equal(date_weekday(day("1900-01-01")), 1);
}

static void day_in_china_turns_at_16_utc(void **state)
{
	int64_t midnight = (int64_t)day("2026-11-23") * 86400;

	(void)state;
	assert_int_equal(date_of_time(midnight + 16 * 3600 - 1), day("2026-11-23"));
	assert_int_equal(date_of_time(midnight + 16 * 3600), day("2026-11-24"));
}

static void time_is_printed_in_utc(void **state)
{
	char text[DATE_TIME_SIZE];

	(void)state;
	date_time_format(1700000000, text);
	assert_string_equal(text, "2023-11-14T22:13:20Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_in_range_comes_back),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(months_are_clipped_to_the_last_day),
		cmocka_unit_test(leap_day_birthday_is_28_february),
		cmocka_unit_test(weekdays),
		cmocka_unit_test(day_in_china_turns_at_16_utc),
		cmocka_unit_test(time_is_printed_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
