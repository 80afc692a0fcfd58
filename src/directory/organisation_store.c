/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations: reading, recording of events, and the rows derived from them. */
#include "directory/directory_impl.h"
#include "base/banned.h"

/* All statements that give an organisation list the same columns in the same order. */
static void read_organisation(struct stmt *q, struct arena *a, struct directory_organisation *ret)
{
	*ret = (struct directory_organisation){
		.id = col_i64(q, ORGANISATION_GET_C_ID),
		.school_id = col_i64(q, ORGANISATION_GET_C_SCHOOL_ID),
		.code = col_dup(q, ORGANISATION_GET_C_CODE, a),
		.name = col_dup(q, ORGANISATION_GET_C_NAME, a),
		.kind = col_dup(q, ORGANISATION_GET_C_KIND, a),
		.parent_id = col_i64(q, ORGANISATION_GET_C_PARENT_ID),
		.path = col_dup(q, ORGANISATION_GET_C_PATH, a),
		.depth = col_i64(q, ORGANISATION_GET_C_DEPTH),
		.founded_on = col_dup(q, ORGANISATION_GET_C_FOUNDED_ON, a),
		.closed_on = col_dup(q, ORGANISATION_GET_C_CLOSED_ON, a),
		.telephone = col_dup(q, ORGANISATION_GET_C_TELEPHONE, a),
		.version = col_i64(q, ORGANISATION_GET_C_VERSION),
	};
}

enum err directory_organisation_get(struct db *db, struct arena *a, int64_t id,
				    struct directory_organisation *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_GET, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	read_organisation(q, a, ret);
	return OK;
}

enum err directory_organisation_by_code(struct db *db, struct arena *a, const char *code,
					struct directory_organisation *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_BY_CODE, &q);

	if (e)
		return e;
	bind_str(q, ORGANISATION_BY_CODE_CODE, code);
	e = step_one(q);
	if (e)
		return e;
	read_organisation(q, a, ret);
	return OK;
}

enum err directory_committee_above(struct db *db, struct arena *a, int64_t id,
				   struct directory_organisation *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_COMMITTEE_ABOVE, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_COMMITTEE_ABOVE_ID, id);
	e = step_one(q);
	if (e)
		return e;
	read_organisation(q, a, ret);
	return OK;
}

enum err directory_organisations_below(struct db *db, struct arena *a, int64_t root_id,
				       struct directory_organisations *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisations list = { NULL, 0 };
	struct directory_organisation root = { .path = "/" };
	size_t cap = 0;
	bool row;
	enum err e;

	if (root_id) {
		e = directory_organisation_get(db, a, root_id, &root);
		if (e)
			return e;
	}
	e = db_stmt(db, SQL_ORGANISATION_BELOW, &q);
	if (e)
		return e;
	bind_str(q, ORGANISATION_BELOW_LOW, root.path);
	bind_str(q, ORGANISATION_BELOW_HIGH, directory_path_high(a, root.path));
	while ((e = step_row(q, &row)) == OK && row)
		read_organisation(q, a, VEC_PUSH(a, list.items, list.n, cap));
	if (e)
		return e;
	*ret = list;
	return OK;
}

enum err directory_branch_facts(struct db *db, int64_t organisation_id,
				struct directory_branch_facts *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(stmt_done) struct stmt *groups = NULL;
	struct directory_branch_facts facts = { 0 };
	bool row;
	enum err e = db_stmt(db, SQL_SCOPE_COUNT_OF, &q);

	if (e)
		return e;
	bind_i64(q, SCOPE_COUNT_OF_ORGANISATION_ID, organisation_id);
	while ((e = step_row(q, &row)) == OK && row) {
		if (str_eq(col_str(q, SCOPE_COUNT_OF_C_STAGE), "full"))
			facts.full = col_i64(q, SCOPE_COUNT_OF_C_N);
		if (str_eq(col_str(q, SCOPE_COUNT_OF_C_STAGE), "probationary"))
			facts.probationary = col_i64(q, SCOPE_COUNT_OF_C_N);
	}
	if (e)
		return e;
	e = db_stmt(db, SQL_ORGANISATION_HAS_GROUPS, &groups);
	if (e)
		return e;
	bind_i64(groups, ORGANISATION_HAS_GROUPS_ORGANISATION_ID, organisation_id);
	e = step_one(groups);
	if (e)
		return e;
	facts.has_groups = col_i64(groups, ORGANISATION_HAS_GROUPS_C_N) > 0;
	facts.has_committee = facts.full >= COMMITTEE_MIN;
	*ret = facts;
	return OK;
}

/* The new row of a founding; its state of today follows from the event. */
static enum err add_row(struct db *db, struct arena *a,
			const struct directory_organisation_event *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(stmt_done) struct stmt *place = NULL;
	struct directory_organisation parent = { .path = "/", .depth = -1 };
	int64_t id;
	bool row;
	enum err e = OK;

	if (in->parent_id)
		e = directory_organisation_get(db, a, in->parent_id, &parent);
	if (!e && parent.closed_on)
		e = ERR_CONFLICT;
	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_ADD, &q);
	if (e)
		return e;
	bind_id(q, ORGANISATION_ADD_SCHOOL_ID, parent.school_id);
	bind_str(q, ORGANISATION_ADD_CODE, in->code);
	bind_str(q, ORGANISATION_ADD_NAME, in->name);
	bind_str(q, ORGANISATION_ADD_KIND, in->organisation_kind);
	bind_id(q, ORGANISATION_ADD_PARENT_ID, in->parent_id);
	e = step_row(q, &row);
	if (e)
		return e;
	if (!row)
		return ERR_DUPLICATE;
	id = col_i64(q, ORGANISATION_ADD_C_ID);
	e = db_stmt(db, SQL_ORGANISATION_PLACE, &place);
	if (e)
		return e;
	bind_i64(place, ORGANISATION_PLACE_ID, id);
	bind_str(place, ORGANISATION_PLACE_PATH,
		 arena_printf(a, "%s%lld/", parent.path, (long long)id));
	bind_i64(place, ORGANISATION_PLACE_DEPTH, parent.depth + 1);
	e = step_done(place, NULL);
	if (!e)
		*ret_id = id;
	return e;
}

static enum err add_event(struct db *db, const struct directory_organisation_event *in, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_EVENT_ADD, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_EVENT_ADD_ORGANISATION_ID, id);
	bind_str(q, ORGANISATION_EVENT_ADD_KIND, in->kind);
	bind_str(q, ORGANISATION_EVENT_ADD_HAPPENED_ON, in->happened_on);
	bind_str(q, ORGANISATION_EVENT_ADD_NAME, in->name);
	bind_str(q, ORGANISATION_EVENT_ADD_ORGANISATION_KIND, in->organisation_kind);
	bind_id(q, ORGANISATION_EVENT_ADD_PARENT_ID, in->parent_id);
	bind_id(q, ORGANISATION_EVENT_ADD_SUCCESSOR_ID, in->successor_id);
	bind_str(q, ORGANISATION_EVENT_ADD_DECISION, in->decision);
	bind_str(q, ORGANISATION_EVENT_ADD_DECIDED_ON, in->decided_on);
	bind_id(q, ORGANISATION_EVENT_ADD_BATCH_ID, in->batch_id);
	bind_id(q, ORGANISATION_EVENT_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, ORGANISATION_EVENT_ADD_RECORDED_AT, clock_now());
	return step_one(q);
}

enum err organisation_life_load(struct db *db, struct arena *a, int64_t id,
				struct organisation_life *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct organisation_event *events = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_EVENT_LIST, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_EVENT_LIST_ORGANISATION_ID, id);
	while ((e = step_row(q, &row)) == OK && row) {
		struct organisation_event *event = VEC_PUSH(a, events, n, cap);

		event->kind = col_dup(q, ORGANISATION_EVENT_LIST_C_KIND, a);
		event->happened_on = col_dup(q, ORGANISATION_EVENT_LIST_C_HAPPENED_ON, a);
		event->name = col_dup(q, ORGANISATION_EVENT_LIST_C_NAME, a);
		event->organisation_kind =
			col_dup(q, ORGANISATION_EVENT_LIST_C_ORGANISATION_KIND, a);
		event->parent_id = col_i64(q, ORGANISATION_EVENT_LIST_C_PARENT_ID);
	}
	if (e)
		return e;
	return organisation_replay(a, events, n, ret);
}

enum err organisation_spans_write(struct db *db, int64_t id, const struct organisation_life *life)
{
	CLEANUP(stmt_done) struct stmt *wipe = NULL;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t i;
	enum err e = db_stmt(db, SQL_ORGANISATION_SPANS_REMOVE, &wipe);

	if (e)
		return e;
	bind_i64(wipe, ORGANISATION_SPANS_REMOVE_ORGANISATION_ID, id);
	e = step_done(wipe, NULL);
	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_SPAN_ADD, &q);
	for (i = 0; !e && i < life->n; i++) {
		const struct organisation_span *span = &life->spans[i];

		bind_i64(q, ORGANISATION_SPAN_ADD_ORGANISATION_ID, id);
		bind_str(q, ORGANISATION_SPAN_ADD_FROM_ON, span->from_on);
		bind_str(q, ORGANISATION_SPAN_ADD_UNTIL_ON, span->until_on);
		bind_str(q, ORGANISATION_SPAN_ADD_NAME, span->name);
		bind_str(q, ORGANISATION_SPAN_ADD_KIND, span->kind);
		bind_id(q, ORGANISATION_SPAN_ADD_PARENT_ID, span->parent_id);
		e = step_done(q, NULL);
	}
	return e;
}

enum err organisation_today_write(struct db *db, int64_t id, const struct organisation_life *life)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_ORGANISATION_SET_TODAY, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_SET_TODAY_ID, id);
	bind_str(q, ORGANISATION_SET_TODAY_NAME, life->last.name);
	bind_str(q, ORGANISATION_SET_TODAY_KIND, life->last.kind);
	bind_id(q, ORGANISATION_SET_TODAY_PARENT_ID, life->last.parent_id);
	bind_str(q, ORGANISATION_SET_TODAY_FOUNDED_ON, life->founded_on);
	bind_str(q, ORGANISATION_SET_TODAY_CLOSED_ON, life->closed_on);
	return step_done(q, NULL);
}

/* Replays the events and makes row, spans, path and scopes follow. */
static enum err derive(struct db *db, struct arena *a, int64_t id)
{
	struct directory_organisation before, parent = { .path = "/", .depth = -1 };
	struct organisation_life life;
	enum err e = directory_organisation_get(db, a, id, &before);

	if (!e)
		e = organisation_life_load(db, a, id, &life);
	if (!e)
		e = organisation_spans_write(db, id, &life);
	if (!e && life.last.parent_id != before.parent_id) {
		if (life.last.parent_id)
			e = directory_organisation_get(db, a, life.last.parent_id, &parent);
		if (!e && parent.closed_on)
			e = ERR_CONFLICT;
		if (!e)
			e = organisation_move(db, a, &before, &parent);
	}
	return e ? e : organisation_today_write(db, id, &life);
}

/* Has the event what its kind asks? */
static bool well_formed(const struct directory_organisation_event *in)
{
	size_t name = in->name ? utf8_count(in->name, strlen(in->name)) : 0;
	bool named = name >= 1 && name <= 100;
	bool kind = code_in(directory_organisation_kinds, in->organisation_kind);

	if (!day_is_past(in->happened_on, false))
		return false;
	if (str_eq(in->kind, "founded"))
		return named && kind && !str_empty(in->code) && strlen(in->code) <= 40;
	if (str_eq(in->kind, "renamed"))
		return named;
	if (str_eq(in->kind, "changed_kind"))
		return kind;
	if (str_eq(in->kind, "moved"))
		return in->parent_id != 0;
	if (str_eq(in->kind, "merged"))
		return in->successor_id != 0;
	return str_eq(in->kind, "closed");
}

enum err organisation_record(struct db *db, struct arena *a,
			     const struct directory_organisation_event *in, int64_t *ret_id)
{
	bool ends = str_eq(in->kind, "merged") || str_eq(in->kind, "closed");
	struct directory_organisation what;
	int64_t id = in->organisation_id;
	enum err e;

	if (!well_formed(in))
		return ERR_INPUT;
	if (str_eq(in->kind, "founded"))
		e = add_row(db, a, in, &id);
	else
		e = directory_organisation_get(db, a, id, &what);
	if (!e && ends)
		e = organisation_hand_over(db, a, &what, in);
	if (!e)
		e = add_event(db, in, id);
	if (!e)
		e = derive(db, a, id);
	if (!e)
		*ret_id = id;
	return e;
}

enum err directory_organisation_record(struct db *db, const struct directory_organisation_event *in,
				       int64_t *ret_id)
{
	CLEANUP(arena_release) struct arena a;

	arena_init(&a);
	return organisation_record(db, &a, in, ret_id);
}

enum err directory_organisation_unfound(struct db *db, int64_t id)
{
	static const enum sql steps[] = { SQL_ORGANISATION_EVENTS_REMOVE,
					  SQL_ORGANISATION_SPANS_REMOVE,
					  SQL_ORGANISATION_COUNTS_REMOVE, SQL_ORGANISATION_REMOVE };
	int64_t changed = 0;
	size_t i;

	for (i = 0; i < COUNTOF(steps); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;
		enum err e = db_stmt(db, steps[i], &q);

		if (e)
			return e;
		bind_i64(q, 1, id); /* their only parameter */
		e = step_done(q, &changed);
		if (e)
			return e;
	}
	return changed == 1 ? OK : ERR_NOT_FOUND;
}
