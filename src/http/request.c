/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler asks of its request. */
#define BASE_MAY_ALLOCATE 1 /* a struct req holds its own arena, so it cannot live in it */
#include "http/request.h"

#include <arpa/inet.h>
#include <assert.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "http/limits.h"
#include "http/server.h"
#include "http/url.h"
#include "base/banned.h"

struct req *req_new(struct http_server *s, struct conn *conn, struct MHD_Connection *connection,
		    const char *target)
{
	struct req *rq = calloc(1, sizeof(*rq));

	if (!rq) {
		log_error("out of memory taking a request");
		abort();
	}
	rq->server = s;
	rq->conn = conn;
	rq->connection = connection;
	rq->spool.file = rq->answer.file = -1;
	rq->started_ms = clock_monotonic_ms();
	arena_init(&rq->arena);
	buf_init(&rq->body, LIMIT_BODY_BYTES);
	buf_init(&rq->answer.out, LIMIT_REPLY_BYTES);
	/* Too long ones are refused with the headers; until then the start is enough. */
	rq->target = arena_strndup(&rq->arena, target, strnlen(target, LIMIT_URL_BYTES + 1));
	rq->path_len = strcspn(rq->target, "?#");
	rq->query = rq->target[rq->path_len] == '?' ? rq->target + rq->path_len + 1 : "";
	return rq;
}

void req_free(struct req *rq)
{
	answer_drop(rq);
	spool_release(rq);
	buf_release(&rq->answer.out);
	buf_release(&rq->body);
	arena_release(&rq->arena);
	free(rq);
}

/* Sixteen characters, 80 random bits; randomness is fetched for many requests at once. */
static void new_id(char id[17])
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	static _Thread_local unsigned char pool[160];
	static _Thread_local size_t left;

	if (left < 16) {
		if (getrandom(pool, sizeof(pool), 0) != (ssize_t)sizeof(pool)) {
			log_error("no random bytes from the system");
			abort();
		}
		left = sizeof(pool);
	}
	for (int i = 0; i < 16; i++)
		id[i] = alphabet[pool[--left] & 31];
	id[16] = '\0';
}

static void set_address(struct req *rq)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(rq->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *addr = info ? info->client_addr : NULL;

	if (addr && addr->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)addr)->sin_addr, rq->address,
			  sizeof(rq->address));
	else if (addr && addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)addr)->sin6_addr, rq->address,
			  sizeof(rq->address));
}

static enum MHD_Result guard_each(void *cls, enum MHD_ValueKind kind, const char *key,
				  size_t key_size, const char *value, size_t value_size)
{
	(void)kind;
	guard_header(cls, key, key_size, value ? value : "", value ? value_size : 0);
	return MHD_YES;
}

enum err req_headers(struct req *rq, const char *method, const char *version)
{
	const char *given;

	rq->method = method;
	given = req_header(rq, "X-Request-Id");
	if (guard_request_id(given))
		memcpy(rq->id, given, 16);
	else
		new_id(rq->id);
	set_address(rq);
	guard_begin(&rq->guard);
	MHD_get_connection_values_n(rq->connection, MHD_HEADER_KIND, guard_each, &rq->guard);
	if (!guard_passes(&rq->guard, version, rq->target) || rq->path_len > LIMIT_URL_BYTES ||
	    strlen(rq->target) > LIMIT_URL_BYTES)
		return ERR_INPUT;
	return OK;
}

struct arena *req_arena(struct req *rq)
{
	return &rq->arena;
}

struct db *req_db(struct req *rq)
{
	assert(rq->db);
	return rq->db;
}

struct app *req_app(struct req *rq)
{
	return rq->server->config.app;
}

const char *req_id(const struct req *rq)
{
	return rq->id;
}

const char *req_address(const struct req *rq)
{
	return rq->address;
}

const char *req_header(struct req *rq, const char *name)
{
	return MHD_lookup_connection_value(rq->connection, MHD_HEADER_KIND, name);
}

const char *req_cookie(struct req *rq, const char *name)
{
	return cookie_value(&rq->arena, req_header(rq, "Cookie"), name);
}

const struct user *req_user(const struct req *rq)
{
	return rq->user;
}

static struct route_param *param_find(struct req *rq, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < rq->match.n_params; i++) {
		const char *at = rq->match.params[i].name;

		if (strncmp(at, name, len) == 0 && at[len] == '}')
			return &rq->match.params[i];
	}
	return NULL;
}

const char *req_path_str(struct req *rq, const char *name)
{
	struct route_param *p = param_find(rq, name);
	const char *text = "";

	if (!p) {
		(void)BUG("a path parameter the route does not have");
		return "";
	}
	/* What cannot be decoded names nothing: "" is found nowhere. */
	if (url_decode(&rq->arena, p->value, p->len, false, &text))
		return "";
	return text;
}

enum err req_path_id(struct req *rq, const char *name, int64_t *ret)
{
	const char *text = req_path_str(rq, name);

	if (text[0] == '0' || str_to_i64(text, 1, INT64_MAX, ret))
		return ERR_NOT_FOUND;
	return OK;
}

struct problems *req_problems(struct req *rq)
{
	if (!rq->problems) {
		rq->problems = ARENA_NEW(&rq->arena, struct problems);
		rq->problems->a = &rq->arena;
	}
	return rq->problems;
}

enum err req_json(struct req *rq, const struct fld *fields, void *ret)
{
	return fields_parse(fields, rq->body.text, rq->body.len, req_problems(rq), ret);
}

enum err req_query(struct req *rq, const struct fld *fields, void *ret)
{
	struct pair *pairs = NULL;
	size_t n = 0;

	if (url_query(&rq->arena, rq->query, &pairs, &n)) {
		problem_add(req_problems(rq), "", "bad_text", NULL);
		return ERR_INPUT;
	}
	return fields_parse_pairs(fields, pairs, n, req_problems(rq), ret);
}

enum err req_upload(struct req *rq, struct upload *ret)
{
	const char *name = req_header(rq, "X-File-Name");
	const char *decoded = "";

	if (rq->spool.file < 0) {
		problem_add(req_problems(rq), "", "required", NULL);
		return ERR_INPUT;
	}
	if (name && url_decode(&rq->arena, name, strlen(name), false, &decoded)) {
		problem_add(req_problems(rq), "file_name", "bad_text", NULL);
		return ERR_INPUT;
	}
	*ret = (struct upload){ rq->spool.path, rq->spool.size_bytes, decoded };
	return OK;
}

void req_explain(struct req *rq, const char *details_json)
{
	rq->details = details_json;
}
