/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/placeholder.h"
#include "base/str.h"
#include "base/banned.h"

#define WIDE_OPEN    "\xEF\xBD\x9B" /* ｛ */
#define WIDE_CLOSE   "\xEF\xBD\x9D" /* ｝ */
#define WIDE_LEN     3
#define SHOWN_DETAIL 60 /* bytes of what stands between bad braces */

/* What no key has beyond ASCII: blanks and punctuation of every width, symbols, private use. */
static const struct {
	uint32_t first, last;
} no_key[] = {
	{ 0x0080, 0x00BF }, { 0x2000, 0x2BFF }, { 0x3000, 0x3004 }, { 0x3008, 0x3020 },
	{ 0xE000, 0xF8FF }, { 0xFE10, 0xFE6F }, { 0xFF01, 0xFF0F }, { 0xFF1A, 0xFF20 },
	{ 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 }, { 0xFFFD, 0xFFFD },
};

static bool is_key_char(uint32_t cp)
{
	static const char ascii[] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.";

	if (cp < 0x80)
		return cp && strchr(ascii, (int)cp) != NULL;
	for (size_t i = 0; i < COUNTOF(no_key); i++) {
		if (cp >= no_key[i].first && cp <= no_key[i].last)
			return false;
	}
	return !utf8_is_space(cp);
}

/* Cuts white space at both ends, then looks at each character. */
static bool read_key(const char *s, const char *end, struct mark *m)
{
	const char *at = s, *last = s;
	size_t n = 0;
	uint32_t cp;

	while (at < end) {
		const char *start = at;

		cp = utf8_next(&at, end);
		if (!utf8_is_space(cp))
			last = at;
		else if (n == 0)
			s = last = at;
		else
			continue;
		n += start >= s;
	}
	m->key = s;
	m->key_len = (size_t)(last - s);
	if (n == 0 || n > DOC_KEY_MAX)
		return false;
	for (at = s; at < last;) {
		cp = utf8_next(&at, last);
		if (!is_key_char(cp))
			return false;
	}
	return true;
}

static struct mark bad(const char *text, size_t from, size_t to, enum doc_fault_kind fault)
{
	return (struct mark){ .kind = MARK_BAD,
			      .from = from,
			      .to = to,
			      .key = text + from,
			      .key_len = 0,
			      .fault = fault };
}

/* At '{'. */
static struct mark read_mark(const char *text, size_t len, size_t from)
{
	size_t end = from + 1;
	struct mark m = { .kind = MARK_KEY, .from = from };

	while (end < len && text[end] != '}' && text[end] != '{')
		end++;
	if (end == len || text[end] == '{')
		return bad(text, from, end, DOC_OPEN_BRACE);
	m.to = end + 1;
	from++;
	while (from < end && text[from] == ' ')
		from++;
	if (text[from] == '#')
		m.kind = MARK_OPEN;
	else if (text[from] == '/')
		m.kind = MARK_CLOSE;
	if (m.kind != MARK_KEY)
		from++;
	if (!read_key(text + from, text + end, &m)) {
		m.kind = MARK_BAD;
		m.fault = DOC_BAD_KEY;
		if (m.key_len > SHOWN_DETAIL)
			m.key_len = SHOWN_DETAIL;
	}
	return m;
}

/* At a wide brace: a mark only if what a key may look like stands between it and its partner. */
static struct mark read_wide(const char *text, size_t len, size_t from)
{
	struct mark m = { .kind = MARK_WIDE, .from = from };
	const char *begin = text + from + WIDE_LEN;
	const char *close = memmem(begin, len - from - WIDE_LEN, WIDE_CLOSE, WIDE_LEN);

	if (!close)
		return m;
	if (begin < close && (*begin == '#' || *begin == '/'))
		begin++;
	m.to = (size_t)(close - text) + WIDE_LEN;
	if (!read_key(begin, close, &m))
		m.to = 0;
	return m;
}

struct mark mark_next(const char *text, size_t len, size_t from)
{
	struct mark m;

	for (size_t i = from; i < len; i++) {
		if (text[i] == '{')
			return read_mark(text, len, i);
		if (text[i] == '}')
			return bad(text, i, i + 1, DOC_CLOSE_BRACE);
		if (len - i >= WIDE_LEN && memcmp(text + i, WIDE_OPEN, WIDE_LEN) == 0) {
			m = read_wide(text, len, i);
			if (m.to)
				return m;
		}
	}
	return (struct mark){ .kind = MARK_END, .from = len, .to = len };
}

bool mark_has_ink(const char *text, size_t from, size_t to)
{
	const char *at = text + from, *end = text + to;

	while (at < end) {
		if (!utf8_is_space(utf8_next(&at, end)))
			return true;
	}
	return false;
}

/* ---- what is known ---- */

static const struct doc_key *find_key(const struct doc_key *keys, size_t n, const char *key,
				      size_t len, const char *list)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(keys[i].list, list) && strlen(keys[i].key) == len &&
		    memcmp(keys[i].key, key, len) == 0)
			return &keys[i];
	}
	return NULL;
}

static bool in_any_list(const struct doc_key *keys, size_t n, const char *key, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (keys[i].list && strlen(keys[i].key) == len &&
		    memcmp(keys[i].key, key, len) == 0)
			return true;
	}
	return false;
}

bool doc_key_known(const struct doc_key *keys, size_t n, const char *key, size_t len,
		   const char *inside, enum mark_kind as, enum doc_fault_kind *ret)
{
	const struct doc_key *own = inside ? find_key(keys, n, key, len, inside) : NULL;
	const struct doc_key *k = own ? own : find_key(keys, n, key, len, NULL);

	if (k && k->is_list == (as == MARK_OPEN || as == MARK_CLOSE))
		return true;
	if (k)
		*ret = k->is_list ? DOC_LIST_AS_TEXT : DOC_TEXT_AS_LIST;
	else
		*ret = in_any_list(keys, n, key, len) ? DOC_ROW_KEY_OUTSIDE : DOC_UNKNOWN_KEY;
	return false;
}
