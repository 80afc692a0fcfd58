/* SPDX-License-Identifier: Apache-2.0 */
#include "development/case_view.h"

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
