/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/desk. */
#ifndef DESK_DESK_IMPL_H
#define DESK_DESK_IMPL_H

#include "desk/desk.h"
#include "development/development.h"
#include "directory/directory.h"
#include "dossier/dossier.h"

#define DESK_ITEMS_MAX   200
#define DESK_MEMBERS_MAX 100

/* ---- desk_core.c: what a committee decides and when it may. No HTTP, no SQL. ---- */

/* A step that only a committee decides. */
struct desk_step {
	const char *code;
	const char *field, *yes, *no; /* the fact that is the decision */
	const char *number;           /* the fact of the reply's number */
	bool ballot;                  /* decided by a vote that is counted (2026 Art. 24) */
	bool one_person;              /* the record says that this person alone was decided on */
	bool received;                /* its clock runs from the receipt of the papers */
};
extern const struct desk_step desk_steps[]; /* code NULL ends */
extern const char *const desk_step_codes[]; /* for FIELD_ENUM */
const struct desk_step *desk_step(const char *code);

extern const char *const desk_powers[];    /* decides, deliberates */
extern const char *const desk_decisions[]; /* agreed, not_approved, returned, put_off */
extern const char *const desk_meeting_states[];
extern const char *const desk_item_states[];

/* "decides" for a committee, "deliberates" for a general branch, NULL: no such power (Art. 22). */
const char *desk_power(const char *organisation_kind);

/* Does a post of this kind at a committee make its holder one of those due at its meetings? */
bool desk_is_member(const char *post_kind);

/* Counts of one ballot; any -1: it was not counted. */
struct desk_votes {
	int64_t in_favour, against, abstain;
};

/* A case on an agenda. */
struct desk_item {
	int64_t id, position, case_id, record_id, person_id, branch_id;
	const char *step_code, *state, *decision, *reason, *number, *received_on;
	const char *reasons, *refusal; /* JSON or NULL */
	struct desk_votes votes;
	const char *printed_from, *printed_until, *printed_full_on; /* of a recorded one */
	const char *person_name, *branch_name, *stage;
};

/* The facts of the step as the decision makes them; JSON in `a`. */
const char *desk_facts(struct arena *a, const struct desk_item *item);

/* Rules of the body itself, beside those of the packs. */
enum desk_rule {
	DESK_NO_POWER,        /* n, of: unused */
	DESK_NO_MEMBERS,      /* no posts at the committee on the day */
	DESK_QUORUM,          /* n present of `of` due */
	DESK_MAJORITY,        /* n in favour of `of` due */
	DESK_BALLOT,          /* counts are missing */
	DESK_UNDECIDED,       /* n cases are open */
	DESK_EMPTY,           /* nothing on the agenda */
	DESK_OTHER_COMMITTEE, /* the case belongs to another committee */
	DESK_CASE_CLOSED,     /* the case has ended, or is somebody else's now */
	DESK_ON_AGENDA,       /* stands on another open agenda */
	DESK_WRONG_STATE,     /* the meeting is over, or not yet held */
	DESK_PLACES_OVER,     /* n given below, `of` are there */
	DESK_PLACES_NONE,     /* the organisation above has no places for the year */
	DESK__RULE_MAX
};

/* One refusal in words. n, of: the numbers of its text. Lives in `a`. */
struct finding_reply desk_finding(struct arena *a, enum desk_rule rule, int64_t n, int64_t of);

/* {"stops":[...],"warnings":[]} of one such refusal, for req_explain(). Lives in `a`. */
const char *desk_refusal(struct arena *a, enum desk_rule rule, int64_t n, int64_t of);

/* Lists of findings in the same form; NULL problems: none. Lives in `a`. */
const char *desk_findings_json(struct arena *a, const struct fld_list *stops,
			       const struct fld_list *warnings, const struct problems *problems);

/*
 * Is the body there, and has it said yes? By the kind of vote "ordinary" of the pack in force on
 * the day: half of those due present, more than half of those due in favour.
 */
bool desk_quorate(const struct rules_set *set, const char *day, int64_t due, int64_t present);
bool desk_carried(const struct rules_set *set, const char *day, int64_t due, int64_t present,
		  const struct desk_votes *votes);

/* ---- meeting_store.c: rows. Writes inside db_write; no rights are checked. ---- */

struct desk_meeting {
	int64_t id, school_id, organisation_id, chair_id, recorder_id, version;
	const char *organisation_name, *path, *title, *power, *state, *planned_on, *held_on;
	const char *chair_name, *recorder_name, *cancel_reason;
};

struct desk_member {
	int64_t person_id;
	const char *name, *post_kind, *reason;
	bool present;
};

NODISCARD enum err desk_meeting_add(struct db *db, const struct user *who,
				    const struct desk_meeting *in, int64_t *ret_id);
/* ERR_NOT_FOUND. */
NODISCARD enum err desk_meeting_get(struct db *db, struct arena *a, int64_t id,
				    struct desk_meeting *ret);
/* ERR_STALE. */
NODISCARD enum err desk_meeting_touch(struct db *db, int64_t id, int64_t version);
NODISCARD enum err desk_meeting_set_plan(struct db *db, int64_t id, const char *title,
					 const char *planned_on);
NODISCARD enum err desk_meeting_set_held(struct db *db, const struct desk_meeting *in);
NODISCARD enum err desk_meeting_set_closed(struct db *db, const struct user *who, int64_t id);
NODISCARD enum err desk_meeting_set_cancelled(struct db *db, const struct user *who, int64_t id,
					      const char *reason);
/* Those due and who of them came; takes the place of what stood there. */
NODISCARD enum err desk_members_put(struct db *db, int64_t meeting_id,
				    const struct fld_list *members);
/* of desk_member. */
NODISCARD enum err desk_members_list(struct db *db, struct arena *a, int64_t meeting_id,
				     struct fld_list *ret);
NODISCARD enum err desk_item_add(struct db *db, int64_t meeting_id, int64_t case_id,
				 const char *step_code, int64_t *ret_id);
/* ERR_NOT_FOUND: no such item, or its step is recorded. */
NODISCARD enum err desk_item_remove(struct db *db, int64_t meeting_id, int64_t id);
/* of desk_item. */
NODISCARD enum err desk_items_list(struct db *db, struct arena *a, int64_t meeting_id,
				   struct fld_list *ret);
/* ERR_CONFLICT: it is settled, or of another meeting. */
NODISCARD enum err desk_item_decide(struct db *db, const struct user *who, int64_t meeting_id,
				    const struct desk_item *item);
/* Writes item's refusal, record and printed days with the state that it has come to. */
NODISCARD enum err desk_item_settle(struct db *db, const struct desk_item *item, const char *state);
NODISCARD enum err desk_items_off(struct db *db, int64_t meeting_id);
/* The open agenda of the organisation that has the case for this step; 0: none. */
NODISCARD enum err desk_item_elsewhere(struct db *db, int64_t organisation_id, int64_t case_id,
				       const char *step_code, int64_t *ret_meeting);

struct desk_case {
	int64_t id, branch_id, parent_id;
	const char *path, *state;
};
NODISCARD enum err desk_case_get(struct db *db, struct arena *a, int64_t id, struct desk_case *ret);

/* Those due at a meeting on a day, by the posts at the organisation: of desk_member, absent. */
NODISCARD enum err desk_members_due(struct db *db, struct arena *a, int64_t organisation_id,
				    const char *day, struct fld_list *ret);

/* ---- meeting_write.c: what is done to a meeting ---- */

/* Who asks, and where faults and refusals go. */
struct desk_ask {
	const struct rules_set *set;
	struct arena *a;
	const struct user *who;
	struct problems *problems;
	const char *details;              /* ERR_RULE, ERR_CONFLICT: why, as JSON; else NULL */
	const struct prover_pack *prover; /* NULL: contradictions of papers are not counted */
};

/* May the caller hold meetings there? Errors as authz_organisation(). */
NODISCARD enum err desk_may(struct db *db, struct desk_ask *ask, int64_t organisation_id);

struct agenda_entry {
	int64_t case_id;
	const char *step_code;
};
struct meeting_open_in {
	int64_t organisation_id;
	const char *title, *planned_on;
	struct fld_list items; /* of agenda_entry */
};
struct meeting_plan_in {
	const char *title, *planned_on;
	int64_t version;
};
struct meeting_items_in {
	struct fld_list items; /* of agenda_entry */
	int64_t version;
};
struct absence_in {
	int64_t person_id;
	const char *reason;
};
struct meeting_hold_in {
	const char *held_on;
	int64_t chair_id, recorder_id;
	struct fld_list present;  /* of int64_t */
	struct fld_list absences; /* of absence_in */
	int64_t version;
};
struct meeting_decide_in {
	const char *decision, *reason, *number, *received_on;
	int64_t votes_for, votes_against, votes_abstain; /* -1: not counted */
	struct fld_list reasons;                         /* of step_reason */
	int64_t version;
};

/*
 * Each inside db_write. ERR_NOT_FOUND: no such meeting, or not for the caller. ERR_STALE: version.
 * ERR_CONFLICT: not in this state of the meeting. ERR_RULE: ask->details. ERR_INPUT: problems.
 */
NODISCARD enum err desk_meeting_open(struct db *db, struct desk_ask *ask,
				     const struct meeting_open_in *in, int64_t *ret_id);
NODISCARD enum err desk_meeting_change(struct db *db, struct desk_ask *ask, int64_t id,
				       const struct meeting_plan_in *in);
NODISCARD enum err desk_meeting_items_add(struct db *db, struct desk_ask *ask, int64_t id,
					  const struct meeting_items_in *in);
NODISCARD enum err desk_meeting_item_remove(struct db *db, struct desk_ask *ask, int64_t id,
					    int64_t item_id, int64_t version);
NODISCARD enum err desk_meeting_hold(struct db *db, struct desk_ask *ask, int64_t id,
				     const struct meeting_hold_in *in);
NODISCARD enum err desk_meeting_decide(struct db *db, struct desk_ask *ask, int64_t id,
				       int64_t item_id, const struct meeting_decide_in *in);
NODISCARD enum err desk_meeting_cancel(struct db *db, struct desk_ask *ask, int64_t id,
				       const char *reason, int64_t version);

/*
 * Writes the steps of all cases that were decided, each in a savepoint of its own: a case that the
 * rules refuse stays open with the refusal, nothing of it is written, and the meeting stays held.
 */
NODISCARD enum err desk_meeting_close(struct db *db, struct desk_ask *ask, int64_t id,
				      int64_t version);

/* The meeting for the caller, who may do `perm` at its organisation. ERR_NOT_FOUND otherwise. */
NODISCARD enum err desk_meeting_of(struct db *db, struct desk_ask *ask, int64_t id,
				   struct desk_meeting *ret);

/* A step as the decision would record it on this day; of the case's committee. */
NODISCARD enum err desk_try(struct db *db, struct desk_ask *ask, const struct desk_item *item,
			    const char *day, struct problems *problems,
			    struct development_trial *ret);

/* ---- meeting_reply.c ---- */

extern const struct fld desk_meeting_fields[];
struct meeting_reply {
	int64_t id, organisation_id;
	const char *organisation_name, *title, *power, *state, *planned_on, *held_on;
	int64_t chair_id, recorder_id;
	const char *chair_name, *recorder_name, *cancel_reason;
	int64_t due, present, version;
	bool quorate;
	struct fld_list members, items;
};
NODISCARD enum err desk_meeting_reply_make(struct db *db, struct desk_ask *ask, int64_t id,
					   struct meeting_reply *ret);

/* ---- plan_store.c: places for a year ---- */

struct plan_place {
	int64_t id, school_id, year, organisation_id, given_by, places; /* id 0: none were given */
	const char *given_on, *number, *reason;
};
NODISCARD enum err desk_plan_current(struct db *db, struct arena *a, int64_t organisation_id,
				     int64_t year, struct plan_place *ret);
/* What an organisation has handed down; those of `but` are left out (0: none is). */
NODISCARD enum err desk_plan_given(struct db *db, int64_t organisation_id, int64_t year,
				   int64_t but, int64_t *ret);
/* Takes the place of old_id (0: the first). ERR_DUPLICATE: another one stands. In db_write. */
NODISCARD enum err desk_plan_put(struct db *db, const struct user *who, const struct plan_place *in,
				 int64_t old_id, int64_t *ret_id);

struct plan_in {
	int64_t organisation_id, year, places, replaces_id;
	const char *given_on, *number, *reason;
};
/*
 * Hands down places to an organisation, as the one above it may (for the school itself: the
 * department). What is given below one organisation is never more than it has.
 * ERR_STALE: replaces_id is not what counts now. ERR_RULE: ask->details. ERR_INPUT: problems.
 */
NODISCARD enum err desk_plan_give(struct db *db, struct desk_ask *ask, const struct plan_in *in,
				  int64_t *ret_id);

/* The highest organisation at which the caller may do this; 0: at none. */
int64_t desk_highest(const struct user *who, enum perm perm);

#endif
