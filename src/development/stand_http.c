/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where I stand: the caller's own case in plain words. There is no id in the path: nobody can ask
 * for another person's.
 */
#include "app.h"
#include "development/development.h"
#include "development/stand.h"

#include "base/banned.h"

static const struct fld no_query[] = { FIELD_END };

struct stand_job {
	struct req *rq;
	struct stand_reply out;
};

static enum err stand_tx(struct db *db, void *arg)
{
	struct stand_job *job = arg;
	int64_t person_id = req_user(job->rq)->person_id, case_id = 0;
	enum err e;

	e = development_case_of_person(db, person_id, &case_id);
	if (e)
		return e;
	return stand_reply_make(db, req_app(job->rq)->rules, req_arena(job->rq), person_id, case_id,
				clock_today(), &job->out);
}

static enum err stand_show(struct req *rq)
{
	struct stand_job job = { .rq = rq };
	enum err e;

	e = req_query(rq, no_query, NULL); /* somebody's id in the query is told to be a fault */
	if (e)
		return e;

	if (!req_user(rq)->person_id)
		return ERR_NOT_FOUND; /* an account of no person stands nowhere */
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "stand", stand_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, stand_fields, &job.out);
}

const struct route development_stand_routes[] = {
	{ "GET", "/api/v1/where-i-stand", PERM_SIGNED_IN, stand_show,
	  "Where the caller stands on his way, and what is awaited from whom.", NULL, NULL,
	  stand_fields, 0 },
	ROUTE_END
};
