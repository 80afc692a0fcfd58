/* SPDX-License-Identifier: Apache-2.0 */
#include "development/case_view.h"
#include "development/development.h"

#include "base/banned.h"

enum err case_load(struct db *db, const struct rules_set *set, struct arena *a, int64_t case_id,
		   struct case_view *ret)
{
	struct case_view view = { .row.id = case_id };
	enum err e;

	e = case_get(db, a, case_id, &view.row);
	if (e)
		return e;
	e = directory_person_state(db, a, view.row.person_id, &view.person);
	if (e)
		return e;
	e = directory_organisation_get(db, a, view.row.branch_id, &view.branch);
	if (e)
		return e;
	e = directory_branch_facts(db, view.row.branch_id, &view.branch_facts);
	if (e)
		return e;
	e = step_list(db, a, case_id, &view.records);
	if (e)
		return e;
	e = transfer_list(db, a, case_id, &view.transfers);
	if (e)
		return e;
	case_build(set, a, &view);
	*ret = view;
	return OK;
}

enum err development_case_touch(struct db *db, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_CASE_STATE_TOUCH, &q);

	if (e)
		return e;
	bind_i64(q, CASE_STATE_TOUCH_CASE_ID, case_id);
	return step_done(q, NULL);
}

enum err development_case_load(struct db *db, const struct rules_set *set, struct arena *a,
			       int64_t case_id, struct development_case *ret)
{
	struct case_view *view = ARENA_NEW(a, struct case_view);
	int64_t *ids;
	enum err e;

	e = case_load(db, set, a, case_id, view);
	if (e)
		return e;
	ids = ARENA_ARRAY(a, int64_t, view->records.n);
	for (size_t i = 0; i < view->records.n; i++)
		ids[i] = view->records.items[i].id;
	*ret = (struct development_case){
		.id = case_id,
		.person_id = view->row.person_id,
		.branch_id = view->row.branch_id,
		.branch_name = view->branch.name,
		.branch_path = view->branch.path,
		.state = view->row.state,
		.rules = &view->rules,
		.record_ids = ids,
	};
	return OK;
}
