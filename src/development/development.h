/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Membership development: cases, the 25 steps, what is owed, where a person stands. The only
 * header of this folder for others.
 */
#ifndef DEVELOPMENT_DEVELOPMENT_H
#define DEVELOPMENT_DEVELOPMENT_H

#include "base/command.h"
#include "platform.h"

struct rules_case;
struct rules_set;

/* ---- what others print as well ---- */

struct both_reply {
	const char *zh, *en;
};

struct finding_reply {
	const char *rule, *severity, *article; /* article NULL: print none */
	struct both_reply message;
	const char *step;
	struct fld_list steps; /* codes that are missing, of a finding that lists them */
	int64_t record_id;
	const char *on, *allowed_from;
	bool contradiction, provisional;
	bool imported; /* of a record from a sheet, which may just not have told what the rule asks */
};

/* The reason given for one warning. */
struct step_reason {
	const char *rule, *reason;
};

extern const struct fld both_reply_fields[];
extern const struct fld finding_reply_fields[];
extern const struct fld step_reason_fields[];

extern const struct command development_commands[]; /* jishi rules diff */

extern const struct route development_case_routes[];
extern const struct route development_step_routes[];
extern const struct route development_today_routes[];
extern const struct route development_stand_routes[];
extern const struct route development_slip_routes[];
extern const struct route development_pack_routes[];

/*
 * Makes case_duty and case_state again from the records, and stages that have become due, for all
 * cases; a batch of cases a transaction. For `jishi rebuild`. ret_cases (may be NULL): how many.
 * Must not run inside db_write.  ERR_DB.
 */
NODISCARD enum err development_rebuild(struct db *db, const struct rules_set *set,
				       int64_t *ret_cases);

/* Called for each difference; text is English, without names of people. */
typedef void (*development_told)(void *arg, const char *text);

struct development_report {
	int64_t cases, differences;
};

/*
 * Compares what is derived with what the rules say of the records today. Inside db_read(). OK also
 * when there are differences: look at the report. A case that awaits its refresh is passed over.
 */
NODISCARD enum err development_verify(struct db *db, const struct rules_set *set,
				      development_told told, void *arg,
				      struct development_report *ret);

/*
 * development_rebuild() for those cases alone whose answer changes by the passing of days (a window has ended,
 * a notice is over, probation is due). Cheap when there is none. The server calls it at start and
 * when today's page is asked for.
 */
NODISCARD enum err development_refresh(struct db *db, const struct rules_set *set,
				       int64_t *ret_cases);

/* One step known from elsewhere (a pipeline sheet). */
struct development_import_step {
	const char *step_code;   /* of the pack in force on the day */
	const char *happened_on; /* "YYYY-MM-DD"; NULL: it was done, the sheet does not say when */
	/*
	 * Facts by the pack's fields, or NULL. People may stand by name:
	 * {"cultivators":[{"name":"..."}]}. Counts of votes that cannot be are kept and told.
	 */
	const char *facts;
	bool day_inferred; /* from another cell: a record on another day is no contradiction */
};

struct development_import {
	int64_t person_id; /* 0 while only looking: he is not there yet */
	int64_t branch_id;
	int64_t batch_id;
	int64_t recorded_by; /* account, 0 = the command line */
	const struct development_import_step *steps;
	size_t n_steps;
};

enum development_import_fate {
	DEVELOPMENT_IMPORT_NEW,
	DEVELOPMENT_IMPORT_SAME,       /* on record already; a step without a day: on some day */
	DEVELOPMENT_IMPORT_AGAINST,    /* on record with another day or with other facts */
	DEVELOPMENT_IMPORT_UNREADABLE, /* no pack of the day knows it, bad facts, a day to come */
};

/*
 * What development_case_from_import() would do; writes nothing. ret_fates: one for each step.
 * ret_case_id: the case that would be gone on with, 0 = a new one.
 * ERR_NOT_FOUND: no such person. ERR_DB. May be called in or out of db_write.
 */
NODISCARD enum err development_import_look(struct db *db, const struct rules_set *set,
					   struct arena *a, const struct development_import *in,
					   enum development_import_fate *ret_fates,
					   int64_t *ret_case_id);

/*
 * Makes the person's case (or goes on with his open one, or the closed one the steps fall into) and
 * adds the new steps as they are, even where they contradict each other or the rules: those are
 * findings of the case, nothing is refused. A step without a day is kept as opened, its facts wait
 * for the day; a dated one takes the place of an opened one and takes over what that knew.
 * *ret_left_out (may be NULL) counts those that are AGAINST or UNREADABLE. Nothing new and no case:
 * none is made, *ret_case_id is 0. Stages follow, marked with the batch. Checks no rights, writes
 * no audit line. Inside db_write.  ERR_NOT_FOUND: no such person or branch. ERR_DB.
 */
NODISCARD enum err development_case_from_import(struct db *db, const struct rules_set *set,
						struct arena *a,
						const struct development_import *in,
						int64_t *ret_case_id, size_t *ret_left_out);

/* Why a batch cannot be taken back. what: "step", "transfer", "slip": it came to the case later. */
struct development_obstacle {
	int64_t case_id, person_id;
	const char *name, *what;
};

/* At most max of them, by case; *ret_n 0: nothing stands in the way. ERR_DB. */
NODISCARD enum err development_import_built_on(struct db *db, struct arena *a, int64_t batch_id,
					       size_t max, struct development_obstacle **ret,
					       size_t *ret_n);

/*
 * Takes back what a batch added to cases, as long as nobody has built on it: else ERR_CONFLICT and
 * development_import_built_on() says who. Stages of the batch are the directory's
 * (directory_batch_undo), to be taken back before. Inside db_write.  ERR_DB.
 */
NODISCARD enum err development_import_undo(struct db *db, const struct rules_set *set,
					   struct arena *a, int64_t batch_id);

/*
 * Records one step as a post would, rules and all; for meetings, batches, the demo data and the
 * command line. The case is taken in whatever version it is. ret_record may be NULL.
 * Errors as the HTTP route; the refusal's JSON is put in *ret_details (may be NULL) for ERR_RULE,
 * faults of the facts in `problems` for ERR_INPUT. Nothing is written on a refusal.
 * Inside db_write.
 */
struct development_step {
	int64_t case_id;
	const char *step_code, *happened_on, *facts;
	const char *reason_for_all; /* given for every warning, or NULL */
	struct fld_list reasons;    /* of step_reason: given for single ones */
	struct problems *problems;  /* NULL: not wanted */
};
NODISCARD enum err development_step_record(struct db *db, const struct rules_set *set,
					   struct arena *a, const struct user *who,
					   const struct development_step *in, int64_t *ret_record,
					   const char **ret_details);

/*
 * The standing record of a step on a day: other facts take their place (facts not NULL), or it is
 * taken out (facts NULL); with the reason, both are kept. For what another feature records on a post's
 * behalf and has to keep up to date. Rules and errors as for recording; *ret_details as there.
 * ERR_NOT_FOUND: there is no such record (any more). Inside db_write.
 */
struct development_amend {
	int64_t case_id;
	const char *step_code, *happened_on, *facts, *reason;
};
NODISCARD enum err development_step_amend(struct db *db, const struct rules_set *set,
					  struct arena *a, const struct user *who,
					  const struct development_amend *in,
					  const char **ret_details);

/*
 * What the rules would say of a step recorded by the committee that has to act for the case's
 * branch, whoever asks; and where the person would stand then. Nothing is written. Lives in `a`.
 * ERR_NOT_FOUND: the caller may not see the case. ERR_INPUT: problems of in->problems; other
 * errors as development_step_record().
 */
struct development_trial {
	int64_t case_id, version, organisation_id; /* who acts; 0: no committee is above */
	struct fld_list stops, warnings;           /* of finding_reply; reasons are not looked at */
	const char *stage;                         /* after the step */
	const char *joined_on, *printed_until, *full_on;
};
NODISCARD enum err development_step_try(struct db *db, const struct rules_set *set, struct arena *a,
					const struct user *who, const struct development_step *in,
					struct development_trial *ret);

/*
 * How soon each of the steps can be taken in a case if everybody acts on the first lawful day
 * (rules_reach); from today on. Checks no rights: ask for cases the caller may see. Lives in `a`.
 * ERR_NOT_FOUND: no such case. ERR_DB.
 */
struct development_reach {
	const char *step;        /* in: its code */
	bool done, provisional;  /* recorded already; rests on a year without a calendar */
	const char *earliest_on; /* NULL: no day can be told */
	const char *blocked_at;  /* code of the step at which waiting does not help, or NULL */
};
NODISCARD enum err development_case_reach(struct db *db, const struct rules_set *set,
					  struct arena *a, int64_t case_id,
					  struct development_reach *reach, size_t n);

/*
 * A case as the rules read it, for whoever judges more of it. record_ids[i] is the row of
 * rules->records[i]. Checks no rights: branch_path is for that. Lives in `a`.
 * ERR_NOT_FOUND: no such case. ERR_DB.
 */
struct development_case {
	int64_t id, person_id, branch_id;
	const char *branch_name, *branch_path;
	const char *state; /* open, or how it ended */
	const struct rules_case *rules;
	const int64_t *record_ids;
};
/*
 * Something else of the case has changed (its papers): what others derived from it is made again.
 * Inside db_write. ERR_DB.
 */
NODISCARD enum err development_case_touch(struct db *db, int64_t case_id);

NODISCARD enum err development_case_load(struct db *db, const struct rules_set *set,
					 struct arena *a, int64_t case_id,
					 struct development_case *ret);

/* The person's open case, else his newest; 0: he has none. ERR_DB. */
NODISCARD enum err development_case_of_person(struct db *db, int64_t person_id, int64_t *ret_id);

/*
 * Answers a request whose body is the code of a slip, development_slip_code_fields, with what `make`
 * says of the holder's case, inside db_read(). Guesses are throttled by network address.
 * Call as `return development_slip_answer(rq, &page)`.  ERR_INPUT, ERR_NOT_FOUND: no slip that is
 * alive has this code. ERR_THROTTLED. Errors of `make`.
 */
struct development_slip_page {
	const char *what; /* names the reading in the database's figures */
	enum err (*make)(struct db *db, struct req *rq, int64_t case_id, int64_t person_id,
			 void *out);
	const struct fld *fields; /* of out */
	void *out;
};
enum err development_slip_answer(struct req *rq, const struct development_slip_page *page);
extern const struct fld development_slip_code_fields[];

/* Title of a step in the words of today's pack, else of any pack that has it; static storage. */
struct both_reply development_step_title(const struct rules_set *set, const char *code);

/* Opens a case as POST /cases does. ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_CONFLICT. In db_write. */
NODISCARD enum err development_case_open(struct db *db, const struct rules_set *set,
					 struct arena *a, const struct user *who, int64_t person_id,
					 const char *opened_on, int64_t *ret_id);

#endif
