/* SPDX-License-Identifier: Apache-2.0 */
/* Names what people upload instead of a workbook, so that the refusal can say what to do. */
#include <strings.h>

#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

#define HEAD 4096

/* Is the ASCII word somewhere in the bytes as UTF-16LE, as OLE2 directories write names? */
static bool has_utf16(const unsigned char *bytes, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + 2 * n <= len; i++) {
		size_t k = 0;

		while (k < n && bytes[i + 2 * k] == (unsigned char)word[k] && !bytes[i + 2 * k + 1])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

struct ole2_names {
	bool encrypted, workbook, et;
};

/* Looks through the whole container (bounded) by overlapping windows. */
static struct ole2_names ole2_look(FILE *f)
{
	struct ole2_names found = { 0 };
	unsigned char window[16384];
	size_t kept = 0;
	size_t seen = 0;

	while (seen < XLSX_FILE_MAX) {
		size_t got = fread(window + kept, 1, sizeof(window) - kept, f);
		size_t len = kept + got;

		if (!got)
			break;
		seen += got;
		found.encrypted |= has_utf16(window, len, "EncryptedPackage");
		found.workbook |=
			has_utf16(window, len, "Workbook") || has_utf16(window, len, "Book");
		found.et |= has_utf16(window, len, "ETExtData") ||
			    has_utf16(window, len, "WpsWorkbook");
		kept = len < 64 ? len : 64;
		memmove(window, window + len - kept, kept);
	}
	return found;
}

static bool ends_with(const char *path, const char *suffix)
{
	size_t n = strlen(path);
	size_t m = strlen(suffix);

	return n >= m && strcasecmp(path + n - m, suffix) == 0;
}

static enum xlsx_refusal sniff_ole2(FILE *f, const char *path)
{
	struct ole2_names names = ole2_look(f);

	if (names.encrypted)
		return XLSX_ENCRYPTED;
	if (names.et || ends_with(path, ".et"))
		return XLSX_ET;
	return names.workbook ? XLSX_XLS : XLSX_OLE2;
}

/* Text (UTF-8 or GBK): no control characters but tab and line ends. */
static bool is_text(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] < 32 && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n')
			return false;
	}
	return true;
}

static bool has_tag(const char *text, const char *tag)
{
	return strcasestr(text, tag) != NULL;
}

static enum xlsx_refusal sniff_text(const char *text)
{
	if (has_tag(text, "urn:schemas-microsoft-com:office:spreadsheet"))
		return XLSX_XML_2003;
	if (has_tag(text, "<html") || has_tag(text, "<table") || has_tag(text, "<!doctype html"))
		return XLSX_HTML;
	if (strpbrk(text, ",\t;"))
		return XLSX_CSV;
	return XLSX_NOT_ZIP;
}

enum xlsx_refusal xlsx_sniff(const char *path)
{
	static const unsigned char ole2[8] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };
	unsigned char head[HEAD + 1];
	enum xlsx_refusal why = XLSX_NOT_ZIP;
	FILE *f = fopen(path, "rbe");
	size_t len;

	if (!f)
		return XLSX_NOT_ZIP;
	len = fread(head, 1, HEAD, f);
	head[len] = 0;
	if (len == 0)
		why = XLSX_EMPTY_FILE;
	else if (len >= 8 && memcmp(head, ole2, 8) == 0 && fseek(f, 0, SEEK_SET) == 0)
		why = sniff_ole2(f, path);
	else if (len >= 2 && memcmp(head, "PK", 2) == 0)
		why = XLSX_DAMAGED; /* an archive, but one that cannot be opened */
	else if (is_text(head, len))
		why = sniff_text((const char *)head);
	(void)fclose(f);
	return why;
}
