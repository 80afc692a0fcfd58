/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The superior's desk: a committee's meetings over many cases, filing in batches, the yearly plan
 * of places, people who leave before they can be admitted. The only header of this folder for
 * others.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "platform.h"

extern const struct route desk_routes[];
extern const struct route desk_meeting_routes[];
extern const struct route desk_filing_routes[];
extern const struct route desk_plan_routes[];
extern const struct route desk_forecast_routes[];
extern const struct route desk_leaving_routes[];

struct rules_set;

/* For the demo data; each inside db_write, errors as those of the routes. */

/* Places of a year for an organisation, given on 15 March. */
NODISCARD enum err desk_sample_places(struct db *db, struct arena *a, const struct user *who,
				      int64_t organisation_id, int64_t year, int64_t places);

/*
 * A meeting over cases: an agenda for a day, or one that was held then and returned every case.
 * On that day the organisation must have members by its posts.
 */
struct desk_sample {
	int64_t organisation_id;
	const char *title, *day;
	const int64_t *cases;
	const char *const *steps; /* as many as cases */
	size_t n_cases;
	bool is_over;
};
NODISCARD enum err desk_sample_meeting(struct db *db, const struct rules_set *set, struct arena *a,
				       const struct user *who, const struct desk_sample *in);

#endif
