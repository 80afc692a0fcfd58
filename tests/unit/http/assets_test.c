/* SPDX-License-Identifier: Apache-2.0 */
#include "../test.h"
#include "http/assets.h"

#define BYTES(text) (const unsigned char *)(text), sizeof(text) - 1

/* Sorted by path, as tools/embed writes them. */
static const struct asset table[] = {
	{ "packs/index.html", BYTES("not ours") },  { "web/assets/app-1.js", BYTES("script") },
	{ "web/assets/app-1.js.br", BYTES("br") },  { "web/assets/app-1.js.gz", BYTES("gz") },
	{ "web/assets/app-1.js.map", BYTES("{}") }, { "web/favicon.svg", BYTES("<svg/>") },
	{ "web/index.html", BYTES("<html>") },      { "web/index.html.gz", BYTES("gz html") },
};

static struct arena a;
static struct assets *s;

static int start(void **state)
{
	(void)state;
	arena_init(&a);
	s = assets_build(&a, table, COUNTOF(table));
	return 0;
}

static int stop(void **state)
{
	(void)state;
	assets_release(s);
	arena_release(&a);
	return 0;
}

static struct asset_answer find(const char *path, const char *encoding, const char *tag)
{
	return assets_find(s, path, strlen(path), encoding, tag);
}

static const char *header(const char *path, const char *encoding, const char *name)
{
	struct asset_answer an = find(path, encoding, NULL);

	assert_non_null(an.response);
	return MHD_get_response_header(an.response, name);
}

static void names_are_found_with_their_type(void **state)
{
	(void)state;
	assert_string_equal(header("/assets/app-1.js", NULL, "Content-Type"),
			    "text/javascript; charset=utf-8");
	assert_string_equal(header("/favicon.svg", NULL, "Content-Type"), "image/svg+xml");
	assert_string_equal(header("/", NULL, "Content-Type"), "text/html; charset=utf-8");
}

static void the_compressed_form_goes_to_those_who_take_it(void **state)
{
	(void)state;
	assert_string_equal(header("/assets/app-1.js", "gzip, br", "Content-Encoding"), "gzip");
	assert_null(header("/assets/app-1.js", "br", "Content-Encoding"));
	assert_null(header("/favicon.svg", "gzip", "Content-Encoding"));
	assert_string_equal(header("/favicon.svg", "gzip", "Vary"), "Accept-Encoding");
}

static void assets_never_change_and_pages_are_asked_again(void **state)
{
	(void)state;
	assert_string_equal(header("/assets/app-1.js", NULL, "Cache-Control"),
			    "public, max-age=31536000, immutable");
	assert_null(header("/assets/app-1.js", NULL, "ETag"));
	assert_string_equal(header("/index.html", NULL, "Cache-Control"), "no-cache");
	assert_non_null(header("/index.html", NULL, "ETag"));
}

static void a_missing_asset_is_not_found_and_other_paths_are_the_page(void **state)
{
	(void)state;
	assert_null(find("/assets/app-2.js", NULL, NULL).response);
	assert_null(find("/assets/", NULL, NULL).response);
	assert_ptr_equal(find("/people/17", NULL, NULL).response,
			 find("/index.html", NULL, NULL).response);
	assert_ptr_equal(find("/..%2fpacks", NULL, NULL).response,
			 find("/index.html", NULL, NULL).response);
	/* The compressed file is a form, not a page. */
	assert_ptr_equal(find("/index.html.gz", NULL, NULL).response,
			 find("/index.html", NULL, NULL).response);
}

static void an_unchanged_page_is_not_sent_again(void **state)
{
	const char *tag = header("/index.html", NULL, "ETag");

	(void)state;
	assert_int_equal(find("/index.html", "gzip", tag).status, 304);
	assert_int_equal(find("/people/17", NULL, tag).status, 304);
	assert_int_equal(find("/favicon.svg", NULL, tag).status, 200);
}

static void pages_may_run_only_our_own_scripts(void **state)
{
	const char *policy = header("/", NULL, "Content-Security-Policy");

	(void)state;
	assert_non_null(strstr(policy, "script-src 'self';"));
	assert_non_null(strstr(policy, "frame-ancestors 'none'"));
	assert_string_equal(header("/", NULL, "X-Content-Type-Options"), "nosniff");
}

static void without_a_browser_side_everything_is_not_found(void **state)
{
	struct assets *none = assets_build(&a, table, 1);

	(void)state;
	assert_null(assets_find(none, "/", 1, NULL, NULL).response);
	assets_release(none);
	assets_release(NULL);
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_are_found_with_their_type),
		TEST(the_compressed_form_goes_to_those_who_take_it),
		TEST(assets_never_change_and_pages_are_asked_again),
		TEST(a_missing_asset_is_not_found_and_other_paths_are_the_page),
		TEST(an_unchanged_page_is_not_sent_again),
		TEST(pages_may_run_only_our_own_scripts),
		TEST(without_a_browser_side_everything_is_not_found),
	};

	return cmocka_run_group_tests_name("assets", tests, NULL, NULL);
}
