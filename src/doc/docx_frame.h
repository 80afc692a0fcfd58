/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: what stands round the body of a DOCX that we make. */
#ifndef DOC_DOCX_FRAME_H
#define DOC_DOCX_FRAME_H

#include "base/buf.h"
#include "doc/archive.h"
#include "doc/form.h"

#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_NAMESPACES                                                                            \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DOCX_RUN_HEADING "<w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"黑体\"/>"
#define DOCX_LINE        580 /* twips: 29 pt, 22 lines a page */

#define DOCX_FRAME_FILES 12

struct docx_frame {
	struct buf bufs[DOCX_FRAME_FILES];
	struct archive_file files[DOCX_FRAME_FILES];
	size_t n;
};

/* The section's properties: page, margins, heads and feet. */
void docx_section(struct buf *b, const struct form *f);

/* All entries of the document, the body among them (borrowed). */
void docx_frame_init(struct docx_frame *frame, const struct form *f, int64_t created_at,
		     const struct buf *body);
void docx_frame_release(struct docx_frame *frame);

#endif
