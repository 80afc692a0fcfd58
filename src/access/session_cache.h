/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions lately read, so that an ordinary request does not ask the database who is asking. An
 * entry counts only while nothing at all was written since (db_version) and on the same day, so a
 * post that ends, a revoked session or a disabled account is seen at once. Fixed size, shared by
 * all threads, a lock for each group of slots; two sessions in one slot push each other out.
 */
#ifndef ACCESS_SESSION_CACHE_H
#define ACCESS_SESSION_CACHE_H

#include "access/session.h"

struct session_cache;

/* NULL when there is no memory: then every request asks the database. */
struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *cache);

/* Copies the entry into `a`; false: none for this hash, version and day. cache may be NULL. */
bool session_cache_get(struct session_cache *cache,
		       const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t db_version,
		       int32_t today, struct arena *a, struct session_state *ret);

/* db_version: read before the session was loaded. Users with more texts than fit are not kept. */
void session_cache_put(struct session_cache *cache,
		       const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t db_version,
		       int32_t today, const struct session_state *s);

/* Notes in the entry, if it is there, that the session was seen. */
void session_cache_seen(struct session_cache *cache,
			const unsigned char token_hash[SEAL_INDEX_BYTES], int64_t seen_at);

#endif
