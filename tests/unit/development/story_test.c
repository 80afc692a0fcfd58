/* SPDX-License-Identifier: Apache-2.0 */
/* One person through all 25 steps, and what follows from the records on the way. */
#include "fixture.h"

static void all_25_steps_can_be_recorded(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	bool seen[26] = { false };
	struct case_reply page;

	tell_story(f, id, NULL);
	page = page_of(f, &f->secretary, id);
	for (size_t i = 0; i < page.steps.n; i++) {
		const struct case_step_reply *s = (struct case_step_reply *)page.steps.items + i;

		assert_string_equal(s->state, "done");
		assert_non_null(s->happened_on);
		assert_string_equal(s->rule_set, "national-2026");
		seen[s->number] = true;
	}
	for (int n = 1; n <= 25; n++)
		assert_true(seen[n]);
	assert_string_equal(page.state, "full");
	assert_int_equal(page.findings.n, 0);
	assert_int_equal(page.next.n, 0);
}

static void each_stage_begins_on_its_lawful_day(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	static const char *const want[][2] = {
		{ "applicant", "2026-06-01" },    { "activist", "2026-07-01" },
		{ "candidate", "2027-07-13" }, /* the day after the fifth working day of notice */
		{ "probationary", "2027-09-10" }, /* the assembly, not the approval */
		{ "full", "2028-09-10" },         /* the end of probation, not the approval */
	};

	tell_story(f, id, NULL);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM stage_event"
					   " WHERE person_id = 201 AND voided_at IS NULL"),
			 5);
	for (size_t i = 0; i < COUNTOF(want); i++)
		assert_int_equal(fixture_number(f,
						"SELECT count(*) FROM stage_event WHERE person_id ="
						" 201 AND case_id = %lld AND stage = '%s' AND"
						" happened_on = '%s' AND voided_at IS NULL",
						(long long)id, want[i][0], want[i][1]),
				 1);
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "full");
	assert_string_equal(fixture_text(f, "SELECT full_on FROM person_state"
					    " WHERE person_id = 201"),
			    "2028-09-10");
}

static void nobody_is_probationary_before_the_approval(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "approval_talk");
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "candidate");
}

static void a_case_ends_when_the_papers_are_filed(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "convert_approval");
	assert_string_equal(page_of(f, &f->secretary, id).state, "open");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_duty"), 1);
	tell_story(f, open_case(f, &f->secretary, 202), "apply");
	assert_int_equal(try_step(f, &f->organiser, id, &story[story_length - 1], NULL, 0).e, OK);
	assert_string_equal(fixture_text(f,
					 "SELECT closed_on FROM development_case WHERE id ="
					 " %lld AND state = 'full'",
					 (long long)id),
			    "2028-11-01");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_duty WHERE case_id = %lld",
					(long long)id),
			 0);
}

static void what_the_papers_receipt_said_goes_over_to_the_decision(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct case_reply page;
	const struct case_step_reply *step;

	tell_story(f, id, "approval");
	page = page_of(f, &f->organiser, id);
	step = page_step(&page, "approval");
	assert_non_null(strstr(step->facts, "\"received_on\":\"2027-09-12\""));
	assert_non_null(strstr(step->facts, "\"approving_body\":\"party_committee\""));
	assert_int_equal(step->history.n, 1);
	assert_false(((struct record_reply *)step->history.items)->stands);
}

static void the_voters_roll_of_the_day_is_written_beside_the_counts(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct case_reply page;

	tell_story(f, id, "admission_vote");
	page = page_of(f, &f->secretary, id);
	assert_non_null(strstr(page_step(&page, "admission_vote")->facts, "\"roll\":9"));
}

static void each_record_is_in_the_audit_log(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, NULL);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM audit WHERE action ="
					" 'case.step.record' AND object_kind ="
					" 'development_case' AND object_id = %lld",
					(long long)id),
			 (int64_t)story_length);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE action ="
					   " 'case.open' AND account_id = 1"),
			 1);
}

static void the_next_step_tells_its_first_and_last_day_and_who_acts(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	const struct next_reply *next;
	struct case_reply page;

	fixture_day("2026-06-10");
	tell_story(f, id, "apply");
	page = page_of(f, &f->secretary, id);
	next = page_next(&page, "first_talk");
	assert_non_null(next);
	assert_string_equal(next->latest_on, "2026-07-01");
	assert_string_equal(next->organisation_name, "甲一支部");
	assert_true(next->possible_today);
	assert_true(next->may_record);
	assert_string_equal(fixture_text(f, "SELECT due_on FROM case_duty WHERE step_code ="
					    " 'first_talk'"),
			    "2026-07-01");
}

static void the_first_lawful_day_of_listing_is_a_year_after_the_decision(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct case_reply page;

	fixture_day("2026-12-25");
	tell_story(f, id, "cultivator_assign");
	page = page_of(f, &f->secretary, id);
	assert_string_equal(page_next(&page, "candidate_decide")->earliest_on, "2027-07-01");
	assert_false(page_next(&page, "candidate_decide")->possible_today);
	assert_string_equal(page_step(&page, "candidate_decide")->state, "blocked");
	assert_string_equal(page_step(&page, "pre_review")->state, "later");
}

static void an_overdue_duty_is_a_debt_of_the_organisation(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	const struct debt_reply *debt;
	struct case_reply page;

	fixture_day("2026-08-10");
	tell_story(f, id, "apply");
	page = page_of(f, &f->secretary, id);
	assert_true(page.debts.n >= 1);
	debt = page.debts.items;
	assert_string_equal(debt->step, "first_talk");
	assert_string_equal(debt->owner, "branch");
	assert_int_equal(debt->overdue_days, 40);
	assert_string_equal(debt->message.zh,
			    "“党组织派人谈话”应由甲一支部于2026-07-01前办理，已逾期40天");
}

static void days_that_pass_are_noticed_without_a_write(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), n = 0;

	fixture_day("2026-07-20");
	tell_story(f, id, "cultivator_assign");
	assert_int_equal(development_refresh(f->db, f->set, &n), OK);
	assert_int_equal(n, 0);
	fixture_day("2027-01-05"); /* the first half-year has ended without an inspection */
	assert_int_equal(development_refresh(f->db, f->set, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(fixture_number(f, "SELECT findings_n FROM case_state"), 1);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_duty WHERE step_code ="
					   " 'cultivate' AND due_on = '2027-07-01'"),
			 1);
	assert_int_equal(development_refresh(f->db, f->set, &n), OK);
	assert_int_equal(n, 0);
}

static void a_candidate_is_one_from_the_end_of_the_notice_on(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), n;

	fixture_day("2027-07-08");
	tell_story(f, id, "candidate_notice");
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "activist");
	fixture_day("2027-07-13");
	assert_int_equal(development_refresh(f->db, f->set, &n), OK);
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "candidate");
}

/* Everything derived of the only case, as one text. */
static const char *derived(struct fixture *f)
{
	return fixture_text(f,
			    "SELECT (SELECT %s(duty || since_on || coalesce(due_on, '-'), ' ')"
			    " FROM (SELECT * FROM case_duty ORDER BY duty) d) ||"
			    " (SELECT stage || next_step || findings_n FROM case_state)",
			    db_dialect(f->db) == DB_SQLITE ? "group_concat" : "string_agg");
}

static void rebuilt_duties_equal_those_of_the_writes(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), n;
	const char *before;

	tell_story(f, id, "oath");
	before = derived(f);
	fixture_sql(f, "DELETE FROM case_duty; DELETE FROM case_state;");
	assert_int_equal(development_rebuild(f->db, f->set, &n), OK);
	assert_int_equal(n, 1);
	assert_string_equal(derived(f), before);
}

static void a_branch_that_grew_is_judged_as_it_was(void **state)
{
	static const struct story_step decided = {
		"b", "activist_decide", "2026-07-01",
		"{\"recommendation\":\"members\",\"body\":\"assembly\"}"
	};
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->general_organiser, 208);
	struct case_reply page;

	fixture_day("2026-07-02");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(try_step(f, &f->general_organiser, id, &story[i], NULL, 0).e, OK);
	assert_int_equal(try_step(f, &f->general_organiser, id, &decided, NULL, 0).e, OK);
	fixture_day("2026-09-01");
	fixture_sql(f, "UPDATE affiliation SET organisation_id = 8 WHERE person_id > 301"
		       " AND person_id < 310;"
		       "UPDATE scope_count SET n = 11 WHERE organisation_id = 8 AND stage ="
		       " 'full'");
	page = page_of(f, &f->general_organiser, id);
	assert_true(page.branch.has_committee);
	assert_int_equal(page.findings.n, 0);
}

static int told_times;

static void count_told(void *arg, const char *text)
{
	(void)arg;
	(void)text;
	told_times++;
}

static enum err verify_tx(struct db *db, void *arg)
{
	struct fixture *f = arg;
	struct development_report report;
	enum err e = development_verify(db, f->set, count_told, NULL, &report);

	assert_int_equal(report.cases, 1);
	assert_int_equal(report.differences, told_times);
	return e;
}

static void a_derived_row_that_was_meddled_with_is_told(void **state)
{
	struct fixture *f = *state;

	told_times = 0;
	tell_story(f, open_case(f, &f->secretary, 201), "oath");
	assert_int_equal(db_read(f->db, "test", verify_tx, f), OK);
	assert_int_equal(told_times, 0);
	fixture_sql(f, "UPDATE case_duty SET since_on = '2020-01-01'");
	assert_int_equal(db_read(f->db, "test", verify_tx, f), OK);
	assert_int_equal(told_times, 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(all_25_steps_can_be_recorded),
		T(each_stage_begins_on_its_lawful_day),
		T(nobody_is_probationary_before_the_approval),
		T(a_case_ends_when_the_papers_are_filed),
		T(what_the_papers_receipt_said_goes_over_to_the_decision),
		T(the_voters_roll_of_the_day_is_written_beside_the_counts),
		T(each_record_is_in_the_audit_log),
		T(the_next_step_tells_its_first_and_last_day_and_who_acts),
		T(the_first_lawful_day_of_listing_is_a_year_after_the_decision),
		T(an_overdue_duty_is_a_debt_of_the_organisation),
		T(days_that_pass_are_noticed_without_a_write),
		T(a_candidate_is_one_from_the_end_of_the_notice_on),
		T(rebuilt_duties_equal_those_of_the_writes),
		T(a_branch_that_grew_is_judged_as_it_was),
		T(a_derived_row_that_was_meddled_with_is_told),
	};

	return fixture_run(tests, COUNTOF(tests));
}
