/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/str.h"

static void overlong_and_surrogate_forms_are_not_utf8(void **state)
{
	(void)state;
	assert_true(utf8_valid("基石", 6));
	assert_true(utf8_valid("\xF0\xA0\xAE\xB7", 4));
	assert_false(utf8_valid("\xC0\xAF", 2));
	assert_false(utf8_valid("\xED\xA0\x80", 3));
	assert_false(utf8_valid("\xE5\x9F", 2));
	assert_false(utf8_valid("\xF4\x90\x80\x80", 4));
}

static void trim_takes_spaces_of_any_width(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(str_trim(&a, "　 张三\xC2\xA0", strlen("　 张三\xC2\xA0")), "张三");
	assert_string_equal(str_trim(&a, " \t", 2), "");
	arena_release(&a);
}

static void numbers_are_whole_and_in_range(void **state)
{
	int64_t v = 42;

	(void)state;
	assert_int_equal(str_to_i64("17", 0, 100, &v), OK);
	assert_int_equal(v, 17);
	assert_int_equal(str_to_i64("9223372036854775808", 0, INT64_MAX, &v), ERR_INPUT);
	assert_int_equal(str_to_i64("9223372036854775807", 0, INT64_MAX, &v), OK);
	assert_int_equal(str_to_i64("-9223372036854775808", INT64_MIN, 0, &v), OK);
	assert_int_equal(str_to_i64("-1", 0, 9, &v), ERR_INPUT);
	assert_int_equal(str_to_i64("", 0, 9, &v), ERR_INPUT);
	assert_int_equal(str_to_i64("1 ", 0, 9, &v), ERR_INPUT);
}

static void code_points_round_trip(void **state)
{
	static const uint32_t cps[] = { 0x41, 0xE9, 0x57FA, 0x20BB7 };

	(void)state;
	for (size_t i = 0; i < COUNTOF(cps); i++) {
		char bytes[4];
		const char *at = bytes;
		size_t n = utf8_put(bytes, cps[i]);

		assert_int_equal(utf8_next(&at, bytes + n), cps[i]);
		assert_ptr_equal(at, bytes + n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overlong_and_surrogate_forms_are_not_utf8),
		cmocka_unit_test(trim_takes_spaces_of_any_width),
		cmocka_unit_test(numbers_are_whole_and_in_range),
		cmocka_unit_test(code_points_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
