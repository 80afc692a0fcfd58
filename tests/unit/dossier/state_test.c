/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of findings follows what it was made of, and is proved to. */
#include "stored.h"

/* A case of an import whose approval lies before the papers came and before the assembly. */
static int64_t contradictory_case(struct fixture *f, int64_t person_id)
{
	fixture_sql(f,
		    "INSERT INTO development_case (school_id, person_id, branch_id, opened_on,"
		    " state) VALUES (1, %lld, 3, '2026-06-01', 'open');"
		    "INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set,"
		    " organisation_id, had_committee, had_groups, recorded_at)"
		    " SELECT max(id), 'apply', '2026-06-20', '{}', '', 3, 0, 0, 0"
		    " FROM development_case;"
		    "INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set,"
		    " organisation_id, had_committee, had_groups, recorded_at)"
		    " SELECT max(id), 'first_talk', '2026-06-10', '{}', '', 3, 0, 0, 0"
		    " FROM development_case;",
		    (long long)person_id);
	return fixture_number(f, "SELECT max(id) FROM development_case");
}

static int64_t refreshed(struct fixture *f, const struct prover_pack *pack)
{
	int64_t n = -1;

	assert_int_equal(dossier_refresh(f->db, pack, "/", "0", &n), OK);
	return n;
}

static int64_t kept(struct fixture *f, int64_t case_id)
{
	return fixture_number(f, "SELECT count(*) FROM dossier_finding WHERE case_id = %lld",
			      (long long)case_id);
}

static int64_t contradictions(struct fixture *f, int64_t case_id)
{
	return fixture_number(f, "SELECT contradictions FROM dossier_state WHERE case_id = %lld",
			      (long long)case_id);
}

static void a_case_is_proved_once_until_it_changes(void **state)
{
	struct fixture *f = *state;
	const struct prover_pack *pack = pack_of(f);
	int64_t id = contradictory_case(f, 201);

	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(refreshed(f, pack), 1);
	assert_int_equal(contradictions(f, id), 1);
	assert_int_equal(kept(f, id), 1);
	assert_string_equal(fixture_text(f, "SELECT rule FROM dossier_finding"), "steps_order");
	assert_int_equal(refreshed(f, pack), 0);
	fixture_sql(f, "UPDATE step_record SET happened_on = '2026-06-25' WHERE step_code = "
		       "'first_talk'");
	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(refreshed(f, pack), 1);
	assert_int_equal(contradictions(f, id), 0);
	assert_int_equal(kept(f, id), 0);
}

static void another_name_or_other_rules_prove_it_again(void **state)
{
	struct fixture *f = *state;
	const struct prover_pack *pack = pack_of(f);

	(void)contradictory_case(f, 201);
	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(refreshed(f, pack), 1);
	fixture_sql(f, "UPDATE person SET version = version + 1 WHERE id = 202");
	assert_int_equal(refreshed(f, pack), 0);
	fixture_sql(f, "UPDATE person SET version = version + 1 WHERE id = 201");
	assert_int_equal(refreshed(f, pack), 1);
	fixture_sql(f, "UPDATE dossier_state SET packs = 'older'");
	assert_int_equal(refreshed(f, pack), 1);
	assert_int_equal(refreshed(f, pack), 0);
}

static void only_the_scope_asked_for_is_proved(void **state)
{
	struct fixture *f = *state;
	const struct prover_pack *pack = pack_of(f);
	int64_t n = -1;

	(void)contradictory_case(f, 201);
	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(dossier_refresh(f->db, pack, "/1/5/", "/1/50", &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(dossier_refresh(f->db, pack, "/1/2/3/", "/1/2/30", &n), OK);
	assert_int_equal(n, 1);
}

struct verifying {
	const struct prover_pack *pack;
	struct dossier_report report;
	int told;
};

static void tell(void *arg, const char *text)
{
	struct verifying *v = arg;

	v->told += str_starts(text, "dossier ");
}

static enum err verify_tx(struct db *db, void *arg)
{
	struct verifying *v = arg;

	return dossier_verify(db, v->pack, tell, v, &v->report);
}

static int64_t differences(struct fixture *f, const struct prover_pack *pack)
{
	struct verifying v = { .pack = pack };

	assert_int_equal(db_read(f->db, "test", verify_tx, &v), OK);
	assert_int_equal(v.report.cases, 2);
	assert_int_equal(v.told, v.report.differences);
	return v.report.differences;
}

static void verify_finds_what_was_tampered_with_and_passes_over_what_waits(void **state)
{
	struct fixture *f = *state;
	const struct prover_pack *pack = pack_of(f);
	int64_t id = contradictory_case(f, 201), n = 0;

	(void)contradictory_case(f, 202);
	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(differences(f, pack), 0); /* nothing is kept yet: all wait */
	assert_int_equal(refreshed(f, pack), 2);
	assert_int_equal(differences(f, pack), 0);
	fixture_sql(f, "UPDATE dossier_finding SET rule = 'other' WHERE case_id = %lld",
		    (long long)id);
	assert_int_equal(differences(f, pack), 1);
	assert_int_equal(dossier_rebuild(f->db, pack, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(differences(f, pack), 0);
}

static void a_case_taken_back_takes_its_findings_along(void **state)
{
	struct fixture *f = *state;
	const struct prover_pack *pack = pack_of(f);
	int64_t id = contradictory_case(f, 201);

	assert_int_equal(development_rebuild(f->db, f->set, NULL), OK);
	assert_int_equal(refreshed(f, pack), 1);
	assert_int_equal(kept(f, id), 1);
	fixture_sql(f, "DELETE FROM case_duty; DELETE FROM case_state; DELETE FROM step_record;"
		       "DELETE FROM development_case;");
	assert_int_equal(kept(f, id), 0);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM dossier_state"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_case_is_proved_once_until_it_changes,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(another_name_or_other_rules_prove_it_again,
						fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(only_the_scope_asked_for_is_proved, fixture_open,
						fixture_close),
		cmocka_unit_test_setup_teardown(
			verify_finds_what_was_tampered_with_and_passes_over_what_waits,
			fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_case_taken_back_takes_its_findings_along,
						fixture_open, fixture_close),
	};

	return fixture_run(tests, COUNTOF(tests));
}
