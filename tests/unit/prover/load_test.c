/* SPDX-License-Identifier: Apache-2.0 */
/* Faults in prover packs: refused, with line and column. */
#include "prover_support.h"

#define HEAD "id: x\ntitle: {zh: 试, en: try}\n"
#define RULE                                                                                          \
	HEAD "rules:\n  - id: r\n    kind: order\n    severity: warning\n    cite: {custom: logic}\n" \
	     "    zh: 试\n    en: try\n    repair: {zh: 试, en: try}\n    params: "
/* Rule r stands at 4:5, its params begin at 11:13. */

static struct arena keep;
static const struct rules_set *set;

static void refused_at(const char *text, unsigned line, unsigned column, const char *why)
{
	struct rules_fault fault = { 0 };
	const struct prover_pack *pack = NULL;

	assert_int_equal(prover_pack_read(&keep, set, "x.yaml", text, strlen(text), &fault, &pack),
			 ERR_INPUT);
	assert_null(pack);
	assert_string_equal(fault.name, "x.yaml");
	if (!strstr(fault.why, why) || fault.line != line || fault.column != column)
		fail_msg("%u:%u: %s\n%s", fault.line, fault.column, fault.why, text);
}

static void taken(const char *text)
{
	struct rules_fault fault = { 0 };
	const struct prover_pack *pack = NULL;

	if (prover_pack_read(&keep, set, "x.yaml", text, strlen(text), &fault, &pack))
		fail_msg("%u:%u: %s\n%s", fault.line, fault.column, fault.why, text);
}

static void the_smallest_pack_is_taken(void **state)
{
	(void)state;
	taken(RULE "{a: step.apply, b: paper.application_letter.dated_on}\n");
}

static void headings_are_checked(void **state)
{
	(void)state;
	refused_at("id: [x\n", 2, 1, "");
	refused_at("[1]\n", 1, 1, "a map is expected");
	refused_at(HEAD "rule: []\n", 3, 7, "unknown key \"rule\"");
	refused_at(HEAD, 1, 1, "rules must be a list");
	refused_at(HEAD "rules: []\n", 3, 8, "rules must be a list");
	refused_at(HEAD "papers: 7\nrules: []\n", 3, 9, "papers must be a list");
	refused_at(HEAD "papers: [{code: oath_record, zh: 试, en: try}]\nrules: []\n", 3, 10,
		   "no other paper has");
	refused_at(HEAD "papers: [{code: x, zh: 试}]\nrules: []\n", 3, 10, "both zh and en");
	refused_at(HEAD "papers: [{code: x, step: y, zh: 试, en: try}]\nrules: []\n", 3, 26,
		   "no step \"y\"");
	refused_at(HEAD "papers: [{code: x, name: y}]\nrules: []\n", 3, 26, "unknown key \"name\"");
}

/* A rule of one line, as far as `text`; it stands at 4:5. */
static const char *line_of(const char *text)
{
	return arena_printf(&keep, HEAD "rules:\n  - {%s}\n", text);
}

static void rules_are_checked(void **state)
{
	static const char *const whole[] = { "id: r",
					     "kind: order",
					     "severity: warning",
					     "cite: {custom: logic}",
					     "zh: 试",
					     "en: try",
					     "repair: {zh: 试, en: try}",
					     "params: {a: step.apply, b: step.oath}" };

	(void)state;
	for (size_t left = 0; left < COUNTOF(whole); left++) {
		const char *text = "";

		for (size_t i = 0; i < COUNTOF(whole); i++) {
			if (i != left)
				text = arena_printf(&keep, "%s%s%s", text, *text ? ", " : "",
						    whole[i]);
		}
		refused_at(line_of(text), 4, 5,
			   arena_printf(&keep, "a rule needs %.*s", (int)strcspn(whole[left], ":"),
					whole[left]));
	}
	refused_at(line_of("id: r, kinds: order"), 4, 20, "unknown key \"kinds\"");
#define REST "cite: 0, zh: 0, en: 0, repair: 0, params: 0"
	refused_at(line_of("id: [], kind: 0, severity: 0, " REST), 4, 10, "an id is a word");
	refused_at(line_of("id: r, kind: ordered, severity: 0, " REST), 4, 19,
		   "no kind of check \"ordered\"");
	refused_at(line_of("id: r, kind: order, severity: stop, " REST), 4, 36,
		   "no severity \"stop\"");
	refused_at(RULE
		   "{a: step.apply, b: step.oath}\n  - {id: r, kind: order, severity: warning, "
		   "cite: {custom: logic}, zh: 试, en: try, repair: {zh: 试, en: try}, params: "
		   "{a: step.apply, b: step.oath}}\n",
		   12, 5, "stands twice");
}

static void sources_are_checked(void **state)
{
	static const char at[] = HEAD "rules:\n  - {id: r, kind: order, severity: warning, cite: ";

	(void)state;
#define CITE(text) (arena_printf(&keep, "%s%s, zh: 0, en: 0, repair: 0, params: 0}\n", at, text))
	refused_at(CITE("{}"), 4, 51, "cite must be");
	refused_at(CITE("logic"), 4, 51, "cite must be");
	refused_at(CITE("{custom: hearsay B}"), 4, 60, "custom is handbook");
	refused_at(CITE("{custom: handbook}"), 4, 60, "the tag A, B, C or L");
	refused_at(CITE("{custom: logic, national-2026: 7 A}"), 4, 60, "stands alone");
	refused_at(CITE("{national-1999: 7 A}"), 4, 67, "no rules pack \"national-1999\"");
	refused_at(CITE("{national-2026: 7}"), 4, 67, "the tag A, B, C or L");
	refused_at(CITE("{national-2026: 7A}"), 4, 67, "the tag A, B, C or L");
}

static void parameters_are_checked(void **state)
{
	(void)state;
	refused_at(RULE "{a: step.apply}\n", 4, 5, "order needs the parameter \"b\"");
	refused_at(RULE "{a: step.apply, c: step.apply}\n", 11, 32, "order has no parameter \"c\"");
	refused_at(RULE "{a: step.apply, b: step.oath, days: 3}\n", 11, 49,
		   "order has no parameter \"days\"");
	refused_at(RULE "{a: step.apply, b: step.oath, strict: 1}\n", 11, 51, "true or false");
	refused_at(RULE "{a: step.apply, b: step.oath, created_by: x}\n", 11, 55, "no step \"x\"");
	refused_at(RULE "{a: step.apply, b: step.oath, of: copies}\n", 11, 47, "no such choice");
}

static void places_are_checked(void **state)
{
	(void)state;
	refused_at(RULE "{a: apply, b: step.oath}\n", 11, 17, "is expected");
	refused_at(RULE "{a: [step], b: step.oath}\n", 11, 17, "is expected");
	refused_at(RULE "{a: step.no, b: step.oath}\n", 11, 17, "no step \"no\"");
	refused_at(RULE "{a: step, b: step.oath}\n", 11, 17, "step.STEP or step.STEP.FIELD");
	refused_at(RULE "{a: step.apply.no, b: step.oath}\n", 11, 17, "no field \"no\"");
	refused_at(RULE "{a: step.a.b.c, b: step.oath}\n", 11, 17, "step.STEP or");
	refused_at(RULE "{a: paper.no.dated_on, b: step.oath}\n", 11, 17, "no paper \"no\"");
	refused_at(RULE "{a: paper.oath_record.wax, b: step.oath}\n", 11, 17,
		   "no day, count or text");
	refused_at(RULE "{a: paper, b: step.oath}\n", 11, 17, "paper.CODE.WHAT");
	refused_at(RULE "{a: sign.oath_record, b: step.oath}\n", 11, 17, "sign.CODE.ROLE");
	refused_at(RULE "{a: sign.oath_record.king, b: step.oath}\n", 11, 17, "no role \"king\"");
	refused_at(RULE "{a: paper.oath_record.due, b: step.oath}\n", 11, 17, "cannot compare");
	refused_at(RULE "{a: step.oath, b: step.oath.place}\n", 11, 31, "cannot compare");
	refused_at(RULE "{a: paper.any.dated_on, b: step.oath}\n", 11, 17, "any paper only if b");
	refused_at(RULE "{a: step.oath, b: step.own}\n", 11, 31, "only a may be the own step");
}

static void conditions_are_checked(void **state)
{
	(void)state;
#define WHEN(text) (arena_printf(&keep, "%s{a: step.apply, b: step.oath, when: %s}\n", RULE, text))
	refused_at(WHEN("{fact: x}"), 11, 56, "STEP.FIELD is expected");
	refused_at(WHEN("{fact: oath.x}"), 11, 56, "no fact \"oath.x\"");
	refused_at(WHEN("{fact: oath.place}"), 11, 49, "`in` must be a list");
	refused_at(WHEN("{fact: oath.place, in: [zzz]}"), 11, 73, "no code \"zzz\"");
	refused_at(WHEN("{branch: has_money}"), 11, 58, "no such condition");
	refused_at(WHEN("{}"), 11, 49, "no such condition");
	refused_at(WHEN("[{branch: has_groups}, {branch: has_groups}, {branch: has_groups}, "
			"{branch: has_groups}]"),
		   11, 49, "at most 3 conditions");
}

/* Of each other kind what it asks for. */
static void kinds_are_checked(void **state)
{
	static const struct {
		const char *kind, *params, *why;
	} bad[] = {
		{ "within", "{a: step.apply, b: step.oath}", "either days or months" },
		{ "apart", "{a: step.apply, b: step.oath, days: 1, months: 1}",
		  "either days or months" },
		{ "within", "{a: step.apply, b: step.oath, days: 1001}", "from 0 to 1000" },
		{ "identity", "{}", "either text or day" },
		{ "identity", "{text: names}", "no text \"names\"" },
		{ "told", "{papers: any, text: name, day: dated_on}", "either text or day" },
		{ "sum", "{counts: [yes]}", "needs the parameter \"count\"" },
		{ "sum", "{counts: yes, count: due}", "a list is expected" },
		{ "sum", "{counts: [maybe], count: due}", "no count \"maybe\"" },
		{ "quorum", "{papers: [oath_record], vote: show_of_hands}", "no kind of vote" },
		{ "signed", "{roles: [king], least: 1}", "no role \"king\"" },
		{ "signer_barred", "{roles: [chair], statuses: [jailed]}",
		  "no measure \"jailed\"" },
		{ "workday", "{papers: [], day: dated_on}", "`any` or a list" },
		{ "workday", "{papers: [x], day: dated_on}", "no paper \"x\"" },
		{ "workday", "{papers: any, day: dated}", "no day \"dated\"" },
		{ "number_format", "{papers: any, text: name, pattern: \"\"}",
		  "a text is expected" },
		{ "law", "{rule: no_such}", "no rule \"no_such\"" },
		{ "same_day", "{a: step.apply, b: step.oath, months_from: oath}",
		  "STEP.FIELD is expected" },
		{ "same_day", "{a: step.apply, b: step.oath, months_from: oath.place}",
		  "no number in" },
		{ "signer_among", "{a: step.oath.place, b: sign.oath_record.chair}",
		  "cannot compare" },
		{ "signer_among", "{a: step.first_talk.talker, b: paper.oath_record.place}",
		  "cannot compare" },
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(bad); i++) {
		struct rules_fault fault = { 0 };
		const struct prover_pack *pack = NULL;
		const char *text =
			arena_printf(&keep,
				     HEAD "rules:\n  - id: r\n    kind: %s\n    severity: warning\n"
					  "    cite: {custom: logic}\n    zh: 试\n    en: try\n"
					  "    repair: {zh: 试, en: try}\n    params: %s\n",
				     bad[i].kind, bad[i].params);

		assert_int_equal(
			prover_pack_read(&keep, set, "x.yaml", text, strlen(text), &fault, &pack),
			ERR_INPUT);
		if (!strstr(fault.why, bad[i].why) || (fault.line != 11 && fault.line != 4))
			fail_msg("%s %s: %u:%u: %s", bad[i].kind, bad[i].params, fault.line,
				 fault.column, fault.why);
	}
}

static void a_rule_holds_only_where_it_is_cited(void **state)
{
	struct rules_fault fault = { 0 };
	const struct prover_pack *pack = NULL;
	const struct rules_pack *old = rules_pack_at(set, 0), *now = rules_pack_at(set, 1);
	size_t i = 0;

	(void)state;
	assert_int_equal(prover_pack_built_in(&keep, set, &fault, &pack), OK);
	while (!str_eq(prover_rule_id(prover_rule_at(pack, i)), "notice_workdays"))
		i++;
	assert_false(prover_rule_source(prover_rule_at(pack, i), old).holds);
	assert_true(prover_rule_source(prover_rule_at(pack, i), now).holds);
	assert_string_equal(prover_rule_source(prover_rule_at(pack, i), now).article, "13");
	/* An article known from memory only is not printed. */
	while (!str_eq(prover_rule_id(prover_rule_at(pack, i)), "resolution_signed"))
		i++;
	assert_null(prover_rule_source(prover_rule_at(pack, i), old).article);
	assert_int_equal(prover_rule_source(prover_rule_at(pack, i), old).tag, 'C');
	assert_null(prover_rule_at(pack, prover_rule_count(pack)));
}

static int setup(void **state)
{
	struct rules_fault fault = { 0 };

	(void)state;
	arena_init(&keep);
	return rules_set_built_in(&keep, NULL, NULL, 0, &fault, &set) ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&keep);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_smallest_pack_is_taken),
		cmocka_unit_test(headings_are_checked),
		cmocka_unit_test(rules_are_checked),
		cmocka_unit_test(sources_are_checked),
		cmocka_unit_test(parameters_are_checked),
		cmocka_unit_test(places_are_checked),
		cmocka_unit_test(conditions_are_checked),
		cmocka_unit_test(kinds_are_checked),
		cmocka_unit_test(a_rule_holds_only_where_it_is_cited),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
