/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler answers. Nothing is sent here: the server thread does that (answer_send.c). */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "http/limits.h"
#include "http/request.h"
#include "http/server.h"
#include "http/url.h"
#include "json/fields_check.h"
#include "base/banned.h"

void answer_drop(struct req *rq)
{
	struct answer *an = &rq->answer;

	if (an->file >= 0)
		(void)close(an->file); /* only read */
	an->file = -1;
	an->kind = ANSWER_NONE;
	an->writing = false;
	an->type = an->file_name = an->etag = NULL;
	buf_reset(&an->out);
}

static enum err answered(struct req *rq, enum answer_kind kind, int status)
{
	if (rq->answer.kind != ANSWER_NONE)
		return BUG("answered twice");
	rq->answer.kind = kind;
	rq->answer.status = status;
	return OK;
}

struct json_writer *res_writer(struct req *rq)
{
	struct answer *an = &rq->answer;

	if (!an->writing) {
		an->writing = true;
		(void)buf_reserve(&an->out, LIMIT_REPLY_FIRST); /* json_end() tells of overflow */
		json_begin(&an->writer, &an->out);
	}
	return &an->writer;
}

enum err res_written(struct req *rq, int status)
{
	enum err e;

	if (!rq->answer.writing)
		return BUG("an answer that was not written");
	e = json_end(&rq->answer.writer);
	if (e)
		return e;
	return answered(rq, ANSWER_BODY, status);
}

enum err res_json(struct req *rq, int status, const struct fld *fields, const void *from)
{
	fields_print(res_writer(rq), NULL, fields, from);
	return res_written(rq, status);
}

enum err res_none(struct req *rq)
{
	return answered(rq, ANSWER_EMPTY, 204);
}

enum err res_bytes(struct req *rq, const char *type, const char *file_name, const void *bytes,
		   size_t len)
{
	buf_add(&rq->answer.out, bytes, len);
	if (buf_check(&rq->answer.out))
		return ERR_TOO_LARGE;
	rq->answer.type = arena_strdup(&rq->arena, type);
	rq->answer.file_name = arena_strdup(&rq->arena, file_name);
	return answered(rq, ANSWER_BODY, 200);
}

enum err res_file(struct req *rq, const char *type, const char *file_name, const char *path,
		  bool remove_after)
{
	struct answer *an = &rq->answer;
	struct stat st;

	if (an->file >= 0)
		return BUG("answered twice");
	an->file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	/* The open file stays readable; the name is not needed any more. */
	if (remove_after)
		(void)unlink(path);
	if (an->file < 0 || fstat(an->file, &st) || !S_ISREG(st.st_mode)) {
		log_error("%s: cannot send a file: %s", rq->id, strerror(errno));
		return ERR_IO;
	}
	an->file_bytes = st.st_size;
	an->type = arena_strdup(&rq->arena, type);
	an->file_name = arena_strdup(&rq->arena, file_name);
	return answered(rq, ANSWER_FILE, 200);
}

void res_header(struct req *rq, const char *name, const char *value)
{
	struct header_line *h = ARENA_NEW(&rq->arena, struct header_line);

	h->name = arena_strdup(&rq->arena, name);
	h->value = arena_strdup(&rq->arena, value);
	h->next = rq->answer.headers;
	rq->answer.headers = h;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}

static uint64_t mix_text(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h;
}

/*
 * The day is part of it because debts and deadlines change overnight without a write; the
 * program's version because it may say the same thing in other words.
 */
bool res_unchanged(struct req *rq)
{
	const struct http_gate *gate = rq->server->config.gate;
	int64_t version, account = 0;
	uint64_t h;

	if (db_version(rq->db, &version))
		return false; /* the work that follows will tell what is wrong */
	if (rq->user && gate)
		account = gate->user_id(rq->user);
	h = mix(mix(mix(1, (uint64_t)version), (uint64_t)account), (uint64_t)clock_today());
	h = mix_text(mix_text(h, JISHI_VERSION), rq->target);
	rq->answer.etag = arena_printf(&rq->arena, "\"%llx-%016llx\"", (unsigned long long)version,
				       (unsigned long long)h);
	if (!etag_matches(req_header(rq, "If-None-Match"), rq->answer.etag))
		return false;
	rq->answer.kind = ANSWER_UNCHANGED;
	rq->answer.status = 304;
	return true;
}

#ifdef JISHI_TEST_BUILD
/* Does the answer say what the table promises? A difference is our bug and shown as one. */
static enum err check_reply(struct req *rq)
{
	const struct route *route = rq->match.route;
	const char *why = NULL;
	struct answer *an = &rq->answer;

	if (an->kind != ANSWER_BODY || an->type || (route->flags & ROUTE_RAW_REPLY))
		return OK;
	if (!route->reply)
		why = "the route promises no body";
	else
		why = fields_check(&rq->arena, route->reply, route->flags & ROUTE_PAGE,
				   an->out.text, an->out.len);
	if (!why)
		return OK;
	log_error("%s: %s %s: answer differs from its table: %s", rq->id, route->method,
		  route->path, why);
	return ERR_BUG;
}
#endif

enum err answer_finish(struct req *rq)
{
	if (rq->answer.kind == ANSWER_NONE)
		return BUG("a handler that did not answer");
#ifdef JISHI_TEST_BUILD
	return check_reply(rq);
#else
	return OK;
#endif
}

static void print_problems(struct json_writer *w, const struct problems *p)
{
	json_array(w, "fields");
	for (size_t i = 0; p && i < p->n; i++) {
		const struct problem *one = &p->items[i];

		json_object(w, NULL);
		json_str(w, "field", one->field);
		json_str(w, "code", one->code);
		if (one->params)
			json_raw(w, "params", one->params, strlen(one->params));
		json_close(w);
	}
	json_close(w);
}

void answer_error(struct req *rq, enum err e)
{
	struct json_writer w;

	answer_drop(rq);
	json_begin(&w, &rq->answer.out);
	json_object(&w, NULL);
	json_object(&w, "error");
	json_str(&w, "code", err_code(e));
	json_str(&w, "message", err_text(e));
	json_str(&w, "request_id", rq->id);
	print_problems(&w, e == ERR_INPUT ? rq->problems : NULL);
	if (rq->details)
		json_raw(&w, "details", rq->details, strlen(rq->details));
	json_close(&w);
	json_close(&w);
	if (json_end(&w)) /* 50 problems of 64 bytes: far below the limit of an answer */
		log_error("%s: an error could not be written", rq->id);
	rq->answer.kind = ANSWER_BODY;
	rq->answer.status = err_status(e);
	if (err_status(e) == 503)
		res_header(rq, "Retry-After", LIMIT_RETRY_AFTER_S);
}

enum err res_wait(struct req *rq, int64_t seconds)
{
	const char *text = arena_printf(req_arena(rq), "%lld", (long long)seconds);

	res_header(rq, "Retry-After", text);
	req_explain(rq, arena_printf(req_arena(rq), "{\"retry_after_seconds\":%s}", text));
	return ERR_THROTTLED;
}
