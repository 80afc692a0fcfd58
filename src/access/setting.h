/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A school's choices, dated: a value holds from its day until the next one's. The known names,
 * their kinds, bounds and what holds without a choice stand in setting.def. Values are text:
 * "480", "true", or for lists of codes "organiser,branch_secretary" ("" = none).
 */
#ifndef ACCESS_SETTING_H
#define ACCESS_SETTING_H

#include "base/arena.h"
#include "db/db.h"

enum setting_kind { SETTING_NUMBER, SETTING_BOOL, SETTING_TEXT, SETTING_POST_KINDS };

struct setting_def {
	const char *name;
	enum setting_kind kind;
	int64_t min, max;    /* NUMBER: value; TEXT: characters; POST_KINDS: how many */
	const char *value;   /* JSON text that holds without a choice */
	const char *zh, *en; /* what it means */
};

/* The known settings; NULL for an unknown name. */
const struct setting_def *setting_def(const char *name);
extern const struct setting_def setting_defs[];
extern const size_t setting_defs_n;

/*
 * The value as it is kept (white space taken out of lists), in `a`; NULL: it cannot be one, and
 * *ret_fault is the problem's code ("type", "out_of_range", "too_long", "too_many", "not_one_of").
 * Pure.
 */
const char *setting_form(struct arena *a, const struct setting_def *def, const char *text,
			 const char **ret_fault);

/*
 * The value in force today for a school (root organisation), in `a`. ERR_DB.
 * An unknown name is a BUG.
 */
NODISCARD enum err setting_value(struct db *db, struct arena *a, int64_t school_id,
				 const char *name, const char **ret);

/* The same for a SETTING_NUMBER. */
NODISCARD enum err setting_number(struct db *db, int64_t school_id, const char *name, int64_t *ret);

/* Is the post kind in the list of a SETTING_POST_KINDS value? Pure. */
bool setting_has_kind(const char *list, const char *kind);

#endif
