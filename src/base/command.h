/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: `jishi NAME ...`. Each folder exports a table; src/main.c joins them. */
#ifndef BASE_COMMAND_H
#define BASE_COMMAND_H

#include "base/compat.h"

struct command {
	const char *name; /* "rules" */
	const char
		*usage; /* "rules list | test [PACK] | ..." one line, without the program's name */
	/*
	 * argv[0] is the command's own name. Gives the exit status: 0 only when what was asked is
	 * done; 1 when it is refused or failed; 2 when the words could not be understood. Errors go
	 * to stderr in one line that says what to do next.
	 */
	int (*run)(int argc, char **argv);
};

#define COMMAND_END                                                                                \
	{                                                                                          \
		NULL, NULL, NULL                                                                   \
	}

#endif
