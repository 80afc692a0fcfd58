/* SPDX-License-Identifier: Apache-2.0 */
/* What two packs say differently: for a school that is about to change its layer. */
#ifndef RULES_RULES_DIFF_H
#define RULES_RULES_DIFF_H

#include "rules/rules.h"

/* One value; `a` or `b` NULL: that pack does not have the rule. Texts as a pack would write them. */
struct rules_difference {
	const char *rule, *param;
	const char *a, *b;
};

/*
 * Rules by id: those of one pack alone (param "rule"), and of both the values that a layer may set,
 * severity, and where printed probation periods end (rule "", param "printed_until"), in the order
 * of a's rules. *ret: *ret_n items living in `arena`.
 */
void rules_pack_diff(const struct rules_pack *a, const struct rules_pack *b, struct arena *arena,
		     struct rules_difference **ret, size_t *ret_n);

#endif
