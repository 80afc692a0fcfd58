/* SPDX-License-Identifier: Apache-2.0 */
/* What is a personal number: check digits, beginnings, grouping. No reading, no reporting. */
#include <stdlib.h>

#include "doc/leak_rule.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static unsigned number(const struct leak_item *items, size_t n)
{
	unsigned v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (unsigned)(items[i].c - '0');
	return v;
}

/* How many digits stand from i on, at most max; gaps are looked over. */
static size_t digits(const struct leak_run *run, size_t i, size_t max)
{
	size_t n = 0;

	while (n < max && i + n < run->n && is_digit(run->items[i + n].c))
		n++;
	return n;
}

/* Is item i, not the first, written otherwise than the one before it? */
static bool changes(const struct leak_run *run, size_t i)
{
	return run->items[i].script != run->items[i - 1].script;
}

/* How many of them without a gap; pure: in one script, too. */
static size_t solid(const struct leak_run *run, size_t i, bool pure)
{
	size_t n = digits(run, i, 1);

	while (n && i + n < run->n && is_digit(run->items[i + n].c) && !run->items[i + n].gap &&
	       !(pure && changes(run, i + n)))
		n++;
	return n;
}

/* Does a group of digits begin at i, and does none go on at i? */
static bool begins(const struct leak_run *run, size_t i)
{
	return i == 0 || run->items[i].gap || !is_digit(run->items[i - 1].c) || changes(run, i);
}

static bool ends(const struct leak_run *run, size_t i)
{
	return i >= run->n || run->items[i].gap || !is_digit(run->items[i].c) || changes(run, i);
}

static bool province(unsigned code)
{
	static const unsigned char last[10] = { 0, 5, 3, 7, 6, 4, 5, 1, 3, 9 };

	/* 11-15 21-23 31-37 41-46 50-54 61-65 71 81-83, and 9 for foreigners' permits */
	return code / 10 >= 1 && code / 10 <= 9 && code % 10 <= last[code / 10] &&
	       (code % 10 >= 1 || code / 10 == 5 || code / 10 == 9);
}

static bool date_exists(const struct leak_item *items, size_t year_digits)
{
	unsigned year = number(items, year_digits) + (year_digits == 2 ? 1900 : 0);
	unsigned month = number(items + year_digits, 2);
	unsigned day = number(items + year_digits + 2, 2);
	char text[16];
	int32_t ignored;

	if (year < 1900 || year > 2099)
		return false;
	(void)snprintf(text, sizeof(text), "%04u-%02u-%02u", year, month, day);
	return date_parse(text, &ignored) == OK;
}

static char id_check(const struct leak_item *items)
{
	static const unsigned char weight[17] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
						  3, 7, 9,  10, 5, 8, 4, 2 };
	unsigned sum = 0;

	for (size_t i = 0; i < 17; i++)
		sum += weight[i] * (unsigned)(items[i].c - '0');
	return "10X98765432"[sum % 11];
}

/*
 * Columns of figures make ID numbers by chance, so what is cut by lines and cells is in few groups
 * (a form's year, month and day are two of five) or one digit in each, and of a likely year.
 */
static bool id_cut(const struct leak_run *run, size_t i)
{
	const struct leak_item *items = run->items + i;
	unsigned year = number(items + 6, 4);
	uint32_t first = LEAK_SOLID;
	size_t count = 1;
	bool even = true;

	for (size_t k = 1; k < 18; k++) {
		if (!items[k].gap)
			continue;
		count++;
		if (!first)
			first = items[k].gap;
		even = even && first > LEAK_CUT && items[k].gap == first;
	}
	return even || ((count <= 5 || count == 18) && year >= 1920 && year <= 2029);
}

static bool id_18(const struct leak_run *run, size_t i)
{
	const struct leak_item *items = run->items + i;
	bool whole = true;

	if (i + 18 > run->n || digits(run, i, 17) < 17 || !province(number(items, 2)) ||
	    !date_exists(items + 6, 4) || items[17].c != id_check(items))
		return false;
	for (size_t k = 1; k < 18; k++)
		whole = whole && !items[k].gap;
	return whole || (begins(run, i) && ends(run, i + 18) && id_cut(run, i));
}

static bool id_15(const struct leak_run *run, size_t i)
{
	return (run->items[i].label & LEAK_LABEL_ID) && begins(run, i) &&
	       digits(run, i, 15) == 15 && ends(run, i + 15) &&
	       province(number(run->items + i, 2)) && date_exists(run->items + i + 6, 2);
}

static bool luhn(const struct leak_item *items, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(items[n - 1 - i].c - '0');

		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

/* Does a card of n digits begin like this? Only 62.. has 17 and 18; organisations' codes never do. */
static bool card_begins(const struct leak_item *items, size_t n)
{
	unsigned two = number(items, 2);
	unsigned four = number(items, 4);

	switch (n) {
	case 15:
		return two == 34 || two == 37;
	case 16:
		return two / 10 == 4 || two / 10 == 5 || two / 10 == 6 || two / 10 == 9 ||
		       two == 35 || two == 36 || (four >= 2221 && four <= 2720);
	case 17:
	case 18:
		return two / 10 == 6;
	case 19:
		return two / 10 == 4 || two / 10 == 5 || two / 10 == 6 || two / 10 == 9;
	default:
		return false;
	}
}

/* The lengths of the groups from i on that make up exactly n digits; 0 if they do not. */
static size_t groups(const struct leak_run *run, size_t i, size_t n, bool pure, size_t *lengths,
		     size_t max, bool *ret_even)
{
	size_t count = 0;
	size_t seen = 0;

	*ret_even = true;
	while (seen < n && count < max) {
		size_t len = solid(run, i + seen, pure);

		if (!len)
			return 0;
		if (count) {
			uint32_t gap = run->items[i + seen].gap;

			*ret_even = *ret_even && gap > LEAK_CUT &&
				    gap == run->items[i + lengths[0]].gap;
		}
		lengths[count++] = len;
		seen += len;
	}
	return seen == n ? count : 0;
}

static bool card_grouped(const struct leak_run *run, size_t i, size_t n, bool pure)
{
	size_t len[8];
	bool even;
	size_t count = groups(run, i, n, pure, len, COUNTOF(len), &even);
	bool fours = count >= 4;

	if (count == 1)
		return true;
	if (count == 2) /* cut once, by a line, a cell, a blank */
		return number(run->items + i, 2) == 62 && len[0] >= 4 && len[1] >= 3;
	if (n == 15)
		return even && count == 3 && len[0] == 4 && len[1] == 6;
	for (size_t k = 0; k < count && k < 4; k++)
		fours = fours && len[k] == 4;
	return fours && count <= 5 && even;
}

static size_t card(const struct leak_run *run, size_t i)
{
	bool labelled = run->items[i].label & LEAK_LABEL_ACCOUNT;
	size_t whole = solid(run, i, true);

	if (!begins(run, i))
		return 0;
	for (size_t n = 19; n >= 15; n--) {
		if (digits(run, i, n) < n || !ends(run, i + n) || !luhn(run->items + i, n))
			continue;
		if (labelled || (card_begins(run->items + i, n) &&
				 (card_grouped(run, i, n, true) || card_grouped(run, i, n, false))))
			return n;
	}
	/* an account has no check digit to go by */
	return labelled && whole >= 12 && whole <= 21 ? whole : 0;
}

static bool mobile_begins(const struct leak_run *run, size_t i)
{
	return run->items[i].c == '1' && run->items[i + 1].c >= '3';
}

/* The digits before a mobile phone's own, dialled with it: 86, 0086, after a label 0. */
static bool dialled(const struct leak_run *run, size_t i, size_t n)
{
	switch (n) {
	case 0:
		return true;
	case 1:
		return run->items[i].c == '0' && (run->items[i].label & LEAK_LABEL_PHONE);
	case 2:
	case 4:
		return digits(run, i, n) == n && number(run->items + i, n) == 86;
	default:
		return false;
	}
}

/* Does it stand in groups as people write them, +86138-0013-8000 among them? */
static bool mobile_grouped(const struct leak_run *run, size_t i, size_t prefix, bool pure)
{
	static const unsigned char shapes[][3] = {
		{ 3, 4, 4 }, { 4, 3, 4 }, { 3, 3, 5 }, { 3, 8, 0 }, { 7, 4, 0 }
	};
	size_t len[3] = { 0 };
	bool even;

	if (!groups(run, i, 11 + prefix, pure, len, COUNTOF(len), &even) || !even)
		return false;
	for (size_t k = 0; k < COUNTOF(shapes); k++) {
		if (len[0] == shapes[k][0] + prefix && len[1] == shapes[k][1] &&
		    len[2] == shapes[k][2])
			return true;
	}
	return false;
}

static size_t mobile(const struct leak_run *run, size_t i)
{
	if (!begins(run, i))
		return 0;
	for (size_t prefix = 0; prefix <= 4; prefix++) {
		size_t n = 11 + prefix;

		if (digits(run, i, n) < n || !mobile_begins(run, i + prefix) ||
		    !dialled(run, i, prefix))
			continue;
		if (solid(run, i, true) == n || solid(run, i, false) == n ||
		    mobile_grouped(run, i, prefix, true) || mobile_grouped(run, i, prefix, false))
			return n;
	}
	return 0;
}

/* "0551-63601234", "63601234" after 电话: an area code of 3 or 4, 7 or 8 digits. */
static size_t landline(const struct leak_run *run, size_t i)
{
	size_t first = solid(run, i, true);
	size_t rest;

	if (!(run->items[i].label & LEAK_LABEL_PHONE) || !begins(run, i))
		return 0;
	if (first == 7 || first == 8)
		return first;
	if (run->items[i].c != '0')
		return 0;
	if (first >= 10 && first <= 12)
		return first;
	rest = solid(run, i + first, true);
	return (first == 3 || first == 4) && (rest == 7 || rest == 8) ? first + rest : 0;
}

static int by_text(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

static bool fits(const char *pattern, const char *text, size_t len)
{
	if (strlen(pattern) != len)
		return false;
	for (size_t k = 0; k < len; k++) {
		bool digit = is_digit(text[k]);

		if (pattern[k] == '#' ? !digit : pattern[k] == '@' ? digit : pattern[k] != text[k])
			return false;
	}
	return true;
}

/*
 * A named number over gaps: days with their hours ("2023-11-05 08:30") look like many a school's, so
 * one that is all digits has the same separator in each.
 */
static bool named_over_gaps(const struct leak_run *run, size_t i, size_t n)
{
	uint32_t first = LEAK_SOLID;
	bool letter = false;
	bool even = true;

	for (size_t k = 0; k < n; k++) {
		uint32_t gap = k ? run->items[i + k].gap : LEAK_SOLID;

		letter = letter || !is_digit(run->items[i + k].c);
		if (gap && !first)
			first = gap;
		even = even && (!gap || (gap == first && gap > LEAK_CUT));
	}
	return !first || (n >= 9 && (letter || even));
}

/* A named number, or a pattern: from the begin of a word to the end of one. */
static size_t school_number(const struct leak_run *run, size_t i)
{
	const struct leak_options *o = run->options;
	char text[LEAK_NUMBER_MAX + 1];
	bool gaps = false;

	if (!o || (!o->n_numbers && !o->n_patterns) ||
	    (i && !run->items[i].gap && !changes(run, i)))
		return 0;
	for (size_t n = 1; n <= LEAK_NUMBER_MAX && i + n <= run->n; n++) {
		gaps = gaps || (n > 1 && run->items[i + n - 1].gap);
		text[n - 1] = run->items[i + n - 1].c;
		text[n] = 0;
		if (i + n < run->n && !run->items[i + n].gap && !changes(run, i + n))
			continue;
		if (o->n_numbers &&
		    bsearch(text, o->numbers, o->n_numbers, sizeof(*o->numbers), by_text) &&
		    named_over_gaps(run, i, n))
			return n;
		for (size_t k = 0; !gaps && k < o->n_patterns; k++) {
			if (fits(o->patterns[k], text, n))
				return n;
		}
	}
	return 0;
}

static enum leak_kind judge(const struct leak_run *run, size_t i, size_t *ret_n)
{
	*ret_n = school_number(run, i);
	if (*ret_n)
		return LEAK_SCHOOL_NUMBER;
	if (!is_digit(run->items[i].c))
		return LEAK__MAX;
	*ret_n = id_18(run, i) ? 18 : id_15(run, i) ? 15 : 0;
	if (*ret_n)
		return LEAK_ID;
	*ret_n = card(run, i);
	if (*ret_n)
		return LEAK_BANK_CARD;
	*ret_n = mobile(run, i);
	if (*ret_n)
		return LEAK_MOBILE;
	*ret_n = landline(run, i);
	return LEAK_LANDLINE;
}

/* How often the writing changes within the n items, and whether they are cut. */
static size_t mixed(const struct leak_run *run, size_t i, size_t n, bool *ret_cut)
{
	size_t count = 0;

	*ret_cut = false;
	for (size_t k = 1; k < n; k++) {
		count += changes(run, i + k);
		*ret_cut = *ret_cut || run->items[i + k].gap;
	}
	return count;
}

/* A number in one script that begins within a mixed one is the number: 四 of 李四 is none of its digits. */
enum leak_kind leak_judge(const struct leak_run *run, size_t i, size_t *ret_n)
{
	enum leak_kind kind = judge(run, i, ret_n);
	bool cut;
	size_t n_mixed = mixed(run, i, *ret_n, &cut);

	if (!n_mixed)
		return kind;
	if (n_mixed == 1 && cut && kind != LEAK_ID) { /* a date written out stands behind it */
		*ret_n = 0;
		return LEAK__MAX;
	}
	for (size_t k = 1; k < *ret_n; k++) {
		size_t n = 0;
		bool ignored;

		if (changes(run, i + k))
			(void)judge(run, i + k, &n);
		if (n && !mixed(run, i + k, n, &ignored)) {
			*ret_n = 0;
			return LEAK__MAX;
		}
	}
	return kind;
}
