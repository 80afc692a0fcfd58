/* SPDX-License-Identifier: Apache-2.0 */
/* A few threads fed by a bounded queue, for work that may not run on a server thread. */
#ifndef HTTP_WORKERS_H
#define HTTP_WORKERS_H

#include "base/err.h"

struct workers;

/* run(arg) on one of n threads; queue_max jobs may wait. Never fails but by running out of threads
 * (ERR_IO). */
NODISCARD enum err workers_start(int n, size_t queue_max, struct workers **ret);

/* ERR_BUSY: the queue is full. ERR_STOPPING: workers_stop() was called. */
NODISCARD enum err workers_submit(struct workers *w, void (*run)(void *arg), void *arg);

/* Takes no more, ends what is queued, joins. NULL is accepted. */
void workers_stop(struct workers *w);

#endif
