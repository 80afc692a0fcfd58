/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside src/doc only: measures of a page, in points, the same for DOCX and PDF. GB/T 9704: A4, margins
 * 37, 26, 35, 28 mm, 22 lines of 28 characters of size 3 (16 pt).
 */
#ifndef DOC_FORM_PAGE_H
#define DOC_FORM_PAGE_H

#include "doc/form.h"

#define MM(x) ((x)*72.0 / 25.4)

#define PAGE_SHORT      MM(210)
#define PAGE_LONG       MM(297)
#define BODY_PT         16.0 /* 三号 */
#define BODY_LINE_PT    29.0 /* 225 mm / 22 */
#define TITLE_PT        22.0 /* 二号 */
#define TITLE_LINE_PT   36.0
#define NOTE_PT         14.0 /* 四号: page numbers */
#define SMALL_PT        10.5 /* 五号: running heads */
#define TABLE_PT        12.0 /* 小四 */
#define CELL_PAD_PT     4.0  /* left and right of a cell's text */
#define CELL_LINE       1.35 /* line height of a cell's text, by its size */
#define SIGNATURE_RIGHT 4    /* characters from the right edge under a seal, 2 without */

struct form_page {
	double width, height, top, right, bottom, left;
	double text_width, text_height;
};

static inline struct form_page form_page(const struct form *f)
{
	struct form_page p = { .width = PAGE_SHORT, .height = PAGE_LONG };

	if (f->landscape) {
		p.width = PAGE_LONG;
		p.height = PAGE_SHORT;
	}
	if (f->narrow) {
		p.top = p.bottom = MM(22);
		p.left = p.right = MM(20);
	} else if (f->landscape) { /* the same page, turned */
		p.top = MM(28);
		p.bottom = MM(26);
		p.left = MM(37);
		p.right = MM(35);
	} else {
		p.top = MM(37);
		p.bottom = MM(35);
		p.left = MM(28);
		p.right = MM(26);
	}
	p.text_width = p.width - p.left - p.right;
	p.text_height = p.height - p.top - p.bottom;
	return p;
}

#endif
