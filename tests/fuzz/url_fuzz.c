/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte chooses: a query, an escape, a cookie header, encodings, tags, the guard. */
#include <stdlib.h>

#include "base/str.h"
#include "http/guard.h"
#include "http/limits.h"
#include "http/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void try_query(struct arena *a, const char *text)
{
	struct pair *pairs = NULL;
	size_t n = 0;

	if (url_query(a, text, &pairs, &n))
		return;
	must(n <= LIMIT_QUERY_PAIRS);
	for (size_t i = 0; i < n; i++)
		must(utf8_valid(pairs[i].name, strlen(pairs[i].name)) &&
		     utf8_valid(pairs[i].value, strlen(pairs[i].value)));
}

/* What was decoded, encoded and decoded again is the same. */
static void try_escape(struct arena *a, const char *text)
{
	const char *once, *twice;
	struct buf b;

	if (url_decode(a, text, strlen(text), false, &once))
		return;
	buf_init(&b, 1 << 22);
	url_encode(&b, once);
	must(url_decode(a, b.text, b.len, true, &twice) == OK);
	must(strcmp(once, twice) == 0);
	buf_release(&b);
}

static void try_guard(const char *text)
{
	size_t name = strcspn(text, ":");
	struct guard g;

	guard_begin(&g);
	guard_header(&g, "Host", 4, "a", 1);
	guard_header(&g, text, name, text + name, strlen(text + name));
	must(!guard_passes(&g, "HTTP/1.1", "/") || g.lengths + g.encodings <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena a;
	const char *text;

	if (len == 0)
		return 0;
	arena_init(&a);
	text = arena_strndup(&a, (const char *)bytes + 1, len - 1);
	switch (bytes[0] % 6) {
	case 0:
		try_query(&a, text);
		break;
	case 1:
		try_escape(&a, text);
		break;
	case 2:
		(void)cookie_value(&a, text, "jishi");
		break;
	case 3:
		(void)accepts_gzip(text);
		break;
	case 4:
		(void)etag_matches(text, "\"tag\"");
		break;
	default:
		try_guard(text);
		break;
	}
	arena_release(&a);
	return 0;
}
