/* SPDX-License-Identifier: Apache-2.0 */
/* A school's layer: every mistake with its place, the day it is in force from, what it may not do. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/rules_diff.h"
#include "rules/rules_folder.h"
#include "rules_support.h"

#define HEAD "id: x\nbase: national-2026\ntitle: {zh: 试, en: try}\n"

/* National packs without rules_set_finish(), so that layers can follow. */
static struct rules_set *begun(struct arena *a)
{
	struct rules_set *set = rules_set_new(a);
	struct rules_fault fault = { 0 };
	size_t n = 0;
	const struct asset *all = asset_all(&n);

	for (size_t i = 0; i < n; i++) {
		const char *text = (const char *)all[i].bytes;

		if (str_starts(all[i].path, "packs/calendar/"))
			assert_int_equal(rules_set_add_calendar(set, all[i].path, text,
								all[i].size_bytes, &fault),
					 OK);
		else if (str_starts(all[i].path, "packs/rules/national-"))
			assert_int_equal(rules_set_add_pack(set, all[i].path, text,
							    all[i].size_bytes, &fault),
					 OK);
	}
	return set;
}

static void add(struct rules_set *set, const char *text, const char *from)
{
	struct rules_faults faults;

	if (rules_set_add_layer(set, "x.yaml", text, strlen(text), from ? day_of(from) : DATE_NONE,
				&faults))
		fail_msg("%u:%u: %s", faults.items[0].line, faults.items[0].column,
			 faults.items[0].why);
}

static void finish(struct rules_set *set)
{
	struct rules_fault fault = { 0 };

	if (rules_set_finish(set, &fault))
		fail_msg("%s", fault.why);
}

static void every_mistake_is_told_with_its_place(void **state)
{
	static const char text[] = "id: x\n"
				   "base: national-2026\n"
				   "title: {zh: 试}\n"
				   "colour: red\n"
				   "printed_until: never\n"
				   "set:\n"
				   "  notice: {days: 4, years: 3}\n"
				   "  no_such: {on: true}\n"
				   "  age: {years: 16}\n"
				   "  training: {amounts: [5, 20]}\n"
				   "  cultivation_year: {months: 11}\n"
				   "  convert_notice: {on: maybe, days: 3}\n"
				   "  admission_notice: 7\n"
				   "  activist_notice: {days: 61}\n";
	static const struct {
		unsigned line, column;
		const char *why;
	} wanted[] = {
		{ 3, 8, "\"en\" must be a text" },
		{ 4, 9, "unknown key \"colour\"" },
		{ 5, 16, "\"never\" is none of the codes" },
		{ 7, 18, "not shortened (at least 5)" },
		{ 7, 28, "no parameter \"years\"" },
		{ 8, 12, "no rule \"no_such\"" },
		{ 9, 16, "may not change \"years\" of age" },
		{ 10, 23, "not shortened (at least 24)" },
		{ 11, 30, "not shortened (at least 12)" },
		{ 12, 24, "true or false" },
		{ 13, 21, "expected {PARAMETER: VALUE}" },
		{ 14, 27, "whole number" },
	};
	struct rules_faults faults;
	struct arena a = { 0 };

	(void)state;
	assert_int_equal(rules_set_add_layer(begun(&a), "x.yaml", text, sizeof(text) - 1, DATE_NONE,
					     &faults),
			 ERR_INPUT);
	for (size_t i = 0; i < faults.n && i < COUNTOF(wanted); i++) {
		if (faults.items[i].line != wanted[i].line ||
		    faults.items[i].column != wanted[i].column ||
		    !strstr(faults.items[i].why, wanted[i].why))
			fail_msg("%u:%u: %s", faults.items[i].line, faults.items[i].column,
				 faults.items[i].why);
		assert_string_equal(faults.items[i].name, "x.yaml");
	}
	assert_int_equal(faults.n, COUNTOF(wanted));
	arena_release(&a);
}

static void refused(const char *text, const char *why)
{
	struct rules_faults faults;
	struct arena a = { 0 };

	assert_int_equal(
		rules_set_add_layer(begun(&a), "x.yaml", text, strlen(text), DATE_NONE, &faults),
		ERR_INPUT);
	assert_int_equal(faults.n, 1);
	if (!strstr(faults.items[0].why, why))
		fail_msg("%s", faults.items[0].why);
	arena_release(&a);
}

static void what_is_no_layer_is_refused(void **state)
{
	(void)state;
	refused("id: x\ntitle: {zh: 试, en: try}\n", "no pack \"\" to build on");
	refused("id: x\nbase: school-x\ntitle: {zh: 试, en: try}\n", "no pack \"school-x\"");
	refused("id: national-2026\nbase: national-2026\ntitle: {zh: 试, en: try}\n",
		"needs an id of its own");
	refused(HEAD "set: [notice]\n", "set must be");
	refused(HEAD "set: {notice: {days: 7, days: 8}}\n", "twice");
	refused("id: [\n", "");
}

/* More mistakes than are kept: bounded, and said. */
static void too_many_mistakes_are_cut(void **state)
{
	struct rules_faults faults;
	struct arena a = { 0 };
	struct buf text;

	(void)state;
	buf_init(&text, 100000);
	buf_adds(&text, HEAD "set:\n");
	for (int i = 0; i < 60; i++)
		buf_addf(&text, "  nothing_%d: {on: true}\n", i);
	assert_int_equal(
		rules_set_add_layer(begun(&a), "x", text.text, text.len, DATE_NONE, &faults),
		ERR_INPUT);
	assert_int_equal(faults.n, RULES_FAULTS_MAX);
	assert_true(faults.more);
	buf_release(&text);
	arena_release(&a);
}

static void the_day_of_the_step_chooses(void **state)
{
	struct arena a = { 0 };
	struct rules_set *set = begun(&a);

	(void)state;
	add(set, "id: one\nbase: national-2026\ntitle: {zh: 一, en: one}\n", "2026-12-01");
	add(set, "id: two\nbase: national-2026\ntitle: {zh: 二, en: two}\n", "2027-03-01");
	finish(set);
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-05-10"))),
			    "national-2014");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-05-11"))),
			    "national-2026");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-11-30"))),
			    "national-2026");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2026-12-01"))), "one");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2027-02-28"))), "one");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2027-03-01"))), "two");
	assert_string_equal(rules_pack_base(rules_pack_on(set, day_of("2040-01-01"))),
			    "national-2026");
	arena_release(&a);
}

#define LISTED                                                                                     \
	"{steps: [{step: apply, on: 2025-06-01}, {step: activist_decide, on: 2025-08-01},"         \
	" {step: cultivator_assign, on: 2025-08-01, facts: {cultivators: [a]}},"                   \
	" {step: candidate_decide, on: 2026-11-20, facts: {body: assembly}},"                      \
	" {step: candidate_agree, on: 2026-11-25, facts: {result: agreed}}"

static const struct rules_finding *at_introducers(const struct rules_set *set, struct arena *a,
						  const char *text, const char *rule)
{
	struct rules_case c = case_of(set, a, text);
	struct rules_result r = { 0 };

	assert_int_equal(rules_evaluate(set, &c, day_of("2027-01-10"), a, &r), OK);
	return find(&r, rule);
}

/* A layer's first day in the middle of a listing must not make anything laxer. */
static void what_began_before_the_layer_is_still_owed(void **state)
{
	static const char none[] = LISTED
		", {step: introducer_assign, on: 2026-12-05, facts: {introducers: [a, b]}}]}";
	static const char soon[] =
		LISTED ", {step: candidate_notice, on: 2026-12-01},"
		       " {step: introducer_assign, on: 2026-12-08, facts: {introducers: [a, b]}}]}";
	const struct rules_finding *f;
	struct arena a = { 0 };
	struct rules_set *set = begun(&a);

	(void)state;
	add(set, HEAD "set: {notice: {days: 7}}\n", "2026-12-01");
	finish(set);
	f = at_introducers(set, &a, none, "order");
	assert_non_null(f); /* the notice is missing, though the listing was under the base */
	assert_int_equal(f->severity, RULES_STOP);
	assert_string_equal(rules_pack_id(rules_rule_pack(f->rule)), "x");
	/* Listed under five days, so five days; what is listed under the layer has seven. */
	assert_null(at_introducers(set, &a, soon, "notice"));
	arena_release(&a);
}

static void a_school_may_ask_for_more_training_and_for_answers(void **state)
{
	static const char text[] =
		"{steps: [{step: short_training, on: 2026-06-01, facts: {days: 4, hours: 30}},"
		" {step: committee_examine, on: 2026-07-01, facts: {body: assembly}}]}";
	struct rules_result r = { 0 };
	struct arena a = { 0 };
	struct rules_set *set = begun(&a);
	struct rules_case c;
	struct buf said;

	(void)state;
	add(set, HEAD "set: {training: {amounts: [5, 40]}, defence: {on: true}}\n", NULL);
	finish(set);
	c = case_of(set, &a, text);
	assert_int_equal(rules_evaluate(set, &c, day_of("2026-08-01"), &a, &r), OK);
	assert_non_null(find(&r, "defence"));
	assert_non_null(find(&r, "training"));
	buf_init(&said, 4096);
	rules_message(set, find(&r, "training"), true, &said);
	assert_non_null(strstr(said.text, "不少于5天（或不少于40个学时）"));
	buf_release(&said);
	arena_release(&a);
}

static void two_packs_are_told_apart_value_by_value(void **state)
{
	struct arena a = { 0 };
	struct rules_difference *items = NULL;
	struct rules_set *set = begun(&a);
	const struct rules_pack *base, *layer;
	size_t n = 0;

	(void)state;
	add(set,
	    HEAD
	    "printed_until: same_day\n"
	    "set: {notice: {days: 7}, training: {amounts: [3, 40]}, convert_notice: {on: true}}\n",
	    "2026-12-01");
	finish(set);
	base = rules_pack_on(set, day_of("2026-06-01"));
	layer = rules_pack_on(set, day_of("2026-12-01"));
	rules_pack_diff(base, base, &a, &items, &n);
	assert_int_equal(n, 0);
	rules_pack_diff(base, layer, &a, &items, &n);
	assert_int_equal(n, 4);
	assert_string_equal(items[0].param, "printed_until");
	assert_string_equal(items[0].b, "same_day");
	assert_string_equal(items[1].rule, "notice");
	assert_string_equal(items[1].a, "5");
	assert_string_equal(items[1].b, "7");
	assert_string_equal(items[2].a, "[3, 24]");
	assert_string_equal(items[2].b, "[3, 40]");
	assert_string_equal(items[3].rule, "convert_notice");
	assert_string_equal(items[3].b, "true");
	arena_release(&a);
}

static const char *put(struct arena *a, const char *folder, const char *name, const char *text)
{
	const char *path = arena_printf(a, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void a_layer_is_put_in_force_from_a_day(void **state)
{
	char folder[] = "/tmp/jishi-layers-XXXXXX";
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	struct arena a = { 0 };
	const char *in, *one, *two;
	int32_t today = day_of("2026-11-23");
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(folder));
	in = arena_printf(&a, "%s/j.db.rules", folder);
	one = put(&a, folder, "a.yaml", HEAD "set: {notice: {days: 7}}\n");
	two = put(&a, folder, "b.yaml", "id: y\nbase: national-2026\ntitle: {zh: 二, en: two}\n");
	assert_int_equal(rules_set_installed(&a, in, &fault, &set), OK); /* none yet */
	assert_int_equal(rules_pack_count(set), 2);
	assert_int_equal(rules_layer_install(&a, in, one, day_of("2026-11-22"), today), ERR_INPUT);
	assert_int_equal(rules_layer_install(&a, in, one, day_of("2027-01-01"), today), OK);
	assert_int_equal(stat(arena_printf(&a, "%s/2027-01-01-x.yaml", in), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(rules_layer_install(&a, in, one, day_of("2027-02-01"), today), ERR_INPUT);
	assert_int_equal(rules_layer_install(&a, in, two, day_of("2026-12-01"), today), ERR_INPUT);
	assert_int_equal(rules_layer_install(&a, in, two, day_of("2027-02-01"), today), OK);
	(void)put(&a, in, "README.txt", "not a layer");
	assert_int_equal(rules_set_installed(&a, in, &fault, &set), OK);
	assert_int_equal(rules_pack_count(set), 4);
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2027-01-31"))), "x");
	assert_string_equal(rules_pack_id(rules_pack_on(set, day_of("2027-02-01"))), "y");
	/* A file that somebody spoilt by hand: the start says which, where and why. */
	(void)put(&a, in, "2027-02-01-y.yaml", HEAD "set: {notice: {days: 1}}\n");
	assert_int_equal(rules_set_installed(&a, in, &fault, &set), ERR_INPUT);
	assert_non_null(strstr(fault.name, "2027-02-01-y.yaml"));
	assert_int_equal(fault.line, 1);
	assert_non_null(strstr(fault.why, "needs an id of its own"));
	(void)unlink(arena_printf(&a, "%s/2027-01-01-x.yaml", in));
	(void)unlink(arena_printf(&a, "%s/2027-02-01-y.yaml", in));
	(void)unlink(arena_printf(&a, "%s/README.txt", in));
	(void)rmdir(in);
	(void)unlink(one);
	(void)unlink(two);
	assert_int_equal(rmdir(folder), 0);
	arena_release(&a);
}

/* An example of the layer that does not hold, and an id that is no file's name. */
static void what_does_not_hold_is_not_put_in_force(void **state)
{
	char folder[] = "/tmp/jishi-layers-XXXXXX";
	const char *in, *path;
	struct arena a = { 0 };
	int32_t today = day_of("2026-11-23");
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(folder));
	in = arena_printf(&a, "%s/r", folder);
	path = put(&a, folder, "a.yaml",
		   HEAD "vectors: [{name: wrong, steps: [{step: apply, on: 2026-06-01}],"
			" expect: {findings: {notice: 3}}}]\n");
	assert_int_equal(rules_layer_install(&a, in, path, today, today), ERR_INPUT);
	path = put(&a, folder, "a.yaml",
		   "id: ../x\nbase: national-2026\ntitle: {zh: 试, en: try}\n");
	assert_int_equal(rules_layer_install(&a, in, path, today, today), ERR_INPUT);
	assert_int_equal(rules_layer_install(&a, in, "national-2026", today, today), ERR_INPUT);
	assert_int_equal(rules_layer_install(&a, in, "/nowhere.yaml", today, today), ERR_INPUT);
	assert_int_not_equal(stat(in, &st), 0); /* nothing was written */
	(void)unlink(path);
	assert_int_equal(rmdir(folder), 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mistake_is_told_with_its_place),
		cmocka_unit_test(what_is_no_layer_is_refused),
		cmocka_unit_test(too_many_mistakes_are_cut),
		cmocka_unit_test(the_day_of_the_step_chooses),
		cmocka_unit_test(what_began_before_the_layer_is_still_owed),
		cmocka_unit_test(a_school_may_ask_for_more_training_and_for_answers),
		cmocka_unit_test(two_packs_are_told_apart_value_by_value),
		cmocka_unit_test(a_layer_is_put_in_force_from_a_day),
		cmocka_unit_test(what_does_not_hold_is_not_put_in_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
