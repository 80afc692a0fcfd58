/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of the invented 云岫大学: one school committee, 24 college committees and general
 * branches, 61 branches, of which 2 joint and 26 class branches under one general branch. */
#ifndef DEMO_DEMO_TREE_H
#define DEMO_DEMO_TREE_H

#include "base/arena.h"

struct demo_organisation {
	const char *code, *name, *kind, *parent_code; /* parent_code NULL: the root */
	const char *founded_on;
	bool student;                        /* its people are students */
	const char *class_code, *class_name; /* of a class branch, else NULL */
	int entry_year;
};

/* 86 organisations, parents first; lives in a. */
const struct demo_organisation *demo_tree(struct arena *a, size_t *ret_n);

#endif
