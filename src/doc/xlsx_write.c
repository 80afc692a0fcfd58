/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/xlsx_write.h"

#include <strings.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/banned.h"

#define SHEET_NAME_MAX 31 /* Excel's, in UTF-16 units; our names are in the BMP but for rare ones */

#define FOOTER_MAX 120 /* Excel's is 255 with the codes, and & counts twice */

struct xlsx_out {
	struct arena a;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *title, *heading, *text;
	lxw_row_t row;
	const char **names;
	size_t n_names, cap_names;
};

static bool is_forbidden(char c)
{
	return c && strchr("[]:*?/\\", c) != NULL;
}

/* "&" begins a code in footers. */
static const char *footer_text(struct arena *a, const char *s)
{
	CLEANUP(buf_release) struct buf out = { 0 };

	buf_init(&out, 4096);
	for (; *s; s++)
		buf_adds(&out, *s == '&' ? "&&" : (const char[2]){ *s, '\0' });
	return arena_strndup(a, out.text, out.len);
}

/* At most max UTF-16 units, cut at a character. */
static const char *cut(struct arena *a, const char *s, size_t max)
{
	const char *at = s, *end = s + strlen(s), *last = s;
	size_t units = 0;
	uint32_t cp;

	while ((cp = utf8_next(&at, end)) != 0) {
		units += cp > 0xFFFF ? 2 : 1;
		if (units > max)
			break;
		last = at;
	}
	return arena_strndup(a, s, (size_t)(last - s));
}

static bool is_used(const char *name, const char *const *used, size_t n_used)
{
	for (size_t i = 0; i < n_used; i++) {
		if (strcasecmp(used[i], name) == 0)
			return true;
	}
	return false;
}

const char *xlsx_sheet_name(struct arena *a, const char *wanted, const char *const *used,
			    size_t n_used)
{
	char *clean = str_trim(a, wanted, strlen(wanted));
	const char *name, *tail;

	for (char *c = clean; *c; c++) {
		if (is_forbidden(*c) || *c == '\'')
			*c = '_';
	}
	name = *clean ? cut(a, clean, SHEET_NAME_MAX) : "Sheet";
	for (int i = 2; is_used(name, used, n_used); i++) {
		tail = arena_printf(a, " (%d)", i);
		name = arena_printf(a, "%s%s", cut(a, clean, SHEET_NAME_MAX - strlen(tail)), tail);
	}
	return name;
}

static void set_formats(struct xlsx_out *out)
{
	out->title = workbook_add_format(out->book);
	format_set_bold(out->title);
	format_set_font_size(out->title, 16);
	format_set_align(out->title, LXW_ALIGN_CENTER);
	format_set_align(out->title, LXW_ALIGN_VERTICAL_CENTER);
	out->heading = workbook_add_format(out->book);
	format_set_bold(out->heading);
	format_set_border(out->heading, LXW_BORDER_THIN);
	format_set_align(out->heading, LXW_ALIGN_CENTER);
	format_set_text_wrap(out->heading);
	out->text = workbook_add_format(out->book);
	format_set_num_format(out->text, "@"); /* text, also when somebody types into it */
	format_set_border(out->text, LXW_BORDER_THIN);
}

static void set_properties(struct xlsx_out *out, const struct xlsx_out_options *options)
{
	lxw_doc_properties p = { 0 };

	/* The library copies the texts and does not change them. */
	p.title = options->title ? arena_strdup(&out->a, options->title) : NULL;
	p.comments = options->note ? arena_strdup(&out->a, options->note) : NULL;
	(void)workbook_set_properties(out->book, &p); /* only a note in the file */
}

enum err xlsx_out_open(const struct xlsx_out_options *options, struct xlsx_out **ret)
{
	struct arena a;
	struct xlsx_out *out;
	lxw_workbook_options book = { .constant_memory = LXW_TRUE };

	arena_init(&a);
	out = ARENA_NEW(&a, struct xlsx_out);
	book.tmpdir = arena_strdup(&a, options->folder);
	out->a = a;
	out->book = workbook_new_opt(options->path, &book);
	if (!out->book) {
		a = out->a;
		arena_release(&a);
		return ERR_IO;
	}
	set_formats(out);
	set_properties(out, options);
	*ret = out;
	return OK;
}

static enum err from_lxw(lxw_error e)
{
	switch (e) {
	case LXW_NO_ERROR:
		return OK;
	case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
	case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
		return ERR_TOO_LARGE;
	default:
		return ERR_IO;
	}
}

static enum err write_headings(struct xlsx_out *out, const struct xlsx_out_sheet *sheet)
{
	lxw_col_t last = (lxw_col_t)(sheet->n_columns - 1);
	lxw_error e = LXW_NO_ERROR;

	for (size_t i = 0; i < sheet->n_columns; i++)
		(void)worksheet_set_column(out->sheet, (lxw_col_t)i, (lxw_col_t)i,
					   sheet->columns[i].width, NULL); /* looks only */
	if (sheet->title) {
		(void)worksheet_set_row(out->sheet, 0, 30, NULL); /* looks only */
		e = last > 0 ? worksheet_merge_range(out->sheet, 0, 0, 0, last, sheet->title,
						     out->title)
			     : worksheet_write_string(out->sheet, 0, 0, sheet->title, out->title);
		out->row = 1;
	}
	for (size_t i = 0; !e && i < sheet->n_columns; i++)
		e = worksheet_write_string(out->sheet, out->row, (lxw_col_t)i,
					   sheet->columns[i].heading, out->heading);
	out->row++;
	worksheet_freeze_panes(out->sheet, out->row, 0);
	return from_lxw(e);
}

enum err xlsx_out_sheet(struct xlsx_out *out, const struct xlsx_out_sheet *sheet)
{
	const char *name = xlsx_sheet_name(&out->a, sheet->name, out->names, out->n_names);

	out->sheet = workbook_add_worksheet(out->book, name);
	if (!out->sheet)
		return ERR_IO;
	*VEC_PUSH(&out->a, out->names, out->n_names, out->cap_names) = name;
	out->row = 0;
	worksheet_set_landscape(out->sheet);
	worksheet_set_paper(out->sheet, 9); /* A4 */
	worksheet_fit_to_pages(out->sheet, 1, 0);
	(void)worksheet_repeat_rows(out->sheet, 0, sheet->title ? 1 : 0); /* looks only */
	if (sheet->footer) {
		const char *text = footer_text(&out->a, cut(&out->a, sheet->footer, FOOTER_MAX));

		(void)worksheet_set_footer(out->sheet, arena_printf(&out->a, "&L%s&R&P/&N", text));
	}
	return write_headings(out, sheet);
}

enum err xlsx_out_row(struct xlsx_out *out, const char *const *cells, size_t n)
{
	lxw_error e = LXW_NO_ERROR;

	for (size_t i = 0; !e && i < n; i++) {
		if (str_empty(cells[i]))
			e = worksheet_write_blank(out->sheet, out->row, (lxw_col_t)i, out->text);
		else
			e = worksheet_write_string(out->sheet, out->row, (lxw_col_t)i, cells[i],
						   out->text);
	}
	out->row++;
	return from_lxw(e);
}

static void release(struct xlsx_out *out)
{
	struct arena a = out->a; /* `out` itself lives in it */

	arena_release(&a);
}

enum err xlsx_out_close(struct xlsx_out *out)
{
	lxw_error e = workbook_close(out->book);

	release(out);
	return from_lxw(e);
}

void xlsx_out_abandon(struct xlsx_out **out)
{
	if (!*out)
		return;
	(void)workbook_close((*out)->book); /* the library has no other way to free it */
	release(*out);
	*out = NULL;
}
