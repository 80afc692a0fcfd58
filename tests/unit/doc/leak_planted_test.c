/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Personal numbers in every spelling, planted in texts, in documents cut into runs and in workbooks as
 * our own writers make them: none is missed. Clean pages, looked at with a
 * school's numbers at hand, raise fewer than 1 alarm in 1,000. The figures are printed.
 */
#include "leak_made.h"
#include "support.h"

#include <unistd.h>

#include "base/str.h"
#include "doc/docx_write.h"
#include "doc/leak.h"
#include "doc/xlsx_write.h"

#ifndef SCALE
#define SCALE 1
#endif
#define TEXTS       (20000 * SCALE)
#define DOCUMENTS   (50 * SCALE)
#define PARAGRAPHS  100
#define WORKBOOKS   (4 * SCALE)
#define ROWS        2000
#define CLEAN_PAGES (20000 * SCALE)
#define NUMBERS     3000 /* of the school */

static char number_texts[NUMBERS][LEAK_NUMBER_MAX];
static const char *numbers[NUMBERS];
static size_t n_numbers;
static struct leak_options options;

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "PB23011234" for undergraduates, "2023011234" for the others. */
static int school(void **state)
{
	(void)state;
	made_seed(7);
	for (n_numbers = 0; n_numbers < NUMBERS; n_numbers++) {
		(void)snprintf(number_texts[n_numbers], LEAK_NUMBER_MAX, "%s%02u%02u%04u",
			       made_roll(2) ? "PB" : "20", 18 + made_roll(8), 1 + made_roll(30),
			       made_roll(10000));
		numbers[n_numbers] = number_texts[n_numbers];
	}
	qsort(numbers, n_numbers, sizeof(*numbers), by_text);
	options = (struct leak_options){ .numbers = numbers, .n_numbers = n_numbers };
	return 0;
}

/* ---- plants ---- */

static const char *const leads[] = { "",       "：",          "张三",       "李四", "①",
				     "第一",   "联系人：",    "(",          "1.",   "学号/证件",
				     "本人，", "2026-11-23 ", "电气2301班", "——",   "“" };
static const char *const tails[] = { "", "。", "（本人）", "一班", "，", " 男", ")", "二〇二六年" };

/* A character in its own or in full width, with something that is not seen behind it or not. */
static void put(struct buf *b, char c, bool wide, bool hidden)
{
	static const char *const invisible[] = { "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xC2\xAD",
						 "\xE2\x80\x8D" };
	char bytes[4];

	if (wide)
		buf_add(b, bytes, utf8_put(bytes, (uint32_t)(unsigned char)c + 0xFEE0));
	else
		buf_addc(b, c);
	if (hidden && made_roll(6) == 0)
		buf_adds(b, PICK(invisible));
}

static bool cut_here(enum leak_kind kind, size_t i, unsigned manner)
{
	switch (kind) {
	case LEAK_ID: /* 6-8-4, 6-4-4-4, 4-4-4-4-2 */
		return manner == 0   ? i == 6 || i == 14
		       : manner == 1 ? i == 6 || i == 10 || i == 14
				     : i % 4 == 0;
	case LEAK_MOBILE: /* 3-4-4, 4-3-4 */
		return manner == 0 ? i == 3 || i == 7 : manner == 1 ? i == 4 || i == 7 : i == 3;
	case LEAK_SCHOOL_NUMBER:
		return i == 2 || (manner && i == 6);
	default:
		return i % 4 == 0;
	}
}

static void spelled(struct buf *b, enum leak_kind kind, const char *number)
{
	static const char *const gaps[] = { " ",  "-",        ".",        "　",
					    "－", "\xC2\xB7", "\xC2\xA0", "\xE2\x80\x91",
					    " - " };
	static const char *const dials[] = {
		"", "", "+86", "+86 ", "0086", "0086-", "86", "(+86)"
	};
	const char *gap = made_roll(2) ? PICK(gaps) : "";
	bool wide = made_roll(4) == 0;
	bool hidden = made_roll(4) == 0;
	bool small = made_roll(4) == 0;
	unsigned manner = made_roll(3);

	if (kind == LEAK_MOBILE)
		buf_adds(b, PICK(dials));
	for (size_t i = 0; number[i]; i++) {
		char c = small && number[i] > '9' ? (char)(number[i] + 32) : number[i];

		if (i && *gap && cut_here(kind, i, manner))
			buf_adds(b, gap);
		put(b, c, wide, hidden);
	}
}

static enum leak_kind made(char number[LEAK_NUMBER_MAX])
{
	switch (made_roll(4)) {
	case 0:
		made_id(number);
		return LEAK_ID;
	case 1:
		made_mobile(number);
		return LEAK_MOBILE;
	case 2:
		made_card(number);
		return LEAK_BANK_CARD;
	default:
		(void)snprintf(number, LEAK_NUMBER_MAX, "%s", numbers[made_roll(NUMBERS)]);
		return LEAK_SCHOOL_NUMBER;
	}
}

/* A text with one number in it; its kind. */
static enum leak_kind plant(struct buf *b, bool alone)
{
	char number[LEAK_NUMBER_MAX];
	enum leak_kind kind = made(number);

	buf_reset(b);
	if (!alone)
		buf_adds(b, PICK(leads));
	spelled(b, kind, number);
	if (!alone)
		buf_adds(b, PICK(tails));
	return kind;
}

struct tally {
	uint64_t planted[LEAK__MAX], missed, other;
};

static void count(struct tally *t, const struct leak_report *r, const uint64_t *planted)
{
	for (int k = 0; k < LEAK__MAX; k++) {
		t->planted[k] += planted[k];
		t->missed += planted[k] > r->counts[k] ? planted[k] - r->counts[k] : 0;
		t->other += planted[k] < r->counts[k] ? r->counts[k] - planted[k] : 0;
	}
}

static void told(const struct tally *t, const char *in)
{
	uint64_t all = 0;

	print_message("%s:", in);
	for (int k = 0; k < LEAK__MAX; k++) {
		all += t->planted[k];
		if (t->planted[k])
			print_message(" %d %s", (int)t->planted[k],
				      leak_kind_code((enum leak_kind)k));
	}
	print_message(" planted, %d missed, %d more than planted\n", (int)t->missed, (int)t->other);
	assert_int_equal(t->missed, 0);
	assert_true(t->other * 1000 < all); /* check digits that fit by chance */
}

static void no_spelling_in_a_text_is_missed(void **state)
{
	struct tally t = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	made_seed(11);
	for (int i = 0; i < TEXTS; i++) {
		uint64_t planted[LEAK__MAX] = { 0 };
		struct leak_report r;
		struct arena a;

		arena_init(&a);
		leak_report_init(&r, &a);
		planted[plant(&b, false)]++;
		leak_scan_text(&r, &options, LEAK_TEXT, "", b.text, b.len);
		if (r.total != 1 && t.missed + t.other < 20)
			print_message("%d found in %s\n", (int)r.total, b.text);
		count(&t, &r, planted);
		arena_release(&a);
	}
	buf_release(&b);
	told(&t, "texts");
}

/* ---- documents ---- */

static void scan_docx(struct tally *t, const struct buf *docx, const uint64_t *planted)
{
	struct leak_report r;
	struct arena a;

	arena_init(&a);
	leak_report_init(&r, &a);
	assert_int_equal(leak_scan_file(&r, &options, docx->text, docx->len), OK);
	if (r.n_hits)
		assert_string_equal(r.hits[0].place, "正文");
	count(t, &r, planted);
	arena_release(&a);
}

/* The text as Word leaves it after editing: cut into runs anywhere between characters. */
static void runs(struct buf *body, const char *text)
{
	static const char *const cuts[] = {
		"</w:t></w:r><w:r><w:t>",
		"</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr><w:t>",
		"</w:t></w:r><w:bookmarkStart w:id=\"7\" w:name=\"_Go\"/><w:ins w:id=\"3\" w:author=\"x\"><w:r><w:t>",
	};
	const char *end = text + strlen(text);
	bool inserted = false;

	buf_adds(body, "<w:p><w:r><w:t xml:space=\"preserve\">");
	while (text < end) {
		const char *from = text;

		(void)utf8_next(&text, end);
		buf_add(body, from, (size_t)(text - from));
		if (made_roll(4) || inserted)
			continue;
		inserted = made_roll(10) == 0;
		buf_adds(body, inserted ? cuts[2] : cuts[made_roll(2)]);
	}
	buf_adds(body, inserted ? "</w:t></w:r></w:ins></w:p>" : "</w:t></w:r></w:p>");
}

static void no_number_cut_into_runs_is_missed(void **state)
{
	struct tally t = { 0 };
	struct buf b, body, docx;

	(void)state;
	buf_init(&b, 4096);
	buf_init(&body, 1u << 20);
	buf_init(&docx, 1u << 20);
	made_seed(12);
	for (int i = 0; i < DOCUMENTS; i++) {
		uint64_t planted[LEAK__MAX] = { 0 };

		buf_reset(&body);
		buf_reset(&docx);
		for (int k = 0; k < PARAGRAPHS; k++) {
			planted[plant(&b, false)]++;
			runs(&body, b.text);
			buf_adds(&body, P("经支部委员会讨论同意。"));
		}
		make_docx(&docx, body.text, NULL, 0);
		scan_docx(&t, &docx, planted);
	}
	buf_release(&b);
	buf_release(&body);
	buf_release(&docx);
	told(&t, "DOCX, cut into runs");
}

static void no_number_in_a_paper_of_our_own_is_missed(void **state)
{
	static const struct form_column columns[] = { { .heading = "姓名", .width = 20 },
						      { .heading = "说明", .width = 60 },
						      { .heading = "备注", .width = 20 } };
	struct tally t = { 0 };
	struct buf b, docx;

	(void)state;
	buf_init(&b, 4096);
	buf_init(&docx, DOCX_RESULT_MAX);
	made_seed(13);
	for (int i = 0; i < DOCUMENTS; i++) {
		uint64_t planted[LEAK__MAX] = { 0 };
		struct form_table *table;
		struct arena a;
		struct form f;

		arena_init(&a);
		form_init(&f, &a);
		form_title(&f, "关于拟列为发展对象的公示");
		for (int k = 0; k < PARAGRAPHS / 2; k++) {
			planted[plant(&b, false)]++;
			form_paragraph(&f, arena_strdup(&a, b.text));
			form_paragraph(&f, "现予公示。");
		}
		table = form_table(&f, columns, COUNTOF(columns));
		for (int k = 0; k < PARAGRAPHS / 2; k++) {
			const char *row[3] = { "林晓岚", NULL, "同意" };

			planted[plant(&b, made_roll(2))]++;
			row[1] = arena_strdup(&a, b.text);
			form_row(&f, table, row, COUNTOF(row));
		}
		buf_reset(&docx);
		assert_int_equal(docx_write(&f, 1780000000, &docx), OK);
		scan_docx(&t, &docx, planted);
		arena_release(&a);
	}
	buf_release(&b);
	buf_release(&docx);
	told(&t, "DOCX of our writer");
}

/* ---- workbooks ---- */

static void write_xlsx(const char *path, const char *folder, uint64_t *planted)
{
	static const struct xlsx_out_column columns[] = {
		{ "序号", 6 }, { "姓名", 10 }, { "说明", 40 }, { "支部", 20 }
	};
	const struct xlsx_out_options o = { .path = path, .folder = folder };
	const struct xlsx_out_sheet sheet = { .name = "花名册",
					      .title = "党员花名册",
					      .columns = columns,
					      .n_columns = COUNTOF(columns) };
	struct xlsx_out *out = NULL;
	struct buf b;

	buf_init(&b, 4096);
	assert_int_equal(xlsx_out_open(&o, &out), OK);
	assert_int_equal(xlsx_out_sheet(out, &sheet), OK);
	for (int i = 0; i < ROWS; i++) {
		char n[12];
		const char *row[4] = { n, "张三", NULL, "电气2301班党支部" };

		(void)snprintf(n, sizeof(n), "%d", i + 1);
		planted[plant(&b, made_roll(2))]++;
		row[2] = b.text;
		assert_int_equal(xlsx_out_row(out, row, COUNTOF(row)), OK);
	}
	assert_int_equal(xlsx_out_close(out), OK);
	buf_release(&b);
}

static void no_number_in_a_workbook_of_our_own_is_missed(void **state)
{
	char folder[] = "/tmp/jishi-leak-XXXXXX";
	struct tally t = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	made_seed(14);
	for (int i = 0; i < WORKBOOKS; i++) {
		uint64_t planted[LEAK__MAX] = { 0 };
		static char bytes[4u << 20];
		struct leak_report r;
		struct arena a;
		const char *path;
		FILE *file;
		size_t len;

		arena_init(&a);
		leak_report_init(&r, &a);
		path = arena_printf(&a, "%s/a.xlsx", folder);
		write_xlsx(path, folder, planted);
		file = fopen(path, "rb");
		assert_non_null(file);
		len = fread(bytes, 1, sizeof(bytes), file);
		(void)fclose(file);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(leak_scan_file(&r, &options, bytes, len), OK);
		assert_string_equal(r.hits[0].place, "花名册!C3");
		count(&t, &r, planted);
		arena_release(&a);
	}
	assert_int_equal(rmdir(folder), 0);
	told(&t, "XLSX of our writer");
}

/* ---- clean pages ---- */

static void clean_line(struct buf *b)
{
	static const char *const names[] = { "张三", "李四", "王五", "赵一", "刘九", "欧阳修远" };
	static const char *const classes[] = { "电气2301班", "计科2022级3班", "材料21-2班",
					       "硕2405班" };
	unsigned y = 2015 + made_roll(12);
	unsigned m = 1 + made_roll(12);
	unsigned d = 1 + made_roll(28);

	switch (made_roll(12)) {
	case 0:
		buf_addf(b, "%s，%s，%u年%u月%u日递交入党申请书", PICK(names), PICK(classes), y, m,
			 d);
		break;
	case 1:
		buf_addf(b, "公示时间：%04u-%02u-%02u 08:30 至 %04u-%02u-%02u 17:%02u", y, m, d, y,
			 m, d + 1, made_roll(60));
		break;
	case 2:
		buf_addf(b, "联系方式：010-%04u%04u；0551-636%05u", 6000 + made_roll(3000),
			 made_roll(10000), made_roll(100000));
		break;
	case 3:
		buf_addf(b, "应到%u人，实到%u人，赞成%u票，反对%u票，弃权%u票", 20 + made_roll(30),
			 15 + made_roll(30), made_roll(40), made_roll(3), made_roll(3));
		break;
	case 4:
		buf_addf(b, "党费 %u.%02u 元，合计 ¥%u,%03u,%03u.00", made_roll(300),
			 made_roll(100), 1 + made_roll(99), made_roll(1000), made_roll(1000));
		break;
	case 5:
		buf_addf(b, "云大党发〔%u〕%u号，编号 %04u%02u%02u%04u", y, 1 + made_roll(200), y,
			 m, d, made_roll(10000));
		break;
	case 6:
		buf_addf(b, "%u-%u学年，%u—%u年度考核，培养联系人%s", y, y + 1, y, y + 4,
			 PICK(names));
		break;
	case 7:
		buf_addf(b, "ISBN 978-7-%03u-%05u-%u，CN %02u-%04u/D", made_roll(1000),
			 made_roll(100000), made_roll(10), 10 + made_roll(60), made_roll(10000));
		break;
	case 8:
		buf_addf(b, "党组织代码 %03u%06u%03u，支部编号%u", made_roll(1000),
			 made_roll(1000000), made_roll(1000), 100000 + made_roll(900000));
		break;
	case 9:
		buf_addf(b, "%u\t%s\t男\t%u.%02u\t%04u%02u%02u\t%u", 1 + made_roll(60), PICK(names),
			 1998 + made_roll(10), m, y, m, d, made_roll(100));
		break;
	case 10:
		buf_addf(b, "格物楼%u室，邮编%06u，QQ群%u", 100 + made_roll(900),
			 100000 + made_roll(700000), 100000000 + made_roll(900000000));
		break;
	default:
		buf_addf(b, "https://www.example.edu.cn/%04u/%02u%02u/c%ua%u/page.htm", y, m, d,
			 1000 + made_roll(30000), 100000 + made_roll(500000));
	}
	buf_adds(b, made_roll(3) ? "。\n" : "\n");
}

static void clean_pages_with_a_schools_numbers_raise_no_alarm(void **state)
{
	unsigned alarms = 0;
	uint64_t bytes = 0;
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	made_seed(15);
	for (int i = 0; i < CLEAN_PAGES; i++) {
		unsigned lines = 5 + made_roll(12);
		struct leak_report r;
		struct arena a;

		arena_init(&a);
		leak_report_init(&r, &a);
		buf_reset(&b);
		while (lines--)
			clean_line(&b);
		bytes += b.len;
		assert_int_equal(leak_scan_file(&r, &options, b.text, b.len), OK);
		if (r.total && alarms < 10)
			print_message("%s %s\n", leak_kind_code(r.hits[0].kind), r.hits[0].sample);
		alarms += r.total > 0;
		arena_release(&a);
	}
	buf_release(&b);
	print_message("%u alarms in %d clean pages (%.1f MB), %d numbers of the school known\n",
		      alarms, CLEAN_PAGES, (double)bytes / 1e6, NUMBERS);
	assert_true(alarms * 1000 < CLEAN_PAGES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_spelling_in_a_text_is_missed),
		cmocka_unit_test(no_number_cut_into_runs_is_missed),
		cmocka_unit_test(no_number_in_a_paper_of_our_own_is_missed),
		cmocka_unit_test(no_number_in_a_workbook_of_our_own_is_missed),
		cmocka_unit_test(clean_pages_with_a_schools_numbers_raise_no_alarm),
	};

	return cmocka_run_group_tests(tests, school, NULL);
}
