/* SPDX-License-Identifier: Apache-2.0 */
/* Threads of the server and what each keeps for itself: a connection, mappings of rows. */
#ifndef HTTP_THREAD_H
#define HTTP_THREAD_H

#include <pthread.h>

#include "base/arena.h"
#include "db/db.h"

struct row_map; /* reply_row.c */

struct thread_ctx {
	struct thread_ctx *next;  /* private to thread.c */
	struct db *db;            /* this thread's connection, opened on first use */
	struct arena arena;       /* of row_maps */
	struct row_map *row_maps; /* newest first */
	uint64_t run;             /* counts handler runs; see reply_row.c */
};

/* All contexts of one server. */
struct thread_set {
	pthread_mutex_t lock; /* guards all */
	struct thread_ctx *all;
	uint64_t owner;
};

/* A joinable thread with a small stack and all signals blocked (main takes them). ERR_IO. */
NODISCARD enum err thread_start(pthread_t *ret, void *(*run)(void *arg), void *arg);

void thread_set_init(struct thread_set *set);
/* Closes all connections. No thread may use its context any more. */
void thread_set_release(struct thread_set *set);

/* The calling thread's context, made on first use. */
struct thread_ctx *thread_here(struct thread_set *set);
/* The context that thread_here() gave last, NULL if none: for code that does not know the server. */
struct thread_ctx *thread_current(void);

/* The calling thread's connection. ERR_DB. */
NODISCARD enum err thread_db(struct thread_ctx *ctx, struct db_pool *pool, struct db **ret);

#endif
