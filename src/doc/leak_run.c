/* SPDX-License-Identifier: Apache-2.0 */
/* From code points to runs of digits and letters, and from what is found in them to the report. */
#include <stdlib.h>

#include "doc/leak_rule.h"
#include "base/str.h"
#include "base/banned.h"

static const struct {
	const char *code, *zh;
	unsigned char head, tail; /* characters a sample shows */
} kinds[LEAK__MAX] = {
	[LEAK_ID] = { "id", "身份证号", 3, 2 },
	[LEAK_MOBILE] = { "mobile", "手机号", 3, 2 },
	[LEAK_LANDLINE] = { "landline", "电话号码", 2, 2 },
	[LEAK_BANK_CARD] = { "bank_card", "银行卡号", 3, 2 },
	[LEAK_SCHOOL_NUMBER] = { "school_number", "学号或工号", 2, 2 },
};

const char *leak_kind_code(enum leak_kind kind)
{
	return kinds[kind].code;
}

const char *leak_kind_zh(enum leak_kind kind)
{
	return kinds[kind].zh;
}

const char *leak_refusal_code(enum leak_refusal why)
{
	static const char *const codes[LEAK__REFUSAL_MAX] = { "read",       "unknown",    "pdf",
							      "old_office", "encrypted",  "damaged",
							      "bomb",       "over_limits" };

	return codes[why];
}

void leak_report_init(struct leak_report *r, struct arena *a)
{
	memset(r, 0, sizeof(*r));
	r->a = a;
}

void leak_run_init(struct leak_run *run, struct leak_report *r, const struct leak_options *options,
		   const char *where)
{
	memset(run, 0, sizeof(*run));
	run->report = r;
	run->options = options;
	run->where = where;
}

/* The digit or capital letter that cp stands for, else 0. */
static char plain(uint32_t cp)
{
	static const uint32_t numerals[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
					     0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };
	static const uint32_t zeros[] = { 0xFF10, 0x0660, 0x06F0, 0x0966, 0x1FBF0 };

	if (cp >= 0xFF21 && cp <= 0xFF5A)
		cp -= 0xFEE0;
	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z'                                 ? (char)(cp - 32)
		       : (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ? (char)cp
									      : 0;
	for (size_t i = 0; i < COUNTOF(zeros); i++) {
		if (cp >= zeros[i] && cp < zeros[i] + 10)
			return (char)('0' + (cp - zeros[i]));
	}
	if (cp >= 0x1D7CE && cp <= 0x1D7FF) /* mathematical */
		return (char)('0' + (cp - 0x1D7CE) % 10);
	if (cp >= 0x2460 && cp <= 0x2468) /* circled */
		return (char)('1' + (cp - 0x2460));
	for (size_t i = 0; i < COUNTOF(numerals); i++) {
		if (cp == numerals[i])
			return (char)('0' + i);
	}
	switch (cp) {
	case 0x96F6: /* 零 */
	case 0x25CB:
		return '0';
	case 0xD7: /* what is written for X */
	case 0x425:
	case 0x445:
	case 0x2169:
	case 0x2179:
		return 'X';
	default:
		return 0;
	}
}

static unsigned char script(uint32_t cp)
{
	if (cp >= 0x2460 && cp <= 0x2468)
		return LEAK_SCRIPT_CIRCLED;
	/* ○ and 〇 to 零; digits of other peoples and widths are written in one piece */
	return cp == 0x25CB || (cp >= 0x3007 && cp <= 0x9FFF) ? LEAK_SCRIPT_CHINESE
							      : LEAK_SCRIPT_PLAIN;
}

static bool invisible(uint32_t cp)
{
	return cp == 0xAD || cp == 0x34F || cp == 0x61C || (cp >= 0x200B && cp <= 0x200F) ||
	       (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x2069) || cp == 0x20E3 ||
	       cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F);
}

/* The separator in its plain form, ' ' for white space, LEAK_CUT for line ends, else 0. */
static uint32_t separator(uint32_t cp)
{
	if (cp == '\n' || cp == '\r' || cp == '\t' || cp == 0x2028 || cp == 0x2029)
		return LEAK_CUT;
	if (utf8_is_space(cp))
		return ' ';
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFEE0;
	if (cp < 0x80)
		return strchr("-._,/|:()[]\\\"'", (int)cp) && cp ? cp : 0;
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x2043)
		return '-';
	if (cp == 0xB7 || cp == 0x2022 || cp == 0x30FB || cp == 0x2024)
		return '.';
	return 0;
}

static bool allowed(const struct leak_run *run, size_t i, size_t n)
{
	const struct leak_options *o = run->options;

	for (size_t k = 0; o && k < o->n_allowed; k++) {
		size_t same = 0;

		while (same < n && o->allowed[k][same] == run->items[i + same].c)
			same++;
		if (same == n && !o->allowed[k][n])
			return true;
	}
	return false;
}

static const char *in_cell(struct arena *a, const char *part, const char *cell)
{
	return cell[0] ? arena_printf(a, "%s!%s", part, cell) : part;
}

static void report(struct leak_run *run, enum leak_kind kind, size_t i, size_t n)
{
	struct leak_report *r = run->report;
	const struct leak_item *items = run->items + i;
	struct leak_hit *hit;
	char sample[LEAK_KEPT_MAX];

	r->counts[kind]++;
	r->total++;
	if (r->n_hits == LEAK_HITS_MAX)
		return;
	for (size_t k = 0; k < n; k++)
		sample[k] = k < kinds[kind].head || k + kinds[kind].tail >= n ? items[k].c : '*';
	hit = &r->hits[r->n_hits++];
	hit->kind = kind;
	hit->offset = items[0].at;
	hit->sample = arena_strndup(r->a, sample, n);
	hit->where = in_cell(r->a, run->where, items[0].cell);
	hit->place = run->place ? in_cell(r->a, run->place, items[0].cell) : hit->where;
}

/* Judges what begins before `until`. */
static void judge(struct leak_run *run, size_t until)
{
	while (run->done < until) {
		size_t n;
		enum leak_kind kind = leak_judge(run, run->done, &n);

		if (n && !allowed(run, run->done, n))
			report(run, kind, run->done, n);
		/* behind a gap another may begin: the one that is cut may be one by chance */
		do {
			run->done++;
		} while (n && --n && !run->items[run->done].gap);
	}
}

void leak_run_end(struct leak_run *run)
{
	bool digits = false;

	judge(run, run->n);
	for (size_t i = 0; i < run->n; i++)
		digits = digits || (run->items[i].c <= '9');
	if (digits)
		run->n_before = 0;
	run->n = 0;
	run->done = 0;
	run->gap = LEAK_SOLID;
	run->gaps = 0;
}

static void remember(struct leak_run *run, uint32_t cp)
{
	if (run->n_before == COUNTOF(run->before)) {
		memmove(run->before, run->before + 1, sizeof(run->before) - sizeof(*run->before));
		run->n_before--;
	}
	run->before[run->n_before++] = cp;
}

/* Does the word stand at the end of what was before, with at most four letters behind it? */
static bool labelled(const struct leak_run *run, const char *word)
{
	uint32_t cps[8];
	size_t n = 0;
	const char *at = word;
	const char *end = word + strlen(word);

	while (at < end && n < COUNTOF(cps))
		cps[n++] = utf8_next(&at, end);
	for (size_t behind = 0; behind <= 4 && behind + n <= run->n_before; behind++) {
		if (memcmp(run->before + run->n_before - behind - n, cps, n * sizeof(*cps)) == 0)
			return true;
	}
	return false;
}

static unsigned char label(const struct leak_run *run)
{
	static const struct {
		const char *word;
		unsigned char label;
	} words[] = {
		{ "身份证", LEAK_LABEL_ID },    { "证件号", LEAK_LABEL_ID },
		{ "公民身份", LEAK_LABEL_ID },  { "电话", LEAK_LABEL_PHONE },
		{ "座机", LEAK_LABEL_PHONE },   { "手机", LEAK_LABEL_PHONE },
		{ "传真", LEAK_LABEL_PHONE },   { "TEL", LEAK_LABEL_PHONE },
		{ "PHONE", LEAK_LABEL_PHONE },  { "卡号", LEAK_LABEL_ACCOUNT },
		{ "账号", LEAK_LABEL_ACCOUNT }, { "帐号", LEAK_LABEL_ACCOUNT },
	};
	unsigned char found = 0;

	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (labelled(run, words[i].word))
			found |= words[i].label;
	}
	return found;
}

static void add(struct leak_run *run, char c, unsigned char written, uint64_t at)
{
	struct leak_item *item;

	if (run->n == LEAK_RUN_MAX) {
		size_t kept = LEAK_KEPT_MAX + 1; /* one more as the neighbour before */

		judge(run, run->n - LEAK_KEPT_MAX);
		run->done -= run->n - kept;
		memmove(run->items, run->items + run->n - kept, kept * sizeof(*run->items));
		run->n = kept;
	}
	item = &run->items[run->n];
	*item = (struct leak_item){ .c = c, .gap = run->gap, .at = at, .script = written };
	memcpy(item->cell, run->cell, sizeof(item->cell));
	if (c > '9')
		remember(run, (uint32_t)c);
	else if (run->n == 0 || item[-1].c > '9' || item[-1].script != written)
		item->label = label(run);
	run->n++;
	run->gap = LEAK_SOLID;
	run->gaps = 0;
}

void leak_run_cut(struct leak_run *run)
{
	run->gap = LEAK_CUT;
}

void leak_run_take(struct leak_run *run, uint32_t cp)
{
	uint64_t at = run->at++;
	char c = plain(cp);
	uint32_t sep;

	if (c) {
		add(run, c, script(cp), at);
		return;
	}
	if (invisible(cp))
		return;
	sep = separator(cp);
	if (sep == LEAK_CUT) {
		leak_run_cut(run);
	} else if (sep == ' ') {
		if (run->gap == LEAK_SOLID)
			run->gap = ' ';
	} else if (sep && run->gaps < 3) {
		run->gap = run->gap == LEAK_SOLID || run->gap == ' ' ? sep : LEAK_CUT;
		run->gaps++;
	} else {
		leak_run_end(run);
		if (!sep)
			remember(run, cp);
	}
}
