/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a dossier takes to prove: 10,000 different ones along every legal path, in batches so that
 * neither making them nor one dossier's stay in the cache is measured.
 *	bench/prover [N]     prints milliseconds of all, of the slowest, papers and steps of a dossier
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "made.h"
#include "prover/prover_cli.h"
#include "rules/rules_cli.h"

#define BATCH 200

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	const struct prover_pack *pack = NULL;
	size_t papers = 0, steps = 0, findings = 0, bytes = 0;
	int n = argc > 1 ? atoi(argv[1]) : 10000;
	struct made *made = calloc(BATCH, sizeof(*made));
	struct arena keep = { 0 }, a = { 0 };
	double ms = 0, worst = 0;

	if (!made || rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) ||
	    prover_pack_built_in(&keep, set, &fault, &pack)) {
		fprintf(stderr, "bench/prover: %s\n", fault.why ? fault.why : "out of memory");
		return 1;
	}
	for (int i = 0; i < BATCH; i++)
		made_init(&made[i], pack);
	for (int done = 0; done < n; done += BATCH) {
		double start;

		for (int i = 0; i < BATCH; i++) {
			enum made_pack law;
			uint32_t path;

			made_path((uint64_t)(done + i), &law, &path);
			made_dossier(&made[i], (uint64_t)(done + i), law, path);
		}
		start = now_ms();
		for (int i = 0; i < BATCH; i++) {
			struct prover_result r = { 0 };
			double from = now_ms(), took;

			if (prover_prove(pack, &made[i].d, made[i].today, &a, &r))
				return 1;
			took = now_ms() - from;
			worst = took > worst ? took : worst;
			bytes = a.used_bytes > bytes ? a.used_bytes : bytes;
			arena_reset(&a);
			findings += r.n_findings;
			papers += made[i].d.n_papers;
			steps += made[i].c.n_records;
		}
		ms += now_ms() - start;
	}
	printf("%d dossiers (%.0f papers, %.0f steps each), %zu rules: %.0f ms, slowest %.3f ms, "
	       "at most %zu bytes, %zu findings\n",
	       n, (double)papers / n, (double)steps / n, prover_rule_count(pack), ms, worst, bytes,
	       findings);
	for (int i = 0; i < BATCH; i++)
		made_release(&made[i]);
	free(made);
	arena_release(&a);
	arena_release(&keep);
	return findings ? 1 : 0;
}
