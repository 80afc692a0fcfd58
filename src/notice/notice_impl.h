/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/notice. */
#ifndef NOTICE_NOTICE_IMPL_H
#define NOTICE_NOTICE_IMPL_H

#include "access/code.h"
#include "app.h"
#include "development/development.h"
#include "directory/directory.h"
#include "doc/leak.h"
#include "notice/notice.h"
#include "rules/rules.h"

#define NOTICE_PEOPLE_MAX     100
#define NOTICE_OBJECTIONS_MAX 500
#define NOTICE_DAYS           5  /* where the pack asks for none: by custom */
#define NOTICE_AWAY           60 /* days before or after today on which one may be posted */

extern const char *const notice_kinds[];  /* activist, candidate, admission, conversion */
extern const char *const notice_states[]; /* as shown: scheduled, open, ended, closed, withdrawn */
extern const char *const notice_outcomes[]; /* upheld, not_upheld */

struct notice_person {
	int64_t position, person_id, case_id;
	const char *name, *sex, *birth_month, *unit, *applied_on, *stage_on, *helpers;
	const char *refusal; /* JSON: why its step was not recorded; NULL: it was, or need not */
};

struct notice {
	int64_t id, school_id, organisation_id, days, version;
	const char *organisation_name, *path, *kind, *code, *title, *places, *contact, *reason;
	const char *posted_on, *last_on, *posted_by_name, *withdrawn_reason;
	const char *stored_state; /* open, closed, withdrawn */
	bool recorded;
	struct notice_person *people;
	size_t n_people;
};

struct notice_objection {
	int64_t id, position;
	const char *text, *name, *contact, *way, *received_on;
	const char *outcome, *answer, *answered_on, *answered_by_name;
};

/* Who asks, and where faults and refusals go. */
struct notice_ask {
	const struct app *app;
	struct arena *a;
	const struct user *who;
	struct problems *problems;
	const char *details; /* out: why, as JSON */
};

/* ---- notice_core.c ---- */

/* The step a notice of this kind goes before, or is ("candidate_notice"). Static storage. */
const char *notice_step(const char *kind);

/* State on a day: one of notice_states. Pure. */
const char *notice_state(const struct notice *n, const char *today);

/* Does the caller stand on it himself? Then objections are not for him. */
bool notice_is_on(const struct user *who, const struct notice *n);

/* Today as text, living in `a`. */
const char *notice_today(struct arena *a);

/* Working days from `today` to the last one, both counted; the whole of it before it begins. Pure. */
int64_t notice_days_left(const struct rules_set *set, const struct notice *n, int32_t today);

/* "关于拟确定王某等3名同志为发展对象的公示" */
const char *notice_title(struct arena *a, const char *kind, const char *first, size_t n);

/* Must the case wait: an objection about this person is unanswered or was upheld. Pure. */
bool notice_waits(const struct notice_objection *items, size_t n, int64_t position);

/*
 * Personal numbers in what the notice shows. The office's own telephone may stand in `contact`.
 * ERR_INPUT: problems name the field ("places", "contact", "people[2]"). Pure.
 */
NODISCARD enum err notice_leaks(const struct notice *n, const struct leak_options *options,
				struct arena *a, struct problems *problems);

/* ---- notice_make.c ---- */

struct notice_in {
	int64_t organisation_id, days; /* days 0: as the rules ask */
	const char *kind, *places, *contact, *posted_on, *reason;
	struct fld_list case_ids; /* of int64_t */
};

/*
 * The notice as it would stand, from the record; nothing is written. ERR_NOT_FOUND: no such
 * organisation for the caller. ERR_FORBIDDEN: he sees it, may not post there. ERR_INPUT: problems.
 */
NODISCARD enum err notice_make(struct db *db, struct notice_ask *ask, const struct notice_in *in,
			       struct notice *ret);

/* May the caller post, withdraw and answer at this path? */
bool notice_may(const struct user *who, const char *path);

/* ---- notice_store.c ---- */

NODISCARD enum err notice_add(struct db *db, struct arena *a, const struct user *who,
			      const struct notice *in, int64_t *ret_id);
/* With its people. ERR_NOT_FOUND. */
NODISCARD enum err notice_get(struct db *db, struct arena *a, int64_t id, struct notice *ret);
NODISCARD enum err notice_by_code(struct db *db, struct arena *a, const char *code,
				  struct notice *ret);
/* ERR_STALE: somebody was first. */
NODISCARD enum err notice_touch(struct db *db, int64_t id, int64_t version);
NODISCARD enum err notice_objections(struct db *db, struct arena *a, int64_t notice_id,
				     struct notice_objection **ret, size_t *ret_n);
NODISCARD enum err notice_objection_add(struct db *db, int64_t notice_id,
					const struct notice_objection *in,
					const unsigned char receipt[SEAL_INDEX_BYTES],
					int64_t *ret_id);
/* ERR_NOT_FOUND: no such one that is unanswered. */
NODISCARD enum err notice_objection_answer(struct db *db, int64_t notice_id,
					   const struct notice_objection *in, int64_t by);
NODISCARD enum err notice_refuse(struct db *db, int64_t notice_id, int64_t position,
				 const char *refusal);

/* ---- notice_write.c: inside db_write ---- */

/* Posts it; a step that the rules refuse refuses the whole. Errors as notice_make(); ERR_RULE. */
NODISCARD enum err notice_post(struct db *db, struct notice_ask *ask, const struct notice_in *in,
			       int64_t *ret_id);
/* ERR_CONFLICT: it is not open any more. */
NODISCARD enum err notice_withdraw(struct db *db, struct notice_ask *ask, const struct notice *n,
				   int64_t version, const char *reason);
/* ret_receipt: shown once. ERR_CONFLICT: the notice does not stand. ERR_INPUT: no such person. */
NODISCARD enum err notice_object(struct db *db, struct notice_ask *ask, const struct notice *n,
				 const struct notice_objection *in, char ret_receipt[CODE_SIZE]);
NODISCARD enum err notice_answer(struct db *db, struct notice_ask *ask, const struct notice *n,
				 const struct notice_objection *in, int64_t version);
/* Records the steps of one whose day has come. strict: the first refusal refuses all. */
NODISCARD enum err notice_record(struct db *db, struct notice_ask *ask, const struct notice *n,
				 bool strict);

#endif
