/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proves that the papers of one dossier do not contradict each other, their steps, the person or
 * the law. A pure function like rules/rules.h, which it stands on:
 *
 *	rules set + prover pack + one dossier + today  ->  findings
 *
 * Nothing here opens a file, asks the clock or keeps state between calls. A pack is read once
 * and never changes: any number of threads may prove with it, each with an arena of its own.
 *
 *	e = prover_pack_read(&a, set, "national.yaml", text, len, &fault, &pack);
 *	prover_paper_init(&papers[0], prover_paper_code(pack, "admission_minutes"));
 *	papers[0].record = 14;
 *	papers[0].days[PROVER_DAY_meeting_on] = day;
 *	papers[0].counts[PROVER_COUNT_due] = 12;
 *	d = (struct prover_dossier){ .rules = &the_case, .papers = papers, .n_papers = 1 };
 *	e = prover_prove(pack, &d, today, &scratch, &result);    arena_reset(&scratch) per dossier
 *
 * What is not told is never a fault: a paper that was made from the record has nothing of its own
 * to contradict it with, so its days, counts and texts stay empty. Only what was read on a
 * paper that came from outside, or typed before, is compared. docs/prover.md has the rules.
 */
#ifndef PROVER_PROVER_H
#define PROVER_PROVER_H

#include "rules/rules.h"

#define PROVER_PAPERS_MAX     512
#define PROVER_SIGNERS_MAX    16  /* signatures of one paper */
#define PROVER_MEMBERS_MAX    256 /* people whose membership or posts are known */
#define PROVER_POSTS_MAX      16  /* posts of one of them */
#define PROVER_CODES_MAX      96  /* kinds of papers */
#define PROVER_TEXT_BYTES_MAX 400
#define PROVER_COUNT_LIMIT    1000000
#define PROVER_FINDINGS_MAX   256 /* of one dossier; more are counted, not kept */
#define PROVER_ITEMS_MAX      3
#define PROVER_PARAMS_MAX     6

struct prover_pack;
struct prover_rule;

/* ---- What is on a paper (prover_fields.def has the list) ----------------------------------- */

enum prover_day {
#define DAY(name, zh, en) PROVER_DAY_##name,
#include "prover/prover_fields.def"
	PROVER_DAY__MAX
};

enum prover_count {
#define COUNT(name, zh, en) PROVER_COUNT_##name,
#include "prover/prover_fields.def"
	PROVER_COUNT__MAX
};

enum prover_text {
#define TEXT(name, zh, en) PROVER_TEXT_##name,
#include "prover/prover_fields.def"
	PROVER_TEXT__MAX
};

enum prover_role {
#define ROLE(name, zh, en) PROVER_ROLE_##name,
#include "prover/prover_fields.def"
	PROVER_ROLE__MAX
};

/* Their names, "dated_on" ..., each list ends with NULL. */
extern const char *const prover_day_codes[];
extern const char *const prover_count_codes[];
extern const char *const prover_text_codes[];
extern const char *const prover_role_codes[];

enum prover_told { PROVER_NOT_TOLD, PROVER_NO, PROVER_YES };

struct prover_signer {
	const char *person; /* id as in the case's facts and in members; NULL: not known who */
	enum prover_role role;
	int32_t signed_on; /* DATE_NONE: not told */
};

/* One paper. Start from prover_paper_init(), which leaves everything untold. */
struct prover_paper {
	int code;                      /* prover_paper_code() */
	int number;                    /* its place among those of its kind, from 1; 0: not told */
	int record;                    /* index of its step in the case's records; -1: not told.
					     Where a step has one record only, that one is meant. */
	bool supplement;               /* 补件: dated_on is the day it was really made; reason and
					     original_on belong to it, confirmers sign it */
	bool signatures_known;         /* signers is all that stands on it, an empty list too */
	enum prover_told sealed;       /* the organisation's seal is on it */
	enum prover_told self_present; /* the person was in the room (minutes) */
	enum rules_precision birth_precision;
	int32_t days[PROVER_DAY__MAX]; /* DATE_NONE: not told */
	int counts[PROVER_COUNT__MAX]; /* 0..PROVER_COUNT_LIMIT; -1: not told */
	const char
		*texts[PROVER_TEXT__MAX]; /* NULL: not told. result: a code of the step's field */
	const struct prover_signer *signers;
	size_t n_signers;
};

void prover_paper_init(struct prover_paper *p, int code);

/* ---- Who people are ------------------------------------------------------------------------ */

struct prover_post {
	enum prover_role role;
	int32_t from, until; /* both days included; until DATE_NONE: still held */
};

/* A member who may have signed. People who are not listed are not judged. */
struct prover_member {
	const char *id;
	const char *name;              /* for messages; NULL: the id is shown */
	int32_t full_from, full_until; /* a full member then; from DATE_NONE: never; until
					  DATE_NONE: still */
	enum rules_discipline discipline;
	int32_t discipline_from, effect_until; /* DATE_NONE: always; still running */
	bool posts_known;                      /* posts are all that the member held */
	const struct prover_post *posts;
	size_t n_posts;
};

/* The person of the dossier; the day of birth is the case's. NULL: not told. */
struct prover_person {
	const char *id, *name, *id_tail;
};

struct prover_dossier {
	const struct rules_case *rules; /* steps, branch, transfers, birth; never NULL */
	struct prover_person person;
	const struct prover_paper *papers;
	size_t n_papers;
	bool papers_complete; /* the list is all there is: a missing paper is then a finding */
	bool letters_apart;   /* letters of transfer are kept elsewhere: none is missed */
	const struct prover_member *members;
	size_t n_members;
};

/* ---- The pack ------------------------------------------------------------------------------ */

/*
 * Reads packs/prover/x.yaml against a finished set: papers, steps, fields and pack ids in it must
 * exist there. ret: lives in `a`, refers to `set`.
 * ERR_INPUT: fault says line, column and why.
 */
NODISCARD enum err prover_pack_read(struct arena *a, const struct rules_set *set, const char *name,
				    const char *text, size_t len, struct rules_fault *fault,
				    const struct prover_pack **ret);

const struct rules_set *prover_pack_rules(const struct prover_pack *pack);

/* Papers of every rules pack, then the prover's own (transfer letters, notices of meetings ...). */
size_t prover_paper_count(const struct prover_pack *pack);
/* -1 if there is none. */
int prover_paper_code(const struct prover_pack *pack, const char *code);
const char *prover_paper_text(const struct prover_pack *pack, int code);
struct rules_text prover_paper_name(const struct prover_pack *pack, int code);
/* The step it belongs to, -1: to none (a transfer letter). */
int prover_paper_step(const struct prover_pack *pack, int code);

enum prover_severity { PROVER_CONTRADICTION, PROVER_WARNING };
extern const char *const prover_severity_codes[]; /* "contradiction", "warning", NULL */

size_t prover_rule_count(const struct prover_pack *pack);
const struct prover_rule *prover_rule_at(const struct prover_pack *pack, size_t i);
const char *prover_rule_id(const struct prover_rule *rule);
const char *prover_rule_kind(const struct prover_rule *rule);
enum prover_severity prover_rule_severity(const struct prover_rule *rule);

/*
 * Where a rule comes from, under one pack of the law (NULL: under any that it holds in).
 * article: NULL where none is printed. custom: handbook, form, office, branch_rules, logic; NULL if it is law.
 */
struct prover_source {
	const char *article;
	const char *custom;
	char tag;   /* A B C L as in the rules packs */
	bool holds; /* false: the rule is silent under that pack */
};
struct prover_source prover_rule_source(const struct prover_rule *rule,
					const struct rules_pack *law);

/* ---- Findings ------------------------------------------------------------------------------ */

enum prover_item_kind {
	PROVER_ITEM_PAPER,    /* index in papers */
	PROVER_ITEM_STEP,     /* index in the case's records */
	PROVER_ITEM_TRANSFER, /* index in the case's transfers */
	PROVER_ITEM_PERSON    /* what identity says of the person; index 0 */
};

struct prover_item {
	enum prover_item_kind kind;
	int index;
};

enum prover_param_kind {
	PROVER_PARAM_DAY,
	PROVER_PARAM_INT,
	PROVER_PARAM_TEXT,
	PROVER_PARAM_WORDS
};

/* A value for a {placeholder}. */
struct prover_param {
	const char *name;
	enum prover_param_kind kind;
	union {
		int32_t day;
		int64_t number;
		const char *text;
		struct rules_text words; /* differs by language */
	} v;
};

/*
 * One contradiction. Minimal: without any one of its items the rule is silent about the rest. A paper
 * that is missing cannot be cited: the item is what demands it, `missing` its code.
 */
struct prover_finding {
	const struct prover_rule *rule;
	const struct rules_pack *law; /* the pack it was judged by; NULL: before the first */
	const struct rules_finding *from_rules; /* found by src/rules, told by it; else NULL */
	struct prover_item items[PROVER_ITEMS_MAX];
	size_t n_items;   /* at least 1 */
	int missing;      /* code of a paper that is not there, -1 */
	bool provisional; /* rests on a year without a calendar */
	struct prover_param params[PROVER_PARAMS_MAX];
	size_t n_params;
};

struct prover_result {
	const struct prover_finding *findings; /* in the order of the pack's rules */
	size_t n_findings;
	size_t n_more;                   /* not kept: over PROVER_FINDINGS_MAX */
	struct rules_problems *problems; /* NULL unless ERR_INPUT */
};

/*
 * ret: lives in `a` and refers to the dossier; written on OK, and on ERR_INPUT with only
 * `problems` set (unknown codes, indexes and roles out of range, more than the limits, and what
 * rules_case_check() refuses).  Does not block; tens of microseconds.
 */
NODISCARD enum err prover_prove(const struct prover_pack *pack, const struct prover_dossier *d,
				int32_t today, struct arena *a, struct prover_result *ret);

/* Appends what is wrong, in "zh" or "en". */
void prover_message(const struct prover_pack *pack, const struct prover_dossier *d,
		    const struct prover_finding *f, bool zh, struct buf *out);
/* Appends the smallest repair. */
void prover_repair(const struct prover_pack *pack, const struct prover_dossier *d,
		   const struct prover_finding *f, bool zh, struct buf *out);
/* Appends how an item is called: 「接收预备党员大会会议记录」. */
void prover_item_name(const struct prover_pack *pack, const struct prover_dossier *d,
		      struct prover_item item, bool zh, struct buf *out);

/* ---- Text in and out (docs/prover.md has the form) ----------------------------------------- */

struct json_writer;

/*
 * Reads a dossier from JSON or YAML. ret: lives in `a`.
 * ERR_INPUT: problems has at least one, with line and column.  ERR_TOO_LARGE: over 1 MiB.
 */
NODISCARD enum err prover_dossier_read(const struct prover_pack *pack, struct arena *a,
				       const char *text, size_t len,
				       struct rules_problems *problems, struct prover_dossier *ret);

/*
 * Reads one paper of a dossier: an object with the keys of docs/prover.md, as what was read on a paper
 * from outside is kept. ret: lives in `a`. ERR_INPUT: problems has at least one, by "paper.meeting_on".
 */
NODISCARD enum err prover_paper_read(const struct prover_pack *pack, struct arena *a,
				     const char *text, size_t len, struct rules_problems *problems,
				     struct prover_paper *ret);

/* {"today", "contradictions", "warnings", "findings": [...]} under key (NULL: the root). */
void prover_result_print(const struct prover_pack *pack, const struct prover_dossier *d,
			 int32_t today, const struct prover_result *r, struct json_writer *w,
			 const char *key);

#endif
