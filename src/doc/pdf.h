/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets form descriptions (form.h) as PDF with Pango and Cairo: Noto Serif CJK SC and Noto Sans CJK SC,
 * embedded as subsets with their Unicode mapping, so that text can be selected, searched and
 * archived. Only the pdf*.c files include Pango and Cairo.
 *
 * Lines are justified between characters, not words; no digit group is torn; a table row is set whole;
 * a signature never stands alone on a page.
 *
 * Any thread may call it. Blocks for the time of the work and while another paper is set with the
 * same fonts: call it on a worker.
 */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "base/buf.h"
#include "doc/form.h"

#define PDF_PAGES_MAX  1500        /* of one document */
#define PDF_RESULT_MAX (64u << 20) /* bytes */

struct pdf_made {
	int pages;
	int missing; /* characters that no font of the machine has; they show as boxes */
};

/*
 * The fonts of a process: read with the first paper and kept (the files are mapped), so
 * that only one paper is set at a time. Lives in `a` and is given back with it.
 */
struct pdf_fonts;
struct pdf_fonts *pdf_fonts_new(struct arena *a);

/*
 * Several forms make one document, each beginning on a new page with its own page numbers; its
 * properties are those of the first. n >= 1. Braces are set as text.
 * created_at: UTC seconds, the only time in the file; same forms and time, same bytes.
 * out: a document's bytes are appended. ret: may be NULL.
 * ERR_INPUT, ERR_TOO_LARGE: as form_check(), or more than PDF_PAGES_MAX pages, or over out's maximum;
 * out is then as before. ERR_IO: the fonts are not installed (fonts-noto-cjk), or Cairo failed.
 */
NODISCARD enum err pdf_write(struct pdf_fonts *fonts, const struct form *const *forms, size_t n,
			     int64_t created_at, struct buf *out, struct pdf_made *ret);

#endif
