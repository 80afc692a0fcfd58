/* SPDX-License-Identifier: Apache-2.0 */
/* DOCX packages made in a test, and what stands in a package. */
#ifndef TESTS_UNIT_DOC_SUPPORT_H
#define TESTS_UNIT_DOC_SUPPORT_H

#include "../test.h"
#include "base/buf.h"
#include "doc/archive.h"
#include "doc/docx_fill.h"
#include "doc/docx_limits.h"

#define W_NS   "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define XML_PI "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define P(t)   "<w:p><w:r><w:t>" t "</w:t></w:r></w:p>"
#define TC(t)  "<w:tc>" P(t) "</w:tc>"

extern const char docx_types[]; /* [Content_Types].xml of a plain document with one header */

/* A package with this body; more entries (or replacements, by name) in extra. */
void make_docx(struct buf *out, const char *body, const struct archive_file *extra, size_t n);

/* One entry as text (lives in `a`); NULL if there is none. */
const char *entry_text(struct arena *a, const struct buf *docx, const char *name);

/* Entry without its tags, paragraphs ended by '\n', entities as they stand. */
const char *plain_text(struct arena *a, const struct buf *docx, const char *name);

/* Is one of the faults of this kind about this detail (NULL: any)? */
bool has_fault(const struct doc_faults *f, enum doc_fault_kind kind, const char *detail);

#endif
