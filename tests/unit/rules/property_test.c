/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random histories against a simulation that knows nothing of the search: the first lawful day
 * of a next step equals the first day, tried one by one, on which the step is not refused.
 */
#include "rules_support.h"

static uint64_t seed = 20261123;

static unsigned pick(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* Facts with which nothing but the day can be wrong; the simulation records steps with them. */
static const char *lawful_facts(const char *step)
{
	static const char votes[] = "\"votes\":{\"due\":9,\"present\":9,\"yes\":9},"
				    "\"ballot\":\"secret\",\"one_person\":true";
	static const struct {
		const char *step, *facts;
	} all[] = {
		{ "first_talk", "\"talker\":\"a\"" },
		{ "activist_decide", "\"recommendation\":\"league\",\"body\":\"assembly\"" },
		{ "cultivator_assign", "\"cultivators\":[\"a\",\"b\"]" },
		{ "cultivate", "\"kind\":\"inspection\"" },
		{ "candidate_decide", "\"body\":\"assembly\",\"view_cultivators\":true,"
				      "\"view_members\":true,\"view_nonmembers\":true" },
		{ "candidate_agree", "\"result\":\"agreed\"" },
		{ "introducer_assign", "\"introducers\":[\"a\",\"b\"]" },
		{ "review_done", "\"reviewed_by\":\"x\",\"conclusion\":\"passed\"" },
		{ "short_training", "\"days\":3" },
		{ "committee_examine", "\"body\":\"assembly\"" },
		{ "pre_review", "\"result\":\"passed\"" },
		{ "admission_vote", votes },
		{ "approval_talk", "\"talker\":\"o\",\"talker_role\":\"organiser\"" },
		{ "approval", "\"decision\":\"approved\",\"approving_body\":\"party_committee\"" },
		{ "convert_vote", "\"outcome\":\"convert\",\"view_members\":true,"
				  "\"view_nonmembers\":true,\"committee_examined\":true,"
				  "\"votes\":{\"due\":9,\"present\":9,\"yes\":9},"
				  "\"ballot\":\"secret\",\"one_person\":true" },
		{ "convert_approval", "\"decision\":\"approved\"" },
		{ "archive", "\"paper_pledge\":true,\"paper_application\":true,"
			     "\"paper_cultivation\":true,\"paper_review\":true,"
			     "\"paper_conversion\":true" },
	};

	for (size_t i = 0; i < COUNTOF(all); i++) {
		if (str_eq(all[i].step, step))
			return all[i].facts;
	}
	return "";
}

static struct rules_record record_of(const struct rules_set *set, struct arena *a, const char *step,
				     int32_t on)
{
	const char *text =
		arena_printf(a, "{\"steps\":[{\"step\":\"%s\",\"on\":\"%s\",\"facts\":{%s}}]}",
			     step, text_of(a, on), lawful_facts(step));

	return case_of(set, a, text).records[0];
}

static bool refused(const struct rules_set *set, const struct rules_case *c, struct arena *a,
		    const char *step, int32_t on)
{
	struct rules_record rec = record_of(set, a, step, on);
	struct rules_result r = { 0 };

	assert_int_equal(rules_check_step(set, c, &rec, on, a, &r), OK);
	for (size_t i = 0; i < r.n_findings; i++) {
		if (r.findings[i].severity == RULES_STOP)
			return true;
	}
	return false;
}

/* A history in the usual order with random days, cut off at a random step. */
static struct rules_case history(const struct rules_set *set, struct arena *a, int32_t *today)
{
	static const char *const order[] = {
		"apply",
		"first_talk",
		"activist_decide",
		"cultivator_assign",
		"candidate_decide",
		"candidate_agree",
		"candidate_notice",
		"introducer_assign",
		"review_done",
		"short_training",
		"committee_examine",
		"pre_review",
		"pledge_form",
		"admission_vote",
		"approval_talk",
		"approval",
		"oath",
		"convert_apply",
		"convert_vote",
	};
	size_t n = pick(COUNTOF(order)) + 1;
	struct rules_record *records = ARENA_ARRAY(a, struct rules_record, n);
	int32_t day = day_of("2024-01-01") + (int32_t)pick(1000);
	struct rules_case c = { .birth_on = day - 7000 + (int32_t)pick(900),
				.leaving_on = DATE_NONE,
				.records = records,
				.n_records = n };

	for (size_t i = 0; i < n; i++) {
		day += (int32_t)pick(i == 4 ? 500 : 40);
		records[i] = record_of(set, a, order[i], day);
	}
	*today = day;
	return c;
}

static int compare(const struct rules_set *set, const struct rules_case *c, int32_t today,
		   struct arena *a)
{
	struct rules_result r = { 0 };
	int compared = 0;

	assert_int_equal(rules_evaluate(set, c, today, a, &r), OK);
	for (size_t i = 0; i < r.n_next; i++) {
		const struct rules_next *n = &r.next[i];
		const char *step = rules_step_code(set, n->step);
		int32_t day = n->since == DATE_NONE ? n->earliest_on - 400 : n->since - 3;

		if (n->n_stops)
			continue;
		if (day < day_of("2014-05-28"))
			day = day_of("2014-05-28");
		while (refused(set, c, a, step, day) && day < n->earliest_on + 2)
			day++;
		if (day != n->earliest_on)
			fail_msg("%s: told %s, simulated %s (today %s)", step,
				 text_of(a, n->earliest_on), text_of(a, day), text_of(a, today));
		compared++;
	}
	return compared;
}

static void first_days_equal_a_day_by_day_simulation(void **state)
{
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);
	int compared = 0;

	(void)state;
	for (int i = 0; i < 150; i++) {
		int32_t today = 0;
		struct rules_case c = history(set, &a, &today);

		compared += compare(set, &c, today, &a);
		arena_reset(&a);
	}
	assert_true(compared > 150);
	arena_release(&a);
	arena_release(&keep);
}

/* The last day of a duty: the step is warned of on the next day and not before. */
static void last_days_are_the_last_without_a_warning(void **state)
{
	static const struct {
		const char *from, *to, *rule;
	} duties[] = { { "apply", "first_talk", "first_talk_due" },
		       { "pre_review", "admission_vote", "assembly_due" },
		       { "approval", "oath", "oath_due" } };
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);

	(void)state;
	for (size_t d = 0; d < COUNTOF(duties); d++) {
		for (int32_t from = day_of("2026-05-11"); from < day_of("2027-06-01"); from += 3) {
			struct rules_record first = record_of(set, &a, duties[d].from, from);
			struct rules_case c = { .birth_on = DATE_NONE,
						.leaving_on = DATE_NONE,
						.records = &first,
						.n_records = 1 };
			int32_t day = from;

			for (;; day++) {
				struct rules_record rec = record_of(set, &a, duties[d].to, day);
				struct rules_result r = { 0 };

				assert_int_equal(rules_check_step(set, &c, &rec, day, &a, &r), OK);
				if (find(&r, duties[d].rule))
					break;
			}
			assert_int_equal(day, date_add_months(from, 1) + 1);
			arena_reset(&a);
		}
	}
	arena_release(&a);
	arena_release(&keep);
}

static int32_t slow_notice_end(const struct rules_set *set, int32_t posted, int days)
{
	bool provisional = false;
	int32_t day = posted - 1;
	int worked = 0;

	while (worked < days)
		worked += rules_is_workday(set, ++day, &provisional);
	return day;
}

static void notices_end_on_their_last_working_day(void **state)
{
	struct arena keep = { 0 };
	const struct rules_set *set = built_in(&keep);

	(void)state;
	for (int32_t day = day_of("2024-01-01"); day < day_of("2027-06-01"); day++) {
		for (int n = 1; n < 12; n++) {
			bool provisional = false;
			int32_t end = rules_notice_end(set, day, n, &provisional);

			assert_int_equal(end, slow_notice_end(set, day, n));
			assert_int_equal(provisional, end >= day_of("2027-01-01"));
		}
	}
	arena_release(&keep);
}

/* Any records in any order: an answer or an input fault, never anything else. */
static void random_cases_are_answered(void **state)
{
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);

	(void)state;
	for (int i = 0; i < 400; i++) {
		size_t n = pick(40);
		struct rules_record *records = ARENA_ARRAY(&a, struct rules_record, n);
		struct rules_transfer moved = { day_of("2026-01-01") + (int32_t)pick(900) };
		struct rules_case c = { .birth_on = day_of("2004-02-29") + (int32_t)pick(2000),
					.birth_precision = (enum rules_precision)pick(3),
					.leaving_on = pick(2) ? DATE_NONE : moved.on,
					.has_committee = pick(2),
					.has_groups = pick(2),
					.records = records,
					.n_records = n,
					.transfers = &moved,
					.n_transfers = pick(2) };
		struct rules_result r = { 0 };

		for (size_t k = 0; k < n; k++) {
			int step = (int)pick((unsigned)rules_step_count(set));
			int32_t on = day_of("2024-01-01") + (int32_t)pick(1800);

			records[k] = record_of(set, &a, rules_step_code(set, step), on);
			if (!pick(6))
				records[k].n_facts = 0;
			if (!pick(9))
				records[k].on = DATE_NONE;
			records[k].voided = !pick(8);
		}
		assert_int_equal(rules_evaluate(set, &c, day_of("2026-11-23"), &a, &r), OK);
		for (size_t f = 0; f < r.n_findings; f++)
			assert_true(r.findings[f].record < (int)n);
		arena_reset(&a);
	}
	arena_release(&a);
	arena_release(&keep);
}

/* ---- how soon a step can be reached ---- */

static bool is_recorded(const struct rules_case *c, int step)
{
	for (size_t i = 0; i < c->n_records; i++) {
		if (c->records[i].step == step)
			return true;
	}
	return false;
}

/*
 * Day by day, with check_step alone: whatever of the way may be recorded is recorded at once. Knows
 * neither first days nor which step needs which.
 */
static int32_t simulate_reach(const struct rules_set *set, const struct rules_case *c,
			      const char *target, int32_t today, struct arena *a)
{
	static const char *const way[] = {
		"first_talk",      "activist_decide",   "cultivator_assign", "candidate_decide",
		"candidate_agree", "candidate_notice",  "introducer_assign", "review_done",
		"short_training",  "committee_examine", "pre_review",        "pledge_form",
		"admission_vote",  "approval_talk",     "approval",          "convert_apply",
		"convert_vote",
	};
	struct rules_record *records = ARENA_ARRAY(a, struct rules_record, c->n_records + 20);
	struct rules_case now = *c;
	struct arena day_arena = { 0 };

	memcpy(records, c->records, c->n_records * sizeof(*records));
	now.records = records;
	for (int32_t day = today; day < today + 1500; day++) {
		bool more = true;

		while (more) {
			more = false;
			if (!refused(set, &now, &day_arena, target, day)) {
				arena_release(&day_arena);
				return day;
			}
			for (size_t i = 0; strcmp(way[i], target) != 0; i++) {
				if (is_recorded(&now, rules_step_id(set, way[i])) ||
				    refused(set, &now, &day_arena, way[i], day))
					continue;
				records[now.n_records++] = record_of(set, a, way[i], day);
				more = true;
			}
			arena_reset(&day_arena);
		}
	}
	arena_release(&day_arena);
	return DATE_NONE;
}

static void the_first_day_of_a_far_step_equals_a_simulation(void **state)
{
	static const char *const targets[] = { "admission_vote", "convert_vote" };
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);
	int compared = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		int32_t today = 0, slow;
		struct rules_case c = history(set, &a, &today);
		const char *target = targets[i % 2];
		struct rules_reach r;

		today += (int32_t)pick(60);
		assert_int_equal(rules_reach(set, &c, rules_step_id(set, target), today, &a, &r),
				 OK);
		if (!r.done && r.reached) {
			slow = simulate_reach(set, &c, target, today, &a);
			if (slow != r.earliest_on)
				fail_msg("%d %s: told %s, simulated %s (today %s, %zu records)", i,
					 target, text_of(&a, r.earliest_on), text_of(&a, slow),
					 text_of(&a, today), c.n_records);
			compared++;
		} else if (!r.done) {
			assert_int_equal(simulate_reach(set, &c, target, today, &a), DATE_NONE);
		}
		arena_reset(&a);
	}
	assert_true(compared > 30);
	arena_release(&a);
	arena_release(&keep);
}

static void a_step_that_is_done_is_not_ahead(void **state)
{
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);
	struct rules_record apply = record_of(set, &a, "apply", day_of("2026-06-01"));
	struct rules_case c = { .birth_on = day_of("2006-01-01"),
				.leaving_on = DATE_NONE,
				.records = &apply,
				.n_records = 1 };
	struct rules_reach r;

	(void)state;
	assert_int_equal(
		rules_reach(set, &c, rules_step_id(set, "apply"), day_of("2026-07-01"), &a, &r),
		OK);
	assert_true(r.done);
	assert_false(r.reached);
	assert_int_equal(rules_pack_leaving_months(rules_pack_on(set, day_of("2026-07-01"))), 3);
	arena_release(&a);
	arena_release(&keep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_days_equal_a_day_by_day_simulation),
		cmocka_unit_test(last_days_are_the_last_without_a_warning),
		cmocka_unit_test(notices_end_on_their_last_working_day),
		cmocka_unit_test(random_cases_are_answered),
		cmocka_unit_test(the_first_day_of_a_far_step_equals_a_simulation),
		cmocka_unit_test(a_step_that_is_done_is_not_ahead),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
