/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines of connections. libmicrohttpd only has a timeout for silence, which a client that
 * dribbles a byte now and then never meets; here each stage (headers, body, idle) has an end, and
 * a thread shuts down the connections that miss theirs.
 */
#ifndef HTTP_DEADLINE_H
#define HTTP_DEADLINE_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/err.h"

struct conn {
	struct conn *next, *before; /* private, in the list of deadlines */
	int fd;
	_Atomic int64_t deadline_ms; /* clock_monotonic_ms(); 0: none (a handler is at work) */
};

struct deadlines {
	pthread_mutex_t lock; /* guards list and stopping; held while a connection is shut down */
	pthread_cond_t wake;
	struct conn *list;
	bool stopping;
	pthread_t thread;
};

NODISCARD enum err deadlines_start(struct deadlines *d);
/* Joins the thread; connections may still be added and removed. */
void deadlines_stop(struct deadlines *d);

/* Watches fd until conn_free(), which must come before fd is closed. Never NULL. */
struct conn *conn_new(struct deadlines *d, int fd);
void conn_free(struct deadlines *d, struct conn *c);

/* The current stage ends in `ms` from now; 0: has no end. */
void conn_expect(struct conn *c, int64_t ms);

#ifdef JISHI_TEST_BUILD
/* All times divided by this, so that a test need not wait ten seconds. 1 at the start. */
void deadlines_divide(int by);
#endif

#endif
