/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blocks of a form. Each is a map of one pair, its kind and what it holds:
 *	- title: text        - subtitle: text      - heading: text     - subheading: text
 *	- paragraph: text    - plain: text         - right: text       - labelled: [label, text]
 *	- grid: {columns: [shares], rows: [[cell, ...], ...], size: points}
 *	- table: {columns: [{heading, share, align, nowrap}], row: [text, ...], size: points}
 *	- signature: [who, day]                     - seal: [who, day]
 *	- space: lines                              - page_break: true
 * A cell of a grid is a text, "*text" for a label, or {text, span, mm, align}.
 */
#include "base/str.h"
#include "documents/form_pack.h"
#include "json/yaml_tree.h"
#include "base/banned.h"

#define SHARE_MAX   1000
#define GRID_ROW_MM 9 /* least height of a row without headings: room for a pen */

static enum err text_read(struct form_load *l, const struct yaml *v, const char **ret)
{
	if (!yaml_text(v))
		return form_refuse(l, v, "a text is expected here");
	*ret = yaml_text(v);
	return OK;
}

static enum err align_read(struct form_load *l, const struct yaml *v, enum form_align *ret)
{
	static const char *const words[] = { "justify", "left", "centre", "right" };
	const char *text = yaml_text(v);

	for (size_t i = 0; text && i < COUNTOF(words); i++) {
		if (str_eq(words[i], text)) {
			*ret = (enum form_align)i;
			return OK;
		}
	}
	return form_refuse(l, v, "align is left, centre or right");
}

static enum err small_read(struct form_load *l, const struct yaml *v, int64_t max, int64_t *ret)
{
	if (v && yaml_i64(v, 1, max, ret))
		return form_refuse(l, v, "a whole number of 1 to %lld is expected here",
				   (long long)max);
	return OK;
}

/* ---- grids and tables ---- */

static enum err cell_read(struct form_load *l, const struct yaml *v, struct form_cell *ret,
			  int64_t *mm)
{
	const struct yaml *align = yaml_get(v, "align");
	int64_t span = 1;
	const char *text;
	enum err e;

	if (v->kind == YAML_SCALAR) {
		text = yaml_text(v) ? yaml_text(v) : "";
		ret->label = *text == '*';
		ret->text = text + (ret->label ? 1 : 0);
		return OK;
	}
	if (v->kind != YAML_MAP)
		return form_refuse(l, v, "a cell is a text or {text, span, mm, align}");
	text = yaml_text(yaml_get(v, "text")) ? yaml_text(yaml_get(v, "text")) : "";
	ret->label = *text == '*';
	ret->text = text + (ret->label ? 1 : 0);
	e = small_read(l, yaml_get(v, "span"), FORM_COLUMNS_MAX, &span);
	if (!e)
		e = small_read(l, yaml_get(v, "mm"), 250, mm);
	if (!e && align) {
		ret->own_align = true;
		e = align_read(l, align, &ret->align);
	}
	ret->span = (uint8_t)span;
	return e;
}

static enum err row_read(struct form_load *l, const struct yaml *row, struct form *f,
			 struct form_table *t)
{
	struct form_cell cells[FORM_COLUMNS_MAX] = { 0 };
	int64_t mm = t->columns[0].heading ? 0 : GRID_ROW_MM;
	size_t n = 0;
	enum err e = OK;

	if (row->kind != YAML_LIST || row->n > t->n_columns)
		return form_refuse(l, row, "a row is a list of at most as many cells as columns");
	for (const struct yaml *v = row->child; v && !e; v = v->next)
		e = cell_read(l, v, &cells[n++], &mm);
	if (!e)
		form_row_of(f, t, cells, n)->min_mm = (uint16_t)mm;
	return e;
}

static enum err column_read(struct form_load *l, const struct yaml *v, struct form_column *ret)
{
	const struct yaml *align = yaml_get(v, "align"), *nowrap = yaml_get(v, "nowrap");
	const struct yaml *share = v->kind == YAML_MAP ? yaml_get(v, "share") : v;
	int64_t width = 0;
	enum err e;

	if (!share || yaml_i64(share, 1, SHARE_MAX, &width))
		return form_refuse(l, v, "a column has a share of 1 to %d", SHARE_MAX);
	ret->width = (uint16_t)width;
	ret->heading = yaml_text(yaml_get(v, "heading"));
	ret->align = FORM_LEFT;
	e = align ? align_read(l, align, &ret->align) : OK;
	if (!e && nowrap && yaml_bool(nowrap, &ret->nowrap))
		e = form_refuse(l, nowrap, "nowrap is true or false");
	return e;
}

static enum err table_begin(struct form_load *l, const struct yaml *v, struct form *f,
			    struct form_table **ret)
{
	const struct yaml *columns = yaml_get(v, "columns");
	struct form_column list[FORM_COLUMNS_MAX] = { 0 };
	int64_t size = 0;
	size_t n = 0;
	enum err e;

	if (!columns || columns->kind != YAML_LIST || !columns->n || columns->n > FORM_COLUMNS_MAX)
		return form_refuse(l, v, "columns: a list of 1 to %d", FORM_COLUMNS_MAX);
	e = small_read(l, yaml_get(v, "size"), 40, &size);
	for (const struct yaml *c = columns->child; c && !e; c = c->next)
		e = column_read(l, c, &list[n++]);
	if (e)
		return e;
	*ret = form_table(f, list, n);
	(*ret)->size_pt = (uint8_t)size;
	return OK;
}

static enum err grid_read(struct form_load *l, const struct yaml *v, struct form *f)
{
	const struct yaml *rows = yaml_get(v, "rows");
	struct form_table *t = NULL;
	enum err e = table_begin(l, v, f, &t);

	if (!e && (!rows || rows->kind != YAML_LIST))
		e = form_refuse(l, v, "rows: a list of rows");
	for (const struct yaml *row = rows ? rows->child : NULL; row && !e; row = row->next)
		e = row_read(l, row, f, t);
	return e;
}

static enum err table_read(struct form_load *l, const struct yaml *v, struct form *f)
{
	const struct yaml *row = yaml_get(v, "row");
	struct form_table *t = NULL;
	enum err e = table_begin(l, v, f, &t);

	if (!e && !row)
		e = form_refuse(l, v, "row: a list of texts");
	return e ? e : row_read(l, row, f, t);
}

/* ---- lines ---- */

static enum err pair_read(struct form_load *l, const struct yaml *v, const char **ret_first,
			  const char **ret_second)
{
	const struct yaml *first = v->kind == YAML_LIST && v->n == 2 ? v->child : NULL;

	if (!first || !yaml_text(first) || !yaml_text(first->next))
		return form_refuse(l, v, "a list of two texts is expected here");
	*ret_first = yaml_text(first);
	*ret_second = yaml_text(first->next);
	return OK;
}

static enum err pair_block(struct form_load *l, const struct yaml *v, struct form *f)
{
	const char *first = NULL, *second = NULL;
	enum err e = pair_read(l, v, &first, &second);

	if (e)
		return e;
	if (str_eq(v->key, "labelled"))
		form_labelled(f, first, second);
	else
		form_signature(f, first, second)->seal = str_eq(v->key, "seal");
	return OK;
}

static enum err text_block(struct form_load *l, const struct yaml *v, struct form *f)
{
	const char *text = NULL;
	enum err e = text_read(l, v, &text);
	struct form_block *b;

	if (e)
		return e;
	if (str_eq(v->key, "title")) {
		form_title(f, text);
	} else if (str_eq(v->key, "subtitle")) {
		form_subtitle(f, text);
	} else if (str_eq(v->key, "heading")) {
		form_heading(f, 1, text);
	} else if (str_eq(v->key, "subheading")) {
		form_heading(f, 2, text);
	} else {
		b = form_paragraph(f, text);
		if (!str_eq(v->key, "paragraph"))
			b->indent = 0;
		if (str_eq(v->key, "right"))
			b->align = FORM_RIGHT;
	}
	return OK;
}

static enum err space_block(struct form_load *l, const struct yaml *v, struct form *f)
{
	int64_t lines = 0;

	if (str_eq(v->key, "page_break")) {
		form_page_break(f);
		return OK;
	}
	if (yaml_i64(v, 1, 40, &lines))
		return form_refuse(l, v, "space: 1 to 40 lines");
	form_spacer(f, (int)lines);
	return OK;
}

static const struct {
	const char *word;
	enum err (*read)(struct form_load *l, const struct yaml *v, struct form *f);
} kinds[] = {
	{ "title", text_block },      { "subtitle", text_block },    { "heading", text_block },
	{ "subheading", text_block }, { "paragraph", text_block },   { "plain", text_block },
	{ "right", text_block },      { "labelled", pair_block },    { "signature", pair_block },
	{ "seal", pair_block },       { "grid", grid_read },         { "table", table_read },
	{ "space", space_block },     { "page_break", space_block },
};

static enum err block_read(struct form_load *l, const struct yaml *block, struct form *f)
{
	const struct yaml *v = block->kind == YAML_MAP && block->n == 1 ? block->child : NULL;

	if (!v)
		return form_refuse(l, block, "a block is a map of one pair");
	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if (str_eq(kinds[i].word, v->key))
			return kinds[i].read(l, v, f);
	}
	return form_refuse(l, v, "no such block: \"%.60s\"", v->key);
}

enum err form_blocks_read(struct form_load *l, const struct yaml *list, struct form *f)
{
	enum err e = OK;

	if (!list || list->kind != YAML_LIST)
		return form_refuse(l, list, "\"blocks\" must be a list");
	for (const struct yaml *v = list->child; v && !e; v = v->next)
		e = block_read(l, v, f);
	return e;
}
