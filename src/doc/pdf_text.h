/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: text as lines of Pango, and where the pen is. */
#ifndef DOC_PDF_TEXT_H
#define DOC_PDF_TEXT_H

#include <pango/pangocairo.h>

#include "doc/form_page.h"
#include "doc/pdf.h"

enum pdf_font { PDF_SERIF, PDF_SERIF_BOLD, PDF_SANS, PDF_SANS_BOLD, PDF_FONT__MAX };

/* What one document is set with. */
struct pdf {
	cairo_t *cr;
	PangoContext *context;
	PangoFontDescription *fonts[PDF_FONT__MAX];
	int pages, missing;
	enum err e; /* the first failure; everything after it does nothing */
};

struct pdf_style {
	enum pdf_font font, label_font;
	size_t label_len; /* bytes at the begin that are set in label_font */
	double size_pt, width_pt, indent_pt;
	enum form_align align;
	bool one_line; /* not broken: set smaller if it is wider than width_pt, but not too small to read */
};

/* A text broken into lines. */
struct pdf_text {
	PangoLayout *layout;
	struct pdf_style style;
	int n;
};

struct pdf_text pdf_text(struct pdf *d, const char *text, const struct pdf_style *style);
void pdf_text_release(struct pdf_text *t);
/* Width of its widest line, points. */
double pdf_text_width(const struct pdf_text *t);
/*
 * Draws lines [from, to), each pitch_pt high, the first one's top at y; x: the left edge of the text's
 * width. Justified lines are spread between their characters; the last line of a paragraph is not.
 */
void pdf_text_draw(struct pdf *d, const struct pdf_text *t, int from, int to, double x, double y,
		   double pitch_pt);

#endif
