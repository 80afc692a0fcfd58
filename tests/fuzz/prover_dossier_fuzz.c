/* SPDX-License-Identifier: Apache-2.0 */
/* Dossiers by anyone: refused with a field, or proved, told in both languages and printed. */
#include <stdint.h>

#include "base/str.h"
#include "json/json_writer.h"
#include "prover/prover_cli.h"
#include "rules/rules_cli.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static const struct prover_pack *national(void)
{
	static struct arena keep;
	static const struct prover_pack *pack;
	const struct rules_set *set = NULL;
	struct rules_fault fault;

	if (!pack) {
		must(rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) == OK);
		must(prover_pack_built_in(&keep, set, &fault, &pack) == OK);
	}
	return pack;
}

static void prove(const struct prover_dossier *d, int32_t today, struct arena *a)
{
	struct prover_result r = { 0 };
	struct json_writer w;
	struct buf out;

	if (prover_prove(national(), d, today, a, &r)) {
		must(r.problems && r.problems->n > 0);
		return;
	}
	must(r.n_findings <= PROVER_FINDINGS_MAX);
	for (size_t i = 0; i < r.n_findings; i++)
		must(r.findings[i].n_items >= 1 && r.findings[i].n_items <= PROVER_ITEMS_MAX);
	buf_init(&out, 16 * 1024 * 1024);
	json_begin(&w, &out);
	prover_result_print(national(), d, today, &r, &w, NULL);
	must(json_end(&w) == OK);
	must(utf8_valid(out.text, out.len));
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules_problems problems;
	struct prover_dossier d;
	struct arena a;

	if (size > 65536)
		return 0;
	arena_init(&a);
	if (prover_dossier_read(national(), &a, (const char *)data, size, &problems, &d)) {
		must(problems.n > 0 && problems.items[0].field);
	} else {
		prove(&d, 20500, &a);
		prove(&d, DATE_MIN, &a);
		d.papers_complete = !d.papers_complete;
		prove(&d, DATE_MAX, &a);
	}
	arena_release(&a);
	return 0;
}
