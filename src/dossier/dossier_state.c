/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found, kept for lists: the findings of a whole school have to be sorted by how grave they
 * are, and proving thousands of dossiers takes seconds where reading a page takes a millisecond.
 * A row is made again when what it was made of has another version (dossier_stale), not by whoever
 * changes a record, a post or a paper: those features lie below this one and need not know it. One
 * case is always proved afresh (dossier_http.c), so that a repair shows at once.
 */
#include "base/asset.h"
#include "dossier/dossier_impl.h"

#include "base/banned.h"

#define BATCH 200 /* cases a transaction: others may write in between */

/* The 2: how a dossier is made of the rows; another one proves everything again. */
const char *dossier_packs(struct arena *a)
{
	size_t n = 0;
	const struct asset *all = asset_all(&n);
	uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; str_starts(all[i].path, "packs/") && k < all[i].size_bytes; k++)
			hash = (hash ^ all[i].bytes[k]) * UINT64_C(1099511628211);
	}
	return arena_printf(a, JISHI_VERSION " 2 %016llx", (unsigned long long)hash);
}

/* ---- one case ---- */

static enum err clear(struct db *db, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *findings = NULL;
	CLEANUP(stmt_done) struct stmt *signers = NULL;
	enum err e = db_stmt(db, SQL_DOSSIER_FINDINGS_CLEAR, &findings);

	if (!e)
		e = db_stmt(db, SQL_DOSSIER_SIGNERS_CLEAR, &signers);
	if (e)
		return e;
	bind_i64(findings, DOSSIER_FINDINGS_CLEAR_CASE_ID, case_id);
	bind_i64(signers, DOSSIER_SIGNERS_CLEAR_CASE_ID, case_id);
	e = step_done(findings, NULL);
	return e ? e : step_done(signers, NULL);
}

static enum err signers_write(struct db *db, const struct dossier *d)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_DOSSIER_SIGNER_ADD, &q);

	for (size_t i = 0; !e && i < d->people.n; i++) {
		if (!d->people.items[i].id)
			continue;
		bind_i64(q, DOSSIER_SIGNER_ADD_CASE_ID, d->of.id);
		bind_i64(q, DOSSIER_SIGNER_ADD_PERSON_ID, d->people.items[i].id);
		e = step_done(q, NULL);
	}
	return e;
}

static enum err findings_write(struct db *db, struct arena *a, const struct dossier *d,
			       const struct prover_result *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_DOSSIER_FINDING_ADD, &q);

	for (size_t i = 0; !e && i < r->n_findings; i++) {
		const struct prover_rule *rule = r->findings[i].rule;

		bind_i64(q, DOSSIER_FINDING_ADD_CASE_ID, d->of.id);
		bind_i64(q, DOSSIER_FINDING_ADD_POSITION, (int64_t)i + 1);
		bind_str(q, DOSSIER_FINDING_ADD_RULE, prover_rule_id(rule));
		bind_str(q, DOSSIER_FINDING_ADD_SEVERITY,
			 prover_severity_codes[prover_rule_severity(rule)]);
		bind_str(q, DOSSIER_FINDING_ADD_ITEMS, dossier_items_text(a, d, &r->findings[i]));
		e = step_done(q, NULL);
	}
	return e;
}

/* A paper of tomorrow is a finding only until tomorrow; nothing else is judged by the day it is. */
static int32_t refresh_day(const struct prover_result *r)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		if (str_eq(prover_rule_kind(r->findings[i].rule), "not_future"))
			return clock_today() + 1;
	}
	return DATE_NONE;
}

static enum err state_write(struct db *db, struct arena *a, const char *packs,
			    const struct dossier *d, const struct prover_result *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t n[2];
	enum err e = db_stmt(db, SQL_DOSSIER_PUT, &q);

	if (e)
		return e;
	dossier_count(r, n);
	bind_i64(q, DOSSIER_PUT_CASE_ID, d->of.id);
	bind_i64(q, DOSSIER_PUT_CONTRADICTIONS, n[PROVER_CONTRADICTION]);
	bind_i64(q, DOSSIER_PUT_WARNINGS, n[PROVER_WARNING]);
	bind_str(q, DOSSIER_PUT_REFRESH_ON, dossier_day(a, refresh_day(r)));
	bind_str(q, DOSSIER_PUT_PACKS, packs);
	return step_done(q, NULL);
}

static enum err sync_one(struct db *db, const struct prover_pack *pack, const char *packs,
			 struct arena *a, int64_t case_id)
{
	struct prover_result r = { 0 };
	struct dossier d;
	enum err e = dossier_prove(db, pack, a, case_id, &d, &r);

	if (e == ERR_NOT_FOUND)
		return OK; /* taken back with its import since the list was read */
	if (!e)
		e = clear(db, case_id);
	if (!e)
		e = findings_write(db, a, &d, &r);
	if (!e)
		e = signers_write(db, &d);
	return e ? e : state_write(db, a, packs, &d, &r);
}

/* ---- many ---- */

struct refresh_job {
	const struct prover_pack *pack;
	struct arena a;
	const char *low, *high, *packs;
	bool all; /* not only those that are stale */
	struct dossier_cases cases;
	size_t from; /* first of this batch */
};

static enum err cases_tx(struct db *db, void *arg)
{
	struct refresh_job *job = arg;

	return dossier_cases_below(db, &job->a, job->low, job->high, job->all ? NULL : job->packs,
				   &job->cases);
}

static enum err batch_tx(struct db *db, void *arg)
{
	struct refresh_job *job = arg;
	struct arena a;
	enum err e = OK;

	arena_init(&a);
	for (size_t i = job->from; !e && i < job->cases.n && i < job->from + BATCH; i++) {
		arena_reset(&a);
		e = sync_one(db, job->pack, job->packs, &a, job->cases.ids[i]);
	}
	arena_release(&a);
	return e;
}

static enum err refresh(struct db *db, struct refresh_job *job, int64_t *ret_cases)
{
	enum err e;

	arena_init(&job->a);
	job->packs = dossier_packs(&job->a);
	e = db_read(db, "dossier.stale", cases_tx, job);
	for (; !e && job->from < job->cases.n; job->from += BATCH)
		e = db_write(db, "dossier.refresh", batch_tx, job);
	if (!e && ret_cases)
		*ret_cases = (int64_t)job->cases.n;
	arena_release(&job->a);
	return e;
}

enum err dossier_refresh(struct db *db, const struct prover_pack *pack, const char *low,
			 const char *high, int64_t *ret_cases)
{
	struct refresh_job job = { .pack = pack, .low = low, .high = high };

	return refresh(db, &job, ret_cases);
}

enum err dossier_rebuild(struct db *db, const struct prover_pack *pack, int64_t *ret_cases)
{
	struct refresh_job job = { .pack = pack, .low = "/", .high = "0", .all = true };

	return refresh(db, &job, ret_cases);
}

/* ---- verify ---- */

struct verifying {
	struct db *db;
	const struct prover_pack *pack;
	struct arena a;
	struct buf want, have;
};

static enum err kept(struct verifying *v, int64_t case_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = false;
	enum err e = db_stmt(v->db, SQL_DOSSIER_FINDING_LIST, &q);

	if (e)
		return e;
	bind_i64(q, DOSSIER_FINDING_LIST_CASE_ID, case_id);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		buf_addf(&v->have, "%s %s %s\n", col_str(q, DOSSIER_FINDING_LIST_C_RULE),
			 col_str(q, DOSSIER_FINDING_LIST_C_SEVERITY),
			 col_str(q, DOSSIER_FINDING_LIST_C_ITEMS));
	return e;
}

static enum err found(struct verifying *v, int64_t case_id)
{
	struct prover_result r = { 0 };
	struct dossier d;
	enum err e = dossier_prove(v->db, v->pack, &v->a, case_id, &d, &r);

	for (size_t i = 0; !e && i < r.n_findings; i++)
		buf_addf(&v->want, "%s %s %s\n", prover_rule_id(r.findings[i].rule),
			 prover_severity_codes[prover_rule_severity(r.findings[i].rule)],
			 dossier_items_text(&v->a, &d, &r.findings[i]));
	return e;
}

static bool listed(const struct dossier_cases *in, int64_t id, size_t *at)
{
	while (*at < in->n && in->ids[*at] < id)
		(*at)++;
	return *at < in->n && in->ids[*at] == id;
}

static enum err verify_one(struct verifying *v, int64_t case_id, bool *ret_same)
{
	enum err e;

	arena_reset(&v->a);
	buf_reset(&v->want);
	buf_reset(&v->have);
	e = found(v, case_id);
	if (!e)
		e = kept(v, case_id);
	*ret_same = str_eq(v->want.text ? v->want.text : "", v->have.text ? v->have.text : "");
	return e;
}

enum err dossier_verify(struct db *db, const struct prover_pack *pack,
			void (*told)(void *arg, const char *text), void *arg,
			struct dossier_report *ret)
{
	struct verifying v = { .db = db, .pack = pack };
	struct dossier_cases all = { NULL, 0 }, stale = { NULL, 0 };
	struct arena ids;
	size_t at = 0;
	enum err e;

	*ret = (struct dossier_report){ 0, 0 };
	arena_init(&ids);
	arena_init(&v.a);
	buf_init(&v.want, 1 << 20);
	buf_init(&v.have, 1 << 20);
	e = dossier_cases_below(db, &ids, "/", "0", NULL, &all);
	if (!e)
		e = dossier_cases_below(db, &ids, "/", "0", dossier_packs(&ids), &stale);
	for (size_t i = 0; !e && i < all.n; i++) {
		bool same = true;

		if (!listed(&stale, all.ids[i], &at))
			e = verify_one(&v, all.ids[i], &same);
		ret->cases++;
		if (e || same)
			continue;
		ret->differences++;
		if (told)
			told(arg, arena_printf(&v.a, "dossier %lld", (long long)all.ids[i]));
	}
	buf_release(&v.want);
	buf_release(&v.have);
	arena_release(&v.a);
	arena_release(&ids);
	return e;
}
