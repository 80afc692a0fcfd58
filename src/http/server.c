/* SPDX-License-Identifier: Apache-2.0 */
/* Start and graceful stop. */
#define BASE_MAY_ALLOCATE 1 /* the server outlives every arena */
#include <arpa/inet.h>
#include <assert.h>
#include <malloc.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "http/limits.h"
#include "http/server.h"
#include "http/test_clock.h"
#include "base/banned.h"

/* ---- called by libmicrohttpd ---- */

static struct conn *conn_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The first moment of a request: the line is there, as it came. */
static void *on_line(void *server, const char *target, struct MHD_Connection *connection)
{
	struct http_server *s = server;
	struct conn *c = conn_of(connection);

	atomic_fetch_add(&s->running, 1);
	conn_expect(c, LIMIT_HEADER_MS);
	return req_new(s, c, connection, target);
}

static void on_completed(void *server, struct MHD_Connection *connection, void **request,
			 enum MHD_RequestTerminationCode why)
{
	struct http_server *s = server;
	struct req *rq = *request;

	(void)connection;
	(void)why;
	if (!rq)
		return;
	conn_expect(rq->conn, LIMIT_IDLE_MS);
	*request = NULL;
	req_free(rq);
	atomic_fetch_sub(&s->running, 1);
}

static void on_connection(void *server, struct MHD_Connection *connection, void **context,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = server;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

		*context = conn_new(&s->deadlines, info->connect_fd);
	} else if (*context) {
		conn_free(&s->deadlines, *context);
		*context = NULL;
	}
}

/* Paths are decoded by us, segment by segment, so that %2F is no slash. */
static size_t leave_encoded(void *server, struct MHD_Connection *connection, char *text)
{
	(void)server;
	(void)connection;
	return strlen(text);
}

static void on_message(void *server, const char *format, va_list ap)
{
	char text[300]; /* a log line is cut, never grown */

	(void)server;
	vsnprintf(text, sizeof(text), format, ap);
	text[strcspn(text, "\r\n")] = '\0';
	log_debug("http: %s", text);
}

/* ---- start ---- */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static enum err parse_address(const struct http_config *config, union address *ret)
{
	*ret = (union address){ 0 };
	if (inet_pton(AF_INET, config->address, &ret->v4.sin_addr) == 1) {
		ret->v4.sin_family = AF_INET;
		ret->v4.sin_port = htons(config->port);
		return OK;
	}
	if (inet_pton(AF_INET6, config->address, &ret->v6.sin6_addr) == 1) {
		ret->v6.sin6_family = AF_INET6;
		ret->v6.sin6_port = htons(config->port);
		return OK;
	}
	return ERR_IO;
}

static int cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 64 ? 64 : n < 1 ? 1 : (int)n;
}

static enum err start_daemon(struct http_server *s)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME |
			 MHD_USE_ITC | MHD_USE_ERROR_LOG;
	int n = s->config.read_threads > 0 ? s->config.read_threads : cores();
	union address address;
	sigset_t all, before;
	enum err e = parse_address(&s->config, &address);

	if (e)
		return e;
	if (address.any.sa_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	sigfillset(&all); /* signals are for main's thread, and the new ones inherit this */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	s->daemon = MHD_start_daemon(
		flags, s->config.port, NULL, NULL, dispatch, s, MHD_OPTION_EXTERNAL_LOGGER,
		on_message, s, MHD_OPTION_SOCK_ADDR, &address.any, MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)(n < 2 ? 2 : n), MHD_OPTION_THREAD_STACK_SIZE, LIMIT_STACK_BYTES,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_CONNECTION_BYTES,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS_PER_ADDRESS,
		MHD_OPTION_CONNECTION_TIMEOUT, LIMIT_SILENCE_S, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded,
		s, MHD_OPTION_URI_LOG_CALLBACK, on_line, s, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->daemon ? OK : ERR_IO;
}

static void find_port(struct http_server *s)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);

	s->port = info ? info->port : s->config.port;
}

/* A connection needs a descriptor; the usual 1,024 are too few for LIMIT_CONNECTIONS. */
static void raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= LIMIT_CONNECTIONS + 200)
		return;
	limit.rlim_cur =
		limit.rlim_max < LIMIT_CONNECTIONS + 200 ? limit.rlim_max : LIMIT_CONNECTIONS + 200;
	(void)setrlimit(RLIMIT_NOFILE, &limit); /* else fewer connections, as before */
}

static enum err build_router(struct http_server *s)
{
	size_t n = 0;
	const struct route **tables;

	while (s->config.routes[n])
		n++;
	tables = ARENA_ARRAY(&s->arena, const struct route *, n + 2);
	for (size_t i = 0; i < n; i++)
		tables[i] = s->config.routes[i];
	tables[n] = test_clock_routes();
	return router_build(&s->arena, tables, &s->router);
}

static enum err start_workers(struct http_server *s)
{
	int slow = s->config.slow_threads;
	enum err e;

	if (slow <= 0)
		slow = cores() > 1 ? cores() - 1 : 1;
	e = workers_start(slow, LIMIT_SLOW_QUEUE, &s->slow);
	if (e || !s->config.pool || db_pool_dialect(s->config.pool) == DB_SQLITE)
		return e;
	/* These wait for the database more than they work. */
	return workers_start(cores() * 2 + 2, LIMIT_QUEUE, &s->ordinary);
}

static enum err start_parts(struct http_server *s)
{
	enum err e = build_router(s);
	const struct asset *assets;
	size_t n_assets;

	if (!e && s->config.spool)
		e = spool_open(s->config.spool);
	if (e)
		return e;
	assets = asset_all(&n_assets);
	s->assets = assets_build(&s->arena, assets, n_assets);
	e = start_workers(s);
	if (!e)
		e = start_daemon(s);
	return e;
}

static void server_free(struct http_server *s)
{
	workers_stop(s->slow);
	workers_stop(s->ordinary);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	deadlines_stop(&s->deadlines);
	assets_release(s->assets);
	thread_set_release(&s->threads);
	arena_release(&s->arena);
	free(s);
}

enum err http_start(const struct http_config *config, struct http_server **ret)
{
	struct http_server *s = calloc(1, sizeof(*s));
	enum err e;

	if (!s)
		return ERR_IO;
	/* Arenas of malloc are kept per thread and never shrink; two are enough for ours. */
	(void)mallopt(M_ARENA_MAX, 2);
	raise_descriptors();
	arena_init(&s->arena);
	s->config = *config;
	s->config.address = arena_strdup(&s->arena, config->address);
	s->config.spool = arena_strdup(&s->arena, config->spool);
	thread_set_init(&s->threads);
	e = deadlines_start(&s->deadlines);
	if (e) {
		free(s);
		return e;
	}
	e = start_parts(s);
	if (e) {
		server_free(s);
		return e;
	}
	find_port(s);
	*ret = s;
	return OK;
}

uint16_t http_port(const struct http_server *s)
{
	return s->port;
}

/* ---- stop ---- */

/* Waits until *count is 0; false when wait_ms are over first (-1: waits for ever). */
static bool wait_for_none(_Atomic int *count, int64_t wait_ms)
{
	const struct timespec a_while = { 0, 2000000 };
	int64_t end = clock_monotonic_ms() + wait_ms;

	while (atomic_load(count) > 0) {
		if (wait_ms >= 0 && clock_monotonic_ms() >= end)
			return false;
		(void)nanosleep(&a_while, NULL); /* only at the end of the process */
	}
	return true;
}

void http_stop(struct http_server *s, int wait_ms)
{
	int listener;

	if (!s)
		return;
	atomic_store(&s->stopping, true);
	listener = MHD_quiesce_daemon(s->daemon);
	if (listener >= 0)
		(void)close(listener);
	if (!wait_for_none(&s->running, wait_ms))
		log_warn("stopping with %d requests still running", atomic_load(&s->running));
	/* What was handed over cannot be called back: a thread works on its memory. */
	workers_stop(s->slow);
	workers_stop(s->ordinary);
	s->slow = s->ordinary = NULL;
	(void)wait_for_none(&s->handed, -1);
	server_free(s);
}

/* ---- work that is no request ---- */

struct work {
	struct http_server *server;
	void (*run)(struct db *db, void *arg);
	void *arg;
};

static void run_work(void *arg)
{
	struct work work = *(struct work *)arg;
	struct db *db = NULL;

	free(arg);
	if (thread_db(thread_here(&work.server->threads), work.server->config.pool, &db))
		log_error("work outside requests: no connection to the database");
	work.run(db, work.arg);
}

enum err http_work(struct http_server *s, void (*run)(struct db *db, void *arg), void *arg)
{
	struct work *work = malloc(sizeof(*work));
	enum err e;

	if (!work)
		return ERR_BUSY;
	*work = (struct work){ s, run, arg };
	e = workers_submit(s->slow, run_work, work);
	if (e)
		free(work);
	return e;
}
