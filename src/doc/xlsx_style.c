/* SPDX-License-Identifier: Apache-2.0 */
/* Which cells hold dates: styles and number formats; and what a serial number means. */
#include <math.h>

#include "doc/xlsx_part.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

struct format {
	int64_t id;
	bool is_date;
};

struct styles {
	struct format *formats;
	size_t n, cap;
	bool in_cell_formats;
};

/* Built-in formats that show a day or a time, those of Chinese systems (27-36, 50-58) with them. */
static bool builtin_is_date(int64_t id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	       (id >= 50 && id <= 58);
}

/* The end of what does not count at s: "quoted", \x, _x, *x, [bracketed]; s itself if it counts. */
static const char *skip_literal(const char *s)
{
	const char *end;

	switch (*s) {
	case '"':
		end = strchr(s + 1, '"');
		return end ? end + 1 : s + strlen(s);
	case '[':
		end = strchr(s + 1, ']');
		return end ? end + 1 : s + strlen(s);
	case '\\':
	case '_':
	case '*':
		return s[1] ? s + 2 : s + 1;
	default:
		return s;
	}
}

bool xlsx_format_is_date(const char *code)
{
	if (strncmp(code, "General", 7) == 0 || strncmp(code, "GENERAL", 7) == 0)
		return false;
	while (*code && *code != ';') { /* the first section is the one for ordinary numbers */
		const char *next = skip_literal(code);

		if (next != code) {
			code = next;
			continue;
		}
		if (strchr("yYmMdDhHsS", *code))
			return true;
		code++;
	}
	return false;
}

static bool format_is_date(const struct styles *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->formats[i].id == id)
			return s->formats[i].is_date;
	}
	return builtin_is_date(id);
}

static void on_start(struct part *p, const char *name, const char **attributes)
{
	struct styles *s = p->arg;
	struct xlsx *x = p->x;
	const char *id_text = part_attribute(attributes, "numFmtId");
	const char *code = part_attribute(attributes, "formatCode");
	int64_t id = 0;

	if (str_eq(name, "cellXfs"))
		s->in_cell_formats = true;
	if (id_text && str_to_i64(id_text, 0, INT32_MAX, &id))
		id = 0;
	if (str_eq(name, "numFmt") && code) {
		if (s->n >= XLSX_FORMATS_MAX) {
			part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
			return;
		}
		*VEC_PUSH(x->a, s->formats, s->n, s->cap) =
			(struct format){ id, xlsx_format_is_date(code) };
	} else if (str_eq(name, "xf") && s->in_cell_formats) {
		if (x->n_styles >= XLSX_STYLES_MAX) {
			part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
			return;
		}
		*VEC_PUSH(x->a, x->style_is_date, x->n_styles, x->cap_styles) =
			format_is_date(s, id);
	}
}

static void on_end(struct part *p, const char *name)
{
	struct styles *s = p->arg;

	if (str_eq(name, "cellXfs"))
		s->in_cell_formats = false;
}

enum err xlsx_read_styles(struct xlsx *x, zip_uint64_t entry, enum xlsx_refusal *ret_why)
{
	static const struct part_handlers on = { on_start, on_end, NULL };
	struct styles s = { 0 };
	struct part p = { .x = x, .on = &on, .arg = &s };
	enum err e = part_read(&p, entry, XLSX_SMALL_PART_MAX);

	if (e)
		*ret_why = p.why;
	return e;
}

enum err xlsx_serial_to_day(double serial, int32_t *ret_day)
{
	const int32_t epoch = -25569; /* serial 0, counted back from 1 March 1900 */
	double whole;
	int32_t day;

	if (!isfinite(serial))
		return ERR_INPUT;
	whole = floor(serial);
	if (whole < 1 || whole == 60 || whole > (double)DATE_MAX - epoch)
		return ERR_INPUT;
	day = (int32_t)whole + epoch;
	if (whole < 60) /* before the leap day that the first spreadsheets invented */
		day++;
	*ret_day = day;
	return OK;
}
