/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies: from a bounded tree into a struct, telling all problems at once. */
#include "json/fields_parse.h"

#include <assert.h>

#include "base/str.h"
#include "json/json_read.h"
#include "base/banned.h"

/* A form of ours has some dozens of values in three levels; a list of 5,000 ids still passes. */
static const struct jval_limits body_limits = { (size_t)4 << 20, 16, 20000 };

static void object_from(struct problems *p, const struct place *at, const struct fld *fields,
			const struct jval *object, void *ret);

static_assert(sizeof(int64_t) == sizeof(const char *), "items of STRS and IDS");

static void *member_of(void *object, const struct fld *f)
{
	return (unsigned char *)object + f->offset;
}

/* One item of STRS or IDS, checked like a single value. */
static void plain_item(struct problems *p, const struct place *at, const struct fld *list,
		       const struct jval *v, void *item)
{
	const struct fld one = {
		.kind = list->kind == FLD_IDS ? FLD_ID : FLD_STR,
		.min = 1,
		.max = list->min,
		.flags = list->flags,
	};
	const char *text = jval_text(v);

	if (text)
		value_from_text(p, at, &one, text, strlen(text), item);
	else
		problem_at(p, at, "type", NULL);
}

static void list_from(struct problems *p, const struct place *at, const struct fld *f,
		      const struct jval *v, struct fld_list *ret)
{
	size_t n = jval_length(v), size;

	if (jval_kind(v) != JVAL_ARRAY) {
		problem_at(p, at, "type", NULL);
		return;
	}
	if (n > (size_t)f->max) {
		problem_at(p, at, "too_many",
			   arena_printf(p->a, "{\"max\":%lld}", (long long)f->max));
		return;
	}
	size = f->kind == FLD_LIST ? f->sub_size : sizeof(int64_t);
	*ret = (struct fld_list){ arena_zalloc(p->a, n, size), n };
	for (size_t i = 0; i < n && p->n < PROBLEMS_MAX; i++) {
		const struct place here = { at, NULL, i };
		void *item = (unsigned char *)ret->items + i * size;

		if (f->kind == FLD_LIST)
			object_from(p, &here, f->sub, jval_at(v, i), item);
		else
			plain_item(p, &here, f, jval_at(v, i), item);
	}
}

static void integer_from(struct problems *p, const struct place *at, const struct fld *f,
			 const struct jval *v, void *member)
{
	int64_t n = 0;

	if (jval_integer(v, INT64_MIN, INT64_MAX, &n))
		problem_at(p, at, "type", NULL);
	else
		value_from_i64(p, at, f, n, member);
}

static void text_from(struct problems *p, const struct place *at, const struct fld *f,
		      const struct jval *v, void *member)
{
	const char *text = jval_text(v);

	if (text)
		value_from_text(p, at, f, text, strlen(text), member);
	else
		problem_at(p, at, "type", NULL);
}

static void value_from(struct problems *p, const struct place *at, const struct fld *f,
		       const struct jval *v, void *member)
{
	switch (f->kind) {
	case FLD_I64:
		integer_from(p, at, f, v, member);
		break;
	case FLD_BOOL:
		if (jval_kind(v) == JVAL_BOOL)
			*(bool *)member = jval_true(v);
		else
			problem_at(p, at, "type", NULL);
		break;
	case FLD_OBJECT:
		object_from(p, at, f->sub, v, member);
		break;
	case FLD_LIST:
	case FLD_STRS:
	case FLD_IDS:
		list_from(p, at, f, v, member);
		break;
	case FLD_RAW:
		*(const char **)member = jval_print(p->a, v);
		break;
	default:
		text_from(p, at, f, v, member);
		break;
	}
}

/* null empties what the member had, so that a PATCH can take a value away. */
static void value_clear(const struct fld *f, void *member)
{
	switch (f->kind) {
	case FLD_I64:
	case FLD_ID:
	case FLD_TIME:
		*(int64_t *)member = 0;
		break;
	case FLD_BOOL:
		*(bool *)member = false;
		break;
	case FLD_LIST:
	case FLD_STRS:
	case FLD_IDS:
		*(struct fld_list *)member = (struct fld_list){ 0 };
		break;
	case FLD_OBJECT:
		break; /* an object that may be null is for output only */
	default:
		*(const char **)member = NULL;
		break;
	}
}

static void member_from(struct problems *p, const struct place *at, const struct fld *f,
			const struct jval *v, void *member)
{
	switch (jval_kind(v)) {
	case JVAL_ABSENT:
		if (!(f->flags & FLD_OPTIONAL))
			problem_at(p, at, "required", NULL);
		break;
	case JVAL_NULL:
		if (!(f->flags & FLD_NULLABLE))
			problem_at(p, at, f->flags & FLD_OPTIONAL ? "type" : "required", NULL);
		else
			value_clear(f, member);
		break;
	default:
		value_from(p, at, f, v, member);
		break;
	}
}

static void unknown_keys(struct problems *p, const struct place *at, const struct fld *fields,
			 const struct jval *object)
{
	struct jval_member m;

	for (bool more = jval_first(object, &m); more && p->n < PROBLEMS_MAX;
	     more = jval_next(&m)) {
		const struct place here = { at, name_cut(p->a, m.name), 0 };

		if (!field_find(fields, m.name))
			problem_at(p, &here, "unknown", NULL);
	}
}

static void object_from(struct problems *p, const struct place *at, const struct fld *fields,
			const struct jval *object, void *ret)
{
	if (jval_kind(object) != JVAL_OBJECT) {
		problem_at(p, at, "type", NULL);
		return;
	}
	for (const struct fld *f = fields; f->kind != FLD_END; f++) {
		const struct place here = { at, f->name, 0 };

		member_from(p, &here, f, jval_get(object, f->name), member_of(ret, f));
	}
	unknown_keys(p, at, fields, object);
}

enum err fields_parse(const struct fld *fields, const char *body, size_t len, struct problems *p,
		      void *ret)
{
	const struct jval *root = NULL;
	struct jval_fault fault = { 0 };
	enum err e;

	assert(p->a);
	e = jval_parse(p->a, body, len, &body_limits, &root, &fault);
	if (e == ERR_TOO_LARGE)
		problem_add(p, "", "too_many", NULL);
	else if (e && fault.duplicate)
		problem_add(p, fault.duplicate, "duplicate", NULL);
	else if (e)
		problem_add(p, "", fault.bad_utf8 ? "bad_text" : "bad_json", NULL);
	else
		object_from(p, NULL, fields, root, ret);
	return p->n ? ERR_INPUT : OK;
}
