/* SPDX-License-Identifier: Apache-2.0 */
/* Clean dossiers from the pledge form on: admission, probation, conversion. */
#include "made_stages.h"

#include "base/str.h"

void made_move(struct made *m, int32_t on)
{
	struct prover_paper *p;
	int n = (int)m->c.n_transfers++;

	m->transfers[n].on = on;
	p = paper_on(m, "transfer_letter", -1, on - 10 - (int)made_pick(m, 60));
	p->number = n + 1;
	p->sealed = PROVER_YES;
	p = paper_on(m, "transfer_receipt", -1, on + (int)made_pick(m, 9));
	p->number = n + 1;
}

static void counts_on(struct prover_paper *p, const struct rules_votes *v)
{
	p->counts[PROVER_COUNT_due] = v->due;
	p->counts[PROVER_COUNT_present] = v->present;
	p->counts[PROVER_COUNT_yes] = v->yes;
	p->counts[PROVER_COUNT_no] = v->no;
	p->counts[PROVER_COUNT_abstain] = v->abstain;
	p->counts[PROVER_COUNT_written_yes] = v->written_yes;
	p->counts[PROVER_COUNT_written_no] = v->written_no;
	p->counts[PROVER_COUNT_written_abstain] = v->written_abstain;
}

static struct rules_votes votes_make(struct made *m)
{
	struct rules_votes v = { .due = 9 + (int)made_pick(m, 30) };

	v.present = v.due - (int)made_pick(m, (unsigned)v.due / 4);
	if (on_way(m, MADE_WRITTEN) && v.present < v.due)
		v.written_yes = 1;
	v.no = (int)made_pick(m, 2);
	v.yes = v.present - v.no;
	return v;
}

/* Notice, minutes, ballot and resolution of an assembly, and its facts. */
static void assembly(struct made *m, const char *stage, int rec, int32_t on)
{
	static const char *const kinds[] = { "minutes", "ballot", "resolution" };
	struct rules_votes v = votes_make(m);
	struct prover_paper *p =
		paper_on(m, arena_printf(&m->a, "%s_meeting_notice", stage), rec, on - 4);

	p->days[PROVER_DAY_meeting_on] = on;
	made_fact(m, rec, "votes", RULES_VOTES)->v.votes = v;
	fact_code(m, rec, "ballot", "secret");
	fact_yes(m, rec, "one_person");
	for (int i = 0; i < 3; i++) {
		p = paper_on(m, arena_printf(&m->a, "%s_%s", stage, kinds[i]), rec, on);
		p->days[PROVER_DAY_meeting_on] = on;
		counts_on(p, &v);
		if (i == 0) {
			p->self_present = PROVER_YES;
			made_sign(m, p, PROVER_ROLE_chair, "secretary", on);
			made_sign(m, p, PROVER_ROLE_recorder, "recorder", on);
		} else if (i == 1) {
			p->counts[PROVER_COUNT_issued] = v.present;
			p->counts[PROVER_COUNT_returned] = v.yes + v.no + v.abstain;
			p->counts[PROVER_COUNT_spoiled] = 0;
			made_sign(m, p, PROVER_ROLE_teller, "teller", on);
			made_sign(m, p, PROVER_ROLE_scrutineer, "scrutineer", on);
		} else {
			made_sign(m, p, PROVER_ROLE_secretary, "secretary", on);
		}
	}
}

static struct prover_paper *pledge(struct made *m, struct when *w)
{
	int32_t handed = w->at + 1, filled = handed + 2;
	int rec = made_step(m, "pledge_form", filled);
	struct prover_paper *p = paper_on(m, "pledge_form", rec, filled);

	fact_text(m, rec, "form_number", "志1");
	p->days[PROVER_DAY_received_on] = handed;
	p->days[PROVER_DAY_applied_on] = w->apply;
	p->days[PROVER_DAY_birth_on] = m->c.birth_on;
	p->texts[PROVER_TEXT_form_number] = "志1";
	p->texts[PROVER_TEXT_id_tail] = m->d.person.id_tail;
	made_sign(m, p, PROVER_ROLE_self, "self", filled);
	made_sign(m, p, PROVER_ROLE_introducer, "cultivator-1", filled + 1);
	made_sign(m, p, PROVER_ROLE_introducer, "cultivator-2", filled + 1);
	w->at = filled;
	return p;
}

/* The superior receives, decides in writing. */
static struct prover_paper *answer(struct made *m, const char *step, const char *request,
				   const char *reply, int32_t asked, const char *decision)
{
	int32_t received = asked + 3, on = made_workday(m, received + 20 + (int)made_pick(m, 40));
	int rec = made_step(m, step, on);
	struct prover_paper *p = reply_to(m, request, reply, rec, asked, on);

	(p - 1)->days[PROVER_DAY_received_on] = received; /* the request stands before its reply */
	fact_day(m, rec, "received_on", received);
	fact_code(m, rec, "decision", decision);
	fact_text(m, rec, "reply_number", p->texts[PROVER_TEXT_document_number]);
	p->texts[PROVER_TEXT_result] = decision;
	return p;
}

static void approve(struct made *m, struct when *w, struct prover_paper *form)
{
	bool refused = on_way(m, MADE_REFUSED);
	int32_t talked = w->vote + 4, until = date_add_months(w->vote, 12) - 1;
	int rec = made_step(m, "approval_talk", talked);
	struct prover_paper *p = paper_on(m, "approval_talk_view", rec, talked);

	fact_people(m, rec, "talker", RULES_PERSON, "organiser", NULL);
	fact_code(m, rec, "talker_role", "organiser");
	made_sign(m, p, PROVER_ROLE_organiser, "organiser", talked);
	p = answer(m, "approval", "approval_request", "approval_reply", w->vote + 6,
		   refused ? "refused" : "approved");
	rec = (int)m->c.n_records - 1;
	fact_code(m, rec, "approving_body", "party_committee");
	fact_yes(m, rec, "one_person");
	w->at = m->recs[rec].on;
	if (refused)
		return;
	p->days[PROVER_DAY_from_on] = form->days[PROVER_DAY_from_on] = w->vote;
	p->days[PROVER_DAY_until_on] = form->days[PROVER_DAY_until_on] = until;
	p->days[PROVER_DAY_joined_on] = w->vote;
	rec = made_step(m, "approval_file", w->at + 10);
	(void)paper_on(m, "approval_filing_report", rec, w->at + 10);
	(void)made_step(m, "group_assign", w->at + 11);
	rec = made_step(m, "oath", w->at + 20);
	p = paper_on(m, "oath_record", rec, w->at + 20);
	p->days[PROVER_DAY_meeting_on] = w->at + 20;
}

/* Request, vote and the superior's answer; outcome: convert, extend or cancel. */
static void conversion(struct made *m, struct when *w, int32_t due, int32_t on, const char *outcome,
		       int months)
{
	bool converts = str_eq(outcome, "convert");
	struct prover_paper *p;
	int rec;

	rec = made_step(m, "convert_apply", due - 9);
	p = paper_on(m, "conversion_request", rec, due - 10);
	p->days[PROVER_DAY_received_on] = due - 9;
	p->days[PROVER_DAY_joined_on] = w->vote;
	made_sign(m, p, PROVER_ROLE_self, "self", due - 10);
	rec = made_step(m, "convert_vote", on);
	fact_code(m, rec, "outcome", outcome);
	if (months)
		fact_int(m, rec, "extend_months", months);
	fact_yes(m, rec, "view_members");
	fact_yes(m, rec, "view_nonmembers");
	fact_yes(m, rec, "view_group");
	fact_yes(m, rec, "committee_examined");
	assembly(m, "conversion", rec, on);
	if (on_way(m, MADE_NOTICED) && converts) {
		p = paper_on(m, "conversion_notice", rec, on - 18);
		p->days[PROVER_DAY_from_on] = on - 18;
		p->days[PROVER_DAY_until_on] = on - 1;
	}
	p = answer(m, "convert_approval", "convert_approval_request", "convert_approval_reply",
		   on + 5, "approved");
	w->at = m->recs[m->c.n_records - 1].on;
	if (converts) {
		p->days[PROVER_DAY_full_on] = due;
		fact_day(m, (int)m->c.n_records - 1, "full_on", due);
	}
	if (!months)
		return;
	p = paper_on(m, "extension_notice", rec, w->at + 3);
	p->counts[PROVER_COUNT_months] = months;
	p->days[PROVER_DAY_until_on] = date_add_months(w->vote, 12 + months) - 1;
	p->sealed = PROVER_YES;
}

static void archive(struct made *m, struct when *w)
{
	static const char *const papers[] = { "paper_pledge",      "paper_application",
					      "paper_cultivation", "paper_review",
					      "paper_probation",   "paper_conversion" };
	int rec = made_step(m, "archive", w->at + 15);

	(void)paper_on(m, "archive_list", rec, w->at + 15);
	for (size_t i = 0; i < COUNTOF(papers); i++) {
		if (rules_symbol(m->set, papers[i]))
			fact_yes(m, rec, papers[i]);
	}
}

static void probation(struct made *m, struct when *w)
{
	int32_t due = date_add_months(w->vote, 12), on = due;
	struct prover_paper *p;
	int rec = made_step(m, "probation_inspect", date_add_months(w->vote, 6));

	rec = made_step(m, "probation_inspect", due - 15);
	p = paper_on(m, "probation_form", rec, due - 15);
	p->days[PROVER_DAY_from_on] = w->vote;
	p->days[PROVER_DAY_joined_on] = w->vote;
	made_sign(m, p, PROVER_ROLE_cultivator, "cultivator-2", due - 15);
	if (on_way(m, MADE_CANCELLED)) {
		conversion(m, w, due, on, "cancel", 0);
		return;
	}
	if (on_way(m, MADE_EXTENDED)) {
		int months = 6 + (int)made_pick(m, 7);

		conversion(m, w, due, on, "extend", months);
		due = on = date_add_months(w->vote, 12 + months);
	}
	if (on_way(m, MADE_MOVED_LATE)) {
		made_move(m, due - 30);
		rec = made_step(m, "postponement", due - 5);
		fact_text(m, rec, "reason", "转入不满三个月，需要继续考察");
		on = due + 30 + (int)made_pick(m, 120);
	}
	conversion(m, w, due, on, "convert", 0);
	archive(m, w);
}

void stages_late(struct made *m, struct when *w)
{
	struct prover_paper *form = pledge(m, w);
	int rec;

	w->vote = w->at + 6 + (int)made_pick(m, 10);
	rec = made_step(m, "admission_vote", w->vote);
	fact_day(m, rec, "probation_from", w->vote);
	fact_day(m, rec, "probation_until", date_add_months(w->vote, 12) - 1);
	assembly(m, "admission", rec, w->vote);
	approve(m, w, form);
	if (!on_way(m, MADE_REFUSED))
		probation(m, w);
}
