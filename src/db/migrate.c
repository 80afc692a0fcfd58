/* SPDX-License-Identifier: Apache-2.0 */
/* The list of migrations, what of it a store has, and bringing a store up to date. */
#include "db/migrate.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db_impl.h"
#include "base/banned.h"

#define PREFIX         "migrations/"
#define DIGITS         4
#define MIGRATIONS_MAX 9999

static enum err fill(struct arena *a, const struct asset *file, struct migration *m)
{
	unsigned char digest[32];
	char hex[sizeof(digest) * 2 + 1];
	const char *base = file->path + strlen(PREFIX);
	size_t len = strlen(base);
	char digits[DIGITS + 1] = "";

	if (len < DIGITS + strlen("_x.sql") || base[DIGITS] != '_')
		return ERR_BUG;
	memcpy(digits, base, DIGITS);
	if (str_to_i64(digits, 1, MIGRATIONS_MAX, &m->number))
		return ERR_BUG;
	crypto_generichash(digest, sizeof(digest), file->bytes, file->size_bytes, NULL, 0);
	m->name = arena_strndup(a, base, len - strlen(".sql"));
	m->hash = arena_strdup(a, sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest)));
	m->file = file;
	return OK;
}

enum err migration_list(struct arena *a, struct migration **ret, size_t *ret_n)
{
	struct migration *list = NULL;
	size_t n = 0, cap = 0, files;
	const struct asset *all = asset_all(&files);

	for (size_t i = 0; i < files; i++) {
		const char *path = all[i].path;
		struct migration *m;

		if (!str_starts(path, PREFIX) || str_starts(path, PREFIX "schema.") ||
		    !str_eq(path + strlen(path) - 4, ".sql"))
			continue; /* schema.*.sql: dumps for readers, by tools/schema */
		m = VEC_PUSH(a, list, n, cap);
		if (fill(a, &all[i], m) || (n > 1 && list[n - 2].number >= m->number)) {
			log_error("%s: migrations are called NNNN_name.sql, each number once",
				  path);
			return ERR_BUG;
		}
	}
	*ret = list;
	*ret_n = n;
	return OK;
}

/* known: the embedded ones; have: how many of them the store has, from the first on. */
struct state {
	struct arena arena;
	struct migration *known;
	size_t n, have;
	const char *problem;
	int applied;
};

static enum err has_table(struct db *db, bool *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_SCHEMA_KNOWN, &q);

	if (e)
		return e;
	e = step_one(q);
	if (e)
		return e;
	*ret = col_i64(q, SCHEMA_KNOWN_C_TABLES) > 0;
	return OK;
}

static void compare(struct state *s, struct stmt *q)
{
	const struct migration *m = s->have < s->n ? &s->known[s->have] : NULL;
	const char *name = col_str(q, SCHEMA_MIGRATION_LIST_C_NAME);

	if (!m) {
		s->problem = "the schema is newer than this program: use the newer program";
	} else if (m->number != col_i64(q, SCHEMA_MIGRATION_LIST_C_NUMBER) ||
		   !str_eq(m->name, name)) {
		s->problem = "the store has a migration this program does not know";
	} else if (!str_eq(m->hash, col_str(q, SCHEMA_MIGRATION_LIST_C_HASH))) {
		s->problem = "a migration was changed after it had been applied";
	} else {
		s->have++;
	}
}

static enum err read_state(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct state *s = arg;
	bool there = false, row = true;
	enum err e = has_table(db, &there);

	s->have = 0;
	s->problem = NULL;
	if (e || !there)
		return e;
	e = db_stmt(db, SQL_SCHEMA_MIGRATION_LIST, &q);
	while (!e && !s->problem) {
		e = step_row(q, &row);
		if (e || !row)
			break;
		compare(s, q);
	}
	return e;
}

static enum err schema_look(struct db *db, bool allow_old)
{
	struct state s = { 0 };
	enum err e;

	arena_init(&s.arena);
	e = migration_list(&s.arena, &s.known, &s.n);
	if (!e)
		e = db_read(db, "schema.check", read_state, &s);
	if (!e && !s.problem && s.have == 0 && s.n)
		s.problem = "the store has no schema: run jishi migrate";
	else if (!e && !s.problem && s.have < s.n && !allow_old)
		s.problem = "the schema is older than this program: run jishi migrate";
	if (!e && s.problem) {
		log_error("%s", s.problem); /* at the start, before anybody could be answered */
		e = ERR_CONFLICT;
	}
	arena_release(&s.arena);
	return e;
}

enum err db_schema_check(struct db *db)
{
	return schema_look(db, /* allow_old= */ false);
}

enum err db_schema_usable(struct db *db)
{
	return schema_look(db, /* allow_old= */ true);
}

static enum err make_table(struct db *db, struct state *s)
{
	static const char ours[] =
		"CREATE TABLE IF NOT EXISTS schema_migration (\n"
		"number {i64} PRIMARY KEY, name {text} NOT NULL, hash {text} NOT NULL,\n"
		"applied_at {i64} NOT NULL\n);\n"
		"-- @pg\n"
		"CREATE COLLATION IF NOT EXISTS zh (provider = icu, locale = 'zh-u-co-pinyin');\n";
	const char *text;
	enum err e = migration_text(&s->arena, ours, db_dialect(db), &text);

	if (e)
		return e;
	return db_script(db, text);
}

static enum err record(struct db *db, const struct migration *m)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_SCHEMA_MIGRATION_ADD, &q);

	if (e)
		return e;
	bind_i64(q, SCHEMA_MIGRATION_ADD_NUMBER, m->number);
	bind_str(q, SCHEMA_MIGRATION_ADD_NAME, m->name);
	bind_str(q, SCHEMA_MIGRATION_ADD_HASH, m->hash);
	bind_i64(q, SCHEMA_MIGRATION_ADD_APPLIED_AT, clock_now());
	return step_done(q, NULL);
}

/* Applies the first migration that the store lacks; s->have == s->n afterwards: nothing left. */
static enum err migrate_one(struct db *db, void *arg)
{
	struct state *s = arg;
	const char *text;
	enum err e = read_state(db, s);

	if (!e && s->have == 0)
		e = make_table(db, s);
	if (e)
		return e;
	if (s->problem)
		return ERR_CONFLICT;
	if (s->have == s->n)
		return OK;
	e = migration_text(&s->arena, (const char *)s->known[s->have].file->bytes, db_dialect(db),
			   &text);
	if (e)
		return e;
	e = db_script(db, text);
	if (e) {
		log_error("migration %s: %s", s->known[s->have].name, db_error_text(db));
		return e;
	}
	return record(db, &s->known[s->have]);
}

static enum err migrate_all(struct db *db, struct state *s)
{
	enum err e = migration_list(&s->arena, &s->known, &s->n);

	while (!e) {
		e = db_write(db, "schema.migrate", migrate_one, s);
		if (e || s->have == s->n)
			break;
		s->applied++;
	}
	if (e && s->problem)
		log_error("%s", s->problem);
	return e;
}

enum err db_migrate(struct db_pool *pool, int *ret_applied)
{
	struct state s = { 0 };
	struct db *db;
	enum err e = db_open(pool, &db);

	if (e)
		return e;
	arena_init(&s.arena);
	e = migrate_all(db, &s);
	arena_release(&s.arena);
	db_close(db);
	if (!e && ret_applied)
		*ret_applied = s.applied;
	return e;
}
