/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <assert.h>

#include "base/banned.h"

#define CHINA_OFFSET_SECONDS (8 * 3600)

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01, counted in 400-year eras that begin on 1 March. */
static int32_t civil_to_day(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int32_t)(era * 146097 + doe - 719468);
}

struct ymd date_to_ymd(int32_t day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct ymd out = { .year = yoe + era * 400, .month = mp < 10 ? mp + 3 : mp - 9 };

	out.day = doy - (153 * mp + 2) / 5 + 1;
	if (out.month <= 2)
		out.year++;
	return out;
}

enum err date_from_ymd(struct ymd p, int32_t *ret_day)
{
	if (p.year < 1900 || p.year > 2199 || p.month < 1 || p.month > 12)
		return ERR_INPUT;
	if (p.day < 1 || p.day > month_days(p.year, p.month))
		return ERR_INPUT;
	*ret_day = civil_to_day(p.year, p.month, p.day);
	return OK;
}

enum err date_parse(const char *text, int32_t *ret_day)
{
	static const char shape[] = "dddd-dd-dd";
	int v[3] = { 0, 0, 0 };
	int part = 0;

	for (int i = 0; shape[i]; i++) {
		char c = text[i];

		if (shape[i] == '-') {
			if (c != '-')
				return ERR_INPUT;
			part++;
			continue;
		}
		if (c < '0' || c > '9')
			return ERR_INPUT;
		v[part] = v[part] * 10 + (c - '0');
	}
	if (text[DATE_SIZE - 1])
		return ERR_INPUT;
	return date_from_ymd((struct ymd){ v[0], v[1], v[2] }, ret_day);
}

static void put_digits(char *at, int width, int v)
{
	while (width--) {
		at[width] = (char)('0' + v % 10);
		v /= 10;
	}
}

void date_format(int32_t day, char text[DATE_SIZE])
{
	struct ymd p = date_to_ymd(day);

	assert(p.year >= 0 && p.year <= 9999);
	put_digits(text, 4, p.year);
	text[4] = '-';
	put_digits(text + 5, 2, p.month);
	text[7] = '-';
	put_digits(text + 8, 2, p.day);
	text[10] = '\0';
}

int date_weekday(int32_t day)
{
	int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */

	return (w < 0 ? w + 7 : w) + 1;
}

int32_t date_add_months(int32_t day, int n)
{
	struct ymd p = date_to_ymd(day);
	int months = p.year * 12 + (p.month - 1) + n;
	int year = months / 12, month = months % 12 + 1, last = month_days(year, month);

	return civil_to_day(year, month, p.day < last ? p.day : last);
}

int32_t date_birthday(int32_t birth, int years)
{
	return date_add_months(birth, years * 12);
}

void date_time_format(int64_t utc_seconds, char text[DATE_TIME_SIZE])
{
	int64_t day = utc_seconds / 86400;
	int left = (int)(utc_seconds % 86400);

	if (left < 0) {
		left += 86400;
		day--;
	}
	date_format((int32_t)day, text);
	text[10] = 'T';
	put_digits(text + 11, 2, left / 3600);
	text[13] = ':';
	put_digits(text + 14, 2, left / 60 % 60);
	text[16] = ':';
	put_digits(text + 17, 2, left % 60);
	text[19] = 'Z';
	text[20] = '\0';
}

int32_t date_of_time(int64_t utc_seconds)
{
	int64_t local = utc_seconds + CHINA_OFFSET_SECONDS;

	return (int32_t)(local >= 0 ? local / 86400 : (local - 86399) / 86400);
}
