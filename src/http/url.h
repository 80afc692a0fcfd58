/* SPDX-License-Identifier: Apache-2.0 */
/* URLs, queries and cookies as they come over the wire. Pure text; no request needed. */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/arena.h"
#include "base/err.h"
#include "json/fields.h"

/*
 * Percent-decodes len bytes; '+' becomes a space if plus. The result lives in `a`, is valid UTF-8
 * and has no NUL. ERR_INPUT: a broken escape, %00 or ill-formed UTF-8.
 */
NODISCARD enum err url_decode(struct arena *a, const char *s, size_t len, bool plus,
			      const char **ret);

/* Percent-encodes everything but letters, digits and -._~ */
void url_encode(struct buf *out, const char *s);

/*
 * "a=1&b=%E7%8E%8B" into pairs living in `a`; a name without '=' has the value "". Empty parts
 * are skipped. ERR_INPUT as above or more than LIMIT_QUERY_PAIRS.
 */
NODISCARD enum err url_query(struct arena *a, const char *query, struct pair **ret, size_t *ret_n);

/*
 * The value of a cookie in a Cookie header, as it stands (quotes taken off); lives in `a`.
 * NULL if absent. Of two with the same name the first counts (the longer path, RFC 6265 5.4).
 */
const char *cookie_value(struct arena *a, const char *header, const char *name);

/* Does an Accept-Encoding header take gzip (q not 0)? NULL: no. */
bool accepts_gzip(const char *header);

/* Is one of the tags in an If-None-Match header this one (weak comparison, or *)? NULL: no. */
bool etag_matches(const char *header, const char *tag);

#endif
