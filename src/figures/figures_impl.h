/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/figures. */
#ifndef FIGURES_FIGURES_IMPL_H
#define FIGURES_FIGURES_IMPL_H

#include "development/development.h"
#include "directory/directory.h"
#include "figures/figures.h"
#include "rules/rules.h"

/* ---- figures_core.c ---- */

/* n of `of` in thousandths, rounded to the nearest, halves up; 0 when there is nobody. Both >= 0. */
int64_t figures_permille(int64_t n, int64_t of);

/* The year in which those entered who are in their first year on this day: from August on its own. */
int figures_first_years(int32_t day);

/* The last day on which each of the six procedures of a person was done; NULL: not done. */
struct figures_lamps {
	const char *nominated_on, *pre_reviewed_on, *notice_on, *reviewed_on, *talked_on,
		*approved_on;
	int64_t corrected_n; /* records that were corrected or voided */
};
/* By the standing records. Pure; lives in `a`. */
struct figures_lamps figures_lamps_of(const struct rules_set *set, struct arena *a,
				      const struct rules_case *c);

/* ---- figures_store.c ---- */

/* Of a subtree (paths from low up to high) in the days from, until (not included). ERR_DB. */
struct figures_year {
	int64_t applied, trained, developed; /* people, each once */
};
NODISCARD enum err figures_year_count(struct db *db, const char *low, const char *high,
				      const char *from, const char *until,
				      struct figures_year *ret);

#define FIGURES_GROUPS_MAX 8

/* Those who entered in one year. people: by the sizes of their classes, at least who is known. */
struct figures_group {
	int64_t entry_year, people, applied, activists;
};
/*
 * Year groups that entered in or before `newest`, the newest first, as they stood on the day as_of.
 * Who has gone further counts as applied and as activist too. ERR_DB.
 */
NODISCARD enum err figures_groups_count(struct db *db, const char *low, const char *high,
					int64_t newest, const char *as_of,
					struct figures_group ret[FIGURES_GROUPS_MAX],
					size_t *ret_n);

#endif
