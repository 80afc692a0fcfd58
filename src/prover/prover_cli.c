/* SPDX-License-Identifier: Apache-2.0 */
/* The command: reads a file, asks the engine, prints. The only file of src/prover with I/O. */
#include "prover/prover_cli.h"

#include "base/asset.h"
#include "base/clock.h"
#include "base/str.h"
#include "json/json_writer.h"
#include "json/yaml_tree.h"
#include "rules/rules_cli.h"
#include "rules/rules_folder.h"
#include "base/banned.h"

#define OUT_MAX  (16 * 1024 * 1024)
#define PACK     "packs/prover/national.yaml"
#define LINE_MAX 8192

enum err prover_pack_built_in(struct arena *a, const struct rules_set *set,
			      struct rules_fault *fault, const struct prover_pack **ret)
{
	const struct asset *asset = asset_find(PACK);

	if (!asset) {
		*fault = (struct rules_fault){ PACK, 1, 1, "this build carries no prover pack" };
		return ERR_INPUT;
	}
	return prover_pack_read(a, set, PACK, (const char *)asset->bytes, asset->size_bytes, fault,
				ret);
}

static int pack_open(struct arena *a, const struct prover_pack **ret)
{
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	enum err e = rules_set_built_in(a, NULL, NULL, 0, &fault, &set);

	if (!e)
		e = prover_pack_built_in(a, set, &fault, ret);
	if (!e)
		return 0;
	fprintf(stderr, "jishi prove: %s:%u:%u: %s\n", fault.name, fault.line, fault.column,
		fault.why);
	return 1;
}

/* ---- jishi prove rules ---- */

static void source_say(const struct prover_pack *pack, const struct prover_rule *rule)
{
	const struct rules_set *set = prover_pack_rules(pack);
	struct prover_source s = prover_rule_source(rule, NULL);

	if (s.custom) {
		printf("%s", s.custom);
		return;
	}
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *law = rules_pack_at(set, i);

		s = prover_rule_source(rule, law);
		if (s.holds)
			printf("%s%s %s %c", i ? " " : "", rules_pack_id(law),
			       s.article ? s.article : "-", s.tag);
	}
}

static int rules_run(struct arena *a)
{
	const struct prover_pack *pack = NULL;
	int status = pack_open(a, &pack);

	for (size_t i = 0; !status && i < prover_rule_count(pack); i++) {
		const struct prover_rule *rule = prover_rule_at(pack, i);

		printf("%s\t%s\t%s\t", prover_rule_id(rule), prover_rule_kind(rule),
		       prover_severity_codes[prover_rule_severity(rule)]);
		source_say(pack, rule);
		putchar('\n');
	}
	return status;
}

/* ---- jishi prove --file ---- */

struct words {
	const char *file;
	int32_t today;
	bool json;
};

static bool words_take(int argc, char **argv, struct words *ret)
{
	ret->today = clock_today();
	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "--json"))
			ret->json = true;
		else if (str_eq(argv[i], "--file") && i + 1 < argc)
			ret->file = argv[++i];
		else if (!str_eq(argv[i], "--today") || i + 1 == argc ||
			 date_parse(argv[++i], &ret->today))
			return false;
	}
	return ret->file != NULL;
}

static int problems_say(const char *file, const struct rules_problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		fprintf(stderr, "jishi prove: %s: %s: %s (%s)\n", file, p->items[i].field,
			p->items[i].code, p->items[i].detail ? p->items[i].detail : "");
	return 1;
}

static int json_say(const struct prover_pack *pack, const struct prover_dossier *d,
		    const struct words *words, const struct prover_result *r)
{
	struct json_writer w;
	struct buf out;
	enum err e;

	buf_init(&out, OUT_MAX);
	json_begin(&w, &out);
	prover_result_print(pack, d, words->today, r, &w, NULL);
	e = json_end(&w);
	if (e)
		fputs("jishi prove: the answer is too large\n", stderr);
	else
		printf("%s\n", out.text);
	buf_release(&out);
	return e ? 1 : 0;
}

/* One finding a paragraph: severity and rule, what is wrong, what to do. */
static void text_say(const struct prover_pack *pack, const struct prover_dossier *d,
		     const struct prover_result *r)
{
	struct buf out;

	buf_init(&out, LINE_MAX);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct prover_finding *f = &r->findings[i];

		buf_reset(&out);
		prover_message(pack, d, f, true, &out);
		buf_adds(&out, "\n    → ");
		prover_repair(pack, d, f, true, &out);
		printf("%s  %s\n    %s\n",
		       prover_rule_severity(f->rule) == PROVER_CONTRADICTION ? "矛盾" : "提醒",
		       prover_rule_id(f->rule), out.text);
	}
	buf_release(&out);
	if (!r->n_findings)
		puts("材料之间没有发现矛盾。");
	if (r->n_more)
		printf("另有%zu项未列出。\n", r->n_more);
}

static int file_run(struct arena *a, const struct words *words)
{
	struct rules_problems *problems = ARENA_NEW(a, struct rules_problems);
	const struct prover_pack *pack = NULL;
	struct prover_dossier d = { 0 };
	struct prover_result r = { 0 };
	const char *text = NULL;
	size_t len = 0;

	if (pack_open(a, &pack))
		return 1;
	if (rules_file_read(a, words->file, &text, &len)) {
		fprintf(stderr, "jishi prove: cannot read \"%s\" (at most 1 MiB)\n", words->file);
		return 1;
	}
	if (prover_dossier_read(pack, a, text, len, problems, &d))
		return problems_say(words->file, problems);
	if (prover_prove(pack, &d, words->today, a, &r))
		return problems_say(words->file, r.problems);
	if (words->json)
		return json_say(pack, &d, words, &r);
	text_say(pack, &d, &r);
	return 0;
}

/* A whole example to start from. */
static int template_run(void)
{
	const struct asset *asset = asset_find("packs/prover/example-dossier.json");

	if (!asset) {
		fputs("jishi prove: this build carries no example\n", stderr);
		return 1;
	}
	fwrite(asset->bytes, 1, asset->size_bytes, stdout);
	return 0;
}

static int prove_run(int argc, char **argv)
{
	struct words words = { 0 };
	struct arena a;
	int status = 2;

	arena_init(&a);
	if (argc == 2 && str_eq(argv[1], "rules"))
		status = rules_run(&a);
	else if (argc == 2 && str_eq(argv[1], "template"))
		status = template_run();
	else if (words_take(argc, argv, &words))
		status = file_run(&a, &words);
	else
		fprintf(stderr, "usage: jishi %s\n", prover_commands[0].usage);
	arena_release(&a);
	return status;
}

const struct command prover_commands[] = {
	{ "prove", "prove --file DOSSIER.json [--today DATE] [--json] | rules | template",
	  prove_run },
	COMMAND_END,
};
