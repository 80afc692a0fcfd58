/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of the database layer. */
#include "db/db_cli.h"

#include "base/str.h"
#include "db/backup.h"
#include "db/db.h"
#include "base/banned.h"

int db_cli_url(int argc, char **argv, const char **ret_url)
{
	*ret_url = DB_URL_DEFAULT;
	for (int i = 1; i < argc; i++) {
		if (!str_eq(argv[i], "--db") || i + 1 == argc) {
			fprintf(stderr, "jishi %s: \"%s\" is not understood; it takes --db URL\n",
				argv[0], argv[i]);
			return 2;
		}
		*ret_url = argv[++i];
	}
	return 0;
}

static int migrate_run(int argc, char **argv)
{
	struct db_options options = { .allow_old = true };
	struct db_pool *pool = NULL;
	int applied = 0;
	enum err e;

	if (db_cli_url(argc, argv, &options.url))
		return 2;
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_migrate(pool, &applied);
	db_pool_close(pool);
	if (e) {
		fprintf(stderr, "jishi migrate: %s: %s\n", options.url, err_text(e));
		return 1;
	}
	printf("%d migrations applied\n", applied);
	return 0;
}

/* FILE [--db URL]: takes FILE out of the words; NULL after saying what is wrong. */
static const char *file_of(int *argc, char **argv)
{
	const char *file = *argc > 1 ? argv[1] : "-";

	if (file[0] == '-') {
		fprintf(stderr, "jishi %s: give the FILE first\n", argv[0]);
		return NULL;
	}
	argv[1] = argv[0];
	--*argc;
	return file;
}

/* What to do next, for the errors that a copy can end with. */
static const char *advice(enum err e)
{
	switch (e) {
	case ERR_DUPLICATE:
		return "is there already; nothing is overwritten, choose another name or move it away";
	case ERR_CONFLICT:
		return "the copy is not whole or belongs to another version of this program; run jishi check";
	case ERR_METHOD:
		return "this is for SQLite; use pg_dump and pg_restore for PostgreSQL";
	case ERR_NOT_FOUND:
		return "there is no such file";
	case ERR_IO:
		return "the file cannot be written; look at the folder and the free space";
	default:
		return err_text(e);
	}
}

static int backup_run(int argc, char **argv)
{
	struct db_options options = { .allow_old = true, .read_only = true };
	const char *file = file_of(&argc, argv);
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	enum err e;

	if (!file || db_cli_url(argc, argv + 1, &options.url))
		return 2;
	e = db_pool_open(&options, &pool);
	if (!e)
		e = db_open(pool, &db);
	if (!e)
		e = db_backup(db, file);
	db_close(db);
	db_pool_close(pool);
	if (e) {
		fprintf(stderr, "jishi backup: %s: %s\n", file, advice(e));
		return 1;
	}
	printf("%s: complete and verified\n", file);
	return 0;
}

static int restore_run(int argc, char **argv)
{
	const char *file = file_of(&argc, argv), *url;
	enum err e;

	if (!file || db_cli_url(argc, argv + 1, &url))
		return 2;
	e = db_restore(file, url);
	if (e) {
		fprintf(stderr, "jishi restore: %s: %s\n", e == ERR_DUPLICATE ? url : file,
			advice(e));
		return 1;
	}
	printf("%s: restored from %s and verified\n", url, file);
	return 0;
}

const struct command db_commands[] = {
	{ "migrate", "migrate [--db URL]", migrate_run },
	{ "backup", "backup FILE [--db URL]", backup_run },
	{ "restore", "restore FILE [--db URL]", restore_run },
	COMMAND_END,
};
