/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the real server is measured against: libmicrohttpd with as many threads, the same statements
 * and the same writer of JSON, but no login, rights, audit, guards or ETags.
 *
 *	plain_server DATABASE      prints its address; GET /hello, /page, /person; POST /create
 *
 * /create is one transaction each on the caller's thread, as one writes it first.
 */
#define BASE_MAY_ALLOCATE 1
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/arena.h"
#include "base/str.h"
#include "db/db.h"
#include "json/json_writer.h"
#include "base/banned.h"

#define THREADS      2
#define ANSWER_MAX   (1u << 20)
#define BODY_MAX     4096
#define BUSY_WAIT_MS 10000

struct connection {
	struct db *db;
	sqlite3 *writer; /* /create goes past our layer */
	sqlite3_stmt *begin, *insert, *audit, *commit;
	struct arena arena;
	struct buf out;
};

struct body {
	char text[BODY_MAX];
	size_t len;
};

static struct db_pool *pool;
static const char *database;
static __thread struct connection *mine;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL) != SQLITE_OK) {
		fprintf(stderr, "plain_server: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
	return q;
}

static struct connection *connection(void)
{
	if (mine)
		return mine;
	mine = calloc(1, sizeof(*mine));
	if (!mine || db_open(pool, &mine->db) ||
	    sqlite3_open_v2(database, &mine->writer, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    NULL))
		exit(1);
	sqlite3_busy_timeout(mine->writer, BUSY_WAIT_MS);
	sqlite3_exec(mine->writer, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL,
		     NULL);
	mine->begin = prepare(mine->writer, "BEGIN IMMEDIATE");
	mine->insert =
		prepare(mine->writer,
			"INSERT INTO person (school_id, name, recorded_in, created_at, updated_at)"
			" VALUES (1, substr(?1, 1, 40), 1, 0, 0)");
	mine->audit = prepare(
		mine->writer,
		"INSERT INTO audit (at, action, object_kind) VALUES (0, 'person.add', 'person')");
	mine->commit = prepare(mine->writer, "COMMIT");
	arena_init(&mine->arena);
	buf_init(&mine->out, ANSWER_MAX);
	return mine;
}

/* The current row as an object: numbers as ids, the rest as text. */
static void write_row(struct json_writer *w, struct stmt *q)
{
	json_object(w, NULL);
	for (int i = 0; i < stmt_columns(q); i++)
		json_strn(w, stmt_column_name(q, i), col_str(q, i), col_len(q, i));
	json_close(w);
}

static unsigned rows(struct stmt *q, struct buf *out)
{
	struct json_writer w;
	bool row = false;

	buf_reset(out);
	json_begin(&w, out);
	json_object(&w, NULL);
	json_array(&w, "items");
	while (!step_row(q, &row) && row)
		write_row(&w, q);
	json_close(&w);
	json_close(&w);
	return json_end(&w) ? 500 : 200;
}

static unsigned page(struct connection *k, int64_t organisation_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;

	if (db_stmt(k->db, SQL_PEOPLE_PAGE_STAGE, &q))
		return 500;
	bind_i64(q, PEOPLE_PAGE_STAGE_ORGANISATION_ID, organisation_id);
	bind_str(q, PEOPLE_PAGE_STAGE_STAGE, "full");
	bind_str(q, PEOPLE_PAGE_STAGE_AFTER_KEY, "");
	bind_i64(q, PEOPLE_PAGE_STAGE_AFTER_ID, 0);
	bind_i64(q, PEOPLE_PAGE_STAGE_N, 50);
	return rows(q, &k->out);
}

static unsigned person(struct connection *k, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;

	if (db_stmt(k->db, SQL_PERSON_PAGE, &q))
		return 500;
	bind_i64(q, PERSON_PAGE_ID, id);
	return rows(q, &k->out);
}

static int64_t argument(struct MHD_Connection *c, const char *name)
{
	const char *text = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, name);
	int64_t v = 0;

	return text && !str_to_i64(text, 0, INT64_MAX, &v) ? v : 0;
}

static unsigned create(struct connection *k, const struct body *body)
{
	bool ok = sqlite3_step(k->begin) == SQLITE_DONE;

	sqlite3_reset(k->begin);
	if (!ok)
		return 503;
	/* The body begins the name: reading it would only make this side slower. */
	sqlite3_bind_text(k->insert, 1, body->text, (int)body->len, SQLITE_STATIC);
	ok = sqlite3_step(k->insert) == SQLITE_DONE;
	sqlite3_reset(k->insert);
	ok = ok && sqlite3_step(k->audit) == SQLITE_DONE;
	sqlite3_reset(k->audit);
	ok = sqlite3_step(k->commit) == SQLITE_DONE && ok;
	sqlite3_reset(k->commit);
	buf_reset(&k->out);
	buf_adds(&k->out, "{\"id\":\"1\"}");
	return ok ? 201 : 500;
}

static unsigned route(struct MHD_Connection *c, const char *url, const struct body *body,
		      struct buf **ret_out)
{
	struct connection *k = connection();

	*ret_out = &k->out;
	if (str_eq(url, "/hello")) {
		buf_reset(&k->out);
		buf_adds(&k->out, "{\"message\":\"hello\",\"from\":\"plain_server\",\"n\":1}\n");
		return 200;
	}
	if (str_eq(url, "/page"))
		return page(k, argument(c, "organisation_id"));
	if (str_eq(url, "/person"))
		return person(k, argument(c, "id"));
	return str_eq(url, "/create") ? create(k, body) : 404;
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url,
			      const char *method, const char *version, const char *data,
			      size_t *size, void **state)
{
	struct body *body = *state;
	struct MHD_Response *r;
	struct buf *out;
	enum MHD_Result done;
	unsigned status;

	(void)cls;
	(void)method;
	(void)version;
	if (!body) {
		*state = body = malloc(sizeof(*body));
		if (!body)
			return MHD_NO;
		body->len = 0;
		return MHD_YES;
	}
	if (*size) {
		size_t n = *size < BODY_MAX - body->len ? *size : BODY_MAX - body->len;

		memcpy(body->text + body->len, data, n);
		body->len += n;
		*size = 0;
		return MHD_YES;
	}
	status = route(c, url, body, &out);
	r = MHD_create_response_from_buffer(out->len, out->text, MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(r, "Content-Type", "application/json");
	done = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return done;
}

static void completed(void *cls, struct MHD_Connection *c, void **state,
		      enum MHD_RequestTerminationCode why)
{
	(void)cls;
	(void)c;
	(void)why;
	free(*state);
	*state = NULL;
}

int main(int argc, char **argv)
{
	struct sockaddr_in loopback = { .sin_family = AF_INET,
					.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct db_options options = { 0 };
	struct MHD_Daemon *daemon;
	struct arena a;
	sigset_t stop;
	int signal_number;

	if (argc != 2)
		return 2;
	arena_init(&a);
	database = argv[1];
	options.url = arena_printf(&a, "sqlite:%s", argv[1]);
	if (db_pool_open(&options, &pool))
		return 1;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL,
				  answer, NULL, MHD_OPTION_THREAD_POOL_SIZE, THREADS,
				  MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
				  MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_END);
	if (!daemon)
		return 1;
	printf("http://127.0.0.1:%u\n",
	       MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	sigwait(&stop, &signal_number);
	MHD_stop_daemon(daemon);
	return 0;
}
