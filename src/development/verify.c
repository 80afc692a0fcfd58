/* SPDX-License-Identifier: Apache-2.0 */
/* Proves that the derived rows of the cases equal what the rules say of their records today. */
#include <stdlib.h>

#include "development/case_sync.h"
#include "development/development.h"

#include "base/banned.h"

#define BATCH 500

struct verifying {
	struct db *db;
	const struct rules_set *set;
	struct arena *a; /* emptied for each case */
	int32_t today;
	development_told told;
	void *arg;
	struct development_report *report;
};

static void line_add(struct buf *out, const char *const *parts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, parts[i] ? parts[i] : "-");
		buf_addc(out, i + 1 < n ? ' ' : '\n');
	}
}

static int by_duty(const void *a, const void *b)
{
	return strcmp(((const struct case_duty *)a)->duty, ((const struct case_duty *)b)->duty);
}

static enum err computed(struct verifying *v, const struct case_view *view, struct buf *out)
{
	struct rules_result result = { 0 };
	struct case_owners owners;
	struct case_summary s;
	enum err e;

	e = rules_evaluate(v->set, &view->rules, v->today, v->a, &result);
	if (!e)
		e = case_owners(v->db, v->a, view, &owners);
	if (e)
		return e;
	s = case_summarise(v->set, view, &result, v->today, v->a);
	line_add(out,
		 (const char *[]){ result.standing.stage,
				   s.next ? rules_step_code(v->set, s.next->step) : NULL,
				   s.next ? rules_actor_codes[s.next->actor] : NULL,
				   s.next ? case_day_text(v->a, s.next_since) : NULL,
				   s.next ? case_day_text(v->a, s.next->earliest_on) : NULL,
				   case_day_text(v->a, s.next_due_on),
				   arena_printf(v->a, "%lld", (long long)s.findings_n) },
		 7);
	if (s.n_duties)
		qsort(s.duties, s.n_duties, sizeof(s.duties[0]), by_duty);
	for (size_t i = 0; i < s.n_duties; i++) {
		const struct case_duty *d = &s.duties[i];

		line_add(out,
			 (const char *[]){
				 d->duty, d->step_code, rules_actor_codes[d->owner],
				 arena_printf(v->a, "%lld", (long long)owners.id[d->owner]),
				 arena_printf(v->a, "%lld", (long long)view->row.branch_id),
				 case_day_text(v->a, d->since), case_day_text(v->a, d->earliest_on),
				 case_day_text(v->a, d->due_on) },
			 8);
	}
	return OK;
}

static enum err stored_duties(struct verifying *v, int64_t case_id, struct buf *out)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e;

	e = db_stmt(v->db, SQL_DUTY_ALL, &q);
	if (e)
		return e;
	bind_i64(q, DUTY_ALL_CASE_ID, case_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		line_add(out,
			 (const char *[]){
				 col_str(q, DUTY_ALL_C_DUTY), col_str(q, DUTY_ALL_C_STEP_CODE),
				 col_str(q, DUTY_ALL_C_OWNER),
				 arena_printf(v->a, "%lld",
					      (long long)col_i64(q, DUTY_ALL_C_ORGANISATION_ID)),
				 arena_printf(v->a, "%lld",
					      (long long)col_i64(q, DUTY_ALL_C_BRANCH_ID)),
				 col_str(q, DUTY_ALL_C_SINCE_ON),
				 col_str(q, DUTY_ALL_C_EARLIEST_ON),
				 col_str(q, DUTY_ALL_C_DUE_ON) },
			 8);
	return e;
}

/*
 * ret_stale: the day of another answer has come, or the person was changed, and nobody has asked
 * since: no difference.
 */
static enum err stored(struct verifying *v, int64_t case_id, const char *basis, struct buf *out,
		       bool *ret_stale)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int32_t refresh;
	bool row = false;
	enum err e;

	e = db_stmt(v->db, SQL_CASE_STATE_GET, &q);
	if (e)
		return e;
	bind_i64(q, CASE_STATE_GET_CASE_ID, case_id);
	e = step_row(q, &row);
	if (e || !row)
		return e;
	refresh = case_day(col_str(q, CASE_STATE_GET_C_REFRESH_ON));
	*ret_stale = (refresh != DATE_NONE && refresh <= v->today) ||
		     !str_eq(basis, col_str(q, CASE_STATE_GET_C_BASIS));
	line_add(out,
		 (const char *[]){
			 col_str(q, CASE_STATE_GET_C_STAGE), col_str(q, CASE_STATE_GET_C_NEXT_STEP),
			 col_str(q, CASE_STATE_GET_C_OWNER), col_str(q, CASE_STATE_GET_C_SINCE_ON),
			 col_str(q, CASE_STATE_GET_C_EARLIEST_ON),
			 col_str(q, CASE_STATE_GET_C_DUE_ON),
			 arena_printf(v->a, "%lld",
				      (long long)col_i64(q, CASE_STATE_GET_C_FINDINGS_N)) },
		 7);
	return stored_duties(v, case_id, out);
}

static enum err verify_one(struct verifying *v, int64_t case_id)
{
	struct buf want, have;
	struct case_view view;
	bool stale = false;
	enum err e;

	buf_init(&want, 1 << 20);
	buf_init(&have, 1 << 20);
	e = case_load(v->db, v->set, v->a, case_id, &view);
	if (!e)
		e = computed(v, &view, &want);
	if (!e)
		e = stored(v, case_id, case_basis(v->a, &view), &have, &stale);
	v->report->cases++;
	if (!e && !stale && !str_eq(want.text, have.text)) {
		v->report->differences++;
		if (v->told)
			v->told(v->arg, arena_printf(v->a, "case %lld", (long long)case_id));
	}
	buf_release(&want);
	buf_release(&have);
	return e;
}

static enum err ids_after(struct verifying *v, int64_t after, int64_t *ids, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	size_t n = 0;
	enum err e;

	e = db_stmt(v->db, SQL_CASE_IDS, &q);
	if (e)
		return e;
	bind_i64(q, CASE_IDS_AFTER, after);
	bind_i64(q, CASE_IDS_N, BATCH);
	for (e = step_row(q, &row); !e && row && n < BATCH; e = step_row(q, &row))
		ids[n++] = col_i64(q, CASE_IDS_C_ID);
	*ret_n = n;
	return e;
}

enum err development_verify(struct db *db, const struct rules_set *set, development_told told,
			    void *arg, struct development_report *ret)
{
	struct arena a;
	struct verifying v = { db, set, &a, clock_today(), told, arg, ret };
	int64_t ids[BATCH], after = 0;
	size_t n = 0;
	enum err e;

	*ret = (struct development_report){ 0, 0 };
	arena_init(&a);
	do {
		e = ids_after(&v, after, ids, &n);
		for (size_t i = 0; !e && i < n; i++) {
			arena_reset(&a);
			e = verify_one(&v, ids[i]);
			after = ids[i];
		}
	} while (!e && n == BATCH);
	arena_release(&a);
	return e;
}
