/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The closed list: every statement of every .sql file fits the schema on both databases, gives the
 * columns that its -- cols: line promises, and reads no large table from end to end unless a
 * -- scan: line says why.
 */
#include "toy.h"

/* Tables that grow with people and years. A new one is added here. */
static const char *const large_tables[] = {
	"person",       "affiliation",   "stage_event",  "person_state",     "person_key",
	"step_record",  "case_duty",     "audit",        "development_case", "session",
	"scope_person", "import_change", "class_member", "case_transfer",    "post",
	"account",      "throttle",      "audit_seal",   "export_record",    "account_identity",
};

static int open_migrated(void **state, int (*open)(void **))
{
	struct toy_store *t;

	if (open(state))
		return -1;
	t = *state;
	return db_migrate(t->pool, NULL) ? -1 : 0;
}

static int open_sqlite(void **state)
{
	return open_migrated(state, toy_open_sqlite);
}

static int open_pg(void **state)
{
	return getenv("JISHI_TEST_PG_URL") ? open_migrated(state, toy_open_pg) : 0;
}

static int close_migrated(void **state)
{
	return *state ? toy_close(state) : 0;
}

static bool same_columns(const struct sql_statement *sql, struct stmt *q)
{
	const char *want = sql->cols ? sql->cols : "";
	bool same = stmt_columns(q) == sql->columns;

	for (int i = 0; same && i < sql->columns; i++) {
		const char *name = stmt_column_name(q, i);
		size_t len = strcspn(want, ",");

		same = strlen(name) == len && strncmp(name, want, len) == 0;
		if (!same)
			printf("%s: %s: column %d is %s, not %.*s\n", sql->file, sql->name, i, name,
			       (int)len, want);
		want += len + (want[len] == ',');
	}
	return same;
}

static void every_statement_fits_the_schema_and_names_its_columns(void **state)
{
	struct toy_store *t = *state;
	int wrong = 0;

	if (!t) {
		printf("skipped: no PostgreSQL\n");
		skip();
	}
	for (int i = 0; i < sql_statement_count; i++) {
		CLEANUP(stmt_done) struct stmt *q = NULL;
		const struct sql_statement *sql = &sql_statements[i];

		if (db_stmt(t->db, (enum sql)i, &q)) {
			printf("%s: %s\n", sql->file, db_error_text(t->db));
			wrong++;
		} else if (sql->cols && !same_columns(sql, q)) {
			printf("%s: %s gives %d columns, its cols line has %d\n", sql->file,
			       sql->name, stmt_columns(q), sql->columns);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static bool is_word_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Does the text call this table by this name: "person p" or "person AS p"? */
static bool is_alias_of(const char *text, const char *table, const char *name)
{
	size_t len = strlen(table), name_len = strlen(name);

	for (const char *at = strstr(text, table); at; at = strstr(at + 1, table)) {
		const char *next = at + len;

		if ((at > text && is_word_char(at[-1])) || *next != ' ')
			continue;
		next++;
		if (strncmp(next, "AS ", 3) == 0)
			next += 3;
		if (strncmp(next, name, name_len) == 0 && !is_word_char(next[name_len]))
			return true;
	}
	return false;
}

/* detail: a line of EXPLAIN QUERY PLAN. The large table that it reads whole, or NULL. */
static const char *scanned(const char *text, const char *detail)
{
	char name[80];

	if (sscanf(detail, "SCAN %79s", name) != 1)
		return NULL;
	for (size_t i = 0; i < COUNTOF(large_tables); i++) {
		if (strcmp(name, large_tables[i]) == 0 || is_alias_of(text, large_tables[i], name))
			return large_tables[i];
	}
	return NULL;
}

/* A scan through a partial index reads only the rows that the index was made for. */
static bool by_partial_index(struct db *db, const char *detail)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	static const struct sql_statement find = {
		.name = "index",
		.params = 1,
		.text = { "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1 AND sql LIKE '% WHERE %'" }
	};
	const char *name = strstr(detail, " INDEX ");

	if (!name)
		return false;
	assert_int_equal(db_stmt_once(db, &find, &q), OK);
	name += strlen(" INDEX ");
	bind_strn(q, 1, name, strcspn(name, " "));
	return step_one(q) == OK;
}

static int unexplained_scans(struct db *db, const struct sql_statement *sql)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct arena a;
	struct sql_statement plan = { .name = sql->name };
	bool row = true;
	int found = 0;

	if (strncmp(sql->text[DB_SQLITE], "PRAGMA", 6) == 0)
		return 0;
	arena_init(&a);
	plan.text[DB_SQLITE] = arena_printf(&a, "EXPLAIN QUERY PLAN %s", sql->text[DB_SQLITE]);
	assert_int_equal(db_stmt_once(db, &plan, &q), OK);
	for (;;) {
		const char *table;

		assert_int_equal(step_row(q, &row), OK);
		if (!row)
			break;
		table = scanned(sql->text[DB_SQLITE], col_str(q, 3));
		if (table && by_partial_index(db, col_str(q, 3)))
			table = NULL;
		if (table)
			printf("%s: %s reads all of %s (%s)\n", sql->file, sql->name, table,
			       col_str(q, 3));
		found += table != NULL;
	}
	arena_release(&a);
	return found;
}

static void no_statement_reads_a_whole_large_table_without_a_reason(void **state)
{
	struct toy_store *t = *state;
	int wrong = 0;

	for (int i = 0; i < sql_statement_count; i++) {
		if (!sql_statements[i].scan)
			wrong += unexplained_scans(t->db, &sql_statements[i]);
	}
	assert_int_equal(wrong, 0);
}

static void a_whole_scan_is_noticed_under_an_alias_too(void **state)
{
	static const struct sql_statement scan = {
		.name = "a", .file = "-", .text = { "SELECT p.id FROM person p WHERE p.job = ?1" }
	};
	static const struct sql_statement search = {
		.name = "b", .file = "-", .text = { "SELECT p.id FROM person AS p WHERE p.id = ?1" }
	};
	struct toy_store *t = *state;

	assert_int_equal(unexplained_scans(t->db, &scan), 1);
	assert_int_equal(unexplained_scans(t->db, &search), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_statement_fits_the_schema_and_names_its_columns, open_sqlite,
			close_migrated),
		{ "the same on PostgreSQL", every_statement_fits_the_schema_and_names_its_columns,
		  open_pg, close_migrated, NULL },
		cmocka_unit_test_setup_teardown(
			no_statement_reads_a_whole_large_table_without_a_reason, open_sqlite,
			close_migrated),
		cmocka_unit_test_setup_teardown(a_whole_scan_is_noticed_under_an_alias_too,
						open_sqlite, close_migrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
