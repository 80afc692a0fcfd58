/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken for a personal number, in texts, pages, documents and workbooks. All numbers are made up. */
#include "support.h"

#include "base/str.h"
#include "doc/leak.h"

#define ID   "110101199003070038"
#define ID_X "11010519491231002X"
#define CARD "6222020200112233446"

static struct leak_report r;
static struct arena arena;

static int begin(void **state)
{
	(void)state;
	arena_init(&arena);
	leak_report_init(&r, &arena);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static uint64_t in(enum leak_form form, const struct leak_options *o, const char *text)
{
	leak_report_init(&r, &arena);
	leak_scan_text(&r, o, form, "", text, strlen(text));
	return r.total;
}

static void one(enum leak_form form, enum leak_kind kind, const char *text)
{
	if (in(form, NULL, text) != 1 || r.counts[kind] != 1)
		print_message("%s: %d hits, kind %s\n", text, (int)r.total,
			      r.total ? leak_kind_code(r.hits[0].kind) : "-");
	assert_int_equal(r.total, 1);
	assert_int_equal(r.counts[kind], 1);
}

static void none(enum leak_form form, const char *text)
{
	if (in(form, NULL, text))
		print_message("%s: %s %s\n", text, leak_kind_code(r.hits[0].kind),
			      r.hits[0].sample);
	assert_int_equal(r.total, 0);
}

static void id_numbers_in_every_dress(void **state)
{
	static const char *const texts[] = {
		ID,
		ID_X,
		"11010519491231002x",
		"11010519491231002×",
		"编号" ID "号",
		"A" ID "B",
		"１１０１０１１９９００３０７００３８",
		"一一〇一〇一一九九〇〇三〇七〇〇三八",
		"110101 19900307 0038",
		"110101-19900307-0038",
		"110101.1990.0307.0038",
		"110101/19900307/0038",
		"1 1 0 1 0 1 1 9 9 0 0 3 0 7 0 0 3 8",
		"110101\n199003070038",
		"110101,19900307,0038",
		"(110101)19900307(0038)",
		"110101 \xE2\x80\x94 19900307 0038",
		"1101\xE2\x80\x8B"
		"01199003070038",
		"110101199003\xC2\xAD"
		"070038",
		"11010519491231002 X",
		"1\n1\n0\n1\n0\n1\n1\n9\n9\n0\n0\n3\n0\n7\n0\n0\n3\n8",
		"00" ID "00",
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		one(LEAK_TEXT, LEAK_ID, texts[i]);
}

static void id_numbers_that_are_none(void **state)
{
	static const char *const texts[] = {
		"110101199003070039", /* check character */
		"110101199013070037", /* no such month */
		"110101199002300039", "110101188003070038",
		"000101199003070038", "160101199003070038", /* no such province */
		"11010119900307003",  "11\n01\n01\n19\n90\n03\n07\n00\n38",
		"91110000100001234X", "身份证号：见附件",
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		none(LEAK_TEXT, texts[i]);
}

static void old_id_numbers_only_after_their_label(void **state)
{
	(void)state;
	one(LEAK_TEXT, LEAK_ID, "身份证号码：110101900307003");
	one(LEAK_TEXT, LEAK_ID, "公民身份号码 110101 900307 003");
	none(LEAK_TEXT, "流水号：110101900307003");
}

static void tags_within_a_line_do_not_part_a_number(void **state)
{
	static const char *const texts[] = {
		"<p>110101<b>19900307</b>0038</p>",
		"<p>110101<!-- x -->199003070038</p>",
		"<td>110101</td>\n  <td>19900307</td>\n  <td>0038</td>",
		"110101<br>199003070038",
		"&#49;&#x31;0101199003070038",
		"&#49&#49;0101199003070038",
		"110101&nbsp;19900307&nbsp;0038",
		"<a href=\"/p/" ID "\">x</a>",
		"<p data-id='" ID "'>",
		"<!-- " ID " -->",
		"<script>var a = \"" ID "\"</script>",
		"<p title=\"a > " ID "\">",
		"1 < 2 " ID,
		"<SPAN>110101</SPAN><span class='a'>199003070038</span>",
		"110101&shy;199003070038",
		"110101&zwj;199003070038",
		"<input value=" ID,
		"&amp;" ID,
		"<p>" ID "&",
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		one(LEAK_HTML, LEAK_ID, texts[i]);
}

static void mobiles(void **state)
{
	static const char *const yes[] = {
		"13800138000",      "手机 138-0013-8000", "138 0013 8000",
		"+86 13800138000",  "+86-138-0013-8000",  "8613800138000",
		"008613800138000",  "手机013800138000",   "１３８００１３８０００",
		"138.001.38000",    "1380013 8000",       "电话:13800138000",
		"+86138 0013 8000", "0086138-0013-8000",  "张三13800138000",
		"①13800138000",     "○138-0013-8000",     "13800138000一班",
		"138〇〇138〇〇〇"
	};
	static const char *const no[] = { "12800138000",     "党组织编码 013800138000",
					  "138001380001",    "20240138000",
					  "1380\n0138\n000", "1500,2000,3000",
					  "150 2000-3000" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(yes); i++)
		one(LEAK_TEXT, LEAK_MOBILE, yes[i]);
	for (size_t i = 0; i < COUNTOF(no); i++)
		none(LEAK_TEXT, no[i]);
	one(LEAK_HTML, LEAK_MOBILE, "<a href=\"tel:13800138000\">联系我们</a>");
	one(LEAK_HTML, LEAK_MOBILE, "138\n0013\n8000"); /* a line end of HTML is a blank */
	none(LEAK_HTML, "<td>150</td><td>2000</td><td>3000</td>");
}

static void cards(void **state)
{
	static const char *const yes[] = { CARD,
					   "4111111111111111",
					   "4111 1111 1111 1111",
					   "4111-1111-1111-1111",
					   "5555555555554444",
					   "6222 0202 0011 2233 446",
					   "378282246310005",
					   "3782 822463 10005",
					   "622202\n0200112233446",
					   "账号：6222 02 0200 11 22334 46",
					   "账号：340012345678901",
					   "王一" CARD,
					   "建行①4111-1111-1111-1111" };
	static const char *const no[] = { "6222020200112233441", "4111111111111112",
					  "2024123456789013", "4111 1111\n1111 1111",
					  "340012345678901" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(yes); i++)
		one(LEAK_TEXT, LEAK_BANK_CARD, yes[i]);
	for (size_t i = 0; i < COUNTOF(no); i++)
		none(LEAK_TEXT, no[i]);
	one(LEAK_HTML, LEAK_BANK_CARD, "<td>62220202</td><td>00112233446</td>");
}

static void landlines_only_after_their_label_and_not_the_office_s(void **state)
{
	static const char *const office[] = { "055163601234" };
	const struct leak_options o = { .allowed = office, .n_allowed = 1 };

	(void)state;
	one(LEAK_TEXT, LEAK_LANDLINE, "电话：0551-63601234");
	one(LEAK_TEXT, LEAK_LANDLINE, "办公电话为 63601234");
	one(LEAK_TEXT, LEAK_LANDLINE, "Tel: (0551) 63601234");
	none(LEAK_TEXT, "收文 63601234 件");
	assert_int_equal(in(LEAK_TEXT, &o, "监督电话：0551-63601234"), 0);
	assert_int_equal(in(LEAK_TEXT, &o, "监督电话：0551-63601235"), 1);
}

static void school_numbers_by_name_and_by_pattern(void **state)
{
	static const char *const numbers[] = { "20231008", "PB20001234", "SA23001005" };
	static const char *const patterns[] = { "GB########", "@@-##" };
	const struct leak_options o = {
		.numbers = numbers, .n_numbers = 3, .patterns = patterns, .n_patterns = 2
	};

	static const char *const like_days[] = { "2023110508" };
	const struct leak_options days = { .numbers = like_days, .n_numbers = 1 };

	(void)state;
	assert_int_equal(in(LEAK_TEXT, &o, "学号PB20001234，"), 1);
	assert_int_equal(r.counts[LEAK_SCHOOL_NUMBER], 1);
	assert_string_equal(r.hits[0].sample, "PB******34");
	assert_int_equal(in(LEAK_TEXT, &o, "ＰＢ２０００１２３４"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "pb 2000 1234"), 1);
	assert_int_equal(in(LEAK_HTML, &o, "<td>SA23</td><td>001005</td>"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "GB00000001"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "20231008"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "李四20231008"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "20231008三班"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "420231008"), 0);
	assert_int_equal(in(LEAK_TEXT, &o, "2023-10-08"), 0); /* a day */
	assert_int_equal(in(LEAK_TEXT, &days, "2023-11-05 08:30"), 0);
	assert_int_equal(in(LEAK_TEXT, &days, "2023 1105 08"), 1);
	assert_int_equal(in(LEAK_TEXT, &o, "PB20001235 GB0000001"), 0);
}

static void samples_are_masked_and_say_where(void **state)
{
	(void)state;
	one(LEAK_TEXT, LEAK_ID, "证件 " ID);
	assert_string_equal(r.hits[0].sample, "110*************38");
	assert_int_equal(r.hits[0].offset, 3);
	one(LEAK_TEXT, LEAK_MOBILE, "13800138000");
	assert_string_equal(r.hits[0].sample, "138******00");
	for (int k = 0; k < LEAK__MAX; k++) {
		assert_true(strlen(leak_kind_code((enum leak_kind)k)) > 1);
		assert_true(strlen(leak_kind_zh((enum leak_kind)k)) > 5);
	}
}

static void a_stream_may_be_cut_anywhere(void **state)
{
	static const char text[] =
		"<p title='" ID
		"'>１３８００１３８０００</p>&#49;10101<i>19900307</i>0038<td>x</td>" CARD;
	size_t len = strlen(text);

	(void)state;
	for (size_t cut = 0; cut <= len; cut++) {
		struct leak_stream *s;

		arena_reset(&arena);
		leak_report_init(&r, &arena);
		s = leak_open(&r, NULL, LEAK_HTML, NULL);
		leak_feed(s, text, cut);
		leak_feed(s, text + cut, len - cut);
		leak_close(s);
		assert_int_equal(r.total, 4);
	}
}

static void a_run_longer_than_the_window_hides_nothing(void **state)
{
	static char text[4000];

	(void)state;
	for (size_t lead = 0; lead < 1200; lead += 7) {
		size_t n = 0;

		while (n < lead) {
			memcpy(text + n, "00 ", 3);
			n += 3;
		}
		(void)snprintf(text + n, sizeof(text) - n, "%s %s 00 00", ID, "4111111111111111");
		assert_int_equal(in(LEAK_TEXT, NULL, text), 2);
		assert_int_equal(r.hits[0].offset, n);
	}
}

static void many_hits_are_counted_and_the_first_are_kept(void **state)
{
	struct leak_stream *s;

	(void)state;
	s = leak_open(&r, NULL, LEAK_TEXT, "x");
	for (int i = 0; i < 1000; i++)
		leak_feed(s, ID "。", strlen(ID "。"));
	leak_close(s);
	assert_int_equal(r.total, 1000);
	assert_int_equal(r.n_hits, LEAK_HITS_MAX);
}

/* ---- files ---- */

static enum err file(const struct buf *b)
{
	enum err e;

	leak_report_init(&r, &arena);
	e = leak_scan_file(&r, NULL, b->text, b->len);
	return e;
}

static void docx(const char *body, const struct archive_file *extra, size_t n, uint64_t hits,
		 const char *where)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	make_docx(&b, body, extra, n);
	assert_int_equal(file(&b), OK);
	assert_int_equal(r.total, hits);
	if (hits)
		assert_string_equal(r.hits[0].where, where);
	buf_release(&b);
}

#define R(t) "<w:r><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr><w:t>" t "</w:t></w:r>"

static void documents(void **state)
{
	const struct archive_file header = { .name = "word/header1.xml",
					     .bytes = XML_PI "<w:hdr " W_NS ">" P(ID) "</w:hdr>" };
	const struct archive_file comments = { .name = "word/comments.xml",
					       .bytes = XML_PI "<w:comments " W_NS ">" P(
						       "电话13800138000") "</w:comments>" };
	const struct archive_file core = { .name = "docProps/core.xml",
					   .bytes = XML_PI "<x><description>" CARD
							   "</description></x>" };
	const struct archive_file picture = { .name = "word/media/image1.png", .bytes = "\x89PNG" };

	(void)state;
	docx(P("拟接收预备党员公示 2025-06-01"), NULL, 0, 0, NULL);
	docx("<w:p>" R("110101") "<w:proofErr w:type=\"spellStart\"/>" R("199003")
		     R("070038") "</w:p>",
	     NULL, 0, 1, "word/document.xml");
	docx("<w:tbl><w:tr>" TC("110101") TC("19900307") TC("0038") "</w:tr></w:tbl>", NULL, 0, 1,
	     "word/document.xml");
	docx("<w:p><w:del><w:r><w:delText>" ID "</w:delText></w:r></w:del></w:p>", NULL, 0, 1,
	     "word/document.xml");
	docx("<w:p><w:r><w:t>138</w:t><w:noBreakHyphen/><w:t>0013</w:t><w:noBreakHyphen/><w:t>8000</w:t></w:r></w:p>",
	     NULL, 0, 1, "word/document.xml");
	docx("<w:p>\n  <w:r>\n    <w:t>138</w:t>\n  </w:r>\n  <w:r><w:t>00138000</w:t></w:r>\n</w:p>",
	     NULL, 0, 1, "word/document.xml");
	docx("<w:p><w:hyperlink w:tooltip=\"" ID "\"/></w:p>", NULL, 0, 1, "word/document.xml");
	docx(P("x"), &header, 1, 1, "word/header1.xml");
	docx(P("x"), &comments, 1, 1, "word/comments.xml");
	docx(P("x"), &core, 1, 1, "docProps/core.xml");
	docx(P("x"), &picture, 1, 0, NULL);
	assert_int_equal(r.total_unseen, 1);
	assert_string_equal(r.unseen[0], "word/media/image1.png");
}

static void xlsx(const char *strings, const char *rows, uint64_t hits, const char *where)
{
	char sheet[2000];
	char shared[2000];
	struct archive_file files[] = {
		{ .name = "[Content_Types].xml", .bytes = XML_PI "<Types/>" },
		{ .name = "xl/worksheets/sheet1.xml", .bytes = sheet },
		{ .name = "xl/sharedStrings.xml", .bytes = shared },
	};
	struct buf b;

	buf_init(&b, 1u << 20);
	(void)snprintf(sheet, sizeof(sheet),
		       XML_PI "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
	(void)snprintf(shared, sizeof(shared), XML_PI "<sst>%s</sst>", strings);
	for (size_t i = 0; i < COUNTOF(files); i++)
		files[i].len = strlen(files[i].bytes);
	assert_int_equal(archive_write(files, COUNTOF(files), &b), OK);
	assert_int_equal(file(&b), OK);
	if (r.total != hits)
		print_message("%s: %d\n", rows, (int)r.total);
	assert_int_equal(r.total, hits);
	if (hits)
		assert_string_equal(r.hits[0].where, where);
	buf_release(&b);
}

#define SHEET "xl/worksheets/sheet1.xml"

static void workbooks(void **state)
{
	(void)state;
	xlsx("<si><t>姓名</t></si>", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>", 0, NULL);
	xlsx("<si><t>110101</t></si><si><r><t>19900307</t></r><r><t>0038</t></r></si>",
	     "<row r='1'><c r='B1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c></row>", 1,
	     SHEET "!B1");
	xlsx("", "<row r='7'><c r='C7' t='inlineStr'><is><t>" ID "</t></is></c></row>", 1,
	     SHEET "!C7");
	xlsx("", "<row r='1'><c r='A1'><v>13800138000</v></c></row>", 1, SHEET "!A1");
	xlsx("", "<row r='1'><c r='A1'><v>1.3800138E10</v></c></row>", 1, SHEET "!A1");
	xlsx("", "<row r='1'><c r='A1' t='str'><f>\"" ID "\"</f><v>x</v></c></row>", 1,
	     SHEET "!A1");
	xlsx("<si><t>" ID "</t></si>", "", 1,
	     "xl/sharedStrings.xml"); /* no cell shows it any more */
	xlsx("", "<row r='1'><c r='A1'><v>45000.5</v></c><c r='B1' t='s'><v>9</v></c></row>", 0,
	     NULL);
}

static void what_cannot_be_looked_into_is_refused(void **state)
{
	struct buf b;
	const struct archive_file other = { .name = "a.txt", .bytes = "x", .len = 1 };
	const struct archive_file bad[] = {
		{ .name = "[Content_Types].xml", .bytes = "<Types/>", .len = 8 },
		{ .name = "word/document.xml", .bytes = "<a>" ID, .len = 21 }
	};

	(void)state;
	buf_init(&b, 1u << 20);
	buf_adds(&b, "%PDF-1.7 ");
	assert_int_equal(file(&b), ERR_MEDIA_TYPE);
	buf_reset(&b);
	buf_add(&b, "\xD0\xCF\x11\xE0", 4);
	assert_int_equal(file(&b), ERR_MEDIA_TYPE);
	buf_reset(&b);
	buf_adds(&b, "PK\003\004 damaged");
	assert_int_equal(file(&b), ERR_INPUT);
	buf_reset(&b);
	assert_int_equal(archive_write(&other, 1, &b), OK);
	assert_int_equal(file(&b), ERR_MEDIA_TYPE);
	buf_reset(&b);
	assert_int_equal(archive_write(bad, 2, &b), OK);
	assert_int_equal(file(&b), ERR_INPUT);
	assert_int_equal(r.total, 1); /* found before the damage */
	buf_reset(&b);
	buf_adds(&b, "<p>110101<b>199003070038</b></p>");
	assert_int_equal(file(&b), OK);
	assert_int_equal(r.total, 1);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(id_numbers_in_every_dress, begin, end),
		cmocka_unit_test_setup_teardown(id_numbers_that_are_none, begin, end),
		cmocka_unit_test_setup_teardown(old_id_numbers_only_after_their_label, begin, end),
		cmocka_unit_test_setup_teardown(tags_within_a_line_do_not_part_a_number, begin,
						end),
		cmocka_unit_test_setup_teardown(mobiles, begin, end),
		cmocka_unit_test_setup_teardown(cards, begin, end),
		cmocka_unit_test_setup_teardown(
			landlines_only_after_their_label_and_not_the_office_s, begin, end),
		cmocka_unit_test_setup_teardown(school_numbers_by_name_and_by_pattern, begin, end),
		cmocka_unit_test_setup_teardown(samples_are_masked_and_say_where, begin, end),
		cmocka_unit_test_setup_teardown(a_stream_may_be_cut_anywhere, begin, end),
		cmocka_unit_test_setup_teardown(a_run_longer_than_the_window_hides_nothing, begin,
						end),
		cmocka_unit_test_setup_teardown(many_hits_are_counted_and_the_first_are_kept, begin,
						end),
		cmocka_unit_test_setup_teardown(documents, begin, end),
		cmocka_unit_test_setup_teardown(workbooks, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_looked_into_is_refused, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
