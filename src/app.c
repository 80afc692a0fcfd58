/* SPDX-License-Identifier: Apache-2.0 */
#include "app.h"

#include <sys/stat.h>
#include <unistd.h>

#include "access/seal.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "db/db.h"
#include "doc/pdf.h"
#include "documents/form_pack.h"
#include "prover/prover_cli.h"
#include "rules/rules_folder.h"
#include "base/banned.h"

#define DB_DEFAULT "sqlite:data/jishi.db"

/* The value of argv[*i] if it is this option; moves *i onto the value. */
static const char *value_of(const char *option, int argc, char **argv, int *i)
{
	if (!str_eq(argv[*i], option) || *i + 1 >= argc)
		return NULL;
	return argv[++*i];
}

enum err app_options_take(int *argc, char **argv, struct app_options *ret)
{
	int kept = 1;
	int32_t day;

	for (int i = 1; i < *argc; i++) {
		const char *v;

		if ((v = value_of("--db", *argc, argv, &i)) != NULL)
			ret->db_url = v;
		else if ((v = value_of("--key-file", *argc, argv, &i)) != NULL)
			ret->key_file = v;
		else if ((v = value_of("--now", *argc, argv, &i)) != NULL)
			ret->now = v;
		else
			argv[kept++] = argv[i];
	}
	*argc = kept;
	argv[kept] = NULL;
	if (ret->now && date_parse(ret->now, &day)) {
		fprintf(stderr, "jishi: --now wants a day as 2026-11-23, not \"%s\"\n", ret->now);
		return ERR_INPUT;
	}
	return OK;
}

static enum err open_store(const struct app_options *options, const char *url, struct db_pool **ret)
{
	struct db_options db = { .url = url,
				 .allow_old = options->migrate,
				 .read_only = options->read_only };
	enum err e = db_pool_open(&db, ret);
	int applied;

	if (e == ERR_CONFLICT)
		fprintf(stderr,
			"jishi: %s has another schema than this program; run: jishi migrate --db %s\n",
			url, url);
	else if (e)
		fprintf(stderr, "jishi: %s cannot be opened: %s\n", url, err_text(e));
	if (e || !options->migrate)
		return e;
	e = db_migrate(*ret, &applied);
	if (e)
		fprintf(stderr, "jishi: the schema of %s cannot be brought up to date: %s\n", url,
			err_text(e));
	return e;
}

static enum err open_keys(const struct app_options *options, const char *url, struct app *app)
{
	const char *path = seal_key_path(&app->arena, url, options->key_file);
	struct seal_keys *keys = NULL;
	enum err e;

	if (!path) {
		fputs("jishi: PostgreSQL needs --key-file PATH (or JISHI_KEY_FILE)\n", stderr);
		return ERR_INPUT;
	}
	e = seal_keys_open(path, /* create= */ !options->read_only, &keys);
	if (e == ERR_NOT_FOUND && options->read_only)
		return OK; /* nothing was ever sealed */
	if (e)
		fprintf(stderr, "jishi: the key file %s cannot be used: %s\n", path, err_text(e));
	app->seal = keys;
	return e;
}

static enum err open_rules(struct app *app, const char *url)
{
	struct rules_fault fault = { 0 };
	enum err e = rules_set_installed(&app->arena, rules_folder_of(&app->arena, url), &fault,
					 &app->rules);

	if (!e)
		e = prover_pack_built_in(&app->arena, app->rules, &fault, &app->prover);
	if (e)
		fprintf(stderr, "jishi: %s:%u:%u: %s\n", fault.name, fault.line, fault.column,
			fault.why);
	return e;
}

static enum err open_forms(struct app *app, const char *url)
{
	struct form_fault fault = { 0 };
	enum err e = form_packs_installed(&app->arena, app->rules,
					  form_packs_folder(&app->arena, url), &fault, &app->forms);

	if (e)
		fprintf(stderr, "jishi: %s:%u:%u: %s\n", fault.name, fault.line, fault.column,
			fault.why);
	app->fonts = pdf_fonts_new(&app->arena);
	return e;
}

/* Scans are kept: beside the SQLite file, or where JISHI_FILES says. */
static const char *files_path(struct arena *a, const char *url)
{
	const char *said = getenv("JISHI_FILES");

	if (said && *said)
		return arena_strdup(a, said);
	if (str_starts(url, "sqlite:"))
		return arena_printf(a, "%s.files", url + strlen("sqlite:"));
	return "data/jishi.files";
}

/* Uploads wait beside the database; on PostgreSQL in the system's folder for temporary files. */
static const char *spool_path(struct arena *a, const char *url)
{
	if (str_starts(url, "sqlite:"))
		return arena_printf(a, "%s.spool", url + strlen("sqlite:"));
	return arena_printf(a, "/tmp/jishi-spool-%u", (unsigned)getuid());
}

enum err app_open(const struct app_options *options, struct app *ret)
{
	const char *url = options->db_url ? options->db_url : DB_DEFAULT;
	int32_t day;
	enum err e;

	memset(ret, 0, sizeof(*ret));
	arena_init(&ret->arena);
	if (options->now && !date_parse(options->now, &day))
		clock_set_today(day);
	ret->spool = spool_path(&ret->arena, url);
	ret->files = files_path(&ret->arena, url);
	umask(0077); /* database, key and spool are the owner's alone */
	e = open_store(options, url, &ret->pool);
	if (!e)
		e = open_keys(options, url, ret);
	if (!e)
		e = open_rules(ret, url);
	return e ? e : open_forms(ret, url);
}

void app_close(struct app *app)
{
	db_pool_close(app->pool);
	seal_keys_close((struct seal_keys *)app->seal);
	arena_release(&app->arena);
	memset(app, 0, sizeof(*app));
}
