/* SPDX-License-Identifier: Apache-2.0 */
/* The papers of one case: what is needed and there; adding, confirming and withdrawing. */
#include "papers/papers_impl.h"

#include "base/banned.h"

#define CODES_MAX 20

enum err paper_case(struct db *db, struct req *rq, int64_t case_id, struct development_case *ret,
		    bool *ret_may)
{
	const struct user *who = req_user(rq);
	enum err e = development_case_load(db, req_app(rq)->rules, req_arena(rq), case_id, ret);

	if (e)
		return e;
	if (!user_may_at(who, PERM_CASE_READ, ret->branch_path))
		return ERR_NOT_FOUND;
	*ret_may = who->person_id != ret->person_id &&
		   (user_may_at(who, PERM_CASE_BRANCH, ret->branch_path) ||
		    user_may_at(who, PERM_CASE_SUPERIOR, ret->branch_path));
	return OK;
}

/* ---- GET /cases/{id}/papers ---- */

struct paper_reply {
	int64_t id;
	const char *place;
	int64_t pages;
	bool is_copy;
	const char *read, *supplement_reason, *original_on;
	const char *file_kind, *file_name;
	int64_t file_size;
	const char *added_on, *added_by_name, *withdrawn_reason;
	int64_t confirmed_n;
	bool counts, may_confirm;
};

static const struct fld paper_fields[] = {
	FIELD_ID(paper_reply, id),
	FIELD_STR_OPT(paper_reply, place, 1, 100),
	FIELD_I64(paper_reply, pages, 0, 999),
	FIELD_BOOL(paper_reply, is_copy),
	FIELD_RAW(paper_reply, read),
	FIELD_STR_OPT(paper_reply, supplement_reason, 2, 200),
	FIELD_DATE_OPT(paper_reply, original_on),
	FIELD_STR_OPT(paper_reply, file_kind, 1, 10),
	FIELD_STR_OPT(paper_reply, file_name, 1, 200),
	FIELD_I64(paper_reply, file_size, 0, INT64_MAX),
	FIELD_DATE(paper_reply, added_on),
	FIELD_STR_OPT(paper_reply, added_by_name, 1, 80),
	FIELD_STR_OPT(paper_reply, withdrawn_reason, 2, 200),
	FIELD_I64(paper_reply, confirmed_n, 0, INT64_MAX),
	FIELD_BOOL(paper_reply, counts),
	FIELD_BOOL(paper_reply, may_confirm),
	FIELD_END,
};

struct need_reply {
	const char *step;
	struct both_reply step_title;
	int64_t record_id;
	const char *happened_on, *code, *author, *place;
	struct both_reply name;
	bool there;
	struct fld_list papers;
};

static const struct fld need_fields[] = {
	FIELD_STR(need_reply, step, 1, 60),
	FIELD_OBJECT(need_reply, step_title, both_reply, both_reply_fields),
	FIELD_ID(need_reply, record_id),
	FIELD_DATE_OPT(need_reply, happened_on),
	FIELD_STR(need_reply, code, 1, 60),
	FIELD_STR(need_reply, author, 1, 20),
	FIELD_STR_OPT(need_reply, place, 1, 400),
	FIELD_OBJECT(need_reply, name, both_reply, both_reply_fields),
	FIELD_BOOL(need_reply, there),
	FIELD_LIST(need_reply, papers, paper_reply, paper_fields, PAPERS_MAX),
	FIELD_END,
};

struct check_reply {
	const char *checked_on, *checked_by_name;
	int64_t missing_n;
};

static const struct fld check_fields[] = {
	FIELD_DATE(check_reply, checked_on),
	FIELD_STR_OPT(check_reply, checked_by_name, 1, 80),
	FIELD_I64(check_reply, missing_n, 0, INT64_MAX),
	FIELD_END,
};

struct file_reply {
	int64_t case_id, needed_n, missing_n;
	bool may_keep;
	const struct check_reply *check;
	struct fld_list items;
};

static const struct fld file_fields[] = {
	FIELD_ID(file_reply, case_id),
	FIELD_I64(file_reply, needed_n, 0, INT64_MAX),
	FIELD_I64(file_reply, missing_n, 0, INT64_MAX),
	FIELD_BOOL(file_reply, may_keep),
	FIELD_OBJECT_OPT(file_reply, check, check_reply, check_fields),
	FIELD_LIST(file_reply, items, need_reply, need_fields, PAPERS_MAX),
	FIELD_END,
};

struct show_job {
	struct req *rq;
	int64_t id;
	struct file_reply out;
};

static struct paper_reply reply_of(const struct paper *p, const struct user *who, bool may)
{
	return (struct paper_reply){
		.id = p->id,
		.place = p->place,
		.pages = p->pages,
		.is_copy = p->is_copy,
		.read = p->read,
		.supplement_reason = p->supplement_reason,
		.original_on = p->original_on,
		.file_kind = p->file_kind,
		.file_name = p->file_name,
		.file_size = p->file_size,
		.added_on = p->added_on,
		.added_by_name = p->added_by_name,
		.withdrawn_reason = p->withdrawn_reason,
		.confirmed_n = p->confirmed_n,
		.counts = paper_counts(p),
		.may_confirm = may && p->supplement_reason && !p->withdrawn_reason &&
			       !p->confirmed_by_me && p->added_by != who->account_id,
	};
}

static struct need_reply need_reply_of(struct arena *a, const struct paper_need *need,
				       const struct papers *papers, const struct user *who,
				       bool may)
{
	struct need_reply r = { .step = need->step,
				.step_title = need->step_title,
				.record_id = need->record_id,
				.happened_on = need->happened_on,
				.code = need->code,
				.author = need->author,
				.place = need->place,
				.name = need->name,
				.there = paper_is_there(papers, need) };
	struct paper_reply *items = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < papers->n; i++) {
		const struct paper *p = &papers->items[i];

		if (p->record_id == need->record_id && str_eq(p->code, need->code))
			*VEC_PUSH(a, items, r.papers.n, cap) = reply_of(p, who, may);
	}
	r.papers.items = items;
	return r;
}

static enum err check_take(struct db *db, struct arena *a, int64_t case_id,
			   const struct check_reply **ret)
{
	struct paper_check_row row;
	struct check_reply *check;
	enum err e = paper_check_newest(db, a, case_id, &row);

	*ret = NULL;
	if (e == ERR_NOT_FOUND)
		return OK;
	if (e)
		return e;
	check = ARENA_NEW(a, struct check_reply);
	*check = (struct check_reply){ row.checked_on, row.checked_by_name, row.missing_n };
	*ret = check;
	return OK;
}

static enum err show_tx(struct db *db, void *arg)
{
	struct show_job *job = arg;
	struct arena *a = req_arena(job->rq);
	const struct user *who = req_user(job->rq);
	struct development_case c;
	struct paper_needs needs;
	struct paper_count count;
	struct papers papers;
	struct need_reply *items;
	bool may = false;
	enum err e = paper_case(db, job->rq, job->id, &c, &may);

	if (!e)
		e = papers_of_case(db, a, job->id, who->account_id, &papers);
	if (!e)
		e = check_take(db, a, job->id, &job->out.check);
	if (e)
		return e;
	needs = paper_needs_of(req_app(job->rq)->rules, a, &c);
	count = paper_count_of(a, &needs, &papers);
	items = ARENA_ARRAY(a, struct need_reply, needs.n);
	for (size_t i = 0; i < needs.n; i++)
		items[i] = need_reply_of(a, &needs.items[i], &papers, who, may);
	job->out.case_id = job->id;
	job->out.needed_n = count.needed;
	job->out.missing_n = count.missing;
	job->out.may_keep = may;
	job->out.items = (struct fld_list){ items, needs.n };
	return OK;
}

static enum err papers_show(struct req *rq)
{
	struct show_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "papers.show", show_tx, &job);
	return e ? e : res_json(rq, 200, file_fields, &job.out);
}

/* ---- POST /cases/{id}/papers ---- */

struct add_in {
	int64_t record_id, pages;
	struct fld_list codes;
	const char *place, *read, *supplement_reason, *original_on;
	bool is_copy;
};

static const struct fld add_fields[] = {
	FIELD_ID(add_in, record_id),
	FIELD_STRS(add_in, codes, CODES_MAX, 60),
	FIELD_STR_OPT(add_in, place, 1, 100),
	FIELD_I64_OPT(add_in, pages, 1, 999),
	FIELD_BOOL_OPT(add_in, is_copy),
	FIELD_RAW(add_in, read),
	FIELD_STR_OPT(add_in, supplement_reason, 2, 200),
	FIELD_DATE_OPT(add_in, original_on),
	FIELD_END,
};

struct add_out {
	struct fld_list ids;
};

static const struct fld added_fields[] = {
	FIELD_IDS(add_out, ids, CODES_MAX),
	FIELD_END,
};

struct add_job {
	struct req *rq;
	int64_t case_id;
	struct add_in in;
	struct add_out out;
};

static const struct paper_need *need_of_code(const struct paper_needs *needs, int64_t record_id,
					     const char *code)
{
	for (size_t i = 0; i < needs->n; i++) {
		if (needs->items[i].record_id == record_id && str_eq(needs->items[i].code, code))
			return &needs->items[i];
	}
	return NULL;
}

/* What is said of one paper cannot be said of several. */
static enum err add_check(const struct add_in *in, const char *today, struct problems *problems)
{
	bool of_one = in->pages || in->read || in->supplement_reason;

	if (in->codes.n == 0)
		problem_add(problems, "codes", "required", NULL);
	if (in->codes.n > 1 && of_one)
		problem_add(problems, "codes", "one_only", NULL);
	if (in->original_on && !in->supplement_reason)
		problem_add(problems, "supplement_reason", "required", NULL);
	if (in->original_on && strcmp(in->original_on, today) > 0)
		problem_add(problems, "original_on", "future", NULL);
	if (in->read && in->supplement_reason)
		problem_add(problems, "read", "not_with_supplement", NULL);
	return problems->n ? ERR_INPUT : OK;
}

static enum err add_one(struct db *db, struct add_job *job, const struct paper_needs *needs,
			size_t i, const char *today, int64_t *ret_id)
{
	const char *code = ((const char *const *)job->in.codes.items)[i];
	const struct user *who = req_user(job->rq);
	struct problems *problems = req_problems(job->rq);
	struct arena *a = req_arena(job->rq);
	struct paper p = { .case_id = job->case_id,
			   .record_id = job->in.record_id,
			   .code = code,
			   .place = job->in.place,
			   .pages = job->in.pages,
			   .is_copy = job->in.is_copy,
			   .supplement_reason = job->in.supplement_reason,
			   .original_on = job->in.original_on,
			   .added_on = today,
			   .added_by = who->account_id };
	enum err e;

	if (!need_of_code(needs, job->in.record_id, code)) {
		problem_add(problems, arena_printf(a, "codes[%zu]", i), "not_of_step", NULL);
		return ERR_INPUT;
	}
	e = paper_read_make(req_app(job->rq)->prover, a, code, job->in.read, problems, &p.read);
	if (!e)
		e = paper_add(db, &p, ret_id);
	return e ? e : audit_add(db, who, "paper.add", "paper", *ret_id, NULL);
}

static enum err add_tx(struct db *db, void *arg)
{
	struct add_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct problems *problems = req_problems(job->rq);
	int64_t *ids = ARENA_ARRAY(a, int64_t, CODES_MAX);
	struct development_case c;
	struct paper_needs needs;
	struct papers papers;
	char today[DATE_SIZE];
	bool may = false;
	enum err e = paper_case(db, job->rq, job->case_id, &c, &may);

	if (!e && !may)
		e = ERR_FORBIDDEN;
	if (!e)
		e = papers_of_case(db, a, job->case_id, 0, &papers);
	if (e)
		return e;
	problems->n = 0; /* the transaction may run again */
	date_format(clock_today(), today);
	e = add_check(&job->in, arena_strdup(a, today), problems);
	if (!e && papers.n + job->in.codes.n > PAPERS_MAX)
		e = ERR_TOO_LARGE;
	needs = paper_needs_of(req_app(job->rq)->rules, a, &c);
	for (size_t i = 0; i < job->in.codes.n && !e; i++)
		e = add_one(db, job, &needs, i, today, &ids[i]);
	job->out.ids = (struct fld_list){ ids, job->in.codes.n };
	return e;
}

static enum err paper_post(struct req *rq)
{
	struct add_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.case_id);

	if (!e)
		e = req_json(rq, add_fields, &job.in);
	if (!e)
		e = db_write(req_db(rq), "papers.add", add_tx, &job);
	return e ? e : res_json(rq, 201, added_fields, &job.out);
}

/* ---- POST /papers/{id}/confirm, /withdraw ---- */

struct withdraw_in {
	const char *reason;
};

static const struct fld withdraw_fields[] = {
	FIELD_STR(withdraw_in, reason, 2, 200),
	FIELD_END,
};

struct act_job {
	struct req *rq;
	int64_t id;
	struct withdraw_in in;
	struct paper paper;
};

/* Why, in a word that the browser has in both languages (refusal.CODE). */
static enum err refuse(struct req *rq, enum err e, const char *code)
{
	req_explain(rq, arena_printf(req_arena(rq), "{\"code\":\"%s\"}", code));
	return e;
}

/* The paper, if the caller keeps the papers of its case. */
static enum err act_open(struct db *db, struct act_job *job)
{
	struct development_case c;
	bool may = false;
	enum err e = paper_get(db, req_arena(job->rq), job->id, req_user(job->rq)->account_id,
			       &job->paper);

	if (!e)
		e = paper_case(db, job->rq, job->paper.case_id, &c, &may);
	return e ? e : may ? OK : ERR_FORBIDDEN;
}

static enum err confirm_tx(struct db *db, void *arg)
{
	struct act_job *job = arg;
	const struct user *who = req_user(job->rq);
	char today[DATE_SIZE];
	enum err e = act_open(db, job);

	if (e)
		return e;
	if (job->paper.withdrawn_reason)
		return refuse(job->rq, ERR_CONFLICT, "paper_withdrawn");
	if (!job->paper.supplement_reason)
		return refuse(job->rq, ERR_CONFLICT, "paper_no_supplement");
	if (!who->account_id || job->paper.added_by == who->account_id)
		return refuse(job->rq, ERR_FORBIDDEN, "paper_own_witness");
	if (job->paper.confirmed_by_me)
		return refuse(job->rq, ERR_CONFLICT, "paper_confirmed_already");
	date_format(clock_today(), today);
	e = paper_confirm(db, &job->paper, who, today);
	return e ? e : audit_add(db, who, "paper.confirm", "paper", job->id, NULL);
}

static enum err paper_confirm_post(struct req *rq)
{
	struct act_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_write(req_db(rq), "papers.confirm", confirm_tx, &job);
	return e ? e : res_none(rq);
}

static enum err withdraw_tx(struct db *db, void *arg)
{
	struct act_job *job = arg;
	const struct user *who = req_user(job->rq);
	enum err e = act_open(db, job);

	if (!e && job->paper.withdrawn_reason)
		return refuse(job->rq, ERR_CONFLICT, "paper_withdrawn");
	if (!e)
		e = paper_withdraw(db, &job->paper, job->in.reason, who->account_id);
	return e ? e : audit_add(db, who, "paper.withdraw", "paper", job->id, NULL);
}

static enum err paper_withdraw_post(struct req *rq)
{
	struct act_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, withdraw_fields, &job.in);
	if (!e)
		e = db_write(req_db(rq), "papers.withdraw", withdraw_tx, &job);
	return e ? e : res_none(rq);
}

const struct route papers_routes[] = {
	{ "GET", "/api/v1/cases/{id}/papers", PERM_CASE_READ, papers_show,
	  "The papers that the steps of a case need, which are there, and the last check.", NULL,
	  NULL, file_fields, 0 },
	{ "POST", "/api/v1/cases/{id}/papers", PERM_CASE_READ, paper_post,
	  "Papers of one step are put in the file, or a supplement is made.", NULL, add_fields,
	  added_fields, 0 },
	{ "POST", "/api/v1/papers/{id}/confirm", PERM_CASE_READ, paper_confirm_post,
	  "One of the two confirmations of a supplement, never by its maker.", NULL, NULL, NULL,
	  0 },
	{ "POST", "/api/v1/papers/{id}/withdraw", PERM_CASE_READ, paper_withdraw_post,
	  "A paper is taken out of the file; it stays on record with the reason.", NULL,
	  withdraw_fields, NULL, 0 },
	ROUTE_END
};
