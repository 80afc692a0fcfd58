/* SPDX-License-Identifier: Apache-2.0 */
#define BASE_MAY_ALLOCATE 1 /* lives as long as the server, beside any request's arena */
#include "http/workers.h"

#include <assert.h>
#include <pthread.h>

#include "base/log.h"
#include "http/limits.h"
#include "http/thread.h"
#include "base/banned.h"

struct job {
	void (*run)(void *arg);
	void *arg;
};

struct workers {
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake;
	struct job *queue; /* ring of queue_max */
	size_t queue_max, first, n;
	bool stopping;
	int n_threads;
	pthread_t threads[];
};

/* False: stopping and nothing left. */
static bool next_job(struct workers *w, struct job *ret)
{
	bool got;

	pthread_mutex_lock(&w->lock);
	while (w->n == 0 && !w->stopping)
		pthread_cond_wait(&w->wake, &w->lock);
	got = w->n > 0;
	if (got) {
		*ret = w->queue[w->first];
		w->first = (w->first + 1) % w->queue_max;
		w->n--;
	}
	pthread_mutex_unlock(&w->lock);
	return got;
}

static void *work(void *arg)
{
	struct workers *w = arg;
	struct job job;

	while (next_job(w, &job))
		job.run(job.arg);
	return NULL;
}

enum err workers_start(int n, size_t queue_max, struct workers **ret)
{
	struct workers *w;

	assert(n > 0 && queue_max > 0);
	w = calloc(1, sizeof(*w) + (size_t)n * sizeof(pthread_t));
	if (!w)
		return ERR_IO;
	w->queue = calloc(queue_max, sizeof(*w->queue));
	if (!w->queue) {
		free(w);
		return ERR_IO;
	}
	w->queue_max = queue_max;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	for (; w->n_threads < n; w->n_threads++) {
		if (thread_start(&w->threads[w->n_threads], work, w)) {
			workers_stop(w);
			return ERR_IO;
		}
	}
	*ret = w;
	return OK;
}

enum err workers_submit(struct workers *w, void (*run)(void *arg), void *arg)
{
	enum err e = OK;

	pthread_mutex_lock(&w->lock);
	if (w->stopping) {
		e = ERR_STOPPING;
	} else if (w->n == w->queue_max) {
		e = ERR_BUSY;
	} else {
		w->queue[(w->first + w->n++) % w->queue_max] = (struct job){ run, arg };
		pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	return e;
}

void workers_stop(struct workers *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->wake);
	pthread_mutex_unlock(&w->lock);
	for (int i = 0; i < w->n_threads; i++)
		pthread_join(w->threads[i], NULL);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w->queue);
	free(w);
}
