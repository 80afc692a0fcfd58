/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A school's choices, dated: a value holds from its day until the next one's. The known names,
 * their types, bounds and what holds without a choice stand in setting.def. A value is JSON text.
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
 * May this JSON text be the value of the setting? NULL: yes; else a problem's code ("type",
 * "out_of_range", "too_long", "not_one_of"). Pure.
 */
const char *setting_fault(struct arena *a, const struct setting_def *def, const char *json);

/*
 * The value in force today for a school (root organisation): JSON text in `a`. ERR_DB.
 * An unknown name is a BUG.
 */
NODISCARD enum err setting_value(struct db *db, struct arena *a, int64_t school_id,
				 const char *name, const char **ret);

/* The same for a SETTING_NUMBER. */
NODISCARD enum err setting_number(struct db *db, int64_t school_id, const char *name, int64_t *ret);

/* Is the post kind in the JSON list of a SETTING_POST_KINDS value? Pure. */
bool setting_has_kind(const char *json, const char *kind);

#endif
