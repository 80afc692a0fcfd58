/* SPDX-License-Identifier: Apache-2.0 */
/* URL queries: names and texts into a struct by the same tables as bodies. */
#include "base/str.h"
#include "json/fields_parse.h"
#include "base/banned.h"

static bool is_list(const struct fld *f)
{
	return f->kind == FLD_STRS || f->kind == FLD_IDS;
}

/* A list is its name repeated: ?id=1&id=2. */
static void list_from(struct problems *p, const struct fld *f, const struct pair *pairs, size_t n,
		      struct fld_list *ret)
{
	const struct fld one = {
		.kind = f->kind == FLD_IDS ? FLD_ID : FLD_STR,
		.min = 1,
		.max = f->min,
		.flags = f->flags,
	};
	const struct place list = { NULL, f->name, 0 };
	int64_t *items;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += strcmp(pairs[i].name, f->name) == 0;
	if (count > (size_t)f->max) {
		problem_at(p, &list, "too_many",
			   arena_printf(p->a, "{\"max\":%lld}", (long long)f->max));
		return;
	}
	items = ARENA_ARRAY(p->a, int64_t, count);
	*ret = (struct fld_list){ items, 0 };
	for (size_t i = 0; i < n; i++) {
		const struct place here = { &list, NULL, ret->n };

		if (strcmp(pairs[i].name, f->name) != 0)
			continue;
		value_from_text(p, &here, &one, pairs[i].value, strlen(pairs[i].value),
				&items[ret->n++]);
	}
}

static void value_from_pair(struct problems *p, const struct place *at, const struct fld *f,
			    const char *value, void *member)
{
	int64_t v = 0;

	switch (f->kind) {
	case FLD_I64:
		if (str_to_i64(value, INT64_MIN, INT64_MAX, &v))
			problem_at(p, at, "type", NULL);
		else
			value_from_i64(p, at, f, v, member);
		break;
	case FLD_BOOL:
		if (str_eq(value, "true") || str_eq(value, "false"))
			*(bool *)member = *value == 't';
		else
			problem_at(p, at, "type", NULL);
		break;
	default:
		value_from_text(p, at, f, value, strlen(value), member);
		break;
	}
}

static void member_from(struct problems *p, const struct fld *f, const struct pair *pairs, size_t n,
			void *member)
{
	const struct place at = { NULL, f->name, 0 };
	const char *value = NULL;

	if (is_list(f)) {
		list_from(p, f, pairs, n, member);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (strcmp(pairs[i].name, f->name) != 0)
			continue;
		if (value) {
			problem_at(p, &at, "duplicate", NULL);
			return;
		}
		value = pairs[i].value;
	}
	/* A form sends its empty inputs: nothing said is absent. */
	if (str_empty(value) && (f->flags & FLD_OPTIONAL))
		return;
	if (!value)
		problem_at(p, &at, "required", NULL);
	else
		value_from_pair(p, &at, f, value, member);
}

enum err fields_parse_pairs(const struct fld *fields, const struct pair *pairs, size_t n,
			    struct problems *p, void *ret)
{
	for (const struct fld *f = fields; f->kind != FLD_END; f++)
		member_from(p, f, pairs, n, (unsigned char *)ret + f->offset);
	for (size_t i = 0; i < n && p->n < PROBLEMS_MAX; i++) {
		const char *name = pairs[i].name;
		bool text = utf8_valid(name, strlen(name));

		if (!text)
			problem_add(p, "", "bad_text", NULL);
		else if (!field_find(fields, name))
			problem_add(p, name_cut(p->a, name), "unknown", NULL);
	}
	return p->n ? ERR_INPUT : OK;
}
