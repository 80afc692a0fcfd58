/* SPDX-License-Identifier: Apache-2.0 */
/* A notice from its posting to its end, and what the case of its person knows of it. */
#include <unistd.h>

#include "../development/fixture.h"

#include "notice/notice_impl.h"

struct world {
	struct app app;
	struct seal_keys *keys;
};

static struct world world;

static int open_world(void **state)
{
	struct fixture *f = *state;

	if (seal_keys_open(arena_printf(&f->arena, "%s/key", f->folder), true, &world.keys))
		return 1;
	world.app = (struct app){ .rules = f->set, .seal = world.keys };
	return 0;
}

static int close_world(void **state)
{
	struct fixture *f = *state;

	(void)unlink(arena_printf(&f->arena, "%s/key", f->folder));
	seal_keys_close(world.keys);
	return fixture_close(state);
}

/* ---- acts, each in a transaction of its own ---- */

struct act {
	struct fixture *f;
	const struct post *post;
	struct problems problems;
	struct notice_ask ask;
	struct notice_in in;
	struct notice n;
	struct notice_objection objection;
	char receipt[CODE_SIZE];
	enum err (*run)(struct db *db, struct act *act);
};

static enum err act_tx(struct db *db, void *arg)
{
	struct act *act = arg;

	act->problems = (struct problems){ .a = &act->f->arena };
	act->ask = (struct notice_ask){ &world.app, &act->f->arena, &act->post->user,
					&act->problems, NULL };
	return act->run(db, act);
}

static enum err acted(struct act *act, enum err (*run)(struct db *db, struct act *act))
{
	act->run = run;
	return db_write(act->f->db, "test", act_tx, act);
}

static enum err post_run(struct db *db, struct act *act)
{
	int64_t id;
	enum err e = notice_post(db, &act->ask, &act->in, &id);

	return e ? e : notice_get(db, act->ask.a, id, &act->n);
}

static enum err again(struct db *db, struct act *act)
{
	return notice_get(db, act->ask.a, act->n.id, &act->n);
}

static enum err object_run(struct db *db, struct act *act)
{
	enum err e = again(db, act);

	return e ? e : notice_object(db, &act->ask, &act->n, &act->objection, act->receipt);
}

static enum err answer_run(struct db *db, struct act *act)
{
	enum err e = again(db, act);

	return e ? e : notice_answer(db, &act->ask, &act->n, &act->objection, act->n.version);
}

static enum err withdraw_run(struct db *db, struct act *act)
{
	enum err e = again(db, act);

	return e ? e : notice_withdraw(db, &act->ask, &act->n, act->n.version, "wrong");
}

/* The secretary's notice over 201, whose case has come as far as the committee's agreement. */
static struct act posted(struct fixture *f, const char *on, enum err want)
{
	int64_t *ids = ARENA_ARRAY(&f->arena, int64_t, 1);
	struct act act = { .f = f, .post = &f->secretary };

	ids[0] = fixture_number(f, "SELECT coalesce(max(id), 0) FROM development_case");
	if (!ids[0]) {
		ids[0] = open_case(f, &f->secretary, 201);
		tell_story(f, ids[0], "candidate_agree");
	}
	act.in = (struct notice_in){ .organisation_id = 3,
				     .kind = "candidate",
				     .places = "board",
				     .contact = "office",
				     .posted_on = on,
				     .reason = "test",
				     .case_ids = { ids, 1 } };
	assert_int_equal(acted(&act, post_run), want);
	return act;
}

static const char *fact(struct fixture *f)
{
	return fixture_text(f, "SELECT facts FROM step_record WHERE step_code = 'candidate_notice'"
			       " AND superseded_by IS NULL AND voided_at IS NULL");
}

static int64_t facts_n(struct fixture *f)
{
	return fixture_number(
		f, "SELECT count(*) FROM step_record WHERE step_code ="
		   " 'candidate_notice' AND superseded_by IS NULL AND voided_at IS NULL");
}

/* ---- tests ---- */

static void posting_records_the_step_with_its_day(void **state)
{
	struct fixture *f = *state;
	struct act act;

	fixture_day("2027-07-06");
	act = posted(f, "2027-07-06", OK);
	assert_string_equal(act.n.last_on, "2027-07-12"); /* Tuesday to Monday */
	assert_int_equal(act.n.days, 5);
	assert_true(act.n.recorded);
	assert_int_equal(notice_days_left(f->set, &act.n, clock_today()), 5);
	assert_int_equal(facts_n(f), 1);
	assert_non_null(strstr(fact(f), "\"open_objection\":false"));
	assert_int_equal(act.n.n_people, 1);
	assert_null(act.n.people[0].refusal);
}

static void an_objection_makes_the_case_wait_until_it_is_answered(void **state)
{
	struct fixture *f = *state;
	struct act act;

	fixture_day("2027-07-06");
	act = posted(f, "2027-07-06", OK);
	act.objection = (struct notice_objection){ .position = 1, .text = "no", .way = "page" };
	assert_int_equal(acted(&act, object_run), OK);
	assert_int_equal(strlen(act.receipt), CODE_SIZE - 1);
	assert_non_null(strstr(fact(f), "\"open_objection\":true"));
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM notice_objection"
					   " WHERE outcome IS NULL"),
			 1);
	act.objection.id = fixture_number(f, "SELECT max(id) FROM notice_objection");
	act.objection.outcome = "not_upheld";
	act.objection.answer = "looked into";
	assert_int_equal(acted(&act, answer_run), OK);
	assert_non_null(strstr(fact(f), "\"open_objection\":false"));
	assert_int_equal(acted(&act, answer_run), ERR_CONFLICT); /* once */
	act.objection = (struct notice_objection){ .position = 2, .text = "no", .way = "page" };
	assert_int_equal(acted(&act, object_run), ERR_INPUT); /* there is one person on it */
}

static void it_ends_by_itself_but_not_over_an_unanswered_objection(void **state)
{
	struct fixture *f = *state;
	struct act act;

	fixture_day("2027-07-06");
	act = posted(f, "2027-07-06", OK);
	act.objection = (struct notice_objection){ .position = 0, .text = "no", .way = "page" };
	assert_int_equal(acted(&act, object_run), OK);
	fixture_day("2027-07-13");
	assert_int_equal(notice_settle(f->db, f->set), OK);
	assert_string_equal(fixture_text(f, "SELECT state FROM notice"), "open");
	assert_int_equal(acted(&act, object_run), ERR_CONFLICT); /* its days are over */
	act.objection.id = fixture_number(f, "SELECT max(id) FROM notice_objection");
	act.objection.outcome = "upheld";
	act.objection.answer = "so it is";
	assert_int_equal(acted(&act, answer_run), OK);
	assert_int_equal(notice_settle(f->db, f->set), OK);
	assert_string_equal(fixture_text(f, "SELECT state FROM notice"), "closed");
	assert_non_null(strstr(fact(f), "\"open_objection\":true")); /* upheld: it waits */
	assert_int_equal(acted(&act, withdraw_run), ERR_CONFLICT);
}

static void one_for_a_later_day_is_recorded_on_it(void **state)
{
	struct fixture *f = *state;
	struct act act;

	fixture_day("2027-07-06");
	act = posted(f, "2027-07-08", OK);
	assert_false(act.n.recorded);
	assert_string_equal(notice_state(&act.n, "2027-07-06"), "scheduled");
	assert_int_equal(notice_settle(f->db, f->set), OK);
	assert_int_equal(facts_n(f), 0);
	fixture_day("2027-07-08");
	assert_int_equal(notice_settle(f->db, f->set), OK);
	assert_int_equal(facts_n(f), 1);
	assert_int_equal(notice_settle(f->db, f->set), OK); /* nothing more to do */
	assert_int_equal(facts_n(f), 1);
}

static void withdrawing_takes_the_step_out(void **state)
{
	struct fixture *f = *state;
	struct act act;

	fixture_day("2027-07-06");
	act = posted(f, "2027-07-06", OK);
	assert_int_equal(acted(&act, withdraw_run), OK);
	assert_int_equal(facts_n(f), 0);
	assert_string_equal(fixture_text(f, "SELECT state FROM notice"), "withdrawn");
	assert_int_equal(acted(&act, withdraw_run), ERR_CONFLICT);
	posted(f, "2027-07-06", OK); /* a corrected one */
	assert_int_equal(facts_n(f), 1);
}

static void what_the_rules_refuse_writes_nothing(void **state)
{
	struct fixture *f = *state;
	struct act act;
	int64_t rows;

	fixture_day("2027-07-06");
	posted(f, "2027-07-01", ERR_RULE); /* before the committee agreed */
	rows = fixture_rows(f);
	act = posted(f, "2027-07-01", ERR_RULE);
	assert_non_null(strstr(act.ask.details, "\"stops\""));
	assert_int_equal(fixture_rows(f), rows);
	act.post = &f->other_secretary;
	assert_int_equal(acted(&act, post_run), ERR_NOT_FOUND);
	act.post = &f->counsellor;
	assert_int_equal(acted(&act, post_run), ERR_FORBIDDEN);
	act.post = &f->secretary;
	act.in.contact = "138 0013 8000";
	act.in.posted_on = "2027-07-06";
	assert_int_equal(acted(&act, post_run), ERR_INPUT);
	assert_string_equal(act.problems.items[0].code, "leak_mobile");
	assert_int_equal(fixture_rows(f), rows);
}

static void who_waits_for_whom(void **state)
{
	const struct notice_objection items[] = {
		{ .position = 2, .outcome = "not_upheld" },
		{ .position = 3 },
		{ .position = 4, .outcome = "upheld" },
	};
	const struct notice_objection whole = { .position = 0 };

	(void)state;
	for (int64_t p = 1; p <= 2; p++)
		assert_false(notice_waits(items, COUNTOF(items), p));
	for (int64_t p = 3; p <= 4; p++)
		assert_true(notice_waits(items, COUNTOF(items), p));
	assert_true(notice_waits(&whole, 1, 7));
	assert_false(notice_waits(NULL, 0, 1));
}

static void a_private_phone_with_a_zero_before_it_is_one(void **state)
{
	static const char *const texts[] = { "电话：0551-63600205", "电话：010-62751234",
					     "电话：013800138000", "办公室 13800138000" };
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNTOF(texts); i++) {
		struct problems problems = { .a = &a };
		struct notice n = { .contact = texts[i] };

		assert_int_equal(notice_leaks(&n, NULL, &a, &problems), i < 2 ? OK : ERR_INPUT);
		assert_int_equal(problems.n, i < 2 ? 0 : 1);
	}
	arena_release(&a);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(posting_records_the_step_with_its_day),
		WITH_STORE(an_objection_makes_the_case_wait_until_it_is_answered),
		WITH_STORE(it_ends_by_itself_but_not_over_an_unanswered_objection),
		WITH_STORE(one_for_a_later_day_is_recorded_on_it),
		WITH_STORE(withdrawing_takes_the_step_out),
		WITH_STORE(what_the_rules_refuse_writes_nothing),
		WITH_STORE(who_waits_for_whom),
		WITH_STORE(a_private_phone_with_a_zero_before_it_is_one),
	};

	fixture_more = open_world;
	return fixture_run(tests, COUNTOF(tests));
}
