/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/derive.h"
#include "base/banned.h"

enum err person_events(struct db *db, struct arena *a, int64_t person_id, struct person_event **ret,
		       size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct person_event *events = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_DERIVE_EVENTS, &q);

	if (e)
		return e;
	bind_i64(q, DERIVE_EVENTS_PERSON_ID, person_id);
	while ((e = step_row(q, &row)) == OK && row) {
		struct person_event *event = VEC_PUSH(a, events, n, cap);

		event->id = col_i64(q, DERIVE_EVENTS_C_ID);
		event->stage = col_dup(q, DERIVE_EVENTS_C_STAGE, a);
		event->happened_on = col_dup(q, DERIVE_EVENTS_C_HAPPENED_ON, a);
	}
	if (e)
		return e;
	*ret = events;
	*ret_n = n;
	return OK;
}

static void read_before(struct stmt *q, struct arena *a, struct derived_state *ret)
{
	ret->scope_id = col_i64(q, DERIVE_PERSON_C_OLD_SCOPE_ID);
	ret->gone = col_bool(q, DERIVE_PERSON_C_OLD_GONE);
	ret->branch_id = col_i64(q, DERIVE_PERSON_C_OLD_BRANCH_ID);
	ret->class_id = col_i64(q, DERIVE_PERSON_C_OLD_CLASS_ID);
	ret->stage.stage = col_dup(q, DERIVE_PERSON_C_OLD_STAGE, a);
	ret->stage.stage_on = col_dup(q, DERIVE_PERSON_C_OLD_STAGE_ON, a);
	ret->stage.applied_on = col_dup(q, DERIVE_PERSON_C_OLD_APPLIED_ON, a);
	ret->stage.joined_on = col_dup(q, DERIVE_PERSON_C_OLD_JOINED_ON, a);
	ret->stage.full_on = col_dup(q, DERIVE_PERSON_C_OLD_FULL_ON, a);
	ret->pinyin = col_dup(q, DERIVE_PERSON_C_OLD_PINYIN, a);
	ret->sort_key = col_dup(q, DERIVE_PERSON_C_OLD_SORT_KEY, a);
	ret->list_stage = person_list_stage(ret->stage.stage, ret->gone);
}

static void read_now(struct stmt *q, struct arena *a, struct derived_person *ret)
{
	const char *name = col_dup(q, DERIVE_PERSON_C_NAME, a);
	const char *given = col_dup(q, DERIVE_PERSON_C_PINYIN_GIVEN, a);
	int64_t last = col_i64(q, DERIVE_PERSON_C_LAST_BRANCH_ID);
	struct derived_state *now = &ret->now;

	now->branch_id = col_i64(q, DERIVE_PERSON_C_BRANCH_ID);
	now->class_id = col_i64(q, DERIVE_PERSON_C_CLASS_ID);
	now->gone = !now->branch_id && last;
	now->scope_id = now->branch_id ? now->branch_id
			: last         ? last
				       : col_i64(q, DERIVE_PERSON_C_RECORDED_IN);
	now->pinyin = pinyin_text(a, name, given);
	now->sort_key = pinyin_sort_key(a, name, now->pinyin);
	pinyin_words(a, name, given, &ret->words);
	pinyin_words_add(a, &ret->words, col_str(q, DERIVE_PERSON_C_STUDENT_NO));
	pinyin_words_add(a, &ret->words, col_str(q, DERIVE_PERSON_C_STAFF_NO));
}

enum err derive_compute(struct db *db, struct arena *a, int64_t person_id,
			struct derived_person *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct derived_person person = { .person_id = person_id };
	struct person_event *events;
	size_t n;
	enum err e = db_stmt(db, SQL_DERIVE_PERSON, &q);

	if (e)
		return e;
	bind_i64(q, DERIVE_PERSON_ID, person_id);
	e = step_one(q);
	if (e)
		return e;
	person.had = !col_null(q, DERIVE_PERSON_C_HAD);
	if (person.had)
		read_before(q, a, &person.before);
	read_now(q, a, &person);
	e = person_events(db, a, person_id, &events, &n);
	if (e)
		return e;
	person_events_sort(events, n);
	person.now.stage = person_stage_after(events, n);
	person.now.list_stage = person_list_stage(person.now.stage.stage, person.now.gone);
	*ret = person;
	return OK;
}

bool derived_equal(const struct derived_state *x, const struct derived_state *y)
{
	return x->scope_id == y->scope_id && x->branch_id == y->branch_id &&
	       x->class_id == y->class_id && x->gone == y->gone &&
	       str_eq(x->stage.stage, y->stage.stage) &&
	       str_eq(x->stage.stage_on, y->stage.stage_on) &&
	       str_eq(x->stage.applied_on, y->stage.applied_on) &&
	       str_eq(x->stage.joined_on, y->stage.joined_on) &&
	       str_eq(x->stage.full_on, y->stage.full_on) && str_eq(x->pinyin, y->pinyin) &&
	       str_eq(x->sort_key, y->sort_key);
}
