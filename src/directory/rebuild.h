/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The derived tables of the directory made anew, or proved equal to the replay of the truth.
 * Private to src/directory and its tests.
 */
#ifndef DIRECTORY_REBUILD_H
#define DIRECTORY_REBUILD_H

#include "directory/directory_impl.h"

/* Called for each difference; text is English, without names or numbers of people. */
typedef void (*rebuild_told)(void *arg, const char *text);

struct rebuild_report {
	int64_t organisations, people, differences;
};

/* Inside db_read(). OK also when there are differences: look at the report. */
NODISCARD enum err rebuild_verify(struct db *db, rebuild_told told, void *arg,
				  struct rebuild_report *ret);

/* Inside db_write(). Throws the derived rows away and makes them from the truth. */
NODISCARD enum err rebuild_all(struct db *db, struct rebuild_report *ret);

#endif
