/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips: a code on paper or as a QR picture by which a person without an account reads where he
 * stands, and nothing else. Private to src/development.
 */
#ifndef DEVELOPMENT_SLIP_H
#define DEVELOPMENT_SLIP_H

#include "access/code.h"
#include "platform.h"

#define SLIP_MONTHS 12 /* a slip is good for so long unless it is said otherwise */

struct slip {
	int64_t id; /* 0: none is alive */
	int64_t created_at;
	const char *created_by_name, *expires_on;
};

/* The slip of a case that is alive, ret->id 0 if there is none; texts live in `a`. ERR_DB. */
NODISCARD enum err slip_of_case(struct db *db, struct arena *a, int64_t case_id, struct slip *ret);

/* Inside db_write: ends the case's slip; *ret_ended false if none was alive. ERR_DB. */
NODISCARD enum err slip_revoke(struct db *db, int64_t case_id, int64_t account_id, int64_t now,
			       bool *ret_ended);

/*
 * Inside db_write: ends the case's slip and makes a new one that is good until the day before
 * expires_on. The code is written on OK only. ERR_DB.
 */
NODISCARD enum err slip_make(struct db *db, const struct seal_keys *keys, int64_t case_id,
			     int64_t account_id, int64_t now, const char *expires_on,
			     char ret_code[CODE_SIZE]);

/*
 * Whose slip is this? The code as typed. ERR_NOT_FOUND: unknown, ended or out of date. ERR_DB.
 */
NODISCARD enum err slip_find(struct db *db, const struct seal_keys *keys, struct arena *a,
			     const char *typed, const char *today, int64_t *ret_case_id,
			     int64_t *ret_person_id);

#endif
