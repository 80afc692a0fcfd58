/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For whom this thread works at the moment: the request id that log and audit lines carry. Set by
 * the dispatcher; who hands work to another thread and waits (db_write to the writer) takes it
 * along. Private to each thread.
 */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

/* Never NULL; "" outside requests. */
const char *context_request_id(void);

/* id is borrowed until the next call; NULL: no request. */
void context_set_request_id(const char *id);

#endif
