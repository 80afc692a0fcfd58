/* SPDX-License-Identifier: Apache-2.0 */
/* The examples inside packs and calendars: each rule's passing and failing cases. */
#ifndef RULES_RULES_VECTORS_H
#define RULES_RULES_VECTORS_H

#include "rules/rules.h"

/* One example that does not hold, or a rule without one. */
struct rules_miss {
	const char *where;  /* "packs/rules/x.yaml:120" */
	const char *vector; /* "rule age: the day before the birthday" */
	const char *why;
};

#define RULES_MISSES_MAX 100

struct rules_tally {
	int rules, passed, failed;
	int bare; /* rules without a passing or a failing vector */
	size_t n; /* misses kept */
	struct rules_miss misses[RULES_MISSES_MAX];
};

/* Runs every vector of the pack against the set; texts of the tally live in `a`. */
void rules_vectors_pack(const struct rules_set *set, const struct rules_pack *pack, struct arena *a,
			struct rules_tally *ret);

/* Runs the vectors of the i-th calendar year; false if there is none. */
bool rules_vectors_calendar(const struct rules_set *set, size_t i, struct arena *a,
			    const char **ret_name, struct rules_tally *ret);

#endif
