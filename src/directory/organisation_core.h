/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Organisations by their dated events: replay, rules of founding, change of the whole. Pure.
 * Private to src/directory.
 */
#ifndef DIRECTORY_ORGANISATION_CORE_H
#define DIRECTORY_ORGANISATION_CORE_H

#include "base/arena.h"
#include "base/err.h"

struct organisation_event {
	const char *kind, *happened_on;
	const char *name, *organisation_kind;
	int64_t parent_id;
};

/* From from_on until the day before until_on (NULL: to this day). */
struct organisation_span {
	const char *from_on, *until_on;
	const char *name, *kind;
	int64_t parent_id;
};

struct organisation_life {
	struct organisation_span *spans; /* oldest first */
	size_t n;
	struct organisation_span last;      /* as it is, or was when it ended */
	const char *founded_on, *closed_on; /* closed_on NULL: stands */
};

/*
 * Replays events given in the order (happened_on, as recorded). Texts are those of the events; the
 * array lives in `a`. ERR_CONFLICT: the first is no founding, a second founding, or one after the end.
 */
NODISCARD enum err organisation_replay(struct arena *a, const struct organisation_event *events,
				       size_t n, struct organisation_life *ret);

/* Is it a code of directory_organisation_kinds / of directory_stages / ...? */
bool code_in(const char *const *codes, const char *code);

/* "YYYY-MM-DD" that exists and is not after today; with months also "YYYY-MM". */
bool day_is_past(const char *day, bool months);

/* Upper level (committees, general and direct branches), branches, or neither (the root). */
enum organisation_level { LEVEL_ROOT, LEVEL_UPPER, LEVEL_BRANCH, LEVEL__MAX };
enum organisation_level organisation_level(const char *kind);

/* S000-15. What founding a branch of so many members asks; others kinds ask nothing. */
#define BRANCH_MIN_FULL  3
#define BRANCH_MAX_USUAL 50
#define COMMITTEE_MIN    7
struct founding {
	bool too_few;  /* refused: fewer than 3 full members (branch regulation, Art. 4) */
	bool too_many; /* told: normally at most 50 */
};
struct founding organisation_founding(const char *kind, int64_t full, int64_t members);

/* S000-16. Does this post belong to a committee that a branch of so many full members has not? */
bool post_needs_committee(const char *post_kind, const char *organisation_kind, int64_t full);

/* S000-14, S003-02. The goal of a class of this year of study, and whether it is met. */
struct class_facts {
	int64_t study_year; /* 1, 2, 3 ...; 0: unknown */
	int64_t members, full;
	bool has_group, has_branch;
};
/* "met", "not_met", "may_found_branch", "unknown". */
const char *class_goal(const struct class_facts *facts);

/* "Members in the lower years, branches in the upper years, groups across campuses" (S003-02). */
struct goals {
	int64_t lower, lower_met; /* classes of years 1 and 2; with a member */
	int64_t upper, upper_met; /* of year 3 and above; with a branch */
};
struct goals goals_of(const struct class_facts *classes, size_t n);
/* Of n, how many: "met" when all, "not_met", "none" of no things at all. */
const char *goal_state(int64_t met, int64_t n);

/* Year of study on a day: entry in September. 0: unknown entry year or not begun. */
int64_t study_year(int64_t entry_year, const char *day);

#endif
