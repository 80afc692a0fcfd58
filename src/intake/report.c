/* SPDX-License-Identifier: Apache-2.0 */
/* A check as JSON. */
#include "intake/report.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

static void flush(const struct report_options *o, struct json_writer *w)
{
	if (o->flush)
		o->flush(o->flush_arg, w->out);
}

static void row_numbers(struct json_writer *w, const char *key, const uint32_t *rows, size_t n)
{
	json_array(w, key);
	for (size_t i = 0; i < n; i++)
		json_i64(w, NULL, rows[i]);
	json_close(w);
}

static void mapping(struct json_writer *w, const struct intake_sheet *s)
{
	char letters[XLSX_COLUMN_SIZE];

	json_array(w, "mapping");
	for (size_t i = 0; i < s->n_columns; i++) {
		xlsx_column_format(s->columns[i].column, letters);
		json_object(w, NULL);
		json_str(w, "column", letters);
		json_str(w, "heading", s->columns[i].heading);
		json_str(w, "field", intake_field_name(s->columns[i].field));
		json_close(w);
	}
	json_close(w);
}

static void row_values(struct json_writer *w, const struct intake_file *f,
		       const struct intake_row *row)
{
	const struct intake_sheet *s = &f->sheets[row->sheet];

	json_array(w, NULL);
	json_i64(w, NULL, row->number);
	for (size_t i = 0; i < s->n_columns; i++) {
		enum intake_field field = s->columns[i].field;
		int64_t n;

		if (field == FIELD_NONE)
			continue;
		if (row->values[i] && intake_field_is_count(s, field) &&
		    !str_to_i64(row->values[i], 0, INT32_MAX, &n))
			json_i64(w, NULL, n);
		else
			json_str(w, NULL, row->values[i]);
	}
	if (s->set == SET_PIPELINE)
		json_str(w, NULL, intake_stage(f, row));
	json_close(w);
}

static void rows(struct json_writer *w, const struct intake_file *f, const struct intake_sheet *s,
		 const struct report_options *o)
{
	json_array(w, "fields");
	json_str(w, NULL, "row");
	for (size_t i = 0; i < s->n_columns; i++) {
		if (s->columns[i].field != FIELD_NONE)
			json_str(w, NULL, intake_field_name(s->columns[i].field));
	}
	if (s->set == SET_PIPELINE)
		json_str(w, NULL, "stage");
	json_close(w);
	json_array(w, "rows");
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct intake_row *row = &f->rows[s->first_row + i];

		if (row->verdict == INTAKE_ACCEPT || row->verdict == INTAKE_WARN)
			row_values(w, f, row);
		flush(o, w);
	}
	json_close(w);
}

static void sheet(struct json_writer *w, const struct intake_file *f, const struct intake_sheet *s,
		  const struct report_options *o)
{
	json_object(w, NULL);
	json_str(w, "name", s->name);
	json_i64(w, "index", (int64_t)s->index);
	json_bool(w, "use", s->use);
	if (!s->use) {
		json_str(w, "why", s->why);
		json_close(w);
		return;
	}
	row_numbers(w, "title_rows", s->title_rows, s->n_titles);
	row_numbers(w, "heading_rows", s->heading_rows, s->n_headings);
	json_i64(w, "first_data_row", s->first_data_row);
	json_i64(w, "last_data_row", s->last_data_row);
	json_i64(w, "data_rows", (int64_t)s->n_data_rows);
	mapping(w, s);
	if (o->rows)
		rows(w, f, s, o);
	json_close(w);
}

void report_sheets(struct json_writer *w, const struct intake_file *f,
		   const struct report_options *o)
{
	json_array(w, "sheets");
	for (size_t i = 0; i < f->n_sheets; i++)
		sheet(w, f, &f->sheets[i], o);
	json_close(w);
}

void report_counts(struct json_writer *w, const struct intake_file *f)
{
	json_object(w, "counts");
	json_i64(w, "rows", (int64_t)(f->accepted + f->refused_rows));
	json_i64(w, "accept", (int64_t)f->accepted);
	json_i64(w, "of_these_with_warning", (int64_t)f->warned);
	json_i64(w, "refuse", (int64_t)f->refused_rows);
	json_close(w);
}

void report_plan(struct json_writer *w, const struct report_options *o)
{
	if (!o->plan)
		return;
	json_object(w, "plan");
	for (int i = 0; i < PLAN__MAX; i++)
		json_i64(w, plan_action_names[i], (int64_t)o->plan->n[i]);
	json_close(w);
}

static const char *heading_of(const struct intake_sheet *s, uint32_t column)
{
	for (size_t i = 0; i < s->n_columns; i++) {
		if (s->columns[i].column == column)
			return s->columns[i].heading;
	}
	return NULL;
}

void report_fault(struct json_writer *w, const struct intake_file *f,
		  const struct intake_fault *fault)
{
	const struct intake_sheet *s = &f->sheets[fault->sheet];
	char letters[XLSX_COLUMN_SIZE];

	xlsx_column_format(fault->column, letters);
	json_object(w, NULL);
	json_str(w, "sheet", s->name);
	json_i64(w, "row", fault->row);
	json_str(w, "column", fault->column ? letters : NULL);
	json_str(w, "heading", heading_of(s, fault->column));
	json_str(w, "kind", intake_fault_name(fault->kind));
	json_str(w, "verdict", intake_fault_refuses(fault->kind) ? "refuse" : "warn");
	if (fault->other_row)
		json_i64(w, fault->kind == FAULT_MERGED ? "with_row" : "of_row", fault->other_row);
	if (fault->other_row && fault->other_sheet != fault->sheet)
		json_str(w, "of_sheet", f->sheets[fault->other_sheet].name);
	if (fault->count)
		json_i64(w, "characters", fault->count);
	json_str(w, "message", intake_fault_zh(fault->kind));
	json_close(w);
}

static void not_data(struct json_writer *w, const struct intake_file *f)
{
	json_array(w, "not_data");
	for (size_t i = 0; i < f->n_not_data; i++) {
		json_object(w, NULL);
		json_str(w, "sheet", f->sheets[f->not_data[i].sheet].name);
		json_i64(w, "row", f->not_data[i].row);
		json_str(w, "why", f->not_data[i].why);
		json_str(w, "verdict", "skip");
		json_close(w);
	}
	json_close(w);
}

static void stages(struct json_writer *w, const struct intake_file *f)
{
	static const char *const names[] = { "applicant", "activist", "candidate", "probationary",
					     "full" };

	json_object(w, "stages");
	for (size_t k = 0; k < COUNTOF(names); k++) {
		int64_t n = 0;

		for (size_t i = 0; i < f->n_rows; i++) {
			if (f->rows[i].verdict <= INTAKE_WARN)
				n += str_eq(intake_stage(f, &f->rows[i]), names[k]);
		}
		json_i64(w, names[k], n);
	}
	json_close(w);
}

void report_write(struct json_writer *w, const struct intake_file *f,
		  const struct report_options *o)
{
	json_object(w, NULL);
	json_str(w, "verdict", f->refused ? "refuse_file" : "read");
	if (f->refused) {
		json_str(w, "kind", f->refused);
		json_str(w, "message", f->refused_zh);
	}
	json_day(w, "as_of", f->today);
	json_object(w, "import");
	json_str(w, "org", f->org_code);
	json_i64(w, "date_system", f->date_1904 ? 1904 : 1900);
	json_str(w, "kind", intake_kind_name(f->kind));
	json_close(w);
	report_sheets(w, f, o);
	report_counts(w, f);
	report_plan(w, o);
	if (o->batch_id)
		json_id(w, "batch", o->batch_id);
	json_array(w, "faults");
	for (size_t i = 0; i < f->n_faults; i++) {
		report_fault(w, f, &f->faults[i]);
		flush(o, w);
	}
	json_close(w);
	not_data(w, f);
	if (f->kind == INTAKE_PIPELINE)
		stages(w, f);
	json_close(w);
}
