/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages as an office makes them, without and with a personal number planted in them: nothing that has
 * a check digit slips, and fewer than 1 false alarm in 1,000 clean pages. The figures are printed.
 */
#include "leak_made.h"
#include "support.h"

#include "base/str.h"
#include "doc/leak.h"

/* 20 was tried by hand: the daily run stays short under the sanitizers. */
#ifndef SCALE
#define SCALE 1
#endif
#define CLEAN_PAGES   (5000 * SCALE)
#define PLANTED_PAGES (2000 * SCALE)

/* ---- clean pages ---- */

/* A unified social credit code with its check character (GB 32100): not a person's. */
static void credit_code(char code[19])
{
	static const char set[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const char *const kinds[] = { "11", "12", "52", "91", "92" };
	static const char *const places[] = { "110108", "340104", "320102", "440106", "610113" };
	unsigned weight = 1;
	unsigned sum = 0;

	(void)snprintf(code, 19, "%s%s", PICK(kinds), PICK(places));
	made_digits(code + 8, 9);
	if (made_roll(2)) /* newer ones have letters */
		code[9] = set[10 + made_roll(21)];
	for (size_t i = 0; i < 17; i++) {
		sum += weight * (unsigned)(strchr(set, code[i]) - set);
		weight = weight * 3 % 31;
	}
	code[17] = set[(31 - sum % 31) % 31];
	code[18] = 0;
}

static void day(struct buf *b, const char *shape)
{
	buf_addf(b, shape, 1980 + made_roll(50), 1 + made_roll(12), 1 + made_roll(28));
}

static void sentence(struct buf *b)
{
	static const char *const shapes[] = { "%04u年%u月%u日", "%04u-%02u-%02u", "%04u.%02u.%02u",
					      "%04u/%u/%u" };
	char code[19];

	switch (made_roll(12)) {
	case 0:
		buf_adds(b, "经支部委员会讨论，公示时间为");
		day(b, PICK(shapes));
		buf_adds(b, "至");
		day(b, PICK(shapes));
		break;
	case 1:
		buf_addf(b, "校党发〔%u〕%u号、组通字[%u]%u号", 2014 + made_roll(12),
			 1 + made_roll(200), 2014 + made_roll(12), 1 + made_roll(99));
		break;
	case 2:
		buf_addf(b, "合计 %u,%03u,%03u.%02u 元，其中 %u.%02u 元", 1 + made_roll(20),
			 made_roll(1000), made_roll(1000), made_roll(100), made_roll(100000),
			 made_roll(100));
		break;
	case 3:
		credit_code(code);
		buf_addf(b, "统一社会信用代码：%s", code);
		break;
	case 4:
		buf_adds(b, "监督电话：0551-63601234，邮编 230026");
		break;
	case 5:
		made_digits(code, 12);
		buf_addf(b, "流水号 20%02u%02u%02u%s", 14 + made_roll(12), 1 + made_roll(12),
			 1 + made_roll(28), code);
		break;
	case 6:
		buf_addf(b, "ISBN 978-7-%02u-%06u-%u，第%u页", made_roll(100), made_roll(1000000),
			 made_roll(10), made_roll(600));
		break;
	case 7:
		buf_addf(b, "%u级%u班%u人，到会 %u 人，赞成 %u 票", 2018 + made_roll(8),
			 1 + made_roll(12), 20 + made_roll(40), 3 + made_roll(40),
			 3 + made_roll(40));
		break;
	case 8:
		buf_addf(b, "版本 %u.%u.%u.%u，%02u:%02u:%02u", made_roll(10), made_roll(40),
			 made_roll(256), made_roll(256), made_roll(24), made_roll(60),
			 made_roll(60));
		break;
	case 9:
		made_digits(code, 12);
		buf_addf(b, "党组织编码 %s", code);
		break;
	case 10:
		day(b, "学习时间 %04u%02u%02u");
		buf_addf(b, "，%u—%u 学年第 %u 学期", 2019 + made_roll(7), 2020 + made_roll(7),
			 1 + made_roll(2));
		break;
	default:
		buf_addf(b, "二〇二%s年%s月%s日",
			 PICK(((const char *const[]){ "三", "四", "五", "六" })),
			 PICK(((const char *const[]){ "一", "三", "十", "十二" })),
			 PICK(((const char *const[]){ "八", "二十一", "三十" })));
	}
	buf_adds(b, "。");
}

/* A table row: a list of people to be announced, or figures side by side. */
static void row(struct buf *b, unsigned kind)
{
	buf_adds(b, "<tr>");
	if (kind == 0) {
		buf_addf(b, "<td>%u</td><td>王小明</td><td>男</td>", 1 + made_roll(40));
		buf_addf(b, "<td>%u.%02u</td><td>20%02u级%u班</td>", 1985 + made_roll(23),
			 1 + made_roll(12), 18 + made_roll(8), 1 + made_roll(9));
		for (int i = 0; i < 3; i++) {
			buf_adds(b, "<td>");
			day(b, "%04u-%02u-%02u");
			buf_adds(b, "</td>\n");
		}
	} else if (kind == 1) {
		for (int i = 0; i < 8; i++)
			buf_addf(b, "<td>%u</td>\n", made_roll(made_roll(2) ? 10000 : 100));
	} else {
		buf_addf(b, "<td>%u</td><td>", 2000 + made_roll(26));
		day(b, "%04u%02u%02u");
		buf_addf(b, "</td><td>%u.%02u</td><td>%u,%03u</td><td>%u%%</td>", made_roll(9000),
			 made_roll(100), made_roll(90), made_roll(1000), made_roll(101));
	}
	buf_adds(b, "</tr>\n");
}

/* A page of some 40 lines. plant: stands somewhere in it; NULL for a clean page. */
static void page(struct buf *b, const char *plant)
{
	unsigned lines = 20 + made_roll(40);
	unsigned where = made_roll(lines);
	unsigned kind = made_roll(3);
	bool table = made_roll(2);

	buf_adds(b, "<!doctype html><html><head><title>公示</title></head><body><main>\n");
	buf_adds(b, table ? "<table>" : "");
	for (unsigned i = 0; i < lines; i++) {
		if (table && (!plant || i != where)) {
			row(b, kind);
			continue;
		}
		buf_adds(b, table ? "<tr><td>" : "<p>");
		if (!table)
			sentence(b);
		buf_adds(b, plant && i == where ? plant : "");
		buf_adds(b, table ? "</td></tr>" : "</p>\n");
	}
	buf_adds(b, table ? "</table>" : "");
	buf_adds(b, "</main></body></html>\n");
}

static void clean_pages_raise_fewer_than_one_alarm_in_a_thousand(void **state)
{
	static const char *const office[] = { "055163601234" };
	const struct leak_options o = { .allowed = office, .n_allowed = 1 };
	unsigned alarms = 0;
	uint64_t kinds[LEAK__MAX] = { 0 };
	uint64_t bytes = 0;
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	made_seed(1);
	for (int i = 0; i < CLEAN_PAGES; i++) {
		struct leak_report r;
		struct arena a;

		arena_init(&a);
		leak_report_init(&r, &a);
		buf_reset(&b);
		page(&b, NULL);
		bytes += b.len;
		assert_int_equal(leak_scan_file(&r, &o, b.text, b.len), OK);
		alarms += r.total > 0;
		for (int k = 0; k < LEAK__MAX; k++)
			kinds[k] += r.counts[k];
		arena_release(&a);
	}
	buf_release(&b);
	print_message("%u alarms in %d clean pages (%.2f MB):", alarms, CLEAN_PAGES,
		      (double)bytes / 1e6);
	for (int k = 0; k < LEAK__MAX; k++)
		print_message(" %s %d", leak_kind_code((enum leak_kind)k), (int)kinds[k]);
	print_message("\n");
	assert_true(alarms * 1000 < CLEAN_PAGES);
}

/* ---- planted pages ---- */

/* One character in another width, as an entity, in Chinese. */
static void dressed(struct buf *b, char c, unsigned dress)
{
	static const char *const zh[] = {
		"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"
	};
	char wide[4];

	if (dress == 1)
		buf_add(b, wide, utf8_put(wide, (uint32_t)(unsigned char)c + 0xFEE0));
	else if (dress == 2 && c <= '9')
		buf_adds(b, zh[c - '0']);
	else if (dress == 3)
		buf_addf(b, made_roll(2) ? "&#%d;" : "&#x%X;", c);
	else
		buf_addc(b, c);
}

/* With what a number may be cut and still be one: nothing seen, tags, separators, cells. */
static const char *const invisible[] = { "",      "<b></b>", "<span>", "<!-- - -->", "\xE2\x80\x8B",
					 "&shy;", "</i>" };
static const char *const between[] = { " ",           "-",       ".",
				       "\xC2\xB7",    "/",       "_",
				       "　",          "－",      "&nbsp;",
				       "\n",          "<br>",    "</td><td>",
				       "</td>\n<td>", "</p><p>", "</td></tr>\n<tr><td>",
				       ", ",          " - " };

static void id_plant(struct buf *b, const char *id)
{
	unsigned dress = made_roll(4);
	unsigned manner = made_roll(3); /* whole, by 6-8-4, anywhere */
	unsigned cuts = 0;
	const char *gap = PICK(between);

	if (dress == 2)
		gap = " "; /* a dash between Chinese numerals is a numeral's one */
	for (size_t i = 0; i < 18; i++) {
		if (i && ((manner == 1 && (i == 6 || i == 14)) ||
			  (manner == 2 && made_roll(5) == 0 && cuts++ < 4)))
			buf_adds(b, gap);
		else if (made_roll(8) == 0)
			buf_adds(b, PICK(invisible));
		dressed(b, id[i], dress);
	}
}

static void card_plant(struct buf *b, const char *card)
{
	unsigned dress = made_roll(4) == 2 ? 0 : made_roll(2);
	bool grouped = made_roll(2);
	const char *gap = made_roll(2) ? " " : "-";

	for (size_t i = 0; card[i]; i++) {
		if (i && i % 4 == 0 && grouped)
			buf_adds(b, gap);
		else if (made_roll(8) == 0)
			buf_adds(b, PICK(invisible));
		dressed(b, card[i], dress);
	}
}

static void nothing_with_a_check_digit_slips(void **state)
{
	unsigned missed = 0;
	unsigned ids = 0;
	struct buf plant, b;

	(void)state;
	buf_init(&b, 1u << 20);
	buf_init(&plant, 4096);
	made_seed(2);
	for (int i = 0; i < PLANTED_PAGES; i++) {
		enum leak_kind kind = i % 2 ? LEAK_ID : LEAK_BANK_CARD;
		struct leak_report r;
		struct arena a;
		char number[20];

		arena_init(&a);
		leak_report_init(&r, &a);
		buf_reset(&plant);
		buf_reset(&b);
		if (kind == LEAK_ID) {
			made_id(number);
			id_plant(&plant, number);
			ids++;
		} else {
			made_card(number);
			card_plant(&plant, number);
		}
		page(&b, plant.text);
		leak_scan_text(&r, NULL, LEAK_HTML, "", b.text, b.len);
		if (!r.counts[kind]) {
			missed++;
			if (missed < 20)
				print_message("missed %s\n", plant.text);
		}
		arena_release(&a);
	}
	print_message("%u ID numbers and %u cards planted, %u missed\n", ids, PLANTED_PAGES - ids,
		      missed);
	assert_int_equal(missed, 0);
	buf_release(&plant);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean_pages_raise_fewer_than_one_alarm_in_a_thousand),
		cmocka_unit_test(nothing_with_a_check_digit_slips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
