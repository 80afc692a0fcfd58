/* SPDX-License-Identifier: Apache-2.0 */
/* A person's state by the dated events: pure. Private to src/directory. */
#ifndef DIRECTORY_PERSON_CORE_H
#define DIRECTORY_PERSON_CORE_H

#include "base/arena.h"
#include "base/err.h"

struct person_event {
	int64_t id;
	const char *stage, *happened_on; /* day, or month */
};

/*
 * Puts events in the order in which they hold. In a month in which some event has no day, the way
 * of things orders (applicant, activist, ... full, then exits); else the day, then that way.
 */
void person_events_sort(struct person_event *events, size_t n);

struct person_stage {
	const char *stage, *stage_on; /* NULL: none */
	const char *applied_on, *joined_on, *full_on;
};

/* State after the sorted events; texts are the events'. */
struct person_stage person_stage_after(const struct person_event *events, size_t n);

/*
 * The stage under which lists count a person: "none" without one; who has gone counts as
 * transferred_out or left; who came back and has no new event yet as none.
 */
const char *person_list_stage(const char *stage, bool gone);

/* Has a vote: full members who have not gone. */
bool person_may_vote(const char *stage);

/* Faults of an ID number: NULL if it is right, else id_length, id_bad_character,
 * id_impossible_birth, id_check_digit. */
const char *person_id_fault(const char *id_number);
/* "YYYY-MM-DD" of a right ID number, and its sex, "male" or "female". */
void person_id_birth(const char *id_number, char ret[11]);
const char *person_id_sex(const char *id_number);

#endif
