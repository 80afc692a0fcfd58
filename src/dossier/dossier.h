/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The prover over the database: a case's dossier is loaded and proved, and what was found is kept
 * for lists. The only header of this folder for others.
 */
#ifndef DOSSIER_DOSSIER_H
#define DOSSIER_DOSSIER_H

#include "platform.h"

struct prover_pack;

extern const struct route dossier_routes[];

/* `jishi prove`: of a file (prover/prover_cli.h), of a case, of an organisation. */
extern const struct command dossier_commands[];

/* How many contradictions the dossier of a case has now. In a transaction. ERR_NOT_FOUND, ERR_DB. */
NODISCARD enum err dossier_contradictions(struct db *db, const struct prover_pack *pack,
					  int64_t case_id, int64_t *ret);

/*
 * Proves again the cases whose records, papers or people have changed since, of the organisations
 * with paths from low up to, not including, high ("/" and "0": all). Cheap when there is none.
 * ret_cases (may be NULL): how many. Must not run inside db_write.  ERR_DB.
 */
NODISCARD enum err dossier_refresh(struct db *db, const struct prover_pack *pack, const char *low,
				   const char *high, int64_t *ret_cases);

/* Proves all cases again; for `jishi rebuild`. Must not run inside db_write.  ERR_DB. */
NODISCARD enum err dossier_rebuild(struct db *db, const struct prover_pack *pack,
				   int64_t *ret_cases);

/*
 * Compares what is kept with what the prover finds today. Inside db_read(). OK also when there are
 * differences. A case that awaits its refresh is passed over. told: called for each difference.
 */
struct dossier_report {
	int64_t cases, differences;
};
NODISCARD enum err dossier_verify(struct db *db, const struct prover_pack *pack,
				  void (*told)(void *arg, const char *text), void *arg,
				  struct dossier_report *ret);

#endif
