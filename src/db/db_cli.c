/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of the database layer. */
#include "db/db_cli.h"

#include "base/str.h"
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

const struct command db_commands[] = {
	{ "migrate", "migrate [--db URL]", migrate_run },
	COMMAND_END,
};
