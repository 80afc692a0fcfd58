/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner for personal numbers: any bytes as a file, and as a stream cut anywhere. */
#include <stdint.h>
#include <string.h>

#include "doc/leak.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const numbers[] = { "PB20001234" };
static const char *const patterns[] = { "GB########" };
static const struct leak_options options = {
	.numbers = numbers, .n_numbers = 1, .patterns = patterns, .n_patterns = 1
};

static uint64_t streamed(const uint8_t *data, size_t size, enum leak_form form, size_t step)
{
	struct leak_report r;
	struct leak_stream *s;
	struct arena a;

	arena_init(&a);
	leak_report_init(&r, &a);
	s = leak_open(&r, &options, form, "x");
	for (size_t at = 0; at < size; at += step)
		leak_feed(s, data + at, size - at < step ? size - at : step);
	leak_close(s);
	for (size_t i = 0; i < r.n_hits; i++) {
		if (!strchr(r.hits[i].sample, '*'))
			__builtin_trap(); /* a number that is not masked */
	}
	arena_release(&a);
	return r.total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct leak_report r;
	struct arena a;

	for (int form = LEAK_TEXT; form <= LEAK_HTML; form++) {
		uint64_t total = streamed(data, size, (enum leak_form)form, size + 1);

		if (streamed(data, size, (enum leak_form)form, 1) != total ||
		    streamed(data, size, (enum leak_form)form, 7) != total)
			__builtin_trap();
	}
	arena_init(&a);
	leak_report_init(&r, &a);
	(void)!leak_scan_file(&r, &options, data, size);
	arena_release(&a);
	return 0;
}
