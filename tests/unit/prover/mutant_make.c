/* SPDX-License-Identifier: Apache-2.0 */
/* A dossier that breaks one rule. */
#include "mutants.h"

#define ENDS (MADE_CUT | MADE_REFUSED | MADE_WITHDRAWN | MADE_CANCELLED)

bool mutant_make(struct made *m, const struct mutant *mutant, uint64_t seed)
{
	enum made_pack law;
	uint32_t path;

	made_path(seed * 31 + 7, &law, &path);
	for (int i = 0; !(mutant->laws >> law & 1); i++)
		law = (enum made_pack)(i % MADE_PACK__MAX);
	/* A way that ends early has little to change; a paper already replaced is another. */
	path &= ~(uint32_t)(ENDS | MADE_SUPPLEMENT);
	made_dossier(m, seed, law, (path | mutant->path) & ~mutant->not );
	return made_change(m, mutant->change);
}
