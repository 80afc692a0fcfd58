/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions: 32 random bytes in a cookie, their hash in the database. A session ends when it is
 * revoked, after session_days, or after session_idle_minutes without use (access/setting.def).
 */
#ifndef ACCESS_SESSION_H
#define ACCESS_SESSION_H

#include "access/access.h"
#include "access/seal.h"

#define SESSION_COOKIE "jishi"

/* A user as read from the database, with what decides how long the session still lives. */
struct session_state {
	struct user user;
	int64_t seen_at, expires_at, idle_seconds;
};

/*
 * The session of a token hash with the rights of `today`; texts live in `a`.
 * ERR_UNAUTHENTICATED: none such, or revoked, or the account disabled; whether it is over at a
 * moment session_over tells. ERR_DB.
 */
NODISCARD enum err session_load(struct db *db, struct arena *a,
				const unsigned char token_hash[SEAL_INDEX_BYTES], int32_t today,
				struct session_state *ret);

/* Has it expired, or been idle for too long, at `now`? Pure. */
bool session_over(const struct session_state *s, int64_t now);

struct session_new {
	int64_t account_id, school_id;
	bool second_factor;
	const char *address, *agent;
};

/* Inside db_write: makes one; token: what goes into the cookie. ERR_DB. */
NODISCARD enum err session_add(struct db *db, const struct session_new *from, int64_t now,
			       char token[SEAL_CSRF_SIZE], int64_t *ret_id);

/* Inside db_write. ERR_NOT_FOUND: no such open session of the account. */
NODISCARD enum err session_revoke(struct db *db, int64_t account_id, int64_t session_id,
				  int64_t now);

/* Inside db_write: all of an account but keep_id (0: none is kept). */
NODISCARD enum err session_revoke_all(struct db *db, int64_t account_id, int64_t keep_id,
				      int64_t now);

/* Inside db_write: the session has shown (or lost) its second factor. */
NODISCARD enum err session_set_second_factor(struct db *db, int64_t session_id, bool shown);

#endif
