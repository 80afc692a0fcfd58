/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made dossiers (../prover/made.h) put into development's store (../development/fixture.h), as
 * rows of cases, steps, people, posts and papers, to be loaded again.
 */
#ifndef TESTS_UNIT_DOSSIER_STORED_H
#define TESTS_UNIT_DOSSIER_STORED_H

#include "../development/fixture.h"
#include "../prover/made.h"

#include "dossier/dossier_impl.h"

/* The prover's pack over the fixture's rules; lives as long as the fixture. */
const struct prover_pack *pack_of(struct fixture *f);

/* Stores what was made as a case of a new person in branch 3, with new members; sets the day to the dossier's. */
int64_t made_store(struct fixture *f, struct made *m);

/* The findings as one text, "rule paper:0 step:4\n" a line, items by their place in the dossier. */
const char *findings_text(struct arena *a, const struct prover_result *r);

/* The same of a stored case with the papers of m; fails the test if it cannot be loaded. */
const char *stored_findings(struct fixture *f, const struct made *m, int64_t case_id);

#endif
