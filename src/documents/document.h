/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a paper is filled with, and the paper itself. Private to src/documents.
 *
 * A subject is one case with all that papers tell of it; values are made of a subject without the
 * database, so that they can be tested by themselves.
 */
#ifndef DOCUMENTS_DOCUMENT_H
#define DOCUMENTS_DOCUMENT_H

#include "development/development.h"
#include "directory/directory.h"
#include "doc/pdf.h"
#include "documents/documents.h"
#include "documents/form_pack.h"
#include "papers/papers.h"

/* A record as it is told; record[i] of the case. */
struct document_record {
	int64_t id;
	const char *recorded_by; /* name, or NULL */
};

/* Somebody a fact names by number. */
struct document_name {
	const char *id, *name;
};

struct document_subject {
	struct development_case of;
	const char *name, *sex, *ethnicity, *birth, *native_place, *education, *job, *class_name,
		*student_no;
	const char *committee_name, *school_name, *stage;
	const struct document_record *records; /* as of.rules->records */
	const struct document_name *names;
	size_t n_names;
	const struct paper_line *papers;
	size_t n_papers;
};

/* ---- document_values.c: pure ---- */

struct document_context {
	const struct form_packs *packs;
	struct pdf_fonts *fonts; /* for PDF only */
	const struct document_subject *subject;
	size_t record; /* the record the paper is about; SIZE_MAX: none */
	int32_t today;
	int64_t year;                            /* of a name-list, 0: none */
	int64_t count;                           /* of people in it */
	const struct directory_numbers *numbers; /* of the school, for outgoing papers; or NULL */
};

/*
 * Sets every key of the packs that has a value; with `blank` also those that have none, as room to
 * write by hand. Lists but those of people are set as well.
 */
void document_values(const struct document_context *c, bool blank, struct arena *a,
		     struct doc_values *ret);

/* The newest standing record of a step; SIZE_MAX: none. */
size_t document_newest(const struct rules_case *c, int step);

/* Facts of a record in words: "推荐方式：党员推荐；…". Lives in `a`. */
const char *document_told(const struct rules_set *set, const struct document_subject *s, size_t i,
			  struct arena *a);

/* ---- document_make.c: pure ---- */

enum document_format { DOCUMENT_PDF, DOCUMENT_DOCX };
extern const char *const document_formats[];            /* "pdf", "docx", NULL */
const char *document_type(enum document_format format); /* MIME type */

/* A form filled: in ret, whose arena the caller has set. ERR_TOO_LARGE. */
NODISCARD enum err document_fill(const struct form_def *def, const struct doc_values *values,
				 struct form *ret);

/* Keys that the form asks for and that have no value: of const char *. values: without blanks. */
struct fld_list document_blanks(const struct form_def *def, const struct doc_values *values,
				struct arena *a);

/*
 * One document of several filled forms, each from a new page on. DOCX: the page of the first one is
 * that of all. Errors: pdf_write(), docx_write().
 */
NODISCARD enum err document_write(struct pdf_fonts *fonts, const struct form *const *forms,
				  size_t n, enum document_format format, int64_t now,
				  struct buf *out);

/* ---- document_load.c ---- */

/* Everything of a case. Checks no rights. ERR_NOT_FOUND. */
NODISCARD enum err document_load(struct db *db, const struct rules_set *set, struct arena *a,
				 int64_t case_id, struct document_subject *ret);

/* ---- document_store.c ---- */

#define DOCUMENT_TEMPLATE_BYTES_MAX (2 << 20)

struct document_template {
	const char *code, *file_name, *added_on, *added_by_name;
	int64_t size;
	const void *content; /* NULL: not asked for */
};

/* The school's own template of a form. ERR_NOT_FOUND: it has none. */
NODISCARD enum err template_get(struct db *db, struct arena *a, int64_t school_id, const char *code,
				struct document_template *ret);
/* All of a school, without content. */
NODISCARD enum err template_list(struct db *db, struct arena *a, int64_t school_id,
				 struct document_template **ret, size_t *ret_n);
/* In place of the one there is, which is kept. */
NODISCARD enum err template_put(struct db *db, const struct user *who,
				const struct document_template *in);
/* Back to our own form. ERR_NOT_FOUND: there is none. */
NODISCARD enum err template_end(struct db *db, const struct user *who, const char *code);

/* Records of a step below an organisation on a day, or in a year: cases in the order of names. */
struct document_case {
	int64_t case_id, record_id;
};
NODISCARD enum err document_cases(struct db *db, struct arena *a, const char *path,
				  const char *step, const char *from_on, const char *until_on,
				  size_t max, struct document_case **ret, size_t *ret_n);

struct document_day {
	const char *step, *on;
	int64_t case_n;
};
/* On which days which steps were recorded below an organisation, the newest first. */
NODISCARD enum err document_days(struct db *db, struct arena *a, const char *path,
				 const char *from_on, const char *until_on, size_t max,
				 struct document_day **ret, size_t *ret_n);

#endif
