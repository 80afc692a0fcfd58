/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: a check as JSON, in the form of the samples' expected files. */
#ifndef INTAKE_REPORT_H
#define INTAKE_REPORT_H

#include "intake/plan.h"
#include "json/json_writer.h"

/*
 * One object: verdict, sheets with mapping, counts, faults, not_data. rows: with the values read
 * (ID numbers among them: never for a log or the database).
 * flush is called between rows and may empty w->out; NULL: everything stays in the buffer.
 */
struct report_options {
	bool rows;
	void (*flush)(void *arg, struct buf *out);
	void *flush_arg;
	const struct plan *plan; /* NULL: was not looked at against a database */
	int64_t batch_id;        /* 0: nothing was written */
};
void report_write(struct json_writer *w, const struct intake_file *f,
		  const struct report_options *o);

/* The parts of it, as members of the open object. */
void report_sheets(struct json_writer *w, const struct intake_file *f,
		   const struct report_options *o);
void report_plan(struct json_writer *w, const struct report_options *o);
void report_counts(struct json_writer *w, const struct intake_file *f);
void report_fault(struct json_writer *w, const struct intake_file *f,
		  const struct intake_fault *fault);

#endif
