/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: what a DOCX part may refer to: fields, links, attributes that name addresses. */
#ifndef DOC_DOCX_FIELD_H
#define DOC_DOCX_FIELD_H

#include "doc/archive.h"
#include "doc/values.h"

#define FIELD_CODE_MAX 240

/* Collects the code of the current field; nested fields are judged piece by piece. */
struct field_state {
	struct doc_faults *faults;
	const char *part;
	bool in_code;
	size_t len;
	char code[FIELD_CODE_MAX];
};

void docx_field_start(struct field_state *f, const char *local, size_t len,
		      const char **attributes);
void docx_field_text(struct field_state *f, const char *s, size_t len);
void docx_field_end(struct field_state *f, const char *local, size_t len);

/* Adds a fault for attributes like src="http://…", in any namespace. */
void docx_look_at_attributes(struct doc_faults *faults, const char *part, const char **attributes);

/* One fault of the archive as a fault of the template; part: which entry. */
void docx_fault_of_archive(struct doc_faults *faults, const char *part, enum archive_fault why);

#endif
