/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/rebuild.h"
#include "directory/derive.h"
#include "directory/organisation_tree.h"
#include "base/banned.h"

#define PORTION 1000

struct check {
	struct db *db;
	struct arena a; /* reset after each person */
	rebuild_told told;
	void *arg;
	struct rebuild_report report;
	int64_t scopes, words; /* rows that should be there */
};

static void check_release(struct check *c)
{
	arena_release(&c->a);
}

static void differs(struct check *c, const char *what, int64_t id)
{
	c->report.differences++;
	if (c->told)
		c->told(c->arg, arena_printf(&c->a, "%s %lld", what, (long long)id));
}

static enum err ids_of(struct db *db, enum sql statement, int64_t after, struct arena *a,
		       int64_t **ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	if (statement == SQL_REBUILD_PEOPLE) {
		bind_i64(q, REBUILD_PEOPLE_AFTER, after);
		bind_i64(q, REBUILD_PEOPLE_N, PORTION);
	}
	while ((e = step_row(q, &row)) == OK && row)
		*VEC_PUSH(a, ids, n, cap) = col_i64(q, 0);
	if (e)
		return e;
	*ret = ids;
	*ret_n = n;
	return OK;
}

static bool same_span(struct stmt *q, const struct organisation_span *span)
{
	return str_eq(col_str(q, ORGANISATION_SPAN_LIST_C_FROM_ON), span->from_on) &&
	       str_eq(col_str(q, ORGANISATION_SPAN_LIST_C_UNTIL_ON), span->until_on) &&
	       str_eq(col_str(q, ORGANISATION_SPAN_LIST_C_NAME), span->name) &&
	       str_eq(col_str(q, ORGANISATION_SPAN_LIST_C_KIND), span->kind) &&
	       col_i64(q, ORGANISATION_SPAN_LIST_C_PARENT_ID) == span->parent_id;
}

static enum err check_spans(struct check *c, int64_t id, const struct organisation_life *life)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t i = 0;
	bool row, same = true;
	enum err e = db_stmt(c->db, SQL_ORGANISATION_SPAN_LIST, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_SPAN_LIST_ORGANISATION_ID, id);
	while ((e = step_row(q, &row)) == OK && row) {
		same = same && i < life->n && same_span(q, &life->spans[i]);
		i++;
	}
	if (!e && (!same || i != life->n))
		differs(c, "organisation_span of organisation", id);
	return e;
}

static enum err check_organisation(struct check *c, int64_t id)
{
	struct directory_organisation today, parent = { .path = "/", .depth = -1 };
	struct organisation_life life;
	enum err e = directory_organisation_get(c->db, &c->a, id, &today);

	if (!e)
		e = organisation_life_load(c->db, &c->a, id, &life);
	if (e == ERR_CONFLICT) {
		differs(c, "events contradict each other in organisation", id);
		return OK;
	}
	if (!e)
		e = check_spans(c, id, &life);
	if (!e && life.last.parent_id)
		e = directory_organisation_get(c->db, &c->a, life.last.parent_id, &parent);
	if (e)
		return e;
	if (!str_eq(today.name, life.last.name) || !str_eq(today.kind, life.last.kind) ||
	    today.parent_id != life.last.parent_id || !str_eq(today.founded_on, life.founded_on) ||
	    !str_eq(today.closed_on, life.closed_on) || today.depth != parent.depth + 1 ||
	    !str_eq(today.path, arena_printf(&c->a, "%s%lld/", parent.path, (long long)id)))
		differs(c, "state of today of organisation", id);
	return OK;
}

static enum err check_scopes(struct check *c, const struct derived_person *person)
{
	struct directory_organisation scope;
	int64_t *ids;
	size_t n, i;
	enum err e = directory_organisation_get(c->db, &c->a, person->now.scope_id, &scope);

	if (e)
		return e;
	n = path_ids(&c->a, scope.path, &ids);
	c->scopes += (int64_t)n;
	for (i = 0; i < n; i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;
		bool row;

		e = db_stmt(c->db, SQL_VERIFY_SCOPE, &q);
		if (e)
			return e;
		bind_i64(q, VERIFY_SCOPE_ORGANISATION_ID, ids[i]);
		bind_bool(q, VERIFY_SCOPE_GONE, person->now.gone);
		bind_str(q, VERIFY_SCOPE_SORT_KEY, person->now.sort_key);
		bind_i64(q, VERIFY_SCOPE_PERSON_ID, person->person_id);
		e = step_row(q, &row);
		if (e)
			return e;
		if (!row || !str_eq(col_str(q, VERIFY_SCOPE_C_STAGE), person->now.list_stage))
			differs(c, "scope_person of person", person->person_id);
	}
	return OK;
}

static enum err check_words(struct check *c, const struct derived_person *person)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t found = 0, i;
	bool row;
	enum err e = db_stmt(c->db, SQL_PERSON_KEY_LIST, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_KEY_LIST_PERSON_ID, person->person_id);
	while ((e = step_row(q, &row)) == OK && row)
		for (i = 0; i < person->words.n; i++)
			found += str_eq(person->words.items[i], col_str(q, PERSON_KEY_LIST_C_WORD));
	if (!e && found != person->words.n)
		differs(c, "person_key of person", person->person_id);
	c->words += (int64_t)person->words.n;
	return e;
}

static enum err check_person(struct check *c, int64_t id)
{
	struct derived_person person;
	enum err e = derive_compute(c->db, &c->a, id, &person);

	if (e)
		return e;
	if (!person.had || !derived_equal(&person.before, &person.now))
		differs(c, "person_state of person", id);
	e = check_scopes(c, &person);
	return e ? e : check_words(c, &person);
}

static enum err check_people(struct check *c)
{
	CLEANUP(arena_release) struct arena ids_a;
	int64_t after = 0, *ids;
	size_t n = PORTION, i;
	enum err e = OK;

	arena_init(&ids_a);
	while (!e && n == PORTION) {
		arena_reset(&ids_a);
		e = ids_of(c->db, SQL_REBUILD_PEOPLE, after, &ids_a, &ids, &n);
		for (i = 0; !e && i < n; i++) {
			e = check_person(c, ids[i]);
			arena_reset(&c->a);
			after = ids[i];
			c->report.people++;
		}
	}
	return e;
}

static enum err check_sizes(struct check *c)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(stmt_done) struct stmt *counts = NULL;
	bool row;
	enum err e = db_stmt(c->db, SQL_VERIFY_SIZES, &q);

	if (!e)
		e = step_one(q);
	if (e)
		return e;
	if (col_i64(q, VERIFY_SIZES_C_STATES) != c->report.people)
		differs(c, "rows of nobody in person_state, rows:", col_i64(q, 0));
	if (col_i64(q, VERIFY_SIZES_C_SCOPES) != c->scopes)
		differs(c, "rows too many in scope_person, rows:", col_i64(q, 1));
	if (col_i64(q, VERIFY_SIZES_C_WORDS) != c->words)
		differs(c, "rows too many in person_key, rows:", col_i64(q, 2));
	e = db_stmt(c->db, SQL_VERIFY_COUNTS, &counts);
	if (e)
		return e;
	while ((e = step_row(counts, &row)) == OK && row)
		differs(c, "scope_count of organisation", col_i64(counts, 0));
	return e;
}

enum err rebuild_verify(struct db *db, rebuild_told told, void *arg, struct rebuild_report *ret)
{
	CLEANUP(check_release) struct check c = { .db = db, .told = told, .arg = arg };
	CLEANUP(arena_release) struct arena ids_a;
	int64_t *ids;
	size_t n = 0, i;
	enum err e;

	arena_init(&c.a);
	arena_init(&ids_a);
	e = ids_of(db, SQL_REBUILD_ORGANISATIONS, 0, &ids_a, &ids, &n);
	for (i = 0; !e && i < n; i++) {
		e = check_organisation(&c, ids[i]);
		arena_reset(&c.a);
	}
	c.report.organisations = (int64_t)n;
	if (!e)
		e = check_people(&c);
	if (!e)
		e = check_sizes(&c);
	if (!e)
		*ret = c.report;
	return e;
}

static enum err forget(struct db *db)
{
	static const enum sql steps[] = { SQL_REBUILD_FORGET_STATES, SQL_REBUILD_FORGET_SCOPES,
					  SQL_REBUILD_FORGET_COUNTS, SQL_REBUILD_FORGET_KEYS };
	size_t i;
	enum err e = OK;

	for (i = 0; !e && i < COUNTOF(steps); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt(db, steps[i], &q);
		if (!e)
			e = step_done(q, NULL);
	}
	return e;
}

static enum err rebuild_organisation(struct db *db, struct arena *a, int64_t id)
{
	struct organisation_life life;
	enum err e = organisation_life_load(db, a, id, &life);

	if (!e)
		e = organisation_spans_write(db, id, &life);
	return e ? e : organisation_today_write(db, id, &life);
}

static enum err place(struct db *db, struct arena *a, const struct organisation_row *row)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisation parent = { .path = "/", .depth = -1 };
	enum err e = OK;

	if (row->parent_id)
		e = directory_organisation_get(db, a, row->parent_id, &parent);
	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_PLACE, &q);
	if (e)
		return e;
	bind_i64(q, ORGANISATION_PLACE_ID, row->id);
	bind_str(q, ORGANISATION_PLACE_PATH,
		 arena_printf(a, "%s%lld/", parent.path, (long long)row->id));
	bind_i64(q, ORGANISATION_PLACE_DEPTH, parent.depth + 1);
	return step_done(q, NULL);
}

/* Parents before children, by the parents the replay gave: ids and old depths tell nothing. */
static enum err rebuild_paths(struct db *db, struct arena *a)
{
	struct organisation_row *rows = NULL, *sorted;
	size_t n = 0, cap = 0, i;
	bool row;
	enum err e;
	{
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt(db, SQL_REBUILD_ORGANISATIONS, &q);
		if (e)
			return e;
		while ((e = step_row(q, &row)) == OK && row)
			*VEC_PUSH(a, rows, n, cap) = (struct organisation_row){
				.id = col_i64(q, REBUILD_ORGANISATIONS_C_ID),
				.parent_id = col_i64(q, REBUILD_ORGANISATIONS_C_PARENT_ID),
			};
	}
	n = organisation_tree_order(a, rows, n, &sorted);
	for (i = 0; !e && i < n; i++)
		e = place(db, a, &sorted[i]);
	return e;
}

static enum err rebuild_people(struct db *db, struct rebuild_report *report)
{
	CLEANUP(arena_release) struct arena a;
	int64_t after = 0;
	size_t n = PORTION;
	enum err e = OK;

	arena_init(&a);
	while (!e && n == PORTION) {
		struct directory_people people = { .a = &a };

		arena_reset(&a);
		e = ids_of(db, SQL_REBUILD_PEOPLE, after, &a, &people.ids, &people.n);
		if (e)
			return e;
		n = people.n;
		after = n ? people.ids[n - 1] : after;
		report->people += (int64_t)n;
		e = directory_derive_people(db, &people);
	}
	return e;
}

enum err rebuild_all(struct db *db, struct rebuild_report *ret)
{
	CLEANUP(arena_release) struct arena a;
	struct rebuild_report report = { 0 };
	int64_t *ids;
	size_t n = 0, i;
	enum err e = forget(db);

	arena_init(&a);
	if (!e)
		e = ids_of(db, SQL_REBUILD_ORGANISATIONS, 0, &a, &ids, &n);
	for (i = 0; !e && i < n; i++)
		e = rebuild_organisation(db, &a, ids[i]);
	if (!e)
		e = rebuild_paths(db, &a);
	report.organisations = (int64_t)n;
	if (!e)
		e = rebuild_people(db, &report);
	if (!e)
		*ret = report;
	return e;
}
