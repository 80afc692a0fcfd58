/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit log: lines are added by audit_add (access.h) in the transaction they tell of; a thread
 * seals them into a hash chain afterwards; jishi check verifies the chain.
 */
#ifndef ACCESS_AUDIT_H
#define ACCESS_AUDIT_H

#include "access/seal.h"
#include "base/buf.h"
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

#define AUDIT_DETAIL_MAX 65536 /* bytes; longer is a BUG of the caller */
#define AUDIT_BATCH      500

/*
 * Seals up to AUDIT_BATCH lines in one write: the seal of a line is a keyed hash over the seal
 * before it and all its fields. ret_n: how many were sealed. ERR_DB; ERR_CONFLICT: the chain's
 * head is not of this key file, or was changed: nothing is sealed until `jishi check` was looked at.
 */
NODISCARD enum err audit_seal_batch(struct db *db, const struct seal_keys *keys, int64_t *ret_n);

/* Is there anything to seal? One look at an index. ERR_DB. */
NODISCARD enum err audit_is_unsealed(struct db *db, bool *ret);

/*
 * Does the key file belong to this database? OK also when nothing was ever sealed. ERR_CONFLICT:
 * no. ERR_DB.
 */
NODISCARD enum err audit_key_check(struct db *db, const struct seal_keys *keys);

/*
 * Follows the whole chain: a line changed, removed, put in or moved shows, and so does an end cut
 * off. Findings are added to report, one a line ("audit 17: was changed\n"), at most 20.
 * ret_bad_id: the first bad line's id, 0: none. OK: the chain is whole; ERR_CONFLICT: it is not
 * (ret_bad_id is written then too); ERR_DB.
 */
NODISCARD enum err audit_verify(struct db *db, const struct seal_keys *keys, struct buf *report,
				int64_t *ret_bad_id);

#endif
