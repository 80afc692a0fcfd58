/* SPDX-License-Identifier: Apache-2.0 */
/* What the directory's rows say of somebody who signed; what they do not say stays untold. */
#include "../test.h"

#include "dossier/dossier_impl.h"

static int32_t day(const char *text)
{
	int32_t d = DATE_NONE;

	assert_int_equal(date_parse(text, &d), OK);
	return d;
}

static void without_a_stage_nobody_is_said_not_to_be_a_member(void **state)
{
	struct prover_member m = { .id = "1" };
	struct arena a;

	(void)state;
	arena_init(&a);
	dossier_member_make(&a, NULL, 0, NULL, 0, DATE_NONE, &m);
	assert_int_equal(m.full_from, DATE_MIN);
	assert_int_equal(m.full_until, DATE_NONE);
	assert_false(m.posts_known);
	assert_string_equal(m.id, "1");
	arena_release(&a);
}

static void membership_runs_from_full_until_left(void **state)
{
	const struct dossier_past_stage stages[] = { { "probationary", "2019-05-01" },
						     { "full", "2020-05" },
						     { "transferred_out", "2022-07-01" },
						     { "left", "2023-01-31" } };
	struct prover_member m = { .id = "1" };
	struct arena a;

	(void)state;
	arena_init(&a);
	dossier_member_make(&a, NULL, 0, stages, 3, DATE_NONE, &m);
	assert_int_equal(m.full_from, day("2020-05-01")); /* known to the month: its first day */
	assert_int_equal(m.full_until, DATE_NONE);        /* a member elsewhere */
	dossier_member_make(&a, NULL, 0, stages, 4, DATE_NONE, &m);
	assert_int_equal(m.full_until, day("2023-01-31"));
	dossier_member_make(&a, NULL, 0, stages, 1, DATE_NONE, &m);
	assert_int_equal(m.full_from, DATE_NONE); /* not yet full */
	arena_release(&a);
}

static void a_post_ends_on_the_day_before_the_first_without_it(void **state)
{
	const struct dossier_past_post posts[] = {
		{ "branch_secretary", "2024-09-01", "2026-09-01" },
		{ "committee_secretary", "2026-09-01", NULL },
		{ "counsellor", "2020-09-01", NULL },
	};
	struct prover_member m = { .id = "1" };
	struct arena a;

	(void)state;
	arena_init(&a);
	dossier_member_make(&a, posts, 3, NULL, 0, day("2025-01-01"), &m);
	assert_true(m.posts_known);
	assert_int_equal(m.n_posts, 3);
	assert_int_equal(m.posts[0].role, PROVER_ROLE_secretary);
	assert_int_equal(m.posts[0].from, day("2024-09-01"));
	assert_int_equal(m.posts[0].until, day("2026-08-31"));
	assert_int_equal(m.posts[1].role, PROVER_ROLE_committee_member);
	assert_int_equal(m.posts[2].role, PROVER_ROLE_superior);
	assert_int_equal(m.posts[2].until, DATE_NONE);
	arena_release(&a);
}

static void a_signature_older_than_the_first_post_on_record_tells_nothing(void **state)
{
	const struct dossier_past_post posts[] = { { "organiser", "2024-09-01", NULL } };
	struct prover_member m = { .id = "1" };
	struct arena a;

	(void)state;
	arena_init(&a);
	dossier_member_make(&a, posts, 1, NULL, 0, day("2024-08-31"), &m);
	assert_false(m.posts_known);
	dossier_member_make(&a, posts, 1, NULL, 0, day("2024-09-01"), &m);
	assert_true(m.posts_known);
	dossier_member_make(&a, posts, 1, NULL, 0, DATE_NONE, &m);
	assert_false(m.posts_known);
	arena_release(&a);
}

static void more_posts_than_are_kept_are_not_all_told(void **state)
{
	struct dossier_past_post posts[PROVER_POSTS_MAX + 1];
	struct prover_member m = { .id = "1" };
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < COUNTOF(posts); i++)
		posts[i] = (struct dossier_past_post){ "organiser", "2020-01-01", "2020-02-01" };
	dossier_member_make(&a, posts, COUNTOF(posts), NULL, 0, day("2024-01-01"), &m);
	assert_int_equal(m.n_posts, PROVER_POSTS_MAX);
	assert_false(m.posts_known);
	arena_release(&a);
}

static void one_person_has_one_word(void **state)
{
	struct arena a;
	struct dossier_people all = { .a = &a };
	const char *by_name, *by_number;

	(void)state;
	arena_init(&a);
	by_name = dossier_person_add(&all, 0, "张三", false);
	assert_string_equal(by_name, DOSSIER_BY_NAME "张三");
	by_number = dossier_person_add(&all, 17, "张三", true);
	assert_ptr_equal(by_number, by_name); /* a step knew the name, a paper the number */
	assert_true(all.items[0].signed_one);
	assert_string_equal(dossier_person_add(&all, 18, "张三", false), "18"); /* a namesake */
	assert_string_equal(dossier_person_add(&all, 19, "李四", false), "19");
	assert_string_equal(dossier_person_add(&all, 0, "李四", false), "19");
	assert_int_equal(all.n, 3);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_stage_nobody_is_said_not_to_be_a_member),
		cmocka_unit_test(membership_runs_from_full_until_left),
		cmocka_unit_test(a_post_ends_on_the_day_before_the_first_without_it),
		cmocka_unit_test(a_signature_older_than_the_first_post_on_record_tells_nothing),
		cmocka_unit_test(more_posts_than_are_kept_are_not_all_told),
		cmocka_unit_test(one_person_has_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
