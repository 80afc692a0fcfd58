/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in prover pack, for tests of the prover. */
#ifndef TESTS_UNIT_PROVER_SUPPORT_H
#define TESTS_UNIT_PROVER_SUPPORT_H

#include "../test.h"
#include "base/str.h"
#include "made.h"
#include "prover/prover_cli.h"
#include "rules/rules_cli.h"

static inline const struct prover_pack *pack_built_in(struct arena *a)
{
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	const struct prover_pack *pack = NULL;

	if (rules_set_built_in(a, NULL, NULL, 0, &fault, &set) ||
	    prover_pack_built_in(a, set, &fault, &pack))
		fail_msg("%s:%u:%u: %s", fault.name, fault.line, fault.column, fault.why);
	return pack;
}

static inline int findings_of(const struct prover_result *r, const char *rule)
{
	int n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += str_eq(prover_rule_id(r->findings[i].rule), rule);
	return n;
}

static inline void finding_say(const struct made *m, const struct prover_finding *f)
{
	struct buf out;

	buf_init(&out, 8192);
	prover_message(m->pack, &m->d, f, true, &out);
	print_error("  %s: %s\n", prover_rule_id(f->rule), out.text);
	buf_release(&out);
}

#endif
