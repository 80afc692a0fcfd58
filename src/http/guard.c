/* SPDX-License-Identifier: Apache-2.0 */
#include "http/guard.h"

#include <string.h>
#include <strings.h>

#include "base/banned.h"

static bool named(const char *name, size_t len, const char *want)
{
	return len == strlen(want) && strncasecmp(name, want, len) == 0;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* host[:port], also [v6]; never a comma, space, slash or @ that a second reader could split at. */
static bool host_ok(const char *v, size_t len)
{
	if (len == 0 || len > 255)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!word_char(v[i]) && !memchr("-._:[]", v[i], 6))
			return false;
	}
	return true;
}

/* At most 18 digits, so it fits. */
static int64_t length_of(const char *v, size_t len)
{
	int64_t n = 0;

	if (len == 0 || len > 18)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (v[i] < '0' || v[i] > '9')
			return -1;
		n = n * 10 + (v[i] - '0');
	}
	return n;
}

void guard_begin(struct guard *g)
{
	*g = (struct guard){ .length = -1 };
}

void guard_header(struct guard *g, const char *name, size_t name_len, const char *value,
		  size_t value_len)
{
	if (named(name, name_len, "host")) {
		g->hosts++;
		g->bad = g->bad || !host_ok(value, value_len);
	} else if (named(name, name_len, "content-length")) {
		g->lengths++;
		g->length = length_of(value, value_len);
		g->bad = g->bad || g->length < 0;
	} else if (named(name, name_len, "transfer-encoding")) {
		g->encodings++;
		g->bad = g->bad || !named(value, value_len, "chunked");
	}
	/* A name with anything but word characters and '-' or '_' is nobody's header. */
	for (size_t i = 0; i < name_len; i++)
		g->bad = g->bad || (!word_char(name[i]) && name[i] != '-' && name[i] != '_');
	g->bad = g->bad || name_len == 0 || memchr(value, '\0', value_len);
}

bool guard_passes(const struct guard *g, const char *version, const char *target)
{
	bool http10 = strcmp(version, "HTTP/1.0") == 0;

	if (g->bad || g->hosts != 1 || g->lengths > 1 || g->encodings > 1)
		return false;
	if (g->lengths && g->encodings)
		return false;
	if (http10 && g->encodings)
		return false;
	return target[0] == '/' && (http10 || strcmp(version, "HTTP/1.1") == 0);
}

bool guard_request_id(const char *value)
{
	size_t len = value ? strlen(value) : 0;

	if (len < 16 || len > 64)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!word_char(value[i]) && value[i] != '-' && value[i] != '_')
			return false;
	}
	return true;
}
