/* SPDX-License-Identifier: Apache-2.0 */
/* Known settings, their checks, and what is in force. */
#include "access/setting.h"
#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
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

static bool is_kind(const char *word, size_t len)
{
	for (size_t k = 0; post_kinds[k] != NULL; k++) {
		if (strlen(post_kinds[k]) == len && memcmp(post_kinds[k], word, len) == 0)
			return true;
	}
	return false;
}

/* "a, b" as "a,b"; each known, none twice. */
static const char *kinds_form(struct arena *a, const char *text, const char **ret_fault)
{
	static const char apart[] = ", \t";
	const char *form = "";
	const char *at = text + strspn(text, apart);

	while (*at) {
		size_t len = strcspn(at, apart);
		const char *word = arena_strndup(a, at, len);

		if (!is_kind(at, len)) {
			*ret_fault = "not_one_of";
			return NULL;
		}
		if (!setting_has_kind(form, word))
			form = arena_printf(a, "%s%s%s", form, *form ? "," : "", word);
		at += len;
		at += strspn(at, apart);
	}
	return form;
}

const char *setting_form(struct arena *a, const struct setting_def *def, const char *text,
			 const char **ret_fault)
{
	int64_t number;

	*ret_fault = NULL;
	switch (def->kind) {
	case SETTING_NUMBER:
		if (str_to_i64(text, INT64_MIN, INT64_MAX, &number) != OK)
			*ret_fault = "type";
		else if (number < def->min || number > def->max)
			*ret_fault = "out_of_range";
		break;
	case SETTING_BOOL:
		if (!str_eq(text, "true") && !str_eq(text, "false"))
			*ret_fault = "type";
		break;
	case SETTING_TEXT:
		if (utf8_count(text, strlen(text)) > (size_t)def->max)
			*ret_fault = "too_long";
		break;
	case SETTING_POST_KINDS:
		return kinds_form(a, text, ret_fault);
	}
	return *ret_fault == NULL ? arena_strdup(a, text) : NULL;
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

bool setting_has_kind(const char *list, const char *kind)
{
	size_t len = strlen(kind);

	for (const char *at = list; len > 0 && at != NULL; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, kind, len) == 0 && (at[len] == ',' || at[len] == '\0'))
			return true;
	}
	return false;
}
