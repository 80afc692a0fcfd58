/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libmicrohttpd 0.9.75 lets through and should not: doubtful framing, by which a proxy in
 * front and we could read two different requests out of the same bytes. The verdict is 400 and
 * the end of the connection. Pure; fed header by header.
 */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "base/compat.h"

struct guard {
	int hosts, lengths, encodings;
	bool bad;
	int64_t length; /* Content-Length, -1 without one */
};

void guard_begin(struct guard *g);
void guard_header(struct guard *g, const char *name, size_t name_len, const char *value,
		  size_t value_len);

/*
 * Exactly one well-formed Host; at most one Content-Length, of digits; at most one
 * Transfer-Encoding and only "chunked", only in HTTP/1.1; never both; a target in origin form; a
 * known version.
 */
bool guard_passes(const struct guard *g, const char *version, const char *target);

/* A request id from a proxy: 16 to 64 of [A-Za-z0-9_-] (cut to 16), or not taken. */
bool guard_request_id(const char *value);

#endif
