/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts as rows. Handlers and the command line are elsewhere; nothing here checks rights. */
#ifndef ACCESS_ACCOUNT_H
#define ACCESS_ACCOUNT_H

#include "access/access.h"
#include "access/seal.h"

#define ACCOUNT_LOGIN_MIN 2
#define ACCOUNT_LOGIN_MAX 64
#define TOTP_PLACE        "account.totp_sealed"

/* One account; texts live in the arena given. password_hash NULL: none was set yet. */
struct account {
	int64_t id, school_id, person_id;
	const char *login, *password_hash;
	struct sealed totp; /* bytes NULL: none */
	bool totp_on, administrator, disabled, must_change;
	int64_t totp_step, version;
};

/* The login as it is kept: ASCII letters lower-case; lives in `a`. */
const char *account_login_form(struct arena *a, const char *login);

/* What is wrong with a login, as a problem's code ("bad_login"), or NULL. Pure. */
const char *account_login_fault(const char *login);

/* ERR_NOT_FOUND, ERR_DB. login: in the form it is kept in. */
NODISCARD enum err account_by_login(struct db *db, struct arena *a, const char *login,
				    struct account *ret);
NODISCARD enum err account_get(struct db *db, struct arena *a, int64_t id, struct account *ret);

/* Is there any account at all? ERR_DB. */
NODISCARD enum err account_any(struct db *db, bool *ret);

struct account_new {
	int64_t school_id;
	int64_t person_id; /* 0: of nobody, then name must be there */
	const char *login, *name;
	const char *password_hash; /* NULL: by one-time link */
	bool administrator, must_change;
};

/* Inside db_write. ERR_DUPLICATE: the login or the person has an account. */
NODISCARD enum err account_add(struct db *db, const struct account_new *from, int64_t *ret_id);

/* Inside db_write. */
NODISCARD enum err account_set_password(struct db *db, int64_t id, const char *hash,
					bool must_change);
/* hash replaces old_hash, unless the password was changed meanwhile. */
NODISCARD enum err account_rehash(struct db *db, int64_t id, const char *hash,
				  const char *old_hash);
NODISCARD enum err account_signed_in(struct db *db, int64_t id, int64_t now);
/* sealed.bytes NULL: none. */
NODISCARD enum err account_set_totp(struct db *db, int64_t id, struct sealed sealed, bool on,
				    int64_t step);
/* ERR_SECOND_FACTOR: the step (or a later one) has served already. */
NODISCARD enum err account_use_totp_step(struct db *db, int64_t id, int64_t step);
/* disabled_at 0: enabled. ERR_STALE: somebody saved first. */
NODISCARD enum err account_set_disabled(struct db *db, int64_t id, int64_t disabled_at,
					int64_t version);

/* Links that work once: "setup" (account 0) and "password". A day long. */
#define LINK_SETUP    "setup"
#define LINK_PASSWORD "password"

/* Inside db_write: a new link; earlier ones of the same purpose and account die. */
NODISCARD enum err link_new(struct db *db, const char *purpose, int64_t account_id, int64_t now,
			    char token[SEAL_CSRF_SIZE]);
/* ERR_GONE: unknown, used or expired. ret_account: 0 for "setup". */
NODISCARD enum err link_get(struct db *db, const char *purpose, const char *token, int64_t now,
			    int64_t *ret_account);
/* Inside db_write: the same, and it is used now. */
NODISCARD enum err link_use(struct db *db, const char *purpose, const char *token, int64_t now,
			    int64_t *ret_account);

#endif
