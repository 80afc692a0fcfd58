/* SPDX-License-Identifier: Apache-2.0 */
#include "json/fields_check.h"

#include "base/date.h"
#include "base/str.h"
#include "json/fields_parse.h"
#include "json/json_read.h"
#include "base/banned.h"

static const char *check_object(struct arena *a, const struct fld *fields, const struct jval *v);

static bool one_of(const char *const *values, const char *text)
{
	for (; *values; values++) {
		if (str_eq(*values, text))
			return true;
	}
	return false;
}

static bool is_id(const struct jval *v)
{
	int64_t id;

	return jval_text(v) && str_to_i64(jval_text(v), 1, INT64_MAX, &id) == OK;
}

/* NULL if right. */
static const char *check_plain(const struct fld *f, const struct jval *v)
{
	const char *text = jval_text(v);
	int32_t day;

	switch (f->kind) {
	case FLD_I64:
		return jval_kind(v) == JVAL_INTEGER ? NULL : "is no integer";
	case FLD_BOOL:
		return jval_kind(v) == JVAL_BOOL ? NULL : "is no boolean";
	case FLD_ID:
		return is_id(v) ? NULL : "is no id";
	case FLD_DATE:
		return text && date_parse(text, &day) == OK ? NULL : "is no date";
	case FLD_TIME:
		return text && strlen(text) == DATE_TIME_SIZE - 1 && text[10] == 'T' ? NULL
										     : "is no time";
	case FLD_ENUM:
		return text && one_of(f->values, text) ? NULL : "is none of its codes";
	case FLD_RAW:
		return NULL;
	default:
		return text ? NULL : "is no text";
	}
}

static const char *check_list(struct arena *a, const struct fld *f, const struct jval *v)
{
	if (jval_kind(v) != JVAL_ARRAY)
		return "is no list";
	for (size_t i = 0; i < jval_length(v); i++) {
		const struct jval *item = jval_at(v, i);
		const char *why = NULL;

		if (f->kind == FLD_LIST)
			why = check_object(a, f->sub, item);
		else if (f->kind == FLD_IDS)
			why = is_id(item) ? NULL : "is no id";
		else
			why = jval_text(item) ? NULL : "is no text";
		if (why)
			return arena_printf(a, "[%zu]: %s", i, why);
	}
	return NULL;
}

static const char *check_member(struct arena *a, const struct fld *f, const struct jval *v)
{
	switch (jval_kind(v)) {
	case JVAL_ABSENT:
		return f->flags & (FLD_OPTIONAL | FLD_SECRET) ? NULL : "is missing";
	case JVAL_NULL:
		return f->flags & FLD_NULLABLE ? NULL : "is null";
	default:
		break;
	}
	switch (f->kind) {
	case FLD_OBJECT:
		return check_object(a, f->sub, v);
	case FLD_LIST:
	case FLD_STRS:
	case FLD_IDS:
		return check_list(a, f, v);
	default:
		return check_plain(f, v);
	}
}

static const char *check_object(struct arena *a, const struct fld *fields, const struct jval *v)
{
	struct jval_member m;

	if (jval_kind(v) != JVAL_OBJECT)
		return "is no object";
	for (const struct fld *f = fields; f->kind != FLD_END; f++) {
		const char *why = check_member(a, f, jval_get(v, f->name));

		if (why)
			return arena_printf(a, "%s: %s", f->name, why);
	}
	for (bool more = jval_first(v, &m); more; more = jval_next(&m)) {
		if (!field_find(fields, m.name))
			return arena_printf(a, "%s: is not in the table", m.name);
	}
	return NULL;
}

static const char *check_page(struct arena *a, const struct fld *fields, const struct jval *v)
{
	const struct fld items = { .name = "items", .kind = FLD_LIST, .sub = fields };
	enum jval_kind next = jval_kind(jval_get(v, "next"));
	enum jval_kind total = jval_kind(jval_get(v, "total"));
	const char *why = check_list(a, &items, jval_get(v, "items"));

	if (why)
		return arena_printf(a, "items%s", why);
	if (next != JVAL_NULL && next != JVAL_TEXT)
		return "next: is neither text nor null";
	if (total != JVAL_NULL && total != JVAL_INTEGER)
		return "total: is neither an integer nor null";
	return jval_length(v) == 3 ? NULL : "a page has items, next and total only";
}

const char *fields_check(struct arena *a, const struct fld *fields, bool page, const char *text,
			 size_t len)
{
	const struct jval *root = NULL;
	struct jval_fault fault = { 0 };

	if (jval_parse(a, text, len, &jval_limits_file, &root, &fault))
		return fault.text;
	return page ? check_page(a, fields, root) : check_object(a, fields, root);
}
