/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: one form's blocks down its pages. */
#ifndef DOC_PDF_FLOW_H
#define DOC_PDF_FLOW_H

#include "doc/pdf_text.h"

/* Where the pen is in one form. */
struct pdf_flow {
	struct pdf *d;
	const struct form *f;
	struct form_page page;
	double y;          /* the next thing's top, from the upper edge of the paper */
	int number, total; /* of this page; of all, 0 while they are counted */
	bool begun;        /* this page holds something */
};

/* Sets a form from a new page on; total: its pages if they are known (form->numbers is FORM_OF), or 0. */
void pdf_flow(struct pdf *d, const struct form *f, int total, int *ret_pages);

/* Room left on the page, points. */
double pdf_room(const struct pdf_flow *w);
void pdf_new_page(struct pdf_flow *w);

/*
 * A table from the pen on; its last row stays with `reserve` points of what follows.
 * pdf_table_lead(): the least height of its begin, head and first row.
 */
void pdf_table(struct pdf_flow *w, const struct form_table *t, double reserve);
double pdf_table_lead(struct pdf_flow *w, const struct form_table *t);

#endif
