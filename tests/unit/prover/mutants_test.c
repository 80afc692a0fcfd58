/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every mutant is caught by its rule and by no unrelated one; every rule has a mutant; taking
 * away any paper or step that a finding cites takes the finding away.
 */
#include "prover_support.h"
#include "mutants.h"

static struct arena keep;
static const struct prover_pack *pack;
static struct made *made, *other;

static void prove(struct made *m, struct prover_result *r)
{
	enum err e = prover_prove(pack, &m->d, m->today, &m->a, r);

	if (e)
		fail_msg("%s: %s", r->problems->items[0].field, r->problems->items[0].detail);
}

static bool expected(const struct mutant *mu, const char *rule)
{
	return str_eq(rule, mu->rule) || (mu->also && str_eq(rule, mu->also));
}

static int caught(struct made *m, const struct mutant *mu, uint64_t seed)
{
	struct prover_result r = { 0 };
	int bad = 0;

	prove(m, &r);
	if (!findings_of(&r, mu->rule)) {
		print_error("%s: not caught: %s (seed %llu law %d path 0x%x)\n", mu->rule,
			    mu->change, (unsigned long long)seed, m->law, m->path);
		bad++;
	}
	if (mu->also && !findings_of(&r, mu->also)) {
		print_error("%s: %s does not speak too\n", mu->rule, mu->also);
		bad++;
	}
	for (size_t i = 0; i < r.n_findings; i++) {
		if (expected(mu, prover_rule_id(r.findings[i].rule)))
			continue;
		print_error("%s: %s (seed %llu law %d path 0x%x) is found by another:\n", mu->rule,
			    mu->change, (unsigned long long)seed, m->law, m->path);
		finding_say(m, &r.findings[i]);
		bad++;
	}
	return bad;
}

static void every_mutant_is_caught_by_its_rule_alone(void **state)
{
	int bad = 0, n = 0;

	(void)state;
	for (size_t i = 0; i < n_mutants && bad < 40; i++) {
		int applied = 0;

		for (uint64_t seed = 0; seed < MUTANT_SEEDS; seed++) {
			if (!mutant_make(made, &mutants[i], seed))
				continue;
			applied++;
			bad += caught(made, &mutants[i], seed);
		}
		if (applied < 3) {
			print_error("%s: %s: changed %d dossiers\n", mutants[i].rule,
				    mutants[i].change, applied);
			bad++;
		}
		n += applied;
	}
	print_message("%d mutants of %zu changes, %d faults\n", n, n_mutants, bad);
	assert_int_equal(bad, 0);
}

static void every_rule_has_a_mutant(void **state)
{
	(void)state;
	for (size_t i = 0; i < prover_rule_count(pack); i++) {
		const char *id = prover_rule_id(prover_rule_at(pack, i));
		size_t j = 0;

		while (j < n_mutants && !str_eq(mutants[j].rule, id))
			j++;
		if (j == n_mutants)
			fail_msg("no mutant of %s", id);
	}
	for (size_t j = 0; j < n_mutants; j++) {
		size_t i = 0;

		while (i < prover_rule_count(pack) &&
		       !str_eq(mutants[j].rule, prover_rule_id(prover_rule_at(pack, i))))
			i++;
		if (i == prover_rule_count(pack))
			fail_msg("no rule %s", mutants[j].rule);
	}
}

/* The dossier without one thing. Indexes of papers move up; those of steps stay. */
static void without(struct made *m, struct prover_item item)
{
	struct prover_paper *p = &m->papers[item.index];

	switch (item.kind) {
	case PROVER_ITEM_PAPER:
		memmove(p, p + 1, (size_t)(&m->papers[--m->d.n_papers] - p) * sizeof(*p));
		break;
	case PROVER_ITEM_STEP:
		m->recs[item.index].voided = true;
		break;
	case PROVER_ITEM_TRANSFER:
		for (size_t i = (size_t)item.index; i + 1 < m->c.n_transfers; i++)
			m->transfers[i] = m->transfers[i + 1];
		m->c.n_transfers--;
		break;
	case PROVER_ITEM_PERSON:
		m->d.person = (struct prover_person){ .id = "self" };
		m->c.birth_on = DATE_NONE;
		break;
	}
}

/*
 * A step that was recorded several times is then compared by its other record, and the finding cites that one
 * instead. Papers have no such deputy: without one the rule finds less.
 */
static bool replaced(const struct prover_result *after, const struct prover_finding *f, size_t j)
{
	if (f->items[j].kind != PROVER_ITEM_STEP)
		return false;
	for (size_t i = 0; i < after->n_findings; i++) {
		const struct prover_finding *g = &after->findings[i];

		if (g->rule == f->rule && g->n_items == f->n_items &&
		    g->items[j].kind == PROVER_ITEM_STEP &&
		    g->items[j].index != f->items[j].index &&
		    made->recs[g->items[j].index].step == made->recs[f->items[j].index].step)
			return true;
	}
	return false;
}

static int minimal(const struct mutant *mu, uint64_t seed)
{
	struct prover_result before = { 0 };
	int bad = 0;

	prove(made, &before);
	for (size_t i = 0; i < before.n_findings; i++) {
		const struct prover_finding *f = &before.findings[i];

		if (!str_eq(prover_rule_id(f->rule), mu->rule))
			continue;
		for (size_t j = 0; j < f->n_items; j++) {
			struct prover_result after = { 0 };

			assert_true(mutant_make(other, mu, seed));
			without(other, f->items[j]);
			prove(other, &after);
			if (findings_of(&after, mu->rule) < findings_of(&before, mu->rule) ||
			    replaced(&after, f, j))
				continue;
			print_error("%s: %s (seed %llu): stays without item %zu\n", mu->rule,
				    mu->change, (unsigned long long)seed, j);
			finding_say(made, f);
			bad++;
		}
	}
	return bad;
}

static void without_any_cited_item_the_finding_is_gone(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < n_mutants && bad < 20; i++) {
		for (uint64_t seed = 0; seed < 4; seed++) {
			if (mutant_make(made, &mutants[i], seed))
				bad += minimal(&mutants[i], seed);
		}
	}
	assert_int_equal(bad, 0);
}

/* Nothing is left to fill in: messages and repairs in both languages. */
static void every_message_is_whole(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 8192);
	for (size_t i = 0; i < n_mutants; i++) {
		struct prover_result r = { 0 };
		uint64_t seed = 0;

		while (!mutant_make(made, &mutants[i], seed))
			seed++;
		prove(made, &r);
		for (size_t j = 0; j < r.n_findings; j++) {
			for (int zh = 0; zh < 2; zh++) {
				buf_reset(&out);
				prover_message(pack, &made->d, &r.findings[j], zh, &out);
				buf_addc(&out, '\n');
				prover_repair(pack, &made->d, &r.findings[j], zh, &out);
				if (strchr(out.text, '{') || strchr(out.text, '}'))
					fail_msg("%s: %s", mutants[i].rule, out.text);
			}
		}
	}
	buf_release(&out);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&keep);
	pack = pack_built_in(&keep);
	made = ARENA_NEW(&keep, struct made);
	other = ARENA_NEW(&keep, struct made);
	made_init(made, pack);
	made_init(other, pack);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	made_release(made);
	made_release(other);
	arena_release(&keep);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_has_a_mutant),
		cmocka_unit_test(every_mutant_is_caught_by_its_rule_alone),
		cmocka_unit_test(without_any_cited_item_the_finding_is_gone),
		cmocka_unit_test(every_message_is_whole),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
