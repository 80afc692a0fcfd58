/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/str.h"

#define WML "application/vnd.openxmlformats-officedocument.wordprocessingml."

const char docx_types[] = XML_PI
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"" WML "document.main+xml\"/>"
	"<Override PartName=\"/word/header1.xml\" ContentType=\"" WML "header+xml\"/></Types>";

void make_docx(struct buf *out, const char *body, const struct archive_file *extra, size_t n)
{
	struct arena a;
	struct archive_file files[20] = { { .name = "[Content_Types].xml", .bytes = docx_types },
					  { .name = "word/document.xml" } };
	size_t n_files = 2;
	enum err e;

	arena_init(&a);
	files[1].bytes = arena_printf(
		&a, XML_PI "<w:document " W_NS "><w:body>%s</w:body></w:document>", body);
	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		while (at < n_files && !str_eq(files[at].name, extra[i].name))
			at++;
		n_files += at == n_files;
		assert_true(n_files <= COUNTOF(files));
		files[at] = extra[i];
	}
	for (size_t i = 0; i < n_files; i++) {
		if (!files[i].len)
			files[i].len = strlen(files[i].bytes);
	}
	e = archive_write(files, n_files, out);
	assert_int_equal(e, OK);
	arena_release(&a);
}

const char *entry_text(struct arena *a, const struct buf *docx, const char *name)
{
	zip_t *zip = NULL;
	zip_uint64_t at;
	struct buf out;
	char *text;

	assert_int_equal(archive_open(docx->text, docx->len, 100, &zip), ARCHIVE_FINE);
	if (archive_find(zip, name, &at)) {
		archive_close(&zip);
		return NULL;
	}
	buf_init(&out, 64u << 20);
	assert_int_equal(archive_read(zip, at, &out), ARCHIVE_FINE);
	text = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	archive_close(&zip);
	return text;
}

const char *plain_text(struct arena *a, const struct buf *docx, const char *name)
{
	const char *s = entry_text(a, docx, name);
	char *out, *to;

	assert_non_null(s);
	s = str_starts(s, "<?xml") ? strstr(s, "?>") + 2 : s;
	s += *s == '\n';
	out = to = arena_alloc(a, strlen(s) + 1);
	while (*s) {
		if (*s != '<') {
			*to++ = *s++;
			continue;
		}
		if (str_starts(s, "</w:p>") || str_starts(s, "<w:p/>"))
			*to++ = '\n';
		else if (str_starts(s, "<w:br/>"))
			*to++ = '|';
		s = strchr(s, '>') + 1;
	}
	*to = '\0';
	return out;
}

bool has_fault(const struct doc_faults *f, enum doc_fault_kind kind, const char *detail)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->items[i].kind == kind && (!detail || str_eq(f->items[i].detail, detail)))
			return true;
	}
	return false;
}
