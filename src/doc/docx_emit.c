/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a part's bytes with the values in them. */
#include "doc/docx_part.h"

#include "base/str.h"
#include "doc/placeholder.h"
#include "doc/xml_text.h"
#include "base/banned.h"

struct emitter {
	const struct docx_part *part;
	const struct doc_values *values, *row;
	struct buf *out;
	struct doc_faults *faults;
	bool failed;
};

static void fault(struct emitter *m, const struct edit *e, enum doc_fault_kind kind)
{
	doc_fault_add(m->faults, kind, m->part->name, e->place, e->place ? strlen(e->place) : 0,
		      e->key, strlen(e->key));
	m->failed = true;
}

/* Lines of a value become line breaks: the run is left and entered again round each. */
static void emit_value(struct emitter *m, const struct edit *e)
{
	const struct doc_value *v = doc_find(m->values, m->row, e->key, strlen(e->key));
	const char *prefix = m->part->prefix;
	const char *line;
	size_t len;

	if (!v || !v->text) {
		fault(m, e, v ? DOC_LIST_AS_TEXT : DOC_UNKNOWN_KEY);
		return;
	}
	len = strnlen(v->text, DOC_VALUE_MAX + 1);
	if (len > DOC_VALUE_MAX) {
		fault(m, e, DOC_VALUE_TOO_LONG);
		return;
	}
	for (line = v->text;; line++) {
		size_t n = strcspn(line, "\n");

		xml_text(m->out, line, n);
		line += n;
		if (!*line)
			break;
		buf_addf(m->out, "</%st><%sbr/><%st xml:space=\"preserve\">", prefix, prefix,
			 prefix);
	}
}

static size_t close_of(const struct docx_part *part, size_t i)
{
	while (i < part->n && part->edits[i].kind != EDIT_CLOSE)
		i++;
	return i;
}

static void emit(struct emitter *m, size_t first, size_t last, size_t from, size_t to);

static void emit_loop(struct emitter *m, size_t open, size_t close)
{
	const struct edit *e = &m->part->edits[open];
	const struct doc_value *v = doc_find(m->values, NULL, e->key, strlen(e->key));

	if (!v || !v->list || v->list->n > DOC_ROWS_MAX) {
		fault(m, e, !v ? DOC_UNKNOWN_KEY : v->list ? DOC_VALUE_TOO_LONG : DOC_TEXT_AS_LIST);
		return;
	}
	for (size_t i = 0; i < v->list->n && !m->failed && !m->out->overflow; i++) {
		m->row = v->list->rows[i];
		emit(m, open + 1, close, e->from, m->part->edits[close].from);
	}
	m->row = NULL;
}

/* The bytes [from, to) with the edits [first, last), which lie within. */
static void emit(struct emitter *m, size_t first, size_t last, size_t from, size_t to)
{
	const struct docx_part *part = m->part;

	for (size_t i = first; i < last && !m->out->overflow; i++) {
		const struct edit *e = &part->edits[i];

		/* One attribute is enough for a text with several placeholders. */
		if (e->kind == EDIT_KEEP && i > first && part->edits[i - 1].kind == EDIT_KEEP &&
		    part->edits[i - 1].from == e->from)
			continue;
		buf_add(m->out, part->bytes + from, e->from - from);
		from = e->to;
		if (e->kind == EDIT_KEEP) {
			buf_adds(m->out, " xml:space=\"preserve\"");
		} else if (e->kind == EDIT_VALUE) {
			emit_value(m, e);
		} else if (e->kind == EDIT_OPEN) {
			size_t close = close_of(part, i);

			if (close >= last) { /* docx_part_read() has told it */
				m->failed = true;
				return;
			}
			emit_loop(m, i, close);
			from = part->edits[close].to;
			i = close;
		}
	}
	buf_add(m->out, part->bytes + from, to - from);
}

enum err docx_part_emit(const struct docx_part *part, const struct doc_values *values,
			struct buf *out, struct doc_faults *faults)
{
	struct emitter m = { .part = part, .values = values, .out = out, .faults = faults };

	emit(&m, 0, part->n, 0, part->len);
	if (m.failed)
		return ERR_INPUT;
	if (!out->overflow)
		return OK;
	doc_fault_add(faults, DOC_RESULT_TOO_LARGE, "", NULL, 0, NULL, 0);
	return ERR_TOO_LARGE;
}
