/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a person stands, in plain words: for himself when he has signed in, and for whoever holds
 * the slip of his case. It names organisations and posts, and nobody but the person himself.
 * Private to src/development.
 */
#ifndef DEVELOPMENT_STAND_H
#define DEVELOPMENT_STAND_H

#include "development/case_view.h"

struct awaited_reply;

struct stand_reply {
	const char *today, *name, *branch_name, *stage, *stage_on, *state;
	const char *joined_on, *probation_due_on, *full_on;
	const char *closed_on; /* the day the case ended; NULL while it is open */
	bool extended;         /* probation was lengthened */
	int64_t steps_done, steps_total;
	struct awaited_reply *awaited;
	struct awaited_reply *milestone; /* beside work that recurs: the step that leads on */
	struct fld_list delays, timeline;
};

extern const struct fld stand_fields[];

/*
 * The standing of a person on a day. case_id 0: he has no case, only his stage is told.
 * ret: lives in `a`. Checks no rights.  ERR_NOT_FOUND: no such person or case.  ERR_DB.
 */
NODISCARD enum err stand_reply_make(struct db *db, const struct rules_set *set, struct arena *a,
				    int64_t person_id, int64_t case_id, int32_t today,
				    struct stand_reply *ret);

#endif
