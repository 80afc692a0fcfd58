/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads XLSX workbooks row by row: libzip and expat, one pass, memory for one row and the shared
 * strings. Knows nothing of what the cells mean.
 *
 * Everything comes from outside: the declared size of each part is checked before it is opened and
 * the bytes are counted while it is read; a DOCTYPE, a ratio of compression over the cap, too many
 * cells, columns, strings or too much text refuse the file. The limits stand in xlsx_limits.h.
 */
#ifndef DOC_XLSX_READ_H
#define DOC_XLSX_READ_H

#include "base/arena.h"
#include "base/err.h"

enum xlsx_refusal {
#define X(name, code, zh, en) name,
#include "doc/xlsx_refusal.def"
#undef X
	XLSX_REFUSAL__MAX
};

/* Stable code ("xls"), Chinese for the user, English for logs. Static storage. */
const char *xlsx_refusal_code(enum xlsx_refusal why);
const char *xlsx_refusal_zh(enum xlsx_refusal why);
const char *xlsx_refusal_en(enum xlsx_refusal why);

enum xlsx_cell_kind {
	XLSX_TEXT,
	XLSX_NUMBER,
	XLSX_DATE,     /* a number in a cell formatted as date or time; 1904 already taken in */
	XLSX_BOOL,     /* text is "TRUE" or "FALSE" */
	XLSX_ERROR,    /* text is "#N/A" and the like */
	XLSX_NO_VALUE, /* a formula whose value was not stored */
	XLSX_BROKEN, /* the cell contradicts itself: no such shared string, a number that is none */
};

/* A cell that has something in it. Text is valid UTF-8, not trimmed, with a NUL behind it. */
struct xlsx_cell {
	uint32_t column; /* from 1 */
	enum xlsx_cell_kind kind;
	bool formula;
	double number;    /* NUMBER, DATE */
	const char *text; /* as it stands in the file; NUMBER and DATE: the digits */
	size_t len;
	size_t text_at; /* private */
};

struct xlsx_row {
	uint32_t number; /* from 1, as in the sheet */
	bool hidden;
	size_t n; /* cells with something in them, in the order of the file */
	const struct xlsx_cell *cells;
};

struct xlsx_range {
	uint32_t first_row, first_column, last_row, last_column; /* from 1 */
};

/*
 * What reading calls. Rows and their texts live only until the call returns. An error returned by
 * one of them ends the reading and is passed on. merge may be NULL; merged ranges come after all
 * rows of the sheet, as they do in the file.
 */
struct xlsx_sink {
	enum err (*row)(void *arg, const struct xlsx_row *row);
	enum err (*merge)(void *arg, const struct xlsx_range *range);
	void *arg;
};

struct xlsx;

struct xlsx_sheet {
	const char *name;
	bool hidden;
};

/*
 * Opens a workbook: finds its sheets (in the workbook's order), styles and shared strings.
 * a: holds the names; must outlive the workbook.
 * ERR_INPUT: the file is refused, *ret_why tells why. ERR_IO: it cannot be opened or read.
 */
NODISCARD enum err xlsx_open(struct arena *a, const char *path, enum xlsx_refusal *ret_why,
			     struct xlsx **ret);
void xlsx_close(struct xlsx **x); /* for CLEANUP; NULL inside is accepted */

size_t xlsx_sheets(const struct xlsx *x);
const struct xlsx_sheet *xlsx_sheet(const struct xlsx *x, size_t i); /* i < xlsx_sheets() */
bool xlsx_is_1904(const struct xlsx *x);

/* Reads one sheet from its beginning. Errors as in xlsx_open(), and those of the sink. */
NODISCARD enum err xlsx_read_sheet(struct xlsx *x, size_t i, const struct xlsx_sink *sink,
				   enum xlsx_refusal *ret_why);

/* For progress: bytes of sheet XML read so far, and all there are by the archive's directory. */
uint64_t xlsx_bytes_read(const struct xlsx *x);
uint64_t xlsx_bytes_total(const struct xlsx *x);

/*
 * The civil day of a serial number of the 1900 system (time of day cut off).
 * ERR_INPUT: not a day within DATE_MIN..DATE_MAX, or 60, which stands for the 29 February 1900
 * that never was.
 */
NODISCARD enum err xlsx_serial_to_day(double serial, int32_t *ret_day);

/* "A" is 1, "XFD" 16384; moves behind the letters. 0: no column. */
uint32_t xlsx_column_parse(const char **at);
/* Writes the letters of a column (1..16384) and NUL. */
#define XLSX_COLUMN_SIZE 4
void xlsx_column_format(uint32_t column, char text[XLSX_COLUMN_SIZE]);

/* Does a number format show a date or a time (quoted, escaped and [bracketed] parts not counted)? */
bool xlsx_format_is_date(const char *code);

#endif
