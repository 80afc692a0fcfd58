/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside src/doc only: zip archives from outside, within limits, and their XML parts through expat.
 * The size that the directory declares is checked before a part is opened, and the bytes are
 * counted while it is read; a DOCTYPE stops the reading.
 */
#ifndef DOC_ARCHIVE_H
#define DOC_ARCHIVE_H

#include <expat.h>
#include <zip.h>

#include "base/arena.h"
#include "base/buf.h"

#define ARCHIVE_RATIO_MAX  200        /* unpacked : packed; writers reach 10 to 30 */
#define ARCHIVE_RATIO_FREE (1u << 20) /* parts up to this size may be of any ratio */
#define ARCHIVE_TOKEN_MAX  (1u << 20) /* one XML tag or comment: expat keeps it whole */

enum archive_fault {
	ARCHIVE_FINE,
	ARCHIVE_NOT_ZIP,
	ARCHIVE_DAMAGED,
	ARCHIVE_ENCRYPTED,
	ARCHIVE_BOMB,
	ARCHIVE_TOO_LARGE,
	ARCHIVE_DOCTYPE,
};

/*
 * Opens for reading, after looking at the number of entries. The bytes of the first must outlive the
 * archive. ARCHIVE_NOT_ZIP also stands for a path that is no regular file.
 */
enum archive_fault archive_open(const void *bytes, size_t len, size_t entries_max, zip_t **ret);
enum archive_fault archive_open_path(const char *path, uint64_t file_max, size_t entries_max,
				     zip_t **ret);
void archive_close(zip_t **zip); /* for CLEANUP; NULL inside is accepted */

/* The entry of that name (letters of any case), or ERR_NOT_FOUND. */
NODISCARD enum err archive_find(zip_t *zip, const char *name, zip_uint64_t *ret_entry);

/* The directory's word on an entry, judged before anything is unpacked. */
enum archive_fault archive_stat(zip_t *zip, zip_uint64_t entry, uint64_t max_bytes,
				zip_stat_t *ret);

/* A whole entry, appended to out (whose maximum is the limit). */
enum archive_fault archive_read(zip_t *zip, zip_uint64_t entry, struct buf *out);

/* "xl/workbook.xml" and "../x.xml" as that part names it: the entry's name. folder ends in '/'. */
const char *archive_resolve(struct arena *a, const char *folder, const char *target);
/* "xl/workbook.xml": folder "xl/", its relationships "xl/_rels/workbook.xml.rels". */
void archive_split(struct arena *a, const char *path, const char **ret_folder,
		   const char **ret_rels);

/*
 * Reads one XML part. Names and attributes come as expat gives them with namespaces and prefix:
 * "uri|local|prefix" if prefixes, else "uri|local", or "local" without a namespace. text, end and fed
 * may be NULL; fed hears of each chunk.
 * A handler stops the reading by xml_stop().
 */
struct xml_part {
	uint64_t max_bytes;
	int depth_max;
	bool prefixes;
	void (*start)(void *arg, const char *name, const char **attributes);
	void (*end)(void *arg, const char *name);
	void (*text)(void *arg, const char *s, int len);
	void (*fed)(void *arg, size_t n_bytes);
	XML_StartCdataSectionHandler cdata; /* gets the struct xml_part */
	void *arg;
	/* own */
	XML_Parser parser;
	int depth;
	enum archive_fault fault;
	bool stopped;
};

enum archive_fault xml_read(struct xml_part *p, zip_t *zip, zip_uint64_t entry);
/* The same from memory; byte positions (xml_at) then count from the first byte. UTF-8 only. */
enum archive_fault xml_read_bytes(struct xml_part *p, const char *bytes, size_t len);
void xml_stop(struct xml_part *p);

/* Where the current event stands in the bytes of xml_read_bytes(), and how many it has. */
size_t xml_at(const struct xml_part *p);
size_t xml_count(const struct xml_part *p);

/* The local name if the namespace is uri, else NULL. The result ends at ret_len. */
const char *xml_local(const char *name, const char *uri, size_t *ret_len);
/* Is it the element `local` of whatever namespace? */
bool xml_is(const char *name, const char *local);
/* Value of an attribute by its local name, whatever its namespace, or NULL. */
const char *xml_attribute(const char **attributes, const char *local);

/* ---- writing ---- */

/* An entry to write: bytes, or one of another archive taken over as it stands. */
struct archive_file {
	const char *name;
	const void *bytes;
	size_t len;
	zip_t *from; /* not NULL: `entry` of it instead of bytes */
	zip_uint64_t entry;
};

/*
 * Appends an archive with these entries, in this order, to out; all dated 1980-01-01, so that the
 * same input gives the same bytes. ERR_TOO_LARGE: over out's maximum. ERR_IO: libzip failed.
 */
NODISCARD enum err archive_write(const struct archive_file *files, size_t n, struct buf *out);

#endif
