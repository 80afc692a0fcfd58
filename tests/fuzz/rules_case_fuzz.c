/* SPDX-License-Identifier: Apache-2.0 */
/* Cases by anyone: refused with a field, or judged, told in both languages and printed. */
#include <stdint.h>

#include "base/str.h"
#include "json/json_writer.h"
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

static void judge(const struct rules_case *c, int32_t today, struct arena *a)
{
	const struct rules_set *set = national();
	struct rules_result r = { 0 };
	struct json_writer w;
	struct buf out;

	if (rules_evaluate(set, c, today, a, &r)) {
		must(r.problems && r.problems->n > 0);
		return;
	}
	buf_init(&out, 16 * 1024 * 1024);
	json_begin(&w, &out);
	rules_result_print(set, rules_pack_on(set, today), today, &r, &w, NULL);
	must(json_end(&w) == OK);
	must(utf8_valid(out.text, out.len));
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rules_problems problems;
	struct rules_case c;
	struct arena a;

	if (size > 65536)
		return 0;
	arena_init(&a);
	if (rules_case_read(national(), &a, (const char *)data, size, &problems, &c)) {
		must(problems.n > 0 && problems.items[0].field);
	} else {
		struct rules_result r = { 0 };

		judge(&c, 20500, &a);
		judge(&c, DATE_MAX, &a);
		if (c.n_records) {
			struct rules_record last = c.records[c.n_records - 1];

			c.n_records--;
			if (rules_check_step(national(), &c, &last, 20500, &a, &r))
				must(r.problems && r.problems->n > 0);
		}
	}
	arena_release(&a);
	return 0;
}
