/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit log: lines are added by audit_add (access.h) in the transaction they tell of; a thread
 * seals them into a hash chain afterwards; jishi check verifies the chain.
 */
#ifndef ACCESS_AUDIT_H
#define ACCESS_AUDIT_H

#include "db/db.h"

/* A line as it is written; 0 and NULL where there is none. */
struct audit_line {
	int64_t school_id, account_id, person_id;
	const char *request_id;
	const char *action, *object_kind;
	int64_t object_id;
	const char *detail;
};

/* As audit_add, for those who are not signed in yet. Inside db_write. ERR_DB. */
NODISCARD enum err audit_insert(struct db *db, const struct audit_line *line);

#endif
