/* SPDX-License-Identifier: Apache-2.0 */
/* `jishi prove ...` */
#ifndef PROVER_PROVER_CLI_H
#define PROVER_PROVER_CLI_H

#include "base/command.h"
#include "prover/prover.h"

extern const struct command prover_commands[];

/*
 * The prover pack inside the binary, read against a set of rules (rules_set_built_in()).
 * ret: lives in `a`.  ERR_INPUT: fault says where (a damaged build).
 */
NODISCARD enum err prover_pack_built_in(struct arena *a, const struct rules_set *set,
					struct rules_fault *fault, const struct prover_pack **ret);

#endif
