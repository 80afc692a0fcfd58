/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/roster_export.h"
#include "access/seal.h"
#include "doc/xlsx_write.h"
#include "base/banned.h"

#define COLUMNS_MAX 32

enum field {
	F_NOTHING,
	F_NUMBER,
	F_NAME,
	F_SEX,
	F_ETHNICITY,
	F_BIRTH,
	F_BIRTH_MONTH,
	F_NATIVE_PLACE,
	F_EDUCATION,
	F_JOB,
	F_MOBILE,
	F_LANDLINE,
	F_ADDRESS,
	F_ID_NUMBER,
	F_CATEGORY,
	F_POLITICAL,
	F_POSTS,
	F_BRANCH,
	F_ORGANISATION,
	F_APPLIED,
	F_ACTIVIST,
	F_JOINED,
	F_FULL,
};

static const struct {
	enum roster_set set;
	struct xlsx_out_column column;
	enum field field;
} all_columns[] = {
#define X(set, heading, width, field) { ROSTER_##set, { heading, width }, F_##field },
#include "directory/roster_columns.def"
#undef X
};

/* Posts in Chinese, as the roster's column 党内职务 has them. */
static const struct {
	const char *kind, *words;
} post_words[] = {
	{ "committee_secretary", "党委书记" },
	{ "committee_member", "党委委员" },
	{ "organiser", "组织员" },
	{ "branch_secretary", "党支部书记" },
	{ "deputy_secretary", "党支部副书记" },
	{ "organisation_officer", "组织委员" },
	{ "publicity_officer", "宣传委员" },
	{ "discipline_officer", "纪检委员" },
	{ "group_leader", "党小组长" },
};

struct held {
	int64_t person_id;
	const char *words;
};

struct run {
	struct db *db;
	const struct roster_export *job;
	struct arena a, row_a; /* all of it; one row */
	struct xlsx_out *out;
	struct xlsx_out_column columns[COLUMNS_MAX];
	enum field fields[COLUMNS_MAX];
	size_t n_columns;
	const char *today, *today_words;
	const struct directory_organisation *branch;
	const char *parent_name;
	struct held *held; /* posts of the branch's members */
	size_t n_held;
	int64_t rows, number;
};

static void run_release(struct run *r)
{
	xlsx_out_abandon(&r->out);
	arena_release(&r->row_a);
	arena_release(&r->a);
}

static void choose_columns(struct run *r)
{
	for (size_t i = 0; i < COUNTOF(all_columns); i++) {
		if (all_columns[i].set != r->job->set)
			continue;
		r->columns[r->n_columns] = all_columns[i].column;
		r->fields[r->n_columns++] = all_columns[i].field;
	}
}

static enum err read_held(struct run *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t cap = 0;
	bool row;
	enum err e = db_stmt(r->db, SQL_EXPORT_POSTS, &q);

	r->held = NULL;
	r->n_held = 0;
	if (e)
		return e;
	bind_i64(q, EXPORT_POSTS_BRANCH_ID, r->branch->id);
	bind_str(q, EXPORT_POSTS_DAY, r->today);
	while ((e = step_row(q, &row)) == OK && row) {
		for (size_t i = 0; i < COUNTOF(post_words); i++) {
			if (!str_eq(post_words[i].kind, col_str(q, EXPORT_POSTS_C_KIND)))
				continue;
			*VEC_PUSH(&r->a, r->held, r->n_held, cap) =
				(struct held){ col_i64(q, EXPORT_POSTS_C_PERSON_ID),
					       post_words[i].words };
		}
	}
	return e;
}

static const char *posts_of(struct run *r, int64_t person_id)
{
	const char *text = "";

	for (size_t i = 0; i < r->n_held; i++) {
		if (r->held[i].person_id == person_id)
			text = arena_printf(&r->row_a, "%s%s%s", text, *text ? "、" : "",
					    r->held[i].words);
	}
	return text;
}

static enum err id_number(struct run *r, struct stmt *q, const char **ret)
{
	const char *tail = col_str(q, EXPORT_PEOPLE_C_ID_TAIL);
	const void *sealed;
	size_t len;

	if (!tail) {
		*ret = NULL;
		return OK;
	}
	if (!r->job->keys) {
		*ret = arena_printf(&r->row_a, "**************%s", tail);
		return OK;
	}
	sealed = col_blob(q, EXPORT_PEOPLE_C_ID_SEALED, &len);
	return open_text(r->job->keys, "person.id_sealed", col_i64(q, EXPORT_PEOPLE_C_ID), sealed,
			 len, &r->row_a, ret);
}

/* Columns that are a text of the row as it stands; -1: made below. */
static int plain_column(enum field field)
{
	switch (field) {
	case F_NAME:
		return EXPORT_PEOPLE_C_NAME;
	case F_ETHNICITY:
		return EXPORT_PEOPLE_C_ETHNICITY;
	case F_BIRTH:
		return EXPORT_PEOPLE_C_BIRTH;
	case F_NATIVE_PLACE:
		return EXPORT_PEOPLE_C_NATIVE_PLACE;
	case F_EDUCATION:
		return EXPORT_PEOPLE_C_EDUCATION;
	case F_JOB:
		return EXPORT_PEOPLE_C_JOB;
	case F_MOBILE:
		return EXPORT_PEOPLE_C_MOBILE;
	case F_LANDLINE:
		return EXPORT_PEOPLE_C_LANDLINE;
	case F_ADDRESS:
		return EXPORT_PEOPLE_C_ADDRESS;
	case F_APPLIED:
		return EXPORT_PEOPLE_C_APPLIED_ON;
	case F_ACTIVIST:
		return EXPORT_PEOPLE_C_ACTIVIST_ON;
	case F_JOINED:
		return EXPORT_PEOPLE_C_JOINED_ON;
	case F_FULL:
		return EXPORT_PEOPLE_C_FULL_ON;
	default:
		return -1;
	}
}

static enum err cell(struct run *r, struct stmt *q, enum field field, const char **ret)
{
	bool full = str_eq(col_str(q, EXPORT_PEOPLE_C_STAGE), "full");
	const char *birth = col_str(q, EXPORT_PEOPLE_C_BIRTH);
	const char *sex = col_str(q, EXPORT_PEOPLE_C_SEX);
	int plain = plain_column(field);

	*ret = NULL;
	if (plain >= 0) {
		*ret = col_str(q, plain);
		return OK;
	}
	switch (field) {
	case F_NUMBER:
		*ret = arena_printf(&r->row_a, "%lld", (long long)r->number);
		break;
	case F_SEX:
		*ret = !sex ? NULL : str_eq(sex, "male") ? "男" : "女";
		break;
	case F_BIRTH_MONTH:
		*ret = birth ? arena_strndup(&r->row_a, birth, strnlen(birth, 7)) : NULL;
		break;
	case F_CATEGORY:
		*ret = full ? "正式党员" : "预备党员";
		break;
	case F_POLITICAL:
		*ret = full ? "中共党员" : "中共预备党员";
		break;
	case F_POSTS:
		*ret = posts_of(r, col_i64(q, EXPORT_PEOPLE_C_ID));
		break;
	case F_BRANCH:
		*ret = r->branch->name;
		break;
	case F_ORGANISATION:
		*ret = r->parent_name;
		break;
	case F_ID_NUMBER:
		return id_number(r, q, ret);
	default:
		break;
	}
	return OK;
}

static enum err begin_sheet(struct run *r)
{
	bool named = strstr(r->branch->name, "党支部") != NULL;
	struct xlsx_out_sheet sheet = {
		.name = r->branch->name,
		.title = arena_printf(&r->a, "%s%s（%s）", r->branch->name,
				      named ? "党员花名册" : "党支部党员花名册", r->today_words),
		.footer = r->job->note,
		.columns = r->columns,
		.n_columns = r->n_columns,
	};

	r->number = 0;
	return xlsx_out_sheet(r->out, &sheet);
}

static enum err write_person(struct run *r, struct stmt *q)
{
	const char *cells[COLUMNS_MAX];
	enum err e = r->number ? OK : begin_sheet(r);

	r->number++;
	for (size_t i = 0; !e && i < r->n_columns; i++)
		e = cell(r, q, r->fields[i], &cells[i]);
	if (!e)
		e = xlsx_out_row(r->out, cells, r->n_columns);
	arena_reset(&r->row_a);
	r->rows++;
	return e;
}

static enum err write_branch(struct run *r)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = read_held(r);

	r->number = 0;
	if (!e)
		e = db_stmt(r->db, SQL_EXPORT_PEOPLE, &q);
	if (e)
		return e;
	bind_i64(q, EXPORT_PEOPLE_BRANCH_ID, r->branch->id);
	while ((e = step_row(q, &row)) == OK && row) {
		e = write_person(r, q);
		if (e)
			return e;
	}
	return e;
}

static const char *name_of(const struct directory_organisations *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].id == id)
			return list->items[i].name;
	}
	return NULL; /* above the exported subtree */
}

/* The last sheet: who, when, for what. */
static enum err write_note(struct run *r)
{
	static const struct xlsx_out_column columns[] = { { "导出说明", 80 } };
	struct xlsx_out_sheet sheet = { .name = "导出说明", .columns = columns, .n_columns = 1 };
	const char *lines[] = {
		r->job->note,
		arena_printf(&r->a, "共%lld人。", (long long)r->rows),
		r->job->keys ? "含完整身份证号，请妥善保管，用毕销毁。" : "身份证号只显示末四位。",
	};
	enum err e = xlsx_out_sheet(r->out, &sheet);

	for (size_t i = 0; !e && i < COUNTOF(lines); i++)
		e = xlsx_out_row(r->out, &lines[i], 1);
	return e;
}

static enum err write_all(struct run *r)
{
	struct directory_organisations list;
	enum err e = directory_organisations_below(r->db, &r->a, r->job->root->id, &list);

	for (size_t i = 0; !e && i < list.n; i++) {
		if (!directory_is_branch(list.items[i].kind))
			continue;
		r->branch = &list.items[i];
		r->parent_name = name_of(&list, r->branch->parent_id);
		e = write_branch(r);
	}
	return e ? e : write_note(r);
}

enum err roster_export(struct db *db, const struct roster_export *job, int64_t *ret_rows)
{
	CLEANUP(run_release) struct run r = { .db = db, .job = job };
	struct xlsx_out_options options = { .path = job->path, .folder = job->folder };
	struct ymd day = date_to_ymd(clock_today());
	struct xlsx_out *out;
	enum err e;

	arena_init(&r.a);
	arena_init(&r.row_a);
	r.today = today_text(&r.a);
	r.today_words = arena_printf(&r.a, "%d年%d月%d日", day.year, day.month, day.day);
	choose_columns(&r);
	options.title = arena_printf(&r.a, "%s党员花名册", job->root->name);
	options.note = job->note;
	e = xlsx_out_open(&options, &r.out);
	if (!e)
		e = write_all(&r);
	if (e)
		return e;
	out = r.out;
	r.out = NULL; /* closed, not abandoned */
	e = xlsx_out_close(out);
	if (!e)
		*ret_rows = r.rows;
	return e;
}
