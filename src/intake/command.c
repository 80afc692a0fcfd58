/* SPDX-License-Identifier: Apache-2.0 */
/* jishi import: the same check and the same writing as in the browser, from the command line. */
#include "app.h"
#include "intake/batch.h"
#include "intake/report.h"
#include "intake/scope_file.h"
#include "base/banned.h"

static const char usage[] =
	"import organisation|roster|pipeline FILE.xlsx --org CODE [--dry-run] [--json] [--rows] "
	"[--organisations FILE.xlsx] [--db URL] [--now DATE] | import undo BATCH [--db URL]";

struct words {
	enum intake_kind kind;
	const char *path, *org, *organisations;
	bool dry_run, json, rows;
};

static int complain(const char *what)
{
	fprintf(stderr, "jishi import: %s\n", what);
	return 2;
}

static bool parse_option(int argc, char **argv, int *i, struct words *w)
{
	const char *name = argv[*i];

	if (str_eq(name, "--dry-run"))
		w->dry_run = true;
	else if (str_eq(name, "--json"))
		w->json = true;
	else if (str_eq(name, "--rows"))
		w->rows = true;
	else if (*i + 1 < argc && str_eq(name, "--org"))
		w->org = argv[++*i];
	else if (*i + 1 < argc && str_eq(name, "--organisations"))
		w->organisations = argv[++*i];
	else
		return false;
	return true;
}

static bool parse_words(int argc, char **argv, struct words *w)
{
	bool known = false;

	if (argc < 3)
		return false;
	for (int k = 0; k < INTAKE_KIND__MAX; k++) {
		if (str_eq(argv[1], intake_kind_name((enum intake_kind)k))) {
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

static int print_json(const struct intake_file *f, struct report_options o)
{
	struct json_writer w;
	struct buf out;
	enum err e;

	o.flush = to_stdout;
	buf_init(&out, 64u << 20);
	json_begin(&w, &out);
	report_write(&w, f, &o);
	e = json_end(&w);
	(void)fwrite(out.text, 1, out.len, stdout); /* ferror is asked below */
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

static void print_text(const struct intake_file *f, const struct report_options *o)
{
	for (size_t i = 0; i < f->n_faults; i++)
		print_fault(f, &f->faults[i]);
	printf("共%zu行：可导入%zu行（其中%zu行有提醒），拒绝%zu行\n",
	       f->accepted + f->refused_rows, f->accepted, f->warned, f->refused_rows);
	if (o->plan)
		printf("新增%zu，变更%zu，相同%zu，拒绝%zu\n", o->plan->n[PLAN_NEW],
		       o->plan->n[PLAN_CHANGED], o->plan->n[PLAN_SAME], o->plan->n[PLAN_REFUSED]);
	if (o->batch_id)
		printf("批次%lld已导入；撤销请执行：jishi import undo %lld\n",
		       (long long)o->batch_id, (long long)o->batch_id);
}

/* Exit status: 0 when the file was read (and written, if that was asked). */
static int print(const struct words *w, const struct intake_file *f, struct report_options o)
{
	int status = 0;

	o.rows = w->rows;
	if (w->json)
		status = print_json(f, o);
	else if (f->refused)
		fprintf(stderr, "jishi import: %s\n", f->refused_zh);
	else
		print_text(f, &o);
	return f->refused ? 1 : status;
}

static int failed(const char *what, enum err e, const char *next)
{
	fprintf(stderr, "jishi import: %s: %s; %s\n", what, err_text(e), next);
	return 1;
}

/* Without a database: the branches come from a file, or are not looked up. */
static int run_unrecorded(struct arena *a, const struct words *w)
{
	struct intake_scope scope = { .org_code = w->org };
	struct intake_options o = {
		.kind = w->kind, .path = w->path, .today = clock_today(), .scope = &scope
	};
	struct intake_file f;
	enum err e = OK;

	if (w->organisations)
		e = scope_from_file(a, w->organisations, w->org, &scope);
	if (e)
		return failed(w->organisations, e, "is --org in this file?");
	e = intake_check(a, &o, &f);
	if (e)
		return failed(w->path, e, "is the path right?");
	return print(w, &f, (struct report_options){ 0 });
}

static int look_failed(const struct words *w, enum err e)
{
	if (e == ERR_NOT_FOUND)
		return failed(w->org, e, "import the organisations first, or check --org");
	return failed(w->path, e, "is the path right?");
}

/* Opens the store for looking only: a file that is refused leaves it as it was. */
static enum err look_only(struct arena *a, const struct app_options *options, const struct words *w,
			  struct looked *l)
{
	struct app_options reading = *options;
	struct look in = { .kind = w->kind, .path = w->path, .org_code = w->org };
	struct db *db = NULL;
	struct app app;
	enum err e;

	reading.read_only = true;
	e = app_open(&reading, &app);
	if (!e)
		e = db_open(app.pool, &db);
	if (e) {
		app_close(&app);
		return ERR_DB; /* said by app_open() */
	}
	in.keys = app.seal;
	in.rules = app.rules;
	e = look_at(db, a, &in, l);
	db_close(db);
	app_close(&app);
	if (e)
		(void)look_failed(w, e);
	return e;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static enum err write_all(struct arena *a, const struct app_options *options, const struct words *w,
			  const struct looked *l, int64_t *ret_batch)
{
	char hash[65];
	struct confirm c = { .looked = l,
			     .file_name = base_name(w->path),
			     .file_hash = hash,
			     .report = look_report(a, l) };
	struct db *db = NULL;
	struct app app;
	enum err e = batch_file_hash(w->path, hash);

	if (e)
		return e;
	e = app_open(options, &app);
	if (!e)
		e = db_open(app.pool, &db);
	if (!e) {
		c.keys = app.seal;
		c.rules = app.rules;
		e = confirm_import(db, &c);
	}
	db_close(db);
	app_close(&app);
	*ret_batch = c.ret_batch_id;
	return e;
}

static int run_recorded(struct arena *a, const struct app_options *options, const struct words *w)
{
	struct looked *l = ARENA_NEW(a, struct looked);
	struct report_options o = { 0 };
	enum err e;

	if (look_only(a, options, w, l))
		return 1;
	if (l->file.refused)
		return print(w, &l->file, o);
	o.plan = &l->plan;
	if (!w->dry_run && (l->plan.n[PLAN_NEW] || l->plan.n[PLAN_CHANGED])) {
		e = write_all(a, options, w, l, &o.batch_id);
		if (e)
			return failed(w->path, e, "nothing was written");
	}
	return print(w, &l->file, o);
}

static int undo_run(struct arena *a, const struct app_options *options, const char *batch)
{
	struct undo *u = ARENA_NEW(a, struct undo);
	struct db *db = NULL;
	struct app app;
	enum err e;

	if (str_to_i64(batch, 1, INT64_MAX, &u->batch_id))
		return complain("undo wants the number of a batch");
	e = app_open(options, &app);
	if (!e)
		e = db_open(app.pool, &db);
	u->a = a;
	u->keys = app.seal;
	u->rules = app.rules;
	if (!e)
		e = undo_import(db, u);
	db_close(db);
	app_close(&app);
	for (size_t i = 0; i < u->n_obstacles; i++)
		fprintf(stderr, "%s\t%s\n", u->obstacles[i].name,
			obstacle_zh(u->obstacles[i].what));
	if (e)
		return failed(batch, e,
			      u->n_obstacles ? "somebody has built on it" : "is it confirmed?");
	printf("批次%s已撤销\n", batch);
	return 0;
}

static int dispatch(struct arena *a, const struct app_options *options, int argc, char **argv)
{
	struct words w = { 0 };
	int32_t day;

	if (argc == 3 && str_eq(argv[1], "undo"))
		return undo_run(a, options, argv[2]);
	if (!parse_words(argc, argv, &w))
		return complain(usage);
	if (!w.org)
		return complain("--org CODE is missing: the organisation the file belongs to");
	if (options->now && !date_parse(options->now, &day))
		clock_set_today(day);
	if (w.organisations && !w.dry_run)
		return complain("--organisations is for --dry-run");
	if (w.organisations)
		return run_unrecorded(a, &w);
	return run_recorded(a, options, &w);
}

static int import_run(int argc, char **argv)
{
	struct app_options options = { 0 };
	struct arena a;
	int status;

	if (app_options_take(&argc, argv, &options))
		return 2;
	arena_init(&a);
	status = dispatch(&a, &options, argc, argv);
	arena_release(&a);
	return status;
}

const struct command intake_commands[] = {
	{ "import", usage, import_run },
	COMMAND_END,
};
