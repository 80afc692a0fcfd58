/* SPDX-License-Identifier: Apache-2.0 */
/* Private: the state shared by the threads of a server, and its thread for work off the hot path. */
#ifndef ACCESS_KEEPER_H
#define ACCESS_KEEPER_H

#include "access/session_cache.h"

struct access;

/* The table of sessions; NULL accepted and given when there is none. */
struct session_cache *access_cache(struct access *access);

/* Remembers that a session was used; written down within a minute. NULL access is accepted. */
void access_seen(struct access *access, int64_t session_id, int64_t at);

/*
 * Writes down the sessions seen since the last time, in one write; nothing when there is none.
 * For the keeper's thread and tests. ERR_DB: they are lost, which only makes idle time longer.
 */
NODISCARD enum err access_flush_seen(struct access *access, struct db *db);

/* Removes expired sessions, links and old throttles, in one write. */
NODISCARD enum err access_clean(struct db *db, int64_t now);

#endif
