/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pango breaks a text into lines (Unicode line breaking: no mark begins a line, no number is torn); the
 * lines are set one by one at a pitch of ours, since the fonts' own line height is far too large.
 * Pango's own justification spreads a line with a blank in it at the blank only, so lines are spread here.
 */
#include "doc/pdf_text.h"

#include "base/banned.h"

#define CAP_SHARE      0.38 /* from the middle of a line to its baseline, by the size */
#define SPREAD_MOST    2.5  /* a line that lacks more characters stays as it is */
#define SMALLEST_SHARE 0.75 /* of its size; a text that needs less is broken into lines */

static void set_font(struct pdf *d, PangoLayout *layout, const struct pdf_style *style,
		     size_t label_len, double size_pt, double spacing_pt)
{
	PangoAttrList *attributes = pango_attr_list_new();
	PangoFontDescription *font = pango_font_description_copy(d->fonts[style->font]);

	pango_font_description_set_absolute_size(font, size_pt * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	if (label_len > 0) {
		PangoAttribute *label;

		font = pango_font_description_copy(d->fonts[style->label_font]);
		pango_font_description_set_absolute_size(font, size_pt * PANGO_SCALE);
		label = pango_attr_font_desc_new(font);
		pango_font_description_free(font);
		label->start_index = 0;
		label->end_index = (guint)label_len;
		pango_attr_list_insert(attributes, label);
	}
	if (spacing_pt > 0)
		pango_attr_list_insert(
			attributes, pango_attr_letter_spacing_new((int)(spacing_pt * PANGO_SCALE)));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

static double natural_width(PangoLayout *layout)
{
	PangoRectangle r;

	pango_layout_get_extents(layout, NULL, &r);
	return (double)r.width / PANGO_SCALE;
}

/* Smaller, until one line holds it; false: it would be too small. */
static bool fit_one_line(struct pdf *d, struct pdf_text *t)
{
	double share = t->style.width_pt / natural_width(t->layout);

	if (share >= 1)
		return true;
	if (share < SMALLEST_SHARE)
		return false;
	t->style.size_pt *= share;
	set_font(d, t->layout, &t->style, t->style.label_len, t->style.size_pt, 0);
	return true;
}

struct pdf_text pdf_text(struct pdf *d, const char *text, const struct pdf_style *style)
{
	struct pdf_text t = { .layout = pango_layout_new(d->context), .style = *style };

	pango_layout_set_text(t.layout, text ? text : "", -1);
	set_font(d, t.layout, style, style->label_len, style->size_pt, 0);
	t.style.one_line = style->one_line && fit_one_line(d, &t);
	if (!t.style.one_line) {
		pango_layout_set_wrap(t.layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_width(t.layout, (int)(style->width_pt * PANGO_SCALE));
		pango_layout_set_indent(t.layout, (int)(style->indent_pt * PANGO_SCALE));
	}
	t.n = pango_layout_get_line_count(t.layout);
	return t;
}

void pdf_text_release(struct pdf_text *t)
{
	if (t->layout)
		g_object_unref(t->layout);
	t->layout = NULL;
}

double pdf_text_width(const struct pdf_text *t)
{
	return natural_width(t->layout);
}

/* The line as a layout of its own, spread by spacing_pt after each character. */
static void draw_spread(struct pdf *d, const struct pdf_text *t, const char *bytes, int start,
			int len, double spacing_pt, double x, double baseline)
{
	PangoLayout *line = pango_layout_new(d->context);
	size_t label = t->style.label_len > (size_t)start ? t->style.label_len - (size_t)start : 0;

	pango_layout_set_text(line, bytes, len);
	set_font(d, line, &t->style, label, t->style.size_pt, spacing_pt);
	cairo_move_to(d->cr, x, baseline);
	pango_cairo_show_layout_line(d->cr, pango_layout_get_line_readonly(line, 0));
	g_object_unref(line);
}

static bool ends_paragraph(const char *text, const PangoLayoutLine *line)
{
	char after = text[line->start_index + line->length];

	return after == '\0' || after == '\n';
}

static void draw_line(struct pdf *d, const struct pdf_text *t, int i, double x, double baseline)
{
	const char *text = pango_layout_get_text(t->layout);
	PangoLayoutLine *line = pango_layout_get_line_readonly(t->layout, i);
	bool first = line->is_paragraph_start && !t->style.one_line;
	double indent = first ? t->style.indent_pt : 0;
	double room = t->style.width_pt - indent, slack;
	const char *at = text + line->start_index;
	PangoRectangle r;
	int len = line->length;
	long n;

	pango_layout_line_get_extents(line, NULL, &r);
	slack = room - (double)r.width / PANGO_SCALE;
	x += indent;
	if (t->style.align == FORM_CENTRE)
		x += slack / 2;
	else if (t->style.align == FORM_RIGHT)
		x += slack;
	while (len > 0 && at[len - 1] == ' ')
		len--;
	n = g_utf8_strlen(at, len);
	if (t->style.align == FORM_JUSTIFY && n > 1 && slack > 0.01 &&
	    slack < SPREAD_MOST * t->style.size_pt && !ends_paragraph(text, line)) {
		draw_spread(d, t, at, line->start_index, len, slack / (double)(n - 1), x, baseline);
		return;
	}
	cairo_move_to(d->cr, x, baseline);
	pango_cairo_show_layout_line(d->cr, line);
}

void pdf_text_draw(struct pdf *d, const struct pdf_text *t, int from, int to, double x, double y,
		   double pitch_pt)
{
	if (d->e || !d->cr)
		return;
	for (int i = from; i < to; i++)
		draw_line(d, t, i, x,
			  y + (i - from + 0.5) * pitch_pt + CAP_SHARE * t->style.size_pt);
	if (from == 0)
		d->missing += pango_layout_get_unknown_glyphs_count(t->layout);
}
