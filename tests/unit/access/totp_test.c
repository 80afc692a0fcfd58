/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "access/totp.h"

/* RFC 6238, appendix B: the ASCII secret "12345678901234567890", last six of eight digits. */
static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

static void codes_are_those_of_the_rfc(void **state)
{
	static const struct {
		int64_t at;
		const char *code;
	} vectors[] = {
		{ 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
	};
	char code[TOTP_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNTOF(vectors); i++) {
		assert_int_equal(totp_code(secret, vectors[i].at / TOTP_STEP_SECONDS, code), OK);
		assert_string_equal(code, vectors[i].code);
	}
}

static void code_of_the_step_before_and_after_is_taken(void **state)
{
	int64_t now = 1234567890, middle = now / 30, step;
	char code[TOTP_CODE_SIZE];

	(void)state;
	for (int64_t off = -2; off <= 2; off++) {
		assert_int_equal(totp_code(secret, middle + off, code), OK);
		step = -7;
		assert_int_equal(totp_verify(secret, code, now, 0, &step),
				 off >= -1 && off <= 1 ? OK : ERR_SECOND_FACTOR);
		assert_int_equal(step, off >= -1 && off <= 1 ? middle + off : -7);
	}
}

static void step_that_has_served_serves_no_more(void **state)
{
	int64_t now = 1234567890, middle = now / 30, step;
	char code[TOTP_CODE_SIZE];

	(void)state;
	assert_int_equal(totp_code(secret, middle, code), OK);
	assert_int_equal(totp_verify(secret, code, now, middle - 1, &step), OK);
	assert_int_equal(totp_verify(secret, code, now, middle, &step), ERR_SECOND_FACTOR);
	assert_int_equal(totp_verify(secret, code, now, middle + 1, &step), ERR_SECOND_FACTOR);
}

static void other_texts_are_no_codes(void **state)
{
	static const char *const bad[] = { "",       "00592",  "0059240",
					   "005925", "abcdef", "００５９２４" };
	int64_t step;

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++)
		assert_int_equal(totp_verify(secret, bad[i], 1234567890, 0, &step),
				 ERR_SECOND_FACTOR);
	assert_int_equal(totp_verify(secret, NULL, 1234567890, 0, &step), ERR_SECOND_FACTOR);
	assert_int_equal(totp_verify("short", "005924", 1234567890, 0, &step), ERR_INPUT);
	assert_int_equal(
		totp_verify("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "005924", 1234567890, 0, &step),
		ERR_INPUT);
}

static void new_secrets_are_32_characters_and_differ(void **state)
{
	char one[TOTP_SECRET_SIZE], two[TOTP_SECRET_SIZE], code[TOTP_CODE_SIZE];

	(void)state;
	totp_secret_new(one);
	totp_secret_new(two);
	assert_int_equal(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 32);
	assert_string_not_equal(one, two);
	assert_int_equal(totp_code(one, 1, code), OK);
}

static void uri_names_the_login_percent_encoded(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(totp_uri(&a, secret, "zhao.yi"),
			    "otpauth://totp/Jishi:zhao.yi?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
			    "&issuer=Jishi");
	assert_string_equal(totp_uri(&a, secret, "赵 1&x=y"),
			    "otpauth://totp/Jishi:%E8%B5%B5%201%26x%3Dy?secret="
			    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jishi");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(code_of_the_step_before_and_after_is_taken),
		cmocka_unit_test(step_that_has_served_serves_no_more),
		cmocka_unit_test(other_texts_are_no_codes),
		cmocka_unit_test(new_secrets_are_32_characters_and_differ),
		cmocka_unit_test(uri_names_the_login_percent_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
