/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include <sodium.h>

#include "access/account.h"
#include "access/password.h"
#include "access/session.h"
#include "access/sign_in.h"
#include "access/totp.h"

#define PASSWORD "spring-water-2026"

static char password_hashed[PASSWORD_HASH_SIZE]; /* made once: it is slow */

static int hash_once(void **state)
{
	(void)state;
	return password_hash(PASSWORD, password_hashed) == OK ? 0 : -1;
}

static int open_store(void **state)
{
	if (fixture_open(state))
		return -1;
	fixture_sql(
		*state,
		"INSERT INTO account (id, school_id, person_id, login, password_hash, created_at)"
		" VALUES (1, 1, 104, 'sun', '%s', 0), (2, 1, 103, 'qian', NULL, 0)",
		password_hashed);
	return 0;
}

static enum err try(struct fixture *f, const char *login, const char *password, const char *code,
		    struct signed_in *ret)
{
	const struct sign_in from = { .login = login,
				      .password = password,
				      .code = code,
				      .address = "10.0.0.1",
				      .agent = "test",
				      .request_id = "req-7" };

	return sign_in(f->db, f->keys, &from, ret);
}

static int64_t sessions(struct fixture *f)
{
	return fixture_number(f, "SELECT count(*) FROM session WHERE revoked_at IS NULL");
}

static void right_password_opens_a_session_whose_token_is_not_kept(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };
	struct session_state s;
	unsigned char hash[SEAL_INDEX_BYTES];

	assert_int_equal(try(f, "Sun", PASSWORD, NULL, &got), OK);
	assert_int_equal(got.account_id, 1);
	seal_token_hash(got.token, hash);
	assert_int_equal(session_load(f->db, &f->arena, hash, clock_today(), &s), OK);
	assert_int_equal(s.user.session_id, got.session_id);
	assert_false(s.user.second_factor);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM account WHERE signed_in_at > 0"),
			 1);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM session WHERE length(token_hash) = 32"
					" AND address = '10.0.0.1' AND agent = 'test'"),
			 1);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM audit WHERE action ="
					" 'session.create' AND account_id = 1 AND person_id = 104"
					" AND request_id = 'req-7' AND object_kind = 'session'"),
			 1);
}

static void wrong_password_unknown_login_and_no_password_look_alike(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	assert_int_equal(try(f, "sun", "wrong password", NULL, &got), ERR_UNAUTHENTICATED);
	assert_int_equal(try(f, "nobody", PASSWORD, NULL, &got), ERR_UNAUTHENTICATED);
	assert_int_equal(try(f, "qian", "", NULL, &got), ERR_UNAUTHENTICATED);
	assert_int_equal(got.account_id, 0);
	assert_int_equal(sessions(f), 0);
	/* Guesses at logins that exist are in the log, others only in the throttle. */
	assert_int_equal(
		fixture_number(f, "SELECT count(*) FROM audit WHERE action ="
				  " 'session.refuse' AND detail = '{\"reason\":\"password\"}'"),
		2);
	assert_int_equal(fixture_number(f, "SELECT failures FROM throttle WHERE subject ="
					   " 'login:nobody'"),
			 1);
	assert_int_equal(fixture_number(f, "SELECT failures FROM throttle WHERE subject ="
					   " 'address:10.0.0.1'"),
			 3);
}

static void disabled_account_is_refused_with_the_right_password(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	fixture_sql(f, "UPDATE account SET disabled_at = 1 WHERE id = 1");
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), ERR_UNAUTHENTICATED);
	assert_int_equal(sessions(f), 0);
}

static void throttled_login_is_refused_even_with_the_right_password(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	fixture_sql(f,
		    "INSERT INTO throttle (subject, failures, last_at, blocked_until) VALUES"
		    " ('login:sun', 5, %lld, %lld)",
		    (long long)clock_now(), (long long)clock_now() + 30);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), ERR_THROTTLED);
	assert_in_range(got.retry_after_seconds, 25, 30);
	assert_int_equal(sessions(f), 0);
	fixture_sql(f, "UPDATE throttle SET blocked_until = %lld", (long long)clock_now() - 1);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), OK);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM throttle WHERE subject ="
					   " 'login:sun'"),
			 0);
}

static void five_wrong_passwords_close_the_door(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	for (int i = 0; i < 5; i++)
		assert_int_equal(try(f, "nobody", "wrong password", NULL, &got),
				 ERR_UNAUTHENTICATED);
	assert_int_equal(try(f, "nobody", "wrong password", NULL, &got), ERR_THROTTLED);
	assert_in_range(got.retry_after_seconds, 20, 30);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), OK);
}

static void throttled_address_is_refused_for_every_login(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	fixture_sql(f,
		    "INSERT INTO throttle (subject, failures, last_at, blocked_until) VALUES"
		    " ('address:10.0.0.1', 50, %lld, %lld)",
		    (long long)clock_now(), (long long)clock_now() + 30);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), ERR_THROTTLED);
}

static const char *turn_totp_on(struct fixture *f)
{
	char *secret = arena_alloc(&f->arena, TOTP_SECRET_SIZE);
	char hex[2 * (TOTP_SECRET_SIZE + SEAL_EXTRA_BYTES) + 1] = "";
	struct sealed s;

	totp_secret_new(secret);
	s = seal_text(f->keys, TOTP_PLACE, 1, secret, &f->arena);
	for (size_t i = 0; i < s.len; i++)
		snprintf(hex + 2 * i, 3, "%02x", ((const unsigned char *)s.bytes)[i]);
	fixture_sql(f, "UPDATE account SET totp_sealed = x'%s', totp_on = 1 WHERE id = 1", hex);
	return secret;
}

static void second_factor_is_asked_for_after_the_right_password_only(void **state)
{
	struct fixture *f = *state;
	const char *secret = turn_totp_on(f);
	struct signed_in got = { 0 };
	char code[TOTP_CODE_SIZE];
	struct session_state s;
	unsigned char hash[SEAL_INDEX_BYTES];

	assert_int_equal(try(f, "sun", "wrong password", NULL, &got), ERR_UNAUTHENTICATED);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), ERR_SECOND_FACTOR);
	assert_int_equal(try(f, "sun", PASSWORD, "", &got), ERR_SECOND_FACTOR);
	assert_int_equal(fixture_number(f, "SELECT failures FROM throttle WHERE subject ="
					   " 'login:sun'"),
			 1);
	assert_int_equal(totp_code(secret, clock_now() / 30, code), OK);
	assert_int_equal(try(f, "sun", PASSWORD, code, &got), OK);
	seal_token_hash(got.token, hash);
	assert_int_equal(session_load(f->db, &f->arena, hash, clock_today(), &s), OK);
	assert_true(s.user.second_factor);
}

static void code_serves_once_and_a_replay_counts_as_a_failure(void **state)
{
	struct fixture *f = *state;
	const char *secret = turn_totp_on(f);
	struct signed_in got = { 0 };
	char code[TOTP_CODE_SIZE];

	assert_int_equal(totp_code(secret, clock_now() / 30, code), OK);
	assert_int_equal(try(f, "sun", PASSWORD, code, &got), OK);
	assert_int_equal(try(f, "sun", PASSWORD, code, &got), ERR_SECOND_FACTOR);
	assert_int_equal(sessions(f), 1);
	assert_int_equal(fixture_number(f, "SELECT failures FROM throttle WHERE subject ="
					   " 'login:sun'"),
			 1);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE detail ="
					   " '{\"reason\":\"code\"}'"),
			 1);
}

static void sealed_secret_of_another_account_is_of_no_use(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	turn_totp_on(f);
	fixture_sql(f,
		    "UPDATE account SET password_hash = '%s', totp_on = 1,"
		    " totp_sealed = (SELECT totp_sealed FROM account WHERE id = 1) WHERE id = 2",
		    password_hashed);
	assert_int_equal(try(f, "qian", PASSWORD, "123456", &got), ERR_IO);
	assert_int_equal(sessions(f), 0);
}

static void signing_in_again_ends_the_browsers_old_session(void **state)
{
	struct fixture *f = *state;
	struct signed_in one = { 0 }, two = { 0 };
	struct sign_in from = { .login = "sun", .password = PASSWORD, .address = "::1" };

	assert_int_equal(sign_in(f->db, f->keys, &from, &one), OK);
	from.old_session_id = one.session_id;
	from.old_account_id = one.account_id;
	assert_int_equal(sign_in(f->db, f->keys, &from, &two), OK);
	assert_string_not_equal(one.token, two.token);
	assert_int_equal(sessions(f), 1);
	assert_int_equal(fixture_number(f, "SELECT id FROM session WHERE revoked_at IS NULL"),
			 two.session_id);
}

static void old_costs_are_renewed_at_sign_in(void **state)
{
	struct fixture *f = *state;
	struct signed_in got = { 0 };

	char cheap[PASSWORD_HASH_SIZE];

	assert_int_equal(crypto_pwhash_str(cheap, PASSWORD, strlen(PASSWORD), 1, (size_t)8 << 20),
			 0);
	fixture_sql(f, "UPDATE account SET password_hash = '%s' WHERE id = 1", cheap);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), OK);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM account WHERE id = 1 AND"
					" password_hash LIKE '$argon2id$v=19$m=32768,t=2,p=1$%'"),
			 1);
	assert_int_equal(try(f, "sun", PASSWORD, NULL, &got), OK);
}

/* All of what signing in may write, as one number. */
static int64_t written(struct fixture *f)
{
	return fixture_number(f,
			      "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM audit)"
			      " + (SELECT count(*) FROM throttle)"
			      " + (SELECT count(*) FROM account WHERE signed_in_at IS NOT NULL)");
}

static void failing_database_leaves_nothing_behind(void **state)
{
	struct fixture *f = *state;
	const char *const passwords[] = { PASSWORD, "wrong password" };

	for (size_t p = 0; p < COUNTOF(passwords); p++) {
		enum err want = p == 0 ? OK : ERR_UNAUTHENTICATED, e;
		struct signed_in got = { 0 };
		int64_t before = written(f);
		int n;

		for (n = 1; n < 200; n++) {
			db_fault_after(n);
			e = try(f, "sun", passwords[p], NULL, &got);
			db_fault_after(0);
			if (e == want)
				break;
			assert_int_equal(e, ERR_DB);
			assert_int_equal(written(f), before);
		}
		assert_true(n > 5 && n < 200);
		assert_true(written(f) > before);
	}
}

static void own_password_is_confirmed_and_wrong_ones_are_counted(void **state)
{
	struct fixture *f = *state;
	const struct user who = { .account_id = 1, .login = "sun", .request_id = "req-9" };
	struct account account;
	int64_t wait;

	assert_int_equal(account_get(f->db, &f->arena, 1, &account), OK);
	assert_int_equal(password_confirm(f->db, &who, "10.0.0.1", &account, PASSWORD, &wait), OK);
	for (int i = 0; i < 5; i++)
		assert_int_equal(
			password_confirm(f->db, &who, "10.0.0.1", &account, "wrong", &wait),
			ERR_FORBIDDEN);
	assert_int_equal(password_confirm(f->db, &who, "10.0.0.1", &account, PASSWORD, &wait),
			 ERR_THROTTLED);
	assert_in_range(wait, 20, 30);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(right_password_opens_a_session_whose_token_is_not_kept),
		TEST(wrong_password_unknown_login_and_no_password_look_alike),
		TEST(disabled_account_is_refused_with_the_right_password),
		TEST(throttled_login_is_refused_even_with_the_right_password),
		TEST(five_wrong_passwords_close_the_door),
		TEST(throttled_address_is_refused_for_every_login),
		TEST(second_factor_is_asked_for_after_the_right_password_only),
		TEST(code_serves_once_and_a_replay_counts_as_a_failure),
		TEST(sealed_secret_of_another_account_is_of_no_use),
		TEST(signing_in_again_ends_the_browsers_old_session),
		TEST(old_costs_are_renewed_at_sign_in),
		TEST(failing_database_leaves_nothing_behind),
		TEST(own_password_is_confirmed_and_wrong_ones_are_counted),
	};

	return cmocka_run_group_tests(tests, hash_once, NULL);
}
