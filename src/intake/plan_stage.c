/* SPDX-License-Identifier: Apache-2.0 */
/* The stages a pipeline row tells: each once, whether the case brings it, a roster told it, or only this sheet. */
#include "intake/plan_case.h"
#include "base/banned.h"

static void told_stage(struct plan_stage *stages, size_t *n, const char *stage, const char *on)
{
	if (on)
		stages[(*n)++] = (struct plan_stage){ stage, on, 0 };
}

/*
 * The day of admission: only with the superior's approval, unless the sheet has no column for it
 * or goes on to the conversion.
 */
static const char *joined_day(const struct plan_context *ctx, const struct intake_row *row)
{
	const struct intake_sheet *sheet = &ctx->file->sheets[row->sheet];

	if (sheet->at_field[FIELD_APPROVAL] >= 0 && !intake_value(ctx->file, row, FIELD_APPROVAL) &&
	    !intake_value(ctx->file, row, FIELD_CONVERTED))
		return NULL;
	return intake_value(ctx->file, row, FIELD_ASSEMBLY);
}

size_t plan_told_stages(const struct plan_context *ctx, const struct intake_row *row,
			struct plan_stage ret[PLAN_STAGES_MAX])
{
	const struct intake_file *file = ctx->file;
	size_t n = 0;

	told_stage(ret, &n, "applicant", intake_value(file, row, FIELD_APPLIED));
	told_stage(ret, &n, "activist", intake_value(file, row, FIELD_ACTIVIST));
	told_stage(ret, &n, "candidate", intake_value(file, row, FIELD_CANDIDATE));
	told_stage(ret, &n, "probationary", joined_day(ctx, row));
	told_stage(ret, &n, "full", intake_value(file, row, FIELD_CONVERTED));
	return n;
}

/* What is recorded of a stage: by the case, and by others. */
struct known_stage {
	bool of_case;
	struct {
		int64_t id;
		const char *on;
	} other[8];
	size_t n;
};

static enum err known_stages(struct db *db, struct arena *a, int64_t person_id, const char *stage,
			     struct known_stage *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool more;
	enum err e = db_stmt(db, SQL_INTAKE_STAGES, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_STAGES_PERSON_ID, person_id);
	while ((e = step_row(q, &more)) == OK && more) {
		if (!str_eq(col_str(q, INTAKE_STAGES_C_STAGE), stage))
			continue;
		if (col_i64(q, INTAKE_STAGES_C_CASE_ID)) {
			ret->of_case = true;
		} else if (ret->n < COUNTOF(ret->other)) {
			ret->other[ret->n].id = col_i64(q, INTAKE_STAGES_C_ID);
			ret->other[ret->n++].on = col_dup(q, INTAKE_STAGES_C_HAPPENED_ON, a);
		}
	}
	return e;
}

static enum err void_stage(struct db *db, const struct plan_context *ctx,
			   const struct intake_row *row, int64_t id)
{
	enum err e = plan_change_add(db, ctx, row->number, "stage_event", id, "{}");

	return e ? e : directory_stage_void(db, id, ctx->recorded_by);
}

/*
 * Each stage once: what the case brings takes the place of what a roster told of it; what it does
 * not bring is kept as the sheet has it, unless it is there.
 */
enum err plan_stage_settle(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, int64_t person_id,
			   const struct plan_stage *told)
{
	struct directory_stage stage = { .person_id = person_id,
					 .stage = told->stage,
					 .happened_on = told->on,
					 .batch_id = ctx->batch_id,
					 .recorded_by = ctx->recorded_by };
	struct known_stage known = { 0 };
	bool there = false;
	enum err e = known_stages(db, a, person_id, told->stage, &known);

	for (size_t i = 0; i < known.n && !e; i++) {
		bool same = str_eq(known.other[i].on, told->on) ||
			    plan_is_less_exact(told->on, known.other[i].on);

		if (known.of_case || !same)
			e = void_stage(db, ctx, row, known.other[i].id);
		there |= same;
	}
	if (e || known.of_case || there)
		return e;
	return directory_stage_add(db, &stage, NULL);
}
