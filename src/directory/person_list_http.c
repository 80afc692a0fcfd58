/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /people: the roster's page, and GET /people/search. The plain page and the page of one stage
 * are ranges of an index in the page's order; each other filter has the statement that suits it.
 */
#include "directory/directory_http.h"
#include "directory/pinyin.h"
#include "base/banned.h"

/* Up to so many people a subtree is stepped through; above, the words are looked up first. */
#define SMALL_SCOPE 3000

static const char *const list_stages[] = {
	"none",
	"applicant",
	"activist",
	"candidate",
	"probationary",
	"full",
	"withdrawn",
	"not_approved",
	"left",
	"not_recognised",
	"probation_cancelled",
	"transferred_out",
	NULL,
};
static const char *const sexes[] = { "male", "female", NULL };
static const char *const sorts[] = { "name", "stage", "joined", NULL };

struct list_query {
	int64_t organisation_id, class_id, limit;
	const char *stage, *sex, *q, *sort, *after;
};
const struct fld person_list_query[] = {
	FIELD_ID_OPT(list_query, organisation_id),
	FIELD_ENUM_OPT(list_query, stage, list_stages),
	FIELD_ID_OPT(list_query, class_id),
	FIELD_ENUM_OPT(list_query, sex, sexes),
	FIELD_STR_OPT(list_query, q, 0, 40),
	FIELD_ENUM_OPT(list_query, sort, sorts),
	FIELD_STR_OPT(list_query, after, 0, 400),
	FIELD_I64_OPT(list_query, limit, 1, LIST_MAX),
	FIELD_END,
};

struct row_out {
	int64_t id, branch_id;
	const char *name, *sex, *ethnicity, *student_no, *staff_no, *class_name, *branch_name,
		*stage, *stage_on, *joined_on, *full_on, *mobile_tail;
};
const struct fld person_row_fields[] = {
	FIELD_ID(row_out, id),
	FIELD_STR(row_out, name, 1, 60),
	FIELD_ENUM_OPT(row_out, sex, sexes),
	FIELD_STR_OPT(row_out, ethnicity, 0, 20),
	FIELD_STR_OPT(row_out, student_no, 0, 40),
	FIELD_STR_OPT(row_out, staff_no, 0, 40),
	FIELD_STR_OPT(row_out, class_name, 0, 60),
	FIELD_ID_OPT(row_out, branch_id),
	FIELD_STR_OPT(row_out, branch_name, 0, 100),
	FIELD_ENUM_OPT(row_out, stage, directory_stages),
	FIELD_STR_OPT(row_out, stage_on, 7, 10),
	FIELD_STR_OPT(row_out, joined_on, 7, 10),
	FIELD_STR_OPT(row_out, full_on, 7, 10),
	FIELD_STR_OPT(row_out, mobile_tail, 0, 4),
	FIELD_END,
};

struct list_job {
	struct req *rq;
	struct list_query in;
	const char *low, *high; /* word range of q; NULL: no q */
	const char *after_key;
	int64_t after_id, total;
	struct directory_organisation root;
};

static enum err read_total(struct db *db, struct list_job *job, const char *stage, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PEOPLE_TOTAL, &q);

	if (e)
		return e;
	bind_i64(q, PEOPLE_TOTAL_ORGANISATION_ID, job->root.id);
	bind_str(q, PEOPLE_TOTAL_STAGE, stage);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, PEOPLE_TOTAL_C_N);
	return e;
}

/* The statement for these filters, its parameters bound. */
static enum err open_plain(struct db *db, const struct list_job *job, struct stmt **ret)
{
	bool stage = job->in.stage != NULL;
	enum err e = db_stmt(db, stage ? SQL_PEOPLE_PAGE_STAGE : SQL_PEOPLE_PAGE, ret);

	if (e)
		return e;
	if (stage) {
		bind_i64(*ret, PEOPLE_PAGE_STAGE_ORGANISATION_ID, job->root.id);
		bind_str(*ret, PEOPLE_PAGE_STAGE_STAGE, job->in.stage);
		bind_str(*ret, PEOPLE_PAGE_STAGE_AFTER_KEY, job->after_key);
		bind_i64(*ret, PEOPLE_PAGE_STAGE_AFTER_ID, job->after_id);
		bind_i64(*ret, PEOPLE_PAGE_STAGE_N, job->in.limit + 1);
	} else {
		bind_i64(*ret, PEOPLE_PAGE_ORGANISATION_ID, job->root.id);
		bind_str(*ret, PEOPLE_PAGE_AFTER_KEY, job->after_key);
		bind_i64(*ret, PEOPLE_PAGE_AFTER_ID, job->after_id);
		bind_i64(*ret, PEOPLE_PAGE_N, job->in.limit + 1);
	}
	return OK;
}

/* Numbers of the parameters of one of the other statements; 0: it has none such. */
struct params {
	enum sql statement;
	int organisation_id, stage, sex, low, high, class_id, after_key, after_id, n;
};

#define PARAMS(NAME, class_param)                                                                  \
	{                                                                                          \
		SQL_##NAME, NAME##_ORGANISATION_ID, NAME##_STAGE, NAME##_SEX, NAME##_LOW,          \
			NAME##_HIGH, class_param, NAME##_AFTER_KEY, NAME##_AFTER_ID, NAME##_N      \
	}
static const struct params by_class = PARAMS(PEOPLE_PAGE_CLASS, PEOPLE_PAGE_CLASS_CLASS_ID);
static const struct params by_word = PARAMS(PEOPLE_PAGE_FOUND, 0);
static const struct params by_filter = PARAMS(PEOPLE_PAGE_FILTERED, 0);
static const struct params sorted_joined = PARAMS(PEOPLE_PAGE_JOINED, PEOPLE_PAGE_JOINED_CLASS_ID);
static const struct params sorted_stage =
	PARAMS(PEOPLE_PAGE_BY_STAGE, PEOPLE_PAGE_BY_STAGE_CLASS_ID);

static enum err open_other(struct db *db, const struct list_job *job, const struct params *p,
			   struct stmt **ret)
{
	enum err e = db_stmt(db, p->statement, ret);

	if (e)
		return e;
	bind_i64(*ret, p->organisation_id, job->root.id);
	bind_str(*ret, p->stage, job->in.stage);
	bind_str(*ret, p->sex, job->in.sex);
	bind_str(*ret, p->low, job->low);
	bind_str(*ret, p->high, job->high);
	if (p->class_id)
		bind_id(*ret, p->class_id, job->in.class_id);
	bind_str(*ret, p->after_key, job->after_key);
	bind_i64(*ret, p->after_id, job->after_id);
	bind_i64(*ret, p->n, job->in.limit + 1);
	return OK;
}

static enum err open_page(struct db *db, struct list_job *job, struct stmt **ret)
{
	int64_t people;
	enum err e;

	if (str_eq(job->in.sort, "joined"))
		return open_other(db, job, &sorted_joined, ret);
	if (str_eq(job->in.sort, "stage"))
		return open_other(db, job, &sorted_stage, ret);
	if (job->in.class_id)
		return open_other(db, job, &by_class, ret);
	if (!job->low && !job->in.sex)
		return open_plain(db, job, ret);
	if (!job->low)
		return open_other(db, job, &by_filter, ret);
	e = read_total(db, job, NULL, &people);
	if (e)
		return e;
	return open_other(db, job, people > SMALL_SCOPE ? &by_word : &by_filter, ret);
}

static enum err make_next(struct db *db, struct list_job *job, int64_t last_id, const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int col = PEOPLE_CURSOR_C_BY_NAME;
	enum err e = db_stmt(db, SQL_PEOPLE_CURSOR, &q);

	if (e)
		return e;
	if (str_eq(job->in.sort, "joined"))
		col = PEOPLE_CURSOR_C_BY_JOINED;
	else if (str_eq(job->in.sort, "stage"))
		col = PEOPLE_CURSOR_C_BY_STAGE;
	bind_i64(q, PEOPLE_CURSOR_PERSON_ID, last_id);
	e = step_one(q);
	if (!e)
		*ret = cursor_make(req_arena(job->rq), col_str(q, col), last_id);
	return e;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct list_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool plain = !job->low && !job->in.sex && !job->in.class_id, row = false;
	struct json_writer *w = res_writer(job->rq);
	const char *next = NULL;
	int64_t n = 0, last_id = 0;
	enum err e = scope_organisation(db, req_arena(job->rq), req_user(job->rq),
					PERM_DIRECTORY_READ, job->in.organisation_id, &job->root);

	job->total = -1;
	if (!e && plain)
		e = read_total(db, job, job->in.stage, &job->total);
	if (!e)
		e = open_page(db, job, &q);
	if (e)
		return e;
	page_begin(w);
	while ((e = step_row(q, &row)) == OK && row && n < job->in.limit) {
		last_id = col_i64(q, PEOPLE_PAGE_C_ID);
		res_row(w, NULL, person_row_fields, q);
		n++;
	}
	if (!e && row)
		e = make_next(db, job, last_id, &next);
	page_end(w, next, job->total);
	return e;
}

/* What is typed as a range of words. */
static void word_range(struct arena *a, const char *q, const char **ret_low, const char **ret_high)
{
	const char *folded = str_empty(q) ? "" : pinyin_fold(a, q);

	if (!*folded)
		return;
	*ret_low = folded;
	*ret_high = arena_printf(a, "%s\xF4\x8F\xBF\xBF", folded); /* U+10FFFF, behind all */
}

enum err person_list_handler(struct req *rq)
{
	struct list_job job = { .rq = rq, .in.limit = LIST_DEFAULT };
	enum err e = req_query(rq, person_list_query, &job.in);

	if (!e)
		e = cursor_parse(rq, job.in.after, &job.after_key, &job.after_id);
	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	word_range(req_arena(rq), job.in.q, &job.low, &job.high);
	e = db_read(req_db(rq), "person.list", list_tx, &job);
	return e ? e : res_written(rq, 200);
}

/* ---- search as one types ---- */

struct search_query {
	const char *q;
	int64_t organisation_id, limit;
};
const struct fld person_search_query[] = {
	FIELD_STR(search_query, q, 1, 40),
	FIELD_ID_OPT(search_query, organisation_id),
	FIELD_I64_OPT(search_query, limit, 1, LIST_MAX),
	FIELD_END,
};

struct hit_out {
	int64_t id;
	const char *name, *student_no, *branch_name, *stage, *match;
};
const struct fld person_hit_fields[] = {
	FIELD_ID(hit_out, id),
	FIELD_STR(hit_out, name, 1, 60),
	FIELD_STR_OPT(hit_out, student_no, 0, 40),
	FIELD_STR_OPT(hit_out, branch_name, 0, 100),
	FIELD_ENUM_OPT(hit_out, stage, directory_stages),
	FIELD_STR(hit_out, match, 1, 100),
	FIELD_END,
};

struct search_job {
	struct list_job list; /* root and word range */
	struct search_query in;
};

static enum err open_search(struct db *db, struct search_job *job, struct stmt **ret)
{
	struct arena *a = req_arena(job->list.rq);
	const char *path = job->list.root.path;
	int64_t people;
	enum err e = read_total(db, &job->list, NULL, &people);

	if (e)
		return e;
	if (people <= SMALL_SCOPE) {
		e = db_stmt(db, SQL_PEOPLE_SEARCH_SCOPE, ret);
		if (e)
			return e;
		bind_i64(*ret, PEOPLE_SEARCH_SCOPE_ORGANISATION_ID, job->list.root.id);
		bind_str(*ret, PEOPLE_SEARCH_SCOPE_LOW, job->list.low);
		bind_str(*ret, PEOPLE_SEARCH_SCOPE_HIGH, job->list.high);
		bind_i64(*ret, PEOPLE_SEARCH_SCOPE_N, job->in.limit * 2);
		return OK;
	}
	e = db_stmt(db, SQL_PEOPLE_SEARCH_WORDS, ret);
	if (e)
		return e;
	bind_str(*ret, PEOPLE_SEARCH_WORDS_PATH_LOW, path);
	bind_str(*ret, PEOPLE_SEARCH_WORDS_PATH_HIGH, directory_path_high(a, path));
	bind_str(*ret, PEOPLE_SEARCH_WORDS_LOW, job->list.low);
	bind_str(*ret, PEOPLE_SEARCH_WORDS_HIGH, job->list.high);
	bind_i64(*ret, PEOPLE_SEARCH_WORDS_N, job->in.limit * 2);
	return OK;
}

static bool seen_before(const int64_t *ids, int64_t n, int64_t id)
{
	int64_t i;

	for (i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum err search_tx(struct db *db, void *arg)
{
	struct search_job *job = arg;
	struct req *rq = job->list.rq;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct json_writer *w = res_writer(rq);
	int64_t *ids = ARENA_ARRAY(req_arena(rq), int64_t, (size_t)job->in.limit), n = 0;
	bool row;
	enum err e = scope_organisation(db, req_arena(rq), req_user(rq), PERM_DIRECTORY_READ,
					job->in.organisation_id, &job->list.root);

	if (!e && job->list.low)
		e = open_search(db, job, &q);
	if (e)
		return e;
	page_begin(w);
	while (q && n < job->in.limit && (e = step_row(q, &row)) == OK && row) {
		int64_t id = col_i64(q, PEOPLE_SEARCH_WORDS_C_ID);

		if (seen_before(ids, n, id))
			continue; /* two of his words begin so */
		ids[n++] = id;
		res_row(w, NULL, person_hit_fields, q);
	}
	page_end(w, NULL, -1);
	return e;
}

enum err person_search_handler(struct req *rq)
{
	struct search_job job = { .list.rq = rq, .in.limit = 20 };
	enum err e = req_query(rq, person_search_query, &job.in);

	if (e)
		return e;
	word_range(req_arena(rq), job.in.q, &job.list.low, &job.list.high);
	e = db_read(req_db(rq), "person.search", search_tx, &job);
	return e ? e : res_written(rq, 200);
}
