/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is asking and what they may do. Right = post x organisation subtree x period: leaving the
 * post ends the right in the same second, because rights are read from `post`, never copied.
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "access/perm.h"
#include "db/db.h"

/* One standing post of the caller, as rights need it. */
struct right {
	int64_t organisation_id;
	const char *kind;                 /* post kind, e.g. "branch_secretary" */
	const char *path_low, *path_high; /* subtree: path >= low AND path < high */
	uint32_t perms;                   /* bit per enum perm */
};

struct user {
	int64_t account_id;
	int64_t person_id; /* 0: an account of no person (first administrator) */
	int64_t session_id;
	const char *login, *name;
	bool second_factor; /* this session has shown one */
	size_t n_rights;
	const struct right *rights; /* posts in force today */
};

/* May the user do this anywhere at all (the route's check)? */
bool user_may(const struct user *who, enum perm perm);

/*
 * Scope over an organisation, inside the transaction. OK: may do it there. ERR_NOT_FOUND: may not
 * even see it (no PERM_DIRECTORY_READ there; unknown id). ERR_FORBIDDEN: sees it, may not do it.
 */
NODISCARD enum err authz_organisation(struct db *db, const struct user *who, enum perm perm,
				      int64_t organisation_id);

/*
 * The same for a person: by the organisation of the open affiliation (people without one: by the
 * organisation that recorded them). A person always sees himself: PERM_DIRECTORY_READ and
 * PERM_CASE_READ on his own id give OK.
 */
NODISCARD enum err authz_person(struct db *db, const struct user *who, enum perm perm,
				int64_t person_id);

/*
 * One line of the audit log, in the same transaction as the write it tells of. action:
 * "<thing>.<verb>" as "person.change"; detail: JSON object text or NULL, never an ID number or
 * password. request_id of the running request is taken from the thread's context.
 */
NODISCARD enum err audit_add(struct db *db, const struct user *who, const char *action,
			     const char *object_kind, int64_t object_id, const char *detail);

#endif
