/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking an import back: first who has built on it, then its rows in the reverse of their making.
 * Nothing is half undone: one transaction, and any contradiction ends it.
 */
#include "intake/batch.h"
#include "development/development.h"
#include "json/json_read.h"
#include "base/banned.h"

const char *obstacle_zh(const char *what)
{
	static const struct {
		const char *what, *zh;
	} words[] = {
		{ "person", "导入后个人信息又有改动" },
		{ "affiliation", "导入后所在支部有变动" },
		{ "stage", "导入后又有发展阶段记录" },
		{ "post", "已担任职务" },
		{ "case", "已有发展流程" },
		{ "account", "已有登录账号" },
		{ "step", "导入后流程中又有记录" },
		{ "transfer", "导入后流程已转接" },
		{ "slip", "已发出进度查询单" },
		{ "changed", "导入后又有变动" },
		{ "people", "已有人员" },
		{ "recorded", "已登记人员" },
		{ "children", "已有下级组织" },
		{ "posts", "已有任职记录" },
	};

	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (str_eq(words[i].what, what))
			return words[i].zh;
	}
	return what;
}

static void obstacle(struct undo *u, const char *kind, int64_t id, const char *name,
		     const char *what)
{
	if (u->n_obstacles < OBSTACLES_MAX)
		u->obstacles[u->n_obstacles++] = (struct obstacle){ kind, arena_strdup(u->a, name),
								    arena_strdup(u->a, what), id };
}

/* Rows of (id, name, what) into obstacles. Both statements have the same columns and parameters. */
static enum err collect(struct db *db, struct undo *u, enum sql id, const char *kind)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, id, &q);

	if (e)
		return e;
	if (id == SQL_INTAKE_BUILT_ON_PEOPLE) {
		bind_i64(q, INTAKE_BUILT_ON_PEOPLE_BATCH_ID, u->batch_id);
		bind_i64(q, INTAKE_BUILT_ON_PEOPLE_N, OBSTACLES_MAX);
	} else {
		bind_i64(q, INTAKE_BUILT_ON_ORGANISATIONS_BATCH_ID, u->batch_id);
		bind_i64(q, INTAKE_BUILT_ON_ORGANISATIONS_N, OBSTACLES_MAX);
	}
	while ((e = step_row(q, &row)) == OK && row)
		obstacle(u, kind, col_i64(q, 0), col_str(q, 1), col_str(q, 2));
	return e;
}

struct change {
	int64_t row_id;
	const char *table, *before;
};

struct changes {
	struct change *items;
	size_t n, cap;
};

static enum err load_changes(struct db *db, struct undo *u, struct changes *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, SQL_INTAKE_CHANGE_LIST, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_CHANGE_LIST_BATCH_ID, u->batch_id);
	while ((e = step_row(q, &row)) == OK && row) {
		struct change *c = VEC_PUSH(u->a, ret->items, ret->n, ret->cap);

		c->row_id = col_i64(q, INTAKE_CHANGE_LIST_C_ROW_ID);
		c->table = col_dup(q, INTAKE_CHANGE_LIST_C_TABLE_NAME, u->a);
		c->before = col_dup(q, INTAKE_CHANGE_LIST_C_BEFORE, u->a);
	}
	return e;
}

/* What a person or class was before, as plan_apply.c and plan_unit.c wrote it. */
struct before {
	const char *name, *sex, *ethnicity, *birth, *student_no, *staff_no, *native_place,
		*education;
	const char *job, *mobile, *landline, *address, *level;
	int64_t entry_year, size, organisation_id, branch_id, version_after;
};

static const struct fld before_fields[] = { FIELD_STR_OPT(before, name, 0, 200),
					    FIELD_STR_OPT(before, sex, 0, 10),
					    FIELD_STR_OPT(before, ethnicity, 0, 100),
					    FIELD_STR_OPT(before, birth, 0, 10),
					    FIELD_STR_OPT(before, student_no, 0, 100),
					    FIELD_STR_OPT(before, staff_no, 0, 100),
					    FIELD_STR_OPT(before, native_place, 0, 1000),
					    FIELD_STR_OPT(before, education, 0, 1000),
					    FIELD_STR_OPT(before, job, 0, 1000),
					    FIELD_STR_OPT(before, mobile, 0, 100),
					    FIELD_STR_OPT(before, landline, 0, 1000),
					    FIELD_STR_OPT(before, address, 0, 1000),
					    FIELD_STR_OPT(before, level, 0, 1000),
					    FIELD_I64_OPT(before, entry_year, 0, INT32_MAX),
					    FIELD_I64_OPT(before, size, 0, INT32_MAX),
					    FIELD_I64_OPT(before, organisation_id, 0, INT64_MAX),
					    FIELD_I64_OPT(before, branch_id, 0, INT64_MAX),
					    FIELD_I64_OPT(before, version_after, 0, INT64_MAX),
					    FIELD_END };

static enum err read_before(struct undo *u, const char *text, struct before *ret)
{
	struct problems *p = ARENA_NEW(u->a, struct problems);

	p->a = u->a;
	memset(ret, 0, sizeof(*ret));
	return fields_parse(before_fields, text, strlen(text), p, ret) ? ERR_DB : OK;
}

/* Gives a person his former data, unless somebody changed them since. */
static enum err restore_person(struct db *db, struct undo *u, const struct change *c)
{
	struct directory_person d;
	struct before b;
	int64_t id;
	enum err e = read_before(u, c->before, &b);

	if (!e)
		e = directory_person_get(db, u->a, c->row_id, &d);
	if (e)
		return e;
	if (d.version != b.version_after) {
		obstacle(u, "person", c->row_id, d.name, "person");
		return ERR_CONFLICT;
	}
	d.name = b.name;
	d.sex = b.sex;
	d.ethnicity = b.ethnicity;
	d.birth = b.birth;
	d.student_no = b.student_no;
	d.staff_no = b.staff_no;
	d.native_place = b.native_place;
	d.education = b.education;
	d.job = b.job;
	d.mobile = b.mobile;
	d.landline = b.landline;
	d.address = b.address;
	d.id_number = NULL;
	d.keys = u->keys;
	return directory_person_put(db, &d, &id);
}

static enum err unvoid_stage(struct db *db, int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t person_id = 0;
	enum err e = db_stmt(db, SQL_INTAKE_STAGE_UNVOID, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_STAGE_UNVOID_ID, id);
	e = step_one(q);
	if (!e)
		person_id = col_i64(q, INTAKE_STAGE_UNVOID_C_PERSON_ID);
	stmt_done(&q);
	return e ? e : directory_derive_person(db, person_id);
}

static enum err restore_class(struct db *db, struct undo *u, const struct change *c)
{
	struct directory_class d;
	struct before b;
	int64_t id;
	enum err e = read_before(u, c->before, &b);

	if (!e)
		e = plan_class_load(db, u->a, c->row_id, &d);
	if (e)
		return e;
	if (d.version != b.version_after) {
		obstacle(u, "class", c->row_id, d.name, "changed");
		return ERR_CONFLICT;
	}
	d.name = b.name;
	d.entry_year = b.entry_year;
	d.level = b.level;
	d.size = b.size;
	d.organisation_id = b.organisation_id;
	d.branch_id = b.branch_id;
	return directory_class_put(db, &d, &id);
}

static enum err restore(struct db *db, struct undo *u, const struct change *c)
{
	if (str_eq(c->table, "person"))
		return restore_person(db, u, c);
	if (str_eq(c->table, "class"))
		return restore_class(db, u, c);
	return unvoid_stage(db, c->row_id);
}

/* Ids of a statement with one parameter, :batch_id. */
static enum err load_ids(struct db *db, struct undo *u, enum sql id, struct changes *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, id, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_PEOPLE_BATCH_ID, u->batch_id); /* all three have only this one */
	while ((e = step_row(q, &row)) == OK && row)
		VEC_PUSH(u->a, ret->items, ret->n, ret->cap)->row_id = col_i64(q, 0);
	return e;
}

static enum err remove_all(struct db *db, struct undo *u, enum sql id,
			   enum err (*remove)(struct db *db, int64_t id))
{
	struct changes ids = { 0 };
	enum err e = load_ids(db, u, id, &ids);

	for (size_t i = 0; i < ids.n && !e; i++)
		e = remove(db, ids.items[i].row_id);
	return e;
}

static enum err detach(struct db *db, int64_t batch_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_DETACH, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_DETACH_BATCH_ID, batch_id);
	return step_done(q, NULL);
}

static enum err set_undone(struct db *db, const struct undo *u)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_BATCH_UNDONE, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_BATCH_UNDONE_ID, u->batch_id);
	bind_id(q, INTAKE_BATCH_UNDONE_UNDONE_BY, u->who ? u->who->account_id : 0);
	bind_i64(q, INTAKE_BATCH_UNDONE_UNDONE_AT, clock_now());
	return step_done(q, NULL);
}

static enum err take_back(struct db *db, struct undo *u)
{
	struct changes changes = { 0 };
	enum err e = load_changes(db, u, &changes);

	if (!e)
		e = directory_batch_undo(db, u->a, u->batch_id);
	if (!e)
		e = development_import_undo(db, u->rules, u->a, u->batch_id);
	for (size_t i = 0; i < changes.n && !e; i++)
		e = restore(db, u, &changes.items[i]);
	if (!e)
		e = remove_all(db, u, SQL_INTAKE_BATCH_PEOPLE, directory_person_remove);
	if (!e)
		e = remove_all(db, u, SQL_INTAKE_BATCH_CLASSES, directory_class_remove);
	if (!e)
		e = detach(db, u->batch_id);
	if (!e)
		e = remove_all(db, u, SQL_INTAKE_BATCH_ORGANISATIONS,
			       directory_organisation_unfound);
	return e;
}

static enum err collect_cases(struct db *db, struct undo *u)
{
	struct development_obstacle *found;
	size_t n;
	enum err e = development_import_built_on(db, u->a, u->batch_id, OBSTACLES_MAX, &found, &n);

	for (size_t i = 0; i < n && !e; i++)
		obstacle(u, "person", found[i].person_id, found[i].name, found[i].what);
	return e;
}

enum err undo_tx(struct db *db, void *arg)
{
	struct undo *u = arg;
	struct batch batch;
	enum err e = batch_get(db, u->a, u->batch_id, &batch);

	u->n_obstacles = 0;
	if (!e && !str_eq(batch.state, "confirmed"))
		e = ERR_CONFLICT;
	if (!e)
		e = collect(db, u, SQL_INTAKE_BUILT_ON_PEOPLE, "person");
	if (!e)
		e = collect(db, u, SQL_INTAKE_BUILT_ON_ORGANISATIONS, "organisation");
	if (!e)
		e = collect_cases(db, u);
	if (!e && u->n_obstacles)
		e = ERR_CONFLICT;
	if (!e)
		e = take_back(db, u);
	if (!e)
		e = set_undone(db, u);
	return e ? e : batch_audit(db, u->who, "import.undo", u->batch_id, batch.school_id);
}

enum err undo_import(struct db *db, struct undo *u)
{
	return db_write(db, "intake.undo", undo_tx, u);
}
