/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where packs come from: those inside the binary, and the layers a school has put in force, which
 * lie as files DAY-ID.yaml in a folder beside the database.
 */
#ifndef RULES_RULES_FOLDER_H
#define RULES_RULES_FOLDER_H

#include "rules/rules.h"

#define RULES_LAYERS_MAX 16 /* put in force over the years */

/*
 * JISHI_RULES_DIR, else beside the SQLite file; NULL: nowhere (PostgreSQL without the variable).
 * Lives in `a`.
 */
const char *rules_folder_of(struct arena *a, const char *db_url);

/*
 * The packs and calendars inside the binary and the layers of a folder (NULL or not there: none),
 * each from its day on. ret: lives in `a`.  ERR_INPUT, ERR_IO: fault says where and why.
 */
NODISCARD enum err rules_set_installed(struct arena *a, const char *folder,
				       struct rules_fault *fault, const struct rules_set **ret);

/* Reads a file of at most 1 MiB. ERR_NOT_FOUND, ERR_IO, ERR_TOO_LARGE. */
NODISCARD enum err rules_file_read(struct arena *a, const char *path, const char **ret,
				   size_t *ret_len);

/*
 * A pack by id or path: a national one, a layer inside the binary, or a file; the set around it has
 * the other national packs too. from: the day a layer is put in force, DATE_NONE: as its base.
 * What is wrong is said on stderr, every mistake with its place.  ERR_INPUT, ERR_NOT_FOUND.
 */
NODISCARD enum err rules_pack_open(struct arena *a, const char *given, int32_t from,
				   const struct rules_set **ret_set,
				   const struct rules_pack **ret_pack);

/*
 * Puts a layer in force from a day on: checks the text, runs its examples, and leaves a copy in
 * the folder (made if need be, 0700). What is refused is said on stderr. The server reads it at
 * its next start.
 * ERR_INPUT: mistakes, a failing example, a day gone by, or a layer in force from a later day.
 * ERR_IO: the file could not be written.
 */
NODISCARD enum err rules_layer_install(struct arena *a, const char *folder, const char *path,
				       int32_t from, int32_t today);

#endif
