/* SPDX-License-Identifier: Apache-2.0 */
/* The mutants of mutants.def, and how one is made. */
#include "mutants.h"

#include "base/compat.h"

#define ANY  7
#define OLD  (1 << MADE_2014)
#define NEW  (1 << MADE_2026)
#define ENDS (MADE_CUT | MADE_REFUSED | MADE_WITHDRAWN | MADE_CANCELLED)

#define M(rule, change, also, laws, path, without) { rule, change, also, laws, path, without },
const struct mutant mutants[] = {
#include "mutants.def"
};
#undef M
const size_t n_mutants = COUNTOF(mutants);

bool mutant_make(struct made *m, const struct mutant *mutant, uint64_t seed)
{
	enum made_pack law;
	uint32_t path;

	made_path(seed * 31 + 7, &law, &path);
	for (int i = 0; !(mutant->laws >> law & 1); i++)
		law = (enum made_pack)(i % MADE_PACK__MAX);
	/* A way that ends early has little to change; a paper already replaced is another. */
	path &= ~(uint32_t)(ENDS | MADE_SUPPLEMENT);
	made_dossier(m, seed, law, (path | mutant->path) & ~mutant->without);
	return made_change(m, mutant->change);
}
