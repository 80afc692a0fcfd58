/* SPDX-License-Identifier: Apache-2.0 */
/* A committee's meeting: agenda, attendance, one decision a case, steps written at the end. */
#include "desk_fixture.h"

static const int64_t all[] = { 501, 502, 503, 504, 505 };

static int64_t step_count(struct fixture *f, int64_t case_id, const char *step)
{
	return fixture_number(
		f, "SELECT count(*) FROM step_record WHERE case_id = %lld AND step_code = '%s'",
		(long long)case_id, step);
}

static void a_meeting_over_two_cases_records_both_steps(void **state)
{
	struct fixture *f = *state;
	const int64_t cases[] = { case_told(f, 601, "committee_examine"),
				  case_told(f, 602, "committee_examine") };
	struct acted a = meeting_open(f, &f->organiser, 2, cases, 2, "pre_review");

	assert_int_equal(a.e, OK);
	assert_string_equal(a.page.power, "decides");
	assert_int_equal(meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 4).e, OK);
	assert_int_equal(meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL).e,
			 OK);
	assert_int_equal(
		meeting_decide(f, &f->organiser, a.id, 1, "not_approved", -1, 0, "材料不实", NULL)
			.e,
		OK);
	assert_int_equal(step_count(f, cases[0], "pre_review"), 0); /* nothing before the end */
	a = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(a.e, OK);
	assert_string_equal(a.page.state, "closed");
	assert_string_equal(item_text(f, a.id, 0, "state"), "recorded");
	assert_non_null(strstr(fixture_text(f, "SELECT facts FROM step_record WHERE id = %s",
					    item_text(f, a.id, 0, "record_id")),
			       "\"result\":\"passed\""));
	assert_non_null(strstr(fixture_text(f, "SELECT facts FROM step_record WHERE id = %s",
					    item_text(f, a.id, 1, "record_id")),
			       "\"result\":\"not_passed\""));
	assert_string_equal(fixture_text(f, "SELECT happened_on FROM step_record WHERE id = %s",
					 item_text(f, a.id, 0, "record_id")),
			    "2027-08-25");
}

/* ---- the body ---- */

/* A held meeting over one case that awaits the step after `until`. */
static struct acted held(struct fixture *f, int64_t person, const char *until, const char *step,
			 const char *day, int64_t *ret_case)
{
	struct acted a;

	*ret_case = case_told(f, person, until);
	a = meeting_open(f, &f->organiser, 2, ret_case, 1, step);
	assert_int_equal(a.e, OK);
	a = meeting_hold(f, &f->organiser, a.id, day, all, 3);
	assert_int_equal(a.e, OK);
	return a;
}

static void half_of_those_due_must_be_present(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine"), before;
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review"), refused;

	before = fixture_rows(f);
	refused = meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 2);
	assert_int_equal(refused.e, ERR_RULE);
	assert_string_equal(refused.rule, "body_quorum"); /* 2 of 5 */
	assert_int_equal(fixture_rows(f), before);
	refused = meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 3);
	assert_int_equal(refused.e, OK);
	assert_int_equal(refused.page.due, 5); /* two posts of one person are one member */
	assert_int_equal(refused.page.present, 3);
	fixture_sql(f, "UPDATE post SET until_on = '2027-01-01' WHERE person_id = 505");
	a = meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 2);
	assert_int_equal(a.e, OK); /* 2 of 4: the half is enough */
}

static void who_is_due_follows_from_the_posts_of_the_day(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review");

	fixture_sql(f, "UPDATE post SET from_on = '2027-08-26' WHERE person_id IN (504, 505)");
	a = meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 3);
	assert_int_equal(a.e, OK);
	assert_int_equal(a.page.due, 3);
	a = meeting_hold(f, &f->organiser, a.id, "2027-08-26", all, 5);
	assert_int_equal(a.page.due, 5);
	fixture_sql(f, "DELETE FROM post WHERE organisation_id = 2");
	a = meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 3);
	assert_int_equal(a.e, ERR_RULE);
	assert_string_equal(a.rule, "body_without_members");
}

static void only_members_are_present_and_one_of_them_presides(void **state)
{
	static const int64_t with_stranger[] = { 501, 502, 503, 301 }, twice[] = { 501, 502, 502 };
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review"), bad;

	bad = meeting_hold(f, &f->organiser, a.id, "2027-08-25", with_stranger, 4);
	assert_int_equal(bad.e, ERR_INPUT);
	assert_string_equal(bad.problem, "present[3] not_a_member");
	bad = meeting_hold(f, &f->organiser, a.id, "2027-08-25", twice, 3);
	assert_string_equal(bad.problem, "present[2] duplicate");
	bad = meeting_hold(f, &f->organiser, a.id, "2029-01-11", all, 3);
	assert_string_equal(bad.problem, "held_on in_future");
	bad = meeting_hold(f, &f->organiser, a.id, "2027-08-25", NULL, 0);
	assert_string_equal(bad.problem, "chair_id not_present");
}

static void an_agreement_needs_more_than_half_of_those_due(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "committee_examine", "pre_review", "2027-08-25", &id), d;

	d = meeting_decide(f, &f->organiser, a.id, 0, "agreed", 2, 1, NULL, NULL); /* 2 of 5 */
	assert_int_equal(d.e, ERR_RULE);
	assert_string_equal(d.rule, "body_majority");
	d = meeting_decide(f, &f->organiser, a.id, 0, "agreed", 4, 0, NULL, NULL);
	assert_string_equal(d.problem, "votes_for over_present"); /* 3 came */
	d = meeting_decide(f, &f->organiser, a.id, 0, "not_approved", 3, 0, "意见不一", NULL);
	assert_string_equal(d.problem, "decision against_votes");
	assert_int_equal(meeting_decide(f, &f->organiser, a.id, 0, "agreed", 3, 0, NULL, NULL).e,
			 OK);
}

static void an_approval_is_voted_on(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "approval_talk", "approval", "2027-10-01", &id), d;

	d = meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL);
	assert_int_equal(d.e, ERR_RULE);
	assert_string_equal(d.rule, "body_ballot");
	d = meeting_decide(f, &f->organiser, a.id, 0, "agreed", 3, 0, NULL, NULL);
	assert_int_equal(d.e, OK);
}

static void an_approval_prints_the_probation_of_the_record(void **state)
{
	static const struct story_step received = { "s", "approval", NULL,
						    "{\"received_on\":\"2027-09-12\"}" };
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "approval_talk", "approval", "2027-10-01", &id);

	assert_int_equal(try_step(f, &f->organiser, id, &received, NULL, 0).e, OK);
	a = meeting_decide(f, &f->organiser, a.id, 0, "agreed", 3, 0, NULL, NULL);
	assert_int_equal(a.e, OK);
	a = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(a.e, OK);
	assert_string_equal(item_text(f, a.id, 0, "state"), "recorded");
	assert_string_equal(item_text(f, a.id, 0, "printed_from"), "2027-09-10");
	assert_string_equal(item_text(f, a.id, 0, "printed_until"), "2028-09-09");
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 601"),
			    "probationary");
	assert_non_null(strstr(fixture_text(f, "SELECT facts FROM step_record WHERE id = %s",
					    item_text(f, a.id, 0, "record_id")),
			       "\"approving_body\":\"party_committee\""));
}

static void a_branch_holds_no_such_meeting(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	struct acted a = meeting_open(f, &f->organiser, 3, &id, 1, "pre_review");

	assert_int_equal(a.e, ERR_RULE);
	assert_string_equal(a.rule, "body_without_power");
	fixture_sql(f, "UPDATE organisation SET kind = 'temporary_branch' WHERE id = 4");
	a = meeting_open(f, &f->organiser, 4, &id, 1, "pre_review");
	assert_string_equal(a.rule, "body_without_power");
}

static void a_general_branch_deliberates_and_records_nothing(void **state)
{
	static const int64_t three[] = { 511, 512, 513 };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->general_organiser, 609), before;
	struct acted a = meeting_open(f, &f->general_organiser, 7, &id, 1, "approval");

	assert_int_equal(a.e, OK);
	assert_string_equal(a.page.power, "deliberates");
	assert_int_equal(meeting_hold(f, &f->general_organiser, a.id, "2027-08-25", three, 2).e,
			 OK);
	assert_int_equal(
		meeting_decide(f, &f->general_organiser, a.id, 0, "agreed", -1, 0, NULL, NULL).e,
		OK);
	before = fixture_number(f, "SELECT count(*) FROM step_record");
	a = meeting_close(f, &f->general_organiser, a.id);
	assert_int_equal(a.e, OK);
	assert_string_equal(a.page.state, "closed");
	assert_string_equal(item_text(f, a.id, 0, "state"), "deliberated");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM step_record"), before);
}

/* ---- cases one by one ---- */

static void every_case_needs_its_own_decision(void **state)
{
	struct fixture *f = *state;
	const int64_t cases[] = { case_told(f, 601, "committee_examine"),
				  case_told(f, 602, "committee_examine") };
	struct acted a = meeting_open(f, &f->organiser, 2, cases, 2, "pre_review"), c;

	meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 5);
	meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL);
	c = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(c.e, ERR_RULE);
	assert_string_equal(c.rule, "body_undecided");
	assert_int_equal(step_count(f, cases[0], "pre_review"), 0);
}

static void what_is_not_agreed_has_a_reason(void **state)
{
	static const char *const decisions[] = { "returned", "not_approved", "put_off" };
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "committee_examine", "pre_review", "2027-08-25", &id);

	for (size_t i = 0; i < COUNTOF(decisions); i++) {
		struct acted d =
			meeting_decide(f, &f->organiser, a.id, 0, decisions[i], -1, 0, NULL, NULL);

		assert_int_equal(d.e, ERR_INPUT);
		assert_string_equal(d.problem, "reason required");
	}
}

/* Five cases: three agreed, one returned, one that a rule refuses. */
static void a_refused_case_stays_open_and_the_others_are_recorded(void **state)
{
	struct fixture *f = *state;
	int64_t cases[5], before;
	struct acted a;

	for (int i = 0; i < 5; i++)
		cases[i] = case_told(f, 601 + i, i == 3 ? "short_training" : "committee_examine");
	a = meeting_open(f, &f->organiser, 2, cases, 5, "pre_review");
	meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 5);
	for (size_t i = 0; i < 5; i++)
		meeting_decide(f, &f->organiser, a.id, i, i == 4 ? "returned" : "agreed", -1, 0,
			       i == 4 ? "函调信未附" : NULL, NULL);
	before = fixture_number(f, "SELECT count(*) FROM audit WHERE action = 'case.step.record'");
	a = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(a.e, OK);
	assert_string_equal(a.page.state, "held"); /* one is left */
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(item_text(f, a.id, i, "state"), i == 3   ? "open"
								    : i == 4 ? "returned"
									     : "recorded");
	assert_non_null(strstr(item_text(f, a.id, 3, "refusal"), "\"order\""));
	assert_int_equal(step_count(f, cases[3], "pre_review"), 0);
	assert_int_equal(step_count(f, cases[4], "pre_review"), 0);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE action ="
					   " 'case.step.record'"),
			 before + 3);

	/* Put off, the meeting ends; what was recorded is not recorded again. */
	meeting_decide(f, &f->organiser, a.id, 3, "put_off", -1, 0, "待支委会审查", NULL);
	a = meeting_close(f, &f->organiser, a.id);
	assert_string_equal(a.page.state, "closed");
	assert_int_equal(step_count(f, cases[0], "pre_review"), 1);
	a = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(a.e, ERR_CONFLICT);
	assert_string_equal(a.rule, "body_state");
}

static void a_warning_needs_its_reason_and_keeps_it(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	struct acted a;

	fixture_sql(f, "UPDATE person SET leaving_on = '2027-10-01' WHERE id = 601");
	a = held(f, 601, "committee_examine", "pre_review", "2027-08-25", &id);
	meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL);
	a = meeting_close(f, &f->organiser, a.id);
	assert_string_equal(item_text(f, a.id, 0, "state"), "open");
	assert_non_null(strstr(item_text(f, a.id, 0, "refusal"), "leaving_soon"));
	meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, "leaving_soon");
	a = meeting_close(f, &f->organiser, a.id);
	assert_string_equal(item_text(f, a.id, 0, "state"), "recorded");
	assert_non_null(strstr(fixture_text(f, "SELECT warnings FROM step_record WHERE id = %s",
					    item_text(f, a.id, 0, "record_id")),
			       "leaving_soon"));
}

static void a_case_that_moved_away_stays_open(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "committee_examine", "pre_review", "2027-08-25", &id);

	meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL);
	fixture_sql(f, "UPDATE development_case SET branch_id = 6 WHERE id = %lld", (long long)id);
	a = meeting_close(f, &f->organiser, a.id);
	assert_int_equal(a.e, OK);
	assert_string_equal(item_text(f, a.id, 0, "state"), "open");
	assert_int_equal(step_count(f, id, "pre_review"), 0);
}

/* ---- the agenda ---- */

static void a_case_stands_on_one_open_agenda(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	const int64_t twice[] = { id, id };
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review"), again;

	again = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review");
	assert_int_equal(again.e, ERR_RULE);
	assert_string_equal(again.rule, "body_on_agenda");
	again = meeting_open(f, &f->organiser, 2, twice, 2, "pre_review");
	assert_string_equal(again.problem, "items[1].case_id duplicate");
	assert_int_equal(meeting_cancel(f, &f->organiser, a.id).e, OK);
	assert_string_equal(item_text(f, a.id, 0, "state"), "off");
	assert_int_equal(meeting_open(f, &f->organiser, 2, &id, 1, "pre_review").e, OK);
}

static void another_colleges_case_is_no_case_here(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->general_organiser, 609), unknown = 999999;
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review");

	assert_int_equal(a.e, ERR_INPUT);
	assert_string_equal(a.problem, "items[0].case_id not_a_case");
	a = meeting_open(f, &f->organiser, 2, &unknown, 1, "pre_review");
	assert_string_equal(a.problem, "items[0].case_id not_a_case");
	/* The department sees it; it belongs to the committee of the school, not to the college. */
	a = meeting_open(f, &f->department, 1, &id, 1, "approval");
	assert_int_equal(a.e, OK);
	id = case_told(f, 601, "committee_examine");
	a = meeting_open(f, &f->department, 1, &id, 1, "pre_review");
	assert_int_equal(a.e, ERR_RULE);
	assert_string_equal(a.rule, "body_other");
}

static void a_meeting_is_its_committees_own(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review");

	assert_int_equal(meeting_hold(f, &f->general_organiser, a.id, "2027-08-25", all, 5).e,
			 ERR_NOT_FOUND);
	assert_int_equal(meeting_hold(f, &f->secretary, a.id, "2027-08-25", all, 5).e,
			 ERR_NOT_FOUND);
	assert_int_equal(meeting_open(f, &f->secretary, 2, &id, 1, "pre_review").e, ERR_NOT_FOUND);
	assert_int_equal(meeting_open(f, &f->secretary, 3, &id, 1, "pre_review").e, ERR_FORBIDDEN);
	assert_int_equal(meeting_close(f, &f->general_organiser, a.id).e, ERR_NOT_FOUND);
}

static void nothing_is_decided_before_it_is_held_or_after_it_is_cancelled(void **state)
{
	struct fixture *f = *state;
	int64_t id = case_told(f, 601, "committee_examine");
	struct acted a = meeting_open(f, &f->organiser, 2, &id, 1, "pre_review");

	assert_int_equal(meeting_decide(f, &f->organiser, a.id, 0, "agreed", -1, 0, NULL, NULL).e,
			 ERR_CONFLICT);
	assert_int_equal(meeting_close(f, &f->organiser, a.id).e, ERR_CONFLICT);
	meeting_cancel(f, &f->organiser, a.id);
	assert_int_equal(meeting_hold(f, &f->organiser, a.id, "2027-08-25", all, 5).e,
			 ERR_CONFLICT);
	assert_int_equal(meeting_cancel(f, &f->organiser, a.id).e, ERR_CONFLICT);
}

static void an_old_version_of_the_meeting_is_stale(void **state)
{
	struct fixture *f = *state;
	int64_t id;
	struct acted a = held(f, 601, "committee_examine", "pre_review", "2027-08-25", &id);
	struct problems problems = { .a = &f->arena };
	struct desk_ask ask = { f->set, &f->arena, &f->organiser.user, &problems, NULL };

	assert_int_equal(desk_meeting_close(f->db, &ask, a.id, a.page.version - 1), ERR_STALE);
}

#define T(name)                                                                                    \
	{                                                                                          \
#name, name, fixture_open, fixture_close, NULL                                     \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_meeting_over_two_cases_records_both_steps),
		T(half_of_those_due_must_be_present),
		T(who_is_due_follows_from_the_posts_of_the_day),
		T(only_members_are_present_and_one_of_them_presides),
		T(an_agreement_needs_more_than_half_of_those_due),
		T(an_approval_is_voted_on),
		T(an_approval_prints_the_probation_of_the_record),
		T(a_branch_holds_no_such_meeting),
		T(a_general_branch_deliberates_and_records_nothing),
		T(every_case_needs_its_own_decision),
		T(what_is_not_agreed_has_a_reason),
		T(a_refused_case_stays_open_and_the_others_are_recorded),
		T(a_warning_needs_its_reason_and_keeps_it),
		T(a_case_that_moved_away_stays_open),
		T(a_case_stands_on_one_open_agenda),
		T(another_colleges_case_is_no_case_here),
		T(a_meeting_is_its_committees_own),
		T(nothing_is_decided_before_it_is_held_or_after_it_is_cancelled),
		T(an_old_version_of_the_meeting_is_stale),
	};

	fixture_more = desk_fixture_open;
	return fixture_run(tests, COUNTOF(tests));
}
