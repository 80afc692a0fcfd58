/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/date.h"
#include "doc/xlsx_read.h"

static void formats_with_date_letters_are_dates(void **state)
{
	(void)state;
	assert_true(xlsx_format_is_date("yyyy\"年\"m\"月\"d\"日\""));
	assert_true(xlsx_format_is_date("yyyy\\-mm\\-dd"));
	assert_true(xlsx_format_is_date("[$-804]yyyy/m/d;@"));
	assert_true(xlsx_format_is_date("[h]:mm:ss"));
}

static void quoted_escaped_and_bracketed_letters_do_not_count(void **state)
{
	(void)state;
	assert_false(xlsx_format_is_date("0\"day\""));
	assert_false(xlsx_format_is_date("[Red]0.00"));
	assert_false(xlsx_format_is_date("0\\d"));
	assert_false(xlsx_format_is_date("#,##0_d"));
	assert_false(xlsx_format_is_date("General"));
	assert_false(xlsx_format_is_date("@"));
	assert_false(xlsx_format_is_date("0.00E+00"));
	assert_false(
		xlsx_format_is_date("0;yyyy")); /* the second section is for negative numbers */
	assert_false(xlsx_format_is_date("\"yyyy")); /* an open quote goes to the end */
	assert_false(xlsx_format_is_date(""));
}

static void assert_serial(double serial, const char *day)
{
	char text[DATE_SIZE];
	int32_t got;

	assert_int_equal(xlsx_serial_to_day(serial, &got), OK);
	date_format(got, text);
	assert_string_equal(text, day);
}

static void serials_are_days_since_1900(void **state)
{
	(void)state;
	assert_serial(1, "1900-01-01");
	assert_serial(59, "1900-02-28");
	assert_serial(61, "1900-03-01");
	assert_serial(36526, "2000-01-01");
	assert_serial(44000.999, "2020-06-18");
	assert_serial(109574, "2199-12-31");
}

static void the_leap_day_that_never_was_is_no_day(void **state)
{
	int32_t day = 42;

	(void)state;
	assert_int_equal(xlsx_serial_to_day(60, &day), ERR_INPUT);
	assert_int_equal(xlsx_serial_to_day(0.5, &day), ERR_INPUT);
	assert_int_equal(xlsx_serial_to_day(-3, &day), ERR_INPUT);
	assert_int_equal(xlsx_serial_to_day(109575, &day), ERR_INPUT);
	assert_int_equal(xlsx_serial_to_day(1e300, &day), ERR_INPUT);
	assert_int_equal(day, 42);
}

static void column_letters_go_both_ways(void **state)
{
	static const struct {
		const char *letters;
		uint32_t column;
	} pairs[] = { { "A", 1 },    { "Z", 26 },    { "AA", 27 },    { "AZ", 52 },
		      { "ZZ", 702 }, { "AAA", 703 }, { "XFD", 16384 } };
	char text[XLSX_COLUMN_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNTOF(pairs); i++) {
		const char *at = pairs[i].letters;

		xlsx_column_format(pairs[i].column, text);
		assert_string_equal(text, pairs[i].letters);
		assert_int_equal(xlsx_column_parse(&at), pairs[i].column);
		assert_int_equal(*at, 0);
	}
}

static void columns_behind_the_last_are_none(void **state)
{
	const char *over = "XFE1";
	const char *lower = "a1";

	(void)state;
	assert_int_equal(xlsx_column_parse(&over), 0);
	assert_int_equal(xlsx_column_parse(&lower), 0);
}

static void a_missing_file_is_an_io_error(void **state)
{
	struct arena a;
	struct xlsx *x = NULL;
	enum xlsx_refusal why;

	(void)state;
	arena_init(&a);
	assert_int_equal(xlsx_open(&a, "/nonexistent/x.xlsx", &why, &x), ERR_IO);
	assert_null(x);
	arena_release(&a);
}

struct stop_at {
	uint32_t row;
	size_t seen;
};

static enum err stop(void *arg, const struct xlsx_row *row)
{
	struct stop_at *s = arg;

	s->seen++;
	return row->number == s->row ? ERR_STOPPING : OK;
}

static void the_receiver_of_rows_can_end_the_reading(void **state)
{
	struct stop_at s = { .row = 5 };
	const struct xlsx_sink sink = { stop, NULL, &s };
	struct xlsx *x = NULL;
	enum xlsx_refusal why;
	struct arena a;
	char *path;

	(void)state;
	arena_init(&a);
	path = arena_printf(&a, "%s/tests/samples/roster-wps.xlsx", getenv("JISHI_SOURCE"));
	assert_int_equal(xlsx_open(&a, path, &why, &x), OK);
	assert_int_equal(xlsx_sheets(x), 3);
	assert_string_equal(xlsx_sheet(x, 0)->name, "Sheet1");
	assert_int_equal(xlsx_read_sheet(x, 0, &sink, &why), ERR_STOPPING);
	assert_int_equal(why, XLSX_FINE);
	assert_int_equal(s.seen, 5);
	assert_true(xlsx_bytes_read(x) > 0 && xlsx_bytes_read(x) <= xlsx_bytes_total(x));
	xlsx_close(&x);
	assert_null(x);
	arena_release(&a);
}

static void every_refusal_says_in_chinese_what_to_do(void **state)
{
	(void)state;
	for (int i = XLSX_FINE + 1; i < XLSX_REFUSAL__MAX; i++) {
		const char *zh = xlsx_refusal_zh((enum xlsx_refusal)i);

		assert_string_equal(zh + strlen(zh) - strlen("。"), "。");
		assert_true(strlen(xlsx_refusal_code((enum xlsx_refusal)i)) > 0);
		assert_true(strlen(xlsx_refusal_en((enum xlsx_refusal)i)) > 0);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(xlsx_refusal_code((enum xlsx_refusal)i),
						xlsx_refusal_code((enum xlsx_refusal)k));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_with_date_letters_are_dates),
		cmocka_unit_test(quoted_escaped_and_bracketed_letters_do_not_count),
		cmocka_unit_test(serials_are_days_since_1900),
		cmocka_unit_test(the_leap_day_that_never_was_is_no_day),
		cmocka_unit_test(column_letters_go_both_ways),
		cmocka_unit_test(columns_behind_the_last_are_none),
		cmocka_unit_test(a_missing_file_is_an_io_error),
		cmocka_unit_test(the_receiver_of_rows_can_end_the_reading),
		cmocka_unit_test(every_refusal_says_in_chinese_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
