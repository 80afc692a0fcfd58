/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Papers of a dossier: which the steps need, which are in the file, their scans, supplements and
 * checks. The only header of this folder for others.
 */
#ifndef PAPERS_PAPERS_H
#define PAPERS_PAPERS_H

#include "development/development.h"
#include "platform.h"

extern const struct route papers_routes[];
extern const struct route papers_scan_routes[];
extern const struct route papers_check_routes[];
extern const struct route papers_own_routes[];

#define PAPERS_MAX           500 /* of one case, withdrawn ones included */
#define PAPERS_CONFIRMATIONS 2   /* others who confirm a supplement */
#define PAPERS_SCAN_BYTES    ((int64_t)20 * 1024 * 1024)

/* One paper as it is stored. Texts live in the arena of the call. */
struct paper {
	int64_t id, case_id, record_id;
	const char *code, *place;
	int64_t pages; /* 0: not told */
	bool is_copy;
	const char *read;              /* JSON object of what is written on it, or NULL */
	const char *supplement_reason; /* NULL: no supplement */
	const char *original_on;
	const char *file_hash, *file_kind, *file_name; /* NULL: no scan */
	int64_t file_size;
	const char *added_on, *added_by_name;
	int64_t added_by, added_at;
	const char *withdrawn_reason; /* NULL: it stands */
	int64_t confirmed_n;
	bool confirmed_by_me; /* by the account that asked */
};

struct papers {
	struct paper *items; /* in the order of their making */
	size_t n;
};

/* All papers of a case, withdrawn ones too; me: account that asks, 0 = nobody. ERR_DB. */
NODISCARD enum err papers_of_case(struct db *db, struct arena *a, int64_t case_id, int64_t me,
				  struct papers *ret);

/* Who confirmed a supplement: people (0: an account of no person). Lives in `a`. ERR_DB. */
struct paper_confirmation {
	int64_t person_id;
	const char *confirmed_on;
};
NODISCARD enum err paper_confirmations(struct db *db, struct arena *a, int64_t paper_id,
				       struct paper_confirmation **ret, size_t *ret_n);

/*
 * What the prover is to know of a paper: what was read on it, and of a supplement when and why it was
 * made and who confirmed it. NULL: nothing of its own. Lives in `a`. ERR_DB.
 */
NODISCARD enum err paper_told(struct db *db, struct arena *a, const struct paper *p,
			      const char **ret_json);

/* One paper that the steps of a case need, as a list on paper tells it. */
struct paper_line {
	const char *step, *author, *code;
	struct both_reply step_title, name;
	const char *happened_on, *place;
	int64_t pages; /* 0: not told */
	bool there;
};
/* What the recorded steps need, in their order. Lives in `a`. ERR_DB. */
NODISCARD enum err papers_lines(struct db *db, const struct rules_set *set, struct arena *a,
				const struct development_case *c, struct paper_line **ret,
				size_t *ret_n);

/* Does it count: it stands, and a supplement has its confirmations. */
bool paper_counts(const struct paper *p);

/*
 * Looks whether every scan of the store is in its folder with the bytes of its hash, and tells each
 * that is not. For `jishi check`. ret_faults: how many. ERR_DB.
 */
NODISCARD enum err papers_verify(struct db *db, const char *folder,
				 void (*told)(void *arg, const char *text), void *arg,
				 int64_t *ret_files, int64_t *ret_faults);

#endif
