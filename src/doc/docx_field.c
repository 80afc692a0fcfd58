/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx_field.h"

#include <strings.h>

#include "base/str.h"
#include "doc/placeholder.h"
#include "base/banned.h"

/* Fields that compute from the document itself. All others may read files, data bases, programs. */
static const char *const harmless[] = {
	"PAGE",    "NUMPAGES",   "SECTIONPAGES", "SECTION",      "DATE",
	"TIME",    "CREATEDATE", "SAVEDATE",     "PRINTDATE",    "TITLE",
	"SUBJECT", "AUTHOR",     "DOCPROPERTY",  "TOC",          "TC",
	"PAGEREF", "REF",        "NOTEREF",      "STYLEREF",     "SEQ",
	"=",       "EQ",         "IF",           "QUOTE",        "SYMBOL",
	"ADVANCE", "FORMTEXT",   "FORMCHECKBOX", "FORMDROPDOWN", "LISTNUM",
	"AUTONUM", "NUMWORDS",   "NUMCHARS",
};

static bool is_harmless(const char *code)
{
	size_t len;

	while (*code == ' ')
		code++;
	len = *code == '=' ? 1 : strcspn(code, " \\\"");
	if (len == 0)
		return true; /* nothing stands there */
	/* A link inside the document, or to a mail address. */
	if (len == 9 && strncasecmp(code, "HYPERLINK", 9) == 0) {
		const char *target = code + 9 + strspn(code + 9, " ");

		return str_starts(target, "\\l ") || strncasecmp(target, "\"mailto:", 8) == 0;
	}
	for (size_t i = 0; i < COUNTOF(harmless); i++) {
		if (strlen(harmless[i]) == len && strncasecmp(code, harmless[i], len) == 0)
			return true;
	}
	return false;
}

static void judge(struct field_state *f, const char *code)
{
	if (!is_harmless(code))
		doc_fault_add(f->faults, DOC_FIELD_CODE, f->part, NULL, 0, code, strlen(code));
}

static void finish(struct field_state *f)
{
	f->code[f->len] = '\0';
	judge(f, f->code);
	f->len = 0;
}

static bool is(const char *local, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(local, name, len) == 0;
}

void docx_field_start(struct field_state *f, const char *local, size_t len, const char **attributes)
{
	const char *code;

	if (is(local, len, "instrText")) {
		f->in_code = true;
	} else if (is(local, len, "fldChar")) {
		finish(f);
	} else if (is(local, len, "fldSimple")) {
		code = xml_attribute(attributes, "instr");
		judge(f, code ? code : "");
	}
}

void docx_field_text(struct field_state *f, const char *s, size_t len)
{
	size_t room = sizeof(f->code) - 1 - f->len;

	if (!f->in_code)
		return;
	len = len < room ? len : room; /* the name of a field comes first */
	memcpy(f->code + f->len, s, len);
	f->len += len;
}

void docx_field_end(struct field_state *f, const char *local, size_t len)
{
	if (is(local, len, "instrText"))
		f->in_code = false;
	else if (is(local, len, "p") && f->len > 0)
		finish(f);
}

void docx_look_at_attributes(struct doc_faults *faults, const char *part, const char **attributes)
{
	for (; *attributes; attributes += 2) {
		const char *value = attributes[1];

		if (!xml_is(attributes[0], "src") && !xml_is(attributes[0], "href") &&
		    !xml_is(attributes[0], "althref"))
			continue;
		if (strstr(value, "://") || str_starts(value, "\\\\") || str_starts(value, "//"))
			doc_fault_add(faults, DOC_EXTERNAL, part, NULL, 0, value, strlen(value));
	}
}
