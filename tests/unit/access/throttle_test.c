/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "access/throttle.h"

#define NOW INT64_C(1800000000)

static void fifth_failure_closes_the_door_and_each_later_one_doubles_the_wait(void **state)
{
	static const int64_t waits[] = { 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900 };
	struct throttle t = { 0 };
	int64_t now = NOW;

	(void)state;
	for (size_t i = 0; i < COUNTOF(waits); i++) {
		throttle_fail(&t, THROTTLE_LOGIN, now);
		assert_int_equal(throttle_wait(&t, now), waits[i]);
		now += waits[i];
		assert_int_equal(throttle_wait(&t, now), 0);
	}
}

static void address_of_a_whole_campus_has_fifty(void **state)
{
	struct throttle t = { 0 };

	(void)state;
	for (int i = 0; i < 49; i++)
		throttle_fail(&t, THROTTLE_ADDRESS, NOW);
	assert_int_equal(throttle_wait(&t, NOW), 0);
	throttle_fail(&t, THROTTLE_ADDRESS, NOW);
	assert_int_equal(throttle_wait(&t, NOW), 30);
}

static void failures_are_forgotten_after_an_hour(void **state)
{
	struct throttle t = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		throttle_fail(&t, THROTTLE_LOGIN, NOW);
	throttle_fail(&t, THROTTLE_LOGIN, NOW + 3601);
	assert_int_equal(t.failures, 1);
	for (int i = 0; i < 4; i++)
		throttle_fail(&t, THROTTLE_LOGIN, NOW + 7201);
	assert_int_equal(throttle_wait(&t, NOW + 7201), 30);
}

static void counting_has_an_end(void **state)
{
	struct throttle t = { .failures = INT64_MAX, .last_at = NOW };

	(void)state;
	throttle_fail(&t, THROTTLE_LOGIN, NOW);
	assert_int_equal(throttle_wait(&t, NOW), 900);
}

static void ipv6_network_is_one_address(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(throttle_address(&a, "10.1.2.3"), "address:10.1.2.3");
	assert_string_equal(throttle_address(&a, "2001:db8:1:2:3:4:5:6"), "address:2001:db8:1:2::");
	assert_string_equal(throttle_address(&a, "2001:db8:1:2:ffff::1"), "address:2001:db8:1:2::");
	assert_string_equal(throttle_address(&a, "::ffff:10.1.2.3"), "address:::ffff:10.1.2.3");
	arena_release(&a);
}

static void only_a_server_on_this_machine_is_believed_whom_it_speaks_for(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(client_address(&a, "127.0.0.1", NULL), "127.0.0.1");
	assert_string_equal(client_address(&a, "127.0.0.1", "10.1.2.3"), "10.1.2.3");
	assert_string_equal(client_address(&a, "::1", "1.1.1.1, 10.1.2.3 "), "10.1.2.3");
	assert_string_equal(client_address(&a, "::ffff:127.0.0.1", "2001:db8::1"), "2001:db8::1");
	assert_string_equal(client_address(&a, "10.9.9.9", "10.1.2.3"), "10.9.9.9");
	assert_string_equal(client_address(&a, "127.0.0.1", "evil"), "127.0.0.1");
	assert_string_equal(client_address(&a, "127.0.0.1", ""), "127.0.0.1");
	arena_release(&a);
}

static enum err count_tx(struct db *db, void *arg)
{
	return throttle_count(db, arg, "address:10.1.2.3", NOW);
}

static enum err forget_tx(struct db *db, void *arg)
{
	return throttle_forget(db, arg);
}

static void wait_is_kept_in_the_database_for_each_login(void **state)
{
	struct fixture *f = *state;
	char login[] = "login:sun", other[] = "login:li";
	int64_t wait;

	for (int i = 0; i < 5; i++)
		assert_int_equal(db_write(f->db, "test", count_tx, login), OK);
	assert_int_equal(throttle_read(f->db, login, "address:x", NOW + 10, &wait), OK);
	assert_int_equal(wait, 20);
	assert_int_equal(throttle_read(f->db, other, "address:10.1.2.3", NOW, &wait), OK);
	assert_int_equal(wait, 0);
	assert_int_equal(db_write(f->db, "test", forget_tx, login), OK);
	assert_int_equal(throttle_read(f->db, login, "address:x", NOW, &wait), OK);
	assert_int_equal(wait, 0);
	assert_int_equal(fixture_number(f, "SELECT failures FROM throttle"), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fifth_failure_closes_the_door_and_each_later_one_doubles_the_wait),
		cmocka_unit_test(address_of_a_whole_campus_has_fifty),
		cmocka_unit_test(failures_are_forgotten_after_an_hour),
		cmocka_unit_test(counting_has_an_end),
		cmocka_unit_test(ipv6_network_is_one_address),
		cmocka_unit_test(only_a_server_on_this_machine_is_believed_whom_it_speaks_for),
		cmocka_unit_test_setup_teardown(wait_is_kept_in_the_database_for_each_login,
						fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
