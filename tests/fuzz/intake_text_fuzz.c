/* SPDX-License-Identifier: Apache-2.0 */
/* The readers of cell texts: cleaning, dates, periods, ID numbers. */
#include <stdint.h>

#include "base/str.h"
#include "intake/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static void dates(struct arena *a, const char *text)
{
	char written[DATE_SIZE];
	struct span s, again;

	if (date_read_text(text, &s) == DATE_FINE) {
		must(s.first <= s.last && s.first >= DATE_MIN && s.last <= DATE_MAX);
		span_format(s, written);
		must(date_read_text(written, &again) == DATE_FINE && again.first == s.first &&
		     again.last == s.last);
	}
	if (period_read(a, text, &s) == DATE_FINE)
		must(s.first >= DATE_MIN && s.last <= DATE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct id_number id;
	struct arena a;

	if (size > 4096)
		return 0;
	arena_init(&a);
	for (unsigned flags = 0; flags < 8; flags++) {
		struct clean c = clean_text(&a, (const char *)data, size, flags);
		size_t len = strlen(c.text);

		must(len <= size && utf8_valid(c.text, len));
		must(str_eq(clean_text(&a, c.text, len, flags).text, c.text)); /* clean is clean */
		dates(&a, c.text);
		if (id_read(c.text, 20000, &id) == ID_FINE)
			must(id_check_digit(id.text) == id.text[17]);
		(void)ethnicity_find(c.text);
	}
	arena_release(&a);
	return 0;
}
