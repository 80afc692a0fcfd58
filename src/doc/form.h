/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A paper as data: title, paragraphs, tables, signature, running head and foot. One description gives
 * the DOCX (docx_write.h) and the PDF (pdf.h), both set as official papers are (GB/T 9704: A4, text
 * 156 x 225 mm, title size 2, body size 3 with two characters' indent).
 *
 * A description may hold placeholders (values.h). docx_write() leaves them in, which makes a default
 * template that a school can edit in Word; form_fill() puts values in, which makes the paper.
 *
 * All texts are UTF-8 and borrowed unless a function says otherwise; blocks live in the form's arena.
 * "\n" in a text begins a new line, without the indent of a new paragraph. Limits: form_check().
 */
#ifndef DOC_FORM_H
#define DOC_FORM_H

#include "doc/values.h"

#define FORM_BLOCKS_MAX     5000
#define FORM_COLUMNS_MAX    24
#define FORM_ROWS_MAX       DOC_ROWS_MAX  /* of one table */
#define FORM_TEXT_MAX       DOC_VALUE_MAX /* bytes of one text */
#define FORM_TOTAL_MAX      (8u << 20)    /* bytes of all texts */
#define FORM_SIGNATURES_MAX 8             /* lines of one signature block */

enum form_kind {
	FORM_TITLE, /* 二号, 小标宋 (PDF: Serif Bold), centred, kept with what follows */
	FORM_SUBTITLE, /* 三号, 楷体 (PDF: Serif), centred: number of the paper, name, date under a title */
	FORM_HEADING, /* level 1: 黑体; level 2: 楷体, PDF Serif Bold; kept with what follows */
	FORM_PARAGRAPH, /* 三号 仿宋 (PDF: Serif) */
	FORM_TABLE,
	FORM_SIGNATURE, /* who and when, at the right; kept with the end of the block before */
	FORM_SPACER,    /* `lines` empty lines; none at the top of a page */
	FORM_PAGE_BREAK,
};

enum form_align {
	FORM_JUSTIFY, /* both edges; the last line of a paragraph at the left */
	FORM_LEFT,
	FORM_CENTRE,
	FORM_RIGHT,
};

/* ---- tables ---- */

struct form_column {
	const char *heading;   /* NULL in all columns: a table without head */
	uint16_t width;        /* share of the text width, 1..1000 */
	enum form_align align; /* FORM_JUSTIFY is taken for FORM_LEFT */
	bool nowrap;           /* numbers, dates: one line, set smaller if it does not fit */
};

struct form_cell {
	const char *text; /* NULL is empty */
	uint8_t span;     /* columns it covers; 0 is 1 */
	bool label;       /* a heading of its row: heading font, centred */
	bool own_align;   /* `align` instead of the column's */
	enum form_align align;
};

/* The spans of a row's cells add up to the table's columns. */
struct form_row {
	const struct form_cell *cells;
	uint8_t n;
	uint16_t min_mm; /* least height, 0: as high as its text */
};

/*
 * Heads repeat on each page. Rows are not split over pages; only one higher than a whole page is.
 * size_pt: of the text, 0 is 12 (小四).
 */
struct form_table {
	struct form_column columns[FORM_COLUMNS_MAX];
	uint8_t n_columns;
	uint8_t size_pt;
	struct form_row *rows;
	size_t n_rows, cap_rows;
};

/* ---- blocks ---- */

struct form_block {
	enum form_kind kind;
	enum form_align align; /* paragraph */
	uint8_t level;         /* heading: 1 or 2 */
	uint8_t indent;        /* paragraph: characters before the first line */
	uint8_t left;          /* paragraph: characters before all lines */
	bool keep_next;        /* paragraph: on the same page as the begin of the next block */
	uint8_t lines;         /* spacer: empty lines */
	const char *label; /* paragraph: first words in the heading font ("时间："), or NULL */
	const char *text;
	struct form_table *table;
	/* signature: lines set centred to each other, the widest 4 characters (no seal: 2) from the right edge */
	const char *signed_by[FORM_SIGNATURES_MAX];
	uint8_t n_signed;
	bool seal; /* room for a seal over the signature */
};

enum form_numbers {
	FORM_NO_NUMBERS,
	FORM_DASHED, /* — 1 —, as official papers have it: odd pages at the right, even at the left */
	FORM_OF, /* 第1页 共3页 */
};

struct form {
	struct arena *a;
	struct form_block *blocks;
	size_t n, cap;
	/* document properties; title also names the file's window */
	const char *title, *author, *subject;
	const char *head; /* at the top of each page, or NULL */
	const char *foot; /* at the bottom of each page, left of the number, or NULL */
	enum form_numbers numbers;
	bool landscape; /* wide rosters */
	bool narrow;    /* margins of 20 mm instead of those of official papers: rosters, forms */
};

/* Empty, with page numbers FORM_DASHED; blocks will live in `a`. */
void form_init(struct form *f, struct arena *a);

/* Each appends a block and gives it, so that its fields can be changed until the next append. */
struct form_block *form_title(struct form *f, const char *text);
struct form_block *form_subtitle(struct form *f, const char *text);
struct form_block *form_heading(struct form *f, int level, const char *text);
/* Justified, first line indented by two characters. */
struct form_block *form_paragraph(struct form *f, const char *text);
/* "label" in the heading font, then the text; not indented. */
struct form_block *form_labelled(struct form *f, const char *label, const char *text);
/* by: the organisation; day: its date as text; may hold placeholders. A seal's place is kept. */
struct form_block *form_signature(struct form *f, const char *by, const char *day);
struct form_block *form_spacer(struct form *f, int lines);
struct form_block *form_page_break(struct form *f);

/* columns are copied. n: 1..FORM_COLUMNS_MAX, otherwise a BUG. */
struct form_table *form_table(struct form *f, const struct form_column *columns, size_t n);
/* Appends a row of plain cells, one a column (n of them; the rest is empty). cells are copied. */
void form_row(struct form *f, struct form_table *t, const char *const *cells, size_t n);
/* Appends a row with spans, labels, heights. cells are copied. */
struct form_row *form_row_of(struct form *f, struct form_table *t, const struct form_cell *cells,
			     size_t n);

/*
 * ERR_TOO_LARGE: over one of the limits above. ERR_INPUT: a text is not UTF-8, a row's spans do not
 * add up to the table's columns, a width is 0, a heading's level is not 1 or 2. docx_write() and pdf_write() ask it first.
 */
NODISCARD enum err form_check(const struct form *f);

/*
 * A copy of f, in ret->a (set by the caller with form_init()), with the values in it. Lists repeat
 * table rows. The copy borrows what has no placeholder from f.
 * ERR_INPUT: faults tell what and where (part "form"). ERR_TOO_LARGE: a list makes a table too long.
 */
NODISCARD enum err form_fill(const struct form *f, const struct doc_values *values,
			     struct doc_faults *faults, struct form *ret);

#endif
