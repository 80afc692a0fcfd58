/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is asking and what they may do. Right = post x organisation subtree x period: leaving the
 * post ends the right in the same second, because rights are read from `post`, never copied.
 * Sealing of values is in access/seal.h, a school's dated choices in access/setting.h.
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "access/perm.h"
#include "db/db.h"

/* One standing post of the caller, as rights need it. */
struct right {
	int64_t organisation_id;
	const char *kind;                 /* post kind, e.g. "branch_secretary"; static storage */
	const char *path_low, *path_high; /* subtree: path >= low AND path < high */
	uint32_t perms;                   /* bit per enum perm */
};

/*
 * The caller of one request; lives in the request's arena. rights: posts in force today, and for
 * the first administrator (an account of no person) a school_admin's at the school's root.
 */
struct user {
	int64_t account_id; /* 0: the command line */
	int64_t person_id;  /* 0: an account of no person */
	int64_t session_id;
	int64_t school_id; /* root organisation; 0: the command line */
	const char *login, *name;
	const char *request_id;    /* for the audit log, may be NULL */
	bool second_factor;        /* this session has shown one */
	bool second_factor_needed; /* the school wants one of a post he holds */
	bool must_change;          /* the password, before anything else */
	bool administrator;
	size_t n_rights;
	const struct right *rights;
};

/* The command line acts as this user: may do everything, audited without an account. */
extern const struct user command_line_user;

/* All kinds of post, NULL-terminated, for FIELD_ENUM. Which rights each has: rights.c. */
extern const char *const post_kinds[];

/* Bits of enum perm that a post of this kind gives; 0 for an unknown kind. */
uint32_t post_perms(const char *kind);

/* Stable code of a permission, e.g. "case_branch". */
const char *perm_code(enum perm perm);

/* May the user do this anywhere at all (the route's check)? who NULL: only PERM_PUBLIC. */
bool user_may(const struct user *who, enum perm perm);

/* May the user do this at an organisation with this path? No database needed. */
bool user_may_at(const struct user *who, enum perm perm, const char *path);

/*
 * Scope over an organisation, inside the transaction. OK: may do it there. ERR_NOT_FOUND: may not
 * even see it (no PERM_DIRECTORY_READ there; unknown id). ERR_FORBIDDEN: sees it, may not do it.
 */
NODISCARD enum err authz_organisation(struct db *db, const struct user *who, enum perm perm,
				      int64_t organisation_id);

/*
 * The same for a person: by the organisation of the open affiliation (people without one: by the
 * organisation that recorded them). A person always sees himself: PERM_DIRECTORY_READ and
 * PERM_CASE_READ on his own id give OK. Routes on which that matters say PERM_SIGNED_IN.
 */
NODISCARD enum err authz_person(struct db *db, const struct user *who, enum perm perm,
				int64_t person_id);

/*
 * May the caller give (or end) a post of this kind there? PERM_POST_EDIT at the organisation, and
 * nobody gives a right he has not himself there (a committee's organiser cannot make a
 * school_admin); recording the branch's own steps is not counted, a secretary may name a branch
 * secretary. Errors as authz_organisation.
 */
NODISCARD enum err authz_post(struct db *db, const struct user *who, const char *kind,
			      int64_t organisation_id);

/*
 * One line of the audit log, in the same transaction as the write it tells of. action:
 * "<thing>.<verb>" as "person.change"; object_id 0: none; detail: JSON object text or NULL, never
 * an ID number or password. Must run inside db_write. ERR_DB.
 */
NODISCARD enum err audit_add(struct db *db, const struct user *who, const char *action,
			     const char *object_kind, int64_t object_id, const char *detail);

#endif
