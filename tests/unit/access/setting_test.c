/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "access/setting.h"
#include "base/str.h"

static void check(struct fixture *f, const char *name, const char *text, const char *want,
		  const char *want_fault)
{
	const char *fault = "not written";
	const char *got = setting_form(&f->arena, setting_def(name), text, &fault);

	assert_true(str_eq(got, want));
	assert_true(want != NULL || str_eq(fault, want_fault));
}

static void value_must_be_of_its_kind(void **state)
{
	struct fixture *f = *state;

	check(f, "session_idle_minutes", "5", "5", NULL);
	check(f, "session_idle_minutes", "1440", "1440", NULL);
	check(f, "session_idle_minutes", "4", NULL, "out_of_range");
	check(f, "session_idle_minutes", "1441", NULL, "out_of_range");
	check(f, "session_idle_minutes", "ten", NULL, "type");
	check(f, "session_idle_minutes", "", NULL, "type");
	check(f, "second_factor_posts", "", "", NULL);
	check(f, "second_factor_posts", " organiser , school_admin,organiser",
	      "organiser,school_admin", NULL);
	check(f, "second_factor_posts", "organiser,emperor", NULL, "not_one_of");
	check(f, "second_factor_posts", "organise", NULL, "not_one_of");
}

static void every_setting_stands_within_its_own_bounds(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < setting_defs_n; i++)
		check(f, setting_defs[i].name, setting_defs[i].value, setting_defs[i].value, NULL);
	assert_null(setting_def("no_such"));
	assert_null(setting_def(NULL));
}

static void kind_is_found_as_a_whole_word(void **state)
{
	(void)state;
	assert_true(setting_has_kind("organiser,branch_secretary", "organiser"));
	assert_true(setting_has_kind("organiser,branch_secretary", "branch_secretary"));
	assert_false(setting_has_kind("deputy_secretary", "secretary"));
	assert_false(setting_has_kind("branch_secretary_x", "branch_secretary"));
	assert_false(setting_has_kind("", "organiser"));
	assert_false(setting_has_kind("a,b", ""));
}

static void value_holds_from_its_day_until_the_next(void **state)
{
	struct fixture *f = *state;
	int64_t n;

	assert_int_equal(setting_number(f->db, 1, "session_days", &n), OK);
	assert_int_equal(n, 7);
	fixture_sql(f, "INSERT INTO setting (organisation_id, name, value, from_on, recorded_at)"
		       " VALUES (1, 'session_days', '2', '2026-11-24', 0),"
		       " (1, 'session_days', '3', '2026-12-01', 0),"
		       " (5, 'session_days', '9', '2026-01-01', 0)");
	assert_int_equal(setting_number(f->db, 1, "session_days", &n), OK);
	assert_int_equal(n, 7);
	fixture_day("2026-11-24");
	assert_int_equal(setting_number(f->db, 1, "session_days", &n), OK);
	assert_int_equal(n, 2);
	fixture_day("2027-01-01");
	assert_int_equal(setting_number(f->db, 1, "session_days", &n), OK);
	assert_int_equal(n, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(value_must_be_of_its_kind),
		TEST(every_setting_stands_within_its_own_bounds),
		cmocka_unit_test(kind_is_found_as_a_whole_word),
		TEST(value_holds_from_its_day_until_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
