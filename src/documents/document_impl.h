/* SPDX-License-Identifier: Apache-2.0 */
/* What the handlers of this folder share. Private to src/documents. */
#ifndef DOCUMENTS_DOCUMENT_IMPL_H
#define DOCUMENTS_DOCUMENT_IMPL_H

#include "doc/docx_fill.h"
#include "doc/docx_limits.h"
#include "documents/document.h"
#include "rules/rules.h"

struct document_ask {
	const char *format;
	int64_t record_id;
};
extern const struct fld document_format_query[];

enum document_format document_format_of(const char *word);

/* The pack that judges a record. */
const struct rules_pack *document_judge(const struct rules_set *set, const struct rules_record *r);

/* The case, if the caller sees it by a post. ERR_NOT_FOUND. In a transaction. */
NODISCARD enum err document_case(struct db *db, struct req *rq, int64_t id,
				 struct document_subject *ret);

/*
 * One paper. own: the school's template (DOCX only), NULL: our form. ERR_CONFLICT: the template does
 * not fit the forms any more. Others as document_write().
 */
NODISCARD enum err document_make(struct arena *a, const struct form_def *def,
				 const struct document_context *c,
				 const struct document_template *own, enum document_format format,
				 struct buf *out);

/*
 * Looks through an outgoing paper as it would be made; other papers pass. ERR_CONFLICT: a personal
 * number is in it, the request's details say in which paper, masked. Others as document_make().
 */
NODISCARD enum err document_outgoing(struct req *rq, const struct form_def *def,
				     const struct document_context *c,
				     const struct document_template *own);

/* document_make() for a name-list: people sets its rows in the values. */
NODISCARD enum err document_make_list(
	struct arena *a, const struct form_def *def, const struct document_context *c,
	const struct document_template *own, enum document_format format, struct buf *out,
	void (*people)(const void *arg, const struct document_context *c, struct doc_values *v),
	const void *arg);

/* The whole record of a case: cover, ledger, list of papers, then every paper that can be made. */
NODISCARD enum err document_book(struct arena *a, const struct document_context *c,
				 enum document_format format, struct buf *out);

/* As an attachment of this name (without its ending). */
NODISCARD enum err document_answer(struct req *rq, const char *name, enum document_format format,
				   const struct buf *out);

/* "2026-11-23" in `a`; NULL for DATE_NONE. */
const char *document_day_text(struct arena *a, int32_t day);

#endif
