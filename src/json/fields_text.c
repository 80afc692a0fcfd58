/* SPDX-License-Identifier: Apache-2.0 */
#include "json/fields_text.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/str.h"
#include "json/fields.h"
#include "base/banned.h"

static bool forbidden(uint32_t cp, bool multiline)
{
	if (cp < 0x20)
		return !(multiline && (cp == '\n' || cp == '\t'));
	return (cp >= 0x7F && cp < 0xA0) ||      /* delete and C1 controls */
	       (cp >= 0x202A && cp <= 0x202E) || /* direction overrides make names lie */
	       (cp >= 0x2066 && cp <= 0x2069) || (cp & 0xFFFE) == 0xFFFE;
}

/*
 * Characters that normalisation leaves alone wherever they stand: what is below combining marks,
 * the common Han characters, and CJK punctuation and full-width forms.
 */
static bool inert(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3000 && cp <= 0x3020) ||
	       (cp >= 0xFF00 && cp <= 0xFFEF) || (cp >= 0x2010 && cp <= 0x2027);
}

/* Text in NFC, or NULL when ICU fails (then it is not text we can keep). */
static const char *normalise(struct arena *a, const char *s, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	/* UTF-16 has at most as many units as UTF-8 bytes; NFC grows it at most threefold. */
	int32_t cap = (int32_t)len * 3 + 1, n = 0, bytes = 0;
	UChar *wide = arena_alloc(a, (len + 1) * sizeof(UChar));
	UChar *done = arena_alloc(a, (size_t)cap * sizeof(UChar));
	char *text;

	u_strFromUTF8(wide, (int32_t)len + 1, &n, s, (int32_t)len, &status);
	n = unorm2_normalize(nfc, wide, n, done, cap, &status);
	if (U_FAILURE(status))
		return NULL;
	text = arena_alloc(a, (size_t)n * 3 + 1);
	u_strToUTF8(text, n * 3 + 1, &bytes, done, n, &status);
	return U_FAILURE(status) ? NULL : text;
}

/* \r\n and single \r become \n, in a copy. */
static const char *unix_lines(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1), *to = copy;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '\r')
			*to++ = s[i];
		else if (i + 1 == len || s[i + 1] != '\n')
			*to++ = '\n';
	}
	*to = '\0';
	return copy;
}

const char *text_clean(struct arena *a, const char *s, size_t len, unsigned flags)
{
	bool plain = true;
	const char *at, *end;
	uint32_t cp;

	/* Longer text cannot come here: bodies are bounded, and ICU counts in 32 bits. */
	if (len > INT32_MAX / 8 || memchr(s, 0, len) || !utf8_valid(s, len))
		return NULL;
	if ((flags & FLD_MULTILINE) && memchr(s, '\r', len)) {
		s = unix_lines(a, s, len);
		len = strlen(s);
	}
	if (!(flags & FLD_SECRET)) {
		s = str_trim(a, s, len);
		len = strlen(s);
	}
	for (at = s, end = s + len; (cp = utf8_next(&at, end)) != 0;) {
		if (forbidden(cp, flags & FLD_MULTILINE))
			return NULL;
		plain = plain && inert(cp);
	}
	if (plain)
		return flags & FLD_SECRET ? arena_strndup(a, s, len) : s;
	return normalise(a, s, len);
}
