/* SPDX-License-Identifier: Apache-2.0 */
/* An uploaded workbook waits in the private spool until it is confirmed, cancelled or too old. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/import_http.h"
#include "intake/report.h"
#include "base/banned.h"

static const char *const suffixes[SPOOL_FILE__MAX] = { "xlsx", "rows", "map", "progress" };

const char *spool_path_of(struct arena *a, const char *spool, int64_t batch_id,
			  enum spool_file file)
{
	return arena_printf(a, "%s/import-%lld.%s", spool, (long long)batch_id, suffixes[file]);
}

void spool_remove(struct arena *a, const char *spool, int64_t batch_id)
{
	for (int i = 0; i < SPOOL_FILE__MAX; i++)
		(void)unlink(
			spool_path_of(a, spool, batch_id, (enum spool_file)i)); /* may be gone */
}

void spool_sweep(const char *spool, int64_t now)
{
	DIR *folder = opendir(spool);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)) != NULL) {
		struct stat st;
		int fd = dirfd(folder);

		if (str_starts(entry->d_name, "import-") && !fstatat(fd, entry->d_name, &st, 0) &&
		    st.st_mtime < now - SPOOL_HOURS * 3600)
			(void)unlinkat(fd, entry->d_name,
				       0); /* somebody else may have been first */
	}
	if (folder)
		(void)closedir(folder);
}

void spool_progress_set(const char *path, const char *phase, int64_t done, int64_t total)
{
	FILE *f = fopen(path, "we");

	if (!f)
		return; /* progress is a courtesy */
	fprintf(f, "%s %lld %lld\n", phase, (long long)done, (long long)total);
	(void)fclose(f);
}

struct spool_progress spool_progress_get(struct arena *a, const char *spool, int64_t batch_id)
{
	FILE *f = fopen(spool_path_of(a, spool, batch_id, SPOOL_PROGRESS), "re");
	struct spool_progress ret = { .phase = "" };
	char phase[16];
	long long done, total;

	if (!f)
		return ret;
	if (fscanf(f, "%15s %lld %lld", phase, &done, &total) == 3)
		ret = (struct spool_progress){ arena_strdup(a, phase), done, total };
	(void)fclose(f);
	return ret;
}

enum err spool_map_add(struct arena *a, const char *spool, int64_t batch_id,
		       const struct intake_mapping *mapping)
{
	FILE *f = fopen(spool_path_of(a, spool, batch_id, SPOOL_MAP), "ae");
	const char *field = intake_field_name(mapping->field);

	if (!f)
		return ERR_IO;
	fprintf(f, "%zu %u %s\n", mapping->sheet_index, mapping->column, field ? field : "-");
	return fclose(f) ? ERR_IO : OK;
}

size_t spool_map_load(struct arena *a, const char *spool, int64_t batch_id,
		      struct intake_mapping **ret)
{
	FILE *f = fopen(spool_path_of(a, spool, batch_id, SPOOL_MAP), "re");
	size_t n = 0, cap = 0;
	size_t sheet;
	unsigned column;
	char field[41];

	*ret = NULL;
	while (f && n < 1000 && fscanf(f, "%zu %u %40s", &sheet, &column, field) == 3)
		*VEC_PUSH(a, *ret, n, cap) =
			(struct intake_mapping){ sheet, column, intake_field_find(field) };
	if (f)
		(void)fclose(f);
	return n;
}

/* ---- the rows of a preview: a line of JSON each, behind the first letter of its verdict ---- */

static void write_faults(struct json_writer *w, struct rows_writer *r, const struct intake_row *row,
			 enum plan_action action)
{
	const struct intake_file *f = r->file;
	bool refused = false;

	json_array(w, "faults");
	while (r->fault_at < f->n_faults && (f->faults[r->fault_at].sheet < row->sheet ||
					     (f->faults[r->fault_at].sheet == row->sheet &&
					      f->faults[r->fault_at].row < row->number)))
		r->fault_at++;
	for (; r->fault_at < f->n_faults && f->faults[r->fault_at].sheet == row->sheet &&
	       f->faults[r->fault_at].row == row->number;
	     r->fault_at++) {
		report_fault(w, f, &f->faults[r->fault_at]);
		refused |= intake_fault_refuses(f->faults[r->fault_at].kind);
	}
	if (action == PLAN_REFUSED && !refused && f->n_faults) /* by what is recorded: the newest */
		report_fault(w, f, &f->faults[f->n_faults - 1]);
	json_close(w);
}

enum err rows_write(void *arg, const struct intake_row *row, enum plan_action action,
		    const struct plan_change *changes, size_t n)
{
	struct rows_writer *r = arg;
	struct json_writer w;
	enum err e;

	buf_reset(&r->line);
	json_begin(&w, &r->line);
	json_object(&w, NULL);
	json_str(&w, "sheet", r->file->sheets[row->sheet].name);
	json_i64(&w, "row", row->number);
	json_str(&w, "verdict", plan_action_names[action]);
	json_str(&w, "name", intake_value(r->file, row, FIELD_NAME));
	json_array(&w, "changes");
	for (size_t i = 0; i < n && action == PLAN_CHANGED; i++) {
		json_object(&w, NULL);
		json_str(&w, "field", changes[i].field);
		json_str(&w, "from", changes[i].from);
		json_str(&w, "to", changes[i].to);
		json_close(&w);
	}
	json_close(&w);
	write_faults(&w, r, row, action);
	json_close(&w);
	e = json_end(&w);
	if (e)
		return e;
	return fprintf(r->f, "%c%s\n", plan_action_names[action][0], r->line.text) < 0 ? ERR_IO
										       : OK;
}

enum err rows_page_write(struct arena *a, const char *path, struct rows_page *page,
			 struct json_writer *w)
{
	const size_t line_max = 64u << 10;
	char *line = arena_alloc(a, line_max);
	FILE *f = fopen(path, "re");
	int n = 0;

	page->ret_next = 0;
	if (!f)
		return ERR_NOT_FOUND;
	if (fseek(f, page->after, SEEK_SET)) {
		(void)fclose(f);
		return ERR_INPUT;
	}
	while (fgets(line, (int)line_max, f)) {
		size_t len = strlen(line);

		if (n == page->limit) {
			page->ret_next = ftell(f) - (int64_t)len;
			break;
		}
		if (len < 3 || line[len - 1] != '\n' || line[1] != '{')
			break; /* not a place where a line begins */
		if (page->verdict && line[0] != page->verdict[0])
			continue;
		json_raw(w, NULL, line + 1, len - 2);
		n++;
	}
	(void)fclose(f); /* only read from */
	return OK;
}
