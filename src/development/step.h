/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recording a step: who may, are the facts right, do the rules allow it; then the record and all
 * that follows from it in one transaction. Private to src/development.
 */
#ifndef DEVELOPMENT_STEP_H
#define DEVELOPMENT_STEP_H

#include "development/case_reply.h"

/* What a request says. */
struct step_in {
	const char *step_code, *happened_on; /* happened_on NULL: received, not decided yet */
	const char *facts;                   /* JSON object */
	struct fld_list reasons;             /* of step_reason */
	const char *reason;                  /* corrections: why */
	int64_t version;
	bool alone; /* by one officer, outside a meeting of the body that decides it */
};

/* On whose behalf a step is recorded. */
struct step_actor {
	int64_t organisation_id;
	const char *kind;
};

/* Who asks, and where faults and refusals go. */
struct step_ask {
	const struct rules_set *set;
	struct arena *a;
	const struct user *who;
	struct problems *problems;
	int32_t today;
	const struct step_actor *as; /* on whose behalf, for trying alone; NULL: by the posts */
};

/* A step that was looked at. */
struct step_plan {
	const struct rules_step *step;
	const struct rules_pack *pack;
	struct rules_record record;
	struct facts facts;
	int64_t organisation_id; /* on whose behalf */
	int64_t replaces;        /* record that is corrected or decided by this one; 0: none */
	struct rules_result result;
	/* One officer alone records what a body decides: RULES_WARN asks on what it rests,
	 * RULES_STOP where the school wants the meeting recorded here. -1: no such thing. */
	int alone;
};

/*
 * Everything short of writing. corrects: id of the standing record that this one takes the place
 * of, 0 = none (an opened record of the step is found by itself, and its facts go over).
 * ERR_NOT_FOUND: the caller may not see the case, or no such record. ERR_FORBIDDEN: another post
 * records this step. ERR_CONFLICT: the case is closed. ERR_INPUT: problems. ERR_DB.
 * OK: ret->result has the findings of the step; stops refuse it.
 */
NODISCARD enum err step_plan(struct db *db, const struct step_ask *ask,
			     const struct case_view *view, const struct step_in *in,
			     int64_t corrects, struct step_plan *ret);

/* May the caller see the case at all? OK or ERR_NOT_FOUND. */
NODISCARD enum err step_may_see(const struct user *who, const struct case_view *view);

/*
 * On whose behalf the caller may act for the actor of a step; writes the organisation and whether
 * it is a committee with the power to approve. ERR_FORBIDDEN: for nobody. ERR_DB.
 */
NODISCARD enum err step_may_act(struct db *db, struct arena *a, const struct user *who,
				const struct case_view *view, enum rules_actor actor,
				struct step_actor *ret);

/* The findings of one severity, the one about recording alone included; of finding_reply. */
struct fld_list step_findings(const struct step_ask *ask, const struct step_plan *plan,
			      enum rules_severity severity);

/* "One officer alone": plan->alone is not -1. */
struct finding_reply step_alone_finding(const struct step_plan *plan);

/* The refusal as JSON for req_explain(), or NULL if nothing refuses. Lives in ask->a. */
const char *step_refusal(const struct step_ask *ask, const struct step_plan *plan,
			 const struct fld_list *reasons);

/* The reasons given for this step's warnings, as they are kept; NULL if it has none. */
const char *step_warnings(const struct step_ask *ask, const struct step_plan *plan,
			  const struct fld_list *reasons);

#endif
