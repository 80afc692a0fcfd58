/* SPDX-License-Identifier: Apache-2.0 */
/* The shared strings: all texts in one buffer, 4 bytes more for each. */
#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

struct strings {
	size_t begin; /* of the current string */
	bool inside, in_text;
	int phonetic; /* depth of rPh: how it is said, no part of the text */
};

static void mark(struct xlsx *x)
{
	uint32_t at = (uint32_t)x->strings.len;

	buf_add(&x->string_at, &at, sizeof(at));
}

static void on_start(struct part *p, const char *name, const char **attributes)
{
	struct strings *s = p->arg;

	(void)attributes;
	if (str_eq(name, "si")) {
		s->inside = true;
		s->begin = p->x->strings.len;
		mark(p->x);
	} else if (str_eq(name, "rPh")) {
		s->phonetic++;
	} else if (str_eq(name, "t")) {
		s->in_text = s->inside && !s->phonetic;
	}
}

static void finish(struct part *p)
{
	struct strings *s = p->arg;
	struct buf *b = &p->x->strings;

	s->inside = false;
	if (p->x->n_strings >= XLSX_STRINGS_MAX || b->overflow ||
	    b->len - s->begin > XLSX_ROW_BYTES) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	b->len = s->begin + part_unescape(b->text + s->begin, b->len - s->begin);
	buf_addc(b, 0);
	p->x->n_strings++;
}

static void on_end(struct part *p, const char *name)
{
	struct strings *s = p->arg;

	if (str_eq(name, "si"))
		finish(p);
	else if (str_eq(name, "rPh"))
		s->phonetic--;
	else if (str_eq(name, "t"))
		s->in_text = false;
}

static void on_text(struct part *p, const char *text, int len)
{
	struct strings *s = p->arg;

	if (!s->in_text)
		return;
	buf_add(&p->x->strings, text, (size_t)len);
	if (p->x->strings.overflow)
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
}

enum err xlsx_read_strings(struct xlsx *x, zip_uint64_t entry, enum xlsx_refusal *ret_why)
{
	static const struct part_handlers on = { on_start, on_end, on_text };
	struct strings s = { 0 };
	struct part p = { .x = x, .on = &on, .arg = &s };
	enum err e = part_read(&p, entry, XLSX_PART_MAX);

	if (e) {
		*ret_why = p.why;
		return e;
	}
	mark(x);
	return OK;
}
