/* SPDX-License-Identifier: Apache-2.0 */
/* The answer as libmicrohttpd wants it, and the log line. On the server thread. */
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "http/assets.h"
#include "http/headers.h"
#include "http/request.h"
#include "http/server.h"
#include "http/url.h"
#include "base/banned.h"

static struct MHD_Response *body_of(struct req *rq)
{
	struct answer *an = &rq->answer;
	struct MHD_Response *r;

	if (an->kind == ANSWER_FILE) {
		r = MHD_create_response_from_fd64((uint64_t)an->file_bytes, an->file);
		if (r)
			an->file = -1; /* closed with the response */
		return r;
	}
	if (an->kind != ANSWER_BODY)
		return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "",
						       MHD_RESPMEM_PERSISTENT);
	/* The bytes live until the request is completed, which is after the last was sent. */
	return MHD_create_response_from_buffer(an->out.len, an->out.text, MHD_RESPMEM_PERSISTENT);
}

/* attachment; filename="x"; filename*=UTF-8''... (RFC 6266) */
static void add_disposition(struct MHD_Response *r, const char *file_name)
{
	struct buf b;

	buf_init(&b, 4096);
	buf_adds(&b, "attachment; filename=\"");
	for (const char *c = file_name; *c; c++) {
		if ((unsigned char)*c < 0x80)
			buf_addc(&b, *c < 0x20 || *c == '"' || *c == '\\' || *c == '/' ? '_' : *c);
	}
	buf_adds(&b, "\"; filename*=UTF-8''");
	url_encode(&b, file_name);
	if (!b.overflow)
		header_add(r, "Content-Disposition", b.text);
	buf_release(&b);
}

static void add_headers(struct req *rq, struct MHD_Response *r)
{
	const struct answer *an = &rq->answer;

	headers_common(r, /* html= */ false);
	header_add(r, "X-Request-Id", rq->id);
	/* Personal data is kept by no cache; our page remembers tags itself. */
	header_add(r, "Cache-Control", "no-store");
	if (an->kind == ANSWER_BODY || an->kind == ANSWER_FILE)
		header_add(r, "Content-Type", an->type ? an->type : "application/json");
	if (an->etag)
		header_add(r, "ETag", an->etag);
	if (an->file_name)
		add_disposition(r, an->file_name);
	if (rq->close)
		header_add(r, "Connection", "close");
	for (const struct header_line *h = an->headers; h; h = h->next)
		header_add(r, h->name, h->value);
}

static void log_answer(const struct req *rq)
{
	const struct http_gate *gate = rq->server->config.gate;
	const struct route *route = rq->match.route;
	long long ms = clock_monotonic_ms() - rq->started_ms;
	long long account = rq->user && gate ? gate->user_id(rq->user) : 0;

	if (rq->result && err_status(rq->result) >= 500 && err_status(rq->result) != 503)
		log_error("%s: %s", rq->id, err_text(rq->result));
	/* An unknown path may hold anything, so it is not written down. */
	log_info("%s account=%lld %s %s %d %lldms", rq->id, account, route ? route->method : "-",
		 route ? route->path : "-", rq->answer.status, ms);
}

/* The page that tells it in words, with the status. */
static struct MHD_Response *shell_of(struct req *rq)
{
	struct asset_answer an =
		assets_find(rq->server->assets, "/", 1, req_header(rq, "Accept-Encoding"), NULL);

	rq->answer.status = rq->result ? err_status(rq->result) : 200;
	return an.response;
}

enum MHD_Result answer_send(struct req *rq)
{
	const struct route *route = rq->match.route;
	struct MHD_Response *r;
	enum MHD_Result queued;

	r = route && (route->flags & ROUTE_SHELL) ? shell_of(rq) : NULL;
	if (r) { /* it lives as long as the server */
		rq->stage = REQ_SENT;
		log_answer(rq);
		return MHD_queue_response(rq->connection, (unsigned)rq->answer.status, r);
	}
	if (rq->result)
		answer_error(rq, rq->result);
	if (atomic_load(&rq->server->stopping))
		rq->close = true;
	r = body_of(rq);
	if (!r)
		return MHD_NO; /* out of memory: the connection ends */
	add_headers(rq, r);
	queued = MHD_queue_response(rq->connection, (unsigned)rq->answer.status, r);
	MHD_destroy_response(r);
	rq->stage = REQ_SENT;
	log_answer(rq);
	return queued;
}
