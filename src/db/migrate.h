/* SPDX-License-Identifier: Apache-2.0 */
/* Migration texts: one file for both databases, made into the dialect's own words. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "base/arena.h"
#include "base/asset.h"
#include "base/err.h"
#include "db/db.h"

struct migration {
	int64_t number;   /* of NNNN_name.sql */
	const char *name; /* "0001_init" */
	const char *hash; /* hexadecimal BLAKE2b-256 of the file */
	const struct asset *file;
};

/* The embedded migrations in order, living in a. ERR_BUG when a name or a number is wrong. */
NODISCARD enum err migration_list(struct arena *a, struct migration **ret, size_t *ret_n);

/*
 * The text for one database, living in a. Words: {id} {i64} {bool} {text} {blob}; {clustered}
 * before the ; of a table ordered by its primary key; lines "-- @sqlite", "-- @pg", "-- @both"
 * begin what is for one database or for both. SQLite's tables become STRICT.
 * ERR_BUG: an unknown word in braces or an unknown block.
 */
NODISCARD enum err migration_text(struct arena *a, const char *text, enum db_dialect dialect,
				  const char **ret);

#endif
