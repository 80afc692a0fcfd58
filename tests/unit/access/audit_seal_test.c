/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "access/audit.h"

static enum err add_lines(struct db *db, void *arg)
{
	int n = *(int *)arg;
	enum err e = OK;

	for (int i = 0; i < n && e == OK; i++)
		e = audit_add(db, &command_line_user, "person.change", "person", 100 + i,
			      i % 2 ? "{\"n\":1}" : NULL);
	return e;
}

static void add(struct fixture *f, int n)
{
	assert_int_equal(db_write(f->db, "test", add_lines, &n), OK);
}

static int64_t seal_all(struct fixture *f)
{
	int64_t n = 1, sum = 0;

	while (n > 0) {
		assert_int_equal(audit_seal_batch(f->db, f->keys, &n), OK);
		sum += n;
	}
	return sum;
}

static enum err verify(struct fixture *f, int64_t *ret_bad)
{
	struct buf report;
	enum err e;

	buf_init(&report, 10000);
	*ret_bad = 0;
	e = audit_verify(f->db, f->keys, &report, ret_bad);
	assert_int_equal(e == OK, report.len == 0);
	buf_release(&report);
	return e;
}

static void assert_bad(struct fixture *f, int64_t want)
{
	int64_t bad;

	assert_int_equal(verify(f, &bad), ERR_CONFLICT);
	assert_int_equal(bad, want);
}

static void sealed_chain_is_whole(void **state)
{
	struct fixture *f = *state;
	int64_t bad;
	bool unsealed = true;

	assert_int_equal(verify(f, &bad), OK);
	add(f, 1203);
	assert_int_equal(audit_is_unsealed(f->db, &unsealed), OK);
	assert_true(unsealed);
	assert_int_equal(verify(f, &bad), OK);
	assert_int_equal(seal_all(f), 1203);
	assert_int_equal(audit_is_unsealed(f->db, &unsealed), OK);
	assert_false(unsealed);
	assert_int_equal(verify(f, &bad), OK);
	add(f, 2);
	assert_int_equal(seal_all(f), 2);
	assert_int_equal(verify(f, &bad), OK);
	assert_int_equal(fixture_number(f, "SELECT max(seal_no) FROM audit"), 1205);
}

static void any_changed_field_shows(void **state)
{
	static const char *const changes[] = {
		"school_id = 5",
		"at = at + 1",
		"account_id = 7",
		"person_id = 7",
		"action = 'person.ch'",
		"object_kind = 'persons'",
		"object_id = 7",
		"request_id = 'x'",
		"detail = '{}'",
		"detail = NULL",
		"seal = x'00'",
		"seal = x'00000000000000000000000000000000000000000000000000000000000000ff'",
	};
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	for (size_t i = 0; i < COUNTOF(changes); i++) {
		int64_t bad;

		fixture_sql(f,
			    "CREATE TABLE kept AS SELECT * FROM audit WHERE id = 4;"
			    "UPDATE audit SET %s WHERE id = 4;",
			    changes[i]);
		assert_int_equal(verify(f, &bad), ERR_CONFLICT);
		assert_int_equal(bad, 4);
		fixture_sql(f, "DELETE FROM audit WHERE id = 4;"
			       "INSERT INTO audit SELECT * FROM kept; DROP TABLE kept;");
		assert_int_equal(verify(f, &bad), OK);
	}
}

static void removed_line_shows(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "DELETE FROM audit WHERE id = 3");
	assert_bad(f, 4);
}

static void removed_line_shows_even_when_the_rest_is_renumbered(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "DELETE FROM audit WHERE id = 3;"
		       "UPDATE audit SET seal_no = seal_no - 1 WHERE id > 3;");
	assert_bad(f, 4);
}

static void removed_end_shows(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "DELETE FROM audit WHERE id > 4");
	assert_bad(f, 6);
}

static void end_made_unsealed_again_shows(void **state)
{
	struct fixture *f = *state;
	int64_t n;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "UPDATE audit SET detail = 'x', seal = NULL, seal_no = NULL WHERE id = 6");
	assert_bad(f, 6);
	/* The sealer goes on from the head, so the gap stays to be seen. */
	assert_int_equal(audit_seal_batch(f->db, f->keys, &n), OK);
	assert_bad(f, 6);
}

static void head_moved_back_with_the_end_shows(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "DELETE FROM audit WHERE id > 4;"
		       "UPDATE audit_head SET seal_no = 4,"
		       " seal = (SELECT seal FROM audit WHERE id = 4);");
	assert_bad(f, 4);
}

static void swapped_lines_show(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "UPDATE audit SET seal_no = 100 WHERE id = 2;"
		       "UPDATE audit SET seal_no = 2 WHERE id = 3;"
		       "UPDATE audit SET seal_no = 3 WHERE id = 2;");
	assert_bad(f, 3);
}

static void line_put_in_shows(void **state)
{
	struct fixture *f = *state;

	add(f, 6);
	seal_all(f);
	fixture_sql(f, "INSERT INTO audit (at, action, object_kind, seal_no, seal)"
		       " SELECT at, 'x.y', 'x', 7, seal FROM audit WHERE id = 6;");
	assert_bad(f, 7);
}

static void other_key_file_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct seal_keys *other = NULL;
	char path[128];
	int64_t n;

	assert_int_equal(audit_key_check(f->db, f->keys), OK);
	add(f, 1);
	seal_all(f);
	assert_int_equal(audit_key_check(f->db, f->keys), OK);
	snprintf(path, sizeof(path), "%s/other.key", f->folder);
	assert_int_equal(seal_keys_open(path, true, &other), OK);
	assert_int_equal(remove(path), 0);
	assert_int_equal(audit_key_check(f->db, other), ERR_CONFLICT);
	add(f, 1);
	assert_int_equal(audit_seal_batch(f->db, other, &n), ERR_CONFLICT);
	seal_keys_close(other);
	assert_int_equal(seal_all(f), 1);
}

static void failed_sealing_leaves_the_chain_as_it_was(void **state)
{
	struct fixture *f = *state;
	enum err e = ERR_DB;
	int64_t n = 0, bad;
	int at;

	add(f, 3);
	seal_all(f);
	add(f, 3);
	for (at = 1; e != OK && at < 200; at++) {
		db_fault_after(at);
		e = audit_seal_batch(f->db, f->keys, &n);
		db_fault_after(0);
		if (e == OK)
			break;
		assert_int_equal(e, ERR_DB);
		assert_int_equal(verify(f, &bad), OK);
		assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE seal IS NULL"),
				 3);
	}
	assert_true(at > 5 && at < 200);
	assert_int_equal(n, 3);
	assert_int_equal(verify(f, &bad), OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sealed_chain_is_whole),
		TEST(any_changed_field_shows),
		TEST(removed_line_shows),
		TEST(removed_line_shows_even_when_the_rest_is_renumbered),
		TEST(removed_end_shows),
		TEST(end_made_unsealed_again_shows),
		TEST(head_moved_back_with_the_end_shows),
		TEST(swapped_lines_show),
		TEST(line_put_in_shows),
		TEST(other_key_file_is_noticed),
		TEST(failed_sealing_leaves_the_chain_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
