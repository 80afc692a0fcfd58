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

/*
 * All papers of a case, withdrawn ones too; me: account that asks, 0 = nobody. record_id is the record
 * that stands where the one they were put in for was corrected. ERR_DB.
 */
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
 * How far the file of a case has been registered: of the papers that its recorded steps need, how many
 * are there. Only a file that is half registered says by what it lacks that something is missing;
 * before that, nobody has come to it yet.
 */
struct papers_extent {
	int64_t needed, there;
};
struct papers_extent papers_extent_of(const struct rules_set *set, struct arena *a,
				      const struct development_case *c,
				      const struct papers *papers);
bool papers_are_registered(struct papers_extent x);

/*
 * For the demo university: puts into the file of a case what choose says of each paper that its steps
 * need; i of n, in the order of the steps. false: it is not there. Inside db_write. Checks nothing.
 */
struct paper_sample {
	const char *place, *added_on; /* added_on: never NULL */
	int64_t pages, added_by;      /* 0: not told; by nobody's account */
	const char *supplement_reason, *confirmed_on;
	struct {
		int64_t account_id, person_id; /* 0: nobody */
	} confirmed_by[PAPERS_CONFIRMATIONS];
};
typedef bool papers_sample_fn(void *arg, const char *step, const char *code,
			      const char *happened_on, size_t i, size_t n,
			      struct paper_sample *ret);
NODISCARD enum err papers_sample_case(struct db *db, const struct rules_set *set, struct arena *a,
				      int64_t case_id, papers_sample_fn *choose, void *arg);

/*
 * Looks whether every scan of the store is in its folder with the bytes of its hash, and tells each
 * that is not. For `jishi check`. ret_faults: how many. ERR_DB.
 */
NODISCARD enum err papers_verify(struct db *db, const char *folder,
				 void (*told)(void *arg, const char *text), void *arg,
				 int64_t *ret_files, int64_t *ret_faults);

#endif
