/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations of a file as a tree: a parent may stand behind its children, or in the directory. */
#include "intake/check.h"
#include "base/str.h"
#include "base/banned.h"

struct node {
	const char *code;
	struct intake_row *row;
	struct node *parent;
	int mark; /* 0 not seen, 1 on the way up, 2 reaches a root */
};

struct tree {
	struct node *nodes; /* by code */
	size_t n;
};

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->code, ((const struct node *)b)->code);
}

static struct node *find(const struct tree *t, const char *code)
{
	struct node want = { .code = code };

	return t->n ? bsearch(&want, t->nodes, t->n, sizeof(*t->nodes), by_code) : NULL;
}

static bool known_code(const struct check *c, const char *code)
{
	for (size_t i = 0; i < c->o->scope->n_codes; i++) {
		if (str_eq(c->o->scope->codes[i], code))
			return true;
	}
	return false;
}

static void refuse(struct check *c, struct intake_row *row, enum intake_fault_kind kind,
		   enum intake_field field)
{
	const struct intake_sheet *sheet = &c->f->sheets[row->sheet];

	(void)fault_add(c, row, kind, sheet->columns[sheet->at_field[field]].column);
	row->verdict = INTAKE_REFUSE;
}

static struct tree build(struct check *c)
{
	struct intake_file *f = c->f;
	struct tree t = { .nodes = ARENA_ARRAY(c->a, struct node, f->n_rows + 1) };

	for (size_t i = 0; i < f->n_rows; i++) {
		struct intake_row *row = &f->rows[i];
		const char *code = intake_value(f, row, FIELD_CODE);

		if (f->sheets[row->sheet].set == SET_ORGANISATION && code &&
		    row->verdict < INTAKE_REFUSE)
			t.nodes[t.n++] = (struct node){ .code = code, .row = row };
	}
	if (t.n)
		qsort(t.nodes, t.n, sizeof(*t.nodes), by_code);
	return t;
}

static void link_parents(struct check *c, struct tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct node *node = &t->nodes[i];
		const char *parent = intake_value(c->f, node->row, FIELD_PARENT);

		if (!parent)
			continue;
		node->parent = find(t, parent);
		if (!node->parent && !known_code(c, parent))
			refuse(c, node->row, FAULT_UNKNOWN_PARENT, FIELD_PARENT);
	}
}

/* Walks up from each node; meeting the own trail is a ring. */
static void find_rings(struct check *c, struct tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct node *at = &t->nodes[i];
		struct node *n;

		for (n = at; n && !n->mark; n = n->parent)
			n->mark = 1;
		if (n && n->mark == 1) {
			struct node *ring = n;

			do {
				refuse(c, ring->row, FAULT_PARENT_CYCLE, FIELD_PARENT);
				ring = ring->parent;
			} while (ring != n);
		}
		for (n = at; n && n->mark == 1; n = n->parent)
			n->mark = 2;
	}
}

/* A refused organisation takes along those below it, however deep. */
static void refuse_below(struct check *c, struct tree *t)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < t->n; i++) {
			struct node *node = &t->nodes[i];

			if (!node->parent || node->parent->row->verdict != INTAKE_REFUSE ||
			    node->row->verdict == INTAKE_REFUSE)
				continue;
			refuse(c, node->row, FAULT_UNKNOWN_PARENT, FIELD_PARENT);
			again = true;
		}
	}
}

static void check_class(struct check *c, const struct tree *t, struct intake_row *row,
			enum intake_field field)
{
	const char *code = intake_value(c->f, row, field);
	const struct node *node = code ? find(t, code) : NULL;

	if (!code || (node && node->row->verdict != INTAKE_REFUSE) || known_code(c, code))
		return;
	refuse(c, row, FAULT_UNKNOWN_ORGANISATION, field);
}

void rules_tree(struct check *c)
{
	struct tree t;

	if (c->o->kind != INTAKE_ORGANISATION)
		return;
	t = build(c);
	link_parents(c, &t);
	find_rings(c, &t);
	refuse_below(c, &t);
	for (size_t i = 0; i < c->f->n_rows; i++) {
		struct intake_row *row = &c->f->rows[i];

		if (c->f->sheets[row->sheet].set != SET_CLASS || row->verdict >= INTAKE_REFUSE)
			continue;
		check_class(c, &t, row, FIELD_ORGANISATION);
		check_class(c, &t, row, FIELD_BRANCH);
	}
}
