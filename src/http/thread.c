/* SPDX-License-Identifier: Apache-2.0 */
#define BASE_MAY_ALLOCATE 1 /* contexts live as long as their threads */
#include "http/thread.h"

#include <signal.h>
#include <stdatomic.h>

#include "base/log.h"
#include "http/limits.h"
#include "base/banned.h"

static _Thread_local struct thread_ctx *here;
static _Atomic uint64_t last_owner;

enum err thread_start(pthread_t *ret, void *(*run)(void *arg), void *arg)
{
	sigset_t all, before;
	pthread_attr_t attr;
	int failed;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, LIMIT_STACK_BYTES);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(ret, &attr, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return failed ? ERR_IO : OK;
}

void thread_set_init(struct thread_set *set)
{
	*set = (struct thread_set){ .owner = atomic_fetch_add(&last_owner, 1) + 1 };
	pthread_mutex_init(&set->lock, NULL);
}

void thread_set_release(struct thread_set *set)
{
	while (set->all) {
		struct thread_ctx *ctx = set->all;

		set->all = ctx->next;
		if (ctx->db)
			db_close(ctx->db);
		arena_release(&ctx->arena);
		if (ctx == here)
			here = NULL;
		free(ctx);
	}
	pthread_mutex_destroy(&set->lock);
}

struct thread_ctx *thread_here(struct thread_set *set)
{
	struct thread_ctx *ctx;

	/*
	 * The writer's thread outlives a server, so its pointer may be to a context that is gone:
	 * it is looked up in the set, never followed, when it might be another's.
	 */
	static _Thread_local uint64_t here_owner;

	if (here && here_owner == set->owner)
		return here;
	ctx = calloc(1, sizeof(*ctx));
	if (!ctx) {
		log_error("out of memory starting a thread");
		abort();
	}
	arena_init(&ctx->arena);
	pthread_mutex_lock(&set->lock);
	ctx->next = set->all;
	set->all = ctx;
	pthread_mutex_unlock(&set->lock);
	here_owner = set->owner;
	here = ctx;
	return ctx;
}

struct thread_ctx *thread_current(void)
{
	return here;
}

enum err thread_db(struct thread_ctx *ctx, struct db_pool *pool, struct db **ret)
{
	enum err e = OK;

	if (!ctx->db)
		e = db_open(pool, &ctx->db);
	if (!e)
		*ret = ctx->db;
	return e;
}
