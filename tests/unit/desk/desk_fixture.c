/* SPDX-License-Identifier: Apache-2.0 */
#include "desk_fixture.h"

#include "json/json_read.h"

static void member(struct fixture *f, int id, int organisation, const char *kind)
{
	fixture_sql(f,
		    "INSERT INTO post (school_id, person_id, organisation_id, kind, from_on,"
		    " recorded_at) VALUES (1, %d, %d, '%s', '2020-01-01', 0);",
		    id, organisation, kind);
}

static void person(struct fixture *f, int id, int branch, const char *birth)
{
	fixture_sql(f,
		    "INSERT INTO person (id, school_id, name, birth, recorded_in, created_at,"
		    " updated_at) VALUES (%d, 1, '人%d', '%s', %d, 0, 0);"
		    "INSERT INTO affiliation (school_id, person_id, organisation_id, from_on,"
		    " recorded_at) VALUES (1, %d, %d, '2024-09-01', 0);",
		    id, id, birth, branch, id, branch);
}

static enum err derive_tx(struct db *db, void *arg)
{
	enum err e = OK;

	(void)arg;
	for (int64_t id = 501; !e && id <= 505; id++)
		e = directory_derive_person(db, id);
	for (int64_t id = 511; !e && id <= 513; id++)
		e = directory_derive_person(db, id);
	for (int64_t id = 601; !e && id <= 610; id++)
		e = directory_derive_person(db, id);
	return e;
}

int desk_fixture_open(void **state)
{
	static const char *const kinds[] = { "committee_secretary", "committee_member",
					     "committee_member", "committee_member",
					     "committee_member" };
	struct fixture *f = *state;

	for (int i = 0; i < 5; i++) {
		person(f, 501 + i, 3, "1980-01-01");
		member(f, 501 + i, 2, kinds[i]);
	}
	member(f, 502, 2, "organisation_officer");
	for (int i = 0; i < 3; i++) {
		person(f, 511 + i, 8, "1980-01-01");
		member(f, 511 + i, 7, i ? "committee_member" : "committee_secretary");
	}
	for (int i = 601; i <= 610; i++)
		person(f, i, i <= 608 ? 3 : 8, "2006-03-01");
	return db_write(f->db, "fixture", derive_tx, NULL) ? -1 : 0;
}

int64_t case_told(struct fixture *f, int64_t person_id, const char *until)
{
	int64_t id = open_case(f, &f->secretary, person_id);

	tell_story(f, id, until);
	return id;
}

/* ---- acts ---- */

enum act { ACT_OPEN, ACT_HOLD, ACT_DECIDE, ACT_CLOSE, ACT_CANCEL };

struct acting {
	struct fixture *f;
	struct desk_ask ask;
	enum act act;
	struct meeting_open_in open;
	struct meeting_hold_in hold;
	struct meeting_decide_in decide;
	int64_t item_id, version;
	struct acted out;
};

static enum err act_tx(struct db *db, void *arg)
{
	struct acting *a = arg;
	int64_t id = a->out.id;

	switch (a->act) {
	case ACT_OPEN:
		return desk_meeting_open(db, &a->ask, &a->open, &a->out.id);
	case ACT_HOLD:
		return desk_meeting_hold(db, &a->ask, id, &a->hold);
	case ACT_DECIDE:
		return desk_meeting_decide(db, &a->ask, id, a->item_id, &a->decide);
	case ACT_CLOSE:
		return desk_meeting_close(db, &a->ask, id, a->version);
	default:
		return desk_meeting_cancel(db, &a->ask, id, "改期", a->version);
	}
}

static enum err page_tx(struct db *db, void *arg)
{
	struct acting *a = arg;

	return desk_meeting_reply_make(db, &a->ask, a->out.id, &a->out.page);
}

static const char *first_rule(struct fixture *f, const char *details)
{
	const struct jval *root = NULL;

	if (!details ||
	    jval_parse(&f->arena, details, strlen(details), &jval_limits_file, &root, NULL) != OK)
		return "";
	return jval_text(jval_get(jval_at(jval_get(root, "stops"), 0), "rule"));
}

static struct acting acting_make(struct fixture *f, const struct post *post, enum act act,
				 int64_t id)
{
	struct problems *problems = ARENA_NEW(&f->arena, struct problems);

	problems->a = &f->arena;
	return (struct acting){ .f = f,
				.ask = { f->set, &f->arena, &post->user, problems, NULL },
				.act = act,
				.version = id ? fixture_number(f,
							       "SELECT version FROM desk_meeting"
							       " WHERE id = %lld",
							       (long long)id)
					      : 0,
				.out = { .id = id, .rule = "", .problem = "" } };
}

static struct acted act_run(struct acting *a)
{
	const struct problems *p = a->ask.problems;

	a->out.e = db_write(a->f->db, "test", act_tx, a);
	a->out.rule = first_rule(a->f, a->ask.details);
	if (p->n)
		a->out.problem =
			arena_printf(&a->f->arena, "%s %s", p->items[0].field, p->items[0].code);
	if (!a->out.e)
		assert_int_equal(db_read(a->f->db, "test", page_tx, a), OK);
	return a->out;
}

struct acted meeting_open(struct fixture *f, const struct post *post, int64_t organisation_id,
			  const int64_t *cases, size_t n, const char *step)
{
	struct acting a = acting_make(f, post, ACT_OPEN, 0);
	struct agenda_entry *items = ARENA_ARRAY(&f->arena, struct agenda_entry, n);

	for (size_t i = 0; i < n; i++)
		items[i] = (struct agenda_entry){ cases[i], step };
	a.open = (struct meeting_open_in){ organisation_id, "党委会", NULL, { items, n } };
	return act_run(&a);
}

struct acted meeting_hold(struct fixture *f, const struct post *post, int64_t id, const char *day,
			  const int64_t *present, size_t n)
{
	struct acting a = acting_make(f, post, ACT_HOLD, id);

	a.hold = (struct meeting_hold_in){ .held_on = day,
					   .chair_id = n ? present[0] : 501,
					   .recorder_id = n ? present[0] : 501,
					   .present = { (void *)present, n },
					   .version = a.version };
	return act_run(&a);
}

static int64_t item_id(struct fixture *f, int64_t id, size_t item)
{
	return fixture_number(f,
			      "SELECT id FROM desk_item WHERE meeting_id = %lld AND position = %zu",
			      (long long)id, item + 1);
}

struct acted meeting_decide(struct fixture *f, const struct post *post, int64_t id, size_t item,
			    const char *decision, int in_favour, int against, const char *reason,
			    const char *rules)
{
	struct acting a = acting_make(f, post, ACT_DECIDE, id);
	struct step_reason *reasons = ARENA_NEW(&f->arena, struct step_reason);

	*reasons = (struct step_reason){ rules, "情况特殊，已说明" };
	a.item_id = item_id(f, id, item);
	a.decide = (struct meeting_decide_in){ .decision = decision,
					       .reason = reason,
					       .number = "甲党〔2027〕1号",
					       .votes_for = in_favour,
					       .votes_against = in_favour < 0 ? -1 : against,
					       .votes_abstain = in_favour < 0 ? -1 : 0,
					       .reasons = { reasons, rules ? 1 : 0 },
					       .version = a.version };
	return act_run(&a);
}

struct acted meeting_close(struct fixture *f, const struct post *post, int64_t id)
{
	struct acting a = acting_make(f, post, ACT_CLOSE, id);

	return act_run(&a);
}

struct acted meeting_cancel(struct fixture *f, const struct post *post, int64_t id)
{
	struct acting a = acting_make(f, post, ACT_CANCEL, id);

	return act_run(&a);
}

const char *item_text(struct fixture *f, int64_t id, size_t item, const char *column)
{
	return fixture_text(
		f,
		"SELECT CAST(%s AS TEXT) FROM desk_item WHERE meeting_id = %lld AND position = %zu",
		column, (long long)id, item + 1);
}
