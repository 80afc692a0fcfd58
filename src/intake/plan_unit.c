/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations and classes of a file against what is recorded. Found by their codes alone. */
#include "intake/plan.h"
#include "base/banned.h"

static const char *get(const struct plan_context *ctx, const struct intake_row *row,
		       enum intake_field field)
{
	return intake_value(ctx->file, row, field);
}

static void changed(struct plan_unit *u, enum intake_field field, const char *from, const char *to)
{
	if (u->n_changes < PLAN_CHANGES_MAX)
		u->changes[u->n_changes++] =
			(struct plan_change){ intake_field_name(field), from, to };
}

/*
 * The kind with the place taken in: the root is the school's Party committee, a committee below it
 * that of a college, a branch straight below the root a direct branch.
 */
static const char *kind_of(const char *text, bool is_root, bool below_root)
{
	const char *kind = intake_organisation_kind(text);

	if (is_root)
		return "school_party_committee";
	if (str_eq(kind, "grassroots_committee"))
		return "school_committee";
	if (str_eq(kind, "branch") && below_root)
		return "direct_branch";
	return kind;
}

/* Does the code mean a root: one without a parent, recorded or in this file? */
static enum err code_is_root(struct db *db, struct arena *a, const struct plan_context *ctx,
			     const char *code, bool *ret)
{
	struct directory_organisation o;
	enum err e = directory_organisation_by_code(db, a, code, &o);

	if (e != ERR_NOT_FOUND) {
		if (!e)
			*ret = o.parent_id == 0;
		return e;
	}
	*ret = false;
	for (size_t i = 0; i < ctx->file->n_rows; i++) {
		const struct intake_row *row = &ctx->file->rows[i];

		if (ctx->file->sheets[row->sheet].set == SET_ORGANISATION &&
		    str_eq(get(ctx, row, FIELD_CODE), code)) {
			*ret = !get(ctx, row, FIELD_PARENT);
			break;
		}
	}
	return OK;
}

static enum err wanted_kind(struct db *db, struct arena *a, const struct plan_context *ctx,
			    const struct intake_row *row, const char **ret)
{
	const char *parent = get(ctx, row, FIELD_PARENT);
	bool below_root = false;
	enum err e = OK;

	if (parent)
		e = code_is_root(db, a, ctx, parent, &below_root);
	if (!e)
		*ret = kind_of(get(ctx, row, FIELD_KIND), !parent, below_root);
	return e;
}

static const char *code_of(struct db *db, struct arena *a, int64_t id)
{
	struct directory_organisation o;

	return id && !directory_organisation_get(db, a, id, &o) ? o.code : NULL;
}

static enum err look_organisation(struct db *db, struct arena *a, const struct plan_context *ctx,
				  const struct intake_row *row, struct plan_unit *ret)
{
	struct directory_organisation known;
	const char *kind, *parent_code;
	enum err e = directory_organisation_by_code(db, a, get(ctx, row, FIELD_CODE), &known);

	if (e == ERR_NOT_FOUND) {
		ret->action = PLAN_NEW;
		changed(ret, FIELD_NAME, NULL, get(ctx, row, FIELD_NAME));
		return OK;
	}
	if (!e)
		e = wanted_kind(db, a, ctx, row, &kind);
	if (e)
		return e;
	ret->id = known.id;
	if (!str_eq(known.name, get(ctx, row, FIELD_NAME)))
		changed(ret, FIELD_NAME, known.name, get(ctx, row, FIELD_NAME));
	if (!str_eq(known.kind, kind))
		changed(ret, FIELD_KIND, known.kind, kind);
	parent_code = code_of(db, a, known.parent_id);
	if (!str_eq(parent_code, get(ctx, row, FIELD_PARENT)))
		changed(ret, FIELD_PARENT, parent_code, get(ctx, row, FIELD_PARENT));
	ret->action = ret->n_changes ? PLAN_CHANGED : PLAN_SAME;
	return OK;
}

/* ---- writing organisations ---- */

static enum err record(struct db *db, const struct plan_context *ctx,
		       struct directory_organisation_event *event)
{
	int64_t id;

	event->batch_id = ctx->batch_id;
	event->recorded_by = ctx->recorded_by;
	return directory_organisation_record(db, event, &id);
}

static const struct intake_row *row_by_code(const struct plan_context *ctx, const char *code)
{
	for (size_t i = 0; i < ctx->file->n_rows; i++) {
		const struct intake_row *row = &ctx->file->rows[i];

		if (ctx->file->sheets[row->sheet].set == SET_ORGANISATION &&
		    row->verdict <= INTAKE_WARN && str_eq(get(ctx, row, FIELD_CODE), code))
			return row;
	}
	return NULL;
}

/* The later of its own founding, if written, and that of what it hangs on; else today. */
static const char *founding_day(struct arena *a, const char *written, const char *parents)
{
	char today[DATE_SIZE];

	if (written && strlen(written) == 7)
		written = arena_printf(a, "%s-01", written);
	if (written && parents)
		return strcmp(written, parents) < 0 ? parents : written;
	if (written || parents)
		return written ? written : parents;
	date_format(clock_today(), today);
	return arena_strdup(a, today);
}

static enum err found(struct db *db, struct arena *a, const struct plan_context *ctx,
		      const struct intake_row *row, const struct directory_organisation *parent)
{
	struct directory_organisation_event event = {
		.kind = "founded",
		.happened_on = founding_day(a, get(ctx, row, FIELD_FOUNDED), parent->founded_on),
		.code = get(ctx, row, FIELD_CODE),
		.name = get(ctx, row, FIELD_NAME),
		.parent_id = parent->id,
	};
	enum err e = wanted_kind(db, a, ctx, row, &event.organisation_kind);

	return e ? e : record(db, ctx, &event);
}

static enum err change_organisation(struct db *db, struct arena *a, const struct plan_context *ctx,
				    const struct plan_unit *u,
				    const struct directory_organisation *parent)
{
	char today[DATE_SIZE];
	enum err e = OK;

	(void)a;
	date_format(clock_today(), today);
	for (size_t i = 0; i < u->n_changes && !e; i++) {
		const struct plan_change *c = &u->changes[i];
		struct directory_organisation_event event = { .organisation_id = u->id,
							      .happened_on = today };

		if (str_eq(c->field, "name")) {
			event.kind = "renamed";
			event.name = c->to;
		} else if (str_eq(c->field, "kind")) {
			event.kind = "changed_kind";
			event.organisation_kind = c->to;
		} else {
			event.kind = "moved";
			event.parent_id = parent->id;
		}
		e = record(db, ctx, &event);
	}
	return e;
}

/* Parents first, wherever they stand in the file; the check has seen to it that there is no ring. */
static enum err apply_organisation(struct db *db, struct arena *a, const struct plan_context *ctx,
				   const struct intake_row *row)
{
	const char *parent_code = get(ctx, row, FIELD_PARENT);
	struct directory_organisation parent = { 0 };
	struct plan_unit u;
	enum err e = plan_unit(db, a, ctx, row, &u);

	if (e || u.action == PLAN_SAME || u.action == PLAN_REFUSED)
		return e;
	if (parent_code) {
		const struct intake_row *above = row_by_code(ctx, parent_code);

		if (above)
			e = apply_organisation(db, a, ctx, above);
		if (!e)
			e = directory_organisation_by_code(db, a, parent_code, &parent);
		if (e)
			return e;
	}
	return u.id ? change_organisation(db, a, ctx, &u, &parent)
		    : found(db, a, ctx, row, &parent);
}

/* ---- classes ---- */

static const char *level_code(const char *text)
{
	static const struct {
		const char *text, *code;
	} levels[] = { { "本科", "undergraduate" },  { "本科生", "undergraduate" },
		       { "专科", "junior_college" }, { "硕士", "master" },
		       { "硕士生", "master" },       { "硕士研究生", "master" },
		       { "博士", "doctor" },         { "博士生", "doctor" },
		       { "博士研究生", "doctor" } };

	for (size_t i = 0; text && i < COUNTOF(levels); i++) {
		if (str_eq(levels[i].text, text))
			return levels[i].code;
	}
	return text;
}

static int64_t number(const char *text, int64_t max)
{
	int64_t v = 0;

	return text && !str_to_i64(text, 0, max, &v) ? v : 0;
}

static enum err organisation_id(struct db *db, struct arena *a, const char *code, int64_t *ret_id,
				int64_t *ret_school)
{
	struct directory_organisation o;
	enum err e;

	if (!code)
		return OK;
	e = directory_organisation_by_code(db, a, code, &o);
	if (e)
		return e;
	*ret_id = o.id;
	*ret_school = o.school_id;
	return OK;
}

/* A class as the row has it; ids of what is not recorded yet are 0 while only looking. */
static enum err class_wanted(struct db *db, struct arena *a, const struct plan_context *ctx,
			     const struct intake_row *row, struct directory_class *ret,
			     int64_t *ret_school)
{
	enum err e;

	*ret = (struct directory_class){
		.code = get(ctx, row, FIELD_CODE),
		.name = get(ctx, row, FIELD_NAME),
		.entry_year = number(get(ctx, row, FIELD_YEAR), 2199),
		.level = level_code(get(ctx, row, FIELD_LEVEL)),
		.size = number(get(ctx, row, FIELD_SIZE), 10000),
		.batch_id = ctx->batch_id,
	};
	*ret_school = ctx->org->school_id;
	e = organisation_id(db, a, get(ctx, row, FIELD_BRANCH), &ret->branch_id, ret_school);
	if (!e || e == ERR_NOT_FOUND)
		e = organisation_id(db, a, get(ctx, row, FIELD_ORGANISATION), &ret->organisation_id,
				    ret_school);
	return e == ERR_NOT_FOUND ? OK : e;
}

enum err plan_class_load(struct db *db, struct arena *a, int64_t id, struct directory_class *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_INTAKE_CLASS, &q);

	if (e)
		return e;
	bind_i64(q, INTAKE_CLASS_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct directory_class){
		.id = id,
		.code = col_dup(q, INTAKE_CLASS_C_CODE, a),
		.name = col_dup(q, INTAKE_CLASS_C_NAME, a),
		.entry_year = col_i64(q, INTAKE_CLASS_C_ENTRY_YEAR),
		.level = col_dup(q, INTAKE_CLASS_C_LEVEL, a),
		.campus = col_dup(q, INTAKE_CLASS_C_CAMPUS, a),
		.size = col_i64(q, INTAKE_CLASS_C_SIZE),
		.organisation_id = col_i64(q, INTAKE_CLASS_C_ORGANISATION_ID),
		.branch_id = col_i64(q, INTAKE_CLASS_C_BRANCH_ID),
		.counsellor_id = col_i64(q, INTAKE_CLASS_C_COUNSELLOR_ID),
		.counsellor_name = col_dup(q, INTAKE_CLASS_C_COUNSELLOR_NAME, a),
		.closed_on = col_dup(q, INTAKE_CLASS_C_CLOSED_ON, a),
		.version = col_i64(q, INTAKE_CLASS_C_VERSION),
	};
	return OK;
}

/* The row's values over the recorded ones; what differs is a change. */
static void merge_class(struct arena *a, const struct plan_context *ctx,
			const struct intake_row *row, const struct directory_class *want,
			struct directory_class *known, struct plan_unit *u)
{
	if (!str_eq(known->name, want->name)) {
		changed(u, FIELD_NAME, known->name, want->name);
		known->name = want->name;
	}
	if (want->entry_year && want->entry_year != known->entry_year) {
		changed(u, FIELD_YEAR, arena_printf(a, "%d", (int)known->entry_year),
			get(ctx, row, FIELD_YEAR));
		known->entry_year = want->entry_year;
	}
	if (want->level && !str_eq(known->level, want->level)) {
		changed(u, FIELD_LEVEL, known->level, want->level);
		known->level = want->level;
	}
	if (want->size && want->size != known->size) {
		changed(u, FIELD_SIZE, arena_printf(a, "%d", (int)known->size),
			get(ctx, row, FIELD_SIZE));
		known->size = want->size;
	}
	if (want->organisation_id && want->organisation_id != known->organisation_id) {
		changed(u, FIELD_ORGANISATION, NULL, get(ctx, row, FIELD_ORGANISATION));
		known->organisation_id = want->organisation_id;
	}
	if (want->branch_id && want->branch_id != known->branch_id) {
		changed(u, FIELD_BRANCH, NULL, get(ctx, row, FIELD_BRANCH));
		known->branch_id = want->branch_id;
	}
}

static enum err look_class(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, struct plan_unit *ret,
			   struct directory_class *ret_class)
{
	struct directory_class known;
	int64_t school = 0;
	enum err e = class_wanted(db, a, ctx, row, ret_class, &school);

	if (!e && school)
		e = directory_class_find(db, school, ret_class->code, &ret->id);
	if (e)
		return e;
	if (!ret->id) {
		ret->action = PLAN_NEW;
		changed(ret, FIELD_NAME, NULL, ret_class->name);
		return OK;
	}
	e = plan_class_load(db, a, ret->id, &known);
	if (e)
		return e;
	merge_class(a, ctx, row, ret_class, &known, ret);
	*ret_class = known;
	ret->action = ret->n_changes ? PLAN_CHANGED : PLAN_SAME;
	return OK;
}

static enum err keep_class(struct db *db, struct arena *a, const struct plan_context *ctx,
			   const struct intake_row *row, int64_t id)
{
	struct directory_class old;
	struct json_writer w;
	struct buf out;
	enum err e = plan_class_load(db, a, id, &old);

	if (e)
		return e;
	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "name", old.name);
	json_i64(&w, "entry_year", old.entry_year);
	json_str(&w, "level", old.level);
	json_i64(&w, "size", old.size);
	json_i64(&w, "organisation_id", old.organisation_id);
	json_i64(&w, "branch_id", old.branch_id);
	json_i64(&w, "version_after", old.version + 1);
	json_close(&w);
	e = json_end(&w);
	if (!e)
		e = plan_change_add(db, ctx, row->number, "class", id, out.text);
	buf_release(&out);
	return e;
}

static enum err apply_class(struct db *db, struct arena *a, const struct plan_context *ctx,
			    const struct intake_row *row)
{
	struct plan_unit u = { 0 };
	struct directory_class c;
	int64_t id;
	enum err e = look_class(db, a, ctx, row, &u, &c);

	if (e || u.action == PLAN_SAME)
		return e;
	if (u.id)
		e = keep_class(db, a, ctx, row, u.id);
	return e ? e : directory_class_put(db, &c, &id);
}

enum err plan_unit(struct db *db, struct arena *a, const struct plan_context *ctx,
		   const struct intake_row *row, struct plan_unit *ret)
{
	struct directory_class unused;

	memset(ret, 0, sizeof(*ret));
	if (ctx->file->sheets[row->sheet].set == SET_CLASS)
		return look_class(db, a, ctx, row, ret, &unused);
	return look_organisation(db, a, ctx, row, ret);
}

enum err plan_unit_apply(struct db *db, struct arena *a, const struct plan_context *ctx,
			 const struct intake_row *row)
{
	if (ctx->file->sheets[row->sheet].set == SET_CLASS)
		return apply_class(db, a, ctx, row);
	return apply_organisation(db, a, ctx, row);
}
