/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/form.h"

#include "base/str.h"
#include "base/banned.h"

#define BODY_INDENT 2

void form_init(struct form *f, struct arena *a)
{
	*f = (struct form){ .a = a, .numbers = FORM_DASHED };
}

static struct form_block *add(struct form *f, enum form_kind kind, const char *text)
{
	struct form_block *b = VEC_PUSH(f->a, f->blocks, f->n, f->cap);

	b->kind = kind;
	b->text = text;
	return b;
}

struct form_block *form_title(struct form *f, const char *text)
{
	return add(f, FORM_TITLE, text);
}

struct form_block *form_subtitle(struct form *f, const char *text)
{
	return add(f, FORM_SUBTITLE, text);
}

struct form_block *form_heading(struct form *f, int level, const char *text)
{
	struct form_block *b = add(f, FORM_HEADING, text);

	b->level = (uint8_t)level;
	b->indent = BODY_INDENT;
	return b;
}

struct form_block *form_paragraph(struct form *f, const char *text)
{
	struct form_block *b = add(f, FORM_PARAGRAPH, text);

	b->indent = BODY_INDENT;
	return b;
}

struct form_block *form_labelled(struct form *f, const char *label, const char *text)
{
	struct form_block *b = add(f, FORM_PARAGRAPH, text);

	b->label = label;
	return b;
}

struct form_block *form_signature(struct form *f, const char *by, const char *day)
{
	struct form_block *b = add(f, FORM_SIGNATURE, NULL);

	b->signed_by[b->n_signed++] = by;
	b->signed_by[b->n_signed++] = day;
	b->seal = true;
	return b;
}

struct form_block *form_spacer(struct form *f, int lines)
{
	struct form_block *b = add(f, FORM_SPACER, NULL);

	b->lines = (uint8_t)lines;
	return b;
}

struct form_block *form_page_break(struct form *f)
{
	return add(f, FORM_PAGE_BREAK, NULL);
}

static struct form_table *add_table(struct form *f)
{
	struct form_block *b = add(f, FORM_TABLE, NULL);

	b->table = ARENA_NEW(f->a, struct form_table);
	return b->table;
}

struct form_table *form_table(struct form *f, const struct form_column *columns, size_t n)
{
	struct form_table *t = add_table(f);

	if (n < 1 || n > FORM_COLUMNS_MAX) {
		(void)BUG("a table of no or too many columns");
		n = n ? FORM_COLUMNS_MAX : 0;
	}
	memcpy(t->columns, columns, n * sizeof(*columns));
	t->n_columns = (uint8_t)n;
	return t;
}

void form_row(struct form *f, struct form_table *t, const char *const *cells, size_t n)
{
	struct form_row *row = VEC_PUSH(f->a, t->rows, t->n_rows, t->cap_rows);
	struct form_cell *copy = ARENA_ARRAY(f->a, struct form_cell, t->n_columns);

	for (size_t i = 0; i < n && i < t->n_columns; i++)
		copy[i].text = cells[i];
	row->cells = copy;
	row->n = t->n_columns;
}

struct form_row *form_row_of(struct form *f, struct form_table *t, const struct form_cell *cells,
			     size_t n)
{
	struct form_row *row = VEC_PUSH(f->a, t->rows, t->n_rows, t->cap_rows);

	row->n = n > FORM_COLUMNS_MAX ? FORM_COLUMNS_MAX : (uint8_t)n;
	row->cells = arena_memdup(f->a, cells, row->n * sizeof(*cells));
	return row;
}

/* ---- checking ---- */

struct check {
	size_t total;
	enum err e;
};

static void check_text(struct check *c, const char *s)
{
	size_t len;

	if (!s || c->e)
		return;
	len = strnlen(s, FORM_TEXT_MAX + 1);
	c->total += len;
	if (len > FORM_TEXT_MAX || c->total > FORM_TOTAL_MAX)
		c->e = ERR_TOO_LARGE;
	else if (!utf8_valid(s, len))
		c->e = ERR_INPUT;
}

static void check_row(struct check *c, const struct form_table *t, const struct form_row *row)
{
	size_t columns = 0;

	for (size_t i = 0; i < row->n; i++) {
		columns += row->cells[i].span ? row->cells[i].span : 1;
		check_text(c, row->cells[i].text);
	}
	if (columns != t->n_columns && !c->e)
		c->e = ERR_INPUT;
}

static void check_table(struct check *c, const struct form_table *t)
{
	if (!t || t->n_columns < 1 || t->n_columns > FORM_COLUMNS_MAX) {
		c->e = ERR_INPUT;
		return;
	}
	if (t->n_rows > FORM_ROWS_MAX) {
		c->e = ERR_TOO_LARGE;
		return;
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		check_text(c, t->columns[i].heading);
		if (t->columns[i].width < 1 || t->columns[i].width > 1000)
			c->e = ERR_INPUT;
	}
	for (size_t i = 0; i < t->n_rows && !c->e; i++)
		check_row(c, t, &t->rows[i]);
}

static void check_block(struct check *c, const struct form_block *b)
{
	check_text(c, b->label);
	check_text(c, b->text);
	if (b->n_signed > FORM_SIGNATURES_MAX)
		c->e = ERR_INPUT;
	for (size_t i = 0; i < b->n_signed && !c->e; i++)
		check_text(c, b->signed_by[i]);
	if (b->kind == FORM_TABLE && !c->e)
		check_table(c, b->table);
	if (b->kind == FORM_HEADING && b->level != 1 && b->level != 2)
		c->e = ERR_INPUT;
}

enum err form_check(const struct form *f)
{
	const char *const texts[] = { f->title, f->author, f->subject, f->head, f->foot };
	struct check c = { 0 };

	if (f->n > FORM_BLOCKS_MAX)
		return ERR_TOO_LARGE;
	for (size_t i = 0; i < COUNTOF(texts); i++)
		check_text(&c, texts[i]);
	for (size_t i = 0; i < f->n && !c.e; i++)
		check_block(&c, &f->blocks[i]);
	return c.e;
}
