/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside src/doc only: one part of a DOCX with placeholders. docx_part_read() finds, in the bytes of the
 * part, every place to be changed; docx_part_emit() copies the bytes with the changes made. What lies
 * between is never parsed and printed again, so that nothing is lost.
 */
#ifndef DOC_DOCX_PART_H
#define DOC_DOCX_PART_H

#include "base/buf.h"
#include "doc/docx_limits.h"
#include "doc/values.h"

#define DOCX_W        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_W_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"

enum edit_kind {
	EDIT_DROP,  /* the bytes go: the rest of a placeholder */
	EDIT_KEEP,  /* " xml:space='preserve'" comes in, inside a start tag */
	EDIT_VALUE, /* the bytes become the value of `key` */
	EDIT_OPEN,  /* the loop over `key` begins, before a row */
	EDIT_CLOSE, /* it ends, behind a row */
};

struct edit {
	enum edit_kind kind;
	size_t from, to;
	const char *key;   /* VALUE, OPEN */
	const char *place; /* text of the paragraph: where a fault is */
	uint32_t order;    /* among those at the same byte */
};

struct docx_part {
	const char *name;  /* entry: "word/document.xml" */
	const char *bytes; /* as unpacked */
	size_t len;
	const char *prefix; /* "w:" or "" */
	struct edit *edits; /* by place in the bytes */
	size_t n, cap;
};

/*
 * name, bytes and len are set by the caller; the rest is filled in. keys NULL: which keys there are is
 * not asked. Faults are added; a part with faults is not to be filled.
 */
void docx_part_read(struct arena *a, struct docx_part *part, const struct doc_key *keys,
		    size_t n_keys, struct doc_faults *faults);

/* ERR_INPUT: a value is missing (fault added). ERR_TOO_LARGE: over out's maximum (fault added). */
NODISCARD enum err docx_part_emit(const struct docx_part *part, const struct doc_values *values,
				  struct buf *out, struct doc_faults *faults);

#endif
