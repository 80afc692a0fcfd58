/* SPDX-License-Identifier: Apache-2.0 */
/* The many ways to write a day in a spreadsheet, and periods of two days. */
#include <math.h>

#include "intake/text.h"
#include "base/str.h"
#include "base/banned.h"

static enum date_fault make_day(int year, int month, int day, struct span *ret)
{
	int32_t d;

	if (date_from_ymd((struct ymd){ year, month, day }, &d))
		return DATE_IMPOSSIBLE;
	*ret = (struct span){ d, d };
	return DATE_FINE;
}

static enum date_fault make_month(int year, int month, struct span *ret)
{
	int32_t first;

	if (date_from_ymd((struct ymd){ year, month, 1 }, &first))
		return DATE_IMPOSSIBLE;
	*ret = (struct span){ first, date_add_months(first, 1) - 1 };
	return DATE_FINE;
}

/* A run of at most 8 digits; gives how many there were (9 = too many), 0 = none. */
static int digits(const char **at, int *ret)
{
	int n = 0;
	int v = 0;

	for (; **at >= '0' && **at <= '9' && n < 9; (*at)++, n++) {
		if (n < 8)
			v = v * 10 + (**at - '0');
	}
	*ret = v;
	return n;
}

static void skip_spaces(const char **at)
{
	while (**at == ' ')
		(*at)++;
}

/* Moves over one of the words (longest first); tells whether there was one. */
static bool skip_word(const char **at, const char *const *words)
{
	skip_spaces(at);
	for (; *words; words++) {
		if (str_starts(*at, *words)) {
			*at += strlen(*words);
			skip_spaces(at);
			return true;
		}
	}
	return false;
}

static const char *const year_ends[] = { "年", "-", "/", ".", "—", "–", "－", "\\", "、", NULL };
static const char *const month_ends[] = { "月份", "月", "-",  "/",  ".", "—",
					  "–",    "－", "\\", "、", NULL };
static const char *const day_ends[] = { "日", "号", ".", NULL };

/* "00:00", "12:30:05.000", with T before it. Nothing at all is fine too. */
static bool rest_is_time(const char *s)
{
	int v, n;

	skip_spaces(&s);
	if (*s == 'T')
		s++;
	if (!*s)
		return true;
	for (int i = 0; i < 3; i++) {
		n = digits(&s, &v);
		if (n < 1 || n > 2)
			return false;
		if (*s != ':')
			break;
		s++;
	}
	if (*s == '.') {
		s++;
		n = digits(&s, &v);
	}
	return *s == 0 || str_eq(s, "Z");
}

static enum date_fault read_parts(const char *s, int year, struct span *ret)
{
	int month, day;
	int n = digits(&s, &month);

	if (n < 1 || n > 2)
		return DATE_UNREADABLE;
	(void)skip_word(&s, month_ends); /* "2024.05" has none */
	if (!*s)
		return make_month(year, month, ret);
	n = digits(&s, &day);
	if (n < 1 || n > 2)
		return DATE_UNREADABLE;
	(void)skip_word(&s, day_ends); /* mostly there is none */
	if (!rest_is_time(s))
		return DATE_UNREADABLE;
	return make_day(year, month, day, ret);
}

enum date_fault date_read_text(const char *text, struct span *ret)
{
	const char *s = text;
	int first;
	int n;

	skip_spaces(&s);
	n = digits(&s, &first);
	if (n == 8 && rest_is_time(s))
		return make_day(first / 10000, first / 100 % 100, first % 100, ret);
	if (n == 6 && !*s)
		return make_month(first / 100, first % 100, ret);
	if (n != 4 || !skip_word(&s, year_ends))
		return DATE_UNREADABLE;
	return read_parts(s, first, ret);
}

/* 2024.05 and 2024.5 can only be May; 2024.1 may have been 2024.10. */
static enum date_fault read_fraction(double number, struct span *ret)
{
	int year = (int)floor(number);
	double hundredths = (number - year) * 100;
	int month = (int)lround(hundredths);

	if (fabs(hundredths - month) > 1e-6 || year < 1900 || year > 2199)
		return DATE_UNREADABLE;
	if (month == 10)
		return DATE_AMBIGUOUS;
	if (month >= 20 && month % 10 == 0)
		month /= 10;
	return make_month(year, month, ret);
}

enum date_fault date_read_number(double number, bool styled_as_date, struct span *ret)
{
	const double serial_first = 10000; /* 1927: smaller plain numbers are years or counts */
	int32_t day;
	int whole;

	if (!isfinite(number) || number < 1 || number >= 1e8)
		return DATE_UNREADABLE;
	if (floor(number) != number && !styled_as_date)
		return number < serial_first ? read_fraction(number, ret) : DATE_UNREADABLE;
	whole = (int)floor(number);
	if (whole >= 19000000)
		return make_day(whole / 10000, whole / 100 % 100, whole % 100, ret);
	if (whole >= 190000 && whole < 220000)
		return make_month(whole / 100, whole % 100, ret);
	if (!styled_as_date && number < serial_first)
		return DATE_UNREADABLE;
	if (xlsx_serial_to_day(number, &day))
		return DATE_UNREADABLE;
	*ret = (struct span){ day, day };
	return DATE_FINE;
}

void span_format(struct span s, char text[DATE_SIZE])
{
	date_format(s.first, text);
	if (s.first != s.last)
		text[7] = 0;
}

/* ---- periods ---- */

/* Cuts at the separator between two days: 至, 到, ~, or the right one of several dashes. */
static bool cut_period(char *text, char **ret_second)
{
	static const char *const words[] = { "至", "到", "——", "—", "–", "~", "～", "－", NULL };
	int dashes = 0;
	char *at;

	for (int i = 0; words[i]; i++) {
		at = strstr(text, words[i]);
		if (at) {
			*at = 0;
			*ret_second = at + strlen(words[i]);
			return true;
		}
	}
	for (at = text; *at; at++)
		dashes += *at == '-';
	if (dashes % 2 == 0)
		return false;
	dashes = dashes / 2 + 1;
	for (at = text; dashes; at++)
		dashes -= *at == '-';
	at[-1] = 0;
	*ret_second = at;
	return true;
}

/* The second day, with year and month of the first if they are left out. */
static enum date_fault read_second(struct arena *a, const char *text, int32_t first,
				   struct span *ret)
{
	struct ymd from = date_to_ymd(first);
	const char *s = text;
	enum date_fault f;
	int v;
	int n;

	skip_spaces(&s);
	n = digits(&s, &v);
	if (n >= 4)
		return date_read_text(text, ret);
	if (n < 1 || n > 2)
		return DATE_UNREADABLE;
	(void)skip_word(&s, day_ends);
	if (!*s)
		return make_day(from.year, from.month, v, ret);
	f = date_read_text(arena_printf(a, "%d-%s", from.year, text), ret);
	if (f == DATE_FINE && ret->last < first) /* from December into January */
		f = date_read_text(arena_printf(a, "%d-%s", from.year + 1, text), ret);
	return f;
}

enum date_fault period_read(struct arena *a, const char *text, struct span *ret)
{
	char *first_text = arena_strdup(a, text);
	struct span first, second;
	enum date_fault f;
	char *second_text;

	if (!cut_period(first_text, &second_text))
		return DATE_UNREADABLE;
	f = date_read_text(first_text, &first);
	if (f)
		return f;
	f = read_second(a, second_text, first.first, &second);
	if (f)
		return f;
	if (first.first != first.last || second.first != second.last)
		return DATE_UNREADABLE; /* a month is no day */
	*ret = (struct span){ first.first, second.first };
	return DATE_FINE;
}
