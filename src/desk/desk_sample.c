/* SPDX-License-Identifier: Apache-2.0 */
/* For the demo university: places of a year, an agenda, and a meeting that is over. */
#include "desk/desk_impl.h"

#include "base/banned.h"

enum err desk_sample_places(struct db *db, struct arena *a, const struct user *who,
			    int64_t organisation_id, int64_t year, int64_t places)
{
	struct problems problems = { .a = a };
	struct desk_ask ask = { NULL, a, who, &problems, NULL };
	struct plan_in in = { .organisation_id = organisation_id,
			      .year = year,
			      .places = places,
			      .given_on = arena_printf(a, "%lld-03-15", (long long)year),
			      .number = arena_printf(a, "组发〔%lld〕12号", (long long)year) };
	int64_t id;

	return desk_plan_give(db, &ask, &in, &id);
}

static enum err over(struct db *db, struct desk_ask *ask, int64_t id, const char *day)
{
	struct fld_list members = { NULL, 0 }, items = { NULL, 0 };
	struct meeting_hold_in hold = { .held_on = day, .version = 1 };
	struct meeting_decide_in decide = { .decision = "returned",
					    .reason = "函调回函未附，补齐后再报",
					    .votes_for = -1,
					    .votes_against = -1,
					    .votes_abstain = -1,
					    .version = 2 };
	const struct desk_member *due;
	struct desk_meeting m;
	int64_t *present;
	enum err e;

	e = desk_meeting_get(db, ask->a, id, &m);
	if (!e)
		e = desk_members_due(db, ask->a, m.organisation_id, day, &members);
	if (!e)
		e = desk_items_list(db, ask->a, id, &items);
	if (e || !members.n || !items.n)
		return e;
	due = members.items;
	present = ARENA_ARRAY(ask->a, int64_t, members.n);
	for (size_t i = 0; i < members.n; i++)
		present[i] = due[i].person_id;
	hold.chair_id = hold.recorder_id = present[0];
	hold.present = (struct fld_list){ present, members.n };
	e = desk_meeting_hold(db, ask, id, &hold);
	for (size_t i = 0; !e && i < items.n; i++, decide.version++)
		e = desk_meeting_decide(db, ask, id, ((const struct desk_item *)items.items)[i].id,
					&decide);
	return e ? e : desk_meeting_close(db, ask, id, decide.version);
}

enum err desk_sample_meeting(struct db *db, const struct rules_set *set, struct arena *a,
			     const struct user *who, const struct desk_sample *in)
{
	struct problems problems = { .a = a };
	struct desk_ask ask = { set, a, who, &problems, NULL };
	struct agenda_entry *items = ARENA_ARRAY(a, struct agenda_entry, in->n_cases);
	struct meeting_open_in open = { .organisation_id = in->organisation_id,
					.title = in->title,
					.planned_on = in->day };
	int64_t id;
	enum err e;

	for (size_t i = 0; i < in->n_cases; i++)
		items[i] = (struct agenda_entry){ in->cases[i], in->steps[i] };
	open.items = (struct fld_list){ items, in->n_cases };
	e = desk_meeting_open(db, &ask, &open, &id);
	if (e || !in->is_over)
		return e;
	return over(db, &ask, id, in->day);
}
