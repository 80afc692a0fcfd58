/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx_fill.h"

#include "doc/docx_field.h"
#include "doc/docx_package.h"
#include "doc/placeholder.h"
#include "base/banned.h"

/* A template opened and read: its text parts, in the order of the archive. */
struct template
{
	struct arena a;
	struct docx_package package;
	struct buf *bytes; /* of the text parts */
	struct docx_part *parts;
	size_t n;
};

static void template_release(struct template *t)
{
	for (size_t i = 0; i < t->n; i++)
		buf_release(&t->bytes[i]);
	archive_close(&t->package.zip);
	arena_release(&t->a);
}

static void read_parts(struct template *t, const struct doc_key *keys, size_t n_keys,
		       struct doc_faults *faults)
{
	t->bytes = ARENA_ARRAY(&t->a, struct buf, t->package.n);
	t->parts = ARENA_ARRAY(&t->a, struct docx_part, t->package.n);
	for (size_t i = 0; i < t->package.n; i++) {
		const struct docx_entry *entry = &t->package.entries[i];
		struct docx_part *part = &t->parts[t->n];
		struct buf *bytes = &t->bytes[t->n];
		enum archive_fault why;

		if (!entry->is_text)
			continue;
		t->n++;
		buf_init(bytes, DOCX_PART_MAX);
		why = archive_read(t->package.zip, entry->at, bytes);
		if (why) {
			docx_fault_of_archive(faults, entry->name, why);
			continue;
		}
		part->name = entry->name;
		part->bytes = bytes->text;
		part->len = bytes->len;
		docx_part_read(&t->a, part, keys, n_keys, faults);
	}
}

static enum err template_open(struct template *t, const void *bytes, size_t len,
			      const struct doc_key *keys, size_t n_keys, struct doc_faults *faults)
{
	*t = (struct template){ 0 };
	arena_init(&t->a);
	docx_package_open(&t->a, bytes, len, faults, &t->package);
	if (t->package.main)
		read_parts(t, keys, n_keys, faults);
	return faults->n ? ERR_INPUT : OK;
}

enum err docx_template_check(const void *bytes, size_t len, const struct doc_key *keys,
			     size_t n_keys, struct doc_faults *faults)
{
	static const struct doc_key none = { 0 };
	CLEANUP(template_release) struct template t;

	return template_open(&t, bytes, len, keys ? keys : &none, keys ? n_keys : 0, faults);
}

static enum err emit_parts(struct template *t, const struct doc_values *values, struct buf *made,
			   struct doc_faults *faults)
{
	for (size_t i = 0; i < t->n; i++) {
		enum err e;

		buf_init(&made[i], DOCX_XML_MAX);
		e = docx_part_emit(&t->parts[i], values, &made[i], faults);
		if (e)
			return e;
	}
	return OK;
}

/* All entries in their order; those with text as they were made, the rest as it stands. */
static enum err write_package(struct template *t, const struct buf *made, struct buf *out)
{
	struct archive_file *files = ARENA_ARRAY(&t->a, struct archive_file, t->package.n);
	size_t text = 0;

	for (size_t i = 0; i < t->package.n; i++) {
		const struct docx_entry *entry = &t->package.entries[i];
		struct archive_file *file = &files[i];

		file->name = entry->name;
		if (entry->is_text) {
			file->bytes = made[text].text;
			file->len = made[text].len;
			text++;
		} else {
			file->from = t->package.zip;
			file->entry = entry->at;
		}
	}
	return archive_write(files, t->package.n, out);
}

enum err docx_fill(const void *bytes, size_t len, const struct doc_values *values, struct buf *out,
		   struct doc_faults *faults)
{
	CLEANUP(template_release) struct template t;
	size_t before = out->len;
	struct buf *made;
	enum err e;

	e = template_open(&t, bytes, len, NULL, 0, faults);
	if (e)
		return e;
	made = ARENA_ARRAY(&t.a, struct buf, t.n);
	e = emit_parts(&t, values, made, faults);
	if (!e)
		e = write_package(&t, made, out);
	for (size_t i = 0; i < t.n; i++)
		buf_release(&made[i]);
	if (e)
		out->len = before;
	return e;
}
