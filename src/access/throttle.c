/* SPDX-License-Identifier: Apache-2.0 */
/* Counting failed sign-ins. */
#include <arpa/inet.h>
#include <assert.h>

#include "access/throttle.h"
#include "base/str.h"
#include "base/banned.h"

#define WAIT_FIRST   INT64_C(30)
#define WAIT_MAX     INT64_C(900)
#define FORGOTTEN    INT64_C(3600)
#define FAILURES_MAX INT64_C(1000000)

static const int64_t free_failures[] = { [THROTTLE_LOGIN] = 5, [THROTTLE_ADDRESS] = 50 };

void throttle_fail(struct throttle *t, enum throttle_kind kind, int64_t now)
{
	int64_t over, wait = WAIT_FIRST;

	if (now - t->last_at > FORGOTTEN && now >= t->blocked_until)
		t->failures = 0;
	if (t->failures < FAILURES_MAX)
		t->failures++;
	t->last_at = now;
	over = t->failures - free_failures[kind];
	if (over < 0)
		return;
	for (int64_t i = 0; i < over && wait < WAIT_MAX; i++)
		wait *= 2;
	t->blocked_until = now + (wait < WAIT_MAX ? wait : WAIT_MAX);
}

int64_t throttle_wait(const struct throttle *t, int64_t now)
{
	return t->blocked_until > now ? t->blocked_until - now : 0;
}

const char *throttle_login(struct arena *a, const char *login)
{
	return arena_printf(a, "login:%s", login);
}

const char *throttle_address(struct arena *a, const char *address)
{
	struct in6_addr bytes;
	char text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, address, &bytes) != 1)
		return arena_printf(a, "address:%s", address);
	if (!IN6_IS_ADDR_V4MAPPED(&bytes))
		memset(bytes.s6_addr + 8, 0, 8);
	if (inet_ntop(AF_INET6, &bytes, text, sizeof(text)) == NULL)
		return arena_printf(a, "address:%s", address);
	return arena_printf(a, "address:%s", text);
}

const char *client_address(struct arena *a, const char *peer, const char *forwarded)
{
	bool local =
		str_starts(peer, "127.") || str_eq(peer, "::1") || str_starts(peer, "::ffff:127.");
	const char *comma, *last;
	unsigned char bytes[sizeof(struct in6_addr)];

	if (!local || forwarded == NULL)
		return peer;
	comma = strrchr(forwarded, ',');
	last = comma == NULL ? forwarded : comma + 1;
	last = str_trim(a, last, strlen(last));
	if (inet_pton(AF_INET, last, bytes) != 1 && inet_pton(AF_INET6, last, bytes) != 1)
		return peer;
	return last;
}

/* Zeroed when there is no row. */
static enum err row_get(struct db *db, const char *subject, struct throttle *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e;

	*ret = (struct throttle){ 0 };
	e = db_stmt(db, SQL_THROTTLE_GET, &q);
	if (e)
		return e;
	bind_str(q, THROTTLE_GET_SUBJECT, subject);
	e = step_row(q, &row);
	if (e || !row)
		return e;
	ret->failures = col_i64(q, THROTTLE_GET_C_FAILURES);
	ret->last_at = col_i64(q, THROTTLE_GET_C_LAST_AT);
	ret->blocked_until = col_i64(q, THROTTLE_GET_C_BLOCKED_UNTIL);
	return OK;
}

static enum err row_put(struct db *db, const char *subject, const struct throttle *t)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_THROTTLE_PUT, &q);
	if (e)
		return e;
	bind_str(q, THROTTLE_PUT_SUBJECT, subject);
	bind_i64(q, THROTTLE_PUT_FAILURES, t->failures);
	bind_i64(q, THROTTLE_PUT_LAST_AT, t->last_at);
	bind_i64(q, THROTTLE_PUT_BLOCKED_UNTIL, t->blocked_until);
	return step_done(q, /* ret_changed= */ NULL);
}

enum err throttle_read_one(struct db *db, const char *subject, int64_t now, int64_t *ret_wait)
{
	struct throttle t;
	enum err e;

	e = row_get(db, subject, &t);
	if (e)
		return e;
	*ret_wait = throttle_wait(&t, now);
	return OK;
}

enum err throttle_read(struct db *db, const char *login_subject, const char *address_subject,
		       int64_t now, int64_t *ret_wait)
{
	int64_t login, address;
	enum err e;

	e = throttle_read_one(db, login_subject, now, &login);
	if (e)
		return e;
	e = throttle_read_one(db, address_subject, now, &address);
	if (e)
		return e;
	*ret_wait = login > address ? login : address;
	return OK;
}

enum err throttle_count_one(struct db *db, const char *subject, enum throttle_kind kind,
			    int64_t now)
{
	struct throttle t;
	enum err e;

	assert(db_in_write(db));
	e = row_get(db, subject, &t);
	if (e)
		return e;
	throttle_fail(&t, kind, now);
	return row_put(db, subject, &t);
}

enum err throttle_count(struct db *db, const char *login_subject, const char *address_subject,
			int64_t now)
{
	enum err e;

	e = throttle_count_one(db, login_subject, THROTTLE_LOGIN, now);
	if (e)
		return e;
	return throttle_count_one(db, address_subject, THROTTLE_ADDRESS, now);
}

enum err throttle_forget(struct db *db, const char *subject)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e;

	e = db_stmt(db, SQL_THROTTLE_FORGET, &q);
	if (e)
		return e;
	bind_str(q, THROTTLE_FORGET_SUBJECT, subject);
	return step_done(q, /* ret_changed= */ NULL);
}
