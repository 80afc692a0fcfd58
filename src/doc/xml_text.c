/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/xml_text.h"

#include "base/str.h"
#include "base/banned.h"

static void put(struct buf *out, uint32_t cp)
{
	char bytes[4];

	switch (cp) {
	case '&':
		buf_adds(out, "&amp;");
		return;
	case '<':
		buf_adds(out, "&lt;");
		return;
	case '>':
		buf_adds(out, "&gt;");
		return;
	case '"':
		buf_adds(out, "&quot;");
		return;
	case '\t':
	case '\n':
	case '\r':
		buf_addc(out, ' ');
		return;
	default:
		break;
	}
	if (cp < 0x20 || cp == 0x7F || cp == 0xFFFE || cp == 0xFFFF)
		return;
	buf_add(out, bytes, utf8_put(bytes, cp));
}

void xml_text(struct buf *out, const char *s, size_t len)
{
	const char *at = s, *end = s + len;

	while (at < end) {
		size_t plain = 0;

		/* Most text is neither markup nor control: taken in one piece if it is well formed. */
		while (at + plain < end && (unsigned char)at[plain] >= 0x20 &&
		       (unsigned char)at[plain] < 0x7F && !strchr("&<>\"", at[plain]))
			plain++;
		buf_add(out, at, plain);
		at += plain;
		if (at < end)
			put(out, utf8_next(&at, end));
	}
}
