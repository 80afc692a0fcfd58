/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the derived rows of people. Rows of many people are gathered and written in the order
 * of their keys, a few thousand people at a time: a B-tree is several times faster so, and memory
 * stays bounded whatever an import brings.
 */
#include "directory/derive.h"
#include "base/banned.h"

#define CHUNK 2048 /* people; about 5 kB each while gathered */

struct scope_row {
	int64_t organisation_id, person_id;
	const char *sort_key, *stage; /* stage NULL: take the row away */
	bool gone;
};

struct key_row {
	const char *word;
	int64_t person_id;
	bool remove;
};

struct count_row {
	int64_t organisation_id, n;
	const char *stage;
};

struct path {
	int64_t id;
	int64_t *ids;
	size_t n;
};

struct gather {
	struct db *db;
	struct arena a; /* reset after each chunk */
	struct scope_row *scopes;
	size_t n_scopes, cap_scopes;
	struct key_row *keys;
	size_t n_keys, cap_keys;
	struct count_row *counts;
	size_t n_counts, cap_counts;
	struct arena paths_a; /* for all chunks */
	struct path *paths;   /* sorted by id */
	size_t n_paths, cap_paths;
};

static enum err load_path(struct gather *g, int64_t id, struct path *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(g->db, SQL_DERIVE_PATH, &q);

	if (e)
		return e;
	bind_i64(q, DERIVE_PATH_ID, id);
	e = step_one(q);
	if (e)
		return e;
	ret->id = id;
	ret->n = path_ids(&g->paths_a, col_str(q, DERIVE_PATH_C_PATH), &ret->ids);
	return OK;
}

/* The organisations from the root down to this one. */
static enum err get_path(struct gather *g, int64_t id, const struct path **ret)
{
	size_t low = 0, high = g->n_paths, i;
	struct path path;
	enum err e;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (g->paths[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == g->n_paths || g->paths[low].id != id) {
		e = load_path(g, id, &path);
		if (e)
			return e;
		(void)VEC_PUSH(&g->paths_a, g->paths, g->n_paths, g->cap_paths);
		for (i = g->n_paths - 1; i > low; i--)
			g->paths[i] = g->paths[i - 1];
		g->paths[low] = path;
	}
	*ret = &g->paths[low];
	return OK;
}

static void add_count(struct gather *g, int64_t organisation_id, const char *stage, int n)
{
	struct count_row *row = VEC_PUSH(&g->a, g->counts, g->n_counts, g->cap_counts);

	*row = (struct count_row){ organisation_id, n, stage };
}

/* Rows of one state in all organisations above; sign 1: put, -1: take away. */
static enum err add_scopes(struct gather *g, int64_t person_id, const struct derived_state *state,
			   int sign)
{
	const struct path *path;
	size_t i;
	enum err e = get_path(g, state->scope_id, &path);

	if (e)
		return e;
	for (i = 0; i < path->n; i++) {
		struct scope_row *row = VEC_PUSH(&g->a, g->scopes, g->n_scopes, g->cap_scopes);

		row->organisation_id = path->ids[i];
		row->person_id = person_id;
		row->sort_key = state->sort_key;
		row->stage = sign > 0 ? state->list_stage : NULL;
		row->gone = state->gone;
		add_count(g, path->ids[i], state->list_stage, sign);
	}
	return OK;
}

static bool has_word(const struct pinyin_words *words, const char *word)
{
	size_t i;

	for (i = 0; i < words->n; i++)
		if (strcmp(words->items[i], word) == 0)
			return true;
	return false;
}

static void add_key(struct gather *g, const char *word, int64_t person_id, bool remove)
{
	struct key_row *row = VEC_PUSH(&g->a, g->keys, g->n_keys, g->cap_keys);

	*row = (struct key_row){ word, person_id, remove };
}

/* The words that stand in the table and those that should. */
static enum err add_keys(struct gather *g, const struct derived_person *person)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct pinyin_words old = { 0 };
	bool row;
	size_t i;
	enum err e = OK;

	if (person->had) {
		e = db_stmt(g->db, SQL_PERSON_KEY_LIST, &q);
		if (e)
			return e;
		bind_i64(q, PERSON_KEY_LIST_PERSON_ID, person->person_id);
		while ((e = step_row(q, &row)) == OK && row)
			*VEC_PUSH(&g->a, old.items, old.n, old.cap) =
				col_dup(q, PERSON_KEY_LIST_C_WORD, &g->a);
		if (e)
			return e;
	}
	for (i = 0; i < old.n; i++)
		if (!has_word(&person->words, old.items[i]))
			add_key(g, old.items[i], person->person_id, /* remove= */ true);
	for (i = 0; i < person->words.n; i++)
		if (!has_word(&old, person->words.items[i]))
			add_key(g, person->words.items[i], person->person_id, /* remove= */ false);
	return OK;
}

static enum err put_state(struct db *db, int64_t person_id, const struct derived_state *now)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PERSON_STATE_PUT, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_STATE_PUT_PERSON_ID, person_id);
	bind_i64(q, PERSON_STATE_PUT_SCOPE_ID, now->scope_id);
	bind_bool(q, PERSON_STATE_PUT_GONE, now->gone);
	bind_id(q, PERSON_STATE_PUT_BRANCH_ID, now->branch_id);
	bind_id(q, PERSON_STATE_PUT_CLASS_ID, now->class_id);
	bind_str(q, PERSON_STATE_PUT_STAGE, now->stage.stage);
	bind_str(q, PERSON_STATE_PUT_STAGE_ON, now->stage.stage_on);
	bind_str(q, PERSON_STATE_PUT_APPLIED_ON, now->stage.applied_on);
	bind_str(q, PERSON_STATE_PUT_JOINED_ON, now->stage.joined_on);
	bind_str(q, PERSON_STATE_PUT_FULL_ON, now->stage.full_on);
	bind_str(q, PERSON_STATE_PUT_PINYIN, now->pinyin);
	bind_str(q, PERSON_STATE_PUT_SORT_KEY, now->sort_key);
	return step_done(q, NULL);
}

static enum err gather_one(struct gather *g, int64_t person_id)
{
	struct derived_person person;
	enum err e = derive_compute(g->db, &g->a, person_id, &person);
	bool moved;

	if (e)
		return e;
	if (!person.had || !derived_equal(&person.before, &person.now))
		e = put_state(g->db, person_id, &person.now);
	moved = !person.had || person.before.scope_id != person.now.scope_id ||
		person.before.gone != person.now.gone ||
		!str_eq(person.before.sort_key, person.now.sort_key) ||
		!str_eq(person.before.list_stage, person.now.list_stage);
	if (!e && moved && person.had)
		e = add_scopes(g, person_id, &person.before, -1);
	if (!e && moved)
		e = add_scopes(g, person_id, &person.now, 1);
	return e ? e : add_keys(g, &person);
}

static int by_scope(const void *x, const void *y)
{
	const struct scope_row *p = x, *q = y;
	int c;

	if (p->organisation_id != q->organisation_id)
		return p->organisation_id < q->organisation_id ? -1 : 1;
	if (p->gone != q->gone)
		return p->gone ? 1 : -1;
	c = strcmp(p->sort_key, q->sort_key);
	if (c)
		return c;
	if (p->person_id != q->person_id)
		return p->person_id < q->person_id ? -1 : 1;
	return (p->stage != NULL) - (q->stage != NULL); /* take away, then put */
}

static int by_word(const void *x, const void *y)
{
	const struct key_row *p = x, *q = y;
	int c = strcmp(p->word, q->word);

	if (c)
		return c;
	return p->person_id < q->person_id ? -1 : p->person_id > q->person_id;
}

static int by_count(const void *x, const void *y)
{
	const struct count_row *p = x, *q = y;

	if (p->organisation_id != q->organisation_id)
		return p->organisation_id < q->organisation_id ? -1 : 1;
	return strcmp(p->stage, q->stage);
}

static enum err write_scopes(struct gather *g)
{
	CLEANUP(stmt_done) struct stmt *add = NULL;
	CLEANUP(stmt_done) struct stmt *del = NULL;
	size_t i;
	enum err e = db_stmt(g->db, SQL_SCOPE_PERSON_ADD, &add);

	if (!e)
		e = db_stmt(g->db, SQL_SCOPE_PERSON_REMOVE, &del);
	if (g->n_scopes)
		qsort(g->scopes, g->n_scopes, sizeof(*g->scopes), by_scope);
	for (i = 0; !e && i < g->n_scopes; i++) {
		const struct scope_row *row = &g->scopes[i];
		struct stmt *q = row->stage ? add : del;

		/* the first four parameters are the key in both */
		bind_i64(q, SCOPE_PERSON_ADD_ORGANISATION_ID, row->organisation_id);
		bind_bool(q, SCOPE_PERSON_ADD_GONE, row->gone);
		bind_str(q, SCOPE_PERSON_ADD_SORT_KEY, row->sort_key);
		bind_i64(q, SCOPE_PERSON_ADD_PERSON_ID, row->person_id);
		if (row->stage)
			bind_str(q, SCOPE_PERSON_ADD_STAGE, row->stage);
		e = step_done(q, NULL);
	}
	return e;
}

static enum err write_keys(struct gather *g)
{
	CLEANUP(stmt_done) struct stmt *add = NULL;
	CLEANUP(stmt_done) struct stmt *del = NULL;
	size_t i;
	enum err e = db_stmt(g->db, SQL_PERSON_KEY_ADD, &add);

	if (!e)
		e = db_stmt(g->db, SQL_PERSON_KEY_REMOVE, &del);
	if (g->n_keys)
		qsort(g->keys, g->n_keys, sizeof(*g->keys), by_word);
	for (i = 0; !e && i < g->n_keys; i++) {
		struct stmt *q = g->keys[i].remove ? del : add;

		bind_str(q, PERSON_KEY_ADD_WORD, g->keys[i].word);
		bind_i64(q, PERSON_KEY_ADD_PERSON_ID, g->keys[i].person_id);
		e = step_done(q, NULL);
	}
	return e;
}

static enum err write_counts(struct gather *g)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t i, k;
	enum err e = db_stmt(g->db, SQL_SCOPE_COUNT_ADD, &q);

	if (g->n_counts)
		qsort(g->counts, g->n_counts, sizeof(*g->counts), by_count);
	for (i = 0; !e && i < g->n_counts; i = k) {
		int64_t n = 0;

		for (k = i; k < g->n_counts && by_count(&g->counts[i], &g->counts[k]) == 0; k++)
			n += g->counts[k].n;
		if (n == 0)
			continue;
		bind_i64(q, SCOPE_COUNT_ADD_ORGANISATION_ID, g->counts[i].organisation_id);
		bind_str(q, SCOPE_COUNT_ADD_STAGE, g->counts[i].stage);
		bind_i64(q, SCOPE_COUNT_ADD_N, n);
		e = step_done(q, NULL);
	}
	return e;
}

/* Writes what was gathered and begins anew. */
static enum err flush(struct gather *g)
{
	enum err e = write_scopes(g);

	if (!e)
		e = write_keys(g);
	if (!e)
		e = write_counts(g);
	arena_reset(&g->a);
	g->scopes = NULL;
	g->keys = NULL;
	g->counts = NULL;
	g->n_scopes = g->cap_scopes = g->n_keys = g->cap_keys = g->n_counts = g->cap_counts = 0;
	return e;
}

static void gather_release(struct gather *g)
{
	arena_release(&g->a);
	arena_release(&g->paths_a);
}

static enum err derive_ids(struct db *db, const int64_t *ids, size_t n)
{
	CLEANUP(gather_release) struct gather g = { .db = db };
	size_t i;
	enum err e = OK;

	arena_init(&g.a);
	arena_init(&g.paths_a);
	for (i = 0; !e && i < n; i++) {
		if (i > 0 && ids[i] == ids[i - 1])
			continue;
		e = gather_one(&g, ids[i]);
		if (!e && i % CHUNK == CHUNK - 1)
			e = flush(&g);
	}
	return e ? e : flush(&g);
}

static int by_id(const void *x, const void *y)
{
	const int64_t *p = x, *q = y;

	return *p < *q ? -1 : *p > *q;
}

enum err directory_derive_people(struct db *db, const struct directory_people *people)
{
	if (people->n == 0)
		return OK;
	qsort(people->ids, people->n, sizeof(*people->ids), by_id);
	return derive_ids(db, people->ids, people->n);
}

enum err directory_derive_person(struct db *db, int64_t person_id)
{
	return derive_ids(db, &person_id, 1);
}

enum err derive_forget(struct db *db, int64_t person_id)
{
	CLEANUP(gather_release) struct gather g = { .db = db };
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct derived_person person;
	enum err e;

	arena_init(&g.a);
	arena_init(&g.paths_a);
	e = derive_compute(db, &g.a, person_id, &person);
	if (e)
		return e;
	if (!person.had)
		return OK;
	person.words.n = 0; /* all that stand go */
	e = add_scopes(&g, person_id, &person.before, -1);
	if (!e)
		e = add_keys(&g, &person);
	if (!e)
		e = flush(&g);
	if (!e)
		e = db_stmt(db, SQL_PERSON_STATE_REMOVE, &q);
	if (e)
		return e;
	bind_i64(q, PERSON_STATE_REMOVE_PERSON_ID, person_id);
	return step_done(q, NULL);
}
