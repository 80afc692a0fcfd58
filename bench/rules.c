/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a case takes to evaluate: one of 20 records, again and again.
 *	bench/rules [N]     prints milliseconds of all and bytes of arena for one
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rules/rules_cli.h"

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

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	struct rules_fault fault = { 0 };
	struct rules_problems problems = { 0 };
	const struct rules_set *set = NULL;
	struct arena keep = { 0 }, a = { 0 };
	struct rules_case c = { 0 };
	int n = argc > 1 ? atoi(argv[1]) : 10000;
	size_t most = 0;
	int32_t today;
	double start;

	if (rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) ||
	    date_parse("2026-06-19", &today) ||
	    rules_case_read(set, &keep, dossier, strlen(dossier), &problems, &c)) {
		fprintf(stderr, "bench/rules: %s\n",
			fault.why ? fault.why : "the case cannot be read");
		return 1;
	}
	start = now_ms();
	for (int i = 0; i < n; i++) {
		struct rules_result r = { 0 };

		if (rules_evaluate(set, &c, today, &a, &r) || r.n_findings || r.n_next < 2) {
			fprintf(stderr, "bench/rules: another answer than the case has\n");
			return 1;
		}
		most = a.used_bytes > most ? a.used_bytes : most;
		arena_reset(&a);
	}
	printf("%d cases of 20 records: %.0f ms, %zu bytes each\n", n, now_ms() - start, most);
	arena_release(&a);
	arena_release(&keep);
	return 0;
}
