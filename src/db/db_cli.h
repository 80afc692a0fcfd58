/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DB_DB_CLI_H
#define DB_DB_CLI_H

#include "base/command.h"

#define DB_URL_DEFAULT "sqlite:data/jishi.db"

/* jishi migrate, backup, restore. */
extern const struct command db_commands[];

/* For commands whose only words are [--db URL]: 0, or 2 after saying on stderr what is wrong. */
int db_cli_url(int argc, char **argv, const char **ret_url);

#endif
