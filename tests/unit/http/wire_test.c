/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that honest clients do not send: ill-formed requests, dribblers, bodies over the limit. */
#include "../test.h"
#include "probe.h"
#include "raw.h"

#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/deadline.h"
#include "http/limits.h"

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
	deadlines_divide(1);
	probe_stop(&probe);
	return 0;
}

#define HELLO "GET /api/v1/hello HTTP/1.1\r\n"
#define POST  "POST /api/v1/rows HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

static const struct {
	const char *what, *text;
	size_t len; /* 0: strlen */
	int status; /* 400: any 4xx, 505 or a hang-up, but never an answer of the handler */
} cases[] = {
	{ "no Host", HELLO "\r\n", 0, 400 },
	{ "two Hosts", HELLO "Host: a\r\nHost: b\r\n\r\n", 0, 400 },
	{ "Host with a comma", HELLO "Host: a,b\r\n\r\n", 0, 400 },
	{ "length and encoding",
	  POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, 400 },
	{ "two lengths", POST "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", 0, 400 },
	{ "the same length twice", POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 0,
	  400 },
	{ "length with a plus", POST "Content-Length: +3\r\n\r\n{} ", 0, 400 },
	{ "negative length", POST "Content-Length: -1\r\n\r\n", 0, 400 },
	{ "length in hex", POST "Content-Length: 0x2\r\n\r\n{}", 0, 400 },
	{ "length over 64 bits", POST "Content-Length: 18446744073709551616\r\n\r\n{}", 0, 400 },
	{ "unknown encoding", POST "Transfer-Encoding: gzip\r\n\r\n", 0, 400 },
	{ "encoding twice",
	  POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0,
	  400 },
	{ "chunk size that is none",
	  POST "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n", 0, 400 },
	{ "chunk size of 2^64",
	  POST "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n{}\r\n0\r\n\r\n", 0, 400 },
	{ "space before the colon", HELLO "Host: a\r\nX-User : 7\r\n\r\n", 0, 400 },
	{ "target with a host", "GET http://a/api/v1/hello HTTP/1.1\r\nHost: a\r\n\r\n", 0, 400 },
	{ "asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0, 400 },
	{ "version 2.0", "GET /api/v1/hello HTTP/2.0\r\nHost: a\r\n\r\n", 0, 400 },
	{ "no version", "GET /api/v1/hello\r\n\r\n", 0, 400 },
	{ "binary", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15, 400 },
	/* libmicrohttpd takes these as others do; both readings agree on one request. */
	{ "lines end in LF only", "GET /api/v1/hello HTTP/1.1\nHost: a\n\n", 0, 200 },
	{ "plain request", HELLO "Host: a\r\n\r\n", 0, 200 },
};

static void ill_formed_requests_are_refused_and_cut_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		size_t len = cases[i].len ? cases[i].len : strlen(cases[i].text);
		int fd = raw_connect(probe.port);
		struct raw_answer a;

		(void)raw_send(fd, cases[i].text, len);
		a = raw_receive(fd, false);
		if (cases[i].status == 200) {
			assert_int_equal(a.status, 200);
		} else if (a.status != 0 && a.status != 505 && a.status / 100 != 4) {
			fail_msg("%s: %d", cases[i].what, a.status);
		} else if (a.status != 0 && !raw_is_closed(fd, 5000)) {
			fail_msg("%s: the connection stays open", cases[i].what);
		}
		raw_free(&a);
		close(fd);
	}
}

static void headers_over_the_limit_are_refused(void **state)
{
	static char text[120000];
	int fd = raw_connect(probe.port);
	struct raw_answer a;
	int n = snprintf(text, sizeof(text), HELLO "Host: a\r\nX-Long: ");

	(void)state;
	memset(text + n, 'x', 100000);
	strcpy(text + n + 100000, "\r\n\r\n");
	(void)raw_send(fd, text, strlen(text));
	a = raw_receive(fd, false);
	assert_true(a.status == 431 || a.status == 413 || a.status == 0);
	raw_free(&a);
	close(fd);
}

static void a_long_url_is_refused(void **state)
{
	static char text[12000];
	struct raw_answer a;
	int n = snprintf(text, sizeof(text), "GET /api/v1/things/1?text=");

	(void)state;
	memset(text + n, 'x', LIMIT_URL_BYTES);
	strcpy(text + n + LIMIT_URL_BYTES, " HTTP/1.1\r\nHost: a\r\n\r\n");
	a = raw_ask(probe.port, text);
	assert_int_equal(a.status, 400);
	raw_free(&a);
}

static void a_declared_body_over_the_limit_is_413_at_once(void **state)
{
	struct raw_answer a = raw_ask(probe.port, POST "Content-Length: 1048577\r\n\r\n{");

	(void)state;
	assert_int_equal(a.status, 413);
	assert_true(a.closed);
	assert_non_null(strstr(a.body, "\"too_large\""));
	raw_free(&a);
}

/* In chunks nobody knows the length before: it is counted. */
static void a_chunked_body_over_the_limit_is_413(void **state)
{
	static char chunk[65536 + 10];
	int fd = raw_connect(probe.port);
	struct raw_answer a;

	(void)state;
	assert_true(raw_send(fd, POST "Transfer-Encoding: chunked\r\n\r\n",
			     strlen(POST "Transfer-Encoding: chunked\r\n\r\n")));
	memcpy(chunk, "10000\r\n", 7);
	memset(chunk + 7, ' ', 65536);
	memcpy(chunk + 7 + 65536, "\r\n", 2);
	for (size_t sent = 0; sent <= LIMIT_BODY_BYTES; sent += 65536)
		assert_true(raw_send(fd, chunk, 65536 + 9));
	assert_true(raw_send(fd, "0\r\n\r\n", 5));
	a = raw_receive(fd, false);
	assert_int_equal(a.status, 413);
	raw_free(&a);
	close(fd);
}

static void a_refused_body_without_end_is_cut_off(void **state)
{
	static char chunk[65536 + 10];
	int fd = raw_connect(probe.port);
	bool open = true;
	size_t sent = 0;

	(void)state;
	assert_true(raw_send(fd, POST "Transfer-Encoding: chunked\r\n\r\n",
			     strlen(POST "Transfer-Encoding: chunked\r\n\r\n")));
	memcpy(chunk, "10000\r\n", 7);
	memset(chunk + 7, ' ', 65536);
	memcpy(chunk + 7 + 65536, "\r\n", 2);
	for (; open && sent < 64u << 20; sent += 65536)
		open = raw_send(fd, chunk, 65536 + 9);
	assert_false(open);
	close(fd);
}

static void an_upload_over_the_limit_is_413(void **state)
{
	struct raw_answer a = raw_ask(probe.port, "PUT /api/v1/upload HTTP/1.1\r\nHost: a\r\n"
						  "Content-Length: 67108865\r\n\r\nx");

	(void)state;
	assert_int_equal(a.status, 413);
	raw_free(&a);
}

/* How long a connection lasts that sends `text` and then one byte now and then. */
static int64_t lasts_ms(const char *text)
{
	const struct timespec pause = { 0, 20000000 };
	int64_t from = clock_monotonic_ms();
	int fd = raw_connect(probe.port);
	bool open = raw_send(fd, text, strlen(text));

	while (open && clock_monotonic_ms() - from < 9000) {
		nanosleep(&pause, NULL); /* the dribble itself */
		open = raw_send(fd, "x", 1) && !raw_is_closed(fd, 0);
	}
	close(fd);
	return clock_monotonic_ms() - from;
}

static void dribblers_are_cut_off_at_the_deadline(void **state)
{
	struct raw_answer a;

	(void)state;
	deadlines_divide(20); /* headers 0.5 s, bodies 1.5 s */
	assert_in_range(lasts_ms(HELLO "Host: a\r\nX-Slow: "), 400, 5000);
	assert_in_range(lasts_ms(POST "Content-Length: 100000\r\n\r\n"), 1400, 7000);
	deadlines_divide(1);
	a = raw_ask(probe.port, HELLO "Host: a\r\n\r\n");
	assert_int_equal(a.status, 200);
	raw_free(&a);
}

static void an_idle_connection_is_closed_and_a_used_one_kept(void **state)
{
	const struct timespec pause = { 0, 100000000 };
	int fd = raw_connect(probe.port), silent = raw_connect(probe.port);

	(void)state;
	deadlines_divide(20);
	close(silent);
	silent = raw_connect(probe.port);
	for (int i = 0; i < 12; i++) { /* longer than the deadline for headers of one request */
		struct raw_answer a;

		assert_true(raw_send(fd, HELLO "Host: a\r\n\r\n", strlen(HELLO "Host: a\r\n\r\n")));
		a = raw_receive(fd, false);
		assert_int_equal(a.status, 200);
		raw_free(&a);
		nanosleep(&pause, NULL);
	}
	assert_true(raw_is_closed(silent, 5000));
	assert_true(raw_is_closed(fd, 8000));
	close(fd);
	close(silent);
	deadlines_divide(1);
}

static void many_dribblers_do_not_keep_others_waiting(void **state)
{
	int fds[100];
	int64_t from;

	(void)state;
	for (size_t i = 0; i < COUNTOF(fds); i++) {
		fds[i] = raw_connect(probe.port);
		assert_true(raw_send(fds[i], "GET /", 5));
	}
	from = clock_monotonic_ms();
	for (int i = 0; i < 20; i++) {
		struct raw_answer a = raw_ask(probe.port, HELLO "Host: a\r\n\r\n");

		assert_int_equal(a.status, 200);
		raw_free(&a);
	}
	assert_in_range(clock_monotonic_ms() - from, 0, 4000);
	for (size_t i = 0; i < COUNTOF(fds); i++)
		close(fds[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ill_formed_requests_are_refused_and_cut_off),
		cmocka_unit_test(headers_over_the_limit_are_refused),
		cmocka_unit_test(a_long_url_is_refused),
		cmocka_unit_test(a_declared_body_over_the_limit_is_413_at_once),
		cmocka_unit_test(a_chunked_body_over_the_limit_is_413),
		cmocka_unit_test(a_refused_body_without_end_is_cut_off),
		cmocka_unit_test(an_upload_over_the_limit_is_413),
		cmocka_unit_test(dribblers_are_cut_off_at_the_deadline),
		cmocka_unit_test(an_idle_connection_is_closed_and_a_used_one_kept),
		cmocka_unit_test(many_dribblers_do_not_keep_others_waiting),
	};

	return cmocka_run_group_tests_name("wire", tests, start, stop);
}
