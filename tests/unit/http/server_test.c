/* SPDX-License-Identifier: Apache-2.0 */
/* Whole requests against a running server: routes, bodies, errors, where handlers run. */
#include "../test.h"
#include "probe.h"
#include "raw.h"

#include <pthread.h>
#include <strings.h>
#include <unistd.h>

static struct probe probe;

static int start(void **state)
{
	(void)state;
	probe_start(&probe);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	probe_stop(&probe);
	return 0;
}

static struct raw_answer ask(const char *method, const char *path, const char *headers,
			     const char *body)
{
	return raw_request(probe.port, method, path, headers, body);
}

/* Asks and looks at the status and at a piece of the body. */
static void expect(const char *method, const char *path, const char *body, int status,
		   const char *piece)
{
	struct raw_answer a = ask(method, path, NULL, body);

	if (a.status != status || (piece && !strstr(a.body, piece)))
		fail_msg("%s %s %s: %d %s", method, path, body ? body : "", a.status, a.body);
	raw_free(&a);
}

static void a_read_is_answered_with_its_table(void **state)
{
	struct raw_answer a = ask("GET", "/api/v1/hello", NULL, NULL);

	(void)state;
	assert_int_equal(a.status, 200);
	assert_string_equal(a.body, "{\"text\":\"hello\"}");
	assert_string_equal(raw_header(&a, "Content-Type"), "application/json");
	assert_string_equal(raw_header(&a, "Cache-Control"), "no-store");
	assert_string_equal(raw_header(&a, "X-Content-Type-Options"), "nosniff");
	assert_non_null(
		strstr(raw_header(&a, "Content-Security-Policy"), "frame-ancestors 'none'"));
	assert_non_null(raw_header(&a, "Referrer-Policy"));
	assert_int_equal(strlen(raw_header(&a, "X-Request-Id")), 16);
	raw_free(&a);
}

static void head_is_get_without_body(void **state)
{
	struct raw_answer a = ask("HEAD", "/api/v1/hello", NULL, NULL);

	(void)state;
	assert_int_equal(a.status, 200);
	assert_string_equal(raw_header(&a, "Content-Length"), "16");
	raw_free(&a);
}

static void unknown_paths_are_404_and_wrong_methods_405(void **state)
{
	struct raw_answer a;

	(void)state;
	expect("GET", "/api/v1/nothing", NULL, 404, "\"code\":\"not_found\"");
	expect("GET", "/api/v1/hello/", NULL, 404, NULL);
	expect("GET", "/api", NULL, 404, NULL);
	a = ask("PATCH", "/api/v1/things/5", NULL, NULL);
	assert_int_equal(a.status, 405);
	assert_string_equal(raw_header(&a, "Allow"), "GET, HEAD, DELETE");
	assert_non_null(strstr(a.body, "method_not_allowed"));
	raw_free(&a);
	expect("OPTIONS", "/api/v1/hello", NULL, 405, NULL);
	expect("POST", "/", "{}", 405, NULL);
}

static void errors_have_one_form(void **state)
{
	struct raw_answer a =
		ask("GET", "/api/v1/nothing", "X-Request-Id: abcdefgh01234567\r\n", NULL);

	(void)state;
	assert_string_equal(a.body,
			    "{\"error\":{\"code\":\"not_found\",\"message\":\"no such thing, or "
			    "not for this caller\",\"request_id\":\"abcdefgh01234567\","
			    "\"fields\":[]}}");
	raw_free(&a);
}

static void a_request_id_is_taken_only_if_well_formed(void **state)
{
	static const char *const bad[] = { "short", "has space in it 1", "quote\"quote\"quote\"",
					   "<script>alert(1)</script>" };
	char header[200];
	struct raw_answer a = ask("GET", "/api/v1/id",
				  "X-Request-Id: 0123456789abcdef0123456789abcdef\r\n", NULL);

	(void)state;
	assert_string_equal(raw_header(&a, "X-Request-Id"), "0123456789abcdef");
	assert_string_equal(a.body, "{\"text\":\"0123456789abcdef\"}");
	raw_free(&a);
	for (size_t i = 0; i < COUNTOF(bad); i++) {
		snprintf(header, sizeof(header), "X-Request-Id: %s\r\n", bad[i]);
		a = ask("GET", "/api/v1/id", header, NULL);
		assert_int_equal(a.status, 200);
		assert_int_equal(strlen(raw_header(&a, "X-Request-Id")), 16);
		assert_false(strncmp(raw_header(&a, "X-Request-Id"), bad[i], 4) == 0);
		raw_free(&a);
	}
}

static void path_and_query_are_decoded_and_checked(void **state)
{
	(void)state;
	expect("GET", "/api/v1/things/17?text=%E7%8E%8B+a", NULL, 200,
	       "{\"id\":\"17\",\"text\":\"王 a\"}");
	expect("GET", "/api/v1/things/17", NULL, 200, "\"text\":null");
	expect("GET", "/api/v1/things/0", NULL, 404, NULL);
	expect("GET", "/api/v1/things/017", NULL, 404, NULL);
	expect("GET", "/api/v1/things/abc", NULL, 404, NULL);
	expect("GET", "/api/v1/things/9223372036854775808", NULL, 404, NULL);
	expect("GET", "/api/v1/things/17?tex=1", NULL, 400,
	       "{\"field\":\"tex\",\"code\":\"unknown\"}");
	expect("GET", "/api/v1/things/17?text=%FF", NULL, 400, "bad_text");
	expect("GET", "/api/v1/things/17?text=%0", NULL, 400, "bad_text");
	expect("GET", "/api/v1/words/a%2Fb", NULL, 200, "{\"text\":\"a/b\"}");
	expect("GET", "/api/v1/words/%E7%8E%8B", NULL, 200, "{\"text\":\"王\"}");
	expect("GET", "/api/v1/words/%FF", NULL, 404, NULL);
	expect("GET", "/api/v1/words/%00", NULL, 404, NULL);
}

static void a_write_is_there_after_its_answer(void **state)
{
	(void)state;
	expect("POST", "/api/v1/rows", "{\"number\":1001,\"name\":\"一\",\"hash\":\"h\"}", 201,
	       "{\"number\":1001,\"name\":\"一\",\"hash\":\"h\"}");
	expect("GET", "/api/v1/rows", NULL, 200,
	       "{\"number\":1001,\"name\":\"一\",\"hash\":\"h\"}],\"next\":null,\"total\":null}");
	expect("POST", "/api/v1/rows", "{\"number\":1001,\"name\":\"二\",\"hash\":\"h\"}", 409,
	       "\"duplicate\"");
}

static void a_slow_route_writes_through_the_writer(void **state)
{
	(void)state;
	expect("POST", "/api/v1/rows/slow", "{\"number\":1002,\"name\":\"s\",\"hash\":\"h\"}", 201,
	       NULL);
	expect("GET", "/api/v1/rows", NULL, 200, "1002");
}

static void faults_of_the_body_come_all_at_once(void **state)
{
	(void)state;
	expect("POST", "/api/v1/rows", "{\"number\":1,\"name\":\"\",\"more\":1}", 400,
	       "\"fields\":["
	       "{\"field\":\"number\",\"code\":\"out_of_range\",\"params\":{\"min\":1000,"
	       "\"max\":1000000}},"
	       "{\"field\":\"name\",\"code\":\"too_short\",\"params\":{\"min\":1}},"
	       "{\"field\":\"hash\",\"code\":\"required\"},"
	       "{\"field\":\"more\",\"code\":\"unknown\"}]");
	expect("POST", "/api/v1/rows", "{\"number\":1001,\"number\":1002}", 400,
	       "{\"field\":\"number\",\"code\":\"duplicate\"}");
	expect("POST", "/api/v1/rows", "{\"name\":\"\xff\"}", 400,
	       "{\"field\":\"\",\"code\":\"bad_text\"}");
	expect("POST", "/api/v1/rows", "not json", 400, "bad_json");
	expect("POST", "/api/v1/rows", NULL, 400, "bad_json");
}

static void only_json_is_taken_and_only_where_a_body_is(void **state)
{
	struct raw_answer a;

	(void)state;
	a = ask("POST", "/api/v1/rows", "Content-Type: text/plain\r\n", "{}");
	assert_int_equal(a.status, 415);
	raw_free(&a);
	a = ask("POST", "/api/v1/rows", "Content-Type: application/jsonx\r\n", "{}");
	assert_int_equal(a.status, 415);
	raw_free(&a);
	a = ask("POST", "/api/v1/rows", "Content-Type: application/json; charset=utf-8\r\n", "{}");
	assert_int_equal(a.status, 400);
	raw_free(&a);
	expect("GET", "/api/v1/hello", "{}", 400, "{\"field\":\"\",\"code\":\"unknown\"}");
	expect("DELETE", "/api/v1/things/5", "{}", 400, "unknown");
}

/* On PostgreSQL handlers refuse inside their transaction; this one has committed. */
static void a_refused_write_leaves_nothing_and_explains(void **state)
{
	(void)state;
	if (probe.on_postgresql)
		skip();
	expect("POST", "/api/v1/rows/refused", "{\"number\":1003,\"name\":\"r\",\"hash\":\"h\"}",
	       422, "\"details\":{\"rule\":\"r1\",\"from\":\"2026-12-01\"}");
	expect("POST", "/api/v1/rows", "{\"number\":1003,\"name\":\"r\",\"hash\":\"h\"}", 201,
	       NULL);
}

/* On PostgreSQL the handler itself commits, so there is no answer that could be wrong. */
static void a_failed_commit_replaces_the_prepared_answer(void **state)
{
	(void)state;
	if (probe.on_postgresql)
		skip();
	expect("POST", "/api/v1/rows/lost", "{\"number\":1004,\"name\":\"l\",\"hash\":\"h\"}", 500,
	       "\"code\":\"database\"");
	expect("POST", "/api/v1/rows", "{\"number\":1004,\"name\":\"l\",\"hash\":\"h\"}", 201,
	       NULL);
}

static void a_failing_read_is_500_without_details(void **state)
{
	(void)state;
	expect("GET", "/api/v1/broken", NULL, 500,
	       "{\"error\":{\"code\":\"database\",\"message\":\"the database failed\"");
	expect("GET", "/api/v1/rows", NULL, 200, "\"items\"");
}

static void an_answer_that_breaks_its_table_is_our_error(void **state)
{
	(void)state;
	expect("GET", "/api/v1/wrong", NULL, 500, "\"internal\"");
}

static void the_gate_is_asked_before_the_body(void **state)
{
	struct raw_answer a;

	(void)state;
	expect("GET", "/api/v1/members", NULL, 401, "unauthenticated");
	a = ask("GET", "/api/v1/members", "X-User: 7\r\n", NULL);
	assert_int_equal(a.status, 200);
	raw_free(&a);
	a = ask("GET", "/api/v1/members", "X-User: 13\r\n", NULL);
	assert_int_equal(a.status, 403);
	raw_free(&a);
	expect("POST", "/api/v1/members", "broken", 401, "unauthenticated");
}

static void none_is_204_with_its_headers(void **state)
{
	struct raw_answer a = ask("DELETE", "/api/v1/things/5", NULL, NULL);

	(void)state;
	assert_int_equal(a.status, 204);
	assert_string_equal(raw_header(&a, "X-Probe"), "yes");
	raw_free(&a);
}

static void an_unchanged_page_is_304_until_a_write(void **state)
{
	/* PostgreSQL's snapshot moves with what the programs beside this one commit to its schemas. */
	int tries = probe.on_postgresql ? 200 : 1;
	char header[200];
	struct raw_answer a;

	(void)state;
	do {
		a = ask("GET", "/api/v1/rows", NULL, NULL);
		assert_int_equal(a.status, 200);
		snprintf(header, sizeof(header), "If-None-Match: \"other\", %s\r\n",
			 raw_header(&a, "ETag"));
		raw_free(&a);
		a = ask("GET", "/api/v1/rows", header, NULL);
	} while (a.status == 200 && --tries && (raw_free(&a), true));
	assert_int_equal(a.status, 304);
	assert_int_equal(a.body_len, 0);
	raw_free(&a);
	/* Another caller, another query: another answer. */
	snprintf(header + strlen(header), sizeof(header) - strlen(header), "X-User: 5\r\n");
	a = ask("GET", "/api/v1/rows", header, NULL);
	assert_int_equal(a.status, 200);
	raw_free(&a);
	*strstr(header, "X-User") = '\0';
	expect("POST", "/api/v1/rows", "{\"number\":1005,\"name\":\"e\",\"hash\":\"h\"}", 201,
	       NULL);
	a = ask("GET", "/api/v1/rows", header, NULL);
	assert_int_equal(a.status, 200);
	raw_free(&a);
}

static void an_upload_is_a_private_file_gone_afterwards(void **state)
{
	char command[200];
	struct raw_answer a = ask("PUT", "/api/v1/upload",
				  "Content-Type: application/zip\r\n"
				  "X-File-Name: %E5%90%8D%E5%86%8C.xlsx\r\n",
				  "PK content");

	(void)state;
	assert_string_equal(a.body, "{\"name\":\"名册.xlsx\",\"text\":\"PK content\","
				    "\"size_bytes\":10}");
	raw_free(&a);
	expect("PUT", "/api/v1/upload", NULL, 400, "required");
	snprintf(command, sizeof(command), "test -z \"$(ls -A %s/spool)\"", probe.folder);
	assert_int_equal(system(command), 0);
}

static void bytes_and_files_are_attachments(void **state)
{
	struct raw_answer a = ask("GET", "/api/v1/bytes", NULL, NULL);

	(void)state;
	assert_string_equal(a.body, "a,b\n");
	assert_string_equal(raw_header(&a, "Content-Type"), "text/csv; charset=utf-8");
	assert_string_equal(raw_header(&a, "Content-Disposition"),
			    "attachment; filename=\" _1_.csv\"; "
			    "filename*=UTF-8''%E5%90%8D%E5%86%8C%20%221%22.csv");
	raw_free(&a);
	a = ask("GET", "/api/v1/file", NULL, NULL);
	assert_string_equal(a.body, "exported");
	assert_int_not_equal(access("/tmp/http_probe_export", F_OK), 0);
	raw_free(&a);
}

static void the_test_clock_moves_today(void **state)
{
	(void)state;
	expect("PUT", "/api/v1/test/clock", "{\"today\":\"2031-02-30\"}", 400, "bad_date");
	expect("PUT", "/api/v1/test/clock", "{\"today\":\"2031-02-28\"}", 204, NULL);
	expect("PUT", "/api/v1/test/clock", "{\"today\":null}", 204, NULL);
}

static void a_connection_serves_many_requests(void **state)
{
	int fd = raw_connect(probe.port);
	static const char text[] = "GET /api/v1/hello HTTP/1.1\r\nHost: a\r\n\r\n";
	static const char post[] = "POST /api/v1/rows/refused HTTP/1.1\r\nHost: a\r\n"
				   "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

	(void)state;
	for (int i = 0; i < 50; i++) {
		struct raw_answer a;
		bool write = i % 5 == 4;

		assert_true(raw_send(fd, write ? post : text, strlen(write ? post : text)));
		a = raw_receive(fd, false);
		assert_int_equal(a.status, write ? 400 : 200);
		assert_false(a.closed);
		raw_free(&a);
	}
	close(fd);
}

static void a_refused_body_leaves_the_connection_usable(void **state)
{
	int fd = raw_connect(probe.port);
	static const char refused[] =
		"POST /api/v1/members HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
		"Content-Length: 10\r\n\r\n0123456789";
	static const char text[] = "GET /api/v1/hello HTTP/1.1\r\nHost: a\r\n\r\n";
	struct raw_answer a;

	(void)state;
	assert_true(raw_send(fd, refused, strlen(refused)));
	a = raw_receive(fd, false);
	assert_int_equal(a.status, 401);
	raw_free(&a);
	assert_true(raw_send(fd, text, strlen(text)));
	a = raw_receive(fd, false);
	assert_int_equal(a.status, 200);
	raw_free(&a);
	close(fd);
}

static void a_chunked_body_is_taken(void **state)
{
	struct raw_answer a =
		raw_ask(probe.port, "POST /api/v1/rows HTTP/1.1\r\nHost: a\r\n"
				    "Content-Type: application/json\r\n"
				    "Transfer-Encoding: chunked\r\n\r\n"
				    "10\r\n{\"number\":1006,\"\r\n"
				    "16\r\nname\":\"c\",\"hash\":\"h\"} \r\n0\r\n\r\n");

	(void)state;
	assert_int_equal(a.status, 201);
	raw_free(&a);
}

static void *many_writes(void *arg)
{
	char body[100];

	for (int i = 0; i < 25; i++) {
		struct raw_answer a;

		snprintf(body, sizeof(body), "{\"number\":%d,\"name\":\"m\",\"hash\":\"h\"}",
			 (int)(intptr_t)arg + i);
		a = ask("POST", "/api/v1/rows", NULL, body);
		if (a.status != 201)
			fail_msg("%d %s", a.status, a.body);
		raw_free(&a);
	}
	return NULL;
}

static void many_writers_are_all_answered(void **state)
{
	pthread_t threads[16];

	(void)state;
	for (int i = 0; i < 16; i++)
		pthread_create(&threads[i], NULL, many_writes, (void *)(intptr_t)(2000 + i * 100));
	for (int i = 0; i < 16; i++)
		pthread_join(threads[i], NULL);
	expect("GET", "/api/v1/rows", NULL, 200, "3524");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_read_is_answered_with_its_table),
		cmocka_unit_test(head_is_get_without_body),
		cmocka_unit_test(unknown_paths_are_404_and_wrong_methods_405),
		cmocka_unit_test(errors_have_one_form),
		cmocka_unit_test(a_request_id_is_taken_only_if_well_formed),
		cmocka_unit_test(path_and_query_are_decoded_and_checked),
		cmocka_unit_test(a_write_is_there_after_its_answer),
		cmocka_unit_test(a_slow_route_writes_through_the_writer),
		cmocka_unit_test(faults_of_the_body_come_all_at_once),
		cmocka_unit_test(only_json_is_taken_and_only_where_a_body_is),
		cmocka_unit_test(a_refused_write_leaves_nothing_and_explains),
		cmocka_unit_test(a_failed_commit_replaces_the_prepared_answer),
		cmocka_unit_test(a_failing_read_is_500_without_details),
		cmocka_unit_test(an_answer_that_breaks_its_table_is_our_error),
		cmocka_unit_test(the_gate_is_asked_before_the_body),
		cmocka_unit_test(none_is_204_with_its_headers),
		cmocka_unit_test(an_unchanged_page_is_304_until_a_write),
		cmocka_unit_test(an_upload_is_a_private_file_gone_afterwards),
		cmocka_unit_test(bytes_and_files_are_attachments),
		cmocka_unit_test(the_test_clock_moves_today),
		cmocka_unit_test(a_connection_serves_many_requests),
		cmocka_unit_test(a_refused_body_leaves_the_connection_usable),
		cmocka_unit_test(a_chunked_body_is_taken),
		cmocka_unit_test(many_writers_are_all_answered),
	};

	return cmocka_run_group_tests_name("server", tests, start, stop);
}
