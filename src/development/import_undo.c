/* SPDX-License-Identifier: Apache-2.0 */
/* Taking back what an import added to cases, as long as nobody went on from it. */
#include "development/case_sync.h"
#include "development/development.h"

#include "base/banned.h"

enum err development_import_built_on(struct db *db, struct arena *a, int64_t batch_id, size_t max,
				     struct development_obstacle **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct development_obstacle *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_CASE_BUILT_ON, &q);
	if (e)
		return e;
	bind_i64(q, CASE_BUILT_ON_BATCH_ID, batch_id);
	bind_i64(q, CASE_BUILT_ON_N, (int64_t)max);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) = (struct development_obstacle){
			.case_id = col_i64(q, CASE_BUILT_ON_C_CASE_ID),
			.person_id = col_i64(q, CASE_BUILT_ON_C_PERSON_ID),
			.name = col_dup(q, CASE_BUILT_ON_C_NAME, a),
			.what = col_dup(q, CASE_BUILT_ON_C_WHAT, a),
		};
	if (e)
		return e;
	*ret = items;
	*ret_n = n;
	return OK;
}

struct batch_case {
	int64_t id;
	bool own;
};

static enum err batch_cases(struct db *db, struct arena *a, int64_t batch_id,
			    struct batch_case **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct batch_case *items = NULL;
	size_t n = 0, cap = 0;
	bool row = false;
	enum err e;

	e = db_stmt(db, SQL_CASE_OF_BATCH, &q);
	if (e)
		return e;
	bind_i64(q, CASE_OF_BATCH_BATCH_ID, batch_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, items, n, cap) =
			(struct batch_case){ col_i64(q, CASE_OF_BATCH_C_ID),
					     col_i64(q, CASE_OF_BATCH_C_OWN) != 0 };
	if (e)
		return e;
	*ret = items;
	*ret_n = n;
	return OK;
}

static enum err exec_case(struct db *db, enum sql sql, int param, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, sql, &q);
	if (e)
		return e;
	bind_i64(q, param, case_id);
	return step_done(q, NULL);
}

/* case_param, batch_param: of the statement. */
static enum err exec_batch(struct db *db, enum sql sql, int case_param, int batch_param,
			   int64_t case_id, int64_t batch_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, sql, &q);
	if (e)
		return e;
	bind_i64(q, case_param, case_id);
	bind_i64(q, batch_param, batch_id);
	return step_done(q, NULL);
}

static enum err case_take_back(struct db *db, const struct rules_set *set, struct arena *a,
			       const struct batch_case *c, int64_t batch_id)
{
	enum err e;

	e = exec_batch(db, SQL_STEP_STAND_AGAIN, STEP_STAND_AGAIN_CASE_ID,
		       STEP_STAND_AGAIN_BATCH_ID, c->id, batch_id);
	if (!e)
		e = exec_batch(db, SQL_STEP_DROP_BATCH, STEP_DROP_BATCH_CASE_ID,
			       STEP_DROP_BATCH_BATCH_ID, c->id, batch_id);
	if (e)
		return e;
	if (!c->own)
		return case_sync(db, set, a, c->id, clock_today(), 0, NULL);
	e = exec_case(db, SQL_DUTY_CLEAR, DUTY_CLEAR_CASE_ID, c->id);
	if (!e)
		e = exec_case(db, SQL_CASE_STATE_DROP, CASE_STATE_DROP_CASE_ID, c->id);
	return e ? e : exec_case(db, SQL_CASE_DROP, CASE_DROP_ID, c->id);
}

enum err development_import_undo(struct db *db, const struct rules_set *set, struct arena *a,
				 int64_t batch_id)
{
	struct development_obstacle *obstacles = NULL;
	struct batch_case *cases = NULL;
	size_t n = 0;
	enum err e;

	e = development_import_built_on(db, a, batch_id, 1, &obstacles, &n);
	if (!e && n)
		e = ERR_CONFLICT;
	if (!e)
		e = batch_cases(db, a, batch_id, &cases, &n);
	for (size_t i = 0; !e && i < n; i++)
		e = case_take_back(db, set, a, &cases[i], batch_id);
	return e;
}
