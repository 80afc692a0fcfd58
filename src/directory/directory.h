/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Organisations, people, posts, classes, rooms: the only header of this folder for others.
 *
 * Truth is added to (organisation_event, affiliation, stage_event, class_member, post) and the
 * derived tables (organisation's state of today, organisation_span, person_state, scope_person,
 * scope_count, person_key) follow in the same transaction. Everything here that writes must run
 * inside db_write(), checks no rights and writes no audit line: that is the caller's.
 *
 * Days are text "YYYY-MM-DD"; a day known only to its month is "YYYY-MM" where so said. Days in
 * the future are refused, so derived state never depends on the clock.
 */
#ifndef DIRECTORY_DIRECTORY_H
#define DIRECTORY_DIRECTORY_H

#include "platform.h"

extern const struct route directory_routes[];

/* Codes, NULL-terminated, in the order of the glossary; for FIELD_ENUM. */
extern const char *const directory_organisation_kinds[];
extern const char *const directory_stages[]; /* without "none" */

/* branch, direct_branch, joint_branch, temporary_branch: has people of its own. */
bool directory_is_branch(const char *kind);
/* school_party_committee, grassroots_committee, school_committee: may approve admissions. */
bool directory_is_committee(const char *kind);

/* ---- organisations ---- */

struct directory_organisation {
	int64_t id, school_id, parent_id; /* school_id: the root's own id for the root */
	const char *code, *name, *kind, *path;
	int64_t depth; /* root 0 */
	const char *founded_on, *closed_on;
	const char *telephone;
	int64_t version;
};

/* State of today; texts live in `a`. ERR_NOT_FOUND. */
NODISCARD enum err directory_organisation_get(struct db *db, struct arena *a, int64_t id,
					      struct directory_organisation *ret);
NODISCARD enum err directory_organisation_by_code(struct db *db, struct arena *a, const char *code,
						  struct directory_organisation *ret);

struct directory_organisations {
	struct directory_organisation *items;
	size_t n;
};

/* Root and all below it that are not closed, parents before children; root 0: everything. */
NODISCARD enum err directory_organisations_below(struct db *db, struct arena *a, int64_t root_id,
						 struct directory_organisations *ret);

/*
 * The nearest organisation above (or itself) that is a committee; ERR_NOT_FOUND if there is none.
 */
NODISCARD enum err directory_committee_above(struct db *db, struct arena *a, int64_t id,
					     struct directory_organisation *ret);

/* What rules ask of a branch: members with a vote today. */
struct directory_branch_facts {
	int64_t full, probationary;
	bool has_committee; /* 7 full members and more (regulation of branches) */
	bool has_groups;    /* an open party_group exists */
};
NODISCARD enum err directory_branch_facts(struct db *db, int64_t organisation_id,
					  struct directory_branch_facts *ret);

/* One dated event. kind: founded renamed moved changed_kind merged closed. */
struct directory_organisation_event {
	int64_t organisation_id; /* 0 for founded */
	const char *kind;
	const char *happened_on;
	const char *code;              /* founded */
	const char *name;              /* founded, renamed */
	const char *organisation_kind; /* founded, changed_kind */
	int64_t parent_id;             /* founded (0: a root), moved */
	int64_t successor_id;          /* merged; closed: may be */
	const char *decision, *decided_on;
	int64_t batch_id, recorded_by;
};

/*
 * Records the event and brings the derived rows up to date. merged, and closed with a successor:
 * open affiliations, classes, groups and sub-organisations go to the successor on that day.
 * ret_id: the organisation. ERR_DUPLICATE: the code is taken. ERR_CONFLICT: the events
 * contradict each other (an event before the founding or after the closing, a cycle, a parent
 * that is closed, people or organisations left behind by a closing without a successor).
 * ERR_NOT_FOUND: no such organisation, parent or successor. ERR_INPUT: a bad day, kind or name.
 */
NODISCARD enum err directory_organisation_record(struct db *db,
						 const struct directory_organisation_event *in,
						 int64_t *ret_id);

/* Takes back a founding nobody built on (undo of an import). ERR_CONFLICT: something hangs on it. */
NODISCARD enum err directory_organisation_unfound(struct db *db, int64_t id);

/* ---- people ---- */

/*
 * People whose derived rows are made later, all at once and in the order of the keys: pass it in
 * the `later` of many inputs, then directory_derive_people(). NULL there = derive at once.
 */
struct directory_people {
	struct arena *a;
	int64_t *ids; /* with repetitions */
	size_t n, cap;
};

struct directory_person {
	int64_t id; /* 0: a new one */
	const char *name, *sex, *ethnicity;
	const char *birth; /* day or month */
	const char *student_no, *staff_no;
	const struct seal_keys *keys; /* needed with id_number: app->seal */
	const char *id_number; /* 18 characters, upper-case X; sealed before it is stored. In a put
				* of a known person NULL keeps the one that is there. Never read. */
	const char *id_tail;   /* read only */
	const char *native_place, *education, *job, *mobile, *landline, *address;
	const char *leaving_on;
	const char *pinyin_given; /* "zhang san": the person's own correction */
	int64_t school_id;        /* read only */
	int64_t recorded_in;      /* new ones: the organisation that records */
	int64_t batch_id;         /* new ones: 0 or the import */
	int64_t version;          /* known ones: what the caller saw; 0 = whatever it is */
	struct directory_people *later;
};

/*
 * Adds or changes a person (all fields are written, see id_number). ERR_STALE: version.
 * ERR_DUPLICATE: the ID, student or staff number belongs to somebody else.
 */
NODISCARD enum err directory_person_put(struct db *db, const struct directory_person *in,
					int64_t *ret_id);

/* Everything but the ID number; texts live in `a`. ERR_NOT_FOUND. */
NODISCARD enum err directory_person_get(struct db *db, struct arena *a, int64_t id,
					struct directory_person *ret);

/* Removes a person and all his dated rows (undo of an import). ERR_CONFLICT: a case, an account or
 * another feature's row hangs on him. */
NODISCARD enum err directory_person_remove(struct db *db, int64_t id);

/*
 * Finds by what identifies, in this order: ID number, student number, staff number (NULL: not
 * given); a name never identifies. ret_id 0: nobody.
 */
struct directory_identity {
	int64_t school_id; /* any organisation's id of the school is accepted */
	const char *id_number, *student_no, *staff_no;
	const struct seal_keys *keys; /* needed with id_number: app->seal */
};
NODISCARD enum err directory_person_find(struct db *db, const struct directory_identity *in,
					 int64_t *ret_id);

/* People of this exact name whose scope is this organisation or below, at most max. */
NODISCARD enum err directory_person_named(struct db *db, struct arena *a, const char *name,
					  int64_t organisation_id, size_t max, int64_t **ret_ids,
					  size_t *ret_n);

/* Every student and staff number of a school in upper case, sorted: leak_options of doc/leak.h. ERR_DB. */
struct directory_numbers {
	const char *const *items; /* live in `a` */
	size_t n;
};
NODISCARD enum err directory_numbers(struct db *db, struct arena *a, int64_t school_id,
				     struct directory_numbers *ret);

/* Today's state, derived. branch_id 0: in no branch. stage NULL: none. Texts live in `a`. */
struct directory_person_state {
	int64_t person_id, school_id, branch_id, class_id;
	int64_t scope_id; /* whose rights reach him: branch, else last branch, else who recorded */
	const char *name, *birth, *leaving_on;
	const char *stage, *stage_on, *applied_on, *joined_on, *full_on;
	bool gone; /* was in a branch and is in none now */
};
NODISCARD enum err directory_person_state(struct db *db, struct arena *a, int64_t person_id,
					  struct directory_person_state *ret);

/*
 * Stage in force at the end of `day` (static storage, NULL: none) and his branch on that day (0:
 * none); either may be NULL. For introducers, cultivators, rolls of a past day.
 */
NODISCARD enum err directory_stage_at(struct db *db, struct arena *a, int64_t person_id,
				      const char *day, const char **ret_stage, int64_t *ret_branch);

/*
 * In the branch from from_on; an open affiliation ends on that day. The same branch again is no
 * change. ERR_CONFLICT: from_on lies before the open one's, or the branch is closed or no branch.
 * organisation_id 0: leaves, in no branch from that day on. ret_id may be NULL (cheaper).
 */
struct directory_affiliation {
	int64_t person_id, organisation_id, party_group_id;
	const char *from_on;
	const char *reason;
	int64_t batch_id, recorded_by;
	struct directory_people *later;
};
NODISCARD enum err directory_affiliate(struct db *db, const struct directory_affiliation *in,
				       int64_t *ret_id);

/*
 * Reached a stage on a day ("YYYY-MM-DD" or "YYYY-MM"). transferred_out and left also end the open
 * affiliation on that day. ret_id may be NULL (cheaper). ERR_INPUT: bad day, in the future, unknown stage.
 */
struct directory_stage {
	int64_t person_id;
	const char *stage, *happened_on;
	int64_t case_id, step_record_id, batch_id, recorded_by;
	struct directory_people *later;
};
NODISCARD enum err directory_stage_add(struct db *db, const struct directory_stage *in,
				       int64_t *ret_id);
/* A wrong one; it stays, marked. ERR_NOT_FOUND: no such, or voided already. */
NODISCARD enum err directory_stage_void(struct db *db, int64_t stage_event_id, int64_t voided_by);
/* Those that came from this step record (a corrected or voided step); none is no error. */
NODISCARD enum err directory_stage_void_step(struct db *db, int64_t step_record_id,
					     int64_t voided_by);

/* In the class from from_on (0: in none); ends the open membership of another class. */
struct directory_class_member {
	int64_t person_id, class_id;
	const char *from_on;
	int64_t batch_id;
	struct directory_people *later;
};
NODISCARD enum err directory_class_join(struct db *db, const struct directory_class_member *in);

/*
 * Brings the derived rows of one person, or of many, up to date from the truth. The only place that
 * writes person_state, scope_person, scope_count and person_key.
 */
NODISCARD enum err directory_derive_person(struct db *db, int64_t person_id);
NODISCARD enum err directory_derive_people(struct db *db, const struct directory_people *people);

/*
 * Takes back what a batch added to affiliation, stage_event, class_member and post (not people,
 * classes and organisations: remove those after), opens again what its affiliations and class
 * memberships had ended, and derives the people.
 */
NODISCARD enum err directory_batch_undo(struct db *db, struct arena *a, int64_t batch_id);

/* End of a subtree by paths: p <= path < directory_path_high(p) ("/1/20" of "/1/2/"). Lives in `a`. */
const char *directory_path_high(struct arena *a, const char *path);

/* ---- classes, posts ---- */

struct directory_class {
	int64_t id; /* 0: a new one */
	const char *code, *name;
	int64_t entry_year; /* 0: unknown */
	const char *level;  /* undergraduate, master, doctor ... or NULL */
	const char *campus;
	int64_t size; /* 0: unknown */
	int64_t organisation_id, branch_id, counsellor_id;
	const char *counsellor_name;
	const char *closed_on;
	int64_t batch_id;
	int64_t version; /* known ones; 0 = whatever it is */
};
/* ERR_DUPLICATE: the code is taken. ERR_STALE. */
NODISCARD enum err directory_class_put(struct db *db, const struct directory_class *in,
				       int64_t *ret_id);
/* By code or, if no code is such, by the one open class of this name; ret_id 0: none or several. */
NODISCARD enum err directory_class_find(struct db *db, int64_t school_id, const char *code_or_name,
					int64_t *ret_id);
NODISCARD enum err directory_class_remove(struct db *db, int64_t id);

struct directory_post {
	int64_t id;
	int64_t person_id, organisation_id;
	const char *kind; /* post_kinds of access.h */
	const char *from_on, *until_on, *term_until, *note;
	int64_t batch_id, recorded_by;
};
/* ERR_INPUT: unknown kind, bad days. ERR_DUPLICATE: holds this very post already. */
NODISCARD enum err directory_post_add(struct db *db, const struct directory_post *in,
				      int64_t *ret_id);

/* One post with its version; texts live in `a`. ERR_NOT_FOUND. */
NODISCARD enum err directory_post_get(struct db *db, struct arena *a, int64_t id,
				      struct directory_post *ret, int64_t *ret_version);

/*
 * The post is over from until_on on (the first day without it): with today's day the right ends
 * with this transaction. ERR_STALE: version. ERR_CONFLICT: before its beginning. In db_write.
 */
NODISCARD enum err directory_post_end(struct db *db, int64_t id, int64_t version,
				      const char *until_on);

/* Holders of a post on a day, oldest first; kind NULL: all. Names live in `a`. */
struct directory_holder {
	int64_t post_id, person_id;
	const char *name, *kind;
};
NODISCARD enum err directory_post_holders(struct db *db, struct arena *a, int64_t organisation_id,
					  const char *kind, const char *day,
					  struct directory_holder **ret, size_t *ret_n);

#endif
