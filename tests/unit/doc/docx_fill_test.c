/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/date.h"
#include "base/str.h"

struct made {
	struct arena a;
	struct buf docx, filled;
	struct doc_faults faults;
	struct doc_values v;
};

static int begin(void **state)
{
	static struct made m;

	memset(&m, 0, sizeof(m));
	arena_init(&m.a);
	buf_init(&m.docx, DOCX_RESULT_MAX);
	buf_init(&m.filled, DOCX_RESULT_MAX);
	doc_faults_init(&m.faults, &m.a);
	*state = &m;
	return 0;
}

static int end(void **state)
{
	struct made *m = *state;

	buf_release(&m->docx);
	buf_release(&m->filled);
	arena_release(&m->a);
	return 0;
}

static enum err fill(struct made *m, const char *body)
{
	make_docx(&m->docx, body, NULL, 0);
	return docx_fill(m->docx.text, m->docx.len, &m->v, &m->filled, &m->faults);
}

static const char *filled_text(struct made *m)
{
	return plain_text(&m->a, &m->filled, "word/document.xml");
}

static void a_key_becomes_its_value(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "name", "王小明");
	assert_int_equal(fill(m, P("申请人：{name}，以及{ name }。")), OK);
	assert_string_equal(filled_text(m), "申请人：王小明，以及王小明。\n");
}

static void keys_may_be_chinese(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "支部名称", "第一党支部");
	assert_int_equal(fill(m, P("{支部名称}")), OK);
	assert_string_equal(filled_text(m), "第一党支部\n");
}

static void a_key_cut_into_runs_with_marks_between_is_one(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "secretary", "李四");
	assert_int_equal(
		fill(m,
		     "<w:p><w:r><w:t>书记{se</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
		     "<w:r><w:rPr><w:b/></w:rPr><w:t>creta</w:t></w:r>"
		     "<w:bookmarkStart w:id=\"1\" w:name=\"x\"/><w:r><w:t>ry}到场</w:t></w:r></w:p>"),
		OK);
	assert_string_equal(filled_text(m), "书记李四到场\n");
	/* The value stands in the run of the brace, and its formatting is kept. */
	assert_non_null(strstr(entry_text(&m->a, &m->filled, "word/document.xml"),
			       "<w:t xml:space=\"preserve\">书记李四</w:t>"));
	assert_non_null(strstr(entry_text(&m->a, &m->filled, "word/document.xml"), "<w:b/>"));
}

static void values_are_escaped_and_lines_broken(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "x", "a<b>&\"c\"\n第二行\x01{x}\t.");
	assert_int_equal(fill(m, P("{x}")), OK);
	assert_string_equal(filled_text(m), "a&lt;b&gt;&amp;&quot;c&quot;|第二行{x} .\n");
	assert_non_null(strstr(entry_text(&m->a, &m->filled, "word/document.xml"),
			       "</w:t><w:br/><w:t xml:space=\"preserve\">"));
}

static void what_stands_around_is_kept_byte_for_byte(void **state)
{
	static const char body[] =
		"<w:p w:rsidR=\"00AA\"  w:rsidP='1'><w:r><w:t>A &amp; B &#x4E2D;</w:t></w:r></w:p>"
		"<!-- note --><w:p><w:r><w:t xml:space=\"preserve\"> {x} </w:t></w:r></w:p>";
	struct made *m = *state;

	doc_set(&m->a, &m->v, "x", "1");
	assert_int_equal(fill(m, body), OK);
	assert_non_null(strstr(
		entry_text(&m->a, &m->filled, "word/document.xml"),
		"<w:p w:rsidR=\"00AA\"  w:rsidP='1'><w:r><w:t>A &amp; B &#x4E2D;</w:t></w:r></w:p>"
		"<!-- note --><w:p><w:r><w:t xml:space=\"preserve\"> 1 </w:t></w:r></w:p>"));
}

static void an_entity_beside_a_key_is_kept(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "x", "1");
	assert_int_equal(fill(m, P("&lt;{x}&gt;{x}&#125;&#x7B;x&#125;")), ERR_INPUT);
	assert_true(has_fault(&m->faults, DOC_CLOSE_BRACE, NULL)); /* an escaped brace is a brace */
	doc_faults_init(&m->faults, &m->a);
	buf_reset(&m->docx);
	assert_int_equal(fill(m, P("&lt;{x}&gt;&#x7B;x&#125;")), OK);
	assert_string_equal(filled_text(m), "&lt;1&gt;1\n");
}

static void several_keys_in_one_text_keep_it_well_formed(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "a", "1");
	doc_set(&m->a, &m->v, "b", "");
	assert_int_equal(fill(m, P("{a}{b}{a} {b}")), OK);
	assert_string_equal(filled_text(m), "11 \n");
	/* The filled paper is a template without keys: well formed, nothing refused. */
	assert_int_equal(docx_template_check(m->filled.text, m->filled.len, NULL, 0, &m->faults),
			 OK);
}

static void add_person(struct made *m, struct doc_list *list, const char *name, const char *note)
{
	struct doc_values *row = doc_add_row(&m->a, list);

	doc_set(&m->a, row, "name", name);
	doc_set(&m->a, row, "note", note);
}

static void a_row_repeats_for_each_of_the_list(void **state)
{
	struct made *m = *state;
	struct doc_list *list = doc_set_list(&m->a, &m->v, "rows");

	doc_set(&m->a, &m->v, "branch", "一支部");
	add_person(m, list, "甲", "1");
	add_person(m, list, "乙", "2");
	assert_int_equal(
		fill(m, "<w:tbl><w:tr>" TC("姓名") TC("备注") "</w:tr><w:tr>" TC("{#rows}{name}")
				TC("{branch}{note}{/rows}") "</w:tr><w:tr>" TC("合计")
					TC("") "</w:tr></w:tbl>"),
		OK);
	assert_string_equal(filled_text(m), "姓名\n备注\n甲\n一支部1\n乙\n一支部2\n合计\n\n");
}

static void an_empty_list_leaves_no_row(void **state)
{
	struct made *m = *state;

	(void)doc_set_list(&m->a, &m->v, "rows");
	assert_int_equal(fill(m, "<w:tbl><w:tr>" TC("姓名") "</w:tr><w:tr>" TC(
					 "{#rows}{name}{/rows}") "</w:tr></w:tbl>" P("完")),
			 OK);
	assert_string_equal(filled_text(m), "姓名\n完\n");
}

static void a_loop_may_take_several_rows(void **state)
{
	struct made *m = *state;
	struct doc_list *list = doc_set_list(&m->a, &m->v, "rows");

	add_person(m, list, "甲", "1");
	add_person(m, list, "乙", "2");
	assert_int_equal(fill(m, "<w:tbl><w:tr>" TC("{#rows}") TC("{name}") "</w:tr><w:tr>" TC(
					 "{note}") TC("{/rows}") "</w:tr></w:tbl>"),
			 OK);
	assert_string_equal(filled_text(m), "\n甲\n1\n\n\n乙\n2\n\n");
}

static void two_loops_in_one_table_follow_each_other(void **state)
{
	struct made *m = *state;
	struct doc_list *list = doc_set_list(&m->a, &m->v, "rows");
	struct doc_list *more = doc_set_list(&m->a, &m->v, "more");

	add_person(m, list, "甲", "1");
	add_person(m, more, "乙", "2");
	add_person(m, more, "丙", "3");
	assert_int_equal(fill(m, "<w:tbl><w:tr>" TC("{#rows}{name}{/rows}") "</w:tr><w:tr>" TC(
					 "{#more}{name}{/more}") "</w:tr></w:tbl>"),
			 OK);
	assert_string_equal(filled_text(m), "甲\n乙\n丙\n");
}

static void headers_are_filled_too(void **state)
{
	struct made *m = *state;
	const struct archive_file header = { .name = "word/header1.xml",
					     .bytes = XML_PI "<w:hdr " W_NS
							     ">" P("{school}") "</w:hdr>" };

	doc_set(&m->a, &m->v, "school", "云岫大学");
	make_docx(&m->docx, P("x"), &header, 1);
	assert_int_equal(docx_fill(m->docx.text, m->docx.len, &m->v, &m->filled, &m->faults), OK);
	assert_string_equal(plain_text(&m->a, &m->filled, "word/header1.xml"), "云岫大学\n");
}

static void text_boxes_inside_a_paragraph_are_filled(void **state)
{
	struct made *m = *state;

	doc_set(&m->a, &m->v, "x", "1");
	doc_set(&m->a, &m->v, "y", "2");
	assert_int_equal(
		fill(m,
		     "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:pict><w:txbxContent>" P(
			     "{y}") "</w:txbxContent></w:pict></w:r><w:r><w:t>x}</w:t></w:r></w:p>"),
		OK);
	assert_string_equal(filled_text(m), "12\n\n");
}

static void a_missing_value_is_a_fault_with_its_place(void **state)
{
	struct made *m = *state;

	assert_int_equal(fill(m, P("主持人：{host}")), ERR_INPUT);
	assert_int_equal(m->filled.len, 0);
	assert_int_equal(m->faults.n, 1);
	assert_string_equal(m->faults.items[0].place, "主持人：{host}");
	assert_string_equal(
		doc_fault_zh(&m->a, &m->faults.items[0]),
		"正文“主持人：{host}”一段：没有名为“host”的填写项，请对照填写项清单改正。");
}

static void a_list_where_a_text_belongs_is_a_fault(void **state)
{
	struct made *m = *state;

	(void)doc_set_list(&m->a, &m->v, "rows");
	doc_set(&m->a, &m->v, "x", "1");
	assert_int_equal(fill(m, P("{rows}")), ERR_INPUT);
	assert_true(has_fault(&m->faults, DOC_LIST_AS_TEXT, "rows"));
	buf_reset(&m->docx);
	assert_int_equal(fill(m, "<w:tbl><w:tr>" TC("{#x}{/x}") "</w:tr></w:tbl>"), ERR_INPUT);
}

static void the_result_is_bounded(void **state)
{
	struct made *m = *state;
	struct buf small;
	enum err e;

	doc_set(&m->a, &m->v, "x", "1");
	make_docx(&m->docx, P("{x}"), NULL, 0);
	buf_init(&small, 100);
	buf_adds(&small, "before");
	e = docx_fill(m->docx.text, m->docx.len, &m->v, &small, &m->faults);
	assert_int_equal(e, ERR_TOO_LARGE);
	assert_int_equal(small.len, 6);
	buf_release(&small);
}

static void a_value_over_the_limit_is_refused(void **state)
{
	struct made *m = *state;
	char *huge = arena_alloc(&m->a, DOC_VALUE_MAX + 2);

	memset(huge, 'a', DOC_VALUE_MAX + 1);
	huge[DOC_VALUE_MAX + 1] = '\0';
	doc_set(&m->a, &m->v, "x", huge);
	assert_int_equal(fill(m, P("{x}")), ERR_INPUT);
	assert_true(has_fault(&m->faults, DOC_VALUE_TOO_LONG, "x"));
}

static void the_same_input_gives_the_same_bytes(void **state)
{
	struct made *m = *state;
	struct buf again;
	enum err e;

	buf_init(&again, 1u << 20);
	doc_set(&m->a, &m->v, "x", "1");
	assert_int_equal(fill(m, P("{x}")), OK);
	e = docx_fill(m->docx.text, m->docx.len, &m->v, &again, &m->faults);
	assert_int_equal(e, OK);
	assert_int_equal(again.len, m->filled.len);
	assert_memory_equal(again.text, m->filled.text, again.len);
	buf_release(&again);
}

static void days_are_written_without_blanks(void **state)
{
	struct made *m = *state;
	int32_t day;

	assert_int_equal(date_parse("2026-05-01", &day), OK);
	doc_set_day(&m->a, &m->v, "d", day);
	doc_set_day(&m->a, &m->v, "none", DATE_NONE);
	doc_set_i64(&m->a, &m->v, "n", -12);
	assert_int_equal(fill(m, P("{d}|{none}|{n}")), OK);
	assert_string_equal(filled_text(m), "2026年5月1日||-12\n");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_key_becomes_its_value),
		T(keys_may_be_chinese),
		T(a_key_cut_into_runs_with_marks_between_is_one),
		T(values_are_escaped_and_lines_broken),
		T(what_stands_around_is_kept_byte_for_byte),
		T(an_entity_beside_a_key_is_kept),
		T(several_keys_in_one_text_keep_it_well_formed),
		T(a_row_repeats_for_each_of_the_list),
		T(an_empty_list_leaves_no_row),
		T(a_loop_may_take_several_rows),
		T(two_loops_in_one_table_follow_each_other),
		T(headers_are_filled_too),
		T(text_boxes_inside_a_paragraph_are_filled),
		T(a_missing_value_is_a_fault_with_its_place),
		T(a_list_where_a_text_belongs_is_a_fault),
		T(the_result_is_bounded),
		T(a_value_over_the_limit_is_refused),
		T(the_same_input_gives_the_same_bytes),
		T(days_are_written_without_blanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
