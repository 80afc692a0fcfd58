/* SPDX-License-Identifier: Apache-2.0 */
/* A small server with routes of every kind over a database of its own, for tests. */
#ifndef TESTS_UNIT_HTTP_PROBE_H
#define TESTS_UNIT_HTTP_PROBE_H

#include <semaphore.h>

#include "http/http.h"

struct probe {
	char folder[64];
	char schema[32]; /* PostgreSQL: ours */
	bool on_postgresql;
	struct db_pool *pool;
	struct http_server *server;
	uint16_t port;
};

/* Makes the database (PostgreSQL if JISHI_TEST_PG_URL is set) and starts the server. One at a time. */
void probe_start(struct probe *p);
/* Stops the server, if it still runs, and removes everything. */
void probe_stop(struct probe *p);

/*
 * POST /api/v1/hold and /pause post probe_held once a worker has them; a hold goes when probe_hold
 * is posted.
 */
extern sem_t probe_hold, probe_held;

extern const struct route probe_routes[];
extern const char *const probe_perms[];

#endif
