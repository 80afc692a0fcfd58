/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "json/json_read.h"

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

static const struct jval *parse(const char *text)
{
	const struct jval *root = NULL;

	assert_int_equal(jval_parse(&a, text, strlen(text), &jval_limits_file, &root, NULL), OK);
	return root;
}

static struct jval_fault refused(const char *text, enum err want)
{
	const struct jval *root = NULL;
	struct jval_fault fault = { 0 };

	assert_int_equal(jval_parse(&a, text, strlen(text), &jval_limits_file, &root, &fault),
			 want);
	assert_null(root);
	assert_non_null(fault.text);
	return fault;
}

static void a_path_is_walked_without_tests(void **state)
{
	const struct jval *root = parse("{\"case\":{\"steps\":[{\"day\":\"2024-01-02\"},7]}}");
	const struct jval *steps = jval_get(jval_get(root, "case"), "steps");
	int64_t n = 0;

	(void)state;
	assert_string_equal(jval_text(jval_get(jval_at(steps, 0), "day")), "2024-01-02");
	assert_int_equal(jval_length(steps), 2);
	assert_int_equal(jval_integer(jval_at(steps, 1), 0, 9, &n), OK);
	assert_int_equal(n, 7);
	assert_null(jval_text(jval_get(jval_get(jval_at(steps, 9), "no"), "where")));
	assert_int_equal(jval_kind(jval_get(steps, "day")), JVAL_ABSENT);
	assert_int_equal(jval_length(NULL), 0);
}

static void kinds_are_told_apart(void **state)
{
	const struct jval *r = parse("[null,true,false,1,1.5,\"\",[],{}]");
	static const enum jval_kind want[] = { JVAL_NULL, JVAL_BOOL, JVAL_BOOL,  JVAL_INTEGER,
					       JVAL_REAL, JVAL_TEXT, JVAL_ARRAY, JVAL_OBJECT };

	(void)state;
	for (size_t i = 0; i < COUNTOF(want); i++)
		assert_int_equal(jval_kind(jval_at(r, i)), want[i]);
	assert_true(jval_true(jval_at(r, 1)));
	assert_false(jval_true(jval_at(r, 2)));
	assert_true(jval_number(jval_at(r, 4)) > 1.4);
}

static void integers_outside_the_range_are_input_faults(void **state)
{
	const struct jval *r = parse("[9223372036854775807,5.0,\"5\"]");
	int64_t n = -1;

	(void)state;
	assert_int_equal(jval_integer(jval_at(r, 0), 0, 10, &n), ERR_INPUT);
	assert_int_equal(jval_integer(jval_at(r, 1), 0, 10, &n), ERR_INPUT);
	assert_int_equal(jval_integer(jval_at(r, 2), 0, 10, &n), ERR_INPUT);
	assert_int_equal(n, -1);
	assert_int_equal(jval_integer(jval_at(r, 0), 0, INT64_MAX, &n), OK);
	assert_true(n == INT64_MAX);
}

static void members_come_in_the_order_of_the_text(void **state)
{
	const struct jval *r = parse("{\"z\":1,\"a\":2,\"m\":3}");
	struct jval_member m;
	char seen[8] = "";
	size_t n = 0;

	(void)state;
	for (bool more = jval_first(r, &m); more; more = jval_next(&m))
		seen[n++] = m.name[0];
	assert_string_equal(seen, "zam");
	assert_false(jval_first(NULL, &m));
}

static void faults_are_told(void **state)
{
	(void)state;
	refused("", ERR_INPUT);
	refused("{} {}", ERR_INPUT);
	refused("{\"a\":1,}", ERR_INPUT);
	refused("[\"\\u0000\"]", ERR_INPUT);
	refused("[\"\\ud800\"]", ERR_INPUT);
	refused("99999999999999999999", ERR_INPUT);
	assert_true(refused("[\"\xc3\x28\"]", ERR_INPUT).bad_utf8);
	assert_string_equal(refused("{\"a\":1,\"name\":2,\"name\":3}", ERR_INPUT).duplicate,
			    "name");
	assert_non_null(strstr(refused("{\n\"a\":x}", ERR_INPUT).text, "line 2"));
}

static void depth_and_number_of_values_are_bounded_before_parsing(void **state)
{
	static const struct jval_limits tight = { 1000, 3, 5 };
	const struct jval *r = NULL;
	char deep[200];

	(void)state;
	assert_int_equal(jval_parse(&a, "[[[1]]]", 7, &tight, &r, NULL), OK);
	r = NULL;
	assert_int_equal(jval_parse(&a, "[[[[1]]]]", 9, &tight, &r, NULL), ERR_TOO_LARGE);
	assert_int_equal(jval_parse(&a, "[1,2,3,4,5,6]", 13, &tight, &r, NULL), ERR_TOO_LARGE);
	assert_null(r);
	/* Brackets and commas in text do not count, escaped quotes do not end it. */
	assert_int_equal(jval_parse(&a, "[\"[[[[,,,,,\\\"[[[[\"]", 19, &tight, &r, NULL), OK);
	memset(deep, '[', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	refused(deep, ERR_TOO_LARGE);
}

static void files_are_read_and_missing_ones_told(void **state)
{
	char path[] = "/tmp/json_read_test_XXXXXX";
	const struct jval *r = NULL;
	struct jval_fault fault = { 0 };
	static const struct jval_limits tight = { 8, 3, 50 };
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");

	(void)state;
	fputs("{\"a\": [1, 2, 3]}", f);
	fclose(f);
	assert_int_equal(jval_parse_file(&a, path, &jval_limits_file, &r, NULL), OK);
	assert_string_equal(jval_print(&a, r), "{\"a\":[1,2,3]}");
	assert_int_equal(jval_parse_file(&a, path, &tight, &r, &fault), ERR_TOO_LARGE);
	remove(path);
	assert_int_equal(jval_parse_file(&a, path, &jval_limits_file, &r, &fault), ERR_NOT_FOUND);
	assert_non_null(strstr(fault.text, "No such file"));
	assert_int_equal(jval_parse_file(&a, "/tmp", &jval_limits_file, &r, &fault), ERR_IO);
	assert_string_equal(jval_print(&a, NULL), "null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_path_is_walked_without_tests, start, stop),
		cmocka_unit_test_setup_teardown(kinds_are_told_apart, start, stop),
		cmocka_unit_test_setup_teardown(integers_outside_the_range_are_input_faults, start,
						stop),
		cmocka_unit_test_setup_teardown(members_come_in_the_order_of_the_text, start, stop),
		cmocka_unit_test_setup_teardown(faults_are_told, start, stop),
		cmocka_unit_test_setup_teardown(
			depth_and_number_of_values_are_bounded_before_parsing, start, stop),
		cmocka_unit_test_setup_teardown(files_are_read_and_missing_ones_told, start, stop),
	};

	return cmocka_run_group_tests_name("json_read", tests, NULL, NULL);
}
