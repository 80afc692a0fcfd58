/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: what leak_scan_file() asks before and beside reading the parts of an archive. */
#ifndef DOC_LEAK_FILE_H
#define DOC_LEAK_FILE_H

#include "doc/archive.h"
#include "doc/leak.h"

enum leak_looks { LEAK_IS_PLAIN, LEAK_IS_ZIP, LEAK_IS_PDF, LEAK_IS_OLD_OFFICE, LEAK_IS_ENCRYPTED };

/* What the first bytes say. ENCRYPTED: an office file with a password, which is no zip. */
enum leak_looks leak_sniff(const void *bytes, size_t len);

/* Text or HTML, in UTF-8 or GB18030. ERR_MEDIA_TYPE: neither; the reason is in the report. */
NODISCARD enum err leak_scan_plain(struct leak_report *r, const struct leak_options *options,
				   const char *text, size_t len);

/* The sheets of a workbook by their entries. */
struct leak_place_sheet {
	const char *id, *name, *entry;
};
struct leak_places {
	struct arena *a;
	struct leak_place_sheet *sheets;
	size_t n, cap;
};

/* Leaves it empty if this is no workbook, or one that is not read: names are a courtesy. */
void leak_places_read(struct arena *a, zip_t *zip, struct leak_places *ret);

/* "页眉" or a sheet's name, NULL if there is no word for the part. Lives in the arena. */
const char *leak_place(const struct leak_places *places, const char *part);

#endif
