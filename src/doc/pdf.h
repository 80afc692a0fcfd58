/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets form descriptions (form.h) as PDF with Pango and Cairo: Noto Serif CJK SC and Noto Sans CJK SC,
 * embedded as subsets with their Unicode mapping, so that text can be selected, searched and
 * archived. The only file that includes Pango, Cairo and libqrencode is its own .c.
 *
 * Lines are justified between characters, not words; no digit group is torn; a table row is set whole;
 * a signature never stands alone on a page.
 *
 * Any thread may call it; each keeps its own font cache (the first call of a thread costs 0.1 to
 * 0.4 s, so let few threads do it). Blocks for the time of the work: call it on a worker.
 */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "base/buf.h"
#include "doc/form.h"

#define PDF_PAGES_MAX  1500        /* of one document */
#define PDF_RESULT_MAX (64u << 20) /* bytes; a roster page has about 8 kB, the fonts 150 kB */

struct pdf_made {
	int pages;
	int missing; /* characters that the fonts do not have; they show as boxes */
};

/*
 * Several forms make one document, each beginning on a new page with its own page numbers; its
 * properties are those of the first. n >= 1. The forms hold no placeholders any more (braces are
 * set as text).
 * created_at: UTC seconds, the only time in the file; same forms and time, same bytes.
 * ret: may be NULL.
 * ERR_INPUT, ERR_TOO_LARGE: as form_check(), or more than PDF_PAGES_MAX pages, or over out's maximum;
 * out is then as before. ERR_IO: the fonts are not installed (fonts-noto-cjk), or Cairo failed.
 */
NODISCARD enum err pdf_write(const struct form *const *forms, size_t n, int64_t created_at,
			     struct buf *out, struct pdf_made *ret);

/*
 * Appends a QR code (level M) as an SVG element of one path, 4 modules of quiet zone, black on white,
 * without width and height (the page sets them); title becomes its accessible name.
 * ERR_INPUT: the text is empty. ERR_TOO_LARGE: more than FORM_QR_MAX bytes, or over out's maximum.
 */
NODISCARD enum err doc_qr_svg(const char *text, const char *title, struct buf *out);

#endif
