/* SPDX-License-Identifier: Apache-2.0 */
/* Text is UTF-8, NUL-terminated unless a length is given, and checked when it comes in. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <string.h>

#include "base/arena.h"
#include "base/err.h"

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_empty(const char *s);             /* NULL or "" */
bool str_starts(const char *s, const char *prefix);

/* Well-formed UTF-8 without overlong forms or surrogates. */
bool utf8_valid(const char *s, size_t len);

/* Number of code points of valid UTF-8. */
size_t utf8_count(const char *s, size_t len);

/*
 * Decodes the code point at *at (before end) and moves *at behind it. Ill-formed bytes give
 * U+FFFD and move one byte. Returns 0 at the end.
 */
uint32_t utf8_next(const char **at, const char *end);

/* Writes 1..4 bytes of a code point (not a surrogate, <= 0x10FFFF); gives their number. */
size_t utf8_put(char out[4], uint32_t cp);

/* Is cp white space of any width: ASCII, U+00A0, U+2000..200A, U+202F, U+205F, U+3000, U+FEFF. */
bool utf8_is_space(uint32_t cp);

/* Copy without white space of any width at both ends; lives in `a`. */
char *str_trim(struct arena *a, const char *s, size_t len);

/*
 * The whole text as a decimal number within [min, max]; sign allowed if min < 0; nothing else.
 * ERR_INPUT otherwise.
 */
NODISCARD enum err str_to_i64(const char *s, int64_t min, int64_t max, int64_t *ret);

#endif
