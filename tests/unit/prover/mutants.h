/* SPDX-License-Identifier: Apache-2.0 */
/* Changes that break one rule each; the table in docs/prover.md is written from them. */
#ifndef TESTS_UNIT_PROVER_MUTANTS_H
#define TESTS_UNIT_PROVER_MUTANTS_H

#include "made.h"

struct mutant {
	const char *rule;
	const char *change;
	const char *also; /* one rule that speaks too, or NULL */
	unsigned laws;    /* mask of enum made_pack */
	uint32_t path, without;
	; /* turns the way must take, and must not */
};

extern const struct mutant mutants[];
extern const size_t n_mutants;

#define MUTANT_SEEDS 12

/*
 * A clean dossier for the mutant, then the change. false: this dossier has nothing to change.
 */
bool mutant_make(struct made *m, const struct mutant *mutant, uint64_t seed);

#endif
