/* SPDX-License-Identifier: Apache-2.0 */
/* Ten thousand dossiers: how long, and how much memory each. The limit holds without sanitizers. */
#include <time.h>

#include "rules_support.h"

#define CASES 10000

static const char dossier[] =
	"{\"person\":{\"birth_on\":\"2004-03-01\"},\"branch\":{\"has_committee\":true},\"steps\":["
	"{\"step\":\"apply\",\"on\":\"2023-09-20\"},"
	"{\"step\":\"first_talk\",\"on\":\"2023-10-08\",\"facts\":{\"talker\":\"a\"}},"
	"{\"step\":\"activist_decide\",\"on\":\"2024-03-10\","
	"\"facts\":{\"recommendation\":\"league\",\"body\":\"committee\"}},"
	"{\"step\":\"activist_file\",\"on\":\"2024-03-20\"},"
	"{\"step\":\"cultivator_assign\",\"on\":\"2024-03-10\",\"facts\":{\"cultivators\":[\"a\",\"b\"]}},"
	"{\"step\":\"cultivate\",\"on\":\"2024-09-01\",\"facts\":{\"kind\":\"inspection\"}},"
	"{\"step\":\"cultivate\",\"on\":\"2025-03-01\",\"facts\":{\"kind\":\"inspection\"}},"
	"{\"step\":\"candidate_decide\",\"on\":\"2025-03-20\",\"facts\":{\"body\":\"committee\","
	"\"view_cultivators\":true,\"view_members\":true,\"view_nonmembers\":true}},"
	"{\"step\":\"candidate_agree\",\"on\":\"2025-03-25\",\"facts\":{\"result\":\"filed\"}},"
	"{\"step\":\"introducer_assign\",\"on\":\"2025-03-26\",\"facts\":{\"introducers\":[\"a\",\"b\"]}},"
	"{\"step\":\"review_done\",\"on\":\"2025-05-01\","
	"\"facts\":{\"reviewed_by\":\"x\",\"conclusion\":\"passed\"}},"
	"{\"step\":\"short_training\",\"on\":\"2025-05-20\",\"facts\":{\"days\":3}},"
	"{\"step\":\"committee_examine\",\"on\":\"2025-06-01\",\"facts\":{\"body\":\"committee\"}},"
	"{\"step\":\"pre_review\",\"on\":\"2025-06-10\",\"facts\":{\"result\":\"passed\"}},"
	"{\"step\":\"pledge_form\",\"on\":\"2025-06-12\"},"
	"{\"step\":\"admission_vote\",\"on\":\"2025-06-20\",\"facts\":{\"votes\":{\"due\":20,"
	"\"present\":18,\"yes\":18},\"ballot\":\"secret\",\"one_person\":true}},"
	"{\"step\":\"approval_talk\",\"on\":\"2025-07-01\","
	"\"facts\":{\"talker\":\"o\",\"talker_role\":\"organiser\"}},"
	"{\"step\":\"approval\",\"on\":\"2025-07-20\",\"facts\":{\"received_on\":\"2025-06-25\","
	"\"decision\":\"approved\",\"approving_body\":\"party_committee\"}},"
	"{\"step\":\"oath\",\"on\":\"2025-08-10\"},"
	"{\"step\":\"convert_apply\",\"on\":\"2026-06-08\"}]}";

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void ten_thousand_cases_take_under_a_second(void **state)
{
	struct arena keep = { 0 }, a = { 0 };
	const struct rules_set *set = built_in(&keep);
	struct rules_case c = case_of(set, &keep, dossier);
	size_t most = 0;
	double start = now_ms(), ms;

	(void)state;
	for (int i = 0; i < CASES; i++) {
		struct rules_result r = { 0 };

		assert_int_equal(rules_evaluate(set, &c, day_of("2026-06-19"), &a, &r), OK);
		assert_int_equal(r.n_findings, 0);
		assert_true(r.n_next > 1); /* conversion, inspection ... */
		most = a.used_bytes > most ? a.used_bytes : most;
		arena_reset(&a);
	}
	ms = now_ms() - start;
	print_message("%d cases of 20 records: %.0f ms, %zu bytes each\n", CASES, ms, most);
#if !defined(__SANITIZE_ADDRESS__)
	assert_true(ms < 1000);
#endif
	arena_release(&a);
	arena_release(&keep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_thousand_cases_take_under_a_second),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
