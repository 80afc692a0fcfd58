/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: batches in the database, looking at a file, writing it, taking it back. */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H

#include "intake/plan.h"

struct batch {
	int64_t id, school_id, organisation_id; /* 0: not known yet */
	const char *kind, *file_name, *file_hash, *state, *report;
	int64_t created_by, created_at, confirmed_at, undone_at;
};

/* Inside db_write. ret_id: the new batch, in state "preview". */
NODISCARD enum err batch_add(struct db *db, const struct batch *in, int64_t *ret_id);
/* ERR_NOT_FOUND. Texts live in `a`. */
NODISCARD enum err batch_get(struct db *db, struct arena *a, int64_t id, struct batch *ret);
/* Inside db_write: report and state of a preview. ERR_CONFLICT: it is none any more. */
NODISCARD enum err batch_report(struct db *db, int64_t id, const char *state, const char *report);
NODISCARD enum err batch_cancel(struct db *db, int64_t id);

/* The audit line of a batch; who NULL: the command line. Inside db_write. */
NODISCARD enum err batch_audit(struct db *db, const struct user *who, const char *action,
			       int64_t batch_id, int64_t school_id);

/* SHA-256 of a file as 64 hex characters and NUL. ERR_IO. */
NODISCARD enum err batch_file_hash(const char *path, char ret[65]);

/* ---- looking ---- */

struct look {
	enum intake_kind kind;
	const char *path, *org_code;
	const struct seal_keys *keys;
	const struct rules_set *rules;
	size_t n_mappings;
	const struct intake_mapping *mappings;
	enum err (*progress)(void *arg, uint64_t done, uint64_t total);
	const struct plan_look *rows; /* NULL: nobody looks at single rows */
	void *arg;
};

struct looked {
	struct directory_organisation org;
	struct intake_scope scope;
	struct intake_file file;
	struct plan plan;
};

/*
 * Scope, check and plan of a file; writes nothing. ERR_NOT_FOUND: no organisation of that code
 * (but a file of organisations may bring it). ERR_IO: the file. ERR_DB. Not inside a transaction.
 */
NODISCARD enum err look_at(struct db *db, struct arena *a, const struct look *in,
			   struct looked *ret);

/* The batch's report: sheets, mapping, counts, plan, first faults; no values. Lives in `a`. */
const char *look_report(struct arena *a, const struct looked *l);

/* ---- writing ---- */

struct confirm {
	const struct looked *looked;
	const struct seal_keys *keys;
	const struct rules_set *rules;
	const struct user *who; /* NULL: the command line */
	int64_t batch_id;       /* 0: makes one */
	const char *file_name, *file_hash, *report;
	enum err (*progress)(void *arg, size_t done, size_t total);
	void *arg;
	int64_t ret_batch_id;
};

/* One transaction. ERR_CONFLICT: not a preview any more, or the directory says no. ERR_DB. */
NODISCARD enum err confirm_import(struct db *db, struct confirm *c);
/* The same inside a db_write of the caller. */
enum err confirm_tx(struct db *db, void *confirm);

/* ---- taking back ---- */

struct obstacle {
	const char *kind, *name, *what; /* "person", his name, "stage"; what: see intake.sql */
	int64_t id;
};

#define OBSTACLES_MAX 50

struct undo {
	struct arena *a;
	const struct seal_keys *keys;
	const struct rules_set *rules;
	const struct user *who;
	int64_t batch_id;
	size_t n_obstacles;
	struct obstacle obstacles[OBSTACLES_MAX];
};

/*
 * Takes a confirmed batch back, in one transaction. ERR_NOT_FOUND: no such batch. ERR_CONFLICT:
 * it is not confirmed (n_obstacles 0), or somebody has built on it (the obstacles).
 */
NODISCARD enum err undo_import(struct db *db, struct undo *u);
enum err undo_tx(struct db *db, void *undo);
/* What an obstacle means, in Chinese. Static storage. */
const char *obstacle_zh(const char *what);

#endif
