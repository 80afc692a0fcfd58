/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The import of organisations, rosters and pipeline sheets: what a workbook means, what is wrong
 * with it, what it would change, and the way back. The check is pure: a file, the branches it may
 * name and a day go in; sheets, rows and faults come out.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/command.h"
#include "doc/xlsx_read.h"
#include "http/http.h"

enum intake_kind { INTAKE_ORGANISATION, INTAKE_ROSTER, INTAKE_PIPELINE, INTAKE_KIND__MAX };

enum intake_field {
#define X(name, code, zh) name,
#include "intake/fields.def"
#undef X
	FIELD__MAX,
	FIELD_NONE = FIELD__MAX /* a column that is read past */
};

enum intake_fault_kind {
#define X(name, code, verdict, zh) name,
#include "intake/faults.def"
#undef X
	FAULT__MAX
};

/* What a sheet holds; decides which headings are looked for and how a row is checked. */
enum intake_set { SET_ORGANISATION, SET_CLASS, SET_ROSTER, SET_PIPELINE, SET__MAX };

struct intake_column {
	uint32_t column;         /* from 1 */
	const char *heading;     /* without white space */
	enum intake_field field; /* FIELD_NONE: read past */
	uint8_t reader;          /* private: how its cells become values */
};

struct intake_sheet {
	const char *name;
	size_t index; /* from 1, as in the workbook */
	bool use;
	const char *why; /* of a sheet that is not used: "empty", "hidden", "no_headings" */
	enum intake_set set;
	uint32_t title_rows[8], heading_rows[2];
	size_t n_titles, n_headings;
	uint32_t first_data_row, last_data_row; /* 0: none */
	size_t n_data_rows;
	size_t n_columns;
	struct intake_column *columns;
	int16_t at_field[FIELD__MAX]; /* place in columns (and values) of a field, -1 = no column */
	size_t first_row, n_rows;     /* in intake_file.rows */
};

enum intake_verdict { INTAKE_ACCEPT, INTAKE_WARN, INTAKE_REFUSE, INTAKE_SKIP };

struct intake_row {
	uint32_t number;     /* in the sheet, from 1 */
	uint16_t sheet;      /* in intake_file.sheets */
	uint8_t verdict;     /* enum intake_verdict; SKIP: turned out to be no data */
	const char **values; /* one for each column of the sheet; NULL = empty or not readable */
};

struct intake_fault {
	uint32_t row;
	uint32_t other_row; /* of_row, with_row; 0 = none */
	uint32_t column;    /* from 1; 0 = the row as a whole */
	uint16_t sheet, other_sheet;
	uint8_t kind;
	uint8_t count; /* characters of an ID number of wrong length; 0 = nothing to tell */
};

struct intake_not_data {
	uint32_t row;
	uint16_t sheet;
	const char *why; /* static storage */
};

/* A branch that rows may name. */
struct intake_branch {
	const char *code, *name;
	int64_t id;             /* 0 when it comes from a file */
	const char *founded_on; /* NULL: not known */
};

/* A class, for the branch of the people in it. */
struct intake_class {
	const char *name, *code;
	int64_t id;
	const char *branch_code; /* NULL: none looks after it */
};

/* What the check may know of the directory. */
struct intake_scope {
	const char *org_code, *org_name;
	bool org_is_branch;
	bool known; /* false: no directory at hand; names are then not looked up */
	size_t n_branches;
	const struct intake_branch *branches; /* below org, itself included if it is one */
	size_t n_classes;
	const struct intake_class *classes;
	size_t n_codes;
	const char *const *codes; /* of all organisations: what parent codes may name */
};

/* The user's word on a column, against the recognition. */
struct intake_mapping {
	size_t sheet_index; /* from 1 */
	uint32_t column;
	enum intake_field field;
};

struct intake_options {
	enum intake_kind kind;
	const char *path;
	int32_t today;
	const struct intake_scope *scope;
	size_t n_mappings;
	const struct intake_mapping *mappings;
	/* Called now and then while reading, may be NULL; an error ends the check. */
	enum err (*progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
};

struct intake_file {
	const char *refused;    /* code of a file that is refused as a whole, NULL = read */
	const char *refused_zh; /* what to do */
	bool date_1904;
	enum intake_kind kind;
	const char *org_code;
	int32_t today;
	size_t n_sheets, cap_sheets;
	struct intake_sheet *sheets;
	size_t n_rows, cap_rows;
	struct intake_row *rows;
	size_t n_faults, cap_faults;
	struct intake_fault *faults; /* by sheet, row, column */
	size_t n_not_data, cap_not_data;
	struct intake_not_data *not_data;
	size_t accepted, warned, refused_rows; /* accepted includes warned */
};

/*
 * Reads and checks a workbook. A file that is refused is OK with ret->refused set.
 * a: everything in *ret lives there; about 300 bytes a row.
 * ERR_IO: the file cannot be opened. Others: those of progress.
 */
NODISCARD enum err intake_check(struct arena *a, const struct intake_options *options,
				struct intake_file *ret);

/*
 * A row turns out to contradict what is recorded: adds the fault at the field's column and refuses
 * the row. intake_recount() afterwards brings order and counts up to date.
 */
void intake_refuse(struct arena *a, struct intake_file *file, struct intake_row *row,
		   enum intake_fault_kind kind, enum intake_field field);
void intake_recount(struct intake_file *file);

/* ---- names ---- */

const char *intake_kind_name(enum intake_kind kind); /* "roster" */
const char *intake_field_name(enum intake_field field);
const char *intake_field_zh(enum intake_field field);
enum intake_field intake_field_find(const char *name); /* FIELD_NONE: no such field */
const char *intake_fault_name(enum intake_fault_kind kind);
const char *intake_fault_zh(enum intake_fault_kind kind);
bool intake_fault_refuses(enum intake_fault_kind kind);
/* The value of a field in a row, or NULL. */
const char *intake_value(const struct intake_file *file, const struct intake_row *row,
			 enum intake_field field);
/* Is a field a count, printed as a number? */
bool intake_field_is_count(const struct intake_sheet *sheet, enum intake_field field);
/* "applicant" to "full", from the dates of a pipeline row. Static storage. */
const char *intake_stage(const struct intake_file *file, const struct intake_row *row);
/*
 * The kind of organisation a text means ("党总支" -> "general_branch"), NULL = none. 党委 is
 * "grassroots_committee"; root and school committee are seen by their place in the tree.
 */
const char *intake_organisation_kind(const char *text);
bool intake_kind_is_branch(const char *kind); /* of such a code */

extern const struct command intake_commands[];
extern const struct route intake_list_routes[];
extern const struct route intake_routes[];

#endif
