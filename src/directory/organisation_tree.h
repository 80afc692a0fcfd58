/* SPDX-License-Identifier: Apache-2.0 */
/* Puts a flat list of organisations in the order of the tree. Pure. Private to src/directory. */
#ifndef DIRECTORY_ORGANISATION_TREE_H
#define DIRECTORY_ORGANISATION_TREE_H

#include "base/arena.h"

struct organisation_row {
	int64_t id, parent_id, depth;
	const char *code, *name, *kind, *founded_on, *closed_on;
	int64_t members, people;
	bool counted; /* members and people are known */
};

/*
 * Order: each node before its children, children as they stood in the list. A node whose parent is
 * not in the list is a root; depth is counted anew from first_depth. Cycles cannot come out of the
 * replay; nodes on one would be left out. The result lives in `a`; gives its length.
 */
size_t organisation_tree_order(struct arena *a, const struct organisation_row *rows, size_t n,
			       struct organisation_row **ret);

#endif
