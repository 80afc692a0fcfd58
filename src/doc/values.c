/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/values.h"

#include <assert.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "doc/placeholder.h"
#include "base/banned.h"

#define PLACE_CHARS  40
#define DETAIL_CHARS 80

static struct doc_value *slot(struct arena *a, struct doc_values *v, const char *key)
{
	struct doc_value *value;

	for (size_t i = 0; i < v->n; i++) {
		if (str_eq(v->items[i].key, key))
			return &v->items[i];
	}
	value = VEC_PUSH(a, v->items, v->n, v->cap);
	value->key = key;
	return value;
}

void doc_set(struct arena *a, struct doc_values *v, const char *key, const char *text)
{
	struct doc_value *value = slot(a, v, key);

	value->text = text ? text : "";
	value->list = NULL;
}

void doc_set_i64(struct arena *a, struct doc_values *v, const char *key, int64_t number)
{
	doc_set(a, v, key, arena_printf(a, "%lld", (long long)number));
}

void doc_day_format(int32_t day, char text[DOC_DAY_SIZE])
{
	struct ymd d;

	text[0] = '\0';
	if (day == DATE_NONE)
		return;
	d = date_to_ymd(day);
	(void)snprintf(text, DOC_DAY_SIZE, "%d年%d月%d日", d.year, d.month, d.day);
}

void doc_set_day(struct arena *a, struct doc_values *v, const char *key, int32_t day)
{
	char text[DOC_DAY_SIZE];

	doc_day_format(day, text);
	doc_set(a, v, key, arena_strdup(a, text));
}

struct doc_list *doc_set_list(struct arena *a, struct doc_values *v, const char *key)
{
	struct doc_value *value = slot(a, v, key);

	value->text = NULL;
	value->list = ARENA_NEW(a, struct doc_list);
	return value->list;
}

struct doc_values *doc_add_row(struct arena *a, struct doc_list *list)
{
	struct doc_values *row = ARENA_NEW(a, struct doc_values);

	*VEC_PUSH(a, list->rows, list->n, list->cap) = row;
	return row;
}

static const struct doc_value *find(const struct doc_values *v, const char *key, size_t len)
{
	for (size_t i = 0; v && i < v->n; i++) {
		if (strlen(v->items[i].key) == len && memcmp(v->items[i].key, key, len) == 0)
			return &v->items[i];
	}
	return NULL;
}

const struct doc_value *doc_find(const struct doc_values *v, const struct doc_values *row,
				 const char *key, size_t len)
{
	const struct doc_value *own = find(row, key, len);

	return own ? own : find(v, key, len);
}

/* ---- faults ---- */

static const struct {
	const char *code, *zh, *en;
} faults[] = {
#define X(name, code, zh, en) { code, zh, en },
#include "doc/fault.def"
#undef X
};

void doc_faults_init(struct doc_faults *f, struct arena *a)
{
	*f = (struct doc_faults){ .a = a };
}

/* At most max characters of valid UTF-8, line ends and tabs made blanks, "…" for what was cut. */
static const char *shown(struct arena *a, const char *s, size_t len, size_t max)
{
	const char *at = s, *end = s + len;
	struct buf out;
	size_t n = 0;
	char *copy;

	buf_init(&out, (max + 2) * 4);
	while (at < end && n++ < max) {
		uint32_t cp = utf8_next(&at, end);
		char bytes[4];

		buf_add(&out, bytes, utf8_put(bytes, cp < 0x20 || cp == 0x7F ? ' ' : cp));
	}
	if (at < end)
		buf_adds(&out, "…");
	copy = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	return copy;
}

void doc_fault_add(struct doc_faults *f, enum doc_fault_kind kind, const char *part,
		   const char *place, size_t place_len, const char *detail, size_t detail_len)
{
	struct doc_fault *fault;

	if (f->n >= DOC_FAULTS_MAX) {
		f->dropped++;
		return;
	}
	fault = VEC_PUSH(f->a, f->items, f->n, f->cap);
	fault->kind = kind;
	fault->part = arena_strdup(f->a, part);
	fault->place = place ? shown(f->a, place, place_len, PLACE_CHARS) : NULL;
	fault->detail = detail ? shown(f->a, detail, detail_len, DETAIL_CHARS) : NULL;
}

const char *doc_fault_code(enum doc_fault_kind kind)
{
	assert(kind < DOC_FAULT__MAX);
	return faults[kind].code;
}

/* The sentence with each %s replaced by the detail. */
static const char *with_detail(struct arena *a, const char *sentence, const char *detail)
{
	const char *text = "";
	const char *hole;

	while ((hole = strstr(sentence, "%s")) != NULL) {
		text = arena_printf(a, "%s%.*s%s", text, (int)(hole - sentence), sentence,
				    detail ? detail : "");
		sentence = hole + 2;
	}
	return arena_printf(a, "%s%s", text, sentence);
}

static const char *part_zh(struct arena *a, const char *part)
{
	static const struct {
		const char *begin, *zh;
	} names[] = {
		{ "word/document", "正文" }, { "word/header", "页眉" },
		{ "word/footer", "页脚" },   { "word/footnotes", "脚注" },
		{ "word/endnotes", "尾注" }, { "form", "表样" },
	};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_starts(part, names[i].begin))
			return names[i].zh;
	}
	return arena_printf(a, "文件内的 %s", part);
}

const char *doc_fault_zh(struct arena *a, const struct doc_fault *fault)
{
	const char *text = with_detail(a, faults[fault->kind].zh, fault->detail);

	if (str_empty(fault->part))
		return text;
	if (!fault->place)
		return arena_printf(a, "%s：%s", part_zh(a, fault->part), text);
	return arena_printf(a, "%s“%s”一段：%s", part_zh(a, fault->part), fault->place, text);
}

const char *doc_fault_en(struct arena *a, const struct doc_fault *fault)
{
	const char *text = with_detail(a, faults[fault->kind].en, fault->detail);

	if (str_empty(fault->part))
		return text;
	if (!fault->place)
		return arena_printf(a, "%s: %s", fault->part, text);
	return arena_printf(a, "%s, \"%s\": %s", fault->part, fault->place, text);
}
