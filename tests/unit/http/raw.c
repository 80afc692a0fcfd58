/* SPDX-License-Identifier: Apache-2.0 */
#include "raw.h"

#include "../test.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS 10000

int raw_connect(uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

bool raw_send(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* Up to len bytes; 0 at the end, also when the peer reset the connection. */
static size_t receive(int fd, char *to, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, WAIT_MS) != 1)
		fail_msg("no answer within ten seconds");
	n = recv(fd, to, len, 0);
	return n > 0 ? (size_t)n : 0;
}

static bool receive_head(int fd, struct raw_answer *a)
{
	size_t n = 0;

	while (n + 1 < sizeof(a->head)) {
		if (receive(fd, a->head + n, 1) == 0)
			return false;
		a->head[++n] = '\0';
		if (n >= 4 && memcmp(a->head + n - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	fail_msg("headers of the answer too long");
	return false;
}

struct raw_answer raw_receive(int fd, bool for_head)
{
	struct raw_answer a = { 0 };
	const char *length;

	a.body = calloc(1, 1);
	if (!receive_head(fd, &a)) {
		a.closed = true;
		return a;
	}
	assert_int_equal(sscanf(a.head, "HTTP/1.1 %d", &a.status), 1);
	length = raw_header(&a, "Content-Length");
	if (length && !for_head && a.status != 304) {
		size_t want = (size_t)strtoull(length, NULL, 10);

		a.body = realloc(a.body, want + 1);
		while (a.body_len < want) {
			size_t n = receive(fd, a.body + a.body_len, want - a.body_len);

			if (n == 0)
				break;
			a.body_len += n;
		}
		a.body[a.body_len] = '\0';
	}
	a.closed = raw_header(&a, "Connection") &&
		   strcasecmp(raw_header(&a, "Connection"), "close") == 0;
	return a;
}

/* libmicrohttpd 0.9.75 sends the head of its own refusals twice: what follows is skipped. */
bool raw_is_closed(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char rest[1024];

	while (poll(&p, 1, ms) == 1) {
		if (recv(fd, rest, sizeof(rest), 0) <= 0)
			return true;
	}
	return false;
}

void raw_free(struct raw_answer *a)
{
	free(a->body);
	a->body = NULL;
}

const char *raw_header(const struct raw_answer *a, const char *name)
{
	static char value[1024];
	size_t len = strlen(name);

	for (const char *at = strstr(a->head, "\r\n"); at && at[2]; at = strstr(at + 2, "\r\n")) {
		const char *line = at + 2;

		if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
			size_t n = strcspn(line + len + 1, "\r");

			line += len + 1;
			while (*line == ' ') {
				line++;
				n--;
			}
			snprintf(value, sizeof(value), "%.*s", (int)n, line);
			return value;
		}
	}
	return NULL;
}

struct raw_answer raw_ask(uint16_t port, const char *text)
{
	int fd = raw_connect(port);
	struct raw_answer a;

	(void)raw_send(fd, text, strlen(text)); /* it may hang up before the end */
	a = raw_receive(fd, strncmp(text, "HEAD", 4) == 0);
	close(fd);
	return a;
}

struct raw_answer raw_request(uint16_t port, const char *method, const char *path,
			      const char *headers, const char *body)
{
	struct raw_answer a;
	char length[64] = "";
	char *text = NULL;
	int n;

	if (body)
		snprintf(length, sizeof(length), "Content-Length: %zu\r\n", strlen(body));
	n = asprintf(&text, "%s %s HTTP/1.1\r\nHost: test\r\n%s%s%s\r\n%s", method, path,
		     body && !(headers && strstr(headers, "Content-Type"))
			     ? "Content-Type: application/json\r\n"
			     : "",
		     headers ? headers : "", length, body ? body : "");
	assert_true(n > 0);
	a = raw_ask(port, text);
	free(text);
	return a;
}
