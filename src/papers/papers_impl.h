/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. Private to src/papers. */
#ifndef PAPERS_PAPERS_IMPL_H
#define PAPERS_PAPERS_IMPL_H

#include "development/development.h"
#include "directory/directory.h"
#include "papers/papers.h"
#include "prover/prover.h"
#include "rules/rules.h"

/* ---- papers_core.c: what a case needs ---- */

/* One paper that a recorded step needs; name-lists of a year are nobody's own and left out. */
struct paper_need {
	const char *step, *author;
	struct both_reply step_title, name;
	int64_t record_id;
	const char *happened_on; /* of the step; NULL: opened only */
	const char *code;
	const char *place; /* where the step's record says that it is kept; NULL: it does not */
};

struct paper_needs {
	struct paper_need *items; /* in the order of the steps' days */
	size_t n;
};

/* By the pack in force on the day of each standing record. Lives in `a`. */
struct paper_needs paper_needs_of(const struct rules_set *set, struct arena *a,
				  const struct development_case *c);

/* Is it there? */
bool paper_is_there(const struct papers *papers, const struct paper_need *need);

/* How many are needed and missing; ret_names: what is missing, "step/code", or NULL. */
struct paper_count {
	int64_t needed, missing;
	struct fld_list missing_names; /* of both_reply */
	const char *missing_codes;     /* JSON list of "step/code" */
};
struct paper_count paper_count_of(struct arena *a, const struct paper_needs *needs,
				  const struct papers *papers);

/*
 * What was read on a paper, as it is kept: read is a JSON object with the keys of a paper in
 * docs/prover.md, without code. Faults go to problems under "read.KEY". ret: lives in `a`; NULL when
 * nothing was read. ERR_INPUT.
 */
NODISCARD enum err paper_read_make(const struct prover_pack *pack, struct arena *a,
				   const char *code, const char *read, struct problems *problems,
				   const char **ret);

/* ---- papers_store.c ---- */

NODISCARD enum err paper_get(struct db *db, struct arena *a, int64_t id, int64_t me,
			     struct paper *ret);
NODISCARD enum err paper_add(struct db *db, const struct paper *in, int64_t *ret_id);
/* The row alone; whoever adds many touches the case once (development_case_touch). */
NODISCARD enum err paper_insert(struct db *db, const struct paper *in, int64_t *ret_id);
NODISCARD enum err paper_set_scan(struct db *db, const struct paper *p);
/* ERR_CONFLICT: it is withdrawn already. */
NODISCARD enum err paper_withdraw(struct db *db, const struct paper *p, const char *reason,
				  int64_t by);
/* ERR_CONFLICT: this account has confirmed it already. */
NODISCARD enum err paper_confirm(struct db *db, const struct paper *p, const struct user *who,
				 const char *on);

struct paper_check_row {
	const char *checked_on, *checked_by_name;
	int64_t missing_n;
};
NODISCARD enum err paper_check_add(struct db *db, int64_t case_id, const struct paper_count *count,
				   const char *on, int64_t by);
/* The newest one; ERR_NOT_FOUND: never checked. */
NODISCARD enum err paper_check_newest(struct db *db, struct arena *a, int64_t case_id,
				      struct paper_check_row *ret);

/* ---- rights ---- */

/*
 * The case, if the caller sees it: by his posts, or his own. ERR_NOT_FOUND. ret_may: he keeps its
 * papers (records the branch's or the committee's steps there).
 */
NODISCARD enum err paper_case(struct db *db, struct req *rq, int64_t case_id,
			      struct development_case *ret, bool *ret_may);

/* ---- scan_check.c ---- */

enum scan_fault {
	SCAN_FINE,
	SCAN_UNKNOWN,   /* neither PDF, JPEG nor PNG by its bytes */
	SCAN_DAMAGED,   /* begins as one and goes on otherwise */
	SCAN_ENCRYPTED, /* a PDF with a password */
	SCAN_ACTIVE,    /* a PDF with scripts, actions or files inside */
	SCAN_TOO_BIG,   /* a picture of more than 100 million points */
	SCAN__MAX
};
extern const char *const scan_fault_codes[];
extern const char *const scan_kinds[]; /* pdf, jpeg, png, NULL */

/*
 * Looks at the bytes, never at the name, and writes what is kept: a PDF as it is, pictures
 * without anything but the picture (no place, camera or author). ret_kind: of scan_kinds.
 * out is empty unless SCAN_FINE. Pure; reads each byte once or twice.
 */
enum scan_fault scan_check(const unsigned char *bytes, size_t len, struct buf *out,
			   const char **ret_kind);

/* ---- scan_store.c: files by the hash of what they hold ---- */

#define SCAN_HASH_SIZE 65 /* hex and NUL */

/* Durable before it returns; the same bytes are kept once. ERR_IO. */
NODISCARD enum err scan_keep(const char *folder, const void *bytes, size_t len,
			     char ret_hash[SCAN_HASH_SIZE]);
/* Where the file of a hash lies. Lives in `a`. */
const char *scan_path(struct arena *a, const char *folder, const char *hash);
const char *scan_type(const char *kind); /* MIME type */

#endif
