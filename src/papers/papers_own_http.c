/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's own papers: which his steps need and which are in the file. For himself when he has
 * signed in, and for whoever holds the slip of his case; it names no other person and no place.
 */
#include "app.h"
#include "papers/papers_impl.h"

#include "base/banned.h"

static const struct fld no_query[] = { FIELD_END };

struct own_paper {
	const char *step, *code;
	struct both_reply step_title, name;
	bool there;
	bool own; /* he writes it himself */
};

static const struct fld own_paper_fields[] = {
	FIELD_STR(own_paper, step, 1, 60),
	FIELD_OBJECT(own_paper, step_title, both_reply, both_reply_fields),
	FIELD_STR(own_paper, code, 1, 60),
	FIELD_OBJECT(own_paper, name, both_reply, both_reply_fields),
	FIELD_BOOL(own_paper, there),
	FIELD_BOOL(own_paper, own),
	FIELD_END,
};

struct own_reply {
	int64_t there_n;
	struct fld_list items;
};

static const struct fld own_fields[] = {
	FIELD_I64(own_reply, there_n, 0, PAPERS_MAX),
	FIELD_LIST(own_reply, items, own_paper, own_paper_fields, PAPERS_MAX),
	FIELD_END,
};

/* One of a step that was recorded several times (talks, inspections) counts each time. */
static enum err own_make(struct db *db, struct req *rq, int64_t case_id, int64_t person_id,
			 void *out)
{
	const struct rules_set *set = req_app(rq)->rules;
	struct arena *a = req_arena(rq);
	struct own_reply *ret = out;
	struct development_case view;
	struct paper_line *lines;
	struct own_paper *items;
	size_t n;
	enum err e;

	(void)person_id;
	if (!case_id)
		return OK;
	e = development_case_load(db, set, a, case_id, &view);
	if (e)
		return e;
	e = papers_lines(db, set, a, &view, &lines, &n);
	if (e)
		return e;
	if (n > PAPERS_MAX)
		n = PAPERS_MAX;
	items = ARENA_ARRAY(a, struct own_paper, n);
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct own_paper){ .step = lines[i].step,
					       .code = lines[i].code,
					       .step_title = lines[i].step_title,
					       .name = lines[i].name,
					       .there = lines[i].there,
					       .own = str_eq(lines[i].author, "person") };
		ret->there_n += lines[i].there;
	}
	ret->items = (struct fld_list){ items, n };
	return OK;
}

/* ---- GET /where-i-stand/papers ---- */

struct own_job {
	struct req *rq;
	struct own_reply out;
};

static enum err own_tx(struct db *db, void *arg)
{
	struct own_job *job = arg;
	int64_t person_id = req_user(job->rq)->person_id, case_id = 0;
	enum err e = development_case_of_person(db, person_id, &case_id);

	return e ? e : own_make(db, job->rq, case_id, person_id, &job->out);
}

static enum err own_show(struct req *rq)
{
	struct own_job job = { .rq = rq };
	enum err e = req_query(rq, no_query, NULL);

	if (e)
		return e;
	if (!req_user(rq)->person_id)
		return ERR_NOT_FOUND; /* an account of no person has no papers */
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "papers.own", own_tx, &job);
	if (e)
		return e;
	return res_json(rq, 200, own_fields, &job.out);
}

/* ---- POST /slip/papers ---- */

static enum err slip_papers(struct req *rq)
{
	struct own_reply out = { 0 };
	const struct development_slip_page page = { "slip.papers", own_make, own_fields, &out };

	return development_slip_answer(rq, &page);
}

const struct route papers_own_routes[] = {
	{ "GET", "/api/v1/where-i-stand/papers", PERM_SIGNED_IN, own_show,
	  "The papers the caller's own steps need, and which are in the file.", NULL, NULL,
	  own_fields, 0 },
	{ "POST", "/api/v1/slip/papers", PERM_PUBLIC, slip_papers,
	  "The same for the holder of a slip, by its code.", NULL, development_slip_code_fields,
	  own_fields, ROUTE_SLOW },
	ROUTE_END
};
