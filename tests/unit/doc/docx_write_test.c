/* SPDX-License-Identifier: Apache-2.0 */
/* What docx_write() makes is a template that passes the check and can be filled. */
#include "support.h"

#include "base/str.h"
#include "doc/docx_write.h"
#include "papers.h"

#define WHEN 1780000000

static const struct doc_key notice_keys[] = {
	{ "people", NULL, false, NULL },   { "count", NULL, false, NULL },
	{ "from", NULL, false, NULL },     { "to", NULL, false, NULL },
	{ "days", NULL, false, NULL },     { "place", NULL, false, NULL },
	{ "phone", NULL, false, NULL },    { "by", NULL, false, NULL },
	{ "day", NULL, false, NULL },      { "rows", NULL, true, NULL },
	{ "n", "rows", false, NULL },      { "name", "rows", false, NULL },
	{ "sex", "rows", false, NULL },    { "born", "rows", false, NULL },
	{ "branch", "rows", false, NULL }, { "activist", "rows", false, NULL },
};

struct made {
	struct arena a;
	struct form f;
	struct buf docx;
	struct doc_faults faults;
};

static int begin(void **state)
{
	static struct made m;

	memset(&m, 0, sizeof(m));
	arena_init(&m.a);
	form_init(&m.f, &m.a);
	buf_init(&m.docx, DOCX_RESULT_MAX);
	doc_faults_init(&m.faults, &m.a);
	*state = &m;
	return 0;
}

static int end(void **state)
{
	struct made *m = *state;

	buf_release(&m->docx);
	arena_release(&m->a);
	return 0;
}

static void a_form_with_keys_is_a_template(void **state)
{
	struct made *m = *state;
	struct doc_values v = { 0 };
	struct buf filled;
	const char *text;
	enum err e;

	paper_notice(&m->f);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	e = docx_template_check(m->docx.text, m->docx.len, notice_keys, COUNTOF(notice_keys),
				&m->faults);
	if (e)
		print_message("%s\n", doc_fault_zh(&m->a, &m->faults.items[0]));
	assert_int_equal(e, OK);
	paper_notice_values(&m->a, &v, 60);
	buf_init(&filled, DOCX_RESULT_MAX);
	assert_int_equal(docx_fill(m->docx.text, m->docx.len, &v, &filled, &m->faults), OK);
	text = plain_text(&m->a, &filled, "word/document.xml");
	assert_true(str_starts(text, "关于林晓岚等60名同志|拟列为发展对象的公示\n"));
	assert_non_null(strstr(
		text, "\n60\n阿依古丽·买买提\n男\n2004年11月\n本科生第一党支部\n2025年3月20日\n"));
	assert_null(strchr(text, '{'));
	buf_release(&filled);
}

static void without_its_keys_the_template_is_refused(void **state)
{
	struct made *m = *state;

	paper_notice(&m->f);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	assert_int_equal(docx_template_check(m->docx.text, m->docx.len, notice_keys, 3, &m->faults),
			 ERR_INPUT);
	assert_true(has_fault(&m->faults, DOC_UNKNOWN_KEY, "place"));
}

static void every_paper_is_well_formed(void **state)
{
	struct made *m = *state;

	for (int i = 0; i < 4; i++) {
		form_init(&m->f, &m->a);
		buf_reset(&m->docx);
		if (i == 0)
			paper_request(&m->f);
		else if (i == 1)
			paper_minutes(&m->f);
		else if (i == 2)
			paper_roster(&m->f, 60);
		else
			paper_record(&m->f);
		assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
		assert_int_equal(
			docx_template_check(m->docx.text, m->docx.len, NULL, 0, &m->faults), OK);
	}
}

static void pages_heads_and_feet_are_as_asked(void **state)
{
	struct made *m = *state;
	const char *body;

	paper_roster(&m->f, 2);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	body = entry_text(&m->a, &m->docx, "word/document.xml");
	assert_non_null(strstr(body, "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""));
	assert_non_null(strstr(body, "<w:tblHeader/>"));
	assert_non_null(strstr(body, "<w:cantSplit/>"));
	assert_string_equal(plain_text(&m->a, &m->docx, "word/header1.xml"),
			    "中共云岫大学材料科学与工程学院委员会\n");
	assert_non_null(strstr(plain_text(&m->a, &m->docx, "word/footer1.xml"),
			       "2026年6月13日制表第1页 共1页"));
	assert_non_null(strstr(entry_text(&m->a, &m->docx, "docProps/core.xml"),
			       "<dc:title>材料科学与工程学院党员花名册</dc:title>"));
	assert_non_null(
		strstr(entry_text(&m->a, &m->docx, "docProps/core.xml"), "2026-05-28T20:26:40Z"));
}

static void fonts_are_those_of_chinese_offices(void **state)
{
	struct made *m = *state;

	paper_request(&m->f);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	assert_non_null(strstr(entry_text(&m->a, &m->docx, "word/styles.xml"),
			       "w:eastAsia=\"仿宋_GB2312\""));
	assert_non_null(strstr(entry_text(&m->a, &m->docx, "word/styles.xml"),
			       "w:eastAsia=\"方正小标宋简体\""));
	assert_non_null(strstr(entry_text(&m->a, &m->docx, "word/fontTable.xml"),
			       "<w:font w:name=\"仿宋_GB2312\"><w:altName w:val=\"仿宋\"/>"));
}

static void markup_in_texts_stays_text(void **state)
{
	struct made *m = *state;

	m->f.title = "<a>&";
	m->f.head = "</w:t>";
	form_paragraph(&m->f, "<w:p>\"&\"</w:p>\n次行");
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	assert_int_equal(docx_template_check(m->docx.text, m->docx.len, NULL, 0, &m->faults), OK);
	assert_string_equal(plain_text(&m->a, &m->docx, "word/document.xml"),
			    "&lt;w:p&gt;&quot;&amp;&quot;&lt;/w:p&gt;|次行\n");
}

static void tables_are_parted_and_closed(void **state)
{
	static const struct form_column column = { .width = 1 };
	struct made *m = *state;
	const char *body;

	(void)form_table(&m->f, &column, 1);
	(void)form_table(&m->f, &column, 1);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	body = entry_text(&m->a, &m->docx, "word/document.xml");
	assert_null(strstr(body, "</w:tbl><w:tbl>"));
	assert_null(strstr(body, "</w:tbl><w:sectPr>"));
}

static void a_bad_form_is_refused_and_nothing_written(void **state)
{
	struct made *m = *state;

	buf_adds(&m->docx, "before");
	form_heading(&m->f, 9, "x");
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), ERR_INPUT);
	assert_int_equal(m->docx.len, 6);
}

static void the_same_form_gives_the_same_bytes(void **state)
{
	struct made *m = *state;
	size_t len;

	paper_minutes(&m->f);
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	len = m->docx.len;
	assert_int_equal(docx_write(&m->f, WHEN, &m->docx), OK);
	assert_int_equal(m->docx.len, 2 * len);
	assert_memory_equal(m->docx.text, m->docx.text + len, len);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_form_with_keys_is_a_template),     T(without_its_keys_the_template_is_refused),
		T(every_paper_is_well_formed),         T(pages_heads_and_feet_are_as_asked),
		T(fonts_are_those_of_chinese_offices), T(markup_in_texts_stays_text),
		T(tables_are_parted_and_closed),       T(a_bad_form_is_refused_and_nothing_written),
		T(the_same_form_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
