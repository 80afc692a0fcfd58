/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf_flow.h"

#include "base/str.h"
#include "base/banned.h"

#define LINES_TOGETHER 2     /* of a paragraph at the foot or head of a page */
#define NOTE_GAP_PT    MM(7) /* from the text to the number under it */
#define TABLE_GAP_PT   4.0   /* over and under a table */

static double text_bottom(const struct pdf_flow *w)
{
	return w->page.height - w->page.bottom;
}

double pdf_room(const struct pdf_flow *w)
{
	return text_bottom(w) - w->y;
}

/* ---- what stands on each page ---- */

static void put_note(struct pdf_flow *w, const char *text, double size_pt, enum form_align align,
		     double y)
{
	struct pdf_style style = { .font = PDF_SERIF,
				   .size_pt = size_pt,
				   .width_pt = w->page.text_width,
				   .align = align,
				   .one_line = true };
	struct pdf_text t = pdf_text(w->d, text, &style);

	pdf_text_draw(w->d, &t, 0, 1, w->page.left, y, size_pt * CELL_LINE);
	pdf_text_release(&t);
}

static void put_number(struct pdf_flow *w)
{
	char text[64];
	double y = text_bottom(w) + (w->f->narrow ? MM(3) : NOTE_GAP_PT);

	if (!str_empty(w->f->foot))
		put_note(w, w->f->foot, SMALL_PT, FORM_LEFT, y);
	if (w->f->numbers == FORM_DASHED) {
		(void)snprintf(text, sizeof(text), "— %d —", w->number);
		put_note(w, text, NOTE_PT, w->number % 2 ? FORM_RIGHT : FORM_LEFT, y);
	} else if (w->f->numbers == FORM_OF) {
		(void)snprintf(text, sizeof(text), "第%d页 共%d页", w->number, w->total);
		put_note(w, text, SMALL_PT, FORM_RIGHT, y);
	}
}

static void end_page(struct pdf_flow *w)
{
	put_number(w);
	if (w->d->cr)
		cairo_show_page(w->d->cr);
}

static void begin_page(struct pdf_flow *w)
{
	w->number++;
	w->y = w->page.top;
	w->begun = false;
	if (++w->d->pages > PDF_PAGES_MAX && !w->d->e)
		w->d->e = ERR_TOO_LARGE;
	if (!str_empty(w->f->head))
		put_note(w, w->f->head, SMALL_PT, FORM_CENTRE,
			 w->page.top - SMALL_PT * CELL_LINE - MM(3));
}

void pdf_new_page(struct pdf_flow *w)
{
	end_page(w);
	begin_page(w);
}

/* ---- texts ---- */

struct text_block {
	struct pdf_style style;
	const char *text;
	double x, pitch;
};

static struct text_block text_block(const struct pdf_flow *w, struct arena *a,
				    const struct form_block *b)
{
	struct text_block t = { .text = b->text ? b->text : "",
				.x = w->page.left,
				.pitch = BODY_LINE_PT,
				.style = { .size_pt = BODY_PT,
					   .width_pt = w->page.text_width,
					   .align = FORM_CENTRE } };

	if (b->kind == FORM_TITLE) {
		t.style.font = PDF_SERIF_BOLD;
		t.style.size_pt = TITLE_PT;
		t.pitch = TITLE_LINE_PT;
		return t;
	}
	if (b->kind == FORM_SUBTITLE)
		return t;
	if (b->kind == FORM_HEADING)
		t.style.font = b->level == 1 ? PDF_SANS_BOLD : PDF_SERIF_BOLD;
	t.style.align = b->kind == FORM_HEADING ? FORM_LEFT : b->align;
	t.style.indent_pt = b->indent * BODY_PT;
	t.x += b->left * BODY_PT;
	t.style.width_pt -= b->left * BODY_PT;
	if (b->label) {
		t.style.label_font = PDF_SANS_BOLD;
		t.style.label_len = strlen(b->label);
		t.text = arena_printf(a, "%s%s", b->label, t.text);
	}
	return t;
}

/* Few lines are not left alone at either end of a page, and the last stay with what follows. */
static void put_text(struct pdf_flow *w, const struct form_block *b, double reserve)
{
	struct text_block block = text_block(w, w->f->a, b);
	struct pdf_text t = pdf_text(w->d, block.text, &block.style);
	int at = 0;

	while (at < t.n && !w->d->e) {
		int fit = (int)((pdf_room(w) + 0.01) / block.pitch);
		int left = t.n - at;

		if (fit >= left && pdf_room(w) + 0.01 < left * block.pitch + reserve)
			fit = left - LINES_TOGETHER;
		else if (fit < left && left - fit < LINES_TOGETHER)
			fit = left - LINES_TOGETHER;
		if (fit < LINES_TOGETHER && fit < left)
			fit = 0;
		if (fit <= 0 && !w->begun)
			fit = left < 1 ? 1 : left; /* nothing is gained by another page */
		if (fit > left)
			fit = left;
		if (fit > 0) {
			pdf_text_draw(w->d, &t, at, at + fit, block.x, w->y, block.pitch);
			w->y += fit * block.pitch;
			w->begun = true;
			at += fit;
		}
		if (at < t.n)
			pdf_new_page(w);
	}
	pdf_text_release(&t);
}

/* ---- signatures ---- */

static int lines_before(const struct form_block *b)
{
	return b->seal ? 2 : 1;
}

static void put_signature(struct pdf_flow *w, const struct form_block *b)
{
	struct pdf_style style = { .size_pt = BODY_PT,
				   .width_pt = w->page.text_width,
				   .align = FORM_CENTRE,
				   .one_line = true };
	double widest = 0, x, right = (b->seal ? SIGNATURE_RIGHT : SIGNATURE_RIGHT / 2) * BODY_PT;

	if (w->begun)
		w->y += lines_before(b) * BODY_LINE_PT;
	for (size_t i = 0; i < b->n_signed; i++) {
		struct pdf_text t = pdf_text(w->d, b->signed_by[i], &style);
		double width = pdf_text_width(&t);

		widest = width > widest ? width : widest;
		pdf_text_release(&t);
	}
	x = w->page.left + w->page.text_width - right - widest;
	if (x < w->page.left)
		x = w->page.left;
	style.width_pt = widest;
	for (size_t i = 0; i < b->n_signed; i++) {
		struct pdf_text t = pdf_text(w->d, b->signed_by[i], &style);

		pdf_text_draw(w->d, &t, 0, 1, x, w->y, BODY_LINE_PT);
		pdf_text_release(&t);
		w->y += BODY_LINE_PT;
	}
	w->begun = true;
}

/* ---- blocks ---- */

static bool keeps_next(const struct form_block *b, const struct form_block *next)
{
	return b->keep_next || b->kind == FORM_TITLE || b->kind == FORM_SUBTITLE ||
	       b->kind == FORM_HEADING || (next && next->kind == FORM_SIGNATURE);
}

/* The least height that the begin of block i needs, and of what stays with it. */
static double lead(struct pdf_flow *w, size_t i)
{
	const struct form_block *b = &w->f->blocks[i];
	double h = 0;

	if (i >= w->f->n)
		return 0;
	switch (b->kind) {
	case FORM_TITLE:
		return TITLE_LINE_PT + lead(w, i + 1);
	case FORM_SUBTITLE:
	case FORM_HEADING:
		return BODY_LINE_PT + lead(w, i + 1);
	case FORM_PARAGRAPH:
		h = LINES_TOGETHER * BODY_LINE_PT;
		return b->keep_next ? h + lead(w, i + 1) : h;
	case FORM_TABLE:
		return pdf_table_lead(w, b->table);
	case FORM_SIGNATURE:
		return (lines_before(b) + b->n_signed) * BODY_LINE_PT;
	case FORM_SPACER:
		h = i + 1 < w->f->n && b[1].kind == FORM_SIGNATURE ? lead(w, i + 1) : 0;
		return h + (h > 0 || b->lines < LINES_TOGETHER ? b->lines : LINES_TOGETHER) *
				   BODY_LINE_PT;
	case FORM_PAGE_BREAK:
		break;
	}
	return 0;
}

static double reserve_after(struct pdf_flow *w, size_t i)
{
	const struct form_block *next = i + 1 < w->f->n ? &w->f->blocks[i + 1] : NULL;
	double most = w->page.text_height / 2; /* more is not kept together */
	double h = 0;

	if (next && next->kind == FORM_SPACER && i + 2 < w->f->n &&
	    w->f->blocks[i + 2].kind == FORM_SIGNATURE)
		h = lead(w, i + 1);
	else if (next && keeps_next(&w->f->blocks[i], next))
		h = lead(w, i + 1);
	return h < most ? h : most;
}

static bool of_title(const struct form_block *b)
{
	return b->kind == FORM_TITLE || b->kind == FORM_SUBTITLE;
}

static bool ends_heading(const struct form_block *b, const struct form_block *next)
{
	return of_title(b) && !of_title(next);
}

static void put_spacer(struct pdf_flow *w, const struct form_block *b)
{
	double h = b->lines * BODY_LINE_PT;

	if (!w->begun)
		return;
	if (h > pdf_room(w))
		h = pdf_room(w);
	w->y += h > 0 ? h : 0;
}

static void put_block(struct pdf_flow *w, size_t i)
{
	const struct form_block *b = &w->f->blocks[i];

	const struct form_block *next = i + 1 < w->f->n ? b + 1 : NULL;

	switch (b->kind) {
	case FORM_SIGNATURE:
		put_signature(w, b);
		break;
	case FORM_SPACER:
		put_spacer(w, b);
		break;
	case FORM_PAGE_BREAK:
		pdf_new_page(w);
		break;
	case FORM_TABLE:
		w->y += w->begun ? TABLE_GAP_PT : 0;
		pdf_table(w, b->table, reserve_after(w, i));
		w->y += TABLE_GAP_PT;
		break;
	case FORM_TITLE:
	case FORM_SUBTITLE:
	case FORM_HEADING:
	case FORM_PARAGRAPH:
		put_text(w, b, reserve_after(w, i));
		if (next && ends_heading(b, next))
			w->y += w->f->narrow ? TABLE_GAP_PT : BODY_LINE_PT / 2;
		break;
	}
}

void pdf_flow(struct pdf *d, const struct form *f, int total, int *ret_pages)
{
	struct pdf_flow w = { .d = d, .f = f, .page = form_page(f), .total = total };

	begin_page(&w);
	for (size_t i = 0; i < f->n && !d->e; i++)
		put_block(&w, i);
	end_page(&w);
	*ret_pages = w.number;
}
