/* SPDX-License-Identifier: Apache-2.0 */
/* A meeting as the browser is told of it: what is awaited of whom, and what the rules say. */
#include "desk/desk_impl.h"

#include "base/banned.h"

struct member_reply {
	int64_t person_id;
	const char *name, *post_kind, *reason;
	bool present;
};

static const struct fld member_fields[] = {
	FIELD_ID(member_reply, person_id),
	FIELD_STR(member_reply, name, 1, 60),
	FIELD_ENUM(member_reply, post_kind, post_kinds),
	FIELD_BOOL(member_reply, present),
	FIELD_STR_OPT(member_reply, reason, 1, 200),
	FIELD_END,
};

struct item_reply {
	int64_t id, position, case_id, person_id, branch_id, record_id;
	const char *person_name, *branch_name, *stage, *step, *state, *decision, *reason, *number;
	const char *received_on, *reasons, *refusal;
	struct both_reply title;
	bool ballot, receives;
	int64_t votes_for, votes_against, votes_abstain; /* -1: not counted */
	int64_t contradictions;                          /* of an open item's dossier, now */
	struct fld_list stops, warnings;
	const char *stage_after, *joined_on, *printed_until, *full_on;
};

static const struct fld item_fields[] = {
	FIELD_ID(item_reply, id),
	FIELD_I64(item_reply, position, 1, INT64_MAX),
	FIELD_ID(item_reply, case_id),
	FIELD_ID(item_reply, person_id),
	FIELD_STR(item_reply, person_name, 1, 60),
	FIELD_ID(item_reply, branch_id),
	FIELD_STR(item_reply, branch_name, 1, 100),
	FIELD_STR_OPT(item_reply, stage, 1, 40),
	FIELD_ENUM(item_reply, step, desk_step_codes),
	FIELD_OBJECT(item_reply, title, both_reply, both_reply_fields),
	FIELD_ENUM(item_reply, state, desk_item_states),
	FIELD_ENUM_OPT(item_reply, decision, desk_decisions),
	FIELD_STR_OPT(item_reply, reason, 1, 500),
	FIELD_BOOL(item_reply, ballot),
	FIELD_BOOL(item_reply, receives),
	FIELD_I64(item_reply, votes_for, -1, 100000),
	FIELD_I64(item_reply, votes_against, -1, 100000),
	FIELD_I64(item_reply, votes_abstain, -1, 100000),
	FIELD_STR_OPT(item_reply, number, 1, 100),
	FIELD_DATE_OPT(item_reply, received_on),
	FIELD_RAW(item_reply, reasons),
	FIELD_RAW(item_reply, refusal),
	FIELD_ID_OPT(item_reply, record_id),
	FIELD_LIST(item_reply, stops, finding_reply, finding_reply_fields, 200),
	FIELD_LIST(item_reply, warnings, finding_reply, finding_reply_fields, 200),
	FIELD_I64(item_reply, contradictions, 0, INT64_MAX),
	FIELD_STR_OPT(item_reply, stage_after, 1, 40),
	FIELD_DATE_OPT(item_reply, joined_on),
	FIELD_DATE_OPT(item_reply, printed_until),
	FIELD_DATE_OPT(item_reply, full_on),
	FIELD_END,
};

const struct fld desk_meeting_fields[] = {
	FIELD_ID(meeting_reply, id),
	FIELD_ID(meeting_reply, organisation_id),
	FIELD_STR(meeting_reply, organisation_name, 1, 100),
	FIELD_STR(meeting_reply, title, 1, 100),
	FIELD_ENUM(meeting_reply, power, desk_powers),
	FIELD_ENUM(meeting_reply, state, desk_meeting_states),
	FIELD_DATE_OPT(meeting_reply, planned_on),
	FIELD_DATE_OPT(meeting_reply, held_on),
	FIELD_ID_OPT(meeting_reply, chair_id),
	FIELD_STR_OPT(meeting_reply, chair_name, 1, 60),
	FIELD_ID_OPT(meeting_reply, recorder_id),
	FIELD_STR_OPT(meeting_reply, recorder_name, 1, 60),
	FIELD_STR_OPT(meeting_reply, cancel_reason, 1, 200),
	FIELD_I64(meeting_reply, due, 0, DESK_MEMBERS_MAX),
	FIELD_I64(meeting_reply, present, 0, DESK_MEMBERS_MAX),
	FIELD_BOOL(meeting_reply, quorate),
	FIELD_LIST(meeting_reply, members, member_reply, member_fields, DESK_MEMBERS_MAX),
	FIELD_LIST(meeting_reply, items, item_reply, item_fields, DESK_ITEMS_MAX),
	FIELD_I64(meeting_reply, version, 1, INT64_MAX),
	FIELD_END,
};

static struct item_reply item_make(const struct desk_ask *ask, const struct desk_item *i)
{
	const struct desk_step *step = desk_step(i->step_code);

	return (struct item_reply){
		.id = i->id,
		.position = i->position,
		.case_id = i->case_id,
		.person_id = i->person_id,
		.person_name = i->person_name,
		.branch_id = i->branch_id,
		.branch_name = i->branch_name,
		.stage = i->stage,
		.step = i->step_code,
		.title = development_step_title(ask->set, i->step_code),
		.state = i->state,
		.decision = i->decision,
		.reason = i->reason,
		.ballot = step->ballot,
		.receives = step->received,
		.votes_for = i->votes.in_favour,
		.votes_against = i->votes.against,
		.votes_abstain = i->votes.abstain,
		.number = i->number,
		.received_on = i->received_on,
		.reasons = i->reasons,
		.refusal = i->refusal,
		.record_id = i->record_id,
		.joined_on = i->printed_from,
		.printed_until = i->printed_until,
		.full_on = i->printed_full_on,
	};
}

/* What the rules say of the open item as it would be recorded; a case that has gone says so. */
static enum err item_judge(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			   const struct desk_item *item, struct item_reply *ret)
{
	struct problems problems = { .a = ask->a };
	struct development_trial trial = { 0 };
	struct finding_reply *gone;
	char today[DATE_SIZE];
	enum err e;

	date_format(clock_today(), today);
	e = desk_try(db, ask, item, m->held_on ? m->held_on : arena_strdup(ask->a, today),
		     &problems, &trial);
	if (e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_INPUT ||
	    (!e && str_eq(m->power, "decides") && trial.organisation_id != m->organisation_id)) {
		gone = ARENA_NEW(ask->a, struct finding_reply);
		*gone = desk_finding(ask->a, e ? DESK_CASE_CLOSED : DESK_OTHER_COMMITTEE, 0, 0);
		ret->stops = (struct fld_list){ gone, 1 };
		return OK;
	}
	ret->stops = trial.stops;
	ret->warnings = trial.warnings;
	ret->stage_after = trial.stage;
	ret->joined_on = trial.joined_on;
	ret->printed_until = trial.printed_until;
	ret->full_on = trial.full_on;
	return e;
}

static enum err items_make(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			   struct fld_list *ret)
{
	struct fld_list list = { NULL, 0 };
	struct item_reply *replies;
	enum err e;

	e = desk_items_list(db, ask->a, m->id, &list);
	if (e)
		return e;
	replies = ARENA_ARRAY(ask->a, struct item_reply, list.n);
	for (size_t i = 0; !e && i < list.n; i++) {
		const struct desk_item *item = (const struct desk_item *)list.items + i;

		replies[i] = item_make(ask, item);
		if (str_eq(item->state, "open"))
			e = item_judge(db, ask, m, item, &replies[i]);
		if (!e && ask->prover && str_eq(item->state, "open"))
			e = dossier_contradictions(db, ask->prover, item->case_id,
						   &replies[i].contradictions);
	}
	*ret = (struct fld_list){ replies, list.n };
	return e;
}

static enum err members_make(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			     struct meeting_reply *ret)
{
	struct fld_list list = { NULL, 0 };
	struct member_reply *replies;
	char today[DATE_SIZE];
	enum err e;

	date_format(clock_today(), today);
	if (str_eq(m->state, "draft"))
		e = desk_members_due(db, ask->a, m->organisation_id, today, &list);
	else
		e = desk_members_list(db, ask->a, m->id, &list);
	if (e)
		return e;
	replies = ARENA_ARRAY(ask->a, struct member_reply, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct desk_member *one = (const struct desk_member *)list.items + i;

		replies[i] = (struct member_reply){ one->person_id, one->name, one->post_kind,
						    one->reason, one->present };
		ret->present += one->present;
	}
	ret->due = (int64_t)list.n;
	ret->quorate = m->held_on && desk_quorate(ask->set, m->held_on, ret->due, ret->present);
	ret->members = (struct fld_list){ replies, list.n };
	return OK;
}

enum err desk_meeting_reply_make(struct db *db, struct desk_ask *ask, int64_t id,
				 struct meeting_reply *ret)
{
	struct meeting_reply reply;
	struct desk_meeting m;
	enum err e;

	e = desk_meeting_of(db, ask, id, &m);
	if (e)
		return e;
	reply = (struct meeting_reply){ .id = m.id,
					.organisation_id = m.organisation_id,
					.organisation_name = m.organisation_name,
					.title = m.title,
					.power = m.power,
					.state = m.state,
					.planned_on = m.planned_on,
					.held_on = m.held_on,
					.chair_id = m.chair_id,
					.chair_name = m.chair_name,
					.recorder_id = m.recorder_id,
					.recorder_name = m.recorder_name,
					.cancel_reason = m.cancel_reason,
					.version = m.version };
	e = members_make(db, ask, &m, &reply);
	if (!e)
		e = items_make(db, ask, &m, &reply.items);
	if (!e)
		*ret = reply;
	return e;
}
