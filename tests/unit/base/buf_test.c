/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/buf.h"

static void over_the_maximum_is_too_large_and_keeps_the_rest(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	buf_adds(&b, "12345678");
	assert_int_equal(buf_check(&b), OK);
	buf_addc(&b, '9');
	assert_int_equal(buf_check(&b), ERR_TOO_LARGE);
	assert_string_equal(b.text, "12345678");
	buf_release(&b);
}

static void text_is_never_null(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_string_equal(b.text, "");
	buf_addf(&b, "%d-%s", 7, "a");
	assert_string_equal(b.text, "7-a");
	buf_reset(&b);
	assert_string_equal(b.text, "");
	buf_release(&b);
}

static void numbers_at_the_ends_of_the_range(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	buf_addi(&b, INT64_MIN);
	buf_addc(&b, ' ');
	buf_addi(&b, INT64_MAX);
	assert_string_equal(b.text, "-9223372036854775808 9223372036854775807");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_the_maximum_is_too_large_and_keeps_the_rest),
		cmocka_unit_test(text_is_never_null),
		cmocka_unit_test(numbers_at_the_ends_of_the_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
