/* SPDX-License-Identifier: Apache-2.0 */
/* The papers that can be made of one case. */
#include "documents/document_impl.h"

#include "base/banned.h"

#define ITEMS_MAX 200

/* ---- what all of this folder answer with ---- */

const struct fld document_format_query[] = {
	FIELD_ENUM(document_ask, format, document_formats),
	FIELD_ID_OPT(document_ask, record_id),
	FIELD_END,
};

enum document_format document_format_of(const char *word)
{
	return str_eq(word, "docx") ? DOCUMENT_DOCX : DOCUMENT_PDF;
}

const struct rules_pack *document_judge(const struct rules_set *set, const struct rules_record *r)
{
	return rules_pack_on(set, r->on == DATE_NONE ? clock_today() : r->on);
}

/* The school's own template with the values in it. ERR_NOT_FOUND: there is none. */
static enum err template_fill(const struct document_template *own, const struct doc_values *values,
			      struct arena *a, struct buf *out)
{
	struct doc_faults faults;
	enum err e;

	doc_faults_init(&faults, a);
	e = docx_fill(own->content, (size_t)own->size, values, out, &faults);
	/* It was right when it was taken in; a form pack changed since then can make it wrong. */
	return e == ERR_INPUT ? ERR_CONFLICT : e;
}

enum err document_make(struct arena *a, const struct form_def *def,
		       const struct document_context *c, const struct document_template *own,
		       enum document_format format, struct buf *out)
{
	return document_make_list(a, def, c, own, format, out, /* people= */ NULL, NULL);
}

enum err document_make_list(struct arena *a, const struct form_def *def,
			    const struct document_context *c, const struct document_template *own,
			    enum document_format format, struct buf *out,
			    void (*people)(const void *arg, const struct document_context *c,
					   struct doc_values *v),
			    const void *arg)
{
	struct doc_values values = { 0 };
	struct form filled;
	const struct form *forms[] = { &filled };
	enum err e;

	document_values(c, /* blank= */ true, a, &values);
	if (people)
		people(arg, c, &values);
	if (own && format == DOCUMENT_DOCX)
		return template_fill(own, &values, a, out);
	form_init(&filled, a);
	e = document_fill(def, &values, &filled);
	return e ? e : document_write(c->fonts, forms, 1, format, clock_now(), out);
}

enum err document_answer(struct req *rq, const char *name, enum document_format format,
			 const struct buf *out)
{
	res_header(rq, "Cache-Control", "private, no-store");
	return res_bytes(rq, document_type(format),
			 arena_printf(req_arena(rq), "%s.%s", name, document_formats[format]),
			 out->text, out->len);
}

/* ---- GET /cases/{id}/documents ---- */

struct item_reply {
	const char *code, *step, *author, *happened_on;
	struct both_reply name, step_title;
	int64_t record_id;
	struct fld_list blanks;
	bool own_template;
};

static const struct fld item_fields[] = {
	FIELD_STR(item_reply, code, 1, 60),
	FIELD_OBJECT(item_reply, name, both_reply, both_reply_fields),
	FIELD_STR(item_reply, step, 1, 60),
	FIELD_OBJECT(item_reply, step_title, both_reply, both_reply_fields),
	FIELD_ID(item_reply, record_id),
	FIELD_DATE_OPT(item_reply, happened_on),
	FIELD_STR(item_reply, author, 1, 20),
	FIELD_STRS(item_reply, blanks, DOC_FAULTS_MAX, 200),
	FIELD_BOOL(item_reply, own_template),
	FIELD_END,
};

struct list_reply {
	int64_t case_id;
	const char *person_name;
	struct fld_list items;
};

static const struct fld list_fields[] = {
	FIELD_ID(list_reply, case_id),
	FIELD_STR(list_reply, person_name, 1, 80),
	FIELD_LIST(list_reply, items, item_reply, item_fields, ITEMS_MAX),
	FIELD_END,
};

struct case_job {
	struct req *rq;
	int64_t id;
	struct document_subject subject;
	struct document_template *own; /* all of the school, or the one asked for */
	size_t n_own;
	const char *code;
	struct directory_numbers numbers;
};

enum err document_case(struct db *db, struct req *rq, int64_t id, struct document_subject *ret)
{
	enum err e = document_load(db, req_app(rq)->rules, req_arena(rq), id, ret);

	if (e)
		return e;
	return user_may_at(req_user(rq), PERM_CASE_READ, ret->of.branch_path) ? OK : ERR_NOT_FOUND;
}

static enum err list_tx(struct db *db, void *arg)
{
	struct case_job *job = arg;
	enum err e = document_case(db, job->rq, job->id, &job->subject);

	return e ? e
		 : template_list(db, req_arena(job->rq), req_user(job->rq)->school_id, &job->own,
				 &job->n_own);
}

static bool has_template(const struct case_job *job, const char *code)
{
	for (size_t i = 0; i < job->n_own; i++) {
		if (str_eq(job->own[i].code, code))
			return true;
	}
	return false;
}

static void record_items(const struct case_job *job, size_t i, struct item_reply *items, size_t *n)
{
	const struct form_packs *packs = req_app(job->rq)->forms;
	const struct rules_record *r = &job->subject.of.rules->records[i];
	const struct rules_pack *judge = document_judge(packs->rules, r);
	const struct rules_step *step = judge ? rules_pack_step(judge, r->step) : NULL;
	struct document_context c = {
		.packs = packs, .subject = &job->subject, .record = i, .today = clock_today()
	};
	struct arena *a = req_arena(job->rq);

	for (size_t k = 0; step && k < step->n_papers && *n < ITEMS_MAX; k++) {
		const struct rules_paper *p = &step->papers[k];
		const struct form_def *def = form_def_find(packs, p->code, judge);
		struct doc_values values = { 0 };

		if (!def || def->use != FORM_OF_STEP)
			continue;
		document_values(&c, /* blank= */ false, a, &values);
		items[(*n)++] = (struct item_reply){
			.code = p->code,
			.step = step->code,
			.author = p->author,
			.happened_on = document_day_text(a, r->on),
			.name = { p->name.zh, p->name.en },
			.step_title = { step->title.zh, step->title.en },
			.record_id = job->subject.of.record_ids[i],
			.blanks = document_blanks(def, &values, a),
			.own_template = has_template(job, p->code),
		};
	}
}

static enum err list_get(struct req *rq)
{
	struct case_job job = { .rq = rq };
	struct item_reply *items = ARENA_ARRAY(req_arena(rq), struct item_reply, ITEMS_MAX);
	struct list_reply out = { 0 };
	size_t n = 0;
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = db_read(req_db(rq), "documents.list", list_tx, &job);
	if (e)
		return e;
	for (size_t i = 0; i < job.subject.of.rules->n_records; i++) {
		if (!job.subject.of.rules->records[i].voided)
			record_items(&job, i, items, &n);
	}
	out.case_id = job.id;
	out.person_name = job.subject.name;
	out.items = (struct fld_list){ items, n };
	return res_json(rq, 200, list_fields, &out);
}

/* ---- GET /cases/{id}/documents/{code} ---- */

static enum err one_tx(struct db *db, void *arg)
{
	struct case_job *job = arg;
	struct arena *a = req_arena(job->rq);
	enum err e = document_case(db, job->rq, job->id, &job->subject);

	if (e)
		return e;
	job->own = ARENA_NEW(a, struct document_template);
	e = template_get(db, a, req_user(job->rq)->school_id, job->code, job->own);
	job->n_own = e ? 0 : 1;
	if (e && e != ERR_NOT_FOUND)
		return e;
	return directory_numbers(db, a, req_user(job->rq)->school_id, &job->numbers);
}

/* The form of the code for the record asked for, else for the newest of its step. */
static const struct form_def *form_of(const struct case_job *job, int64_t record_id,
				      size_t *ret_record)
{
	const struct form_packs *packs = req_app(job->rq)->forms;
	const struct rules_case *c = job->subject.of.rules;
	const struct form_def *found = NULL;

	*ret_record = SIZE_MAX;
	for (size_t i = 0; i < c->n_records; i++) {
		const struct form_def *def = form_def_find(
			packs, job->code, document_judge(packs->rules, &c->records[i]));

		if (!def || def->use != FORM_OF_STEP || def->step != c->records[i].step ||
		    c->records[i].voided)
			continue;
		if (record_id ? job->subject.of.record_ids[i] != record_id
			      : document_newest(c, def->step) != i)
			continue;
		found = def;
		*ret_record = i;
	}
	return found;
}

static enum err book_answer(struct case_job *job, const struct document_context *c,
			    enum document_format format)
{
	CLEANUP(buf_release) struct buf out;
	enum err e;

	buf_init(&out, PDF_RESULT_MAX);
	e = document_book(req_arena(job->rq), c, format, &out);
	if (e)
		return e;
	return document_answer(
		job->rq, arena_printf(req_arena(job->rq), "发展党员全程纪实-%s", job->subject.name),
		format, &out);
}

static enum err one_get(struct req *rq)
{
	CLEANUP(buf_release) struct buf out;
	struct case_job job = { .rq = rq, .code = req_path_str(rq, "code") };
	struct document_context c = { .packs = req_app(rq)->forms,
				      .fonts = req_app(rq)->fonts,
				      .record = SIZE_MAX,
				      .subject = &job.subject,
				      .numbers = &job.numbers,
				      .today = clock_today() };
	struct document_ask ask = { 0 };
	const struct form_def *def;
	enum document_format format;
	enum err e = req_path_id(rq, "id", &job.id);

	buf_init(&out, PDF_RESULT_MAX);
	if (!e)
		e = req_query(rq, document_format_query, &ask);
	if (!e)
		e = db_read(req_db(rq), "documents.one", one_tx, &job);
	if (e)
		return e;
	format = document_format_of(ask.format);
	if (str_eq(job.code, "process_book"))
		return book_answer(&job, &c, format);
	def = form_of(&job, ask.record_id, &c.record);
	if (!def)
		return ERR_NOT_FOUND;
	e = document_outgoing(rq, def, &c, job.n_own ? job.own : NULL);
	if (!e)
		e = document_make(req_arena(rq), def, &c, job.n_own ? job.own : NULL, format, &out);
	if (e)
		return e;
	return document_answer(rq,
			       arena_printf(req_arena(rq), "%s-%s", def->name.zh, job.subject.name),
			       format, &out);
}

const struct route document_routes[] = {
	{ "GET", "/api/v1/cases/{id}/documents", PERM_CASE_READ, list_get,
	  "The papers that can be made of a case, and what of them is left to write by hand.", NULL,
	  NULL, list_fields, 0 },
	{ "GET", "/api/v1/cases/{id}/documents/{code}", PERM_CASE_READ, one_get,
	  "One made paper, or the whole record (process_book), as PDF or DOCX.",
	  document_format_query, NULL, NULL, ROUTE_SLOW | ROUTE_RAW_REPLY },
	ROUTE_END
};
