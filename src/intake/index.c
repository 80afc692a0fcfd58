/* SPDX-License-Identifier: Apache-2.0 */
/* What a check looks things up in: labels, rows by number, branches by name. */
#include "intake/check.h"
#include "base/str.h"
#include "base/banned.h"

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h ^ h >> 15;
}

const char *label_keep(struct check *c, const char *text)
{
	struct labels *l = &c->labels;
	uint32_t at = hash(text) % LABELS_SLOTS;

	if (l->n > LABELS_SLOTS / 2)
		return arena_strdup(c->a, text);
	while (l->slots[at]) {
		if (str_eq(l->slots[at], text))
			return l->slots[at];
		at = (at + 1) % LABELS_SLOTS;
	}
	l->slots[at] = arena_strdup(c->a, text);
	l->n++;
	return l->slots[at];
}

static void index_put(struct row_index *index, uint32_t h, uint32_t row_plus_1)
{
	size_t at = h & (index->cap - 1);

	while (index->slots[at])
		at = (at + 1) & (index->cap - 1);
	index->slots[at] = row_plus_1;
}

static void index_grow(struct check *c, struct row_index *index, enum intake_field field)
{
	struct row_index old = *index;

	index->cap = old.cap ? old.cap * 2 : 256;
	index->slots = ARENA_ARRAY(c->a, uint32_t, index->cap);
	for (size_t i = 0; i < old.cap; i++) {
		uint32_t row = old.slots[i];

		if (row)
			index_put(index, hash(intake_value(c->f, &c->f->rows[row - 1], field)),
				  row);
	}
}

const struct intake_row *row_index_seen(struct check *c, struct row_index *index,
					struct intake_row *row, enum intake_field field)
{
	const char *text = intake_value(c->f, row, field);
	uint32_t h = hash(text);

	if (index->n * 2 >= index->cap)
		index_grow(c, index, field);
	for (size_t at = h & (index->cap - 1); index->slots[at]; at = (at + 1) & (index->cap - 1)) {
		const struct intake_row *other = &c->f->rows[index->slots[at] - 1];

		if (str_eq(intake_value(c->f, other, field), text))
			return other;
	}
	index_put(index, h, (uint32_t)(row - c->f->rows) + 1);
	index->n++;
	return NULL;
}

/* ---- branches ---- */

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct name_key *)a)->key, ((const struct name_key *)b)->key);
}

void branches_prepare(struct check *c)
{
	const struct intake_scope *scope = c->o->scope;
	size_t n = 0;

	c->names = ARENA_ARRAY(c->a, struct name_key, 2 * scope->n_branches + 1);
	for (size_t i = 0; i < scope->n_branches; i++) {
		const struct intake_branch *b = &scope->branches[i];

		c->names[n++] = (struct name_key){
			clean_text(c->a, b->name, strlen(b->name), CLEAN_SQUEEZE | CLEAN_FOLD).text,
			b
		};
		c->names[n++] = (struct name_key){ b->code, b };
	}
	qsort(c->names, n, sizeof(*c->names), by_key);
	for (size_t i = 0; i < n; i++) {
		const struct name_key *last = c->n_names ? &c->names[c->n_names - 1] : NULL;

		if (last && str_eq(last->key, c->names[i].key)) {
			if (last->branch != c->names[i].branch)
				c->names[c->n_names - 1].branch = NULL; /* nobody can tell which */
		} else {
			c->names[c->n_names++] = c->names[i];
		}
	}
}

const struct intake_branch *branch_find(struct check *c, const char *text)
{
	struct name_key want = {
		.key = clean_text(&c->scratch, text, strlen(text), CLEAN_SQUEEZE | CLEAN_FOLD).text
	};
	const struct name_key *found;

	found = bsearch(&want, c->names, c->n_names, sizeof(*c->names), by_key);
	return found ? found->branch : NULL;
}
