/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled pack and a dossier put in order. Private to src/prover. */
#ifndef PROVER_PROVER_INTERNAL_H
#define PROVER_PROVER_INTERNAL_H

#include "base/str.h"
#include "json/yaml_tree.h"
#include "prover/prover.h"

#define RULES_OF_PACK_MAX 256
#define CITES_MAX         4
#define LIST_MAX          48
#define CONDS_MAX         3
#define VALUES_MAX        6
#define ANY_PAPER         (-1) /* in a place: every kind of paper */
#define OWN_STEP          (-2) /* in a place: the step the other side belongs to */
#define ANY_ROLE          (-1) /* in a place: whoever signed */
#define NONE              (-1)
#define DETACHED          (-2) /* home of a paper whose step was taken back */

enum prover_kind {
#define PAIR(name)  KIND_##name,
#define PAPER(name) KIND_##name,
#define WHOLE(name) KIND_##name,
#include "prover/prover_kinds.def"
#undef PAIR
#undef PAPER
#undef WHOLE
	KIND__MAX
};

/* "paper.admission_minutes.meeting_on", "sign.pledge_form.introducer", "step.approval.received_on". */
enum place_kind { PLACE_NONE, PLACE_PAPER, PLACE_SIGN, PLACE_STEP, PLACE_TRANSFER };

/* What a place holds, so that a rule can say what it compares. */
enum value_kind { VALUE_NONE, VALUE_DAY, VALUE_COUNT, VALUE_TEXT, VALUE_PERSONS, VALUE_VOTES };

struct place {
	enum place_kind kind;
	enum value_kind value;
	int code; /* paper or ANY_PAPER; step or OWN_STEP */
	int what; /* enum prover_day, _count, _text or _role; STEP: symbol of a field, 0 its day */
};

enum originals { ORIGINALS, SUPPLEMENTS, BOTH };

/* A condition; all of a list must hold. */
struct cond {
	enum { COND_FACT, COND_HAS_COMMITTEE, COND_HAS_GROUPS } kind;
	int step, field;
	int values[VALUES_MAX], n_values;
};

/* One text of the law that a rule rests on. */
struct cite {
	const char *pack;    /* id of a national pack */
	const char *article; /* NULL: print none */
	char tag;
};

struct prover_rule {
	const char *id;
	enum prover_kind kind;
	enum prover_severity severity;
	struct rules_text message, repair;
	struct cite cites[CITES_MAX];
	int n_cites;
	const char *custom; /* NULL: law */
	char custom_tag;    /* 0 for logic, which needs no text */
	struct place a, b;
	short papers[LIST_MAX]; /* codes; n_papers 0: every kind */
	int n_papers;
	enum originals of;
	int day, from, until; /* enum prover_day; NONE */
	int text;             /* enum prover_text; NONE */
	int count;            /* enum prover_count; NONE */
	uint32_t counts, roles, statuses;
	bool exact, strict, present, printed;
	bool first; /* a is the first record of its step, not the latest before b */
	int months, days, least;
	int months_step, months_fact; /* months as this INT fact tells are added */
	const char *pattern, *vote, *law;
	int step;       /* missing: demanded by this step, once; law: the second step */
	int created_by; /* the step whose day chooses the pack; NONE: the own one */
	struct cond when[CONDS_MAX];
	int n_when;
	uint32_t seen; /* parameters given */
};

struct paper_kind {
	const char *code;
	struct rules_text name;
	int step;       /* -1: none */
	uint32_t packs; /* bit i: pack i of the set has it for the step */
	bool shared;    /* another has the same name: told with its step */
	bool own;       /* of the prover's pack: no rules pack has it */
};

struct prover_pack {
	struct arena *a;
	const struct rules_set *set;
	const char *name;
	struct paper_kind papers[PROVER_CODES_MAX];
	int n_papers;
	struct prover_rule *rules;
	int n_rules;
	uint64_t closing; /* steps that end a case, in any pack */
};

/* ---- Loading ---- */

struct load {
	struct prover_pack *pack;
	struct arena *a;
	struct rules_fault *fault;
};

enum err prover_load_refuse(struct load *l, const struct yaml *at, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
NODISCARD enum err prover_load_keys(struct load *l, const struct yaml *map,
				    const char *const *keys);
NODISCARD enum err prover_load_both(struct load *l, const struct yaml *map, struct rules_text *ret);
NODISCARD enum err prover_load_word(struct load *l, const struct yaml *node,
				    const char *const *codes, const char *what, int *ret);
NODISCARD enum err prover_load_step(struct load *l, const struct yaml *node, int *ret);
NODISCARD enum err prover_load_paper(struct load *l, const struct yaml *node, int *ret);
NODISCARD enum err prover_load_place(struct load *l, const struct yaml *node, struct place *ret);
NODISCARD enum err prover_load_when(struct load *l, const struct yaml *node, struct prover_rule *r);
NODISCARD enum err prover_load_params(struct load *l, struct prover_rule *r, const struct yaml *map,
				      const struct yaml *at);
/* The field as any pack has it, NULL if none; ret_step_has: the step exists. */
const struct rules_field *prover_step_field(const struct rules_set *set, int step, int symbol);
extern const char *const prover_kind_codes[]; /* "order" ..., NULL */
bool prover_pack_is(const struct rules_pack *law, const char *id);

/* ---- A dossier put in order; lives for one call ---- */

struct proof {
	const struct prover_pack *pack;
	const struct prover_dossier *d;
	struct arena *a;
	int32_t today;
	short first_rec[RULES_STEPS_MAX], last_rec[RULES_STEPS_MAX], *next_rec; /* -1 ends */
	short first_paper[PROVER_CODES_MAX], *next_paper;
	short *home;             /* record of each paper; -1, DETACHED */
	uint32_t *signer_at;     /* where a paper's signers begin in the two below */
	short *member_of;        /* of each signer: index in members, -1 */
	bool *is_self;           /* of each signer: the person of the dossier */
	struct rules_result law; /* what src/rules finds of the same case */
	struct prover_finding *findings;
	size_t n_findings, cap_findings, n_more;
};

/* One side of a pair. */
struct side {
	struct prover_item item;
	const struct prover_paper *paper; /* PAPER */
	const struct rules_record *rec;   /* STEP */
	int home;                         /* record index it belongs to, -1 */
};

struct check {
	struct proof *p;
	const struct prover_rule *rule;
	struct side a, b; /* PAPER kinds: b only */
};

typedef void check_fn(struct check *k);
#define PAIR(name)  check_fn prover_check_##name;
#define PAPER(name) check_fn prover_check_##name;
#define WHOLE(name) check_fn prover_check_##name;
#include "prover/prover_kinds.def"
#undef PAIR
#undef PAPER
#undef WHOLE

void prover_proof_begin(struct proof *p);
void prover_rule_run(struct proof *p, const struct prover_rule *rule);

/* The record of a step that belongs to record `from`: itself, the last one before, else the next. */
int prover_link_record(const struct proof *p, int from, int step);
struct side prover_side_paper(const struct proof *p, int i);
struct side prover_side_record(const struct proof *p, int i);
/* First and next record of a step; -1 ends. */
const struct rules_fact *prover_record_fact(const struct proof *p, int record, int field);

/* Day at a place, seen from its side; of several signatures the first, or the last. */
int32_t prover_side_day(const struct check *k, const struct side *s, const struct place *at,
			bool last);
/* Number at a place; -1: not told. */
int prover_side_number(const struct check *k, const struct side *s, const struct place *at);
const char *prover_side_text(const struct check *k, const struct side *s, const struct place *at);
/* A supplement's own days are those of the making of it: not told to other rules. */
int32_t prover_paper_day(const struct check *k, const struct prover_paper *paper,
			 enum prover_day day);
/* The day on which a paper is judged: its date, else its step's. */
int32_t prover_judged_day(const struct check *k, const struct side *s);

/*
 * Adds a finding citing b, and a if it is there, unless the rule is silent under the law of the day or its
 * conditions do not hold: then NULL. NULL too when the list is full.
 */
struct prover_finding *prover_found(struct check *k);
void prover_param_day(struct prover_finding *f, const char *name, int32_t day);
void prover_param_int(struct prover_finding *f, const char *name, int64_t n);
void prover_param_text(struct prover_finding *f, const char *name, const char *text);
void prover_param_words(struct prover_finding *f, const char *name, struct rules_text words);
/* A step as the pack of the day words it; the newest if there is none. */
struct rules_text prover_step_title(const struct prover_pack *pack, int step, int32_t on);
struct rules_text prover_day_words(int day);
struct rules_text prover_count_words(int count);
struct rules_text prover_text_words(int text);
struct rules_text prover_role_words(int role);

NODISCARD enum err prover_dossier_check(const struct prover_pack *pack,
					const struct prover_dossier *d, struct arena *a,
					struct rules_problems *problems);

#endif
