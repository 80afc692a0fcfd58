/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "access/gate.h"

static void write_from_our_own_page_is_let_in(void **state)
{
	(void)state;
	assert_true(
		gate_same_origin("http://127.0.0.1:8420", "same-origin", "127.0.0.1:8420", false));
	assert_true(gate_same_origin("https://jishi.edu.cn", NULL, "Jishi.edu.cn", true));
	assert_true(gate_same_origin(NULL, NULL, "127.0.0.1:8420", false)); /* no browser */
	assert_true(gate_same_origin(NULL, "none", NULL, false));
}

static void write_from_another_page_is_not(void **state)
{
	(void)state;
	assert_false(gate_same_origin("http://evil.example", NULL, "jishi.edu.cn", false));
	assert_false(
		gate_same_origin("http://jishi.edu.cn.evil.example", NULL, "jishi.edu.cn", false));
	assert_false(gate_same_origin("http://jishi.edu.cn:81", NULL, "jishi.edu.cn", false));
	assert_false(gate_same_origin("null", NULL, "jishi.edu.cn", false));
	assert_false(gate_same_origin("", NULL, "jishi.edu.cn", false));
	assert_false(gate_same_origin("ftp://jishi.edu.cn", NULL, "jishi.edu.cn", false));
	assert_false(gate_same_origin("http://jishi.edu.cn", NULL, NULL, false));
	assert_false(gate_same_origin("http://jishi.edu.cn", "cross-site", "jishi.edu.cn", false));
	assert_false(gate_same_origin("http://jishi.edu.cn", "same-site", "jishi.edu.cn", false));
	assert_false(gate_same_origin(NULL, "cross-site", "jishi.edu.cn", false));
}

static void behind_tls_a_page_without_it_is_not_ours(void **state)
{
	(void)state;
	assert_false(gate_same_origin("http://jishi.edu.cn", NULL, "jishi.edu.cn", true));
	assert_true(gate_same_origin("http://jishi.edu.cn", NULL, "jishi.edu.cn", false));
}

static struct right reader = { .kind = "organiser", .path_low = "/1/", .path_high = "/10" };

static void without_session_only_public_routes_open(void **state)
{
	(void)state;
	assert_int_equal(gate_permit("/api/v1/setup", PERM_PUBLIC, NULL), OK);
	assert_int_equal(gate_permit("/api/v1/session", PERM_SIGNED_IN, NULL), ERR_UNAUTHENTICATED);
	assert_int_equal(gate_permit("/api/v1/people", PERM_DIRECTORY_READ, NULL),
			 ERR_UNAUTHENTICATED);
}

static void route_needs_its_permission_somewhere(void **state)
{
	struct user who = { .account_id = 1, .n_rights = 1, .rights = &reader };

	(void)state;
	reader.perms = post_perms("organiser");
	assert_int_equal(gate_permit("/api/v1/people", PERM_DIRECTORY_READ, &who), OK);
	assert_int_equal(gate_permit("/api/v1/audit", PERM_AUDIT_READ, &who), ERR_FORBIDDEN);
	assert_int_equal(gate_permit("/api/v1/today", PERM_SIGNED_IN, &who), OK);
}

static void who_owes_a_second_factor_has_only_his_own_session(void **state)
{
	struct user who = {
		.account_id = 1, .n_rights = 1, .rights = &reader, .second_factor_needed = true
	};

	(void)state;
	reader.perms = post_perms("organiser");
	assert_int_equal(gate_permit("/api/v1/people", PERM_DIRECTORY_READ, &who),
			 ERR_SECOND_FACTOR);
	assert_int_equal(gate_permit("/api/v1/where-i-stand", PERM_SIGNED_IN, &who),
			 ERR_SECOND_FACTOR);
	assert_int_equal(gate_permit("/api/v1/session/totp", PERM_SIGNED_IN, &who), OK);
	assert_int_equal(gate_permit("/api/v1/sessions/{id}", PERM_SIGNED_IN, &who), OK);
	who.second_factor = true;
	assert_int_equal(gate_permit("/api/v1/people", PERM_DIRECTORY_READ, &who), OK);
}

static void who_must_change_the_password_does_that_first(void **state)
{
	struct user who = {
		.account_id = 1, .n_rights = 1, .rights = &reader, .must_change = true
	};

	(void)state;
	reader.perms = post_perms("organiser");
	assert_int_equal(gate_permit("/api/v1/people", PERM_DIRECTORY_READ, &who), ERR_FORBIDDEN);
	assert_int_equal(gate_permit("/api/v1/session/password", PERM_SIGNED_IN, &who), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(write_from_our_own_page_is_let_in),
		cmocka_unit_test(write_from_another_page_is_not),
		cmocka_unit_test(behind_tls_a_page_without_it_is_not_ours),
		cmocka_unit_test(without_session_only_public_routes_open),
		cmocka_unit_test(route_needs_its_permission_somewhere),
		cmocka_unit_test(who_owes_a_second_factor_has_only_his_own_session),
		cmocka_unit_test(who_must_change_the_password_does_that_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
