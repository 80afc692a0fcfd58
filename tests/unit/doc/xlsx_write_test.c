/* SPDX-License-Identifier: Apache-2.0 */
/* Files of tables, and names of sheets such as Excel takes. */
#include "../test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "doc/xlsx_write.h"

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

static const char *name(const char *wanted)
{
	return xlsx_sheet_name(&arena, wanted, NULL, 0);
}

static void forbidden_characters_of_a_sheet_name_are_replaced(void **state)
{
	(void)state;
	assert_string_equal(name("a/b\\c?d*e[f]g:h'i"), "a_b_c_d_e_f_g_h_i");
	assert_string_equal(name("  电气2301班党支部  "), "电气2301班党支部");
	assert_string_equal(name(""), "Sheet");
	assert_string_equal(name("   "), "Sheet");
}

static void a_sheet_name_is_cut_at_a_character(void **state)
{
	const char *longest =
		name("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三");
	const char *rare = name("𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷");

	(void)state;
	assert_int_equal(utf8_count(longest, strlen(longest)), 31);
	assert_int_equal(utf8_count(rare, strlen(rare)), 15); /* two units each */
}

static void equal_sheet_names_are_numbered(void **state)
{
	const char *used[] = { "甲支部", "甲支部 (2)", "ABC" };
	const char *longest = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一";
	const char *used_long[] = { longest };
	const char *second = xlsx_sheet_name(&arena, longest, used_long, 1);

	(void)state;
	assert_string_equal(xlsx_sheet_name(&arena, "甲支部", used, 3), "甲支部 (3)");
	assert_string_equal(xlsx_sheet_name(&arena, "abc", used, 3), "abc (2)");
	assert_int_equal(utf8_count(second, strlen(second)), 31);
	assert_string_equal(second + strlen(second) - 4, " (2)");
}

static void a_file_is_made_and_closed(void **state)
{
	static const struct xlsx_out_column columns[] = { { "姓名", 10 }, { "备注", 20 } };
	char folder[] = "/tmp/jishi-xlsx-XXXXXX";
	const char *path;
	struct xlsx_out_options options = { .title = "花名册", .note = "用途：试 & 验" };
	struct xlsx_out_sheet sheet = { .name = "甲",
					.title = "甲支部",
					.footer = "用途：A&B",
					.columns = columns,
					.n_columns = 2 };
	const char *cells[] = { "=1+1", NULL };
	struct xlsx_out *out = NULL;
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&arena, "%s/a.xlsx", folder);
	options.path = path;
	options.folder = folder;
	assert_int_equal(xlsx_out_open(&options, &out), OK);
	assert_int_equal(xlsx_out_sheet(out, &sheet), OK);
	assert_int_equal(xlsx_out_row(out, cells, 2), OK);
	sheet.title = NULL;
	assert_int_equal(xlsx_out_sheet(out, &sheet), OK);
	assert_int_equal(xlsx_out_close(out), OK);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 1000);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
}

static void a_folder_that_is_not_there_is_an_io_error(void **state)
{
	struct xlsx_out_options options = { .path = "/nonexistent/a.xlsx", .folder = "/tmp" };
	static const struct xlsx_out_column columns[] = { { "姓名", 10 } };
	struct xlsx_out_sheet sheet = { .name = "甲", .columns = columns, .n_columns = 1 };
	struct xlsx_out *out = NULL;

	(void)state;
	if (xlsx_out_open(&options, &out) == OK) {
		assert_int_equal(xlsx_out_sheet(out, &sheet), OK);
		assert_int_equal(xlsx_out_close(out), ERR_IO);
	}
}

static void an_abandoned_file_frees_all(void **state)
{
	char folder[] = "/tmp/jishi-xlsx-XXXXXX";
	const char *path;
	struct xlsx_out_options options = { 0 };
	struct xlsx_out *out = NULL;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&arena, "%s/a.xlsx", folder);
	options.path = path;
	options.folder = folder;
	assert_int_equal(xlsx_out_open(&options, &out), OK);
	xlsx_out_abandon(&out);
	assert_null(out);
	xlsx_out_abandon(&out);
	(void)unlink(path); /* may or may not have been made */
	assert_int_equal(rmdir(folder), 0);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(forbidden_characters_of_a_sheet_name_are_replaced),
		T(a_sheet_name_is_cut_at_a_character),
		T(equal_sheet_names_are_numbered),
		T(a_file_is_made_and_closed),
		T(a_folder_that_is_not_there_is_an_io_error),
		T(an_abandoned_file_frees_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
