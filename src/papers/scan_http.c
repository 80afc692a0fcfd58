/* SPDX-License-Identifier: Apache-2.0 */
/* The scan of a paper: taken in, looked at, kept outside the database; served to who sees the case. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "papers/papers_impl.h"

#include "base/banned.h"

struct scan_job {
	struct req *rq;
	int64_t id;
	bool keeping; /* only who keeps the papers */
	struct paper paper;
};

static enum err open_scan(struct db *db, struct scan_job *job)
{
	struct development_case c;
	bool may = false;
	enum err e = paper_get(db, req_arena(job->rq), job->id, 0, &job->paper);

	if (!e)
		e = paper_case(db, job->rq, job->paper.case_id, &c, &may);
	if (e)
		return e;
	return !job->keeping || may ? OK : ERR_FORBIDDEN;
}

/* ---- PUT /papers/{id}/scan ---- */

static enum err may_tx(struct db *db, void *arg)
{
	struct scan_job *job = arg;
	enum err e = open_scan(db, job);

	if (e || !job->paper.withdrawn_reason)
		return e;
	req_explain(job->rq, "{\"code\":\"paper_withdrawn\"}");
	return ERR_CONFLICT;
}

static enum err keep_tx(struct db *db, void *arg)
{
	struct scan_job *job = arg;
	struct paper scan = job->paper;
	enum err e = open_scan(db, job); /* again: this is the transaction that writes */

	if (e)
		return e;
	e = paper_set_scan(db, &scan);
	return e ? e : audit_add(db, req_user(job->rq), "paper.scan", "paper", job->id, NULL);
}

/* Looks at the bytes and keeps them; fills what the row is told of the scan. */
static enum err take_in(struct scan_job *job, const struct upload *up)
{
	CLEANUP(buf_release) struct buf kept;
	struct arena *a = req_arena(job->rq);
	char *hash = arena_zalloc(a, 1, SCAN_HASH_SIZE);
	enum scan_fault fault;
	const void *bytes;
	enum err e;

	buf_init(&kept, (size_t)PAPERS_SCAN_BYTES);
	e = upload_read(up, a, &bytes);
	if (e)
		return e;
	fault = scan_check(bytes, (size_t)up->size_bytes, &kept, &job->paper.file_kind);
	if (fault) {
		problem_add(req_problems(job->rq), "scan", scan_fault_codes[fault], NULL);
		return ERR_INPUT;
	}
	e = scan_keep(req_app(job->rq)->files, kept.text, kept.len, hash);
	job->paper.file_hash = hash;
	job->paper.file_size = (int64_t)kept.len;
	job->paper.file_name = *up->file_name ? arena_strdup(a, up->file_name) : NULL;
	return e;
}

/* Durable before its row: a crash between leaves a file nobody names, never a row without one. */
static enum err scan_put(struct req *rq)
{
	struct scan_job job = { .rq = rq, .keeping = true };
	struct upload up;
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_read(req_db(rq), "papers.may_scan", may_tx, &job);
	if (!e)
		e = req_upload(rq, &up);
	if (e)
		return e;
	if (up.size_bytes > PAPERS_SCAN_BYTES)
		return ERR_TOO_LARGE;
	e = take_in(&job, &up);
	if (!e)
		e = db_write(req_db(rq), "papers.scan", keep_tx, &job);
	return e ? e : res_none(rq);
}

/* ---- GET /papers/{id}/scan ---- */

static enum err show_tx(struct db *db, void *arg)
{
	struct scan_job *job = arg;
	enum err e = open_scan(db, job);

	return e ? e : job->paper.file_hash ? OK : ERR_NOT_FOUND;
}

static enum err scan_get(struct req *rq)
{
	struct scan_job job = { .rq = rq };
	struct arena *a = req_arena(rq);
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_read(req_db(rq), "papers.get_scan", show_tx, &job);
	if (e)
		return e;
	/* A PDF shows itself in a frame without scripts, and never as a page of ours. */
	res_header(rq, "Content-Security-Policy", "sandbox; default-src 'none'");
	res_header(rq, "Cache-Control", "private, no-store");
	return res_file(rq, scan_type(job.paper.file_kind),
			arena_printf(a, "%s-%lld.%s", job.paper.code, (long long)job.paper.id,
				     job.paper.file_kind),
			scan_path(a, req_app(rq)->files, job.paper.file_hash),
			/* remove_after= */ false);
}

const struct route papers_scan_routes[] = {
	{ "PUT", "/api/v1/papers/{id}/scan", PERM_CASE_READ, scan_put,
	  "The scan of a paper: PDF, JPEG or PNG, at most 20 MB; takes the place of an earlier one.",
	  NULL, NULL, NULL, ROUTE_SLOW | ROUTE_UPLOAD },
	{ "GET", "/api/v1/papers/{id}/scan", PERM_CASE_READ, scan_get,
	  "The scan of a paper, as a file.", NULL, NULL, NULL, ROUTE_SLOW | ROUTE_RAW_REPLY },
	ROUTE_END
};
