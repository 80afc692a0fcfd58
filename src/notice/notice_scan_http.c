/* SPDX-License-Identifier: Apache-2.0 */
/* A file looked through for personal numbers before it goes out by other ways. Nothing is kept. */
#include "notice/notice_impl.h"

#include "base/banned.h"

struct hit_reply {
	const char *kind, *where, *sample;
};

static const char *const hit_kinds[] = { "id",        "mobile",        "landline",
					 "bank_card", "school_number", NULL };

static const struct fld hit_fields[] = {
	FIELD_ENUM(hit_reply, kind, hit_kinds),
	FIELD_STR_OPT(hit_reply, where, 1, 400),
	FIELD_STR(hit_reply, sample, 1, 60),
	FIELD_END,
};

struct scan_reply {
	int64_t total, unseen_n;
	struct fld_list hits;
};

static const struct fld scan_fields[] = {
	FIELD_I64(scan_reply, total, 0, INT64_MAX),
	FIELD_I64(scan_reply, unseen_n, 0, INT64_MAX),
	FIELD_LIST(scan_reply, hits, hit_reply, hit_fields, LEAK_HITS_MAX),
	FIELD_END,
};

struct scan_job {
	struct req *rq;
	struct directory_numbers numbers;
};

static enum err numbers_tx(struct db *db, void *arg)
{
	struct scan_job *job = arg;

	return directory_numbers(db, req_arena(job->rq), req_user(job->rq)->school_id,
				 &job->numbers);
}

static enum err look(struct req *rq, const struct directory_numbers *numbers, const void *bytes,
		     size_t len)
{
	const struct leak_options options = { .numbers = numbers->items, .n_numbers = numbers->n };
	struct leak_report *r = ARENA_NEW(req_arena(rq), struct leak_report);
	struct scan_reply out = { 0 };
	struct hit_reply *items;
	enum err e;

	leak_report_init(r, req_arena(rq));
	e = leak_scan_file(r, &options, bytes, len);
	if (e == ERR_INPUT)
		problem_add(req_problems(rq), "file", "damaged", NULL);
	if (e)
		return e;
	items = ARENA_ARRAY(req_arena(rq), struct hit_reply, r->n_hits);
	for (size_t i = 0; i < r->n_hits; i++)
		items[i] = (struct hit_reply){ leak_kind_code(r->hits[i].kind), r->hits[i].where,
					       r->hits[i].sample };
	out = (struct scan_reply){ .total = (int64_t)r->total,
				   .unseen_n = (int64_t)r->total_unseen,
				   .hits = { items, r->n_hits } };
	return res_json(rq, 200, scan_fields, &out);
}

static enum err scan_post(struct req *rq)
{
	struct scan_job job = { .rq = rq };
	struct upload file;
	const void *bytes;
	enum err e = req_upload(rq, &file);

	if (!e && file.size_bytes > (int64_t)LEAK_FILE_MAX)
		e = ERR_TOO_LARGE;
	if (!e)
		e = db_read(req_db(rq), "notice.numbers", numbers_tx, &job);
	if (e)
		return e;
	e = upload_read(&file, req_arena(rq), &bytes);
	return e ? e : look(rq, &job.numbers, bytes, (size_t)file.size_bytes);
}

const struct route notice_scan_routes[] = {
	{ "POST", "/api/v1/notices/scan", PERM_CASE_READ, scan_post,
	  "Looks through a file for personal numbers; nothing is kept.", NULL, NULL, scan_fields,
	  ROUTE_UPLOAD | ROUTE_SLOW },
	ROUTE_END
};
