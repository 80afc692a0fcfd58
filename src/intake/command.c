/* SPDX-License-Identifier: Apache-2.0 */
/* jishi import: the same check and the same writing as in the browser, from the command line. */
#include "intake/intake.h"
#include "intake/report.h"
#include "intake/scope_file.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

static const char usage[] =
	"import organisation|roster|pipeline FILE.xlsx --org CODE [--dry-run] [--json] [--rows] "
	"[--organisations FILE.xlsx] [--db URL] [--now DATE] | import undo BATCH";

struct words {
	enum intake_kind kind;
	const char *path, *org, *db, *organisations;
	bool dry_run, json, rows;
};

static int complain(const char *what)
{
	fprintf(stderr, "jishi import: %s\n", what);
	return 2;
}

/* The value behind an option; NULL when there is none. */
static const char *option_value(int argc, char **argv, int *i)
{
	return *i + 1 < argc ? argv[++*i] : NULL;
}

static bool parse_option(int argc, char **argv, int *i, struct words *w)
{
	const char *name = argv[*i];
	const char **text = str_eq(name, "--org")             ? &w->org
			    : str_eq(name, "--db")            ? &w->db
			    : str_eq(name, "--organisations") ? &w->organisations
							      : NULL;
	int32_t day;

	if (text) {
		*text = option_value(argc, argv, i);
		return *text != NULL;
	}
	if (str_eq(name, "--now")) {
		const char *now = option_value(argc, argv, i);

		if (!now || date_parse(now, &day))
			return false;
		clock_set_today(day);
		return true;
	}
	if (str_eq(name, "--dry-run"))
		w->dry_run = true;
	else if (str_eq(name, "--json"))
		w->json = true;
	else if (str_eq(name, "--rows"))
		w->rows = true;
	else
		return false;
	return true;
}

static bool parse_words(int argc, char **argv, struct words *w)
{
	static const char *const kinds[] = { "organisation", "roster", "pipeline" };
	bool known = false;

	if (argc < 3)
		return false;
	for (size_t k = 0; k < COUNTOF(kinds); k++) {
		if (str_eq(argv[1], kinds[k])) {
			w->kind = (enum intake_kind)k;
			known = true;
		}
	}
	w->path = argv[2];
	for (int i = 3; i < argc; i++) {
		if (!parse_option(argc, argv, &i, w))
			return false;
	}
	return known;
}

static void to_stdout(void *arg, struct buf *out)
{
	(void)arg;
	if (out->len < 65536)
		return;
	(void)fwrite(out->text, 1, out->len, stdout); /* ferror is asked at the end */
	buf_reset(out);
}

static int print_json(const struct intake_file *f, bool rows)
{
	struct report_options o = { .rows = rows, .flush = to_stdout };
	struct json_writer w;
	struct buf out;
	enum err e;

	buf_init(&out, 64u << 20);
	json_begin(&w, &out);
	report_write(&w, f, &o);
	e = json_end(&w);
	(void)fwrite(out.text, 1, out.len, stdout);
	buf_release(&out);
	putchar('\n');
	return e || fflush(stdout) || ferror(stdout) ? 1 : 0;
}

static void print_fault(const struct intake_file *f, const struct intake_fault *fault)
{
	char letters[XLSX_COLUMN_SIZE];

	xlsx_column_format(fault->column, letters);
	printf("%s\t%s%u\t%s\t%s\n", f->sheets[fault->sheet].name, letters, fault->row,
	       intake_fault_refuses(fault->kind) ? "拒绝" : "提醒", intake_fault_zh(fault->kind));
}

static int print_text(const struct intake_file *f)
{
	if (f->refused) {
		fprintf(stderr, "jishi import: %s\n", f->refused_zh);
		return 1;
	}
	for (size_t i = 0; i < f->n_faults; i++)
		print_fault(f, &f->faults[i]);
	printf("共%zu行：可导入%zu行（其中%zu行有提醒），拒绝%zu行\n",
	       f->accepted + f->refused_rows, f->accepted, f->warned, f->refused_rows);
	return 0;
}

static int check_run(struct arena *a, const struct words *w)
{
	struct intake_scope scope = { .org_code = w->org };
	struct intake_options o = {
		.kind = w->kind, .path = w->path, .today = clock_today(), .scope = &scope
	};
	struct intake_file f;
	enum err e = OK;
	int status;

	if (w->organisations)
		e = scope_from_file(a, w->organisations, w->org, &scope);
	if (e) {
		fprintf(stderr, "jishi import: %s: %s\n", w->organisations, err_text(e));
		return 1;
	}
	e = intake_check(a, &o, &f);
	if (e) {
		fprintf(stderr, "jishi import: %s: %s; is the path right?\n", w->path, err_text(e));
		return 1;
	}
	status = w->json ? print_json(&f, w->rows) : print_text(&f);
	return f.refused ? 1 : status;
}

static int import_run(int argc, char **argv)
{
	struct words w = { 0 };
	struct arena a;
	int status;

	if (!parse_words(argc, argv, &w))
		return complain(usage);
	if (!w.org)
		return complain("--org CODE is missing: the organisation the file belongs to");
	arena_init(&a);
	status = check_run(&a, &w);
	arena_release(&a);
	return status;
}

const struct command intake_commands[] = {
	{ "import", usage, import_run },
	COMMAND_END,
};
