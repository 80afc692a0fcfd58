/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a scan may be, by its bytes. Pictures are written anew from the parts that make the
 * picture, so that the place and camera of a phone's photo, comments and whatever stands behind the
 * end are gone. A PDF is kept as it is, since papers are signed; what could act is refused.
 */
#include "base/str.h"
#include "papers/papers_impl.h"

#include "base/banned.h"

#define POINTS_MAX   UINT64_C(100000000) /* of a picture: a page in A3 at 600 dpi has 70 million */
#define PDF_END_SPAN 2048                /* %%EOF stands in the last bytes */

const char *const scan_fault_codes[] = {
	"", "scan_unknown", "scan_damaged", "scan_encrypted", "scan_active", "scan_too_big"
};
const char *const scan_kinds[] = { "pdf", "jpeg", "png", NULL };

static uint32_t be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static bool too_big(uint32_t width, uint32_t height)
{
	return (uint64_t)width * height > POINTS_MAX;
}

/* ---- JPEG: markers with their lengths, then the picture up to its end ---- */

enum {
	JPEG_SOS = 0xda,
	JPEG_EOI = 0xd9,
	JPEG_RST0 = 0xd0,
	JPEG_RST7 = 0xd7,
	JPEG_SOF0 = 0xc0,
	JPEG_SOF15 = 0xcf,
	JPEG_DHT = 0xc4,
	JPEG_JPG = 0xc8,
	JPEG_DAC = 0xcc,
	JPEG_APP0 = 0xe0,
	JPEG_APP14 = 0xee, /* Adobe: how colours are meant */
	JPEG_APP15 = 0xef,
	JPEG_COM = 0xfe,
};

static bool jpeg_is_frame(int marker)
{
	return marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_DHT &&
	       marker != JPEG_JPG && marker != JPEG_DAC;
}

static bool jpeg_is_kept(int marker)
{
	if (marker == JPEG_APP0 || marker == JPEG_APP14)
		return true;
	return marker != JPEG_COM && (marker < JPEG_APP0 || marker > JPEG_APP15);
}

/* Behind the coded picture: at its next marker that is no restart; len: it does not end. */
static size_t jpeg_scan_end(const unsigned char *b, size_t len, size_t at)
{
	for (; at + 1 < len; at++) {
		if (b[at] == 0xff && b[at + 1] != 0 && b[at + 1] != 0xff &&
		    (b[at + 1] < JPEG_RST0 || b[at + 1] > JPEG_RST7))
			return at;
	}
	return len;
}

static enum scan_fault jpeg_frame(const unsigned char *part, size_t size, bool *has_frame)
{
	if (size < 8)
		return SCAN_DAMAGED;
	*has_frame = true;
	if (!be16(part + 3) || !be16(part + 5))
		return SCAN_DAMAGED;
	return too_big(be16(part + 5), be16(part + 3)) ? SCAN_TOO_BIG : SCAN_FINE;
}

static enum scan_fault jpeg_check(const unsigned char *b, size_t len, struct buf *out)
{
	bool has_frame = false, has_scan = false;
	size_t at = 2;

	buf_add(out, b, 2);
	for (;;) {
		enum scan_fault fault;
		size_t size, end;
		int marker;

		while (at + 1 < len && b[at] == 0xff && b[at + 1] == 0xff)
			at++; /* fill bytes */
		if (at + 1 >= len || b[at] != 0xff)
			return SCAN_DAMAGED;
		marker = b[at + 1];
		if (marker == JPEG_EOI) {
			buf_add(out, b + at, 2);
			return has_frame && has_scan ? SCAN_FINE : SCAN_DAMAGED;
		}
		if (at + 4 > len)
			return SCAN_DAMAGED;
		size = be16(b + at + 2);
		if (size < 2 || at + 2 + size > len)
			return SCAN_DAMAGED;
		fault = jpeg_is_frame(marker) ? jpeg_frame(b + at + 2, size, &has_frame)
					      : SCAN_FINE;
		if (fault)
			return fault;
		end = at + 2 + size;
		if (marker == JPEG_SOS) {
			has_scan = true;
			end = jpeg_scan_end(b, len, end);
		}
		if (jpeg_is_kept(marker))
			buf_add(out, b + at, end - at);
		at = end;
	}
}

/* ---- PNG: chunks ---- */

static bool png_is_kept(const unsigned char *type)
{
	static const char kept[][5] = { "IHDR", "PLTE", "tRNS", "gAMA", "cHRM",
					"sRGB", "pHYs", "IDAT", "IEND" };

	for (size_t i = 0; i < COUNTOF(kept); i++) {
		if (memcmp(type, kept[i], 4) == 0)
			return true;
	}
	return false;
}

static enum scan_fault png_check(const unsigned char *b, size_t len, struct buf *out)
{
	bool has_data = false;
	size_t at = 8;

	buf_add(out, b, 8);
	while (at + 12 <= len) {
		uint32_t size = be32(b + at);
		const unsigned char *type = b + at + 4;
		bool first = at == 8;

		if (size > len || at + 12 + size > len)
			return SCAN_DAMAGED;
		if (first != (memcmp(type, "IHDR", 4) == 0) || (first && size != 13))
			return SCAN_DAMAGED;
		if (first && (!be32(b + at + 8) || !be32(b + at + 12)))
			return SCAN_DAMAGED;
		if (first && too_big(be32(b + at + 8), be32(b + at + 12)))
			return SCAN_TOO_BIG;
		has_data |= memcmp(type, "IDAT", 4) == 0;
		if (png_is_kept(type))
			buf_add(out, b + at, 12 + (size_t)size);
		if (memcmp(type, "IEND", 4) == 0)
			return has_data ? SCAN_FINE : SCAN_DAMAGED;
		at += 12 + (size_t)size;
	}
	return SCAN_DAMAGED;
}

/* ---- PDF ---- */

static bool is_name_byte(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A name of the file ("/JS") as a whole word; #xx in names is how one would hide it. */
static bool pdf_has_name(const unsigned char *b, size_t len, const char *name)
{
	size_t n = strlen(name);
	const unsigned char *at = b, *end = b + len;

	while ((at = memmem(at, (size_t)(end - at), name, n)) != NULL) {
		at += n;
		if (at == end || !(is_name_byte(*at) || *at == '#'))
			return true;
	}
	return false;
}

/* "/J#61vaScript": a name with a letter written as its number; nothing honest does so. */
static bool pdf_hides_name(const unsigned char *b, size_t len)
{
	bool in_name = false;

	for (size_t i = 0; i + 2 < len; i++) {
		if (b[i] == '/')
			in_name = true;
		else if (in_name && b[i] == '#' &&
			 (b[i + 1] == '4' || b[i + 1] == '5' || b[i + 1] == '6' || b[i + 1] == '7'))
			return true;
		else if (in_name && !is_name_byte(b[i]))
			in_name = false;
	}
	return false;
}

static enum scan_fault pdf_check(const unsigned char *b, size_t len, struct buf *out)
{
	static const char *const active[] = {
		"/JavaScript", "/JS",  "/Launch",     "/EmbeddedFile", "/EmbeddedFiles",
		"/RichMedia",  "/XFA", "/SubmitForm", "/ImportData"
	};
	size_t span = len < PDF_END_SPAN ? len : PDF_END_SPAN;

	if (!memmem(b + len - span, span, "%%EOF", 5))
		return SCAN_DAMAGED;
	if (pdf_has_name(b, len, "/Encrypt"))
		return SCAN_ENCRYPTED;
	for (size_t i = 0; i < COUNTOF(active); i++) {
		if (pdf_has_name(b, len, active[i]))
			return SCAN_ACTIVE;
	}
	if (pdf_hides_name(b, len))
		return SCAN_ACTIVE;
	buf_add(out, b, len);
	return SCAN_FINE;
}

/* ---- all ---- */

enum scan_fault scan_check(const unsigned char *bytes, size_t len, struct buf *out,
			   const char **ret_kind)
{
	static const unsigned char png[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	enum scan_fault fault = SCAN_UNKNOWN;

	buf_reset(out);
	if (len > 8 && memcmp(bytes, "%PDF-", 5) == 0) {
		*ret_kind = scan_kinds[0];
		fault = pdf_check(bytes, len, out);
	} else if (len > 4 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff) {
		*ret_kind = scan_kinds[1];
		fault = jpeg_check(bytes, len, out);
	} else if (len > 8 && memcmp(bytes, png, 8) == 0) {
		*ret_kind = scan_kinds[2];
		fault = png_check(bytes, len, out);
	}
	if (!fault && buf_check(out))
		fault = SCAN_DAMAGED; /* longer than what came in: cannot be */
	if (fault)
		buf_reset(out);
	return fault;
}
