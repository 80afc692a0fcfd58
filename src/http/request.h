/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request and its answer. It belongs to one thread at a time: the server thread that took it,
 * then, while its connection is suspended, the worker or the writer it was handed to.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <microhttpd.h>

#include "http/guard.h"
#include "http/http.h"
#include "http/router.h"

struct http_server;
struct conn;

enum req_stage {
	REQ_HEADERS,    /* headers are there, nothing was looked at */
	REQ_BODY,       /* the body is coming */
	REQ_DRAIN,      /* refused: the body is thrown away so that the client hears why */
	REQ_AUTHORISED, /* back from the worker that looked at the session; the body comes next */
	REQ_ELSEWHERE,  /* handed over; the connection is suspended */
	REQ_READY,      /* the answer can be sent */
	REQ_SENT,
};

enum answer_kind { ANSWER_NONE, ANSWER_BODY, ANSWER_EMPTY, ANSWER_UNCHANGED, ANSWER_FILE };

struct header_line {
	struct header_line *next;
	const char *name, *value;
};

struct answer {
	enum answer_kind kind;
	int status;
	struct buf out; /* ANSWER_BODY */
	struct json_writer writer;
	bool writing;     /* res_writer() was called */
	const char *type; /* NULL: JSON */
	const char *file_name;
	int file; /* ANSWER_FILE: open file */
	int64_t file_bytes;
	const char *etag;
	struct header_line *headers;
};

struct spool {
	int file; /* -1: none */
	const char *path;
	int64_t size_bytes;
};

struct req {
	struct http_server *server;
	struct conn *conn;
	struct MHD_Connection *connection;
	struct arena arena;
	enum req_stage stage;
	bool authorised; /* identify and permit have passed */
	bool close;      /* end the connection after the answer */
	const char *method, *target, *query;
	size_t path_len; /* of target */
	char id[17];
	char address[64];
	struct guard guard;
	struct route_match match;
	const struct user *user;
	struct db *db; /* of the thread that works at it now */
	struct buf body;
	int64_t thrown_bytes; /* of a refused body */
	struct spool spool;
	struct problems *problems;
	const char *details;
	enum err result; /* what the handler gave; an error replaces the answer */
	struct answer answer;
	struct db_job job;
	int64_t started_ms;
	char *params[ROUTE_PARAMS_MAX]; /* decoded on demand */
};

/* Made when the request line is there. Never NULL. */
struct req *req_new(struct http_server *s, struct conn *conn, struct MHD_Connection *connection,
		    const char *target);
void req_free(struct req *rq);

/* Id, address and guard, from the headers. ERR_INPUT: the guard refuses. */
NODISCARD enum err req_headers(struct req *rq, const char *method, const char *version);

/* Forgets what a handler has answered so far, keeps its headers. */
void answer_drop(struct req *rq);
/* Ends the writer and looks whether the answer fits the route. Called after a handler's OK. */
NODISCARD enum err answer_finish(struct req *rq);
/* The answer of an error, in the one JSON form. */
void answer_error(struct req *rq, enum err e);
/* Hands the answer to libmicrohttpd and writes the log line. */
enum MHD_Result answer_send(struct req *rq);

/* Uploads: bytes into a private file; ERR_TOO_LARGE, ERR_BUSY (too many at once), ERR_IO. */
NODISCARD enum err spool_add(struct req *rq, const char *bytes, size_t len);
void spool_release(struct req *rq);
/* Makes the folder 0700 if missing and removes what an earlier process left there. ERR_IO. */
NODISCARD enum err spool_open(const char *folder);

#endif
