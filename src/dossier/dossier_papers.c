/* SPDX-License-Identifier: Apache-2.0 */
/* Papers as they are kept become papers as the prover reads them. No SQL. */
#include "dossier/dossier_impl.h"

#include "base/banned.h"

/* Index of a record in the case, -1: it is not said which, or it is another case's. */
static int record_index(const struct dossier *d, int64_t record_id)
{
	for (size_t i = 0; record_id && i < d->of.rules->n_records; i++) {
		if (d->of.record_ids[i] == record_id)
			return (int)i;
	}
	return -1;
}

/*
 * The paper of one row; what was read on it may be nothing. A reading that is no longer understood (a
 * field of an older release) is as good as none: it was right when it was typed.
 */
static bool paper_make(const struct prover_pack *pack, struct dossier *d,
		       const struct dossier_paper_row *row, struct prover_paper *ret)
{
	struct rules_problems *problems = ARENA_NEW(d->people.a, struct rules_problems);
	int code = prover_paper_code(pack, row->code);
	struct prover_paper paper;

	if (code < 0)
		return false; /* of no step that the packs know: nothing to compare */
	prover_paper_init(&paper, code);
	if (row->read &&
	    prover_paper_read(pack, d->people.a, row->read, strlen(row->read), problems, &paper))
		prover_paper_init(&paper, code);
	paper.code = code;
	paper.record = record_index(d, row->record_id);
	if (row->number > 0 && row->number <= PROVER_PAPERS_MAX)
		paper.number = (int)row->number;
	paper.supplement = row->supplement;
	if (row->only_witnesses)
		paper.signatures_known = false;
	*ret = paper;
	return true;
}

void dossier_papers_take(const struct prover_pack *pack, struct dossier *d,
			 const struct dossier_paper_row *rows, size_t n)
{
	size_t most = n < PROVER_PAPERS_MAX ? n : PROVER_PAPERS_MAX, taken = 0;
	struct prover_paper *papers = ARENA_ARRAY(d->people.a, struct prover_paper, most);
	int64_t *ids = ARENA_ARRAY(d->people.a, int64_t, most);

	for (size_t i = 0; i < n && taken < most; i++) {
		if (!paper_make(pack, d, &rows[i], &papers[taken]))
			continue;
		ids[taken++] = rows[i].id;
	}
	d->d.papers = papers;
	d->d.n_papers = taken;
	d->paper_ids = ids;
}
