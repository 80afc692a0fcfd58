/* SPDX-License-Identifier: Apache-2.0 */
/* The writes of a case, each to be called inside db_write. Private to src/development. */
#ifndef DEVELOPMENT_CASE_WRITE_H
#define DEVELOPMENT_CASE_WRITE_H

#include "development/step.h"

/* What a write leaves behind. */
struct step_done {
	int64_t record_id;
	struct case_view view; /* the case as it is now */
	const char *details;   /* ERR_RULE, ERR_CONFLICT: why, as JSON; else NULL */
};

/*
 * Records a step (corrects 0) or the record that takes the place of a standing one.
 * Errors of step_plan(); ERR_STALE: in->version is not the case's; ERR_RULE: stops, or warnings
 * without a reason (details).
 */
NODISCARD enum err step_record_write(struct db *db, const struct step_ask *ask, int64_t case_id,
				     const struct step_in *in, int64_t corrects,
				     struct step_done *ret);

/* Takes a standing record out, with a reason; whoever may record the step may void it. */
NODISCARD enum err step_void_write(struct db *db, const struct step_ask *ask, int64_t case_id,
				   int64_t record_id, const struct step_in *in,
				   struct step_done *ret);

struct transfer_in {
	int64_t to_branch_id;
	const char *moved_on, *note;
	int64_t version;
};

/*
 * The case and its person go to another branch; the time goes on. Needs the right to record for
 * both branches. ERR_NOT_FOUND: the other branch is not there for the caller. ERR_CONFLICT: it is
 * no branch, closed, the same one, or the case is closed. ERR_INPUT: the day.
 */
NODISCARD enum err case_transfer_write(struct db *db, const struct step_ask *ask, int64_t case_id,
				       const struct transfer_in *in, struct step_done *ret);

#endif
