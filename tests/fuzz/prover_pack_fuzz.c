/* SPDX-License-Identifier: Apache-2.0 */
/* Prover packs by anyone: refused with line and column, or every rule runs over a whole dossier. */
#include <stdint.h>

#include "base/asset.h"
#include "base/str.h"
#include "prover/prover_cli.h"
#include "rules/rules_cli.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static const struct rules_set *national(void)
{
	static struct arena keep;
	static const struct rules_set *set;
	struct rules_fault fault;

	if (!set)
		must(rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) == OK);
	return set;
}

/* The example, judged by whatever the pack says. */
static void prove(const struct prover_pack *pack, struct arena *a)
{
	const struct asset *asset = asset_find("packs/prover/example-dossier.json");
	struct rules_problems problems;
	struct prover_dossier d = { 0 };
	struct prover_result r = { 0 };
	struct buf out;

	must(asset && prover_dossier_read(pack, a, (const char *)asset->bytes, asset->size_bytes,
					  &problems, &d) == OK);
	must(prover_prove(pack, &d, 20800, a, &r) == OK);
	buf_init(&out, 1024 * 1024);
	for (size_t i = 0; i < r.n_findings; i++) {
		buf_reset(&out);
		prover_message(pack, &d, &r.findings[i], true, &out);
		prover_repair(pack, &d, &r.findings[i], false, &out);
	}
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules_fault fault = { 0 };
	const struct prover_pack *pack = NULL;
	struct arena a;

	if (size > 65536)
		return 0;
	arena_init(&a);
	if (prover_pack_read(&a, national(), "x.yaml", (const char *)data, size, &fault, &pack))
		must(fault.why && fault.line > 0 && fault.column > 0);
	else
		prove(pack, &a);
	arena_release(&a);
	return 0;
}
