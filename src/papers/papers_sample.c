/* SPDX-License-Identifier: Apache-2.0 */
/* For the demo university: the papers of a case as they were put in its file over the years. */
#include "papers/papers_impl.h"

#include "base/banned.h"

static enum err confirmations_add(struct db *db, int64_t paper_id, const struct paper_sample *s)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PAPER_CONFIRM, &q);

	for (size_t i = 0; !e && i < COUNTOF(s->confirmed_by); i++) {
		if (!s->confirmed_by[i].account_id)
			continue;
		bind_i64(q, PAPER_CONFIRM_PAPER_ID, paper_id);
		bind_i64(q, PAPER_CONFIRM_ACCOUNT_ID, s->confirmed_by[i].account_id);
		bind_id(q, PAPER_CONFIRM_PERSON_ID, s->confirmed_by[i].person_id);
		bind_str(q, PAPER_CONFIRM_CONFIRMED_ON, s->confirmed_on);
		bind_i64(q, PAPER_CONFIRM_CONFIRMED_AT, clock_now());
		e = step_done(q, NULL);
	}
	return e;
}

static enum err one_add(struct db *db, int64_t case_id, const struct paper_need *need,
			const struct paper_sample *s)
{
	struct paper row = { .case_id = case_id,
			     .record_id = need->record_id,
			     .code = need->code,
			     .place = s->place,
			     .pages = s->pages,
			     .supplement_reason = s->supplement_reason,
			     .original_on = s->supplement_reason ? need->happened_on : NULL,
			     .added_on = s->added_on,
			     .added_by = s->added_by };
	int64_t id;
	enum err e = paper_insert(db, &row, &id);

	return e || !s->supplement_reason ? e : confirmations_add(db, id, s);
}

enum err papers_sample_case(struct db *db, const struct rules_set *set, struct arena *a,
			    int64_t case_id, papers_sample_fn *choose, void *arg)
{
	struct development_case c;
	struct paper_needs needs;
	enum err e = development_case_load(db, set, a, case_id, &c);

	if (e)
		return e;
	needs = paper_needs_of(set, a, &c);
	for (size_t i = 0; !e && i < needs.n; i++) {
		const struct paper_need *need = &needs.items[i];
		struct paper_sample s = { 0 };

		if (!need->happened_on)
			continue;
		if (choose(arg, need->step, need->code, need->happened_on, i, needs.n, &s))
			e = one_add(db, case_id, need, &s);
	}
	return e ? e : development_case_touch(db, case_id);
}
