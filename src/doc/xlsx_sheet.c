/* SPDX-License-Identifier: Apache-2.0 */
/* Rows, cells and merged ranges of one sheet, handed on row by row. */
#include <math.h>

#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

struct sheet {
	const struct xlsx_sink *sink;
	struct arena *a; /* for the cells of a row; grows to the widest row */
	struct buf text; /* of the row's cells, each with its NUL */
	struct xlsx_cell *cells;
	size_t n, cap;
	uint64_t n_cells; /* of the sheet, empty ones too */
	uint64_t n_rows, n_merges;
	uint32_t row, column; /* where we are, 0 before the first */
	bool hidden;
	bool in_row, in_cell, collect;
	int phonetic;
	/* the open cell */
	char type; /* s shared, i inline, t text (str, d), b, e, n */
	bool formula, has_value, date;
	size_t begin; /* of its text */
};

uint32_t xlsx_column_parse(const char **at)
{
	uint32_t column = 0;
	const char *s = *at;

	while (*s >= 'A' && *s <= 'Z' && column <= XLSX_COLUMNS_MAX)
		column = column * 26 + (uint32_t)(*s++ - 'A' + 1);
	if (column > XLSX_COLUMNS_MAX)
		return 0;
	*at = s;
	return column;
}

void xlsx_column_format(uint32_t column, char text[XLSX_COLUMN_SIZE])
{
	char reversed[XLSX_COLUMN_SIZE];
	int n = 0;
	int i = 0;

	for (; column && n < XLSX_COLUMN_SIZE - 1; column = (column - 1) / 26)
		reversed[n++] = (char)('A' + (column - 1) % 26);
	while (n)
		text[i++] = reversed[--n];
	text[i] = 0;
}

/* "B7": column and row, the whole text; false if it is none. */
static bool parse_place(const char **at, uint32_t *ret_row, uint32_t *ret_column)
{
	uint32_t column = xlsx_column_parse(at);
	uint32_t row = 0;
	const char *s = *at;

	while (*s >= '0' && *s <= '9' && row <= XLSX_ROWS_MAX)
		row = row * 10 + (uint32_t)(*s++ - '0');
	if (!column || !row || row > XLSX_ROWS_MAX)
		return false;
	*at = s;
	*ret_row = row;
	*ret_column = column;
	return true;
}

static void start_row(struct part *p, const char **attributes)
{
	struct sheet *s = p->arg;
	const char *number = part_attribute(attributes, "r");
	const char *hidden = part_attribute(attributes, "hidden");
	int64_t row = (int64_t)s->row + 1; /* rows without a number follow each other */

	if ((number && str_to_i64(number, 1, XLSX_ROWS_MAX, &row)) || row <= s->row) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return;
	}
	if (row > XLSX_ROWS_MAX) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	s->row = (uint32_t)row;
	s->hidden = hidden && (str_eq(hidden, "1") || str_eq(hidden, "true"));
	s->column = 0;
	s->n = 0;
	s->in_row = true;
	buf_reset(&s->text);
}

static char cell_type(const char *t)
{
	if (!t || str_eq(t, "n"))
		return 'n';
	if (str_eq(t, "s"))
		return 's';
	if (str_eq(t, "inlineStr"))
		return 'i';
	if (str_eq(t, "b"))
		return 'b';
	if (str_eq(t, "e"))
		return 'e';
	return 't';
}

static void start_cell(struct part *p, const char **attributes)
{
	struct sheet *s = p->arg;
	const char *place = part_attribute(attributes, "r");
	const char *style = part_attribute(attributes, "s");
	int64_t style_no = 0;
	uint32_t column = s->column + 1; /* cells without a place follow each other */

	if (place)
		column = xlsx_column_parse(&place);
	if (!column) {
		part_fail(p, ERR_INPUT, XLSX_DAMAGED);
		return;
	}
	if (column > XLSX_COLUMNS_MAX || ++s->n_cells > XLSX_CELLS_MAX) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	if (style && str_to_i64(style, 0, INT32_MAX, &style_no))
		style_no = 0;
	s->date = (size_t)style_no < p->x->n_styles && p->x->style_is_date[style_no];
	s->type = cell_type(part_attribute(attributes, "t"));
	s->column = column;
	s->formula = false;
	s->has_value = false;
	s->begin = s->text.len;
	s->in_cell = true;
}

static void merge(struct part *p, const char *ref)
{
	struct sheet *s = p->arg;
	struct xlsx_range r;
	enum err e;

	if (!ref || !s->sink->merge)
		return;
	if (++s->n_merges > XLSX_MERGES_MAX) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	if (!parse_place(&ref, &r.first_row, &r.first_column) || *ref++ != ':' ||
	    !parse_place(&ref, &r.last_row, &r.last_column) || r.last_row < r.first_row ||
	    r.last_column < r.first_column)
		return; /* Excel repairs such a list; nothing is lost without it */
	e = s->sink->merge(s->sink->arg, &r);
	if (e)
		part_fail(p, e, XLSX_FINE);
}

static void on_start(struct part *p, const char *name, const char **attributes)
{
	struct sheet *s = p->arg;

	if (s->in_cell) {
		if (name[0] == 'v' && !name[1]) {
			s->has_value = true;
			s->collect = true;
		} else if (name[0] == 't' && !name[1]) {
			s->has_value = true;
			s->collect = !s->phonetic;
		} else if (name[0] == 'f' && !name[1]) {
			s->formula = true;
		} else if (str_eq(name, "rPh")) {
			s->phonetic++;
		}
	} else if (s->in_row && name[0] == 'c' && !name[1]) {
		start_cell(p, attributes);
	} else if (str_eq(name, "row")) {
		start_row(p, attributes);
	} else if (str_eq(name, "mergeCell")) {
		merge(p, part_attribute(attributes, "ref"));
	}
}

/* A number as it stands in the file; not every text there is one. */
static bool parse_number(const char *text, size_t len, double *ret)
{
	char *end;

	if (!len || len > 40 || strspn(text, "0123456789.eE+-") != len)
		return false;
	*ret = strtod(text, &end);
	return end == text + len && isfinite(*ret);
}

static void set_number(struct part *p, struct xlsx_cell *c, const char *text)
{
	struct sheet *s = p->arg;

	if (!parse_number(text, c->len, &c->number)) {
		c->kind = XLSX_BROKEN;
		return;
	}
	c->kind = s->date ? XLSX_DATE : XLSX_NUMBER;
	if (s->date && p->x->date_1904)
		c->number += 1462;
}

static void set_shared(struct part *p, struct xlsx_cell *c, const char *text)
{
	const struct xlsx *x = p->x;
	const uint32_t *at = (const uint32_t *)(const void *)x->string_at.text;
	int64_t i;

	if (!x->n_strings || str_to_i64(text, 0, x->n_strings - 1, &i)) {
		c->kind = XLSX_BROKEN;
		return;
	}
	c->kind = XLSX_TEXT;
	c->text = x->strings.text + at[i];
	c->len = at[i + 1] - at[i] - 1;
}

static void set_by_type(struct part *p, struct xlsx_cell *c, char *text)
{
	struct sheet *s = p->arg;

	switch (s->type) {
	case 'n':
		set_number(p, c, text);
		break;
	case 's':
		set_shared(p, c, text);
		break;
	case 'b':
		c->kind = XLSX_BOOL;
		c->text = str_eq(text, "1") || str_eq(text, "true") ? "TRUE" : "FALSE";
		c->len = strlen(c->text);
		break;
	case 'e':
		c->kind = XLSX_ERROR;
		break;
	default:
		c->kind = XLSX_TEXT;
		c->len = part_unescape(text, c->len);
		s->text.len = s->begin + c->len;
		break;
	}
}

static void end_cell(struct part *p)
{
	struct sheet *s = p->arg;
	struct xlsx_cell c = { .column = s->column, .formula = s->formula, .text_at = s->begin };
	bool no_text = s->text.len == s->begin;

	s->in_cell = false;
	if (s->text.overflow) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	if (!s->has_value || (no_text && s->type != 't' && s->type != 'i')) {
		if (!s->formula)
			return; /* empty */
		c.kind = XLSX_NO_VALUE;
	} else if (no_text) {
		return; /* an empty text, also as the value of a formula */
	} else {
		c.len = s->text.len - s->begin;
		set_by_type(p, &c, s->text.text + s->begin);
	}
	buf_addc(&s->text, 0);
	*VEC_PUSH(s->a, s->cells, s->n, s->cap) = c;
}

static void end_row(struct part *p)
{
	struct sheet *s = p->arg;
	struct xlsx_row row = {
		.number = s->row, .hidden = s->hidden, .n = s->n, .cells = s->cells
	};
	enum err e;

	s->in_row = false;
	if (s->text.overflow) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		if (!s->cells[i].text)
			s->cells[i].text = s->text.text + s->cells[i].text_at;
	}
	if (!s->n)
		return;
	e = s->sink->row(s->sink->arg, &row);
	if (e)
		part_fail(p, e, XLSX_FINE);
}

static void on_end(struct part *p, const char *name)
{
	struct sheet *s = p->arg;

	if (!s->in_row)
		return;
	if (!name[1]) {
		if (name[0] == 'c' && s->in_cell)
			end_cell(p);
		else if (name[0] == 'v' || name[0] == 't')
			s->collect = false;
	} else if (str_eq(name, "rPh")) {
		s->phonetic--;
	} else if (str_eq(name, "row")) {
		end_row(p);
	}
}

static void on_text(struct part *p, const char *text, int len)
{
	struct sheet *s = p->arg;

	if (s->collect)
		buf_add(&s->text, text, (size_t)len);
}

enum err xlsx_read_sheet(struct xlsx *x, size_t i, const struct xlsx_sink *sink,
			 enum xlsx_refusal *ret_why)
{
	static const struct part_handlers on = { on_start, on_end, on_text };
	struct arena a;
	struct sheet s = { .sink = sink, .a = &a };
	struct part p = { .x = x, .on = &on, .arg = &s, .counts = true };
	enum err e;

	arena_init(&a);
	buf_init(&s.text, XLSX_ROW_BYTES);
	e = part_read(&p, x->sheets[i].entry, XLSX_PART_MAX);
	buf_release(&s.text);
	arena_release(&a);
	if (e)
		*ret_why = p.why;
	return e;
}
