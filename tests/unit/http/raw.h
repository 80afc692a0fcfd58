/* SPDX-License-Identifier: Apache-2.0 */
/* A client that sends exactly the bytes it is given, for tests of the server. */
#ifndef TESTS_UNIT_HTTP_RAW_H
#define TESTS_UNIT_HTTP_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raw_answer {
	int status;      /* 0: the connection ended without an answer */
	bool closed;     /* the server hung up after it */
	char head[4096]; /* status line and headers */
	char *body;      /* NUL-terminated; freed by raw_free() */
	size_t body_len;
};

/* A connected socket; ends the test when it cannot be had. */
int raw_connect(uint16_t port);
/* All of it; false when the server hung up. */
bool raw_send(int fd, const void *bytes, size_t len);
/* One answer (for_head: without its body). Waits at most ten seconds. */
struct raw_answer raw_receive(int fd, bool for_head);
/* Has the server hung up? Waits up to ms for it, skips what it still says. */
bool raw_is_closed(int fd, int ms);
void raw_free(struct raw_answer *a);
/* The value of a header of the answer in static storage, NULL if absent. */
const char *raw_header(const struct raw_answer *a, const char *name);

/* Connect, send text, receive, close. */
struct raw_answer raw_ask(uint16_t port, const char *text);
/* A whole request: headers (NULL or lines ending in \r\n) and body (NULL: none). */
struct raw_answer raw_request(uint16_t port, const char *method, const char *path,
			      const char *headers, const char *body);

#endif
