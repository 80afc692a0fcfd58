/* SPDX-License-Identifier: Apache-2.0 */
/* XML parts through expat: bytes counted, depth and tokens bounded, a DOCTYPE refused. */
#include "doc/archive.h"
#include "base/str.h"
#include "base/banned.h"

#define CHUNK     (64 * 1024)
#define SEPARATOR '|'

static void fail(struct xml_part *p, enum archive_fault fault)
{
	if (!p->fault)
		p->fault = fault;
	xml_stop(p);
}

void xml_stop(struct xml_part *p)
{
	if (p->stopped)
		return;
	p->stopped = true;
	XML_StopParser(p->parser, XML_FALSE);
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct xml_part *p = user;

	if (p->stopped)
		return;
	if (++p->depth > p->depth_max) {
		fail(p, ARCHIVE_DAMAGED);
		return;
	}
	p->start(p->arg, name, attributes);
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct xml_part *p = user;

	if (p->stopped)
		return;
	p->depth--;
	if (p->end)
		p->end(p->arg, name);
}

static void XMLCALL on_text(void *user, const char *s, int len)
{
	struct xml_part *p = user;

	if (!p->stopped)
		p->text(p->arg, s, len);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system_id,
			       const char *public_id, int has_internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal;
	fail(user, ARCHIVE_DOCTYPE);
}

static void begin(struct xml_part *p, const char *encoding)
{
	p->depth = 0;
	p->fault = ARCHIVE_FINE;
	p->stopped = false;
	p->parser = XML_ParserCreateNS(encoding, SEPARATOR);
	if (!p->parser)
		abort(); /* out of memory ends the process, as everywhere */
	XML_SetReturnNSTriplet(p->parser, p->prefixes);
	XML_SetUserData(p->parser, p);
	XML_SetElementHandler(p->parser, on_start, on_end);
	if (p->text)
		XML_SetCharacterDataHandler(p->parser, on_text);
	if (p->cdata)
		XML_SetStartCdataSectionHandler(p->parser, p->cdata);
	XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
	XML_SetParamEntityParsing(p->parser, XML_PARAM_ENTITY_PARSING_NEVER);
}

static enum archive_fault finish(struct xml_part *p)
{
	XML_ParserFree(p->parser);
	p->parser = NULL;
	return p->fault;
}

/* Feeds one chunk. ret_more is false after the last. */
static void feed(struct xml_part *p, zip_file_t *file, uint64_t declared, uint64_t *fed,
		 bool *ret_more)
{
	void *room = XML_GetBuffer(p->parser, CHUNK);
	zip_int64_t got = room ? zip_fread(file, room, CHUNK) : -1;
	XML_Index at;

	*ret_more = got > 0;
	if (got < 0) {
		fail(p, ARCHIVE_DAMAGED);
		return;
	}
	*fed += (uint64_t)got;
	if (p->fed)
		p->fed(p->arg, (size_t)got);
	if (*fed > declared) { /* the directory lied */
		fail(p, ARCHIVE_BOMB);
		return;
	}
	if (XML_ParseBuffer(p->parser, (int)got, got == 0) != XML_STATUS_OK) {
		if (!p->stopped)
			fail(p, ARCHIVE_DAMAGED);
		return;
	}
	at = XML_GetCurrentByteIndex(p->parser);
	if (got > 0 && at >= 0 && *fed - (uint64_t)at > ARCHIVE_TOKEN_MAX)
		fail(p, ARCHIVE_TOO_LARGE);
}

enum archive_fault xml_read(struct xml_part *p, zip_t *zip, zip_uint64_t entry)
{
	zip_stat_t st;
	zip_file_t *file;
	uint64_t fed = 0;
	bool more = true;

	p->fault = archive_stat(zip, entry, p->max_bytes, &st);
	if (p->fault)
		return p->fault;
	file = zip_fopen_index(zip, entry, 0);
	if (!file)
		return ARCHIVE_DAMAGED;
	begin(p, NULL);
	while (more && !p->stopped)
		feed(p, file, st.size, &fed, &more);
	(void)zip_fclose(file); /* its error is the one zip_fread gave */
	return finish(p);
}

enum archive_fault xml_read_bytes(struct xml_part *p, const char *bytes, size_t len)
{
	if (len > p->max_bytes || len > INT32_MAX)
		return ARCHIVE_TOO_LARGE;
	begin(p, "UTF-8");
	if (XML_Parse(p->parser, bytes, (int)len, 1) != XML_STATUS_OK && !p->stopped)
		fail(p, ARCHIVE_DAMAGED);
	return finish(p);
}

size_t xml_at(const struct xml_part *p)
{
	return (size_t)XML_GetCurrentByteIndex(p->parser);
}

size_t xml_count(const struct xml_part *p)
{
	return (size_t)XML_GetCurrentByteCount(p->parser);
}

/* "uri|local|prefix": where local begins and how long it is. */
static const char *split_name(const char *name, size_t *ret_uri_len, size_t *ret_len)
{
	const char *bar = strchr(name, SEPARATOR);
	const char *local = bar ? bar + 1 : name;

	*ret_uri_len = bar ? (size_t)(bar - name) : 0;
	*ret_len = strcspn(local, "|");
	return local;
}

const char *xml_local(const char *name, const char *uri, size_t *ret_len)
{
	size_t uri_len;
	const char *local = split_name(name, &uri_len, ret_len);

	return uri_len == strlen(uri) && memcmp(name, uri, uri_len) == 0 ? local : NULL;
}

bool xml_is(const char *name, const char *local)
{
	size_t uri_len, len;
	const char *at = split_name(name, &uri_len, &len);

	return len == strlen(local) && memcmp(at, local, len) == 0;
}

const char *xml_attribute(const char **attributes, const char *local)
{
	for (; *attributes; attributes += 2) {
		if (xml_is(attributes[0], local))
			return attributes[1];
	}
	return NULL;
}
