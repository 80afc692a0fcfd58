/* SPDX-License-Identifier: Apache-2.0 */
#define BASE_MAY_ALLOCATE 1 /* a struct conn lives as long as libmicrohttpd's connection */
#include "http/deadline.h"

#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/limits.h"
#include "http/thread.h"
#include "base/banned.h"

static _Atomic int divisor = 1;

#ifdef JISHI_TEST_BUILD
void deadlines_divide(int by)
{
	atomic_store(&divisor, by);
}
#endif

static void look(struct deadlines *d)
{
	int64_t now = clock_monotonic_ms();

	for (struct conn *c = d->list; c; c = c->next) {
		int64_t deadline = atomic_load(&c->deadline_ms);

		if (deadline && now > deadline) {
			atomic_store(&c->deadline_ms, 0);
			/* It may be closed already: then there is nothing to do. */
			(void)shutdown(c->fd, SHUT_RDWR);
		}
	}
}

static void *watch(void *arg)
{
	struct deadlines *d = arg;

	pthread_mutex_lock(&d->lock);
	while (!d->stopping) {
		struct timespec until;

		look(d);
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += (long)LIMIT_LOOK_MS * 1000000 / atomic_load(&divisor);
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		(void)pthread_cond_timedwait(&d->wake, &d->lock, &until); /* time is the point */
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

enum err deadlines_start(struct deadlines *d)
{
	pthread_condattr_t attr;

	*d = (struct deadlines){ .stopping = false };
	pthread_mutex_init(&d->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&d->wake, &attr);
	pthread_condattr_destroy(&attr);
	return thread_start(&d->thread, watch, d);
}

void deadlines_stop(struct deadlines *d)
{
	pthread_mutex_lock(&d->lock);
	d->stopping = true;
	pthread_cond_signal(&d->wake);
	pthread_mutex_unlock(&d->lock);
	pthread_join(d->thread, NULL);
}

struct conn *conn_new(struct deadlines *d, int fd)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c) {
		log_error("out of memory taking a connection");
		abort();
	}
	c->fd = fd;
	conn_expect(c, LIMIT_HEADER_MS);
	pthread_mutex_lock(&d->lock);
	c->next = d->list;
	if (c->next)
		c->next->before = c;
	d->list = c;
	pthread_mutex_unlock(&d->lock);
	return c;
}

void conn_free(struct deadlines *d, struct conn *c)
{
	pthread_mutex_lock(&d->lock);
	if (c->before)
		c->before->next = c->next;
	else
		d->list = c->next;
	if (c->next)
		c->next->before = c->before;
	pthread_mutex_unlock(&d->lock);
	free(c);
}

void conn_expect(struct conn *c, int64_t ms)
{
	atomic_store(&c->deadline_ms, ms ? clock_monotonic_ms() + ms / atomic_load(&divisor) : 0);
}
