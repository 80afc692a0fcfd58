/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a workbook: the way from _rels/.rels to the sheets, in the order of the workbook. */
#include <unistd.h>

#include "doc/xlsx_part.h"
#include "base/str.h"
#include "base/banned.h"

static const struct {
	const char *code, *zh, *en;
} refusals[] = {
#define X(name, code, zh, en) { code, zh, en },
#include "doc/xlsx_refusal.def"
#undef X
};

const char *xlsx_refusal_code(enum xlsx_refusal why)
{
	return refusals[why].code;
}

const char *xlsx_refusal_zh(enum xlsx_refusal why)
{
	return refusals[why].zh;
}

const char *xlsx_refusal_en(enum xlsx_refusal why)
{
	return refusals[why].en;
}

/* ---- relationships ---- */

struct rel {
	const char *id, *kind, *target; /* kind: the last word of the type, "worksheet" */
	bool external;
};

struct rels {
	struct rel *items;
	size_t n, cap;
};

static void rels_start(struct part *p, const char *name, const char **attributes)
{
	struct rels *rels = p->arg;
	const char *id = part_attribute(attributes, "Id");
	const char *type = part_attribute(attributes, "Type");
	const char *target = part_attribute(attributes, "Target");
	const char *mode = part_attribute(attributes, "TargetMode");
	const char *slash;
	struct rel *rel;

	if (!str_eq(name, "Relationship") || !id || !type || !target)
		return;
	if (rels->n >= XLSX_RELS_MAX) {
		part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		return;
	}
	slash = strrchr(type, '/');
	rel = VEC_PUSH(p->x->a, rels->items, rels->n, rels->cap);
	rel->id = arena_strdup(p->x->a, id);
	rel->kind = arena_strdup(p->x->a, slash ? slash + 1 : type);
	rel->target = arena_strdup(p->x->a, target);
	rel->external = mode && str_eq(mode, "External");
}

static enum err read_rels(struct xlsx *x, const char *name, struct rels *rels,
			  enum xlsx_refusal *ret_why)
{
	static const struct part_handlers on = { rels_start, NULL, NULL };
	struct part p = { .x = x, .on = &on, .arg = rels };
	zip_uint64_t entry;
	enum err e;

	if (part_find(x, name, &entry))
		return ERR_NOT_FOUND;
	e = part_read(&p, entry, XLSX_SMALL_PART_MAX);
	if (e)
		*ret_why = p.why;
	return e;
}

static const struct rel *rel_by_kind(const struct rels *rels, const char *kind)
{
	for (size_t i = 0; i < rels->n; i++) {
		if (str_eq(rels->items[i].kind, kind) && !rels->items[i].external)
			return &rels->items[i];
	}
	return NULL;
}

/* ---- the workbook ---- */

struct workbook {
	const struct rels *rels;
	const char *folder;
};

static bool is_true(const char *value)
{
	return value && (str_eq(value, "1") || str_eq(value, "true"));
}

static void add_sheet(struct part *p, const char *sheet_name, const char *id, const char *state)
{
	const struct workbook *w = p->arg;
	struct xlsx *x = p->x;
	zip_stat_t st;

	for (size_t i = 0; i < w->rels->n; i++) {
		const struct rel *rel = &w->rels->items[i];
		struct xlsx_place *place;
		zip_uint64_t entry;

		if (!str_eq(rel->id, id))
			continue;
		if (!str_eq(rel->kind, "worksheet") || rel->external)
			return; /* a chart or a dialogue */
		if (part_find(x, archive_resolve(x->a, w->folder, rel->target), &entry) ||
		    zip_stat_index(x->zip, entry, 0, &st) || !(st.valid & ZIP_STAT_SIZE)) {
			part_fail(p, ERR_INPUT, XLSX_DAMAGED);
			return;
		}
		place = VEC_PUSH(x->a, x->sheets, x->n_sheets, x->cap_sheets);
		place->sheet.name = arena_strdup(x->a, sheet_name);
		place->sheet.hidden = state && !str_eq(state, "visible");
		place->entry = entry;
		place->size_bytes = st.size;
		x->bytes_total += st.size;
		return;
	}
}

static void workbook_start(struct part *p, const char *name, const char **attributes)
{
	if (str_eq(name, "workbookPr")) {
		p->x->date_1904 = is_true(part_attribute(attributes, "date1904"));
	} else if (str_eq(name, "sheet")) {
		const char *sheet_name = part_attribute(attributes, "name");
		const char *id = part_rel_attribute(attributes);

		if (p->x->n_sheets >= XLSX_SHEETS_MAX)
			part_fail(p, ERR_INPUT, XLSX_TOO_LARGE);
		else if (sheet_name && id)
			add_sheet(p, sheet_name, id, part_attribute(attributes, "state"));
	}
}

/* Styles and shared strings if the workbook has them: without, all cells are plain. */
static enum err read_helpers(struct xlsx *x, const struct rels *rels, const char *folder,
			     enum xlsx_refusal *ret_why)
{
	const struct rel *styles = rel_by_kind(rels, "styles");
	const struct rel *strings = rel_by_kind(rels, "sharedStrings");
	zip_uint64_t entry;
	enum err e;

	if (styles && part_find(x, archive_resolve(x->a, folder, styles->target), &entry) == OK) {
		e = xlsx_read_styles(x, entry, ret_why);
		if (e)
			return e;
	}
	if (strings && part_find(x, archive_resolve(x->a, folder, strings->target), &entry) == OK) {
		e = xlsx_read_strings(x, entry, ret_why);
		if (e)
			return e;
	}
	return OK;
}

/* What an archive without a workbook we read is. */
static enum xlsx_refusal other_archive(struct xlsx *x)
{
	zip_uint64_t entry;

	if (part_find(x, "xl/workbook.bin", &entry) == OK)
		return XLSX_XLSB;
	if (part_find(x, "content.xml", &entry) == OK && part_find(x, "mimetype", &entry) == OK)
		return XLSX_ODS;
	return XLSX_NOT_WORKBOOK;
}

static enum err read_workbook(struct xlsx *x, enum xlsx_refusal *ret_why)
{
	static const struct part_handlers on = { workbook_start, NULL, NULL };
	struct rels top = { 0 };
	struct rels rels = { 0 };
	struct workbook w = { .rels = &rels };
	struct part p = { .x = x, .on = &on, .arg = &w };
	const struct rel *main_part;
	const char *path, *rels_path;
	zip_uint64_t entry;
	enum err e;

	e = read_rels(x, "_rels/.rels", &top, ret_why);
	if (e && e != ERR_NOT_FOUND)
		return e;
	main_part = rel_by_kind(&top, "officeDocument");
	path = main_part ? archive_resolve(x->a, "", main_part->target) : "xl/workbook.xml";
	if (part_find(x, path, &entry) || str_eq(path, "xl/workbook.bin")) {
		*ret_why = other_archive(x);
		return ERR_INPUT;
	}
	archive_split(x->a, path, &w.folder, &rels_path);
	e = read_rels(x, rels_path, &rels, ret_why);
	if (e && e != ERR_NOT_FOUND)
		return e;
	e = part_read(&p, entry, XLSX_SMALL_PART_MAX);
	if (e) {
		*ret_why = p.why;
		return e;
	}
	if (!x->n_sheets) {
		*ret_why = strstr(path, "word/") || strstr(path, "ppt/") ? XLSX_NOT_WORKBOOK
									 : XLSX_NO_SHEET;
		return ERR_INPUT;
	}
	return read_helpers(x, &rels, w.folder, ret_why);
}

/* ---- the archive ---- */

static enum err open_archive(struct xlsx *x, const char *path, enum xlsx_refusal *ret_why)
{
	enum archive_fault fault;

	if (access(path, R_OK))
		return ERR_IO;
	fault = archive_open_path(path, XLSX_FILE_MAX, XLSX_ENTRIES_MAX, &x->zip);
	if (!fault)
		return OK;
	*ret_why = fault == ARCHIVE_NOT_ZIP ? xlsx_sniff(path) : part_refusal(fault);
	return ERR_INPUT;
}

enum err xlsx_open(struct arena *a, const char *path, enum xlsx_refusal *ret_why, struct xlsx **ret)
{
	struct xlsx *x = ARENA_NEW(a, struct xlsx);
	enum err e;

	*ret_why = XLSX_FINE;
	x->a = a;
	buf_init(&x->strings, XLSX_STRINGS_BYTES);
	buf_init(&x->string_at, ((size_t)XLSX_STRINGS_MAX + 1) * sizeof(uint32_t));
	e = open_archive(x, path, ret_why);
	if (!e)
		e = read_workbook(x, ret_why);
	if (e) {
		xlsx_close(&x);
		return e;
	}
	*ret = x;
	return OK;
}

void xlsx_close(struct xlsx **px)
{
	struct xlsx *x = *px;

	if (!x)
		return;
	archive_close(&x->zip);
	buf_release(&x->strings);
	buf_release(&x->string_at);
	*px = NULL;
}

size_t xlsx_sheets(const struct xlsx *x)
{
	return x->n_sheets;
}

const struct xlsx_sheet *xlsx_sheet(const struct xlsx *x, size_t i)
{
	return &x->sheets[i].sheet;
}

bool xlsx_is_1904(const struct xlsx *x)
{
	return x->date_1904;
}

uint64_t xlsx_bytes_read(const struct xlsx *x)
{
	return x->bytes_read;
}

uint64_t xlsx_bytes_total(const struct xlsx *x)
{
	return x->bytes_total;
}
