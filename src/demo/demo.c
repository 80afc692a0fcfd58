/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo.h"

#include "app.h"
#include "demo/demo_impl.h"
#include "directory/directory.h"
#include "base/banned.h"

#define SEED 20260523

const char *demo_day(struct demo *d, int32_t day)
{
	char *text = arena_alloc(d->a, DATE_SIZE);

	date_format(day, text);
	return text;
}

static enum err fill(struct demo *d, size_t n_people)
{
	enum err e = demo_organisations(d);

	if (!e)
		e = demo_people(d, n_people);
	if (!e)
		e = directory_derive_people(d->db, d->later);
	if (!e)
		e = demo_cases(d);
	if (!e)
		e = demo_posts(d);
	if (!e)
		e = demo_places(d);
	if (!e)
		e = demo_accounts(d);
	if (!e)
		e = demo_desk(d);
	return e ? e : demo_papers(d);
}

struct fill_job {
	const struct app *app;
	size_t n_people;
};

static enum err fill_tx(struct db *db, void *arg)
{
	struct fill_job *job = arg;
	struct directory_organisations all;
	struct arena a;
	struct directory_people later = { .a = &a };
	struct demo d = { .a = &a,
			  .db = db,
			  .app = job->app,
			  .random.state = SEED,
			  .today = clock_today(),
			  .later = &later };
	enum err e;

	arena_init(&a);
	e = directory_organisations_below(db, &a, 0, &all);
	if (!e && all.n == 0) {
		fprintf(stderr, "Making a demo university of %zu people ...\n", job->n_people);
		e = fill(&d, job->n_people);
	}
	arena_release(&a);
	return e;
}

enum err demo_fill_if_empty(struct app *app, size_t n_people)
{
	struct fill_job job = { .app = app, .n_people = n_people };
	struct db *db = NULL;
	enum err e = db_open(app->pool, &db);

	if (!e)
		e = db_write(db, "demo.fill", fill_tx, &job);
	db_close(db);
	if (e)
		fprintf(stderr, "jishi: the demo university could not be made: %s\n", err_text(e));
	return e;
}

static int demo_run(int argc, char **argv)
{
	struct app_options options = { .migrate = true };
	int64_t n_people = DEMO_PEOPLE;
	struct app app;
	enum err e;

	if (app_options_take(&argc, argv, &options))
		return 2;
	if (argc == 3 && str_eq(argv[1], "--people") &&
	    !str_to_i64(argv[2], 200, DEMO_PEOPLE_MAX, &n_people)) {
		argc = 1;
	}
	if (argc != 1) {
		fprintf(stderr, "jishi demo: --people wants a number from 200 to %d\n",
			DEMO_PEOPLE_MAX);
		return 2;
	}
	e = app_open(&options, &app);
	if (!e)
		e = demo_fill_if_empty(&app, (size_t)n_people);
	app_close(&app);
	return e ? 1 : 0;
}

const struct command demo_commands[] = {
	{ "demo", "demo [--db URL] [--people N] [--now DATE]", demo_run },
	COMMAND_END,
};
