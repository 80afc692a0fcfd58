/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: heads repeat, a row is set whole; only one that is higher than a page is cut between its lines. */
#include "doc/pdf_flow.h"

#include "base/str.h"
#include "base/banned.h"

#define PAD_PT  3.0 /* over and under a cell's text */
#define RULE_PT 0.6

struct row_set {
	struct pdf_text cells[FORM_COLUMNS_MAX];
	double x[FORM_COLUMNS_MAX], width[FORM_COLUMNS_MAX];
	size_t n;
	int lines; /* of the highest cell */
	double height, pitch, size;
};

struct table_set {
	struct pdf_flow *w;
	const struct form_table *t;
	double widths[FORM_COLUMNS_MAX];
	struct form_cell head_cells[FORM_COLUMNS_MAX];
	struct form_row head;
	bool has_head;
};

static void table_init(struct table_set *s, struct pdf_flow *w, const struct form_table *t)
{
	int total = 0;

	*s = (struct table_set){ .w = w, .t = t };
	for (size_t i = 0; i < t->n_columns; i++)
		total += t->columns[i].width;
	for (size_t i = 0; i < t->n_columns; i++) {
		s->widths[i] = w->page.text_width * t->columns[i].width / total;
		s->head_cells[i].text = t->columns[i].heading;
		s->has_head |= !str_empty(t->columns[i].heading);
	}
	s->head = (struct form_row){ .cells = s->head_cells, .n = t->n_columns };
}

static struct pdf_style cell_style(const struct form_column *c, const struct form_cell *cell,
				   bool head, double size, double width)
{
	struct pdf_style style = { .font = head || cell->label ? PDF_SANS : PDF_SERIF,
				   .size_pt = size,
				   .width_pt = width - 2 * CELL_PAD_PT };
	enum form_align align = cell->own_align ? cell->align : c->align;

	style.align = head || cell->label ? FORM_CENTRE : align == FORM_JUSTIFY ? FORM_LEFT : align;
	style.one_line = c->nowrap && !head && cell->span <= 1 &&
			 (str_empty(cell->text) || !strchr(cell->text, '\n'));
	return style;
}

static struct row_set row_set(const struct table_set *s, const struct form_row *row, bool head)
{
	struct row_set r = { .size = s->t->size_pt ? s->t->size_pt : TABLE_PT };
	double x = s->w->page.left, least = MM(row->min_mm);
	size_t column = 0;

	r.pitch = r.size * CELL_LINE;
	r.lines = 1;
	for (r.n = 0; r.n < row->n && column < s->t->n_columns; r.n++) {
		const struct form_cell *cell = &row->cells[r.n];
		size_t first = column, span = cell->span ? cell->span : 1;
		struct pdf_style style;

		r.x[r.n] = x;
		for (; column < first + span && column < s->t->n_columns; column++)
			r.width[r.n] += s->widths[column];
		x += r.width[r.n];
		style = cell_style(&s->t->columns[first], cell, head, r.size, r.width[r.n]);
		r.cells[r.n] = pdf_text(s->w->d, cell->text, &style);
		if (r.cells[r.n].n > r.lines)
			r.lines = r.cells[r.n].n;
	}
	r.height = r.lines * r.pitch + 2 * PAD_PT;
	if (r.height < least)
		r.height = least;
	return r;
}

static void row_release(struct row_set *r)
{
	for (size_t i = 0; i < r->n; i++)
		pdf_text_release(&r->cells[i]);
}

/* Lines [from, to) of each cell in a box of the height, and the rules around it. */
static void row_draw(struct pdf_flow *w, const struct row_set *r, int from, int to, double height)
{
	for (size_t i = 0; i < r->n; i++) {
		int end = r->cells[i].n < to ? r->cells[i].n : to;
		int n = end > from ? end - from : 0;

		if (w->d->cr) {
			cairo_set_line_width(w->d->cr, RULE_PT);
			cairo_rectangle(w->d->cr, r->x[i], w->y, r->width[i], height);
			cairo_stroke(w->d->cr);
		}
		pdf_text_draw(w->d, &r->cells[i], from, from + n, r->x[i] + CELL_PAD_PT,
			      w->y + (height - n * r->pitch) / 2, r->pitch);
	}
	w->y += height;
	w->begun = true;
}

static void put_head(struct table_set *s)
{
	struct row_set r;

	if (!s->has_head)
		return;
	r = row_set(s, &s->head, true);
	row_draw(s->w, &r, 0, r.lines, r.height);
	row_release(&r);
}

static void next_page(struct table_set *s)
{
	pdf_new_page(s->w);
	put_head(s);
}

/* Higher than a page: as many lines as fit, page for page. */
static void put_cut(struct table_set *s, const struct row_set *r)
{
	int at = 0;

	while (at < r->lines && !s->w->d->e) {
		int fit = (int)((pdf_room(s->w) - 2 * PAD_PT) / r->pitch);

		if (fit < 1) {
			next_page(s);
			fit = (int)((pdf_room(s->w) - 2 * PAD_PT) / r->pitch);
			fit = fit < 1 ? 1 : fit;
		}
		if (fit > r->lines - at)
			fit = r->lines - at;
		row_draw(s->w, r, at, at + fit, fit * r->pitch + 2 * PAD_PT);
		at += fit;
		if (at < r->lines)
			next_page(s);
	}
}

static double head_height(struct table_set *s)
{
	struct row_set r;
	double h;

	if (!s->has_head)
		return 0;
	r = row_set(s, &s->head, true);
	h = r.height;
	row_release(&r);
	return h;
}

void pdf_table(struct pdf_flow *w, const struct form_table *t, double reserve)
{
	struct table_set s;
	double head, page;

	table_init(&s, w, t);
	head = head_height(&s);
	page = w->page.text_height - head;
	for (size_t i = 0; i < t->n_rows && !w->d->e; i++) {
		struct row_set r = row_set(&s, &t->rows[i], false);
		double need = r.height + (i == 0 ? head : 0) + (i + 1 == t->n_rows ? reserve : 0);
		bool whole = r.height <= page + 0.01;

		if (need > pdf_room(w) + 0.01 && whole && w->begun) {
			pdf_new_page(w);
			put_head(&s);
		} else if (i == 0) {
			put_head(&s);
		}
		if (whole)
			row_draw(w, &r, 0, r.lines, r.height);
		else
			put_cut(&s, &r);
		row_release(&r);
	}
	if (t->n_rows == 0)
		put_head(&s);
}

double pdf_table_lead(struct pdf_flow *w, const struct form_table *t)
{
	struct table_set s;
	double h;

	table_init(&s, w, t);
	h = head_height(&s);
	if (t->n_rows > 0) {
		struct row_set r = row_set(&s, &t->rows[0], false);

		h += r.height;
		row_release(&r);
	}
	return h;
}
