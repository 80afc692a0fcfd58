/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "access/session.h"
#include "access/session_cache.h"

/* Account 1 of person 104 (branch 4), organiser of college A until the day before 2026-12-01. */
static int open_store(void **state)
{
	if (fixture_open(state))
		return -1;
	fixture_sql(
		*state,
		"INSERT INTO account (id, school_id, person_id, login, created_at) VALUES"
		" (1, 1, 104, 'sun', 0), (2, 1, NULL, 'root', 0);"
		"UPDATE account SET administrator = 1, name = '管理员' WHERE id = 2;"
		"INSERT INTO post (school_id, person_id, organisation_id, kind, from_on, until_on,"
		" recorded_at) VALUES (1, 104, 2, 'organiser', '2026-01-01', '2026-12-01', 0),"
		" (1, 104, 4, 'group_leader', '2026-12-24', NULL, 0),"
		" (1, 104, 4, 'league_secretary', '2026-01-01', NULL, 0),"
		" (1, 103, 1, 'school_admin', '2026-01-01', NULL, 0);");
	return 0;
}

struct begin {
	struct session_new from;
	char token[SEAL_CSRF_SIZE];
	int64_t id;
};

static enum err begin_tx(struct db *db, void *arg)
{
	struct begin *b = arg;

	return session_add(db, &b->from, clock_now(), b->token, &b->id);
}

static void begin(struct fixture *f, int64_t account_id, unsigned char hash[SEAL_INDEX_BYTES])
{
	struct begin b = { .from = { .account_id = account_id,
				     .school_id = 1,
				     .address = "127.0.0.1",
				     .agent = "test" } };

	assert_int_equal(db_write(f->db, "test", begin_tx, &b), OK);
	seal_token_hash(b.token, hash);
}

static enum err load(struct fixture *f, const unsigned char *hash, struct session_state *ret)
{
	return session_load(f->db, &f->arena, hash, clock_today(), ret);
}

static void session_has_the_rights_of_posts_in_force(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;

	begin(f, 1, hash);
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.account_id, 1);
	assert_int_equal(s.user.person_id, 104);
	assert_int_equal(s.user.school_id, 1);
	assert_string_equal(s.user.login, "sun");
	assert_string_equal(s.user.name, "孙四");
	assert_int_equal(s.user.n_rights, 1);
	assert_string_equal(s.user.rights[0].kind, "organiser");
	assert_string_equal(s.user.rights[0].path_low, "/1/2/");
	assert_string_equal(s.user.rights[0].path_high, "/1/20");
	assert_true(user_may_at(&s.user, PERM_DIRECTORY_EDIT, "/1/2/4/"));
	assert_false(user_may_at(&s.user, PERM_DIRECTORY_EDIT, "/1/5/"));
}

static void right_ends_with_the_post(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;

	begin(f, 1, hash);
	fixture_day("2026-11-30");
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.n_rights, 1);
	fixture_day("2026-12-01");
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.n_rights, 0);
	fixture_day("2026-12-24");
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.n_rights, 1);
	assert_string_equal(s.user.rights[0].kind, "group_leader");
	fixture_day("2026-11-23");
	fixture_sql(f, "UPDATE post SET until_on = '2026-11-23' WHERE kind = 'organiser'");
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.n_rights, 0);
}

static void right_goes_with_the_organisation_when_it_moves(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;

	begin(f, 1, hash);
	fixture_sql(f, "UPDATE organisation SET path = '/1/5/2/' WHERE id = 2");
	assert_int_equal(load(f, hash, &s), OK);
	assert_string_equal(s.user.rights[0].path_low, "/1/5/2/");
}

static void first_administrator_may_everything_in_his_school(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;

	begin(f, 2, hash);
	assert_int_equal(load(f, hash, &s), OK);
	assert_int_equal(s.user.person_id, 0);
	assert_string_equal(s.user.name, "管理员");
	assert_int_equal(s.user.n_rights, 1);
	assert_true(user_may_at(&s.user, PERM_SETTING_EDIT, "/1/5/6/"));
	assert_false(user_may_at(&s.user, PERM_SETTING_EDIT, "/2/"));
}

static void session_ends_when_idle_or_old(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;
	int64_t now;

	begin(f, 1, hash);
	assert_int_equal(load(f, hash, &s), OK);
	now = s.seen_at;
	assert_int_equal(s.expires_at, now + 7 * 86400);
	assert_false(session_over(&s, now));
	assert_false(session_over(&s, now + 8 * 3600 - 1));
	assert_true(session_over(&s, now + 8 * 3600));
	s.seen_at = now + 7 * 86400 - 10;
	assert_false(session_over(&s, now + 7 * 86400 - 1));
	assert_true(session_over(&s, now + 7 * 86400));
	fixture_sql(f, "INSERT INTO setting (organisation_id, name, value, from_on, recorded_at)"
		       " VALUES (1, 'session_idle_minutes', '10', '2026-01-01', 0)");
	assert_int_equal(load(f, hash, &s), OK);
	assert_true(session_over(&s, now + 600));
}

static void revoked_session_and_disabled_account_are_not_found(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES], other[SEAL_INDEX_BYTES],
		none[SEAL_INDEX_BYTES] = { 0 };
	struct session_state s;

	begin(f, 1, hash);
	begin(f, 1, other);
	assert_int_equal(load(f, none, &s), ERR_UNAUTHENTICATED);
	fixture_sql(f, "UPDATE session SET revoked_at = 1 WHERE id = 1");
	assert_int_equal(load(f, hash, &s), ERR_UNAUTHENTICATED);
	assert_int_equal(load(f, other, &s), OK);
	fixture_sql(f, "UPDATE account SET disabled_at = 1 WHERE id = 1");
	assert_int_equal(load(f, other, &s), ERR_UNAUTHENTICATED);
}

static void second_factor_is_needed_for_the_posts_the_school_names(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s;

	begin(f, 1, hash);
	assert_int_equal(load(f, hash, &s), OK);
	assert_false(s.user.second_factor_needed);
	fixture_sql(f, "INSERT INTO setting (organisation_id, name, value, from_on, recorded_at)"
		       " VALUES (1, 'second_factor_posts', 'committee_secretary,organiser',"
		       " '2026-01-01', 0)");
	assert_int_equal(load(f, hash, &s), OK);
	assert_true(s.user.second_factor_needed);
	fixture_day("2026-12-24"); /* a group leader now */
	assert_int_equal(load(f, hash, &s), OK);
	assert_false(s.user.second_factor_needed);
}

static void cache_gives_back_what_was_put(void **state)
{
	struct fixture *f = *state;
	struct session_cache *cache = session_cache_new();
	unsigned char hash[SEAL_INDEX_BYTES], other[SEAL_INDEX_BYTES];
	struct session_state s, got = { 0 };

	begin(f, 1, hash);
	begin(f, 2, other);
	assert_int_equal(load(f, hash, &s), OK);
	assert_false(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	session_cache_put(cache, hash, 5, 100, &s);
	memset(&s.user, 0, sizeof(s.user)); /* the cache keeps its own texts */
	assert_true(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	assert_string_equal(got.user.login, "sun");
	assert_string_equal(got.user.name, "孙四");
	assert_int_equal(got.user.n_rights, 1);
	assert_string_equal(got.user.rights[0].path_low, "/1/2/");
	assert_string_equal(got.user.rights[0].path_high, "/1/20");
	assert_false(session_cache_get(cache, other, 5, 100, &f->arena, &got));
	session_cache_free(cache);
	assert_false(session_cache_get(NULL, hash, 5, 100, &f->arena, &got));
	session_cache_put(NULL, hash, 5, 100, &s);
	session_cache_free(NULL);
}

static void cache_forgets_after_any_write_and_on_another_day(void **state)
{
	struct fixture *f = *state;
	struct session_cache *cache = session_cache_new();
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s, got;

	begin(f, 1, hash);
	assert_int_equal(load(f, hash, &s), OK);
	session_cache_put(cache, hash, 5, 100, &s);
	assert_false(session_cache_get(cache, hash, 6, 100, &f->arena, &got));
	assert_false(session_cache_get(cache, hash, 5, 101, &f->arena, &got));
	session_cache_seen(cache, hash, s.seen_at + 60);
	assert_true(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	assert_int_equal(got.seen_at, s.seen_at + 60);
	session_cache_free(cache);
}

static void cache_leaves_out_who_does_not_fit(void **state)
{
	struct fixture *f = *state;
	struct session_cache *cache = session_cache_new();
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s, got;
	struct right many[9];
	char text[700];

	begin(f, 1, hash);
	assert_int_equal(load(f, hash, &s), OK);
	session_cache_put(cache, hash, 5, 100, &s);
	for (size_t i = 0; i < COUNTOF(many); i++)
		many[i] = s.user.rights[0];
	s.user.rights = many;
	s.user.n_rights = COUNTOF(many);
	session_cache_put(cache, hash, 5, 100, &s);
	assert_false(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	s.user.n_rights = 8;
	session_cache_put(cache, hash, 5, 100, &s);
	assert_true(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	assert_string_equal(got.user.rights[7].path_high, "/1/20");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	s.user.name = text;
	session_cache_put(cache, hash, 5, 100, &s);
	assert_false(session_cache_get(cache, hash, 5, 100, &f->arena, &got));
	session_cache_free(cache);
}

static void failing_database_gives_no_session(void **state)
{
	struct fixture *f = *state;
	unsigned char hash[SEAL_INDEX_BYTES];
	struct session_state s = { 0 };
	enum err e = ERR_DB;
	int n;

	begin(f, 1, hash);
	for (n = 1; n < 100; n++) {
		db_fault_after(n);
		e = load(f, hash, &s);
		db_fault_after(0);
		if (e == OK)
			break;
		assert_int_equal(e, ERR_DB);
		assert_int_equal(s.user.account_id, 0);
	}
	assert_true(n > 4 && n < 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(session_has_the_rights_of_posts_in_force),
		TEST(right_ends_with_the_post),
		TEST(right_goes_with_the_organisation_when_it_moves),
		TEST(first_administrator_may_everything_in_his_school),
		TEST(session_ends_when_idle_or_old),
		TEST(revoked_session_and_disabled_account_are_not_found),
		TEST(second_factor_is_needed_for_the_posts_the_school_names),
		TEST(cache_gives_back_what_was_put),
		TEST(cache_forgets_after_any_write_and_on_another_day),
		TEST(cache_leaves_out_who_does_not_fit),
		TEST(failing_database_gives_no_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
