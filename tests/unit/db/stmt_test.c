/* SPDX-License-Identifier: Apache-2.0 */
/* Statements on both databases: binding, rows, columns, refusals. */
#include "toy.h"

struct row {
	int64_t id;
	const char *name;
	const void *data;
	size_t len;
};

static enum err add_row(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const struct row *row = arg;
	enum err e = db_stmt_once(db, &toy_statements[TOY_ADD], &q);

	if (e)
		return e;
	bind_i64(q, TOY_ADD_ID, row->id);
	bind_str(q, TOY_ADD_NAME, row->name);
	bind_null(q, TOY_ADD_KIND);
	bind_blob(q, TOY_ADD_DATA, row->data, row->len);
	return step_done(q, NULL);
}

static struct stmt *get(struct toy_store *t, int64_t id)
{
	struct stmt *q = NULL;

	assert_int_equal(db_stmt_once(t->db, &toy_statements[TOY_GET], &q), OK);
	bind_i64(q, TOY_GET_ID, id);
	return q;
}

static void values_come_back_as_they_were_bound(void **state)
{
	static const unsigned char bytes[] = { 0, 1, 0xff, '\\', '\'', 0x7f, 0 };
	static const char *const names[] = { "张三", "a\\b'c\"d", "\t\n", "𠮷" };
	static const int64_t ids[] = { INT64_MAX, INT64_MIN, 9007199254740993, -1 };
	struct toy_store *t = *state;

	for (size_t i = 0; i < COUNTOF(names); i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;
		struct row row = { ids[i], names[i], bytes, sizeof(bytes) };
		const void *got;
		size_t len;

		assert_int_equal(db_write(t->db, "t", add_row, &row), OK);
		q = get(t, ids[i]);
		assert_int_equal(step_one(q), OK);
		assert_true(col_i64(q, TOY_GET_C_ID) == ids[i]);
		assert_string_equal(col_str(q, TOY_GET_C_NAME), names[i]);
		assert_int_equal(col_len(q, TOY_GET_C_NAME), strlen(names[i]));
		got = col_blob(q, TOY_GET_C_DATA, &len);
		assert_int_equal(len, sizeof(bytes));
		assert_memory_equal(got, bytes, sizeof(bytes));
	}
}

static void null_and_empty_are_two_things(void **state)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	CLEANUP(stmt_done) struct stmt *p = NULL;
	struct toy_store *t = *state;
	struct row empty = { 1, "n", "", 0 }, null = { 2, "n", NULL, 0 };
	size_t len = 9;

	assert_int_equal(db_write(t->db, "t", add_row, &empty), OK);
	assert_int_equal(db_write(t->db, "t", add_row, &null), OK);
	q = get(t, 1);
	assert_int_equal(step_one(q), OK);
	assert_false(col_null(q, TOY_GET_C_DATA));
	assert_non_null(col_blob(q, TOY_GET_C_DATA, &len));
	assert_int_equal(len, 0);
	p = get(t, 2);
	assert_int_equal(step_one(p), OK);
	assert_true(col_null(p, TOY_GET_C_DATA));
	assert_null(col_blob(p, TOY_GET_C_DATA, &len));
	assert_true(col_null(p, TOY_GET_C_KIND));
	assert_null(col_str(p, TOY_GET_C_KIND));
	assert_int_equal(col_i64(p, TOY_GET_C_KIND), 0);
}

static void a_missing_row_is_not_found(void **state)
{
	CLEANUP(stmt_done) struct stmt *q = get(*state, 404);

	assert_int_equal(step_one(q), ERR_NOT_FOUND);
}

static void a_second_key_is_a_duplicate(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(toy_write(t->db, 1), OK);
	assert_int_equal(toy_write(t->db, 1), ERR_DUPLICATE);
	assert_true(strlen(db_error_text(t->db)) > 10);
	assert_int_equal(toy_count(t->db), 1);
}

static enum err add_orphan(struct db *db, void *arg)
{
	(void)arg;
	return toy_add(db, 1, "orphan", 99);
}

static enum err add_nameless(struct db *db, void *arg)
{
	return toy_add(db, 1, arg, 0);
}

static void foreign_keys_checks_and_missing_values_are_conflicts(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_write(t->db, "t", add_orphan, NULL), ERR_CONFLICT);
	assert_int_equal(db_write(t->db, "t", add_nameless, (char[]){ "" }), ERR_CONFLICT);
	assert_int_equal(db_write(t->db, "t", add_nameless, NULL), ERR_CONFLICT);
	assert_int_equal(toy_count(t->db), 0);
}

static void text_that_is_no_text_is_refused_by_the_step(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_write(t->db, "t", add_nameless, (char[]){ "\xff" }), ERR_INPUT);
	assert_int_equal(db_write(t->db, "t", add_nameless, (char[]){ "\xed\xa0\x80" }), ERR_INPUT);
	assert_int_equal(toy_count(t->db), 0);
}

static enum err add_nul(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt_once(db, &toy_statements[TOY_ADD], &q);

	(void)arg;
	if (e)
		return e;
	bind_i64(q, TOY_ADD_ID, 1);
	bind_strn(q, TOY_ADD_NAME, "a\0b", 3);
	return step_done(q, NULL);
}

static void text_with_a_nul_inside_is_refused(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_write(t->db, "t", add_nul, NULL), ERR_INPUT);
}

static enum err rename_all(struct db *db, void *arg)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t *changed = arg;
	enum err e = db_stmt_once(db, &toy_statements[TOY_RENAME], &q);

	if (e)
		return e;
	for (int run = 0; run < 2; run++) { /* the same statement, bound anew */
		bind_str(q, TOY_RENAME_NAME, run ? "second" : "first");
		bind_i64(q, TOY_RENAME_LOW, run ? 2 : 1);
		bind_i64(q, TOY_RENAME_HIGH, 3);
		e = step_done(q, &changed[run]);
		if (e)
			return e;
	}
	return OK;
}

static void changed_rows_are_counted_and_a_statement_can_run_again(void **state)
{
	struct toy_store *t = *state;
	int64_t changed[2];

	for (int64_t id = 1; id <= 4; id++)
		assert_int_equal(toy_write(t->db, id), OK);
	assert_int_equal(db_write(t->db, "t", rename_all, changed), OK);
	assert_int_equal(changed[0], 3);
	assert_int_equal(changed[1], 2);
}

static void rows_come_in_order_and_end(void **state)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct toy_store *t = *state;
	bool row;

	for (int64_t id = 3; id >= 1; id--)
		assert_int_equal(toy_write(t->db, id), OK);
	assert_int_equal(db_stmt_once(t->db, &toy_statements[TOY_LIST], &q), OK);
	assert_int_equal(stmt_columns(q), 2);
	assert_string_equal(stmt_column_name(q, TOY_LIST_C_NAME), "name");
	for (int64_t id = 1; id <= 3; id++) {
		assert_int_equal(step_row(q, &row), OK);
		assert_true(row);
		assert_int_equal(col_i64(q, TOY_LIST_C_ID), id);
	}
	assert_int_equal(step_row(q, &row), OK);
	assert_false(row);
}

static void a_reader_cannot_write(void **state)
{
	struct toy_store *t = *state;

	if (db_dialect(t->db) == DB_SQLITE)
		assert_int_equal(toy_add(t->db, 1, "x", 0), ERR_DB);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		ON_BOTH(values_come_back_as_they_were_bound),
		ON_BOTH(null_and_empty_are_two_things),
		ON_BOTH(a_missing_row_is_not_found),
		ON_BOTH(a_second_key_is_a_duplicate),
		ON_BOTH(foreign_keys_checks_and_missing_values_are_conflicts),
		ON_BOTH(text_that_is_no_text_is_refused_by_the_step),
		ON_BOTH(text_with_a_nul_inside_is_refused),
		ON_BOTH(changed_rows_are_counted_and_a_statement_can_run_again),
		ON_BOTH(rows_come_in_order_and_end),
		ON_BOTH(a_reader_cannot_write),
	};

	return _cmocka_run_group_tests("stmt", tests, toy_without_pg(tests, COUNTOF(tests)), NULL,
				       NULL);
}
