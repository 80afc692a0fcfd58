/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lives as long as the process and is shared by its threads: made in src/serve.c before the
 * server starts, read-only afterwards (or behind a lock of its own). Handlers get it by req_app().
 */
#ifndef APP_H
#define APP_H

#include "base/compat.h"

struct db_pool;
struct seal_keys; /* access/seal.h: keys for ID numbers, blind index, CSRF, audit */
struct rules_set; /* rules/rules.h: the packs and calendars */
struct http_server;

struct app {
	struct db_pool *pool;
	const struct seal_keys *seal;
	const struct rules_set *rules;
	struct http_server *server; /* for http_work(); NULL on the command line */
	const char *spool;   /* private folder (0700) for uploads and exports in the making */
	bool secure_cookies; /* served behind TLS */
};

#endif
