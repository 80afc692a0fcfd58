/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of case_reply.h. */
#include "development/case_reply.h"

#include "base/banned.h"

const char *const case_states[] = { "open",
				    "full",
				    "withdrawn",
				    "not_approved",
				    "probation_cancelled",
				    "not_recognised",
				    "transferred_out",
				    NULL };
const char *const case_step_states[] = { "done",       "next",     "blocked", "later",
					 "not_needed", "not_done", NULL };

const struct fld both_reply_fields[] = {
	FIELD_STR(both_reply, zh, 0, 1000),
	FIELD_STR(both_reply, en, 0, 1000),
	FIELD_END,
};

const struct fld step_reason_fields[] = {
	FIELD_STR(step_reason, rule, 1, 80),
	FIELD_STR(step_reason, reason, 2, 200),
	FIELD_END,
};

const struct fld finding_reply_fields[] = {
	FIELD_STR(finding_reply, rule, 1, 80),
	FIELD_ENUM(finding_reply, severity, rules_severity_codes),
	FIELD_STR_OPT(finding_reply, article, 1, 40),
	FIELD_OBJECT(finding_reply, message, both_reply, both_reply_fields),
	FIELD_STR_OPT(finding_reply, step, 1, 60),
	FIELD_STRS(finding_reply, steps, 64, 60),
	FIELD_ID_OPT(finding_reply, record_id),
	FIELD_DATE_OPT(finding_reply, on),
	FIELD_DATE_OPT(finding_reply, allowed_from),
	FIELD_BOOL(finding_reply, contradiction),
	FIELD_BOOL(finding_reply, provisional),
	FIELD_BOOL(finding_reply, imported),
	FIELD_END,
};

static const struct fld warning_reply_fields[] = {
	FIELD_STR(warning_reply, rule, 1, 80),
	FIELD_STR(warning_reply, reason, 1, 200),
	FIELD_END,
};

static const struct fld record_reply_fields[] = {
	FIELD_ID(record_reply, record_id),
	FIELD_DATE_OPT(record_reply, happened_on),
	FIELD_RAW(record_reply, facts),
	FIELD_STR_OPT(record_reply, recorded_by_name, 1, 80),
	FIELD_TIME(record_reply, recorded_at),
	FIELD_STR(record_reply, rule_set, 1, 60),
	FIELD_LIST(record_reply, warnings, warning_reply, warning_reply_fields, 50),
	FIELD_BOOL(record_reply, stands),
	FIELD_BOOL(record_reply, imported),
	FIELD_STR_OPT(record_reply, reason, 1, 200),
	FIELD_ID_OPT(record_reply, superseded_by),
	FIELD_STR_OPT(record_reply, voided_reason, 1, 200),
	FIELD_TIME_OPT(record_reply, voided_at),
	FIELD_END,
};

static const struct fld step_reply_fields[] = {
	FIELD_STR(case_step_reply, code, 1, 60),
	FIELD_I64(case_step_reply, number, 0, 25),
	FIELD_STR_OPT(case_step_reply, stage, 1, 60),
	FIELD_ENUM(case_step_reply, actor, rules_actor_codes),
	FIELD_OBJECT(case_step_reply, title, both_reply, both_reply_fields),
	FIELD_ENUM(case_step_reply, state, case_step_states),
	FIELD_BOOL(case_step_reply, may_record),
	FIELD_DATE_OPT(case_step_reply, happened_on),
	FIELD_ID_OPT(case_step_reply, record_id),
	FIELD_RAW(case_step_reply, facts),
	FIELD_STR_OPT(case_step_reply, recorded_by_name, 1, 80),
	FIELD_TIME_OPT(case_step_reply, recorded_at),
	FIELD_STR_OPT(case_step_reply, rule_set, 1, 60),
	FIELD_LIST(case_step_reply, warnings, warning_reply, warning_reply_fields, 50),
	FIELD_LIST(case_step_reply, history, record_reply, record_reply_fields, RULES_RECORDS_MAX),
	FIELD_END,
};

static const struct fld next_reply_fields[] = {
	FIELD_STR(next_reply, step, 1, 60),
	FIELD_ENUM(next_reply, actor, rules_actor_codes),
	FIELD_STR(next_reply, organisation_name, 1, 100),
	FIELD_OBJECT(next_reply, title, both_reply, both_reply_fields),
	FIELD_DATE_OPT(next_reply, since_on),
	FIELD_DATE_OPT(next_reply, earliest_on),
	FIELD_DATE_OPT(next_reply, latest_on),
	FIELD_BOOL(next_reply, latest_is_stop),
	FIELD_BOOL(next_reply, provisional),
	FIELD_BOOL(next_reply, optional),
	FIELD_BOOL(next_reply, possible_today),
	FIELD_BOOL(next_reply, may_record),
	FIELD_LIST(next_reply, stops, finding_reply, finding_reply_fields, 200),
	FIELD_END,
};

static const struct fld debt_reply_fields[] = {
	FIELD_STR(debt_reply, duty, 1, 80),
	FIELD_STR(debt_reply, step, 1, 60),
	FIELD_ENUM(debt_reply, owner, rules_actor_codes),
	FIELD_ID(debt_reply, organisation_id),
	FIELD_STR(debt_reply, organisation_name, 1, 100),
	FIELD_DATE_OPT(debt_reply, since_on),
	FIELD_DATE_OPT(debt_reply, due_on),
	FIELD_DATE_OPT(debt_reply, limit_on),
	FIELD_DATE_OPT(debt_reply, beside_on),
	FIELD_I64(debt_reply, overdue_days, 0, 200000),
	FIELD_BOOL(debt_reply, clock_not_started),
	FIELD_OBJECT(debt_reply, message, both_reply, both_reply_fields),
	FIELD_END,
};

static const struct fld transfer_reply_fields[] = {
	FIELD_ID(transfer_reply, id),
	FIELD_ID(transfer_reply, from_branch_id),
	FIELD_STR(transfer_reply, from_branch_name, 1, 100),
	FIELD_ID(transfer_reply, to_branch_id),
	FIELD_STR(transfer_reply, to_branch_name, 1, 100),
	FIELD_DATE(transfer_reply, moved_on),
	FIELD_STR_OPT(transfer_reply, note, 1, 200),
	FIELD_TIME(transfer_reply, recorded_at),
	FIELD_END,
};

static const struct fld exit_reply_fields[] = {
	FIELD_STR(exit_reply, code, 1, 60),
	FIELD_ENUM(exit_reply, actor, rules_actor_codes),
	FIELD_OBJECT(exit_reply, title, both_reply, both_reply_fields),
	FIELD_BOOL(exit_reply, may_record),
	FIELD_BOOL(exit_reply, closes),
	FIELD_END,
};

static const struct fld named_reply_fields[] = {
	FIELD_ID(named_reply, id),
	FIELD_STR(named_reply, name, 1, 60),
	FIELD_END,
};

static const struct fld person_reply_fields[] = {
	FIELD_ID(case_person_reply, id),
	FIELD_STR(case_person_reply, name, 1, 60),
	FIELD_STR_OPT(case_person_reply, birth, 7, 10),
	FIELD_DATE_OPT(case_person_reply, leaving_on),
	FIELD_END,
};

static const struct fld branch_reply_fields[] = {
	FIELD_ID(case_branch_reply, id),
	FIELD_STR(case_branch_reply, name, 1, 100),
	FIELD_BOOL(case_branch_reply, has_committee),
	FIELD_I64(case_branch_reply, full_members, 0, INT64_MAX),
	FIELD_END,
};

const struct fld case_reply_fields[] = {
	FIELD_ID(case_reply, id),
	FIELD_OBJECT(case_reply, person, case_person_reply, person_reply_fields),
	FIELD_OBJECT(case_reply, branch, case_branch_reply, branch_reply_fields),
	FIELD_ENUM(case_reply, state, case_states),
	FIELD_STR(case_reply, stage, 1, 40),
	FIELD_DATE_OPT(case_reply, stage_on),
	FIELD_DATE(case_reply, opened_on),
	FIELD_DATE_OPT(case_reply, closed_on),
	FIELD_STR_OPT(case_reply, rule_set, 1, 60),
	FIELD_DATE_OPT(case_reply, joined_on),
	FIELD_DATE_OPT(case_reply, probation_due_on),
	FIELD_DATE_OPT(case_reply, printed_until),
	FIELD_DATE_OPT(case_reply, full_on),
	FIELD_BOOL(case_reply, extended),
	FIELD_I64(case_reply, version, 1, INT64_MAX),
	FIELD_LIST(case_reply, steps, case_step_reply, step_reply_fields, 80),
	FIELD_LIST(case_reply, next, next_reply, next_reply_fields, 80),
	FIELD_LIST(case_reply, findings, finding_reply, finding_reply_fields, 2000),
	FIELD_LIST(case_reply, debts, debt_reply, debt_reply_fields, 500),
	FIELD_LIST(case_reply, transfers, transfer_reply, transfer_reply_fields, 100),
	FIELD_LIST(case_reply, exits, exit_reply, exit_reply_fields, 40),
	FIELD_LIST(case_reply, people, named_reply, named_reply_fields, 500),
	FIELD_END,
};
