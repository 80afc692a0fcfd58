/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests, answers and routes; the only folder that knows libmicrohttpd.
 *
 * A request's life: guard (headers, size, deadline) -> session and CSRF -> the route's permission
 * -> handler -> answer. Handlers parse, act in one named transaction, and answer once, at the end.
 * They run on: a read thread (GET), the writer (other methods; SQLite) or a worker (ROUTE_SLOW,
 * and everything on PostgreSQL); always with req_db() of that thread.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "db/db.h"
#include "json/fields.h"

struct req;
struct app;

/* ---- routes ---- */

enum route_flags {
	ROUTE_SLOW = 1,      /* runs on a worker: passwords, imports, exports, big sums */
	ROUTE_UPLOAD = 2,    /* body is a file (any type), limit LIMIT_UPLOAD_BYTES */
	ROUTE_RAW_REPLY = 4, /* answers with res_bytes, not JSON */
	ROUTE_SHELL =
		16, /* "/n/{code}": a page of the browser side, with the status its handler gives */
	ROUTE_PAGE = 8, /* reply is {"items":[reply...],"next":cursor or null,"total":n or null} */
};

struct route {
	const char *method; /* GET POST PUT PATCH DELETE */
	const char *path;   /* "/api/v1/rooms/{id}"; "/n/{code}" with ROUTE_SHELL */
	int perm;           /* enum perm (access/perm.h); PERM_PUBLIC must be said */
	enum err (*run)(struct req *rq);
	const char *summary;     /* one English sentence for the description */
	const struct fld *query; /* NULL: no query parameters are accepted */
	const struct fld *body;  /* NULL: no body is accepted */
	const struct fld *reply; /* NULL: 204, or raw */
	unsigned flags;
};

#define ROUTE_END                                                                                  \
	{                                                                                          \
		NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0                                     \
	}

/* ---- what a handler asks ---- */

struct arena *req_arena(struct req *rq); /* dies with the answer */
struct db *req_db(struct req *rq);
struct app *req_app(struct req *rq);
const char *req_id(const struct req *rq);                 /* request id, 16 characters */
const char *req_address(const struct req *rq);            /* client address as text */
const char *req_header(struct req *rq, const char *name); /* NULL if absent */
const char *req_cookie(struct req *rq, const char *name); /* NULL if absent */

/* Who asks: set by the session check (access/access.h has the struct); NULL on public routes
 * without a session. */
struct user;
const struct user *req_user(const struct req *rq);

/* A number from the path, "{id}"; ERR_NOT_FOUND if it is no id (1..INT64_MAX). */
NODISCARD enum err req_path_id(struct req *rq, const char *name, int64_t *ret);
const char *req_path_str(struct req *rq, const char *name); /* decoded, valid UTF-8, never NULL */

/* The body or query by its table into *ret (zeroed by the caller). ERR_INPUT: problems are kept. */
NODISCARD enum err req_json(struct req *rq, const struct fld *fields, void *ret);
NODISCARD enum err req_query(struct req *rq, const struct fld *fields, void *ret);

/* The uploaded bytes (ROUTE_UPLOAD): kept in a private temporary file, removed with the request. */
struct upload {
	const char *path;
	int64_t size_bytes;
	const char *file_name; /* from X-File-Name (percent-encoded UTF-8), "" if absent */
};
NODISCARD enum err req_upload(struct req *rq, struct upload *ret);
/* All of it in memory; look at size_bytes first. Lives in `a`. ERR_IO. */
NODISCARD enum err upload_read(const struct upload *up, struct arena *a, const void **ret);

/* More faults, tied to fields, found by _core.c; then return ERR_INPUT. */
struct problems *req_problems(struct req *rq);

/* A refusal with more to tell than its code: JSON text put as "details" into the error. The text
 * lives in the request's arena. Then return ERR_RULE, ERR_CONFLICT, ... */
void req_explain(struct req *rq, const char *details_json);

/*
 * Too many attempts: ERR_THROTTLED with the seconds to wait as Retry-After and in the details.
 * Call as `return res_wait(rq, seconds)`.
 */
enum err res_wait(struct req *rq, int64_t seconds);

/* ---- answers: once, at the end ---- */

/* status 200, 201 or 202. */
NODISCARD enum err res_json(struct req *rq, int status, const struct fld *fields, const void *from);
NODISCARD enum err res_none(struct req *rq); /* 204 */

/*
 * For lists and answers made of many parts: the request's writer, already open on the answer's
 * buffer. Fill it, then res_written(status).
 */
struct json_writer *res_writer(struct req *rq);
NODISCARD enum err res_written(struct req *rq, int status);

/*
 * Writes the current row of q as one object by the statement's column names; the table tells the
 * kind of each (id, date, time, bool...). Columns that are not in the table are a BUG.
 * Keys are looked up once per statement and table, so a row costs no search.
 */
void res_row(struct json_writer *w, const char *key, const struct fld *fields, struct stmt *q);

/*
 * The rows of q as a page, {"items":[...],"next":...,"total":null}, whose key is the id in a column of
 * q. Ask the statement for limit + 1 rows: one more than fits means that there is a next page. Then
 * res_written(). ERR_DB.
 */
NODISCARD enum err res_page(struct req *rq, const struct fld *fields, struct stmt *q, int64_t limit,
			    int id_column);

/* Bytes of any type; file_name non-NULL: as an attachment of that (UTF-8) name. Copied. */
NODISCARD enum err res_bytes(struct req *rq, const char *type, const char *file_name,
			     const void *bytes, size_t len);
/* A file of ours (export), removed after sending if remove_after. */
NODISCARD enum err res_file(struct req *rq, const char *type, const char *file_name,
			    const char *path, bool remove_after);
void res_header(struct req *rq, const char *name, const char *value);
/*
 * Answers 304 if the client has this version. Call before the work: true = return OK at once.
 * The tag joins db_version(), the caller's account and the URL.
 */
bool res_unchanged(struct req *rq);

/* ---- the server ---- */

/*
 * What the dispatcher needs of the layers above (http does not know access): who is asking, may
 * they use this route at all, and the last word after an answer.
 */
struct http_gate {
	/* Session and CSRF check; sets *ret_user (NULL: nobody). Runs on the thread of the handler. */
	enum err (*identify)(struct req *rq, const struct route *route,
			     const struct user **ret_user);
	/* The route's permission: ERR_UNAUTHENTICATED, ERR_FORBIDDEN or OK. */
	enum err (*permit)(struct req *rq, const struct route *route, const struct user *user);
	int64_t (*user_id)(const struct user *user); /* for the log line */
};

struct http_config {
	const char *address;               /* "127.0.0.1" */
	uint16_t port;                     /* 0: the kernel chooses, see http_port() */
	int read_threads;                  /* 0: number of cores, at least 2 */
	int slow_threads;                  /* 0: cores - 1, at least 1 */
	const struct route *const *routes; /* NULL-terminated list of tables */
	const struct http_gate *gate;
	struct db_pool *pool;
	struct app *app;
	const char *spool; /* private folder for uploads, made 0700 */
};

struct http_server;
/* address and spool are copied; all else in config must outlive the server. ERR_CONFLICT: two
 * routes are the same. ERR_IO: the address cannot be had. */
NODISCARD enum err http_start(const struct http_config *config, struct http_server **ret);
uint16_t http_port(const struct http_server *s);
/* Stops taking connections, waits up to wait_ms for running requests, then ends all. */
void http_stop(struct http_server *s, int wait_ms);

/* Slow work that is not a request (sealing, mail): run once on a worker. ERR_BUSY when full. */
NODISCARD enum err http_work(struct http_server *s, void (*run)(struct db *db, void *arg),
			     void *arg);

/* ---- what the tables say ---- */

/*
 * The API description (OpenAPI 3.1, JSON) of these tables; perm_codes: the code of each enum perm
 * by number, for "x-permission". ERR_TOO_LARGE: over the buffer's maximum.
 */
NODISCARD enum err http_print_openapi(const struct route *const *tables,
				      const char *const *perm_codes, struct buf *out);

/* One line a route: method, path, permission, flags; or the same as a JSON list. */
NODISCARD enum err http_print_routes(const struct route *const *tables,
				     const char *const *perm_codes, bool json, struct buf *out);

#endif
