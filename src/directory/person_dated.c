/* SPDX-License-Identifier: Apache-2.0 */
/* What is dated about people: branch, stage; and the undoing of a batch. */
#include "directory/derive.h"
#include "base/banned.h"

enum err directory_person_state(struct db *db, struct arena *a, int64_t person_id,
				struct directory_person_state *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PERSON_STATE_GET, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_STATE_GET_PERSON_ID, person_id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct directory_person_state){
		.person_id = person_id,
		.school_id = col_i64(q, PERSON_STATE_GET_C_SCHOOL_ID),
		.branch_id = col_i64(q, PERSON_STATE_GET_C_BRANCH_ID),
		.class_id = col_i64(q, PERSON_STATE_GET_C_CLASS_ID),
		.scope_id = col_i64(q, PERSON_STATE_GET_C_SCOPE_ID),
		.name = col_dup(q, PERSON_STATE_GET_C_NAME, a),
		.birth = col_dup(q, PERSON_STATE_GET_C_BIRTH, a),
		.leaving_on = col_dup(q, PERSON_STATE_GET_C_LEAVING_ON, a),
		.stage = col_dup(q, PERSON_STATE_GET_C_STAGE, a),
		.stage_on = col_dup(q, PERSON_STATE_GET_C_STAGE_ON, a),
		.applied_on = col_dup(q, PERSON_STATE_GET_C_APPLIED_ON, a),
		.joined_on = col_dup(q, PERSON_STATE_GET_C_JOINED_ON, a),
		.full_on = col_dup(q, PERSON_STATE_GET_C_FULL_ON, a),
		.gone = col_bool(q, PERSON_STATE_GET_C_GONE),
	};
	return OK;
}

static enum err branch_at(struct db *db, int64_t person_id, const char *day, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, SQL_AFFILIATION_AT, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_AT_PERSON_ID, person_id);
	bind_str(q, AFFILIATION_AT_DAY, day);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret = row ? col_i64(q, AFFILIATION_AT_C_ORGANISATION_ID) : 0;
	return OK;
}

enum err directory_stage_at(struct db *db, struct arena *a, int64_t person_id, const char *day,
			    const char **ret_stage, int64_t *ret_branch)
{
	struct person_event *events;
	size_t n, i, kept = 0;
	int64_t branch = 0;
	enum err e = person_events(db, a, person_id, &events, &n);

	if (!e && ret_branch)
		e = branch_at(db, person_id, day, &branch);
	if (e)
		return e;
	person_events_sort(events, n);
	for (i = 0; i < n; i++) /* a month counts from its beginning */
		if (strncmp(events[i].happened_on, day, strlen(events[i].happened_on)) <= 0)
			events[kept++] = events[i];
	if (ret_stage)
		*ret_stage = person_stage_after(events, kept).stage;
	if (ret_branch)
		*ret_branch = branch;
	return OK;
}

/* What stands before a change; id 0: nothing open. */
struct open_row {
	int64_t id, of;
	char from_on[DATE_SIZE];
};

static void copy_day(char to[DATE_SIZE], const char *day)
{
	snprintf(to, DATE_SIZE, "%s", day ? day : "");
}

static enum err end_row(struct db *db, enum sql statement, int64_t id, const char *day)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_END_ID, id); /* until_on and id in both statements */
	bind_str(q, AFFILIATION_END_UNTIL_ON, day);
	return step_done(q, NULL);
}

struct before {
	struct open_row open;
	int64_t school_id;
	char last_end[DATE_SIZE]; /* "": none has ended */
	bool is_open_branch;      /* where he goes */
};

static enum err read_before(struct db *db, const struct directory_affiliation *in,
			    struct before *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char *kind;
	enum err e = db_stmt(db, SQL_AFFILIATION_BEFORE, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_BEFORE_PERSON_ID, in->person_id);
	bind_i64(q, AFFILIATION_BEFORE_ORGANISATION_ID, in->organisation_id);
	e = step_one(q);
	if (e)
		return e;
	kind = col_str(q, AFFILIATION_BEFORE_C_KIND);
	if (in->organisation_id && !kind)
		return ERR_NOT_FOUND;
	ret->school_id = col_i64(q, AFFILIATION_BEFORE_C_SCHOOL_ID);
	ret->open.id = col_i64(q, AFFILIATION_BEFORE_C_ID);
	ret->open.of = col_i64(q, AFFILIATION_BEFORE_C_ORGANISATION_ID);
	copy_day(ret->open.from_on, col_str(q, AFFILIATION_BEFORE_C_FROM_ON));
	copy_day(ret->last_end, col_str(q, AFFILIATION_BEFORE_C_LAST_END));
	ret->is_open_branch =
		kind && directory_is_branch(kind) && col_null(q, AFFILIATION_BEFORE_C_CLOSED_ON);
	return OK;
}

static enum err add_affiliation(struct db *db, const struct directory_affiliation *in,
				int64_t school_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_AFFILIATION_ADD, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_ADD_SCHOOL_ID, school_id);
	bind_i64(q, AFFILIATION_ADD_PERSON_ID, in->person_id);
	bind_i64(q, AFFILIATION_ADD_ORGANISATION_ID, in->organisation_id);
	bind_id(q, AFFILIATION_ADD_PARTY_GROUP_ID, in->party_group_id);
	bind_str(q, AFFILIATION_ADD_FROM_ON, in->from_on);
	bind_str(q, AFFILIATION_ADD_REASON, in->reason);
	bind_id(q, AFFILIATION_ADD_BATCH_ID, in->batch_id);
	bind_id(q, AFFILIATION_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, AFFILIATION_ADD_RECORDED_AT, clock_now());
	return step_done(q, NULL);
}

/* The id of a row just added, by a statement with the person as its only parameter. */
static enum err added_id(struct db *db, enum sql statement, int64_t person_id, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, 1, person_id);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, 0);
	return e;
}

static enum err set_group(struct db *db, int64_t id, int64_t party_group_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_AFFILIATION_GROUP, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_GROUP_ID, id);
	bind_id(q, AFFILIATION_GROUP_PARTY_GROUP_ID, party_group_id);
	return step_done(q, NULL);
}

/* Neither inside nor before what is recorded, and to a branch that stands. */
static bool contradicts(const struct before *before, const struct directory_affiliation *in)
{
	if (before->open.id && strcmp(in->from_on, before->open.from_on) < 0)
		return true;
	if (!in->organisation_id)
		return false;
	return !before->is_open_branch || strcmp(before->last_end, in->from_on) > 0;
}

enum err directory_affiliate(struct db *db, const struct directory_affiliation *in, int64_t *ret_id)
{
	struct before before;
	int64_t id = 0;
	enum err e;

	if (!day_is_past(in->from_on, false))
		return ERR_INPUT;
	e = read_before(db, in, &before);
	if (e)
		return e;
	if (before.open.id && before.open.of == in->organisation_id) {
		if (ret_id)
			*ret_id = before.open.id;
		return in->party_group_id ? set_group(db, before.open.id, in->party_group_id) : OK;
	}
	if (contradicts(&before, in))
		return ERR_CONFLICT;
	if (before.open.id)
		e = end_row(db, SQL_AFFILIATION_END, before.open.id, in->from_on);
	if (!e && in->organisation_id)
		e = add_affiliation(db, in, before.school_id);
	if (!e && in->organisation_id && ret_id)
		e = added_id(db, SQL_AFFILIATION_OPEN_ID, in->person_id, &id);
	if (!e)
		e = derive_or_note(db, in->later, in->person_id);
	if (!e && ret_id)
		*ret_id = id;
	return e;
}

static enum err stage_school(struct db *db, int64_t person_id, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_STAGE_SCHOOL, &q);

	if (e)
		return e;
	bind_i64(q, STAGE_SCHOOL_PERSON_ID, person_id);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, STAGE_SCHOOL_C_SCHOOL_ID);
	return e;
}

static enum err add_stage(struct db *db, const struct directory_stage *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t school_id = 0;
	enum err e = stage_school(db, in->person_id, &school_id);

	if (!e)
		e = db_stmt(db, SQL_STAGE_EVENT_ADD, &q);
	if (e)
		return e;
	bind_i64(q, STAGE_EVENT_ADD_SCHOOL_ID, school_id);
	bind_i64(q, STAGE_EVENT_ADD_PERSON_ID, in->person_id);
	bind_str(q, STAGE_EVENT_ADD_STAGE, in->stage);
	bind_str(q, STAGE_EVENT_ADD_HAPPENED_ON, in->happened_on);
	bind_id(q, STAGE_EVENT_ADD_CASE_ID, in->case_id);
	bind_id(q, STAGE_EVENT_ADD_STEP_RECORD_ID, in->step_record_id);
	bind_id(q, STAGE_EVENT_ADD_BATCH_ID, in->batch_id);
	bind_id(q, STAGE_EVENT_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, STAGE_EVENT_ADD_RECORDED_AT, clock_now());
	e = step_done(q, NULL);
	if (e)
		return e;
	return ret_id ? added_id(db, SQL_STAGE_EVENT_NEWEST, in->person_id, ret_id) : OK;
}

enum err directory_stage_add(struct db *db, const struct directory_stage *in, int64_t *ret_id)
{
	bool leaves = str_eq(in->stage, "left") || str_eq(in->stage, "transferred_out");
	enum err e;

	if (!code_in(directory_stages, in->stage) || !day_is_past(in->happened_on, !leaves))
		return ERR_INPUT;
	e = add_stage(db, in, ret_id);
	if (!e && leaves) {
		struct directory_affiliation out = {
			.person_id = in->person_id,
			.from_on = in->happened_on,
			.batch_id = in->batch_id,
			.recorded_by = in->recorded_by,
			.later = in->later,
		};

		return directory_affiliate(db, &out, NULL);
	}
	return e ? e : derive_or_note(db, in->later, in->person_id);
}

enum err directory_stage_void(struct db *db, int64_t stage_event_id, int64_t voided_by)
{
	int64_t person_id;
	enum err e;
	{
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt(db, SQL_STAGE_EVENT_VOID, &q);
		if (e)
			return e;
		bind_i64(q, STAGE_EVENT_VOID_ID, stage_event_id);
		bind_i64(q, STAGE_EVENT_VOID_VOIDED_AT, clock_now());
		bind_id(q, STAGE_EVENT_VOID_VOIDED_BY, voided_by);
		e = step_one(q);
		if (e)
			return e;
		person_id = col_i64(q, STAGE_EVENT_VOID_C_PERSON_ID);
	}
	return directory_derive_person(db, person_id);
}

/* Stage events of a step; at most a few. */
static enum err events_of_step(struct db *db, struct arena *a, int64_t step_record_id,
			       int64_t **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *whose = NULL;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_STAGE_STEP_PERSON, &whose);

	if (e)
		return e;
	bind_i64(whose, STAGE_STEP_PERSON_ID, step_record_id);
	e = step_one(whose);
	if (!e)
		e = db_stmt(db, SQL_STAGE_EVENT_OF_STEP, &q);
	if (e)
		return e;
	bind_i64(q, STAGE_EVENT_OF_STEP_PERSON_ID, col_i64(whose, STAGE_STEP_PERSON_C_PERSON_ID));
	bind_i64(q, STAGE_EVENT_OF_STEP_STEP_RECORD_ID, step_record_id);
	while ((e = step_row(q, &row)) == OK && row)
		*VEC_PUSH(a, ids, n, cap) = col_i64(q, STAGE_EVENT_OF_STEP_C_ID);
	if (e)
		return e;
	*ret = ids;
	*ret_n = n;
	return OK;
}

enum err directory_stage_void_step(struct db *db, int64_t step_record_id, int64_t voided_by)
{
	CLEANUP(arena_release) struct arena a;
	int64_t *ids;
	size_t n = 0, i;
	enum err e;

	arena_init(&a);
	e = events_of_step(db, &a, step_record_id, &ids, &n);
	for (i = 0; !e && i < n; i++)
		e = directory_stage_void(db, ids[i], voided_by);
	return e;
}

static enum err class_before(struct db *db, int64_t person_id, struct open_row *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, SQL_CLASS_MEMBER_CURRENT, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_MEMBER_CURRENT_PERSON_ID, person_id);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret = (struct open_row){ 0 };
	if (row) {
		ret->id = col_i64(q, CLASS_MEMBER_CURRENT_C_ID);
		ret->of = col_i64(q, CLASS_MEMBER_CURRENT_C_CLASS_ID);
		copy_day(ret->from_on, col_str(q, CLASS_MEMBER_CURRENT_C_FROM_ON));
	}
	return OK;
}

static enum err add_class_member(struct db *db, const struct directory_class_member *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_CLASS_MEMBER_ADD, &q);

	if (e)
		return e;
	bind_i64(q, CLASS_MEMBER_ADD_CLASS_ID, in->class_id);
	bind_i64(q, CLASS_MEMBER_ADD_PERSON_ID, in->person_id);
	bind_str(q, CLASS_MEMBER_ADD_FROM_ON, in->from_on);
	bind_id(q, CLASS_MEMBER_ADD_BATCH_ID, in->batch_id);
	return step_done(q, NULL);
}

enum err directory_class_join(struct db *db, const struct directory_class_member *in)
{
	struct open_row open;
	enum err e;

	if (!day_is_past(in->from_on, false))
		return ERR_INPUT;
	e = class_before(db, in->person_id, &open);
	if (e || (open.id && open.of == in->class_id))
		return e;
	if (open.id && strcmp(in->from_on, open.from_on) < 0)
		return ERR_CONFLICT;
	if (open.id)
		e = end_row(db, SQL_CLASS_MEMBER_END, open.id, in->from_on);
	if (!e && in->class_id)
		e = add_class_member(db, in);
	return e ? e : derive_or_note(db, in->later, in->person_id);
}

/* One row of a batch: who, and since when if the statement tells. */
struct batch_row {
	int64_t person_id;
	const char *from_on;
};

static enum err batch_rows(struct db *db, struct arena *a, enum sql statement, int64_t batch_id,
			   struct batch_row **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct batch_row *rows = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, 1, batch_id); /* its only parameter */
	while ((e = step_row(q, &row)) == OK && row) {
		struct batch_row *to = VEC_PUSH(a, rows, n, cap);

		to->person_id = col_i64(q, 0);
		to->from_on = stmt_columns(q) > 1 ? col_dup(q, 1, a) : NULL;
	}
	if (e)
		return e;
	*ret = rows;
	*ret_n = n;
	return OK;
}

static enum err remove_batch(struct db *db, enum sql statement, int64_t batch_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, 1, batch_id); /* its only parameter */
	return step_done(q, NULL);
}

static enum err reopen(struct db *db, enum sql statement, const struct batch_row *row)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, AFFILIATION_REOPEN_PERSON_ID, row->person_id); /* the same in both */
	bind_str(q, AFFILIATION_REOPEN_UNTIL_ON, row->from_on);
	return step_done(q, NULL);
}

enum err directory_batch_undo(struct db *db, struct arena *a, int64_t batch_id)
{
	static const struct {
		enum sql list, remove, reopen;
		bool reopens;
	} kinds[] = {
		{ SQL_BATCH_AFFILIATIONS, SQL_BATCH_AFFILIATIONS_REMOVE, SQL_AFFILIATION_REOPEN,
		  true },
		{ SQL_BATCH_CLASSES, SQL_BATCH_CLASSES_REMOVE, SQL_CLASS_MEMBER_REOPEN, true },
		{ SQL_BATCH_STAGES, SQL_BATCH_STAGES_REMOVE, 0, false },
	};
	struct directory_people people = { .a = a };
	size_t i, k, n;
	enum err e = OK;

	for (i = 0; i < COUNTOF(kinds); i++) {
		struct batch_row *rows;

		e = batch_rows(db, a, kinds[i].list, batch_id, &rows, &n);
		if (!e)
			e = remove_batch(db, kinds[i].remove, batch_id);
		for (k = 0; !e && k < n; k++) {
			*VEC_PUSH(a, people.ids, people.n, people.cap) = rows[k].person_id;
			if (kinds[i].reopens)
				e = reopen(db, kinds[i].reopen, &rows[k]);
		}
		if (e)
			return e;
	}
	e = remove_batch(db, SQL_BATCH_POSTS_REMOVE, batch_id);
	return e ? e : directory_derive_people(db, &people);
}
