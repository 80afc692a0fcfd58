/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files carried inside the binary: packs/, migrations/ and the built browser side (web/). The
 * table is made by tools/embed, sorted by path.
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include "base/compat.h"

struct asset {
	const char *path;           /* "packs/rules/national-2026.yaml", "web/index.html" */
	const unsigned char *bytes; /* followed by a NUL that size_bytes does not count */
	size_t size_bytes;
};

/* Static storage, or NULL. */
const struct asset *asset_find(const char *path);

/* All assets, sorted by path; those below "packs/rules/" stand together. */
const struct asset *asset_all(size_t *ret_n);

#endif
