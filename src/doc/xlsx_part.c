/* SPDX-License-Identifier: Apache-2.0 */
/* One part of the archive: sizes checked, bytes counted, expat fed, DOCTYPE refused. */
#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

#define CHUNK     (64 * 1024)
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
	if (p->parser)
		XML_StopParser(p->parser, XML_FALSE);
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

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct part *p = user;
	const char *local;

	if (p->e)
		return;
	if (++p->depth > XLSX_DEPTH_MAX) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return;
	}
	local = local_name(name);
	if (local)
		p->on->start(p, local, attributes);
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct part *p = user;
	const char *local;

	if (p->e)
		return;
	p->depth--;
	local = local_name(name);
	if (local && p->on->end)
		p->on->end(p, local);
}

static void XMLCALL on_text(void *user, const char *s, int len)
{
	struct part *p = user;

	if (!p->e)
		p->on->text(p, s, len);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system_id,
			       const char *public_id, int has_internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal;
	part_fail(user, ERR_INPUT, XLSX_DOCTYPE);
}

/* The directory's word on sizes, before anything is unpacked. */
static enum xlsx_refusal declared_fault(const zip_stat_t *st, uint64_t max_bytes)
{
	if (!(st->valid & ZIP_STAT_SIZE) || !(st->valid & ZIP_STAT_COMP_SIZE))
		return XLSX_DAMAGED;
	if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
		return XLSX_ENCRYPTED;
	if ((st->valid & ZIP_STAT_COMP_METHOD) && st->comp_method != ZIP_CM_STORE &&
	    st->comp_method != ZIP_CM_DEFLATE)
		return XLSX_DAMAGED;
	if (st->size > XLSX_RATIO_FREE && st->size / XLSX_RATIO_MAX > st->comp_size)
		return XLSX_BOMB;
	if (st->size > max_bytes)
		return XLSX_TOO_LARGE;
	return XLSX_FINE;
}

/* Feeds one chunk. ret_more is false after the last. */
static void feed(struct part *p, zip_file_t *file, uint64_t declared, bool *ret_more)
{
	void *room = XML_GetBuffer(p->parser, CHUNK);
	zip_int64_t got = room ? zip_fread(file, room, CHUNK) : -1;
	XML_Index at;

	*ret_more = got > 0;
	if (got < 0) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return;
	}
	p->fed += (uint64_t)got;
	if (p->counts)
		p->x->bytes_read += (uint64_t)got;
	if (p->fed > declared) { /* the directory lied */
		part_fail(p, ERR_INPUT, XLSX_BOMB);
		return;
	}
	if (XML_ParseBuffer(p->parser, (int)got, got == 0) != XML_STATUS_OK) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return;
	}
	at = XML_GetCurrentByteIndex(p->parser);
	if (got > 0 && at >= 0 && p->fed - (uint64_t)at > XLSX_TOKEN_MAX)
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
}

static void set_handlers(struct part *p)
{
	XML_SetUserData(p->parser, p);
	XML_SetElementHandler(p->parser, on_start, on_end);
	if (p->on->text)
		XML_SetCharacterDataHandler(p->parser, on_text);
	XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
	XML_SetParamEntityParsing(p->parser, XML_PARAM_ENTITY_PARSING_NEVER);
}

enum err part_read(struct part *p, zip_uint64_t entry, uint64_t max_bytes)
{
	zip_stat_t st;
	zip_file_t *file;
	bool more = true;

	p->e = OK;
	p->depth = 0;
	p->fed = 0;
	p->parser = NULL;
	if (zip_stat_index(p->x->zip, entry, 0, &st)) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return p->e;
	}
	p->why = declared_fault(&st, max_bytes);
	if (p->why) {
		p->e = ERR_INPUT;
		return p->e;
	}
	file = zip_fopen_index(p->x->zip, entry, 0);
	if (!file) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return p->e;
	}
	p->parser = XML_ParserCreateNS(NULL, SEPARATOR);
	if (!p->parser)
		abort(); /* out of memory ends the process, as everywhere */
	set_handlers(p);
	while (more && !p->e)
		feed(p, file, st.size, &more);
	XML_ParserFree(p->parser);
	p->parser = NULL;
	(void)zip_fclose(file); /* its error is the one zip_fread gave */
	return p->e;
}

enum err part_find(struct xlsx *x, const char *name, zip_uint64_t *ret_entry)
{
	zip_int64_t at = zip_name_locate(x->zip, name, ZIP_FL_NOCASE);

	if (at < 0)
		return ERR_NOT_FOUND;
	*ret_entry = (zip_uint64_t)at;
	return OK;
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
