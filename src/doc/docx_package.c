/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx_package.h"

#include <strings.h>

#include "base/str.h"
#include "doc/docx_field.h"
#include "doc/docx_limits.h"
#include "doc/placeholder.h"
#include "base/banned.h"

#define WML "application/vnd.openxmlformats-officedocument.wordprocessingml."

struct look {
	struct arena *a;
	struct docx_package *package;
	struct doc_faults *faults;
	const char *part;
	bool comments_told;
};

static void tell(struct look *l, enum doc_fault_kind kind, const char *detail)
{
	doc_fault_add(l->faults, kind, "", NULL, 0, detail, detail ? strlen(detail) : 0);
}

static bool ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && strcasecmp(s + n - m, tail) == 0;
}

/* ---- the directory ---- */

static bool is_safe_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > DOCX_NAME_MAX || name[0] == '/' || strchr(name, '\\') ||
	    strstr(name, "//") || !utf8_valid(name, len))
		return false;
	for (const char *at = name; at; at = strchr(at, '/')) {
		at += *at == '/';
		if (str_starts(at, "../") || str_eq(at, ".."))
			return false;
	}
	return true;
}

static bool is_xml(const char *name)
{
	return ends_with(name, ".xml") || ends_with(name, ".rels") || ends_with(name, ".vml") ||
	       ends_with(name, ".svg");
}

/* Kinds of entries that cannot do anything by themselves. */
static bool is_harmless(const char *name)
{
	static const char *const kinds[] = { ".png",  ".jpg", ".jpeg", ".gif",   ".bmp", ".tif",
					     ".tiff", ".emf", ".wmf",  ".odttf", ".wdp", "/" };

	if (is_xml(name) || (strstr(name, "printerSettings") && ends_with(name, ".bin")))
		return true;
	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if (ends_with(name, kinds[i]))
			return true;
	}
	return false;
}

static void judge_name(struct look *l, const char *name)
{
	if (strcasestr(name, "vbaProject") || strcasestr(name, "vbaData"))
		tell(l, DOC_MACROS, name);
	else if (strcasestr(name, "/embeddings/") || strcasestr(name, "activeX") ||
		 !is_harmless(name))
		tell(l, DOC_EMBEDDED, name);
}

static bool is_twice(const struct docx_package *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcasecmp(p->entries[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Sizes and names of all entries, before any is unpacked. */
static void read_directory(struct look *l)
{
	struct docx_package *p = l->package;
	zip_int64_t n = zip_get_num_entries(p->zip, 0);
	uint64_t total = 0;

	p->entries = ARENA_ARRAY(l->a, struct docx_entry, (size_t)n + 1);
	for (zip_int64_t i = 0; i < n; i++) {
		const char *name = zip_get_name(p->zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
		enum archive_fault why;
		zip_stat_t st;

		if (!name || !is_safe_name(name) || is_twice(p, name)) {
			tell(l, DOC_DAMAGED, name && utf8_valid(name, strlen(name)) ? name : "?");
			return;
		}
		name = arena_strdup(l->a, name);
		why = archive_stat(p->zip, (zip_uint64_t)i, DOCX_PART_MAX, &st);
		if (why) {
			docx_fault_of_archive(l->faults, name, why);
			return;
		}
		total += st.size;
		judge_name(l, name);
		p->entries[p->n++] = (struct docx_entry){ name, (zip_uint64_t)i, false };
	}
	if (total > DOCX_TOTAL_MAX)
		tell(l, DOC_TOO_LARGE, "32 MB");
}

/* ---- the parts ---- */

static struct docx_entry *entry_of(struct docx_package *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcasecmp(p->entries[i].name, name) == 0)
			return &p->entries[i];
	}
	return NULL;
}

/* [Content_Types].xml: what the body is, and which parts hold text. */
static void on_type(void *arg, const char *name, const char **attributes)
{
	static const char *const texts[] = { WML "document.main+xml", WML "header+xml",
					     WML "footer+xml", WML "footnotes+xml",
					     WML "endnotes+xml" };
	struct look *l = arg;
	const char *type = xml_attribute(attributes, "ContentType");
	const char *part = xml_attribute(attributes, "PartName");
	struct docx_entry *entry;

	if (!type)
		return;
	if (strcasestr(type, "macroEnabled") || strcasestr(type, "vbaProject"))
		tell(l, DOC_MACROS, type);
	else if (strcasecmp(type, WML "template.main+xml") == 0)
		tell(l, DOC_TEMPLATE_TYPE, NULL);
	if (!xml_is(name, "Override") || !part)
		return;
	entry = entry_of(l->package, part + (part[0] == '/'));
	for (size_t i = 0; entry && i < COUNTOF(texts); i++) {
		if (strcasecmp(type, texts[i]) != 0)
			continue;
		entry->is_text = true;
		if (i == 0 && !l->package->main)
			l->package->main = entry->name;
	}
}

/* Relationships: nothing may lead outside but a mail address. */
static void judge_relation(struct look *l, const char **attributes)
{
	const char *mode = xml_attribute(attributes, "TargetMode");
	const char *type = xml_attribute(attributes, "Type");
	const char *target = xml_attribute(attributes, "Target");
	const char *kind = type ? strrchr(type, '/') : NULL;

	kind = kind ? kind + 1 : "";
	target = target ? target : "";
	if (str_eq(kind, "oleObject") || str_eq(kind, "package") || str_eq(kind, "control") ||
	    str_eq(kind, "aFChunk") || str_eq(kind, "subDocument") || str_eq(kind, "frame"))
		tell(l, DOC_EMBEDDED, target);
	else if (str_eq(kind, "vbaProject") || str_eq(kind, "wordVbaData"))
		tell(l, DOC_MACROS, target);
	else if (str_eq(kind, "hyperlink") && strncasecmp(target, "mailto:", 7) == 0)
		return;
	else if ((mode && strcasecmp(mode, "External") == 0) || strstr(target, "://") ||
		 str_starts(target, "\\\\") || strncasecmp(target, "file:", 5) == 0)
		tell(l, DOC_EXTERNAL, target);
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	struct look *l = arg;

	docx_look_at_attributes(l->faults, l->part, attributes);
	if (xml_is(name, "Relationship"))
		judge_relation(l, attributes);
	else if (xml_is(name, "mailMerge"))
		tell(l, DOC_EXTERNAL, "mailMerge");
	else if (xml_is(name, "comment") && !l->comments_told &&
		 strstr(l->part, "comments") != NULL) {
		l->comments_told = true;
		tell(l, DOC_COMMENTS, NULL);
	}
}

static enum archive_fault look_at(struct look *l, const struct docx_entry *entry,
				  void (*start)(void *arg, const char *name,
						const char **attributes))
{
	struct xml_part xml = {
		.max_bytes = DOCX_PART_MAX, .depth_max = DOCX_DEPTH_MAX, .start = start, .arg = l
	};

	l->part = entry->name;
	return xml_read(&xml, l->package->zip, entry->at);
}

static void look_at_all(struct look *l)
{
	struct docx_package *p = l->package;

	for (size_t i = 0; i < p->n; i++) {
		const struct docx_entry *entry = &p->entries[i];
		enum archive_fault why;

		if (entry->is_text || !is_xml(entry->name))
			continue; /* text parts are read by docx_part_read() */
		why = look_at(l, entry, on_start);
		if (why)
			docx_fault_of_archive(l->faults, entry->name, why);
	}
}

static enum doc_fault_kind sniff(const unsigned char *bytes, size_t len)
{
	static const unsigned char ole2[8] = { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 };

	if (len == 0)
		return DOC_EMPTY_FILE;
	return len >= 8 && memcmp(bytes, ole2, 8) == 0 ? DOC_OLD_DOC : DOC_NOT_DOCX;
}

void docx_package_open(struct arena *a, const void *bytes, size_t len, struct doc_faults *faults,
		       struct docx_package *ret)
{
	struct look l = { .a = a, .package = ret, .faults = faults };
	const struct docx_entry *types;
	enum archive_fault why;

	*ret = (struct docx_package){ 0 };
	if (len > DOCX_FILE_MAX) {
		tell(&l, DOC_TOO_LARGE, "5 MB");
		return;
	}
	if (len < 2 || memcmp(bytes, "PK", 2) != 0) {
		tell(&l, sniff(bytes, len), NULL);
		return;
	}
	why = archive_open(bytes, len, DOCX_ENTRIES_MAX, &ret->zip);
	if (why) {
		docx_fault_of_archive(faults, "zip", why);
		return;
	}
	read_directory(&l);
	types = entry_of(ret, "[Content_Types].xml");
	why = types ? look_at(&l, types, on_type) : ARCHIVE_FINE;
	if (why)
		docx_fault_of_archive(faults, types->name, why);
	if (faults->n)
		return; /* macros, embedded files: no need to look further */
	if (!ret->main) {
		tell(&l, DOC_NOT_DOCX, NULL);
		return;
	}
	look_at_all(&l);
}
