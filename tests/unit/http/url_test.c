/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "http/limits.h"
#include "http/url.h"

static struct arena a;

static int start(void **state)
{
	(void)state;
	arena_init(&a);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static void decodes_to(const char *text, bool plus, const char *want)
{
	const char *got = NULL;
	enum err e = url_decode(&a, text, strlen(text), plus, &got);

	if (want) {
		assert_int_equal(e, OK);
		assert_string_equal(got, want);
	} else {
		assert_int_equal(e, ERR_INPUT);
		assert_null(got);
	}
}

static void escapes_are_decoded_or_refused(void **state)
{
	(void)state;
	decodes_to("%E7%8e%8B", false, "王");
	decodes_to("a+b", false, "a+b");
	decodes_to("a+b%2B", true, "a b+");
	decodes_to("%2F%25", false, "/%");
	decodes_to("", false, "");
	decodes_to("%", false, NULL);
	decodes_to("a%4", false, NULL);
	decodes_to("%4g", false, NULL);
	decodes_to("%g4", false, NULL);
	decodes_to("a%00b", false, NULL);
	decodes_to("%ff", false, NULL);
	decodes_to("%ed%a0%80", false, NULL);
}

static void what_is_encoded_decodes_to_itself(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	url_encode(&b, "名册 1/2?&=+%~.xlsx");
	assert_string_equal(b.text, "%E5%90%8D%E5%86%8C%201%2F2%3F%26%3D%2B%25~.xlsx");
	decodes_to(b.text, true, "名册 1/2?&=+%~.xlsx");
	buf_release(&b);
}

static void queries_become_pairs(void **state)
{
	struct pair *p = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(url_query(&a, "a=1&&b=%E7%8E%8B=+&c&=d&", &p, &n), OK);
	assert_int_equal(n, 4);
	assert_string_equal(p[0].name, "a");
	assert_string_equal(p[1].value, "王= ");
	assert_string_equal(p[2].name, "c");
	assert_string_equal(p[2].value, "");
	assert_string_equal(p[3].name, "");
	assert_int_equal(url_query(&a, "", &p, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(url_query(&a, "a=%zz", &p, &n), ERR_INPUT);
}

static void pairs_are_bounded(void **state)
{
	char text[LIMIT_QUERY_PAIRS * 2 + 3] = "";
	struct pair *p = NULL;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < LIMIT_QUERY_PAIRS; i++)
		memcpy(text + 2 * i, "a&", 3);
	assert_int_equal(url_query(&a, text, &p, &n), OK);
	assert_int_equal(n, LIMIT_QUERY_PAIRS);
	strcat(text, "a");
	assert_int_equal(url_query(&a, text, &p, &n), ERR_INPUT);
}

static void cookies_are_found_by_their_whole_name(void **state)
{
	(void)state;
	assert_string_equal(cookie_value(&a, "x=1; jishi=abc; y=2", "jishi"), "abc");
	assert_string_equal(cookie_value(&a, "jishi=first; jishi=second", "jishi"), "first");
	assert_string_equal(cookie_value(&a, "jishi=\"quoted\"", "jishi"), "quoted");
	assert_string_equal(cookie_value(&a, " jishi=a=b ", "jishi"), "a=b");
	assert_string_equal(cookie_value(&a, "jishi=", "jishi"), "");
	assert_null(cookie_value(&a, "notjishi=1; jishix=2", "jishi"));
	assert_null(cookie_value(&a, "jishi", "jishi"));
	assert_null(cookie_value(&a, ";;; ;", "jishi"));
	assert_null(cookie_value(&a, NULL, "jishi"));
}

static void gzip_is_taken_unless_refused(void **state)
{
	(void)state;
	assert_true(accepts_gzip("gzip"));
	assert_true(accepts_gzip("br, GZIP;q=0.5, *"));
	assert_true(accepts_gzip("deflate,gzip"));
	assert_false(accepts_gzip("gzip;q=0"));
	assert_false(accepts_gzip("gzip; q=0.000"));
	assert_true(accepts_gzip("gzip;q=0.001"));
	assert_false(accepts_gzip("gzipx, xgzip"));
	assert_false(accepts_gzip(""));
	assert_false(accepts_gzip(NULL));
}

static void tags_match_weakly_and_wholly(void **state)
{
	(void)state;
	assert_true(etag_matches("\"a\"", "\"a\""));
	assert_true(etag_matches("\"b\" , W/\"a\"", "\"a\""));
	assert_true(etag_matches("*", "\"a\""));
	assert_false(etag_matches("\"ab\"", "\"a\""));
	assert_false(etag_matches("a", "\"a\""));
	assert_false(etag_matches("", "\"a\""));
	assert_false(etag_matches(NULL, "\"a\""));
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(escapes_are_decoded_or_refused),
		TEST(what_is_encoded_decodes_to_itself),
		TEST(queries_become_pairs),
		TEST(pairs_are_bounded),
		TEST(cookies_are_found_by_their_whole_name),
		TEST(gzip_is_taken_unless_refused),
		TEST(tags_match_weakly_and_wholly),
	};

	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
