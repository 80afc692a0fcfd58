/* SPDX-License-Identifier: Apache-2.0 */
/* Shares with the numbers of the schools' own reports, counted from rows. */
#include "../development/fixture.h"

#include "figures/figures_impl.h"

static void shares_are_thousandths_rounded_to_the_nearest(void **state)
{
	(void)state;
	assert_int_equal(figures_permille(182, 200), 910);
	assert_int_equal(figures_permille(96, 200), 480);
	assert_int_equal(figures_permille(2070, 3300), 627);
	assert_int_equal(figures_permille(793, 2070), 383);
	assert_int_equal(figures_permille(1, 2000), 1); /* a half goes up */
	assert_int_equal(figures_permille(0, 7), 0);
	assert_int_equal(figures_permille(7, 7), 1000);
	assert_int_equal(figures_permille(0, 0), 0);
}

static int32_t day_of(const char *text)
{
	int32_t day = 0;

	assert_int_equal(date_parse(text, &day), OK);
	return day;
}

static void a_first_year_is_one_until_july(void **state)
{
	(void)state;
	assert_int_equal(figures_first_years(day_of("2026-07-31")), 2025);
	assert_int_equal(figures_first_years(day_of("2026-08-01")), 2026);
	assert_int_equal(figures_first_years(day_of("2027-01-15")), 2026);
}

/* People by number from first on, n of them; in a branch's records nothing else is needed. */
static void people_add(struct fixture *f, int first, int n)
{
	fixture_sql(f,
		    "WITH RECURSIVE c (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM c WHERE i < %d)"
		    " INSERT INTO person (id, school_id, name, recorded_in, created_at, updated_at)"
		    " SELECT i, 1, 'P', 3, 0, 0 FROM c",
		    first, first + n - 1);
}

/* Of the people from first on, n came to the stage on the day. */
static void stage_add(struct fixture *f, int first, int n, const char *stage, const char *on)
{
	fixture_sql(
		f,
		"INSERT INTO stage_event (school_id, person_id, stage, happened_on, recorded_at)"
		" SELECT 1, id, '%s', '%s', 0 FROM person WHERE id >= %d AND id < %d",
		stage, on, first, first + n);
}

struct counting {
	const char *as_of;
	int64_t newest;
	struct figures_group groups[FIGURES_GROUPS_MAX];
	size_t n;
	struct figures_year year;
};

static enum err groups_tx(struct db *db, void *arg)
{
	struct counting *c = arg;

	return figures_groups_count(db, "/1/2/", "/1/20", c->newest, c->as_of, c->groups, &c->n);
}

static enum err year_tx(struct db *db, void *arg)
{
	struct counting *c = arg;

	return figures_year_count(db, "/1/2/", "/1/20", "2026-01-01", "2027-01-01", &c->year);
}

static void two_hundred_first_years_as_the_school_counts_them(void **state)
{
	struct fixture *f = *state;
	struct counting c = { .as_of = "2026-12-31", .newest = 2026 };

	people_add(f, 1000, 190); /* ten nobody knows yet: they are in the size of the class */
	fixture_sql(f, "INSERT INTO class (id, school_id, code, name, entry_year, size,"
		       " organisation_id, branch_id) VALUES (1, 1, 'A', 'A', 2026, 200, 2, 3),"
		       " (2, 1, 'B', 'B', 2025, NULL, 2, NULL), (3, 1, 'C', 'C', 2026, 50, 5, 6)");
	fixture_sql(f, "INSERT INTO class_member (class_id, person_id, from_on)"
		       " SELECT 1, id, '2026-09-01' FROM person WHERE id >= 1000");
	fixture_sql(f, "INSERT INTO class_member (class_id, person_id, from_on)"
		       " VALUES (2, 201, '2025-09-01')");
	stage_add(f, 1000, 182, "applicant", "2026-10-08");
	stage_add(f, 1000, 90, "activist", "2026-11-20");
	stage_add(f, 1090, 6, "full", "2026-11"); /* came as members: a month is all that is told */
	stage_add(f, 1100, 20, "activist", "2027-01-05"); /* not by then */
	assert_int_equal(db_read(f->db, "test", groups_tx, &c), OK);
	assert_int_equal(c.n, 2);
	assert_int_equal(c.groups[0].entry_year, 2026);
	assert_int_equal(c.groups[0].people, 200);
	assert_int_equal(c.groups[0].applied, 182);
	assert_int_equal(c.groups[0].activists, 96);
	assert_int_equal(figures_permille(c.groups[0].applied, c.groups[0].people), 910);
	assert_int_equal(figures_permille(c.groups[0].activists, c.groups[0].people), 480);
	assert_int_equal(c.groups[1].entry_year, 2025);
	assert_int_equal(c.groups[1].people, 1);
	assert_int_equal(c.groups[1].applied, 0);
	c.newest = 2025;
	assert_int_equal(db_read(f->db, "test", groups_tx, &c), OK);
	assert_int_equal(c.n, 1);
}

/* A step of the cases of the people from first on. */
static void record_add(struct fixture *f, int first, int n, const char *step, const char *on,
		       const char *facts)
{
	fixture_sql(f,
		    "INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set,"
		    " organisation_id, had_committee, had_groups, recorded_at)"
		    " SELECT id, '%s', '%s', '%s', '', 3, 0, 0, 0 FROM development_case"
		    " WHERE person_id >= %d AND person_id < %d",
		    step, on, facts, first, first + n);
}

static void a_year_of_3300_applications_2070_trained_793_developed(void **state)
{
	struct fixture *f = *state;
	struct counting c = { 0 };

	people_add(f, 10000, 3310);
	fixture_sql(f, "INSERT INTO development_case (school_id, person_id, branch_id, opened_on,"
		       " state) SELECT 1, id, 3, '2026-01-05', 'open' FROM person"
		       " WHERE id >= 10000");
	record_add(f, 10000, 3300, "apply", "2026-03-01", "{}");
	record_add(f, 13300, 10, "apply", "2025-12-31", "{}");
	record_add(f, 10000, 2070, "short_training", "2026-06-01",
		   "{\"days\":3,\"finished\":true}");
	record_add(f, 10000, 100, "short_training", "2026-09-01",
		   "{\"days\":3}"); /* the same again */
	record_add(f, 12070, 30, "short_training", "2026-06-01", "{\"days\":3,\"finished\":false}");
	fixture_sql(f, "DELETE FROM person_state WHERE person_id >= 10000");
	fixture_sql(f, "INSERT INTO person_state (person_id, scope_id, gone, joined_on, pinyin,"
		       " sort_key) SELECT id, 3, 0, '2026-10-10', '', '' FROM person"
		       " WHERE id >= 10000 AND id < 10793");
	assert_int_equal(db_read(f->db, "test", year_tx, &c), OK);
	assert_int_equal(c.year.applied, 3300);
	assert_int_equal(c.year.trained, 2070);
	assert_int_equal(c.year.developed, 793);
	assert_int_equal(figures_permille(c.year.trained, c.year.applied), 627);
	assert_int_equal(figures_permille(c.year.developed, c.year.trained), 383);
	fixture_sql(f, "UPDATE step_record SET voided_at = 1, voided_reason = 'slip'"
		       " WHERE step_code = 'apply' AND case_id ="
		       " (SELECT min(id) FROM development_case WHERE person_id = 10000)");
	assert_int_equal(db_read(f->db, "test", year_tx, &c), OK);
	assert_int_equal(c.year.applied, 3299);
}

static enum err lamps_tx(struct db *db, void *arg)
{
	struct fixture *f = arg;
	struct development_case c;
	struct figures_lamps l;
	int64_t id = fixture_number(f, "SELECT max(id) FROM development_case");
	enum err e = development_case_load(db, f->set, &f->arena, id, &c);

	if (e)
		return e;
	l = figures_lamps_of(f->set, &f->arena, c.rules);
	assert_string_equal(l.nominated_on, "2025-09-01");
	assert_string_equal(l.reviewed_on, "2026-06-10");
	assert_null(l.notice_on); /* an objection is open */
	assert_null(l.pre_reviewed_on);
	assert_null(l.talked_on);
	assert_null(l.approved_on);
	assert_int_equal(l.corrected_n, 1);
	return OK;
}

static void a_lamp_is_lit_by_what_came_to_something(void **state)
{
	struct fixture *f = *state;

	fixture_sql(f, "INSERT INTO development_case (school_id, person_id, branch_id, opened_on,"
		       " state) VALUES (1, 201, 3, '2025-06-01', 'open')");
	record_add(f, 201, 1, "apply", "2025-06-01", "{}");
	record_add(f, 201, 1, "activist_decide", "2025-09-01",
		   "{\"recommendation\":\"league\",\"body\":\"assembly\"}");
	record_add(f, 201, 1, "candidate_notice", "2026-06-01", "{\"open_objection\":true}");
	record_add(f, 201, 1, "review_done", "2026-06-10", "{\"conclusion\":\"passed\"}");
	record_add(f, 201, 1, "review_done", "2026-06-20", "{\"conclusion\":\"not_passed\"}");
	record_add(f, 201, 1, "pre_review", "2026-06-25", "{\"result\":\"not_passed\"}");
	record_add(f, 201, 1, "approval_talk", "2026-06-26", "{}");
	fixture_sql(f, "UPDATE step_record SET voided_at = 1, voided_reason = 'slip'"
		       " WHERE step_code = 'approval_talk'");
	assert_int_equal(db_read(f->db, "test", lamps_tx, f), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(shares_are_thousandths_rounded_to_the_nearest,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_first_year_is_one_until_july, fixture_open,
						fixture_close),
		cmocka_unit_test_setup_teardown(two_hundred_first_years_as_the_school_counts_them,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(
			a_year_of_3300_applications_2070_trained_793_developed, fixture_open,
			fixture_close),
		cmocka_unit_test_setup_teardown(a_lamp_is_lit_by_what_came_to_something,
						fixture_open, fixture_close),
	};

	return fixture_run(tests, COUNTOF(tests));
}
