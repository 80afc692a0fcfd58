/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages as an office makes them, without and with a personal number planted in them: nothing that has
 * a check digit slips, and fewer than 1 false alarm in 1,000 clean pages. The figures are printed.
 */
#include "support.h"

#include "base/str.h"
#include "doc/leak.h"

/* 20 was tried by hand: the daily run stays short under the sanitizers. */
#ifndef SCALE
#define SCALE 1
#endif
#define CLEAN_PAGES   (5000 * SCALE)
#define PLANTED_PAGES (2000 * SCALE)

static uint64_t seed;

static unsigned roll(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

#define PICK(list) ((list)[roll(COUNTOF(list))])

static void digits(char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)('0' + roll(10));
	to[n] = 0;
}

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
	digits(code + 8, 9);
	if (roll(2)) /* newer ones have letters */
		code[9] = set[10 + roll(21)];
	for (size_t i = 0; i < 17; i++) {
		sum += weight * (unsigned)(strchr(set, code[i]) - set);
		weight = weight * 3 % 31;
	}
	code[17] = set[(31 - sum % 31) % 31];
	code[18] = 0;
}

static void day(struct buf *b, const char *shape)
{
	buf_addf(b, shape, 1980 + roll(50), 1 + roll(12), 1 + roll(28));
}

static void sentence(struct buf *b)
{
	static const char *const shapes[] = { "%04u年%u月%u日", "%04u-%02u-%02u", "%04u.%02u.%02u",
					      "%04u/%u/%u" };
	char code[19];

	switch (roll(12)) {
	case 0:
		buf_adds(b, "经支部委员会讨论，公示时间为");
		day(b, PICK(shapes));
		buf_adds(b, "至");
		day(b, PICK(shapes));
		break;
	case 1:
		buf_addf(b, "校党发〔%u〕%u号、组通字[%u]%u号", 2014 + roll(12), 1 + roll(200),
			 2014 + roll(12), 1 + roll(99));
		break;
	case 2:
		buf_addf(b, "合计 %u,%03u,%03u.%02u 元，其中 %u.%02u 元", 1 + roll(20), roll(1000),
			 roll(1000), roll(100), roll(100000), roll(100));
		break;
	case 3:
		credit_code(code);
		buf_addf(b, "统一社会信用代码：%s", code);
		break;
	case 4:
		buf_adds(b, "监督电话：0551-63601234，邮编 230026");
		break;
	case 5:
		digits(code, 12);
		buf_addf(b, "流水号 20%02u%02u%02u%s", 14 + roll(12), 1 + roll(12), 1 + roll(28),
			 code);
		break;
	case 6:
		buf_addf(b, "ISBN 978-7-%02u-%06u-%u，第%u页", roll(100), roll(1000000), roll(10),
			 roll(600));
		break;
	case 7:
		buf_addf(b, "%u级%u班%u人，到会 %u 人，赞成 %u 票", 2018 + roll(8), 1 + roll(12),
			 20 + roll(40), 3 + roll(40), 3 + roll(40));
		break;
	case 8:
		buf_addf(b, "版本 %u.%u.%u.%u，%02u:%02u:%02u", roll(10), roll(40), roll(256),
			 roll(256), roll(24), roll(60), roll(60));
		break;
	case 9:
		digits(code, 12);
		buf_addf(b, "党组织编码 %s", code);
		break;
	case 10:
		day(b, "学习时间 %04u%02u%02u");
		buf_addf(b, "，%u—%u 学年第 %u 学期", 2019 + roll(7), 2020 + roll(7), 1 + roll(2));
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
		buf_addf(b, "<td>%u</td><td>王小明</td><td>男</td>", 1 + roll(40));
		buf_addf(b, "<td>%u.%02u</td><td>20%02u级%u班</td>", 1985 + roll(23), 1 + roll(12),
			 18 + roll(8), 1 + roll(9));
		for (int i = 0; i < 3; i++) {
			buf_adds(b, "<td>");
			day(b, "%04u-%02u-%02u");
			buf_adds(b, "</td>\n");
		}
	} else if (kind == 1) {
		for (int i = 0; i < 8; i++)
			buf_addf(b, "<td>%u</td>\n", roll(roll(2) ? 10000 : 100));
	} else {
		buf_addf(b, "<td>%u</td><td>", 2000 + roll(26));
		day(b, "%04u%02u%02u");
		buf_addf(b, "</td><td>%u.%02u</td><td>%u,%03u</td><td>%u%%</td>", roll(9000),
			 roll(100), roll(90), roll(1000), roll(101));
	}
	buf_adds(b, "</tr>\n");
}

/* A page of some 40 lines. plant: stands somewhere in it; NULL for a clean page. */
static void page(struct buf *b, const char *plant)
{
	unsigned lines = 20 + roll(40);
	unsigned where = roll(lines);
	unsigned kind = roll(3);
	bool table = roll(2);

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
	seed = 1;
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

static void id_make(char id[19])
{
	static const unsigned char weight[17] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
						  3, 7, 9,  10, 5, 8, 4, 2 };
	static const unsigned char provinces[] = { 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
						   35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
						   53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91 };
	unsigned sum = 0;

	(void)snprintf(id, 19, "%02u%04u%04u%02u%02u%03u", PICK(provinces), roll(10000),
		       1930 + roll(80), 1 + roll(12), 1 + roll(28), roll(1000));
	for (size_t i = 0; i < 17; i++)
		sum += weight[i] * (unsigned)(id[i] - '0');
	id[17] = "10X98765432"[sum % 11];
	id[18] = 0;
}

static void card_make(char card[20])
{
	static const char *const heads[] = { "62", "4",  "51", "52",   "53",
					     "54", "55", "60", "9558", "35" };
	size_t len = 16;
	unsigned sum = 0;

	(void)snprintf(card, 20, "%s", PICK(heads));
	if (str_starts(card, "62") || str_starts(card, "9558"))
		len = roll(2) ? 19 : 16;
	digits(card + strlen(card), len - 1 - strlen(card));
	for (size_t i = 0; i < len - 1; i++) {
		unsigned d = (unsigned)(card[len - 2 - i] - '0');

		sum += i % 2 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2;
	}
	card[len - 1] = (char)('0' + (10 - sum % 10) % 10);
	card[len] = 0;
}

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
		buf_addf(b, roll(2) ? "&#%d;" : "&#x%X;", c);
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
	unsigned dress = roll(4);
	unsigned manner = roll(3); /* whole, by 6-8-4, anywhere */
	unsigned cuts = 0;
	const char *gap = PICK(between);

	if (dress == 2)
		gap = " "; /* a dash between Chinese numerals is a numeral's one */
	for (size_t i = 0; i < 18; i++) {
		if (i && ((manner == 1 && (i == 6 || i == 14)) ||
			  (manner == 2 && roll(5) == 0 && cuts++ < 4)))
			buf_adds(b, gap);
		else if (roll(8) == 0)
			buf_adds(b, PICK(invisible));
		dressed(b, id[i], dress);
	}
}

static void card_plant(struct buf *b, const char *card)
{
	unsigned dress = roll(4) == 2 ? 0 : roll(2);
	bool grouped = roll(2);
	const char *gap = roll(2) ? " " : "-";

	for (size_t i = 0; card[i]; i++) {
		if (i && i % 4 == 0 && grouped)
			buf_adds(b, gap);
		else if (roll(8) == 0)
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
	seed = 2;
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
			id_make(number);
			id_plant(&plant, number);
			ids++;
		} else {
			card_make(number);
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
