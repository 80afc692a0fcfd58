/* SPDX-License-Identifier: Apache-2.0 */
/* Who may begin, confirm and sign a hand-over, and what changes in that moment. */
#include "officers.h"

static int64_t ready(struct fixture *f)
{
	struct handed h = begin(f, 501, post_of(f, 3, "branch_secretary"), 302, "甲党〔2028〕1号");

	assert_int_equal(h.e, OK);
	return h.id;
}

static void signing_ends_the_old_right_and_begins_the_new_one(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f);

	assert_int_equal(perms_at(f, 301, "/1/2/3/"), post_perms("branch_secretary"));
	assert_int_equal(perms_at(f, 302, "/1/2/3/"), 0);
	assert_int_equal(accept(f, 302, id).e, OK);
	assert_int_equal(perms_at(f, 301, "/1/2/3/"), 0);
	assert_int_equal(perms_at(f, 302, "/1/2/3/"), post_perms("branch_secretary"));
	assert_string_equal(fixture_text(f, "SELECT until_on FROM post WHERE person_id = 301"),
			    "2029-01-10");
	assert_string_equal(fixture_text(f, "SELECT from_on FROM post WHERE person_id = 302"),
			    "2029-01-10");
}

static void the_rest_of_the_term_goes_with_the_post_unless_it_is_over(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	fixture_sql(f, "UPDATE post SET term_until = '2030-08-31' WHERE person_id = 301");
	id = ready(f);
	assert_int_equal(accept(f, 302, id).e, OK);
	assert_string_equal(fixture_text(f, "SELECT term_until FROM post WHERE person_id = 302"),
			    "2030-08-31");
	id = begin(f, 501, post_of(f, 3, "organisation_officer"), 304, "甲党〔2028〕2号").id;
	assert_int_equal(accept(f, 304, id).e, OK); /* its term ended in August 2028 */
	assert_null(fixture_text(f, "SELECT term_until FROM post WHERE person_id = 304"));
}

static void nobody_signs_twice(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f), posts;
	struct handed h;

	assert_int_equal(accept(f, 302, id).e, OK);
	posts = fixture_number(f, "SELECT count(*) FROM post");
	h = accept(f, 302, id);
	assert_int_equal(h.e, ERR_CONFLICT);
	assert_string_equal(h.rule, "handover_accepted");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM post"), posts);
}

static void only_the_successor_signs(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f);
	struct handed h = accept(f, 301, id);

	assert_int_equal(h.e, ERR_FORBIDDEN);
	assert_string_equal(h.rule, "handover_other_person");
	assert_int_equal(accept(f, 501, id).e, ERR_FORBIDDEN);
	assert_int_equal(accept(f, 304, id).e, ERR_NOT_FOUND); /* none of his business */
	assert_int_equal(accept(f, 401, id).e, ERR_NOT_FOUND);
	assert_int_equal(perms_at(f, 302, "/1/2/3/"), 0);
}

static void a_post_that_was_ended_is_not_handed_over(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f);
	struct handed h;

	fixture_sql(f, "UPDATE post SET until_on = '2029-01-10' WHERE person_id = 301");
	h = accept(f, 302, id);
	assert_int_equal(h.e, ERR_CONFLICT);
	assert_string_equal(h.rule, "handover_post_over");
	assert_int_equal(perms_at(f, 302, "/1/2/3/"), 0);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM handover_duty"), 0);
	h = begin(f, 501, fixture_number(f, "SELECT id FROM post WHERE person_id = 301"), 304, "x");
	assert_string_equal(h.rule, "handover_post_over");
}

static void a_holder_proposes_and_who_gives_the_post_confirms(void **state)
{
	struct fixture *f = *state;
	struct handed h = begin(f, 301, post_of(f, 3, "branch_secretary"), 302, "支部大会选举"), no;

	assert_int_equal(h.e, OK);
	assert_string_equal(fixture_text(f, "SELECT state FROM handover"), "proposed");
	no = accept(f, 302, h.id); /* nobody passes on a right by himself */
	assert_int_equal(no.e, ERR_CONFLICT);
	assert_string_equal(no.rule, "handover_not_ready");
	assert_int_equal(approve(f, 301, h.id, 0).e, ERR_FORBIDDEN);
	assert_int_equal(approve(f, 402, h.id, 0).e, ERR_NOT_FOUND); /* another committee's */
	assert_int_equal(approve(f, 501, h.id, 304).e, OK);          /* and may name another */
	assert_int_equal(accept(f, 302, h.id).e, ERR_NOT_FOUND);
	assert_int_equal(accept(f, 304, h.id).e, OK);
	assert_int_equal(holder_of(f, 3, "branch_secretary"), 304);
}

static void nobody_confirms_his_own_successor(void **state)
{
	struct fixture *f = *state;
	struct handed h = begin(f, 501, post_of(f, 2, "organiser"), 502, "自己决定");

	assert_int_equal(h.e, OK); /* who gives posts below is still the holder of this one */
	assert_string_equal(fixture_text(f, "SELECT state FROM handover"), "proposed");
	assert_int_equal(approve(f, 501, h.id, 0).e, ERR_FORBIDDEN);
	assert_int_equal(approve(f, 504, h.id, 0).e, OK);
	assert_int_equal(accept(f, 502, h.id).e, OK);
	assert_int_equal(perms_at(f, 501, "/1/2/"), 0);
}

static void a_hand_over_without_a_successor_is_not_confirmed(void **state)
{
	struct fixture *f = *state;
	struct handed h = begin(f, 301, post_of(f, 3, "branch_secretary"), 0, NULL), no;

	assert_int_equal(h.e, OK);
	no = approve(f, 501, h.id, 0);
	assert_int_equal(no.e, ERR_CONFLICT);
	assert_string_equal(no.rule, "handover_no_successor");
	assert_string_equal(approve(f, 501, h.id, 301).problem, "to_person_id same_person");
	assert_string_equal(approve(f, 501, h.id, 401).problem, "to_person_id not_a_person");
}

static void a_post_has_one_hand_over_under_way(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f), post = post_of(f, 3, "branch_secretary");
	struct handed h = begin(f, 301, post, 304, NULL);

	assert_int_equal(h.e, ERR_CONFLICT);
	assert_string_equal(h.rule, "handover_under_way");
	assert_int_equal(take_back(f, 302, id).e, ERR_FORBIDDEN);
	assert_int_equal(take_back(f, 301, id).e, OK);
	h = accept(f, 302, id);
	assert_string_equal(h.rule, "handover_withdrawn");
	assert_int_equal(begin(f, 301, post, 304, NULL).e, OK);
}

static void strangers_begin_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t post = post_of(f, 3, "branch_secretary");

	assert_int_equal(begin(f, 401, post, 402, NULL).e, ERR_NOT_FOUND);
	assert_int_equal(begin(f, 303, post, 304, NULL).e, ERR_FORBIDDEN);
	assert_int_equal(begin(f, 301, 999999, 304, NULL).e, ERR_NOT_FOUND);
	assert_string_equal(begin(f, 301, post, 401, NULL).problem, "to_person_id not_a_person");
	assert_string_equal(begin(f, 301, post, 301, NULL).problem, "to_person_id same_person");
}

static void who_holds_the_post_already_takes_nothing_over(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f);
	struct handed h;

	fixture_sql(f, "INSERT INTO post (school_id, person_id, organisation_id, kind, from_on,"
		       " recorded_at) VALUES (1, 302, 3, 'branch_secretary', '2028-01-01', 0)");
	h = accept(f, 302, id);
	assert_int_equal(h.e, ERR_CONFLICT);
	assert_string_equal(h.rule, "handover_holds_already");
	assert_int_equal(perms_at(f, 301, "/1/2/3/"), post_perms("branch_secretary"));
}

static void notes_are_the_predecessors(void **state)
{
	struct fixture *f = *state;
	int64_t id = ready(f);

	assert_int_equal(write_notes(f, 301, id, "活动室钥匙在辅导员处").e, OK);
	assert_int_equal(write_notes(f, 302, id, "x").e, ERR_FORBIDDEN);
	assert_string_equal(fixture_text(f, "SELECT keys_note FROM handover"),
			    "活动室钥匙在辅导员处");
	assert_int_equal(accept(f, 302, id).e, OK);
	assert_int_equal(write_notes(f, 301, id, "x").e, ERR_CONFLICT);
}

static void three_lines_come_back_as_three_lines(void **state)
{
	struct fixture *f = *state;
	const char *lines[] = { "一", "二 三", "四" };
	struct fld_list list = { (void *)lines, 3 }, back;

	back = handover_letter_split(&f->arena, handover_letter_join(&f->arena, &list));
	assert_int_equal(back.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(((const char **)back.items)[i], lines[i]);
	list.n = 0;
	assert_null(handover_letter_join(&f->arena, &list));
	assert_int_equal(handover_letter_split(&f->arena, NULL).n, 0);
}

#define T(name)                                                                                    \
	{                                                                                          \
#name, name, fixture_open, fixture_close, NULL                                     \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(signing_ends_the_old_right_and_begins_the_new_one),
		T(the_rest_of_the_term_goes_with_the_post_unless_it_is_over),
		T(nobody_signs_twice),
		T(only_the_successor_signs),
		T(a_post_that_was_ended_is_not_handed_over),
		T(a_holder_proposes_and_who_gives_the_post_confirms),
		T(nobody_confirms_his_own_successor),
		T(a_hand_over_without_a_successor_is_not_confirmed),
		T(a_post_has_one_hand_over_under_way),
		T(strangers_begin_nothing),
		T(who_holds_the_post_already_takes_nothing_over),
		T(notes_are_the_predecessors),
		T(three_lines_come_back_as_three_lines),
	};

	fixture_more = officers_open;
	return fixture_run(tests, COUNTOF(tests));
}
