/* SPDX-License-Identifier: Apache-2.0 */
/* How many organisations of each kind stood on a day, and how two days differ (S003-01). */
#include "directory/directory_impl.h"
#include "base/banned.h"

enum err organisation_side_at(struct db *db, struct arena *a,
			      const struct directory_organisation *root, const char *day,
			      struct organisation_side *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct organisation_kind_count *kinds = NULL;
	struct organisation_side side = { 0 };
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_KINDS_AT, &q);

	if (e)
		return e;
	bind_str(q, ORGANISATION_KINDS_AT_LOW, root->path);
	bind_str(q, ORGANISATION_KINDS_AT_HIGH, directory_path_high(a, root->path));
	bind_str(q, ORGANISATION_KINDS_AT_DAY, day);
	while ((e = step_row(q, &row)) == OK && row) {
		struct organisation_kind_count *kind = VEC_PUSH(a, kinds, n, cap);

		kind->kind = col_dup(q, ORGANISATION_KINDS_AT_C_KIND, a);
		kind->n = col_i64(q, ORGANISATION_KINDS_AT_C_N);
		if (organisation_level(kind->kind) == LEVEL_UPPER)
			side.upper += kind->n;
		if (organisation_level(kind->kind) == LEVEL_BRANCH)
			side.branches += kind->n;
	}
	if (e)
		return e;
	side.total = side.upper + side.branches;
	side.by_kind = (struct fld_list){ kinds, n };
	*ret = side;
	return OK;
}

static int64_t count_of(const struct organisation_side *side, const char *kind)
{
	const struct organisation_kind_count *kinds = side->by_kind.items;
	size_t i;

	for (i = 0; i < side->by_kind.n; i++)
		if (str_eq(kinds[i].kind, kind))
			return kinds[i].n;
	return 0;
}

struct organisation_side organisation_side_subtract(struct arena *a,
						    const struct organisation_side *before,
						    const struct organisation_side *after)
{
	struct organisation_kind_count *kinds = NULL;
	size_t n = 0, cap = 0, i;

	for (i = 0; directory_organisation_kinds[i]; i++) {
		const char *kind = directory_organisation_kinds[i];
		int64_t change = count_of(after, kind) - count_of(before, kind);

		if (change)
			*VEC_PUSH(a, kinds, n, cap) =
				(struct organisation_kind_count){ kind, change };
	}
	return (struct organisation_side){
		.by_kind = { kinds, n },
		.upper = after->upper - before->upper,
		.branches = after->branches - before->branches,
		.total = after->total - before->total,
	};
}
