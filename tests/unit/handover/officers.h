/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Development's store (../development/fixture.h) with officers whose rights are read from `post`
 * by their sessions, as the server reads them: 301 is secretary of branch 3, 303 its organisation
 * officer, 401 secretary of branch 8, 501 organiser of college A and
 * 504 its secretary. 301 to 309, 401 to 403 and 501
 * to 504 have accounts; 601 to 606 are more people of branch 3.
 */
#ifndef TESTS_UNIT_HANDOVER_OFFICERS_H
#define TESTS_UNIT_HANDOVER_OFFICERS_H

#include "../development/fixture.h"

#include "handover/handover_impl.h"

int officers_open(void **state);

/* What the person may do at this moment, by his session; lives in the fixture's arena. */
struct post *officer(struct fixture *f, int64_t person_id);

/* Permissions that the person's posts give at a path, as bits. */
uint32_t perms_at(struct fixture *f, int64_t person_id, const char *path);

/* Id of the post of this kind that is held there today; 0: none. */
int64_t post_of(struct fixture *f, int64_t organisation_id, const char *kind);
int64_t holder_of(struct fixture *f, int64_t organisation_id, const char *kind);

/* What an act on a hand-over gave. */
struct handed {
	enum err e;
	int64_t id;
	const char *rule;    /* of the refusal, "" if none */
	const char *problem; /* first "field code", "" if none */
};
struct handed begin(struct fixture *f, int64_t by, int64_t post_id, int64_t to,
		    const char *decision);
struct handed approve(struct fixture *f, int64_t by, int64_t id, int64_t to);
struct handed accept(struct fixture *f, int64_t by, int64_t id);
struct handed take_back(struct fixture *f, int64_t by, int64_t id);
struct handed write_notes(struct fixture *f, int64_t by, int64_t id, const char *keys);

#endif
