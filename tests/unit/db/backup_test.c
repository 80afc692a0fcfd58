/* SPDX-License-Identifier: Apache-2.0 */
/* Backups, restoring, and the search for damage. */
#include "toy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/integrity.h"

static const char *in(struct toy_store *t, const char *name)
{
	static char path[2][120];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", t->dir, name);
	return path[turn];
}

static int open_migrated(void **state)
{
	struct toy_store *t;

	if (toy_open_sqlite(state))
		return -1;
	t = *state;
	return db_migrate(t->pool, NULL) || toy_write(t->db, 1) ? -1 : 0;
}

static int close_with_copies(void **state)
{
	struct toy_store *t = *state;

	(void)unlink(in(t, "copy")); /* some tests make them */
	(void)unlink(in(t, "new"));
	return toy_close(state);
}

static int64_t rows_of(const char *path)
{
	struct db_options options = { .read_only = true };
	char url[200];
	struct db_pool *pool;
	struct db *db;
	int64_t n;

	snprintf(url, sizeof(url), "sqlite:%s", path);
	options.url = url;
	assert_int_equal(db_pool_open(&options, &pool), OK);
	assert_int_equal(db_open(pool, &db), OK);
	n = toy_count(db);
	db_close(db);
	db_pool_close(pool);
	return n;
}

static void a_backup_holds_what_was_committed(void **state)
{
	struct toy_store *t = *state;
	struct stat st;

	assert_int_equal(db_backup(t->db, in(t, "copy")), OK);
	assert_int_equal(toy_write(t->db, 2), OK);
	assert_int_equal(rows_of(in(t, "copy")), 1);
	assert_int_equal(stat(in(t, "copy"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(access(in(t, "copy-wal"), F_OK), -1);
}

static void a_backup_overwrites_nothing(void **state)
{
	struct toy_store *t = *state;

	assert_int_equal(db_backup(t->db, in(t, "copy")), OK);
	assert_int_equal(db_backup(t->db, in(t, "copy")), ERR_DUPLICATE);
	assert_int_equal(db_backup(t->db, in(t, "no/such/folder")), ERR_IO);
}

static void a_restored_store_is_the_backup(void **state)
{
	struct toy_store *t = *state;
	char url[200];

	assert_int_equal(db_backup(t->db, in(t, "copy")), OK);
	snprintf(url, sizeof(url), "sqlite:%s", in(t, "new"));
	assert_int_equal(db_restore(in(t, "copy"), url), OK);
	assert_int_equal(rows_of(in(t, "new")), 1);
	assert_int_equal(db_restore(in(t, "copy"), url), ERR_DUPLICATE);
	assert_int_equal(db_restore(in(t, "none"), url), ERR_NOT_FOUND);
}

/* Overwrites the bytes of the file from its second page on. */
static void damage(const char *path)
{
	static const char junk[4096] = "junk";
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct stat st;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (off_t at = 4096; at < st.st_size; at += 4096)
		assert_int_equal(pwrite(fd, junk, sizeof(junk), at), sizeof(junk));
	close(fd);
}

static void a_damaged_backup_is_refused_and_nothing_is_made(void **state)
{
	struct toy_store *t = *state;
	char url[200];

	assert_int_equal(db_backup(t->db, in(t, "copy")), OK);
	damage(in(t, "copy"));
	snprintf(url, sizeof(url), "sqlite:%s", in(t, "new"));
	assert_int_equal(db_restore(in(t, "copy"), url), ERR_CONFLICT);
	assert_int_equal(access(in(t, "new"), F_OK), -1);
}

static void a_file_that_is_no_store_is_refused(void **state)
{
	struct toy_store *t = *state;
	char url[200];
	int fd = open(in(t, "copy"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, "hello", 5), 5);
	close(fd);
	snprintf(url, sizeof(url), "sqlite:%s", in(t, "new"));
	assert_int_equal(db_restore(in(t, "copy"), url), ERR_CONFLICT);
}

static void count_lines(void *arg, const char *text)
{
	assert_true(strlen(text) > 10);
	++*(int *)arg;
}

static void a_whole_store_has_no_faults(void **state)
{
	struct toy_store *t = *state;
	int64_t faults = -1;
	int lines = 0;

	assert_int_equal(db_integrity(t->db, count_lines, &lines, &faults), OK);
	assert_int_equal(faults, 0);
	assert_int_equal(lines, 0);
}

static void a_row_that_points_to_nothing_is_found(void **state)
{
	struct toy_store *t = *state;
	int64_t faults = 0;
	int lines = 0;
	sqlite3 *raw; /* as another program could do it: foreign keys are off by default */

	assert_int_equal(sqlite3_open(t->url + strlen("sqlite:"), &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, "INSERT INTO toy (id, name, kind) VALUES (70, 'x', 71)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(raw);
	assert_int_equal(db_integrity(t->db, count_lines, &lines, &faults), OK);
	assert_int_equal(faults, 1);
	assert_int_equal(lines, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_backup_holds_what_was_committed, open_migrated,
						close_with_copies),
		cmocka_unit_test_setup_teardown(a_backup_overwrites_nothing, open_migrated,
						close_with_copies),
		cmocka_unit_test_setup_teardown(a_restored_store_is_the_backup, open_migrated,
						close_with_copies),
		cmocka_unit_test_setup_teardown(a_damaged_backup_is_refused_and_nothing_is_made,
						open_migrated, close_with_copies),
		cmocka_unit_test_setup_teardown(a_file_that_is_no_store_is_refused, open_migrated,
						close_with_copies),
		cmocka_unit_test_setup_teardown(a_whole_store_has_no_faults, open_migrated,
						close_with_copies),
		cmocka_unit_test_setup_teardown(a_row_that_points_to_nothing_is_found,
						open_migrated, close_with_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
