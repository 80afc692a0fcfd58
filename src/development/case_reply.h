/* SPDX-License-Identifier: Apache-2.0 */
/* What the browser is told of a case, and the tables that print it. Private to src/development. */
#ifndef DEVELOPMENT_CASE_REPLY_H
#define DEVELOPMENT_CASE_REPLY_H

#include "development/case_sync.h"
#include "development/development.h"

struct warning_reply {
	const char *rule, *reason;
};

struct record_reply {
	int64_t record_id;
	const char *happened_on, *facts, *recorded_by_name;
	int64_t recorded_at;
	const char *rule_set;
	struct fld_list warnings;
	bool stands, imported;
	const char *reason;
	int64_t superseded_by;
	const char *voided_reason;
	int64_t voided_at;
};

struct case_step_reply {
	const char *code;
	int64_t number;
	const char *stage, *actor;
	struct both_reply title;
	const char *state;
	bool may_record;
	const char *happened_on;
	int64_t record_id;
	const char *facts, *recorded_by_name;
	int64_t recorded_at;
	const char *rule_set;
	struct fld_list warnings, history;
};

struct next_reply {
	const char *step, *actor, *organisation_name;
	struct both_reply title;
	const char *since_on, *earliest_on, *latest_on;
	bool latest_is_stop, provisional, optional, possible_today, may_record;
	struct fld_list stops;
};

struct debt_reply {
	const char *duty, *step, *owner;
	int64_t organisation_id;
	const char *organisation_name, *since_on, *due_on, *limit_on, *beside_on;
	int64_t overdue_days;
	bool clock_not_started;
	struct both_reply message;
};

struct transfer_reply {
	int64_t id, from_branch_id;
	const char *from_branch_name;
	int64_t to_branch_id;
	const char *to_branch_name, *moved_on, *note;
	int64_t recorded_at;
};

struct exit_reply {
	const char *code, *actor;
	struct both_reply title;
	bool may_record, closes;
};

struct named_reply {
	int64_t id;
	const char *name;
};

struct case_person_reply {
	int64_t id;
	const char *name, *birth, *leaving_on;
};

struct case_branch_reply {
	int64_t id;
	const char *name;
	bool has_committee;
	int64_t full_members;
};

struct case_reply {
	int64_t id;
	struct case_person_reply person;
	struct case_branch_reply branch;
	const char *state, *stage, *stage_on, *opened_on, *closed_on, *rule_set;
	const char *joined_on, *probation_due_on, *printed_until, *full_on;
	bool extended;
	int64_t version;
	struct fld_list steps, next, findings, debts, transfers, exits, people;
};

extern const char *const case_states[];      /* of development_case */
extern const char *const case_step_states[]; /* done next blocked later not_needed */
extern const struct fld case_reply_fields[];

/*
 * The whole page of a loaded case for this caller, who may see it. Lives in `a`.
 * ERR_DB; ERR_INPUT: the records cannot be evaluated (never by what we store).
 */
NODISCARD enum err case_reply_make(struct db *db, const struct rules_set *set, struct arena *a,
				   const struct user *who, const struct case_view *view,
				   int32_t today, struct case_reply *ret);

/* One finding; records: the view's, NULL where record ids are not wanted. */
struct finding_reply finding_reply_make(const struct rules_set *set, const struct rules_finding *f,
					const struct step_records *records, struct arena *a);

/* What is awaited, from whom and until when, in words; due or since may be DATE_NONE. */
struct both_reply duty_message(struct arena *a, struct rules_text title, const char *organisation,
			       int32_t since, int32_t due, int32_t today);

/* Title of a step in the words of today's pack, else of any pack that has it. */
struct rules_text case_step_title(const struct rules_set *set, const char *code, int32_t today);

#endif
