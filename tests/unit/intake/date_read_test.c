/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "intake/text.h"

static void assert_text(const char *text, const char *wanted)
{
	char got[DATE_SIZE];
	struct span s;

	if (date_read_text(text, &s) != DATE_FINE)
		fail_msg("%s was not read", text);
	span_format(s, got);
	assert_string_equal(got, wanted);
}

static void a_day_may_be_written_in_many_ways(void **state)
{
	static const char *const ways[] = { "2024-05-04",
					    "2024/5/4",
					    "2024.5.4",
					    "2024.05.04",
					    "20240504",
					    "2024年5月4日",
					    "2024年05月04日",
					    "2024年5月4号",
					    "2024 年 5 月 4 日",
					    "2024-05-04 00:00:00",
					    "2024-05-04T08:30:00Z",
					    "2024-5-4 8:30",
					    " 2024、5、4",
					    "2024.5.4." };

	(void)state;
	for (size_t i = 0; i < COUNTOF(ways); i++)
		assert_text(ways[i], "2024-05-04");
}

static void a_month_keeps_its_precision(void **state)
{
	static const char *const ways[] = { "2024-05", "2024/5",    "2024.5",      "2024.05",
					    "202405",  "2024年5月", "2024年05月份" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(ways); i++)
		assert_text(ways[i], "2024-05");
	assert_text("2019.10", "2019-10");
	assert_text("2019.1", "2019-01"); /* a text, so no zero was lost */
}

static void a_month_spans_its_days(void **state)
{
	struct span s;

	(void)state;
	assert_int_equal(date_read_text("2024.02", &s), DATE_FINE);
	assert_int_equal(s.last - s.first, 28);
}

static void days_that_do_not_exist_are_impossible(void **state)
{
	static const char *const texts[] = { "2021-02-30",    "2021-13-01", "20210230",
					     "2021年2月29日", "2021-00-10", "202113",
					     "1899-12-31",    "2300-01-01" };
	struct span s;

	(void)state;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		assert_int_equal(date_read_text(texts[i], &s), DATE_IMPOSSIBLE);
}

static void what_is_no_date_is_unreadable(void **state)
{
	static const char *const texts[] = { "",
					     "去年五月",
					     "98.5.4",
					     "2024",
					     "2024年",
					     "2024-05-04x",
					     "2024-05-04 x",
					     "5/4/2024",
					     "043",
					     "2024-123",
					     "2024-05-123",
					     "20240504123",
					     "二〇二四年五月",
					     "2024-05-04 99999" };
	struct span s;

	(void)state;
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		if (date_read_text(texts[i], &s) != DATE_UNREADABLE)
			fail_msg("%s", texts[i]);
	}
}

static void assert_number(double number, bool styled, const char *wanted)
{
	char got[DATE_SIZE];
	struct span s;

	assert_int_equal(date_read_number(number, styled, &s), DATE_FINE);
	span_format(s, got);
	assert_string_equal(got, wanted);
}

static void numbers_are_dates_in_three_ways(void **state)
{
	(void)state;
	assert_number(20240504, false, "2024-05-04");
	assert_number(198305, false, "1983-05");
	assert_number(45416, true, "2024-05-04");
	assert_number(45416, false, "2024-05-04");
	assert_number(2024.05, false, "2024-05");
	assert_number(2024.5, false, "2024-05");
	assert_number(2024.12, false, "2024-12");
	assert_number(2024.11, false, "2024-11");
	assert_number(45416.75, true, "2024-05-04");
	assert_number(20240504, true, "2024-05-04");
}

static void a_lost_zero_makes_the_month_ambiguous(void **state)
{
	struct span s;

	(void)state;
	assert_int_equal(date_read_number(2019.1, false, &s), DATE_AMBIGUOUS);
}

static void other_numbers_are_no_dates(void **state)
{
	static const double numbers[] = {
		0, -1, 12, 2024, 2024.123, 2024.13, 99999999999.0, 300000, 45416.5, 1e300, 123.05
	};
	struct span s;

	(void)state;
	for (size_t i = 0; i < COUNTOF(numbers); i++) {
		if (date_read_number(numbers[i], false, &s) == DATE_FINE)
			fail_msg("%g", numbers[i]);
	}
	assert_int_equal(date_read_number(20240230, false, &s), DATE_IMPOSSIBLE);
}

static void assert_period(const char *text, const char *from, const char *to)
{
	char a_text[DATE_SIZE], b_text[DATE_SIZE];
	struct arena a;
	struct span s;

	arena_init(&a);
	if (period_read(&a, text, &s) != DATE_FINE)
		fail_msg("%s was not read", text);
	date_format(s.first, a_text);
	date_format(s.last, b_text);
	assert_string_equal(a_text, from);
	assert_string_equal(b_text, to);
	arena_release(&a);
}

static void periods_may_leave_out_year_and_month(void **state)
{
	static const char *const ways[] = { "2025年5月12日—5月16日", "2025-05-12至2025-05-16",
					    "2025.5.12-5.16",        "2025-05-12-2025-05-16",
					    "2025年5月12日至16日",   "2025/5/12~5/16",
					    "2025.5.12—2025.5.16",   "2025年5月12日-5月16日",
					    "20250512-20250516" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(ways); i++)
		assert_period(ways[i], "2025-05-12", "2025-05-16");
	assert_period("2025.12.29-1.5", "2025-12-29", "2026-01-05");
}

static void half_a_period_is_unreadable(void **state)
{
	static const char *const texts[] = { "",       "2025-05-12",   "2025年5月",
					     "至",     "2025-05-12至", "至2025-05-16",
					     "已公示", "2025.5-2025.6" };
	struct arena a;
	struct span s;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		if (period_read(&a, texts[i], &s) == DATE_FINE)
			fail_msg("%s", texts[i]);
	}
	assert_int_equal(period_read(&a, "2025-02-28至2025-02-30", &s), DATE_IMPOSSIBLE);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_may_be_written_in_many_ways),
		cmocka_unit_test(a_month_keeps_its_precision),
		cmocka_unit_test(a_month_spans_its_days),
		cmocka_unit_test(days_that_do_not_exist_are_impossible),
		cmocka_unit_test(what_is_no_date_is_unreadable),
		cmocka_unit_test(numbers_are_dates_in_three_ways),
		cmocka_unit_test(a_lost_zero_makes_the_month_ambiguous),
		cmocka_unit_test(other_numbers_are_no_dates),
		cmocka_unit_test(periods_may_leave_out_year_and_month),
		cmocka_unit_test(half_a_period_is_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
