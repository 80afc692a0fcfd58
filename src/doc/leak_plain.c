/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is by its first bytes; text and HTML, in UTF-8 or GB18030. */
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include "doc/leak_file.h"
#include "base/str.h"
#include "base/banned.h"

#define UNITS 4096

enum leak_looks leak_sniff(const void *bytes, size_t len)
{
	static const char secret[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	const char *all = bytes;

	if (len >= 5 && memcmp(all, "%PDF-", 5) == 0)
		return LEAK_IS_PDF;
	if (len >= 4 && memcmp(all, "PK", 2) == 0 && all[2] < 9 && all[3] == all[2] + 1)
		return LEAK_IS_ZIP;
	if (len >= 8 && memcmp(all, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
		return memmem(all, len, secret, sizeof(secret)) ? LEAK_IS_ENCRYPTED
								: LEAK_IS_OLD_OFFICE;
	return LEAK_IS_PLAIN;
}

/* The same in all encodings that are taken: no byte below 0x30 is part of a longer character. */
static bool has_controls(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
			return true;
	}
	return false;
}

static bool has_tags(const char *text, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		if (text[i] == '<' && strchr("!/?abcdefghijklmnopqrstuvwxyz", text[i + 1] | 32))
			return true;
	}
	return false;
}

/*
 * Is it UTF-8 that was damaged? GB18030 takes nearly any bytes, and what stands in full width would
 * be read as something else. True GB18030 has hardly any sequence that is well-formed in UTF-8.
 */
static bool was_utf8(const char *text, size_t len)
{
	const char *end = text + len;
	size_t good = 0;
	size_t bad = 0;

	while (text < end) {
		const char *from = text;

		(void)utf8_next(&text, end);
		if (text == from)
			text++;
		if ((unsigned char)*from < 0x80)
			continue;
		if (utf8_valid(from, (size_t)(text - from)))
			good++;
		else
			bad++;
	}
	return good > bad;
}

static void feed_units(struct leak_stream *s, const UChar *units, int32_t n, UChar *high)
{
	char bytes[4];

	for (int32_t i = 0; i < n; i++) {
		UChar32 cp = units[i];

		if (U16_IS_LEAD(cp)) { /* its other half may come with the next units */
			*high = units[i];
			continue;
		}
		if (U16_IS_TRAIL(cp))
			cp = U16_GET_SUPPLEMENTARY(*high, cp);
		leak_feed(s, bytes, utf8_put(bytes, (uint32_t)cp));
	}
}

/* To the stream as UTF-8; s NULL: only tells whether it is well-formed. */
static bool gb18030(const char *text, size_t len, struct leak_stream *s)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("gb18030", &status);
	const char *end = text + len;
	UChar units[UNITS];
	UChar high = 0;

	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	if (U_FAILURE(status))
		return false; /* an ICU without it: the text stays unread */
	do {
		UChar *to = units;

		status = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &to, units + UNITS, &text, end, NULL, true, &status);
		if (s)
			feed_units(s, units, (int32_t)(to - units), &high);
	} while (status == U_BUFFER_OVERFLOW_ERROR);
	ucnv_close(converter);
	return U_SUCCESS(status);
}

enum err leak_scan_plain(struct leak_report *r, const struct leak_options *options,
			 const char *text, size_t len)
{
	enum leak_form form = has_tags(text, len) ? LEAK_HTML : LEAK_TEXT;
	struct leak_stream *s;

	if (!has_controls(text, len)) {
		if (utf8_valid(text, len)) {
			leak_scan_text(r, options, form, NULL, text, len);
			return OK;
		}
		if (!was_utf8(text, len) && gb18030(text, len, NULL)) {
			s = leak_open(r, options, form, NULL);
			(void)gb18030(text, len, s); /* it is, as just seen */
			leak_close(s);
			return OK;
		}
	}
	r->why = LEAK_UNKNOWN;
	return ERR_MEDIA_TYPE;
}
