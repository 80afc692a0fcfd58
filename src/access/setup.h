/* SPDX-License-Identifier: Apache-2.0 */
/* The first administrator of an empty installation, and passwords by one-time link. No HTTP. */
#ifndef ACCESS_SETUP_H
#define ACCESS_SETUP_H

#include "access/account.h"

struct setup {
	const char *token, *login, *password;
	const char *school_code, *school_name; /* used when there is no school yet */
	const char *name;                      /* the administrator's */
	const char *address, *agent, *request_id;
};

/*
 * Uses the link, founds the school (unless one was imported already), makes the account and its
 * first session; all or nothing. Hashes a password: on a worker. session_token: for the cookie.
 * ERR_GONE: the link is unknown, used or expired, or there are accounts already. ERR_DB, ERR_BUSY.
 */
NODISCARD enum err setup_finish(struct db *db, const struct setup *from,
				char session_token[SEAL_CSRF_SIZE]);

/*
 * A new password by a LINK_PASSWORD token; all sessions of the account end, its throttle is
 * forgotten. ret_fault: on ERR_INPUT what is wrong with the password. ERR_GONE as above.
 */
NODISCARD enum err link_password(struct db *db, const char *token, const char *password,
				 const char *request_id, const char **ret_fault);

#endif
