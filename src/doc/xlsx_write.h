/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes tables as XLSX, row after row, so that memory stays the same whatever their length (4 MB
 * for 100,000 rows). The only file that includes libxlsxwriter. All cells are text: numbers of
 * people keep their zeros, and nothing a person typed becomes a formula.
 */
#ifndef DOC_XLSX_WRITE_H
#define DOC_XLSX_WRITE_H

#include "base/arena.h"
#include "base/err.h"

struct xlsx_out;

/*
 * path: the file, made new. folder: for temporary files. properties: title and note of the
 * document, may be NULL. ERR_IO.
 */
struct xlsx_out_options {
	const char *path, *folder;
	const char *title, *note;
};
NODISCARD enum err xlsx_out_open(const struct xlsx_out_options *options, struct xlsx_out **ret);

struct xlsx_out_column {
	const char *heading;
	double width; /* in characters of the standard font */
};

/*
 * The next sheet: title across the first row, headings in the second, both frozen and repeated on
 * each printed page; footer: on each printed page, may be NULL. name: made fit and unique.
 * title NULL: headings stand in the first row.
 */
struct xlsx_out_sheet {
	const char *name, *title, *footer;
	const struct xlsx_out_column *columns;
	size_t n_columns;
};
NODISCARD enum err xlsx_out_sheet(struct xlsx_out *out, const struct xlsx_out_sheet *sheet);

/* The next row of the sheet: n texts, NULL and "" leave the cell empty. */
NODISCARD enum err xlsx_out_row(struct xlsx_out *out, const char *const *cells, size_t n);

/* Finishes the file. ERR_IO. Frees `out` in any case. */
NODISCARD enum err xlsx_out_close(struct xlsx_out *out);
/* Gives up; what stands in the file is of no use. NULL is accepted. For CLEANUP. */
void xlsx_out_abandon(struct xlsx_out **out);

/*
 * A name Excel accepts: no []:*?/\, no ' at the ends, at most 31 characters; not one of `used`
 * (compared without case): then " (2)", " (3)" ... follows. Lives in `a`.
 */
const char *xlsx_sheet_name(struct arena *a, const char *wanted, const char *const *used,
			    size_t n_used);

#endif
