/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include "base/banned.h"

#define REPLACEMENT 0xFFFDu

bool str_eq(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

bool str_empty(const char *s)
{
	return !s || !*s;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Length of a well-formed sequence at p, 0 if ill-formed. */
static size_t sequence(const unsigned char *p, size_t left, uint32_t *ret_cp)
{
	uint32_t cp, min;
	size_t n;

	if (p[0] < 0x80) {
		*ret_cp = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		n = 2;
		cp = p[0] & 0x1Fu;
		min = 0x80;
	} else if ((p[0] & 0xF0) == 0xE0) {
		n = 3;
		cp = p[0] & 0x0Fu;
		min = 0x800;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		n = 4;
		cp = p[0] & 0x07u;
		min = 0x10000;
	} else {
		return 0;
	}
	if (left < n)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (p[i] & 0x3Fu);
	}
	if (cp < min || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*ret_cp = cp;
	return n;
}

bool utf8_valid(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t cp;

	while (len) {
		size_t n = sequence(p, len, &cp);

		if (!n)
			return false;
		p += n;
		len -= n;
	}
	return true;
}

size_t utf8_count(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80;
	return n;
}

uint32_t utf8_next(const char **at, const char *end)
{
	uint32_t cp = REPLACEMENT;
	size_t n;

	if (*at >= end)
		return 0;
	n = sequence((const unsigned char *)*at, (size_t)(end - *at), &cp);
	*at += n ? n : 1;
	return n ? cp : REPLACEMENT;
}

size_t utf8_put(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool utf8_is_space(uint32_t cp)
{
	return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0xA0 ||
	       (cp >= 0x2000 && cp <= 0x200B) || cp == 0x202F || cp == 0x205F || cp == 0x3000 ||
	       cp == 0xFEFF;
}

char *str_trim(struct arena *a, const char *s, size_t len)
{
	const char *end = s + len, *at = s, *first = NULL, *last = s;

	while (at < end) {
		const char *start = at;
		uint32_t cp = utf8_next(&at, end);

		if (utf8_is_space(cp))
			continue;
		if (!first)
			first = start;
		last = at;
	}
	return first ? arena_strndup(a, first, (size_t)(last - first)) : arena_strndup(a, "", 0);
}

enum err str_to_i64(const char *s, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = false;
	int64_t v = 0;

	if (*s == '-' && min < 0) {
		negative = true;
		s++;
	}
	if (!*s)
		return ERR_INPUT;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return ERR_INPUT;
		/* Counted downwards, so that INT64_MIN fits. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, *s - '0', &v))
			return ERR_INPUT;
	}
	if (!negative && v == INT64_MIN)
		return ERR_INPUT;
	v = negative ? v : -v;
	if (v < min || v > max)
		return ERR_INPUT;
	*ret = v;
	return OK;
}
