/* SPDX-License-Identifier: Apache-2.0 */
/* What the check may know, from the database: organisations below one, codes of all. */
#include "intake/plan.h"
#include "base/banned.h"

static enum err collect(struct db *db, struct arena *a, int64_t root, struct intake_scope *ret)
{
	struct directory_organisations below, all;
	struct intake_branch *branches;
	const char **codes;
	enum err e;

	e = directory_organisations_below(db, a, root, &below);
	if (!e)
		e = directory_organisations_below(db, a, 0, &all);
	if (e)
		return e;
	branches = ARENA_ARRAY(a, struct intake_branch, below.n + 1);
	codes = ARENA_ARRAY(a, const char *, all.n + 1);
	for (size_t i = 0; root && i < below.n; i++) {
		if (directory_is_branch(below.items[i].kind))
			branches[ret->n_branches++] =
				(struct intake_branch){ below.items[i].code, below.items[i].name,
							below.items[i].id,
							below.items[i].founded_on };
	}
	for (size_t i = 0; i < all.n; i++)
		codes[ret->n_codes++] = all.items[i].code;
	ret->branches = branches;
	ret->codes = codes;
	return OK;
}

enum err scope_from_db(struct db *db, struct arena *a, const char *org_code,
		       struct directory_organisation *ret_org, struct intake_scope *ret)
{
	struct intake_scope scope = { .org_code = org_code, .known = true };
	struct directory_organisation org = { 0 };
	enum err e = directory_organisation_by_code(db, a, org_code, &org);

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (!e) {
		scope.org_name = org.name;
		scope.org_is_branch = directory_is_branch(org.kind);
	}
	e = collect(db, a, org.id, &scope);
	if (e)
		return e;
	*ret_org = org;
	*ret = scope;
	return OK;
}
