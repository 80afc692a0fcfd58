/* SPDX-License-Identifier: Apache-2.0 */
/* Known settings, their checks, and what is in force. */
#include "access/setting.h"
#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "json/fields.h"
#include "base/banned.h"

const struct setting_def setting_defs[] = {
#define X(name, kind, min, max, value, zh, en) { #name, kind, min, max, value, zh, en },
#include "access/setting.def"
#undef X
};
const size_t setting_defs_n = COUNTOF(setting_defs);

const struct setting_def *setting_def(const char *name)
{
	for (size_t i = 0; i < COUNTOF(setting_defs); i++) {
		if (str_eq(setting_defs[i].name, name))
			return &setting_defs[i];
	}
	return NULL;
}

/* A value of each kind, parsed as {"value": ...} by the same tables as a request's body. */
struct value {
	int64_t number;
	bool flag;
	const char *text;
	struct fld_list kinds;
};

static struct fld value_field(const struct setting_def *def)
{
	struct fld field = { .name = "value", .min = def->min, .max = def->max };

	switch (def->kind) {
	case SETTING_NUMBER:
		field.kind = FLD_I64;
		field.offset = FIELD_AT(value, number);
		break;
	case SETTING_BOOL:
		field.kind = FLD_BOOL;
		field.offset = FIELD_AT(value, flag);
		break;
	case SETTING_TEXT:
		field.kind = FLD_STR;
		field.offset = FIELD_AT(value, text);
		break;
	case SETTING_POST_KINDS:
		field.kind = FLD_STRS;
		field.offset = FIELD_AT(value, kinds);
		field.min = 40; /* longest word */
		break;
	}
	return field;
}

static const char *kinds_fault(const struct fld_list *list)
{
	const char *const *kinds = list->items;

	for (size_t i = 0; i < list->n; i++) {
		bool known = false;

		for (size_t k = 0; post_kinds[k] != NULL; k++)
			known |= str_eq(post_kinds[k], kinds[i]);
		if (!known)
			return "not_one_of";
	}
	return NULL;
}

const char *setting_fault(struct arena *a, const struct setting_def *def, const char *json)
{
	struct problems problems = { .a = a };
	const char *body = arena_printf(a, "{\"value\":%s}", json);
	const struct fld table[] = { value_field(def), FIELD_END };
	struct value value = { 0 };

	if (fields_parse(table, body, strlen(body), &problems, &value) != OK)
		return problems.n > 0 ? problems.items[0].code : "type";
	return def->kind == SETTING_POST_KINDS ? kinds_fault(&value.kinds) : NULL;
}

enum err setting_value(struct db *db, struct arena *a, int64_t school_id, const char *name,
		       const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const struct setting_def *def = setting_def(name);
	char today[DATE_SIZE];
	bool row;
	enum err e;

	if (def == NULL)
		return BUG("no such setting");
	date_format(clock_today(), today);
	e = db_stmt(db, SQL_SETTING_GET, &q);
	if (e)
		return e;
	bind_i64(q, SETTING_GET_ORGANISATION_ID, school_id);
	bind_str(q, SETTING_GET_NAME, name);
	bind_str(q, SETTING_GET_TODAY, today);
	e = step_row(q, &row);
	if (e)
		return e;
	*ret = row ? col_dup(q, SETTING_GET_C_VALUE, a) : def->value;
	return OK;
}

enum err setting_number(struct db *db, int64_t school_id, const char *name, int64_t *ret)
{
	CLEANUP(arena_release) struct arena a = { 0 };
	const struct setting_def *def = setting_def(name);
	const char *text;
	enum err e;

	e = setting_value(db, &a, school_id, name, &text);
	if (e)
		return e;
	if (def->kind != SETTING_NUMBER || str_to_i64(text, def->min, def->max, ret) != OK)
		return BUG("a stored setting is not of its kind");
	return OK;
}

bool setting_has_kind(const char *json, const char *kind)
{
	size_t len = strlen(kind);

	/* The list was checked on its way in: plain words in quotes, so a quoted word is exact. */
	for (const char *at = strstr(json, kind); at != NULL; at = strstr(at + 1, kind)) {
		if (at > json && at[-1] == '"' && at[len] == '"')
			return true;
	}
	return false;
}
