/* SPDX-License-Identifier: Apache-2.0 */
/* Packs, layers and calendars by anyone: refused with a place, or loaded and judged with. */
#include <stdint.h>

#include "base/str.h"
#include "rules/rules_cli.h"
#include "rules/rules_internal.h"
#include "rules/rules_vectors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

/* Loaded once: reading both national packs for each input would be most of the time. */
static const struct rules_set *national(void)
{
	static struct arena keep;
	static const struct rules_set *set;
	struct rules_fault fault;

	if (!set)
		must(rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) == OK);
	return set;
}

static void try_in(struct rules_set *set, struct arena *a, const char *text, size_t len)
{
	struct rules_fault fault = { 0 };
	struct rules_tally *tally = ARENA_NEW(a, struct rules_tally);

	if (rules_set_add_pack(set, "x", text, len, &fault) || rules_set_finish(set, &fault)) {
		must(fault.why && fault.line > 0);
		return;
	}
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);

		if (str_eq(p->name, "x"))
			rules_vectors_pack(set, p, a, tally);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules_fault fault = { 0 };
	struct rules_set *set;
	struct arena a;

	if (size > 65536)
		return 0;
	arena_init(&a);
	set = arena_memdup(&a, national(), sizeof(*set));
	set->a = &a;
	try_in(set, &a, (const char *)data, size);
	try_in(rules_set_new(&a), &a, (const char *)data, size);
	if (rules_set_add_calendar(rules_set_new(&a), "c", (const char *)data, size, &fault))
		must(fault.why && fault.line > 0);
	arena_release(&a);
	return 0;
}
