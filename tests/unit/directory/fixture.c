/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <unistd.h>

#include "db/db_impl.h"
#include "directory/rebuild.h"

enum err fixture_try(struct fixture *f, enum err (*fn)(struct db *db, void *arg), void *arg)
{
	return db_write(f->db, "fixture", fn, arg);
}

struct event_job {
	struct directory_organisation_event in;
	int64_t id;
};

static enum err event_tx(struct db *db, void *arg)
{
	struct event_job *job = arg;

	return directory_organisation_record(db, &job->in, &job->id);
}

int64_t fixture_found(struct fixture *f, const char *code, const char *kind, int64_t parent_id,
		      const char *day)
{
	struct event_job job = { .in = { .kind = "founded",
					 .code = code,
					 .name = code,
					 .organisation_kind = kind,
					 .parent_id = parent_id,
					 .happened_on = day } };

	assert_int_equal(fixture_try(f, event_tx, &job), OK);
	return job.id;
}

enum err fixture_event(struct fixture *f, struct directory_organisation_event event)
{
	struct event_job job = { .in = event };

	return fixture_try(f, event_tx, &job);
}

struct put_job {
	struct directory_person in;
	int64_t id;
};

static enum err put_tx(struct db *db, void *arg)
{
	struct put_job *job = arg;

	return directory_person_put(db, &job->in, &job->id);
}

enum err fixture_person_put(struct fixture *f, struct directory_person person, int64_t *ret_id)
{
	struct put_job job = { .in = person };
	enum err e;

	job.in.keys = f->keys;
	e = fixture_try(f, put_tx, &job);
	if (!e && ret_id)
		*ret_id = job.id;
	return e;
}

static enum err affiliate_tx(struct db *db, void *arg)
{
	int64_t id;

	return directory_affiliate(db, arg, &id);
}

enum err fixture_affiliate(struct fixture *f, int64_t person_id, int64_t branch_id,
			   const char *from_on)
{
	struct directory_affiliation in = { .person_id = person_id,
					    .organisation_id = branch_id,
					    .from_on = from_on };

	return fixture_try(f, affiliate_tx, &in);
}

int64_t fixture_person(struct fixture *f, const char *name, int64_t branch_id)
{
	int64_t id = 0;

	assert_int_equal(fixture_person_put(f,
					    (struct directory_person){ .name = name,
								       .recorded_in = f->school },
					    &id),
			 OK);
	if (branch_id)
		assert_int_equal(fixture_affiliate(f, id, branch_id, "2024-09-01"), OK);
	return id;
}

static enum err stage_tx(struct db *db, void *arg)
{
	return directory_stage_add(db, arg, NULL);
}

enum err fixture_stage(struct fixture *f, int64_t person_id, const char *stage, const char *day)
{
	struct directory_stage in = { .person_id = person_id, .stage = stage, .happened_on = day };

	return fixture_try(f, stage_tx, &in);
}

struct directory_person_state fixture_state(struct fixture *f, int64_t person_id)
{
	struct directory_person_state state = { 0 };

	assert_int_equal(directory_person_state(f->db, &f->a, person_id, &state), OK);
	return state;
}

int64_t fixture_count(struct fixture *f, int64_t organisation_id, const char *stage)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t n = 0;
	bool row;

	assert_int_equal(db_stmt(f->db, SQL_SCOPE_COUNT_OF, &q), OK);
	bind_i64(q, SCOPE_COUNT_OF_ORGANISATION_ID, organisation_id);
	while (step_row(q, &row) == OK && row)
		if (strcmp(col_str(q, SCOPE_COUNT_OF_C_STAGE), stage) == 0)
			n = col_i64(q, SCOPE_COUNT_OF_C_N);
	return n;
}

static void tell(void *arg, const char *text)
{
	(void)arg;
	print_message("differs: %s\n", text);
}

static enum err verify_tx(struct db *db, void *arg)
{
	return rebuild_verify(db, tell, NULL, arg);
}

int64_t fixture_differences(struct fixture *f)
{
	struct rebuild_report report = { 0 };

	assert_int_equal(db_read(f->db, "verify", verify_tx, &report), OK);
	return report.differences;
}

static int fill(struct fixture *f)
{
	int32_t day;

	if (date_parse("2026-11-23", &day))
		return -1;
	clock_set_today(day);
	f->school = fixture_found(f, "S", "school_party_committee", 0, "1960-01-01");
	f->college_a = fixture_found(f, "A", "school_committee", f->school, "2000-01-01");
	f->college_b = fixture_found(f, "B", "general_branch", f->school, "2000-01-01");
	f->a1 = fixture_found(f, "A1", "branch", f->college_a, "2005-01-01");
	f->a2 = fixture_found(f, "A2", "branch", f->college_a, "2005-01-01");
	f->b1 = fixture_found(f, "B1", "branch", f->college_b, "2005-01-01");
	return 0;
}

static enum err run_script(struct db *db, void *arg)
{
	return db_script(db, arg);
}

/* Creates or drops a schema of the database that JISHI_TEST_PG_URL names. */
static int schema_do(const char *verb, const char *schema, const char *end)
{
	struct db_options options = { .url = getenv("JISHI_TEST_PG_URL"), .allow_old = true };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	char text[120];
	enum err e;

	snprintf(text, sizeof(text), "%s %s %s", verb, schema, end);
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_open(pool, &db);
	if (!e)
		e = db_write(db, "fixture.schema", run_script, text);
	db_close(db);
	db_pool_close(pool);
	return e ? -1 : 0;
}

static int open_store(struct fixture *f, void **state)
{
	struct db_options options = { .url = f->url, .allow_old = true };
	char key[160];

	snprintf(key, sizeof(key), "%s/d.key", f->folder);
	if (db_pool_open(&options, &f->pool) || db_open(f->pool, &f->db))
		return -1;
	if (db_migrate(f->pool, NULL) || seal_keys_open(key, true, &f->keys))
		return -1;
	*state = f;
	return fill(f);
}

static struct fixture *make(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	snprintf(f->folder, sizeof(f->folder), "/tmp/jishi-directory-XXXXXX");
	return mkdtemp(f->folder) ? f : NULL;
}

int fixture_open(void **state)
{
	struct fixture *f = make();

	if (!f)
		return -1;
	snprintf(f->url, sizeof(f->url), "sqlite:%s/d.db", f->folder);
	return open_store(f, state);
}

int fixture_open_pg(void **state)
{
	static int number;
	const char *url = getenv("JISHI_TEST_PG_URL");
	struct fixture *f;

	*state = NULL;
	if (!url)
		return 0;
	f = make();
	if (!f)
		return -1;
	/* Its own for each test: other programs of the suite run beside this one. */
	snprintf(f->schema, sizeof(f->schema), "o%d_%d", (int)getpid(), ++number);
	snprintf(f->url, sizeof(f->url), "%s%coptions=-csearch_path%%3D%s", url,
		 strchr(url, '?') ? '&' : '?', f->schema);
	if (schema_do("CREATE SCHEMA", f->schema, ""))
		return -1;
	return open_store(f, state);
}

struct fixture *fixture_or_skip(void **state)
{
	if (!*state)
		skip();
	return *state;
}

int fixture_close(void **state)
{
	static const char *const names[] = { "d.db", "d.db-wal", "d.db-shm", "d.key" };
	struct fixture *f = *state;
	char path[160];
	int failed;
	size_t i;

	clock_set_today(DATE_NONE);
	if (!f)
		return 0;
	db_close(f->db);
	db_pool_close(f->pool);
	seal_keys_close(f->keys);
	arena_release(&f->a);
	for (i = 0; i < COUNTOF(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->folder, names[i]);
		(void)unlink(path); /* may not be there */
	}
	(void)rmdir(f->folder);
	failed = f->schema[0] ? schema_do("DROP SCHEMA", f->schema, "CASCADE") : 0;
	free(f);
	return failed;
}
