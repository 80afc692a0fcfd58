/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What follows from a case's records: the person's stages (truth of the directory, added and
 * voided here), the state of the case, its duties. Private to src/development.
 */
#ifndef DEVELOPMENT_CASE_SYNC_H
#define DEVELOPMENT_CASE_SYNC_H

#include "development/case_view.h"

/* One duty of a case; pure result of the rules. */
struct case_duty {
	const char *duty; /* unique in the case: a rule's id, or "next.<step>" */
	const char *step_code;
	enum rules_actor owner;
	int32_t since, earliest_on, due_on; /* DATE_NONE: none */
};

struct case_summary {
	struct case_duty *duties;
	size_t n_duties;
	const struct rules_next *next; /* the step awaited first, or NULL */
	int32_t next_since, next_due_on;
	int32_t refresh_on; /* first later day with another answer; DATE_NONE: none */
	const char *state;  /* of development_case */
	int32_t closed_on;
	int64_t findings_n;
};

/*
 * What is stored of an evaluation. Pure; lives in `a`. A half-year that has passed without an
 * inspection can no longer be made good: it stays a finding and is no duty.
 */
struct case_summary case_summarise(const struct rules_set *set, const struct case_view *view,
				   const struct rules_result *result, int32_t today,
				   struct arena *a);

/* What an evaluation read of the person: birthday and day of leaving, as one text in `a`. */
const char *case_basis(struct arena *a, const struct case_view *view);

/*
 * Loads the case again, evaluates it, and brings stages, state, case_duty and case_state up to
 * date. account_id: who caused it, 0 = nobody (rebuild). ret_view: as it is now (may be NULL).
 * Inside db_write.  ERR_NOT_FOUND, ERR_DB.
 */
NODISCARD enum err case_sync(struct db *db, const struct rules_set *set, struct arena *a,
			     int64_t case_id, int32_t today, int64_t account_id,
			     struct case_view *ret_view);

/* Who has to act for a branch, by actor; id of the organisation and its name, living in `a`. */
struct case_owners {
	int64_t id[RULES_ACTOR__MAX];
	const char *name[RULES_ACTOR__MAX];
};
NODISCARD enum err case_owners(struct db *db, struct arena *a, const struct case_view *view,
			       struct case_owners *ret);

#endif
