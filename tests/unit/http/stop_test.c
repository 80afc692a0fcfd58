/* SPDX-License-Identifier: Apache-2.0 */
/* The ends: full queues, clients that leave, a server that stops, a server that cannot start. */
#include "../test.h"
#include "probe.h"
#include "raw.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/limits.h"
#include "http/server.h"

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

#define PAUSE(ms, len)                                                                             \
	"POST /api/v1/pause HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"             \
	"Content-Length: " #len "\r\n\r\n{\"ms\":" #ms "}"

#define HOLD                                                                                       \
	"POST /api/v1/hold HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"              \
	"Content-Length: 0\r\n\r\n"

static void send_text(int fd, const char *text)
{
	assert_true(raw_send(fd, text, strlen(text)));
}

/* Until n requests are with a worker: the server counts them. */
static void wait_until_handed(int n)
{
	const struct timespec a_while = { 0, 2000000 };

	for (int i = 0; i < 2500 && atomic_load(&probe.server->handed) != n; i++)
		nanosleep(&a_while, NULL);
	assert_int_equal(atomic_load(&probe.server->handed), n);
}

/* Until n more requests are in a worker's hands: not only handed over, but out of the queue. */
static void wait_until_held(int n)
{
	while (n > 0) {
		if (sem_wait(&probe_held) == 0)
			n--;
		else
			assert_int_equal(errno, EINTR);
	}
}

static void a_running_request_ends_well_when_the_server_stops(void **state)
{
	int fd = raw_connect(probe.port), late;
	struct raw_answer a;

	(void)state;
	send_text(fd, PAUSE(400, 10));
	wait_until_held(1);
	http_stop(probe.server, 5000);
	probe.server = NULL;
	a = raw_receive(fd, false);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.body, "{\"ms\":400}");
	assert_true(a.closed);
	raw_free(&a);
	close(fd);
	late = socket(AF_INET, SOCK_STREAM, 0);
	close(late);
}

/* Until n of them have an answer to read. */
static void wait_until_answered(const int *fds, nfds_t all, int n)
{
	struct pollfd polled[LIMIT_SLOW_QUEUE + 10];
	int seen = 0;

	for (nfds_t i = 0; i < all; i++)
		polled[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
	for (int i = 0; i < 2500 && seen < n; i++) {
		const struct timespec a_while = { 0, 2000000 };

		nanosleep(&a_while, NULL);
		seen = poll(polled, all, 0);
	}
	assert_int_equal(seen, n);
}

static void take_both_workers(int fds[2])
{
	for (int i = 0; i < 2; i++) {
		fds[i] = raw_connect(probe.port);
		send_text(fds[i], HOLD);
	}
	wait_until_held(2);
}

static void let_both_go(int fds[2])
{
	for (int i = 0; i < 2; i++)
		sem_post(&probe_hold);
	for (int i = 0; i < 2; i++) {
		struct raw_answer a = raw_receive(fds[i], false);

		assert_int_equal(a.status, 200);
		raw_free(&a);
		close(fds[i]);
	}
}

static void a_full_queue_is_503_with_retry_after(void **state)
{
	enum { TOO_MANY = 8, ASKED = LIMIT_SLOW_QUEUE + TOO_MANY };
	int holding[2], fds[ASKED], done = 0, busy = 0;

	(void)state;
	take_both_workers(holding);
	for (int i = 0; i < ASKED; i++) {
		fds[i] = raw_connect(probe.port);
		send_text(fds[i], PAUSE(1, 8));
	}
	wait_until_answered(fds, ASKED, TOO_MANY); /* the refused; the queue cannot move */
	wait_until_handed(2 + LIMIT_SLOW_QUEUE);
	let_both_go(holding);
	for (int i = 0; i < ASKED; i++) {
		struct raw_answer a = raw_receive(fds[i], false);

		done += a.status == 200;
		if (a.status == 503) {
			busy++;
			assert_non_null(strstr(a.body, "\"busy\""));
			assert_string_equal(raw_header(&a, "Retry-After"), "2");
		}
		raw_free(&a);
		close(fds[i]);
	}
	assert_int_equal(done, LIMIT_SLOW_QUEUE);
	assert_int_equal(busy, TOO_MANY);
}

static void reads_are_answered_while_all_workers_are_taken(void **state)
{
	struct raw_answer a;
	int holding[2];

	(void)state;
	take_both_workers(holding);
	a = raw_request(probe.port, "GET", "/api/v1/hello", NULL, NULL);
	assert_int_equal(a.status, 200);
	wait_until_handed(2);
	raw_free(&a);
	let_both_go(holding);
}

static void a_client_that_leaves_does_no_harm(void **state)
{
	struct raw_answer a;

	(void)state;
	for (int i = 0; i < 20; i++) {
		int fd = raw_connect(probe.port);

		send_text(fd,
			  i % 2 ? PAUSE(30, 9)
				: "POST /api/v1/rows HTTP/1.1\r\nHost: a\r\n"
				  "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{");
		if (i % 2 && i < 6)
			wait_until_held(1);
		close(fd);
	}
	wait_until_handed(0);
	a = raw_request(probe.port, "GET", "/api/v1/hello", NULL, NULL);
	assert_int_equal(a.status, 200);
	raw_free(&a);
}

static void two_equal_routes_do_not_start(void **state)
{
	static const struct route *const twice[] = { probe_routes, probe_routes, NULL };
	struct http_config config = { .address = "127.0.0.1", .routes = twice, .pool = probe.pool };
	struct http_server *s = NULL;

	(void)state;
	assert_int_equal(http_start(&config, &s), ERR_CONFLICT);
	assert_null(s);
}

static void a_taken_port_or_no_address_is_an_io_error(void **state)
{
	static const struct route *const tables[] = { probe_routes, NULL };
	struct http_config config = {
		.address = "127.0.0.1", .routes = tables, .pool = probe.pool, .port = probe.port
	};
	struct http_server *s = NULL;

	(void)state;
	config.address = "not-an-address";
	assert_int_equal(http_start(&config, &s), ERR_IO);
	assert_null(s);
}

static sem_t worked;

static void work(struct db *db, void *arg)
{
	*(bool *)arg = db != NULL;
	sem_post(&worked);
}

static void work_outside_requests_gets_a_connection(void **state)
{
	bool had_db = false;

	(void)state;
	sem_init(&worked, 0, 0);
	assert_int_equal(http_work(probe.server, work, &had_db), OK);
	while (sem_wait(&worked) != 0)
		assert_int_equal(errno, EINTR);
	assert_true(had_db);
	sem_destroy(&worked);
}

#define TEST(fact) cmocka_unit_test_setup_teardown(fact, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_running_request_ends_well_when_the_server_stops),
		TEST(a_full_queue_is_503_with_retry_after),
		TEST(reads_are_answered_while_all_workers_are_taken),
		TEST(a_client_that_leaves_does_no_harm),
		TEST(two_equal_routes_do_not_start),
		TEST(a_taken_port_or_no_address_is_an_io_error),
		TEST(work_outside_requests_gets_a_connection),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
