/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "access/access.h"

#define BIT(perm) (UINT32_C(1) << (perm))

static struct user holder(struct right *right, const char *kind, const char *low, const char *high)
{
	*right = (struct right){
		.kind = kind, .path_low = low, .path_high = high, .perms = post_perms(kind)
	};
	return (struct user){ .account_id = 1, .person_id = 2, .n_rights = 1, .rights = right };
}

static void every_kind_of_post_that_gives_anything_lets_read(void **state)
{
	(void)state;
	for (size_t i = 0; post_kinds[i] != NULL; i++) {
		uint32_t perms = post_perms(post_kinds[i]);

		assert_true(perms == 0 || (perms & BIT(PERM_DIRECTORY_READ)));
		assert_false(perms & (BIT(PERM_PUBLIC) | BIT(PERM_SIGNED_IN)));
	}
	assert_int_equal(post_perms("league_secretary"), 0);
	assert_int_equal(post_perms("emperor"), 0);
	assert_int_equal(post_perms(NULL), 0);
}

static void each_level_records_only_its_own_steps(void **state)
{
	uint32_t steps = BIT(PERM_CASE_BRANCH) | BIT(PERM_CASE_SUPERIOR) | BIT(PERM_CASE_HIGHER);

	(void)state;
	assert_int_equal(post_perms("branch_secretary") & steps, BIT(PERM_CASE_BRANCH));
	assert_int_equal(post_perms("committee_secretary") & steps, BIT(PERM_CASE_SUPERIOR));
	assert_int_equal(post_perms("organiser") & steps,
			 BIT(PERM_CASE_BRANCH) | BIT(PERM_CASE_SUPERIOR));
	assert_int_equal(post_perms("department_officer") & steps,
			 BIT(PERM_CASE_SUPERIOR) | BIT(PERM_CASE_HIGHER));
	assert_int_equal(post_perms("counsellor") & steps, 0);
}

static void only_the_school_admin_reads_the_audit_log_and_sets_choices(void **state)
{
	(void)state;
	for (size_t i = 0; post_kinds[i] != NULL; i++) {
		bool admin = strcmp(post_kinds[i], "school_admin") == 0;
		uint32_t perms = post_perms(post_kinds[i]);

		assert_int_equal((perms & BIT(PERM_AUDIT_READ)) != 0, admin);
		assert_int_equal((perms & BIT(PERM_SETTING_EDIT)) != 0, admin);
	}
}

static void nobody_may_only_what_is_public(void **state)
{
	(void)state;
	for (int perm = 0; perm < PERM__MAX; perm++)
		assert_int_equal(user_may(NULL, (enum perm)perm), perm == PERM_PUBLIC);
}

static void account_without_post_may_only_its_own_things(void **state)
{
	const struct user who = { .account_id = 1 };

	(void)state;
	for (int perm = 0; perm < PERM__MAX; perm++)
		assert_int_equal(user_may(&who, (enum perm)perm), perm <= PERM_SIGNED_IN);
}

static void right_holds_in_the_subtree_and_not_beside_it(void **state)
{
	struct right right;
	struct user who = holder(&right, "organiser", "/1/2/", "/1/20");

	(void)state;
	assert_true(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/2/"));
	assert_true(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/2/3/"));
	assert_false(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/"));
	assert_false(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/20/"));
	assert_false(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/23/"));
	assert_false(user_may_at(&who, PERM_DIRECTORY_EDIT, "/1/3/"));
	assert_false(user_may_at(&who, PERM_AUDIT_READ, "/1/2/"));
	assert_false(user_may_at(NULL, PERM_DIRECTORY_READ, "/1/2/"));
}

static void command_line_may_everything_everywhere(void **state)
{
	(void)state;
	for (int perm = PERM_DIRECTORY_READ; perm < PERM__MAX; perm++)
		assert_true(user_may_at(&command_line_user, (enum perm)perm, "/7/8/"));
	assert_int_equal(command_line_user.account_id, 0);
}

static void permissions_have_their_stable_codes(void **state)
{
	(void)state;
	assert_string_equal(perm_code(PERM_PUBLIC), "public");
	assert_string_equal(perm_code(PERM_CASE_BRANCH), "case_branch");
	assert_string_equal(perm_code(PERM_SETTING_EDIT), "setting_edit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_post_that_gives_anything_lets_read),
		cmocka_unit_test(each_level_records_only_its_own_steps),
		cmocka_unit_test(only_the_school_admin_reads_the_audit_log_and_sets_choices),
		cmocka_unit_test(nobody_may_only_what_is_public),
		cmocka_unit_test(account_without_post_may_only_its_own_things),
		cmocka_unit_test(right_holds_in_the_subtree_and_not_beside_it),
		cmocka_unit_test(command_line_may_everything_everywhere),
		cmocka_unit_test(permissions_have_their_stable_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
