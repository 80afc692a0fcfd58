/* SPDX-License-Identifier: Apache-2.0 */
/* jishi rebuild [--verify]: derived = replay. */
#include "directory/rebuild.h"
#include "db/db_cli.h"
#include "base/banned.h"

#define LINES_MAX 20

struct job {
	bool verify;
	int lines;
	struct rebuild_report report;
};

static void tell(void *arg, const char *text)
{
	struct job *job = arg;

	if (job->lines++ < LINES_MAX)
		fprintf(stderr, "jishi rebuild: differs: %s\n", text);
}

static enum err run_tx(struct db *db, void *arg)
{
	struct job *job = arg;

	if (job->verify)
		return rebuild_verify(db, tell, job, &job->report);
	return rebuild_all(db, &job->report);
}

static enum err run_on(const char *url, struct job *job)
{
	struct db_options options = { .url = url };
	struct db_pool *pool = NULL;
	struct db *db = NULL;
	enum err e = db_pool_open(&options, &pool);

	if (!e)
		e = db_open(pool, &db);
	if (!e && job->verify)
		e = db_read(db, "rebuild.verify", run_tx, job);
	else if (!e)
		e = db_write(db, "rebuild", run_tx, job);
	db_close(db);
	db_pool_close(pool);
	return e;
}

static int rebuild_run(int argc, char **argv)
{
	struct job job = { 0 };
	char *rest[8];
	const char *url;
	int n = 0;
	enum err e;

	for (int i = 0; i < argc; i++) {
		if (str_eq(argv[i], "--verify"))
			job.verify = true;
		else if (n < (int)COUNTOF(rest))
			rest[n++] = argv[i];
	}
	if (db_cli_url(n, rest, &url))
		return 2;
	e = run_on(url, &job);
	if (e) {
		fprintf(stderr, "jishi rebuild: %s: %s\n", url, err_text(e));
		return 1;
	}
	printf("%lld organisations, %lld people", (long long)job.report.organisations,
	       (long long)job.report.people);
	if (!job.verify) {
		printf(": rebuilt\n");
		return 0;
	}
	printf(", %lld differences\n", (long long)job.report.differences);
	return job.report.differences ? 1 : 0;
}

const struct command directory_commands[] = {
	{ "rebuild", "rebuild [--verify] [--db URL]", rebuild_run },
	COMMAND_END,
};
