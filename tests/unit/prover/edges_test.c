/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The edge of each kind of check: the last thing it lets pass and the first it finds; and what a
 * school's layer, an unknown person or a step taken back change.
 */
#include "prover_support.h"

static struct arena keep;
static const struct prover_pack *pack;
static struct made *m;

static int found_after(enum made_pack law, uint32_t path, const char *change, const char *rule)
{
	struct prover_result r = { 0 };

	made_dossier(m, 42, law, path);
	if (!made_change(m, change))
		fail_msg("nothing to change: %s", change);
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	return findings_of(&r, rule);
}

struct edge {
	const char *rule, *change;
	int n;
};

static void edges(enum made_pack law, uint32_t path, const struct edge *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int got = found_after(law, path, all[i].change, all[i].rule);

		if (got != all[i].n)
			fail_msg("%s: %s: %d findings, %d expected", all[i].rule, all[i].change,
				 got, all[i].n);
	}
}

static void days_at_the_edge(void **state)
{
	static const struct edge all[] = {
		/* order: the same day is in order, unless strict */
		{ "activist_report_early",
		  "set activist_filing_report.dated_on activist_minutes.meeting_on", 0 },
		{ "activist_report_early",
		  "set activist_filing_report.dated_on activist_minutes.meeting_on-1", 1 },
		{ "supplement_as_original",
		  "supplement oath_record; set oath_record.original_on oath_record.dated_on-1", 0 },
		{ "supplement_as_original",
		  "supplement oath_record; set oath_record.original_on oath_record.dated_on", 1 },
		/* within, apart */
		{ "letter_long_before", "set application_letter.dated_on @apply-30", 0 },
		{ "letter_long_before", "set application_letter.dated_on @apply-31", 1 },
		{ "conversion_early", "set conversion_request.dated_on @admission_vote+337", 0 },
		{ "conversion_early", "set conversion_request.dated_on @admission_vote+333", 1 },
		/* spread: sixty days are enough, fifty-nine are not */
		{ "report_spread",
		  "set thought_report_receipt#2.dated_on thought_report_receipt.dated_on+60", 0 },
		{ "report_spread",
		  "set thought_report_receipt#2.dated_on thought_report_receipt.dated_on+59", 1 },
		{ "report_spread",
		  "set thought_report_receipt#4.dated_on thought_report_receipt.dated_on", 1 },
		/* not_future */
		{ "future", "set archive_list.dated_on today", 0 },
		{ "future", "set archive_list.received_on today+1", 1 },
		/* days_cover: both ends count */
		{ "training_days_cover", "set training_record.training_days 3", 0 },
		{ "training_days_cover", "set training_record.training_days 4", 1 },
		/* the year of an earlier text in a number is not the year in brackets */
		{ "number_year", "set approval_request.document_number 12〔2x〕3号", 0 },
	};

	(void)state;
	edges(MADE_2014, MADE_COMMITTEE, all, COUNTOF(all));
}

static void counts_at_the_edge(void **state)
{
	static const char due12[] =
		"unfact admission_vote.votes; clear admission_ballot.counts; "
		"clear admission_resolution.counts; clear admission_minutes.counts; "
		"set admission_minutes.due 12; set admission_minutes.present ";
	static const char for12[] =
		"clear admission_minutes.counts; clear admission_resolution.counts; "
		"set admission_resolution.due 12; set admission_resolution.present 12; "
		"set admission_resolution.yes ";

	(void)state;
	/* More than half of those entitled, for members; half is enough for a committee. */
	assert_int_equal(
		found_after(MADE_2026, 0, arena_printf(&keep, "%s6", due12), "assembly_quorum"), 1);
	assert_int_equal(
		found_after(MADE_2026, 0, arena_printf(&keep, "%s7", due12), "assembly_quorum"), 0);
	assert_int_equal(
		found_after(MADE_2026, 0, arena_printf(&keep, "%s6", for12), "assembly_majority"),
		1);
	assert_int_equal(
		found_after(MADE_2026, 0, arena_printf(&keep, "%s7", for12), "assembly_majority"),
		0);
	assert_int_equal(found_after(MADE_2026, 0,
				     arena_printf(&keep,
						  "%s5; set admission_resolution.present 10; set "
						  "admission_resolution.written_yes 2",
						  for12),
				     "assembly_majority"),
			 0);
	assert_int_equal(found_after(MADE_2026, MADE_COMMITTEE,
				     "set activist_minutes.due 4; set activist_minutes.present 2",
				     "committee_quorum"),
			 0);
	assert_int_equal(found_after(MADE_2026, MADE_COMMITTEE,
				     "set activist_minutes.due 4; set activist_minutes.present 1",
				     "committee_quorum"),
			 1);
	/* Where there is no committee, the assembly's quorum is another matter. */
	assert_int_equal(
		found_after(MADE_2026, 0, "set activist_minutes.present 0", "committee_quorum"), 0);
	assert_int_equal(found_after(MADE_2026, 0, "set views_record.heard 5", "views_few"), 0);
}

static void numbers_of_documents(void **state)
{
	static const struct {
		const char *number;
		int n;
	} all[] = {
		{ "某学院党〔2026〕12号", 0 },
		{ "中共某学院委员会〔2026〕1号", 0 },
		{ "某学院党[2026]12号", 1 },
		{ "某学院党（2026）12号", 1 },
		{ "某学院党〔26〕12号", 1 },
		{ "某学院党〔2026〕012号", 1 },
		{ "某学院党〔2026〕第12号", 1 },
		{ "某学院党〔2026〕12", 1 },
		{ "〔2026〕12号", 1 },
		{ "某学院党〔2026〕号", 1 },
		{ "某学院党〔2026〕12号甲", 1 },
		{ "某学院党〔2026〕1234567号", 1 },
		{ "12", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNTOF(all); i++) {
		const char *change = arena_printf(&keep, "set approval_request.document_number %s",
						  all[i].number);

		if (found_after(MADE_2026, 0, change, "number_format") != all[i].n)
			fail_msg("%s", all[i].number);
	}
}

static void identity_agrees_to_the_precision_known(void **state)
{
	struct prover_result r = { 0 };

	(void)state;
	made_dossier(m, 42, MADE_2026, 0);
	for (size_t i = 0; i < m->d.n_papers; i++) {
		struct prover_paper *p = &m->papers[i];
		struct ymd on;

		if (p->days[PROVER_DAY_birth_on] == DATE_NONE)
			continue;
		on = date_to_ymd(p->days[PROVER_DAY_birth_on]);
		p->birth_precision = RULES_MONTH;
		p->days[PROVER_DAY_birth_on] -= on.day - 1;
	}
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_int_equal(findings_of(&r, "birth_differs"), 0);
	for (size_t i = 0; i < m->d.n_papers; i++) {
		if (m->papers[i].days[PROVER_DAY_birth_on] != DATE_NONE)
			m->papers[i].days[PROVER_DAY_birth_on] -= 40;
	}
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_true(findings_of(&r, "birth_differs") > 0);
}

static void people_who_are_not_known_are_not_judged(void **state)
{
	static const struct edge all[] = {
		{ "teller_full", "unsign admission_ballot teller; sign admission_ballot teller x",
		  0 },
		{ "secretary_post",
		  "unsign admission_resolution secretary; sign admission_resolution secretary x",
		  0 },
		/* A full member from the day of signing on. */
		{ "teller_full", "member teller full @admission_vote", 0 },
		{ "teller_full", "member teller full @admission_vote+1",
		  1 }, /* of the two ballots */
		{ "introducer_barred", "member cultivator-2 barred warned", 0 },
	};

	(void)state;
	edges(MADE_2026, MADE_CANCELLED, all, COUNTOF(all));
}

/* Missing is found only where the list is complete; a supplement is as good as the paper. */
static void missing_papers_at_the_edge(void **state)
{
	struct prover_result r = { 0 };

	(void)state;
	assert_int_equal(found_after(MADE_2026, 0, "supplement oath_record", "missing_oath"), 0);
	assert_int_equal(found_after(MADE_2026, 0, "drop oath_record", "missing_oath"), 1);
	m->d.papers_complete = false;
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_int_equal(r.n_findings, 0);
	/* Before 11 May 2026 the candidate is filed, after it agreed to and posted. */
	assert_int_equal(
		found_after(MADE_2014, 0, "drop candidate_filing_form", "missing_candidate_filing"),
		1);
	assert_int_equal(
		found_after(MADE_2014, MADE_NOTICED, "drop candidate_notice", "missing_notice"), 0);
	assert_int_equal(found_after(MADE_2014, 0, "drop probation_form", "missing_probation_form"),
			 0);
}

/* A step taken back takes its papers out of the comparison. */
static void papers_of_a_voided_step_are_not_compared(void **state)
{
	struct prover_result r = { 0 };

	(void)state;
	made_dossier(m, 42, MADE_2026, MADE_EXTENDED);
	assert_true(made_change(
		m, "set conversion_minutes.meeting_on conversion_minutes.meeting_on-1"));
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_int_equal(findings_of(&r, "conversion_minutes_day"), 1);
	for (size_t i = 0; i < m->c.n_records; i++) {
		if (str_eq(rules_step_code(m->set, m->recs[i].step), "convert_vote")) {
			m->recs[i].voided = true;
			break;
		}
	}
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_int_equal(findings_of(&r, "conversion_minutes_day"), 0);
}

/* Two extensions' worth of papers each belong to their own vote. */
static void each_vote_has_its_own_papers(void **state)
{
	static const struct edge all[] = {
		{ "conversion_counts",
		  "clear conversion_ballot#2.counts; clear conversion_resolution#2.counts; "
		  "add conversion_minutes#2.no 1",
		  1 },
		{ "convert_reply_number", "fact convert_approval#2.reply_number 别的号", 1 },
		{ "convert_request_early",
		  "clear convert_approval_request#2.document_number; set "
		  "convert_approval_request#2.dated_on conversion_resolution#2.dated_on-1",
		  1 },
		{ "convert_request_early",
		  "clear convert_approval_request.document_number; set "
		  "convert_approval_request.dated_on conversion_resolution.dated_on",
		  0 },
	};

	(void)state;
	edges(MADE_2026, MADE_EXTENDED, all, COUNTOF(all));
}

/* No more than so many are kept; the rest is counted. */
static void findings_are_bounded(void **state)
{
	struct prover_result r = { 0 };
	struct prover_paper *many = ARENA_ARRAY(&keep, struct prover_paper, PROVER_PAPERS_MAX);

	(void)state;
	made_dossier(m, 42, MADE_2026, 0);
	for (int i = 0; i < PROVER_PAPERS_MAX; i++) {
		prover_paper_init(&many[i], prover_paper_code(pack, "oath_record"));
		many[i].days[PROVER_DAY_dated_on] = m->today + 9;
	}
	m->d.papers = many;
	m->d.n_papers = PROVER_PAPERS_MAX;
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	assert_int_equal(r.n_findings, PROVER_FINDINGS_MAX);
	assert_true(r.n_more >= PROVER_PAPERS_MAX);
}

/* Weekends in a year whose holidays are not published: told, and marked. */
static void a_year_without_calendar_is_provisional(void **state)
{
	struct prover_result r = { 0 };
	bool seen = false;

	(void)state;
	made_dossier(m, 42, MADE_2026, 0);
	assert_true(made_change(
		m, "set convert_approval_reply.dated_on convert_approval_reply.dated_on!; when "
		   "convert_approval convert_approval_reply.dated_on"));
	assert_int_equal(prover_prove(pack, &m->d, m->today, &m->a, &r), OK);
	for (size_t i = 0; i < r.n_findings; i++)
		seen |= str_eq(prover_rule_id(r.findings[i].rule), "reply_workday") &&
			r.findings[i].provisional;
	assert_true(seen);
}

/* A school that prints "to the same day": its own printed period is right, the other is not. */
static void a_layer_prints_the_period_its_own_way(void **state)
{
	static const char layer[] = "id: x\nbase: national-2026\ntitle: {zh: 试, en: try}\n"
				    "printed_until: same_day\n";
	struct rules_fault fault = { 0 };
	const struct rules_set *set = NULL;
	const struct prover_pack *own = NULL;
	struct made *at = ARENA_NEW(&keep, struct made);
	struct prover_result r = { 0 };

	(void)state;
	assert_int_equal(rules_set_built_in(&keep, "x.yaml", layer, strlen(layer), &fault, &set),
			 OK);
	assert_int_equal(prover_pack_built_in(&keep, set, &fault, &own), OK);
	made_init(at, own);
	made_dossier(at, 42, MADE_2026, 0);
	assert_int_equal(prover_prove(own, &at->d, at->today, &at->a, &r), OK);
	assert_int_equal(findings_of(&r, "approval_until"), 1);
	assert_true(made_change(at, "set approval_reply.until_on approval_reply.until_on+1"));
	assert_int_equal(prover_prove(own, &at->d, at->today, &at->a, &r), OK);
	assert_int_equal(findings_of(&r, "approval_until"), 0);
	/* The law is still that of 2026: articles are printed under the layer's name. */
	assert_int_equal(findings_of(&r, "pledge_until"), 1);
	made_release(at);
}

/* Without a law in force only customs and logic speak. */
static void before_the_first_pack_the_law_is_silent(void **state)
{
	struct rules_case c = { .birth_on = DATE_NONE, .leaving_on = DATE_NONE };
	struct rules_record rec = { .step = rules_step_id(m->set, "admission_vote"), .on = 14000 };
	struct prover_paper p;
	struct prover_dossier d = { .rules = &c, .papers = &p, .n_papers = 1 };
	struct prover_result r = { 0 };

	(void)state;
	c.records = &rec;
	c.n_records = 1;
	prover_paper_init(&p, prover_paper_code(pack, "admission_resolution"));
	p.signatures_known = true;
	p.record = 0;
	p.days[PROVER_DAY_dated_on] = 30000;
	assert_int_equal(prover_prove(pack, &d, 20000, &m->a, &r), OK);
	assert_int_equal(findings_of(&r, "resolution_signed"), 0);
	assert_int_equal(findings_of(&r, "future"), 1);
}

static int setup(void **state)
{
	(void)state;
	arena_init(&keep);
	pack = pack_built_in(&keep);
	m = ARENA_NEW(&keep, struct made);
	made_init(m, pack);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	made_release(m);
	arena_release(&keep);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_at_the_edge),
		cmocka_unit_test(counts_at_the_edge),
		cmocka_unit_test(numbers_of_documents),
		cmocka_unit_test(identity_agrees_to_the_precision_known),
		cmocka_unit_test(people_who_are_not_known_are_not_judged),
		cmocka_unit_test(missing_papers_at_the_edge),
		cmocka_unit_test(papers_of_a_voided_step_are_not_compared),
		cmocka_unit_test(each_vote_has_its_own_papers),
		cmocka_unit_test(findings_are_bounded),
		cmocka_unit_test(a_year_without_calendar_is_provisional),
		cmocka_unit_test(a_layer_prints_the_period_its_own_way),
		cmocka_unit_test(before_the_first_pack_the_law_is_silent),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
