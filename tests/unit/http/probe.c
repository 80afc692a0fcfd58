/* SPDX-License-Identifier: Apache-2.0 */
#include "probe.h"

#include "../test.h"
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/context.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db_impl.h"
#include "http/server.h"

sem_t probe_hold, probe_held;

/* Routes write rows of schema_migration: the only table whose statements belong to the platform. */
#define FIRST_TEST_NUMBER 1000

struct hello {
	const char *text;
	int64_t id;
	struct fld_list words;
};

static const struct fld hello_fields[] = {
	FIELD_STR(hello, text, 1, 100),
	FIELD_END,
};

static const struct fld thing_fields[] = {
	FIELD_ID(hello, id),
	FIELD_STR_OPT(hello, text, 0, 100),
	FIELD_END,
};

static const struct fld thing_query[] = {
	FIELD_STR_OPT(hello, text, 0, 100),
	FIELD_END,
};

struct row {
	int64_t number;
	const char *name, *hash;
};

static const struct fld row_fields[] = {
	FIELD_I64(row, number, FIRST_TEST_NUMBER, 1000000),
	FIELD_STR(row, name, 1, 80),
	FIELD_STR(row, hash, 1, 80),
	FIELD_END,
};

static const struct fld list_fields[] = {
	FIELD_I64(row, number, 0, 1000000),
	FIELD_STR(row, name, 1, 80),
	FIELD_STR(row, hash, 1, 80),
	FIELD_END,
};

struct pause {
	int64_t ms;
};

static const struct fld pause_fields[] = {
	FIELD_I64(pause, ms, 0, 10000),
	FIELD_END,
};

struct file {
	const char *name, *text;
	int64_t size_bytes;
};

static const struct fld file_fields[] = {
	FIELD_STR_OPT(file, name, 0, 200),
	FIELD_STR_OPT(file, text, 0, 100),
	FIELD_I64(file, size_bytes, 0, INT64_MAX),
	FIELD_END,
};

static enum err hello_get(struct req *rq)
{
	struct hello out = { .text = "hello" };

	return res_json(rq, 200, hello_fields, &out);
}

static enum err thing_get(struct req *rq)
{
	struct hello out = { 0 };
	enum err e;

	e = req_path_id(rq, "id", &out.id);
	if (e)
		return e;
	e = req_query(rq, thing_query, &out);
	if (e)
		return e;
	return res_json(rq, 200, thing_fields, &out);
}

static enum err word_get(struct req *rq)
{
	struct hello out = { .text = req_path_str(rq, "word") };

	if (!*out.text)
		return ERR_NOT_FOUND;
	return res_json(rq, 200, hello_fields, &out);
}

static enum err rows_get(struct req *rq)
{
	struct json_writer *w;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	if (res_unchanged(rq))
		return OK;
	e = db_stmt(req_db(rq), SQL_SCHEMA_MIGRATION_LIST, &q);
	if (e)
		return e;
	w = res_writer(rq);
	json_object(w, NULL);
	json_array(w, "items");
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		res_row(w, NULL, list_fields, q);
	if (e)
		return e;
	json_close(w);
	json_null(w, "next");
	json_null(w, "total");
	json_close(w);
	return res_written(rq, 200);
}

static enum err add_row(struct db *db, void *arg)
{
	const struct row *in = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_SCHEMA_MIGRATION_ADD, &q);
	if (e)
		return e;
	bind_i64(q, SCHEMA_MIGRATION_ADD_NUMBER, in->number);
	bind_str(q, SCHEMA_MIGRATION_ADD_NAME, in->name);
	bind_str(q, SCHEMA_MIGRATION_ADD_HASH, in->hash);
	bind_i64(q, SCHEMA_MIGRATION_ADD_APPLIED_AT, 1);
	return step_done(q, NULL);
}

static enum err row_from(struct req *rq, struct row *in)
{
	enum err e = req_json(rq, row_fields, in);

	if (e)
		return e;
	return db_write(req_db(rq), "probe.row", add_row, in);
}

static enum err row_post(struct req *rq)
{
	struct row in = { 0 };
	enum err e = row_from(rq, &in);

	if (e)
		return e;
	return res_json(rq, 201, row_fields, &in);
}

/* Writes, answers, then finds a reason to refuse: nothing of it may remain. */
static enum err row_refused(struct req *rq)
{
	struct row in = { 0 };
	enum err e = row_from(rq, &in);

	if (e)
		return e;
	req_explain(rq, "{\"rule\":\"r1\",\"from\":\"2026-12-01\"}");
	return ERR_RULE;
}

/* All is well, but then the commit fails: the second call of the database from here. */
static enum err row_lost(struct req *rq)
{
	enum err e = row_post(rq);

	db_fault_after(2);
	return e;
}

static enum err pause_post(struct req *rq)
{
	struct pause in = { 0 };
	struct timespec t;
	enum err e = req_json(rq, pause_fields, &in);

	if (e)
		return e;
	sem_post(&probe_held);
	t = (struct timespec){ in.ms / 1000, in.ms % 1000 * 1000000 };
	nanosleep(&t, NULL);
	return res_json(rq, 200, pause_fields, &in);
}

/* Keeps its worker until the test lets it go: no test depends on how long something takes. */
static enum err hold_post(struct req *rq)
{
	struct hello out = { .text = "let go" };

	sem_post(&probe_held);
	while (sem_wait(&probe_hold) != 0)
		assert_int_equal(errno, EINTR);
	return res_json(rq, 200, hello_fields, &out);
}

/* On a worker: the write goes to the writer, its request id with it. */
static enum err slow_row_post(struct req *rq)
{
	return row_post(rq);
}

static enum err upload_put(struct req *rq)
{
	struct upload up;
	struct file out = { 0 };
	char *text;
	FILE *f;
	enum err e;

	e = req_upload(rq, &up);
	if (e)
		return e;
	text = arena_zalloc(req_arena(rq), 1, 100);
	f = fopen(up.path, "r");
	if (!f)
		return ERR_IO;
	(void)!fread(text, 1, 20, f);
	fclose(f);
	out = (struct file){ up.file_name, text, up.size_bytes };
	return res_json(rq, 200, file_fields, &out);
}

static enum err bytes_get(struct req *rq)
{
	return res_bytes(rq, "text/csv; charset=utf-8", "名册 \"1\".csv", "a,b\n", 4);
}

static enum err file_get(struct req *rq)
{
	const char *path = "/tmp/http_probe_export";
	FILE *f = fopen(path, "w");

	if (!f)
		return ERR_IO;
	fputs("exported", f);
	fclose(f);
	return res_file(rq, "text/plain", "out.txt", path, /* remove_after= */ true);
}

/* Answers another thing than its table says. */
static enum err wrong_get(struct req *rq)
{
	struct json_writer *w = res_writer(rq);

	json_object(w, NULL);
	json_i64(w, "text", 5);
	json_close(w);
	return res_written(rq, 200);
}

static enum err none_delete(struct req *rq)
{
	res_header(rq, "X-Probe", "yes");
	return res_none(rq);
}

static enum err broken_get(struct req *rq)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	db_fault_after(1);
	e = db_stmt(req_db(rq), SQL_SCHEMA_MIGRATION_LIST, &q);
	if (!e)
		e = step_row(q, &row);
	if (e)
		return e;
	return rows_get(rq);
}

static enum err id_get(struct req *rq)
{
	struct hello out = { .text = context_request_id() };

	return res_json(rq, 200, hello_fields, &out);
}

enum { PROBE_PUBLIC, PROBE_MEMBER };

const char *const probe_perms[] = { "public", "member", NULL };

const struct route probe_routes[] = {
	{ "GET", "/api/v1/hello", PROBE_PUBLIC, hello_get, "Says hello.", NULL, NULL, hello_fields,
	  0 },
	{ "GET", "/api/v1/id", PROBE_PUBLIC, id_get, "The request's id.", NULL, NULL, hello_fields,
	  0 },
	{ "GET", "/api/v1/members", PROBE_MEMBER, hello_get, "Only for members.", NULL, NULL,
	  hello_fields, 0 },
	{ "GET", "/api/v1/things/{id}", PROBE_PUBLIC, thing_get, "A thing.", thing_query, NULL,
	  thing_fields, 0 },
	{ "GET", "/api/v1/words/{word}", PROBE_PUBLIC, word_get, "A word.", NULL, NULL,
	  hello_fields, 0 },
	{ "GET", "/api/v1/rows", PROBE_PUBLIC, rows_get, "All rows.", NULL, NULL, list_fields,
	  ROUTE_PAGE },
	{ "POST", "/api/v1/rows", PROBE_PUBLIC, row_post, "Adds a row.", NULL, row_fields,
	  row_fields, 0 },
	{ "POST", "/api/v1/rows/refused", PROBE_PUBLIC, row_refused, "Adds none.", NULL, row_fields,
	  row_fields, 0 },
	{ "POST", "/api/v1/rows/lost", PROBE_PUBLIC, row_lost, "Loses one.", NULL, row_fields,
	  row_fields, 0 },
	{ "POST", "/api/v1/rows/slow", PROBE_PUBLIC, slow_row_post, "Adds by a worker.", NULL,
	  row_fields, row_fields, ROUTE_SLOW },
	{ "POST", "/api/v1/pause", PROBE_PUBLIC, pause_post, "Waits.", NULL, pause_fields,
	  pause_fields, ROUTE_SLOW },
	{ "POST", "/api/v1/hold", PROBE_PUBLIC, hold_post, "Waits until let go.", NULL, NULL,
	  hello_fields, ROUTE_SLOW },
	{ "POST", "/api/v1/members", PROBE_MEMBER, row_post, "Members add.", NULL, row_fields,
	  row_fields, 0 },
	{ "PUT", "/api/v1/upload", PROBE_PUBLIC, upload_put, "Takes a file.", NULL, NULL,
	  file_fields, ROUTE_UPLOAD },
	{ "GET", "/api/v1/bytes", PROBE_PUBLIC, bytes_get, "A table.", NULL, NULL, NULL,
	  ROUTE_RAW_REPLY },
	{ "GET", "/api/v1/file", PROBE_PUBLIC, file_get, "A file.", NULL, NULL, NULL,
	  ROUTE_RAW_REPLY },
	{ "GET", "/api/v1/wrong", PROBE_PUBLIC, wrong_get, "Not what it says.", NULL, NULL,
	  hello_fields, 0 },
	{ "GET", "/api/v1/broken", PROBE_PUBLIC, broken_get, "Fails.", NULL, NULL, list_fields,
	  ROUTE_PAGE },
	{ "DELETE", "/api/v1/things/{id}", PROBE_PUBLIC, none_delete, "Deletes.", NULL, NULL, NULL,
	  0 },
	ROUTE_END,
};

/* ---- a gate: the header X-User is the session ---- */

struct user {
	int64_t id;
};

static enum err identify(struct req *rq, const struct route *route, const struct user **ret)
{
	const char *name = req_header(rq, "X-User");
	struct user *u;

	(void)route;
	if (!name)
		return OK;
	u = ARENA_NEW(req_arena(rq), struct user);
	if (str_to_i64(name, 1, 100, &u->id))
		return ERR_UNAUTHENTICATED;
	*ret = u;
	return OK;
}

static enum err permit(struct req *rq, const struct route *route, const struct user *user)
{
	(void)rq;
	if (route->perm == PROBE_PUBLIC)
		return OK;
	if (!user)
		return ERR_UNAUTHENTICATED;
	return user->id == 13 ? ERR_FORBIDDEN : OK;
}

static int64_t user_id(const struct user *user)
{
	return user->id;
}

static const struct http_gate gate = { identify, permit, user_id };

/* ---- the store: SQLite, or a schema of its own in the database of JISHI_TEST_PG_URL ---- */

static enum err run_script(struct db *db, void *arg)
{
	return db_script(db, arg);
}

static void pg_script(const char *url, const char *verb, const char *schema, const char *end)
{
	struct db_options options = { .url = url, .allow_old = true };
	struct db_pool *pool;
	struct db *db;
	char text[128];

	snprintf(text, sizeof(text), "%s %s %s", verb, schema, end);
	assert_int_equal(db_pool_open(&options, &pool), OK);
	assert_int_equal(db_open(pool, &db), OK);
	assert_int_equal(db_write(db, "probe.script", run_script, text), OK);
	db_close(db);
	db_pool_close(pool);
}

static void open_store(struct probe *p)
{
	const char *pg = getenv("JISHI_TEST_PG_URL");
	static int number;
	char url[300];
	struct db_options options = { .url = url, .allow_old = true };
	int applied;

	p->on_postgresql = pg != NULL;
	snprintf(url, sizeof(url), "sqlite:%s/probe.db", p->folder);
	if (pg) {
		snprintf(p->schema, sizeof(p->schema), "h%d_%d", (int)getpid(), number++);
		pg_script(pg, "CREATE SCHEMA", p->schema, "");
		snprintf(url, sizeof(url), "%s%coptions=-csearch_path%%3D%s", pg,
			 strchr(pg, '?') ? '&' : '?', p->schema);
	}
	assert_int_equal(db_pool_open(&options, &p->pool), OK);
	assert_int_equal(db_migrate(p->pool, &applied), OK);
}

void probe_start(struct probe *p)
{
	static const struct route *const tables[] = { probe_routes, NULL };
	char spool[128];

	log_set_level(getenv("PROBE_LOG") ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR);
	memset(p, 0, sizeof(*p));
	sem_init(&probe_hold, 0, 0);
	sem_init(&probe_held, 0, 0);
	strcpy(p->folder, "/tmp/http_probe_XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(spool, sizeof(spool), "%s/spool", p->folder);
	open_store(p);
	assert_int_equal(http_start(
				 &(struct http_config){
					 .address = "127.0.0.1",
					 .slow_threads = 2,
					 .routes = tables,
					 .gate = &gate,
					 .pool = p->pool,
					 .spool = spool,
				 },
				 &p->server),
			 OK);
	p->port = http_port(p->server);
}

void probe_stop(struct probe *p)
{
	char command[128];

	for (int i = 0; i < 8; i++) /* a test that failed may have left some holding */
		sem_post(&probe_hold);
	http_stop(p->server, 5000);
	p->server = NULL;
	db_pool_close(p->pool);
	p->pool = NULL;
	db_fault_after(0);
	if (p->on_postgresql)
		pg_script(getenv("JISHI_TEST_PG_URL"), "DROP SCHEMA", p->schema, "CASCADE");
	snprintf(command, sizeof(command), "rm -rf '%s'", p->folder);
	assert_int_equal(system(command), 0);
	sem_destroy(&probe_hold);
	sem_destroy(&probe_held);
}
