/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/compat.h"
#include "http/guard.h"

struct line {
	const char *name, *value;
};

static bool passes(const struct line *lines, const char *version, const char *target)
{
	struct guard g;

	guard_begin(&g);
	for (; lines->name; lines++)
		guard_header(&g, lines->name, strlen(lines->name), lines->value,
			     strlen(lines->value));
	return guard_passes(&g, version, target);
}

static bool one(const char *name, const char *value)
{
	const struct line lines[] = { { "Host", "a" }, { name, value }, { NULL, NULL } };

	return passes(lines, "HTTP/1.1", "/");
}

static void exactly_one_host_is_wanted(void **state)
{
	const struct line none[] = { { "Accept", "a" }, { NULL, NULL } };
	const struct line two[] = { { "Host", "a" }, { "hOST", "a" }, { NULL, NULL } };

	(void)state;
	assert_false(passes(none, "HTTP/1.1", "/"));
	assert_false(passes(none, "HTTP/1.0", "/"));
	assert_false(passes(two, "HTTP/1.1", "/"));
	assert_true(one("Accept", "*/*"));
}

static void a_host_is_a_name_and_a_port(void **state)
{
	static const char *const good[] = { "jishi.example.edu.cn", "127.0.0.1:8420", "[::1]:80" };
	static const char *const bad[] = { "", "a b", "a,b", "a/b", "u@a", "a\tb", "<a>" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(good); i++) {
		const struct line lines[] = { { "Host", good[i] }, { NULL, NULL } };

		assert_true(passes(lines, "HTTP/1.1", "/"));
	}
	for (size_t i = 0; i < COUNTOF(bad); i++) {
		const struct line lines[] = { { "Host", bad[i] }, { NULL, NULL } };

		assert_false(passes(lines, "HTTP/1.1", "/"));
	}
}

static void a_length_is_digits_only_and_once(void **state)
{
	const struct line twice[] = { { "Host", "a" },
				      { "Content-Length", "3" },
				      { "Content-Length", "3" },
				      { NULL, NULL } };
	static const char *const bad[] = { "+3", "-3",  " 3",
					   "3 ", "0x3", "3,3",
					   "",   "3.0", "9999999999999999999" };

	(void)state;
	assert_true(one("Content-Length", "0"));
	assert_true(one("Content-Length", "12345"));
	assert_false(passes(twice, "HTTP/1.1", "/"));
	for (size_t i = 0; i < COUNTOF(bad); i++)
		assert_false(one("Content-Length", bad[i]));
}

static void framing_is_told_one_way(void **state)
{
	const struct line both[] = { { "Host", "a" },
				     { "Content-Length", "3" },
				     { "Transfer-Encoding", "chunked" },
				     { NULL, NULL } };
	const struct line twice[] = { { "Host", "a" },
				      { "Transfer-Encoding", "chunked" },
				      { "Transfer-Encoding", "chunked" },
				      { NULL, NULL } };
	const struct line chunked[] = { { "Host", "a" },
					{ "Transfer-Encoding", "Chunked" },
					{ NULL, NULL } };

	(void)state;
	assert_false(passes(both, "HTTP/1.1", "/"));
	assert_false(passes(twice, "HTTP/1.1", "/"));
	assert_true(passes(chunked, "HTTP/1.1", "/"));
	assert_false(passes(chunked, "HTTP/1.0", "/"));
	assert_false(one("Transfer-Encoding", "gzip, chunked"));
	assert_false(one("Transfer-Encoding", "identity"));
	assert_false(one("Transfer-Encoding", "xchunked"));
}

static void header_names_are_words(void **state)
{
	(void)state;
	assert_false(one("X Y", "1"));
	assert_false(one("X-Y ", "1"));
	assert_false(one("", "1"));
	assert_true(one("X_Y-1", "1"));
}

static void nul_in_a_value_is_refused(void **state)
{
	struct guard g;

	(void)state;
	guard_begin(&g);
	guard_header(&g, "Host", 4, "a", 1);
	guard_header(&g, "X", 1, "a\0b", 3);
	assert_false(guard_passes(&g, "HTTP/1.1", "/"));
}

static void targets_and_versions_are_the_usual_ones(void **state)
{
	const struct line lines[] = { { "Host", "a" }, { NULL, NULL } };

	(void)state;
	assert_true(passes(lines, "HTTP/1.0", "/a"));
	assert_false(passes(lines, "HTTP/1.2", "/a"));
	assert_false(passes(lines, "HTTP/2.0", "/a"));
	assert_false(passes(lines, "HTTP/1.1", "http://a/"));
	assert_false(passes(lines, "HTTP/1.1", "*"));
}

static void request_ids_are_words_of_16_to_64(void **state)
{
	(void)state;
	assert_true(guard_request_id("0123456789abcdef"));
	assert_true(guard_request_id("0123456789abcdef-_ABCDEF"));
	assert_false(guard_request_id("0123456789abcde"));
	assert_false(guard_request_id("0123456789abcdef\n"));
	assert_false(guard_request_id("0123456789abcde\""));
	assert_false(guard_request_id(NULL));
	assert_false(guard_request_id(
		"01234567890123456789012345678901234567890123456789012345678901234"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exactly_one_host_is_wanted),
		cmocka_unit_test(a_host_is_a_name_and_a_port),
		cmocka_unit_test(a_length_is_digits_only_and_once),
		cmocka_unit_test(framing_is_told_one_way),
		cmocka_unit_test(header_names_are_words),
		cmocka_unit_test(nul_in_a_value_is_refused),
		cmocka_unit_test(targets_and_versions_are_the_usual_ones),
		cmocka_unit_test(request_ids_are_words_of_16_to_64),
	};

	return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
