/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clean dossiers along every legal path, made from a seed: as the branch, the superior and the
 * person would have written them, each fact on every paper that usually bears it. And changes of
 * them, written as short sentences (made_change.c), so that one rule after the other can be broken.
 */
#ifndef TESTS_UNIT_PROVER_MADE_H
#define TESTS_UNIT_PROVER_MADE_H

#include "prover/prover.h"

#define MADE_RECORDS 80
#define MADE_FACTS   18
#define MADE_PAPERS  160
#define MADE_SIGNERS 8

enum made_pack { MADE_2014, MADE_2026, MADE_CROSSING, MADE_PACK__MAX };

/* What happens on the way; any combination is legal. */
enum {
	MADE_COMMITTEE = 1,             /* a branch committee of five ... */
	MADE_COMMITTEE_OF_7 = 1 << 1,   /* ... or seven; else the assembly decides */
	MADE_GROUPS = 1 << 2,           /* Party groups */
	MADE_EXTENDED = 1 << 3,         /* probation extended once */
	MADE_CANCELLED = 1 << 4,        /* ... or cancelled */
	MADE_MOVED = 1 << 5,            /* transferred in while an activist */
	MADE_MOVED_LATE = 1 << 6,       /* transferred in on probation, conversion put off */
	MADE_SPECIAL_TRAINING = 1 << 7, /* a shorter training with a reason */
	MADE_WRITTEN = 1 << 8,          /* written opinions */
	MADE_RETRIED = 1 << 9,          /* first answer of the superior no, the second yes */
	MADE_REPLACED = 1 << 10,        /* cultivators replaced */
	MADE_SUPPLEMENT = 1 << 11,      /* one paper is a supplement */
	MADE_CUT = 1 << 12,             /* still on the way */
	MADE_NOTICED = 1 << 13,         /* notices where the law asks for none */
	MADE_REFUSED = 1 << 14,         /* not admitted by the superior */
	MADE_WITHDRAWN = 1 << 15,       /* the person took the application back */
	MADE_UNATTACHED = 1 << 16,      /* papers do not say to which step they belong */
	MADE_PATHS = 17
};

struct made {
	const struct prover_pack *pack;
	const struct rules_set *set;
	struct arena a;
	uint64_t seed;
	enum made_pack law;
	uint32_t path;
	int32_t today;
	struct rules_case c;
	struct rules_record recs[MADE_RECORDS];
	struct rules_fact facts[MADE_RECORDS][MADE_FACTS];
	struct rules_transfer transfers[4];
	struct prover_paper papers[MADE_PAPERS];
	struct prover_signer signers[MADE_PAPERS][MADE_SIGNERS];
	struct prover_member members[16];
	struct prover_dossier d;
	int numbers; /* of documents */
};

/* Sets m->pack and the arena; once. */
void made_init(struct made *m, const struct prover_pack *pack);
void made_release(struct made *m);

/* A dossier; the same arguments give the same. */
void made_dossier(struct made *m, uint64_t seed, enum made_pack law, uint32_t path);
/* A law and a path that can be walked, from a seed. */
void made_path(uint64_t seed, enum made_pack *ret_law, uint32_t *ret_path);

/*
 * Changes it by sentences parted by "; ":
 *	set CODE.FIELD VALUE      a day, count or text of a paper; VALUE of a day: PLACE+N or PLACE-N
 *	add CODE.COUNT N          clear CODE.FIELD         drop CODE        copy CODE        new CODE
 *	unsign CODE ROLE          sign CODE ROLE PERSON [DAY]              unseal CODE
 *	present CODE yes|no       move CODE STEP           supplement CODE
 *	fact STEP.FIELD VALUE     unfact STEP.FIELD        when STEP DAY    unstep STEP      step STEP DAY
 *	member ID full DAY        member ID barred CODE    member ID unpost
 *	transfer DAY              untransfer
 * CODE#2 and STEP#2 are the second of their kind. Days: CODE.DAY, @STEP, @STEP.FIELD, today, each with +N, -N, or ! (the
 * next day off). A text may be =CODE.TEXT.
 * false: the dossier has no such paper or step.
 */
bool made_change(struct made *m, const char *sentences);

/* ---- for the two files that make dossiers ---- */

unsigned made_pick(struct made *m, unsigned n); /* 0 .. n-1 */
int made_step(struct made *m, const char *code, int32_t on);
struct rules_fact *made_fact(struct made *m, int rec, const char *name, enum rules_field_type type);
struct prover_paper *made_paper(struct made *m, const char *code, int rec);
void made_sign(struct made *m, struct prover_paper *p, enum prover_role role, const char *person,
	       int32_t on);
int32_t made_workday(struct made *m, int32_t day);
const char *made_number(struct made *m, int32_t day);

#endif
