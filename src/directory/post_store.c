/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/directory_impl.h"
#include "base/banned.h"

static enum err check_standing(struct db *db, const struct directory_post *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_POST_STANDING, &q);

	if (e)
		return e;
	bind_i64(q, POST_STANDING_PERSON_ID, in->person_id);
	bind_i64(q, POST_STANDING_ORGANISATION_ID, in->organisation_id);
	bind_str(q, POST_STANDING_KIND, in->kind);
	bind_str(q, POST_STANDING_FROM_ON, in->from_on);
	e = step_one(q);
	if (e)
		return e;
	return col_i64(q, POST_STANDING_C_N) ? ERR_DUPLICATE : OK;
}

static bool well_formed(const struct directory_post *in)
{
	int32_t from, until;

	if (!code_in(post_kinds, in->kind) || date_parse(in->from_on, &from))
		return false;
	if (in->until_on && (date_parse(in->until_on, &until) || until < from))
		return false;
	return !in->term_until || (!date_parse(in->term_until, &until) && until >= from);
}

enum err directory_post_add(struct db *db, const struct directory_post *in, int64_t *ret_id)
{
	CLEANUP(arena_release) struct arena a;
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisation where;
	enum err e;

	arena_init(&a);
	if (!well_formed(in))
		return ERR_INPUT;
	e = directory_organisation_get(db, &a, in->organisation_id, &where);
	if (!e && where.closed_on)
		e = ERR_CONFLICT;
	if (!e)
		e = check_standing(db, in);
	if (!e)
		e = db_stmt(db, SQL_POST_ADD, &q);
	if (e)
		return e;
	bind_i64(q, POST_ADD_SCHOOL_ID, where.school_id);
	bind_i64(q, POST_ADD_PERSON_ID, in->person_id);
	bind_i64(q, POST_ADD_ORGANISATION_ID, in->organisation_id);
	bind_str(q, POST_ADD_KIND, in->kind);
	bind_str(q, POST_ADD_FROM_ON, in->from_on);
	bind_str(q, POST_ADD_UNTIL_ON, in->until_on);
	bind_str(q, POST_ADD_TERM_UNTIL, in->term_until);
	bind_str(q, POST_ADD_NOTE, in->note);
	bind_id(q, POST_ADD_BATCH_ID, in->batch_id);
	bind_id(q, POST_ADD_RECORDED_BY, in->recorded_by);
	bind_i64(q, POST_ADD_RECORDED_AT, clock_now());
	e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, POST_ADD_C_ID);
	return e;
}

enum err directory_post_get(struct db *db, struct arena *a, int64_t id, struct directory_post *ret,
			    int64_t *ret_version)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_POST_GET, &q);

	if (e)
		return e;
	bind_i64(q, POST_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct directory_post){
		.id = id,
		.person_id = col_i64(q, POST_GET_C_PERSON_ID),
		.organisation_id = col_i64(q, POST_GET_C_ORGANISATION_ID),
		.kind = col_dup(q, POST_GET_C_KIND, a),
		.from_on = col_dup(q, POST_GET_C_FROM_ON, a),
		.until_on = col_dup(q, POST_GET_C_UNTIL_ON, a),
		.term_until = col_dup(q, POST_GET_C_TERM_UNTIL, a),
		.note = col_dup(q, POST_GET_C_NOTE, a),
	};
	*ret_version = col_i64(q, POST_GET_C_VERSION);
	return OK;
}

static enum err end_row(struct db *db, int64_t id, int64_t version, const char *until_on)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_POST_END, &q);

	if (e)
		return e;
	bind_i64(q, POST_END_ID, id);
	bind_i64(q, POST_END_VERSION, version);
	bind_str(q, POST_END_UNTIL_ON, until_on);
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err directory_post_end(struct db *db, int64_t id, int64_t version, const char *until_on)
{
	CLEANUP(arena_release) struct arena a;
	struct directory_post post;
	int64_t now;
	enum err e;

	arena_init(&a);
	e = directory_post_get(db, &a, id, &post, &now);
	if (e)
		return e;
	if (strcmp(until_on, post.from_on) < 0)
		return ERR_CONFLICT;
	return end_row(db, id, version, until_on);
}

enum err directory_post_holders(struct db *db, struct arena *a, int64_t organisation_id,
				const char *kind, const char *day, struct directory_holder **ret,
				size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_holder *holders = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = db_stmt(db, SQL_POST_HOLDERS, &q);

	if (e)
		return e;
	bind_i64(q, POST_HOLDERS_ORGANISATION_ID, organisation_id);
	bind_str(q, POST_HOLDERS_KIND, kind);
	bind_str(q, POST_HOLDERS_DAY, day);
	while ((e = step_row(q, &row)) == OK && row) {
		struct directory_holder *to = VEC_PUSH(a, holders, n, cap);

		to->post_id = col_i64(q, POST_HOLDERS_C_POST_ID);
		to->person_id = col_i64(q, POST_HOLDERS_C_PERSON_ID);
		to->name = col_dup(q, POST_HOLDERS_C_NAME, a);
		to->kind = col_dup(q, POST_HOLDERS_C_KIND, a);
	}
	if (e)
		return e;
	*ret = holders;
	*ret_n = n;
	return OK;
}
