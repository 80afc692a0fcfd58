/* SPDX-License-Identifier: Apache-2.0 */
/* The server process: options, store, routes, stop. And the commands that describe or check it. */
#include "serve.h"

#include <signal.h>
#include <sys/stat.h>

#include "access/access_serve.h"
#include "access/audit.h"
#include "app.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "db/db.h"
#include "db/integrity.h"
#include "demo/demo.h"
#include "http/http.h"
#include "routes.h"
#include "notice/notice.h"
#include "papers/papers.h"
#include "base/banned.h"

#define STOP_WAIT_MS    10000
#define SETTLE_EVERY_S  600
#define DESCRIPTION_MAX ((size_t)4 << 20)

struct serve_options {
	struct app_options app;
	const char *address;
	uint16_t port;
	bool demo, secure;
};

static int parse_listen(const char *text, struct arena *a, struct serve_options *ret)
{
	const char *colon = strrchr(text, ':');
	int64_t port;

	if (!colon || colon == text || str_to_i64(colon + 1, 0, 65535, &port)) {
		fprintf(stderr,
			"jishi: --listen wants ADDRESS:PORT as 127.0.0.1:8420, not \"%s\"\n", text);
		return 2;
	}
	ret->address = arena_strndup(a, text, (size_t)(colon - text));
	ret->port = (uint16_t)port;
	return 0;
}

static int parse_options(int argc, char **argv, struct arena *a, struct serve_options *ret)
{
	if (app_options_take(&argc, argv, &ret->app))
		return 2;
	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "--demo")) {
			ret->demo = true;
		} else if (str_eq(argv[i], "--secure")) {
			ret->secure = true;
		} else if (str_eq(argv[i], "--listen") && i + 1 < argc) {
			if (parse_listen(argv[++i], a, ret))
				return 2;
		} else {
			fprintf(stderr, "jishi serve: \"%s\" is not understood; see jishi --help\n",
				argv[i]);
			return 2;
		}
	}
	return 0;
}

/* Says where it is and how to get in: the one thing on stdout. */
static enum err greet(const struct serve_options *o, struct app *app)
{
	const char *url =
		arena_printf(&app->arena, "http://%s:%u", o->address, http_port(app->server));
	enum err e = OK;

	if (o->demo)
		demo_print_accounts(stdout);
	else
		e = access_print_setup(app, stdout, url);
	printf("Jishi is at %s (Ctrl-C stops it)\n", url);
	fflush(stdout);
	return e;
}

/* What the passing of days does when nobody looks. */
static void settle(struct db *db, void *arg)
{
	const struct app *app = arg;
	enum err e = notice_settle(db, app->rules);

	if (e)
		log_error("notices were not settled: %s", err_text(e));
}

/* Until a signal to stop. */
static void wait_and_settle(struct app *app, const sigset_t *stop)
{
	const struct timespec pause = { .tv_sec = SETTLE_EVERY_S };

	do {
		if (http_work(app->server, settle, app))
			log_info("notices wait: the workers are busy");
	} while (sigtimedwait(stop, NULL, &pause) < 0);
}

static enum err run_server(const struct serve_options *o, struct app *app, const sigset_t *stop)
{
	struct http_config config = {
		.address = o->address,
		.port = o->port,
		.routes = app_routes,
		.gate = &access_gate,
		.pool = app->pool,
		.app = app,
		.spool = app->spool,
	};
	enum err e = http_start(&config, &app->server);

	if (e) {
		fprintf(stderr, "jishi: cannot listen on %s:%u: %s\n", o->address, o->port,
			err_text(e));
		return e;
	}
	e = greet(o, app);
	if (!e) {
		wait_and_settle(app, stop);
		log_info("stopping");
	}
	http_stop(app->server, STOP_WAIT_MS);
	app->server = NULL;
	return e;
}

static int serve_run(int argc, char **argv)
{
	struct serve_options o = { .address = "127.0.0.1", .port = 8420 };
	struct app app;
	struct arena a;
	sigset_t stop;
	enum err e = OK;

	arena_init(&a);
	if (parse_options(argc, argv, &a, &o)) {
		arena_release(&a);
		return 2;
	}
	/* Blocked before any thread starts, so that only sigwait() sees them. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	signal(SIGPIPE, SIG_IGN);
	o.app.migrate = true;
	e = app_open(&o.app, &app);
	app.secure_cookies = o.secure;
	if (!e && o.demo)
		e = demo_fill_if_empty(&app, DEMO_PEOPLE);
	if (!e)
		e = access_start(&app);
	if (!e) {
		e = run_server(&o, &app, &stop);
		access_stop(&app);
	}
	app_close(&app);
	arena_release(&a);
	return e ? 1 : 0;
}

static int print_and_free(struct buf *b, enum err e)
{
	if (!e)
		e = buf_check(b);
	if (!e)
		fwrite(b->text, 1, b->len, stdout);
	else
		fprintf(stderr, "jishi: %s\n", err_text(e));
	buf_release(b);
	return e ? 1 : 0;
}

static int routes_run(int argc, char **argv)
{
	bool json = argc > 1 && str_eq(argv[1], "--json");
	struct buf b;

	buf_init(&b, DESCRIPTION_MAX);
	return print_and_free(&b, http_print_routes(app_routes, app_perm_codes, json, &b));
}

static int openapi_run(int argc, char **argv)
{
	struct buf b;

	(void)argc;
	(void)argv;
	buf_init(&b, DESCRIPTION_MAX);
	return print_and_free(&b, http_print_openapi(app_routes, app_perm_codes, &b));
}

static void say_fault(void *arg, const char *text)
{
	(void)arg;
	fprintf(stderr, "jishi check: %s\n", text);
}

static enum err scans_tx(struct db *db, void *arg)
{
	struct app *app = arg;
	int64_t files = 0, faults = 0;
	enum err e = papers_verify(db, app->files, say_fault, NULL, &files, &faults);

	return e ? e : faults ? ERR_CONFLICT : OK;
}

/* Pages, indexes and foreign keys; the scans; then the chain of the audit log. */
static enum err check_store(struct app *app, int64_t *ret_faults)
{
	struct buf report;
	struct db *db = NULL;
	int64_t bad_id = 0;
	enum err e = db_open(app->pool, &db);

	buf_init(&report, DESCRIPTION_MAX);
	if (!e)
		e = db_integrity(db, say_fault, NULL, ret_faults);
	if (!e)
		e = db_read(db, "check.scans", scans_tx, app);
	if (e == ERR_CONFLICT) {
		(*ret_faults)++; /* each was told */
		e = OK;
	}
	if (!e)
		e = audit_verify(db, app->seal, &report, &bad_id);
	fputs(report.text, stderr);
	if (e == ERR_CONFLICT) {
		(*ret_faults)++;
		e = OK;
	}
	buf_release(&report);
	db_close(db);
	return e;
}

static int check_run(int argc, char **argv)
{
	struct app_options options = { 0 };
	int64_t faults = 0;
	struct app app;
	enum err e;

	if (app_options_take(&argc, argv, &options))
		return 2;
	if (argc > 1) {
		fprintf(stderr, "jishi check: \"%s\" is not understood; it takes --db URL\n",
			argv[1]);
		return 2;
	}
	e = app_open(&options, &app);
	if (!e)
		e = check_store(&app, &faults);
	app_close(&app);
	if (e || faults) {
		fprintf(stderr, "jishi check: %lld faults%s; restore the last good backup\n",
			(long long)faults, e ? ", and the store could not be read to the end" : "");
		return 1;
	}
	puts("the store and the audit log are whole");
	return 0;
}

const struct command serve_commands[] = {
	{ "serve",
	  "serve [--db URL] [--listen ADDRESS:PORT] [--demo] [--now DATE] [--key-file PATH] [--secure]",
	  serve_run },
	{ "routes", "routes [--json]", routes_run },
	{ "check", "check [--db URL] [--key-file PATH]", check_run },
	{ "openapi", "openapi", openapi_run },
	COMMAND_END,
};
