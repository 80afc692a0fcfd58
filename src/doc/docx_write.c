/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a DOCX; what stands around it (styles, heads, properties) is docx_frame.c's. */
#include "doc/docx_write.h"

#include "base/str.h"
#include "doc/archive.h"
#include "doc/docx_frame.h"
#include "doc/form_page.h"
#include "doc/xml_text.h"
#include "base/banned.h"

#define XML_MAX    (64u << 20)
#define HALF_CHARS 2 /* widths are counted in halves of a character */
#define LINE_CHARS 28

/* ---- runs and paragraphs ---- */

static void put_run(struct buf *b, const char *properties, const char *text)
{
	buf_adds(b, "<w:r>");
	if (properties)
		buf_addf(b, "<w:rPr>%s</w:rPr>", properties);
	for (;;) {
		size_t n = strcspn(text, "\n");

		buf_adds(b, "<w:t xml:space=\"preserve\">");
		xml_text(b, text, n);
		buf_adds(b, "</w:t>");
		text += n;
		if (!*text)
			break;
		text++;
		buf_adds(b, "<w:br/>");
	}
	buf_adds(b, "</w:r>");
}

static void put_paragraph(struct buf *b, const char *properties, const char *label,
			  const char *text)
{
	buf_addf(b, "<w:p><w:pPr>%s</w:pPr>", properties);
	if (label)
		put_run(b, DOCX_RUN_HEADING, label);
	if (!str_empty(text))
		put_run(b, NULL, text);
	buf_adds(b, "</w:p>");
}

static const char *justification(enum form_align align)
{
	static const char *const words[] = { "both", "left", "center", "right" };

	return words[align];
}

/* ---- blocks ---- */

/* keep_next: a signature or a wish of the form keeps this block with the next. */
static void put_text_block(struct buf *b, const struct form_block *block, bool keep_next)
{
	CLEANUP(buf_release) struct buf p = { 0 };

	buf_init(&p, 1024);
	switch (block->kind) {
	case FORM_TITLE:
		buf_adds(&p, "<w:pStyle w:val=\"Title\"/>");
		break;
	case FORM_SUBTITLE:
		buf_adds(&p, "<w:pStyle w:val=\"Subtitle\"/>");
		break;
	case FORM_HEADING:
		buf_addf(&p, "<w:pStyle w:val=\"Heading%d\"/>", block->level);
		break;
	default:
		break;
	}
	if (keep_next)
		buf_adds(&p, "<w:keepNext/>");
	if (block->kind == FORM_PARAGRAPH || block->kind == FORM_HEADING)
		buf_addf(&p,
			 "<w:ind w:leftChars=\"%d\" w:left=\"%d\" w:firstLineChars=\"%d\" "
			 "w:firstLine=\"%d\"/>",
			 block->left * 100, block->left * 320, block->indent * 100,
			 block->indent * 320);
	if (block->kind == FORM_PARAGRAPH)
		buf_addf(&p, "<w:jc w:val=\"%s\"/>", justification(block->align));
	put_paragraph(b, p.text, block->label, block->text);
}

/* Width in halves of a character; -1 if a placeholder stands in it. */
static int halves(const char *s)
{
	const char *at = s, *end = s + strlen(s);
	int n = 0;

	if (strchr(s, '{'))
		return -1;
	while (at < end)
		n += utf8_next(&at, end) < 0x80 ? 1 : HALF_CHARS;
	return n;
}

/*
 * Lines centred to each other at the right. How wide a filled-in name will be is not known here: then
 * they are centred in the right part of the page.
 */
static void put_signature(struct buf *b, const struct form_block *block)
{
	int right = (block->seal ? SIGNATURE_RIGHT : SIGNATURE_RIGHT / 2) * HALF_CHARS;
	int widest = 0;
	bool open = false;

	for (size_t i = 0; i < block->n_signed; i++) {
		int n = halves(block->signed_by[i] ? block->signed_by[i] : "");

		open |= n < 0;
		widest = n > widest ? n : widest;
	}
	open |= widest + right > LINE_CHARS * HALF_CHARS;
	for (size_t i = 0; i < block->n_signed; i++) {
		const char *text = block->signed_by[i] ? block->signed_by[i] : "";
		int before = i ? 0 : block->seal ? 2 : 1;
		int indent = open ? 2 * HALF_CHARS : right + (widest - halves(text)) / 2;
		int left = open ? 9 * HALF_CHARS : 0;

		buf_addf(
			b,
			"<w:p><w:pPr>%s<w:keepLines/><w:spacing w:before=\"%d\"/>"
			"<w:ind w:leftChars=\"%d\" w:left=\"%d\" w:rightChars=\"%d\" w:right=\"%d\"/>"
			"<w:jc w:val=\"%s\"/></w:pPr>",
			i + 1 < block->n_signed ? "<w:keepNext/>" : "", before * DOCX_LINE,
			left * 50, left * 160, indent * 50, indent * 160,
			open ? "center" : "right");
		put_run(b, NULL, text);
		buf_adds(b, "</w:p>");
	}
}

/* ---- tables ---- */

struct table_out {
	struct buf *b;
	const struct form_table *t;
	int widths[FORM_COLUMNS_MAX]; /* twips */
};

static void put_cell(struct table_out *o, const struct form_cell *cell, size_t column, bool head)
{
	const struct form_column *c = &o->t->columns[column];
	enum form_align align = cell->own_align ? cell->align : c->align;
	size_t span = cell->span ? cell->span : 1;
	int size = o->t->size_pt ? o->t->size_pt * 2 : (int)(TABLE_PT * 2);
	int width = 0;

	for (size_t i = column; i < column + span; i++)
		width += o->widths[i];
	if (head || cell->label)
		align = FORM_CENTRE;
	buf_addf(o->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
	if (span > 1)
		buf_addf(o->b, "<w:gridSpan w:val=\"%zu\"/>", span);
	if (c->nowrap && span == 1)
		buf_adds(o->b, "<w:noWrap/>");
	buf_addf(o->b,
		 "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>"
		 "<w:jc w:val=\"%s\"/></w:pPr>",
		 justification(align == FORM_JUSTIFY ? FORM_LEFT : align));
	if (!str_empty(cell->text)) {
		CLEANUP(buf_release) struct buf p = { 0 };

		buf_init(&p, 512);
		buf_addf(&p, "%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>",
			 head || cell->label ? DOCX_RUN_HEADING : "", size, size);
		put_run(o->b, p.text, cell->text);
	}
	buf_adds(o->b, "</w:p></w:tc>");
}

static void put_row(struct table_out *o, const struct form_row *row, bool head)
{
	size_t column = 0;

	buf_adds(o->b, "<w:tr><w:trPr><w:cantSplit/>");
	if (row->min_mm)
		buf_addf(o->b, "<w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>",
			 (int)(MM(row->min_mm) * 20));
	buf_addf(o->b, "%s<w:jc w:val=\"center\"/></w:trPr>", head ? "<w:tblHeader/>" : "");
	for (size_t i = 0; i < row->n; i++) {
		put_cell(o, &row->cells[i], column, head);
		column += row->cells[i].span ? row->cells[i].span : 1;
	}
	buf_adds(o->b, "</w:tr>");
}

static void put_head(struct table_out *o)
{
	struct form_cell cells[FORM_COLUMNS_MAX] = { 0 };
	struct form_row row = { .cells = cells, .n = o->t->n_columns };
	bool any = false;

	for (size_t i = 0; i < o->t->n_columns; i++) {
		cells[i].text = o->t->columns[i].heading;
		any |= !str_empty(cells[i].text);
	}
	if (any)
		put_row(o, &row, true);
}

static void put_table(struct buf *b, const struct form_table *t, int text_width)
{
	struct table_out o = { .b = b, .t = t };
	int total = 0;

	for (size_t i = 0; i < t->n_columns; i++)
		total += t->columns[i].width;
	buf_addf(b,
		 "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" "
		 "w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout "
		 "w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
		 text_width);
	for (size_t i = 0; i < t->n_columns; i++) {
		o.widths[i] = text_width * t->columns[i].width / total;
		buf_addf(b, "<w:gridCol w:w=\"%d\"/>", o.widths[i]);
	}
	buf_adds(b, "</w:tblGrid>");
	put_head(&o);
	for (size_t i = 0; i < t->n_rows && !b->overflow; i++)
		put_row(&o, &t->rows[i], false);
	buf_adds(b, "</w:tbl>");
}

/* ---- the body ---- */

/* A table must not touch the next one, nor end the body: a line as thin as may be. */
#define THIN_LINE "<w:p><w:pPr><w:spacing w:line=\"60\" w:lineRule=\"exact\"/></w:pPr></w:p>"

static void put_block(struct buf *b, const struct form *f, size_t i, int text_width)
{
	const struct form_block *block = &f->blocks[i];
	const struct form_block *next = i + 1 < f->n ? &f->blocks[i + 1] : NULL;
	bool keep = block->keep_next || (next && next->kind == FORM_SIGNATURE);

	switch (block->kind) {
	case FORM_TITLE:
	case FORM_SUBTITLE:
	case FORM_HEADING:
	case FORM_PARAGRAPH:
		put_text_block(b, block, keep);
		break;
	case FORM_SIGNATURE:
		put_signature(b, block);
		break;
	case FORM_SPACER:
		for (int k = 0; k < block->lines; k++)
			buf_adds(b, "<w:p/>");
		break;
	case FORM_PAGE_BREAK:
		buf_adds(b, "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr>"
			    "<w:r><w:br w:type=\"page\"/></w:r></w:p>");
		break;
	case FORM_TABLE:
		put_table(b, block->table, text_width);
		if (!next || next->kind == FORM_TABLE)
			buf_adds(b, THIN_LINE);
		break;
	}
}

static void put_body(struct buf *b, const struct form *f)
{
	struct form_page page = form_page(f);

	buf_adds(b, DOCX_XML "<w:document " DOCX_NAMESPACES "><w:body>");
	for (size_t i = 0; i < f->n; i++)
		put_block(b, f, i, (int)(page.text_width * 20));
	docx_section(b, f);
	buf_adds(b, "</w:body></w:document>");
}

enum err docx_write(const struct form *f, int64_t created_at, struct buf *out)
{
	CLEANUP(buf_release) struct buf body = { 0 };
	struct docx_frame frame;
	size_t before = out->len;
	enum err e = form_check(f);

	if (e)
		return e;
	buf_init(&body, XML_MAX);
	put_body(&body, f);
	e = buf_check(&body);
	if (e)
		return e;
	docx_frame_init(&frame, f, created_at, &body);
	e = archive_write(frame.files, frame.n, out);
	docx_frame_release(&frame);
	if (e)
		out->len = before;
	return e;
}
