/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is filled into a paper, the placeholders that ask for it, and the faults of a template. The
 * same values fill a school's DOCX template (docx_fill.h) and our own form description (form.h).
 *
 * Placeholders in text:
 *   {key}                a text
 *   {#list} ... {/list}  the table rows from the one with {#list} to the one with {/list}, once for
 *                        each row of the list. {#list} is the first text of its row, {/list} the
 *                        last of its. Lists do not nest.
 * Inside a list a key means the row's own; if the row has none of that name, the paper's.
 *
 * A key is 1 to DOC_KEY_MAX letters, digits, '_', '-' or '.' of any script ("name", "支部名称"), white
 * space at its ends not counted. Any other '{' or '}' in a template is a fault; the wide ｛ and ｝ are
 * ordinary text unless a known key stands between them, then they are a fault as well (somebody's
 * input method was left on).
 */
#ifndef DOC_VALUES_H
#define DOC_VALUES_H

#include "base/arena.h"
#include "base/err.h"

#define DOC_KEY_MAX    64    /* characters of a key */
#define DOC_VALUE_MAX  65536 /* bytes of one text */
#define DOC_ROWS_MAX   20000 /* rows of one list */
#define DOC_FAULTS_MAX 50    /* faults kept; the rest is counted */

/* ---- values ---- */

struct doc_value;

/*
 * A set of values. Zeroed is empty. Texts and keys are borrowed and must live as long as the set;
 * the set's own memory lives in the arena given.
 */
struct doc_values {
	struct doc_value *items;
	size_t n, cap;
};

struct doc_list {
	struct doc_values **rows;
	size_t n, cap;
};

struct doc_value {
	const char *key;
	const char *text;      /* NULL for a list */
	struct doc_list *list; /* NULL for a text */
};

/*
 * Sets a text (NULL means ""); "\n" begins a new line in the same paragraph. A key that is set again
 * has the later value. UTF-8; control characters but "\n" and "\t" are left out when filled in.
 */
void doc_set(struct arena *a, struct doc_values *v, const char *key, const char *text);
/* A whole number in ASCII digits. */
void doc_set_i64(struct arena *a, struct doc_values *v, const char *key, int64_t number);
/* "2026年5月11日" (no blanks, no leading zeros); DATE_NONE gives "". */
void doc_set_day(struct arena *a, struct doc_values *v, const char *key, int32_t day);
/* Makes an empty list, so that it is known even if no row follows. */
struct doc_list *doc_set_list(struct arena *a, struct doc_values *v, const char *key);
/* Appends a row to a list; fill it with doc_set(). */
struct doc_values *doc_add_row(struct arena *a, struct doc_list *list);

/* The value of a key in row (may be NULL), else in v; NULL if neither has it. */
const struct doc_value *doc_find(const struct doc_values *v, const struct doc_values *row,
				 const char *key, size_t len);

/* Room for the text of any day: "2026年12月31日". */
#define DOC_DAY_SIZE 24
void doc_day_format(int32_t day, char text[DOC_DAY_SIZE]);

/* ---- keys a template may use ---- */

/*
 * list: NULL for a text of the paper, or the name of the list whose rows have it; a list itself has
 * is_list. zh: what stands there, for the help beside the upload; may be NULL.
 *   { "branch", NULL, false, "支部名称" }, { "rows", NULL, true, "名单" }, { "name", "rows", false, "姓名" }
 */
struct doc_key {
	const char *key;
	const char *list;
	bool is_list;
	const char *zh;
};

/* ---- faults ---- */

enum doc_fault_kind {
#define X(name, code, zh, en) name,
#include "doc/fault.def"
#undef X
	DOC_FAULT__MAX
};

struct doc_fault {
	enum doc_fault_kind kind;
	const char *part;   /* "word/document.xml", or "form" for a form description */
	const char *place;  /* the paragraph's text, cut at 40 characters, or NULL */
	const char *detail; /* the key, target, entry or field code it is about, or NULL */
};

/* Faults found, in the order of the file; all texts live in `a`. doc_faults_init() first. */
struct doc_faults {
	struct arena *a;
	struct doc_fault *items;
	size_t n, cap;
	size_t dropped; /* over DOC_FAULTS_MAX */
};

void doc_faults_init(struct doc_faults *f, struct arena *a);

/* Stable code ("unknown_key"). Static storage. */
const char *doc_fault_code(enum doc_fault_kind kind);
/*
 * One sentence for the person who uploaded it, with the place and what to do: "正文，“会议主持人：{主待人}”：
 * 没有名为“主待人”的填写项……". Lives in `a`. The English one is for logs and the English screen.
 */
const char *doc_fault_zh(struct arena *a, const struct doc_fault *fault);
const char *doc_fault_en(struct arena *a, const struct doc_fault *fault);

#endif
