/* SPDX-License-Identifier: Apache-2.0 */
/* What src/serve.c needs of this folder: start and stop, the gate, routes, the first link. */
#ifndef ACCESS_ACCESS_SERVE_H
#define ACCESS_ACCESS_SERVE_H

#include <stdio.h>

#include "app.h"
#include "access/access.h"
#include "base/command.h"
#include "http/http.h"

/* Session and CSRF check, the routes' permissions. */
extern const struct http_gate access_gate;

extern const struct route access_routes[];
extern const struct command access_commands[]; /* jishi user */

/*
 * Sets app->access: the table of sessions and a thread that seals the audit log every second,
 * writes down once a minute which sessions were used, and clears away what has expired. Needs
 * app->pool and app->seal. ERR_CONFLICT: the key file does not belong to this database. ERR_DB.
 */
NODISCARD enum err access_start(struct app *app);

/* Ends the thread after a last sealing. Before db_pool_close; after http_stop. */
void access_stop(struct app *app);

/*
 * The token of the link by which the first administrator enters ("/setup#TOKEN" of our address),
 * valid for a day, in `a`; links printed earlier die. *ret NULL: there are accounts, no link is
 * needed. ERR_DB.
 */
NODISCARD enum err access_setup_link(struct db *db, struct arena *a, const char **ret);

/*
 * Tells on `to` how the first administrator gets in, if nobody has yet; url: of our own pages,
 * without "/" at its end. ERR_DB.
 */
NODISCARD enum err access_print_setup(struct app *app, FILE *to, const char *url);

#endif
