/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/directory. */
#ifndef DIRECTORY_DIRECTORY_IMPL_H
#define DIRECTORY_DIRECTORY_IMPL_H

#include "directory/directory.h"
#include "directory/organisation_core.h"
#include "directory/person_core.h"

/* "" and NULL are both nothing in the database. */
const char *text_or_null(const char *s);

/* Today as text, in `a`. */
const char *today_text(struct arena *a);

/* Ids of a path from the root down; lives in `a`. */
size_t path_ids(struct arena *a, const char *path, int64_t **ret);

/* Hangs an organisation and all below it under another path (organisation_move.c): paths, and the
 * people's scopes and counts of the organisations left and entered. */
NODISCARD enum err organisation_move(struct db *db, struct arena *a,
				     const struct directory_organisation *what,
				     const struct directory_organisation *parent);

/* Gives to the successor what an ended organisation leaves behind (organisation_move.c). */
NODISCARD enum err organisation_hand_over(struct db *db, struct arena *a,
					  const struct directory_organisation *what,
					  const struct directory_organisation_event *event);

/* Replay from the database, and the rows that follow from it. */
NODISCARD enum err organisation_life_load(struct db *db, struct arena *a, int64_t id,
					  struct organisation_life *ret);
NODISCARD enum err organisation_today_write(struct db *db, int64_t id,
					    const struct organisation_life *life);
NODISCARD enum err organisation_spans_write(struct db *db, int64_t id,
					    const struct organisation_life *life);

/* An event as it is recorded, on a struct of the caller's arena; used by the hand-over too. */
NODISCARD enum err organisation_record(struct db *db, struct arena *a,
				       const struct directory_organisation_event *in,
				       int64_t *ret_id);

/*
 * What stood on a day in a subtree. upper: committees, general and direct branches; branches: those
 * below; total: both; the school's committee is in by_kind only.
 */
struct organisation_kind_count {
	const char *kind;
	int64_t n;
};
struct organisation_side {
	struct fld_list by_kind; /* of struct organisation_kind_count */
	int64_t upper, branches, total;
};
NODISCARD enum err organisation_side_at(struct db *db, struct arena *a,
					const struct directory_organisation *root, const char *day,
					struct organisation_side *ret);
/* after - before; by_kind without those that stayed. */
struct organisation_side organisation_side_subtract(struct arena *a,
						    const struct organisation_side *before,
						    const struct organisation_side *after);

/* Derives now, or notes the person for later (NULL: now). */
NODISCARD enum err derive_or_note(struct db *db, struct directory_people *later, int64_t person_id);

/* The whole ID number, NULL if none is recorded; lives in `a`. Who calls it writes the audit line. */
NODISCARD enum err person_id_number(struct db *db, struct arena *a, const struct seal_keys *keys,
				    int64_t id, const char **ret);

/* Stage events of one person, not voided, unordered; texts live in `a`. */
NODISCARD enum err person_events(struct db *db, struct arena *a, int64_t person_id,
				 struct person_event **ret, size_t *ret_n);

#endif
