/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: which rows are headings, and what each column means. Pure. */
#ifndef INTAKE_HEADING_H
#define INTAKE_HEADING_H

#include "intake/intake.h"

/* How the cells of a column become values. */
enum reader {
	READ_NOTHING,
	READ_TEXT,  /* as it stands, trimmed */
	READ_LABEL, /* one of few: kept once for all rows */
	READ_CODE,  /* without spaces, full-width folded */
	READ_NAME,  /* of a person */
	READ_TITLE, /* of an organisation or class: without spaces */
	READ_SEX,
	READ_ETHNICITY,
	READ_ID,
	READ_DATE,
	READ_PERIOD,
	READ_PHONE,
	READ_COUNT,
	READ_BRANCH,
};

/* A row kept while the headings are looked for. */
struct head_row {
	struct xlsx_row row; /* its cells and texts live in the arena */
};

/*
 * Finds the headings among the first rows and fills sheet->columns, set, heading_rows, title_rows
 * and at_field. ret_next: the first of the rows that is data. false: there are no headings.
 */
bool heading_find(struct arena *a, enum intake_kind kind, const struct head_row *rows, size_t n,
		  struct intake_sheet *sheet, size_t *ret_next);

/* The user's word: column means field (FIELD_NONE: nothing). The field leaves its old column. */
void heading_map(struct intake_sheet *sheet, uint32_t column, enum intake_field field);

/* Text of a heading as it is compared and shown: no white space, full-width folded. */
const char *heading_text(struct arena *a, const struct xlsx_cell *cell);

#endif
