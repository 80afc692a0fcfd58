/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/doc only: one part of the archive through expat, within the limits. */
#ifndef DOC_XLSX_PART_H
#define DOC_XLSX_PART_H

#include "doc/archive.h"
#include "doc/xlsx_limits.h"
#include "doc/xlsx_read.h"

struct xlsx_place {
	struct xlsx_sheet sheet;
	zip_uint64_t entry;
	uint64_t size_bytes; /* unpacked, by the directory */
};

struct xlsx {
	struct arena *a;
	zip_t *zip;
	bool date_1904;
	size_t n_sheets, cap_sheets;
	struct xlsx_place *sheets;
	size_t n_styles, cap_styles;
	bool *style_is_date;
	struct buf strings;   /* texts of the shared strings, each with its NUL */
	struct buf string_at; /* uint32_t: where each begins; one more at the end */
	uint32_t n_strings;
	uint64_t bytes_read, bytes_total;
};

/*
 * What a part's reader gets to see: elements of the spreadsheet's own namespace (transitional or
 * strict; relationships for rels), without prefix. text may be NULL. To stop, set *p->e / p->why by
 * part_fail().
 */
struct part;
struct part_handlers {
	void (*start)(struct part *p, const char *name, const char **attributes);
	void (*end)(struct part *p, const char *name);
	void (*text)(struct part *p, const char *s, int len);
};

struct part {
	struct xlsx *x;
	const struct part_handlers *on;
	void *arg;
	struct xml_part xml;
	enum err e;
	enum xlsx_refusal why;
	bool counts; /* a sheet: its bytes count as progress */
};

/* Ends the reading with ERR_INPUT and why, or with another error (why then XLSX_FINE). */
void part_fail(struct part *p, enum err e, enum xlsx_refusal why);
/* What a fault of the archive is to the person who uploaded it. */
enum xlsx_refusal part_refusal(enum archive_fault fault);
/* Has somebody called part_fail()? Handlers that loop look. */
bool part_failed(const struct part *p);

/* Reads the entry through p->on; p->x, on, arg and counts are set by the caller. */
NODISCARD enum err part_read(struct part *p, zip_uint64_t entry, uint64_t max_bytes);

/* The entry of that name (letters of any case), or ERR_NOT_FOUND. */
NODISCARD enum err part_find(struct xlsx *x, const char *name, zip_uint64_t *ret_entry);

/* Value of an attribute without prefix, or NULL; the one of the relationships namespace. */
const char *part_attribute(const char **attributes, const char *name);
const char *part_rel_attribute(const char **attributes);

/* Turns "_x000D_" and the like into what they stand for; gives the new length. */
size_t part_unescape(char *text, size_t len);

/* Shared strings and styles, each by its own part. */
NODISCARD enum err xlsx_read_strings(struct xlsx *x, zip_uint64_t entry,
				     enum xlsx_refusal *ret_why);
NODISCARD enum err xlsx_read_styles(struct xlsx *x, zip_uint64_t entry, enum xlsx_refusal *ret_why);

/* What is a file that is no zip archive? */
enum xlsx_refusal xlsx_sniff(const char *path);

#endif
