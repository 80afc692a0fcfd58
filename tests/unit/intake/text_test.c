/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/str.h"
#include "intake/text.h"

static struct arena a;

static int setup(void **state)
{
	(void)state;
	arena_init(&a);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static struct clean clean(const char *text, unsigned flags)
{
	return clean_text(&a, text, strlen(text), flags);
}

static void names_lose_spaces_but_between_latin_letters(void **state)
{
	(void)state;
	assert_string_equal(clean("　张　三 ", CLEAN_NAME).text, "张三");
	assert_string_equal(clean("John  Smith", CLEAN_NAME).text, "John Smith");
	assert_string_equal(clean("李 David", CLEAN_NAME).text, "李David");
	assert_string_equal(clean(" 　 ", CLEAN_NAME).text, "");
}

static void all_dots_of_names_become_one(void **state)
{
	static const char *const dots[] = { "·", "•", "・", "‧", "．", "･" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(dots); i++)
		assert_string_equal(
			clean(arena_printf(&a, "阿依夏 %s 吾斯曼", dots[i]), CLEAN_NAME).text,
			"阿依夏·吾斯曼");
}

static void line_breaks_inside_are_taken_out_and_told(void **state)
{
	(void)state;
	assert_true(clean("电气\n工程", 0).line_break);
	assert_string_equal(clean("电气\r\n工程", 0).text, "电气工程");
	assert_string_equal(clean("a\nb", 0).text, "a b");
	assert_false(clean("\n电气工程\n", 0).line_break);
}

static void inner_spaces_of_free_text_stay(void **state)
{
	(void)state;
	assert_string_equal(clean(" 云岫大学 学生 ", 0).text, "云岫大学 学生");
	assert_string_equal(clean("云岫大学 学生", CLEAN_SQUEEZE).text, "云岫大学学生");
}

static void full_width_digits_fold_and_are_told(void **state)
{
	struct clean c = clean("５２９Ｘ", CLEAN_FOLD);

	(void)state;
	assert_string_equal(c.text, "529X");
	assert_true(c.folded);
	assert_false(clean("Ｘ（", CLEAN_FOLD).folded);
	assert_string_equal(clean("５", 0).text, "５");
}

static void invisible_characters_vanish(void **state)
{
	(void)state;
	assert_string_equal(clean("张\xE2\x80\x8B三\xEF\xBB\xBF\x01", 0).text, "张三");
	assert_string_equal(clean("\xE2\x80\xAE张三", 0).text, "张三");
}

static struct xlsx_cell number(const char *text, double value)
{
	return (struct xlsx_cell){
		.kind = XLSX_NUMBER, .number = value, .text = text, .len = strlen(text)
	};
}

static const char *text_of(struct xlsx_cell cell)
{
	const char *text;
	size_t len;

	cell_text(&a, &cell, &text, &len);
	assert_int_equal(strlen(text), len);
	return text;
}

static void numbers_are_shown_without_exponent(void **state)
{
	(void)state;
	assert_string_equal(text_of(number("16126297088", 16126297088.0)), "16126297088");
	assert_string_equal(text_of(number("1.6126297088E10", 16126297088.0)), "16126297088");
	assert_string_equal(text_of(number("31.0", 31)), "31");
	assert_string_equal(text_of(number("2019.1", 2019.1)), "2019.1");
}

static void check_characters_follow_the_standard(void **state)
{
	(void)state;
	/* the example of GB 11643 itself, and numbers of the samples */
	assert_int_equal(id_check_digit("11010519491231002"), 'X');
	assert_int_equal(id_check_digit("44052418800101001"), '4');
	assert_int_equal(id_check_digit("53981419730116129"), '3');
}

static enum id_fault id(const char *text)
{
	struct id_number n;

	return id_read(text, 20000, &n); /* 2024-10-04 */
}

static void each_fault_of_an_id_number_has_its_kind(void **state)
{
	(void)state;
	assert_int_equal(id("539814197301161293"), ID_FINE);
	assert_int_equal(id("539814197301161294"), ID_CHECK_DIGIT);
	assert_int_equal(id("53981419730116129"), ID_LENGTH);
	assert_int_equal(id("349822031101510"), ID_LENGTH);
	assert_int_equal(id("5398141973011612930"), ID_LENGTH);
	assert_int_equal(id("51981520030九O7764"), ID_LENGTH);
	assert_int_equal(id("519815200309O77640"), ID_BAD_CHARACTER);
	assert_int_equal(id("53981419730116129Y"), ID_BAD_CHARACTER);
	assert_int_equal(id("X39814197301161293"), ID_BAD_CHARACTER);
	assert_int_equal(id("539814197302301293"), ID_IMPOSSIBLE_BIRTH);
	assert_int_equal(id("539814203001011293"), ID_IMPOSSIBLE_BIRTH);
	assert_int_equal(id(""), ID_LENGTH);
}

static void an_id_number_tells_birth_and_sex(void **state)
{
	struct id_number n;
	char day[DATE_SIZE];

	(void)state;
	assert_int_equal(id_read("50982720010105382x", 20000, &n), ID_FINE);
	assert_string_equal(n.text, "50982720010105382X");
	assert_false(n.male);
	date_format(n.birth, day);
	assert_string_equal(day, "2001-01-05");
}

static void one_wrong_digit_is_always_found(void **state)
{
	char text[] = "539814197301161293";

	(void)state;
	for (int at = 0; at < 17; at++) {
		char right = text[at];

		for (char c = '0'; c <= '9'; c++) {
			text[at] = c;
			if (c != right)
				assert_int_not_equal(id_check_digit(text), '3');
		}
		text[at] = right;
	}
}

static void peoples_are_found_with_and_without_their_last_character(void **state)
{
	(void)state;
	assert_string_equal(ethnicity_find("汉"), "汉族");
	assert_string_equal(ethnicity_find("土家"), "土家族");
	assert_string_equal(ethnicity_find("维吾尔族"), "维吾尔族");
	assert_null(ethnicity_find("云岫族"));
	assert_null(ethnicity_find(""));
	assert_null(ethnicity_find("族"));
}

static void placeholders_mean_nothing(void **state)
{
	(void)state;
	assert_true(is_placeholder("无"));
	assert_true(is_placeholder("/"));
	assert_true(is_placeholder("——"));
	assert_false(is_placeholder("无锡"));
	assert_false(is_placeholder(""));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_lose_spaces_but_between_latin_letters),
		TEST(all_dots_of_names_become_one),
		TEST(line_breaks_inside_are_taken_out_and_told),
		TEST(inner_spaces_of_free_text_stay),
		TEST(full_width_digits_fold_and_are_told),
		TEST(invisible_characters_vanish),
		TEST(numbers_are_shown_without_exponent),
		TEST(check_characters_follow_the_standard),
		TEST(each_fault_of_an_id_number_has_its_kind),
		TEST(an_id_number_tells_birth_and_sex),
		TEST(one_wrong_digit_is_always_found),
		TEST(peoples_are_found_with_and_without_their_last_character),
		TEST(placeholders_mean_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
