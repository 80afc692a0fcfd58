/* SPDX-License-Identifier: Apache-2.0 */
/* The check of a whole workbook: sheets, their headings, their rows, what ties rows together. */
#include "intake/check.h"
#include "base/str.h"
#include "base/banned.h"

#define HEAD_ROWS      20  /* headings stand within these */
#define PROGRESS_EVERY 500 /* rows */
#define MERGE_VISITS   CHECK_ROWS_MAX

static const char why_empty_row[] = "empty row within the data";
static const char why_total[] = "total line";
static const char why_footer[] = "footer";
static const char why_merged_footer[] = "footer over merged cells";
static const char why_heading[] = "heading repeated";

struct intake_fault *fault_add(struct check *c, const struct intake_row *row,
			       enum intake_fault_kind kind, uint32_t column)
{
	struct intake_file *f = c->f;
	struct intake_fault *fault;

	fault = VEC_PUSH(c->a, f->faults, f->n_faults, f->cap_faults);
	fault->row = row->number;
	fault->sheet = row->sheet;
	fault->column = column;
	fault->kind = (uint8_t)kind;
	return fault;
}

void fault_at(struct row_check *r, enum intake_fault_kind kind, enum intake_field field)
{
	int at = r->sheet->at_field[field];

	if (at < 0)
		at = r->sheet->at_field[FIELD_NAME];
	(void)fault_add(r->c, r->row, kind, at < 0 ? 0 : r->sheet->columns[at].column);
}

static void not_data(struct check *c, uint32_t row, const char *why)
{
	struct intake_file *f = c->f;

	if (f->n_not_data >= CHECK_SKIPS_MAX)
		return;
	*VEC_PUSH(c->a, f->not_data, f->n_not_data, f->cap_not_data) =
		(struct intake_not_data){ row, c->sheet_no, why };
}

static struct intake_sheet *sheet_now(struct check *c)
{
	return &c->f->sheets[c->sheet_no];
}

/* ---- is this row a person at all? ---- */

struct row_look {
	const struct xlsx_cell *cell_of[256]; /* by place in sheet->columns */
	size_t n_mapped;                      /* columns with a field that have something in them */
	const char *first; /* first text of the row, mapped or not, without spaces; "" if none */
	bool other_text;   /* an unmapped cell has words, not only a number */
};

static bool is_blank(struct check *c, const struct xlsx_cell *cell)
{
	return cell->kind == XLSX_TEXT &&
	       !*clean_text(&c->scratch, cell->text, cell->len, CLEAN_SQUEEZE).text;
}

static void look(struct check *c, const struct xlsx_row *row, struct row_look *ret)
{
	const struct intake_sheet *sheet = sheet_now(c);

	memset(ret->cell_of, 0, sizeof(ret->cell_of));
	ret->n_mapped = 0;
	ret->first = "";
	ret->other_text = false;
	for (size_t i = 0; i < row->n; i++) {
		const struct xlsx_cell *cell = &row->cells[i];
		size_t at = 0;

		if (is_blank(c, cell))
			continue;
		if (!*ret->first && cell->kind == XLSX_TEXT)
			ret->first = cell->len < 2000 ? clean_text(&c->scratch, cell->text,
								   cell->len, CLEAN_SQUEEZE)
								.text
						      : "";
		while (at < sheet->n_columns && sheet->columns[at].column != cell->column)
			at++;
		if (at < sheet->n_columns && sheet->columns[at].field != FIELD_NONE) {
			ret->n_mapped += !ret->cell_of[at];
			ret->cell_of[at] = cell;
		} else if (cell->kind == XLSX_TEXT) {
			ret->other_text |= strspn(cell->text, "0123456789. ") != cell->len;
		}
	}
}

static bool starts_with_any(const char *text, const char *const *words)
{
	for (; *words; words++) {
		if (str_starts(text, *words))
			return true;
	}
	return false;
}

/* NULL: data. Otherwise why the row is passed over. */
static const char *why_not_data(struct check *c, const struct row_look *l)
{
	static const char *const totals[] = { "合计", "总计", "小计", "共计", NULL };
	static const char *const footers[] = { "填表",     "制表",    "填报",  "审核人", "注：",
					       "注:",      "备注：",  "备注:", "说明：", "说明:",
					       "联系人：", "联系人:", NULL };
	const struct intake_sheet *sheet = sheet_now(c);
	int name_at = sheet->at_field[FIELD_NAME];

	if (!l->n_mapped)
		return l->other_text ? why_footer : why_empty_row;
	if (l->n_mapped <= 3 && starts_with_any(l->first, totals))
		return why_total;
	if (l->n_mapped <= 3 && starts_with_any(l->first, footers))
		return why_footer;
	if (name_at >= 0 && l->cell_of[name_at] && l->cell_of[name_at]->kind == XLSX_TEXT &&
	    str_eq(heading_text(&c->scratch, l->cell_of[name_at]), sheet->columns[name_at].heading))
		return why_heading;
	return NULL;
}

/* ---- one row ---- */

static uint8_t verdict_of(const struct intake_file *f, size_t faults_before)
{
	uint8_t verdict = INTAKE_ACCEPT;

	for (size_t i = faults_before; i < f->n_faults; i++)
		verdict = intake_fault_refuses(f->faults[i].kind) ? INTAKE_REFUSE
			  : verdict == INTAKE_REFUSE              ? verdict
								  : INTAKE_WARN;
	return verdict;
}

static void check_row(struct check *c, const struct xlsx_row *row, const struct row_look *l)
{
	static void (*const rules[SET__MAX])(struct row_check *) = {
		[SET_ORGANISATION] = rules_organisation,
		[SET_CLASS] = rules_organisation,
		[SET_ROSTER] = rules_roster,
		[SET_PIPELINE] = rules_pipeline,
	};
	struct intake_file *f = c->f;
	struct row_check r = { .c = c, .sheet = sheet_now(c) };
	size_t faults_before = f->n_faults;

	r.row = VEC_PUSH(c->a, f->rows, f->n_rows, f->cap_rows);
	r.row->number = row->number;
	r.row->sheet = c->sheet_no;
	r.row->values = ARENA_ARRAY(c->a, const char *, r.sheet->n_columns);
	for (size_t i = 0; i < r.sheet->n_columns; i++) {
		if (r.sheet->columns[i].field != FIELD_NONE)
			value_read(&r, i, l->cell_of[i]);
	}
	rules[r.sheet->set](&r);
	r.row->verdict = verdict_of(f, faults_before);
	if (!r.sheet->n_data_rows++)
		r.sheet->first_data_row = row->number;
	r.sheet->last_data_row = row->number;
	r.sheet->n_rows++;
}

static enum err report_progress(struct check *c)
{
	if (!c->o->progress || ++c->since_progress < PROGRESS_EVERY)
		return OK;
	c->since_progress = 0;
	return c->o->progress(c->o->progress_arg, xlsx_bytes_read(c->x), xlsx_bytes_total(c->x));
}

static enum err data_row(struct check *c, const struct xlsx_row *row)
{
	const struct intake_sheet *sheet = sheet_now(c);
	struct row_look l;
	const char *why;

	arena_reset(&c->scratch);
	look(c, row, &l);
	why = why_not_data(c, &l);
	if (why == why_empty_row)
		return OK; /* told if more data follows */
	if (why) {
		not_data(c, row->number, why);
		return OK;
	}
	if (c->f->n_rows >= CHECK_ROWS_MAX || c->f->n_faults >= CHECK_FAULTS_MAX)
		return ERR_TOO_LARGE;
	if (sheet->n_data_rows) {
		uint32_t gap = sheet->last_data_row + 1;

		for (; gap < row->number && c->f->n_not_data < CHECK_SKIPS_MAX; gap++)
			not_data(c, gap, why_empty_row);
	}
	check_row(c, row, &l);
	return report_progress(c);
}

/* ---- the first rows, until the headings are found ---- */

static void keep_head(struct check *c, const struct xlsx_row *row)
{
	struct head_row *head = VEC_PUSH(c->a, c->heads, c->n_heads, c->cap_heads);
	struct xlsx_cell *cells = arena_memdup(c->a, row->cells, row->n * sizeof(*cells));

	for (size_t i = 0; i < row->n; i++)
		cells[i].text = arena_strndup(c->a, cells[i].text, cells[i].len);
	head->row = *row;
	head->row.cells = cells;
}

static void apply_mappings(struct check *c)
{
	struct intake_sheet *sheet = sheet_now(c);

	for (size_t i = 0; i < c->o->n_mappings; i++) {
		if (c->o->mappings[i].sheet_index == sheet->index)
			heading_map(sheet, c->o->mappings[i].column, c->o->mappings[i].field);
	}
}

static enum err heads_finish(struct check *c)
{
	struct intake_sheet *sheet = sheet_now(c);
	size_t next = 0;
	enum err e = OK;

	c->heads_done = true;
	sheet->use = heading_find(c->a, c->o->kind, c->heads, c->n_heads, sheet, &next);
	if (!sheet->use) {
		sheet->why = c->n_heads ? "no_headings" : "empty";
		return OK;
	}
	apply_mappings(c);
	sheet->first_row = c->f->n_rows;
	for (size_t i = next; i < c->n_heads && !e; i++)
		e = data_row(c, &c->heads[i].row);
	return e;
}

static enum err on_row(void *arg, const struct xlsx_row *row)
{
	struct check *c = arg;

	if (c->heads_done)
		return sheet_now(c)->use ? data_row(c, row) : OK;
	keep_head(c, row);
	return c->n_heads >= HEAD_ROWS ? heads_finish(c) : OK;
}

static enum err on_merge(void *arg, const struct xlsx_range *range)
{
	struct check *c = arg;

	*VEC_PUSH(c->a, c->merges, c->n_merges, c->cap_merges) = *range;
	return OK;
}

/* ---- merged ranges: known only when all rows are read ---- */

/* First row of the sheet at or behind this number. */
static size_t row_from(const struct intake_file *f, const struct intake_sheet *sheet,
		       uint32_t number)
{
	size_t low = sheet->first_row;
	size_t high = sheet->first_row + sheet->n_rows;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (f->rows[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Faults of a row's column (0: of the row) are no more; they stand in the order of rows. */
static void drop_faults(struct check *c, const struct intake_row *row, uint32_t column)
{
	struct intake_fault *faults = c->f->faults;
	size_t low = c->faults_from;
	size_t high = c->faults_to;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (faults[mid].row < row->number)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < c->faults_to && faults[low].row == row->number; low++) {
		if (!column || faults[low].column == column)
			faults[low].kind = FAULT__MAX;
	}
}

/* Columns with a field inside the range; *ret_first the leftmost. */
static size_t columns_touched(const struct intake_sheet *sheet, const struct xlsx_range *m,
			      uint32_t *ret_first)
{
	size_t n = 0;

	for (size_t i = 0; i < sheet->n_columns; i++) {
		const struct intake_column *col = &sheet->columns[i];

		if (col->field == FIELD_NONE || col->column < m->first_column ||
		    col->column > m->last_column)
			continue;
		if (!n++)
			*ret_first = col->column;
	}
	return n;
}

/* A line of text across the sheet that was taken for a person with nothing but a name. */
static bool is_caption(const struct intake_sheet *sheet, const struct intake_row *row,
		       const struct xlsx_range *m, size_t touched)
{
	size_t outside = 0;

	if (m->first_row != m->last_row || touched < 3)
		return false;
	for (size_t i = 0; i < sheet->n_columns; i++) {
		uint32_t column = sheet->columns[i].column;

		outside += row->values[i] && (column < m->first_column || column > m->last_column);
	}
	return outside == 0;
}

static void merge_row(struct check *c, struct intake_row *row, const struct xlsx_range *m,
		      size_t touched, uint32_t column)
{
	struct intake_sheet *sheet = sheet_now(c);
	struct intake_fault *fault;

	if (row->verdict == INTAKE_SKIP)
		return;
	if (is_caption(sheet, row, m, touched)) {
		drop_faults(c, row, 0);
		row->verdict = INTAKE_SKIP;
		sheet->n_data_rows--;
		not_data(c, row->number, why_merged_footer);
		return;
	}
	drop_faults(c, row, column);
	fault = fault_add(c, row, FAULT_MERGED, column);
	if (m->last_row > m->first_row)
		fault->other_row = row->number == m->first_row ? m->first_row + 1 : m->first_row;
	fault->other_sheet = row->sheet;
	row->verdict = INTAKE_REFUSE;
}

/* ERR_TOO_LARGE: more than a sheet people made can have. */
static enum err merges_apply(struct check *c)
{
	struct intake_sheet *sheet = sheet_now(c);
	size_t visits = 0;

	for (size_t i = 0; i < c->n_merges; i++) {
		const struct xlsx_range *m = &c->merges[i];
		uint32_t column = 0;
		size_t touched = columns_touched(sheet, m, &column);

		for (size_t k = 0; k < c->f->n_not_data; k++) {
			struct intake_not_data *n = &c->f->not_data[k];

			if (n->sheet == c->sheet_no && n->row == m->first_row &&
			    n->why == why_footer)
				n->why = why_merged_footer;
		}
		for (size_t k = touched ? row_from(c->f, sheet, m->first_row) : SIZE_MAX;
		     k < sheet->first_row + sheet->n_rows && c->f->rows[k].number <= m->last_row;
		     k++) {
			if (++visits > MERGE_VISITS)
				return ERR_TOO_LARGE;
			merge_row(c, &c->f->rows[k], m, touched, column);
		}
	}
	return OK;
}

/* ---- sheets and the file ---- */

/* First and last row that are data, when captions were taken out. */
static void bounds_again(struct check *c)
{
	struct intake_sheet *sheet = sheet_now(c);

	sheet->first_data_row = 0;
	sheet->last_data_row = 0;
	for (size_t i = 0; i < sheet->n_rows; i++) {
		const struct intake_row *row = &c->f->rows[sheet->first_row + i];

		if (row->verdict == INTAKE_SKIP)
			continue;
		if (!sheet->first_data_row)
			sheet->first_data_row = row->number;
		sheet->last_data_row = row->number;
	}
}

static enum err check_sheet(struct check *c, size_t i, enum xlsx_refusal *why)
{
	const struct xlsx_sink sink = { on_row, on_merge, c };
	struct intake_sheet *sheet = VEC_PUSH(c->a, c->f->sheets, c->f->n_sheets, c->f->cap_sheets);
	enum err e;

	sheet->name = xlsx_sheet(c->x, i)->name;
	sheet->index = i + 1;
	if (xlsx_sheet(c->x, i)->hidden) {
		sheet->why = "hidden";
		return OK;
	}
	c->sheet_no = (uint16_t)i;
	c->heads_done = false;
	c->n_heads = 0;
	c->n_merges = 0;
	c->faults_from = c->f->n_faults;
	e = xlsx_read_sheet(c->x, i, &sink, why);
	if (!e && !c->heads_done)
		e = heads_finish(c);
	if (e || !sheet_now(c)->use)
		return e;
	c->faults_to = c->f->n_faults;
	e = merges_apply(c);
	bounds_again(c);
	return e;
}

static int by_place(const void *a, const void *b)
{
	const struct intake_fault *x = a;
	const struct intake_fault *y = b;

	if (x->sheet != y->sheet)
		return x->sheet < y->sheet ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static int by_row(const void *a, const void *b)
{
	const struct intake_not_data *x = a;
	const struct intake_not_data *y = b;

	if (x->sheet != y->sheet)
		return x->sheet < y->sheet ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

void intake_recount(struct intake_file *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n_faults; i++) {
		if (f->faults[i].kind != FAULT__MAX)
			f->faults[kept++] = f->faults[i];
	}
	f->n_faults = kept;
	f->accepted = 0;
	f->warned = 0;
	f->refused_rows = 0;
	if (f->n_faults)
		qsort(f->faults, f->n_faults, sizeof(*f->faults), by_place);
	if (f->n_not_data)
		qsort(f->not_data, f->n_not_data, sizeof(*f->not_data), by_row);
	for (size_t i = 0; i < f->n_rows; i++) {
		uint8_t verdict = f->rows[i].verdict;

		f->accepted += verdict == INTAKE_ACCEPT || verdict == INTAKE_WARN;
		f->warned += verdict == INTAKE_WARN;
		f->refused_rows += verdict == INTAKE_REFUSE;
	}
}

void intake_refuse(struct arena *a, struct intake_file *f, struct intake_row *row,
		   enum intake_fault_kind kind, enum intake_field field)
{
	const struct intake_sheet *sheet = &f->sheets[row->sheet];
	struct intake_fault *fault = VEC_PUSH(a, f->faults, f->n_faults, f->cap_faults);
	int at = sheet->at_field[field];

	if (at < 0)
		at = sheet->at_field[FIELD_NAME];
	fault->row = row->number;
	fault->sheet = row->sheet;
	fault->column = at < 0 ? 0 : sheet->columns[at].column;
	fault->kind = (uint8_t)kind;
	row->verdict = INTAKE_REFUSE;
}

static void refuse(struct intake_file *f, const char *kind, const char *zh)
{
	f->refused = kind;
	f->refused_zh = zh;
}

/* Is there anything to import, and can each row's branch be known? */
static void check_whole(struct check *c)
{
	struct intake_file *f = c->f;
	bool used = false;

	for (size_t i = 0; i < f->n_sheets; i++) {
		const struct intake_sheet *s = &f->sheets[i];

		used |= s->use;
		if (s->use && s->set == SET_ROSTER && s->at_field[FIELD_BRANCH] < 0 &&
		    c->o->scope->known && !c->o->scope->org_is_branch && s->n_data_rows)
			refuse(f, "missing_branch_column",
			       "表中没有“所在党支部”一列，所选党组织也不是党支部，无法确定每个人在哪个支部。请选择具体的党支部，或在表中补上这一列。");
	}
	if (!used)
		refuse(f, "no_headings",
		       "没有找到表头。请确认表中有“姓名”等列名，并且列名在前20行之内。");
}

static enum err check_sheets(struct check *c)
{
	enum xlsx_refusal why = XLSX_FINE;
	enum err e = OK;

	for (size_t i = 0; i < xlsx_sheets(c->x) && !e; i++)
		e = check_sheet(c, i, &why);
	if (e == ERR_INPUT && why != XLSX_FINE) {
		refuse(c->f, xlsx_refusal_code(why), xlsx_refusal_zh(why));
		return OK;
	}
	if (e == ERR_TOO_LARGE) {
		refuse(c->f, "too_many_rows",
		       "数据行太多，一次最多导入20万行。请拆成几份后再上传。");
		return OK;
	}
	if (e)
		return e;
	rules_tree(c);
	check_whole(c);
	return OK;
}

enum err intake_check(struct arena *a, const struct intake_options *options,
		      struct intake_file *ret)
{
	struct check *c = ARENA_NEW(a, struct check);
	CLEANUP(xlsx_close) struct xlsx *x = NULL;
	enum xlsx_refusal why;
	enum err e;

	*ret = (struct intake_file){ .kind = options->kind,
				     .org_code = options->scope->org_code,
				     .today = options->today };
	e = xlsx_open(a, options->path, &why, &x);
	if (e == ERR_INPUT) {
		refuse(ret, xlsx_refusal_code(why), xlsx_refusal_zh(why));
		return OK;
	}
	if (e)
		return e;
	c->a = a;
	c->o = options;
	c->f = ret;
	c->x = x;
	ret->date_1904 = xlsx_is_1904(x);
	arena_init(&c->scratch);
	branches_prepare(c);
	e = check_sheets(c);
	arena_release(&c->scratch);
	if (!e)
		intake_recount(ret);
	return e;
}
