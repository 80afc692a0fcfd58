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
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "json/json_writer.h"
#include "base/banned.h"

#define THREADS      2
#define ANSWER_MAX   (1u << 20)
#define BODY_MAX     4096
#define STATEMENTS   8
#define BUSY_WAIT_MS 10000

struct connection {
	sqlite3 *db;
	sqlite3_stmt *page, *person, *begin, *insert, *audit, *commit;
	struct buf out;
};

struct body {
	char text[BODY_MAX];
	size_t len;
};

static const char *database;
static __thread struct connection *mine;

/* Filled from the statements of src/directory by bench/run through plain_sql.h. */
#include "plain_sql.h"

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
	if (!mine ||
	    sqlite3_open_v2(database, &mine->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK)
		exit(1);
	sqlite3_busy_timeout(mine->db, BUSY_WAIT_MS);
	sqlite3_exec(mine->db, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL, NULL);
	mine->page = prepare(mine->db, PLAIN_PAGE);
	mine->person = prepare(mine->db, PLAIN_PERSON);
	mine->begin = prepare(mine->db, "BEGIN IMMEDIATE");
	mine->insert = prepare(mine->db, PLAIN_INSERT);
	mine->audit = prepare(mine->db, PLAIN_AUDIT);
	mine->commit = prepare(mine->db, "COMMIT");
	buf_init(&mine->out, ANSWER_MAX);
	return mine;
}

/* The current row as an object: numbers as numbers, the rest as text. */
static void write_row(struct json_writer *w, sqlite3_stmt *q)
{
	json_object(w, NULL);
	for (int i = 0; i < sqlite3_column_count(q); i++) {
		const char *name = sqlite3_column_name(q, i);

		if (sqlite3_column_type(q, i) == SQLITE_INTEGER) {
			json_id(w, name, sqlite3_column_int64(q, i));
		} else {
			const char *text = (const char *)sqlite3_column_text(q, i);

			json_strn(w, name, text, (size_t)sqlite3_column_bytes(q, i));
		}
	}
	json_close(w);
}

static unsigned rows(sqlite3_stmt *q, struct buf *out)
{
	struct json_writer w;

	buf_reset(out);
	json_begin(&w, out);
	json_object(&w, NULL);
	json_array(&w, "items");
	while (sqlite3_step(q) == SQLITE_ROW)
		write_row(&w, q);
	json_close(&w);
	json_close(&w);
	sqlite3_reset(q);
	return json_end(&w) ? 500 : 200;
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
	/* The body is stored as it is: reading it would only make this side slower. */
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
	if (str_eq(url, "/page")) {
		sqlite3_bind_int64(k->page, 1, argument(c, "organisation_id"));
		return rows(k->page, &k->out);
	}
	if (str_eq(url, "/person")) {
		sqlite3_bind_int64(k->person, 1, argument(c, "id"));
		return rows(k->person, &k->out);
	}
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
	struct MHD_Daemon *daemon;
	sigset_t stop;
	int signal_number;

	if (argc != 2)
		return 2;
	database = argv[1];
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL,
				  answer, NULL, MHD_OPTION_THREAD_POOL_SIZE, THREADS,
				  MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_END);
	if (!daemon)
		return 1;
	printf("http://127.0.0.1:%u\n",
	       MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	sigwait(&stop, &signal_number);
	MHD_stop_daemon(daemon);
	return 0;
}
