/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside src/intake: the development case a pipeline row tells. How each column is read stands in
 * README.md; what the sheet does not tell is not made up.
 */
#ifndef INTAKE_PLAN_CASE_H
#define INTAKE_PLAN_CASE_H

#include "development/development.h"
#include "rules/rules.h"
#include "intake/plan.h"

#define PLAN_STEPS_MAX 16

struct plan_case {
	size_t n_new; /* steps that are not on record, those without a day included */
	size_t n;
	struct plan_change changes[PLAN_STEPS_MAX]; /* what they would add, by their columns */
};

/* The stages a row tells with their days, in their order; months stay months. */
size_t plan_told_stages(const struct plan_context *ctx, const struct intake_row *row,
			struct plan_stage ret[PLAN_STAGES_MAX]);

/*
 * Inside db_write, after the case: what the case brings takes the place of what a roster told of a stage;
 * what it does not bring is kept as the sheet has it, unless it is there. ERR_DB.
 */
NODISCARD enum err plan_stage_settle(struct db *db, struct arena *a, const struct plan_context *ctx,
				     const struct intake_row *row, int64_t person_id,
				     const struct plan_stage *told);

/*
 * What the row would add to the person's case. person_id 0: he is not there yet. ret_against: the
 * column whose step is recorded otherwise, FIELD_NONE = none. Lives in `a`. ERR_DB.
 */
NODISCARD enum err plan_case_make(struct db *db, struct arena *a, const struct plan_context *ctx,
				  const struct intake_row *row, int64_t person_id,
				  struct plan_case *ret, enum intake_field *ret_against);

/*
 * Inside db_write, when the person and his derived rows are there: adds the steps, and the stages
 * that they do not bring. A row that has come to be against the record meanwhile is left out.
 */
NODISCARD enum err plan_case_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
				   const struct intake_row *row, int64_t person_id);

#endif
