/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: a DOCX as a package: is it one, what is in it, which parts hold text. */
#ifndef DOC_DOCX_PACKAGE_H
#define DOC_DOCX_PACKAGE_H

#include "doc/archive.h"
#include "doc/docx_part.h"

struct docx_entry {
	const char *name;
	zip_uint64_t at;
	bool is_text; /* body, header, footer, notes: has placeholders */
};

struct docx_package {
	zip_t *zip;
	struct docx_entry *entries;
	size_t n;
	const char *main; /* name of the body's entry */
};

/*
 * Opens and looks at everything but the text parts' insides; each thing that has no place in a
 * template is a fault. bytes outlive the package. ret->zip may be set also when there are faults.
 */
void docx_package_open(struct arena *a, const void *bytes, size_t len, struct doc_faults *faults,
		       struct docx_package *ret);

#endif
