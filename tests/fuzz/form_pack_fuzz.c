/* SPDX-License-Identifier: Apache-2.0 */
/* Form packs by anyone: refused with a place, or every form of them can be set. */
#include <stdint.h>

#include "base/str.h"
#include "doc/docx_limits.h"
#include "doc/docx_write.h"
#include "documents/form_pack.h"
#include "rules/rules_folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static const struct rules_set *rules(void)
{
	static struct arena keep;
	static const struct rules_set *set;
	struct rules_fault fault;

	if (!set)
		must(rules_set_installed(&keep, NULL, &fault, &set) == OK);
	return set;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form_fault fault = { 0 };
	struct form_packs *packs;
	struct buf docx;
	struct arena a;

	if (size > 65536)
		return 0;
	arena_init(&a);
	buf_init(&docx, DOCX_RESULT_MAX);
	packs = form_packs_new(&a, rules());
	if (form_packs_add(packs, "x", true, (const char *)data, size, &fault))
		must(fault.why && fault.line > 0);
	/* what was read before a fault stands as well: it was checked */
	for (size_t i = 0; i < packs->n_forms; i++)
		must(docx_write(packs->forms[i].form, 0, &docx) == OK);
	buf_release(&docx);
	arena_release(&a);
	return 0;
}
