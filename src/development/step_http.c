/* SPDX-License-Identifier: Apache-2.0 */
/* Routes of steps: try, record, correct, void. */
#include "app.h"
#include "development/case_write.h"
#include "development/development.h"

#include "base/banned.h"

static const struct fld check_fields[] = {
	FIELD_STR(step_in, step_code, 1, 60),
	FIELD_DATE_OPT(step_in, happened_on),
	FIELD_RAW(step_in, facts),
	FIELD_END,
};

static const struct fld record_fields[] = {
	FIELD_STR(step_in, step_code, 1, 60),
	FIELD_DATE_OPT(step_in, happened_on),
	FIELD_RAW(step_in, facts),
	{ .name = "reasons",
	  .kind = FLD_LIST,
	  .offset = FIELD_AT(step_in, reasons),
	  .sub = step_reason_fields,
	  .sub_size = sizeof(struct step_reason),
	  .max = 50,
	  .flags = FLD_OPTIONAL | FLD_NULLABLE },
	FIELD_I64(step_in, version, 1, INT64_MAX),
	FIELD_END,
};

static const struct fld correct_fields[] = {
	FIELD_DATE_OPT(step_in, happened_on),
	FIELD_RAW(step_in, facts),
	{ .name = "reasons",
	  .kind = FLD_LIST,
	  .offset = FIELD_AT(step_in, reasons),
	  .sub = step_reason_fields,
	  .sub_size = sizeof(struct step_reason),
	  .max = 50,
	  .flags = FLD_OPTIONAL | FLD_NULLABLE },
	FIELD_STR(step_in, reason, 2, 200),
	FIELD_I64(step_in, version, 1, INT64_MAX),
	FIELD_END,
};

static const struct fld void_fields[] = {
	FIELD_STR(step_in, reason, 2, 200),
	FIELD_I64(step_in, version, 1, INT64_MAX),
	FIELD_END,
};

struct step_made_reply {
	int64_t record_id;
	struct case_reply page;
};

static const struct fld made_fields[] = {
	FIELD_ID(step_made_reply, record_id),
	{ .name = "case",
	  .kind = FLD_OBJECT,
	  .offset = FIELD_AT(step_made_reply, page),
	  .sub = case_reply_fields,
	  .sub_size = sizeof(struct case_reply) },
	FIELD_END,
};

struct step_job {
	struct req *rq;
	int64_t id, record_id; /* record_id: corrected or voided */
	struct step_in in;
	struct step_done done;
	struct step_made_reply out;
};

static struct step_ask ask_of(struct req *rq)
{
	return (struct step_ask){ req_app(rq)->rules, req_arena(rq), req_user(rq),
				  req_problems(rq),   clock_today(), NULL };
}

/* ---- try ---- */

struct check_reply {
	struct fld_list stops, warnings;
	const char *earliest_on, *latest_on;
	bool provisional;
};

static const struct fld check_reply_fields[] = {
	FIELD_LIST(check_reply, stops, finding_reply, finding_reply_fields, 200),
	FIELD_LIST(check_reply, warnings, finding_reply, finding_reply_fields, 200),
	FIELD_DATE_OPT(check_reply, earliest_on),
	FIELD_DATE_OPT(check_reply, latest_on),
	FIELD_BOOL(check_reply, provisional),
	FIELD_END,
};

struct check_job {
	struct req *rq;
	int64_t id;
	struct step_in in;
	struct check_reply out;
};

static enum err check_tx(struct db *db, void *arg)
{
	struct check_job *job = arg;
	struct step_ask ask = ask_of(job->rq);
	struct rules_result now = { 0 };
	struct step_plan plan;
	struct case_view view;
	enum err e;

	e = case_load(db, ask.set, ask.a, job->id, &view);
	if (e)
		return e;
	e = step_plan(db, &ask, &view, &job->in, 0, &plan);
	if (e)
		return e;
	job->out.stops = step_findings(&ask, &plan, RULES_STOP);
	job->out.warnings = step_findings(&ask, &plan, RULES_WARN);
	e = rules_evaluate(ask.set, &view.rules, ask.today, ask.a, &now);
	for (size_t i = 0; !e && i < now.n_next; i++) {
		if (now.next[i].step != plan.step->id)
			continue;
		job->out.earliest_on = case_day_text(ask.a, now.next[i].earliest_on);
		job->out.latest_on = case_day_text(ask.a, now.next[i].latest_on);
		job->out.provisional = now.next[i].provisional;
	}
	return e;
}

static enum err step_check(struct req *rq)
{
	struct check_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (e)
		return e;
	e = req_json(rq, check_fields, &job.in);
	if (e)
		return e;
	job.in.alone = true;
	e = db_read(req_db(rq), "case.check", check_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, check_reply_fields, &job.out);
}

/* ---- record, correct, void ---- */

static enum err made(struct db *db, struct step_job *job, const struct step_ask *ask)
{
	job->out.record_id = job->done.record_id;
	return case_reply_make(db, ask->set, ask->a, ask->who, &job->done.view, ask->today,
			       &job->out.page);
}

static enum err record_tx(struct db *db, void *arg)
{
	struct step_job *job = arg;
	struct step_ask ask = ask_of(job->rq);
	enum err e;

	e = step_record_write(db, &ask, job->id, &job->in, job->record_id, &job->done);
	return e ? e : made(db, job, &ask);
}

static enum err void_tx(struct db *db, void *arg)
{
	struct step_job *job = arg;
	struct step_ask ask = ask_of(job->rq);
	enum err e;

	e = step_void_write(db, &ask, job->id, job->record_id, &job->in, &job->done);
	return e ? e : made(db, job, &ask);
}

static enum err write_step(struct req *rq, const struct fld *fields, bool of_record,
			   const char *name, db_tx_fn tx)
{
	struct step_job job = { .rq = rq };
	enum err e;

	e = req_path_id(rq, "id", &job.id);
	if (!e && of_record)
		e = req_path_id(rq, "record_id", &job.record_id);
	if (e)
		return e;
	e = req_json(rq, fields, &job.in);
	if (e)
		return e;
	job.in.alone = true;
	e = db_write(req_db(rq), name, tx, &job);
	if (e == ERR_RULE && job.done.details)
		req_explain(rq, job.done.details);
	if (e)
		return e;
	return res_json(rq, of_record ? 200 : 201, made_fields, &job.out);
}

static enum err step_record(struct req *rq)
{
	return write_step(rq, record_fields, false, "case.step.record", record_tx);
}

static enum err step_correct(struct req *rq)
{
	return write_step(rq, correct_fields, true, "case.step.correct", record_tx);
}

static enum err step_take_out(struct req *rq)
{
	return write_step(rq, void_fields, true, "case.step.void", void_tx);
}

const struct route development_step_routes[] = {
	{ "POST", "/api/v1/cases/{id}/check", PERM_CASE_READ, step_check,
	  "What the rules say of a step before it is recorded; nothing is written.", NULL,
	  check_fields, check_reply_fields, 0 },
	{ "POST", "/api/v1/cases/{id}/steps", PERM_CASE_READ, step_record,
	  "Records a step; refused with the rules that stand against it.", NULL, record_fields,
	  made_fields, 0 },
	{ "POST", "/api/v1/cases/{id}/steps/{record_id}/correct", PERM_CASE_READ, step_correct,
	  "Puts a later record in the place of a wrong one; both are kept.", NULL, correct_fields,
	  made_fields, 0 },
	{ "POST", "/api/v1/cases/{id}/steps/{record_id}/void", PERM_CASE_READ, step_take_out,
	  "Takes a record out, with the reason; it is kept and counts for nothing.", NULL,
	  void_fields, made_fields, 0 },
	ROUTE_END
};
