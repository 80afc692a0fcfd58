/* SPDX-License-Identifier: Apache-2.0 */
/* A scan: what is kept of it is no longer than it was, and looked at again it is kept whole. */
#include <stdlib.h>

#include "papers/papers_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const char *kind = NULL, *kind_again = NULL;
	struct buf kept, again;

	buf_init(&kept, (size_t)PAPERS_SCAN_BYTES);
	buf_init(&again, (size_t)PAPERS_SCAN_BYTES);
	if (scan_check(bytes, len, &kept, &kind) == SCAN_FINE) {
		must(kept.len > 0 && kept.len <= len);
		must(scan_check((const unsigned char *)kept.text, kept.len, &again, &kind_again) ==
		     SCAN_FINE);
		must(kind == kind_again && again.len == kept.len &&
		     memcmp(again.text, kept.text, kept.len) == 0);
	} else {
		must(kept.len == 0);
	}
	buf_release(&kept);
	buf_release(&again);
	return 0;
}
