/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies: what is taken must be clean text within its limits, and print as JSON that reads back. */
#include <stdlib.h>

#include "base/str.h"
#include "json/fields.h"
#include "json/json_read.h"

struct sub {
	const char *title;
	int64_t count;
};

struct form {
	const char *name, *note, *kind, *day, *facts;
	int64_t id, size, at;
	bool open;
	struct fld_list items, tags, ids;
};

static const char *const kinds[] = { "a", "b", NULL };

static const struct fld sub_fields[] = {
	FIELD_STR(sub, title, 1, 5),
	FIELD_I64_OPT(sub, count, 0, 9),
	FIELD_END,
};

static const struct fld form_fields[] = {
	FIELD_STR_OPT(form, name, 1, 8),
	FIELD_STR_(form, note, 0, 20, FLD_OPTIONAL | FLD_NULLABLE | FLD_MULTILINE),
	FIELD_ENUM_OPT(form, kind, kinds),
	FIELD_DATE_OPT(form, day),
	FIELD_RAW(form, facts),
	FIELD_ID_OPT(form, id),
	FIELD_I64_OPT(form, size, -5, 5),
	FIELD_TIME_OPT(form, at),
	FIELD_BOOL_OPT(form, open),
	FIELD_LIST(form, items, sub, sub_fields, 3),
	FIELD_STRS(form, tags, 2, 3),
	FIELD_IDS(form, ids, 2),
	FIELD_END,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void print_and_read(struct arena *a, const struct form *got)
{
	const struct jval *root;
	struct json_writer w;
	struct buf out;

	buf_init(&out, 1 << 22);
	json_begin(&w, &out);
	fields_print(&w, NULL, form_fields, got);
	if (json_end(&w) == OK)
		must(jval_parse(a, out.text, out.len, &jval_limits_file, &root, NULL) == OK);
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena a;
	struct problems p = { .a = &a };
	struct form got = { 0 };
	enum err e;

	arena_init(&a);
	e = fields_parse(form_fields, (const char *)bytes, len, &p, &got);
	must((e == OK) == (p.n == 0) && p.n <= PROBLEMS_MAX);
	for (size_t i = 0; i < p.n; i++)
		must(utf8_valid(p.items[i].field, strlen(p.items[i].field)));
	if (!e && got.name)
		must(utf8_valid(got.name, strlen(got.name)) &&
		     utf8_count(got.name, strlen(got.name)) <= 8);
	if (!e)
		print_and_read(&a, &got);
	arena_release(&a);
	return 0;
}
