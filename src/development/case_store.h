/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of cases, steps and transfers. Private to src/development. No rights are checked here;
 * whatever writes must run inside db_write(). Texts live in the arena given.
 */
#ifndef DEVELOPMENT_CASE_STORE_H
#define DEVELOPMENT_CASE_STORE_H

#include "platform.h"

struct case_row {
	int64_t id, school_id, person_id, branch_id;
	const char *opened_on, *state, *closed_on, *layer;
	int64_t batch_id, version;
};

/* ERR_NOT_FOUND. */
NODISCARD enum err case_get(struct db *db, struct arena *a, int64_t id, struct case_row *ret);

/* 0: none is open. */
NODISCARD enum err case_open_of_person(struct db *db, int64_t person_id, int64_t *ret_id);

/* The newest closed case that was still open on the day; 0: none. */
NODISCARD enum err case_closed_after(struct db *db, int64_t person_id, const char *day,
				     int64_t *ret_id);

/* in: everything but id, state and version. ERR_DUPLICATE: an open one exists (ask first). */
NODISCARD enum err case_add(struct db *db, const struct case_row *in, int64_t *ret_id);

/* ERR_STALE: the version is another. Every write to a case begins with it. */
NODISCARD enum err case_touch(struct db *db, int64_t id, int64_t version);

NODISCARD enum err case_set_state(struct db *db, int64_t id, const char *state,
				  const char *closed_on);
NODISCARD enum err case_set_branch(struct db *db, int64_t id, int64_t branch_id);

struct step_record {
	int64_t id, case_id;
	const char *step_code;
	const char *happened_on; /* NULL: opened, not decided yet (an approval that was received) */
	const char *facts;       /* JSON object */
	const char *rule_set;
	const char *warnings; /* JSON list of {rule, reason}, or NULL */
	int64_t organisation_id;
	bool had_committee, had_groups; /* the branch on the day */
	int64_t batch_id, recorded_by;
	const char *recorded_by_name;
	int64_t recorded_at;
	const char *reason; /* why it corrects an earlier one, or NULL */
	int64_t superseded_by;
	const char *voided_reason;
	int64_t voided_at; /* 0: not voided */
};

/* The branch at the end of a day, from the dated rows of the directory. */
struct branch_on {
	bool has_committee, has_groups;
};
NODISCARD enum err case_branch_on(struct db *db, int64_t branch_id, const char *day,
				  struct branch_on *ret);
/* How many full members it has at the end of a day, counted up to `enough`. ERR_DB. */
NODISCARD enum err case_voters_on(struct db *db, int64_t branch_id, const char *day, int64_t enough,
				  int64_t *ret);

struct step_records {
	struct step_record *items;
	size_t n;
};

/* Does it still stand, neither corrected nor voided? */
static inline bool step_stands(const struct step_record *r)
{
	return !r->superseded_by && !r->voided_at;
}

NODISCARD enum err step_add(struct db *db, const struct step_record *in, int64_t *ret_id);

/* All of a case, also those that no longer stand, in the order they were recorded. */
NODISCARD enum err step_list(struct db *db, struct arena *a, int64_t case_id,
			     struct step_records *ret);

/* ERR_CONFLICT: the record does not stand any more, or is of another case. */
NODISCARD enum err step_supersede(struct db *db, int64_t case_id, int64_t id, int64_t by);
NODISCARD enum err step_void(struct db *db, int64_t case_id, int64_t id, const char *reason,
			     int64_t by, int64_t at);

struct case_transfer {
	int64_t id, from_branch_id, to_branch_id;
	const char *from_branch_name, *to_branch_name; /* read only */
	const char *moved_on, *note;
	int64_t recorded_by, recorded_at;
};

struct case_transfers {
	struct case_transfer *items;
	size_t n;
};

NODISCARD enum err transfer_add(struct db *db, int64_t case_id, const struct case_transfer *in,
				int64_t *ret_id);
NODISCARD enum err transfer_list(struct db *db, struct arena *a, int64_t case_id,
				 struct case_transfers *ret);

/* Stages that came of the case and were not voided. */
struct case_stage {
	int64_t id; /* of the stage_event; 0 in a wanted one */
	const char *stage, *happened_on;
	int64_t step_record_id, batch_id;
};

struct case_stages {
	struct case_stage *items;
	size_t n;
};

NODISCARD enum err case_stages_list(struct db *db, struct arena *a, int64_t person_id,
				    int64_t case_id, struct case_stages *ret);

#endif
