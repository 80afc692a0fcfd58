/* SPDX-License-Identifier: Apache-2.0 */
/* Ten thousand dossiers in under a second. The limit holds without sanitizers; bench/prover measures. */
#include <time.h>

#include "prover_support.h"

#define DOSSIERS 10000
#define BATCH    20

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void ten_thousand_dossiers_take_under_a_second(void **state)
{
	struct arena keep = { 0 }, a = { 0 };
	const struct prover_pack *pack = pack_built_in(&keep);
	struct made *made = ARENA_ARRAY(&keep, struct made, BATCH);
	double ms = 0;

	(void)state;
	for (int i = 0; i < BATCH; i++) {
		enum made_pack law;
		uint32_t path;

		made_init(&made[i], pack);
		made_path((uint64_t)i, &law, &path);
		path &= ~(uint32_t)(MADE_CUT | MADE_REFUSED | MADE_WITHDRAWN);
		made_dossier(&made[i], (uint64_t)i, law, path);
	}
	for (int done = 0; done < DOSSIERS; done += BATCH) {
		double start = now_ms();

		for (int i = 0; i < BATCH; i++) {
			struct prover_result r = { 0 };

			assert_int_equal(prover_prove(pack, &made[i].d, made[i].today, &a, &r), OK);
			assert_int_equal(r.n_findings, 0);
			arena_reset(&a);
		}
		ms += now_ms() - start;
	}
	print_message("%d dossiers, %zu rules: %.0f ms\n", DOSSIERS, prover_rule_count(pack), ms);
#if !defined(__SANITIZE_ADDRESS__)
	assert_true(ms < 1000);
#endif
	for (int i = 0; i < BATCH; i++)
		made_release(&made[i]);
	arena_release(&a);
	arena_release(&keep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_thousand_dossiers_take_under_a_second),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
