/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <stdarg.h>
#include <unistd.h>

static const char rows[] =
	"INSERT INTO organisation (id, school_id, code, name, kind, parent_id, path, depth) VALUES"
	" (1, 1, 'S', '学校党委', 'school_party_committee', NULL, '/1/', 0),"
	" (2, 1, 'A', '甲学院党委', 'grassroots_committee', 1, '/1/2/', 1),"
	" (3, 1, 'A1', '甲一支部', 'branch', 2, '/1/2/3/', 2),"
	" (4, 1, 'A2', '甲二支部', 'branch', 2, '/1/2/4/', 2),"
	" (5, 1, 'B', '乙学院党委', 'grassroots_committee', 1, '/1/5/', 1),"
	" (6, 1, 'B1', '乙一支部', 'branch', 5, '/1/5/6/', 2);"
	"INSERT INTO person (id, school_id, name, recorded_in, created_at, updated_at) VALUES"
	" (101, 1, '赵一', 1, 0, 0), (103, 1, '钱三', 3, 0, 0), (104, 1, '孙四', 3, 0, 0),"
	" (106, 1, '李六', 6, 0, 0);"
	"INSERT INTO affiliation (school_id, person_id, organisation_id, from_on, until_on,"
	" recorded_at) VALUES (1, 103, 3, '2025-09-01', NULL, 0),"
	" (1, 104, 3, '2024-09-01', '2025-09-01', 0), (1, 104, 4, '2025-09-01', NULL, 0),"
	" (1, 106, 6, '2025-09-01', NULL, 0);";

static enum err run_script(struct db *db, void *arg)
{
	return db_script(db, arg);
}

/* x'00' is a blob of SQLite; of PostgreSQL it is '\x00', of the same length. */
static void blobs_of_postgresql(char *text)
{
	for (char *at = strstr(text, "x'"); at != NULL; at = strstr(at + 2, "x'")) {
		bool begins = at > text && strchr(" (=,", at[-1]) != NULL;

		if (begins) {
			at[0] = '\'';
			at[1] = 'x';
			memmove(at + 2, at + 1, strlen(at + 1) + 1);
			at[1] = '\\';
		}
	}
}

void fixture_sql(struct fixture *f, const char *fmt, ...)
{
	char *text, *with_room;
	va_list args;
	enum err e;

	va_start(args, fmt);
	assert_true(vasprintf(&text, fmt, args) > 0);
	va_end(args);
	with_room = calloc(1, 2 * strlen(text) + 1);
	assert_non_null(with_room);
	memcpy(with_room, text, strlen(text));
	free(text);
	text = with_room;
	if (db_dialect(f->db) == DB_POSTGRESQL)
		blobs_of_postgresql(text);
	e = db_write(f->db, "fixture", run_script, text);
	if (e)
		print_error("%s\n", text);
	free(text);
	assert_int_equal(e, OK);
}

int64_t fixture_number(struct fixture *f, const char *sql)
{
	const struct sql_statement statement = { .name = "fixture",
						 .kind = SQL_KIND_ONE,
						 .cols = "n",
						 .text = { sql, sql },
						 .columns = 1 };
	CLEANUP(stmt_done) struct stmt *q = NULL;

	assert_int_equal(db_stmt_once(f->db, &statement, &q), OK);
	assert_int_equal(step_one(q), OK);
	return col_i64(q, 0);
}

void fixture_day(const char *day)
{
	int32_t d;

	assert_int_equal(date_parse(day, &d), OK);
	clock_set_today(d);
}

static enum err schema_script(struct fixture *f, const char *base, const char *fmt)
{
	struct db_options options = { .url = base, .allow_old = true };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	char text[200];
	enum err e;

	snprintf(text, sizeof(text), fmt, f->schema);
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_open(pool, &db);
	if (!e)
		e = db_write(db, "fixture", run_script, text);
	db_close(db);
	db_pool_close(pool);
	return e;
}

/* The store's URL: a schema of its own on PostgreSQL if there is one, else an SQLite file. */
static int make_url(struct fixture *f)
{
	static int number;
	const char *base = getenv("JISHI_TEST_PG_URL");

	if (base == NULL) {
		snprintf(f->url, sizeof(f->url), "sqlite:%s/a.db", f->folder);
		return 0;
	}
	snprintf(f->schema, sizeof(f->schema), "access%d_%d", (int)getpid(), number++);
	snprintf(f->url, sizeof(f->url), "%s%coptions=-csearch_path%%3D%s", base,
		 strchr(base, '?') ? '&' : '?', f->schema);
	return schema_script(f, base, "CREATE SCHEMA %s") ? -1 : 0;
}

int fixture_open(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct db_options options = { .allow_old = true };
	char key[160];
	int applied;

	if (f == NULL)
		return -1;
	snprintf(f->folder, sizeof(f->folder), "/tmp/jishi-access-XXXXXX");
	if (mkdtemp(f->folder) == NULL)
		return -1;
	if (make_url(f))
		return -1;
	snprintf(key, sizeof(key), "%s/a.db.key", f->folder);
	options.url = f->url;
	if (db_pool_open(&options, &f->pool) || db_migrate(f->pool, &applied) ||
	    db_open(f->pool, &f->db) || seal_keys_open(key, true, &f->keys))
		return -1;
	fixture_day(FIXTURE_TODAY);
	fixture_sql(f, "%s", rows);
	*state = f;
	return 0;
}

int fixture_close(void **state)
{
	static const char *const names[] = { "a.db", "a.db-wal", "a.db-shm", "a.db.key" };
	struct fixture *f = *state;
	char path[160];

	db_fault_after(0);
	db_close(f->db);
	db_pool_close(f->pool);
	seal_keys_close(f->keys);
	arena_release(&f->arena);
	for (size_t i = 0; i < COUNTOF(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->folder, names[i]);
		unlink(path);
	}
	clock_set_today(DATE_NONE);
	rmdir(f->folder);
	if (f->schema[0] && schema_script(f, getenv("JISHI_TEST_PG_URL"), "DROP SCHEMA %s CASCADE"))
		return -1;
	free(f);
	return 0;
}
