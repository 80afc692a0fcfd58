/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of src/demo share. */
#ifndef DEMO_DEMO_IMPL_H
#define DEMO_DEMO_IMPL_H

#include "platform.h"
#include "demo/demo_names.h"
#include "demo/demo_tree.h"

/* A branch while the university is made. */
struct demo_branch {
	const struct demo_organisation *o;
	int64_t id, parent_id, class_id;
	int64_t *full; /* full members in it, the first are its officers */
	size_t n_full, cap_full;
};

/* Somebody on the way: his case is told by demo_cases.c. */
struct demo_traveller {
	int64_t person_id;
	size_t branch;
	int32_t birth, applied_on;
};

/* What was told of a traveller. */
struct demo_case {
	int64_t id;
	size_t branch;
	bool slip, probationary, archived; /* slip: it contradicts itself */
};

struct demo_account {
	const char *login;
	int64_t id, person_id;
};

#define DEMO_ACCOUNTS_MAX 16

struct demo {
	struct arena *a;
	struct db *db;
	const struct app *app;
	struct demo_random random;
	int32_t today;
	int64_t root_id;
	const struct demo_organisation *tree;
	int64_t *ids; /* organisation ids by place in tree */
	size_t n_tree;
	struct demo_branch *branches;
	size_t n_branches, cap_branches;
	struct demo_traveller *travellers;
	size_t n_travellers, cap_travellers;
	struct demo_case *cases;
	size_t n_cases, cap_cases;
	struct demo_account accounts[DEMO_ACCOUNTS_MAX];
	size_t n_accounts;
	struct directory_people *later;
	uint32_t number; /* running, for student and staff numbers */
};

/* The day as text in the demo's arena. */
const char *demo_day(struct demo *d, int32_t day);

/* Organisations with their history, classes. */
NODISCARD enum err demo_organisations(struct demo *d);
/* n people spread over the branches: members with their dates, and travellers. */
NODISCARD enum err demo_people(struct demo *d, size_t n);
/* One person in the branch; ret_id for the caller. d->later NULL: derived at once. */
NODISCARD enum err demo_person_add(struct demo *d, const struct demo_branch *b, int32_t birth,
				   int32_t from_on, int64_t *ret_id);
/* The branch of a code; NULL: none. Id of any organisation of the tree; 0: none. */
struct demo_branch *demo_branch_of(struct demo *d, const char *code);
int64_t demo_id_of(const struct demo *d, const char *code);
/* Gives a post since some time, for three years. */
NODISCARD enum err demo_post_give(struct demo *d, int64_t person_id, int64_t organisation_id,
				  const char *kind);
/*
 * What the superior's desk shows: fuller committees, people who await each of its steps, places of
 * the year, an agenda, a meeting that is over. Last, with numbers of its own: the rest of the
 * university stays what it was.
 */
NODISCARD enum err demo_desk(struct demo *d);
/* Officers of every branch and committee. */
NODISCARD enum err demo_posts(struct demo *d);
/* Rooms and the groups of younger classes; after the cases, which are told without groups. */
NODISCARD enum err demo_places(struct demo *d);
/* The accounts to sign in with, after posts and cases. */
NODISCARD enum err demo_accounts(struct demo *d);
/* The account of a login; one with id 0 if there is none. */
const struct demo_account *demo_account_of(const struct demo *d, const char *login);
/* A case for every traveller, as far as he has come by today. */
NODISCARD enum err demo_cases(struct demo *d);
/* One more of them. Its place was made by demo_cases(). */
void demo_case_add(struct demo *d, struct demo_case c);
/* The papers of the cases; after the accounts, some of which are witnesses. */
NODISCARD enum err demo_papers(struct demo *d);

#endif
