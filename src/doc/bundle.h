/* SPDX-License-Identifier: Apache-2.0 */
/* Several files as one ZIP archive, for a download of many papers. */
#ifndef DOC_BUNDLE_H
#define DOC_BUNDLE_H

#include "base/buf.h"

struct bundle_file {
	const char *name; /* UTF-8, without folders; must differ */
	const void *bytes;
	size_t len;
};

/* Appends the archive to out. ERR_TOO_LARGE: over out's maximum. ERR_IO. */
NODISCARD enum err bundle_write(const struct bundle_file *files, size_t n, struct buf *out);

#endif
