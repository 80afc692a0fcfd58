/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the way of a made dossier share. */
#ifndef TESTS_UNIT_PROVER_MADE_STAGES_H
#define TESTS_UNIT_PROVER_MADE_STAGES_H

#include "made.h"

/* Days that later papers look back to; `at` is where the way has come to. */
struct when {
	int32_t apply, activist, candidate, vote, at;
	bool asks; /* the superior agrees to the candidate (2026), else files */
};

void fact_day(struct made *m, int rec, const char *name, int32_t day);
void fact_code(struct made *m, int rec, const char *name, const char *code);
void fact_yes(struct made *m, int rec, const char *name);
void fact_text(struct made *m, int rec, const char *name, const char *text);
void fact_int(struct made *m, int rec, const char *name, int n);
void fact_people(struct made *m, int rec, const char *name, enum rules_field_type type,
		 const char *one, const char *two);
bool on_way(const struct made *m, uint32_t path);
struct prover_paper *paper_on(struct made *m, const char *code, int rec, int32_t on);
void minutes_of(struct made *m, const char *code, int rec, int32_t on);
struct prover_paper *reply_to(struct made *m, const char *request, const char *reply, int rec,
			      int32_t asked, int32_t on);
void made_move(struct made *m,
	       int32_t on); /* taken in by another branch, with letter and receipt */
void stages_late(struct made *m, struct when *w);

#endif
