/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to code points, and from HTML to its text. Forgiving: what is ill-formed is still read. */
#include <stdlib.h>

#include "doc/leak_stream.h"
#include "base/str.h"
#include "base/banned.h"

#define ILL_FORMED 0xFFFD /* neither digit nor separator: ends a run */

struct leak_stream *leak_open(struct leak_report *r, const struct leak_options *options,
			      enum leak_form form, const char *where)
{
	struct leak_stream *s = ARENA_NEW(r->a, struct leak_stream);

	where = where ? arena_strdup(r->a, where) : "";
	leak_run_init(&s->text, r, options, where);
	leak_run_init(&s->inside, r, options, where);
	s->form = form;
	return s;
}

/* Tags within a line: a number goes on behind them. */
static bool is_inline(const char *tag)
{
	static const char *const names[] = { "a",      "abbr", "b",     "bdi",   "bdo",  "big",
					     "code",   "data", "del",   "em",    "font", "i",
					     "ins",    "kbd",  "label", "mark",  "nobr", "o:p",
					     "q",      "s",    "samp",  "small", "span", "strong",
					     "strike", "sub",  "sup",   "time",  "tt",   "u",
					     "var",    "wbr" };

	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_eq(names[i], tag))
			return true;
	}
	return false;
}

static void take(struct leak_run *run, uint32_t cp)
{
	if (cp == '\n' || cp == '\r' || cp == '\t')
		cp = ' '; /* in HTML a line end is a blank */
	leak_run_take(run, cp);
}

static uint32_t entity_value(const char *name)
{
	static const struct {
		const char *name;
		uint32_t cp;
	} names[] = {
		{ "amp", '&' },    { "lt", '<' },      { "gt", '>' },     { "quot", '"' },
		{ "apos", '\'' },  { "nbsp", ' ' },    { "ensp", ' ' },   { "emsp", ' ' },
		{ "thinsp", ' ' }, { "shy", 0xAD },    { "zwj", 0x200D }, { "zwnj", 0x200C },
		{ "ndash", '-' },  { "mdash", '-' },   { "minus", '-' },  { "hyphen", '-' },
		{ "dash", '-' },   { "period", '.' },  { "middot", '.' }, { "bull", '.' },
		{ "sol", '/' },    { "lowbar", '_' },  { "comma", ',' },  { "times", 0xD7 },
		{ "Tab", ' ' },    { "NewLine", ' ' }, { "colon", ':' },  { "vert", '|' },
	};
	char *end;
	unsigned long v;

	if (name[0] == '#') {
		bool hex = name[1] == 'x' || name[1] == 'X';

		v = strtoul(name + (hex ? 2 : 1), &end, hex ? 16 : 10);
		return v && v <= 0x10FFFF ? (uint32_t)v : ILL_FORMED;
	}
	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_eq(names[i].name, name))
			return names[i].cp;
	}
	return ILL_FORMED;
}

static void entity_end(struct leak_stream *s, struct leak_run *run)
{
	s->entity[s->n_entity] = 0;
	s->in_entity = false;
	take(run, s->n_entity ? entity_value(s->entity) : '&');
	s->n_entity = 0;
}

static bool entity_goes_on(const struct leak_stream *s, uint32_t cp)
{
	bool digit = cp >= '0' && cp <= '9';
	bool letter = (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	bool hex = s->n_entity >= 2 && (s->entity[1] == 'x' || s->entity[1] == 'X');

	if (s->n_entity + 1 >= sizeof(s->entity))
		return false;
	if (s->n_entity == 0)
		return cp == '#' || letter;
	if (s->entity[0] != '#')
		return digit || letter;
	if (s->n_entity == 1)
		return digit || cp == 'x' || cp == 'X';
	return digit || (hex && ((cp | 32) >= 'a' && (cp | 32) <= 'f'));
}

/* A character of text or of an attribute: entities are decoded on the way. */
static void character(struct leak_stream *s, struct leak_run *run, uint32_t cp)
{
	if (s->in_entity) {
		if (entity_goes_on(s, cp)) {
			s->entity[s->n_entity++] = (char)cp;
			return;
		}
		entity_end(s, run);
		if (cp == ';')
			return;
	}
	if (cp == '&')
		s->in_entity = true;
	else
		take(run, cp);
}

static void tag_end(struct leak_stream *s)
{
	const char *name = s->tag[0] == '/' ? s->tag + 1 : s->tag;

	s->tag[s->n_tag] = 0;
	if (s->in_entity)
		entity_end(s, &s->inside);
	leak_run_end(&s->inside);
	if (!is_inline(name))
		leak_run_cut(&s->text);
	s->state = LEAK_HTML_TEXT;
}

static void tag_begin(struct leak_stream *s)
{
	s->state = LEAK_HTML_TAG;
	s->n_tag = 0;
	s->tag_named = false;
	s->quote = 0;
	s->dashes = 0;
}

static void in_comment(struct leak_stream *s, uint32_t cp)
{
	if (cp == '>' && s->dashes >= 2) {
		leak_run_end(&s->inside);
		s->state = LEAK_HTML_TEXT; /* a comment does not part the text around it */
		return;
	}
	s->dashes = cp == '-' ? s->dashes + 1 : 0;
	leak_run_take(&s->inside, cp);
}

/* Takes a character of the tag's name, if it is one. */
static bool tag_name(struct leak_stream *s, uint32_t cp)
{
	bool more = cp > ' ' && cp < 0x7F && (cp != '/' || s->n_tag == 0);

	if (s->tag_named || !more || s->n_tag + 1 >= sizeof(s->tag)) {
		s->tag_named = true;
		return false;
	}
	s->tag[s->n_tag++] = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
	if (s->n_tag == 3 && memcmp(s->tag, "!--", 3) == 0) {
		s->state = LEAK_HTML_COMMENT;
		s->dashes = 2; /* "<!-->" is a whole comment */
	}
	return true;
}

static void in_tag(struct leak_stream *s, uint32_t cp)
{
	if (cp == '>' && !s->quote) {
		tag_end(s);
		return;
	}
	if (tag_name(s, cp))
		return;
	if (cp == '"' || cp == '\'') {
		if (!s->quote)
			s->quote = cp;
		else if (s->quote == cp)
			s->quote = 0;
		leak_run_end(&s->inside);
	}
	character(s, &s->inside, cp);
}

static void html(struct leak_stream *s, uint32_t cp)
{
	switch (s->state) {
	case LEAK_HTML_TEXT:
		if (cp == '<') {
			if (s->in_entity)
				entity_end(s, &s->text);
			s->state = LEAK_HTML_OPEN;
		} else {
			character(s, &s->text, cp);
		}
		break;
	case LEAK_HTML_OPEN:
		if (cp == '/' || cp == '!' || cp == '?' ||
		    (cp < 0x7F && (cp | 32) >= 'a' && (cp | 32) <= 'z')) {
			tag_begin(s);
			in_tag(s, cp);
		} else { /* a "less than" in the text */
			s->state = LEAK_HTML_TEXT;
			leak_run_take(&s->text, '<');
			html(s, cp);
		}
		break;
	case LEAK_HTML_COMMENT:
		in_comment(s, cp);
		break;
	default:
		in_tag(s, cp);
	}
}

static void code_point(struct leak_stream *s, uint32_t cp)
{
	if (s->form == LEAK_HTML)
		html(s, cp);
	else
		leak_run_take(&s->text, cp);
}

/* Bytes that the first one says belong together. */
static size_t wanted(char first)
{
	unsigned char c = (unsigned char)first;

	return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
}

/* Decodes the partial bytes as far as they go; all of them at the end. */
static void drain(struct leak_stream *s, bool last)
{
	while (s->n_partial && (last || s->n_partial >= wanted(s->partial[0]))) {
		const char *at = s->partial;
		size_t used;
		uint32_t cp = utf8_next(&at, s->partial + s->n_partial);

		used = (size_t)(at - s->partial);
		if (!used)
			used = 1;
		s->n_partial -= used;
		memmove(s->partial, s->partial + used, s->n_partial);
		code_point(s, cp ? cp : ILL_FORMED);
	}
}

void leak_feed(struct leak_stream *s, const void *bytes, size_t len)
{
	const char *at = bytes;

	for (size_t i = 0; i < len; i++) {
		s->partial[s->n_partial++] = at[i];
		drain(s, false);
	}
}

void leak_close(struct leak_stream *s)
{
	drain(s, true);
	if (s->in_entity)
		entity_end(s, s->state == LEAK_HTML_TEXT ? &s->text : &s->inside);
	leak_run_end(&s->text);
	leak_run_end(&s->inside);
}

void leak_scan_text(struct leak_report *r, const struct leak_options *options, enum leak_form form,
		    const char *where, const char *text, size_t len)
{
	struct leak_stream *s = leak_open(r, options, form, where);

	leak_feed(s, text, len);
	leak_close(s);
}
