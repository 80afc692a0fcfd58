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

#define T(name)                                                                                    \
	{                                                                                          \
#name, name, fixture_open, fixture_close, NULL                                     \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_meeting_over_two_cases_records_both_steps),
	};

	fixture_more = desk_fixture_open;
	return fixture_run(tests, COUNTOF(tests));
}
