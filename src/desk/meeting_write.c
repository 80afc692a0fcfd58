/* SPDX-License-Identifier: Apache-2.0 */
/* A meeting from its agenda to its decisions; closing it is in meeting_close.c. */
#include "desk/desk_impl.h"

#include "rules/rules.h"
#include "base/banned.h"

/* ---- common ---- */

enum err desk_may(struct db *db, struct desk_ask *ask, int64_t organisation_id)
{
	ask->problems->n = 0; /* the transaction may run again */
	ask->details = NULL;
	return authz_organisation(db, ask->who, PERM_CASE_SUPERIOR, organisation_id);
}

enum err desk_meeting_of(struct db *db, struct desk_ask *ask, int64_t id, struct desk_meeting *ret)
{
	enum err e = desk_meeting_get(db, ask->a, id, ret);

	return e ? e : desk_may(db, ask, ret->organisation_id);
}

static enum err refuse(struct desk_ask *ask, enum err e, enum desk_rule rule, int64_t n, int64_t of)
{
	ask->details = desk_refusal(ask->a, rule, n, of);
	return e;
}

static enum err audit(struct db *db, const struct desk_ask *ask, const char *action, int64_t id,
		      const char *detail)
{
	return audit_add(db, ask->who, action, "desk_meeting", id, detail);
}

/* The meeting in the version that the caller saw, in one of two states. */
static enum err take(struct db *db, struct desk_ask *ask, int64_t id, int64_t version,
		     const char *state, const char *or_state, struct desk_meeting *ret)
{
	enum err e = desk_meeting_of(db, ask, id, ret);

	if (e)
		return e;
	if (ret->version != version)
		return ERR_STALE;
	if (!str_eq(ret->state, state) && !(or_state && str_eq(ret->state, or_state)))
		return refuse(ask, ERR_CONFLICT, DESK_WRONG_STATE, 0, 0);
	return desk_meeting_touch(db, id, version);
}

static int32_t day_of(const char *text)
{
	int32_t day;

	return text && date_parse(text, &day) == OK ? day : DATE_NONE;
}

/* ---- the agenda ---- */

/* Who has to act for the case's branch; for a general branch any committee above. */
static enum err belongs(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			const struct desk_case *c)
{
	struct directory_organisation committee = { 0 };
	enum err e;

	if (str_eq(m->power, "deliberates"))
		return OK;
	e = directory_committee_above(db, ask->a, c->parent_id ? c->parent_id : c->branch_id,
				      &committee);
	if (e && e != ERR_NOT_FOUND)
		return e;
	if (committee.id != m->organisation_id)
		return refuse(ask, ERR_RULE, DESK_OTHER_COMMITTEE, 0, 0);
	return OK;
}

/* A case that the caller may not see answers as one that is not there. */
static enum err entry_check(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			    const struct agenda_entry *entry, size_t i)
{
	int64_t elsewhere = 0;
	struct desk_case c;
	enum err e;

	e = desk_case_get(db, ask->a, entry->case_id, &c);
	if (e && e != ERR_NOT_FOUND)
		return e;
	if (e || !str_starts(c.path, m->path) || !user_may_at(ask->who, PERM_CASE_READ, c.path)) {
		problem_add(ask->problems, arena_printf(ask->a, "items[%zu].case_id", i),
			    "not_a_case", NULL);
		return OK;
	}
	if (!str_eq(c.state, "open"))
		return refuse(ask, ERR_RULE, DESK_CASE_CLOSED, 0, 0);
	e = belongs(db, ask, m, &c);
	if (!e)
		e = desk_item_elsewhere(db, m->organisation_id, entry->case_id, entry->step_code,
					&elsewhere);
	if (!e && elsewhere && elsewhere != m->id)
		return refuse(ask, ERR_RULE, DESK_ON_AGENDA, elsewhere, 0);
	return e;
}

static bool on_agenda(const struct fld_list *known, int64_t case_id)
{
	const struct desk_item *items = known->items;

	for (size_t i = 0; i < known->n; i++) {
		if (items[i].case_id == case_id)
			return true;
	}
	return false;
}

static void duplicates_find(struct desk_ask *ask, const struct fld_list *known,
			    const struct fld_list *entries)
{
	const struct agenda_entry *items = entries->items;

	for (size_t i = 0; i < entries->n; i++) {
		bool again = on_agenda(known, items[i].case_id);

		for (size_t k = 0; k < i; k++)
			again |= items[k].case_id == items[i].case_id;
		if (again)
			problem_add(ask->problems, arena_printf(ask->a, "items[%zu].case_id", i),
				    "duplicate", NULL);
	}
	if (known->n + entries->n > DESK_ITEMS_MAX)
		problem_add(ask->problems, "items", "too_many", NULL);
}

static enum err entries_add(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			    const struct fld_list *entries)
{
	const struct agenda_entry *items = entries->items;
	struct fld_list known = { NULL, 0 };
	int64_t id;
	enum err e;

	e = desk_items_list(db, ask->a, m->id, &known);
	if (e)
		return e;
	duplicates_find(ask, &known, entries);
	for (size_t i = 0; !e && i < entries->n; i++)
		e = entry_check(db, ask, m, &items[i], i);
	if (!e && ask->problems->n)
		e = ERR_INPUT;
	for (size_t i = 0; !e && i < entries->n; i++)
		e = desk_item_add(db, m->id, items[i].case_id, items[i].step_code, &id);
	return e;
}

enum err desk_meeting_open(struct db *db, struct desk_ask *ask, const struct meeting_open_in *in,
			   int64_t *ret_id)
{
	struct directory_organisation where;
	struct desk_meeting m;
	enum err e;

	e = desk_may(db, ask, in->organisation_id);
	if (!e)
		e = directory_organisation_get(db, ask->a, in->organisation_id, &where);
	if (e)
		return e;
	if (where.closed_on || !desk_power(where.kind))
		return refuse(ask, ERR_RULE, DESK_NO_POWER, 0, 0);
	m = (struct desk_meeting){ .school_id = where.school_id,
				   .organisation_id = where.id,
				   .path = where.path,
				   .title = in->title,
				   .power = desk_power(where.kind),
				   .planned_on = in->planned_on };
	e = desk_meeting_add(db, ask->who, &m, &m.id);
	if (!e)
		e = entries_add(db, ask, &m, &in->items);
	if (e)
		return e;
	*ret_id = m.id;
	return audit(db, ask, "desk.meeting.open", m.id,
		     arena_printf(ask->a, "{\"organisation_id\":\"%lld\",\"cases\":%zu}",
				  (long long)where.id, in->items.n));
}

enum err desk_meeting_change(struct db *db, struct desk_ask *ask, int64_t id,
			     const struct meeting_plan_in *in)
{
	struct desk_meeting m;
	enum err e;

	e = take(db, ask, id, in->version, "draft", NULL, &m);
	if (!e)
		e = desk_meeting_set_plan(db, id, in->title, in->planned_on);
	return e ? e : audit(db, ask, "desk.meeting.change", id, NULL);
}

enum err desk_meeting_items_add(struct db *db, struct desk_ask *ask, int64_t id,
				const struct meeting_items_in *in)
{
	struct desk_meeting m;
	enum err e;

	e = take(db, ask, id, in->version, "draft", "held", &m);
	if (!e)
		e = entries_add(db, ask, &m, &in->items);
	return e ? e
		 : audit(db, ask, "desk.meeting.agenda", id,
			 arena_printf(ask->a, "{\"added\":%zu}", in->items.n));
}

enum err desk_meeting_item_remove(struct db *db, struct desk_ask *ask, int64_t id, int64_t item_id,
				  int64_t version)
{
	struct desk_meeting m;
	enum err e;

	e = take(db, ask, id, version, "draft", "held", &m);
	if (!e)
		e = desk_item_remove(db, id, item_id);
	return e ? e
		 : audit(db, ask, "desk.meeting.agenda", id,
			 arena_printf(ask->a, "{\"removed\":\"%lld\"}", (long long)item_id));
}

/* ---- holding it ---- */

static struct desk_member *member_of(const struct fld_list *members, int64_t person_id)
{
	struct desk_member *items = members->items;

	for (size_t i = 0; i < members->n; i++) {
		if (items[i].person_id == person_id)
			return &items[i];
	}
	return NULL;
}

/* Marks who came and why the others did not; gives the number present. */
static int64_t presence_take(struct desk_ask *ask, const struct meeting_hold_in *in,
			     const struct fld_list *members)
{
	const int64_t *present = in->present.items;
	const struct absence_in *absent = in->absences.items;
	int64_t n = 0;

	for (size_t i = 0; i < in->present.n; i++) {
		struct desk_member *m = member_of(members, present[i]);

		if (!m)
			problem_add(ask->problems, arena_printf(ask->a, "present[%zu]", i),
				    "not_a_member", NULL);
		else if (m->present)
			problem_add(ask->problems, arena_printf(ask->a, "present[%zu]", i),
				    "duplicate", NULL);
		else
			m->present = true;
		n += m != NULL;
	}
	for (size_t i = 0; i < in->absences.n; i++) {
		struct desk_member *m = member_of(members, absent[i].person_id);

		if (!m || m->present)
			problem_add(ask->problems,
				    arena_printf(ask->a, "absences[%zu].person_id", i),
				    "not_a_member", NULL);
		else
			m->reason = absent[i].reason;
	}
	return n;
}

static enum err hold_check(struct db *db, struct desk_ask *ask, const struct meeting_hold_in *in,
			   const struct fld_list *members)
{
	const struct desk_member *chair = member_of(members, in->chair_id);
	int32_t day = day_of(in->held_on);
	enum err e;

	if (day > clock_today())
		problem_add(ask->problems, "held_on", "in_future", NULL);
	else if (!rules_pack_on(ask->set, day))
		problem_add(ask->problems, "held_on", "out_of_range", NULL);
	if (!chair || !chair->present)
		problem_add(ask->problems, "chair_id", "not_present", NULL);
	e = authz_person(db, ask->who, PERM_DIRECTORY_READ, in->recorder_id);
	if (e && e != ERR_NOT_FOUND && e != ERR_FORBIDDEN)
		return e;
	if (e)
		problem_add(ask->problems, "recorder_id", "not_a_person", NULL);
	return ask->problems->n ? ERR_INPUT : OK;
}

static bool any_recorded(const struct fld_list *list)
{
	const struct desk_item *items = list->items;

	for (size_t i = 0; i < list->n; i++) {
		if (!str_eq(items[i].state, "open"))
			return true;
	}
	return false;
}

enum err desk_meeting_hold(struct db *db, struct desk_ask *ask, int64_t id,
			   const struct meeting_hold_in *in)
{
	struct fld_list members = { NULL, 0 }, items = { NULL, 0 };
	struct desk_meeting m;
	int64_t present;
	enum err e;

	e = take(db, ask, id, in->version, "draft", "held", &m);
	if (!e)
		e = desk_items_list(db, ask->a, id, &items);
	if (!e)
		e = desk_members_due(db, ask->a, m.organisation_id, in->held_on, &members);
	if (e)
		return e;
	if (any_recorded(&items))
		return refuse(ask, ERR_CONFLICT, DESK_WRONG_STATE, 0, 0);
	if (!items.n)
		return refuse(ask, ERR_RULE, DESK_EMPTY, 0, 0);
	if (!members.n)
		return refuse(ask, ERR_RULE, DESK_NO_MEMBERS, 0, 0);
	present = presence_take(ask, in, &members);
	e = hold_check(db, ask, in, &members);
	if (e)
		return e;
	if (!desk_quorate(ask->set, in->held_on, (int64_t)members.n, present))
		return refuse(ask, ERR_RULE, DESK_QUORUM, present, (int64_t)members.n);
	m.held_on = in->held_on;
	m.chair_id = in->chair_id;
	m.recorder_id = in->recorder_id;
	e = desk_meeting_set_held(db, &m);
	if (!e)
		e = desk_members_put(db, id, &members);
	return e ? e
		 : audit(db, ask, "desk.meeting.hold", id,
			 arena_printf(ask->a, "{\"held_on\":\"%s\",\"due\":%zu,\"present\":%lld}",
				      in->held_on, members.n, (long long)present));
}

/* ---- deciding on one case ---- */

static const char *reasons_print(struct arena *a, const struct fld_list *reasons)
{
	const struct step_reason *items = reasons->items;
	struct json_writer w;
	struct buf out;
	const char *text = NULL;

	if (!reasons->n)
		return NULL;
	buf_init(&out, 1 << 18);
	json_begin(&w, &out);
	json_array(&w, NULL);
	for (size_t i = 0; i < reasons->n; i++)
		fields_print(&w, NULL, step_reason_fields, &items[i]);
	json_close(&w);
	if (json_end(&w) == OK)
		text = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	return text;
}

static bool voted(const struct desk_votes *v)
{
	return v->in_favour >= 0 && v->against >= 0 && v->abstain >= 0;
}

static void votes_check(struct desk_ask *ask, const struct desk_votes *v, int64_t present)
{
	bool some = v->in_favour >= 0 || v->against >= 0 || v->abstain >= 0;

	if (some && v->in_favour < 0)
		problem_add(ask->problems, "votes_for", "required", NULL);
	if (some && v->against < 0)
		problem_add(ask->problems, "votes_against", "required", NULL);
	if (some && v->abstain < 0)
		problem_add(ask->problems, "votes_abstain", "required", NULL);
	if (voted(v) && v->in_favour + v->against + v->abstain > present)
		problem_add(ask->problems, "votes_for", "over_present",
			    arena_printf(ask->a, "{\"present\":%lld}", (long long)present));
}

static int64_t present_of(const struct fld_list *members)
{
	const struct desk_member *items = members->items;
	int64_t n = 0;

	for (size_t i = 0; i < members->n; i++)
		n += items[i].present;
	return n;
}

/* What the body itself has to say about a decision; OK, ERR_RULE or ERR_INPUT. */
static enum err body_check(struct desk_ask *ask, const struct desk_meeting *m,
			   const struct desk_item *item, const struct fld_list *members)
{
	const struct desk_step *step = desk_step(item->step_code);
	int64_t due = (int64_t)members->n, present = present_of(members);
	bool agreed = str_eq(item->decision, "agreed");
	bool settles = agreed || str_eq(item->decision, "not_approved");
	bool carried;

	votes_check(ask, &item->votes, present);
	if (!agreed &&
	    (str_empty(item->reason) || utf8_count(item->reason, strlen(item->reason)) < 2))
		problem_add(ask->problems, "reason", "required", NULL);
	if (item->received_on && day_of(item->received_on) > day_of(m->held_on))
		problem_add(ask->problems, "received_on", "out_of_range", NULL);
	if (ask->problems->n)
		return ERR_INPUT;
	if (settles && step->ballot && str_eq(m->power, "decides") && !voted(&item->votes))
		return refuse(ask, ERR_RULE, DESK_BALLOT, 0, 0);
	if (!settles || !voted(&item->votes))
		return OK;
	carried = desk_carried(ask->set, m->held_on, due, present, &item->votes);
	if (agreed && !carried)
		return refuse(ask, ERR_RULE, DESK_MAJORITY, item->votes.in_favour, due);
	if (!agreed && carried) {
		problem_add(ask->problems, "decision", "against_votes", NULL);
		return ERR_INPUT;
	}
	return OK;
}

static struct desk_item *item_of(const struct fld_list *list, int64_t id)
{
	struct desk_item *items = list->items;

	for (size_t i = 0; i < list->n; i++) {
		if (items[i].id == id)
			return &items[i];
	}
	return NULL;
}

enum err desk_meeting_decide(struct db *db, struct desk_ask *ask, int64_t id, int64_t item_id,
			     const struct meeting_decide_in *in)
{
	struct fld_list items = { NULL, 0 }, members = { NULL, 0 };
	struct desk_meeting m;
	struct desk_item *item;
	enum err e;

	e = take(db, ask, id, in->version, "held", NULL, &m);
	if (!e)
		e = desk_items_list(db, ask->a, id, &items);
	if (!e)
		e = desk_members_list(db, ask->a, id, &members);
	if (e)
		return e;
	item = item_of(&items, item_id);
	if (!item)
		return ERR_NOT_FOUND;
	if (!str_eq(item->state, "open"))
		return refuse(ask, ERR_CONFLICT, DESK_WRONG_STATE, 0, 0);
	item->decision = in->decision;
	item->reason = in->reason;
	item->number = in->number;
	item->received_on = in->received_on;
	item->votes = (struct desk_votes){ in->votes_for, in->votes_against, in->votes_abstain };
	item->reasons = reasons_print(ask->a, &in->reasons);
	e = body_check(ask, &m, item, &members);
	if (!e)
		e = desk_item_decide(db, ask->who, id, item);
	return e ? e
		 : audit(db, ask, "desk.meeting.decide", id,
			 arena_printf(ask->a,
				      "{\"case_id\":\"%lld\",\"step\":\"%s\",\"decision\":\"%s\"}",
				      (long long)item->case_id, item->step_code, in->decision));
}

enum err desk_meeting_cancel(struct db *db, struct desk_ask *ask, int64_t id, const char *reason,
			     int64_t version)
{
	struct fld_list items = { NULL, 0 };
	struct desk_meeting m;
	enum err e;

	e = take(db, ask, id, version, "draft", "held", &m);
	if (!e)
		e = desk_items_list(db, ask->a, id, &items);
	if (e)
		return e;
	if (any_recorded(&items))
		return refuse(ask, ERR_CONFLICT, DESK_WRONG_STATE, 0, 0);
	e = desk_items_off(db, id);
	if (!e)
		e = desk_meeting_set_cancelled(db, ask->who, id, reason);
	return e ? e : audit(db, ask, "desk.meeting.cancel", id, NULL);
}
