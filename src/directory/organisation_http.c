/* SPDX-License-Identifier: Apache-2.0 */
/* /organisations/{id}: one organisation, its founding and what happens to it. */
#include "directory/directory_http.h"
#include "base/banned.h"

struct secretary_out {
	int64_t person_id;
	const char *name;
};
static const struct fld secretary_fields[] = { FIELD_ID(secretary_out, person_id),
					       FIELD_STR(secretary_out, name, 1, 60), FIELD_END };

struct counts_out {
	int64_t applicant, activist, candidate, probationary, full, none;
};
static const struct fld counts_fields[] = {
	FIELD_I64(counts_out, applicant, 0, INT64_MAX),
	FIELD_I64(counts_out, activist, 0, INT64_MAX),
	FIELD_I64(counts_out, candidate, 0, INT64_MAX),
	FIELD_I64(counts_out, probationary, 0, INT64_MAX),
	FIELD_I64(counts_out, full, 0, INT64_MAX),
	FIELD_I64(counts_out, none, 0, INT64_MAX),
	FIELD_END,
};

struct kind_out {
	const char *kind;
	int64_t n;
};
static const struct fld kind_fields[] = { FIELD_ENUM(kind_out, kind, directory_organisation_kinds),
					  FIELD_I64(kind_out, n, 0, INT64_MAX), FIELD_END };

struct note_out {
	const char *code;
};
static const char *const note_codes[] = { "below_3", "below_7_no_committee", "over_50", NULL };
static const struct fld note_fields[] = { FIELD_ENUM(note_out, code, note_codes), FIELD_END };

struct detail {
	int64_t id, parent_id, depth, members, people, version;
	const char *code, *name, *kind, *founded_on, *closed_on, *telephone, *parent_name;
	const struct secretary_out *secretary;
	struct counts_out counts;
	struct fld_list children_by_kind, notes;
	bool has_committee;
};
const struct fld organisation_detail_fields[] = {
	FIELD_ID(detail, id),
	FIELD_STR(detail, code, 1, 40),
	FIELD_STR(detail, name, 1, 100),
	FIELD_ENUM(detail, kind, directory_organisation_kinds),
	FIELD_ID_OPT(detail, parent_id),
	FIELD_STR_OPT(detail, parent_name, 1, 100),
	FIELD_I64(detail, depth, 0, 100),
	FIELD_DATE_OPT(detail, founded_on),
	FIELD_DATE_OPT(detail, closed_on),
	FIELD_STR_OPT(detail, telephone, 0, 40),
	FIELD_I64(detail, members, 0, INT64_MAX),
	FIELD_I64(detail, people, 0, INT64_MAX),
	FIELD_OBJECT_OPT(detail, secretary, secretary_out, secretary_fields),
	FIELD_OBJECT(detail, counts, counts_out, counts_fields),
	FIELD_LIST(detail, children_by_kind, kind_out, kind_fields, 20),
	FIELD_LIST(detail, notes, note_out, note_fields, 10),
	FIELD_BOOL(detail, has_committee),
	FIELD_I64(detail, version, 1, INT64_MAX),
	FIELD_END,
};

struct detail_job {
	struct req *rq;
	int64_t id;
	struct detail out;
};

static enum err read_counts(struct db *db, struct detail *out)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	static const struct {
		const char *stage;
		size_t at;
	} kept[] = {
		{ "applicant", offsetof(struct counts_out, applicant) },
		{ "activist", offsetof(struct counts_out, activist) },
		{ "candidate", offsetof(struct counts_out, candidate) },
		{ "probationary", offsetof(struct counts_out, probationary) },
		{ "full", offsetof(struct counts_out, full) },
	};
	bool row;
	enum err e = db_stmt(db, SQL_SCOPE_COUNT_OF, &q);

	if (e)
		return e;
	bind_i64(q, SCOPE_COUNT_OF_ORGANISATION_ID, out->id);
	while ((e = step_row(q, &row)) == OK && row) {
		const char *stage = col_str(q, SCOPE_COUNT_OF_C_STAGE);
		int64_t n = col_i64(q, SCOPE_COUNT_OF_C_N);
		bool known = false;
		size_t i;

		if (str_eq(stage, "left") || str_eq(stage, "transferred_out"))
			continue;
		for (i = 0; i < COUNTOF(kept); i++)
			if (str_eq(stage, kept[i].stage)) {
				*(int64_t *)((char *)&out->counts + kept[i].at) = n;
				known = true;
			}
		if (!known)
			out->counts.none += n; /* also who withdrew or was not approved */
		out->people += n;
	}
	out->members = out->counts.full + out->counts.probationary;
	return e;
}

static enum err read_children(struct db *db, struct arena *a, struct detail *out)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct kind_out *kinds = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_CHILDREN_BY_KIND, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_CHILDREN_BY_KIND_PARENT_ID, out->id);
	while ((e = step_row(q, &row)) == OK && row) {
		struct kind_out *kind = VEC_PUSH(a, kinds, n, cap);

		kind->kind = col_dup(q, ORGANISATION_CHILDREN_BY_KIND_C_KIND, a);
		kind->n = col_i64(q, ORGANISATION_CHILDREN_BY_KIND_C_N);
	}
	out->children_by_kind = (struct fld_list){ kinds, n };
	return e;
}

static enum err read_secretary(struct db *db, struct arena *a, struct detail *out)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct secretary_out *secretary;
	bool row;
	enum err e = db_stmt(db, SQL_ORGANISATION_SECRETARY, &q);

	if (e)
		return e;
	bind_i64(q, ORGANISATION_SECRETARY_ORGANISATION_ID, out->id);
	bind_str(q, ORGANISATION_SECRETARY_DAY, today_text(a));
	e = step_row(q, &row);
	if (e || !row)
		return e;
	secretary = ARENA_NEW(a, struct secretary_out);
	secretary->person_id = col_i64(q, ORGANISATION_SECRETARY_C_PERSON_ID);
	secretary->name = col_dup(q, ORGANISATION_SECRETARY_C_NAME, a);
	out->secretary = secretary;
	return OK;
}

static void add_notes(struct arena *a, struct detail *out)
{
	struct founding founding = organisation_founding(out->kind, out->counts.full, out->members);
	struct note_out *notes = ARENA_ARRAY(a, struct note_out, 3);
	size_t n = 0;

	if (founding.too_few)
		notes[n++].code = "below_3";
	if (directory_is_branch(out->kind) && out->counts.full < COMMITTEE_MIN)
		notes[n++].code = "below_7_no_committee";
	if (founding.too_many)
		notes[n++].code = "over_50";
	out->notes = (struct fld_list){ notes, n };
	out->has_committee = !directory_is_branch(out->kind) || out->counts.full >= COMMITTEE_MIN;
}

static enum err get_tx(struct db *db, void *arg)
{
	struct detail_job *job = arg;
	struct arena *a = req_arena(job->rq);
	struct directory_organisation what, parent = { 0 };
	struct detail *out = &job->out;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_DIRECTORY_READ, job->id);

	if (!e)
		e = directory_organisation_get(db, a, job->id, &what);
	if (!e && what.parent_id)
		e = directory_organisation_get(db, a, what.parent_id, &parent);
	if (e)
		return e;
	*out = (struct detail){ .id = what.id,
				.parent_id = what.parent_id,
				.parent_name = parent.name,
				.depth = what.depth,
				.version = what.version,
				.code = what.code,
				.name = what.name,
				.kind = what.kind,
				.founded_on = what.founded_on,
				.closed_on = what.closed_on,
				.telephone = what.telephone };
	e = read_counts(db, out);
	if (!e)
		e = read_children(db, a, out);
	if (!e)
		e = read_secretary(db, a, out);
	add_notes(a, out);
	return e;
}

enum err organisation_get_handler(struct req *rq)
{
	struct detail_job job = { .rq = rq };
	enum err e = req_path_id(rq, "id", &job.id);

	if (e)
		return e;
	if (res_unchanged(rq))
		return OK;
	e = db_read(req_db(rq), "organisation.get", get_tx, &job);
	return e ? e : res_json(rq, 200, organisation_detail_fields, &job.out);
}

/* ---- changing the telephone ---- */

struct patch_in {
	const char *telephone;
	int64_t version;
};
const struct fld organisation_patch_body[] = { FIELD_STR(patch_in, telephone, 0, 40),
					       FIELD_I64(patch_in, version, 1, INT64_MAX),
					       FIELD_END };

struct patch_job {
	struct req *rq;
	int64_t id;
	struct patch_in in;
};

static enum err patch_tx(struct db *db, void *arg)
{
	struct patch_job *job = arg;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = authz_organisation(db, req_user(job->rq), PERM_ORGANISATION_EDIT, job->id);

	if (!e)
		e = db_stmt(db, SQL_ORGANISATION_TELEPHONE, &q);
	if (e)
		return e;
	bind_i64(q, ORGANISATION_TELEPHONE_ID, job->id);
	bind_i64(q, ORGANISATION_TELEPHONE_VERSION, job->in.version);
	bind_str(q, ORGANISATION_TELEPHONE_TELEPHONE,
		 str_empty(job->in.telephone) ? NULL : job->in.telephone);
	e = step_done(q, &changed);
	if (e)
		return e;
	if (changed != 1)
		return ERR_STALE;
	return audit_one(db, job->rq, "organisation.change", "organisation", job->id, NULL, NULL);
}

enum err organisation_patch_handler(struct req *rq)
{
	struct patch_job job = { .rq = rq };
	struct made out;
	enum err e = req_path_id(rq, "id", &job.id);

	if (!e)
		e = req_json(rq, organisation_patch_body, &job.in);
	if (!e)
		e = db_write(req_db(rq), "organisation.change", patch_tx, &job);
	if (e)
		return e;
	out = (struct made){ job.id, job.in.version + 1 };
	return res_json(rq, 200, made_fields, &out);
}
