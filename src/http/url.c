/* SPDX-License-Identifier: Apache-2.0 */
#include "http/url.h"

#include <strings.h>

#include "base/str.h"
#include "http/limits.h"
#include "base/banned.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum err url_decode(struct arena *a, const char *s, size_t len, bool plus, const char **ret)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = s[i];

		if (c == '%') {
			int high = len - i > 2 ? hex_digit(s[i + 1]) : -1;
			int low = len - i > 2 ? hex_digit(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return ERR_INPUT;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (!c)
			return ERR_INPUT;
		out[n++] = c;
	}
	out[n] = '\0';
	if (!utf8_valid(out, n))
		return ERR_INPUT;
	*ret = out;
	return OK;
}

void url_encode(struct buf *out, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			     (c >= 'a' && c <= 'z') || strchr("-._~", c);

		if (plain) {
			buf_addc(out, (char)c);
		} else {
			buf_addc(out, '%');
			buf_addc(out, hex[c >> 4]);
			buf_addc(out, hex[c & 15]);
		}
	}
}

static enum err one_pair(struct arena *a, const char *part, size_t len, struct pair *ret)
{
	const char *equal = memchr(part, '=', len);
	size_t name_len = equal ? (size_t)(equal - part) : len;
	enum err e;

	e = url_decode(a, part, name_len, true, &ret->name);
	if (e)
		return e;
	if (!equal) {
		ret->value = "";
		return OK;
	}
	return url_decode(a, equal + 1, len - name_len - 1, true, &ret->value);
}

enum err url_query(struct arena *a, const char *query, struct pair **ret, size_t *ret_n)
{
	struct pair *pairs = NULL;
	size_t n = 0, cap = 0;

	while (*query) {
		size_t len = strcspn(query, "&");
		enum err e;

		if (len) {
			if (n == LIMIT_QUERY_PAIRS)
				return ERR_INPUT;
			(void)VEC_PUSH(a, pairs, n, cap);
			e = one_pair(a, query, len, &pairs[n - 1]);
			if (e)
				return e;
		}
		query += len;
		query += *query == '&';
	}
	*ret = pairs;
	*ret_n = n;
	return OK;
}

const char *cookie_value(struct arena *a, const char *header, const char *name)
{
	size_t name_len = strlen(name);

	while (header && *header) {
		size_t len;

		header += strspn(header, " \t;");
		len = strcspn(header, ";");
		if (len > name_len && header[name_len] == '=' &&
		    memcmp(header, name, name_len) == 0) {
			const char *value = header + name_len + 1;

			len -= name_len + 1;
			while (len && (value[len - 1] == ' ' || value[len - 1] == '\t'))
				len--;
			if (len >= 2 && value[0] == '"' && value[len - 1] == '"') {
				value++;
				len -= 2;
			}
			return arena_strndup(a, value, len);
		}
		header += len;
	}
	return NULL;
}

/* "q=0", "q=0.0", "q=0.000" among the parameters of one coding. */
static bool quality_is_zero(const char *params, size_t len)
{
	const char *end = params + len, *q = params;

	while (q + 1 < end && !((q[0] == 'q' || q[0] == 'Q') && q[1] == '='))
		q++;
	q += 2;
	if (q >= end)
		return false;
	for (; q < end; q++) {
		if (*q != '0' && *q != '.' && *q != ' ')
			return false;
	}
	return true;
}

bool accepts_gzip(const char *header)
{
	while (header && *header) {
		size_t len, word;

		header += strspn(header, " \t,");
		len = strcspn(header, ",");
		word = strcspn(header, " \t,;");
		if (word == 4 && strncasecmp(header, "gzip", 4) == 0)
			return !quality_is_zero(header + word, len - word);
		header += len;
	}
	return false;
}

bool etag_matches(const char *header, const char *tag)
{
	size_t tag_len = strlen(tag);

	while (header && *header) {
		size_t len;

		header += strspn(header, " \t,");
		if (*header == '*')
			return true;
		if (strncmp(header, "W/", 2) == 0)
			header += 2;
		len = strcspn(header, ",");
		while (len && (header[len - 1] == ' ' || header[len - 1] == '\t'))
			len--;
		if (len == tag_len && memcmp(header, tag, len) == 0)
			return true;
		header += strcspn(header, ",");
	}
	return false;
}
