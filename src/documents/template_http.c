/* SPDX-License-Identifier: Apache-2.0 */
/* Word templates of a school: shown, taken in after a check, put back to our own form. */
#include "documents/document_impl.h"

#include "doc/docx_write.h"
#include "base/banned.h"

/* ---- GET /document-templates ---- */

struct template_reply {
	const char *code, *file_name, *added_on, *added_by_name;
	struct both_reply name, step_title;
	int64_t size;
	bool own;
};

static const struct fld template_fields[] = {
	FIELD_STR(template_reply, code, 1, 60),
	FIELD_OBJECT(template_reply, name, both_reply, both_reply_fields),
	FIELD_OBJECT(template_reply, step_title, both_reply, both_reply_fields),
	FIELD_BOOL(template_reply, own),
	FIELD_STR_OPT(template_reply, file_name, 1, 200),
	FIELD_STR_OPT(template_reply, added_on, 10, 10),
	FIELD_STR_OPT(template_reply, added_by_name, 1, 80),
	FIELD_I64(template_reply, size, 0, INT64_MAX),
	FIELD_END,
};

struct templates_reply {
	struct fld_list items, keys, lists;
	bool may_edit;
};

static const struct fld templates_fields[] = {
	FIELD_LIST(templates_reply, items, template_reply, template_fields, FORM_DEFS_MAX),
	FIELD_STRS(templates_reply, keys, FORM_KEYS_MAX, 200),
	FIELD_STRS(templates_reply, lists, FORM_LISTS_MAX *FORM_COLUMNS_MAX, 400),
	FIELD_BOOL(templates_reply, may_edit),
	FIELD_END,
};

struct template_job {
	struct req *rq;
	const char *code;
	const struct form_def *def;
	struct document_template one, *own;
	size_t n_own;
};

static enum err list_tx(struct db *db, void *arg)
{
	struct template_job *job = arg;

	return template_list(db, req_arena(job->rq), req_user(job->rq)->school_id, &job->own,
			     &job->n_own);
}

static struct template_reply reply_of(const struct form_def *def, const struct template_job *job)
{
	const struct rules_set *set = req_app(job->rq)->rules;
	struct template_reply r = { .code = def->code,
				    .name = { def->name.zh, def->name.en },
				    .step_title = development_step_title(
					    set, rules_step_code(set, def->step)) };

	for (size_t i = 0; i < job->n_own; i++) {
		const struct document_template *t = &job->own[i];

		if (!str_eq(t->code, def->code))
			continue;
		r.own = true;
		r.file_name = t->file_name;
		r.added_on = t->added_on;
		r.added_by_name = t->added_by_name;
		r.size = t->size;
	}
	return r;
}

/* What may stand in braces: every key, and "list: its rows' keys". */
static void keys_of(const struct form_packs *packs, struct arena *a, struct templates_reply *out)
{
	const char **keys = ARENA_ARRAY(a, const char *, packs->n_keys);
	const char **lists = ARENA_ARRAY(a, const char *, packs->n_lists);

	for (size_t i = 0; i < packs->n_keys; i++)
		keys[i] = packs->keys[i].key;
	for (size_t i = 0; i < packs->n_lists; i++) {
		const struct form_list *l = &packs->lists[i];

		lists[i] = arena_printf(a, "%s：", l->key);
		for (size_t k = 0; k < l->n_keys; k++)
			lists[i] =
				arena_printf(a, "%s%s%s", lists[i], k ? "、" : "", l->keys[k].key);
	}
	out->keys = (struct fld_list){ keys, packs->n_keys };
	out->lists = (struct fld_list){ lists, packs->n_lists };
}

static enum err templates_get(struct req *rq)
{
	const struct form_packs *packs = req_app(rq)->forms;
	struct template_job job = { .rq = rq };
	struct template_reply *items =
		ARENA_ARRAY(req_arena(rq), struct template_reply, packs->n_forms);
	struct templates_reply out = { 0 };
	size_t n = 0;
	enum err e = db_read(req_db(rq), "documents.templates", list_tx, &job);

	if (e)
		return e;
	for (size_t i = 0; i < packs->n_forms; i++) {
		/* a form of both national packs is one template: that of the newer text */
		if (packs->forms[i].use != FORM_OF_BOOK &&
		    form_template_def(packs, packs->forms[i].code) == &packs->forms[i])
			items[n++] = reply_of(&packs->forms[i], &job);
	}
	out.items = (struct fld_list){ items, n };
	out.may_edit = user_may(req_user(rq), PERM_SETTING_EDIT);
	keys_of(packs, req_arena(rq), &out);
	return res_json(rq, 200, templates_fields, &out);
}

/* ---- GET /document-templates/{code} ---- */

static enum err one_tx(struct db *db, void *arg)
{
	struct template_job *job = arg;
	enum err e = template_get(db, req_arena(job->rq), req_user(job->rq)->school_id, job->code,
				  &job->one);

	return e == ERR_NOT_FOUND ? OK : e;
}

static enum err code_of(struct template_job *job)
{
	job->code = req_path_str(job->rq, "code");
	job->def = form_template_def(req_app(job->rq)->forms, job->code);
	return job->def && job->def->use != FORM_OF_BOOK ? OK : ERR_NOT_FOUND;
}

/* The school's own, or ours with the keys in it, to be edited in Word. */
static enum err template_download(struct req *rq)
{
	CLEANUP(buf_release) struct buf out;
	struct template_job job = { .rq = rq };
	enum err e = code_of(&job);

	buf_init(&out, DOCX_RESULT_MAX);
	if (!e)
		e = db_read(req_db(rq), "documents.template", one_tx, &job);
	if (e)
		return e;
	if (job.one.content)
		buf_add(&out, job.one.content, (size_t)job.one.size);
	else
		e = docx_write(job.def->form, clock_now(), &out);
	if (!e)
		e = buf_check(&out);
	return e ? e : document_answer(rq, job.def->name.zh, DOCUMENT_DOCX, &out);
}

/* ---- PUT, DELETE /document-templates/{code} ---- */

static void faults_tell(struct req *rq, const struct doc_faults *faults)
{
	struct arena *a = req_arena(rq);

	for (size_t i = 0; i < faults->n; i++) {
		CLEANUP(buf_release) struct buf out;
		struct json_writer w;

		buf_init(&out, 8192);
		json_begin(&w, &out);
		json_object(&w, NULL);
		json_str(&w, "zh", doc_fault_zh(a, &faults->items[i]));
		json_str(&w, "en", doc_fault_en(a, &faults->items[i]));
		json_close(&w);
		problem_add(req_problems(rq), "template", doc_fault_code(faults->items[i].kind),
			    json_end(&w) ? NULL : arena_strdup(a, out.text));
	}
}

static enum err put_tx(struct db *db, void *arg)
{
	struct template_job *job = arg;
	enum err e = template_put(db, req_user(job->rq), &job->one);

	return e ? e
		 : audit_add(db, req_user(job->rq), "document_template.put", "document_template", 0,
			     arena_printf(req_arena(job->rq), "{\"code\":\"%s\"}", job->def->code));
}

static enum err template_upload(struct req *rq)
{
	struct template_job job = { .rq = rq };
	struct doc_faults faults;
	struct arena *a = req_arena(rq);
	const struct doc_key *keys;
	struct upload up;
	size_t n = 0;
	enum err e = code_of(&job);

	if (!e)
		e = req_upload(rq, &up);
	if (e)
		return e;
	if (up.size_bytes > DOCUMENT_TEMPLATE_BYTES_MAX)
		return ERR_TOO_LARGE;
	e = upload_read(&up, a, &job.one.content);
	if (e)
		return e;
	doc_faults_init(&faults, a);
	keys = form_doc_keys(req_app(rq)->forms, job.def, a, &n);
	e = docx_template_check(job.one.content, (size_t)up.size_bytes, keys, n, &faults);
	if (e) {
		faults_tell(rq, &faults);
		return e;
	}
	job.one.code = job.def->code;
	job.one.size = up.size_bytes;
	job.one.file_name = *up.file_name ? arena_strdup(a, up.file_name) : NULL;
	job.one.added_on = document_day_text(a, clock_today());
	e = db_write(req_db(rq), "documents.put_template", put_tx, &job);
	return e ? e : res_none(rq);
}

static enum err end_tx(struct db *db, void *arg)
{
	struct template_job *job = arg;
	enum err e = template_end(db, req_user(job->rq), job->code);

	return e ? e
		 : audit_add(db, req_user(job->rq), "document_template.end", "document_template", 0,
			     arena_printf(req_arena(job->rq), "{\"code\":\"%s\"}", job->def->code));
}

static enum err template_remove(struct req *rq)
{
	struct template_job job = { .rq = rq };
	enum err e = code_of(&job);

	if (!e)
		e = db_write(req_db(rq), "documents.end_template", end_tx, &job);
	return e ? e : res_none(rq);
}

const struct route document_template_routes[] = {
	{ "GET", "/api/v1/document-templates", PERM_CASE_READ, templates_get,
	  "The forms, which of them the school has a Word template of its own for, and the keys.",
	  NULL, NULL, templates_fields, 0 },
	{ "GET", "/api/v1/document-templates/{code}", PERM_CASE_READ, template_download,
	  "The template as DOCX: the school's own, or ours to begin with.", NULL, NULL, NULL,
	  ROUTE_SLOW | ROUTE_RAW_REPLY },
	{ "PUT", "/api/v1/document-templates/{code}", PERM_SETTING_EDIT, template_upload,
	  "A template of the school, at most 2 MB; what is wrong in it is told place by place.",
	  NULL, NULL, NULL, ROUTE_SLOW | ROUTE_UPLOAD },
	{ "DELETE", "/api/v1/document-templates/{code}", PERM_SETTING_EDIT, template_remove,
	  "Back to our own form.", NULL, NULL, NULL, 0 },
	ROUTE_END
};
