/* SPDX-License-Identifier: Apache-2.0 */
/* A dossier that is stored and loaded again is judged as the one that was made. */
#include "stored.h"

#include "../prover/mutants.h"

/* Nobody claims of what is stored that it is all there is. */
static const char *made_findings(struct fixture *f, struct made *m)
{
	struct prover_result r = { 0 };

	m->d.papers_complete = false;
	assert_int_equal(prover_prove(m->pack, &m->d, m->today, &f->arena, &r), OK);
	return findings_text(&f->arena, &r);
}

static void clean_dossiers_give_no_finding(void **state)
{
	struct fixture *f = *state;
	struct made *m = ARENA_NEW(&f->pack_arena, struct made);

	made_init(m, pack_of(f));
	for (uint64_t seed = 0; seed < 24; seed++) {
		enum made_pack law;
		uint32_t path;

		made_path(seed, &law, &path);
		made_dossier(m, seed, law, path);
		assert_string_equal(made_findings(f, m), "");
		assert_string_equal(stored_findings(f, m, made_store(f, m)), "");
	}
	made_release(m);
}

static void broken_dossiers_give_the_same_findings(void **state)
{
	struct fixture *f = *state;
	struct made *m = ARENA_NEW(&f->pack_arena, struct made);
	size_t compared = 0;

	made_init(m, pack_of(f));
	for (size_t i = 0; i < n_mutants; i++) {
		const char *want, *have;

		if (strstr(mutants[i].change, " barred "))
			continue; /* discipline is not kept */
		if (!mutant_make(m, &mutants[i], 3))
			continue;
		want = made_findings(f, m);
		if (!*want)
			continue; /* what is missing is found only where all is told */
		have = stored_findings(f, m, made_store(f, m));
		if (strcmp(have, want) != 0)
			print_error("%s: %s\n", mutants[i].rule, mutants[i].change);
		assert_string_equal(have, want);
		assert_non_null(strstr(want, mutants[i].rule));
		compared++;
	}
	assert_true(compared > n_mutants / 2);
	made_release(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(clean_dossiers_give_no_finding, fixture_open,
						fixture_close),
		cmocka_unit_test_setup_teardown(broken_dossiers_give_the_same_findings,
						fixture_open, fixture_close),
	};

	return fixture_run(tests, COUNTOF(tests));
}
