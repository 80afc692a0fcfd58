/* SPDX-License-Identifier: Apache-2.0 */
/* An organisation under another parent, and what a closed one leaves to its successor. */
#include "directory/directory_impl.h"
#include "base/banned.h"

const char *directory_path_high(struct arena *a, const char *path)
{
	size_t len = strlen(path);

	return arena_printf(a, "%.*s0", (int)len - 1, path); /* '0' comes after '/' */
}

size_t path_ids(struct arena *a, const char *path, int64_t **ret)
{
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	const char *at;

	for (at = path; *at == '/' && at[1];) {
		int64_t *id = VEC_PUSH(a, ids, n, cap);

		for (at++; *at >= '0' && *at <= '9'; at++)
			*id = *id * 10 + (*at - '0');
	}
	*ret = ids;
	return n;
}

static bool has_id(const int64_t *ids, size_t n, int64_t id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum err shift_counts(struct db *db, int64_t above, int64_t subtree, int sign)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_SCOPE_COUNT_SHIFT, &q);

	if (e)
		return e;
	bind_i64(q, SCOPE_COUNT_SHIFT_ABOVE, above);
	bind_i64(q, SCOPE_COUNT_SHIFT_SUBTREE, subtree);
	bind_i64(q, SCOPE_COUNT_SHIFT_SIGN, sign);
	return step_done(q, NULL);
}

static enum err leave(struct db *db, int64_t above, int64_t subtree)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_SCOPE_PERSON_LEAVE, &q);

	if (e)
		return e;
	bind_i64(q, SCOPE_PERSON_LEAVE_ABOVE, above);
	bind_i64(q, SCOPE_PERSON_LEAVE_SUBTREE, subtree);
	e = step_done(q, NULL);
	return e ? e : shift_counts(db, above, subtree, -1);
}

static enum err enter(struct db *db, int64_t above, int64_t subtree)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_SCOPE_PERSON_ENTER, &q);

	if (e)
		return e;
	bind_i64(q, SCOPE_PERSON_ENTER_ABOVE, above);
	bind_i64(q, SCOPE_PERSON_ENTER_SUBTREE, subtree);
	e = step_done(q, NULL);
	return e ? e : shift_counts(db, above, subtree, 1);
}

enum err organisation_move(struct db *db, struct arena *a,
			   const struct directory_organisation *what,
			   const struct directory_organisation *parent)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t *left, *entered;
	size_t n_left, n_entered, i;
	enum err e = OK;

	if (str_starts(parent->path, what->path))
		return ERR_CONFLICT; /* below itself */
	n_left = path_ids(a, what->path, &left);
	n_entered = path_ids(a, parent->path, &entered);
	for (i = 0; !e && i < n_left; i++)
		if (left[i] != what->id && !has_id(entered, n_entered, left[i]))
			e = leave(db, left[i], what->id);
	for (i = 0; !e && i < n_entered; i++)
		if (!has_id(left, n_left, entered[i]))
			e = enter(db, entered[i], what->id);
	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_RELOCATE, &q);
	if (e)
		return e;
	bind_str(q, ORGANISATION_RELOCATE_NEW_PATH,
		 arena_printf(a, "%s%lld/", parent->path, (long long)what->id));
	bind_str(q, ORGANISATION_RELOCATE_OLD_PATH, what->path);
	bind_str(q, ORGANISATION_RELOCATE_OLD_HIGH, directory_path_high(a, what->path));
	bind_i64(q, ORGANISATION_RELOCATE_DEEPER, parent->depth + 1 - what->depth);
	return step_done(q, NULL);
}

/* The ids a statement with one parameter gives. */
static enum err list_ids(struct db *db, struct arena *a, enum sql statement, int64_t id,
			 int64_t **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, 1, id); /* its only parameter */
	while ((e = step_row(q, &row)) == OK && row)
		*VEC_PUSH(a, ids, n, cap) = col_i64(q, 0);
	if (e)
		return e;
	*ret = ids;
	*ret_n = n;
	return OK;
}

static enum err pass_people(struct db *db, struct arena *a, const int64_t *ids, size_t n,
			    const struct directory_organisation_event *event)
{
	struct directory_people people = { .a = a };
	size_t i;

	for (i = 0; i < n; i++) {
		struct directory_affiliation in = {
			.person_id = ids[i],
			.organisation_id = event->successor_id,
			.from_on = event->happened_on,
			.reason = event->kind,
			.batch_id = event->batch_id,
			.recorded_by = event->recorded_by,
			.later = &people,
		};
		int64_t id;
		enum err e = directory_affiliate(db, &in, &id);

		if (e)
			return e;
	}
	return directory_derive_people(db, &people);
}

static enum err pass_children(struct db *db, struct arena *a, const int64_t *ids, size_t n,
			      const struct directory_organisation_event *event)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct directory_organisation_event moved = {
			.organisation_id = ids[i],
			.kind = "moved",
			.happened_on = event->happened_on,
			.parent_id = event->successor_id,
			.decision = event->decision,
			.decided_on = event->decided_on,
			.batch_id = event->batch_id,
			.recorded_by = event->recorded_by,
		};
		int64_t id;
		enum err e = organisation_record(db, a, &moved, &id);

		if (e)
			return e;
	}
	return OK;
}

static enum err pass_things(struct db *db, int64_t from, int64_t to)
{
	static const enum sql steps[] = { SQL_ORGANISATION_CLASSES_PASS,
					  SQL_ORGANISATION_BRANCH_CLASSES_PASS,
					  SQL_ORGANISATION_GROUPS_PASS,
					  SQL_ORGANISATION_ROOMS_PASS };
	size_t i;

	for (i = 0; i < COUNTOF(steps); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;
		enum err e = db_stmt(db, steps[i], &q);

		if (e)
			return e;
		bind_i64(q, ORGANISATION_CLASSES_PASS_ORGANISATION_ID, from);
		bind_i64(q, ORGANISATION_CLASSES_PASS_SUCCESSOR_ID, to);
		e = step_done(q, NULL);
		if (e)
			return e;
	}
	return OK;
}

static enum err end_posts(struct db *db, int64_t id, const char *day)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_POSTS_END, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_POSTS_END_ORGANISATION_ID, id);
	bind_str(q, ORGANISATION_POSTS_END_DAY, day);
	return step_done(q, NULL);
}

enum err organisation_hand_over(struct db *db, struct arena *a,
				const struct directory_organisation *what,
				const struct directory_organisation_event *event)
{
	struct directory_organisation successor;
	int64_t *people, *children;
	size_t n_people, n_children;
	enum err e;

	e = list_ids(db, a, SQL_ORGANISATION_PEOPLE_OPEN, what->id, &people, &n_people);
	if (!e)
		e = list_ids(db, a, SQL_ORGANISATION_CHILDREN_OPEN, what->id, &children,
			     &n_children);
	if (e)
		return e;
	if (event->successor_id) {
		e = directory_organisation_get(db, a, event->successor_id, &successor);
		if (e)
			return e;
		if (successor.closed_on || str_starts(successor.path, what->path))
			return ERR_CONFLICT;
		e = pass_people(db, a, people, n_people, event);
		if (!e)
			e = pass_children(db, a, children, n_children, event);
		if (!e)
			e = pass_things(db, what->id, event->successor_id);
	} else if (n_people || n_children) {
		return ERR_CONFLICT;
	}
	return e ? e : end_posts(db, what->id, event->happened_on);
}
