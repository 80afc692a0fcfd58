/* SPDX-License-Identifier: Apache-2.0 */
/* Values into a form description: the same placeholders as in a DOCX template. */
#include "doc/form.h"

#include "base/buf.h"
#include "base/str.h"
#include "doc/placeholder.h"
#include "base/banned.h"

#define PART "form"

struct filler {
	const struct doc_values *values, *row;
	struct doc_faults *faults;
	struct form *to;
	size_t total; /* bytes made: bounded before they are made */
	enum err e;
};

static void fault(struct filler *f, enum doc_fault_kind kind, const char *text,
		  const struct mark *m)
{
	doc_fault_add(f->faults, kind, PART, text, strlen(text), m->key, m->key_len);
	f->e = ERR_INPUT;
}

static void put_value(struct filler *f, struct buf *out, const char *text, const struct mark *m)
{
	const struct doc_value *v = doc_find(f->values, f->row, m->key, m->key_len);

	if (!v || !v->text) {
		fault(f, v ? DOC_LIST_AS_TEXT : DOC_UNKNOWN_KEY, text, m);
		return;
	}
	buf_adds(out, v->text);
	if (out->overflow)
		fault(f, DOC_VALUE_TOO_LONG, text, m);
}

/*
 * The text with values in it. loops: {#x} and {/x} vanish (the rows have been repeated already);
 * elsewhere they are faults.
 */
static const char *fill(struct filler *f, const char *text, bool loops)
{
	CLEANUP(buf_release) struct buf out = { 0 };
	size_t len, at = 0;
	struct mark m;

	if (!text || f->e || !strpbrk(text, "{}"))
		return text;
	len = strlen(text);
	buf_init(&out, FORM_TEXT_MAX);
	while ((m = mark_next(text, len, at)).kind != MARK_END && !f->e) {
		buf_add(&out, text + at, m.from - at);
		if (m.kind == MARK_KEY)
			put_value(f, &out, text, &m);
		else if (m.kind == MARK_BAD)
			fault(f, m.fault, text, &m);
		else if (m.kind == MARK_WIDE)
			buf_add(&out, text + m.from, m.to - m.from);
		else if (!loops)
			fault(f, DOC_LOOP_OUTSIDE, text, &m);
		at = m.to;
	}
	if (f->e)
		return NULL;
	buf_add(&out, text + at, len - at);
	f->total += out.len;
	if (out.overflow || f->total > FORM_TOTAL_MAX) {
		f->e = ERR_TOO_LARGE;
		return NULL;
	}
	return arena_strndup(f->to->a, out.text, out.len);
}

/* ---- tables ---- */

/* The first mark of the kind in a row, and whether it has its place: first or last of the row. */
static bool find_mark(const struct form_row *row, enum mark_kind kind, struct mark *ret,
		      const char **ret_text, bool *ret_in_place)
{
	for (size_t i = 0; i < row->n; i++) {
		const char *text = row->cells[i].text ? row->cells[i].text : "";
		size_t len = strlen(text), at = 0;
		struct mark m;

		while ((m = mark_next(text, len, at)).kind != MARK_END) {
			at = m.to;
			if (m.kind != kind)
				continue;
			*ret = m;
			*ret_text = text;
			*ret_in_place = kind == MARK_OPEN ? i == 0 && !mark_has_ink(text, 0, m.from)
							  : i == row->n - 1u &&
								    !mark_has_ink(text, m.to, len);
			return true;
		}
	}
	return false;
}

static void add_row(struct filler *f, struct form_table *to, const struct form_row *row, bool loops)
{
	struct form_cell *cells;
	struct form_row *copy;

	if (to->n_rows >= FORM_ROWS_MAX) {
		f->e = ERR_TOO_LARGE;
		return;
	}
	cells = arena_memdup(f->to->a, row->cells, row->n * sizeof(*cells));
	for (size_t i = 0; i < row->n; i++)
		cells[i].text = fill(f, cells[i].text, loops);
	copy = VEC_PUSH(f->to->a, to->rows, to->n_rows, to->cap_rows);
	*copy = *row;
	copy->cells = cells;
}

/* The row where the loop that begins in `first` ends; t->n_rows if nowhere (a fault then). */
static size_t loop_end(struct filler *f, const struct form_table *t, size_t first,
		       const struct mark *open, const char *text)
{
	const char *close_text, *other_text;
	struct mark close, other;
	bool in_place;

	for (size_t i = first; i < t->n_rows; i++) {
		if (i > first &&
		    find_mark(&t->rows[i], MARK_OPEN, &other, &other_text, &in_place)) {
			fault(f, DOC_LOOP_NESTED, other_text, &other);
			return t->n_rows;
		}
		if (!find_mark(&t->rows[i], MARK_CLOSE, &close, &close_text, &in_place))
			continue;
		if (close.key_len != open->key_len ||
		    memcmp(close.key, open->key, open->key_len) != 0)
			fault(f, DOC_LOOP_CLOSE, close_text, &close);
		else if (!in_place)
			fault(f, DOC_LOOP_PART_ROW, close_text, &close);
		return f->e ? t->n_rows : i;
	}
	fault(f, DOC_LOOP_OPEN, text, open);
	return t->n_rows;
}

/* Repeats the rows of a loop; gives the row behind it. */
static size_t fill_loop(struct filler *f, struct form_table *to, const struct form_table *t,
			size_t first, const struct mark *open, const char *text)
{
	size_t last = loop_end(f, t, first, open, text);
	const struct doc_value *v = doc_find(f->values, NULL, open->key, open->key_len);

	if (f->e)
		return t->n_rows;
	if (!v || !v->list) {
		fault(f, v ? DOC_TEXT_AS_LIST : DOC_UNKNOWN_KEY, text, open);
		return t->n_rows;
	}
	for (size_t i = 0; i < v->list->n && !f->e; i++) {
		f->row = v->list->rows[i];
		for (size_t k = first; k <= last && !f->e; k++)
			add_row(f, to, &t->rows[k], true);
	}
	f->row = NULL;
	return last + 1;
}

static struct form_table *fill_table(struct filler *f, const struct form_table *t)
{
	struct form_table *to = arena_memdup(f->to->a, t, sizeof(*t));
	const char *text;
	struct mark open;
	bool in_place;

	to->rows = NULL;
	to->n_rows = to->cap_rows = 0;
	for (size_t i = 0; i < t->n_columns; i++)
		to->columns[i].heading = fill(f, t->columns[i].heading, false);
	for (size_t i = 0; i < t->n_rows && !f->e;) {
		if (!find_mark(&t->rows[i], MARK_OPEN, &open, &text, &in_place)) {
			add_row(f, to, &t->rows[i], false);
			i++;
		} else if (!in_place) {
			fault(f, DOC_LOOP_PART_ROW, text, &open);
		} else {
			i = fill_loop(f, to, t, i, &open, text);
		}
	}
	return to;
}

static void fill_block(struct filler *f, const struct form_block *b)
{
	struct form_block *to = VEC_PUSH(f->to->a, f->to->blocks, f->to->n, f->to->cap);

	*to = *b;
	to->label = fill(f, b->label, false);
	to->text = fill(f, b->text, false);
	for (size_t i = 0; i < b->n_signed; i++)
		to->signed_by[i] = fill(f, b->signed_by[i], false);
	if (b->table)
		to->table = fill_table(f, b->table);
}

enum err form_fill(const struct form *form, const struct doc_values *values,
		   struct doc_faults *faults, struct form *ret)
{
	struct form to = *form;
	struct filler f = { .values = values, .faults = faults, .to = &to };
	enum err e = form_check(form);

	if (e)
		return e;
	to.a = ret->a;
	to.blocks = NULL;
	to.n = to.cap = 0;
	to.title = fill(&f, form->title, false);
	to.author = fill(&f, form->author, false);
	to.subject = fill(&f, form->subject, false);
	to.head = fill(&f, form->head, false);
	to.foot = fill(&f, form->foot, false);
	for (size_t i = 0; i < form->n && !f.e; i++)
		fill_block(&f, &form->blocks[i]);
	if (!f.e)
		*ret = to;
	return f.e;
}
