/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One person's row against what is recorded. Found by ID, student or staff number; a person without
 * any of them only by name, branch, sex and birth together, and only if one person fits. An empty
 * cell never takes anything away.
 */
#include "intake/plan_case.h"
#include "base/banned.h"

static const char *get(const struct plan_context *ctx, const struct intake_row *row,
		       enum intake_field field)
{
	return intake_value(ctx->file, row, field);
}

static void refuse(struct plan_person *p, enum intake_fault_kind kind, enum intake_field field)
{
	p->action = PLAN_REFUSED;
	p->refusal = kind;
	p->refusal_field = field;
}

static void changed(struct plan_person *p, enum intake_field field, const char *from,
		    const char *to)
{
	if (p->n_changes < PLAN_CHANGES_MAX)
		p->changes[p->n_changes++] =
			(struct plan_change){ intake_field_name(field), from, to };
}

/* ---- who is it ---- */

static enum err find_by(struct db *db, const struct plan_context *ctx, const char *id_number,
			const char *student_no, const char *staff_no, int64_t *ret)
{
	const struct directory_identity who = { .school_id = ctx->org->school_id,
						.keys = ctx->keys,
						.id_number = id_number,
						.student_no = student_no,
						.staff_no = staff_no };

	*ret = 0;
	if (!id_number && !student_no && !staff_no)
		return OK;
	return directory_person_find(db, &who, ret);
}

/* One person of this name in the branch, whose sex and birth do not contradict the row's. */
static enum err find_unnumbered(struct db *db, struct arena *a, const struct plan_context *ctx,
				const struct intake_row *row, int64_t branch_id, int64_t *ret)
{
	const char *birth = get(ctx, row, FIELD_BIRTH);
	int64_t *ids;
	size_t n, fitting = 0;
	enum err e;

	if (!birth)
		return OK;
	e = directory_person_named(db, a, get(ctx, row, FIELD_NAME), branch_id, 20, &ids, &n);
	for (size_t i = 0; !e && i < n; i++) {
		struct directory_person known;

		e = directory_person_get(db, a, ids[i], &known);
		if (e || !known.birth)
			continue;
		if (str_eq(known.birth, birth) || plan_is_less_exact(known.birth, birth) ||
		    plan_is_less_exact(birth, known.birth)) {
			fitting++;
			*ret = ids[i];
		}
	}
	if (fitting != 1)
		*ret = 0;
	return e;
}

static enum err find(struct db *db, struct arena *a, const struct plan_context *ctx,
		     const struct intake_row *row, int64_t branch_id, struct plan_person *p)
{
	const char *id_number = get(ctx, row, FIELD_ID_NUMBER);
	const char *student_no = get(ctx, row, FIELD_STUDENT_NO);
	const char *staff_no = get(ctx, row, FIELD_STAFF_NO);
	int64_t by_id = 0, by_number = 0;
	enum err e;

	e = find_by(db, ctx, id_number, NULL, NULL, &by_id);
	if (!e)
		e = find_by(db, ctx, NULL, student_no, staff_no, &by_number);
	if (e)
		return e;
	if (by_id && by_number && by_id != by_number) {
		refuse(p, FAULT_ID_OF_OTHER, FIELD_ID_NUMBER);
		return OK;
	}
	p->person.id = by_id ? by_id : by_number;
	if (!p->person.id && !id_number && !student_no && !staff_no)
		return find_unnumbered(db, a, ctx, row, branch_id, &p->person.id);
	return OK;
}

/* ---- his own data ---- */

static const char *sex_code(const char *text)
{
	return !text ? NULL : str_eq(text, "男") ? "male" : "female";
}

/* The row's value goes into the member unless it is empty or says the same. */
static void take(struct plan_person *p, enum intake_field field, const char **member,
		 const char *to)
{
	if (!to || str_eq(*member, to))
		return;
	if (*member && field == FIELD_BIRTH && plan_is_less_exact(to, *member))
		return;
	changed(p, field, *member, to);
	*member = to;
	p->put = true;
}

/* The day of birth; the ID number has it even where the column has only a month. */
static const char *birth_of(struct arena *a, const char *written, const char *id_number)
{
	if (!id_number || (written && strlen(written) == 10))
		return written;
	return arena_printf(a, "%.4s-%.2s-%.2s", id_number + 6, id_number + 10, id_number + 12);
}

static void take_id_number(struct plan_person *p, struct arena *a, const char *id_number)
{
	const char *tail = id_number ? id_number + strlen(id_number) - 4 : NULL;

	if (!id_number)
		return;
	if (p->person.id_tail && !str_eq(p->person.id_tail, tail)) {
		refuse(p, FAULT_ID_OF_OTHER, FIELD_ID_NUMBER);
		return;
	}
	if (p->person.id && p->person.id_tail)
		return; /* found by it, or the same tail: it stays as it is sealed */
	if (p->person.id)
		changed(p, FIELD_ID_NUMBER, NULL, arena_printf(a, "**************%s", tail));
	p->person.id_number = id_number;
	p->put = true;
}

static void take_data(struct plan_person *p, struct arena *a, const struct plan_context *ctx,
		      const struct intake_row *row)
{
	struct directory_person *d = &p->person;
	const char *id_number = get(ctx, row, FIELD_ID_NUMBER);

	take(p, FIELD_NAME, &d->name, get(ctx, row, FIELD_NAME));
	take(p, FIELD_SEX, &d->sex, sex_code(get(ctx, row, FIELD_SEX)));
	take(p, FIELD_ETHNICITY, &d->ethnicity, get(ctx, row, FIELD_ETHNICITY));
	take(p, FIELD_BIRTH, &d->birth, birth_of(a, get(ctx, row, FIELD_BIRTH), id_number));
	take(p, FIELD_STUDENT_NO, &d->student_no, get(ctx, row, FIELD_STUDENT_NO));
	take(p, FIELD_STAFF_NO, &d->staff_no, get(ctx, row, FIELD_STAFF_NO));
	take(p, FIELD_NATIVE_PLACE, &d->native_place, get(ctx, row, FIELD_NATIVE_PLACE));
	take(p, FIELD_EDUCATION, &d->education, get(ctx, row, FIELD_EDUCATION));
	take(p, FIELD_JOB, &d->job, get(ctx, row, FIELD_JOB));
	take(p, FIELD_MOBILE, &d->mobile, get(ctx, row, FIELD_MOBILE));
	take(p, FIELD_LANDLINE, &d->landline, get(ctx, row, FIELD_LANDLINE));
	take(p, FIELD_ADDRESS, &d->address, get(ctx, row, FIELD_ADDRESS));
	take_id_number(p, a, id_number);
}

/* ---- where he is ---- */

static const struct intake_branch *branch_named(const struct plan_context *ctx, const char *name)
{
	for (size_t i = 0; name && i < ctx->scope->n_branches; i++) {
		if (str_eq(ctx->scope->branches[i].name, name))
			return &ctx->scope->branches[i];
	}
	return NULL;
}

static const struct intake_branch *branch_of(const struct plan_context *ctx, int64_t id)
{
	for (size_t i = 0; i < ctx->scope->n_branches; i++) {
		if (ctx->scope->branches[i].id == id)
			return &ctx->scope->branches[i];
	}
	return NULL;
}

struct place {
	int64_t branch_id, class_id;
	const char *branch_name;
};

/* The row's branch: its own column, else that of the class, else the organisation itself. */
static enum err place_of(struct db *db, const struct plan_context *ctx,
			 const struct intake_row *row, struct plan_person *p, struct place *ret)
{
	const struct intake_branch *branch = branch_named(ctx, get(ctx, row, FIELD_BRANCH));
	const char *class_name = get(ctx, row, FIELD_CLASS);
	enum err e = OK;

	if (class_name)
		e = directory_class_find(db, ctx->org->school_id, class_name, &ret->class_id);
	if (e)
		return e;
	if (branch) {
		ret->branch_id = branch->id;
	} else if (ctx->scope->org_is_branch) {
		ret->branch_id = ctx->org->id;
	} else if (ret->class_id) {
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt(db, SQL_INTAKE_CLASS_BRANCH, &q);
		if (e)
			return e;
		bind_i64(q, INTAKE_CLASS_BRANCH_ID, ret->class_id);
		e = step_one(q);
		if (e)
			return e;
		ret->branch_id = col_i64(q, INTAKE_CLASS_BRANCH_C_BRANCH_ID);
	}
	if (!ret->branch_id)
		refuse(p, FAULT_UNKNOWN_CLASS, FIELD_CLASS);
	else if (!branch_of(ctx, ret->branch_id))
		refuse(p, FAULT_UNKNOWN_BRANCH, FIELD_CLASS);
	return OK;
}

static const char *name_of_branch(const struct plan_context *ctx, int64_t id)
{
	const struct intake_branch *branch = branch_of(ctx, id);

	return branch ? branch->name : NULL;
}

/*
 * Since when a newcomer is in the branch nobody writes into a roster: taken is the first day on
 * which it may have been so, entry into the pipeline or founding of the branch; the reason of the
 * affiliation says that it is inferred.
 */
static void first_day(const struct plan_context *ctx, const struct intake_row *row,
		      int64_t branch_id, char ret[11])
{
	static const enum intake_field entries[] = { FIELD_APPLIED, FIELD_ACTIVIST, FIELD_CANDIDATE,
						     FIELD_ASSEMBLY, FIELD_JOINED };
	const struct intake_branch *branch = branch_of(ctx, branch_id);
	const char *entry = NULL;
	char today[DATE_SIZE];

	for (size_t i = 0; i < COUNTOF(entries) && !entry; i++)
		entry = get(ctx, row, entries[i]);
	date_format(clock_today(), today);
	if (entry && strlen(entry) == 7)
		snprintf(ret, 11, "%.7s-01", entry);
	else
		snprintf(ret, 11, "%.10s", entry ? entry : today);
	if (branch && branch->founded_on && strcmp(branch->founded_on, ret) > 0)
		snprintf(ret, 11, "%.10s", branch->founded_on);
}

static enum err take_place(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, const struct place *place,
			   struct plan_person *p)
{
	struct directory_person_state state = { 0 };
	enum err e;

	if (p->person.id) {
		e = directory_person_state(db, a, p->person.id, &state);
		if (e)
			return e;
	}
	if (state.branch_id && !branch_of(ctx, state.branch_id)) {
		refuse(p, FAULT_PERSON_ELSEWHERE, FIELD_BRANCH);
		return OK;
	}
	if (place->class_id && place->class_id != state.class_id) {
		p->class_id = place->class_id;
		if (p->person.id)
			changed(p, FIELD_CLASS, NULL, get(ctx, row, FIELD_CLASS));
	}
	if (state.branch_id == place->branch_id)
		return OK;
	p->branch_id = place->branch_id;
	changed(p, FIELD_BRANCH, name_of_branch(ctx, state.branch_id),
		name_of_branch(ctx, place->branch_id));
	if (!p->person.id)
		first_day(ctx, row, place->branch_id, p->from_on);
	else
		date_format(clock_today(), p->from_on);
	return OK;
}

/* ---- how far he is ---- */

static void want_stage(struct plan_person *p, const char *stage, const char *on)
{
	if (on && p->n_stages < PLAN_STAGES_MAX)
		p->stages[p->n_stages++] = (struct plan_stage){ stage, on, 0 };
}

/* A full member without the day of his conversion: a year after he joined, and the file said so. */
static const char *full_day(struct arena *a, const struct plan_context *ctx,
			    const struct intake_row *row)
{
	const char *converted = get(ctx, row, FIELD_CONVERTED);
	const char *joined = get(ctx, row, FIELD_JOINED);
	const char *category = get(ctx, row, FIELD_CATEGORY);
	char day[DATE_SIZE];
	int32_t from;

	if (str_eq(category, "预备党员"))
		return NULL;
	if (converted || !joined || !str_eq(category, "正式党员"))
		return converted;
	if (strlen(joined) == 7)
		return arena_printf(a, "%04d%s",
				    (joined[0] - '0') * 1000 + (joined[1] - '0') * 100 +
					    (joined[2] - '0') * 10 + (joined[3] - '0') + 1,
				    joined + 4);
	if (date_parse(joined, &from))
		return NULL;
	from = date_add_months(from, 12);
	if (from > clock_today())
		return NULL;
	date_format(from, day);
	return arena_strdup(a, day);
}

static void want_stages(struct plan_person *p, struct arena *a, const struct plan_context *ctx,
			const struct intake_row *row)
{
	const char *joined = get(ctx, row, FIELD_JOINED);

	want_stage(p, "applicant", get(ctx, row, FIELD_APPLIED));
	want_stage(p, "activist", get(ctx, row, FIELD_ACTIVIST));
	want_stage(p, "candidate", get(ctx, row, FIELD_CANDIDATE));
	want_stage(p, "probationary", joined ? joined : get(ctx, row, FIELD_ASSEMBLY));
	want_stage(p, "full", full_day(a, ctx, row));
}

static enum intake_field stage_field(const struct plan_context *ctx, const struct intake_row *row,
				     const char *stage)
{
	if (str_eq(stage, "probationary"))
		return get(ctx, row, FIELD_JOINED) ? FIELD_JOINED : FIELD_ASSEMBLY;
	return str_eq(stage, "applicant")   ? FIELD_APPLIED
	       : str_eq(stage, "activist")  ? FIELD_ACTIVIST
	       : str_eq(stage, "candidate") ? FIELD_CANDIDATE
					    : FIELD_CONVERTED;
}

/* One recorded stage against the wanted ones: the same, a month to be made exact, or against it. */
static void meet_stage(struct plan_person *p, struct arena *a, const struct plan_context *ctx,
		       const struct intake_row *row, struct stmt *q)
{
	const char *stage = col_str(q, INTAKE_STAGES_C_STAGE);
	const char *on = col_str(q, INTAKE_STAGES_C_HAPPENED_ON);

	for (size_t i = 0; i < p->n_stages; i++) {
		struct plan_stage *s = &p->stages[i];

		if (!str_eq(s->stage, stage))
			continue;
		if (str_eq(s->on, on) || plan_is_less_exact(s->on, on)) {
			*s = p->stages[--p->n_stages];
		} else if (plan_is_less_exact(on, s->on)) {
			s->void_id = col_i64(q, INTAKE_STAGES_C_ID);
			changed(p, stage_field(ctx, row, stage), arena_strdup(a, on), s->on);
		} else {
			refuse(p, FAULT_AGAINST_RECORD, stage_field(ctx, row, stage));
		}
		return;
	}
}

static enum err take_stages(struct db *db, struct arena *a, const struct plan_context *ctx,
			    const struct intake_row *row, struct plan_person *p)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool more;
	enum err e;

	want_stages(p, a, ctx, row);
	if (!p->person.id || !p->n_stages)
		return OK;
	e = db_stmt(db, SQL_INTAKE_STAGES, &q);
	if (e)
		return e;
	bind_i64(q, INTAKE_STAGES_PERSON_ID, p->person.id);
	while ((e = step_row(q, &more)) == OK && more)
		meet_stage(p, a, ctx, row, q);
	for (size_t i = 0; !e && i < p->n_stages; i++) {
		if (!p->stages[i].void_id)
			changed(p, stage_field(ctx, row, p->stages[i].stage), NULL,
				p->stages[i].on);
	}
	return e;
}

/* The steps of a pipeline row; their stages follow from the case. */
static enum err take_steps(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, struct plan_person *p)
{
	struct plan_case c;
	enum intake_field against;
	enum err e = plan_case_make(db, a, ctx, row, p->person.id, &c, &against);

	if (e)
		return e;
	if (against != FIELD_NONE) {
		refuse(p, FAULT_AGAINST_RECORD, against);
		return OK;
	}
	p->develops = c.n_new > 0;
	for (size_t i = 0; p->person.id && i < c.n; i++) {
		if (p->n_changes < PLAN_CHANGES_MAX)
			p->changes[p->n_changes++] = c.changes[i];
	}
	return OK;
}

/* ---- all together ---- */

static enum err load(struct db *db, struct arena *a, struct plan_person *p)
{
	if (!p->person.id)
		return OK;
	return directory_person_get(db, a, p->person.id, &p->person);
}

static bool has_work(const struct plan_person *p)
{
	return p->put || p->branch_id || p->class_id || p->n_stages || p->develops;
}

enum err plan_person(struct db *db, struct arena *a, const struct plan_context *ctx,
		     const struct intake_row *row, struct plan_person *ret)
{
	struct place place = { 0 };
	enum err e;

	memset(ret, 0, sizeof(*ret));
	ret->action = PLAN__MAX; /* not decided */
	e = place_of(db, ctx, row, ret, &place);
	if (!e && ret->action != PLAN_REFUSED)
		e = find(db, a, ctx, row, place.branch_id, ret);
	if (e || ret->action == PLAN_REFUSED)
		return e;
	e = load(db, a, ret);
	if (e)
		return e;
	take_data(ret, a, ctx, row);
	e = take_place(db, a, ctx, row, &place, ret);
	if (!e)
		e = plan_is_pipeline(ctx, row) ? take_steps(db, a, ctx, row, ret)
					       : take_stages(db, a, ctx, row, ret);
	if (e || ret->action == PLAN_REFUSED)
		return e;
	ret->person.keys = ctx->keys;
	if (!ret->person.id)
		ret->person.recorded_in = place.branch_id;
	ret->action = !ret->person.id ? PLAN_NEW : has_work(ret) ? PLAN_CHANGED : PLAN_SAME;
	return OK;
}
