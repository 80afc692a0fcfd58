/* SPDX-License-Identifier: Apache-2.0 */
/* Papers of a whole meeting at once, and name-lists of a year. */
#include "documents/document_impl.h"

#include "doc/bundle.h"
#include "base/banned.h"

#define DAYS_MAX   200
#define PAPERS_OF  20  /* of one step */
#define BATCH_MAX  200 /* people whose papers are made at once */
#define LIST_MAX   500 /* people of a name-list */
#define FIRST_YEAR 1949

/* ---- GET /organisations/{id}/documents ---- */

struct paper_reply {
	const char *code;
	struct both_reply name;
};

static const struct fld paper_fields[] = {
	FIELD_STR(paper_reply, code, 1, 60),
	FIELD_OBJECT(paper_reply, name, both_reply, both_reply_fields),
	FIELD_END,
};

struct day_reply {
	const char *step, *happened_on;
	struct both_reply step_title;
	int64_t case_n;
	struct fld_list papers;
};

static const struct fld day_fields[] = {
	FIELD_STR(day_reply, step, 1, 60),
	FIELD_OBJECT(day_reply, step_title, both_reply, both_reply_fields),
	FIELD_DATE(day_reply, happened_on),
	FIELD_I64(day_reply, case_n, 0, INT64_MAX),
	FIELD_LIST(day_reply, papers, paper_reply, paper_fields, PAPERS_OF),
	FIELD_END,
};

struct year_reply {
	const char *organisation_name;
	int64_t year;
	struct fld_list meetings, name_lists;
};

static const struct fld year_fields[] = {
	FIELD_STR(year_reply, organisation_name, 1, 100),
	FIELD_I64(year_reply, year, FIRST_YEAR, 9999),
	FIELD_LIST(year_reply, meetings, day_reply, day_fields, DAYS_MAX),
	FIELD_LIST(year_reply, name_lists, paper_reply, paper_fields, FORM_DEFS_MAX),
	FIELD_END,
};

struct year_ask {
	int64_t year;
};

static const struct fld year_query[] = {
	FIELD_I64_OPT(year_ask, year, FIRST_YEAR, 9999),
	FIELD_END,
};

struct year_job {
	struct req *rq;
	int64_t id;
	const char *from_on, *until_on;
	struct directory_organisation org;
	struct document_day *days;
	size_t n;
};

/* The organisation, if the caller sees the cases below it. */
static enum err organisation_of(struct db *db, struct req *rq, int64_t id,
				struct directory_organisation *ret)
{
	enum err e = authz_organisation(db, req_user(rq), PERM_CASE_READ, id);

	return e ? e : directory_organisation_get(db, req_arena(rq), id, ret);
}

static enum err year_tx(struct db *db, void *arg)
{
	struct year_job *job = arg;
	enum err e = organisation_of(db, job->rq, job->id, &job->org);

	return e ? e
		 : document_days(db, req_arena(job->rq), job->org.path, job->from_on, job->until_on,
				 DAYS_MAX, &job->days, &job->n);
}

/* The forms of a step that one record of that day gives. */
static struct fld_list papers_of(const struct form_packs *packs, struct arena *a, const char *code,
				 const char *on)
{
	struct paper_reply *items = ARENA_ARRAY(a, struct paper_reply, PAPERS_OF);
	const struct rules_pack *judge = NULL;
	const struct rules_step *step;
	int32_t day = DATE_NONE;
	size_t n = 0;

	if (date_parse(on, &day) == OK)
		judge = rules_pack_on(packs->rules, day);
	step = judge ? rules_pack_step(judge, rules_step_id(packs->rules, code)) : NULL;
	for (size_t i = 0; step && i < step->n_papers && n < PAPERS_OF; i++) {
		const struct rules_paper *p = &step->papers[i];
		const struct form_def *def = form_def_find(packs, p->code, judge);

		if (def && def->use == FORM_OF_STEP)
			items[n++] = (struct paper_reply){ p->code, { p->name.zh, p->name.en } };
	}
	return (struct fld_list){ items, n };
}

static struct fld_list name_lists(const struct form_packs *packs, struct arena *a)
{
	struct paper_reply *items = ARENA_ARRAY(a, struct paper_reply, packs->n_forms);
	size_t n = 0;

	for (size_t i = 0; i < packs->n_forms; i++) {
		const struct form_def *d = &packs->forms[i];

		if (d->use == FORM_OF_PEOPLE)
			items[n++] = (struct paper_reply){ d->code, { d->name.zh, d->name.en } };
	}
	return (struct fld_list){ items, n };
}

static struct fld_list meetings_of(const struct year_job *job, const struct form_packs *packs)
{
	struct arena *a = req_arena(job->rq);
	struct day_reply *items = ARENA_ARRAY(a, struct day_reply, job->n);
	size_t n = 0;

	for (size_t i = 0; i < job->n; i++) {
		const struct document_day *d = &job->days[i];
		struct fld_list papers = papers_of(packs, a, d->step, d->on);

		if (!papers.n)
			continue; /* a step without papers of ours */
		items[n++] = (struct day_reply){
			.step = d->step,
			.step_title = development_step_title(packs->rules, d->step),
			.happened_on = d->on,
			.case_n = d->case_n,
			.papers = papers,
		};
	}
	return (struct fld_list){ items, n };
}

static enum err year_get(struct req *rq)
{
	struct year_job job = { .rq = rq };
	struct year_ask ask = { 0 };
	struct year_reply out = { 0 };
	struct arena *a = req_arena(rq);
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_query(rq, year_query, &ask);
	if (e)
		return e;
	out.year = ask.year ? ask.year : date_to_ymd(clock_today()).year;
	job.from_on = arena_printf(a, "%lld-01-01", (long long)out.year);
	job.until_on = arena_printf(a, "%lld-12-31", (long long)out.year);
	e = db_read(req_db(rq), "documents.year", year_tx, &job);
	if (e)
		return e;
	out.organisation_name = job.org.name;
	out.meetings = meetings_of(&job, req_app(rq)->forms);
	out.name_lists = name_lists(req_app(rq)->forms, a);
	return res_json(rq, 200, year_fields, &out);
}

/* ---- the people of a batch ---- */

struct batch_ask {
	const char *format, *step, *happened_on;
	int64_t year;
};

static const struct fld batch_query[] = {
	FIELD_ENUM(batch_ask, format, document_formats),
	FIELD_STR_OPT(batch_ask, step, 1, 60),
	FIELD_DATE_OPT(batch_ask, happened_on),
	FIELD_I64_OPT(batch_ask, year, FIRST_YEAR, 9999),
	FIELD_END,
};

struct batch_job {
	struct req *rq;
	int64_t id;
	const char *step, *from_on, *until_on;
	size_t max;
	bool with_templates;
	struct directory_organisation org;
	struct document_subject *subjects;
	struct document_case *cases;
	size_t n;
	struct document_template *own; /* with their content */
	size_t n_own;
	struct directory_numbers numbers;
};

static enum err own_load(struct db *db, struct batch_job *job)
{
	struct arena *a = req_arena(job->rq);
	int64_t school_id = req_user(job->rq)->school_id;
	enum err e = template_list(db, a, school_id, &job->own, &job->n_own);

	for (size_t i = 0; i < job->n_own && !e; i++)
		e = template_get(db, a, school_id, job->own[i].code, &job->own[i]);
	return e;
}

static enum err batch_tx(struct db *db, void *arg)
{
	struct batch_job *job = arg;
	struct arena *a = req_arena(job->rq);
	enum err e = organisation_of(db, job->rq, job->id, &job->org);

	if (!e)
		e = document_cases(db, a, job->org.path, job->step, job->from_on, job->until_on,
				   job->max + 1, &job->cases, &job->n);
	if (!e && job->n > job->max) {
		req_explain(job->rq, arena_printf(a, "{\"code\":\"too_many_people\",\"max\":%zu}",
						  job->max));
		return ERR_CONFLICT;
	}
	job->subjects = ARENA_ARRAY(a, struct document_subject, job->n);
	for (size_t i = 0; i < job->n && !e; i++)
		e = document_load(db, req_app(job->rq)->rules, a, job->cases[i].case_id,
				  &job->subjects[i]);
	if (!e && job->with_templates)
		e = own_load(db, job);
	if (!e)
		e = directory_numbers(db, a, req_user(job->rq)->school_id, &job->numbers);
	return e;
}

static size_t record_of(const struct document_subject *s, int64_t record_id)
{
	for (size_t i = 0; i < s->of.rules->n_records; i++) {
		if (s->of.record_ids[i] == record_id)
			return i;
	}
	return SIZE_MAX;
}

/* ---- all papers of a step on a day ---- */

/* What is being made; forms for a PDF, files for an archive of DOCX. */
struct batch {
	struct batch_job *job;
	const char *code; /* one paper, or NULL: all of the step */
	enum document_format format;
	const struct form **forms;
	size_t n_forms, cap_forms;
	struct bundle_file *files;
	size_t n_files, cap_files;
};

static enum err batch_pdf(struct batch *b, const struct form_def *def,
			  const struct document_context *c)
{
	struct arena *a = req_arena(b->job->rq);
	struct form *filled = ARENA_NEW(a, struct form);
	struct doc_values values = { 0 };
	enum err e;

	document_values(c, /* blank= */ true, a, &values);
	form_init(filled, a);
	e = document_fill(def, &values, filled);
	if (!e)
		*VEC_PUSH(a, b->forms, b->n_forms, b->cap_forms) = filled;
	return e;
}

static const struct document_template *own_of(const struct batch_job *job, const char *code)
{
	for (size_t i = 0; i < job->n_own; i++) {
		if (str_eq(job->own[i].code, code))
			return &job->own[i];
	}
	return NULL;
}

static enum err batch_docx(struct batch *b, const struct form_def *def,
			   const struct document_context *c)
{
	CLEANUP(buf_release) struct buf out;
	struct arena *a = req_arena(b->job->rq);
	struct bundle_file file;
	enum err e;

	buf_init(&out, DOCX_RESULT_MAX);
	e = document_make(a, def, c, own_of(b->job, def->code), DOCUMENT_DOCX, &out);
	if (e)
		return e;
	file.name =
		arena_printf(a, "%03zu-%s-%s.docx", b->n_files + 1, def->name.zh, c->subject->name);
	file.bytes = arena_memdup(a, out.text, out.len);
	file.len = out.len;
	*VEC_PUSH(a, b->files, b->n_files, b->cap_files) = file;
	return OK;
}

static enum err batch_add(struct batch *b, const struct document_subject *s, size_t record)
{
	const struct form_packs *packs = req_app(b->job->rq)->forms;
	const struct rules_record *r = &s->of.rules->records[record];
	const struct rules_pack *judge = document_judge(packs->rules, r);
	const struct rules_step *step = judge ? rules_pack_step(judge, r->step) : NULL;
	struct document_context c = {
		.packs = packs,
		.subject = s,
		.record = record,
		.numbers = &b->job->numbers,
		.today = clock_today(),
	};
	enum err e = OK;

	for (size_t k = 0; step && k < step->n_papers && !e; k++) {
		const char *code = step->papers[k].code;
		const struct form_def *def = form_def_find(packs, code, judge);

		if (!def || def->use != FORM_OF_STEP || (b->code && !str_eq(b->code, code)))
			continue;
		e = document_outgoing(b->job->rq, def, &c, own_of(b->job, def->code));
		if (!e)
			e = b->format == DOCUMENT_PDF ? batch_pdf(b, def, &c)
						      : batch_docx(b, def, &c);
	}
	return e;
}

static enum err batch_answer(struct batch *b, const char *name)
{
	CLEANUP(buf_release) struct buf out;
	struct req *rq = b->job->rq;
	enum err e;

	buf_init(&out, PDF_RESULT_MAX);
	if (!b->n_forms && !b->n_files)
		return ERR_NOT_FOUND; /* nobody, or a step without papers of ours */
	if (b->format == DOCUMENT_PDF) {
		e = document_write(req_app(rq)->fonts, b->forms, b->n_forms, DOCUMENT_PDF,
				   clock_now(), &out);
		return e ? e : document_answer(rq, name, DOCUMENT_PDF, &out);
	}
	e = bundle_write(b->files, b->n_files, &out);
	if (e)
		return e;
	res_header(rq, "Cache-Control", "private, no-store");
	return res_bytes(rq, "application/zip", arena_printf(req_arena(rq), "%s.zip", name),
			 out.text, out.len);
}

static enum err meeting_make(struct batch_job *job, const char *code, enum document_format format)
{
	struct batch b = { .job = job,
			   .code = str_eq(code, "all") ? NULL : code,
			   .format = format };
	struct both_reply title;
	enum err e;

	job->max = BATCH_MAX;
	job->with_templates = format == DOCUMENT_DOCX;
	e = db_read(req_db(job->rq), "documents.batch", batch_tx, job);
	for (size_t i = 0; i < job->n && !e; i++) {
		size_t record = record_of(&job->subjects[i], job->cases[i].record_id);

		if (record != SIZE_MAX)
			e = batch_add(&b, &job->subjects[i], record);
	}
	if (e)
		return e;
	title = development_step_title(req_app(job->rq)->rules, job->step);
	return batch_answer(&b, arena_printf(req_arena(job->rq), "%s-%s", title.zh, job->from_on));
}

/* ---- a name-list ---- */

static const struct form_def *list_def(const struct form_packs *packs, const char *code)
{
	for (size_t i = 0; i < packs->n_forms; i++) {
		if (packs->forms[i].use == FORM_OF_PEOPLE && str_eq(packs->forms[i].code, code))
			return &packs->forms[i];
	}
	return NULL;
}

/* One row of each list of people: the numbers of its lines, and every key of the person. */
static void people_values(const void *arg, const struct document_context *base,
			  struct doc_values *v)
{
	const struct batch_job *job = arg;
	const struct form_packs *packs = base->packs;
	struct arena *a = req_arena(job->rq);

	for (size_t l = 0; l < packs->n_lists; l++) {
		const struct form_list *list = &packs->lists[l];
		struct doc_list *to;

		if (list->rows != FORM_ROWS_CASES)
			continue;
		to = doc_set_list(a, v, list->key);
		for (size_t i = 0; i < job->n; i++) {
			struct document_context c = *base;
			struct doc_values *row = doc_add_row(a, to);

			c.subject = &job->subjects[i];
			c.record = record_of(c.subject, job->cases[i].record_id);
			document_values(&c, /* blank= */ true, a, row);
			for (size_t k = 0; k < list->n_keys; k++)
				doc_set_i64(a, row, list->keys[k].key, (int64_t)i + 1);
		}
	}
}

static enum err list_make(struct batch_job *job, const struct form_def *def, int64_t year,
			  enum document_format format)
{
	CLEANUP(buf_release) struct buf out;
	struct arena *a = req_arena(job->rq);
	struct rules_case nothing = { 0 };
	struct document_subject nobody = { .of = { .rules = &nothing } };
	struct document_context c = { .packs = req_app(job->rq)->forms,
				      .fonts = req_app(job->rq)->fonts,
				      .subject = &nobody,
				      .record = SIZE_MAX,
				      .today = clock_today(),
				      .year = year };
	const struct document_template *own;
	enum err e;

	buf_init(&out, PDF_RESULT_MAX);
	job->max = LIST_MAX;
	job->with_templates = format == DOCUMENT_DOCX;
	e = db_read(req_db(job->rq), "documents.name_list", batch_tx, job);
	if (e)
		return e;
	nobody.of.branch_name = nobody.committee_name = job->org.name;
	nobody.school_name = job->org.name;
	c.count = (int64_t)job->n;
	own = own_of(job, def->code);
	e = document_make_list(a, def, &c, own, format, &out, people_values, job);
	if (e)
		return e;
	return document_answer(
		job->rq,
		arena_printf(a, "%s-%lld-%s", def->name.zh, (long long)year, job->org.name), format,
		&out);
}

/* ---- GET /organisations/{id}/documents/{code} ---- */

static enum err batch_get(struct req *rq)
{
	struct batch_job job = { .rq = rq };
	const char *code = req_path_str(rq, "code");
	const struct form_def *list = list_def(req_app(rq)->forms, code);
	struct arena *a = req_arena(rq);
	struct batch_ask ask = { 0 };
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_query(rq, batch_query, &ask);
	if (e)
		return e;
	if (list) {
		int64_t year = ask.year ? ask.year : date_to_ymd(clock_today()).year;

		job.step = rules_step_code(req_app(rq)->rules, list->step);
		job.from_on = arena_printf(a, "%lld-01-01", (long long)year);
		job.until_on = arena_printf(a, "%lld-12-31", (long long)year);
		return list_make(&job, list, year, document_format_of(ask.format));
	}
	if (!str_eq(code, "all") && !form_template_def(req_app(rq)->forms, code))
		return ERR_NOT_FOUND;
	if (!ask.step)
		problem_add(req_problems(rq), "step", "required", NULL);
	if (!ask.happened_on)
		problem_add(req_problems(rq), "happened_on", "required", NULL);
	if (!ask.step || !ask.happened_on)
		return ERR_INPUT;
	job.step = ask.step;
	job.from_on = job.until_on = ask.happened_on;
	return meeting_make(&job, code, document_format_of(ask.format));
}

const struct route document_batch_routes[] = {
	{ "GET", "/api/v1/organisations/{id}/documents", PERM_CASE_READ, year_get,
	  "Days of a year on which steps with papers were taken below an organisation; its name-lists.",
	  year_query, NULL, year_fields, 0 },
	{ "GET", "/api/v1/organisations/{id}/documents/{code}", PERM_CASE_READ, batch_get,
	  "All papers of a step on a day (code: one paper, or all), or a name-list of a year; PDF, or DOCX (several: as ZIP).",
	  batch_query, NULL, NULL, ROUTE_SLOW | ROUTE_RAW_REPLY },
	ROUTE_END
};
