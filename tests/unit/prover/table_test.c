/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of rules and mutants in docs/prover.md, made from what this run has caught. With a file named
 * in JISHI_WRITE_TABLE it is written there; else it must be what stands in the document.
 */
#include "prover_support.h"
#include "mutants.h"

#define BEGIN "<!-- table: tools/prover-table -->\n"
#define END   "<!-- end of table -->\n"
#define MAX   (1024 * 1024)

static struct arena keep;
static const struct prover_pack *pack;
static struct made *m;

/* "18 A / 18 B": of 2014 and of 2026; or the custom. */
static void source_put(const struct prover_rule *rule, struct buf *out)
{
	struct prover_source s = prover_rule_source(rule, NULL);

	if (s.custom) {
		buf_adds(out, s.custom);
		if (s.tag)
			buf_addf(out, " (%c)", s.tag);
		return;
	}
	for (size_t i = 0; i < rules_pack_count(m->set); i++) {
		s = prover_rule_source(rule, rules_pack_at(m->set, i));
		if (i)
			buf_adds(out, " / ");
		if (!s.holds)
			buf_adds(out, "–");
		else if (s.article)
			buf_addf(out, "%s (%c)", s.article, s.tag);
		else
			buf_addf(out, "(%c)", s.tag);
	}
}

struct tally {
	int made, caught, alone;
};

static void mutant_run(const struct mutant *mu, struct tally *t)
{
	for (uint64_t seed = 0; seed < MUTANT_SEEDS; seed++) {
		struct prover_result r = { 0 };
		bool alone = true;

		if (!mutant_make(m, mu, seed))
			continue;
		assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
		for (size_t i = 0; i < r.n_findings; i++)
			alone &= str_eq(prover_rule_id(r.findings[i].rule), mu->rule);
		t->made++;
		t->caught += findings_of(&r, mu->rule) > 0;
		t->alone += alone;
	}
}

static void rule_put(const struct prover_rule *rule, struct buf *out, struct tally *all)
{
	struct tally t = { 0 };
	const char *also = NULL;
	bool first = true;

	buf_addf(out, "| `%s` | %s | %s | ", prover_rule_id(rule), prover_rule_kind(rule),
		 prover_rule_severity(rule) == PROVER_WARNING ? "warning" : "contradiction");
	source_put(rule, out);
	buf_adds(out, " | ");
	for (size_t i = 0; i < n_mutants; i++) {
		if (!str_eq(mutants[i].rule, prover_rule_id(rule)))
			continue;
		buf_addf(out, "%s`%s`", first ? "" : "<br>", mutants[i].change);
		first = false;
		mutant_run(&mutants[i], &t);
		if (mutants[i].also)
			also = mutants[i].also;
	}
	buf_addf(out, " | %d / %d | ", t.caught, t.made);
	if (also)
		buf_addf(out, "`%s`", also);
	buf_adds(out, " |\n");
	all->made += t.made;
	all->caught += t.caught;
	all->alone += t.alone;
}

static void table_put(struct buf *out)
{
	struct tally all = { 0 };
	struct buf rows;

	buf_init(&rows, MAX);
	for (size_t i = 0; i < prover_rule_count(pack); i++)
		rule_put(prover_rule_at(pack, i), &rows, &all);
	buf_adds(out, BEGIN);
	buf_addf(out,
		 "%zu rules, %zu changes, %d mutants: %d caught by their rule, %d of them by no "
		 "other.\n\n",
		 prover_rule_count(pack), n_mutants, all.made, all.caught, all.alone);
	buf_adds(out, "| rule | kind | severity | article 2014 / 2026, or custom | broken by | "
		      "caught | also found by |\n|---|---|---|---|---|--:|---|\n");
	buf_add(out, rows.text, rows.len);
	buf_adds(out, END);
	buf_release(&rows);
}

static char *file_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = arena_alloc(&keep, MAX + 1);
	size_t len;

	if (!f)
		fail_msg("%s is not there", path);
	len = fread(text, 1, MAX, f);
	fclose(f);
	text[len] = '\0';
	return text;
}

static void the_table_in_the_document_is_todays(void **state)
{
	const char *path = arena_printf(&keep, "%s/docs/prover.md", getenv("JISHI_SOURCE"));
	const char *write = getenv("JISHI_WRITE_TABLE");
	char *doc = file_read(path), *begin = strstr(doc, BEGIN), *end = strstr(doc, END);
	struct buf out;

	(void)state;
	assert_non_null(begin);
	assert_non_null(end);
	buf_init(&out, MAX);
	buf_add(&out, doc, (size_t)(begin - doc));
	table_put(&out);
	buf_adds(&out, end + strlen(END));
	if (write) {
		FILE *f = fopen(write, "wb");

		assert_non_null(f);
		fwrite(out.text, 1, out.len, f);
		assert_int_equal(fclose(f), 0);
	} else if (!str_eq(out.text, doc)) {
		fail_msg("docs/prover.md is not today's: tools/prover-table writes it");
	}
	buf_release(&out);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&keep);
	pack = pack_built_in(&keep);
	m = ARENA_NEW(&keep, struct made);
	made_init(m, pack);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	made_release(m);
	arena_release(&keep);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_in_the_document_is_todays),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
