/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar days without time, as the rules count them, and UTC seconds for "when recorded".
 * A day is an int32_t: days since 1970-01-01, proleptic Gregorian. Valid days are
 * DATE_MIN (1900-01-01) to DATE_MAX (2199-12-31). Text is always "YYYY-MM-DD".
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/err.h"

#define DATE_MIN       (-25567) /* 1900-01-01 */
#define DATE_MAX       84005    /* 2199-12-31 */
#define DATE_NONE      INT32_MIN
#define DATE_SIZE      11 /* "YYYY-MM-DD" and NUL */
#define DATE_TIME_SIZE 21 /* "YYYY-MM-DDTHH:MM:SSZ" and NUL */

struct ymd {
	int year, month, day; /* 1900..2199, 1..12, 1..31 */
};

/* Exactly "YYYY-MM-DD" and a day that exists and lies in range, else ERR_INPUT. */
NODISCARD enum err date_parse(const char *text, int32_t *ret_day);

/* Day from parts; ERR_INPUT if there is no such day or it is out of range. */
NODISCARD enum err date_from_ymd(struct ymd parts, int32_t *ret_day);

struct ymd date_to_ymd(int32_t day);
void date_format(int32_t day, char text[DATE_SIZE]);

/* 1 = Monday ... 7 = Sunday. */
int date_weekday(int32_t day);

/* Same day of the target month, else its last day (domain decision 22). n may be negative. */
int32_t date_add_months(int32_t day, int n);

/*
 * The birthday on which a person born on `birth` is `years` old; born on 29 February: 28 February
 * of a common year (decision 17).
 */
int32_t date_birthday(int32_t birth, int years);

/* "YYYY-MM-DDTHH:MM:SSZ" of UTC seconds; years 1970..9999. */
void date_time_format(int64_t utc_seconds, char text[DATE_TIME_SIZE]);

/* The civil day in China (UTC+8, no summer time) at these UTC seconds. */
int32_t date_of_time(int64_t utc_seconds);

#endif
