/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a Word template: refused with a fault, or it can be filled and stays a template. */
#include <stdint.h>

#include "doc/docx_fill.h"
#include "doc/docx_limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct doc_key keys[] = { { "name", NULL, false, NULL },
					       { "rows", NULL, true, NULL },
					       { "n", "rows", false, NULL } };
	struct doc_faults faults;
	struct doc_values v = { 0 };
	struct doc_list *list;
	struct buf out;
	struct arena a;

	arena_init(&a);
	buf_init(&out, DOCX_RESULT_MAX);
	doc_faults_init(&faults, &a);
	if (docx_template_check(data, size, keys, 3, &faults)) {
		if (!faults.n)
			__builtin_trap(); /* a refusal without a reason */
	} else {
		doc_set(&a, &v, "name", "林晓岚 <&>");
		list = doc_set_list(&a, &v, "rows");
		doc_set(&a, doc_add_row(&a, list), "n", "1");
		doc_set(&a, doc_add_row(&a, list), "n", "2");
		if (docx_fill(data, size, &v, &out, &faults) == ERR_INPUT)
			__builtin_trap(); /* what the check lets in can be filled */
	}
	buf_release(&out);
	arena_release(&a);
	return 0;
}
