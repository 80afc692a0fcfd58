/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closing a meeting: what was decided becomes step records, by development's own way of recording,
 * so that every rule, warning and audit line applies. Case by case, each in its own savepoint.
 */
#include "desk/desk_impl.h"

#include "json/json_read.h"
#include "base/banned.h"

/* The reasons kept with the item, as the recording wants them. */
static struct fld_list reasons_of(struct arena *a, const char *text)
{
	static const struct jval_limits limits = { 1 << 18, 4, 2000 };
	const struct jval *root = NULL;
	struct step_reason *items;
	size_t n;

	if (!text || jval_parse(a, text, strlen(text), &limits, &root, NULL) != OK)
		return (struct fld_list){ NULL, 0 };
	n = jval_length(root);
	items = ARENA_ARRAY(a, struct step_reason, n);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct step_reason){ jval_text(jval_get(jval_at(root, i), "rule")),
						 jval_text(jval_get(jval_at(root, i), "reason")) };
	return (struct fld_list){ items, n };
}

enum err desk_try(struct db *db, struct desk_ask *ask, const struct desk_item *item,
		  const char *day, struct problems *problems, struct development_trial *ret)
{
	struct development_step step = { .case_id = item->case_id,
					 .step_code = item->step_code,
					 .happened_on = day,
					 .facts = desk_facts(ask->a, item),
					 .problems = problems };

	return development_step_try(db, ask->set, ask->a, ask->who, &step, ret);
}

struct closing {
	struct desk_ask *ask;
	const struct desk_meeting *m;
	struct desk_item item;
	struct problems problems;
};

static enum err record_tx(struct db *db, void *arg)
{
	struct closing *c = arg;
	struct desk_ask *ask = c->ask;
	struct development_step step = { .case_id = c->item.case_id,
					 .step_code = c->item.step_code,
					 .happened_on = c->m->held_on,
					 .facts = desk_facts(ask->a, &c->item),
					 .reasons = reasons_of(ask->a, c->item.reasons),
					 .problems = &c->problems };
	struct development_trial trial;
	enum err e;

	e = desk_try(db, ask, &c->item, c->m->held_on, &c->problems, &trial);
	if (e)
		return e;
	if (trial.organisation_id != c->m->organisation_id) { /* moved since it was put here */
		c->item.refusal = desk_refusal(ask->a, DESK_OTHER_COMMITTEE, 0, 0);
		return ERR_RULE;
	}
	c->item.printed_from = trial.joined_on;
	c->item.printed_until = trial.printed_until;
	c->item.printed_full_on = trial.full_on;
	return development_step_record(db, ask->set, ask->a, ask->who, &step, &c->item.record_id,
				       &c->item.refusal);
}

/* Refused by the rules, not by the database: the case stays open with the reason. */
static enum err refused(struct db *db, struct closing *c, enum err e)
{
	if (e == ERR_INPUT)
		c->item.refusal = desk_findings_json(c->ask->a, NULL, NULL, &c->problems);
	else if (e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN)
		c->item.refusal = desk_refusal(c->ask->a, DESK_CASE_CLOSED, 0, 0);
	else if (e != ERR_RULE)
		return e;
	c->item.record_id = 0;
	c->item.printed_from = c->item.printed_until = c->item.printed_full_on = NULL;
	return desk_item_settle(db, &c->item, "open");
}

static enum err settle(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
		       const struct desk_item *item)
{
	struct closing c = { .ask = ask, .m = m, .item = *item, .problems = { .a = ask->a } };
	bool settles = str_eq(item->decision, "agreed") || str_eq(item->decision, "not_approved");
	enum err e;

	c.item.refusal = NULL;
	if (!settles)
		return desk_item_settle(db, &c.item, item->decision);
	if (str_eq(m->power, "deliberates"))
		return desk_item_settle(db, &c.item, "deliberated");
	e = db_write(db, "desk.record", record_tx, &c);
	if (e)
		return refused(db, &c, e);
	return desk_item_settle(db, &c.item, "recorded");
}

static int64_t count_open(const struct fld_list *list, bool undecided_only)
{
	const struct desk_item *items = list->items;
	int64_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += str_eq(items[i].state, "open") && !(undecided_only && items[i].decision);
	return n;
}

static int64_t count_present(const struct fld_list *members)
{
	const struct desk_member *items = members->items;
	int64_t n = 0;

	for (size_t i = 0; i < members->n; i++)
		n += items[i].present;
	return n;
}

static enum err may_close(struct db *db, struct desk_ask *ask, const struct desk_meeting *m,
			  int64_t version, const struct fld_list *items)
{
	struct fld_list members = { NULL, 0 };
	int64_t undecided = count_open(items, true), due, present;
	enum err e;

	if (m->version != version)
		return ERR_STALE;
	if (!str_eq(m->state, "held")) {
		ask->details = desk_refusal(ask->a, DESK_WRONG_STATE, 0, 0);
		return ERR_CONFLICT;
	}
	e = desk_members_list(db, ask->a, m->id, &members);
	if (e)
		return e;
	due = (int64_t)members.n;
	present = count_present(&members);
	if (!desk_quorate(ask->set, m->held_on, due, present))
		ask->details = desk_refusal(ask->a, DESK_QUORUM, present, due);
	else if (undecided)
		ask->details = desk_refusal(ask->a, DESK_UNDECIDED, undecided, 0);
	return ask->details ? ERR_RULE : OK;
}

enum err desk_meeting_close(struct db *db, struct desk_ask *ask, int64_t id, int64_t version)
{
	struct fld_list before = { NULL, 0 }, after = { NULL, 0 };
	const struct desk_item *items;
	struct desk_meeting m;
	int64_t left;
	enum err e;

	e = desk_meeting_of(db, ask, id, &m);
	if (!e)
		e = desk_items_list(db, ask->a, id, &before);
	if (!e)
		e = may_close(db, ask, &m, version, &before);
	if (!e)
		e = desk_meeting_touch(db, id, version);
	items = before.items;
	for (size_t i = 0; !e && i < before.n; i++) {
		if (str_eq(items[i].state, "open"))
			e = settle(db, ask, &m, &items[i]);
	}
	if (!e)
		e = desk_items_list(db, ask->a, id, &after);
	if (e)
		return e;
	left = count_open(&after, false);
	if (!left)
		e = desk_meeting_set_closed(db, ask->who, id);
	return e ? e
		 : audit_add(db, ask->who, "desk.meeting.close", "desk_meeting", id,
			     arena_printf(ask->a, "{\"cases\":%zu,\"refused\":%lld}", before.n,
					  (long long)left));
}
