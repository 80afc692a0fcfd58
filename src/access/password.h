/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords: argon2id, t=2, m=32 MiB (docs/decisions/0007). Hashing takes some 30 ms of a core and
 * 32 MiB, so it runs on ROUTE_SLOW workers, never inside a transaction and never on the writer.
 */
#ifndef ACCESS_PASSWORD_H
#define ACCESS_PASSWORD_H

#include "base/err.h"

#define PASSWORD_HASH_SIZE 128 /* text with NUL */
#define PASSWORD_MIN       10  /* characters */
#define PASSWORD_MAX       128

/* ERR_BUSY: no 32 MiB to be had. */
NODISCARD enum err password_hash(const char *password, char ret[PASSWORD_HASH_SIZE]);

/*
 * Is it the password of this hash? hash NULL (no such account, or no password yet): false, after
 * the same work, so that time does not tell which logins exist.
 */
bool password_matches(const char *hash, const char *password);

/* Was the hash made with other costs than today's? */
bool password_is_old(const char *hash);

/*
 * What is wrong with a new password, as a problem's code: "too_common" (a list, one character over
 * and over, a run of digits or letters), "is_login" (the login, also twice or with digits behind);
 * NULL when nothing is. Length is the field table's business.
 */
const char *password_fault(const char *login, const char *password);

#endif
