/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables say of themselves. */
#include "../test.h"
#include "json/json_read.h"
#include "probe.h"

static const struct route *const tables[] = { probe_routes, NULL };
static struct arena a;
static struct buf out;
static const struct jval *root;

static int start(void **state)
{
	(void)state;
	arena_init(&a);
	buf_init(&out, 1 << 20);
	assert_int_equal(http_print_openapi(tables, probe_perms, &out), OK);
	assert_int_equal(jval_parse(&a, out.text, out.len, &jval_limits_file, &root, NULL), OK);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	buf_release(&out);
	arena_release(&a);
	return 0;
}

/* Walks names; an item of a list is its number. */
static const struct jval *walk(const struct jval *v, ...)
{
	va_list ap;
	const char *name;

	va_start(ap, v);
	while ((name = va_arg(ap, const char *)) != NULL)
		v = jval_kind(v) == JVAL_ARRAY ? jval_at(v, (size_t)atoi(name)) : jval_get(v, name);
	va_end(ap);
	return v;
}

static void is(const struct jval *v, const char *json)
{
	assert_string_equal(jval_print(&a, v), json);
}

static void every_route_is_described(void **state)
{
	(void)state;
	for (const struct route *r = probe_routes; r->method; r++) {
		char method[16] = "";

		for (size_t i = 0; r->method[i]; i++)
			method[i] = (char)(r->method[i] | 0x20);
		assert_non_null(walk(root, "paths", r->path, method, "summary", NULL));
		assert_string_equal(
			jval_text(walk(root, "paths", r->path, method, "x-permission", NULL)),
			probe_perms[r->perm]);
	}
	is(walk(root, "openapi", NULL), "\"3.1.0\"");
}

static void limits_of_bodies_are_told(void **state)
{
	const struct jval *schema = walk(root, "paths", "/api/v1/rows", "post", "requestBody",
					 "content", "application/json", "schema", NULL);

	(void)state;
	is(walk(schema, "properties", "number", NULL),
	   "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1000,\"maximum\":1000000}");
	is(walk(schema, "properties", "name", NULL),
	   "{\"type\":\"string\",\"minLength\":1,\"maxLength\":80}");
	is(walk(schema, "required", NULL), "[\"number\",\"name\",\"hash\"]");
	is(walk(schema, "additionalProperties", NULL), "false");
}

static void a_page_has_items_next_and_total(void **state)
{
	const struct jval *schema = walk(root, "paths", "/api/v1/rows", "get", "responses", "200",
					 "content", "application/json", "schema", NULL);

	(void)state;
	is(walk(schema, "required", NULL), "[\"items\",\"next\",\"total\"]");
	is(walk(schema, "properties", "next", NULL), "{\"type\":[\"string\",\"null\"]}");
	is(walk(schema, "properties", "items", "items", "properties", "number", "type", NULL),
	   "\"integer\"");
}

static void parameters_of_path_and_query_are_told(void **state)
{
	const struct jval *p =
		walk(root, "paths", "/api/v1/things/{id}", "get", "parameters", NULL);

	(void)state;
	is(walk(p, "0", "name", NULL), "\"id\"");
	is(walk(p, "0", "in", NULL), "\"path\"");
	is(walk(p, "0", "schema", "pattern", NULL), "\"^[1-9][0-9]{0,18}$\"");
	is(walk(p, "1", "name", NULL), "\"text\"");
	is(walk(p, "1", "required", NULL), "false");
	is(walk(root, "paths", "/api/v1/things/{id}", "get", "operationId", NULL),
	   "\"get_things_id\"");
}

static void answers_without_body_and_files_are_told(void **state)
{
	(void)state;
	assert_non_null(
		walk(root, "paths", "/api/v1/things/{id}", "delete", "responses", "204", NULL));
	assert_null(walk(root, "paths", "/api/v1/things/{id}", "delete", "responses", "200", NULL));
	is(walk(root, "paths", "/api/v1/bytes", "get", "responses", "200", "content",
		"application/octet-stream", "schema", "format", NULL),
	   "\"binary\"");
	is(walk(root, "paths", "/api/v1/upload", "put", "requestBody", "content",
		"application/octet-stream", "schema", "format", NULL),
	   "\"binary\"");
}

static void the_error_form_lists_all_codes(void **state)
{
	const struct jval *codes = walk(root, "components", "schemas", "Error", "properties",
					"error", "properties", "code", "enum", NULL);

	(void)state;
	assert_int_equal(jval_length(codes), ERR__MAX - 1);
	is(walk(root, "paths", "/api/v1/hello", "get", "responses", "default", "content",
		"application/json", "schema", NULL),
	   "{\"$ref\":\"#/components/schemas/Error\"}");
}

static void routes_are_listed_with_permission_and_flags(void **state)
{
	(void)state;
	buf_reset(&out);
	assert_int_equal(http_print_routes(tables, probe_perms, false, &out), OK);
	assert_non_null(strstr(out.text, "GET    /api/v1/members "));
	assert_non_null(strstr(out.text, " member\n"));
	assert_non_null(strstr(out.text, " public upload\n"));
	buf_reset(&out);
	assert_int_equal(http_print_routes(tables, probe_perms, true, &out), OK);
	assert_int_equal(jval_parse(&a, out.text, out.len, &jval_limits_file, &root, NULL), OK);
	is(jval_at(root, 0), "{\"method\":\"GET\",\"path\":\"/api/v1/hello\",\"permission\":"
			     "\"public\",\"summary\":\"Says hello.\",\"flags\":[]}");
}

struct tree {
	const char *name, *secret;
	struct fld_list children;
	struct tree *parent;
};

static const struct fld tree_fields[] = {
	FIELD_STR(tree, name, 1, 5),
	FIELD_STR_(tree, secret, 1, 5, FLD_SECRET),
	FIELD_LIST(tree, children, tree, tree_fields, 9),
	FIELD_OBJECT_OPT(tree, parent, tree, tree_fields),
	FIELD_END,
};

static void a_table_of_itself_ends_and_secrets_are_not_answered(void **state)
{
	static const struct route routes[] = {
		{ .method = "POST",
		  .path = "/api/v1/trees",
		  .summary = "A tree.",
		  .body = tree_fields,
		  .reply = tree_fields },
		ROUTE_END,
	};
	const struct route *const one[] = { routes, NULL };
	const struct jval *post;

	(void)state;
	buf_reset(&out);
	assert_int_equal(http_print_openapi(one, probe_perms, &out), OK);
	assert_int_equal(jval_parse(&a, out.text, out.len, &jval_limits_file, &root, NULL), OK);
	post = walk(root, "paths", "/api/v1/trees", "post", NULL);
	is(walk(post, "requestBody", "content", "application/json", "schema", "properties",
		"secret", "format", NULL),
	   "\"password\"");
	is(walk(post, "responses", "201", "content", "application/json", "schema", "required",
		NULL),
	   "[\"name\",\"children\",\"parent\"]");
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_route_is_described),
		TEST(limits_of_bodies_are_told),
		TEST(a_page_has_items_next_and_total),
		TEST(parameters_of_path_and_query_are_told),
		TEST(answers_without_body_and_files_are_told),
		TEST(the_error_form_lists_all_codes),
		TEST(routes_are_listed_with_permission_and_flags),
		TEST(a_table_of_itself_ends_and_secrets_are_not_answered),
	};

	return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
