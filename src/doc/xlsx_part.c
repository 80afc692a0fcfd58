/* SPDX-License-Identifier: Apache-2.0 */
/* One part of the archive: sizes checked, bytes counted, expat fed, DOCTYPE refused. */
#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

#define SEPARATOR '|'

static const char *const namespaces[] = {
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
	"http://purl.oclc.org/ooxml/spreadsheetml/main",
	"http://schemas.openxmlformats.org/package/2006/relationships",
};

void part_fail(struct part *p, enum err e, enum xlsx_refusal why)
{
	if (p->e)
		return;
	p->e = e;
	p->why = why;
	xml_stop(&p->xml);
}

bool part_failed(const struct part *p)
{
	return p->e != OK;
}

/* The name without namespace if the namespace is one of ours, else NULL. */
static const char *local_name(const char *name)
{
	const char *bar = strrchr(name, SEPARATOR);
	size_t len;

	if (!bar)
		return NULL;
	len = (size_t)(bar - name);
	for (size_t i = 0; i < COUNTOF(namespaces); i++) {
		if (strlen(namespaces[i]) == len && memcmp(namespaces[i], name, len) == 0)
			return bar + 1;
	}
	return NULL;
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	const char *local = local_name(name);

	if (local)
		p->on->start(p, local, attributes);
}

static void on_end(void *arg, const char *name)
{
	struct part *p = arg;
	const char *local = local_name(name);

	if (local && p->on->end)
		p->on->end(p, local);
}

static void on_text(void *arg, const char *s, int len)
{
	struct part *p = arg;

	p->on->text(p, s, len);
}

static void on_fed(void *arg, size_t n_bytes)
{
	struct part *p = arg;

	if (p->counts)
		p->x->bytes_read += n_bytes;
}

enum xlsx_refusal part_refusal(enum archive_fault fault)
{
	static const enum xlsx_refusal of[] = {
		[ARCHIVE_FINE] = XLSX_FINE,       [ARCHIVE_NOT_ZIP] = XLSX_NOT_ZIP,
		[ARCHIVE_DAMAGED] = XLSX_DAMAGED, [ARCHIVE_ENCRYPTED] = XLSX_ENCRYPTED,
		[ARCHIVE_BOMB] = XLSX_BOMB,       [ARCHIVE_TOO_LARGE] = XLSX_TOO_LARGE,
		[ARCHIVE_DOCTYPE] = XLSX_DOCTYPE,
	};

	return of[fault];
}

enum err part_read(struct part *p, zip_uint64_t entry, uint64_t max_bytes)
{
	enum archive_fault fault;

	p->e = OK;
	p->why = XLSX_FINE;
	p->xml = (struct xml_part){ .max_bytes = max_bytes,
				    .depth_max = XLSX_DEPTH_MAX,
				    .start = on_start,
				    .end = on_end,
				    .text = p->on->text ? on_text : NULL,
				    .fed = on_fed,
				    .arg = p };
	fault = xml_read(&p->xml, p->x->zip, entry);
	if (fault && !p->e) {
		p->e = ERR_INPUT;
		p->why = part_refusal(fault);
	}
	return p->e;
}

enum err part_find(struct xlsx *x, const char *name, zip_uint64_t *ret_entry)
{
	return archive_find(x->zip, name, ret_entry);
}

const char *part_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	}
	return NULL;
}

const char *part_rel_attribute(const char **attributes)
{
	static const char tail[] = "/relationships|id";

	for (; *attributes; attributes += 2) {
		size_t len = strlen(attributes[0]);

		if (len > sizeof(tail) - 1 &&
		    str_eq(attributes[0] + len - (sizeof(tail) - 1), tail))
			return attributes[1];
	}
	return NULL;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* "_xHHHH_" at s with at least 7 bytes left: the number, or -1. */
static int escaped_unit(const char *s)
{
	int v = 0;

	if (s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int h = hex_value(s[i]);

		if (h < 0)
			return -1;
		v = v * 16 + h;
	}
	return v;
}

size_t part_unescape(char *text, size_t len)
{
	size_t to = 0;

	if (len < 7 || !memchr(text, '_', len))
		return len;
	for (size_t from = 0; from < len;) {
		int unit = from + 7 <= len ? escaped_unit(text + from) : -1;

		/* half of a surrogate pair or NUL: left as it stands */
		if (unit <= 0 || (unit >= 0xD800 && unit <= 0xDFFF)) {
			text[to++] = text[from++];
			continue;
		}
		to += utf8_put(text + to, (uint32_t)unit);
		from += 7;
	}
	text[to] = 0;
	return to;
}
