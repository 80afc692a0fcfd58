/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lives as long as the process and is shared by its threads: made in src/serve.c before the
 * server starts, read-only afterwards (or behind a lock of its own). Handlers get it by req_app().
 */
#ifndef APP_H
#define APP_H

#include "base/arena.h"
#include "base/err.h"

struct db_pool;
struct seal_keys;   /* access/seal.h: keys for ID numbers, blind index, CSRF, audit */
struct rules_set;   /* rules/rules.h: the packs and calendars */
struct prover_pack; /* prover/prover.h: papers against papers */
struct form_packs;  /* documents/form_pack.h: papers as data */
struct pdf_fonts;   /* doc/pdf.h */
struct http_server;
struct access; /* access/access_serve.h: sessions in memory, the sealing thread */

struct app {
	struct arena arena; /* holds what is made at the start */
	struct db_pool *pool;
	const struct seal_keys *seal;
	const struct rules_set *rules;
	const struct prover_pack *prover;
	const struct form_packs *forms;
	struct pdf_fonts *fonts;    /* has a lock of its own */
	struct http_server *server; /* for http_work(); NULL on the command line */
	struct access *access;      /* made by access_start() */
	const char *spool;   /* private folder (0700) for uploads and exports in the making */
	const char *files;   /* private folder (0700) of scans, beside the database */
	bool secure_cookies; /* served behind TLS */
};

/* What every command that works on the store takes. */
struct app_options {
	const char *db_url;   /* --db; NULL: sqlite:data/jishi.db */
	const char *key_file; /* --key-file; NULL: beside the SQLite file, or JISHI_KEY_FILE */
	const char *now;      /* --now DATE; NULL: the real clock */
	bool migrate;         /* bring the schema up to date first (a new file is made) */
	bool read_only;       /* nothing is made or changed; without a key file app->seal is NULL */
};

/*
 * Reads --db, --key-file and --now out of argv (they are taken away, argc is less) so that a command
 * sees only its own words. ERR_INPUT: said on stderr.
 */
NODISCARD enum err app_options_take(int *argc, char **argv, struct app_options *ret);

/*
 * Opens store, keys and rules for a command or the server. The reason of a failure is said on
 * stderr in one line. app_close() takes a half-opened one.
 */
NODISCARD enum err app_open(const struct app_options *options, struct app *ret);
void app_close(struct app *app);

#endif
