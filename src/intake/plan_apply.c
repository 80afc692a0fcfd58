/* SPDX-License-Identifier: Apache-2.0 */
/* Doing what a plan says, and deciding a whole file. */
#include "intake/plan_case.h"
#include "intake/check.h"
#include "base/banned.h"

#define BEFORE_BYTES   (16u << 10)
#define PROGRESS_EVERY 200 /* rows */

const char *const plan_action_names[] = { "new", "same", "changed", "refused" };

enum err plan_change_add(struct db *db, const struct plan_context *ctx, uint32_t sheet_row,
			 const char *table, int64_t row_id, const char *before)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_CHANGE_ADD, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_CHANGE_ADD_BATCH_ID, ctx->batch_id);
	bind_i64(q, INTAKE_CHANGE_ADD_SHEET_ROW, sheet_row);
	bind_str(q, INTAKE_CHANGE_ADD_TABLE_NAME, table);
	bind_i64(q, INTAKE_CHANGE_ADD_ROW_ID, row_id);
	bind_str(q, INTAKE_CHANGE_ADD_BEFORE, before);
	return step_done(q, NULL);
}

/* What a person was before, for the way back; ID numbers are not in it. */
static enum err keep_before(struct db *db, struct arena *a, const struct plan_context *ctx,
			    const struct intake_row *row, int64_t id)
{
	struct directory_person old;
	struct json_writer w;
	struct buf out;
	enum err e = directory_person_get(db, a, id, &old);

	if (e)
		return e;
	buf_init(&out, BEFORE_BYTES);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "name", old.name);
	json_str(&w, "sex", old.sex);
	json_str(&w, "ethnicity", old.ethnicity);
	json_str(&w, "birth", old.birth);
	json_str(&w, "student_no", old.student_no);
	json_str(&w, "staff_no", old.staff_no);
	json_str(&w, "native_place", old.native_place);
	json_str(&w, "education", old.education);
	json_str(&w, "job", old.job);
	json_str(&w, "mobile", old.mobile);
	json_str(&w, "landline", old.landline);
	json_str(&w, "address", old.address);
	json_i64(&w, "version_after", old.version + 1);
	json_close(&w);
	e = json_end(&w);
	if (!e)
		e = plan_change_add(db, ctx, row->number, "person", id, out.text);
	buf_release(&out);
	return e;
}

static enum err put_person(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, const struct plan_person *p,
			   struct directory_people *later, int64_t *id)
{
	struct directory_person d = p->person;
	enum err e = OK;

	*id = d.id;
	if (d.id && !p->put)
		return OK;
	if (d.id)
		e = keep_before(db, a, ctx, row, d.id);
	d.later = later;
	d.keys = ctx->keys;
	if (!d.id)
		d.batch_id = ctx->batch_id;
	return e ? e : directory_person_put(db, &d, id);
}

static enum err put_place(struct db *db, const struct plan_context *ctx,
			  const struct plan_person *p, struct directory_people *later,
			  int64_t person_id)
{
	enum err e = OK;

	if (p->branch_id) {
		struct directory_affiliation in = {
			.person_id = person_id,
			.organisation_id = p->branch_id,
			.from_on = p->from_on,
			.reason = p->person.id ? "名册导入" : "名册导入，起始日为推定",
			.batch_id = ctx->batch_id,
			.recorded_by = ctx->recorded_by,
			.later = later,
		};

		e = directory_affiliate(db, &in, NULL);
	}
	if (!e && p->class_id) {
		char today[DATE_SIZE];
		struct directory_class_member in = { .person_id = person_id,
						     .class_id = p->class_id,
						     .from_on = today,
						     .batch_id = ctx->batch_id,
						     .later = later };

		date_format(clock_today(), today);
		e = directory_class_join(db, &in);
	}
	return e;
}

static enum err put_stage(struct db *db, const struct plan_context *ctx,
			  const struct intake_row *row, const struct plan_stage *s,
			  struct directory_people *later, int64_t person_id)
{
	struct directory_stage in = { .person_id = person_id,
				      .stage = s->stage,
				      .happened_on = s->on,
				      .batch_id = ctx->batch_id,
				      .recorded_by = ctx->recorded_by,
				      .later = later };
	enum err e = OK;

	if (s->void_id)
		e = plan_change_add(db, ctx, row->number, "stage_event", s->void_id, "{}");
	if (!e && s->void_id)
		e = directory_stage_void(db, s->void_id, ctx->recorded_by);
	return e ? e : directory_stage_add(db, &in, NULL);
}

enum err plan_person_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, const struct plan_person *p,
			   struct directory_people *later, int64_t *ret_person_id)
{
	enum err e = put_person(db, a, ctx, row, p, later, ret_person_id);

	if (!e)
		e = put_place(db, ctx, p, later, *ret_person_id);
	for (size_t i = 0; !e && i < p->n_stages; i++)
		e = put_stage(db, ctx, row, &p->stages[i], later, *ret_person_id);
	return e;
}

/* ---- a whole file ---- */

static bool is_unit(const struct plan_context *ctx, const struct intake_row *row)
{
	enum intake_set set = ctx->file->sheets[row->sheet].set;

	return set == SET_ORGANISATION || set == SET_CLASS;
}

struct decision {
	enum plan_action action;
	enum intake_fault_kind refusal;
	enum intake_field refusal_field;
	const struct plan_change *changes;
	size_t n_changes;
};

static enum err decide(struct db *db, struct arena *a, const struct plan_context *ctx,
		       const struct intake_row *row, struct decision *ret)
{
	enum err e;

	if (is_unit(ctx, row)) {
		struct plan_unit *u = ARENA_NEW(a, struct plan_unit);

		e = plan_unit(db, a, ctx, row, u);
		*ret = (struct decision){ u->action, u->refusal, u->refusal_field, u->changes,
					  u->n_changes };
	} else {
		struct plan_person *p = ARENA_NEW(a, struct plan_person);

		e = plan_person(db, a, ctx, row, p);
		*ret = (struct decision){ p->action, p->refusal, p->refusal_field, p->changes,
					  p->n_changes };
	}
	return e;
}

enum err plan_make(struct db *db, struct arena *a, struct intake_file *file,
		   const struct plan_context *ctx, const struct plan_look *look, struct plan *ret)
{
	struct plan plan = { .actions = ARENA_ARRAY(a, uint8_t, file->n_rows + 1) };
	CLEANUP(arena_release) struct arena scratch;
	enum err e = OK;

	arena_init(&scratch);
	for (size_t i = 0; i < file->n_rows && !e; i++) {
		struct intake_row *row = &file->rows[i];
		struct decision d = { .action = PLAN_REFUSED };

		if (row->verdict == INTAKE_SKIP)
			continue;
		arena_reset(&scratch);
		if (row->verdict != INTAKE_REFUSE) {
			e = decide(db, &scratch, ctx, row, &d);
			if (!e && d.action == PLAN_REFUSED)
				intake_refuse(a, file, row, d.refusal, d.refusal_field);
		}
		plan.actions[i] = (uint8_t)d.action;
		plan.n[d.action]++;
		if (!e && look && look->on_row)
			e = look->on_row(look->arg, row, d.action, d.changes, d.n_changes);
	}
	if (e)
		return e;
	intake_recount(file);
	*ret = plan;
	return OK;
}

/* *ret_develops: the person whose case has to be told of the row once he is there; else 0. */
static enum err apply_row(struct db *db, struct arena *a, const struct plan_context *ctx,
			  const struct intake_row *row, struct directory_people *later,
			  int64_t *ret_develops)
{
	struct plan_person *p;
	int64_t id;
	enum err e;

	if (is_unit(ctx, row))
		return plan_unit_apply(db, a, ctx, row);
	p = ARENA_NEW(a, struct plan_person);
	e = plan_person(db, a, ctx, row, p);
	if (e || p->action == PLAN_REFUSED || p->action == PLAN_SAME)
		return e; /* refused since the preview: left out, as there */
	e = plan_person_apply(db, a, ctx, row, p, later, &id);
	if (!e && p->develops)
		*ret_develops = id;
	return e;
}

static enum err apply_cases(struct db *db, const struct plan_context *ctx, const int64_t *people)
{
	CLEANUP(arena_release) struct arena scratch;
	enum err e = OK;

	arena_init(&scratch);
	for (size_t i = 0; i < ctx->file->n_rows && !e; i++) {
		arena_reset(&scratch);
		if (people[i])
			e = plan_case_apply(db, &scratch, ctx, &ctx->file->rows[i], people[i]);
	}
	return e;
}

enum err plan_apply(struct db *db, const struct plan_context *ctx,
		    enum err (*progress)(void *arg, size_t done, size_t total), void *arg)
{
	const struct intake_file *file = ctx->file;
	CLEANUP(arena_release) struct arena people;
	CLEANUP(arena_release) struct arena scratch;
	struct directory_people later = { .a = &people };
	int64_t *develops;
	enum err e = OK;

	arena_init(&people);
	arena_init(&scratch);
	develops = ARENA_ARRAY(&people, int64_t, file->n_rows + 1);
	for (size_t i = 0; i < file->n_rows && !e; i++) {
		const struct intake_row *row = &file->rows[i];

		arena_reset(&scratch);
		if (row->verdict == INTAKE_ACCEPT || row->verdict == INTAKE_WARN)
			e = apply_row(db, &scratch, ctx, row, &later, &develops[i]);
		if (!e && progress && i % PROGRESS_EVERY == 0)
			e = progress(arg, i, file->n_rows);
	}
	if (!e)
		e = directory_derive_people(db, &later);
	return e ? e : apply_cases(db, ctx, develops);
}
