/* SPDX-License-Identifier: Apache-2.0 */
#include "http/describe.h"

#include "base/banned.h"

#define SAFE_INTEGER_MAX INT64_C(9007199254740991) /* what a browser counts exactly */
#define NESTED_MAX       5 /* tables inside tables; deeper ones (trees of themselves) are "any" */

struct schema {
	struct json_writer *w;
	enum schema_way way;
	int depth;
};

static void object(struct schema *s, const char *key, const struct fld *fields);

static void type(struct schema *s, const struct fld *f, const char *name)
{
	if (!(f->flags & FLD_NULLABLE)) {
		json_str(s->w, "type", name);
		return;
	}
	json_array(s->w, "type");
	json_str(s->w, NULL, name);
	json_str(s->w, NULL, "null");
	json_close(s->w);
}

static void limit(struct schema *s, const char *key, int64_t value)
{
	if (value >= -SAFE_INTEGER_MAX && value <= SAFE_INTEGER_MAX)
		json_i64(s->w, key, value);
}

static void id_form(struct schema *s)
{
	json_str(s->w, "pattern", "^[1-9][0-9]{0,18}$");
}

static void text(struct schema *s, const struct fld *f)
{
	type(s, f, "string");
	/* What is stored may be older than a limit: answers promise none. */
	if (s->way == SCHEMA_OUT)
		return;
	limit(s, "minLength", f->min);
	limit(s, "maxLength", f->max);
	if (f->flags & FLD_SECRET)
		json_str(s->w, "format", "password");
}

static void integer(struct schema *s, const struct fld *f)
{
	type(s, f, "integer");
	json_str(s->w, "format", "int64");
	if (s->way == SCHEMA_OUT)
		return;
	limit(s, "minimum", f->min);
	limit(s, "maximum", f->max);
}

static void codes(struct schema *s, const struct fld *f)
{
	type(s, f, "string");
	json_array(s->w, "enum");
	for (const char *const *v = f->values; *v; v++)
		json_str(s->w, NULL, *v);
	if (f->flags & FLD_NULLABLE)
		json_null(s->w, NULL);
	json_close(s->w);
}

static void list(struct schema *s, const struct fld *f)
{
	type(s, f, "array");
	if (s->way == SCHEMA_IN)
		limit(s, "maxItems", f->max);
	if (f->kind == FLD_LIST) {
		object(s, "items", f->sub);
		return;
	}
	json_object(s->w, "items");
	json_str(s->w, "type", "string");
	if (f->kind == FLD_IDS)
		id_form(s);
	else if (s->way == SCHEMA_IN)
		limit(s, "maxLength", f->min);
	json_close(s->w);
}

/* Of every kind but OBJECT: what stands between the braces. */
static void plain(struct schema *s, const struct fld *f)
{
	switch (f->kind) {
	case FLD_STR:
		text(s, f);
		break;
	case FLD_I64:
		integer(s, f);
		break;
	case FLD_BOOL:
		type(s, f, "boolean");
		break;
	case FLD_ID:
		type(s, f, "string");
		id_form(s);
		break;
	case FLD_DATE:
		type(s, f, "string");
		json_str(s->w, "format", "date");
		break;
	case FLD_TIME:
		type(s, f, "string");
		json_str(s->w, "format", "date-time");
		break;
	case FLD_ENUM:
		codes(s, f);
		break;
	case FLD_LIST:
	case FLD_STRS:
	case FLD_IDS:
		list(s, f);
		break;
	default:
		break; /* RAW: anything */
	}
}

static void field(struct schema *s, const char *key, const struct fld *f)
{
	if (f->kind == FLD_OBJECT && !(f->flags & FLD_NULLABLE)) {
		object(s, key, f->sub);
		return;
	}
	json_object(s->w, key);
	if (f->about)
		json_str(s->w, "description", f->about);
	if (f->kind == FLD_OBJECT) {
		json_array(s->w, "anyOf");
		object(s, NULL, f->sub);
		json_object(s->w, NULL);
		json_str(s->w, "type", "null");
		json_close(s->w);
		json_close(s->w);
	} else {
		plain(s, f);
	}
	json_close(s->w);
}

static bool shown(const struct schema *s, const struct fld *f)
{
	return s->way == SCHEMA_IN || !(f->flags & FLD_SECRET);
}

static void object(struct schema *s, const char *key, const struct fld *fields)
{
	json_object(s->w, key);
	if (++s->depth <= NESTED_MAX) {
		json_str(s->w, "type", "object");
		json_object(s->w, "properties");
		for (const struct fld *f = fields; f->kind != FLD_END; f++) {
			if (shown(s, f))
				field(s, f->name, f);
		}
		json_close(s->w);
		json_array(s->w, "required");
		for (const struct fld *f = fields; f->kind != FLD_END; f++) {
			if (shown(s, f) && !(f->flags & FLD_OPTIONAL))
				json_str(s->w, NULL, f->name);
		}
		json_close(s->w);
		json_bool(s->w, "additionalProperties", false);
	}
	s->depth--;
	json_close(s->w);
}

void schema_object(struct json_writer *w, const char *key, const struct fld *fields,
		   enum schema_way way)
{
	struct schema s = { w, way, 0 };

	object(&s, key, fields);
}

void schema_field(struct json_writer *w, const char *key, const struct fld *f, enum schema_way way)
{
	struct schema s = { w, way, 0 };

	field(&s, key, f);
}

void schema_page(struct json_writer *w, const char *key, const struct fld *fields)
{
	struct row {
		struct fld_list items;
		const char *next;
		int64_t total;
	};
	const struct fld page[] = {
		FIELD_LIST(row, items, row, fields, INT64_MAX),
		FIELD_STR_(row, next, 0, INT64_MAX, FLD_NULLABLE),
		FIELD_I64_(row, total, 0, INT64_MAX, FLD_NULLABLE),
		FIELD_END,
	};

	schema_object(w, key, page, SCHEMA_OUT);
}
