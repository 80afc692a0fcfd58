/* SPDX-License-Identifier: Apache-2.0 */
/* Is the store whole? The database's part of `jishi check`; the audit chain is access's. */
#ifndef DB_INTEGRITY_H
#define DB_INTEGRITY_H

#include "db/db.h"

/*
 * Looks at every page, every index and every foreign key; seconds for a large store, so never on a
 * thread that answers requests. said (may be NULL) is called for each fault with a line in English
 * that lives until it returns; ret_faults: how many. OK also when there are faults; ERR_DB when
 * the database could not be read. Outside of transactions.
 */
NODISCARD enum err db_integrity(struct db *db, void (*said)(void *arg, const char *text), void *arg,
				int64_t *ret_faults);

#endif
