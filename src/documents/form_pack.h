/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Form packs: papers as data. A pack names the keys a paper may use and where each value comes from,
 * and describes the forms (doc/form.h) with these keys in their texts (docs/forms.md). A school or
 * province adds packs of its own; a form of the same code takes the place of an earlier one.
 *
 * Everything lives in the arena of form_packs_new() and is never changed after form_packs_finish().
 */
#ifndef DOCUMENTS_FORM_PACK_H
#define DOCUMENTS_FORM_PACK_H

#include "doc/form.h"
#include "rules/rules.h"

#define FORM_KEYS_MAX  400
#define FORM_LISTS_MAX 16
#define FORM_DEFS_MAX  120

enum form_subject {
	FORM_NOBODY,
	FORM_PERSON, /* item: name sex ethnicity birth native_place education job class student_no */
	FORM_BRANCH,    /* item: name */
	FORM_COMMITTEE, /* the nearest committee above; item: name */
	FORM_SCHOOL,    /* item: name */
	FORM_TODAY,
	FORM_YEAR,  /* of a name-list */
	FORM_STAGE, /* the person's stage today */
	FORM_COUNT, /* of people in a name-list */
	FORM_STEP,  /* item: on, recorded_by, passed, or a field of the step; part: of votes */
	FORM_LINE,  /* only in a list: item number title on recorded_by told kind ... */
	FORM_SUBJECT__MAX
};

/* Where a value comes from: "person.name", "admission_vote.votes.due". */
struct form_source {
	enum form_subject subject;
	int step; /* of the rules' set; -1 */
	const char *item, *part;
};

struct form_key {
	const char *key; /* "姓名" */
	struct form_source from;
};

enum form_rows {
	FORM_ROWS_STEPS,  /* all standing records of the case; or those of `steps` */
	FORM_ROWS_PAPERS, /* what its steps need, there or missing */
	FORM_ROWS_CASES,  /* people of a name-list: besides its own keys, all keys of the pack */
};

struct form_list {
	const char *key;
	enum form_rows rows;
	uint64_t steps; /* mask of steps, 0: all */
	const struct form_key *keys;
	size_t n_keys;
};

/* What a form is made of, besides its blocks. */
enum form_use {
	FORM_OF_STEP,   /* one record of `step` */
	FORM_OF_PEOPLE, /* a name-list: those with a record of `step` in a year */
	FORM_OF_BOOK,   /* a part of the whole record of a case that is no paper of a step */
};

struct form_def {
	const char *code; /* the paper's code of the rules */
	struct rules_text name;
	enum form_use use;
	int step;         /* -1 for parts of the book */
	const char *base; /* only where this national pack judges the record; NULL: any */
	bool own;         /* of a school or province */
	bool outgoing;    /* is posted: looked through for personal numbers when it is made */
	const struct form *form;
};

struct form_packs {
	struct arena *a;
	const struct rules_set *rules;
	struct form_key *keys;
	size_t n_keys;
	struct form_list *lists;
	size_t n_lists;
	struct form_def *forms;
	size_t n_forms;
};

/* Where and why a pack was refused. Texts live in the packs' arena. */
struct form_fault {
	const char *name;
	uint32_t line, column;
	const char *why; /* English, one line */
};

struct form_packs *form_packs_new(struct arena *a, const struct rules_set *rules);

/*
 * Adds a pack; own: of a school or province. ERR_INPUT: fault says where and why; the packs must be
 * thrown away.
 */
NODISCARD enum err form_packs_add(struct form_packs *packs, const char *name, bool own,
				  const char *text, size_t len, struct form_fault *fault);

/*
 * The packs inside the binary and the *.yaml of a folder (NULL or not there: none), by name. ret:
 * lives in `a`. ERR_INPUT, ERR_IO: fault says where and why.
 */
NODISCARD enum err form_packs_installed(struct arena *a, const struct rules_set *rules,
					const char *folder, struct form_fault *fault,
					const struct form_packs **ret);

/* JISHI_FORMS_DIR, else beside the SQLite file; NULL: nowhere. Lives in `a`. */
const char *form_packs_folder(struct arena *a, const char *db_url);

/* The form of a code for a record judged by this pack; NULL: there is none. */
const struct form_def *form_def_find(const struct form_packs *packs, const char *code,
				     const struct rules_pack *judge);

/* The form whose template a school may change: of several by packs of rules the last; NULL: none. */
const struct form_def *form_template_def(const struct form_packs *packs, const char *code);

/* What a template of a form may use. Lives in `a`. */
const struct doc_key *form_doc_keys(const struct form_packs *packs, const struct form_def *def,
				    struct arena *a, size_t *ret_n);

/* ---- inside this folder ---- */

struct yaml;

struct form_load {
	struct form_packs *packs;
	const char *name;
	struct form_fault *fault;
};

enum err form_refuse(struct form_load *l, const struct yaml *at, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* ERR_INPUT (said): not a list of blocks. */
NODISCARD enum err form_blocks_read(struct form_load *l, const struct yaml *list, struct form *f);

#endif
