/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slowing down guesses: failed sign-ins are counted per login (whether or not it exists) and per
 * network address. Over the free number each further failure closes the door for 30 s, doubling up
 * to 15 min. Failures are forgotten after an hour without one; a success forgets the login's.
 *
 * Five are free for a login; fifty for an address, since a whole campus may stand behind one.
 */
#ifndef ACCESS_THROTTLE_H
#define ACCESS_THROTTLE_H

#include "db/db.h"

struct throttle {
	int64_t failures, last_at, blocked_until;
};

enum throttle_kind { THROTTLE_LOGIN, THROTTLE_ADDRESS };

/* Counts one more failure at `now`. Pure. */
void throttle_fail(struct throttle *t, enum throttle_kind kind, int64_t now);

/* Seconds to wait at `now`, 0: none. Pure. */
int64_t throttle_wait(const struct throttle *t, int64_t now);

/*
 * The throttle's name of an address: an IPv6 network of /64 is one, since a host has all of it.
 * Lives in `a`. Pure.
 */
const char *throttle_address(struct arena *a, const char *address);
const char *throttle_login(struct arena *a, const char *login);

/*
 * Who is at the other end: peer, or, when peer is this machine itself, the last address in
 * forwarded (X-Forwarded-For, may be NULL), put there by the server with TLS before us. What is no
 * address is not believed. Lives in `a`. Pure.
 */
const char *client_address(struct arena *a, const char *peer, const char *forwarded);

/* The longest wait among the two subjects at `now`. ERR_DB. */
NODISCARD enum err throttle_read(struct db *db, const char *login_subject,
				 const char *address_subject, int64_t now, int64_t *ret_wait);

/* Inside db_write: one more failure for both. ERR_DB. */
NODISCARD enum err throttle_count(struct db *db, const char *login_subject,
				  const char *address_subject, int64_t now);

/* The same for one subject alone: guesses at what belongs to no login (a slip's code). ERR_DB. */
NODISCARD enum err throttle_read_one(struct db *db, const char *subject, int64_t now,
				     int64_t *ret_wait);
NODISCARD enum err throttle_count_one(struct db *db, const char *subject, enum throttle_kind kind,
				      int64_t now);

/* Inside db_write: forgets the failures of one. ERR_DB. */
NODISCARD enum err throttle_forget(struct db *db, const char *subject);

#endif
