/* SPDX-License-Identifier: Apache-2.0 */
/* Forms and values become documents. No HTTP, no SQL. */
#include "documents/document_impl.h"

#include "doc/docx_write.h"
#include "base/banned.h"

const char *const document_formats[] = { "pdf", "docx", NULL };

const char *document_type(enum document_format format)
{
	return format == DOCUMENT_PDF
		       ? "application/pdf"
		       : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
}

enum err document_fill(const struct form_def *def, const struct doc_values *values,
		       struct form *ret)
{
	struct doc_faults faults;
	enum err e;

	doc_faults_init(&faults, ret->a);
	e = form_fill(def->form, values, &faults, ret);
	return e == ERR_INPUT ? BUG("a form was not checked when it was read") : e;
}

struct fld_list document_blanks(const struct form_def *def, const struct doc_values *values,
				struct arena *a)
{
	const char **names = ARENA_ARRAY(a, const char *, DOC_FAULTS_MAX);
	struct doc_faults faults;
	struct form filled;
	size_t n = 0;

	doc_faults_init(&faults, a);
	form_init(&filled, a);
	if (form_fill(def->form, values, &faults, &filled) != ERR_INPUT)
		return (struct fld_list){ names, 0 };
	for (size_t i = 0; i < faults.n; i++) {
		const char *key = faults.items[i].detail;
		size_t k = 0;

		while (key && k < n && !str_eq(names[k], key))
			k++;
		if (key && k == n)
			names[n++] = key;
	}
	return (struct fld_list){ names, n };
}

/* Blocks of all forms in one, a new page before each but the first. */
static void forms_join(const struct form *const *forms, size_t n, struct form *ret)
{
	*ret = *forms[0];
	ret->blocks = NULL;
	ret->n = ret->cap = 0;
	for (size_t i = 0; i < n; i++) {
		if (i)
			form_page_break(ret);
		for (size_t k = 0; k < forms[i]->n; k++)
			*VEC_PUSH(ret->a, ret->blocks, ret->n, ret->cap) = forms[i]->blocks[k];
	}
}

enum err document_write(struct pdf_fonts *fonts, const struct form *const *forms, size_t n,
			enum document_format format, int64_t now, struct buf *out)
{
	struct form joined;

	if (format == DOCUMENT_PDF)
		return pdf_write(fonts, forms, n, now, out, NULL);
	forms_join(forms, n, &joined);
	return docx_write(&joined, now, out);
}

const char *document_day_text(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE)
		return NULL;
	date_format(day, text);
	return arena_strdup(a, text);
}

/* ---- the book ---- */

struct book {
	struct arena *a;
	struct document_context c;
	const struct form **forms;
	size_t n, cap;
};

static enum err book_add(struct book *b, const struct form_def *def, size_t record)
{
	struct form *filled = ARENA_NEW(b->a, struct form);
	struct doc_values values = { 0 };
	enum err e;

	b->c.record = record;
	document_values(&b->c, /* blank= */ true, b->a, &values);
	form_init(filled, b->a);
	e = document_fill(def, &values, filled);
	if (!e)
		*VEC_PUSH(b->a, b->forms, b->n, b->cap) = filled;
	return e;
}

static enum err book_record(struct book *b, size_t i)
{
	const struct form_packs *packs = b->c.packs;
	const struct rules_record *r = &b->c.subject->of.rules->records[i];
	const struct rules_pack *judge = document_judge(packs->rules, r);
	const struct rules_step *step = judge ? rules_pack_step(judge, r->step) : NULL;
	enum err e = OK;

	for (size_t k = 0; step && k < step->n_papers && !e; k++) {
		const struct form_def *def = form_def_find(packs, step->papers[k].code, judge);

		if (def && def->use == FORM_OF_STEP)
			e = book_add(b, def, i);
	}
	return e;
}

enum err document_book(struct arena *a, const struct document_context *c,
		       enum document_format format, struct buf *out)
{
	const struct form_packs *packs = c->packs;
	struct book b = { .a = a, .c = *c };
	enum err e = OK;

	for (size_t i = 0; i < packs->n_forms && !e; i++) {
		if (packs->forms[i].use == FORM_OF_BOOK)
			e = book_add(&b, &packs->forms[i], SIZE_MAX);
	}
	for (int step = 0; step < (int)rules_step_count(packs->rules) && !e; step++) {
		/* of a repeated step (the log of an activist) the newest paper tells all */
		size_t i = document_newest(c->subject->of.rules, step);

		if (i != SIZE_MAX)
			e = book_record(&b, i);
	}
	if (!e && b.n == 0)
		return BUG("no form is part of the book");
	return e ? e : document_write(c->fonts, b.forms, b.n, format, clock_now(), out);
}
