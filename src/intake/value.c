/* SPDX-License-Identifier: Apache-2.0 */
/* Cells become values: one reader for each kind of column. */
#include "intake/check.h"
#include "base/str.h"
#include "base/banned.h"

#define TEXT_CHARS  500
#define NAME_CHARS  60
#define TITLE_CHARS 100

static void bad(struct row_check *r, size_t i, enum intake_fault_kind kind)
{
	r->state[r->sheet->columns[i].field] = VALUE_FAULTY;
	(void)fault_add(r->c, r->row, kind, r->sheet->columns[i].column);
}

static void good(struct row_check *r, size_t i, const char *text)
{
	r->row->values[i] = arena_strdup(r->c->a, text);
	r->state[r->sheet->columns[i].field] = VALUE_FINE;
}

/* The cell's text cleaned; faults of cleaning are told. NULL: nothing is left. */
static const char *cleaned(struct row_check *r, size_t i, const struct xlsx_cell *cell,
			   unsigned flags)
{
	struct clean clean;
	const char *text;
	size_t len;

	cell_text(&r->c->scratch, cell, &text, &len);
	clean = clean_text(&r->c->scratch, text, len, flags);
	if (!*clean.text)
		return NULL;
	if (clean.line_break)
		(void)fault_add(r->c, r->row, FAULT_LINE_BREAK, r->sheet->columns[i].column);
	if (clean.folded)
		(void)fault_add(r->c, r->row, FAULT_FULL_WIDTH_DIGITS, r->sheet->columns[i].column);
	return clean.text;
}

static bool fits(struct row_check *r, size_t i, const char *text, size_t max_chars)
{
	if (utf8_count(text, strlen(text)) <= max_chars)
		return true;
	bad(r, i, FAULT_TEXT_TOO_LONG);
	return false;
}

static void read_text(struct row_check *r, size_t i, const struct xlsx_cell *cell, unsigned flags,
		      size_t max_chars)
{
	const char *text = cleaned(r, i, cell, flags);

	if (text && fits(r, i, text, max_chars))
		good(r, i, text);
}

static void read_label(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	const char *text = cleaned(r, i, cell, 0);

	if (!text || !fits(r, i, text, TEXT_CHARS))
		return;
	r->row->values[i] = label_keep(r->c, text);
	r->state[r->sheet->columns[i].field] = VALUE_FINE;
}

static void read_sex(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	const char *text = cleaned(r, i, cell, CLEAN_SQUEEZE);

	if (!text)
		return;
	if (str_eq(text, "男") || str_eq(text, "男性"))
		r->row->values[i] = "男";
	else if (str_eq(text, "女") || str_eq(text, "女性"))
		r->row->values[i] = "女";
	else
		bad(r, i, FAULT_UNKNOWN_SEX);
	if (r->row->values[i])
		r->state[FIELD_SEX] = VALUE_FINE;
}

static void read_ethnicity(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	const char *text = cleaned(r, i, cell, CLEAN_SQUEEZE);
	const char *known;

	if (!text || !fits(r, i, text, 30))
		return;
	known = ethnicity_find(text);
	if (!known)
		(void)fault_add(r->c, r->row, FAULT_UNKNOWN_ETHNICITY, r->sheet->columns[i].column);
	r->row->values[i] = known ? known : label_keep(r->c, text);
	r->state[FIELD_ETHNICITY] = VALUE_FINE;
}

static void read_id(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	static const enum intake_fault_kind kinds[] = {
		[ID_LENGTH] = FAULT_ID_LENGTH,
		[ID_BAD_CHARACTER] = FAULT_ID_BAD_CHARACTER,
		[ID_IMPOSSIBLE_BIRTH] = FAULT_ID_IMPOSSIBLE_BIRTH,
		[ID_CHECK_DIGIT] = FAULT_ID_CHECK_DIGIT,
	};
	const char *text;
	enum id_fault f;

	if (cell->kind != XLSX_TEXT && cell->number >= 1e15) {
		bad(r, i, FAULT_ID_AS_NUMBER);
		return;
	}
	text = cleaned(r, i, cell, CLEAN_SQUEEZE | CLEAN_FOLD);
	if (text)
		text += *text == '\''; /* Excel's mark of text, typed once too often */
	if (!text || !*text || is_placeholder(text))
		return;
	f = id_read(text, r->c->o->today, &r->id);
	if (!f) {
		good(r, i, r->id.text);
		return;
	}
	bad(r, i, kinds[f]);
	if (f == ID_LENGTH && r->c->f->n_faults) {
		size_t n = utf8_count(text, strlen(text));

		r->c->f->faults[r->c->f->n_faults - 1].count = n < 255 ? (uint8_t)n : 255;
	}
}

static enum intake_fault_kind date_fault_kind(enum date_fault f)
{
	return f == DATE_AMBIGUOUS    ? FAULT_DATE_AMBIGUOUS
	       : f == DATE_IMPOSSIBLE ? FAULT_IMPOSSIBLE_DATE
				      : FAULT_DATE_UNREADABLE;
}

static void read_date(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	enum intake_field field = r->sheet->columns[i].field;
	struct span day = SPAN_NONE;
	char written[DATE_SIZE];
	enum date_fault f;
	const char *text;

	if (cell->kind == XLSX_NUMBER || cell->kind == XLSX_DATE) {
		f = date_read_number(cell->number, cell->kind == XLSX_DATE, &day);
	} else {
		text = cleaned(r, i, cell, CLEAN_FOLD);
		if (!text || is_placeholder(text))
			return;
		f = date_read_text(text, &day);
	}
	if (f) {
		bad(r, i, date_fault_kind(f));
	} else if (day.first > r->c->o->today) {
		bad(r, i, FAULT_DATE_IN_FUTURE);
	} else {
		span_format(day, written);
		good(r, i, written);
		r->days[field] = day;
	}
}

static void read_period(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	enum intake_field field = r->sheet->columns[i].field;
	const char *text = cleaned(r, i, cell, CLEAN_FOLD);
	char from[DATE_SIZE], to[DATE_SIZE];
	struct span days;
	enum date_fault f;

	if (!text || is_placeholder(text))
		return;
	f = period_read(&r->c->scratch, text, &days);
	if (f) {
		bad(r, i, f == DATE_IMPOSSIBLE ? FAULT_IMPOSSIBLE_DATE : FAULT_PERIOD_UNREADABLE);
		return;
	}
	date_format(days.first, from);
	date_format(days.last, to);
	good(r, i, arena_printf(&r->c->scratch, "%s/%s", from, to));
	r->days[field] = days;
}

/* Digits of a phone without dashes and country code; other texts as they stand. */
static const char *phone_digits(struct arena *a, const char *text)
{
	char *out;
	size_t n = 0;

	if (str_starts(text, "+86"))
		text += 3;
	if (strspn(text, "0123456789-") != strlen(text))
		return text;
	out = arena_alloc(a, strlen(text) + 1);
	for (; *text; text++) {
		if (*text != '-')
			out[n++] = *text;
	}
	out[n] = 0;
	return out;
}

static void read_phone(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	const char *text = cleaned(r, i, cell, CLEAN_SQUEEZE | CLEAN_FOLD);
	const char *digits;
	size_t len;

	if (!text || is_placeholder(text) || !fits(r, i, text, 60))
		return;
	digits = phone_digits(&r->c->scratch, text);
	len = strlen(digits);
	if (strspn(digits, "0123456789") != len ||
	    !(len == 11 || (*digits == '0' && (len == 10 || len == 12))))
		(void)fault_add(r->c, r->row, FAULT_PHONE_LENGTH, r->sheet->columns[i].column);
	good(r, i, *digits == '0' ? text : digits);
}

static void read_count(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	static const char *const units[] = { "人", "次", "票", "名" };
	const char *text = cleaned(r, i, cell, CLEAN_SQUEEZE | CLEAN_FOLD);
	enum intake_field field = r->sheet->columns[i].field;
	const char *digits = text;
	size_t len;

	if (!text || is_placeholder(text))
		return;
	len = strspn(text, "0123456789");
	for (size_t u = 0; u < COUNTOF(units); u++) {
		if (len && str_eq(text + len, units[u]))
			digits = arena_strndup(&r->c->scratch, text, len);
	}
	if (str_to_i64(digits, 0, 1000000, &r->counts[field])) {
		bad(r, i, FAULT_NUMBER_UNREADABLE);
		return;
	}
	good(r, i, arena_printf(&r->c->scratch, "%d", (int)r->counts[field]));
}

static void read_branch(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	const char *text = cleaned(r, i, cell, CLEAN_SQUEEZE);
	const struct intake_branch *branch;

	if (!text || !fits(r, i, text, TITLE_CHARS))
		return;
	if (r->c->o->scope->known) {
		branch = branch_find(r->c, text);
		if (!branch) {
			bad(r, i, FAULT_UNKNOWN_BRANCH);
			return;
		}
		text = branch->name;
	}
	r->row->values[i] = label_keep(r->c, text);
	r->state[FIELD_BRANCH] = VALUE_FINE;
}

void value_read(struct row_check *r, size_t i, const struct xlsx_cell *cell)
{
	if (!cell)
		return;
	if (cell->kind == XLSX_NO_VALUE || cell->kind == XLSX_ERROR || cell->kind == XLSX_BROKEN) {
		bad(r, i,
		    cell->kind == XLSX_NO_VALUE ? FAULT_FORMULA_WITHOUT_VALUE
		    : cell->kind == XLSX_ERROR  ? FAULT_FORMULA_ERROR
						: FAULT_CELL_UNREADABLE);
		return;
	}
	switch ((enum reader)r->sheet->columns[i].reader) {
	case READ_NOTHING:
		break;
	case READ_TEXT:
		read_text(r, i, cell, 0, TEXT_CHARS);
		break;
	case READ_LABEL:
		read_label(r, i, cell);
		break;
	case READ_CODE:
		read_text(r, i, cell, CLEAN_SQUEEZE | CLEAN_FOLD, 40);
		break;
	case READ_NAME:
		read_text(r, i, cell, CLEAN_NAME, NAME_CHARS);
		break;
	case READ_TITLE:
		read_text(r, i, cell, CLEAN_SQUEEZE, TITLE_CHARS);
		break;
	case READ_SEX:
		read_sex(r, i, cell);
		break;
	case READ_ETHNICITY:
		read_ethnicity(r, i, cell);
		break;
	case READ_ID:
		read_id(r, i, cell);
		break;
	case READ_DATE:
		read_date(r, i, cell);
		break;
	case READ_PERIOD:
		read_period(r, i, cell);
		break;
	case READ_PHONE:
		read_phone(r, i, cell);
		break;
	case READ_COUNT:
		read_count(r, i, cell);
		break;
	case READ_BRANCH:
		read_branch(r, i, cell);
		break;
	}
}
