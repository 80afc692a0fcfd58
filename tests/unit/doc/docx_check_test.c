/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused at upload, and that the refusal names it. */
#include "support.h"

#include "base/str.h"

static const struct doc_key keys[] = {
	{ "branch", NULL, false, "支部名称" },
	{ "rows", NULL, true, "名单" },
	{ "name", "rows", false, "姓名" },
};

/* Checks the package and says whether this fault is among those found (DOC_FAULT__MAX: none at all). */
static void expect_of(const struct buf *docx, enum doc_fault_kind kind, const char *detail)
{
	struct doc_faults faults;
	struct arena a;
	enum err e;

	arena_init(&a);
	doc_faults_init(&faults, &a);
	e = docx_template_check(docx->text, docx->len, keys, COUNTOF(keys), &faults);
	if (kind == DOC_FAULT__MAX) {
		if (faults.n)
			print_message("%s\n", doc_fault_en(&a, &faults.items[0]));
		assert_int_equal(faults.n, 0);
		assert_int_equal(e, OK);
	} else {
		assert_int_equal(e, ERR_INPUT);
		if (!has_fault(&faults, kind, detail))
			print_message("found: %s\n", doc_fault_en(&a, &faults.items[0]));
		assert_true(has_fault(&faults, kind, detail));
		for (size_t i = 0; i < faults.n; i++) { /* each has words for the person */
			assert_null(strstr(doc_fault_zh(&a, &faults.items[i]), "%s"));
			assert_true(strlen(doc_fault_zh(&a, &faults.items[i])) > 12);
			assert_true(strlen(doc_fault_code(faults.items[i].kind)) > 2);
		}
	}
	arena_release(&a);
}

static void expect(const char *body, enum doc_fault_kind kind, const char *detail)
{
	struct buf docx;

	buf_init(&docx, 64u << 20);
	make_docx(&docx, body, NULL, 0);
	expect_of(&docx, kind, detail);
	buf_release(&docx);
}

static void expect_entry(const char *name, const char *bytes, enum doc_fault_kind kind,
			 const char *detail)
{
	const struct archive_file file = { .name = name, .bytes = bytes };
	struct buf docx;

	buf_init(&docx, 64u << 20);
	make_docx(&docx, P("x"), &file, 1);
	expect_of(&docx, kind, detail);
	buf_release(&docx);
}

#define TBL(rows) "<w:tbl>" rows "</w:tbl>"
#define TR(cells) "<w:tr>" cells "</w:tr>"

static void a_right_template_passes(void **state)
{
	(void)state;
	expect(P("{branch}") TBL(TR(TC("{#rows}{name}") TC("{branch}{/rows}"))), DOC_FAULT__MAX,
	       NULL);
	expect(P("支部｛见附件｝"), DOC_FAULT__MAX, NULL);
}

static void unknown_keys_are_told(void **state)
{
	(void)state;
	expect(P("{namee}"), DOC_UNKNOWN_KEY, "namee");
	expect(P("{name}"), DOC_ROW_KEY_OUTSIDE, "name");
	expect(P("{rows}"), DOC_LIST_AS_TEXT, "rows");
	expect(TBL(TR(TC("{#branch}x{/branch}"))), DOC_TEXT_AS_LIST, "branch");
	expect(TBL(TR(TC("{#rows}{namee}{/rows}"))), DOC_UNKNOWN_KEY, "namee");
}

static void braces_without_partner_are_told(void **state)
{
	(void)state;
	expect(P("{branch"), DOC_OPEN_BRACE, NULL);
	expect(P("{branch") P("}"), DOC_OPEN_BRACE, NULL); /* over two paragraphs */
	expect(P("{branch") P("}"), DOC_CLOSE_BRACE, NULL);
	expect(P("{{branch}}"), DOC_OPEN_BRACE, NULL);
	expect(P("{}"), DOC_BAD_KEY, NULL);
	expect(P("{branch name}"), DOC_BAD_KEY, "branch name");
	expect("<w:p><w:r><w:t>{bra</w:t><w:tab/><w:t>nch}</w:t></w:r></w:p>", DOC_BAD_KEY, NULL);
	expect(P("｛branch｝"), DOC_WIDE_BRACES, "branch");
}

static void loops_stand_on_whole_rows(void **state)
{
	(void)state;
	expect(P("{#rows}{name}{/rows}"), DOC_LOOP_OUTSIDE, "rows");
	expect(TBL(TR(TC("{#rows}{name}"))), DOC_LOOP_OPEN, "rows");
	expect(TBL(TR(TC("{name}{/rows}"))), DOC_LOOP_CLOSE, "rows");
	expect(TBL(TR(TC("{#rows}{name}"))) TBL(TR(TC("{/rows}"))), DOC_LOOP_OPEN, "rows");
	expect(TBL(TR(TC("1{#rows}{name}{/rows}"))), DOC_LOOP_PART_ROW, "rows");
	expect(TBL(TR(TC("1") TC("{#rows}{name}{/rows}"))), DOC_LOOP_PART_ROW, "rows");
	expect(TBL(TR(TC("{#rows}{name}{/rows}") TC("x"))), DOC_LOOP_PART_ROW, "rows");
	expect(TBL(TR(TC("{#rows}{name}{/rows}{branch}"))), DOC_LOOP_PART_ROW, "rows");
	expect(TBL(TR(TC("{#rows}{#rows}{/rows}{/rows}"))), DOC_LOOP_NESTED, "rows");
	expect(TBL(TR(TC("{#rows}{name}{/rosw}"))), DOC_LOOP_CLOSE, "rosw");
	/* over an inner table: begin and end are rows of different tables */
	expect(TBL(TR("<w:tc>" P("{#rows}") TBL(TR(TC("{name}{/rows}"))) "</w:tc>")),
	       DOC_LOOP_CLOSE, "rows");
}

static void merged_rows_cannot_be_repeated(void **state)
{
	(void)state;
	expect(TBL(TR("<w:tc><w:tcPr><w:vMerge/></w:tcPr>" P("{#rows}{name}{/rows}") "</w:tc>")),
	       DOC_MERGED_ROWS, "rows");
}

static void the_place_of_a_fault_is_told(void **state)
{
	struct doc_faults faults;
	struct arena a;
	struct buf docx;

	(void)state;
	arena_init(&a);
	doc_faults_init(&faults, &a);
	buf_init(&docx, 1u << 20);
	make_docx(
		&docx,
		P("第一段") P(
			"会议于{when}召开，主持人为某某，记录人为某某，参加的有全体党员和列席人员若干"),
		NULL, 0);
	assert_int_equal(docx_template_check(docx.text, docx.len, keys, COUNTOF(keys), &faults),
			 ERR_INPUT);
	assert_string_equal(faults.items[0].part, "word/document.xml");
	assert_string_equal(
		faults.items[0].place,
		"会议于{when}召开，主持人为某某，记录人为某某，参加的有全体党员和列席人员若…");
	buf_release(&docx);
	arena_release(&a);
}

static void faults_are_counted_over_the_limit(void **state)
{
	struct doc_faults faults;
	struct arena a;
	struct buf docx, body;

	(void)state;
	arena_init(&a);
	doc_faults_init(&faults, &a);
	buf_init(&docx, 1u << 20);
	buf_init(&body, 1u << 20);
	for (int i = 0; i < DOC_FAULTS_MAX + 7; i++)
		buf_adds(&body, P("{x}"));
	make_docx(&docx, body.text, NULL, 0);
	assert_int_equal(docx_template_check(docx.text, docx.len, keys, COUNTOF(keys), &faults),
			 ERR_INPUT);
	assert_int_equal(faults.n, DOC_FAULTS_MAX);
	assert_int_equal(faults.dropped, 7);
	buf_release(&docx);
	buf_release(&body);
	arena_release(&a);
}

static void what_is_no_docx_is_named(void **state)
{
	static const unsigned char ole2[] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 8u << 20);
	expect_of(&b, DOC_EMPTY_FILE, NULL);
	buf_adds(&b, "plain");
	expect_of(&b, DOC_NOT_DOCX, NULL);
	buf_reset(&b);
	buf_add(&b, ole2, sizeof(ole2));
	expect_of(&b, DOC_OLD_DOC, NULL);
	buf_reset(&b);
	buf_adds(&b, "PK\3\4 cut off");
	expect_of(&b, DOC_NOT_DOCX, NULL);
	buf_release(&b);
	expect_entry("[Content_Types].xml", XML_PI "<Types/>", DOC_NOT_DOCX, NULL);
}

static const char *types_with(struct arena *a, const char *type)
{
	return arena_printf(a,
			    XML_PI "<Types><Override PartName=\"/word/document.xml\" "
				   "ContentType=\"application/%s\"/></Types>",
			    type);
}

static void macros_and_templates_are_refused(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	expect_entry("[Content_Types].xml",
		     types_with(&a, "vnd.ms-word.document.macroEnabled.main+xml"), DOC_MACROS,
		     NULL);
	expect_entry(
		"[Content_Types].xml",
		types_with(&a,
			   "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
		DOC_TEMPLATE_TYPE, NULL);
	expect_entry("word/vbaProject.bin", "x", DOC_MACROS, "word/vbaProject.bin");
	arena_release(&a);
}

static void embedded_things_are_refused(void **state)
{
	(void)state;
	expect_entry("word/embeddings/oleObject1.bin", "x", DOC_EMBEDDED, NULL);
	expect_entry("word/embeddings/sheet.xlsx", "x", DOC_EMBEDDED, NULL);
	expect_entry("word/activeX/activeX1.xml", "<x/>", DOC_EMBEDDED, NULL);
	expect_entry("word/afchunk.mht", "x", DOC_EMBEDDED, NULL);
	expect_entry("word/tool.exe", "x", DOC_EMBEDDED, NULL);
	expect("<w:altChunk/>", DOC_EMBEDDED, "altChunk");
	expect("<w:p><w:r><w:object/></w:r></w:p>", DOC_EMBEDDED, "object");
	expect_entry("word/media/image1.png", "x", DOC_FAULT__MAX, NULL);
}

#define RELS(r)                                                                                           \
	XML_PI "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" r \
	       "</Relationships>"
#define REL(type, target, mode)                                                                    \
	"<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"    \
	"relationships/" type "\" Target=\"" target "\"" mode "/>"
#define OUTSIDE " TargetMode=\"External\""

static void outside_targets_are_refused(void **state)
{
	static const char rels[] = "word/_rels/document.xml.rels";

	(void)state;
	expect_entry(rels, RELS(REL("image", "http://example.org/x.png", OUTSIDE)), DOC_EXTERNAL,
		     "http://example.org/x.png");
	expect_entry(rels, RELS(REL("attachedTemplate", "file:///C:/x.dotm", OUTSIDE)),
		     DOC_EXTERNAL, NULL);
	expect_entry("word/_rels/settings.xml.rels",
		     RELS(REL("attachedTemplate", "\\\\10.0.0.1\\x.dotm", OUTSIDE)), DOC_EXTERNAL,
		     NULL);
	expect_entry(rels, RELS(REL("hyperlink", "https://example.org", OUTSIDE)), DOC_EXTERNAL,
		     NULL);
	expect_entry(rels, RELS(REL("image", "http://example.org/x.png", "")), DOC_EXTERNAL, NULL);
	expect_entry(rels, RELS(REL("oleObject", "embeddings/x.bin", "")), DOC_EMBEDDED, NULL);
	expect_entry(rels, RELS(REL("aFChunk", "x.html", "")), DOC_EMBEDDED, NULL);
	expect_entry(rels, RELS(REL("hyperlink", "mailto:zzb@example.edu.cn", OUTSIDE)),
		     DOC_FAULT__MAX, NULL);
	expect("<w:p><w:r><w:pict><v:imagedata xmlns:v=\"urn:v\" src=\"http://example.org\"/></w:pict>"
	       "</w:r></w:p>",
	       DOC_EXTERNAL, NULL);
	expect_entry("word/settings.xml", XML_PI "<w:settings " W_NS "><w:mailMerge/></w:settings>",
		     DOC_EXTERNAL, "mailMerge");
}

static void fields_that_read_outside_are_refused(void **state)
{
	(void)state;
	expect("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DD</w:instrText>"
	       "</w:r><w:r><w:instrText>EAUTO cmd x</w:instrText></w:r>"
	       "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
	       DOC_FIELD_CODE, NULL);
	expect("<w:p><w:fldSimple w:instr=\" INCLUDETEXT &quot;c:\\x&quot; \"/></w:p>",
	       DOC_FIELD_CODE, NULL);
	expect("<w:p><w:fldSimple w:instr=\"HYPERLINK &quot;http://example.org&quot;\"/></w:p>",
	       DOC_FIELD_CODE, NULL);
	expect("<w:p><w:r><w:instrText>LINK x</w:instrText></w:r></w:p>", DOC_FIELD_CODE, NULL);
	expect("<w:p><w:fldSimple w:instr=\" PAGE \\* MERGEFORMAT \"/></w:p>", DOC_FAULT__MAX,
	       NULL);
	expect("<w:p><w:fldSimple w:instr=\"HYPERLINK \\l &quot;a&quot;\"/></w:p>", DOC_FAULT__MAX,
	       NULL);
}

static void changes_and_comments_are_refused(void **state)
{
	(void)state;
	expect("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", DOC_TRACKED, NULL);
	expect("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", DOC_TRACKED, NULL);
	expect("<w:p><w:r><w:commentReference w:id=\"1\"/></w:r></w:p>", DOC_COMMENTS, NULL);
	expect_entry("word/comments.xml",
		     XML_PI "<w:comments " W_NS "><w:comment>" P("x") "</w:comment></w:comments>",
		     DOC_COMMENTS, NULL);
	expect_entry("word/comments.xml", XML_PI "<w:comments " W_NS "/>", DOC_FAULT__MAX, NULL);
}

static void doctypes_and_broken_xml_are_refused(void **state)
{
	(void)state;
	expect_entry("word/document.xml",
		     "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document " W_NS ">&a;</w:document>",
		     DOC_DOCTYPE, NULL);
	expect_entry("word/styles.xml", "<!DOCTYPE x><x/>", DOC_DOCTYPE, NULL);
	expect_entry("word/document.xml", "<w:document " W_NS "><w:p>", DOC_DAMAGED, NULL);
	expect_entry("word/document.xml", "\xFF\xFE<\0", DOC_DAMAGED, NULL);
	expect_entry("../evil.xml", "<x/>", DOC_DAMAGED, NULL);
	expect_entry("word\\evil.xml", "<x/>", DOC_DAMAGED, NULL);
	expect("<w:p><w:r><w:t><![CDATA[{branch}]]></w:t></w:r></w:p>", DOC_DAMAGED, NULL);
}

static void deep_nesting_is_refused(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, 1u << 20);
	for (int i = 0; i < 200; i++)
		buf_adds(&body, "<w:x>");
	for (int i = 0; i < 200; i++)
		buf_adds(&body, "</w:x>");
	expect(body.text, DOC_DAMAGED, NULL);
	buf_release(&body);
}

static void bombs_and_giants_are_refused(void **state)
{
	struct archive_file file = { .name = "word/media/big.bmp", .len = 7u << 20 };
	struct buf zeros, docx;

	(void)state;
	buf_init(&zeros, 16u << 20);
	memset(buf_reserve(&zeros, 9u << 20), 0, 9u << 20);
	file.bytes = zeros.text;
	buf_init(&docx, 16u << 20);
	make_docx(&docx, P("x"), &file, 1);
	assert_true(docx.len < 100000);
	expect_of(&docx, DOC_BOMB, NULL);
	buf_release(&docx);
	/* over the size of a file */
	zeros.len = (5u << 20) + 1;
	memcpy(zeros.text, "PK", 2);
	expect_of(&zeros, DOC_TOO_LARGE, "5 MB");
	buf_release(&zeros);
}

static void too_many_entries_are_refused(void **state)
{
	enum { N = 501 };
	struct archive_file *files;
	struct arena a;
	struct buf docx;

	(void)state;
	arena_init(&a);
	files = ARENA_ARRAY(&a, struct archive_file, N);
	for (int i = 0; i < N; i++) {
		files[i].name = arena_printf(&a, "word/media/%d.png", i);
		files[i].bytes = "x";
		files[i].len = 1;
	}
	buf_init(&docx, 1u << 20);
	assert_int_equal(archive_write(files, N, &docx), OK);
	expect_of(&docx, DOC_TOO_LARGE, "zip");
	buf_release(&docx);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_template_passes),
		cmocka_unit_test(unknown_keys_are_told),
		cmocka_unit_test(braces_without_partner_are_told),
		cmocka_unit_test(loops_stand_on_whole_rows),
		cmocka_unit_test(merged_rows_cannot_be_repeated),
		cmocka_unit_test(the_place_of_a_fault_is_told),
		cmocka_unit_test(faults_are_counted_over_the_limit),
		cmocka_unit_test(what_is_no_docx_is_named),
		cmocka_unit_test(macros_and_templates_are_refused),
		cmocka_unit_test(embedded_things_are_refused),
		cmocka_unit_test(outside_targets_are_refused),
		cmocka_unit_test(fields_that_read_outside_are_refused),
		cmocka_unit_test(changes_and_comments_are_refused),
		cmocka_unit_test(doctypes_and_broken_xml_are_refused),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(bombs_and_giants_are_refused),
		cmocka_unit_test(too_many_entries_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
