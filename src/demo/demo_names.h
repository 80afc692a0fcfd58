/* SPDX-License-Identifier: Apache-2.0 */
/* Invented people: the same seed gives the same ones. None can be anybody: their ID numbers have a
 * region (province, 98, two digits) that was never allotted. */
#ifndef DEMO_DEMO_NAMES_H
#define DEMO_DEMO_NAMES_H

#include "base/arena.h"

struct demo_random {
	uint64_t state;
};

/* 0 .. below-1; below > 0. */
uint32_t demo_pick(struct demo_random *r, uint32_t below);
/* low .. high, both included. */
int32_t demo_between(struct demo_random *r, int32_t low, int32_t high);
/* True in percent of 100 cases. */
bool demo_chance(struct demo_random *r, uint32_t percent);

struct demo_name {
	char name[64];   /* UTF-8, two or three characters, or a name with a dot */
	const char *sex; /* "male", "female" */
	const char *ethnicity;
};

void demo_name_make(struct demo_random *r, struct demo_name *ret);

/*
 * An 18-character ID number with a right check digit for this birthday and sex; numbers below
 * 112,000 give unlike ones.
 */
void demo_id_number(struct demo_random *r, uint32_t number, int32_t birth, const char *sex,
		    char ret[19]);

/* Eleven digits with a prefix no operator uses for people. */
void demo_mobile(struct demo_random *r, char ret[12]);

const char *demo_native_place(struct demo_random *r);

#endif
