/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

/* An organiser of college A, who is person 104. */
static const struct right of_college_a = {
	.organisation_id = 2, .kind = "organiser", .path_low = "/1/2/", .path_high = "/1/20"
};

static struct user organiser(struct right *right)
{
	*right = of_college_a;
	right->perms = post_perms(right->kind);
	return (struct user){ .account_id = 9,
			      .person_id = 104,
			      .school_id = 1,
			      .login = "sun",
			      .request_id = "req-1",
			      .n_rights = 1,
			      .rights = right };
}

static void organisation_below_is_allowed_others_are_not_found(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(authz_organisation(f->db, &who, PERM_DIRECTORY_EDIT, 3), OK);
	assert_int_equal(authz_organisation(f->db, &who, PERM_DIRECTORY_EDIT, 2), OK);
	assert_int_equal(authz_organisation(f->db, &who, PERM_DIRECTORY_EDIT, 5), ERR_NOT_FOUND);
	assert_int_equal(authz_organisation(f->db, &who, PERM_DIRECTORY_READ, 1), ERR_NOT_FOUND);
	assert_int_equal(authz_organisation(f->db, &who, PERM_DIRECTORY_READ, 99), ERR_NOT_FOUND);
	assert_int_equal(authz_organisation(f->db, NULL, PERM_DIRECTORY_READ, 3), ERR_NOT_FOUND);
}

static void what_one_sees_but_may_not_do_is_forbidden(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(authz_organisation(f->db, &who, PERM_ORGANISATION_EDIT, 3), ERR_FORBIDDEN);
	assert_int_equal(authz_person(f->db, &who, PERM_ID_REVEAL, 103), ERR_FORBIDDEN);
	assert_int_equal(authz_person(f->db, &who, PERM_ID_REVEAL, 106), ERR_NOT_FOUND);
}

static void person_is_where_his_open_affiliation_is(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	who.person_id = 0;
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 103), OK);
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 104), OK);
	right.path_low = "/1/2/3/";
	right.path_high = "/1/2/30";
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 103), OK);
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 104), ERR_NOT_FOUND);
}

static void person_without_branch_is_where_he_was_recorded(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_READ, 101), ERR_NOT_FOUND);
	right.path_low = "/1/";
	right.path_high = "/10";
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_READ, 101), OK);
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_READ, 999), ERR_NOT_FOUND);
}

static void everybody_reads_himself_and_changes_nothing(void **state)
{
	struct fixture *f = *state;
	const struct user who = { .account_id = 9, .person_id = 106, .school_id = 1 };

	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_READ, 106), OK);
	assert_int_equal(authz_person(f->db, &who, PERM_CASE_READ, 106), OK);
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 106), ERR_FORBIDDEN);
	assert_int_equal(authz_person(f->db, &who, PERM_ID_REVEAL, 106), ERR_FORBIDDEN);
	assert_int_equal(authz_person(f->db, &who, PERM_DIRECTORY_READ, 103), ERR_NOT_FOUND);
}

static void nobody_gives_a_post_that_can_do_more_than_he_can(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(authz_post(f->db, &who, "branch_secretary", 3), OK);
	assert_int_equal(authz_post(f->db, &who, "organiser", 2), OK);
	assert_int_equal(authz_post(f->db, &who, "league_secretary", 3), OK);
	assert_int_equal(authz_post(f->db, &who, "school_admin", 2), ERR_FORBIDDEN);
	assert_int_equal(authz_post(f->db, &who, "department_officer", 2), ERR_FORBIDDEN);
	assert_int_equal(authz_post(f->db, &who, "branch_secretary", 6), ERR_NOT_FOUND);
	right.kind = "committee_secretary";
	right.perms = post_perms(right.kind);
	assert_int_equal(authz_post(f->db, &who, "branch_secretary", 3), OK);
	right.kind = "branch_secretary";
	right.perms = post_perms(right.kind);
	assert_int_equal(authz_post(f->db, &who, "group_leader", 3), ERR_FORBIDDEN);
}

static enum err add_two(struct db *db, void *arg)
{
	enum err e;

	e = audit_add(db, arg, "person.change", "person", 103, "{\"fields\":[\"name\"]}");
	if (e)
		return e;
	return audit_add(db, &command_line_user, "import.confirm", "import_batch", 0, NULL);
}

static void audit_line_says_who_what_when_on_which_row_in_which_request(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(db_write(f->db, "test", add_two, &who), OK);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE account_id = 9 AND"
					   " person_id = 104 AND school_id = 1 AND action ="
					   " 'person.change' AND object_kind = 'person' AND"
					   " object_id = 103 AND request_id = 'req-1' AND detail ="
					   " '{\"fields\":[\"name\"]}' AND seal IS NULL"),
			 1);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE account_id IS NULL AND"
					   " school_id = 1 AND object_id IS NULL AND"
					   " request_id IS NULL AND detail IS NULL"),
			 1);
	assert_true(fixture_number(f, "SELECT min(at) FROM audit") >= clock_now() - 5);
}

static enum err add_and_fail(struct db *db, void *arg)
{
	enum err e;

	e = audit_add(db, arg, "person.change", "person", 103, NULL);
	return e ? e : ERR_RULE;
}

static void audit_line_goes_with_a_write_that_fails(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);

	assert_int_equal(db_write(f->db, "test", add_and_fail, &who), ERR_RULE);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit"), 0);
}

static void failing_database_is_not_taken_for_a_right(void **state)
{
	struct fixture *f = *state;
	struct right right;
	struct user who = organiser(&right);
	enum err e = ERR_DB;
	int n;

	for (n = 1; e != OK && n < 50; n++) {
		db_fault_after(n);
		e = authz_person(f->db, &who, PERM_DIRECTORY_EDIT, 103);
		db_fault_after(0);
		assert_true(e == OK || e == ERR_DB);
	}
	assert_true(n > 2 && n < 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(organisation_below_is_allowed_others_are_not_found),
		TEST(what_one_sees_but_may_not_do_is_forbidden),
		TEST(person_is_where_his_open_affiliation_is),
		TEST(person_without_branch_is_where_he_was_recorded),
		TEST(everybody_reads_himself_and_changes_nothing),
		TEST(nobody_gives_a_post_that_can_do_more_than_he_can),
		TEST(audit_line_says_who_what_when_on_which_row_in_which_request),
		TEST(audit_line_goes_with_a_write_that_fails),
		TEST(failing_database_is_not_taken_for_a_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
