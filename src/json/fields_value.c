/* SPDX-License-Identifier: Apache-2.0 */
/* Single values of bodies and queries, checked by the table. */
#include "base/date.h"
#include "base/str.h"
#include "json/fields_parse.h"
#include "json/fields_text.h"
#include "base/banned.h"

void problem_add(struct problems *p, const char *field, const char *code, const char *params)
{
	if (p->n == PROBLEMS_MAX)
		return;
	p->items[p->n++] = (struct problem){
		.field = arena_strdup(p->a, field ? field : ""),
		.code = arena_strdup(p->a, code),
		.params = arena_strdup(p->a, params),
	};
}

static const char *path_of(struct arena *a, const struct place *at)
{
	const char *up;

	if (!at)
		return "";
	up = path_of(a, at->up);
	if (!at->name)
		return arena_printf(a, "%s[%zu]", up, at->index);
	return *up ? arena_printf(a, "%s.%s", up, at->name) : at->name;
}

void problem_at(struct problems *p, const struct place *at, const char *code, const char *params)
{
	if (p->n < PROBLEMS_MAX)
		problem_add(p, path_of(p->a, at), code, params);
}

const struct fld *field_find(const struct fld *fields, const char *name)
{
	for (; fields->kind != FLD_END; fields++) {
		if (strcmp(fields->name, name) == 0)
			return fields;
	}
	return NULL;
}

const char *name_cut(struct arena *a, const char *name)
{
	size_t len = strlen(name), cut = len > 64 ? 64 : len;

	while (cut > 0 && cut < len && ((unsigned char)name[cut] & 0xC0) == 0x80)
		cut--;
	return arena_strndup(a, name, cut);
}

static void str_value(struct problems *p, const struct place *at, const struct fld *f,
		      const char *text, size_t len, const char **member)
{
	const char *clean = text_clean(p->a, text, len, f->flags);
	size_t n;

	if (!clean) {
		problem_at(p, at, "bad_text", NULL);
		return;
	}
	n = utf8_count(clean, strlen(clean));
	if (n < (size_t)f->min)
		problem_at(p, at, "too_short",
			   arena_printf(p->a, "{\"min\":%lld}", (long long)f->min));
	else if (n > (size_t)f->max)
		problem_at(p, at, "too_long",
			   arena_printf(p->a, "{\"max\":%lld}", (long long)f->max));
	else
		*member = clean;
}

static void enum_value(struct problems *p, const struct place *at, const struct fld *f,
		       const char *text, const char **member)
{
	struct buf b;

	for (const char *const *v = f->values; *v; v++) {
		if (strcmp(*v, text) == 0) {
			*member = *v;
			return;
		}
	}
	buf_init(&b, 4096);
	buf_adds(&b, "{\"values\":[");
	for (const char *const *v = f->values; *v; v++)
		buf_addf(&b, "%s\"%s\"", v == f->values ? "" : ",", *v); /* codes of ours: plain */
	buf_adds(&b, "]}");
	problem_at(p, at, "not_one_of", b.overflow ? NULL : b.text);
	buf_release(&b);
}

/* Two digits below `limit` at s, or -1. */
static int two_digits(const char *s, int limit)
{
	int v;

	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	v = (s[0] - '0') * 10 + s[1] - '0';
	return v < limit ? v : -1;
}

/* "YYYY-MM-DDTHH:MM:SSZ" */
static enum err time_parse(const char *text, int64_t *ret)
{
	char date[DATE_SIZE];
	int32_t day;
	int h, m, s;

	if (strlen(text) != DATE_TIME_SIZE - 1 || text[10] != 'T' || text[13] != ':' ||
	    text[16] != ':' || text[19] != 'Z')
		return ERR_INPUT;
	memcpy(date, text, 10);
	date[10] = '\0';
	h = two_digits(text + 11, 24);
	m = two_digits(text + 14, 60);
	s = two_digits(text + 17, 60);
	if (date_parse(date, &day) || h < 0 || m < 0 || s < 0)
		return ERR_INPUT;
	*ret = (int64_t)day * 86400 + h * 3600 + m * 60 + s;
	return OK;
}

void value_from_text(struct problems *p, const struct place *at, const struct fld *f,
		     const char *text, size_t len, void *member)
{
	int32_t day;

	switch (f->kind) {
	case FLD_STR:
		str_value(p, at, f, text, len, member);
		break;
	case FLD_ENUM:
		enum_value(p, at, f, text, member);
		break;
	case FLD_ID:
		/* Only the plain form, so that one id has one text. */
		if (text[0] == '0' || str_to_i64(text, 1, INT64_MAX, member))
			problem_at(p, at, "type", NULL);
		break;
	case FLD_DATE:
		if (date_parse(text, &day))
			problem_at(p, at, "bad_date", NULL);
		else
			*(const char **)member = arena_strdup(p->a, text);
		break;
	case FLD_TIME:
		if (time_parse(text, member))
			problem_at(p, at, "bad_date", NULL);
		break;
	default:
		problem_at(p, at, "type", NULL);
		break;
	}
}

void value_from_i64(struct problems *p, const struct place *at, const struct fld *f, int64_t v,
		    void *member)
{
	if (v < f->min || v > f->max)
		problem_at(p, at, "out_of_range",
			   arena_printf(p->a, "{\"min\":%lld,\"max\":%lld}", (long long)f->min,
					(long long)f->max));
	else
		*(int64_t *)member = v;
}
