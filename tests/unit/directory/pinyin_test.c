/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "directory/pinyin.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const char *text(const char *name)
{
	return pinyin_text(&arena, name, NULL);
}

static bool found_by(const char *name, const char *given, const char *word)
{
	struct pinyin_words words = { 0 };
	size_t i;

	pinyin_words(&arena, name, given, &words);
	for (i = 0; i < words.n; i++)
		if (strcmp(words.items[i], word) == 0)
			return true;
	return false;
}

static void every_character_of_the_block_that_icu_knows_is_read(void **state)
{
	size_t i, unread = 0;

	(void)state;
	for (i = 0; i < PINYIN_TABLE_SIZE; i++)
		unread += !*pinyin_of((uint32_t)(0x4E00 + i));
	assert_true(unread < 200);
	assert_string_equal(pinyin_of(0x5F20), "zhang");
	assert_string_equal(pinyin_of('a'), "");
	assert_string_equal(pinyin_of(0x20BB7), "");
}

static void ordinary_names_are_read_character_by_character(void **state)
{
	(void)state;
	assert_string_equal(text("张三丰"), "zhang san feng");
	assert_string_equal(text("王小明"), "wang xiao ming");
}

static void surnames_with_a_reading_of_their_own_are_read_so(void **state)
{
	static const struct {
		const char *name, *pinyin;
	} cases[] = {
		{ "单田芳", "shan tian fang" }, { "解缙", "xie jin" },
		{ "仇英", "qiu ying" },         { "曾国藩", "zeng guo fan" },
		{ "覃文", "qin wen" },          { "查良镛", "zha liang yong" },
		{ "尉迟恭", "yu chi gong" },    { "万俟雅言", "mo qi ya yan" },
		{ "朴树", "piao shu" },         { "区文", "ou wen" },
		{ "任远", "ren yuan" },         { "长孙无忌", "zhang sun wu ji" },
		{ "澹台明", "tan tai ming" },   { "欧阳修", "ou yang xiu" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(text(cases[i].name), cases[i].pinyin);
}

static void a_surname_in_the_given_name_keeps_its_common_reading(void **state)
{
	(void)state;
	assert_string_equal(text("王单"), "wang dan");
	assert_string_equal(text("张乐"), "zhang le");
	assert_string_equal(text("乐嘉"), "yue jia");
}

static void u_with_dots_is_written_v_and_found_by_u_too(void **state)
{
	(void)state;
	assert_string_equal(text("吕布"), "lv bu");
	assert_true(found_by("吕布", NULL, "lvbu"));
	assert_true(found_by("吕布", NULL, "lubu"));
}

static void own_correction_goes_before_ours(void **state)
{
	(void)state;
	assert_string_equal(pinyin_text(&arena, "覃文", "Tan Wen"), "tan wen");
	assert_string_equal(pinyin_text(&arena, "覃文", ""), "qin wen");
	assert_true(found_by("冯兒", "feng ni", "fengni"));
	assert_true(found_by("冯兒", "feng ni", "fn"));
}

static void names_of_other_peoples_are_split_at_the_dot(void **state)
{
	(void)state;
	assert_string_equal(text("阿迪力·买买提"), "a di li mai mai ti");
	assert_string_equal(text("Anna 李"), "anna li");
	assert_true(found_by("阿迪力·买买提", NULL, "买买提"));
	assert_true(found_by("阿迪力·买买提", NULL, "阿迪力买买提"));
	assert_true(found_by("Anna 李", NULL, "anna李"));
}

static void a_character_beyond_the_table_stands_for_itself(void **state)
{
	(void)state;
	assert_string_equal(text("𠮷野"), "𠮷 ye");
	assert_true(found_by("𠮷野", NULL, "𠮷野"));
	assert_true(found_by("𠮷野", NULL, "𠮷y"));
}

static void names_are_found_by_tails_pinyin_and_initials(void **state)
{
	static const char *const words[] = { "张三丰",  "三丰", "丰",  "zhangsanfeng",
					     "sanfeng", "feng", "zsf", "sf" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(found_by("张三丰", NULL, words[i]));
	assert_false(found_by("张三丰", NULL, "f"));
	assert_false(found_by("张三丰", NULL, "张三"));
}

static void every_reading_of_a_doubtful_character_finds(void **state)
{
	(void)state;
	assert_true(found_by("王晟", NULL, "wangsheng"));
	assert_true(found_by("王晟", NULL, "wangcheng"));
	assert_true(found_by("王晟", NULL, "ws"));
	assert_true(found_by("王晟", NULL, "wc"));
	assert_true(found_by("仇英", NULL, "cy"));
}

static void words_do_not_repeat(void **state)
{
	struct pinyin_words words = { 0 };
	size_t i, k;

	(void)state;
	pinyin_words(&arena, "乐乐乐", NULL, &words);
	pinyin_words_add(&arena, &words, "LELE");
	pinyin_words_add(&arena, &words, "");
	pinyin_words_add(&arena, &words, NULL);
	for (i = 0; i < words.n; i++) {
		assert_true(*words.items[i]);
		for (k = 0; k < i; k++)
			assert_string_not_equal(words.items[i], words.items[k]);
	}
}

static void order_is_by_syllable_then_by_name(void **state)
{
	static const char *const names[] = { "李", "李安", "连", "张三", "章三", "张三丰" };
	size_t i;

	(void)state;
	for (i = 1; i < sizeof(names) / sizeof(names[0]); i++)
		assert_true(strcmp(pinyin_sort_key(&arena, names[i - 1], NULL),
				   pinyin_sort_key(&arena, names[i], NULL)) < 0);
	assert_string_equal(pinyin_sort_key(&arena, "张三", NULL), "zhang-san 张三");
}

static void what_is_typed_is_folded(void **state)
{
	(void)state;
	assert_string_equal(pinyin_fold(&arena, " Zhang  San'an "), "zhangsanan");
	assert_string_equal(pinyin_fold(&arena, "买买提·阿"), "买买提阿");
	assert_string_equal(pinyin_fold(&arena, "张\xe3\x80\x80三"), "张三");
	assert_string_equal(pinyin_fold(&arena, ""), "");
}

static void empty_name_has_no_words(void **state)
{
	struct pinyin_words words = { 0 };

	(void)state;
	pinyin_words(&arena, "", NULL, &words);
	assert_int_equal(words.n, 0);
	assert_string_equal(text(""), "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_character_of_the_block_that_icu_knows_is_read),
		T(ordinary_names_are_read_character_by_character),
		T(surnames_with_a_reading_of_their_own_are_read_so),
		T(a_surname_in_the_given_name_keeps_its_common_reading),
		T(u_with_dots_is_written_v_and_found_by_u_too),
		T(own_correction_goes_before_ours),
		T(names_of_other_peoples_are_split_at_the_dot),
		T(a_character_beyond_the_table_stands_for_itself),
		T(names_are_found_by_tails_pinyin_and_initials),
		T(every_reading_of_a_doubtful_character_finds),
		T(words_do_not_repeat),
		T(order_is_by_syllable_then_by_name),
		T(what_is_typed_is_folded),
		T(empty_name_has_no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
