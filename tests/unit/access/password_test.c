/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include <sodium.h>
#include <time.h>

#include "access/password.h"
#include "base/str.h"

static void hash_matches_its_password_only(void **state)
{
	char hash[PASSWORD_HASH_SIZE];

	(void)state;
	assert_int_equal(password_hash("基石要牢固二〇二六", hash), OK);
	assert_true(password_matches(hash, "基石要牢固二〇二六"));
	assert_false(password_matches(hash, "基石要牢固二〇二七"));
	assert_false(password_matches(hash, ""));
	assert_false(password_matches("$argon2id$broken", "x"));
}

static void costs_are_two_passes_over_32_mib(void **state)
{
	char hash[PASSWORD_HASH_SIZE], other[PASSWORD_HASH_SIZE];

	(void)state;
	assert_int_equal(password_hash("a password like that", hash), OK);
	assert_true(str_starts(hash, "$argon2id$v=19$m=32768,t=2,p=1$"));
	assert_false(password_is_old(hash));
	assert_int_equal(crypto_pwhash_str(other, "x", 1, 1, (size_t)8 << 20), 0);
	assert_true(password_is_old(other));
}

static void same_password_has_another_hash_each_time(void **state)
{
	char one[PASSWORD_HASH_SIZE], two[PASSWORD_HASH_SIZE];

	(void)state;
	assert_int_equal(password_hash("a password like that", one), OK);
	assert_int_equal(password_hash("a password like that", two), OK);
	assert_string_not_equal(one, two);
}

static double cpu_seconds(const char *hash)
{
	struct timespec from, to;
	double best = 1e9;

	for (int i = 0; i < 5; i++) {
		double seconds;

		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
		assert_false(password_matches(hash, "a wrong password"));
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
		seconds = (double)(to.tv_sec - from.tv_sec) +
			  (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		best = seconds < best ? seconds : best;
	}
	return best;
}

static void unknown_login_costs_as_much_as_a_known_one(void **state)
{
	char hash[PASSWORD_HASH_SIZE];
	double known, unknown;

	(void)state;
	assert_int_equal(password_hash("a password like that", hash), OK);
	known = cpu_seconds(hash);
	unknown = cpu_seconds(NULL);
	assert_true(unknown > known / 2 && unknown < known * 2);
	assert_true(cpu_seconds("") > known / 2);
}

static void dummy_hash_belongs_to_no_account(void **state)
{
	(void)state;
	assert_false(password_matches(NULL, ""));
	assert_false(password_matches("", "password"));
}

static void what_everybody_tries_is_refused(void **state)
{
	static const char *const bad[] = { "1234567890",   "Password123",  "QWERTYUIOP",
					   "woaini1314",   "aaaaaaaaaaaa", "0123456789",
					   "abcdefghijkl", "9876543210" };
	static const char *const good[] = { "zhibu-2026-chun", "基石要牢固二〇二六", "1234567890x!",
					    "aaaaaaaaab" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++)
		assert_string_equal(password_fault("zhao", bad[i]), "too_common");
	for (size_t i = 0; i < COUNTOF(good); i++)
		assert_null(password_fault("zhao", good[i]));
}

static void login_is_no_password(void **state)
{
	static const char *const bad[] = { "zhaoyi2026", "ZhaoYi2026", "zhaoyi2026zhaoyi2026",
					   "zhaoyi2026!", "zhaoyi2026123" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++)
		assert_string_equal(password_fault("zhaoyi2026", bad[i]), "is_login");
	assert_null(password_fault("zhaoyi2026", "zhaoyi2026 in spring"));
	assert_null(password_fault("", "something else"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_matches_its_password_only),
		cmocka_unit_test(costs_are_two_passes_over_32_mib),
		cmocka_unit_test(same_password_has_another_hash_each_time),
		cmocka_unit_test(unknown_login_costs_as_much_as_a_known_one),
		cmocka_unit_test(dummy_hash_belongs_to_no_account),
		cmocka_unit_test(what_everybody_tries_is_refused),
		cmocka_unit_test(login_is_no_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
