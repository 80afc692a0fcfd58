/* SPDX-License-Identifier: Apache-2.0 */
/* Who may record what, two people at once, corrections, transfers, imports. */
#include "fixture.h"

/* ---- rights ---- */

static void the_branch_secretary_cannot_record_the_superiors_step(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), before;

	tell_story(f, id, "activist_decide");
	before = fixture_rows(f);
	assert_int_equal(try_step(f, &f->secretary, id, &story[3], NULL, 0).e, ERR_FORBIDDEN);
	assert_int_equal(fixture_rows(f), before);
}

static void the_organiser_cannot_record_the_departments_step(void **state)
{
	static const struct story_step filing = { "h", "approval_file", "2027-10-10", "{}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "approval");
	assert_int_equal(try_step(f, &f->organiser, id, &filing, NULL, 0).e, ERR_FORBIDDEN);
	assert_int_equal(try_step(f, &f->department, id, &filing, NULL, 0).e, OK);
}

static void the_department_cannot_record_the_branchs_step(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	assert_int_equal(try_step(f, &f->department, id, &story[0], NULL, 0).e, ERR_FORBIDDEN);
}

static void a_counsellor_sees_and_records_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	assert_int_equal(try_step(f, &f->counsellor, id, &story[0], NULL, 0).e, ERR_FORBIDDEN);
}

static void another_colleges_case_is_not_found(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), before = fixture_rows(f);

	assert_int_equal(try_step(f, &f->other_secretary, id, &story[0], NULL, 0).e, ERR_NOT_FOUND);
	assert_int_equal(fixture_rows(f), before);
}

static void who_left_his_post_finds_nothing_any_more(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	f->secretary.user.n_rights = 0; /* as the next request reads it from `post` */
	assert_int_equal(try_step(f, &f->secretary, id, &story[0], NULL, 0).e, ERR_NOT_FOUND);
}

/* ---- two people at once ---- */

static void an_old_version_is_stale_and_changes_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), before;

	tell_story(f, id, "apply");
	fixture_sql(f, "UPDATE development_case SET version = version + 1"); /* somebody saved */
	before = fixture_rows(f);
	{
		struct step_done done = { 0 };
		struct problems problems = { .a = &f->arena };
		struct step_ask ask = { f->set, &f->arena, &f->secretary.user, &problems,
					clock_today() };
		struct step_in in = { .step_code = "first_talk",
				      .happened_on = "2026-06-20",
				      .facts = "{\"talker\":\"301\"}",
				      .version = case_version(f, id) - 1 };

		assert_int_equal(step_record_write(f->db, &ask, id, &in, 0, &done), ERR_STALE);
	}
	assert_int_equal(fixture_rows(f), before);
}

static void a_person_has_one_open_case(void **state)
{
	struct fixture *f = *state;
	int64_t id = 0;

	open_case(f, &f->secretary, 201);
	assert_int_equal(
		development_case_open(f->db, f->set, &f->arena, &f->secretary.user, 201, NULL, &id),
		ERR_CONFLICT);
	assert_int_equal(
		development_case_open(f->db, f->set, &f->arena, &f->secretary.user, 301, NULL, &id),
		ERR_CONFLICT); /* a full member needs none */
	assert_int_equal(development_case_open(f->db, f->set, &f->arena, &f->other_secretary.user,
					       202, NULL, &id),
			 ERR_NOT_FOUND);
}

/* ---- facts ---- */

static void a_day_to_come_cannot_be_recorded(void **state)
{
	static const struct story_step tomorrow = { "b", "apply", "2029-01-11", "{}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct tried t = try_step(f, &f->secretary, id, &tomorrow, NULL, 0);

	assert_int_equal(t.e, ERR_INPUT);
	assert_string_equal(t.problem, "happened_on in_future");
}

static void a_step_without_a_day_is_refused_unless_it_may_be_received_first(void **state)
{
	static const struct story_step no_day = { "b", "apply", NULL, "{}" };
	static const struct story_step received = { "s", "approval", NULL, "{}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	assert_string_equal(try_step(f, &f->secretary, id, &no_day, NULL, 0).problem,
			    "happened_on required");
	assert_string_equal(try_step(f, &f->organiser, id, &received, NULL, 0).problem,
			    "facts.received_on required");
}

static void an_approval_without_its_decision_is_refused(void **state)
{
	static const struct story_step no_decision = { "s", "approval", "2027-10-01",
						       "{\"received_on\":\"2027-09-12\"}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	assert_string_equal(try_step(f, &f->organiser, id, &no_decision, NULL, 0).problem,
			    "facts.decision required");
}

static void facts_are_checked_by_the_packs_fields(void **state)
{
	static const struct {
		const char *facts, *problem;
	} faults[] = {
		{ "{\"talker\":\"999\"}", "facts.talker[0] not_a_person" },
		{ "{\"talker\":\"201\"}", "facts.talker[0] not_a_person" }, /* himself */
		{ "{}", "facts.talker required" },
		{ "{\"talker\":\"301\",\"family\":\"x\"}", "facts.family unknown" },
		{ "[]", "facts type" },
	};
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);

	tell_story(f, id, "apply");
	for (size_t i = 0; i < COUNTOF(faults); i++) {
		struct story_step s = { "b", "first_talk", "2026-06-20", faults[i].facts };
		struct tried t = try_step(f, &f->secretary, id, &s, NULL, 0);

		assert_int_equal(t.e, ERR_INPUT);
		assert_string_equal(t.problem, faults[i].problem);
	}
}

static void counts_that_cannot_be_are_refused_as_input(void **state)
{
	static const struct story_step vote = { "b", "admission_vote", "2027-09-10",
						"{\"ballot\":\"secret\",\"one_person\":true,"
						"\"votes\":{\"due\":9,\"present\":10,\"yes\":9}}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201);
	struct tried t;

	tell_story(f, id, "pledge_form");
	t = try_step(f, &f->secretary, id, &vote, NULL, 0);
	assert_int_equal(t.e, ERR_INPUT);
	assert_string_equal(t.problem, "facts.votes.present impossible");
}

/* ---- corrections ---- */

static void a_correction_keeps_both_records(void **state)
{
	static const struct story_step right = { "b", "first_talk", "2026-06-25",
						 "{\"talker\":\"302\"}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), wrong;
	const struct case_step_reply *step;
	const struct record_reply *old;
	struct case_reply page;
	struct tried t;

	tell_story(f, id, "first_talk");
	page = page_of(f, &f->secretary, id);
	wrong = page_step(&page, "first_talk")->record_id;
	t = try_step(f, &f->secretary, id, &right, NULL, wrong);
	assert_int_equal(t.e, OK);
	page = page_of(f, &f->secretary, id);
	step = page_step(&page, "first_talk");
	assert_string_equal(step->happened_on, "2026-06-25");
	assert_int_equal(step->history.n, 1);
	old = step->history.items;
	assert_int_equal(old->record_id, wrong);
	assert_int_equal(old->superseded_by, step->record_id);
	assert_string_equal(old->happened_on, "2026-06-20");
	assert_int_equal(try_step(f, &f->secretary, id, &right, NULL, wrong).e, ERR_CONFLICT);
}

static void a_correction_moves_the_stage_and_what_hangs_on_it(void **state)
{
	static const struct story_step later = {
		"b", "activist_decide", "2026-07-15",
		"{\"recommendation\":\"league\",\"body\":\"committee\"}"
	};
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), wrong;
	struct case_reply page;

	fixture_day("2026-12-30");
	tell_story(f, id, "activist_decide");
	page = page_of(f, &f->secretary, id);
	wrong = page_step(&page, "activist_decide")->record_id;
	assert_int_equal(try_step(f, &f->secretary, id, &later, NULL, wrong).e, OK);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM stage_event WHERE stage ="
					   " 'activist' AND happened_on = '2026-07-01' AND"
					   " voided_at IS NOT NULL"),
			 1);
	assert_string_equal(fixture_text(f, "SELECT stage_on FROM person_state WHERE person_id ="
					    " 201"),
			    "2026-07-15");
}

static void a_correction_is_checked_by_the_rules_too(void **state)
{
	static const struct story_step bad = { "b", "admission_vote", "2027-09-10",
					       "{\"ballot\":\"open\",\"one_person\":true,"
					       "\"votes\":{\"due\":9,\"present\":8,\"yes\":8}}" };
	struct fixture *f = *state;
	int64_t id = open_case(f, &f->secretary, 201), wrong, before;
	struct case_reply page;
	struct tried t;

	tell_story(f, id, "admission_vote");
	page = page_of(f, &f->secretary, id);
	wrong = page_step(&page, "admission_vote")->record_id;
	before = fixture_rows(f);
	t = try_step(f, &f->secretary, id, &bad, NULL, wrong);
	assert_int_equal(t.e, ERR_RULE);
	assert_non_null(strstr(t.details, "secret_ballot"));
	assert_null(strstr(t.details, "\"twice\"")); /* it takes the place of the other */
	assert_int_equal(fixture_rows(f), before);
}

static enum err void_record(struct fixture *f, const struct post *post, int64_t id,
			    int64_t record_id)
{
	struct problems problems = { .a = &f->arena };
	struct step_ask ask = { f->set, &f->arena, &post->user, &problems, clock_today() };
	struct step_in in = { .reason = "登记错了人", .version = case_version(f, id) };
	struct step_done done = { 0 };

	return step_void_write(f->db, &ask, id, record_id, &in, &done);
}

struct voiding {
	struct fixture *f;
	const struct post *post;
	int64_t id, record_id;
};

static enum err void_tx(struct db *db, void *arg)
{
	struct voiding *v = arg;
	struct db *own = v->f->db;
	enum err e;

	v->f->db = db;
	e = void_record(v->f, v->post, v->id, v->record_id);
	v->f->db = own;
	return e;
}

static void a_voided_record_counts_for_nothing_and_stays(void **state)
{
	struct fixture *f = *state;
	struct voiding v = { f, &f->secretary, open_case(f, &f->secretary, 201), 0 };
	struct case_reply page;

	tell_story(f, v.id, "activist_decide");
	page = page_of(f, &f->secretary, v.id);
	v.record_id = page_step(&page, "activist_decide")->record_id;
	v.post = &f->counsellor;
	v.id = page.id;
	assert_int_equal(db_write(f->db, "test", void_tx, &v), ERR_FORBIDDEN);
	v.post = &f->secretary;
	assert_int_equal(db_write(f->db, "test", void_tx, &v), OK);
	page = page_of(f, &f->secretary, v.id);
	assert_null(page_step(&page, "activist_decide")->happened_on);
	assert_int_equal(page_step(&page, "activist_decide")->history.n, 1);
	assert_string_equal(page.stage, "applicant");
	assert_string_equal(fixture_text(f, "SELECT stage FROM person_state WHERE person_id = 201"),
			    "applicant");
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM audit WHERE action ="
					   " 'case.step.void'"),
			 1);
}

/* ---- transfers ---- */

struct moving {
	struct fixture *f;
	const struct post *post;
	int64_t id, to;
	const char *on;
};

static enum err move_tx(struct db *db, void *arg)
{
	struct moving *m = arg;
	struct problems problems = { .a = &m->f->arena };
	struct step_ask ask = { m->f->set, &m->f->arena, &m->post->user, &problems, clock_today() };
	struct case_row row;
	struct transfer_in in = { m->to, m->on, "转专业", 0 };
	struct step_done done = { 0 };
	enum err e = case_get(db, &m->f->arena, m->id, &row);

	in.version = row.version;
	return e ? e : case_transfer_write(db, &ask, m->id, &in, &done);
}

static void a_transfer_keeps_the_time_and_takes_the_person_along(void **state)
{
	struct fixture *f = *state;
	struct moving m = { f, &f->organiser, open_case(f, &f->secretary, 201), 4, "2026-09-01" };
	struct case_reply page;

	fixture_day("2026-12-30");
	tell_story(f, m.id, "cultivator_assign");
	assert_int_equal(db_write(f->db, "test", move_tx, &m), OK);
	page = page_of(f, &f->organiser, m.id);
	assert_int_equal(page.branch.id, 4);
	assert_string_equal(page.opened_on, "2026-06-01");
	assert_string_equal(page.stage_on, "2026-07-01");
	assert_string_equal(page_next(&page, "candidate_decide")->earliest_on, "2027-07-01");
	assert_int_equal(page.transfers.n, 1);
	assert_int_equal(fixture_number(f, "SELECT branch_id FROM person_state WHERE person_id ="
					   " 201"),
			 4);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_duty WHERE branch_id <> 4"),
			 0);
	assert_int_equal(try_step(f, &f->secretary, m.id, &story[5], NULL, 0).e, ERR_NOT_FOUND);
}

static void a_case_goes_only_where_the_caller_may_record(void **state)
{
	struct fixture *f = *state;
	struct moving m = { f, &f->organiser, open_case(f, &f->secretary, 201), 6, "2026-09-01" };

	fixture_day("2026-12-30");
	assert_int_equal(db_write(f->db, "test", move_tx, &m), ERR_NOT_FOUND);
	m.to = 2; /* a committee is no branch */
	assert_int_equal(db_write(f->db, "test", move_tx, &m), ERR_CONFLICT);
	m.to = 3;
	assert_int_equal(db_write(f->db, "test", move_tx, &m), ERR_CONFLICT);
	m.to = 4;
	m.on = "2026-12-31";
	assert_int_equal(db_write(f->db, "test", move_tx, &m), ERR_INPUT);
	m.post = &f->secretary;
	m.on = "2026-09-01";
	assert_int_equal(db_write(f->db, "test", move_tx, &m), ERR_NOT_FOUND);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM case_transfer"), 0);
}

static void one_who_was_transferred_in_may_be_put_off_for_half_a_year(void **state)
{
	static const struct story_step put_off = { "b", "postponement", "2028-09-05",
						   "{\"reason\":\"考察时间不足\"}" };
	struct fixture *f = *state;
	struct moving m = { f, &f->organiser, open_case(f, &f->secretary, 201), 4, "2028-06-01" };
	struct case_reply page;

	tell_story(f, m.id, "convert_apply");
	assert_int_equal(db_write(f->db, "test", move_tx, &m), OK);
	assert_int_equal(try_step(f, &f->organiser, m.id, &put_off, NULL, 0).e, OK);
	page = page_of(f, &f->organiser, m.id);
	assert_string_equal(page_next(&page, "convert_vote")->latest_on, "2029-03-10");
	assert_true(page_next(&page, "convert_vote")->latest_is_stop);
}

/* ---- imports ---- */

struct importing {
	struct fixture *f;
	struct development_import in;
	int64_t id;
	size_t left_out;
};

static enum err import_tx(struct db *db, void *arg)
{
	struct importing *i = arg;

	return development_case_from_import(db, i->f->set, &i->f->arena, &i->in, &i->id,
					    &i->left_out);
}

static enum err undo_tx(struct db *db, void *arg)
{
	struct importing *i = arg;

	return development_import_undo(db, i->f->set, &i->f->arena, i->in.batch_id);
}

static const struct development_import_step sheet[] = {
	{ "apply", "2024-09-10", NULL },
	{ "first_talk", "2024-11-20", NULL }, /* more than a month */
	{ "activist_decide", "2025-01-10", NULL },
	{ "cultivator_assign", "2025-01-10",
	  "{\"cultivators\":[{\"name\":\"万伟\"},{\"name\":\"余萍\"}]}" },
	{ "admission_vote", "2026-04-10", "{\"votes\":{\"due\":9,\"present\":12,\"yes\":12}}" },
	{ "archive", "2031-01-01", NULL }, /* a day to come */
	{ "no_such_step", "2025-01-10", NULL },
};

static struct importing import_of(struct fixture *f)
{
	return (struct importing){
		.f = f,
		.in = { .person_id = 201,
			.branch_id = 3,
			.batch_id = 77,
			.recorded_by = 1,
			.steps = sheet,
			.n_steps = COUNTOF(sheet) },
	};
}

static void imported_facts_are_kept_even_where_they_contradict(void **state)
{
	struct fixture *f = *state;
	struct importing i = import_of(f);
	const struct finding_reply *findings;
	struct case_reply page;
	bool late = false, votes = false;

	assert_int_equal(db_write(f->db, "test", import_tx, &i), OK);
	assert_int_equal(i.left_out, 2);
	page = page_of(f, &f->secretary, i.id);
	assert_string_equal(page.opened_on, "2024-09-10");
	assert_string_equal(page.stage, "activist");
	assert_non_null(strstr(page_step(&page, "cultivator_assign")->facts, "万伟"));
	assert_non_null(strstr(page_step(&page, "admission_vote")->facts, "\"present\":12"));
	findings = page.findings.items;
	for (size_t n = 0; n < page.findings.n; n++) {
		late |= strcmp(findings[n].rule, "first_talk_due") == 0;
		votes |= strcmp(findings[n].rule, "votes_impossible") == 0;
	}
	assert_true(late);
	assert_true(votes);
	assert_int_equal(fixture_number(f, "SELECT findings_n FROM case_state"),
			 (int64_t)page.findings.n);
}

static void an_import_again_adds_nothing(void **state)
{
	struct fixture *f = *state;
	struct importing i = import_of(f);
	int64_t first;

	assert_int_equal(db_write(f->db, "test", import_tx, &i), OK);
	first = i.id;
	i.in.batch_id = 78;
	assert_int_equal(db_write(f->db, "test", import_tx, &i), OK);
	assert_int_equal(i.id, first);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM step_record"), 5);
}

static void an_import_can_be_taken_back(void **state)
{
	struct fixture *f = *state;
	struct importing i = import_of(f);

	assert_int_equal(db_write(f->db, "test", import_tx, &i), OK);
	assert_int_equal(db_write(f->db, "test", undo_tx, &i), OK);
	assert_int_equal(fixture_number(f, "SELECT (SELECT count(*) FROM step_record) + (SELECT"
					   " count(*) FROM development_case) + (SELECT count(*)"
					   " FROM case_duty) + (SELECT count(*) FROM case_state)"),
			 0);
}

static void an_import_somebody_built_on_stays(void **state)
{
	static const struct story_step filed = { "s", "activist_file", "2025-01-20", "{}" };
	struct fixture *f = *state;
	struct importing i = import_of(f);

	assert_int_equal(db_write(f->db, "test", import_tx, &i), OK);
	assert_int_equal(try_step(f, &f->organiser, i.id, &filed, NULL, 0).e, OK);
	assert_int_equal(db_write(f->db, "test", undo_tx, &i), ERR_CONFLICT);
	assert_int_equal(fixture_number(f, "SELECT count(*) FROM step_record"), 6);
}

#define T(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_branch_secretary_cannot_record_the_superiors_step),
		T(the_organiser_cannot_record_the_departments_step),
		T(the_department_cannot_record_the_branchs_step),
		T(a_counsellor_sees_and_records_nothing),
		T(another_colleges_case_is_not_found),
		T(who_left_his_post_finds_nothing_any_more),
		T(an_old_version_is_stale_and_changes_nothing),
		T(a_person_has_one_open_case),
		T(a_day_to_come_cannot_be_recorded),
		T(a_step_without_a_day_is_refused_unless_it_may_be_received_first),
		T(an_approval_without_its_decision_is_refused),
		T(facts_are_checked_by_the_packs_fields),
		T(counts_that_cannot_be_are_refused_as_input),
		T(a_correction_keeps_both_records),
		T(a_correction_moves_the_stage_and_what_hangs_on_it),
		T(a_correction_is_checked_by_the_rules_too),
		T(a_voided_record_counts_for_nothing_and_stays),
		T(a_transfer_keeps_the_time_and_takes_the_person_along),
		T(a_case_goes_only_where_the_caller_may_record),
		T(one_who_was_transferred_in_may_be_put_off_for_half_a_year),
		T(imported_facts_are_kept_even_where_they_contradict),
		T(an_import_again_adds_nothing),
		T(an_import_can_be_taken_back),
		T(an_import_somebody_built_on_stays),
	};

	return fixture_run(tests, COUNTOF(tests));
}
