/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: the state of a check, and its parts: values, rules, duplicates. Pure. */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "intake/heading.h"
#include "intake/intake.h"
#include "intake/text.h"

#define CHECK_ROWS_MAX   200000 /* of one file; about 300 bytes each */
#define CHECK_FAULTS_MAX 400000
#define CHECK_SKIPS_MAX  1000 /* not_data entries kept */

/* Texts kept once: sex, people, education, branch... Full: further ones are kept singly. */
#define LABELS_SLOTS 4096
struct labels {
	const char *slots[LABELS_SLOTS];
	size_t n;
};

/* Rows by a text of theirs (ID number, student number, code): numbers of rows + 1. */
struct row_index {
	uint32_t *slots;
	size_t n, cap; /* cap: power of two or 0 */
};

struct name_key {
	const char *key;                    /* as branch names are compared */
	const struct intake_branch *branch; /* NULL: two branches have this name */
};

struct check {
	struct arena *a;      /* of the result */
	struct arena scratch; /* of one row */
	const struct intake_options *o;
	struct intake_file *f;
	struct xlsx *x;
	struct labels labels;
	struct row_index ids, numbers;
	size_t n_names;
	struct name_key *names;
	/* the sheet being read */
	uint16_t sheet_no;
	bool heads_done;
	struct head_row *heads;
	size_t n_heads, cap_heads;
	struct xlsx_range *merges;
	size_t n_merges, cap_merges;
	size_t faults_from, faults_to; /* of its rows, in their order */
	size_t since_progress;
};

enum value_state { VALUE_EMPTY, VALUE_FINE, VALUE_FAULTY };

/* One row on its way from cells to values. */
struct row_check {
	struct check *c;
	struct intake_sheet *sheet;
	struct intake_row *row;
	uint8_t state[FIELD__MAX];
	struct span days[FIELD__MAX]; /* of the date and period fields that are FINE */
	int64_t counts[FIELD__MAX];
	struct id_number id; /* if state[FIELD_ID_NUMBER] is FINE */
};

/* Adds a fault at a field's column (its heading may be missing: then at the name's). */
void fault_at(struct row_check *r, enum intake_fault_kind kind, enum intake_field field);
struct intake_fault *fault_add(struct check *c, const struct intake_row *row,
			       enum intake_fault_kind kind, uint32_t column);

/* Reads the cell (NULL: empty) of column i into r->row->values[i], state, days. */
void value_read(struct row_check *r, size_t i, const struct xlsx_cell *cell);

/* What must hold between the values of a row. */
void rules_roster(struct row_check *r);
void rules_pipeline(struct row_check *r);
void rules_organisation(struct row_check *r);
/* What can only be said when all rows are known: parents, classes' organisations. */
void rules_tree(struct check *c);

/* Days from first to last that are Monday to Friday, both counted. */
int workdays(int32_t first, int32_t last);

/*
 * An earlier row with the same value in the field, or NULL; then this row is remembered. The text
 * is the row's own value.
 */
const struct intake_row *row_index_seen(struct check *c, struct row_index *index,
					struct intake_row *row, enum intake_field field);

const char *label_keep(struct check *c, const char *text);

/* The branch of a name or code, as rows write it; NULL = none below the organisation. */
void branches_prepare(struct check *c);
const struct intake_branch *branch_find(struct check *c, const char *text);

#endif
