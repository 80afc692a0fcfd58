/* SPDX-License-Identifier: Apache-2.0 */
/* A school's choices over HTTP. */
#include "access/access_http.h"
#include "access/setting.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

struct setting_filter {
	int64_t organisation_id;
};

const struct fld setting_query[] = {
	FIELD_ID_OPT(setting_filter, organisation_id),
	FIELD_END,
};

static const char *const kind_codes[] = {
	[SETTING_NUMBER] = "number",
	[SETTING_BOOL] = "bool",
	[SETTING_TEXT] = "text",
	[SETTING_POST_KINDS] = "post_kinds",
	NULL,
};

/* One dated value; from_on of a setting without choice: null. */
struct setting_date {
	const char *value, *from_on;
};

static const struct fld date_fields[] = {
	FIELD_STR(setting_date, value, 0, 2000),
	FIELD_DATE(setting_date, from_on),
	FIELD_END,
};

struct setting_item {
	const char *name, *kind, *value, *from_on, *standard, *title_zh, *title_en;
	int64_t organisation_id, min, max;
	struct fld_list dates;
};

const struct fld setting_items[] = {
	FIELD_STR(setting_item, name, 1, 40),
	FIELD_ID(setting_item, organisation_id),
	FIELD_ENUM(setting_item, kind, kind_codes),
	FIELD_STR(setting_item, value, 0, 2000),
	FIELD_DATE_OPT(setting_item, from_on),
	FIELD_STR(setting_item, standard, 0, 2000),
	FIELD_I64(setting_item, min, INT64_MIN, INT64_MAX),
	FIELD_I64(setting_item, max, INT64_MIN, INT64_MAX),
	FIELD_STR(setting_item, title_zh, 1, 100),
	FIELD_STR(setting_item, title_en, 1, 200),
	FIELD_LIST(setting_item, dates, setting_date, date_fields, 1000),
	FIELD_END,
};

/* All values of one setting, the latest day first. */
static enum err dates_read(struct db *db, struct arena *a, int64_t school_id, const char *name,
			   struct fld_list *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct setting_date *dates = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e;

	e = db_stmt(db, SQL_SETTING_LIST, &q);
	if (e)
		return e;
	bind_i64(q, SETTING_LIST_ORGANISATION_ID, school_id);
	bind_str(q, SETTING_LIST_NAME, name);
	for (e = step_row(q, &row); e == OK && row; e = step_row(q, &row)) {
		struct setting_date *d = VEC_PUSH(a, dates, n, cap);

		d->value = col_dup(q, SETTING_LIST_C_VALUE, a);
		d->from_on = col_dup(q, SETTING_LIST_C_FROM_ON, a);
	}
	if (e)
		return e;
	*ret = (struct fld_list){ .items = dates, .n = n };
	return OK;
}

static enum err item_read(struct db *db, struct arena *a, int64_t school_id,
			  const struct setting_def *def, struct setting_item *ret)
{
	const struct setting_date *dates;
	char today[DATE_SIZE];
	enum err e;

	*ret = (struct setting_item){
		.name = def->name,
		.organisation_id = school_id,
		.kind = kind_codes[def->kind],
		.value = def->value,
		.standard = def->value,
		.min = def->min,
		.max = def->max,
		.title_zh = def->zh,
		.title_en = def->en,
	};
	e = dates_read(db, a, school_id, def->name, &ret->dates);
	if (e)
		return e;
	date_format(clock_today(), today);
	dates = ret->dates.items;
	for (size_t i = ret->dates.n;
	     i-- > 0;) { /* the oldest first: the last that has begun wins */
		if (strcmp(dates[i].from_on, today) <= 0) {
			ret->value = dates[i].value;
			ret->from_on = dates[i].from_on;
		}
	}
	return OK;
}

enum err settings_get(struct req *rq)
{
	struct setting_filter in = { 0 };
	struct json_writer *w = res_writer(rq);
	int64_t school_id;
	enum err e;

	e = req_query(rq, setting_query, &in);
	if (e)
		return e;
	school_id = in.organisation_id != 0 ? in.organisation_id : req_user(rq)->school_id;
	e = authz_organisation(req_db(rq), req_user(rq), PERM_SETTING_EDIT, school_id);
	if (e)
		return e;
	json_object(w, NULL);
	json_array(w, "items");
	for (size_t i = 0; i < setting_defs_n; i++) {
		struct setting_item item;

		e = item_read(req_db(rq), req_arena(rq), school_id, &setting_defs[i], &item);
		if (e)
			return e;
		fields_print(w, NULL, setting_items, &item);
	}
	json_close(w);
	json_null(w, "next");
	json_i64(w, "total", (int64_t)setting_defs_n);
	json_close(w);
	return res_written(rq, 200);
}

/* ---- PUT /settings/{name} ---- */

struct setting_in {
	int64_t organisation_id;
	const char *value, *from_on;
};

const struct fld setting_body[] = {
	FIELD_ID(setting_in, organisation_id),
	FIELD_STR(setting_in, value, 0, 2000),
	FIELD_DATE(setting_in, from_on),
	FIELD_END,
};

struct setting_job {
	struct req *rq;
	const struct user *who;
	const struct setting_def *def;
	struct setting_in in;
};

static enum err row_put(struct db *db, const struct setting_job *job)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SETTING_PUT, &q);
	if (e)
		return e;
	bind_i64(q, SETTING_PUT_ORGANISATION_ID, job->in.organisation_id);
	bind_str(q, SETTING_PUT_NAME, job->def->name);
	bind_str(q, SETTING_PUT_VALUE, job->in.value);
	bind_str(q, SETTING_PUT_FROM_ON, job->in.from_on);
	bind_id(q, SETTING_PUT_RECORDED_BY, job->who->account_id);
	bind_i64(q, SETTING_PUT_NOW, clock_now());
	return step_done(q, /* ret_changed= */ NULL);
}

static enum err put_tx(struct db *db, void *arg)
{
	struct setting_job *job = arg;
	enum err e;

	e = authz_organisation(db, job->who, PERM_SETTING_EDIT, job->in.organisation_id);
	if (e)
		return e;
	if (job->in.organisation_id != job->who->school_id)
		return ERR_CONFLICT; /* choices are the school's, not a part's */
	e = row_put(db, job);
	if (e)
		return e;
	/* The value is words and numbers of setting.def: nothing in it needs escaping in JSON but
	 * free text, which is left out. */
	return audit_add(db, job->who, "setting.change", "setting", job->in.organisation_id,
			 arena_printf(req_arena(job->rq),
				      "{\"name\":\"%s\",\"value\":\"%s\",\"from_on\":\"%s\"}",
				      job->def->name,
				      job->def->kind == SETTING_TEXT ? "" : job->in.value,
				      job->in.from_on));
}

enum err setting_put(struct req *rq)
{
	struct setting_job job = { .rq = rq, .who = req_user(rq) };
	const char *fault;
	char today[DATE_SIZE];
	enum err e;

	e = req_json(rq, setting_body, &job.in);
	if (e)
		return e;
	job.def = setting_def(req_path_str(rq, "name"));
	if (job.def == NULL)
		return ERR_NOT_FOUND;
	job.in.value = setting_form(req_arena(rq), job.def, job.in.value, &fault);
	if (job.in.value == NULL)
		problem_add(req_problems(rq), "value", fault, NULL);
	date_format(clock_today(), today);
	if (strcmp(job.in.from_on, today) < 0) /* what was in force stays as it was */
		problem_add(req_problems(rq), "from_on", "in_the_past", NULL);
	if (req_problems(rq)->n > 0)
		return ERR_INPUT;
	e = db_write(req_db(rq), "setting.change", put_tx, &job);
	if (e)
		return e;
	return res_none(rq);
}
