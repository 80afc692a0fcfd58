/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/handover. */
#ifndef HANDOVER_HANDOVER_IMPL_H
#define HANDOVER_HANDOVER_IMPL_H

#include "development/development.h"
#include "directory/directory.h"
#include "handover/handover.h"

#define HANDOVER_ROWS_MAX     2000
#define HANDOVER_LETTER_LINES 3
#define HANDOVER_LETTER_MAX   120 /* characters a line */
#define HANDOVER_NEXT_DAYS    90

extern const char *const handover_states[]; /* proposed ready accepted withdrawn */

/* Why a hand-over does not go on, in words. */
enum handover_refusal {
	HANDOVER_ACCEPTED,      /* signed already */
	HANDOVER_WITHDRAWN,     /* called off */
	HANDOVER_NOT_READY,     /* nobody who may give the post has named the successor */
	HANDOVER_POST_OVER,     /* the post was ended, or is another's now */
	HANDOVER_UNDER_WAY,     /* the post has another hand-over */
	HANDOVER_NO_SUCCESSOR,  /* nobody is named */
	HANDOVER_HOLDS_ALREADY, /* the successor holds the very post */
	HANDOVER_OTHER_PERSON,  /* only the successor signs */
	HANDOVER__REFUSAL_MAX
};

/* {"stops":[one finding],"warnings":[]}, living in `a`. Pure. */
const char *handover_refuse(struct arena *a, enum handover_refusal why);

/* Lines as they are kept, one a line, and back: of const char *. Pure; live in `a`. */
const char *handover_letter_join(struct arena *a, const struct fld_list *lines);
struct fld_list handover_letter_split(struct arena *a, const char *text);

/* ---- rows ---- */

struct handover {
	int64_t id, school_id, organisation_id, post_id, from_person_id, to_person_id, new_post_id;
	int64_t proposed_at, approved_at, accepted_at, withdrawn_at, duties_n, version;
	const char *organisation_name, *organisation_kind, *path, *kind, *from_name, *to_name;
	const char *state, *decision, *term_until, *letter, *keys_note, *papers_note;
	const char *withdrawn_reason, *from_on;
};

NODISCARD enum err handover_add(struct db *db, const struct user *who, const struct handover *in,
				int64_t *ret_id);
/* ERR_NOT_FOUND. */
NODISCARD enum err handover_get(struct db *db, struct arena *a, int64_t id, struct handover *ret);
/* ERR_STALE. */
NODISCARD enum err handover_touch(struct db *db, int64_t id, int64_t version);
NODISCARD enum err handover_set_notes(struct db *db, const struct handover *in);
NODISCARD enum err handover_set_ready(struct db *db, const struct user *who,
				      const struct handover *in);
/* Keeps the duties that stand now, and who signed. */
NODISCARD enum err handover_set_accepted(struct db *db, const struct user *who,
					 const struct handover *in);
NODISCARD enum err handover_set_withdrawn(struct db *db, const struct user *who, int64_t id,
					  const char *reason);
/* 0: none is under way. */
NODISCARD enum err handover_of_post(struct db *db, int64_t post_id, int64_t *ret_id);

/* ---- what is done ---- */

struct handover_ask {
	struct arena *a;
	const struct user *who;
	struct problems *problems;
	const char *details; /* ERR_CONFLICT, ERR_RULE, ERR_FORBIDDEN: why, as JSON; else NULL */
};

struct handover_notes {
	struct fld_list letter;
	const char *keys_note, *papers_note;
	int64_t version;
};
struct handover_approval {
	int64_t to_person_id; /* 0: as it was proposed */
	const char *decision, *term_until;
	int64_t version;
};
struct handover_ending {
	const char *reason;
	int64_t version;
};

/* What the caller is to a hand-over. */
struct handover_part {
	bool holder, successor;
	bool giver; /* may give this post there, and is not its holder */
};
NODISCARD enum err handover_part_of(struct db *db, const struct user *who, const struct handover *h,
				    struct handover_part *ret);

/*
 * Each inside db_write. ERR_NOT_FOUND: no such hand-over or post for the caller. ERR_FORBIDDEN: sees
 * it, is not the one to do this. ERR_STALE: version. ERR_CONFLICT: ask->details. ERR_INPUT.
 */
NODISCARD enum err handover_begin(struct db *db, struct handover_ask *ask,
				  const struct handover_begin *in, int64_t *ret_id);
NODISCARD enum err handover_write_notes(struct db *db, struct handover_ask *ask, int64_t id,
					const struct handover_notes *in);
NODISCARD enum err handover_approve(struct db *db, struct handover_ask *ask, int64_t id,
				    const struct handover_approval *in);
/* The successor signs: the old post ends and the new one begins with this transaction. */
NODISCARD enum err handover_accept(struct db *db, struct handover_ask *ask, int64_t id,
				   int64_t version);
NODISCARD enum err handover_withdraw(struct db *db, struct handover_ask *ask, int64_t id,
				     const struct handover_ending *in);

/* ---- the package ---- */

extern const struct fld handover_package_fields[];
struct handover_package {
	struct fld_list duties, people, next, papers, named, rooms, meetings;
	bool more;
};

/* Everything that goes with the post, as it stands now. Lives in `a`. */
NODISCARD enum err handover_package_make(struct db *db, const struct rules_set *set,
					 struct arena *a, const struct handover *h,
					 struct handover_package *ret);

/* The duties as they were signed for: same rows as the package's. */
extern const struct fld handover_duty_fields[];
struct handover_duty {
	int64_t case_id, branch_id, overdue_days;
	const char *person_name, *branch_name, *duty, *step, *owner, *since_on, *earliest_on;
	const char *due_on;
	struct both_reply title;
};
NODISCARD enum err handover_signed_make(struct db *db, const struct rules_set *set, struct arena *a,
					const struct handover *h, struct fld_list *ret);

#endif
