/* SPDX-License-Identifier: Apache-2.0 */
/* People: adding, changing, finding. */
#include "directory/derive.h"
#include "access/seal.h"
#include "base/banned.h"

#define SEAL_PLACE "person.id_sealed"

const char *today_text(struct arena *a)
{
	char text[DATE_SIZE];

	date_format(clock_today(), text);
	return arena_strdup(a, text);
}

const char *text_or_null(const char *s)
{
	return str_empty(s) ? NULL : s;
}

static enum err seal_id(struct db *db, struct arena *a, const struct directory_person *in,
			int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char index[SEAL_INDEX_BYTES];
	struct sealed sealed;
	enum err e = db_stmt(db, SQL_PERSON_SEAL, &q);

	if (e)
		return e;
	blind_index(in->keys, in->id_number, index);
	sealed = seal_text(in->keys, SEAL_PLACE, id, in->id_number, a);
	bind_i64(q, PERSON_SEAL_ID, id);
	bind_blob(q, PERSON_SEAL_ID_SEALED, sealed.bytes, sealed.len);
	bind_blob(q, PERSON_SEAL_ID_INDEX, index, sizeof(index));
	bind_str(q, PERSON_SEAL_ID_TAIL, in->id_number + 14);
	return step_done(q, NULL);
}

enum err person_id_number(struct db *db, struct arena *a, const struct seal_keys *keys, int64_t id,
			  const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const void *bytes;
	size_t len;
	enum err e = db_stmt(db, SQL_PERSON_SEALED, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_SEALED_ID, id);
	e = step_one(q);
	if (e)
		return e;
	if (col_null(q, PERSON_SEALED_C_ID_SEALED)) {
		*ret = NULL;
		return OK;
	}
	bytes = col_blob(q, PERSON_SEALED_C_ID_SEALED, &len);
	return open_text(keys, SEAL_PLACE, id, bytes, len, a, ret);
}

/* Index and tail came with the new row; the seal needs its id. */
static enum err seal_new(struct db *db, struct arena *a, const struct directory_person *in,
			 int64_t id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct sealed sealed;
	enum err e = db_stmt(db, SQL_PERSON_SEAL_NEW, &q);

	if (e)
		return e;
	sealed = seal_text(in->keys, SEAL_PLACE, id, in->id_number, a);
	bind_i64(q, PERSON_SEAL_NEW_ID, id);
	bind_blob(q, PERSON_SEAL_NEW_ID_SEALED, sealed.bytes, sealed.len);
	return step_done(q, NULL);
}

static enum err newest(struct db *db, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PERSON_NEWEST, &q);

	if (!e)
		e = step_one(q);
	if (!e)
		*ret_id = col_i64(q, PERSON_NEWEST_C_ID);
	return e;
}

static enum err school_of(struct db *db, int64_t organisation_id, int64_t *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PERSON_SCHOOL, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_SCHOOL_ORGANISATION_ID, organisation_id);
	e = step_one(q);
	if (!e)
		*ret = col_i64(q, PERSON_SCHOOL_C_SCHOOL_ID);
	return e;
}

static enum err add(struct db *db, struct arena *a, const struct directory_person *in,
		    int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char index[SEAL_INDEX_BYTES];
	int64_t school_id = 0, changed;
	enum err e = school_of(db, in->recorded_in, &school_id);

	if (!e)
		e = db_stmt(db, SQL_PERSON_ADD, &q);
	if (e)
		return e;
	bind_i64(q, PERSON_ADD_SCHOOL_ID, school_id);
	bind_str(q, PERSON_ADD_NAME, in->name);
	bind_str(q, PERSON_ADD_SEX, text_or_null(in->sex));
	bind_str(q, PERSON_ADD_ETHNICITY, text_or_null(in->ethnicity));
	bind_str(q, PERSON_ADD_BIRTH, text_or_null(in->birth));
	bind_str(q, PERSON_ADD_STUDENT_NO, text_or_null(in->student_no));
	bind_str(q, PERSON_ADD_STAFF_NO, text_or_null(in->staff_no));
	if (in->id_number) {
		blind_index(in->keys, in->id_number, index);
		bind_blob(q, PERSON_ADD_ID_INDEX, index, sizeof(index));
		bind_str(q, PERSON_ADD_ID_TAIL, in->id_number + 14);
	}
	bind_str(q, PERSON_ADD_NATIVE_PLACE, text_or_null(in->native_place));
	bind_str(q, PERSON_ADD_EDUCATION, text_or_null(in->education));
	bind_str(q, PERSON_ADD_JOB, text_or_null(in->job));
	bind_str(q, PERSON_ADD_MOBILE, text_or_null(in->mobile));
	bind_str(q, PERSON_ADD_LANDLINE, text_or_null(in->landline));
	bind_str(q, PERSON_ADD_ADDRESS, text_or_null(in->address));
	bind_str(q, PERSON_ADD_LEAVING_ON, text_or_null(in->leaving_on));
	bind_str(q, PERSON_ADD_PINYIN_GIVEN, text_or_null(in->pinyin_given));
	bind_i64(q, PERSON_ADD_RECORDED_IN, in->recorded_in);
	bind_id(q, PERSON_ADD_BATCH_ID, in->batch_id);
	bind_i64(q, PERSON_ADD_NOW, clock_now());
	e = step_done(q, &changed);
	if (!e && changed != 1)
		return ERR_DUPLICATE; /* a number has its owner */
	if (!e)
		e = newest(db, ret_id);
	if (!e && in->id_number)
		e = seal_new(db, a, in, *ret_id);
	return e;
}

static enum err change(struct db *db, const struct directory_person *in)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t changed;
	enum err e = db_stmt(db, SQL_PERSON_CHANGE, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_CHANGE_ID, in->id);
	bind_i64(q, PERSON_CHANGE_VERSION, in->version);
	bind_str(q, PERSON_CHANGE_NAME, in->name);
	bind_str(q, PERSON_CHANGE_SEX, text_or_null(in->sex));
	bind_str(q, PERSON_CHANGE_ETHNICITY, text_or_null(in->ethnicity));
	bind_str(q, PERSON_CHANGE_BIRTH, text_or_null(in->birth));
	bind_str(q, PERSON_CHANGE_STUDENT_NO, text_or_null(in->student_no));
	bind_str(q, PERSON_CHANGE_STAFF_NO, text_or_null(in->staff_no));
	bind_str(q, PERSON_CHANGE_NATIVE_PLACE, text_or_null(in->native_place));
	bind_str(q, PERSON_CHANGE_EDUCATION, text_or_null(in->education));
	bind_str(q, PERSON_CHANGE_JOB, text_or_null(in->job));
	bind_str(q, PERSON_CHANGE_MOBILE, text_or_null(in->mobile));
	bind_str(q, PERSON_CHANGE_LANDLINE, text_or_null(in->landline));
	bind_str(q, PERSON_CHANGE_ADDRESS, text_or_null(in->address));
	bind_str(q, PERSON_CHANGE_LEAVING_ON, text_or_null(in->leaving_on));
	bind_str(q, PERSON_CHANGE_PINYIN_GIVEN, text_or_null(in->pinyin_given));
	bind_i64(q, PERSON_CHANGE_NOW, clock_now());
	e = step_done(q, &changed);
	if (e)
		return e;
	return changed == 1 ? OK : ERR_STALE;
}

enum err derive_or_note(struct db *db, struct directory_people *later, int64_t person_id)
{
	if (!later)
		return directory_derive_person(db, person_id);
	if (later->n == 0 || later->ids[later->n - 1] != person_id)
		*VEC_PUSH(later->a, later->ids, later->n, later->cap) = person_id;
	return OK;
}

enum err directory_person_put(struct db *db, const struct directory_person *in, int64_t *ret_id)
{
	CLEANUP(arena_release) struct arena a;
	int64_t id = in->id;
	enum err e;

	arena_init(&a);
	if (str_empty(in->name) || (in->id_number && person_id_fault(in->id_number)))
		return ERR_INPUT;
	e = id ? change(db, in) : add(db, &a, in, &id);
	if (!e && in->id && in->id_number)
		e = seal_id(db, &a, in, id);
	if (!e)
		e = derive_or_note(db, in->later, id);
	if (!e)
		*ret_id = id;
	return e;
}

enum err directory_person_get(struct db *db, struct arena *a, int64_t id,
			      struct directory_person *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_PERSON_GET, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_GET_ID, id);
	e = step_one(q);
	if (e)
		return e;
	*ret = (struct directory_person){
		.id = id,
		.school_id = col_i64(q, PERSON_GET_C_SCHOOL_ID),
		.name = col_dup(q, PERSON_GET_C_NAME, a),
		.sex = col_dup(q, PERSON_GET_C_SEX, a),
		.ethnicity = col_dup(q, PERSON_GET_C_ETHNICITY, a),
		.birth = col_dup(q, PERSON_GET_C_BIRTH, a),
		.student_no = col_dup(q, PERSON_GET_C_STUDENT_NO, a),
		.staff_no = col_dup(q, PERSON_GET_C_STAFF_NO, a),
		.id_tail = col_dup(q, PERSON_GET_C_ID_TAIL, a),
		.native_place = col_dup(q, PERSON_GET_C_NATIVE_PLACE, a),
		.education = col_dup(q, PERSON_GET_C_EDUCATION, a),
		.job = col_dup(q, PERSON_GET_C_JOB, a),
		.mobile = col_dup(q, PERSON_GET_C_MOBILE, a),
		.landline = col_dup(q, PERSON_GET_C_LANDLINE, a),
		.address = col_dup(q, PERSON_GET_C_ADDRESS, a),
		.leaving_on = col_dup(q, PERSON_GET_C_LEAVING_ON, a),
		.pinyin_given = col_dup(q, PERSON_GET_C_PINYIN_GIVEN, a),
		.recorded_in = col_i64(q, PERSON_GET_C_RECORDED_IN),
		.batch_id = col_i64(q, PERSON_GET_C_BATCH_ID),
		.version = col_i64(q, PERSON_GET_C_VERSION),
	};
	return OK;
}

enum err directory_person_remove(struct db *db, int64_t id)
{
	static const enum sql steps[] = {
		SQL_PERSON_REMOVE_AFFILIATIONS, SQL_PERSON_REMOVE_STAGES, SQL_PERSON_REMOVE_CLASSES,
		SQL_PERSON_REMOVE_POSTS,        SQL_PERSON_REMOVE,
	};
	size_t i;
	enum err e = derive_forget(db, id);

	for (i = 0; !e && i < COUNTOF(steps); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;

		e = db_stmt(db, steps[i], &q);
		if (e)
			return e;
		bind_i64(q, 1, id); /* their only parameter */
		e = step_done(q, NULL);
	}
	return e;
}

/* organisation_id: any of the school. */
static enum err find_number(struct db *db, enum sql statement, int64_t organisation_id,
			    const char *number, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	bool row;
	enum err e = db_stmt(db, statement, &q);

	if (e)
		return e;
	bind_i64(q, PERSON_BY_STUDENT_NO_ORGANISATION_ID, organisation_id);
	bind_str(q, PERSON_BY_STUDENT_NO_STUDENT_NO, number); /* the second in both */
	e = step_row(q, &row);
	if (e)
		return e;
	*ret_id = row ? col_i64(q, 0) : 0;
	return OK;
}

static enum err find_id_number(struct db *db, const struct directory_identity *in, int64_t *ret_id)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	unsigned char index[SEAL_INDEX_BYTES];
	bool row;
	enum err e = db_stmt(db, SQL_PERSON_BY_ID_INDEX, &q);

	if (e)
		return e;
	blind_index(in->keys, in->id_number, index);
	bind_blob(q, PERSON_BY_ID_INDEX_ID_INDEX, index, sizeof(index));
	e = step_row(q, &row);
	if (e)
		return e;
	*ret_id = row ? col_i64(q, PERSON_BY_ID_INDEX_C_ID) : 0;
	return OK;
}

enum err directory_person_find(struct db *db, const struct directory_identity *in, int64_t *ret_id)
{
	int64_t id = 0;
	enum err e = OK;

	if (!str_empty(in->id_number))
		e = find_id_number(db, in, &id);
	if (!e && !id && !str_empty(in->student_no))
		e = find_number(db, SQL_PERSON_BY_STUDENT_NO, in->school_id, in->student_no, &id);
	if (!e && !id && !str_empty(in->staff_no))
		e = find_number(db, SQL_PERSON_BY_STAFF_NO, in->school_id, in->staff_no, &id);
	if (!e)
		*ret_id = id;
	return e;
}

enum err directory_person_named(struct db *db, struct arena *a, const char *name,
				int64_t organisation_id, size_t max, int64_t **ret_ids,
				size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct directory_organisation where;
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	bool row;
	enum err e = directory_organisation_get(db, a, organisation_id, &where);

	if (!e)
		e = db_stmt(db, SQL_PERSON_NAMED, &q);
	if (e)
		return e;
	bind_str(q, PERSON_NAMED_WORD, pinyin_fold(a, name));
	bind_str(q, PERSON_NAMED_NAME, name);
	bind_str(q, PERSON_NAMED_LOW, where.path);
	bind_str(q, PERSON_NAMED_HIGH, directory_path_high(a, where.path));
	bind_i64(q, PERSON_NAMED_MAX, (int64_t)max);
	while ((e = step_row(q, &row)) == OK && row)
		*VEC_PUSH(a, ids, n, cap) = col_i64(q, PERSON_NAMED_C_ID);
	if (e)
		return e;
	*ret_ids = ids;
	*ret_n = n;
	return OK;
}
