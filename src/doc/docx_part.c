/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a part: text of paragraphs over their runs, rows of tables, loops. Text boxes make paragraphs
 * inside paragraphs and tables inside rows, so both are stacks.
 */
#include "doc/docx_part.h"

#include "base/str.h"
#include "doc/archive.h"
#include "doc/docx_field.h"
#include "doc/placeholder.h"
#include "base/banned.h"

#define PARAGRAPH_MAX (1u << 20) /* bytes of one paragraph's text */

/* A stretch of a paragraph's text and the bytes it came from. */
struct piece {
	size_t at, len;  /* in the text */
	size_t from, to; /* in the part; of one to one with the text unless `whole` */
	bool whole;      /* an entity: cannot be cut */
	bool fixed; /* a tab or line break: stands for an element, never part of a placeholder */
	size_t tag_end; /* byte behind the start tag of its w:t, 0 if white space is kept there */
};

struct paragraph {
	struct paragraph *outer;
	struct buf text;
	struct piece *pieces;
	size_t n, cap;
};

struct row {
	struct row *outer;
	size_t from; /* byte of its start tag */
	uint32_t table;
	bool has_ink; /* text seen so far */
	bool vmerge;
	bool closed; /* {/key} seen */
	bool told;   /* one fault for text behind it is enough */
};

struct table {
	struct table *outer;
	uint32_t id;
};

struct reader {
	struct arena *a;
	struct docx_part *part;
	const struct doc_key *keys;
	size_t n_keys;
	struct doc_faults *faults;
	struct xml_part xml;
	struct paragraph *paragraph;
	struct row *row;
	struct table *table;
	uint32_t n_tables;
	uint32_t order;
	size_t tag_end; /* of the w:t we are in; 0 outside */
	bool in_text, keeps_space;
	/* the open loop */
	const char *loop; /* key, NULL if none */
	uint32_t loop_table;
	const char *loop_place;
	struct row *loop_end; /* the row with {/key} */
	struct field_state field;
	bool told_tracked, told_comments, too_many;
};

static void fault(struct reader *r, enum doc_fault_kind kind, const char *detail, size_t len)
{
	const struct paragraph *p = r->paragraph;

	doc_fault_add(r->faults, kind, r->part->name, p ? p->text.text : NULL, p ? p->text.len : 0,
		      detail, len);
}

static void edit(struct reader *r, struct edit e)
{
	if (r->part->n >= DOCX_PIECES_MAX) {
		if (!r->too_many)
			fault(r, DOC_TOO_LARGE, "{ }", 3);
		r->too_many = true;
		return;
	}
	e.order = r->order++;
	*VEC_PUSH(r->a, r->part->edits, r->part->n, r->part->cap) = e;
}

/* ---- paragraphs ---- */

static void paragraph_begin(struct reader *r)
{
	struct paragraph *p = ARENA_NEW(r->a, struct paragraph);

	p->outer = r->paragraph;
	buf_init(&p->text, PARAGRAPH_MAX);
	r->paragraph = p;
}

static void add_piece(struct reader *r, const char *s, size_t len, struct piece piece)
{
	struct paragraph *p = r->paragraph;

	piece.at = p->text.len;
	piece.len = len;
	buf_add(&p->text, s, len);
	if (p->text.overflow || p->n >= DOCX_PIECES_MAX) {
		fault(r, DOC_TOO_LARGE, "w:p", 3);
		xml_stop(&r->xml);
		return;
	}
	*VEC_PUSH(r->a, p->pieces, p->n, p->cap) = piece;
}

/* The text bytes [from, to) of the mark lose their source; the first of them gets the value. */
static void replace(struct reader *r, const struct mark *m, const char *key, const char *place)
{
	const struct paragraph *p = r->paragraph;

	for (size_t i = 0; i < p->n; i++) {
		const struct piece *s = &p->pieces[i];
		size_t begin = m->from > s->at ? m->from - s->at : 0;
		size_t end = m->to < s->at + s->len ? m->to - s->at : s->len;
		struct edit e = { .kind = EDIT_DROP, .from = s->from, .to = s->to };

		if (m->from >= s->at + s->len || m->to <= s->at)
			continue;
		if (!s->whole) {
			e.from = s->from + begin;
			e.to = s->from + end;
		}
		if (s->tag_end)
			edit(r, (struct edit){
					.kind = EDIT_KEEP, .from = s->tag_end, .to = s->tag_end });
		if (key && m->from >= s->at) {
			e.kind = EDIT_VALUE;
			e.key = key;
			e.place = place;
		}
		edit(r, e);
	}
}

static bool known(struct reader *r, const struct mark *m)
{
	enum doc_fault_kind kind;

	if (!r->keys ||
	    doc_key_known(r->keys, r->n_keys, m->key, m->key_len, r->loop, m->kind, &kind))
		return true;
	fault(r, kind, m->key, m->key_len);
	return false;
}

static void mark_open(struct reader *r, const struct mark *m)
{
	struct row *row = r->row;

	if (r->loop) {
		fault(r, DOC_LOOP_NESTED, m->key, m->key_len);
	} else if (!row) {
		fault(r, DOC_LOOP_OUTSIDE, m->key, m->key_len);
	} else if (known(r, m)) {
		if (row->has_ink)
			fault(r, DOC_LOOP_PART_ROW, m->key, m->key_len);
		r->loop = arena_strndup(r->a, m->key, m->key_len);
		r->loop_table = row->table;
		r->loop_place = arena_strdup(r->a, r->paragraph->text.text);
		r->loop_end = NULL;
		edit(r, (struct edit){ .kind = EDIT_OPEN,
				       .from = row->from,
				       .to = row->from,
				       .key = r->loop,
				       .place = r->loop_place });
		replace(r, m, NULL, NULL);
	}
}

static void mark_close(struct reader *r, const struct mark *m)
{
	bool same = r->loop && strlen(r->loop) == m->key_len &&
		    memcmp(r->loop, m->key, m->key_len) == 0;

	if (!same || !r->row || r->row->table != r->loop_table || r->loop_end) {
		fault(r, DOC_LOOP_CLOSE, m->key, m->key_len);
		return;
	}
	r->loop_end = r->row;
	r->row->closed = true;
	replace(r, m, NULL, NULL);
}

/* Notes text in the rows; behind {/key} it would be repeated although it stands outside the loop. */
static void ink(struct reader *r, size_t from, size_t to)
{
	if (!mark_has_ink(r->paragraph->text.text, from, to))
		return;
	for (struct row *row = r->row; row; row = row->outer) {
		row->has_ink = true;
		if (row->closed && !row->told && r->loop) {
			fault(r, DOC_LOOP_PART_ROW, r->loop, strlen(r->loop));
			row->told = true;
		}
	}
}

static void act(struct reader *r, const struct mark *m, const char *place)
{
	switch (m->kind) {
	case MARK_KEY:
		ink(r, m->from, m->to);
		if (known(r, m))
			replace(r, m, arena_strndup(r->a, m->key, m->key_len), place);
		break;
	case MARK_OPEN:
		mark_open(r, m);
		break;
	case MARK_CLOSE:
		mark_close(r, m);
		break;
	case MARK_WIDE: {
		enum doc_fault_kind kind;

		ink(r, m->from, m->to);
		if (r->keys && (doc_key_known(r->keys, r->n_keys, m->key, m->key_len, r->loop,
					      MARK_KEY, &kind) ||
				kind == DOC_LIST_AS_TEXT))
			fault(r, DOC_WIDE_BRACES, m->key, m->key_len);
		break;
	}
	case MARK_BAD:
		fault(r, m->fault, m->key, m->key_len);
		break;
	case MARK_END:
		break;
	}
}

static void paragraph_end(struct reader *r)
{
	struct paragraph *p = r->paragraph;
	const char *place;
	size_t at = 0;

	place = p->text.len ? arena_strndup(r->a, p->text.text, p->text.len) : "";
	for (;;) {
		struct mark m = mark_next(p->text.text, p->text.len, at);

		ink(r, at, m.from);
		if (m.kind == MARK_END)
			break;
		act(r, &m, place);
		at = m.to;
	}
	r->paragraph = p->outer;
	buf_release(&p->text);
}

/* ---- tables ---- */

static void row_begin(struct reader *r)
{
	struct row *row = ARENA_NEW(r->a, struct row);

	row->outer = r->row;
	row->from = xml_at(&r->xml);
	row->table = r->table ? r->table->id : 0;
	r->row = row;
}

static void row_end(struct reader *r)
{
	struct row *row = r->row;
	size_t end = xml_at(&r->xml) + xml_count(&r->xml);

	if (r->loop && row->table == r->loop_table && row->vmerge)
		doc_fault_add(r->faults, DOC_MERGED_ROWS, r->part->name, r->loop_place,
			      strlen(r->loop_place), r->loop, strlen(r->loop));
	if (r->loop && r->loop_end == row) {
		edit(r,
		     (struct edit){ .kind = EDIT_CLOSE, .from = end, .to = end, .key = r->loop });
		r->loop = NULL;
		r->loop_end = NULL;
	}
	r->row = row->outer;
}

static void table_end(struct reader *r)
{
	if (r->loop && r->table->id == r->loop_table) {
		doc_fault_add(r->faults, DOC_LOOP_OPEN, r->part->name, r->loop_place,
			      strlen(r->loop_place), r->loop, strlen(r->loop));
		r->loop = NULL;
	}
	r->table = r->table->outer;
}

static void table_begin(struct reader *r)
{
	struct table *t = ARENA_NEW(r->a, struct table);

	t->outer = r->table;
	t->id = ++r->n_tables;
	r->table = t;
}

/* ---- elements ---- */

static const char *w_local(const char *name, size_t *len)
{
	const char *local = xml_local(name, DOCX_W, len);

	return local ? local : xml_local(name, DOCX_W_STRICT, len);
}

static bool is(const char *local, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(local, name, len) == 0;
}

static bool is_one_of(const char *local, size_t len, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is(local, len, names[i]))
			return true;
	}
	return false;
}

/* Things that have no place in a template. */
static void look_for_strangers(struct reader *r, const char *local, size_t len)
{
	static const char *const tracked[] = { "ins",          "del",        "moveFrom",
					       "moveTo",       "rPrChange",  "pPrChange",
					       "tblPrChange",  "trPrChange", "tcPrChange",
					       "sectPrChange", "cellIns",    "cellDel" };
	static const char *const embedded[] = { "altChunk", "object", "control", "subDoc" };

	if (!r->told_tracked && is_one_of(local, len, tracked, COUNTOF(tracked))) {
		doc_fault_add(r->faults, DOC_TRACKED, r->part->name, NULL, 0, NULL, 0);
		r->told_tracked = true;
	} else if (!r->told_comments && is(local, len, "commentReference")) {
		doc_fault_add(r->faults, DOC_COMMENTS, r->part->name, NULL, 0, NULL, 0);
		r->told_comments = true;
	} else if (is_one_of(local, len, embedded, COUNTOF(embedded))) {
		doc_fault_add(r->faults, DOC_EMBEDDED, r->part->name, NULL, 0, local, len);
	}
}

static void text_begin(struct reader *r, const char *name, const char **attributes)
{
	const char *space = xml_attribute(attributes, "space");
	const char *prefix = strrchr(name, '|') + 1; /* a name in a namespace has at least one */
	size_t len;

	if (prefix != w_local(name, &len) && !r->part->prefix)
		r->part->prefix = arena_printf(r->a, "%s:", prefix);
	else if (!r->part->prefix)
		r->part->prefix = "";
	r->in_text = true;
	r->keeps_space = space && str_eq(space, "preserve");
	/* Behind the name, where an attribute may come in: before '>' or '/>'. */
	r->tag_end = xml_at(&r->xml) + xml_count(&r->xml) - 1;
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	static const char *const breaks[] = { "tab", "br", "cr", "noBreakHyphen", "sym", "ptab" };
	struct reader *r = arg;
	size_t len;
	const char *local = w_local(name, &len);

	docx_look_at_attributes(r->faults, r->part->name, attributes);
	if (!local)
		return;
	if (is(local, len, "t") && r->paragraph)
		text_begin(r, name, attributes);
	else if (is(local, len, "p"))
		paragraph_begin(r);
	else if (is(local, len, "tr"))
		row_begin(r);
	else if (is(local, len, "tbl"))
		table_begin(r);
	else if (is(local, len, "vMerge") && r->row)
		r->row->vmerge = true;
	else if (r->paragraph && is_one_of(local, len, breaks, COUNTOF(breaks)))
		add_piece(r, "\t", 1, (struct piece){ .fixed = true, .whole = true });
	else
		look_for_strangers(r, local, len);
	docx_field_start(&r->field, local, len, attributes);
}

static void on_end(void *arg, const char *name)
{
	struct reader *r = arg;
	size_t len;
	const char *local = w_local(name, &len);

	if (!local)
		return;
	docx_field_end(&r->field, local, len);
	if (is(local, len, "t"))
		r->in_text = false;
	else if (is(local, len, "p"))
		paragraph_end(r);
	else if (is(local, len, "tr"))
		row_end(r);
	else if (is(local, len, "tbl"))
		table_end(r);
}

static void on_text(void *arg, const char *s, int len)
{
	struct reader *r = arg;
	size_t from = xml_at(&r->xml), count = xml_count(&r->xml);

	docx_field_text(&r->field, s, (size_t)len);
	if (!r->in_text || !r->paragraph)
		return;
	add_piece(r, s, (size_t)len,
		  (struct piece){ .from = from,
				  .to = from + count,
				  .whole = count != (size_t)len,
				  .tag_end = r->keeps_space ? 0 : r->tag_end });
}

static void XMLCALL on_cdata(void *user)
{
	struct xml_part *xml = user;
	struct reader *r = xml->arg;

	if (r->in_text) { /* no office writes it; a value put in there would have to be escaped otherwise */
		doc_fault_add(r->faults, DOC_DAMAGED, r->part->name, NULL, 0, "CDATA", 5);
		xml_stop(xml);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	/* At one byte: a loop ends before the next begins, and the tag comes before its text. */
	if (x->kind != y->kind && (x->kind == EDIT_CLOSE || y->kind == EDIT_CLOSE))
		return x->kind == EDIT_CLOSE ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void docx_fault_of_archive(struct doc_faults *faults, const char *part, enum archive_fault why)
{
	static const enum doc_fault_kind kinds[] = {
		[ARCHIVE_NOT_ZIP] = DOC_NOT_DOCX,    [ARCHIVE_DAMAGED] = DOC_DAMAGED,
		[ARCHIVE_ENCRYPTED] = DOC_OLD_DOC,   [ARCHIVE_BOMB] = DOC_BOMB,
		[ARCHIVE_TOO_LARGE] = DOC_TOO_LARGE, [ARCHIVE_DOCTYPE] = DOC_DOCTYPE,
	};

	doc_fault_add(faults, kinds[why], "", NULL, 0, part, strlen(part));
}

void docx_part_read(struct arena *a, struct docx_part *part, const struct doc_key *keys,
		    size_t n_keys, struct doc_faults *faults)
{
	struct reader r = { .a = a,
			    .part = part,
			    .keys = keys,
			    .n_keys = n_keys,
			    .faults = faults,
			    .field = { .faults = faults, .part = part->name } };
	enum archive_fault why;

	r.xml = (struct xml_part){ .max_bytes = DOCX_PART_MAX,
				   .depth_max = DOCX_DEPTH_MAX,
				   .prefixes = true,
				   .start = on_start,
				   .end = on_end,
				   .text = on_text,
				   .cdata = on_cdata,
				   .arg = &r };
	part->prefix = NULL;
	part->edits = NULL;
	part->n = part->cap = 0;
	why = xml_read_bytes(&r.xml, part->bytes, part->len);
	for (; r.paragraph; r.paragraph = r.paragraph->outer) /* left open by an error */
		buf_release(&r.paragraph->text);
	if (why)
		docx_fault_of_archive(faults, part->name, why);
	if (part->n)
		qsort(part->edits, part->n, sizeof(*part->edits), by_place);
}
