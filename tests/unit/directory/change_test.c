/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reorganisation of 2006 (S003-01), derived rows that fail half way, and a rebuild that mends
 * what was spoilt.
 */
#include "fixture.h"

#include "db/db_impl.h"
#include "directory/rebuild.h"

static struct organisation_side side_at(struct fixture *f, int64_t root_id, const char *day)
{
	struct directory_organisation root;
	struct organisation_side side = { 0 };

	assert_int_equal(directory_organisation_get(f->db, &f->a, root_id, &root), OK);
	assert_int_equal(organisation_side_at(f->db, &f->a, &root, day, &side), OK);
	return side;
}

static void end_one(struct fixture *f, int64_t id, int64_t successor_id)
{
	struct directory_organisation_event event = { .organisation_id = id,
						      .kind = "merged",
						      .happened_on = "2006-03-10",
						      .successor_id = successor_id,
						      .decision = "校党字〔2006〕1号",
						      .decided_on = "2006-03-01" };

	assert_int_equal(fixture_event(f, event), OK);
}

/* 27 general and direct branches with 48 branches become 24 with 61. */
static void the_reorganisation_shows_minus_3_plus_13_and_75_to_85_S003_01(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t root = fixture_found(f, "R", "school_party_committee", 0, "1950-01-01");
	int64_t upper[27], i;
	struct organisation_side before, after, change;
	char code[20];

	for (i = 0; i < 27; i++) {
		snprintf(code, sizeof(code), "U%d", (int)i);
		upper[i] = fixture_found(f, code, i < 20 ? "general_branch" : "direct_branch", root,
					 "2000-01-01");
	}
	for (i = 0; i < 48; i++) {
		snprintf(code, sizeof(code), "OLD%d", (int)i);
		(void)fixture_found(f, code, "branch", upper[i % 20], "2001-01-01");
	}
	for (i = 24; i < 27; i++)
		end_one(f, upper[i], upper[0]);
	for (i = 0; i < 13; i++) {
		snprintf(code, sizeof(code), "NEW%d", (int)i);
		(void)fixture_found(f, code, "branch", upper[i], "2006-03-10");
	}
	before = side_at(f, root, "2006-03-09");
	after = side_at(f, root, "2006-03-10");
	change = organisation_side_subtract(&f->a, &before, &after);
	assert_int_equal(before.upper, 27);
	assert_int_equal(before.branches, 48);
	assert_int_equal(before.total, 75);
	assert_int_equal(after.upper, 24);
	assert_int_equal(after.branches, 61);
	assert_int_equal(after.total, 85);
	assert_int_equal(change.upper, -3);
	assert_int_equal(change.branches, 13);
	assert_int_equal(fixture_differences(f), 0);
}

/* Each failing database call leaves everything as it was. */
static void a_step_that_fails_half_way_leaves_nothing(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t person = fixture_person(f, "张三", f->a1), n;
	struct directory_organisation_event merge = { .organisation_id = f->a1,
						      .kind = "merged",
						      .successor_id = f->a2,
						      .happened_on = "2026-01-01" };
	enum err e = ERR_DB;

	for (n = 1; e && n < 200; n++) {
		db_fault_after(n);
		e = fixture_event(f, merge);
		db_fault_after(0);
		if (!e)
			break;
		assert_int_equal(e, ERR_DB);
		assert_int_equal(fixture_state(f, person).branch_id, f->a1);
	}
	assert_int_equal(e, OK);
	assert_true(n > 10);
	assert_int_equal(fixture_state(f, person).branch_id, f->a2);
	assert_int_equal(fixture_differences(f), 0);
}

static enum err spoil_tx(struct db *db, void *arg)
{
	return db_script(db, arg);
}

static enum err rebuild_tx(struct db *db, void *arg)
{
	return rebuild_all(db, arg);
}

static void what_is_spoilt_is_noticed_and_mended(void **state)
{
	static const char *const spoilings[] = {
		"DELETE FROM person_state WHERE person_id IN (SELECT min(person_id) FROM person_state)",
		"UPDATE person_state SET stage = 'full'",
		"DELETE FROM scope_person",
		"UPDATE scope_person SET stage = 'full'",
		"INSERT INTO person_key (word, person_id) SELECT 'zzz', min(id) FROM person",
		"DELETE FROM person_key",
		"UPDATE scope_count SET n = n + 1",
		"UPDATE organisation SET name = 'x', depth = 9",
		"UPDATE organisation SET path = '/9/'",
		"DELETE FROM organisation_span",
		"UPDATE organisation_span SET until_on = '2020-01-01'",
	};
	struct fixture *f = fixture_or_skip(state);
	struct rebuild_report report;
	size_t i;

	(void)fixture_person(f, "张三", f->a1);
	(void)fixture_person(f, "李四", f->b1);
	for (i = 0; i < COUNTOF(spoilings); i++) {
		assert_int_equal(fixture_try(f, spoil_tx, (void *)(uintptr_t)spoilings[i]), OK);
		assert_true(fixture_differences(f) > 0);
		assert_int_equal(fixture_try(f, rebuild_tx, &report), OK);
		assert_int_equal(report.people, 2);
		assert_int_equal(fixture_differences(f), 0);
	}
}

struct crowd {
	struct fixture *f;
	int n;
};

/* More people than one portion holds, derived at once. */
static enum err crowd_tx(struct db *db, void *arg)
{
	struct crowd *crowd = arg;
	struct directory_people later = { .a = &crowd->f->a };
	enum err e = OK;

	for (int i = 0; !e && i < crowd->n; i++) {
		char name[40];
		struct directory_person person = { .name = name,
						   .recorded_in = crowd->f->school,
						   .later = &later };
		struct directory_affiliation in = { .organisation_id =
							    i % 2 ? crowd->f->a1 : crowd->f->b1,
						    .from_on = "2025-09-01",
						    .later = &later };

		snprintf(name, sizeof(name), "张%d", i);
		e = directory_person_put(db, &person, &in.person_id);
		if (!e)
			e = directory_affiliate(db, &in, NULL);
	}
	return e ? e : directory_derive_people(db, &later);
}

static void many_people_at_once_are_derived_in_portions(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct crowd crowd = { f, 4500 };

	assert_int_equal(fixture_try(f, crowd_tx, &crowd), OK);
	assert_int_equal(fixture_count(f, f->school, "none"), 4500);
	assert_int_equal(fixture_count(f, f->a1, "none"), 2250);
	assert_int_equal(fixture_differences(f), 0);
}

#define BOTH(name)                                                                                 \
	cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close),                        \
	{                                                                                          \
#name " (PostgreSQL)", name, fixture_open_pg, fixture_close, NULL                  \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_reorganisation_shows_minus_3_plus_13_and_75_to_85_S003_01),
		BOTH(a_step_that_fails_half_way_leaves_nothing),
		BOTH(what_is_spoilt_is_noticed_and_mended),
		BOTH(many_people_at_once_are_derived_in_portions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
