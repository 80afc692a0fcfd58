/* SPDX-License-Identifier: Apache-2.0 */
/* Clean dossiers give no finding, whatever legal path they took. */
#include "prover_support.h"

static struct arena keep;
static const struct prover_pack *pack;

static void say(const struct made *m, uint64_t seed, const struct prover_result *r)
{
	print_error("seed %llu law %d path 0x%x today %d\n", (unsigned long long)seed, m->law,
		    m->path, m->today);
	if (r->problems)
		print_error("  %s: %s\n", r->problems->items[0].field,
			    r->problems->items[0].detail);
	for (size_t i = 0; i < r->n_findings; i++)
		finding_say(m, &r->findings[i]);
}

static bool quiet(struct made *m, uint64_t seed)
{
	struct prover_result r = { 0 };
	enum err e = prover_prove(pack, &m->d, m->today, &m->a, &r);

	if (!e && !r.n_findings)
		return true;
	say(m, seed, &r);
	return false;
}

/* The way is legal: nothing that would have been refused. */
static bool lawful(struct made *m, uint64_t seed)
{
	struct rules_result r = { 0 };
	enum err e = rules_evaluate(m->set, &m->c, m->today, &m->a, &r);
	bool ok = !e;

	for (size_t i = 0; !e && i < r.n_findings; i++) {
		struct buf out;

		if (r.findings[i].severity != RULES_STOP)
			continue;
		ok = false;
		buf_init(&out, 8192);
		rules_message(m->set, &r.findings[i], true, &out);
		print_error("seed %llu law %d path 0x%x: refused: %s: %s\n",
			    (unsigned long long)seed, m->law, m->path,
			    rules_rule_id(r.findings[i].rule), out.text);
		buf_release(&out);
	}
	return ok;
}

static void five_thousand_clean_dossiers_give_no_finding(void **state)
{
	struct made *m = ARENA_NEW(&keep, struct made);
	int bad = 0, laws[MADE_PACK__MAX] = { 0 }, turns[MADE_PATHS] = { 0 };

	(void)state;
	made_init(m, pack);
	for (uint64_t seed = 0; seed < 5000 && bad < 5; seed++) {
		enum made_pack law;
		uint32_t path;

		made_path(seed, &law, &path);
		made_dossier(m, seed, law, path);
		bad += !lawful(m, seed) || !quiet(m, seed);
		laws[law]++;
		for (int i = 0; i < MADE_PATHS; i++)
			turns[i] += (path >> i & 1) != 0;
	}
	assert_int_equal(bad, 0);
	for (int i = 0; i < MADE_PACK__MAX; i++)
		assert_true(laws[i] > 1000);
	for (int i = 0; i < MADE_PATHS; i++) {
		if (turns[i] < 30)
			fail_msg("turn %d of the way was taken %d times", i, turns[i]);
	}
	made_release(m);
}

/* Each turn alone and with each other one, under each law. */
static void every_pair_of_turns_is_clean(void **state)
{
	struct made *m = ARENA_NEW(&keep, struct made);
	int bad = 0;

	(void)state;
	made_init(m, pack);
	for (int law = 0; law < MADE_PACK__MAX; law++) {
		for (int i = 0; i < MADE_PATHS && bad < 5; i++) {
			for (int j = 0; j < MADE_PATHS; j++) {
				uint64_t seed = (uint64_t)(law * 1000 + i * 20 + j);

				made_dossier(m, seed, (enum made_pack)law, 1u << i | 1u << j);
				bad += !lawful(m, seed) || !quiet(m, seed);
			}
		}
	}
	assert_int_equal(bad, 0);
	made_release(m);
}

/* What is not told is never a fault. */
static void papers_that_tell_nothing_give_no_finding(void **state)
{
	struct made *m = ARENA_NEW(&keep, struct made);

	(void)state;
	made_init(m, pack);
	for (uint64_t seed = 0; seed < 50; seed++) {
		made_dossier(m, seed, MADE_CROSSING, MADE_COMMITTEE | MADE_EXTENDED);
		for (size_t i = 0; i < m->d.n_papers; i++) {
			int code = m->papers[i].code, rec = m->papers[i].record;
			int n = m->papers[i].number;

			prover_paper_init(&m->papers[i], code);
			m->papers[i].record = rec;
			m->papers[i].number = n;
		}
		assert_true(quiet(m, seed));
	}
	made_release(m);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&keep);
	pack = pack_built_in(&keep);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&keep);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_thousand_clean_dossiers_give_no_finding),
		cmocka_unit_test(every_pair_of_turns_is_clean),
		cmocka_unit_test(papers_that_tell_nothing_give_no_finding),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
