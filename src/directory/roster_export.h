/* SPDX-License-Identifier: Apache-2.0 */
/* Rosters of members as XLSX (domain.md 11). Private to src/directory. */
#ifndef DIRECTORY_ROSTER_EXPORT_H
#define DIRECTORY_ROSTER_EXPORT_H

#include "directory/directory_impl.h"

enum roster_set { ROSTER_SHORT, ROSTER_BASIC, ROSTER_PROVINCIAL, ROSTER__MAX };

struct roster_export {
	const struct directory_organisation *root;
	enum roster_set set;
	const char *note;             /* who, when, for what, for whom: on a sheet and each page */
	const char *path, *folder;    /* the file to make; where temporary files go */
	const struct seal_keys *keys; /* NULL: ID numbers are masked but for their tail */
};

/*
 * Writes one sheet a branch of the subtree that has members, and a last sheet with the note.
 * ret_rows: members written. Inside db_read(). ERR_IO: the file cannot be written, or an ID number
 * does not open.
 */
NODISCARD enum err roster_export(struct db *db, const struct roster_export *job, int64_t *ret_rows);

#endif
