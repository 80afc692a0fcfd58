/* SPDX-License-Identifier: Apache-2.0 */
/* May this step be recorded: stops with the day that cures them, warnings, input faults, words. */
#include "rules_support.h"
#include "json/json_writer.h"

static struct arena memory;
static const struct rules_set *set;

static int setup(void **state)
{
	(void)state;
	arena_init(&memory);
	set = built_in(&memory);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&memory);
	return 0;
}

/* The last step of the text is asked about; the others are the case. */
static enum err ask(const char *text, const char *today, struct rules_result *r)
{
	struct rules_case c = case_of(set, &memory, text);
	struct rules_record last = c.records[c.n_records - 1];

	c.n_records--;
	return rules_check_step(set, &c, &last, day_of(today), &memory, r);
}

#define CASE(steps) "{\"person\":{\"birth_on\":\"2005-01-01\"},\"steps\":[" steps "]}"
#define APPLY       "{\"step\":\"apply\",\"on\":\"2026-06-01\"}"

static void a_lawful_step_has_no_findings(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(ask(CASE(APPLY), "2026-06-01", &r), OK);
	assert_int_equal(r.n_findings, 0);
}

static void a_stop_tells_rule_article_and_the_first_lawful_day(void **state)
{
	struct rules_result r = { 0 };
	const struct rules_finding *f;

	(void)state;
	assert_int_equal(
		ask(CASE(APPLY ",{\"step\":\"activist_decide\",\"on\":\"2026-06-20\"},"
			       "{\"step\":\"cultivator_assign\",\"on\":\"2026-06-20\",\"facts\":"
			       "{\"cultivators\":[\"a\"]}},"
			       "{\"step\":\"candidate_decide\",\"on\":\"2027-06-19\",\"facts\":"
			       "{\"body\":\"assembly\",\"view_cultivators\":true,"
			       "\"view_members\":true,\"view_nonmembers\":true}}"),
		    "2027-06-19", &r),
		OK);
	f = find(&r, "cultivation_year");
	assert_non_null(f);
	assert_int_equal(f->severity, RULES_STOP);
	assert_string_equal(rules_rule_article(f->rule), "13");
	assert_string_equal(text_of(&memory, f->allowed_from), "2027-06-20");
	assert_int_equal(f->record, -1); /* the record asked about is not in the case yet */
}

static void only_the_asked_record_is_judged(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	/* The talk was late, which is not the fault of the step asked about. */
	assert_int_equal(ask(CASE(APPLY ",{\"step\":\"first_talk\",\"on\":\"2026-09-01\",\"facts\":"
					"{\"talker\":\"a\"}},"
					"{\"step\":\"activist_decide\",\"on\":\"2026-09-10\","
					"\"facts\":{\"recommendation\":\"league\","
					"\"body\":\"assembly\"}}"),
			     "2026-09-10", &r),
			 OK);
	assert_int_equal(r.n_findings, 0);
}

static void a_warning_is_no_stop(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(ask(CASE(APPLY ",{\"step\":\"first_talk\",\"on\":\"2026-07-02\",\"facts\":"
					"{\"talker\":\"a\"}}"),
			     "2026-07-02", &r),
			 OK);
	assert_int_equal(r.n_findings, 1);
	assert_int_equal(r.findings[0].severity, RULES_WARN);
}

static void a_missing_window_is_warned_of_when_listing_on_its_last_day(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(
		ask(CASE(APPLY ",{\"step\":\"activist_decide\",\"on\":\"2026-06-20\"},"
			       "{\"step\":\"cultivate\",\"on\":\"2026-12-01\",\"facts\":{\"kind\":"
			       "\"inspection\"}},"
			       "{\"step\":\"candidate_decide\",\"on\":\"2027-06-20\",\"facts\":"
			       "{\"body\":\"assembly\"}}"),
		    "2027-06-20", &r),
		OK);
	assert_non_null(find(&r, "inspections"));
	assert_int_equal(find(&r, "inspections")->severity, RULES_WARN);
}

static void a_day_to_come_is_stopped(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(ask(CASE(APPLY), "2026-05-31", &r), OK);
	assert_non_null(find(&r, "future"));
}

static void a_field_of_the_form_left_empty_is_an_input_fault(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(ask(CASE(APPLY ",{\"step\":\"first_talk\",\"on\":\"2026-06-02\"}"),
			     "2026-06-02", &r),
			 ERR_INPUT);
	assert_int_equal(r.problems->n, 1);
	assert_string_equal(r.problems->items[0].field, "facts.talker");
	assert_string_equal(r.problems->items[0].code, "required");
}

static void a_third_introducer_is_stopped_by_number(void **state)
{
	struct rules_result r = { 0 };
	const struct rules_finding *f;
	struct buf text;

	(void)state;
	assert_int_equal(ask(CASE(APPLY ",{\"step\":\"introducer_assign\",\"on\":\"2026-06-02\","
					"\"facts\":{\"introducers\":[\"a\",\"b\",\"c\"]}}"),
			     "2026-06-02", &r),
			 OK);
	f = find(&r, "introducers");
	assert_non_null(f);
	buf_init(&text, 1000);
	rules_message(set, f, true, &text);
	assert_string_equal(text.text, "入党介绍人应当是两名不同的正式党员（现有3名正式党员）。");
	buf_reset(&text);
	rules_message(set, f, false, &text);
	assert_string_equal(text.text, "There are exactly two different full members as "
				       "introducers (now 3).");
	buf_release(&text);
}

static void messages_name_days_steps_and_fields_in_both_languages(void **state)
{
	struct rules_result r = { 0 };
	struct buf text;

	(void)state;
	assert_int_equal(ask(CASE("{\"step\":\"archive\",\"on\":\"2026-06-02\",\"facts\":"
				  "{\"paper_pledge\":true,\"paper_application\":true,"
				  "\"paper_cultivation\":true,\"paper_review\":true}}"),
			     "2026-06-02", &r),
			 OK);
	buf_init(&text, 1000);
	rules_message(set, find(&r, "archive_papers"), true, &text);
	assert_string_equal(text.text, "归档材料不齐，还缺：预备党员教育考察登记表、转正申请书。");
	buf_reset(&text);
	rules_message(set, find(&r, "order"), false, &text);
	assert_string_equal(text.text, "Before \"Papers filed\" this must be done: Superior "
				       "committee decides on conversion.");
	buf_release(&text);
}

static void an_opened_approval_is_judged_by_its_receipt_only(void **state)
{
	struct rules_result r = { 0 };

	(void)state;
	assert_int_equal(ask(CASE("{\"step\":\"admission_vote\",\"on\":\"2026-07-01\"},"
				  "{\"step\":\"approval\",\"on\":null,\"facts\":{"
				  "\"received_on\":\"2026-07-03\"}}"),
			     "2026-07-03", &r),
			 OK);
	assert_int_equal(r.n_findings, 0);
	assert_int_equal(ask(CASE("{\"step\":\"admission_vote\",\"on\":\"2026-07-01\"},"
				  "{\"step\":\"approval\",\"on\":null,\"facts\":{"
				  "\"received_on\":\"2026-06-30\"}}"),
			     "2026-07-03", &r),
			 OK);
	assert_non_null(find(&r, "received_after_vote"));
}

static void input_faults_are_told_all_at_once_with_their_fields(void **state)
{
	static const char text[] =
		"{\"person\":{\"birth_on\":\"2005-02-30\"},\"colour\":1,\"steps\":["
		"{\"step\":\"no_such\",\"on\":\"2026-06-01\"},"
		"{\"step\":\"apply\",\"on\":\"June\"},"
		"{\"step\":\"pre_review\",\"on\":\"2026-06-01\",\"facts\":{\"result\":\"nice\","
		"\"mood\":\"good\"}}]}";
	static const char *const fields[] = { "case.colour",           "person.birth_on",
					      "steps[0].step",         "steps[1].on",
					      "steps[2].facts.result", "steps[2].facts.mood" };
	struct rules_problems problems;
	struct rules_case c;

	(void)state;
	assert_int_equal(rules_case_read(set, &memory, text, strlen(text), &problems, &c),
			 ERR_INPUT);
	assert_int_equal(problems.n, COUNTOF(fields));
	for (size_t i = 0; i < problems.n; i++)
		assert_string_equal(problems.items[i].field, fields[i]);
}

static void votes_that_cannot_be_name_their_count(void **state)
{
	static const struct {
		struct rules_votes votes;
		const char *fault;
	} all[] = {
		{ { .due = 9, .present = 9, .yes = 9 }, NULL },
		{ { .due = 9, .present = 10 }, "present" },
		{ { .due = 9, .present = 8, .written_yes = 1, .written_no = 1 }, "written_yes" },
		{ { .due = 9, .present = 5, .yes = 3, .no = 2, .abstain = 1 }, "yes" },
		{ { .due = -1 }, "due" },
		{ { .due = 9, .present = 5, .no = -1 }, "no" },
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(all); i++) {
		const char *fault = rules_votes_fault(&all[i].votes);

		assert_true(str_eq(fault, all[i].fault));
	}
}

static void the_kinds_of_vote_differ_at_exactly_half(void **state)
{
	const struct rules_pack *pack = rules_pack_on(set, day_of("2026-06-01"));
	struct rules_votes half = { .due = 20, .present = 10, .yes = 10 };
	struct rules_vote_outcome got = { 0 };

	(void)state;
	assert_int_equal(rules_vote(pack, "membership", &half, &got), OK);
	assert_false(got.valid);
	assert_int_equal(rules_vote(pack, "ordinary", &half, &got), OK);
	assert_true(got.valid);
	assert_false(got.passed);
	assert_int_equal(rules_vote(pack, "by_acclamation", &half, &got), ERR_NOT_FOUND);
	half.present = 21;
	assert_int_equal(rules_vote(pack, "ordinary", &half, &got), ERR_INPUT);
}

static void a_pack_prints_all_that_a_form_needs(void **state)
{
	struct json_writer w;
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	json_begin(&w, &out);
	rules_pack_print(set, rules_pack_on(set, day_of("2026-06-01")), &w, NULL);
	assert_int_equal(json_end(&w), OK);
	assert_non_null(strstr(out.text, "\"code\":\"admission_vote\""));
	assert_non_null(strstr(out.text, "\"name\":\"votes\",\"type\":\"votes\""));
	assert_non_null(strstr(out.text, "入党志愿书"));
	buf_release(&out);
}

static void evaluation_leaves_the_case_and_the_set_as_they_were(void **state)
{
	struct rules_case c = case_of(set, &memory, CASE(APPLY));
	struct rules_record before = c.records[0];
	struct rules_result one = { 0 }, two = { 0 };

	(void)state;
	assert_int_equal(rules_evaluate(set, &c, day_of("2026-09-01"), &memory, &one), OK);
	assert_int_equal(rules_evaluate(set, &c, day_of("2026-09-01"), &memory, &two), OK);
	assert_memory_equal(&before, &c.records[0], sizeof(before));
	assert_int_equal(one.n_findings, two.n_findings);
	assert_int_equal(one.n_debts, two.n_debts);
	assert_int_equal(one.n_next, two.n_next);
	assert_int_equal(one.next[0].earliest_on, two.next[0].earliest_on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lawful_step_has_no_findings),
		cmocka_unit_test(a_stop_tells_rule_article_and_the_first_lawful_day),
		cmocka_unit_test(only_the_asked_record_is_judged),
		cmocka_unit_test(a_warning_is_no_stop),
		cmocka_unit_test(a_missing_window_is_warned_of_when_listing_on_its_last_day),
		cmocka_unit_test(a_day_to_come_is_stopped),
		cmocka_unit_test(a_field_of_the_form_left_empty_is_an_input_fault),
		cmocka_unit_test(a_third_introducer_is_stopped_by_number),
		cmocka_unit_test(messages_name_days_steps_and_fields_in_both_languages),
		cmocka_unit_test(an_opened_approval_is_judged_by_its_receipt_only),
		cmocka_unit_test(input_faults_are_told_all_at_once_with_their_fields),
		cmocka_unit_test(votes_that_cannot_be_name_their_count),
		cmocka_unit_test(the_kinds_of_vote_differ_at_exactly_half),
		cmocka_unit_test(a_pack_prints_all_that_a_form_needs),
		cmocka_unit_test(evaluation_leaves_the_case_and_the_set_as_they_were),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
