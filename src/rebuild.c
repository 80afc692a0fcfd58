/* SPDX-License-Identifier: Apache-2.0 */
/* jishi rebuild [--verify]: derived = replay, of the directory, the cases and their dossiers. */
#include "rebuild.h"

#include "app.h"
#include "base/str.h"
#include "development/development.h"
#include "directory/rebuild.h"
#include "dossier/dossier.h"
#include "base/banned.h"

#define LINES_MAX 20

struct job {
	const struct rules_set *rules;
	const struct prover_pack *prover;
	bool verify;
	int lines;
	struct rebuild_report directory;
	struct development_report cases;
	struct dossier_report dossiers;
};

static void tell(void *arg, const char *text)
{
	struct job *job = arg;

	if (job->lines++ < LINES_MAX)
		fprintf(stderr, "jishi rebuild: differs: %s\n", text);
}

static enum err verify_tx(struct db *db, void *arg)
{
	struct job *job = arg;
	enum err e;

	e = rebuild_verify(db, tell, job, &job->directory);
	if (!e)
		e = development_verify(db, job->rules, tell, job, &job->cases);
	return e ? e : dossier_verify(db, job->prover, tell, job, &job->dossiers);
}

static enum err directory_tx(struct db *db, void *arg)
{
	struct job *job = arg;

	return rebuild_all(db, &job->directory);
}

static enum err rebuild(struct app *app, struct job *job)
{
	struct db *db = NULL;
	enum err e = db_open(app->pool, &db);

	job->rules = app->rules;
	job->prover = app->prover;
	if (!e && job->verify)
		e = db_read(db, "rebuild.verify", verify_tx, job);
	else if (!e)
		e = db_write(db, "rebuild", directory_tx, job);
	/* After the people: what a case says of a stage is added to them. */
	if (!e && !job->verify)
		e = development_rebuild(db, app->rules, &job->cases.cases);
	if (!e && !job->verify)
		e = dossier_rebuild(db, app->prover, NULL);
	db_close(db);
	return e;
}

static int rebuild_run(int argc, char **argv)
{
	struct app_options options = { 0 };
	struct job job = { 0 };
	struct app app;
	int64_t differences;
	enum err e;

	if (app_options_take(&argc, argv, &options))
		return 2;
	if (argc > 2 || (argc == 2 && !str_eq(argv[1], "--verify"))) {
		fprintf(stderr, "jishi rebuild: no such option: %s\n", argv[argc - 1]);
		return 2;
	}
	job.verify = argc == 2;
	e = app_open(&options, &app);
	if (!e) {
		e = rebuild(&app, &job);
		if (e)
			fprintf(stderr, "jishi rebuild: %s\n", err_text(e));
	}
	app_close(&app);
	if (e)
		return 1;
	differences = job.directory.differences + job.cases.differences + job.dossiers.differences;
	printf("%lld organisations, %lld people, %lld cases",
	       (long long)job.directory.organisations, (long long)job.directory.people,
	       (long long)job.cases.cases);
	if (!job.verify) {
		printf(": rebuilt\n");
		return 0;
	}
	printf(", %lld differences\n", (long long)differences);
	return differences ? 1 : 0;
}

const struct command rebuild_commands[] = {
	{ "rebuild", "rebuild [--verify] [--db URL]", rebuild_run },
	COMMAND_END,
};
