/* SPDX-License-Identifier: Apache-2.0 */
/* The command: reads files, asks the engine, prints. */
#include "rules/rules_cli.h"

#include "base/asset.h"
#include "base/clock.h"
#include "base/str.h"
#include "json/json_writer.h"
#include "json/yaml_tree.h"
#include "rules/rules_folder.h"
#include "rules/rules_vectors.h"
#include "base/banned.h"

#define OUT_MAX (16 * 1024 * 1024)

static bool ends_yaml(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && str_eq(path + len - 5, ".yaml");
}

/* The set around a pack given by id or path; NULL: the national packs alone. */
static int set_open(struct arena *a, const char *pack, const struct rules_set **ret)
{
	const struct rules_pack *found = NULL;
	struct rules_fault fault = { 0 };

	if (pack)
		return rules_pack_open(a, pack, DATE_NONE, ret, &found) ? 1 : 0;
	if (!rules_set_built_in(a, NULL, NULL, 0, &fault, ret))
		return 0;
	fprintf(stderr, "jishi rules: %s:%u:%u: %s\n", fault.name, fault.line, fault.column,
		fault.why);
	return 1;
}

static int list_run(struct arena *a)
{
	const struct rules_set *set = NULL;
	size_t n = 0;
	const struct asset *all = asset_all(&n);

	if (set_open(a, NULL, &set))
		return 1;
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);
		char from[DATE_SIZE], until[DATE_SIZE] = "";

		date_format(rules_pack_from(p), from);
		if (rules_pack_until(p) != DATE_NONE)
			date_format(rules_pack_until(p), until);
		printf("%s\t%s..%s\t%zu rules\t%s\n", rules_pack_id(p), from, until,
		       rules_pack_rule_count(p), rules_pack_title(p).zh);
	}
	for (size_t i = 0; i < n; i++) {
		const char *at = all[i].path;

		if (str_starts(at, "packs/rules/") && !str_starts(at, "packs/rules/national-") &&
		    ends_yaml(at))
			printf("%.*s\tlayer\n", (int)(strlen(at) - 17), at + 12);
		else if (str_starts(at, "packs/calendar/") && ends_yaml(at))
			printf("calendar %.4s\n", at + 15);
	}
	return 0;
}

static bool tally_print(const char *name, const struct rules_tally *t)
{
	printf("%s: %d rules, %d vectors hold, %d fail, %d missing\n", name, t->rules, t->passed,
	       t->failed, t->bare);
	for (size_t i = 0; i < t->n; i++)
		printf("  %s: %s: %s\n", t->misses[i].where, t->misses[i].vector, t->misses[i].why);
	return !t->failed && !t->bare;
}

static bool packs_test(const struct rules_set *set, const char *only, struct arena *a)
{
	bool ok = true;

	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);
		struct rules_tally *t;

		if (only && !str_eq(only, rules_pack_id(p)))
			continue;
		t = ARENA_NEW(a, struct rules_tally);
		rules_vectors_pack(set, p, a, t);
		ok &= tally_print(rules_pack_id(p), t);
	}
	return ok;
}

/* The id a pack has inside, for a path or an id. */
static const char *layer_id(const struct rules_set *set, const char *given)
{
	const char *last = given;

	for (size_t i = 0; i < rules_pack_count(set); i++) {
		const struct rules_pack *p = rules_pack_at(set, i);

		if (str_eq(rules_pack_id(p), given))
			return given;
		if (!str_starts(rules_pack_id(p), "national-"))
			last = rules_pack_id(p);
	}
	return last;
}

static bool layers_test(struct arena *a)
{
	size_t n = 0;
	const struct asset *all = asset_all(&n);
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		const char *at = all[i].path;
		const struct rules_set *set = NULL;
		const char *id;

		if (!str_starts(at, "packs/rules/") || !ends_yaml(at) ||
		    str_starts(at, "packs/rules/national-"))
			continue;
		id = arena_strndup(a, at + 12, strlen(at) - 17);
		if (set_open(a, id, &set))
			return false;
		ok &= packs_test(set, layer_id(set, id), a);
	}
	return ok;
}

static int test_run(struct arena *a, const char *pack)
{
	const struct rules_set *set = NULL;
	const char *name = NULL;
	struct rules_tally *t = ARENA_NEW(a, struct rules_tally);
	bool ok;

	if (set_open(a, pack, &set))
		return 1;
	ok = packs_test(set, pack ? layer_id(set, pack) : NULL, a);
	if (!pack) {
		ok &= layers_test(a);
		for (size_t i = 0; rules_vectors_calendar(set, i, a, &name, t); i++)
			ok &= tally_print(name, t);
	}
	return ok ? 0 : 1;
}

static int out_write(struct json_writer *w, struct buf *out)
{
	if (json_end(w)) {
		fputs("jishi rules: the answer is too large\n", stderr);
		return 1;
	}
	fwrite(out->text, 1, out->len, stdout);
	putchar('\n');
	return 0;
}

static int problems_print(const struct rules_problems *p)
{
	struct json_writer w;
	struct buf out;

	fprintf(stderr, "jishi rules: the case has %zu fault(s); the first is in %s (%s)\n", p->n,
		p->items[0].field, p->items[0].detail ? p->items[0].detail : p->items[0].code);
	buf_init(&out, OUT_MAX);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_object(&w, "error");
	json_str(&w, "code", "input");
	json_array(&w, "fields");
	for (size_t i = 0; i < p->n; i++) {
		json_object(&w, NULL);
		json_str(&w, "field", p->items[i].field);
		json_str(&w, "code", p->items[i].code);
		json_str(&w, "detail", p->items[i].detail);
		json_close(&w);
	}
	json_close(&w);
	json_close(&w);
	json_close(&w);
	(void)out_write(&w, &out);
	buf_release(&out);
	return 1;
}

struct words {
	const char *pack, *case_path, *today;
};

static bool words_take(int argc, char **argv, struct words *ret)
{
	for (int i = 0; i < argc; i++) {
		const char **to = NULL;

		if (str_eq(argv[i], "--json"))
			continue; /* the answer is always JSON */
		if (str_eq(argv[i], "--pack"))
			to = &ret->pack;
		else if (str_eq(argv[i], "--case"))
			to = &ret->case_path;
		else if (str_eq(argv[i], "--today"))
			to = &ret->today;
		if (!to || i + 1 == argc)
			return false;
		*to = argv[++i];
	}
	return ret->pack && ret->case_path && ret->today;
}

static int evaluate_run(struct arena *a, int argc, char **argv)
{
	struct words words = { 0 };
	const struct rules_set *set = NULL;
	struct rules_problems *problems = ARENA_NEW(a, struct rules_problems);
	struct rules_result result = { 0 };
	struct rules_case c;
	struct json_writer w;
	struct buf out;
	const char *text = NULL;
	size_t len = 0;
	int32_t today = DATE_NONE;
	int status;

	if (!words_take(argc, argv, &words) || date_parse(words.today, &today)) {
		fputs("usage: jishi rules evaluate --pack P --case CASE.json --today YYYY-MM-DD\n",
		      stderr);
		return 2;
	}
	if (set_open(a, words.pack, &set))
		return 1;
	if (rules_file_read(a, words.case_path, &text, &len)) {
		fprintf(stderr, "jishi rules: cannot read \"%s\" (at most 1 MiB)\n",
			words.case_path);
		return 1;
	}
	if (rules_case_read(set, a, text, len, problems, &c))
		return problems_print(problems);
	if (rules_evaluate(set, &c, today, a, &result))
		return problems_print(result.problems);
	buf_init(&out, OUT_MAX);
	json_begin(&w, &out);
	rules_result_print(set, rules_pack_on(set, today), today, &result, &w, NULL);
	status = out_write(&w, &out);
	buf_release(&out);
	return status;
}

/* A whole example to start from: the case of docs/rules.md. */
static int template_run(void)
{
	const struct asset *asset = asset_find("packs/rules/example-case.json");

	if (!asset) {
		fputs("jishi rules: this build carries no example\n", stderr);
		return 1;
	}
	fwrite(asset->bytes, 1, asset->size_bytes, stdout);
	return 0;
}

static int steps_run(struct arena *a, const char *pack)
{
	const struct rules_set *set = NULL;
	const char *id;
	int status = 1;

	if (set_open(a, pack, &set))
		return 1;
	id = layer_id(set, pack);
	for (size_t i = 0; i < rules_pack_count(set); i++) {
		struct json_writer w;
		struct buf out;

		if (!str_eq(rules_pack_id(rules_pack_at(set, i)), id))
			continue;
		buf_init(&out, OUT_MAX);
		json_begin(&w, &out);
		rules_pack_print(set, rules_pack_at(set, i), &w, NULL);
		status = out_write(&w, &out);
		buf_release(&out);
	}
	return status;
}

static int install_run(struct arena *a, int argc, char **argv)
{
	const char *path = NULL, *day = NULL, *url = "sqlite:data/jishi.db", *folder;
	int32_t from = DATE_NONE;

	for (int i = 0; i < argc; i++) {
		if (str_eq(argv[i], "--from") && i + 1 < argc)
			day = argv[++i];
		else if (str_eq(argv[i], "--db") && i + 1 < argc)
			url = argv[++i];
		else if (!path && argv[i][0] != '-')
			path = argv[i];
		else
			return 2;
	}
	if (!path || !day || date_parse(day, &from)) {
		fputs("usage: jishi rules install FILE --from YYYY-MM-DD [--db URL]\n", stderr);
		return 2;
	}
	folder = rules_folder_of(a, url);
	if (!folder) {
		fputs("jishi rules: PostgreSQL needs JISHI_RULES_DIR, the folder of the layers\n",
		      stderr);
		return 1;
	}
	if (rules_layer_install(a, folder, path, from, clock_today()))
		return 1;
	printf("in force from %s; start jishi serve again, then run jishi rebuild\n", day);
	return 0;
}

static int rules_run(int argc, char **argv)
{
	struct arena a;
	int status = 2;

	arena_init(&a);
	if (argc == 2 && str_eq(argv[1], "list"))
		status = list_run(&a);
	else if ((argc == 2 || argc == 3) && str_eq(argv[1], "test"))
		status = test_run(&a, argc == 3 ? argv[2] : NULL);
	else if (argc > 2 && str_eq(argv[1], "evaluate"))
		status = evaluate_run(&a, argc - 2, argv + 2);
	else if (argc == 3 && str_eq(argv[1], "steps"))
		status = steps_run(&a, argv[2]);
	else if (argc > 2 && str_eq(argv[1], "install"))
		status = install_run(&a, argc - 2, argv + 2);
	else if (argc == 2 && str_eq(argv[1], "template"))
		status = template_run();
	else
		fprintf(stderr, "usage: jishi %s\n", rules_commands[0].usage);
	arena_release(&a);
	return status;
}

const struct command rules_commands[] = {
	{ "rules",
	  "rules list | test [PACK] | evaluate --pack P --case CASE.json --today DATE [--json] | "
	  "steps PACK | template | install FILE --from DATE [--db URL]",
	  rules_run },
	COMMAND_END,
};
