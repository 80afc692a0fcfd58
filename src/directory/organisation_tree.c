/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/organisation_tree.h"
#include "base/banned.h"

#define NONE ((size_t)-1)

struct by_id {
	int64_t id;
	size_t at;
};

static int compare(const void *x, const void *y)
{
	const struct by_id *p = x, *q = y;

	return p->id < q->id ? -1 : p->id > q->id;
}

static size_t find(const struct by_id *index, size_t n, int64_t id)
{
	struct by_id key = { id, 0 };
	const struct by_id *hit = n ? bsearch(&key, index, n, sizeof(*index), compare) : NULL;

	return hit ? hit->at : NONE;
}

struct links {
	size_t *parent, *first, *last, *next; /* by place in the list; NONE: none */
};

static struct links link_rows(struct arena *a, const struct organisation_row *rows, size_t n)
{
	struct by_id *index = ARENA_ARRAY(a, struct by_id, n + 1);
	struct links l = { ARENA_ARRAY(a, size_t, n + 1), ARENA_ARRAY(a, size_t, n + 1),
			   ARENA_ARRAY(a, size_t, n + 1), ARENA_ARRAY(a, size_t, n + 1) };
	size_t i;

	for (i = 0; i < n; i++) {
		index[i] = (struct by_id){ rows[i].id, i };
		l.first[i] = l.last[i] = l.next[i] = NONE;
	}
	if (n)
		qsort(index, n, sizeof(*index), compare);
	for (i = 0; i < n; i++) {
		size_t p = rows[i].parent_id ? find(index, n, rows[i].parent_id) : NONE;

		l.parent[i] = p;
		if (p == NONE)
			continue;
		if (l.first[p] == NONE)
			l.first[p] = i;
		else
			l.next[l.last[p]] = i;
		l.last[p] = i;
	}
	return l;
}

size_t organisation_tree_order(struct arena *a, const struct organisation_row *rows, size_t n,
			       struct organisation_row **ret)
{
	struct links l = link_rows(a, rows, n);
	struct organisation_row *out = ARENA_ARRAY(a, struct organisation_row, n + 1);
	size_t n_out = 0, i, at;

	for (i = 0; i < n; i++) {
		int64_t depth = rows[i].depth;

		if (l.parent[i] != NONE)
			continue;
		for (at = i; at != NONE;) {
			out[n_out] = rows[at];
			out[n_out++].depth = depth;
			if (l.first[at] != NONE) {
				at = l.first[at];
				depth++;
				continue;
			}
			while (at != i && l.next[at] == NONE) {
				at = l.parent[at];
				depth--;
			}
			at = at == i ? NONE : l.next[at];
		}
	}
	*ret = out;
	return n_out;
}
