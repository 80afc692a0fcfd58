/* SPDX-License-Identifier: Apache-2.0 */
#include "db/integrity.h"

#include "base/str.h"
#include "db/db_impl.h"
#include "base/banned.h"

#define LINE_MAX_BYTES 1000

struct report {
	void (*said)(void *arg, const char *text);
	void *arg;
	int64_t faults;
};

static void say(struct report *r, const char *what, const char *a, const char *b)
{
	struct buf line;

	r->faults++;
	if (!r->said)
		return;
	buf_init(&line, LINE_MAX_BYTES);
	buf_addf(&line, "%s: %.400s%s%.400s", what, a ? a : "", b ? " -> " : "", b ? b : "");
	r->said(r->arg, line.text);
	buf_release(&line);
}

static enum err pages_and_indexes(struct db *db, struct report *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = true;
	enum err e = db_stmt(db, SQL_INTEGRITY_FAULTS, &q);

	while (!e) {
		const char *text;

		e = step_row(q, &row);
		if (e || !row)
			break;
		text = col_str(q, INTEGRITY_FAULTS_C_INTEGRITY_CHECK);
		if (!str_eq(text, "ok"))
			say(r, "the store is damaged", text, NULL);
	}
	return e;
}

static enum err foreign_keys(struct db *db, struct report *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row = true;
	enum err e = db_stmt(db, SQL_FOREIGN_KEY_FAULTS, &q);

	while (!e) {
		e = step_row(q, &row);
		if (e || !row)
			break;
		say(r, "a row points to nothing", col_str(q, FOREIGN_KEY_FAULTS_C_TABLE),
		    col_str(q, FOREIGN_KEY_FAULTS_C_PARENT));
	}
	return e;
}

static enum err look(struct db *db, void *arg)
{
	enum err e = pages_and_indexes(db, arg);

	return e ? e : foreign_keys(db, arg);
}

enum err db_integrity(struct db *db, void (*said)(void *arg, const char *text), void *arg,
		      int64_t *ret_faults)
{
	struct report r = { said, arg, 0 };
	enum err e = db_read(db, "db.integrity", look, &r);

	if (e)
		return e;
	*ret_faults = r.faults;
	return OK;
}
