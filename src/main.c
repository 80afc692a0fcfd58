/* SPDX-License-Identifier: Apache-2.0 */
/* Start-up only: finds the command and runs it. What commands do stands in their folders. */
#include <locale.h>

#include "access/access_serve.h"
#include "base/command.h"
#include "base/str.h"
#include "db/db_cli.h"
#include "demo/demo.h"
#include "development/development.h"
#include "directory/directory.h"
#include "documents/documents.h"
#include "dossier/dossier.h"
#include "intake/intake.h"
#include "rebuild.h"
#include "rules/rules_cli.h"
#include "serve.h"
#include "base/banned.h"

static int version_run(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("jishi " JISHI_VERSION);
	return 0;
}

static const struct command own_commands[] = {
	{ "version", "version", version_run },
	COMMAND_END,
};

static const struct command *const tables[] = {
	own_commands,         serve_commands,   db_commands,      intake_commands,
	development_commands, rules_commands,   dossier_commands, documents_commands,
	access_commands,      rebuild_commands, demo_commands,
};

/* A command of two words stands before the one of its first word. */
static bool is_named(const struct command *c, int argc, char **argv)
{
	size_t len = strlen(argv[1]);

	if (str_eq(c->name, argv[1]))
		return true;
	return argc > 2 && str_starts(c->name, argv[1]) && c->name[len] == ' ' &&
	       str_eq(c->name + len + 1, argv[2]);
}

static void usage(FILE *to)
{
	fputs("usage:\n", to);
	for (size_t t = 0; t < COUNTOF(tables); t++) {
		for (const struct command *c = tables[t]; c->name; c++)
			fprintf(to, "  jishi %s\n", c->usage);
	}
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (str_eq(argv[1], "--help") || str_eq(argv[1], "help")) {
		usage(stdout);
		return 0;
	}
	for (size_t t = 0; t < COUNTOF(tables); t++) {
		for (const struct command *c = tables[t]; c->name; c++) {
			if (is_named(c, argc, argv))
				return c->run(argc - 1, argv + 1);
		}
	}
	fprintf(stderr, "jishi: no command \"%s\"; jishi --help lists them\n", argv[1]);
	return 2;
}
