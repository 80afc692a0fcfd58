/* SPDX-License-Identifier: Apache-2.0 */
/* Facts by the fields of the pack: what is read, what is refused, how it is kept. */
#include "fixture.h"

#define STEP_DAY "2027-09-10"

static const struct rules_step *step_of(struct fixture *f, const char *code)
{
	const struct rules_step *step = case_step_on(f->set, code, case_day(STEP_DAY), NULL);

	assert_non_null(step);
	return step;
}

/* The kept form, or the first problem as "field code" behind "! ". */
static const char *through(struct fixture *f, const char *code, enum facts_source source,
			   const char *json)
{
	struct problems *problems = ARENA_NEW(&f->arena, struct problems);
	struct facts facts = { NULL, 0 };
	enum err e;

	problems->a = &f->arena;
	e = facts_read(f->set, step_of(f, code), source, json, problems, &f->arena, &facts);
	if (e == ERR_TOO_LARGE)
		return "! too large";
	if (e)
		return arena_printf(&f->arena, "! %s %s", problems->items[0].field,
				    problems->items[0].code);
	return facts_print(f->set, &facts, &f->arena);
}

static void each_type_is_kept_in_its_form(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(through(f, "approval_talk", FACTS_REQUEST,
				    "{\"talker\":\"017\",\"talker_role\":\"organiser\"}"),
			    "{\"talker\":{\"id\":\"17\",\"full_member\":false},"
			    "\"talker_role\":\"organiser\"}");
	assert_string_equal(through(f, "short_training", FACTS_REQUEST,
				    "{\"days\":3,\"hours\":null,\"certificate\":\"  甲 1 \","
				    "\"finished\":true}"),
			    "{\"days\":3,\"certificate\":\"甲 1\",\"finished\":true}");
	assert_string_equal(through(f, "candidate_notice", FACTS_REQUEST,
				    "{\"ended_on\":\"2027-07-12\",\"open_objection\":false}"),
			    "{\"ended_on\":\"2027-07-12\",\"open_objection\":false}");
}

static void votes_are_counts_and_nothing_else(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(through(f, "admission_vote", FACTS_REQUEST,
				    "{\"votes\":{\"due\":9,\"present\":8,\"yes\":8,"
				    "\"names\":[\"张三\"]}}"),
			    "! facts.votes unknown");
	assert_string_equal(through(f, "admission_vote", FACTS_REQUEST,
				    "{\"votes\":{\"due\":9,\"present\":8}}"),
			    "! facts.votes.yes required");
	assert_string_equal(through(f, "admission_vote", FACTS_REQUEST,
				    "{\"votes\":{\"due\":9,\"present\":-1,\"yes\":8}}"),
			    "! facts.votes.present out_of_range");
	assert_string_equal(through(f, "admission_vote", FACTS_REQUEST,
				    "{\"votes\":{\"due\":\"9\",\"present\":8,\"yes\":8}}"),
			    "! facts.votes.due type");
}

static void every_wrong_value_is_told_with_its_field(void **state)
{
	static const struct {
		const char *step, *json, *problem;
	} faults[] = {
		{ "short_training", "{\"days\":\"3\"}", "! facts.days type" },
		{ "short_training", "{\"days\":2.5}", "! facts.days type" },
		{ "short_training", "{\"days\":100001}", "! facts.days out_of_range" },
		{ "short_training", "{\"finished\":1}", "! facts.finished type" },
		{ "short_training", "{\"certificate\":7}", "! facts.certificate type" },
		{ "short_training", "{\"certificate\":\"a\\u0001b\"}",
		  "! facts.certificate bad_text" },
		{ "candidate_notice", "{\"ended_on\":\"2027-02-30\"}",
		  "! facts.ended_on bad_date" },
		{ "pre_review", "{\"result\":\"maybe\"}", "! facts.result not_one_of" },
		{ "pre_review", "{\"result\":1}", "! facts.result type" },
		{ "introducer_assign", "{\"introducers\":\"301\"}", "! facts.introducers type" },
		{ "introducer_assign", "{\"introducers\":[\"x\"]}",
		  "! facts.introducers[0] not_a_person" },
		{ "introducer_assign", "{\"introducers\":[{\"name\":\"万伟\"}]}",
		  "! facts.introducers[0].name unknown" },
		{ "introducer_assign",
		  "{\"introducers\":[{\"id\":\"301\",\"discipline\":\"odd\"}]}",
		  "! facts.introducers[0].discipline not_one_of" },
		{ "introducer_assign",
		  "{\"introducers\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}",
		  "! facts.introducers too_many" },
		{ "oath", "{\"belief\":\"x\"}", "! facts.belief unknown" },
		{ "oath", "{\"place\":", "! facts bad_json" },
		{ "oath", "7", "! facts type" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNTOF(faults); i++)
		assert_string_equal(through(f, faults[i].step, FACTS_REQUEST, faults[i].json),
				    faults[i].problem);
}

static void what_a_request_says_of_membership_is_not_read(void **state)
{
	struct fixture *f = *state;
	static const char claimed[] = "{\"talker\":{\"id\":\"310\",\"full_member\":true}}";

	assert_string_equal(through(f, "first_talk", FACTS_REQUEST, claimed),
			    "{\"talker\":{\"id\":\"310\",\"full_member\":false}}");
	assert_string_equal(through(f, "first_talk", FACTS_STORED, claimed), claimed);
}

static void imported_people_may_stand_by_name(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(through(f, "cultivator_assign", FACTS_IMPORT,
				    "{\"cultivators\":[{\"name\":\"万伟\"}]}"),
			    "{\"cultivators\":[{\"name\":\"万伟\",\"full_member\":false}]}");
}

static void stored_facts_stay_readable_when_a_pack_drops_a_field(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(through(f, "oath", FACTS_STORED, "{\"flag\":\"x\",\"place\":\"礼堂\"}"),
			    "{\"place\":\"礼堂\"}");
}

static void a_long_text_is_refused_by_its_characters(void **state)
{
	struct fixture *f = *state;
	struct buf json;

	buf_init(&json, 1 << 16);
	buf_adds(&json, "{\"place\":\"");
	for (int i = 0; i < FACTS_TEXT_MAX; i++)
		buf_adds(&json, "长");
	buf_adds(&json, "\"}");
	assert_string_equal(through(f, "oath", FACTS_REQUEST, json.text), json.text);
	json.len -= 2;
	buf_adds(&json, "长\"}");
	assert_string_equal(through(f, "oath", FACTS_REQUEST, json.text), "! facts.place too_long");
	while (json.len <= FACTS_JSON_MAX_BYTES)
		buf_adds(&json, "          ");
	assert_string_equal(through(f, "oath", FACTS_REQUEST, json.text), "! too large");
	buf_release(&json);
}

static void no_facts_are_no_fault(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(through(f, "oath", FACTS_REQUEST, NULL), "{}");
	assert_string_equal(through(f, "oath", FACTS_REQUEST, "null"), "{}");
	assert_string_equal(through(f, "oath", FACTS_REQUEST, "{\"place\":\"\"}"), "{}");
}

#define T(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_type_is_kept_in_its_form),
		T(votes_are_counts_and_nothing_else),
		T(every_wrong_value_is_told_with_its_field),
		T(what_a_request_says_of_membership_is_not_read),
		T(imported_people_may_stand_by_name),
		T(stored_facts_stay_readable_when_a_pack_drops_a_field),
		T(a_long_text_is_refused_by_its_characters),
		T(no_facts_are_no_fault),
	};

	return fixture_run(tests, COUNTOF(tests));
}
