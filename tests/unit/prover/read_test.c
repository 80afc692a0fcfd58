/* SPDX-License-Identifier: Apache-2.0 */
/* Dossiers from text, and from code: what cannot be judged is refused with its place. */
#include "prover_support.h"

#include "base/asset.h"
#include "json/json_writer.h"

static struct arena keep;
static const struct prover_pack *pack;

static void refused(const char *text, const char *field, const char *code, const char *detail)
{
	struct rules_problems problems;
	struct prover_dossier d = { 0 };

	assert_int_equal(prover_dossier_read(pack, &keep, text, strlen(text), &problems, &d),
			 ERR_INPUT);
	assert_true(problems.n > 0);
	if (!str_eq(problems.items[0].field, field) || !str_eq(problems.items[0].code, code) ||
	    !strstr(problems.items[0].detail, detail))
		fail_msg("%s: %s %s (%s)", text, problems.items[0].field, problems.items[0].code,
			 problems.items[0].detail);
}

#define WITH(more) "{\"case\": {\"steps\": []},\n " more "}"

static void faults_of_the_whole_name_their_place(void **state)
{
	(void)state;
	refused("{\"case\": ", "dossier", "bad_json", "line 2");
	refused("[]", "case", "type", "line 1, column 1");
	refused("{}", "case", "required", "line 1, column 1");
	refused("{\"case\": {\"steps\": [{\"step\": \"fly\"}]}}", "steps[0].step", "unknown",
		"column 30");
	refused(WITH("\"family\": 1"), "family", "unknown", "line 2, column 12");
	refused(WITH("\"papers_complete\": 1"), "papers_complete", "type", "line 2, column 21");
	refused(WITH("\"person\": 1"), "person", "type", "line 2");
	refused(WITH("\"person\": {\"id\": []}"), "person.id", "type", "line 2, column 19");
	refused(WITH("\"person\": {\"age\": 1}"), "person.age", "unknown", "line 2, column 20");
	refused(WITH("\"papers\": 1"), "papers", "type", "line 2, column 12");
	refused(WITH("\"members\": 1"), "members", "type", "line 2, column 13");
}

#define PAPER(more) WITH("\"papers\": [{\"code\": \"oath_record\", " more "}]")

static void one_paper_is_read_by_itself(void **state)
{
	static const char text[] = "{\"code\": \"oath_record\", \"meeting_on\": \"2026-07-01\","
				   " \"signers\": [{\"role\": \"chair\", \"person\": \"17\"}]}";
	static const char bad[] = "{\"code\": \"oath_record\", \"meeting_on\": \"soon\","
				  " \"signers\": [{\"role\": \"guest\"}]}";
	struct rules_problems problems;
	struct prover_paper p = { 0 };

	(void)state;
	assert_int_equal(prover_paper_read(pack, &keep, text, strlen(text), &problems, &p), OK);
	assert_int_equal(p.code, prover_paper_code(pack, "oath_record"));
	assert_int_equal(p.days[PROVER_DAY_dated_on], DATE_NONE);
	assert_int_equal(p.n_signers, 1);
	assert_string_equal(p.signers[0].person, "17");
	assert_int_equal(prover_paper_read(pack, &keep, bad, strlen(bad), &problems, &p),
			 ERR_INPUT);
	assert_int_equal(problems.n, 2);
	assert_string_equal(problems.items[0].field, "paper.meeting_on");
	assert_string_equal(problems.items[1].field, "paper.signers[0].role");
	assert_int_equal(prover_paper_read(pack, &keep, "[", 1, &problems, &p), ERR_INPUT);
	assert_string_equal(problems.items[0].code, "bad_json");
	assert_int_equal(prover_paper_read(pack, &keep, "1", 1, &problems, &p), ERR_INPUT);
	assert_string_equal(problems.items[0].field, "paper.code");
}

static void faults_of_papers_name_their_place(void **state)
{
	(void)state;
	refused(WITH("\"papers\": [1]"), "papers[0].code", "required", "line 2, column 13");
	refused(WITH("\"papers\": [{\"code\": \"poem\"}]"), "papers[0].code", "unknown",
		"column 22");
	refused(PAPER("\"colour\": 1"), "papers[0].colour", "unknown", "line 2");
	refused(PAPER("\"dated_on\": \"2026-02-30\""), "papers[0].dated_on", "bad_date", "line 2");
	refused(PAPER("\"birth_on\": \"2026-13\""), "papers[0].birth_on", "bad_date", "line 2");
	refused(PAPER("\"due\": -1"), "papers[0].due", "type", "line 2");
	refused(PAPER("\"due\": 1000001"), "papers[0].due", "type", "line 2");
	refused(PAPER("\"name\": {}"), "papers[0].name", "type", "line 2");
	refused(PAPER("\"sealed\": \"perhaps\""), "papers[0].sealed", "type", "line 2");
	refused(PAPER("\"supplement\": 2"), "papers[0].supplement", "type", "line 2");
	refused(PAPER("\"number\": 513"), "papers[0].number", "type", "line 2");
	refused(PAPER("\"record\": 0"), "papers[0].record", "range", "no such step");
	refused(PAPER("\"signers\": 1"), "papers[0].signers", "type", "line 2");
	refused(PAPER("\"signers\": [1]"), "papers[0].signers[0].role", "type", "line 2");
	refused(PAPER("\"signers\": [{}]"), "papers[0].signers[0].role", "required", "line 2");
	refused(PAPER("\"signers\": [{\"role\": \"king\"}]"), "papers[0].signers[0].role",
		"not_one_of", "line 2");
	refused(PAPER("\"signers\": [{\"role\": \"self\", \"pen\": 1}]"),
		"papers[0].signers[0].pen", "unknown", "line 2");
}

#define MEMBER(more) WITH("\"members\": [{\"id\": \"a\", " more "}]")

static void faults_of_members_name_their_place(void **state)
{
	(void)state;
	refused(WITH("\"members\": [{}]"), "members[0].id", "required", "line 2");
	refused(WITH("\"members\": [1]"), "members[0].id", "type", "line 2");
	refused(MEMBER("\"age\": 1"), "members[0].age", "unknown", "line 2");
	refused(MEMBER("\"full_from\": 1"), "members[0].full_from", "bad_date", "line 2");
	refused(MEMBER("\"discipline\": \"jailed\""), "members[0].discipline", "not_one_of",
		"line 2");
	refused(MEMBER("\"posts\": [{}]"), "members[0].posts[0].role", "required", "line 2");
	refused(MEMBER("\"posts\": [{\"role\": \"chair\", \"x\": 1}]"), "members[0].posts[0].x",
		"unknown", "line 2");
}

/* A long list of one thing, closed by `end`. */
static const char *many(const char *begin, const char *item, int n, const char *end)
{
	struct buf out;
	const char *text;

	buf_init(&out, 1000000);
	buf_adds(&out, begin);
	for (int i = 0; i < n; i++)
		buf_addf(&out, "%s%s", i ? "," : "", item);
	buf_adds(&out, end);
	text = arena_strdup(&keep, out.text);
	buf_release(&out);
	return text;
}

static void more_than_the_limits_is_refused(void **state)
{
	(void)state;
	refused(many("{\"case\": {\"steps\": []}, \"papers\": [", "{\"code\": \"oath_record\"}",
		     513, "]}"),
		"papers", "too_many", "line 1");
	refused(many("{\"case\": {\"steps\": []}, \"members\": [", "{\"id\": \"a\"}", 257, "]}"),
		"members", "too_many", "line 1");
	refused(many("{\"case\": {\"steps\": []}, \"papers\": [{\"code\": \"oath_record\", "
		     "\"signers\": [",
		     "{\"role\": \"self\"}", 17, "]}]}"),
		"papers[0].signers", "too_many", "line 1");
	refused(many("{\"case\": {\"steps\": []}, \"members\": [{\"id\": \"a\", \"posts\": [",
		     "{\"role\": \"chair\"}", 17, "]}]}"),
		"members[0].posts", "too_many", "line 1");
	refused(many("{\"case\": {\"steps\": []}, \"person\": {\"name\": \"", "长", 135, "\"}}"),
		"person.name", "too_long", "line 1");
}

/* The same from code, where no reader stands before. */
static void structs_out_of_range_are_refused(void **state)
{
	struct rules_case c = { .birth_on = DATE_NONE, .leaving_on = DATE_NONE };
	struct prover_signer signers[17] = { { .role = PROVER_ROLE__MAX, .signed_on = 900000 } };
	struct prover_post post = { .role = PROVER_ROLE__MAX };
	struct prover_member member = { .id = "",
					.discipline = RULES_DISCIPLINE__MAX,
					.full_from = 900000,
					.posts = &post,
					.n_posts = 1 };
	struct prover_paper p;
	struct prover_dossier d = { .rules = &c, .papers = &p, .n_papers = 1, .members = &member };
	struct prover_result r = { 0 };
	static const char *const fields[] = { "papers[0].code",
					      "papers[0].record",
					      "papers[0].number",
					      "papers[0].signers[0].role",
					      "papers[0].signers[0].signed_on",
					      "papers[0].dated_on",
					      "papers[0].due",
					      "papers[0].birth_on",
					      "members[0].id",
					      "members[0].discipline",
					      "members[0]",
					      "members[0].posts[0]" };

	(void)state;
	prover_paper_init(&p, -1);
	p.record = 3;
	p.number = -1;
	p.signers = signers;
	p.n_signers = 1;
	p.days[PROVER_DAY_dated_on] = 900000;
	p.counts[PROVER_COUNT_due] = -2;
	p.birth_precision = RULES_YEAR + 1;
	d.n_members = 1;
	assert_int_equal(prover_prove(pack, &d, 20000, &keep, &r), ERR_INPUT);
	assert_int_equal(r.problems->n, COUNTOF(fields));
	for (size_t i = 0; i < COUNTOF(fields); i++)
		assert_string_equal(r.problems->items[i].field, fields[i]);
	prover_paper_init(&p, 0);
	p.n_signers = 17;
	d.n_members = 0;
	assert_int_equal(prover_prove(pack, &d, 20000, &keep, &r), ERR_INPUT);
	assert_string_equal(r.problems->items[0].field, "papers[0].signers");
}

static void faults_of_the_case_are_told_as_the_rules_tell_them(void **state)
{
	struct rules_case c = { .birth_on = DATE_NONE, .leaving_on = 900000 };
	struct prover_dossier d = { .rules = &c };
	struct prover_result r = { 0 };

	(void)state;
	assert_int_equal(prover_prove(pack, &d, 20000, &keep, &r), ERR_INPUT);
	assert_string_equal(r.problems->items[0].field, "person.leaving_on");
}

/* The template: three contradictions, printed whole. */
static void the_template_is_read_and_proved(void **state)
{
	const struct asset *asset = asset_find("packs/prover/example-dossier.json");
	struct rules_problems problems;
	struct prover_dossier d = { 0 };
	struct prover_result r = { 0 };
	struct json_writer w;
	struct buf out;

	(void)state;
	assert_non_null(asset);
	assert_int_equal(prover_dossier_read(pack, &keep, (const char *)asset->bytes,
					     asset->size_bytes, &problems, &d),
			 OK);
	assert_int_equal(d.n_papers, 4);
	assert_true(d.papers[0].signatures_known);
	assert_false(d.papers[2].signatures_known);
	assert_int_equal(d.papers[3].counts[PROVER_COUNT_present], 2);
	assert_int_equal(d.papers[3].counts[PROVER_COUNT_yes], -1);
	assert_int_equal(prover_prove(pack, &d, 20700, &keep, &r), OK);
	assert_int_equal(r.n_findings, 3);
	assert_int_equal(findings_of(&r, "committee_quorum"), 1);
	buf_init(&out, 65536);
	json_begin(&w, &out);
	prover_result_print(pack, &d, 20700, &r, &w, NULL);
	assert_int_equal(json_end(&w), OK);
	assert_non_null(strstr(out.text, "\"contradictions\":3,\"warnings\":0"));
	assert_non_null(strstr(out.text, "\"rule\":\"recommendation_late\",\"severity\":"
					 "\"contradiction\",\"law\":\"national-2014\","
					 "\"article\":\"8\",\"custom\":null,\"tag\":\"B\""));
	assert_non_null(strstr(out.text, "「支委会会议记录」（推荐和确定入党积极分子）"));
	buf_release(&out);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&keep);
	pack = pack_built_in(&keep);
	return 0;
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
		cmocka_unit_test(faults_of_the_whole_name_their_place),
		cmocka_unit_test(faults_of_papers_name_their_place),
		cmocka_unit_test(faults_of_members_name_their_place),
		cmocka_unit_test(more_than_the_limits_is_refused),
		cmocka_unit_test(one_paper_is_read_by_itself),
		cmocka_unit_test(structs_out_of_range_are_refused),
		cmocka_unit_test(faults_of_the_case_are_told_as_the_rules_tell_them),
		cmocka_unit_test(the_template_is_read_and_proved),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
