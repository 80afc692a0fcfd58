/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing in a file is a finding once the file has been registered, and only then. */
#include "stored.h"

/* A case with a letter, a talk and a decision: four papers. Records 1, 2, 3 from first on. */
static int64_t case_of_three_steps(struct fixture *f, int64_t *ret_first)
{
	static const char *const steps[][3] = {
		{ "apply", "2026-06-01", "{}" },
		{ "first_talk", "2026-06-10", "{}" },
		{ "activist_decide", "2026-09-01",
		  "{\"recommendation\":\"league\",\"body\":\"committee\"}" },
	};

	fixture_sql(f, "INSERT INTO development_case (school_id, person_id, branch_id, opened_on,"
		       " state) VALUES (1, 201, 3, '2026-06-01', 'open')");
	for (size_t i = 0; i < COUNTOF(steps); i++)
		fixture_sql(f,
			    "INSERT INTO step_record (case_id, step_code, happened_on, facts,"
			    " rule_set, organisation_id, had_committee, had_groups, recorded_at)"
			    " SELECT max(id), '%s', '%s', '%s', '', 3, 1, 0, 0"
			    " FROM development_case",
			    steps[i][0], steps[i][1], steps[i][2]);
	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	*ret_first = fixture_number(f, "SELECT min(id) FROM step_record");
	return fixture_number(f, "SELECT max(id) FROM development_case");
}

static void put_in(struct fixture *f, int64_t case_id, int64_t record_id, const char *code)
{
	fixture_sql(f,
		    "INSERT INTO paper (case_id, record_id, code, is_copy, added_on, added_at)"
		    " VALUES (%lld, %lld, '%s', 0, '2026-09-05', 0)",
		    (long long)case_id, (long long)record_id, code);
}

struct proving {
	struct fixture *f;
	int64_t case_id;
	struct dossier d;
	const char *found;
};

static enum err prove_tx(struct db *db, void *arg)
{
	struct proving *p = arg;
	struct prover_result r = { 0 };
	const struct prover_pack *pack = pack_of(p->f);
	struct buf out;
	enum err e = dossier_prove(db, pack, &p->f->arena, p->case_id, &p->d, &r);

	buf_init(&out, 4096);
	for (size_t i = 0; !e && i < r.n_findings; i++)
		buf_addf(&out, "%s %s\n", prover_rule_id(r.findings[i].rule),
			 r.findings[i].missing < 0
				 ? "-"
				 : prover_paper_text(pack, r.findings[i].missing));
	p->found = arena_strndup(&p->f->arena, out.text ? out.text : "", out.len);
	buf_release(&out);
	return e;
}

static struct proving proved(struct fixture *f, int64_t case_id)
{
	struct proving p = { .f = f, .case_id = case_id };

	assert_int_equal(db_read(f->db, "test", prove_tx, &p), OK);
	return p;
}

static void nothing_is_missed_before_half_of_it_is_registered(void **state)
{
	struct fixture *f = *state;
	int64_t first, id = case_of_three_steps(f, &first);
	struct proving p = proved(f, id);

	assert_string_equal(p.found, "");
	assert_false(p.d.d.papers_complete);
	assert_int_equal(p.d.papers_needed, 4);
	assert_int_equal(p.d.papers_there, 0);
	put_in(f, id, first, "application_letter");
	p = proved(f, id);
	assert_string_equal(p.found, "");
	assert_false(p.d.d.papers_complete);
	assert_int_equal(p.d.papers_there, 1);
	put_in(f, id, first + 2, "activist_minutes");
	p = proved(f, id);
	assert_true(p.d.d.papers_complete);
	assert_string_equal(p.found, "missing_talk first_talk_record\n"
				     "missing_recommendation recommendation_form\n");
}

static void a_missing_paper_is_one_finding_until_it_is_there(void **state)
{
	struct fixture *f = *state;
	int64_t first, id = case_of_three_steps(f, &first);

	put_in(f, id, first, "application_letter");
	put_in(f, id, first + 2, "recommendation_form");
	put_in(f, id, first + 2, "activist_minutes");
	assert_string_equal(proved(f, id).found, "missing_talk first_talk_record\n");
	put_in(f, id, first + 1, "first_talk_record");
	assert_string_equal(proved(f, id).found, "");
	fixture_sql(f, "UPDATE paper SET withdrawn_reason = 'wrong', withdrawn_at = 1"
		       " WHERE code = 'first_talk_record'");
	assert_string_equal(proved(f, id).found, "missing_talk first_talk_record\n");
}

static void a_corrected_step_keeps_its_papers(void **state)
{
	struct fixture *f = *state;
	int64_t first, id = case_of_three_steps(f, &first), newest;

	put_in(f, id, first, "application_letter");
	put_in(f, id, first + 1, "first_talk_record");
	put_in(f, id, first + 2, "recommendation_form");
	put_in(f, id, first + 2, "activist_minutes");
	for (int times = 0; times < 2; times++) {
		fixture_sql(f,
			    "INSERT INTO step_record (case_id, step_code, happened_on, facts,"
			    " rule_set, organisation_id, had_committee, had_groups, recorded_at)"
			    " VALUES (%lld, 'first_talk', '2026-06-1%d', '{}', '', 3, 1, 0, 0)",
			    (long long)id, times + 1);
		newest = fixture_number(f, "SELECT max(id) FROM step_record");
		fixture_sql(f,
			    "UPDATE step_record SET superseded_by = %lld WHERE step_code ="
			    " 'first_talk' AND superseded_by IS NULL AND id < %lld",
			    (long long)newest, (long long)newest);
	}
	assert_string_equal(proved(f, id).found, "");
}

/* Of who signed it only the witnesses are told: that the person did not is not known. */
static void a_supplement_with_two_witnesses_is_there(void **state)
{
	struct fixture *f = *state;
	int64_t first, id = case_of_three_steps(f, &first), paper;

	put_in(f, id, first + 1, "first_talk_record");
	put_in(f, id, first + 2, "recommendation_form");
	put_in(f, id, first + 2, "activist_minutes");
	put_in(f, id, first, "application_letter");
	paper = fixture_number(f, "SELECT max(id) FROM paper");
	fixture_sql(f,
		    "UPDATE paper SET supplement_reason = 'lost', original_on = '2026-06-01'"
		    " WHERE id = %lld",
		    (long long)paper);
	assert_string_equal(proved(f, id).found, "missing_letter application_letter\n");
	for (int account = 1; account <= 2; account++)
		fixture_sql(f,
			    "INSERT INTO paper_confirmation (paper_id, account_id, person_id,"
			    " confirmed_on, confirmed_at) VALUES (%lld, %d, %d, '2026-09-06', 0)",
			    (long long)paper, account, 200 + account + 1);
	assert_string_equal(proved(f, id).found, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_missed_before_half_of_it_is_registered,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_missing_paper_is_one_finding_until_it_is_there,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_corrected_step_keeps_its_papers, fixture_open,
						fixture_close),
		cmocka_unit_test_setup_teardown(a_supplement_with_two_witnesses_is_there,
						fixture_open, fixture_close),
	};

	return fixture_run(tests, COUNTOF(tests));
}
