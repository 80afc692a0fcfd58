/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in by login and password, without HTTP. Hashes a password: call on a worker, outside of
 * any transaction.
 */
#ifndef ACCESS_SIGN_IN_H
#define ACCESS_SIGN_IN_H

#include "access/account.h"

struct sign_in {
	const char *login, *password;
	const char *code; /* one-time code, NULL if none was given */
	const char *address, *agent, *request_id;
	int64_t old_session_id, old_account_id; /* the browser's session until now, 0: none */
};

struct signed_in {
	char token[SEAL_CSRF_SIZE]; /* for the cookie */
	int64_t account_id, session_id;
	int64_t retry_after_seconds; /* written on ERR_THROTTLED */
};

/*
 * OK: there is a new session; the browser's old one is revoked. ERR_UNAUTHENTICATED: login or
 * password are wrong, or the account is disabled or has no password yet; which, is not told, nor by
 * the time it takes. ERR_SECOND_FACTOR: the password is right, the code is missing, wrong or used.
 * ERR_THROTTLED: too many failures, for a login whether or not it exists. ERR_DB, ERR_BUSY.
 */
NODISCARD enum err sign_in(struct db *db, const struct seal_keys *keys, const struct sign_in *from,
			   struct signed_in *ret);

/*
 * Is it the account's password? Counts a failure as signing in does. For changing one's own.
 * ERR_THROTTLED (ret_wait), ERR_FORBIDDEN: no; ERR_DB.
 */
NODISCARD enum err password_confirm(struct db *db, const struct user *who, const char *address,
				    const struct account *account, const char *password,
				    int64_t *ret_wait);

#endif
