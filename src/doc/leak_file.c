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
#include "doc/leak_file.h"
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
	struct leak_places places;
};

struct part {
	struct look *look;
	struct leak_stream *s;
	bool cells; /* no paragraphs: each element is for itself */
	bool words; /* inside an element whose blanks count */
	/* the present cell of a sheet */
	struct buf value;
	bool in_value, shared, numeric;
};

/* The fault of the archive as an error, with the reason in the report. */
static enum err refused(struct leak_report *r, enum archive_fault fault)
{
	static const struct {
		enum leak_refusal why;
		enum err e;
	} faults[] = {
		[ARCHIVE_FINE] = { LEAK_READ, OK },
		[ARCHIVE_NOT_ZIP] = { LEAK_UNKNOWN, ERR_MEDIA_TYPE },
		[ARCHIVE_DAMAGED] = { LEAK_DAMAGED, ERR_INPUT },
		[ARCHIVE_ENCRYPTED] = { LEAK_ENCRYPTED, ERR_MEDIA_TYPE },
		[ARCHIVE_BOMB] = { LEAK_BOMB, ERR_TOO_LARGE },
		[ARCHIVE_TOO_LARGE] = { LEAK_OVER_LIMITS, ERR_TOO_LARGE },
		[ARCHIVE_DOCTYPE] = { LEAK_DAMAGED, ERR_INPUT },
	};

	r->why = faults[fault].why;
	return faults[fault].e;
}

static enum err over_limits(struct leak_report *r)
{
	return refused(r, ARCHIVE_TOO_LARGE);
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
	p->words = str_eq(name, "t") || str_eq(name, "delText") || str_eq(name, "instrText");
}

static void text_end(void *arg, const char *name)
{
	struct part *p = arg;

	p->words = false;
	if (p->cells || parts(local(name)))
		leak_run_cut(&p->s->text);
}

static void text_chars(void *arg, const char *s, int len)
{
	struct part *p = arg;
	int blank = 0;

	while (blank < len && strchr(" \t\r\n", s[blank]))
		blank++;
	/* between runs they are the XML's own: a number goes on behind them */
	if (blank < len || p->words || p->cells)
		leak_feed(p->s, s, (size_t)len);
}

static enum err read_part(struct look *l, zip_uint64_t entry, struct xml_part *x)
{
	zip_stat_t stat;
	enum err e = refused(l->r, archive_stat(l->zip, entry, LEAK_PART_MAX, &stat));

	if (e)
		return e;
	l->total += stat.size;
	if (l->total > LEAK_TOTAL_MAX)
		return over_limits(l->r);
	x->max_bytes = LEAK_PART_MAX;
	x->depth_max = DEPTH_MAX;
	return refused(l->r, xml_read(x, l->zip, entry));
}

static struct leak_stream *stream(struct look *l, const char *name)
{
	struct leak_stream *s = leak_open(l->r, l->options, LEAK_TEXT, name);

	s->text.place = leak_place(&l->places, name);
	s->inside.place = s->text.place;
	return s;
}

static enum err scan_part(struct look *l, zip_uint64_t entry, const char *name)
{
	struct part p = { .look = l,
			  .s = stream(l, name),
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
	return l->strings.n == STRINGS_MAX || buf_check(&l->strings.text) ? over_limits(l->r) : OK;
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
	struct part p = { .look = l, .s = stream(l, name) };
	struct xml_part x = { .start = cell_start, .end = cell_end, .text = cell_text, .arg = &p };
	enum err e;

	buf_init(&p.value, CELL_MAX);
	e = read_part(l, entry, &x);
	if (!e && buf_check(&p.value))
		e = over_limits(l->r);
	buf_release(&p.value);
	leak_close(p.s);
	return e;
}

static void unused_strings(struct look *l)
{
	struct leak_stream *s = stream(l, "xl/sharedStrings.xml");

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
		return refused(l->r, ARCHIVE_DAMAGED);
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
		return refused(l->r, ARCHIVE_NOT_ZIP); /* an archive, but none of an office */
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

static enum err scan_zip(struct leak_report *r, const struct leak_options *options,
			 const void *bytes, size_t len)
{
	struct look l = { .r = r, .options = options };
	enum archive_fault fault = archive_open(bytes, len, LEAK_ENTRIES_MAX, &l.zip);
	enum err e;

	if (fault) /* it begins like an archive: without its end it is a damaged one */
		return refused(r, fault == ARCHIVE_NOT_ZIP ? ARCHIVE_DAMAGED : fault);
	buf_init(&l.strings.text, LEAK_PART_MAX);
	leak_places_read(r->a, l.zip, &l.places);
	e = scan_archive(&l);
	buf_release(&l.strings.text);
	archive_close(&l.zip);
	return e;
}

enum err leak_scan_file(struct leak_report *r, const struct leak_options *options,
			const void *bytes, size_t len)
{
	r->why = LEAK_READ;
	if (len > LEAK_FILE_MAX)
		return over_limits(r);
	switch (leak_sniff(bytes, len)) {
	case LEAK_IS_ZIP:
		return scan_zip(r, options, bytes, len);
	case LEAK_IS_PDF:
		r->why = LEAK_PDF;
		return ERR_MEDIA_TYPE;
	case LEAK_IS_OLD_OFFICE:
		r->why = LEAK_OLD_OFFICE;
		return ERR_MEDIA_TYPE;
	case LEAK_IS_ENCRYPTED:
		r->why = LEAK_ENCRYPTED;
		return ERR_MEDIA_TYPE;
	default:
		return leak_scan_plain(r, options, bytes, len);
	}
}
