/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts of a step: JSON as it comes in and as it is kept, and the form the rules read. The
 * fields of a step, their types and choices stand in the pack; nothing here knows a step by name.
 *
 * Kept form: {"field":value}; DATE "YYYY-MM-DD", INT number, BOOL, ENUM its code, VOTES an object
 * of counts, PERSON one and PERSONS a list of
 *	{"id":"17","full_member":true,"discipline":"warned","effect_until":"...","until":"..."}
 * where full_member is ours: what the directory said for the day of the step when it was recorded.
 * An imported person known by name only has "name" in place of "id". A request may write "17" for
 * {"id":"17"}; what it says about full_member is not read.
 */
#ifndef DEVELOPMENT_FACTS_H
#define DEVELOPMENT_FACTS_H

#include "base/arena.h"
#include "base/err.h"
#include "json/fields.h"
#include "rules/rules.h"

#define FACTS_JSON_MAX_BYTES 16384
#define FACTS_TEXT_MAX       500 /* characters of one TEXT fact */
#define FACTS_INT_MAX        100000

enum facts_source {
	FACTS_REQUEST, /* typed by a person: every fault is told */
	FACTS_IMPORT,  /* people may stand by name */
	FACTS_STORED,  /* ours: full_member is read */
};

struct facts {
	struct rules_fact *items;
	size_t n;
};

/*
 * json: one object, NULL or "null" = no facts. Faults are added to `problems` as "facts.votes.due"
 * with the codes of json/fields.h and "not_a_person".
 * ret: lives in `a`; written on OK only. Missing required fields are no fault here (the rules say).
 * ERR_INPUT: problems has at least one. ERR_TOO_LARGE: over FACTS_JSON_MAX_BYTES.
 */
NODISCARD enum err facts_read(const struct rules_set *set, const struct rules_step *step,
			      enum facts_source source, const char *json, struct problems *problems,
			      struct arena *a, struct facts *ret);

/* The kept form, living in `a`. */
const char *facts_print(const struct rules_set *set, const struct facts *facts, struct arena *a);

/* A fact by its field's name, or NULL. */
const struct rules_fact *facts_get(const struct rules_set *set, const struct facts *facts,
				   const char *field);

/* Adds those of `from` whose field is not there yet. */
void facts_fill(struct facts *facts, const struct rules_fact *from, size_t n, struct arena *a);

/* The id of a person named in a fact; 0 for one known by name only. */
int64_t facts_person_id(const struct rules_person *person);

/* The name of one known by name only, else NULL. */
const char *facts_person_name(const struct rules_person *person);

/* Adds one fact, living in `a`; zeroed but for field and type. Not above RULES_FACTS_MAX: NULL. */
struct rules_fact *facts_add(struct facts *facts, int field, enum rules_field_type type,
			     struct arena *a);

#endif
