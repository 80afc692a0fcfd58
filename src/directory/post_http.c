/* SPDX-License-Identifier: Apache-2.0 */
/* /posts: who holds which post, from and until when; rights follow from them. */
#include "directory/directory_http.h"
#include "base/banned.h"

struct posts_query {
	int64_t organisation_id, limit;
	const char *as_of, *after;
};
const struct fld post_list_query[] = {
	FIELD_ID_OPT(posts_query, organisation_id),
	FIELD_DATE_OPT(posts_query, as_of),
	FIELD_STR_OPT(posts_query, after, 0, 40),
	FIELD_I64_OPT(posts_query, limit, 1, LIST_MAX),
	FIELD_END,
};

/* S000-16: told, not forbidden. */
static const char *const note_codes[] = { "below_7_no_committee", "term_over", NULL };
struct note {
	const char *code;
};
static const struct fld note_fields[] = { FIELD_ENUM(note, code, note_codes), FIELD_END };

struct post_out {
	int64_t id, person_id, organisation_id, version;
	const char *person_name, *organisation_name, *kind, *from_on, *until_on, *term_until, *note;
	struct fld_list notes;
};
const struct fld post_row_fields[] = {
	FIELD_ID(post_out, id),
	FIELD_ID(post_out, person_id),
	FIELD_STR(post_out, person_name, 1, 60),
	FIELD_ID(post_out, organisation_id),
	FIELD_STR(post_out, organisation_name, 1, 100),
	FIELD_ENUM(post_out, kind, post_kinds),
	FIELD_DATE(post_out, from_on),
	FIELD_DATE_OPT(post_out, until_on),
	FIELD_DATE_OPT(post_out, term_until),
	FIELD_STR_OPT(post_out, note, 0, 200),
	FIELD_LIST(post_out, notes, note, note_fields, 5),
	FIELD_I64(post_out, version, 1, INT64_MAX),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct posts_query in;
	int64_t after;
	struct directory_organisation root;
};

static struct fld_list notes_of(struct arena *a, const char *kind, const char *organisation_kind,
				int64_t full, const char *term_until, const char *day)
{
	struct note *notes = ARENA_ARRAY(a, struct note, 2);
	size_t n = 0;

	if (post_needs_committee(kind, organisation_kind, full))
		notes[n++].code = "below_7_no_committee";
	if (term_until && strcmp(term_until, day) < 0)
		notes[n++].code = "term_over";
	return (struct fld_list){ notes, n };
}

static void print_row(struct json_writer *w, struct arena *a, struct stmt *q, const char *day)
{
	struct post_out out = {
		.id = col_i64(q, POST_PAGE_C_ID),
		.person_id = col_i64(q, POST_PAGE_C_PERSON_ID),
		.person_name = col_str(q, POST_PAGE_C_PERSON_NAME),
		.organisation_id = col_i64(q, POST_PAGE_C_ORGANISATION_ID),
		.organisation_name = col_str(q, POST_PAGE_C_ORGANISATION_NAME),
		.kind = col_str(q, POST_PAGE_C_KIND),
		.from_on = col_str(q, POST_PAGE_C_FROM_ON),
		.until_on = col_str(q, POST_PAGE_C_UNTIL_ON),
		.term_until = col_str(q, POST_PAGE_C_TERM_UNTIL),
		.note = col_str(q, POST_PAGE_C_NOTE),
		.version = col_i64(q, POST_PAGE_C_VERSION),
	};

	out.notes = notes_of(a, out.kind, col_str(q, POST_PAGE_C_ORGANISATION_KIND),
			     col_i64(q, POST_PAGE_C_FULL_MEMBERS), out.term_until, day);
	fields_print(w, NULL, post_row_fields, &out);
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena *a = req_arena(job->rq);
	struct json_writer *w = res_writer(job->rq);
	const char *next = NULL;
	int64_t n = 0, last = 0;
	bool row = false;
	enum err e = scope_organisation(db, a, req_user(job->rq), PERM_DIRECTORY_READ,
					job->in.organisation_id, &job->root);

	if (!e)
		e = db_stmt(db, SQL_POST_PAGE, &q);
	if (e)
		return e;
	bind_str(q, POST_PAGE_LOW, job->root.path);
	bind_str(q, POST_PAGE_HIGH, directory_path_high(a, job->root.path));
	bind_str(q, POST_PAGE_DAY, job->in.as_of);
	bind_i64(q, POST_PAGE_AFTER, job->after);
	bind_i64(q, POST_PAGE_N, job->in.limit + 1);
	page_begin(w);
	while ((e = step_row(q, &row)) == OK && row && n < job->in.limit) {
		last = col_i64(q, POST_PAGE_C_ID);
		print_row(w, a, q, job->in.as_of);
		n++;
	}
	if (!e && row)
		next = cursor_make(a, "", last);
	page_end(w, next, -1);
	return e;
}

enum err post_list_handler(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = LIST_DEFAULT };
	const char *key;
	enum err e = req_query(rq, post_list_query, &job.in);

	if (!e)
		e = cursor_parse(rq, job.in.after, &key, &job.after);
	if (e)
		return e;
	if (!job.in.as_of)
		job.in.as_of = today_text(req_arena(rq));
	e = db_read(req_db(rq), "post.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- giving a post ---- */

struct post_in {
	int64_t person_id, organisation_id;
	const char *kind, *from_on, *term_until, *note;
};
const struct fld post_add_body[] = {
	FIELD_ID(post_in, person_id),
	FIELD_ID(post_in, organisation_id),
	FIELD_ENUM(post_in, kind, post_kinds),
	FIELD_DATE(post_in, from_on),
	FIELD_DATE_OPT(post_in, term_until),
	FIELD_STR_OPT(post_in, note, 0, 200),
	FIELD_END,
};

struct post_made {
	int64_t id, version;
	struct fld_list notes;
};
const struct fld post_add_reply[] = { FIELD_ID(post_made, id),
				      FIELD_I64(post_made, version, 1, INT64_MAX),
				      FIELD_LIST(post_made, notes, note, note_fields, 5),
				      FIELD_END };

struct add_job {
	struct req *rq;
	struct post_in in;
	struct post_made out;
};

static enum err add_tx(struct db *db, void *arg)
{
	struct add_job *job = arg;
	const struct user *who = req_user(job->rq);
	struct directory_post post = {
		.person_id = job->in.person_id,
		.organisation_id = job->in.organisation_id,
		.kind = job->in.kind,
		.from_on = job->in.from_on,
		.term_until = job->in.term_until,
		.note = text_or_null(job->in.note),
		.recorded_by = who->account_id,
	};
	struct directory_organisation where;
	struct directory_branch_facts facts;
	enum err e = authz_post(db, who, job->in.kind, job->in.organisation_id);

	if (!e)
		e = authz_person(db, who, PERM_DIRECTORY_READ, job->in.person_id);
	if (!e)
		e = directory_post_add(db, &post, &job->out.id);
	if (!e)
		e = directory_organisation_get(db, req_arena(job->rq), job->in.organisation_id,
					       &where);
	if (!e)
		e = directory_branch_facts(db, job->in.organisation_id, &facts);
	if (e)
		return e;
	job->out.version = 1;
	job->out.notes = notes_of(req_arena(job->rq), job->in.kind, where.kind, facts.full,
				  job->in.term_until, job->in.from_on);
	return audit_one(db, job->rq, "post.give", "post", job->out.id, "kind", job->in.kind);
}

enum err post_add_handler(struct req *rq)
{
	struct add_job job = { .rq = rq };
	enum err e = req_json(rq, post_add_body, &job.in);

	if (!e && job.in.term_until && strcmp(job.in.term_until, job.in.from_on) < 0) {
		problem_add(req_problems(rq), "term_until", "out_of_range", NULL);
		e = ERR_INPUT;
	}
	if (!e)
		e = db_write(req_db(rq), "post.give", add_tx, &job);
	return e ? e : res_json(rq, 201, post_add_reply, &job.out);
}

/* ---- ending one ---- */

struct end_in {
	const char *until_on;
	int64_t version;
};
const struct fld post_patch_body[] = { FIELD_DATE(end_in, until_on),
				       FIELD_I64(end_in, version, 1, INT64_MAX), FIELD_END };

struct end_job {
	struct req *rq;
	int64_t id;
	struct end_in in;
	struct made out;
};

static enum err end_tx(struct db *db, void *arg)
{
	struct end_job *job = arg;
	struct directory_post post;
	int64_t version;
	enum err e = directory_post_get(db, req_arena(job->rq), job->id, &post, &version);

	if (!e)
		e = authz_post(db, req_user(job->rq), post.kind, post.organisation_id);
	if (!e)
		e = directory_post_end(db, job->id, job->in.version, job->in.until_on);
	if (e)
		return e;
	job->out = (struct made){ job->id, job->in.version + 1 };
	return audit_one(db, job->rq, "post.end", "post", job->id, "until_on", job->in.until_on);
}

enum err post_patch_handler(struct req *rq)
{
	struct end_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, post_patch_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "post.end", end_tx, &job);
	return e ? e : res_json(rq, 200, made_fields, &job.out);
}
