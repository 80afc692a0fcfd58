/* SPDX-License-Identifier: Apache-2.0 */
/* A step told by a sheet against what a case has on record. Private to src/development. */
#ifndef DEVELOPMENT_IMPORT_MATCH_H
#define DEVELOPMENT_IMPORT_MATCH_H

#include "development/case_view.h"
#include "development/development.h"

/* A step as a pack reads it. */
struct import_told {
	const struct development_import_step *from;
	const struct rules_pack *pack; /* in force on its day; on today without one */
	const struct rules_step *step;
	int32_t on; /* DATE_NONE: without a day */
	struct facts facts;
};

/* False: no pack of the day knows it, its facts cannot be read, or the day is to come. */
bool import_read(const struct rules_set *set, struct arena *a,
		 const struct development_import_step *from, int32_t today,
		 struct import_told *ret);

/*
 * What becomes of a readable step. view NULL: there is no case yet. ret_opened: index of the record
 * without a day that a new one takes the place of, -1 = none. ERR_DB.
 */
NODISCARD enum err import_match(struct db *db, const struct rules_set *set, struct arena *a,
				const struct case_view *view, const struct import_told *told,
				enum development_import_fate *ret, int *ret_opened);

#endif
