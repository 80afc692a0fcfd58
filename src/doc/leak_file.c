/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks into XLSX and DOCX: every XML part, not only those that an office shows. In sheets the
 * cells are read in their order, so that a number cut over cells is seen; strings that no cell uses
 * are looked at afterwards.
 */
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "doc/archive.h"
#include "doc/leak_stream.h"
#include "base/str.h"
#include "base/banned.h"

#define DEPTH_MAX   256
#define CELL_MAX    (1u << 20) /* bytes of one cell's text */
#define STRINGS_MAX 2000000

struct strings {
	struct buf text; /* all of them, one behind the other */
	size_t *ends;
	bool *used;
	size_t n, cap;
	bool in_text;
};

struct look {
	struct leak_report *r;
	const struct leak_options *options;
	zip_t *zip;
	uint64_t total;
	struct strings strings;
};

struct part {
	struct look *look;
	struct leak_stream *s;
	bool cells; /* no paragraphs: each element is for itself */
	/* the present cell of a sheet */
	struct buf value;
	bool in_value, shared, numeric;
};

static enum err why(enum archive_fault fault)
{
	switch (fault) {
	case ARCHIVE_FINE:
		return OK;
	case ARCHIVE_BOMB:
	case ARCHIVE_TOO_LARGE:
		return ERR_TOO_LARGE;
	case ARCHIVE_NOT_ZIP:
	case ARCHIVE_ENCRYPTED:
		return ERR_MEDIA_TYPE;
	default:
		return ERR_INPUT;
	}
}

static bool ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s);
	size_t m = strlen(tail);

	return n >= m && strcasecmp(s + n - m, tail) == 0;
}

static bool is_xml(const char *name)
{
	return ends_with(name, ".xml") || ends_with(name, ".rels") || ends_with(name, ".vml") ||
	       ends_with(name, ".svg");
}

static const char *local(const char *name)
{
	const char *bar = strchr(name, '|');

	return bar ? bar + 1 : name;
}

/*
 * Elements that part what stands before and behind them. All others (runs, their properties, marks of
 * spelling and revision) may stand within a number. In parts that are neither Word's nor DrawingML's
 * every element parts, see text_end().
 */
static bool parts(const char *name)
{
	static const char *const names[] = { "p", "tc", "tr", "tab", "br", "cr", "comment" };

	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_eq(names[i], name))
			return true;
	}
	return false;
}

static void attributes_scan(struct part *p, const char **attributes)
{
	for (; attributes[0]; attributes += 2) {
		const char *at = attributes[1];
		const char *end = at + strlen(at);

		while (at < end)
			leak_run_take(&p->s->inside, utf8_next(&at, end));
		leak_run_end(&p->s->inside);
	}
}

/* ---- any part ---- */

static void text_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;

	attributes_scan(p, attributes);
	name = local(name);
	if (str_eq(name, "noBreakHyphen"))
		leak_feed(p->s, "-", 1);
	else if (parts(name))
		leak_run_cut(&p->s->text);
}

static void text_end(void *arg, const char *name)
{
	struct part *p = arg;

	if (p->cells || parts(local(name)))
		leak_run_cut(&p->s->text);
}

static void text_chars(void *arg, const char *s, int len)
{
	struct part *p = arg;

	leak_feed(p->s, s, (size_t)len);
}

static enum err read_part(struct look *l, zip_uint64_t entry, struct xml_part *x)
{
	zip_stat_t stat;
	enum err e = why(archive_stat(l->zip, entry, LEAK_PART_MAX, &stat));

	if (e)
		return e;
	l->total += stat.size;
	if (l->total > LEAK_TOTAL_MAX)
		return ERR_TOO_LARGE;
	x->max_bytes = LEAK_PART_MAX;
	x->depth_max = DEPTH_MAX;
	return why(xml_read(x, l->zip, entry));
}

static enum err scan_part(struct look *l, zip_uint64_t entry, const char *name)
{
	struct part p = { .look = l,
			  .s = leak_open(l->r, l->options, LEAK_TEXT, name),
			  .cells = !str_starts(name, "word/") && !strstr(name, "draw") };
	struct xml_part x = { .start = text_start, .end = text_end, .text = text_chars, .arg = &p };
	enum err e = read_part(l, entry, &x);

	leak_close(p.s);
	return e;
}

/* ---- workbooks ---- */

static void strings_start(void *arg, const char *name, const char **attributes)
{
	struct look *l = arg;

	(void)attributes;
	l->strings.in_text = l->strings.in_text || xml_is(name, "t");
}

static void strings_end(void *arg, const char *name)
{
	struct look *l = arg;
	struct strings *all = &l->strings;

	if (xml_is(name, "t"))
		all->in_text = false;
	if (xml_is(name, "si") && all->n < STRINGS_MAX)
		*VEC_PUSH(l->r->a, all->ends, all->n, all->cap) = all->text.len;
}

static void strings_text(void *arg, const char *s, int len)
{
	struct look *l = arg;

	if (l->strings.in_text)
		buf_add(&l->strings.text, s, (size_t)len);
}

static enum err strings_read(struct look *l, zip_uint64_t entry)
{
	struct xml_part x = {
		.start = strings_start, .end = strings_end, .text = strings_text, .arg = l
	};
	enum err e = read_part(l, entry, &x);

	if (e)
		return e;
	l->strings.used = ARENA_ARRAY(l->r->a, bool, l->strings.n);
	return l->strings.n == STRINGS_MAX ? ERR_TOO_LARGE : buf_check(&l->strings.text);
}

static void string_feed(struct look *l, struct leak_stream *s, size_t i)
{
	size_t from = i ? l->strings.ends[i - 1] : 0;

	l->strings.used[i] = true;
	leak_feed(s, l->strings.text.text + from, l->strings.ends[i] - from);
}

static void cell_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;

	if (xml_is(name, "c")) {
		const char *ref = xml_attribute(attributes, "r");
		const char *type = xml_attribute(attributes, "t");

		(void)snprintf(p->s->text.cell, sizeof(p->s->text.cell), "%s", ref ? ref : "?");
		memcpy(p->s->inside.cell, p->s->text.cell, sizeof(p->s->inside.cell));
		p->shared = type && str_eq(type, "s");
		p->numeric = !type || str_eq(type, "n");
		buf_reset(&p->value);
		leak_run_cut(&p->s->text);
		return;
	}
	if (xml_is(name, "v") || xml_is(name, "t"))
		p->in_value = true;
	else
		attributes_scan(p, attributes);
}

/* A number as the digits a person would see: "1.3800138E10" is a telephone. */
static void number_feed(struct part *p)
{
	char *end;
	double v = strtod(p->value.text, &end);
	char text[32];

	if (strpbrk(p->value.text, "Ee") && !*end && fabs(v) < 1e20 && trunc(v) == v) {
		(void)snprintf(text, sizeof(text), "%.0f", v);
		leak_feed(p->s, text, strlen(text));
	} else {
		leak_feed(p->s, p->value.text, p->value.len);
	}
}

static void cell_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct look *l = p->look;
	int64_t i;

	if (xml_is(name, "v") || xml_is(name, "t"))
		p->in_value = false;
	if (xml_is(name, "f") || xml_is(name, "oddFooter") || xml_is(name, "oddHeader"))
		leak_run_end(&p->s->inside);
	if (!xml_is(name, "c"))
		return;
	if (p->shared) {
		if (str_to_i64(p->value.text, 0, (int64_t)l->strings.n - 1, &i) == OK)
			string_feed(l, p->s, (size_t)i);
	} else if (p->numeric) {
		number_feed(p);
	} else {
		leak_feed(p->s, p->value.text, p->value.len);
	}
}

static void cell_text(void *arg, const char *s, int len)
{
	struct part *p = arg;
	const char *end = s + len;

	if (p->in_value) {
		buf_add(&p->value, s, (size_t)len);
		return;
	}
	while (s < end) /* formulas, headers, validations: beside the cells */
		leak_run_take(&p->s->inside, utf8_next(&s, end));
}

static enum err scan_sheet(struct look *l, zip_uint64_t entry, const char *name)
{
	struct part p = { .look = l, .s = leak_open(l->r, l->options, LEAK_TEXT, name) };
	struct xml_part x = { .start = cell_start, .end = cell_end, .text = cell_text, .arg = &p };
	enum err e;

	buf_init(&p.value, CELL_MAX);
	e = read_part(l, entry, &x);
	if (!e)
		e = buf_check(&p.value);
	buf_release(&p.value);
	leak_close(p.s);
	return e;
}

static void unused_strings(struct look *l)
{
	struct leak_stream *s = leak_open(l->r, l->options, LEAK_TEXT, "xl/sharedStrings.xml");

	for (size_t i = 0; i < l->strings.n; i++) {
		if (!l->strings.used[i]) {
			string_feed(l, s, i);
			leak_run_end(&s->text);
		}
	}
	leak_close(s);
}

/* ---- archives ---- */

static void unseen(struct leak_report *r, const char *name)
{
	r->total_unseen++;
	if (r->n_unseen < LEAK_UNSEEN_MAX)
		r->unseen[r->n_unseen++] = arena_strdup(r->a, name);
}

static enum err scan_entry(struct look *l, zip_uint64_t i)
{
	const char *name = zip_get_name(l->zip, i, 0);
	size_t len = name ? strlen(name) : 0;

	if (!len)
		return ERR_INPUT;
	leak_scan_text(l->r, l->options, LEAK_TEXT, "names of the parts", name, len);
	if (name[len - 1] == '/' || strcasecmp(name, "xl/sharedStrings.xml") == 0)
		return OK;
	if (!is_xml(name)) {
		unseen(l->r, name);
		return OK;
	}
	if (strncasecmp(name, "xl/worksheets/", 14) == 0 && !strchr(name + 14, '/'))
		return scan_sheet(l, i, name);
	return scan_part(l, i, name);
}

static enum err scan_archive(struct look *l)
{
	zip_int64_t n = zip_get_num_entries(l->zip, 0);
	zip_uint64_t strings;
	zip_uint64_t types;
	enum err e;

	if (archive_find(l->zip, "[Content_Types].xml", &types))
		return ERR_MEDIA_TYPE; /* an archive, but none of an office */
	if (archive_find(l->zip, "xl/sharedStrings.xml", &strings) == OK) {
		e = strings_read(l, strings);
		if (e)
			return e;
	}
	for (zip_int64_t i = 0; i < n; i++) {
		e = scan_entry(l, (zip_uint64_t)i);
		if (e)
			return e;
	}
	unused_strings(l);
	return OK;
}

/* Text in UTF-8 without control characters; HTML if it has a tag. */
static enum err scan_plain(struct leak_report *r, const struct leak_options *options,
			   const char *text, size_t len)
{
	bool html = false;

	if (!utf8_valid(text, len))
		return ERR_MEDIA_TYPE;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
			return ERR_MEDIA_TYPE;
		html = html || (c == '<' && i + 1 < len &&
				strchr("!/?abcdefghijklmnopqrstuvwxyz", text[i + 1] | 32));
	}
	leak_scan_text(r, options, html ? LEAK_HTML : LEAK_TEXT, NULL, text, len);
	return OK;
}

enum err leak_scan_file(struct leak_report *r, const struct leak_options *options,
			const void *bytes, size_t len)
{
	struct look l = { .r = r, .options = options };
	enum archive_fault fault;
	enum err e;

	if (len > LEAK_FILE_MAX)
		return ERR_TOO_LARGE;
	if (len >= 5 && memcmp(bytes, "%PDF-", 5) == 0)
		return ERR_MEDIA_TYPE;
	if (len < 2 || memcmp(bytes, "PK", 2) != 0)
		return scan_plain(r, options, bytes, len);
	fault = archive_open(bytes, len, LEAK_ENTRIES_MAX, &l.zip);
	if (fault)
		return fault == ARCHIVE_NOT_ZIP ? ERR_INPUT : why(fault);
	buf_init(&l.strings.text, LEAK_PART_MAX);
	e = scan_archive(&l);
	buf_release(&l.strings.text);
	archive_close(&l.zip);
	return e;
}
