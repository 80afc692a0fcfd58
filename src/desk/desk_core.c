/* SPDX-License-Identifier: Apache-2.0 */
/* What a committee decides, by whom, and when it may. No HTTP, no SQL. */
#include "desk/desk_impl.h"

#include "rules/rules.h"
#include "base/banned.h"

const struct desk_step desk_steps[] = {
	{ "candidate_agree", "result", "agreed", "not_agreed", "filing_number", false, false,
	  false },
	{ "pre_review", "result", "passed", "not_passed", "reply_number", false, false, false },
	{ "approval", "decision", "approved", "refused", "reply_number", true, true, true },
	{ "convert_approval", "decision", "approved", "refused", "reply_number", true, false,
	  true },
	{ NULL, NULL, NULL, NULL, NULL, false, false, false },
};

const char *const desk_step_codes[] = { "candidate_agree", "pre_review", "approval",
					"convert_approval", NULL };
const char *const desk_powers[] = { "decides", "deliberates", NULL };
const char *const desk_decisions[] = { "agreed", "not_approved", "returned", "put_off", NULL };
const char *const desk_meeting_states[] = { "draft", "held", "closed", "cancelled", NULL };
const char *const desk_item_states[] = { "open",        "recorded", "returned", "put_off",
					 "deliberated", "off",      NULL };

const struct desk_step *desk_step(const char *code)
{
	for (const struct desk_step *s = desk_steps; s->code; s++) {
		if (str_eq(s->code, code))
			return s;
	}
	return NULL;
}

int64_t desk_highest(const struct user *who, enum perm perm)
{
	const struct right *highest = NULL;

	for (size_t i = 0; i < who->n_rights; i++) {
		const struct right *r = &who->rights[i];

		if ((r->perms >> perm & 1) &&
		    (!highest || strlen(r->path_low) < strlen(highest->path_low)))
			highest = r;
	}
	return highest ? highest->organisation_id : 0;
}

const char *desk_power(const char *organisation_kind)
{
	if (directory_is_committee(organisation_kind))
		return "decides";
	return str_eq(organisation_kind, "general_branch") ? "deliberates" : NULL;
}

/* An organiser or an officer of the department serves the committee without being of it. */
bool desk_is_member(const char *post_kind)
{
	static const char *const kinds[] = { "committee_secretary", "committee_member",
					     "deputy_secretary",    "organisation_officer",
					     "publicity_officer",   "discipline_officer" };

	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if (str_eq(kinds[i], post_kind))
			return true;
	}
	return false;
}

const char *desk_facts(struct arena *a, const struct desk_item *item)
{
	const struct desk_step *step = desk_step(item->step_code);
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 4096);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, step->field, str_eq(item->decision, "not_approved") ? step->no : step->yes);
	if (item->number)
		json_str(&w, step->number, item->number);
	if (step->one_person)
		json_bool(&w, "one_person", true);
	if (step->received && item->received_on)
		json_str(&w, "received_on", item->received_on);
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}

/* ---- refusals ---- */

static const struct {
	const char *id, *article, *zh, *en; /* {n} and {of} stand for the two numbers */
} texts[DESK__RULE_MAX] = {
	[DESK_NO_POWER] = { "body_without_power", "22",
			    "这个组织不能作出这项决定：预备党员由党委（党工委）审批，党总支只能审议，党支部、党小组和"
			    "临时党组织不能审批。请由上级党委开会办理。",
			    "This organisation cannot decide it: a Party committee approves, a general "
			    "branch may only review, branches, groups and temporary organisations may "
			    "not. Hold the meeting at the committee above." },
	[DESK_NO_MEMBERS] = { "body_without_members", NULL,
			      "党委在这一天没有登记任何委员，无法核对应到人数。请先在“任职”中登记书记和委员。",
			      "No member of the committee is registered for this day, so nobody can "
			      "be due. Register secretary and members under posts first." },
	[DESK_QUORUM] = { "body_quorum", NULL,
			  "应到{of}人，实到{n}人，到会委员不足半数，会议不能作出决定。",
			  "{n} of {of} members due are present, fewer than half: the meeting "
			  "cannot decide." },
	[DESK_MAJORITY] = { "body_majority", NULL,
			    "应到{of}人，赞成{n}票，没有超过应到会人数的半数，不能作为同意。",
			    "{n} in favour of {of} due is not more than half: it is no agreement." },
	[DESK_BALLOT] = { "body_ballot", "24",
			  "党委审批应当逐个审议和表决：请填写这个人的赞成、反对、弃权票数。",
			  "The committee votes on each person: give the votes for, against and "
			  "abstaining." },
	[DESK_UNDECIDED] = { "body_undecided", "24",
			     "还有{n}人没有逐个作出决定，不能结束会议。请逐人填写同意、退回、不同意或暂缓。",
			     "{n} cases are not decided yet: decide on each before the meeting is "
			     "closed." },
	[DESK_EMPTY] = { "body_empty", NULL, "议程上没有人，请先把等待办理的人列入议程。",
			 "Nobody is on the agenda: put the cases that wait on it first." },
	[DESK_OTHER_COMMITTEE] = { "body_other", NULL,
				   "这份档案由另一个党委办理，不能列入本会议程。",
				   "Another committee has to act in this case; it cannot stand on this "
				   "agenda." },
	[DESK_CASE_CLOSED] = { "body_case_closed", NULL,
			       "这份档案已经办结或者已经转到别的党委，请从议程中暂缓。",
			       "The case has ended or has gone to another committee: put it off." },
	[DESK_ON_AGENDA] = { "body_on_agenda", NULL,
			     "这个人已在另一次没有结束的会议议程上（第{n}号会议），请先在那里办理或移出。",
			     "The case stands on the agenda of another open meeting (no. {n}): "
			     "decide or remove it there first." },
	[DESK_WRONG_STATE] = { "body_state", NULL,
			       "这次会议现在不能这样办理：决定在会议召开以后填写，已经记录、结束或取消的会议不能再改。",
			       "Not in this state of the meeting: cases are decided once it is held, and what "
			       "is recorded, closed or cancelled does not change any more." },
	[DESK_PLACES_OVER] = { "plan_over", NULL,
			       "下达的名额合计{n}人，超过本级的{of}人。请先调整本级名额，或减少下达数。",
			       "{n} places given below are more than the {of} that are there: "
			       "change those above first, or give fewer." },
	[DESK_PLACES_NONE] = { "plan_none", NULL,
			       "上一级还没有本年度的名额，不能往下分。请先登记上一级的名额。",
			       "The organisation above has no places for this year yet: register "
			       "those first." },
};

/* The text with its numbers in their places. */
static const char *words(struct arena *a, const char *text, int64_t n, int64_t of)
{
	struct buf out;
	const char *made;

	buf_init(&out, 2000);
	while (*text) {
		if (str_starts(text, "{n}")) {
			buf_addi(&out, n);
			text += strlen("{n}");
		} else if (str_starts(text, "{of}")) {
			buf_addi(&out, of);
			text += strlen("{of}");
		} else {
			buf_addc(&out, *text++);
		}
	}
	made = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	return made;
}

struct finding_reply desk_finding(struct arena *a, enum desk_rule rule, int64_t n, int64_t of)
{
	return (struct finding_reply){
		.rule = texts[rule].id,
		.severity = "stop",
		.article = texts[rule].article,
		.message.zh = words(a, texts[rule].zh, n, of),
		.message.en = words(a, texts[rule].en, n, of),
	};
}

static void print_list(struct json_writer *w, const char *key, const struct fld_list *list)
{
	const struct finding_reply *items = list ? list->items : NULL;

	json_array(w, key);
	for (size_t i = 0; list && i < list->n; i++)
		fields_print(w, NULL, finding_reply_fields, &items[i]);
	json_close(w);
}

const char *desk_findings_json(struct arena *a, const struct fld_list *stops,
			       const struct fld_list *warnings, const struct problems *problems)
{
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 1 << 20);
	json_begin(&w, &out);
	json_object(&w, NULL);
	print_list(&w, "stops", stops);
	print_list(&w, "warnings", warnings);
	json_array(&w, "fields");
	for (size_t i = 0; problems && i < problems->n; i++) {
		json_object(&w, NULL);
		json_str(&w, "field", problems->items[i].field);
		json_str(&w, "code", problems->items[i].code);
		json_close(&w);
	}
	json_close(&w);
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}

const char *desk_refusal(struct arena *a, enum desk_rule rule, int64_t n, int64_t of)
{
	struct finding_reply finding = desk_finding(a, rule, n, of);
	struct fld_list stops = { &finding, 1 };

	return desk_findings_json(a, &stops, NULL, NULL);
}

/* ---- the body ---- */

static bool outcome(const struct rules_set *set, const char *day, const struct rules_votes *votes,
		    struct rules_vote_outcome *ret)
{
	const struct rules_pack *pack = NULL;
	int32_t on;

	if (!date_parse(day, &on))
		pack = rules_pack_on(set, on);
	return pack && rules_vote(pack, "ordinary", votes, ret) == OK;
}

bool desk_quorate(const struct rules_set *set, const char *day, int64_t due, int64_t present)
{
	struct rules_votes votes = { .due = (int)due, .present = (int)present };
	struct rules_vote_outcome o = { false, false };

	return due > 0 && outcome(set, day, &votes, &o) && o.valid;
}

bool desk_carried(const struct rules_set *set, const char *day, int64_t due, int64_t present,
		  const struct desk_votes *votes)
{
	struct rules_votes v = { .due = (int)due,
				 .present = (int)present,
				 .yes = (int)votes->in_favour,
				 .no = (int)votes->against,
				 .abstain = (int)votes->abstain };
	struct rules_vote_outcome o = { false, false };

	return outcome(set, day, &v, &o) && o.passed;
}
