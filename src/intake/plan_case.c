/* SPDX-License-Identifier: Apache-2.0 */
/* From the cells of a pipeline row to steps with facts, and what a case has of them already. */
#include "intake/plan_case.h"
#include "json/json_writer.h"
#include "base/banned.h"

#define FACTS_BYTES (16u << 10)

/* The steps a row tells, each with the column it came from. */
struct telling {
	struct db *db;
	struct arena *a;
	const struct plan_context *ctx;
	const struct intake_row *row;
	int64_t person_id;
	size_t n;
	struct development_import_step steps[PLAN_STEPS_MAX];
	enum intake_field fields[PLAN_STEPS_MAX];
};

static const char *get(const struct telling *t, enum intake_field field)
{
	return intake_value(t->ctx->file, t->row, field);
}

static bool is_day(const char *text)
{
	return text && strlen(text) == 10;
}

static struct development_import_step *tell(struct telling *t, enum intake_field field,
					    const char *code, const char *on, const char *facts)
{
	struct development_import_step *step = &t->steps[t->n];

	t->fields[t->n] = field;
	t->n++;
	*step = (struct development_import_step){ .step_code = code,
						  .happened_on = is_day(on) ? on : NULL,
						  .facts = facts };
	return step;
}

/* ---- facts ---- */

struct facts_text {
	struct json_writer w;
	struct buf out;
};

static struct json_writer *facts_begin(struct facts_text *f)
{
	buf_init(&f->out, FACTS_BYTES);
	json_begin(&f->w, &f->out);
	json_object(&f->w, NULL);
	return &f->w;
}

/* NULL: too much for one step. */
static const char *facts_end(struct facts_text *f, struct arena *a)
{
	const char *text;

	json_close(&f->w);
	text = json_end(&f->w) ? NULL : arena_strdup(a, f->out.text);
	buf_release(&f->out);
	return text;
}

static const char *one_fact(struct arena *a, const char *name, const char *value)
{
	struct facts_text f;

	json_str(facts_begin(&f), name, value);
	return facts_end(&f, a);
}

/* ---- cultivators ---- */

/*
 * The one person of this name below the organisation, if he was a full member on the day; else 0,
 * and he stays a name: people are never taken for each other by name alone.
 */
static enum err find_member(struct telling *t, const char *name, const char *day, int64_t *ret)
{
	const char *stage = NULL;
	int64_t *ids;
	size_t n = 0;
	enum err e = directory_person_named(t->db, t->a, name, t->ctx->org->id, 2, &ids, &n);

	*ret = 0;
	if (e || n != 1 || ids[0] == t->person_id)
		return e;
	e = directory_stage_at(t->db, t->a, ids[0], day, &stage, NULL);
	if (!e && str_eq(stage, "full"))
		*ret = ids[0];
	return e;
}

static enum err add_member(struct telling *t, struct json_writer *w, const char *name,
			   const char *day)
{
	int64_t id;
	enum err e = find_member(t, name, day, &id);

	if (e)
		return e;
	json_object(w, NULL);
	if (id)
		json_id(w, "id", id);
	else
		json_str(w, "name", name);
	json_close(w);
	return OK;
}

/* Some sheets have both in one cell: "张三、李四". */
static enum err add_members(struct telling *t, struct json_writer *w, const char *cell,
			    const char *day)
{
	static const char *const marks[] = { "、", "，", "；", ",", ";", "/" };
	const char *from = cell;
	enum err e = OK;

	while (from && *from && !e) {
		const char *end = NULL;
		size_t mark = 0;

		for (size_t i = 0; i < COUNTOF(marks); i++) {
			const char *at = strstr(from, marks[i]);

			if (at && (!end || at < end)) {
				end = at;
				mark = strlen(marks[i]);
			}
		}
		if (end != from)
			e = add_member(t, w,
				       end ? arena_strndup(t->a, from, (size_t)(end - from)) : from,
				       day);
		from = end ? end + mark : NULL;
	}
	return e;
}

/* The sheet names them beside the day of the decision; they are taken as assigned on that day. */
static enum err tell_cultivators(struct telling *t)
{
	const char *first = get(t, FIELD_CULTIVATOR_1), *second = get(t, FIELD_CULTIVATOR_2);
	const char *on = get(t, FIELD_ACTIVIST);
	char today[DATE_SIZE];
	struct facts_text f;
	struct json_writer *w;
	enum err e;

	if (!first && !second)
		return OK;
	date_format(clock_today(), today);
	w = facts_begin(&f);
	json_array(w, "cultivators");
	e = add_members(t, w, first, is_day(on) ? on : today);
	if (!e)
		e = add_members(t, w, second, is_day(on) ? on : today);
	json_close(w);
	tell(t, first ? FIELD_CULTIVATOR_1 : FIELD_CULTIVATOR_2, "cultivator_assign", on,
	     facts_end(&f, t->a))
		->day_inferred = true;
	return e;
}

/* ---- the other steps ---- */

static void tell_day(struct telling *t, enum intake_field field, const char *code,
		     const char *facts)
{
	const char *on = get(t, field);

	if (on)
		tell(t, field, code, on, facts);
}

/* Where the law itself asks for the notice, it is the notice's end that lists a person. */
static bool notice_lists(const struct telling *t, int32_t day)
{
	const struct rules_pack *pack = rules_pack_on(t->ctx->rules, day);
	int id = rules_step_id(t->ctx->rules, "candidate_notice");
	const struct rules_step *step = pack ? rules_pack_step(pack, id) : NULL;

	return step && !step->optional;
}

/*
 * A day of listing after the notice was not the day of the committee's decision, which came before the
 * notice and which the sheet does not tell.
 */
static void tell_candidate(struct telling *t)
{
	const char *on = get(t, FIELD_CANDIDATE), *notice = get(t, FIELD_NOTICE);
	int32_t day;

	if (!on)
		return;
	if (is_day(on) && notice && strlen(notice) == 21 && strcmp(on, notice) > 0 &&
	    !date_parse(on, &day) && notice_lists(t, day))
		on = NULL;
	tell(t, FIELD_CANDIDATE, "candidate_decide", on, NULL);
}

/* "2025-05-12/2025-05-16": posted on the first day, taken down on the last. */
static void tell_notice(struct telling *t)
{
	const char *period = get(t, FIELD_NOTICE);

	if (!period || strlen(period) != 21)
		return;
	tell(t, FIELD_NOTICE, "candidate_notice", arena_strndup(t->a, period, 10),
	     one_fact(t->a, "ended_on", period + 11));
}

/* The conclusion in the words of the rules; NULL: other words, which are not guessed at. */
static const char *conclusion_of(const char *text)
{
	static const struct {
		const char *text, *code;
	} words[] = {
		{ "合格", "passed" },           { "通过", "passed" },
		{ "政审合格", "passed" },       { "审查合格", "passed" },
		{ "审查通过", "passed" },       { "不合格", "not_passed" },
		{ "不通过", "not_passed" },     { "未通过", "not_passed" },
		{ "政审不合格", "not_passed" },
	};

	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (str_eq(text, words[i].text))
			return words[i].code;
	}
	return NULL;
}

/* A result without a day, and a number of a certificate without one. */
static void tell_undated(struct telling *t)
{
	const char *certificate = get(t, FIELD_TRAINING);
	const char *conclusion = conclusion_of(get(t, FIELD_REVIEW));

	if (certificate)
		tell(t, FIELD_TRAINING, "short_training", NULL,
		     one_fact(t->a, "certificate", certificate));
	if (conclusion)
		tell(t, FIELD_REVIEW, "review_done", NULL,
		     one_fact(t->a, "conclusion", conclusion));
}

/* Votes only whole: due, present and yes; a missing "no" or "abstain" is none. */
static const char *votes_of(struct telling *t)
{
	static const struct {
		enum intake_field field;
		const char *name;
		bool required;
	} counts[] = {
		{ FIELD_DUE, "due", true },          { FIELD_PRESENT, "present", true },
		{ FIELD_YES, "yes", true },          { FIELD_NO, "no", false },
		{ FIELD_ABSTAIN, "abstain", false },
	};
	struct facts_text f;
	struct json_writer *w = facts_begin(&f);
	bool whole = true;

	json_object(w, "votes");
	for (size_t i = 0; i < COUNTOF(counts); i++) {
		const char *text = get(t, counts[i].field);
		int64_t n = 0;

		if (text && !str_to_i64(text, 0, 100000, &n))
			json_i64(w, counts[i].name, n);
		else
			whole &= !text && !counts[i].required;
	}
	json_close(w);
	return whole ? facts_end(&f, t->a) : (buf_release(&f.out), NULL);
}

/*
 * One day is told of the conversion: the vote and the superior's answer are on record with it, and
 * as the day printed in the answer.
 */
static void tell_conversion(struct telling *t)
{
	const char *on = get(t, FIELD_CONVERTED);
	struct facts_text f;
	struct json_writer *w;

	if (!on)
		return;
	tell(t, FIELD_CONVERTED, "convert_vote", on, one_fact(t->a, "outcome", "convert"))
		->day_inferred = true;
	w = facts_begin(&f);
	json_str(w, "decision", "approved");
	if (is_day(on))
		json_str(w, "full_on", on);
	tell(t, FIELD_CONVERTED, "convert_approval", on, facts_end(&f, t->a))->day_inferred = true;
}

static enum err tell_all(struct telling *t)
{
	enum err e;

	tell_day(t, FIELD_APPLIED, "apply", NULL);
	tell_day(t, FIELD_FIRST_TALK, "first_talk", NULL);
	tell_day(t, FIELD_ACTIVIST, "activist_decide", NULL);
	e = tell_cultivators(t);
	tell_candidate(t);
	tell_notice(t);
	tell_undated(t);
	tell_day(t, FIELD_PRE_REVIEW, "pre_review", one_fact(t->a, "result", "passed"));
	tell_day(t, FIELD_ASSEMBLY, "admission_vote", votes_of(t));
	tell_day(t, FIELD_APPROVAL, "approval", one_fact(t->a, "decision", "approved"));
	tell_day(t, FIELD_OATH, "oath", NULL);
	tell_conversion(t);
	return e;
}

/* ---- what becomes of them ---- */

static struct development_import import_of(const struct telling *t, int64_t branch_id)
{
	return (struct development_import){ .person_id = t->person_id,
					    .branch_id = branch_id,
					    .batch_id = t->ctx->batch_id,
					    .recorded_by = t->ctx->recorded_by,
					    .steps = t->steps,
					    .n_steps = t->n };
}

/* Two steps of one column are one change. */
static void add_change(const struct telling *t, size_t i, struct plan_case *ret)
{
	ret->n_new++;
	if (ret->n && str_eq(ret->changes[ret->n - 1].field, intake_field_name(t->fields[i])))
		return;
	ret->changes[ret->n++] =
		(struct plan_change){ intake_field_name(t->fields[i]), NULL, get(t, t->fields[i]) };
}

static enum err look(struct telling *t, struct plan_case *ret, enum intake_field *ret_against)
{
	enum development_import_fate fates[PLAN_STEPS_MAX];
	struct development_import in;
	int64_t case_id = 0;
	enum err e = tell_all(t);

	*ret = (struct plan_case){ 0 };
	*ret_against = FIELD_NONE;
	if (e)
		return e;
	in = import_of(t, 0);
	e = development_import_look(t->db, t->ctx->rules, t->a, &in, fates, &case_id);
	if (e)
		return e;
	for (size_t i = 0; i < t->n; i++) {
		if (fates[i] == DEVELOPMENT_IMPORT_AGAINST && *ret_against == FIELD_NONE)
			*ret_against = t->fields[i];
		if (fates[i] == DEVELOPMENT_IMPORT_NEW)
			add_change(t, i, ret);
	}
	return OK;
}

enum err plan_case_make(struct db *db, struct arena *a, const struct plan_context *ctx,
			const struct intake_row *row, int64_t person_id, struct plan_case *ret,
			enum intake_field *ret_against)
{
	struct telling t = { .db = db, .a = a, .ctx = ctx, .row = row, .person_id = person_id };

	return look(&t, ret, ret_against);
}

/* ---- doing ---- */

enum err plan_case_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
			 const struct intake_row *row, int64_t person_id)
{
	struct telling t = { .db = db, .a = a, .ctx = ctx, .row = row, .person_id = person_id };
	struct plan_stage stages[PLAN_STAGES_MAX];
	struct directory_person_state person;
	struct development_import in;
	enum intake_field against;
	struct plan_case plan;
	int64_t case_id;
	size_t n;
	enum err e = look(&t, &plan, &against);

	if (e || against != FIELD_NONE)
		return e;
	e = directory_person_state(db, a, person_id, &person);
	if (e)
		return e;
	in = import_of(&t, person.branch_id);
	if (plan.n_new)
		e = development_case_from_import(db, ctx->rules, a, &in, &case_id, NULL);
	n = plan_told_stages(ctx, row, stages);
	for (size_t i = 0; i < n && !e; i++)
		e = plan_stage_settle(db, a, ctx, row, person_id, &stages[i]);
	return e;
}
