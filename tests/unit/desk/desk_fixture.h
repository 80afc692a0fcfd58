/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Development's store (../development/fixture.h) with a committee: 501 to 505 have posts at
 * college A (501 its secretary), 511 to 513 at general branch C; 502 has two posts and counts once.
 */
#ifndef TESTS_UNIT_DESK_FIXTURE_H
#define TESTS_UNIT_DESK_FIXTURE_H

#include "../development/fixture.h"

#include "desk/desk_impl.h"

int desk_fixture_open(void **state);

/* A case of a new person (id) in the branch, told up to and with the step. */
int64_t case_told(struct fixture *f, int64_t person_id, const char *until);

/* What an act on a meeting gave. */
struct acted {
	enum err e;
	int64_t id;          /* of the meeting */
	const char *rule;    /* of the first stop of the refusal, "" if none */
	const char *problem; /* first "field code", "" if none */
	struct meeting_reply page;
};

struct acted meeting_open(struct fixture *f, const struct post *post, int64_t organisation_id,
			  const int64_t *cases, size_t n, const char *step);
/* present: ids of those who came; chair 501, recorder 501. */
struct acted meeting_hold(struct fixture *f, const struct post *post, int64_t id, const char *day,
			  const int64_t *present, size_t n);
/* Votes are given when in_favour >= 0. reason: of the decision; rules: warnings that get one. */
struct acted meeting_decide(struct fixture *f, const struct post *post, int64_t id, size_t item,
			    const char *decision, int in_favour, int against, const char *reason,
			    const char *rules);
struct acted meeting_close(struct fixture *f, const struct post *post, int64_t id);
struct acted meeting_cancel(struct fixture *f, const struct post *post, int64_t id);

/* State, decision or what else stands with the n-th case of the meeting. */
const char *item_text(struct fixture *f, int64_t id, size_t item, const char *column);

#endif
