/* SPDX-License-Identifier: Apache-2.0 */
/* A set of the built-in packs, and cases written as text, for tests of the rules. */
#ifndef TESTS_UNIT_RULES_SUPPORT_H
#define TESTS_UNIT_RULES_SUPPORT_H

#include "../test.h"
#include "base/asset.h"
#include "base/str.h"
#include "rules/rules.h"
#include "rules/rules_cli.h"

static inline const struct rules_set *built_in(struct arena *a)
{
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;

	if (rules_set_built_in(a, NULL, NULL, 0, &fault, &set))
		fail_msg("%s:%u:%u: %s", fault.name, fault.line, fault.column, fault.why);
	return set;
}

static inline struct rules_case case_of(const struct rules_set *set, struct arena *a,
					const char *text)
{
	struct rules_problems problems;
	struct rules_case c = { 0 };

	if (rules_case_read(set, a, text, strlen(text), &problems, &c))
		fail_msg("%s: %s %s", problems.items[0].field, problems.items[0].code,
			 problems.items[0].detail);
	return c;
}

static inline int32_t day_of(const char *text)
{
	int32_t day = DATE_NONE;

	assert_int_equal(date_parse(text, &day), OK);
	return day;
}

static inline const char *text_of(struct arena *a, int32_t day)
{
	char text[DATE_SIZE] = "none";

	if (day != DATE_NONE)
		date_format(day, text);
	return arena_strdup(a, text);
}

static inline const struct rules_finding *find(const struct rules_result *r, const char *rule)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		if (str_eq(rules_rule_id(r->findings[i].rule), rule))
			return &r->findings[i];
	}
	return NULL;
}

#endif
