/* SPDX-License-Identifier: Apache-2.0 */
/* Inside src/intake: what a checked file would change, and the doing of it. */
#ifndef INTAKE_PLAN_H
#define INTAKE_PLAN_H

#include "directory/directory.h"
#include "intake/intake.h"

enum plan_action { PLAN_NEW, PLAN_SAME, PLAN_CHANGED, PLAN_REFUSED, PLAN__MAX };
extern const char *const plan_action_names[]; /* new same changed refused */

/* What the plan stands on; lives longer than it. */
struct plan_context {
	const struct intake_file *file;
	const struct intake_scope *scope;
	const struct directory_organisation
		*org; /* id 0: not there yet (a first organisation file) */
	const struct seal_keys *keys;
	const struct rules_set *rules;
	int64_t recorded_by; /* account, 0 on the command line */
	int64_t batch_id;    /* 0 while only looking */
};

struct plan_change {
	const char *field;     /* JSON name */
	const char *from, *to; /* NULL: nothing; ID numbers only by their tail */
};

#define PLAN_CHANGES_MAX 40
#define PLAN_STAGES_MAX  5

struct plan_stage {
	const char *stage, *on;
	int64_t void_id; /* the less exact one that this replaces, 0 = none */
};

/* One person's row, thought through. */
struct plan_person {
	enum plan_action action;
	enum intake_fault_kind refusal; /* if REFUSED by what is recorded */
	enum intake_field refusal_field;
	struct directory_person person; /* as it is to be */
	bool put;                       /* something of it is new */
	int64_t branch_id;              /* to be affiliated with, 0 = stays */
	char from_on[11];
	int64_t class_id; /* to join, 0 = stays */
	size_t n_stages;
	struct plan_stage stages[PLAN_STAGES_MAX];
	size_t n_changes;
	struct plan_change changes[PLAN_CHANGES_MAX];
	bool develops; /* a row of a pipeline has steps for the person's case (plan_case.h) */
};

/* "1990-05" says the same as "1990-05-17", with less. */
static inline bool plan_is_less_exact(const char *month, const char *day)
{
	return strlen(month) == 7 && strncmp(month, day, 7) == 0;
}

static inline bool plan_is_pipeline(const struct plan_context *ctx, const struct intake_row *row)
{
	return ctx->file->sheets[row->sheet].set == SET_PIPELINE;
}

/* Reads what is recorded and decides; writes nothing. Texts live in `a`. */
NODISCARD enum err plan_person(struct db *db, struct arena *a, const struct plan_context *ctx,
			       const struct intake_row *row, struct plan_person *ret);
/* Inside db_write: does it, with the batch of ctx; but what a case has to be told (plan_case.h). */
NODISCARD enum err plan_person_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
				     const struct intake_row *row, const struct plan_person *p,
				     struct directory_people *later, int64_t *ret_person_id);

/* The same for organisations and classes. */
struct plan_unit {
	enum plan_action action;
	enum intake_fault_kind refusal;
	enum intake_field refusal_field;
	int64_t id; /* 0: new */
	size_t n_changes;
	struct plan_change changes[PLAN_CHANGES_MAX];
};
NODISCARD enum err plan_unit(struct db *db, struct arena *a, const struct plan_context *ctx,
			     const struct intake_row *row, struct plan_unit *ret);
NODISCARD enum err plan_unit_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
				   const struct intake_row *row);

/* A class as it is recorded. ERR_NOT_FOUND. */
NODISCARD enum err plan_class_load(struct db *db, struct arena *a, int64_t id,
				   struct directory_class *ret);

/* One line of import_change; before NULL: the row was added. */
NODISCARD enum err plan_change_add(struct db *db, const struct plan_context *ctx,
				   uint32_t sheet_row, const char *table, int64_t row_id,
				   const char *before);

/* ---- a whole file ---- */

struct plan {
	uint8_t *actions; /* enum plan_action of each row of the file */
	size_t n[PLAN__MAX];
};

/*
 * Decides for each row; rows that contradict what is recorded become refused in the file, with
 * their faults. Inside db_read. on_row (may be NULL) sees each row's changes.
 */
struct plan_look {
	enum err (*on_row)(void *arg, const struct intake_row *row, enum plan_action action,
			   const struct plan_change *changes, size_t n);
	void *arg;
};
NODISCARD enum err plan_make(struct db *db, struct arena *a, struct intake_file *file,
			     const struct plan_context *ctx, const struct plan_look *look,
			     struct plan *ret);

/* Inside db_write: writes every row that is new or changed. progress may be NULL. */
NODISCARD enum err plan_apply(struct db *db, const struct plan_context *ctx,
			      enum err (*progress)(void *arg, size_t done, size_t total),
			      void *arg);

/* The scope of an organisation, from the database; *ret_org with id 0 if there is none. */
NODISCARD enum err scope_from_db(struct db *db, struct arena *a, const char *org_code,
				 struct directory_organisation *ret_org, struct intake_scope *ret);

#endif
