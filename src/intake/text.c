/* SPDX-License-Identifier: Apache-2.0 */
/* Cleaning of cell texts: spaces, line breaks, full-width forms, the dot of names. */
#include <math.h>

#include "intake/text.h"
#include "base/str.h"
#include "base/banned.h"

static bool is_dropped(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0x7F ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || cp == 0xFEFF ||
	       cp == 0xFFFD;
}

static bool is_line_break(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029 || cp == 0x85;
}

static uint32_t fold(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	return cp;
}

/* The dots typed into names of two parts. */
static bool is_name_dot(uint32_t cp)
{
	return cp == 0xB7 || cp == 0x2022 || cp == 0x30FB || cp == 0x2027 || cp == 0xFF65 ||
	       cp == 0x2219 || cp == 0x22C5 || cp == 0x2024 || cp == 0xFF0E;
}

static bool is_latin(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0x250);
}

struct cleaning {
	char *out;
	size_t n;
	uint32_t last;      /* code point written last, 0 = none */
	bool space, broken; /* white space, a line break since then */
	unsigned flags;
	struct clean *ret;
};

static void put(struct cleaning *c, uint32_t cp)
{
	bool both_latin = is_latin(c->last) && is_latin(cp);

	if (c->last && c->broken)
		c->ret->line_break = true;
	if (c->last && (c->space || c->broken)) {
		bool keep = c->flags & CLEAN_SQUEEZE ? false
			    : c->flags & CLEAN_NAME  ? both_latin
			    : c->broken && !c->space ? both_latin
						     : c->space;

		if (keep)
			c->out[c->n++] = ' ';
	}
	c->space = false;
	c->broken = false;
	c->n += utf8_put(c->out + c->n, cp);
	c->last = cp;
}

struct clean clean_text(struct arena *a, const char *text, size_t len, unsigned flags)
{
	struct clean ret = { 0 };
	/* each code point gives at most its own bytes and, where white space was, one more;
	 * U+00B7 for a dot is never longer than the dot */
	struct cleaning c = { .out = arena_alloc(a, len + 1), .flags = flags, .ret = &ret };
	const char *at = text;
	uint32_t cp;

	while ((cp = utf8_next(&at, text + len))) {
		if (is_dropped(cp))
			continue;
		if (is_line_break(cp)) {
			c.broken = true;
			continue;
		}
		if (utf8_is_space(cp)) {
			c.space = true;
			continue;
		}
		if (flags & CLEAN_FOLD) {
			ret.folded |= cp >= 0xFF10 && cp <= 0xFF19;
			cp = fold(cp);
		}
		if ((flags & CLEAN_NAME) && is_name_dot(cp))
			cp = 0xB7;
		put(&c, cp);
	}
	c.out[c.n] = 0;
	ret.text = c.out;
	return ret;
}

void cell_text(struct arena *a, const struct xlsx_cell *cell, const char **ret, size_t *ret_len)
{
	bool number = cell->kind == XLSX_NUMBER || cell->kind == XLSX_DATE;
	const char *text = cell->text;

	if (!number) {
		*ret = text;
		*ret_len = cell->len;
		return;
	}
	if (strspn(text, "0123456789") != cell->len) {
		bool whole = floor(cell->number) == cell->number && fabs(cell->number) < 1e15;

		text = arena_printf(a, whole ? "%.0f" : "%.15g", cell->number);
	}
	*ret = text;
	*ret_len = strlen(text);
}

bool is_placeholder(const char *text)
{
	static const char *const none[] = { "无", "/",  "-",    "—",    "——",
					    "--", "\\", "暂无", "没有", "／" };

	for (size_t i = 0; i < COUNTOF(none); i++) {
		if (str_eq(text, none[i]))
			return true;
	}
	return false;
}
