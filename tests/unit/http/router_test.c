/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "base/log.h"
#include "base/str.h"
#include "http/router.h"

static struct arena a;

static int start(void **state)
{
	(void)state;
	arena_init(&a);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

#define ROUTE(m, p)                                                                                \
	{                                                                                          \
		.method = (m), .path = (p), .summary = ""                                          \
	}

static const struct route rooms[] = {
	ROUTE("GET", "/api/v1/rooms"),
	ROUTE("GET", "/api/v1/rooms/{id}"),
	ROUTE("PATCH", "/api/v1/rooms/{room_id}"),
	ROUTE("GET", "/api/v1/rooms/free"),
	ROUTE_END,
};

static const struct route people[] = {
	ROUTE("GET", "/api/v1/rooms/{id}/people/{number}"),
	ROUTE("POST", "/api/v1/rooms/free/all/now"),
	ROUTE_END,
};

static struct router *build(void)
{
	const struct route *const tables[] = { rooms, people, NULL };
	struct router *r = NULL;

	assert_int_equal(router_build(&a, tables, &r), OK);
	return r;
}

static struct route_match find(const char *method, const char *path)
{
	struct route_match m;

	router_find(build(), method, path, strlen(path), &m);
	return m;
}

static void fixed_words_win_over_parameters(void **state)
{
	(void)state;
	assert_ptr_equal(find("GET", "/api/v1/rooms/free").route, &rooms[3]);
	assert_ptr_equal(find("GET", "/api/v1/rooms/freex").route, &rooms[1]);
	assert_ptr_equal(find("GET", "/api/v1/rooms/fre").route, &rooms[1]);
	assert_ptr_equal(find("GET", "/api/v1/rooms").route, &rooms[0]);
}

static void a_fixed_word_that_leads_nowhere_is_tried_as_a_parameter(void **state)
{
	struct route_match m = find("GET", "/api/v1/rooms/free/people/7");

	(void)state;
	assert_ptr_equal(m.route, &people[0]);
	assert_int_equal(m.n_params, 2);
	assert_memory_equal(m.params[0].value, "free", 4);
}

static void parameters_have_the_names_of_their_own_route(void **state)
{
	struct route_match m = find("PATCH", "/api/v1/rooms/17");

	(void)state;
	assert_ptr_equal(m.route, &rooms[2]);
	assert_true(str_starts(m.params[0].name, "room_id}"));
	assert_int_equal(m.params[0].len, 2);
	m = find("GET", "/api/v1/rooms/17");
	assert_true(str_starts(m.params[0].name, "id}"));
}

static void unknown_paths_have_no_methods(void **state)
{
	static const char *const paths[] = { "",
					     "/",
					     "api/v1/rooms",
					     "/api/v1/rooms/",
					     "/api/v1//rooms",
					     "/api/v1/rooms/1/people",
					     "/api/v1/rooms/1/people/2/3",
					     "/API/v1/rooms" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(paths); i++) {
		assert_null(find("GET", paths[i]).route);
		assert_null(find("GET", paths[i]).allow);
	}
}

static void known_paths_tell_their_methods(void **state)
{
	struct route_match m = find("DELETE", "/api/v1/rooms/17");

	(void)state;
	assert_null(m.route);
	assert_string_equal(m.allow, "GET, HEAD, PATCH");
	assert_ptr_equal(find("HEAD", "/api/v1/rooms/17").route, &rooms[1]);
	assert_null(find("get", "/api/v1/rooms/17").route);
}

static void refused(const struct route *routes)
{
	const struct route *const tables[] = { rooms, routes, NULL };
	struct router *r = NULL;

	assert_int_equal(router_build(&a, tables, &r), ERR_CONFLICT);
	assert_null(r);
}

static void the_same_route_twice_is_refused(void **state)
{
	const struct route same[] = { ROUTE("GET", "/api/v1/rooms"), ROUTE_END };
	const struct route renamed[] = { ROUTE("GET", "/api/v1/rooms/{other}"), ROUTE_END };

	(void)state;
	refused(same);
	refused(renamed);
}

static void ill_formed_paths_are_refused(void **state)
{
	static const char *const paths[] = { "api",     "/a/",
					     "/a//b",   "/a/{}",
					     "/a/{b",   "/a/b}",
					     "/a/x{b}", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}" };

	(void)state;
	for (size_t i = 0; i < COUNTOF(paths); i++) {
		const struct route bad[] = { ROUTE("GET", paths[i]), ROUTE_END };

		refused(bad);
	}
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fixed_words_win_over_parameters),
		TEST(a_fixed_word_that_leads_nowhere_is_tried_as_a_parameter),
		TEST(parameters_have_the_names_of_their_own_route),
		TEST(unknown_paths_have_no_methods),
		TEST(known_paths_tell_their_methods),
		TEST(the_same_route_twice_is_refused),
		TEST(ill_formed_paths_are_refused),
	};

	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
