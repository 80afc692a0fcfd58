/* SPDX-License-Identifier: Apache-2.0 */
/* Truth and what is derived from it, on both databases. */
#include "fixture.h"

#define ID_NUMBER "319817200103096913"

static struct directory_organisation organisation(struct fixture *f, int64_t id)
{
	struct directory_organisation ret = { 0 };

	assert_int_equal(directory_organisation_get(f->db, &f->a, id, &ret), OK);
	return ret;
}

static void a_founded_tree_has_paths_depths_and_one_school(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_organisation a1 = organisation(f, f->a1);
	char path[100];

	snprintf(path, sizeof(path), "/%lld/%lld/%lld/", (long long)f->school,
		 (long long)f->college_a, (long long)f->a1);
	assert_string_equal(a1.path, path);
	assert_int_equal(a1.depth, 2);
	assert_int_equal(a1.school_id, f->school);
	assert_int_equal(organisation(f, f->school).school_id, f->school);
	assert_int_equal(fixture_differences(f), 0);
}

static void a_code_is_given_once(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_organisation_event again = { .kind = "founded",
						      .code = "A1",
						      .name = "x",
						      .organisation_kind = "branch",
						      .parent_id = f->school,
						      .happened_on = "2020-01-01" };

	assert_int_equal(fixture_event(f, again), ERR_DUPLICATE);
}

static void bad_events_are_input_faults(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_organisation_event bad[] = {
		{ .organisation_id = f->a1, .kind = "renamed", .happened_on = "2020-01-01" },
		{ .organisation_id = f->a1,
		  .kind = "renamed",
		  .name = "x",
		  .happened_on = "2026-11-24" },
		{ .organisation_id = f->a1,
		  .kind = "renamed",
		  .name = "x",
		  .happened_on = "2020-02-30" },
		{ .organisation_id = f->a1,
		  .kind = "changed_kind",
		  .organisation_kind = "club",
		  .happened_on = "2020-01-01" },
		{ .organisation_id = f->a1, .kind = "moved", .happened_on = "2020-01-01" },
		{ .organisation_id = f->a1, .kind = "merged", .happened_on = "2020-01-01" },
		{ .organisation_id = f->a1, .kind = "painted", .happened_on = "2020-01-01" },
	};
	size_t i;

	for (i = 0; i < COUNTOF(bad); i++)
		assert_int_equal(fixture_event(f, bad[i]), ERR_INPUT);
	assert_string_equal(organisation(f, f->a1).name, "A1");
}

static void an_event_before_the_founding_is_a_conflict(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_organisation_event early = { .organisation_id = f->a1,
						      .kind = "renamed",
						      .name = "x",
						      .happened_on = "2004-12-31" };

	assert_int_equal(fixture_event(f, early), ERR_CONFLICT);
	assert_int_equal(fixture_differences(f), 0);
}

static void a_moved_college_takes_its_people_along(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t person = fixture_person(f, "张三", f->a1);
	struct directory_organisation_event move = { .organisation_id = f->college_a,
						     .kind = "moved",
						     .parent_id = f->college_b,
						     .happened_on = "2026-01-01" };

	assert_int_equal(fixture_stage(f, person, "full", "2020-05-04"), OK);
	assert_int_equal(fixture_count(f, f->college_b, "full"), 0);
	assert_int_equal(fixture_event(f, move), OK);
	assert_int_equal(fixture_count(f, f->college_b, "full"), 1);
	assert_int_equal(fixture_count(f, f->school, "full"), 1);
	assert_int_equal(organisation(f, f->a1).depth, 3);
	assert_int_equal(fixture_differences(f), 0);
}

static void nothing_is_moved_below_itself_or_a_closed_one(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_organisation_event below = { .organisation_id = f->college_a,
						      .kind = "moved",
						      .parent_id = f->a1,
						      .happened_on = "2026-01-01" };
	struct directory_organisation_event close = { .organisation_id = f->b1,
						      .kind = "closed",
						      .happened_on = "2026-01-01" };

	assert_int_equal(fixture_event(f, below), ERR_CONFLICT);
	assert_int_equal(fixture_event(f, close), OK);
	below.parent_id = f->b1;
	assert_int_equal(fixture_event(f, below), ERR_CONFLICT);
	assert_int_equal(fixture_differences(f), 0);
}

static void closing_with_people_needs_a_successor(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t person = fixture_person(f, "张三", f->a1);
	struct directory_organisation_event close = { .organisation_id = f->a1,
						      .kind = "closed",
						      .happened_on = "2026-01-01" };

	assert_int_equal(fixture_event(f, close), ERR_CONFLICT);
	close.successor_id = f->a2;
	assert_int_equal(fixture_event(f, close), OK);
	assert_int_equal(fixture_state(f, person).branch_id, f->a2);
	assert_string_equal(organisation(f, f->a1).closed_on, "2026-01-01");
	assert_int_equal(fixture_count(f, f->a1, "none"), 0);
	assert_int_equal(fixture_count(f, f->a2, "none"), 1);
	assert_int_equal(fixture_differences(f), 0);
}

static void a_merged_college_gives_its_branches_to_the_successor(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t person = fixture_person(f, "张三", f->b1);
	struct directory_organisation_event merge = { .organisation_id = f->college_b,
						      .kind = "merged",
						      .successor_id = f->college_a,
						      .happened_on = "2026-01-01" };

	assert_int_equal(fixture_event(f, merge), OK);
	assert_int_equal(organisation(f, f->b1).parent_id, f->college_a);
	assert_int_equal(fixture_state(f, person).branch_id, f->b1);
	assert_int_equal(fixture_count(f, f->college_a, "none"), 1);
	assert_int_equal(fixture_count(f, f->college_b, "none"), 0);
	assert_int_equal(fixture_differences(f), 0);
}

static void a_new_person_without_branch_stands_where_recorded(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "张三", 0);
	struct directory_person_state now = fixture_state(f, id);

	assert_int_equal(now.branch_id, 0);
	assert_int_equal(now.scope_id, f->school);
	assert_false(now.gone);
	assert_null(now.stage);
	assert_int_equal(fixture_count(f, f->school, "none"), 1);
	assert_int_equal(fixture_differences(f), 0);
}

static void stages_move_the_counts_of_all_above(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "李四", f->a1);

	assert_int_equal(fixture_stage(f, id, "applicant", "2024-10"), OK);
	assert_int_equal(fixture_count(f, f->a1, "applicant"), 1);
	assert_int_equal(fixture_stage(f, id, "activist", "2025-04-01"), OK);
	assert_int_equal(fixture_count(f, f->a1, "applicant"), 0);
	assert_int_equal(fixture_count(f, f->school, "activist"), 1);
	assert_string_equal(fixture_state(f, id).applied_on, "2024-10");
	assert_int_equal(fixture_differences(f), 0);
}

struct stage_job {
	struct directory_stage in;
	int64_t id;
};

static enum err add_and_tell_tx(struct db *db, void *arg)
{
	struct stage_job *job = arg;

	return directory_stage_add(db, &job->in, &job->id);
}

static enum err void_tx(struct db *db, void *arg)
{
	return directory_stage_void(db, *(int64_t *)arg, 0);
}

static void a_voided_stage_counts_no_more(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct stage_job job = { .in = { .stage = "full", .happened_on = "2024-10-01" } };

	job.in.person_id = fixture_person(f, "李四", f->a1);
	assert_int_equal(fixture_try(f, add_and_tell_tx, &job), OK);
	assert_int_equal(fixture_count(f, f->a1, "full"), 1);
	assert_int_equal(fixture_try(f, void_tx, &job.id), OK);
	assert_int_equal(fixture_count(f, f->a1, "full"), 0);
	assert_int_equal(fixture_try(f, void_tx, &job.id), ERR_NOT_FOUND);
	assert_null(fixture_state(f, job.in.person_id).stage);
	assert_int_equal(fixture_differences(f), 0);
}

static void leaving_ends_the_affiliation_and_keeps_the_person_findable(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "王五", f->a1), *found;
	struct directory_person_state now;
	size_t n;

	assert_int_equal(fixture_stage(f, id, "transferred_out", "2026-07-01"), OK);
	now = fixture_state(f, id);
	assert_true(now.gone);
	assert_int_equal(now.branch_id, 0);
	assert_int_equal(now.scope_id, f->a1);
	assert_int_equal(fixture_count(f, f->a1, "none"), 0);
	assert_int_equal(fixture_count(f, f->a1, "transferred_out"), 1);
	assert_int_equal(directory_person_named(f->db, &f->a, "王五", f->college_a, 5, &found, &n),
			 OK);
	assert_int_equal(n, 1);
	assert_int_equal(fixture_differences(f), 0);
}

static void who_comes_back_counts_again(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "王五", f->a1);

	assert_int_equal(fixture_stage(f, id, "left", "2026-03-01"), OK);
	assert_int_equal(fixture_affiliate(f, id, f->b1, "2026-02-01"), ERR_CONFLICT);
	assert_int_equal(fixture_affiliate(f, id, f->b1, "2026-09-01"), OK);
	assert_false(fixture_state(f, id).gone);
	assert_int_equal(fixture_count(f, f->b1, "none"), 1);
	assert_int_equal(fixture_count(f, f->a1, "left"), 0);
	assert_int_equal(fixture_differences(f), 0);
}

static void affiliations_do_not_overlap_and_go_to_branches_only(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "赵六", f->a1);

	assert_int_equal(fixture_affiliate(f, id, f->a2, "2024-08-31"), ERR_CONFLICT);
	assert_int_equal(fixture_affiliate(f, id, f->college_a, "2025-01-01"), ERR_CONFLICT);
	assert_int_equal(fixture_affiliate(f, id, f->a2, "2026-12-01"), ERR_INPUT);
	assert_int_equal(fixture_affiliate(f, id, f->a1, "2025-01-01"), OK);
	assert_int_equal(fixture_affiliate(f, id, f->a2, "2025-01-01"), OK);
	assert_int_equal(fixture_state(f, id).branch_id, f->a2);
	assert_int_equal(fixture_differences(f), 0);
}

static void numbers_belong_to_one_person(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_person person = { .name = "张三",
					   .recorded_in = f->a1,
					   .id_number = ID_NUMBER,
					   .student_no = "2023001" };

	assert_int_equal(fixture_person_put(f, person, NULL), OK);
	assert_int_equal(fixture_person_put(f, person, NULL), ERR_DUPLICATE);
	person.id_number = NULL;
	assert_int_equal(fixture_person_put(f, person, NULL), ERR_DUPLICATE);
	person.student_no = "2023002";
	assert_int_equal(fixture_person_put(f, person, NULL), OK);
	person.id_number = "319817200103096914";
	assert_int_equal(fixture_person_put(f, person, NULL), ERR_INPUT);
}

static void people_are_found_by_number_never_by_name(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_person person = { .name = "张三",
					   .recorded_in = f->a1,
					   .id_number = ID_NUMBER,
					   .student_no = "2023001",
					   .staff_no = "T9" };
	struct directory_identity by[] = {
		{ .school_id = f->b1, .id_number = ID_NUMBER, .keys = f->keys },
		{ .school_id = f->school, .student_no = "2023001" },
		{ .school_id = f->a1, .staff_no = "T9" },
	};
	struct directory_identity nobody = { .school_id = f->a1, .staff_no = "2023001" };
	int64_t id, found;
	size_t i;

	assert_int_equal(fixture_person_put(f, person, &id), OK);
	for (i = 0; i < COUNTOF(by); i++) {
		found = 0;
		assert_int_equal(directory_person_find(f->db, &by[i], &found), OK);
		assert_int_equal(found, id);
	}
	assert_int_equal(directory_person_find(f->db, &nobody, &found), OK);
	assert_int_equal(found, 0);
}

static void a_stale_version_changes_nothing(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_person person = { .name = "张三", .recorded_in = f->a1 };

	assert_int_equal(fixture_person_put(f, person, &person.id), OK);
	person.version = 1;
	person.name = "张四";
	assert_int_equal(fixture_person_put(f, person, NULL), OK);
	person.name = "张五";
	assert_int_equal(fixture_person_put(f, person, NULL), ERR_STALE);
	assert_string_equal(fixture_state(f, person.id).name, "张四");
	assert_int_equal(fixture_differences(f), 0);
}

static void a_new_name_is_a_new_place_and_new_words(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct directory_person person = { .name = "张三", .recorded_in = f->a1 };
	int64_t *found;
	size_t n;

	assert_int_equal(fixture_person_put(f, person, &person.id), OK);
	person.name = "安然";
	assert_int_equal(fixture_person_put(f, person, NULL), OK);
	assert_int_equal(directory_person_named(f->db, &f->a, "张三", f->school, 5, &found, &n),
			 OK);
	assert_int_equal(n, 0);
	assert_int_equal(directory_person_named(f->db, &f->a, "安然", f->school, 5, &found, &n),
			 OK);
	assert_int_equal(n, 1);
	assert_int_equal(fixture_differences(f), 0);
}

static void stage_and_branch_of_a_past_day(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "张三", f->a1), branch;
	const char *stage;

	assert_int_equal(fixture_stage(f, id, "probationary", "2025-05-04"), OK);
	assert_int_equal(fixture_stage(f, id, "full", "2026-05-04"), OK);
	assert_int_equal(fixture_affiliate(f, id, f->a2, "2026-01-01"), OK);
	assert_int_equal(directory_stage_at(f->db, &f->a, id, "2025-12-31", &stage, &branch), OK);
	assert_string_equal(stage, "probationary");
	assert_int_equal(branch, f->a1);
	assert_int_equal(directory_stage_at(f->db, &f->a, id, "2026-05-04", &stage, &branch), OK);
	assert_string_equal(stage, "full");
	assert_int_equal(branch, f->a2);
	assert_int_equal(directory_stage_at(f->db, &f->a, id, "2020-01-01", &stage, &branch), OK);
	assert_null(stage);
	assert_int_equal(branch, 0);
}

struct batch {
	struct fixture *f;
	int64_t person_id, batch_id;
};

static enum err batch_tx(struct db *db, void *arg)
{
	struct batch *job = arg;
	struct directory_affiliation in = { .person_id = job->person_id,
					    .organisation_id = job->f->a2,
					    .from_on = "2026-02-01",
					    .batch_id = job->batch_id };
	struct directory_stage stage = { .person_id = job->person_id,
					 .stage = "full",
					 .happened_on = "2026-02-01",
					 .batch_id = job->batch_id };
	int64_t id;
	enum err e = directory_affiliate(db, &in, &id);

	return e ? e : directory_stage_add(db, &stage, NULL);
}

static enum err undo_tx(struct db *db, void *arg)
{
	struct batch *job = arg;

	return directory_batch_undo(db, &job->f->a, job->batch_id);
}

static void an_undone_batch_leaves_what_was_before(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	struct batch job = { f, fixture_person(f, "张三", f->a1), 7 };
	struct directory_person_state now;

	assert_int_equal(fixture_try(f, batch_tx, &job), OK);
	assert_int_equal(fixture_state(f, job.person_id).branch_id, f->a2);
	assert_int_equal(fixture_try(f, undo_tx, &job), OK);
	now = fixture_state(f, job.person_id);
	assert_int_equal(now.branch_id, f->a1);
	assert_null(now.stage);
	assert_int_equal(fixture_differences(f), 0);
}

static enum err remove_tx(struct db *db, void *arg)
{
	return directory_person_remove(db, *(int64_t *)arg);
}

static void a_removed_person_leaves_no_derived_row(void **state)
{
	struct fixture *f = fixture_or_skip(state);
	int64_t id = fixture_person(f, "张三", f->a1);

	assert_int_equal(fixture_stage(f, id, "full", "2024-10-01"), OK);
	assert_int_equal(fixture_try(f, remove_tx, &id), OK);
	assert_int_equal(fixture_count(f, f->school, "full"), 0);
	assert_int_equal(fixture_differences(f), 0);
}

static enum err unfound_tx(struct db *db, void *arg)
{
	return directory_organisation_unfound(db, *(int64_t *)arg);
}

static void only_an_empty_founding_is_taken_back(void **state)
{
	struct fixture *f = fixture_or_skip(state);

	(void)fixture_person(f, "张三", f->a1);
	assert_int_equal(fixture_try(f, unfound_tx, &f->a1), ERR_CONFLICT);
	assert_int_equal(fixture_try(f, unfound_tx, &f->b1), OK);
	assert_int_equal(fixture_differences(f), 0);
}

/* Many random steps, some of which are refused: the derived rows stay those of the replay. */
static void derived_rows_equal_the_replay_after_random_steps(void **state)
{
	static const char *const names[] = { "张三", "单于飞", "欧阳修", "吕布", "王晟" };
	static const char *const stages[] = { "applicant", "activist",        "candidate",
					      "full",      "transferred_out", "withdrawn" };
	struct fixture *f = fixture_or_skip(state);
	int64_t branches[3] = { f->a1, f->a2, f->b1 }, people[8];
	unsigned seed = 42, i;
	char day[DATE_SIZE];

	for (i = 0; i < COUNTOF(people); i++)
		people[i] = fixture_person(f, names[i % COUNTOF(names)], branches[i % 3]);
	for (i = 0; i < 120; i++) {
		int64_t who = people[(unsigned)rand_r(&seed) % COUNTOF(people)];
		int64_t where = branches[(unsigned)rand_r(&seed) % 3];
		int what = rand_r(&seed) % 8;

		date_format(20000 + (int32_t)i * 4, day);
		if (what < 3)
			(void)!fixture_affiliate(f, who, where, day);
		else if (what < 6)
			(void)!fixture_stage(
				f, who, stages[(unsigned)rand_r(&seed) % COUNTOF(stages)], day);
		else if (what == 6)
			(void)!fixture_event(
				f, (struct directory_organisation_event){
					   .organisation_id = where,
					   .kind = "moved",
					   .parent_id = i % 2 ? f->college_a : f->college_b,
					   .happened_on = day });
		else
			(void)!fixture_affiliate(f, who, 0, day);
	}
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
		BOTH(a_founded_tree_has_paths_depths_and_one_school),
		BOTH(a_code_is_given_once),
		BOTH(bad_events_are_input_faults),
		BOTH(an_event_before_the_founding_is_a_conflict),
		BOTH(a_moved_college_takes_its_people_along),
		BOTH(nothing_is_moved_below_itself_or_a_closed_one),
		BOTH(closing_with_people_needs_a_successor),
		BOTH(a_merged_college_gives_its_branches_to_the_successor),
		BOTH(a_new_person_without_branch_stands_where_recorded),
		BOTH(stages_move_the_counts_of_all_above),
		BOTH(a_voided_stage_counts_no_more),
		BOTH(leaving_ends_the_affiliation_and_keeps_the_person_findable),
		BOTH(who_comes_back_counts_again),
		BOTH(affiliations_do_not_overlap_and_go_to_branches_only),
		BOTH(numbers_belong_to_one_person),
		BOTH(people_are_found_by_number_never_by_name),
		BOTH(a_stale_version_changes_nothing),
		BOTH(a_new_name_is_a_new_place_and_new_words),
		BOTH(stage_and_branch_of_a_past_day),
		BOTH(an_undone_batch_leaves_what_was_before),
		BOTH(a_removed_person_leaves_no_derived_row),
		BOTH(only_an_empty_founding_is_taken_back),
		BOTH(derived_rows_equal_the_replay_after_random_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
