/* SPDX-License-Identifier: Apache-2.0 */
/* GET /voters: the roll of a branch on a day, derived from affiliations and stages. */
#include "directory/directory_http.h"
#include "base/banned.h"

struct voters_in {
	int64_t organisation_id;
	const char *on;
};
const struct fld voters_query[] = { FIELD_ID(voters_in, organisation_id),
				    FIELD_DATE_OPT(voters_in, on), FIELD_END };

/* Why a member has no vote. Those who are no members are not on the roll. */
static const char *const reasons[] = { "probationary", NULL };
struct voter {
	int64_t person_id;
	const char *name, *reason;
	bool entitled;
};
static const struct fld voter_fields[] = {
	FIELD_ID(voter, person_id),
	FIELD_STR(voter, name, 1, 60),
	FIELD_BOOL(voter, entitled),
	FIELD_ENUM_OPT(voter, reason, reasons),
	FIELD_END,
};

/* present_needed: membership meetings, 2 * present > due; yes_needed: 2 * yes > due. */
struct voters_counts {
	int64_t members, entitled, without_vote, present_needed, yes_needed;
};
static const struct fld counts_fields[] = {
	FIELD_I64(voters_counts, members, 0, INT64_MAX),
	FIELD_I64(voters_counts, entitled, 0, INT64_MAX),
	FIELD_I64(voters_counts, without_vote, 0, INT64_MAX),
	FIELD_I64(voters_counts, present_needed, 0, INT64_MAX),
	FIELD_I64(voters_counts, yes_needed, 0, INT64_MAX),
	FIELD_END,
};

struct voters_out {
	const char *on;
	struct fld_list items;
	struct voters_counts counts;
};
const struct fld voters_fields[] = {
	FIELD_DATE(voters_out, on),
	FIELD_LIST(voters_out, items, voter, voter_fields, 2000),
	FIELD_OBJECT(voters_out, counts, voters_counts, counts_fields),
	FIELD_END,
};

struct voters_job {
	struct req *rq;
	struct voters_in in;
	struct voter *items;
	size_t n, cap;
	struct voters_out out;
};

static enum err read_people(struct db *db, struct voters_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	bool row;
	enum err e = db_stmt(db, SQL_VOTERS_OF, &q);

	if (e)
		return e;
	bind_i64(q, VOTERS_OF_ORGANISATION_ID, job->in.organisation_id);
	bind_str(q, VOTERS_OF_DAY, job->in.on);
	while ((e = step_row(q, &row)) == OK && row) {
		struct voter *voter = VEC_PUSH(a, job->items, job->n, job->cap);

		voter->person_id = col_i64(q, VOTERS_OF_C_PERSON_ID);
		voter->name = col_dup(q, VOTERS_OF_C_NAME, a);
	}
	return e;
}

/* Keeps the members; gives each his right or the reason. */
static enum err keep_members(struct db *db, struct voters_job *job)
{
	size_t i, kept = 0;

	for (i = 0; i < job->n; i++) {
		struct voter voter = job->items[i];
		const char *stage;
		enum err e = directory_stage_at(db, req_arena(job->rq), voter.person_id, job->in.on,
						&stage, NULL);

		if (e)
			return e;
		voter.entitled = person_may_vote(stage);
		voter.reason = voter.entitled ? NULL : "probationary";
		if (voter.entitled || str_eq(stage, "probationary"))
			job->items[kept++] = voter;
		job->out.counts.entitled += voter.entitled;
	}
	job->n = kept;
	return OK;
}

static enum err voters_tx(struct db *db, void *arg)
{
	struct voters_job *job = arg;
	struct directory_organisation branch;
	enum err e = scope_organisation(db, req_arena(job->rq), req_user(job->rq),
					PERM_DIRECTORY_READ, job->in.organisation_id, &branch);

	if (!e && !directory_is_branch(branch.kind))
		e = ERR_CONFLICT;
	if (!e)
		e = read_people(db, job);
	return e ? e : keep_members(db, job);
}

enum err voters_handler(struct req *rq)
{
	struct voters_job job = { .rq = rq };
	struct voters_counts *counts = &job.out.counts;
	enum err e = req_query(rq, voters_query, &job.in);

	if (e)
		return e;
	if (!job.in.on)
		job.in.on = today_text(req_arena(rq));
	e = db_read(req_db(rq), "voters", voters_tx, &job);
	if (e)
		return e;
	counts->members = (int64_t)job.n;
	counts->without_vote = counts->members - counts->entitled;
	counts->present_needed = counts->yes_needed = counts->entitled / 2 + 1;
	job.out.on = job.in.on;
	job.out.items = (struct fld_list){ job.items, job.n };
	return res_json(rq, 200, voters_fields, &job.out);
}
