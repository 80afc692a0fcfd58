/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole case: its rows, the person and branch, and the form the rules read. Private to
 * src/development. Everything lives in the arena given to case_load().
 */
#ifndef DEVELOPMENT_CASE_VIEW_H
#define DEVELOPMENT_CASE_VIEW_H

#include "development/case_store.h"
#include "development/facts.h"
#include "directory/directory.h"

struct case_view {
	struct case_row row;
	struct directory_person_state person;
	struct directory_organisation branch;
	struct directory_branch_facts branch_facts;
	struct step_records records;
	struct case_transfers transfers;

	/* Made of the above by case_build(): rules.records[i] is records.items[i]. */
	struct rules_case rules;
	bool *votes_impossible; /* record i: its counts cannot be (imported); kept from the rules */
};

/*
 * Loads and builds. No rights are checked.
 * ERR_NOT_FOUND: no such case. ERR_DB.
 */
NODISCARD enum err case_load(struct db *db, const struct rules_set *set, struct arena *a,
			     int64_t case_id, struct case_view *ret);

/* Fills `rules` of the rows; pure. */
void case_build(const struct rules_set *set, struct arena *a, struct case_view *view);

/*
 * What the rules read of one record. The step's pack is the one of the day, or for an opened
 * record that of the day it was recorded.
 * ret_impossible: its counts of votes cannot be and were left out.
 */
struct rules_record case_rules_record(const struct rules_set *set, struct arena *a,
				      const struct step_record *row, bool *ret_impossible);

/* Day of a text, DATE_NONE for NULL and for what is no day. */
int32_t case_day(const char *text);
/* Text of a day living in `a`; NULL for DATE_NONE. */
const char *case_day_text(struct arena *a, int32_t day);

/* The pack and the wording of a step on a day; NULL if no pack of that day has it. */
const struct rules_step *case_step_on(const struct rules_set *set, const char *code, int32_t day,
				      const struct rules_pack **ret_pack);

/*
 * The stages the records bring the person to, each with its first day and the record that
 * brought it, in the order in which they were reached. Stages that lie after today are left out.
 * Lives in `a`.
 */
struct case_stages case_wanted_stages(const struct rules_set *set, const struct case_view *view,
				      int32_t today, struct arena *a);

/*
 * The organisation whose subtree holds all that the caller's posts let him see of cases; the widest
 * of them if he holds several. 0: he may see none.
 */
int64_t case_widest_scope(const struct user *who);

#endif
