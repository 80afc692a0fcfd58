/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of membership development as a pure function:
 *
 *	packs + calendar + one person's case + today  ->  findings, debts, next steps, stage
 *
 * Nothing here opens a file, asks the clock or keeps state between calls. A struct rules_set is
 * built once (packs and calendars added, then finished) and never changes after rules_set_finish():
 * any number of threads may evaluate with it, each with an arena of its own.
 *
 *	arena_init(&a);
 *	set = rules_set_new(&a);
 *	e = rules_set_add_calendar(set, "2026.yaml", text, len, &fault);
 *	e = rules_set_add_pack(set, "national-2014.yaml", text, len, &fault);
 *	e = rules_set_add_pack(set, "national-2026.yaml", text, len, &fault);
 *	e = rules_set_finish(set, &fault);
 *	...
 *	e = rules_evaluate(set, &one_case, today, &scratch, &result);   arena_reset(&scratch) per case
 *
 * Days are base/date.h days; DATE_NONE is "no day". Step codes, field names and codes of
 * enumerations are small integers of the set: look them up once, by rules_step_id() and
 * rules_symbol(). The pack that judges a step is the one in force on the day of the step; a duty
 * is judged by the pack in force on the day of the event that creates it.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

#define RULES_STEPS_MAX    64  /* step codes of a set: a mask of them fits 64 bits */
#define RULES_RECORDS_MAX  256 /* step records of a case; a long one has about 60 */
#define RULES_FACTS_MAX    48  /* facts of one record */
#define RULES_PERSONS_MAX  16  /* persons in one fact */
#define RULES_PROBLEMS_MAX 50
#define RULES_PARAMS_MAX   6

struct rules_set;
struct rules_pack;
struct rule;
struct yaml;

/* ---- Building a set ------------------------------------------------------------------------ */

/* Why a text was refused: "packs/x.yaml:12:7: ..." Strings live in the set's arena. */
struct rules_fault {
	const char *name; /* as given to the add function */
	uint32_t line, column;
	const char *why; /* English, one line */
};

#define RULES_FAULTS_MAX 50

/* All mistakes of a text, by line; those beyond the array are left out. */
struct rules_faults {
	size_t n;
	bool more;
	struct rules_fault items[RULES_FAULTS_MAX];
};

/* An empty set; everything of it lives in `a`, which must outlive it. */
struct rules_set *rules_set_new(struct arena *a);

/*
 * Adds a national pack (`valid_from` inside) or a school layer (`base:` inside; its base must have
 * been added). A layer gives a pack of its own that takes the place of its base.
 * ERR_INPUT: not a pack; fault says where and why, the set must be thrown away.
 */
NODISCARD enum err rules_set_add_pack(struct rules_set *set, const char *name, const char *text,
				      size_t len, struct rules_fault *fault);

/*
 * Adds a school layer that is in force from a day on: its base (or the layer before it on the same
 * base) ends the day before, so the day of a step chooses. from DATE_NONE: as long as its base.
 * Layers of one base must be added in the order of their days.
 * ERR_INPUT: faults has every mistake of the text; the set must be thrown away.
 */
NODISCARD enum err rules_set_add_layer(struct rules_set *set, const char *name, const char *text,
				       size_t len, int32_t from, struct rules_faults *faults);

/* Adds one year of holidays and swapped working days. ERR_INPUT: as above. */
NODISCARD enum err rules_set_add_calendar(struct rules_set *set, const char *name, const char *text,
					  size_t len, struct rules_fault *fault);

/* Checks the set as a whole (packs do not overlap in time). ERR_INPUT: as above. */
NODISCARD enum err rules_set_finish(struct rules_set *set, struct rules_fault *fault);

/* ---- Looking into a set -------------------------------------------------------------------- */

/* -1 if no pack of the set has this code. */
int rules_step_id(const struct rules_set *set, const char *code);
/* Code of a step; NULL for -1. */
const char *rules_step_code(const struct rules_set *set, int step);
size_t rules_step_count(const struct rules_set *set);

/* Symbol of a field name or of an enumeration's code; 0 if unknown. */
int rules_symbol(const struct rules_set *set, const char *text);
/* Its text; "" for 0. */
const char *rules_symbol_text(const struct rules_set *set, int symbol);

size_t rules_pack_count(const struct rules_set *set);
const struct rules_pack *rules_pack_at(const struct rules_set *set, size_t i);
/* The pack in force on a day, or NULL. */
const struct rules_pack *rules_pack_on(const struct rules_set *set, int32_t day);

/* Both languages of one text; neither is NULL. */
struct rules_text {
	const char *zh, *en;
};

enum rules_field_type {
	RULES_TEXT,
	RULES_DATE,
	RULES_INT,
	RULES_BOOL,
	RULES_ENUM,
	RULES_PERSON,
	RULES_PERSONS,
	RULES_VOTES,
	RULES_FIELD_TYPE__MAX
};
extern const char *const rules_field_type_codes[]; /* "text" ... "votes", NULL */

struct rules_choice {
	int symbol;
	struct rules_text label;
};

/* One fact a step's form asks for. */
struct rules_field {
	int symbol;
	const char *name;
	enum rules_field_type type;
	bool required; /* the form must have it; what the law needs is in the rules */
	struct rules_text label, help;      /* help may be "" */
	const struct rules_choice *choices; /* ENUM */
	size_t n_choices;
};

struct rules_paper {
	const char *code; /* unique in a pack; the same paper has the same code in every pack */
	struct rules_text name;
	const char *author; /* person, branch, cultivator, superior, higher */
	bool roster;        /* a name-list of the year, not one person's paper */
};

enum rules_actor {
	RULES_PERSON_SELF,
	RULES_BRANCH,
	RULES_SUPERIOR,
	RULES_HIGHER,
	RULES_ACTOR__MAX
};
extern const char *const rules_actor_codes[]; /* "person", "branch", "superior", "higher", NULL */

/* A step as a pack words it. Exits (withdrawal, transfer ...) have number 0. */
struct rules_step {
	int id; /* -1 where a pack does not have the step */
	const char *code;
	int number;        /* 1..25 of the published list, 0 for an exit */
	const char *stage; /* code of the published five stages, NULL for an exit */
	struct rules_text title;
	enum rules_actor actor; /* who may record it */
	bool optional, repeatable, closes;
	bool body; /* decided by a committee in its meeting; one officer alone only registers it */
	const char *article; /* NULL: none is printed */
	const struct rules_field *fields;
	size_t n_fields;
	const struct rules_paper *papers;
	size_t n_papers;
};

const char *rules_pack_id(const struct rules_pack *pack);
/* Id of the national pack a school's layer stands on; NULL for a national pack. */
const char *rules_pack_base(const struct rules_pack *pack);
struct rules_text rules_pack_title(const struct rules_pack *pack);
int32_t rules_pack_from(const struct rules_pack *pack);
int32_t rules_pack_until(const struct rules_pack *pack); /* DATE_NONE: open */
size_t rules_pack_rule_count(const struct rules_pack *pack);
bool rules_pack_has_rule(const struct rules_pack *pack, const char *id);
/* The step in the words of a pack, or NULL. */
const struct rules_step *rules_pack_step(const struct rules_pack *pack, int step);
/* Where printed probation periods end: true = the day before, false = the same day. */
bool rules_pack_printed_day_before(const struct rules_pack *pack);

/* The stages in which a pack groups its steps, in their order. */
struct rules_stage {
	const char *code;
	struct rules_text title;
};
size_t rules_pack_stage_count(const struct rules_pack *pack);
struct rules_stage rules_pack_stage_at(const struct rules_pack *pack, size_t i);

/* What a rule is, for screens. */
const char *rules_rule_id(const struct rule *rule);
const char *rules_rule_kind(const struct rule *rule);
/* Article to print; NULL where the number is not confirmed (tag C) or there is none. */
const char *rules_rule_article(const struct rule *rule);
char rules_rule_tag(const struct rule *rule);
const struct rules_pack *rules_rule_pack(const struct rule *rule);

/* ---- Calendar ------------------------------------------------------------------------------ */

/*
 * Is the day a working day? Monday to Friday unless the year's table says otherwise.
 * *provisional is set to true (never to false) if the year has no table.
 */
bool rules_is_workday(const struct rules_set *set, int32_t day, bool *provisional);

/*
 * Last day of a notice of `days` working days (1..60) posted on `posted`: the first working day
 * on or after posting is day 1. *provisional as above, if any day looked at has no table.
 */
int32_t rules_notice_end(const struct rules_set *set, int32_t posted, int days, bool *provisional);

/*
 * Working days that the pack in force on `posted` asks of a notice: of the step `step` itself
 * ("candidate_notice"), or of one whose day the step tells (.notice_posted_on). 0: it asks for none.
 */
int rules_notice_days(const struct rules_set *set, const char *step, int32_t posted);

/* ---- A case -------------------------------------------------------------------------------- */

enum rules_discipline {
	RULES_DISCIPLINE_NONE,
	RULES_WARNED,
	RULES_GRAVE_WARNED,
	RULES_REMOVED,                   /* dismissed from Party posts */
	RULES_ON_PROBATION_WITHIN_PARTY, /* 留党察看, rights not restored */
	RULES_DISCIPLINE__MAX
};
extern const char *const rules_discipline_codes[];

/* A member named in a fact (cultivator, introducer, speaker ...). */
struct rules_person {
	const char *id;      /* equal ids are the same person */
	bool is_full_member; /* on the day of the record */
	enum rules_discipline discipline;
	int32_t effect_until; /* last day the measure has effect; DATE_NONE: still running */
	int32_t until;        /* served as cultivator until; DATE_NONE: still serving */
};

/* Counts only, never who voted how. */
struct rules_votes {
	int due, present; /* entitled to attend with a vote; of those, in the room */
	int yes, no, abstain;
	int written_yes, written_no, written_abstain; /* opinions of people not in the room */
};

struct rules_fact {
	int field; /* symbol */
	enum rules_field_type type;
	union {
		const char *text;
		int32_t day;
		int64_t number;
		bool yes;
		int symbol; /* ENUM */
		struct {
			const struct rules_person *items;
			size_t n; /* PERSON: 1 */
		} persons;
		struct rules_votes votes;
	} v;
};

/* What the branch was like on the day of a record; known false: as the case says. */
struct rules_branch_then {
	bool known, has_committee, has_groups;
};

struct rules_record {
	int step;
	struct rules_branch_then branch;
	int32_t on;  /* the day it was done; DATE_NONE: opened, not decided (approvals) */
	bool voided; /* taken back by a later correction: ignored */
	const struct rules_fact *facts;
	size_t n_facts;
};

struct rules_transfer {
	int32_t on; /* the day the new branch took the person in */
};

enum rules_precision { RULES_DAY, RULES_MONTH, RULES_YEAR };

struct rules_case {
	int32_t birth_on; /* DATE_NONE: not known; first day of the month or year if less precise */
	enum rules_precision birth_precision;
	int32_t leaving_on; /* known day of leaving the unit, or DATE_NONE */
	bool has_committee, has_groups;
	const struct rules_record *records; /* in the order they were recorded */
	size_t n_records;
	const struct rules_transfer *transfers;
	size_t n_transfers;
};

/* One fault of the input, tied to its field: "steps[3].facts.votes.present". */
struct rules_problem {
	const char *field,
		*code;      /* code: one word; over_due, future, unknown, required, type ... */
	const char *detail; /* English for logs */
};

struct rules_problems {
	size_t n;
	struct rules_problem items[RULES_PROBLEMS_MAX]; /* texts live in the arena of the call */
};

/*
 * Reads a case from JSON or YAML text (format: docs/rules.md).
 * ret: lives in `a`.  ERR_INPUT: problems has at least one.  ERR_TOO_LARGE: over 1 MiB.
 */
NODISCARD enum err rules_case_read(const struct rules_set *set, struct arena *a, const char *text,
				   size_t len, struct rules_problems *problems,
				   struct rules_case *ret);

/* The same from a tree already read: a case that stands inside a larger text. */
NODISCARD enum err rules_case_take(const struct rules_set *set, struct arena *a,
				   const struct yaml *root, struct rules_problems *problems,
				   struct rules_case *ret);

/* Adds a fault with its path; at most RULES_PROBLEMS_MAX are kept. */
void rules_problem_put(struct rules_problems *p, struct arena *a, const char *code,
		       const char *detail, const char *fmt, ...) PRINTF_LIKE(5, 6);

/*
 * Checks what rules cannot judge: unknown fields, wrong types, votes that cannot be (present >
 * due ...). rules_evaluate() and rules_check_step() call it themselves.
 * ERR_INPUT: problems has at least one; texts live in `a`.
 */
NODISCARD enum err rules_case_check(const struct rules_set *set, const struct rules_case *c,
				    struct arena *a, struct rules_problems *problems);

/* ---- Answers ------------------------------------------------------------------------------- */

enum rules_severity { RULES_STOP, RULES_WARN };
extern const char *const rules_severity_codes[]; /* "stop", "warn", NULL */

enum rules_param_kind {
	RULES_PARAM_DAY,
	RULES_PARAM_INT,
	RULES_PARAM_TEXT,
	RULES_PARAM_STEPS,
	RULES_PARAM_FIELDS
};

/* A value for a {placeholder} of a message. */
struct rules_param {
	const char *name;
	enum rules_param_kind kind;
	union {
		int32_t day;
		int64_t number;
		const char *text;
		uint64_t steps; /* mask of step ids */
		struct {
			int symbols[8];
			int n;
		} fields;
	} v;
};

struct rules_finding {
	const struct rule *rule;
	enum rules_severity severity;
	bool contradiction;   /* the dossier contradicts itself: for the prover */
	bool provisional;     /* rests on a year without a calendar */
	int step;             /* the step it is about */
	int record;           /* index in the case's records, -1 if it is about none */
	int32_t on;           /* the day that is judged */
	int32_t allowed_from; /* DATE_NONE: waiting does not cure it */
	struct rules_param params[RULES_PARAMS_MAX];
	size_t n_params;
};

struct rules_debt {
	const struct rule *rule;
	enum rules_actor who;
	int step;               /* what is owed */
	int32_t since, due_on;  /* due_on DATE_NONE: no day can be told */
	int32_t remind_on;      /* DATE_NONE: none */
	int32_t limit_on;       /* a second, last day (approval: six months); DATE_NONE: none */
	int32_t beside_on;      /* shown beside it (approval: assembly + 3 months) or DATE_NONE */
	bool overdue;           /* today is after due_on */
	bool clock_not_started; /* the receipt that starts the clock is not recorded */
};

struct rules_next {
	int step;
	enum rules_actor actor;
	bool optional;
	int32_t since;       /* the day the last step it needs was done; DATE_NONE: none */
	int32_t earliest_on; /* first lawful day once `stops` are cured */
	int32_t latest_on;   /* last day without a finding, DATE_NONE: none is set */
	bool latest_is_stop; /* after latest_on it is refused, not only warned of */
	bool provisional, possible_today;
	const struct rules_finding *stops; /* those that waiting does not cure */
	size_t n_stops;
};

struct rules_standing {
	const char *stage; /* none applicant activist candidate probationary full withdrawn
			      not_approved probation_cancelled not_recognised transferred_out */
	int32_t since;
	bool closed, extended, provisional;
	int32_t joined_on;        /* assembly day, once approved */
	int32_t probation_due_on; /* D + 12 (+ n) months */
	int32_t printed_until;    /* as it is printed on the form */
	int32_t full_on;          /* once conversion is approved; seniority counts from it */
};

struct rules_result {
	struct rules_standing standing;
	const struct rules_finding *findings;
	size_t n_findings;
	const struct rules_debt *debts;
	size_t n_debts;
	const struct rules_next *next;
	size_t n_next;
	struct rules_problems *problems; /* NULL unless ERR_INPUT */
};

/*
 * The whole case as of `today`: what is wrong, what is owed, what comes next, where the person
 * stands. Records dated after today give a finding and count for nothing else.
 * ret: lives in `a`; written on OK, and on ERR_INPUT with only `problems` set.
 * ERR_INPUT: the case has input faults.  Does not block; microseconds.
 */
NODISCARD enum err rules_evaluate(const struct rules_set *set, const struct rules_case *c,
				  int32_t today, struct arena *a, struct rules_result *ret);

/*
 * May `record` be added to the case, told on `today`? Findings of severity STOP refuse it; each of
 * severity WARN asks for a reason. The record is not part of c. Fields marked required and
 * missing are problems.
 * ret: findings (only those of this record) and problems, as above.
 */
NODISCARD enum err rules_check_step(const struct rules_set *set, const struct rules_case *c,
				    const struct rules_record *record, int32_t today,
				    struct arena *a, struct rules_result *ret);

/* How soon a step still ahead can lawfully be taken. */
struct rules_reach {
	bool done;           /* it is recorded already */
	bool reached;        /* a day can be told */
	int32_t earliest_on; /* DATE_NONE unless reached; never before the day asked on */
	bool provisional;    /* rests on a year without a calendar */
	int blocked_at;      /* not reached: the step at which waiting does not help, or -1 */
};

/*
 * The first day on which `step` may be taken if from `today` on everybody acts on the first lawful
 * day and every paper is in order: the steps between are told with favourable facts, each on its
 * own first day. A forecast of what the rules allow, not of what a person will do.
 * ret: lives by itself.  ERR_INPUT: the case has input faults.
 */
NODISCARD enum err rules_reach(const struct rules_set *set, const struct rules_case *c, int step,
			       int32_t today, struct arena *a, struct rules_reach *ret);

/* Within how many months of leaving a pack warns of admission; 0: it has no such rule. */
int rules_pack_leaving_months(const struct rules_pack *pack);

/* Appends the finding's (or a debt's rule's) message in "zh" or "en", placeholders filled in. */
void rules_message(const struct rules_set *set, const struct rules_finding *f, bool zh,
		   struct buf *out);

/* ---- Votes of any kind --------------------------------------------------------------------- */

struct rules_vote_outcome {
	bool valid, passed; /* enough present; more than half of those due (passed implies valid) */
};

/*
 * Judges counts by a kind of vote of the pack: "membership", "ordinary", "election".
 * ERR_NOT_FOUND: no such kind.  ERR_INPUT: counts that cannot be (see rules_votes_fault).
 */
NODISCARD enum err rules_vote(const struct rules_pack *pack, const char *kind,
			      const struct rules_votes *votes, struct rules_vote_outcome *ret);

/* Name of the member of struct rules_votes that cannot be so ("present" ...), or NULL. */
const char *rules_votes_fault(const struct rules_votes *votes);

/* ---- JSON ---------------------------------------------------------------------------------- */

struct json_writer;

/* The answer as one JSON object (docs/rules.md). */
void rules_result_print(const struct rules_set *set, const struct rules_pack *pack, int32_t today,
			const struct rules_result *r, struct json_writer *w, const char *key);
/* Steps, fields, papers and stages of a pack, so that a form can be drawn from them. */
void rules_pack_print(const struct rules_set *set, const struct rules_pack *pack,
		      struct json_writer *w, const char *key);
/* One finding as an object; what rules_check_step() found, for an answer to a browser. */
void rules_finding_print(const struct rules_set *set, const struct rules_finding *f,
			 struct json_writer *w, const char *key);

#endif
