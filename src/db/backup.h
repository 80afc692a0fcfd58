/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of an SQLite store. PostgreSQL has its own tools (pg_dump, pg_basebackup): ERR_METHOD.
 * A copy appears under its name only when it is complete, verified and on the disk; whoever finds
 * the file has a good one.
 */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "db/db.h"

/*
 * Writes the store as of now into the new file `path`, mode 0600, while others read and write.
 * ERR_DUPLICATE: path is there already. ERR_IO: the file cannot be written. ERR_CONFLICT: the copy
 * is not whole (the store is damaged; run jishi check). Blocks for as long as the copying takes.
 */
NODISCARD enum err db_backup(struct db *db, const char *path);

/*
 * Makes the store `url` of a backup after having verified it: whole, and with a schema that this
 * program knows or can bring up to date. ERR_DUPLICATE: the store is there already (nothing is
 * ever overwritten). ERR_NOT_FOUND: no backup. ERR_CONFLICT: the backup is damaged or newer than
 * this program.
 */
NODISCARD enum err db_restore(const char *path, const char *url);

#endif
