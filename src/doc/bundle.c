/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/bundle.h"

#include "base/arena.h"
#include "doc/archive.h"
#include "base/banned.h"

enum err bundle_write(const struct bundle_file *files, size_t n, struct buf *out)
{
	struct archive_file *entries;
	struct arena a;
	enum err e;

	arena_init(&a);
	entries = ARENA_ARRAY(&a, struct archive_file, n);
	for (size_t i = 0; i < n; i++) {
		entries[i].name = files[i].name;
		entries[i].bytes = files[i].bytes;
		entries[i].len = files[i].len;
	}
	e = archive_write(entries, n, out);
	arena_release(&a);
	return e;
}
