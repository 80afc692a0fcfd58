/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's way: headers -> route -> session and permission -> body -> handler -> answer.
 *
 * libmicrohttpd calls dispatch() with the headers, with each piece of the body, at its end, and
 * again after a suspended connection was resumed; rq->stage says where we are. A request that is
 * handed to a worker or the writer is suspended first and belongs to them until they resume it.
 */
#include <strings.h>

#include "base/context.h"
#include "base/log.h"
#include "base/str.h"
#include "http/limits.h"
#include "http/request.h"
#include "http/server.h"
#include "base/banned.h"

static bool has_body(const struct req *rq)
{
	return rq->guard.encodings > 0 || rq->guard.length > 0;
}

static bool on_postgresql(const struct req *rq)
{
	return rq->server->ordinary != NULL;
}

/* ---- running a handler ---- */

static enum err authorise(struct req *rq)
{
	const struct http_gate *gate = rq->server->config.gate;
	const struct route *route = rq->match.route;
	enum err e;

	rq->authorised = true;
	if (!gate)
		return OK;
	e = gate->identify(rq, route, &rq->user);
	if (e)
		return e;
	return gate->permit(rq, route, rq->user);
}

static bool is_json(const char *type)
{
	static const char want[] = "application/json";

	return type && strncasecmp(type, want, sizeof(want) - 1) == 0 &&
	       (!type[sizeof(want) - 1] || strchr("; \t", type[sizeof(want) - 1]));
}

/* Does the route take such a body? Said only to those who may use it. */
static enum err check_body_kind(struct req *rq)
{
	const struct route *route = rq->match.route;

	if (!has_body(rq) || (route->flags & ROUTE_UPLOAD))
		return OK;
	if (!route->body) {
		problem_add(req_problems(rq), "", "unknown", NULL);
		return ERR_INPUT;
	}
	return is_json(req_header(rq, "Content-Type")) ? OK : ERR_MEDIA_TYPE;
}

/* On whatever thread db belongs to. db may be NULL for our own routes. */
static void handle(struct req *rq, struct db *db, bool with_handler)
{
	struct thread_ctx *ctx = thread_here(&rq->server->threads);
	enum err e = OK;

	ctx->run++;
	context_set_request_id(rq->id);
	rq->db = db;
	if (!rq->authorised) {
		e = authorise(rq);
		if (!e)
			e = check_body_kind(rq);
	}
	if (!e && with_handler) {
		e = rq->match.route->run(rq);
		if (!e)
			e = answer_finish(rq);
	}
	rq->result = e;
	rq->db = NULL;
	context_set_request_id(NULL);
}

static void handle_here(struct req *rq, bool with_handler)
{
	struct http_server *s = rq->server;
	struct db *db = NULL;
	enum err e = thread_db(thread_here(&s->threads), s->config.pool, &db);

	if (e)
		rq->result = e;
	else
		handle(rq, db, with_handler);
}

/* ---- handing over ---- */

/* rq may be gone when this returns: the server thread takes it at once. */
static void hand_back(struct req *rq, enum req_stage next)
{
	struct http_server *s = rq->server;

	rq->stage = next;
	MHD_resume_connection(rq->connection);
	atomic_fetch_sub(&s->handed, 1);
}

static void worker_run(void *arg)
{
	struct req *rq = arg;

	handle_here(rq, /* with_handler= */ true);
	hand_back(rq, REQ_READY);
}

static void worker_authorise(void *arg)
{
	struct req *rq = arg;

	handle_here(rq, /* with_handler= */ false);
	hand_back(rq, REQ_AUTHORISED);
}

static struct req *req_of(struct db_job *job)
{
	return (struct req *)(void *)((char *)job - offsetof(struct req, job));
}

static enum err writer_run(struct db *db, struct db_job *job)
{
	struct req *rq = req_of(job);

	handle(rq, db, /* with_handler= */ true);
	return rq->result;
}

/* What was prepared is only sent if it is durable. */
static void writer_done(struct db_job *job, enum err commit)
{
	struct req *rq = req_of(job);

	/* job->result: the savepoint itself failed, or a statement did whose error was not passed on */
	if (!rq->result)
		rq->result = commit ? commit : job->result;
	hand_back(rq, REQ_READY);
}

static enum err submit(struct req *rq, void (*run)(void *))
{
	struct http_server *s = rq->server;
	bool slow = rq->match.route->flags & ROUTE_SLOW;

	if (slow)
		return workers_submit(s->slow, run, rq);
	if (s->ordinary)
		return workers_submit(s->ordinary, run, rq);
	rq->job = (struct db_job){
		.name = rq->match.route->path,
		.run = writer_run,
		.done = writer_done,
	};
	return db_submit(s->config.pool, &rq->job);
}

static void hand_over(struct req *rq, void (*run)(void *), enum req_stage next)
{
	enum err e;

	rq->stage = REQ_ELSEWHERE;
	conn_expect(rq->conn, 0);
	atomic_fetch_add(&rq->server->handed, 1);
	/* First: it may be resumed before submit() returns. */
	MHD_suspend_connection(rq->connection);
	e = submit(rq, run);
	if (e) {
		rq->result = e;
		hand_back(rq, next);
	}
}

/* Body and all are there. */
static void run(struct req *rq)
{
	const struct route *route = rq->match.route;
	bool read = str_eq(route->method, "GET");

	if (route->flags & ROUTE_ON_SPOT)
		handle(rq, NULL, true);
	else if (read && !(route->flags & ROUTE_SLOW) && !on_postgresql(rq))
		handle_here(rq, true);
	else {
		hand_over(rq, worker_run, REQ_READY);
		return;
	}
	rq->stage = REQ_READY;
}

/* ---- headers ---- */

static enum err find_route(struct req *rq)
{
	router_find(rq->server->router, rq->method, rq->target, rq->path_len, &rq->match);
	if (rq->match.route)
		return OK;
	if (!rq->match.allow)
		return ERR_NOT_FOUND;
	res_header(rq, "Allow", rq->match.allow);
	return ERR_METHOD;
}

static enum err check_length(const struct req *rq)
{
	bool upload = rq->match.route->flags & ROUTE_UPLOAD;
	int64_t max = upload ? LIMIT_UPLOAD_BYTES : (int64_t)LIMIT_BODY_BYTES;

	return rq->guard.length > max ? ERR_TOO_LARGE : OK;
}

/* Only what can be said without a database. */
static enum err check_headers(struct req *rq, const char *method, const char *version)
{
	enum err e = req_headers(rq, method, version);

	if (e) {
		rq->close = true;
		return e;
	}
	e = find_route(rq);
	if (e)
		return e;
	return check_length(rq);
}

/*
 * The answer is known before the body was read. A short body is read and thrown away, so that the
 * client hears the answer instead of a broken connection.
 */
static void refuse(struct req *rq, enum err e)
{
	rq->result = e;
	if (rq->close || rq->guard.length > (int64_t)LIMIT_BODY_BYTES) {
		rq->close = true;
		rq->stage = REQ_READY;
	} else {
		rq->stage = has_body(rq) ? REQ_DRAIN : REQ_READY;
	}
}

/* Session and permission have been looked at elsewhere; the body is still to come. */
static void authorised(struct req *rq)
{
	rq->stage = REQ_BODY;
	conn_expect(rq->conn,
		    rq->match.route->flags & ROUTE_UPLOAD ? LIMIT_UPLOAD_MS : LIMIT_BODY_MS);
	if (rq->result)
		refuse(rq, rq->result);
}

static void begin(struct req *rq, const char *method, const char *version)
{
	enum err e = check_headers(rq, method, version);
	bool upload = !e && (rq->match.route->flags & ROUTE_UPLOAD);

	conn_expect(rq->conn, upload ? LIMIT_UPLOAD_MS : LIMIT_BODY_MS);
	if (e) {
		refuse(rq, e);
		return;
	}
	if (rq->match.route->flags & ROUTE_ON_SPOT)
		rq->authorised = true;
	rq->stage = REQ_BODY;
	if (rq->authorised)
		return;
	if (on_postgresql(rq)) {
		/* Without a body it is one way: session, permission and handler at once. */
		if (has_body(rq))
			hand_over(rq, worker_authorise, REQ_AUTHORISED);
		return;
	}
	handle_here(rq, /* with_handler= */ false);
	if (rq->result)
		refuse(rq, rq->result);
}

static bool below_api(const struct req *rq)
{
	return rq->path_len >= 4 && memcmp(rq->target, "/api", 4) == 0 &&
	       (rq->path_len == 4 || rq->target[4] == '/');
}

/* A page whose status a handler knows. */
static bool is_shell(struct req *rq)
{
	struct route_match m;

	router_find(rq->server->router, "GET", rq->target, rq->path_len, &m);
	return m.route && (m.route->flags & ROUTE_SHELL);
}

/* The browser side. False: it is not for it. */
static bool send_asset(struct req *rq, const char *method, enum MHD_Result *ret)
{
	struct asset_answer an;

	if (!str_eq(method, "GET") && !str_eq(method, "HEAD"))
		return false;
	an = assets_find(rq->server->assets, rq->target, rq->path_len,
			 req_header(rq, "Accept-Encoding"), req_header(rq, "If-None-Match"));
	if (!an.response)
		return false;
	*ret = MHD_queue_response(rq->connection, an.status, an.response);
	rq->stage = REQ_SENT;
	log_info("%s account=0 GET asset %u", rq->id, an.status);
	return true;
}

/* ---- body ---- */

/* Refused bodies are swallowed up to four times what we would have taken, then we hang up. */
#define LIMIT_THROWN ((int64_t)LIMIT_BODY_BYTES * 4)

static enum MHD_Result take_body(struct req *rq, const char *data, size_t size)
{
	enum err e = OK;

	if (rq->stage == REQ_DRAIN) {
		rq->thrown_bytes += (int64_t)size;
		return rq->thrown_bytes > LIMIT_THROWN ? MHD_NO : MHD_YES;
	}
	if (rq->match.route->flags & ROUTE_UPLOAD) {
		e = spool_add(rq, data, size);
	} else {
		buf_add(&rq->body, data, size);
		e = buf_check(&rq->body);
	}
	if (e) {
		rq->result = e;
		rq->close = true;
		rq->stage = REQ_DRAIN;
	}
	return MHD_YES;
}

static enum MHD_Result first_call(struct req *rq, const char *method, const char *version)
{
	enum MHD_Result sent = MHD_NO;

	if (below_api(rq) || is_shell(rq)) {
		begin(rq, method, version);
		return MHD_YES;
	}
	if (req_headers(rq, method, version)) {
		rq->close = true;
		refuse(rq, ERR_INPUT);
	} else if (!send_asset(rq, method, &sent)) {
		bool known = str_eq(method, "GET") || str_eq(method, "HEAD");

		if (!known)
			res_header(rq, "Allow", "GET, HEAD");
		refuse(rq, known ? ERR_NOT_FOUND : ERR_METHOD);
	} else {
		return sent;
	}
	return MHD_YES;
}

enum MHD_Result dispatch(void *server, struct MHD_Connection *connection, const char *url,
			 const char *method, const char *version, const char *data, size_t *size,
			 void **request)
{
	struct req *rq = *request;

	(void)server;
	(void)connection;
	(void)url; /* cut at '?' and partly decoded: rq->target has it as it came */
	if (rq->stage == REQ_HEADERS) {
		enum MHD_Result r = first_call(rq, method, version);

		/* Guarded requests end here; all others come again, also without a body. */
		return rq->stage == REQ_READY && rq->close ? answer_send(rq) : r;
	}
	if (rq->stage == REQ_AUTHORISED) {
		authorised(rq); /* called again with the headers, after the resume */
		return rq->stage == REQ_READY && rq->close ? answer_send(rq) : MHD_YES;
	}
	if (*size) {
		enum MHD_Result r = take_body(rq, data, *size);

		*size = 0;
		return r;
	}
	if (rq->stage == REQ_BODY)
		run(rq);
	if (rq->stage == REQ_READY || rq->stage == REQ_DRAIN)
		return answer_send(rq);
	return MHD_YES;
}
