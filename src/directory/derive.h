/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What follows from the truth about a person: one computation, used to write the derived rows
 * (derive.c) and to prove them (rebuild_cli.c). Private to src/directory.
 */
#ifndef DIRECTORY_DERIVE_H
#define DIRECTORY_DERIVE_H

#include "directory/directory_impl.h"
#include "directory/pinyin.h"

/* One row of person_state and all that hangs on it. Texts live in the caller's arena. */
struct derived_state {
	int64_t scope_id, branch_id, class_id;
	bool gone;
	const char *list_stage; /* as in scope_person, never NULL */
	struct person_stage stage;
	const char *pinyin, *sort_key;
};

struct derived_person {
	int64_t person_id;
	bool had; /* rows stand already, made from `before` */
	struct derived_state before, now;
	struct pinyin_words words; /* now; not in any order */
};

/* Computes; writes nothing. ERR_NOT_FOUND: no such person. */
NODISCARD enum err derive_compute(struct db *db, struct arena *a, int64_t person_id,
				  struct derived_person *ret);

/* Are the two states the same row? */
bool derived_equal(const struct derived_state *x, const struct derived_state *y);

/* Takes all derived rows of a person away, before the person is removed. */
NODISCARD enum err derive_forget(struct db *db, int64_t person_id);

#endif
