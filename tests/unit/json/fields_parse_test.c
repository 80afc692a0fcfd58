/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/str.h"
#include "json/fields.h"

static const char *const kinds[] = { "lecture", "party_day", NULL };

struct item {
	const char *title;
	int64_t count;
};

struct form {
	const char *name, *note, *kind, *day, *facts, *password;
	int64_t id, parent_id, size, at;
	bool open;
	struct item lead;
	struct fld_list items, tags, ids;
};

static const struct fld item_fields[] = {
	FIELD_STR(item, title, 1, 5),
	FIELD_I64_OPT(item, count, 0, 9),
	FIELD_END,
};

static const struct fld form_fields[] = {
	FIELD_STR(form, name, 1, 4),
	FIELD_STR_(form, note, 0, 20, FLD_OPTIONAL | FLD_NULLABLE | FLD_MULTILINE),
	FIELD_STR_(form, password, 1, 20, FLD_OPTIONAL | FLD_SECRET),
	FIELD_ENUM_OPT(form, kind, kinds),
	FIELD_DATE_OPT(form, day),
	FIELD_RAW(form, facts),
	FIELD_ID_OPT(form, id),
	FIELD_ID_OPT(form, parent_id),
	FIELD_I64_OPT(form, size, -5, 5),
	FIELD_TIME_OPT(form, at),
	FIELD_BOOL_OPT(form, open),
	{ .name = "lead",
	  .kind = FLD_OBJECT,
	  .offset = offsetof(struct form, lead),
	  .sub = item_fields,
	  .sub_size = sizeof(struct item),
	  .flags = FLD_OPTIONAL },
	{ .name = "items",
	  .kind = FLD_LIST,
	  .offset = offsetof(struct form, items),
	  .sub = item_fields,
	  .sub_size = sizeof(struct item),
	  .max = 3,
	  .flags = FLD_OPTIONAL },
	{ .name = "tags",
	  .kind = FLD_STRS,
	  .offset = offsetof(struct form, tags),
	  .min = 3,
	  .max = 2,
	  .flags = FLD_OPTIONAL },
	{ .name = "ids",
	  .kind = FLD_IDS,
	  .offset = offsetof(struct form, ids),
	  .max = 2,
	  .flags = FLD_OPTIONAL },
	FIELD_END,
};

static struct arena a;
static struct problems p;
static struct form got;

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

static enum err parse_len(const char *body, size_t len)
{
	memset(&got, 0, sizeof(got));
	p = (struct problems){ .a = &a };
	return fields_parse(form_fields, body, len, &p, &got);
}

static enum err parse(const char *body)
{
	return parse_len(body, strlen(body));
}

/* Exactly one problem: field and code. */
static void one_problem(const char *body, const char *field, const char *code)
{
	assert_int_equal(parse(body), ERR_INPUT);
	assert_int_equal(p.n, 1);
	assert_string_equal(p.items[0].field, field);
	assert_string_equal(p.items[0].code, code);
}

static void a_whole_form_comes_in(void **state)
{
	const struct item *items;

	(void)state;
	assert_int_equal(
		parse("{\"name\":\" 王小明\\u3000\",\"note\":\"一\\r\\n二\",\"kind\":\"party_day\","
		      "\"day\":\"2024-02-29\",\"facts\":{\"b\": [1, 2]},\"id\":\"17\","
		      "\"parent_id\":null,\"size\":-5,\"at\":\"2024-01-02T03:04:05Z\",\"open\":true,"
		      "\"lead\":{\"title\":\"x\"},\"items\":[{\"title\":\"a\",\"count\":9},"
		      "{\"title\":\"b\"}],\"tags\":[\"甲\"],\"ids\":[\"1\",\"2\"],"
		      "\"password\":\" p \"}"),
		OK);
	assert_string_equal(got.name, "王小明");
	assert_string_equal(got.note, "一\n二");
	assert_ptr_equal(got.kind, kinds[1]);
	assert_string_equal(got.day, "2024-02-29");
	assert_string_equal(got.facts, "{\"b\":[1,2]}");
	assert_int_equal(got.id, 17);
	assert_int_equal(got.parent_id, 0);
	assert_int_equal(got.size, -5);
	assert_int_equal(got.at, 1704164645);
	assert_true(got.open);
	assert_string_equal(got.lead.title, "x");
	items = got.items.items;
	assert_int_equal(got.items.n, 2);
	assert_int_equal(items[0].count, 9);
	assert_string_equal(items[1].title, "b");
	assert_string_equal(((const char **)got.tags.items)[0], "甲");
	assert_int_equal(((int64_t *)got.ids.items)[1], 2);
	assert_string_equal(got.password, " p "); /* secrets keep their spaces */
}

static void all_problems_come_at_once_with_their_places(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"size\":6,\"items\":[{\"title\":\"a\"},{\"title\":\"b\"},"
			       "{\"title\":\"toolong\",\"x\":1}],\"day\":\"2023-02-29\"}"),
			 ERR_INPUT);
	assert_int_equal(p.n, 5);
	assert_string_equal(p.items[0].field, "name");
	assert_string_equal(p.items[0].code, "required");
	assert_string_equal(p.items[1].code, "bad_date");
	assert_string_equal(p.items[2].field, "size");
	assert_string_equal(p.items[2].code, "out_of_range");
	assert_string_equal(p.items[2].params, "{\"min\":-5,\"max\":5}");
	assert_string_equal(p.items[3].field, "items[2].title");
	assert_string_equal(p.items[3].code, "too_long");
	assert_string_equal(p.items[3].params, "{\"max\":5}");
	assert_string_equal(p.items[4].field, "items[2].x");
	assert_string_equal(p.items[4].code, "unknown");
}

static void length_is_counted_in_characters_after_cleaning(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"name\":\"  一二三四  \"}"), OK);
	one_problem("{\"name\":\"一二三四五\"}", "name", "too_long");
	one_problem("{\"name\":\" \\u3000 \"}", "name", "too_short");
	/* e + combining acute is one character in NFC. */
	assert_int_equal(parse("{\"name\":\"cafe\\u0301\"}"), OK);
	assert_string_equal(got.name, "caf\xc3\xa9");
}

static void hangul_and_marks_are_normalised(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"name\":\"\\u1112\\u1161\\u11ab\"}"), OK);
	assert_string_equal(got.name, "\xed\x95\x9c");
	/* U+2126 OHM SIGN becomes omega; a CJK compatibility character becomes the unified one. */
	assert_int_equal(parse("{\"name\":\"\\u2126\\uf900\"}"), OK);
	assert_string_equal(got.name, "\xce\xa9\xe8\xb1\x88");
}

static void control_characters_are_bad_text(void **state)
{
	(void)state;
	one_problem("{\"name\":\"a\\u0007\"}", "name", "bad_text");
	one_problem("{\"name\":\"a\\nb\"}", "name", "bad_text");
	one_problem("{\"name\":\"a\\u202eb\"}", "name", "bad_text");
	one_problem("{\"name\":\"a\\u0085b\"}", "name", "bad_text");
	one_problem("{\"name\":\"a\\uffff\"}", "name", "bad_text");
	one_problem("{\"name\":\"a\",\"note\":\"x\\u001b\"}", "note", "bad_text");
	assert_int_equal(parse("{\"name\":\"a\",\"note\":\"x\\n\\ty\"}"), OK);
}

static void bad_utf8_and_broken_json_are_told_apart(void **state)
{
	(void)state;
	one_problem("{\"name\":\"\xc3\x28\"}", "", "bad_text");
	one_problem("{\"name\":\"\xed\xa0\x80\"}", "", "bad_text");
	one_problem("{\"name\":\"a\"", "", "bad_json");
	one_problem("{\"name\":\"a\\u0000\"}", "", "bad_json");
	one_problem("", "", "bad_json");
	one_problem("[]", "", "type");
	one_problem("null", "", "type");
	assert_int_equal(parse_len("{\"name\":\"a\"}\0", 13), ERR_INPUT);
}

static void duplicate_and_unknown_keys_are_refused(void **state)
{
	(void)state;
	one_problem("{\"name\":\"a\",\"name\":\"b\"}", "name", "duplicate");
	one_problem("{\"name\":\"a\",\"nam\":\"b\"}", "nam", "unknown");
	one_problem("{\"name\":\"a\",\"lead\":{\"title\":\"x\",\"no\":1}}", "lead.no", "unknown");
}

static void long_unknown_names_are_cut_at_a_character(void **state)
{
	char body[400] = "{\"name\":\"a\",\"x";

	(void)state;
	for (int i = 0; i < 40; i++)
		strcat(body, "国");
	strcat(body, "\":1}");
	assert_int_equal(parse(body), ERR_INPUT);
	assert_int_equal(strlen(p.items[0].field), 64);
	assert_true(utf8_valid(p.items[0].field, 64));
	memmove(body + 13, body + 14, strlen(body + 13));
	assert_int_equal(parse(body), ERR_INPUT);
	assert_int_equal(strlen(p.items[0].field), 63);
	assert_true(utf8_valid(p.items[0].field, 63));
}

static void wrong_types_are_told(void **state)
{
	static const struct {
		const char *body, *field;
	} cases[] = {
		{ "{\"name\":5}", "name" },
		{ "{\"name\":[\"a\"]}", "name" },
		{ "{\"name\":\"a\",\"size\":\"5\"}", "size" },
		{ "{\"name\":\"a\",\"size\":1.0}", "size" },
		{ "{\"name\":\"a\",\"size\":null}", "size" },
		{ "{\"name\":\"a\",\"open\":1}", "open" },
		{ "{\"name\":\"a\",\"open\":\"true\"}", "open" },
		{ "{\"name\":\"a\",\"id\":17}", "id" },
		{ "{\"name\":\"a\",\"id\":\"017\"}", "id" },
		{ "{\"name\":\"a\",\"id\":\"0\"}", "id" },
		{ "{\"name\":\"a\",\"id\":\"-1\"}", "id" },
		{ "{\"name\":\"a\",\"id\":\"9223372036854775808\"}", "id" },
		{ "{\"name\":\"a\",\"items\":{}}", "items" },
		{ "{\"name\":\"a\",\"items\":[1]}", "items[0]" },
		{ "{\"name\":\"a\",\"tags\":[1]}", "tags[0]" },
		{ "{\"name\":\"a\",\"lead\":[]}", "lead" },
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(cases); i++)
		one_problem(cases[i].body, cases[i].field, "type");
}

static void values_outside_their_set_are_told(void **state)
{
	(void)state;
	one_problem("{\"name\":\"a\",\"kind\":\"Lecture\"}", "kind", "not_one_of");
	assert_string_equal(p.items[0].params, "{\"values\":[\"lecture\",\"party_day\"]}");
	one_problem("{\"name\":\"a\",\"items\":[{},{},{},{}]}", "items", "too_many");
	one_problem("{\"name\":\"a\",\"tags\":[\"a\",\"b\",\"c\"]}", "tags", "too_many");
	one_problem("{\"name\":\"a\",\"tags\":[\"abcd\"]}", "tags[0]", "too_long");
	one_problem("{\"name\":\"a\",\"tags\":[\"\"]}", "tags[0]", "too_short");
	one_problem("{\"name\":\"a\",\"ids\":[\"1\",\"x\"]}", "ids[1]", "type");
	one_problem("{\"name\":null}", "name", "required");
}

static void times_have_one_form(void **state)
{
	static const char *const wrong[] = {
		"2024-01-02",           "2024-01-02T03:04:05",  "2024-01-02T24:00:00Z",
		"2024-01-02T03:60:00Z", "2024-01-02 03:04:05Z", "2024-02-30T00:00:00Z",
		"2024-01-02T0a:00:00Z",
	};
	char body[100];

	(void)state;
	for (size_t i = 0; i < COUNTOF(wrong); i++) {
		snprintf(body, sizeof(body), "{\"name\":\"a\",\"at\":\"%s\"}", wrong[i]);
		one_problem(body, "at", "bad_date");
	}
}

static void problems_are_at_most_fifty(void **state)
{
	char body[3000] = "{\"name\":\"a\"";
	size_t n = strlen(body);

	(void)state;
	for (int i = 0; i < 200; i++)
		n += (size_t)snprintf(body + n, sizeof(body) - n, ",\"k%d\":1", i);
	strcat(body, "}");
	assert_int_equal(parse(body), ERR_INPUT);
	assert_int_equal(p.n, PROBLEMS_MAX);
}

static void deep_and_wide_bodies_are_refused_before_parsing(void **state)
{
	static char body[70000];

	(void)state;
	memset(body, '[', 60000);
	assert_int_equal(parse_len(body, 60000), ERR_INPUT);
	assert_string_equal(p.items[0].code, "too_many");
	memset(body, ',', 60000);
	assert_int_equal(parse_len(body, 60000), ERR_INPUT);
	assert_string_equal(p.items[0].code, "too_many");
}

/* ---- queries ---- */

static enum err parse_pairs(const struct pair *pairs, size_t n)
{
	memset(&got, 0, sizeof(got));
	p = (struct problems){ .a = &a };
	return fields_parse_pairs(form_fields, pairs, n, &p, &got);
}

static void a_query_is_text_by_the_same_table(void **state)
{
	const struct pair pairs[] = { { "name", "王 " },     { "size", "-3" }, { "open", "true" },
				      { "ids", "4" },        { "id", "12" },   { "ids", "5" },
				      { "kind", "lecture" }, { "day", "" },    { "tags", "a" } };

	(void)state;
	assert_int_equal(parse_pairs(pairs, COUNTOF(pairs)), OK);
	assert_string_equal(got.name, "王");
	assert_int_equal(got.size, -3);
	assert_true(got.open);
	assert_int_equal(got.id, 12);
	assert_int_equal(got.ids.n, 2);
	assert_int_equal(((int64_t *)got.ids.items)[1], 5);
	assert_null(got.day); /* an empty input of a form is absent */
}

/* A PATCH reads over what is there: absent keeps, null takes away. */
static void absent_keeps_and_null_takes_away(void **state)
{
	static const char body[] =
		"{\"name\":\"a\",\"note\":null,\"kind\":null,\"id\":null,\"at\":null}";
	const struct form had = {
		.note = "b", .kind = kinds[0], .id = 7, .at = 9, .day = "2024-02-29", .parent_id = 8
	};

	(void)state;
	got = had;
	p = (struct problems){ .a = &a };
	assert_int_equal(fields_parse(form_fields, body, strlen(body), &p, &got), OK);
	assert_null(got.note);
	assert_null(got.kind);
	assert_int_equal(got.id, 0);
	assert_int_equal(got.at, 0);
	assert_string_equal(got.day, "2024-02-29");
	assert_int_equal(got.parent_id, 8);
}

static void query_faults_are_told(void **state)
{
	static const struct {
		struct pair pair;
		const char *field, *code;
	} cases[] = {
		{ { "size", "x" }, "size", "type" },
		{ { "size", "6" }, "size", "out_of_range" },
		{ { "open", "1" }, "open", "type" },
		{ { "id", "abc" }, "id", "type" },
		{ { "name", "b" }, "name", "duplicate" },
		{ { "nope", "b" }, "nope", "unknown" },
		{ { "\xff", "b" }, "", "bad_text" },
		{ { "note", "\xff" }, "note", "bad_text" },
		{ { "ids", "0" }, "ids[0]", "type" },
		{ { "kind", "x" }, "kind", "not_one_of" },
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		const struct pair pairs[] = { { "name", "a" }, cases[i].pair };

		assert_int_equal(parse_pairs(pairs, 2), ERR_INPUT);
		assert_int_equal(p.n, 1);
		assert_string_equal(p.items[0].field, cases[i].field);
		assert_string_equal(p.items[0].code, cases[i].code);
	}
	assert_int_equal(parse_pairs(NULL, 0), ERR_INPUT);
	assert_string_equal(p.items[0].code, "required");
}

static void what_is_printed_reads_back_the_same(void **state)
{
	static const char body[] =
		"{\"name\":\"王\\\"\",\"note\":\"一\\n二\",\"kind\":\"lecture\","
		"\"day\":\"2024-02-29\",\"facts\":{\"b\":[1,2]},\"id\":\"17\",\"parent_id\":null,"
		"\"size\":-5,\"at\":\"2024-01-02T03:04:05Z\",\"open\":true,"
		"\"lead\":{\"title\":\"x\",\"count\":0},\"items\":[{\"title\":\"a\",\"count\":9}],"
		"\"tags\":[\"甲\"],\"ids\":[\"1\",\"2\"]}";
	struct json_writer w;
	struct buf out;

	(void)state;
	assert_int_equal(parse(body), OK);
	buf_init(&out, 10000);
	json_begin(&w, &out);
	fields_print(&w, NULL, form_fields, &got);
	assert_int_equal(json_end(&w), OK);
	assert_string_equal(out.text, body);
	buf_release(&out);
}

static void secrets_are_never_printed(void **state)
{
	struct json_writer w;
	struct buf out;

	(void)state;
	assert_int_equal(parse("{\"name\":\"a\",\"password\":\"geheim\"}"), OK);
	buf_init(&out, 10000);
	json_begin(&w, &out);
	fields_print(&w, NULL, form_fields, &got);
	assert_int_equal(json_end(&w), OK);
	assert_null(strstr(out.text, "geheim"));
	assert_null(strstr(out.text, "password"));
	buf_release(&out);
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_form_comes_in),
		TEST(all_problems_come_at_once_with_their_places),
		TEST(length_is_counted_in_characters_after_cleaning),
		TEST(hangul_and_marks_are_normalised),
		TEST(control_characters_are_bad_text),
		TEST(bad_utf8_and_broken_json_are_told_apart),
		TEST(duplicate_and_unknown_keys_are_refused),
		TEST(long_unknown_names_are_cut_at_a_character),
		TEST(wrong_types_are_told),
		TEST(values_outside_their_set_are_told),
		TEST(times_have_one_form),
		TEST(problems_are_at_most_fifty),
		TEST(deep_and_wide_bodies_are_refused_before_parsing),
		TEST(absent_keeps_and_null_takes_away),
		TEST(a_query_is_text_by_the_same_table),
		TEST(query_faults_are_told),
		TEST(what_is_printed_reads_back_the_same),
		TEST(secrets_are_never_printed),
	};

	return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
