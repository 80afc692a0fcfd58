/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled packs: what the loader makes and the checks read. Private to src/rules. */
#ifndef RULES_RULES_INTERNAL_H
#define RULES_RULES_INTERNAL_H

#include "json/yaml_tree.h"
#include "rules/rules.h"

#define NEEDS_MAX   12
#define BRINGS_MAX  4
#define CONDS_MAX   4
#define FIELDS_MAX  12
#define VALUES_MAX  8
#define PACKS_MAX   24 /* the national ones, and what a school put in force over the years */
#define SYMBOLS_MAX 1024
#define YEARS_MAX   100
#define RULES_MAX   160
#define VECTORS_MAX 4000
#define OWN_STEP    (-1) /* "this record" in a reference */
#define NO_STEP     (-2)

/* A condition; all of a list must hold. */
enum cond_kind { COND_FACT, COND_HAS_COMMITTEE, COND_HAS_GROUPS };
struct cond {
	enum cond_kind kind;
	int step, field; /* FACT: own record or the latest record of a step */
	int values[VALUES_MAX], n_values;
};

/* "pre_review", "approval.received_on", ".posted_on": a day in the case. */
struct ref {
	int step;  /* OWN_STEP, NO_STEP or an id */
	int field; /* 0: the day of the record */
};

enum rule_kind {
#define K(name) KIND_##name,
#include "rules/rules_kinds.def"
#undef K
	KIND__MAX
};

struct rule {
	const char *id;
	const struct rules_pack *pack;
	enum rule_kind kind;
	enum rules_severity severity;
	bool contradiction, off;
	char tag;
	const char *article; /* NULL: print none */
	struct rules_text message;
	uint64_t steps; /* checked at records of these; 0: of the whole case */
	int created_by; /* step whose day chooses the pack, or OWN_STEP */
	uint64_t of;    /* steps it asks for */
	struct ref from, to, until, posted, beside;
	int field, fields[FIELDS_MAX], n_fields;
	int amounts[FIELDS_MAX]; /* AT_LEAST_ONE: least amount of each field */
	int values[VALUES_MAX], n_values;
	uint32_t statuses; /* PERSONS_STATUS: mask of enum rules_discipline */
	int unless;        /* field that turns a stop into a warning */
	int min, max, months, until_months, days, years, times;
	int vote; /* index in the pack's kinds of votes */
	bool absent_ok;
	bool owes; /* a debtor is named: what is not done is a debt */
	enum rules_actor debtor;
	int notice_days; /* reminder before the day; -1: none */
	struct cond when[CONDS_MAX];
	int n_when;
	uint32_t seen, lengthen, any; /* parameters given; which a school may lengthen or set */
	const struct yaml *node;      /* for vectors and faults */
};

struct need {
	int step;
	int created_by; /* the need stands only if that step's day is in this pack; or OWN_STEP */
	bool each;      /* one record of `step` for each record of this one */
	struct cond when[2];
	int n_when;
};

/* Recording a step brings the person into a stage. */
struct bring {
	int stage; /* symbol */
	enum { BRING_OWN_DAY, BRING_STEP_DAY, BRING_PROBATION_DUE, BRING_NOTICE_END } day;
	int step;       /* STEP_DAY */
	int created_by; /* only if that step's day is in this pack, or OWN_STEP */
	struct cond when[2];
	int n_when;
};

struct step_def {
	struct rules_step pub;
	struct need needs[NEEDS_MAX];
	int n_needs;
	struct bring brings[BRINGS_MAX];
	int n_brings;
	int while_stages[4], n_while; /* offered again and again in these stages */
	int again_after;              /* offered again after this step; NO_STEP */
	struct cond done_when;
	bool has_done_when;
	int opened_by; /* field whose day opens the record before it is decided; 0: none */
	char tag;
};

struct vote_kind {
	const char *code;
	int present_num, present_den, yes_num, yes_den;
	bool present_strict, yes_strict;
	char tag;
	const struct yaml *vectors;
};

struct probation {
	int from, approval, vote, vote_approval, postponement;
	int outcome, extend, months_field, decision, approved; /* symbols */
	int months;
	bool printed_day_before;
};

struct stage_def {
	const char *code;
	struct rules_text title;
};

struct rules_pack {
	const char *id, *name, *base_id;
	struct rules_text title;
	int32_t from, until;
	int32_t last; /* as its text says; `until` may be earlier, where a layer takes over */
	const struct rules_pack *national; /* a layer's base; NULL for a national pack */
	struct step_def steps[RULES_STEPS_MAX];
	struct rule *rules;
	int n_rules;
	/* Rules by step, -1 ends; then those of the whole case. Indexes into `rules`. */
	const short *by_step[RULES_STEPS_MAX];
	const short *case_rules;
	struct vote_kind votes[8];
	int n_votes;
	struct stage_def stages[8];
	int n_stages;
	struct probation probation;
	const struct yaml *root;
};

struct year {
	int year;
	uint64_t off[6], work[6]; /* a bit a day of the year */
	const struct yaml *root;
	const char *name;
};

struct rules_set {
	struct arena *a;
	const char *step_codes[RULES_STEPS_MAX];
	int n_steps;
	const char *symbols[SYMBOLS_MAX]; /* [0] is "" */
	int symbol_hash[SYMBOLS_MAX * 2];
	int n_symbols;
	struct rules_pack *packs[PACKS_MAX];
	int n_packs;
	struct year *years[YEARS_MAX];
	int n_years;
};

int set_symbol(struct rules_set *set, const char *text); /* interns; 0 when full */
int set_step(struct rules_set *set, const char *code);   /* interns; -1 when full */

/* ---- Loading ---- */

struct load {
	struct rules_set *set;
	struct arena *a;
	struct rules_pack *pack;
	const char *name;
	struct rules_fault *fault;
	struct rules_faults *all; /* NULL: the first mistake ends the reading */
	int32_t from;             /* the day a layer is put in force; DATE_NONE: as its base */
};

/* Fills the fault from a node; gives ERR_INPUT. */
enum err load_refuse(struct load *l, const struct yaml *at, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Only these keys may stand in a map (NULL-terminated list). */
NODISCARD enum err load_keys(struct load *l, const struct yaml *map, const char *const *keys);
NODISCARD enum err load_text(struct load *l, const struct yaml *map, const char *key,
			     const char **ret);
NODISCARD enum err load_both(struct load *l, const struct yaml *map, const char *key,
			     struct rules_text *ret);
NODISCARD enum err load_step_ref(struct load *l, const struct yaml *node, int *ret);
NODISCARD enum err load_when(struct load *l, const struct yaml *node, struct cond *out, int max,
			     int *ret_n);
NODISCARD enum err load_code(struct load *l, const struct yaml *node, const char *const *codes,
			     int *ret);
NODISCARD enum err load_rules(struct load *l, const struct yaml *list);
NODISCARD enum err load_rule_params(struct load *l, struct rule *r, const struct yaml *map);
/* Number of a parameter's name, -1 if none has it; its amounts in a rule, *ret_n 0 if it has none. */
int rule_param(const char *name);
const char *rule_param_name(int param); /* NULL after the last */
const int *rule_amounts(const struct rule *r, int param, int *ret_n);
NODISCARD enum err load_school(struct load *l, const struct yaml *root);
NODISCARD enum err load_steps(struct load *l, const struct yaml *root);
void pack_index(struct load *l);

/* ---- Evaluating ---- */

/* One case put in order: records by day, and by step. Lives for one call. */
struct eval {
	const struct rules_set *set;
	const struct rules_case *c;
	struct arena *a;
	int32_t today;
	struct rules_record *recs; /* all that count, by day then as recorded, open ones last */
	int *origin;               /* their index in the case's records; -1 = the one checked */
	int n;
	short first[RULES_STEPS_MAX], last[RULES_STEPS_MAX]; /* decided ones; -1 none */
	short open[RULES_STEPS_MAX];                         /* newest open one */
	short *next;                                         /* next decided one of the step */
	struct rules_finding *findings;
	size_t n_findings, cap_findings;
	struct rules_debt *debts;
	size_t n_debts, cap_debts;
	bool trying;       /* a record without facts, to learn its earliest day */
	int only;          /* judge this record only (index in recs), or -1: all */
	int32_t closed_on; /* day the case ended, DATE_NONE: open */
	int closer;        /* record that closed it */
	int brought_by;    /* number of the published step that brought the present stage */
	struct rules_standing standing;
};

struct check {
	struct eval *ev;
	const struct rule *rule;
	const struct rules_record *rec; /* NULL: of the whole case */
	int at;                         /* its index in ev->recs */
};

/* Adds a finding of the rule about the record. The result may be filled further. */
struct rules_finding *found(struct check *k, int32_t allowed_from);
void param_day(struct rules_finding *f, const char *name, int32_t day);
void param_int(struct rules_finding *f, const char *name, int64_t n);
void param_text(struct rules_finding *f, const char *name, const char *text);
void param_steps(struct rules_finding *f, const char *name, uint64_t steps);
void param_field(struct rules_finding *f, const char *name, int symbol);

const struct rules_fact *rec_fact(const struct rules_record *rec, int field);
/* Latest decided record of a step on or before a day, not the record `but`; -1 none. */
int rec_latest(const struct eval *ev, int step, int32_t on, int but);
/* Of the branch on the day of the record, where that is known. */
bool branch_has_committee(const struct check *k);
bool conds_hold(const struct check *k, const struct cond *conds, int n);
/* Fact of a reference: of the own record, or of the latest record of the step. NULL: none. */
const struct rules_fact *ref_fact(const struct check *k, int step, int field);
int32_t ref_day(const struct check *k, struct ref ref);
bool created_here(const struct eval *ev, const struct rules_pack *pack, int created_by, int32_t on);

/* For what a step needs: created under the pack's text, be it before a layer's day or after. */
bool created_under(const struct eval *ev, const struct rules_pack *pack, int created_by,
		   int32_t on);

typedef void check_fn(struct check *k);
extern check_fn *const check_table[KIND__MAX];
#define K(name) check_fn check_##name;
#include "rules/rules_kinds.def"
#undef K

struct rules_debt *debt_add(struct check *k, int step, int32_t since, int32_t due_on);
int rec_count(const struct eval *ev, int step, int32_t on);
/* The day a record counts from: decided, or the day its opening fact tells. */
int32_t rec_day(const struct eval *ev, const struct rules_record *rec);
bool pack_in_force(const struct rules_pack *pack, int32_t day);
/* Assembly day; end of probation as the records before index `at` give it. DATE_NONE: none. */
int32_t probation_start(const struct eval *ev);
int32_t probation_due(const struct eval *ev, int at, bool *extended);
const struct probation *probation_of(const struct eval *ev);
/* -1 refused, 0 not answered, 1 approved: the superior's answer to the vote at `at`. */
int vote_answer(const struct eval *ev, int at);
bool postponed(const struct eval *ev, int32_t on);
void standing_derive(struct eval *ev);
void next_list(struct eval *ev, struct rules_result *ret);
/* Runs the rules of a record: those of its day's pack and those created under another. */
void record_check(struct eval *ev, int at);
void case_check(struct eval *ev);
/* Puts the records in order; extra may be NULL. Gives extra's index, or -1. */
int eval_begin(struct eval *ev, const struct rules_record *extra);

#endif
