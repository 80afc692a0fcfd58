/* SPDX-License-Identifier: Apache-2.0 */
/* Counts from the records. */
#include "figures/figures_impl.h"

#include "base/banned.h"

static enum err developed_count(struct db *db, const char *low, const char *high, const char *from,
				const char *until, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_FIGURES_DEVELOPED, &q);

	if (e)
		return e;
	bind_str(q, FIGURES_DEVELOPED_LOW, low);
	bind_str(q, FIGURES_DEVELOPED_HIGH, high);
	bind_str(q, FIGURES_DEVELOPED_FROM_ON, from);
	bind_str(q, FIGURES_DEVELOPED_UNTIL_ON, until);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, FIGURES_DEVELOPED_C_N);
	return e;
}

enum err figures_year_count(struct db *db, const char *low, const char *high, const char *from,
			    const char *until, struct figures_year *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct figures_year year = { 0 };
	enum err e = db_stmt(db, SQL_FIGURES_YEAR, &q);

	if (e)
		return e;
	bind_str(q, FIGURES_YEAR_LOW, low);
	bind_str(q, FIGURES_YEAR_HIGH, high);
	bind_str(q, FIGURES_YEAR_FROM_ON, from);
	bind_str(q, FIGURES_YEAR_UNTIL_ON, until);
	e = step_one(q);
	if (e)
		return e;
	year.applied = col_i64(q, FIGURES_YEAR_C_APPLIED);
	year.trained = col_i64(q, FIGURES_YEAR_C_TRAINED);
	e = developed_count(db, low, high, from, until, &year.developed);
	if (!e)
		*ret = year;
	return e;
}

enum err figures_groups_count(struct db *db, const char *low, const char *high, int64_t newest,
			      const char *as_of, struct figures_group ret[FIGURES_GROUPS_MAX],
			      size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t n = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_FIGURES_GROUPS, &q);

	if (e)
		return e;
	bind_str(q, FIGURES_GROUPS_LOW, low);
	bind_str(q, FIGURES_GROUPS_HIGH, high);
	bind_i64(q, FIGURES_GROUPS_NEWEST, newest);
	bind_str(q, FIGURES_GROUPS_AS_OF, as_of);
	bind_i64(q, FIGURES_GROUPS_N, FIGURES_GROUPS_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		ret[n++] = (struct figures_group){ col_i64(q, FIGURES_GROUPS_C_ENTRY_YEAR),
						   col_i64(q, FIGURES_GROUPS_C_PEOPLE),
						   col_i64(q, FIGURES_GROUPS_C_APPLIED),
						   col_i64(q, FIGURES_GROUPS_C_ACTIVISTS) };
	if (!e)
		*ret_n = n;
	return e;
}
