/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: texts as people type them into cells, made into values. Pure. */
#ifndef INTAKE_TEXT_H
#define INTAKE_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "doc/xlsx_read.h"

enum clean_flags {
	CLEAN_SQUEEZE = 1, /* take out all white space of any width */
	CLEAN_FOLD = 2,    /* full-width ASCII becomes half-width */
	CLEAN_NAME = 4, /* a person's name: spaces stay only between Latin letters, one dot form */
};

struct clean {
	const char *text; /* "" if nothing is left; lives in the arena */
	bool line_break;  /* there was one inside; it is gone */
	bool folded;      /* a full-width digit became half-width */
};

/*
 * Control characters and zero-width ones are dropped, both ends trimmed, line breaks inside taken
 * out (between Latin letters a space stays).
 */
struct clean clean_text(struct arena *a, const char *text, size_t len, unsigned flags);

/* Text of a cell as the user sees it: numbers without ".0" or exponent up to 15 digits. */
void cell_text(struct arena *a, const struct xlsx_cell *cell, const char **ret, size_t *ret_len);

/* "无", "/", "-", "—" and the like, as people fill forms: nothing. */
bool is_placeholder(const char *text);

/* A day, or a month of which the day is not known: first <= last. */
struct span {
	int32_t first, last;
};
#define SPAN_NONE ((struct span){ DATE_NONE, DATE_NONE })

enum date_fault { DATE_FINE, DATE_UNREADABLE, DATE_IMPOSSIBLE, DATE_AMBIGUOUS };

/*
 * 2024-05-04, 2024/5/4, 2024.5.4, 2024年5月4日, 20240504, with a time behind it or not; without
 * the day: 2024.05, 2024-5, 2024年5月, 202405. Full-width forms folded by the caller.
 */
enum date_fault date_read_text(const char *text, struct span *ret);

/* The same for a number: 20240504, 202405, 2024.05 (2024.1 is ambiguous), serials. */
enum date_fault date_read_number(double number, bool styled_as_date, struct span *ret);

/* "2024-05-04" or "2024-05"; buffer of DATE_SIZE. */
void span_format(struct span s, char text[DATE_SIZE]);

/*
 * "2025年5月12日—5月16日", "2025-11-17至2025-11-21", "2026.5.11-5.15": two days, the second may
 * leave out the year or month. DATE_UNREADABLE, DATE_IMPOSSIBLE.
 */
enum date_fault period_read(struct arena *a, const char *text, struct span *ret);

/* ---- ID numbers ---- */

struct id_number {
	char text[19];
	int32_t birth;
	bool male;
};

enum id_fault { ID_FINE, ID_LENGTH, ID_BAD_CHARACTER, ID_IMPOSSIBLE_BIRTH, ID_CHECK_DIGIT };

/* text: folded, without spaces. Region codes are not looked at. today: births after it are none. */
enum id_fault id_read(const char *text, int32_t today, struct id_number *ret);

/* The last character of a number by ISO 7064 MOD 11-2, of its first 17 digits. */
char id_check_digit(const char *first17);

/* The name in the list of 56 (and three other official entries), also from a text without 族. */
const char *ethnicity_find(const char *text);

#endif
