/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/dossier. */
#ifndef DOSSIER_DOSSIER_IMPL_H
#define DOSSIER_DOSSIER_IMPL_H

#include "development/development.h"
#include "directory/directory.h"
#include "dossier/dossier.h"
#include "prover/prover.h"

/* A person known by name only stands so in facts and as the prover's word for him. */
#define DOSSIER_BY_NAME "name:"

/* Text of a day living in `a`; NULL for DATE_NONE. */
const char *dossier_day(struct arena *a, int32_t day);

/* ---- dossier_people.c: who signed, and what the directory knows of them ---- */

/* Somebody named in the dossier: by number, or by name only. */
struct dossier_person {
	int64_t id;       /* 0: known by name only */
	const char *ref;  /* as the prover has it: "17", "name:..." */
	const char *name; /* NULL: not read */
	bool signed_one;  /* signed a paper: the directory is asked */
};

struct dossier_people {
	struct arena *a;
	struct dossier_person *items;
	size_t n, cap;
};

/* The prover's word for a person; the same person has one word. id 0: by name. */
const char *dossier_person_add(struct dossier_people *all, int64_t id, const char *name,
			       bool signed_one);

/* What a person held and was, day by day; as the rows of the directory say. */
struct dossier_past_post {
	const char *kind, *from_on, *until_on; /* until_on: the first day without it, or NULL */
};
struct dossier_past_stage {
	const char *stage, *happened_on; /* a day or a month */
};

/*
 * The member that follows from it; pure. What the directory does not know is left untold: without a
 * single stage nobody is said never to have been a member; posts count as known from the first
 * one on record, so a signature of first_signed before that day tells nothing of posts.
 */
void dossier_member_make(struct arena *a, const struct dossier_past_post *posts, size_t n_posts,
			 const struct dossier_past_stage *stages, size_t n_stages,
			 int32_t first_signed, struct prover_member *ret);

/* ---- dossier_load.c ---- */

struct dossier {
	struct development_case of;
	struct prover_dossier d;
	const char *person_name;
	const int64_t *paper_ids;            /* row of d.papers[i] */
	int64_t papers_needed, papers_there; /* by what the steps need; dossier_load() only */
	struct dossier_people people; /* whom the steps name, and who signed; none if nobody did */
};

/* A paper of the case as it is kept. read: JSON object, what was read on it (docs/prover.md), or NULL. */
struct dossier_paper_row {
	int64_t id, record_id; /* record_id 0: of no step, or not said */
	const char *code;
	int64_t number; /* its place among those of its kind; 0: not told */
	bool supplement;
	bool only_witnesses; /* of who signed it, the witnesses of a supplement are told and no more */
	const char *read;
};

/*
 * dossier_papers.c: fills d->d.papers and paper_ids; who signed stands there as on the paper. Pure.
 * Papers over PROVER_PAPERS_MAX are left out.
 */
void dossier_papers_take(const struct prover_pack *pack, struct dossier *d,
			 const struct dossier_paper_row *rows, size_t n);

/*
 * Loads a case's dossier with these papers, of which none is said to be missing; no rights are checked.
 * ERR_NOT_FOUND, ERR_DB.
 */
NODISCARD enum err dossier_load_with(struct db *db, const struct prover_pack *pack, struct arena *a,
				     int64_t case_id, const struct dossier_paper_row *rows,
				     size_t n, struct dossier *ret);

/* Loads a case's dossier; no rights are checked. Lives in `a`. ERR_NOT_FOUND, ERR_DB. */
NODISCARD enum err dossier_load(struct db *db, const struct prover_pack *pack, struct arena *a,
				int64_t case_id, struct dossier *ret);

/* Loads and proves. ERR_NOT_FOUND, ERR_DB. */
NODISCARD enum err dossier_prove(struct db *db, const struct prover_pack *pack, struct arena *a,
				 int64_t case_id, struct dossier *ret,
				 struct prover_result *ret_result);

/*
 * Ids of the cases of organisations with paths from low up to, not including, high. packs NULL: all;
 * dossier_packs(): only those that await their refresh.
 */
struct dossier_cases {
	int64_t *ids;
	size_t n;
};
NODISCARD enum err dossier_cases_below(struct db *db, struct arena *a, const char *low,
				       const char *high, const char *packs,
				       struct dossier_cases *ret);

/* Which rules it was proved by: others now = to be proved again. Lives in `a`. */
const char *dossier_packs(struct arena *a);

/* ---- dossier_reply.c: findings in words ---- */

struct dossier_item_reply {
	const char *kind; /* paper, step, transfer, person */
	int64_t id;       /* of the paper or the step's record; 0 for the others */
	const char *code, *on;
	struct both_reply name;
};

struct dossier_finding_reply {
	const char *rule, *severity;
	const char *law; /* id of the pack that judged */
	struct both_reply law_title;
	const char *article, *custom;
	bool provisional;
	struct fld_list items; /* of dossier_item_reply */
	const char *missing;   /* code of a paper that is not there */
	struct both_reply message, repair;
};

extern const struct fld dossier_finding_fields[];

/* All findings in words; at most max. Lives in `a`. */
struct fld_list dossier_findings(const struct prover_pack *pack, struct arena *a,
				 const struct dossier *of, const struct prover_result *r,
				 size_t max);

/* How many contradictions (ret[0]) and warnings (ret[1]) there are. */
void dossier_count(const struct prover_result *r, int64_t ret[2]);

/* "paper:17 step:4": what a finding cites, by rows. Lives in `a`. */
const char *dossier_items_text(struct arena *a, const struct dossier *of,
			       const struct prover_finding *f);

#endif
