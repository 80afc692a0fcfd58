/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every hard stop refuses, names its rule and article, and writes nothing; every warning asks for
 * a reason and keeps it.
 */
#include "fixture.h"

#define BALLOT "\"ballot\":\"secret\",\"one_person\":true"
#define VIEWS  "\"view_group\":true,\"view_members\":true,\"view_nonmembers\":true"
#define CONVERT                                                                                    \
	"\"committee_examined\":true," VIEWS "," BALLOT                                            \
	",\"votes\":{\"due\":9,\"present\":8,\"yes\":8}"

/* One refused step. until: how far the story is told before; NULL: nothing is recorded yet. */
struct refusal {
	const char *name, *until;
	struct story_step before; /* recorded first, by whoever may; step NULL: nothing */
	struct story_step tried;
	const char *rule, *article; /* article NULL: none may be printed */
	const char *allowed_from;
};

static const struct refusal refusals[] = {
	{ "a_step_without_the_one_before_it",
	  "apply",
	  { 0 },
	  { "b", "cultivator_assign", "2026-07-02", "{\"cultivators\":[\"301\"]}" },
	  "order",
	  NULL,
	  NULL },
	{ "a_step_dated_before_the_one_it_needs",
	  "activist_decide",
	  { 0 },
	  { "s", "activist_file", "2026-06-30", "{}" },
	  "order",
	  NULL,
	  "2026-07-01" },
	{ "the_same_step_twice",
	  "apply",
	  { 0 },
	  { "b", "apply", "2026-06-05", "{}" },
	  "twice",
	  NULL,
	  NULL },
	{ "an_activist_nobody_recommended",
	  "first_talk",
	  { 0 },
	  { "b", "activist_decide", "2026-07-01",
	    "{\"recommendation\":\"none\",\"body\":\"committee\"}" },
	  "recommendation",
	  "8",
	  NULL },
	{ "a_cultivator_on_probation",
	  "activist_file",
	  { 0 },
	  { "b", "cultivator_assign", "2026-07-02", "{\"cultivators\":[\"310\"]}" },
	  "cultivators",
	  "9",
	  NULL },
	{ "three_cultivators",
	  "activist_file",
	  { 0 },
	  { "b", "cultivator_assign", "2026-07-02", "{\"cultivators\":[\"301\",\"302\",\"303\"]}" },
	  "cultivators",
	  "9",
	  NULL },
	{ "a_candidate_after_less_than_a_year",
	  "cultivate",
	  { 0 },
	  { "b", "candidate_decide", "2027-06-30",
	    "{\"body\":\"committee\",\"view_cultivators\":true," VIEWS "}" },
	  "cultivation_year",
	  "13",
	  "2027-07-01" },
	{ "a_candidate_without_the_views_of_others",
	  "cultivate",
	  { 0 },
	  { "b", "candidate_decide", "2027-07-02",
	    "{\"body\":\"committee\",\"view_cultivators\":true,\"view_members\":true}" },
	  "views",
	  "13",
	  NULL },
	{ "a_notice_without_the_superiors_agreement",
	  "candidate_decide",
	  { "s", "candidate_agree", "2027-07-05", "{\"result\":\"not_agreed\"}" },
	  { "b", "candidate_notice", "2027-07-06", "{\"open_objection\":false}" },
	  "agreement",
	  "13",
	  NULL },
	{ "introducers_on_the_last_day_of_the_notice",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-12", "{\"introducers\":[\"301\",\"302\"]}" },
	  "notice",
	  "13",
	  "2027-07-13" },
	{ "introducers_while_an_objection_is_open",
	  "candidate_agree",
	  { "b", "candidate_notice", "2027-07-06", "{\"open_objection\":true}" },
	  { "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\",\"302\"]}" },
	  "objection",
	  "13",
	  NULL },
	{ "one_introducer",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\"]}" },
	  "introducers",
	  "14",
	  NULL },
	{ "three_introducers",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\",\"302\",\"303\"]}" },
	  "introducers",
	  "14",
	  NULL },
	{ "the_same_introducer_twice",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\",\"301\"]}" },
	  "introducers",
	  "14",
	  NULL },
	{ "an_introducer_on_probation_himself",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13", "{\"introducers\":[\"301\",\"310\"]}" },
	  "introducers",
	  "14",
	  NULL },
	{ "a_full_membership_that_only_the_request_claims",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13",
	    "{\"introducers\":[\"301\",{\"id\":\"310\",\"full_member\":true}]}" },
	  "introducers",
	  "14",
	  NULL },
	{ "an_introducer_under_discipline",
	  "candidate_notice",
	  { 0 },
	  { "b", "introducer_assign", "2027-07-13",
	    "{\"introducers\":[\"301\",{\"id\":\"302\",\"discipline\":"
	    "\"intra_party_probation_rights_not_restored\"}]}" },
	  "introducer_barred",
	  "14",
	  NULL },
	{ "a_short_training_of_two_days_and_23_hours",
	  "review_done",
	  { 0 },
	  { "s", "short_training", "2027-08-05", "{\"days\":2,\"hours\":23}" },
	  "training",
	  "17",
	  NULL },
	{ "an_examination_without_review_and_training",
	  "introducer_assign",
	  { 0 },
	  { "b", "committee_examine", "2027-08-20", "{\"body\":\"committee\"}" },
	  "order",
	  NULL,
	  NULL },
	{ "an_examination_after_a_review_that_was_not_passed",
	  "introducer_assign",
	  { "b", "review_done", "2027-08-01",
	    "{\"reviewed_by\":\"甲一支部\",\"conclusion\":\"not_passed\"}" },
	  { "b", "committee_examine", "2027-08-20", "{\"body\":\"committee\"}" },
	  "review_passed",
	  "16",
	  NULL },
	{ "a_pledge_form_before_the_pre_review",
	  "committee_examine",
	  { 0 },
	  { "b", "pledge_form", "2027-08-28", "{}" },
	  "order",
	  NULL,
	  NULL },
	{ "a_pledge_form_after_a_failed_pre_review",
	  "committee_examine",
	  { "s", "pre_review", "2027-08-25", "{\"result\":\"not_passed\"}" },
	  { "b", "pledge_form", "2027-08-28", "{}" },
	  "pre_review_passed",
	  "18",
	  NULL },
	{ "an_assembly_without_quorum",
	  "pledge_form",
	  { 0 },
	  { "b", "admission_vote", "2027-09-10",
	    "{" BALLOT ",\"votes\":{\"due\":10,\"present\":5,\"yes\":5}}" },
	  "quorum",
	  "19",
	  NULL },
	{ "a_majority_of_those_present_only",
	  "pledge_form",
	  { 0 },
	  { "b", "admission_vote", "2027-09-10",
	    "{" BALLOT ",\"votes\":{\"due\":9,\"present\":5,\"yes\":4}}" },
	  "majority",
	  "20",
	  NULL },
	{ "a_show_of_hands",
	  "pledge_form",
	  { 0 },
	  { "b", "admission_vote", "2027-09-10",
	    "{\"ballot\":\"open\",\"one_person\":true,"
	    "\"votes\":{\"due\":9,\"present\":8,\"yes\":8}}" },
	  "secret_ballot",
	  "20",
	  NULL },
	{ "two_people_in_one_vote",
	  "pledge_form",
	  { 0 },
	  { "b", "admission_vote", "2027-09-10",
	    "{\"ballot\":\"secret\",\"one_person\":false,"
	    "\"votes\":{\"due\":9,\"present\":8,\"yes\":8}}" },
	  "one_by_one",
	  "20",
	  NULL },
	{ "an_approval_without_the_superiors_talk",
	  "admission_vote",
	  { 0 },
	  { "s", "approval", "2027-10-01",
	    "{\"received_on\":\"2027-09-12\",\"decision\":\"approved\"}" },
	  "order",
	  NULL,
	  NULL },
	{ "an_approval_of_several_at_once",
	  "approval_talk",
	  { 0 },
	  { "s", "approval", "2027-10-01",
	    "{\"received_on\":\"2027-09-12\",\"decision\":\"approved\",\"one_person\":false}" },
	  "approval_one_by_one",
	  "24",
	  NULL },
	{ "an_oath_before_the_approval",
	  "approval_talk",
	  { 0 },
	  { "b", "oath", "2027-09-30", "{}" },
	  "order",
	  NULL,
	  NULL },
	{ "a_conversion_a_day_early",
	  "convert_apply",
	  { 0 },
	  { "b", "convert_vote", "2028-09-09", "{\"outcome\":\"convert\"," CONVERT "}" },
	  "convert_not_before",
	  "31",
	  "2028-09-10" },
	{ "a_conversion_without_the_views_of_members",
	  "convert_apply",
	  { 0 },
	  { "b", "convert_vote", "2028-09-10",
	    "{\"outcome\":\"convert\"," BALLOT ",\"votes\":{\"due\":9,\"present\":8,\"yes\":8}}" },
	  "convert_views",
	  "32",
	  NULL },
	{ "a_conversion_nobody_asked_for",
	  "probation_inspect",
	  { 0 },
	  { "b", "convert_vote", "2028-09-10", "{\"outcome\":\"convert\"," CONVERT "}" },
	  "order",
	  NULL,
	  NULL },
	{ "an_extension_of_five_months",
	  "convert_apply",
	  { 0 },
	  { "b", "convert_vote", "2028-09-10",
	    "{\"outcome\":\"extend\",\"extend_months\":5," CONVERT "}" },
	  "extension_length",
	  "31",
	  NULL },
	{ "an_extension_of_thirteen_months",
	  "convert_apply",
	  { 0 },
	  { "b", "convert_vote", "2028-09-10",
	    "{\"outcome\":\"extend\",\"extend_months\":13," CONVERT "}" },
	  "extension_length",
	  "31",
	  NULL },
	{ "a_postponement_of_one_who_was_not_transferred",
	  "convert_apply",
	  { 0 },
	  { "b", "postponement", "2028-09-10", "{\"reason\":\"考察时间不足\"}" },
	  "postponement_transfer",
	  "35",
	  NULL },
	{ "filing_papers_that_are_missing",
	  "convert_approval",
	  { 0 },
	  { "s", "archive", "2028-11-01",
	    "{\"paper_pledge\":true,\"paper_application\":true,\"paper_cultivation\":true,"
	    "\"paper_review\":true,\"paper_conversion\":true}" },
	  "archive_papers",
	  "36",
	  NULL },
};

static void told(const char *details, const struct refusal *r)
{
	const char *wanted[] = { "\"stops\":[{", "\"zh\":\"", "\"en\":\"" };
	const char *found;
	char text[120];

	for (size_t i = 0; i < COUNTOF(wanted); i++)
		assert_non_null(strstr(details, wanted[i]));
	snprintf(text, sizeof(text), "\"rule\":\"%s\",\"severity\":\"stop\",\"article\":", r->rule);
	found = strstr(details, text);
	if (!found)
		print_error("no %s in %s\n", text, details);
	assert_non_null(found);
	snprintf(text, sizeof(text), "\"article\":\"%s\"", r->article ? r->article : "");
	if (!r->article)
		snprintf(text, sizeof(text), "\"article\":null");
	assert_non_null(strstr(found, text));
	snprintf(text, sizeof(text), "\"allowed_from\":\"%s\"",
		 r->allowed_from ? r->allowed_from : "");
	if (r->allowed_from)
		assert_non_null(strstr(found, text));
}

static void is_refused(void **state)
{
	struct fixture *f = *state;
	const struct refusal *r = f->arg;
	int64_t id = open_case(f, &f->secretary, 201), before;
	struct tried t;

	if (r->until)
		tell_story(f, id, r->until);
	if (r->before.step) {
		t = try_step(f, story_post(f, &r->before), id, &r->before, NULL, 0);
		if (t.e)
			print_error("%s %s\n", t.problem, t.details);
		assert_int_equal(t.e, OK);
	}
	before = fixture_rows(f);
	t = try_step(f, story_post(f, &r->tried), id, &r->tried, NULL, 0);
	if (t.e != ERR_RULE)
		print_error("%s: %s\n", err_code(t.e), t.problem);
	assert_int_equal(t.e, ERR_RULE);
	told(t.details, r);
	assert_int_equal(fixture_rows(f), before);
	/* A reason does not help against a stop. */
	t = try_step(f, story_post(f, &r->tried), id, &r->tried, r->rule, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_int_equal(fixture_rows(f), before);
}

static void an_applicant_is_18_on_the_day(void **state)
{
	struct fixture *f = *state;
	const struct story_step day_early = { "b", "apply", "2026-06-01", "{}" };
	const struct story_step birthday = { "b", "apply", "2026-06-02", "{}" };
	int64_t id = open_case(f, &f->secretary, 201);
	struct tried t;

	fixture_sql(f, "UPDATE person SET birth = '2008-06-02' WHERE id = 201");
	t = try_step(f, &f->secretary, id, &day_early, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "\"rule\":\"age\""));
	assert_non_null(strstr(t.details, "\"allowed_from\":\"2026-06-02\""));
	assert_int_equal(try_step(f, &f->secretary, id, &birthday, NULL, 0).e, OK);
}

static void a_general_branch_cannot_approve(void **state)
{
	static const char everything[] = "activist_body candidate_body examine_body roll";
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->general_organiser, 208), before;
	struct tried t = { .e = OK };

	for (size_t i = 0; i < story_length && strcmp(story[i].step, "approval") != 0; i++) {
		t = try_step(f, &f->general_organiser, id, &story[i], everything, 0);
		if (t.e)
			print_error("%s: %s %s\n", story[i].step, t.problem, t.details);
		assert_int_equal(t.e, OK);
	}
	before = fixture_rows(f);
	t = try_step(f, &f->general_organiser, id,
		     &(struct story_step){ "s", "approval", "2027-10-01",
					   "{\"received_on\":\"2027-09-12\",\"decision\":"
					   "\"approved\",\"approving_body\":\"party_committee\"}" },
		     NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "\"rule\":\"approving_body\""));
	assert_non_null(strstr(t.details, "\"article\":\"22\""));
	assert_int_equal(fixture_rows(f), before);
	/* The committee above it can. */
	t = try_step(f, &f->department, id,
		     &(struct story_step){ "s", "approval", "2027-10-01",
					   "{\"received_on\":\"2027-09-12\",\"decision\":"
					   "\"approved\"}" },
		     NULL, 0);
	assert_int_equal(t.e, OK);
	assert_int_equal(fixture_number(f,
					"SELECT organisation_id FROM step_record WHERE id = %lld",
					(long long)t.record_id),
			 1);
}

static void a_second_extension_is_refused(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	static const struct story_step steps[] = {
		{ "b", "convert_vote", "2028-09-10",
		  "{\"outcome\":\"extend\",\"extend_months\":6," CONVERT "}" },
		{ "s", "convert_approval", "2028-10-01",
		  "{\"received_on\":\"2028-09-12\",\"decision\":\"approved\"}" },
	};
	static const struct story_step again = {
		"b", "convert_vote", "2029-03-10",
		"{\"outcome\":\"extend\",\"extend_months\":6," CONVERT "}"
	};
	struct case_reply page;
	struct tried t;

	tell_story(f, id, "convert_apply");
	for (size_t i = 0; i < COUNTOF(steps); i++)
		assert_int_equal(try_step(f, story_post(f, &steps[i]), id, &steps[i], NULL, 0).e,
				 OK);
	page = page_of(f, &f->secretary, id);
	assert_true(page.extended);
	assert_string_equal(page.stage, "probationary");
	assert_string_equal(page.probation_due_on, "2029-03-10");
	fixture_day("2029-03-11");
	t = try_step(f, &f->secretary, id, &again, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "\"rule\":\"extension_once\""));
	assert_non_null(strstr(t.details, "\"article\":\"31\""));
}

static void nothing_follows_an_exit(void **state)
{
	static const struct story_step out = { "b", "withdrawn", "2026-07-20", "{}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "activist_decide");
	assert_int_equal(try_step(f, &f->secretary, id, &out, NULL, 0).e, OK);
	assert_string_equal(fixture_text(f, "SELECT state FROM development_case WHERE id = %lld",
					 (long long)id),
			    "withdrawn");
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "withdrawn");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_duty"), 0);
	assert_int_equal(try_step(f, &f->organiser, id, &story[3], NULL, 0).e, ERR_CONFLICT);
	assert_true(open_case(f, &f->secretary, 201) > id); /* he may apply again */
}

static bool page_offers(struct fixture *f, const struct post *post, int64_t id, const char *code)
{
	struct case_reply page = page_of(f, post, id);
	const struct exit_reply *exits = page.exits.items;

	for (size_t i = 0; i < page.exits.n; i++) {
		if (str_eq(exits[i].code, code))
			return exits[i].may_record;
	}
	return false;
}

/* S000-07: training, review and introducers missing: one refusal lists them all, in both tongues. */
static void everything_that_is_missing_is_listed(void **state)
{
	static const struct story_step examine = { "b", "committee_examine", "2027-08-20",
						   "{\"body\":\"committee\"}" };
	static const struct story_step decide = { "b", "candidate_decide", "2027-07-15",
						  "{\"body\":\"committee\"}" };
	static const char *const listed[] = { "introducer_assign", "review_done", "short_training",
					      "确定入党介绍人、政治审查、短期集中培训" };
	static const char *const views[] = { "培养联系人", "党员", "群众" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct tried t;

	tell_story(f, id, "cultivator_assign");
	t = try_step(f, &f->secretary, id, &decide, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	for (size_t i = 0; i < COUNTOF(views); i++)
		assert_non_null(strstr(t.details, views[i]));
	fixture_sql(f, "DELETE FROM step_record");
	tell_story(f, id, "candidate_notice");
	t = try_step(f, &f->secretary, id, &examine, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	for (size_t i = 0; i < COUNTOF(listed); i++) {
		if (!strstr(t.details, listed[i]))
			fail_msg("%s is not in %s", listed[i], t.details);
	}
}

/* Only the ways out that the rules allow are offered, and each only to whom it belongs. */
static void the_ways_out_are_those_of_the_stage(void **state)
{
	static const struct story_step out = { "b", "withdrawn", "2027-10-20", "{}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct tried t;

	assert_false(page_offers(f, &f->secretary, id, "withdrawn")); /* nothing to withdraw yet */
	tell_story(f, id, "apply");
	assert_true(page_offers(f, &f->secretary, id, "withdrawn"));
	assert_true(page_offers(f, &f->secretary, id, "transferred_out"));
	assert_false(page_offers(f, &f->secretary, id, "not_approved")); /* the superior's */
	assert_true(page_offers(f, &f->organiser, id, "not_approved"));
	assert_false(page_offers(f, &f->department, id, "not_recognised"));
	assert_false(page_offers(f, &f->secretary, id, "postponement"));
	fixture_sql(f, "DELETE FROM step_record");
	fixture_sql(f, "UPDATE development_case SET state = 'open', version = version");
	tell_story(f, id, "approval");
	assert_false(page_offers(f, &f->secretary, id, "withdrawn"));
	assert_false(page_offers(f, &f->organiser, id, "not_approved"));
	assert_true(page_offers(f, &f->department, id, "not_recognised"));
	t = try_step(f, &f->secretary, id, &out, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "\"rule\":\"exit_before_admission\""));
	assert_non_null(strstr(t.details, "退党程序"));
}

static void a_warning_without_a_reason_is_refused(void **state)
{
	static const struct story_step late = { "b", "first_talk", "2026-07-02",
						"{\"talker\":\"301\"}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), before;
	struct tried t;

	tell_story(f, id, "apply");
	before = fixture_rows(f);
	t = try_step(f, &f->secretary, id, &late, NULL, 0);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "\"stops\":[]"));
	assert_non_null(strstr(t.details, "\"rule\":\"first_talk_due\",\"severity\":\"warn\","
					  "\"article\":\"7\""));
	assert_int_equal(fixture_rows(f), before);
}

static void the_reason_for_a_warning_is_kept_in_the_record(void **state)
{
	static const struct story_step late = { "b", "first_talk", "2026-07-02",
						"{\"talker\":\"301\"}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	const struct case_step_reply *step;
	const struct warning_reply *warning;
	struct case_reply page;

	tell_story(f, id, "apply");
	assert_int_equal(try_step(f, &f->secretary, id, &late, "first_talk_due", 0).e, OK);
	page = page_of(f, &f->secretary, id);
	step = page_step(&page, "first_talk");
	assert_int_equal(step->warnings.n, 1);
	warning = step->warnings.items;
	assert_string_equal(warning->rule, "first_talk_due");
	assert_string_equal(warning->reason, "情况特殊，已说明");
	assert_int_equal(page.findings.n, 1); /* and it stays a finding */
}

static void a_training_with_a_special_reason_asks_for_a_reason_only(void **state)
{
	static const struct story_step shorter = { "s", "short_training", "2027-08-05",
						   "{\"days\":2,\"special_reason\":\"援外任务\"}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "review_done");
	assert_int_equal(try_step(f, &f->organiser, id, &shorter, NULL, 0).e, ERR_RULE);
	assert_int_equal(try_step(f, &f->organiser, id, &shorter, "training", 0).e, OK);
}

#define T(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	struct CMUnitTest stops[COUNTOF(refusals)];
	static const struct CMUnitTest others[] = {
		T(an_applicant_is_18_on_the_day),
		T(a_general_branch_cannot_approve),
		T(a_second_extension_is_refused),
		T(nothing_follows_an_exit),
		T(the_ways_out_are_those_of_the_stage),
		T(everything_that_is_missing_is_listed),
		T(a_warning_without_a_reason_is_refused),
		T(the_reason_for_a_warning_is_kept_in_the_record),
		T(a_training_with_a_special_reason_asks_for_a_reason_only),
	};
	size_t n = 0;
	int failed;

	for (size_t i = 0; i < COUNTOF(refusals); i++) {
		stops[n++] = (struct CMUnitTest){ refusals[i].name, is_refused, fixture_open,
						  fixture_close, (void *)&refusals[i] };
	}
	failed = fixture_run(stops, n);
	return failed + fixture_run(others, COUNTOF(others));
}
