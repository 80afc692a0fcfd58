/* SPDX-License-Identifier: Apache-2.0 */
/* What cannot be looked into is never called clean; text in GB18030; places in words. */
#include "support.h"

#include <unicode/ucnv.h>
#include <unistd.h>

#include "base/str.h"
#include "doc/leak.h"

#define ID "110101199003070038"
#define TYPES                                                                                      \
	{                                                                                          \
		.name = "[Content_Types].xml", .bytes = "<Types/>", .len = 8                       \
	}

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

static enum err scan(const void *bytes, size_t len)
{
	leak_report_init(&r, &arena);
	return leak_scan_file(&r, NULL, bytes, len);
}

static void refused(const void *bytes, size_t len, enum err e, const char *code)
{
	assert_int_equal(scan(bytes, len), e);
	assert_string_equal(leak_refusal_code(r.why), code);
}

static void planted(struct buf *docx)
{
	buf_init(docx, 1u << 20);
	make_docx(docx, P("身份证 " ID) P("联系人刘一，电话 13800138000"), NULL, 0);
	assert_int_equal(scan(docx->text, docx->len), OK);
	assert_int_equal(r.total, 2);
	assert_int_equal(r.why, LEAK_READ);
}

/* ---- refused ---- */

static void other_kinds_by_their_bytes(void **state)
{
	static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0";
	static const char secret[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
				     "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

	(void)state;
	refused("%PDF-1.7\n", 9, ERR_MEDIA_TYPE, "pdf");
	refused(ole, sizeof(ole), ERR_MEDIA_TYPE, "old_office");
	refused(secret, sizeof(secret), ERR_MEDIA_TYPE, "encrypted");
	refused("\x89PNG\r\n\x1A\n", 8, ERR_MEDIA_TYPE, "unknown");
	refused("a\0b", 3, ERR_MEDIA_TYPE, "unknown");
	refused("\xFF\xFE"
		"1\0",
		4, ERR_MEDIA_TYPE, "unknown");
	refused("PK\3\4 and no more", 16, ERR_INPUT, "damaged");
	assert_int_equal(scan("PK赛获奖名单", strlen("PK赛获奖名单")), OK);
}

static void a_document_cut_anywhere_is_not_called_clean(void **state)
{
	struct buf docx;

	(void)state;
	planted(&docx);
	for (size_t len = 4; len < docx.len; len++)
		assert_true(scan(docx.text, len) != OK && r.why != LEAK_READ);
	buf_release(&docx);
}

static void a_document_with_a_wrong_byte_is_not_called_clean(void **state)
{
	struct buf docx;

	(void)state;
	planted(&docx);
	for (size_t at = 0; at < docx.len; at++) {
		for (unsigned bit = 1; bit < 256; bit <<= 1) {
			docx.text[at] = (char)(docx.text[at] ^ (char)bit);
			if (scan(docx.text, docx.len) == OK)
				assert_true(r.total + r.total_unseen > 0);
			else
				assert_int_not_equal(r.why, LEAK_READ);
			docx.text[at] = (char)(docx.text[at] ^ (char)bit);
		}
		arena_reset(&arena);
	}
	buf_release(&docx);
}

static void an_entry_with_a_password_is_told(void **state)
{
	char path[] = "/tmp/jishi-leak-XXXXXX";
	static char bytes[65536];
	zip_source_t *source;
	struct buf docx;
	zip_int64_t at;
	zip_t *zip;
	size_t len;
	FILE *file;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	planted(&docx);
	assert_int_equal(write(fd, docx.text, docx.len), (ssize_t)docx.len);
	assert_int_equal(close(fd), 0);
	buf_release(&docx);
	zip = zip_open(path, 0, NULL);
	assert_non_null(zip);
	source = zip_source_buffer(zip, "<a/>", 4, 0);
	at = zip_file_add(zip, "word/document.xml", source, ZIP_FL_OVERWRITE);
	assert_true(at >= 0);
	assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, "password"),
			 0);
	assert_int_equal(zip_close(zip), 0);
	file = fopen(path, "rb");
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	assert_int_equal(unlink(path), 0);
	refused(bytes, len, ERR_MEDIA_TYPE, "encrypted");
}

static void what_unpacks_beyond_belief_is_a_bomb(void **state)
{
	static char zeros[8u << 20];
	struct archive_file files[] = { TYPES, { .name = "word/document.xml", .bytes = zeros } };
	struct buf b;

	(void)state;
	memset(zeros, ' ', sizeof(zeros));
	memcpy(zeros, "<a>", 3);
	memcpy(zeros + sizeof(zeros) - 4, "</a>", 4);
	files[1].len = sizeof(zeros);
	buf_init(&b, 1u << 20);
	assert_int_equal(archive_write(files, 2, &b), OK);
	assert_true(b.len < 20000);
	refused(b.text, b.len, ERR_TOO_LARGE, "bomb");
	buf_release(&b);
}

/* The directory says 100 bytes, the entry has 100,000. */
static void what_unpacks_to_more_than_it_says_is_refused(void **state)
{
	static char text[100000];
	struct archive_file files[] = { TYPES, { .name = "word/document.xml", .bytes = text } };
	struct buf b;

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "<a>", 3);
	memcpy(text + sizeof(text) - 4, "</a>", 4);
	files[1].len = sizeof(text);
	buf_init(&b, 1u << 20);
	assert_int_equal(archive_write(files, 2, &b), OK);
	for (size_t at = 0; at + 30 < b.len; at++) {
		bool central = memcmp(b.text + at, "PK\1\2", 4) == 0;

		if (central || memcmp(b.text + at, "PK\3\4", 4) == 0)
			memcpy(b.text + at + (central ? 24 : 22), "\x64\0\0\0", 4);
	}
	assert_int_not_equal(scan(b.text, b.len), OK);
	assert_int_not_equal(r.why, LEAK_READ);
	buf_release(&b);
}

static void a_doctype_and_too_many_bytes_are_refused(void **state)
{
	static const char lol[] = "<!DOCTYPE a [<!ENTITY b \"" ID "\">]><a>&b;</a>";
	const struct archive_file files[] = {
		TYPES, { .name = "word/document.xml", .bytes = lol, .len = sizeof(lol) - 1 }
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	assert_int_equal(archive_write(files, 2, &b), OK);
	refused(b.text, b.len, ERR_INPUT, "damaged");
	refused("x", (size_t)LEAK_FILE_MAX + 1, ERR_TOO_LARGE, "over_limits");
	buf_release(&b);
}

/* ---- GB18030 ---- */

static size_t encode(const char *utf8, char *to, size_t max)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = ucnv_convert("gb18030", "UTF-8", to, (int32_t)max, utf8, -1, &status);

	assert_true(U_SUCCESS(status));
	return (size_t)n;
}

static void a_csv_of_excel_is_read(void **state)
{
	static const char *const yes[] = {
		"姓名,身份证号\r\n张三," ID "\r\n",
		"姓名，手机\r\n李四，１３８００１３８０００\r\n",
		"刘一13800138000，𠮷野家\r\n",
		"<p>公示：110101<b>19900307</b>0038</p>",
	};
	static char bytes[300000];
	static char text[100000];
	size_t len;

	(void)state;
	for (size_t i = 0; i < COUNTOF(yes); i++) {
		len = encode(yes[i], bytes, sizeof(bytes));
		assert_int_equal(scan(bytes, len), OK);
		assert_int_equal(r.total, 1);
	}
	len = encode("公示时间：2026年11月23日至27日", bytes, sizeof(bytes));
	assert_int_equal(scan(bytes, len), OK);
	assert_int_equal(r.total, 0);
	/* over the edges of what is converted at once */
	for (size_t lead = 4080; lead < 4100; lead++) {
		memset(text, 'x', lead);
		(void)snprintf(text + lead, sizeof(text) - lead, "𠮷１３８００１３８０００。");
		len = encode(text, bytes, sizeof(bytes));
		assert_int_equal(scan(bytes, len), OK);
		assert_int_equal(r.total, 1);
	}
}

static void damaged_utf8_is_not_taken_for_it(void **state)
{
	static const char text[] = "拟接收预备党员公示，联系人手机１３８００１３８０００";

	(void)state;
	assert_int_equal(scan(text, sizeof(text) - 1), OK);
	assert_int_equal(r.total, 1);
	refused(text, sizeof(text) - 2, ERR_MEDIA_TYPE, "unknown");
	refused(text + 1, sizeof(text) - 2, ERR_MEDIA_TYPE, "unknown");
	assert_int_equal(scan("\xEF\xBB\xBF" ID, 3 + 18), OK); /* with a BOM */
	assert_int_equal(r.total, 1);
}

/* ---- places ---- */

static void places_are_told_in_words(void **state)
{
	static const struct {
		const char *part, *place;
	} parts[] = {
		{ "word/header2.xml", "页眉" },
		{ "word/comments.xml", "批注" },
		{ "word/footnotes.xml", "脚注" },
		{ "docProps/core.xml", "文档属性" },
		{ "word/something.xml", "word/something.xml" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		const char *bytes = "<a>" ID "</a>";
		const struct archive_file extra = { .name = parts[i].part, .bytes = bytes };

		buf_reset(&b);
		make_docx(&b, P("x"), &extra, 1);
		assert_int_equal(scan(b.text, b.len), OK);
		assert_int_equal(r.total, 1);
		assert_string_equal(r.hits[0].where, parts[i].part);
		assert_string_equal(r.hits[0].place, parts[i].place);
	}
	buf_release(&b);
	assert_int_equal(scan(ID, 18), OK);
	assert_string_equal(r.hits[0].place, "");
}

static void a_cell_is_told_by_its_sheet_s_name(void **state)
{
	struct archive_file files[] = {
		TYPES,
		{ .name = "xl/workbook.xml",
		  .bytes =
			  "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
			  "<sheets><sheet name='说明' r:id='rId7'/><sheet name='花名册' r:id='rId8'/></sheets></workbook>" },
		{ .name = "xl/_rels/workbook.xml.rels",
		  .bytes =
			  "<Relationships><Relationship Id='rId8' Target='/xl/worksheets/sheet1.xml'/>"
			  "<Relationship Id='rId7' Target='worksheets/sheet2.xml'/></Relationships>" },
		{ .name = "xl/worksheets/sheet1.xml",
		  .bytes = "<worksheet><c r='C12' t='str'><v>" ID "</v></c></worksheet>" },
	};
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < COUNTOF(files); i++)
		files[i].len = strlen(files[i].bytes);
	assert_int_equal(archive_write(files, COUNTOF(files), &b), OK);
	assert_int_equal(scan(b.text, b.len), OK);
	assert_int_equal(r.total, 1);
	assert_string_equal(r.hits[0].where, "xl/worksheets/sheet1.xml!C12");
	assert_string_equal(r.hits[0].place, "花名册!C12");
	buf_release(&b);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(other_kinds_by_their_bytes),
		T(a_document_cut_anywhere_is_not_called_clean),
		T(a_document_with_a_wrong_byte_is_not_called_clean),
		T(an_entry_with_a_password_is_told),
		T(what_unpacks_beyond_belief_is_a_bomb),
		T(what_unpacks_to_more_than_it_says_is_refused),
		T(a_doctype_and_too_many_bytes_are_refused),
		T(a_csv_of_excel_is_read),
		T(damaged_utf8_is_not_taken_for_it),
		T(places_are_told_in_words),
		T(a_cell_is_told_by_its_sheet_s_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
