/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public notices: shown for some working days, with objections and receipts. The only header of this
 * folder for others.
 */
#ifndef NOTICE_NOTICE_H
#define NOTICE_NOTICE_H

#include "development/development.h"
#include "platform.h"

extern const struct route notice_list_routes[];
extern const struct route notice_routes[];
extern const struct route notice_public_routes[];
extern const struct route notice_scan_routes[];

/*
 * What the passing of days does to notices: those whose day has come are recorded in the cases of
 * their people, those that are over with no objection unanswered are closed. Cheap when there is
 * none. Called at start and before notices are shown; opens a transaction of its own. ERR_DB.
 */
NODISCARD enum err notice_settle(struct db *db, const struct rules_set *set);

/*
 * For the demo university, by the command line: a notice over people whose next step it is, with an
 * objection if that is not NULL. Inside db_write. Errors as POST /notices.
 */
struct notice_sample {
	const int64_t *case_ids;
	size_t n;
	const char *posted_on, *objection;
};
NODISCARD enum err notice_sample(struct db *db, const struct app *app, struct arena *a,
				 int64_t organisation_id, const struct notice_sample *in);

#endif
