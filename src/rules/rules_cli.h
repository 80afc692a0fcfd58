/* SPDX-License-Identifier: Apache-2.0 */
/* `jishi rules ...` */
#ifndef RULES_RULES_CLI_H
#define RULES_RULES_CLI_H

#include "base/command.h"
#include "rules/rules.h"

extern const struct command rules_commands[];

/*
 * The set of the packs and calendars inside the binary: both national packs and every year;
 * school (may be NULL): one more text, a school's layer, that takes the place of its base.
 * ret: lives in `a`.  ERR_INPUT: fault says where (a damaged build, or the school's file).
 */
NODISCARD enum err rules_set_built_in(struct arena *a, const char *school_name, const char *school,
				      size_t school_len, struct rules_fault *fault,
				      const struct rules_set **ret);

#endif
