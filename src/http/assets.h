/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The browser side, carried in the binary (base/asset.h, "web/..."): answers are made once, at
 * the start, with their compressed form beside them.
 */
#ifndef HTTP_ASSETS_H
#define HTTP_ASSETS_H

#include <microhttpd.h>

#include "base/arena.h"
#include "base/asset.h"

struct assets;

struct asset_answer {
	struct MHD_Response *response; /* NULL: there is no such thing (404) */
	unsigned status;               /* 200 or 304 */
};

/* Those of all[n] (sorted by path) below "web/". Lives in `a`; the responses until release. */
struct assets *assets_build(struct arena *a, const struct asset *all, size_t n);
void assets_release(struct assets *s); /* NULL is accepted */

/*
 * path: percent-encoded, without the query; not below /api. /assets/ never changes and is 404
 * when missing; any other unknown path is a page of the application: index.html.
 * accept_encoding, if_none_match: those headers or NULL.
 */
struct asset_answer assets_find(const struct assets *s, const char *path, size_t len,
				const char *accept_encoding, const char *if_none_match);

#endif
