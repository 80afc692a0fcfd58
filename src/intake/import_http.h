/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: what the routes of imports share: the spool, the jobs, the rows of a preview. */
#ifndef INTAKE_IMPORT_HTTP_H
#define INTAKE_IMPORT_HTTP_H

#include <stdio.h>

#include "app.h"
#include "intake/batch.h"

/* Files of a batch in the spool: removed when it is confirmed, cancelled or older than a day. */
enum spool_file { SPOOL_XLSX, SPOOL_ROWS, SPOOL_MAP, SPOOL_PROGRESS, SPOOL_FILE__MAX };
#define SPOOL_HOURS 24
const char *spool_path_of(struct arena *a, const char *spool, int64_t batch_id,
			  enum spool_file file);
void spool_remove(struct arena *a, const char *spool, int64_t batch_id);
/* Removes what was left behind: files of imports older than SPOOL_HOURS. */
void spool_sweep(const char *spool, int64_t now);

/* How far a running job is; phase: "checking", "writing"; "" when nothing runs. */
struct spool_progress {
	const char *phase;
	int64_t done, total;
};
void spool_progress_set(const char *path, const char *phase, int64_t done, int64_t total);
struct spool_progress spool_progress_get(struct arena *a, const char *spool, int64_t batch_id);

/* Columns the user named, one "sheet column field" a line. */
NODISCARD enum err spool_map_add(struct arena *a, const char *spool, int64_t batch_id,
				 const struct intake_mapping *mapping);
size_t spool_map_load(struct arena *a, const char *spool, int64_t batch_id,
		      struct intake_mapping **ret);

/* Work on a batch behind a request; its memory is its own. */
struct import_job {
	struct arena a;
	const struct app *app;
	int64_t batch_id;
	enum intake_kind kind;
	const char *org_code, *file_name;
	bool confirm;
	struct user who; /* for the audit line: account, person, school, request */
};
/* Starts it on a worker; on OK the job is its own owner. ERR_BUSY. */
NODISCARD enum err import_start(struct import_job *job);
struct import_job *import_job_new(const struct app *app, const struct user *who,
				  const struct batch *batch, const char *org_code);

/* One page of the preview's rows as JSON objects; after: byte offset of the last page's end. */
struct rows_page {
	const char *verdict; /* NULL: all */
	int64_t after;
	int limit;
	int64_t ret_next; /* 0: that was all */
};
NODISCARD enum err rows_page_write(struct arena *a, const char *path, struct rows_page *page,
				   struct json_writer *w);

/* Sees each row of a plan and writes its line. */
struct rows_writer {
	FILE *f;
	const struct intake_file *file;
	size_t fault_at;
	struct buf line;
};
enum err rows_write(void *arg, const struct intake_row *row, enum plan_action action,
		    const struct plan_change *changes, size_t n);

#endif
