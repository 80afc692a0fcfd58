/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "access/access_serve.h"
#include "access/audit.h"
#include "access/keeper.h"
#include "access/password.h"
#include "access/session.h"
#include "access/setup.h"

/* An installation in which nothing happened yet. */
static int open_empty(void **state)
{
	if (fixture_open(state))
		return -1;
	fixture_sql(*state,
		    "DELETE FROM affiliation; DELETE FROM person; DELETE FROM organisation");
	return 0;
}

static struct setup from_link(const char *token)
{
	return (struct setup){ .token = token,
			       .login = "root",
			       .password = "spring-water-2026",
			       .school_code = "10001",
			       .school_name = "某大学党委",
			       .name = "管理员",
			       .address = "::1",
			       .request_id = "req-1" };
}

static void link_lets_the_first_administrator_in_once(void **state)
{
	struct fixture *f = *state;
	char session[SEAL_CSRF_SIZE];
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;
	const char *token = NULL;
	struct setup from;

	assert_int_equal(access_setup_link(f->db, &f->arena, &token), OK);
	assert_int_equal(strlen(token), 43);
	from = from_link(token);
	assert_int_equal(setup_finish(f->db, &from, session), OK);
	seal_token_hash(session, hash);
	assert_int_equal(session_load(f->db, &f->arena, hash, clock_today(), &s), OK);
	assert_true(s.user.administrator);
	assert_true(user_may(&s.user, PERM_SETTING_EDIT));
	assert_int_equal(
		authz_organisation(f->db, &s.user, PERM_ORGANISATION_EDIT, s.user.school_id), OK);
	assert_int_equal(setup_finish(f->db, &from, session), ERR_GONE);
	assert_int_equal(access_setup_link(f->db, &f->arena, &token), OK);
	assert_null(token);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM account"), 1);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM organisation o"
					" JOIN organisation_event v ON v.organisation_id = o.id"
					" JOIN organisation_span s ON s.organisation_id = o.id"
					" WHERE o.path = '/' || o.id || '/' AND o.school_id = o.id"
					" AND o.founded_on = '2026-11-23' AND v.kind = 'founded'"
					" AND s.kind = 'school_party_committee'"),
			 1);
	assert_int_equal(fixture_number(f,
					"SELECT count(*) FROM audit WHERE action = 'account.setup'"
					" AND school_id IS NOT NULL AND request_id = 'req-1'"),
			 1);
}

static void newer_link_ends_the_older_one(void **state)
{
	struct fixture *f = *state;
	char session[SEAL_CSRF_SIZE];
	const char *one, *two;
	struct setup from;

	assert_int_equal(access_setup_link(f->db, &f->arena, &one), OK);
	assert_int_equal(access_setup_link(f->db, &f->arena, &two), OK);
	from = from_link(one);
	assert_int_equal(setup_finish(f->db, &from, session), ERR_GONE);
	from = from_link("no such token");
	assert_int_equal(setup_finish(f->db, &from, session), ERR_GONE);
	from = from_link(two);
	fixture_day("2026-11-25");
	assert_int_equal(setup_finish(f->db, &from, session), ERR_GONE); /* a day has passed */
	fixture_day("2026-11-23");
	assert_int_equal(setup_finish(f->db, &from, session), OK);
}

static void school_that_was_imported_is_taken(void **state)
{
	struct fixture *f = *state;
	char session[SEAL_CSRF_SIZE];
	const char *token;
	struct setup from;

	fixture_sql(f,
		    "INSERT INTO organisation (id, school_id, code, name, kind, path, depth) VALUES"
		    " (9, 9, 'S', '学校党委', 'school_party_committee', '/9/', 0)");
	assert_int_equal(access_setup_link(f->db, &f->arena, &token), OK);
	from = from_link(token);
	assert_int_equal(setup_finish(f->db, &from, session), OK);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM organisation"), 1);
	assert_int_equal(fixture_number(f, "SELECT school_id FROM account"), 9);
}

static void failed_setup_leaves_the_link_alive(void **state)
{
	struct fixture *f = *state;
	char session[SEAL_CSRF_SIZE];
	const char *token;
	struct setup from;
	enum err e = ERR_DB;
	int n;

	assert_int_equal(access_setup_link(f->db, &f->arena, &token), OK);
	from = from_link(token);
	for (n = 1; n < 200; n++) {
		db_fault_after(n);
		e = setup_finish(f->db, &from, session);
		db_fault_after(0);
		if (e == OK)
			break;
		assert_int_equal(e, ERR_DB);
		assert_int_equal(fixture_number(f, "SELECT (SELECT count(*) FROM account)"
						   " + (SELECT count(*) FROM organisation)"
						   " + (SELECT count(*) FROM session)"),
				 0);
	}
	assert_true(n > 8 && n < 200);
}

static enum err reset_link_tx(struct db *db, void *arg)
{
	return link_new(db, LINK_PASSWORD, 1, clock_now(), arg);
}

static void reset_link_sets_a_password_once_and_ends_all_sessions(void **state)
{
	struct fixture *f = *state;
	char token[SEAL_CSRF_SIZE];
	const char *fault = NULL;
	struct account account;

	fixture_sql(f,
		    "INSERT INTO account (id, school_id, person_id, login, created_at) VALUES"
		    " (1, 1, 104, 'sunsisunsi', 0);"
		    "INSERT INTO session (account_id, token_hash, created_at, seen_at, expires_at)"
		    " VALUES (1, x'00', 0, 0, 99);"
		    "INSERT INTO throttle (subject, failures, last_at, blocked_until) VALUES"
		    " ('login:sunsisunsi', 9, 1, 1)");
	assert_int_equal(db_write(f->db, "test", reset_link_tx, token), OK);
	assert_int_equal(link_password(f->db, token, "sunsisunsi", "r", &fault), ERR_INPUT);
	assert_string_equal(fault, "is_login");
	assert_int_equal(link_password(f->db, token, "spring-water-2026", "r", &fault), OK);
	assert_int_equal(link_password(f->db, token, "summer-rain-2026", "r", &fault), ERR_GONE);
	assert_int_equal(account_get(f->db, &f->arena, 1, &account), OK);
	assert_true(password_matches(account.password_hash, "spring-water-2026"));
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM session WHERE revoked_at IS NULL"),
			 0);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM throttle"), 0);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE action ="
					   " 'account.password_by_link' AND account_id = 1"),
			 1);
}

static void link_of_a_disabled_account_is_gone(void **state)
{
	struct fixture *f = *state;
	char token[SEAL_CSRF_SIZE];
	const char *fault = NULL;

	fixture_sql(f,
		    "INSERT INTO account (id, school_id, person_id, login, created_at, disabled_at)"
		    " VALUES (1, 1, 104, 'sun', 0, 5)");
	assert_int_equal(db_write(f->db, "test", reset_link_tx, token), OK);
	assert_int_equal(link_password(f->db, token, "spring-water-2026", "r", &fault), ERR_GONE);
}

static enum err audit_tx(struct db *db, void *arg)
{
	(void)arg;
	return audit_add(db, &command_line_user, "a.b", "x", 1, NULL);
}

static void keeper_notes_seen_sessions_and_seals_at_the_end(void **state)
{
	struct fixture *f = *state;
	struct app app = { .pool = f->pool, .seal = f->keys };
	int64_t now = clock_now(), bad;
	struct buf report;

	fixture_sql(f, "INSERT INTO account (id, school_id, person_id, login, created_at) VALUES"
		       " (1, 1, 104, 'sun', 0);"
		       "INSERT INTO session (id, account_id, token_hash, created_at, seen_at,"
		       " expires_at) VALUES (7, 1, x'00', 0, 5, 99), (8, 1, x'01', 0, 5, 99)");
	assert_int_equal(access_start(&app), OK);
	assert_non_null(access_cache(app.access));
	access_seen(app.access, 7, now);
	assert_int_equal(access_flush_seen(app.access, f->db), OK);
	assert_int_equal(fixture_number(f, "SELECT seen_at FROM session WHERE id = 7"), now);
	assert_int_equal(fixture_number(f, "SELECT seen_at FROM session WHERE id = 8"), 5);
	access_seen(app.access, 8, now); /* written down when the thread ends */
	assert_int_equal(db_write(f->db, "test", audit_tx, NULL), OK);
	access_stop(&app);
	assert_null(app.access);
	access_stop(&app);
	assert_int_equal(fixture_number(f, "SELECT seen_at FROM session WHERE id = 8"), now);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE seal IS NULL"), 0);
	buf_init(&report, 1000);
	assert_int_equal(audit_verify(f->db, f->keys, &report, &bad), OK);
	buf_release(&report);
	access_seen(NULL, 1, now);
	assert_null(access_cache(NULL));
}

static void server_does_not_start_with_another_key_file(void **state)
{
	struct fixture *f = *state;
	struct app app = { .pool = f->pool, .seal = f->keys };
	struct seal_keys *other = NULL;
	char path[128];

	assert_int_equal(db_write(f->db, "test", audit_tx, NULL), OK);
	assert_int_equal(access_start(&app), OK);
	access_stop(&app);
	snprintf(path, sizeof(path), "%s/other.key", f->folder);
	assert_int_equal(seal_keys_open(path, true, &other), OK);
	assert_int_equal(remove(path), 0);
	app.seal = other;
	assert_int_equal(access_start(&app), ERR_CONFLICT);
	assert_null(app.access);
	seal_keys_close(other);
}

static void what_has_expired_is_cleared_away_after_a_day(void **state)
{
	struct fixture *f = *state;
	long long now = clock_now();

	fixture_sql(f,
		    "INSERT INTO account (id, school_id, person_id, login, created_at) VALUES"
		    " (1, 1, 104, 'sun', 0);"
		    "INSERT INTO session (account_id, token_hash, created_at, seen_at, expires_at)"
		    " VALUES (1, x'00', 0, 5, %lld), (1, x'01', 0, 5, %lld);"
		    "INSERT INTO throttle (subject, failures, last_at, blocked_until) VALUES"
		    " ('a', 9, 1, 1), ('b', 9, %lld, 1), ('c', 9, 1, %lld);"
		    "INSERT INTO one_time_link (token_hash, purpose, created_at, expires_at) VALUES"
		    " (x'00', 'setup', 0, 1), (x'01', 'setup', 0, %lld)",
		    now - 100000, now - 1000, now, now + 1, now + 1);
	assert_int_equal(access_clean(f->db, now), OK);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM session"), 1);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM throttle"), 2);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM one_time_link"), 1);
}

#define EMPTY(name) cmocka_unit_test_setup_teardown(name, open_empty, fixture_close)
#define TEST(name)  cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EMPTY(link_lets_the_first_administrator_in_once),
		EMPTY(newer_link_ends_the_older_one),
		EMPTY(school_that_was_imported_is_taken),
		EMPTY(failed_setup_leaves_the_link_alive),
		TEST(reset_link_sets_a_password_once_and_ends_all_sessions),
		TEST(link_of_a_disabled_account_is_gone),
		TEST(keeper_notes_seen_sessions_and_seals_at_the_end),
		TEST(server_does_not_start_with_another_key_file),
		TEST(what_has_expired_is_cleared_away_after_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
