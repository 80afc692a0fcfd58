/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "json/json_read.h"
#include "json/json_writer.h"

static struct buf out;
static struct json_writer w;

static int start(void **state)
{
	(void)state;
	buf_init(&out, 1 << 20);
	json_begin(&w, &out);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	buf_release(&out);
	return 0;
}

static void commas_and_nesting_are_kept(void **state)
{
	(void)state;
	json_object(&w, NULL);
	json_i64(&w, "a", -7);
	json_array(&w, "b");
	json_str(&w, NULL, "x");
	json_null(&w, NULL);
	json_object(&w, NULL);
	json_close(&w);
	json_close(&w);
	json_bool(&w, "c", true);
	json_bool(&w, "d", false);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "{\"a\":-7,\"b\":[\"x\",null,{}],\"c\":true,\"d\":false}");
}

static void ids_are_text_and_zero_is_null(void **state)
{
	(void)state;
	json_array(&w, NULL);
	json_id(&w, NULL, INT64_MAX);
	json_id(&w, NULL, 0);
	json_i64(&w, NULL, INT64_MIN);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "[\"9223372036854775807\",null,-9223372036854775808]");
}

static void numbers_of_every_length_are_exact(void **state)
{
	char want[32];

	(void)state;
	for (int64_t v = 1, step = 0; step < 18; step++, v *= 10) {
		const int64_t near[] = { v - 1, v, v + 1, -v, 1 - v };

		for (size_t i = 0; i < COUNTOF(near); i++) {
			buf_reset(&out);
			json_begin(&w, &out);
			json_i64(&w, NULL, near[i]);
			assert_int_equal(json_end(&w), OK);
			snprintf(want, sizeof(want), "%lld", (long long)near[i]);
			assert_string_equal(out.text, want);
		}
	}
}

static void days_and_times_have_their_form(void **state)
{
	(void)state;
	json_array(&w, NULL);
	json_day(&w, NULL, 0);
	json_day(&w, NULL, INT32_MIN);
	json_time(&w, NULL, 86399);
	json_time(&w, NULL, 0);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "[\"1970-01-01\",null,\"1970-01-01T23:59:59Z\",null]");
}

static void short_escapes_are_used(void **state)
{
	(void)state;
	json_str(&w, NULL, "\"\\\b\t\n\f\r\v\x1f\x7f");
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "\"\\\"\\\\\\b\\t\\n\\f\\r\\u000b\\u001f\x7f\"");
}

/* Every byte at every place of a word: what comes out must read back as what went in. */
static void every_character_at_every_place_reads_back(void **state)
{
	(void)state;
	for (unsigned c = 1; c < 0x80; c++) {
		for (size_t place = 0; place < 20; place++) {
			struct arena a;
			const struct jval *root;
			char text[24] = "一二三四五六七";

			arena_init(&a);
			if (place % 3)
				memset(text, 'x', 21);
			else
				memset(text + place, 'y', 21 - place);
			text[21] = '\0';
			text[place] = (char)c;
			buf_reset(&out);
			json_begin(&w, &out);
			json_str(&w, NULL, text);
			assert_int_equal(json_end(&w), OK);
			assert_int_equal(
				jval_parse(&a, out.text, out.len, &jval_limits_file, &root, NULL),
				OK);
			assert_string_equal(jval_text(root), text);
			arena_release(&a);
		}
	}
}

static void text_with_a_length_may_hold_nul(void **state)
{
	(void)state;
	json_strn(&w, NULL, "a\0b", 3);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "\"a\\u0000b\"");
}

static void keys_are_escaped_too(void **state)
{
	(void)state;
	json_object(&w, NULL);
	json_i64(&w, "a\"b", 1);
	json_i64(&w, "一个很长的键名，超过八个字节\n", 2);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "{\"a\\\"b\":1,\"一个很长的键名，超过八个字节\\n\":2}");
}

static void rendered_keys_give_the_same_text(void **state)
{
	struct buf name, age;

	(void)state;
	buf_init(&name, 100);
	buf_init(&age, 100);
	json_key_render(&name, "name");
	json_key_render(&age, "a\"ge");
	json_object(&w, NULL);
	json_key(&w, name.text, name.len);
	json_str(&w, NULL, "王");
	json_key(&w, age.text, age.len);
	json_array(&w, NULL);
	json_i64(&w, NULL, 1);
	json_close(&w);
	json_i64(&w, "z", 3);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "{\"name\":\"王\",\"a\\\"ge\":[1],\"z\":3}");
	buf_release(&name);
	buf_release(&age);
}

static void null_text_and_null_raw_are_null(void **state)
{
	(void)state;
	json_array(&w, NULL);
	json_str(&w, NULL, NULL);
	json_raw(&w, NULL, NULL, 0);
	json_raw(&w, NULL, "{\"a\":1}", 7);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, "[null,null,{\"a\":1}]");
}

static void a_full_buffer_is_too_large_whatever_comes_after(void **state)
{
	struct buf small;

	(void)state;
	for (size_t max = 0; max < 60; max++) {
		buf_init(&small, max);
		json_begin(&w, &small);
		json_object(&w, NULL);
		json_str(&w, "a\n", "text that is\nlonger than a word");
		json_array(&w, "b");
		json_i64(&w, NULL, 123456);
		json_close(&w);
		json_str(&w, "c", "text that is longer than the room");
		json_close(&w);
		assert_int_equal(json_end(&w), ERR_TOO_LARGE);
		assert_true(small.len <= max);
		assert_int_equal(strlen(small.text), small.len);
		buf_release(&small);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(commas_and_nesting_are_kept, start, stop),
		cmocka_unit_test_setup_teardown(ids_are_text_and_zero_is_null, start, stop),
		cmocka_unit_test_setup_teardown(numbers_of_every_length_are_exact, start, stop),
		cmocka_unit_test_setup_teardown(days_and_times_have_their_form, start, stop),
		cmocka_unit_test_setup_teardown(short_escapes_are_used, start, stop),
		cmocka_unit_test_setup_teardown(every_character_at_every_place_reads_back, start,
						stop),
		cmocka_unit_test_setup_teardown(text_with_a_length_may_hold_nul, start, stop),
		cmocka_unit_test_setup_teardown(keys_are_escaped_too, start, stop),
		cmocka_unit_test_setup_teardown(rendered_keys_give_the_same_text, start, stop),
		cmocka_unit_test_setup_teardown(null_text_and_null_raw_are_null, start, stop),
		cmocka_unit_test_setup_teardown(a_full_buffer_is_too_large_whatever_comes_after,
						start, stop),
	};

	return cmocka_run_group_tests_name("json_writer", tests, NULL, NULL);
}
