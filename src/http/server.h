/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the server share. Read-only after the start but where a lock is named. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "http/assets.h"
#include "http/deadline.h"
#include "http/http.h"
#include "http/request.h"
#include "http/router.h"
#include "http/thread.h"
#include "http/workers.h"

#define ROUTE_ON_SPOT 0x100u /* our own routes of test builds: no gate, no database, no thread */

struct http_server {
	struct http_config config;
	struct arena arena; /* router, assets */
	struct router *router;
	struct assets *assets;
	struct MHD_Daemon *daemon;
	struct workers *slow;
	struct workers *ordinary; /* PostgreSQL: all other requests; else NULL */
	struct thread_set threads;
	struct deadlines deadlines;
	uint16_t port;
	_Atomic bool stopping;
	_Atomic int running; /* requests between their first line and the end of their answer */
	_Atomic int handed;  /* requests that are with a worker or the writer */
	_Atomic int uploads; /* spool files that are open */
};

/* The access handler of libmicrohttpd. */
enum MHD_Result dispatch(void *server, struct MHD_Connection *connection, const char *url,
			 const char *method, const char *version, const char *data, size_t *size,
			 void **request);

#endif
