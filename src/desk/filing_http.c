/* SPDX-License-Identifier: Apache-2.0 */
/* POST /desk/filings: many cases filed under one number on one day, each in its own savepoint. */
#include "app.h"
#include "desk/desk_impl.h"

#include "base/banned.h"

static const char *const filing_steps[] = { "activist_file", "approval_file", NULL };

struct filing_in {
	const char *step_code, *happened_on, *number, *reason;
	struct fld_list case_ids; /* of int64_t */
};

static const struct fld filing_in_fields[] = {
	FIELD_ENUM(filing_in, step_code, filing_steps),
	FIELD_DATE(filing_in, happened_on),
	FIELD_STR(filing_in, number, 1, 100),
	FIELD_IDS(filing_in, case_ids, DESK_ITEMS_MAX),
	FIELD_STR_OPT(filing_in, reason, 2, 200),
	FIELD_END,
};

struct filed {
	int64_t case_id, record_id;
	bool recorded;
	const char *refusal; /* JSON as of a refused step */
};

static const struct fld filed_fields[] = {
	FIELD_ID(filed, case_id),
	FIELD_BOOL(filed, recorded),
	FIELD_ID_OPT(filed, record_id),
	FIELD_RAW(filed, refusal),
	FIELD_END,
};

struct filing_reply {
	int64_t recorded;
	struct fld_list items;
};

static const struct fld filing_reply_fields[] = {
	FIELD_I64(filing_reply, recorded, 0, DESK_ITEMS_MAX),
	FIELD_LIST(filing_reply, items, filed, filed_fields, DESK_ITEMS_MAX),
	FIELD_END,
};

struct filing_job {
	struct req *rq;
	struct filing_in in;
	struct filing_reply out;
};

struct filing_one {
	const struct filing_job *job;
	struct filed filed;
	struct problems problems;
};

static const char *facts_of(struct arena *a, const char *number)
{
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 2048);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "filing_number", number);
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}

static enum err one_tx(struct db *db, void *arg)
{
	struct filing_one *one = arg;
	const struct filing_job *job = one->job;
	struct arena *a = req_arena(job->rq);
	struct development_step step = { .case_id = one->filed.case_id,
					 .step_code = job->in.step_code,
					 .happened_on = job->in.happened_on,
					 .facts = facts_of(a, job->in.number),
					 .reason_for_all = job->in.reason,
					 .problems = &one->problems };

	return development_step_record(db, req_app(job->rq)->rules, a, req_user(job->rq), &step,
				       &one->filed.record_id, &one->filed.refusal);
}

/* What concerns the caller or the request refuses all; what concerns a case refuses that case. */
static enum err file_one(struct db *db, const struct filing_job *job, int64_t case_id,
			 struct filed *ret)
{
	struct arena *a = req_arena(job->rq);
	struct filing_one one = { .job = job,
				  .filed = { .case_id = case_id },
				  .problems = { .a = a } };
	enum err e = db_write(db, "desk.file", one_tx, &one);

	if (e && e != ERR_RULE && e != ERR_CONFLICT && e != ERR_INPUT)
		return e;
	if (e == ERR_CONFLICT)
		one.filed.refusal = desk_refusal(a, DESK_CASE_CLOSED, 0, 0);
	else if (e == ERR_INPUT)
		one.filed.refusal = desk_findings_json(a, NULL, NULL, &one.problems);
	one.filed.recorded = !e;
	*ret = one.filed;
	return OK;
}

static enum err filing_tx(struct db *db, void *arg)
{
	struct filing_job *job = arg;
	const int64_t *ids = job->in.case_ids.items;
	size_t n = job->in.case_ids.n;
	struct filed *items = ARENA_ARRAY(req_arena(job->rq), struct filed, n);
	int64_t recorded = 0;
	enum err e = OK;

	for (size_t i = 0; !e && i < n; i++) {
		e = file_one(db, job, ids[i], &items[i]);
		recorded += items[i].recorded;
	}
	job->out = (struct filing_reply){ recorded, { items, n } };
	return e;
}

static enum err filing_write(struct req *rq)
{
	struct filing_job job = { .rq = rq };
	const int64_t *ids;
	int32_t day;
	enum err e = req_json(rq, filing_in_fields, &job.in);

	if (e)
		return e;
	ids = job.in.case_ids.items;
	if (!job.in.case_ids.n)
		problem_add(req_problems(rq), "case_ids", "required", NULL);
	for (size_t i = 0; i < job.in.case_ids.n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (ids[k] == ids[i])
				problem_add(req_problems(rq),
					    arena_printf(req_arena(rq), "case_ids[%zu]", i),
					    "duplicate", NULL);
		}
	}
	if (!date_parse(job.in.happened_on, &day) && day > clock_today())
		problem_add(req_problems(rq), "happened_on", "in_future", NULL);
	if (req_problems(rq)->n)
		return ERR_INPUT;
	e = db_write(req_db(rq), "desk.filings", filing_tx, &job);
	return e ? e : res_json(rq, 200, filing_reply_fields, &job.out);
}

const struct route desk_filing_routes[] = {
	{ "POST", "/api/v1/desk/filings", PERM_CASE_READ, filing_write,
	  "Files many cases under one number and day; a case that the rules refuse is told.", NULL,
	  filing_in_fields, filing_reply_fields, 0 },
	ROUTE_END
};
