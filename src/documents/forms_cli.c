/* SPDX-License-Identifier: Apache-2.0 */
/* jishi forms: which forms there are, and is a pack of a school or province right. */
#include "documents/document.h"
#include "rules/rules_folder.h"

#include "base/banned.h"

static int say(const struct form_fault *fault)
{
	fprintf(stderr, "jishi forms: %s:%u:%u: %s\n", fault->name, fault->line, fault->column,
		fault->why);
	return 1;
}

static int packs_open(struct arena *a, const char *path, const struct form_packs **ret)
{
	const struct rules_set *rules = NULL;
	struct rules_fault unread = { 0 };
	struct form_fault fault = { 0 };
	const struct form_packs *packs = NULL;
	const char *text = NULL;
	size_t len = 0;

	if (rules_set_installed(a, NULL, &unread, &rules)) {
		fprintf(stderr, "jishi forms: %s:%u: %s\n", unread.name, unread.line, unread.why);
		return 1;
	}
	if (form_packs_installed(a, rules, NULL, &fault, &packs))
		return say(&fault);
	if (path && rules_file_read(a, path, &text, &len)) {
		fprintf(stderr, "jishi forms: %s cannot be read\n", path);
		return 1;
	}
	/* ours to add to: it was made here */
	if (path &&
	    form_packs_add((struct form_packs *)packs, path, /* own= */ true, text, len, &fault))
		return say(&fault);
	*ret = packs;
	return 0;
}

static int forms_run(int argc, char **argv)
{
	bool check = argc == 3 && str_eq(argv[1], "check");
	const struct form_packs *packs = NULL;
	struct arena a;
	int status;

	if (!check && !(argc == 2 && str_eq(argv[1], "list"))) {
		fprintf(stderr, "usage: jishi forms list | check FILE.yaml\n");
		return 2;
	}
	arena_init(&a);
	status = packs_open(&a, check ? argv[2] : NULL, &packs);
	for (size_t i = 0; !status && i < packs->n_forms; i++) {
		const struct form_def *d = &packs->forms[i];

		if (check && !d->own)
			continue;
		printf("%s\t%s\t%s%s\n", d->code,
		       d->step < 0 ? "-" : rules_step_code(packs->rules, d->step), d->name.zh,
		       d->own ? "\town" : "");
	}
	arena_release(&a);
	return status;
}

const struct command documents_commands[] = {
	{ "forms", "forms list | check FILE.yaml", forms_run },
	COMMAND_END,
};
