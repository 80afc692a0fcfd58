/* SPDX-License-Identifier: Apache-2.0 */
/* Clean dossiers: the steps and papers up to the pledge form. made_late.c has the rest. */
#include "made_stages.h"

#include "base/str.h"

#define REVISED 20584 /* 2026-05-11, the first day of the text of 2026 */

static void stage_apply(struct made *m, struct when *w)
{
	int rec = made_step(m, "apply", w->apply);
	struct prover_paper *p =
		paper_on(m, "application_letter", rec, w->apply - (int)made_pick(m, 10));

	p->days[PROVER_DAY_received_on] = w->apply;
	made_sign(m, p, PROVER_ROLE_self, "self", p->days[PROVER_DAY_dated_on]);
	w->at = w->apply + 2 + (int)made_pick(m, 25);
	rec = made_step(m, "first_talk", w->at);
	fact_people(m, rec, "talker", RULES_PERSON, "talker", NULL);
	p = paper_on(m, "first_talk_record", rec, w->at);
	p->days[PROVER_DAY_meeting_on] = w->at;
	p->days[PROVER_DAY_applied_on] = w->apply;
	made_sign(m, p, PROVER_ROLE_talker, "talker", w->at);
}

static void stage_activist(struct made *m, struct when *w)
{
	int rec, recommended = w->at + 20 + (int)made_pick(m, 60);
	struct prover_paper *p;

	w->activist = recommended + 3 + (int)made_pick(m, 30);
	rec = made_step(m, "activist_decide", w->activist);
	fact_code(m, rec, "recommendation", "league");
	fact_day(m, rec, "recommended_on", recommended);
	fact_code(m, rec, "body", m->c.has_committee ? "committee" : "assembly");
	p = paper_on(m, "recommendation_form", rec, recommended);
	p->days[PROVER_DAY_meeting_on] = recommended;
	p->days[PROVER_DAY_applied_on] = w->apply;
	p->days[PROVER_DAY_birth_on] = m->c.birth_on;
	minutes_of(m, "activist_minutes", rec, w->activist);
	rec = made_step(m, "cultivator_assign", w->activist);
	fact_people(m, rec, "cultivators", RULES_PERSONS, "cultivator-1", "cultivator-2");
	w->at = made_workday(m, w->activist + 5);
	rec = made_step(m, "activist_file", w->at);
	p = paper_on(m, "activist_filing_report", rec, w->activist + 2);
	p = paper_on(m, "activist_filing_form", rec, w->at);
	p->texts[PROVER_TEXT_document_number] = made_number(m, w->at);
	p->sealed = PROVER_YES;
	fact_text(m, rec, "filing_number", p->texts[PROVER_TEXT_document_number]);
}

/* A thought report a quarter, an inspection a half-year, until the candidate is decided. */
static void stage_cultivate(struct made *m, struct when *w)
{
	struct prover_paper *p;
	int rec = -1;

	if (on_way(m, MADE_REPLACED)) {
		rec = made_step(m, "cultivator_assign", w->activist + 100);
		fact_people(m, rec, "cultivators", RULES_PERSONS, "cultivator-3", "cultivator-2");
		fact_yes(m, rec, "replaces");
	}
	for (int k = 1; k <= 4; k++) {
		int32_t on = date_add_months(w->activist, 3 * k) - 9 + (int)made_pick(m, 6);

		rec = made_step(m, "cultivate", on);
		fact_code(m, rec, "kind", "report_receipt");
		p = paper_on(m, "thought_report_receipt", rec, on - (int)made_pick(m, 3));
		p->days[PROVER_DAY_received_on] = on;
		made_sign(m, p, PROVER_ROLE_self, "self", p->days[PROVER_DAY_dated_on]);
		if (k % 2)
			continue;
		rec = made_step(m, "cultivate", on);
		fact_code(m, rec, "kind", "inspection");
	}
	p = paper_on(m, "cultivation_form", rec, m->recs[rec].on);
	p->days[PROVER_DAY_applied_on] = w->apply;
	p->days[PROVER_DAY_activist_on] = w->activist;
	p->days[PROVER_DAY_birth_on] = m->c.birth_on;
	p->texts[PROVER_TEXT_id_tail] = m->d.person.id_tail;
	made_sign(m, p, PROVER_ROLE_cultivator, "cultivator-1", w->activist + 90);
	made_sign(m, p, PROVER_ROLE_cultivator, "cultivator-2", m->recs[rec].on);
	if (on_way(m, MADE_MOVED))
		made_move(m, w->activist + 200);
}

static void stage_decide(struct made *m, struct when *w)
{
	struct prover_paper *p;
	int rec;

	w->candidate = date_add_months(w->activist, 12) + (int)made_pick(m, 40);
	rec = made_step(m, "candidate_decide", w->candidate);
	w->asks = w->candidate >= REVISED;
	fact_code(m, rec, "body", m->c.has_committee ? "committee" : "assembly");
	fact_yes(m, rec, "view_cultivators");
	fact_yes(m, rec, "view_members");
	fact_yes(m, rec, "view_nonmembers");
	if (m->c.has_groups)
		fact_yes(m, rec, "view_group");
	p = paper_on(m, "views_record", rec, w->candidate - 3);
	p->days[PROVER_DAY_meeting_on] = w->candidate - 3;
	p->counts[PROVER_COUNT_heard] = 8 + (int)made_pick(m, 8);
	p->self_present = PROVER_NO;
	minutes_of(m, "candidate_minutes", rec, w->candidate);
	p = paper_on(m, "autobiography", rec, w->candidate - 20);
	made_sign(m, p, PROVER_ROLE_self, "self", w->candidate - 20);
}

/* The superior agrees (2026) or files (2014). */
static void stage_agree(struct made *m, struct when *w, bool yes)
{
	int32_t asked = w->at + 1, on = made_workday(m, asked + 4 + (int)made_pick(m, 9));
	int rec = made_step(m, "candidate_agree", on);
	struct prover_paper *p;

	w->at = on;
	if (!w->asks) {
		fact_code(m, rec, "result", "filed");
		(void)paper_on(m, "candidate_filing_report", rec, asked);
		p = paper_on(m, "candidate_filing_form", rec, on);
		p->sealed = PROVER_YES;
		return;
	}
	p = reply_to(m, "candidate_request", "candidate_reply", rec, asked, on);
	p->texts[PROVER_TEXT_result] = yes ? "agreed" : "not_agreed";
	fact_code(m, rec, "result", yes ? "agreed" : "not_agreed");
	fact_text(m, rec, "filing_number", p->texts[PROVER_TEXT_document_number]);
}

static void stage_notice(struct made *m, struct when *w)
{
	bool provisional = false;
	struct prover_paper *p;
	int32_t from, until;
	int rec;

	if (!w->asks && !on_way(m, MADE_NOTICED))
		return;
	from = made_workday(m, w->at + 1);
	until = rules_notice_end(m->set, from, 5, &provisional);
	rec = made_step(m, "candidate_notice", from);
	made_fact(m, rec, "open_objection", RULES_BOOL)->v.yes = false;
	fact_day(m, rec, "ended_on", until);
	for (int i = 0; i < 2; i++) {
		p = paper_on(m, i ? "candidate_notice_record" : "candidate_notice", rec,
			     i ? until : from);
		p->days[PROVER_DAY_from_on] = from;
		p->days[PROVER_DAY_until_on] = until;
		p->sealed = i ? PROVER_NOT_TOLD : PROVER_YES;
	}
	w->at = until;
}

static void stage_review(struct made *m, struct when *w)
{
	int32_t sent = w->at + 2, answered = sent + 10 + (int)made_pick(m, 20), on = answered + 3;
	struct prover_paper *p;
	int rec = made_step(m, "introducer_assign", w->at + 1);

	fact_people(m, rec, "introducers", RULES_PERSONS, "cultivator-1", "cultivator-2");
	rec = made_step(m, "review_done", on);
	fact_text(m, rec, "reviewed_by", "某学院党委");
	fact_code(m, rec, "conclusion", "passed");
	fact_text(m, rec, "letter_number", "函1");
	p = made_paper(m, "inquiry_letter", rec);
	p->days[PROVER_DAY_sent_on] = sent;
	p->days[PROVER_DAY_answered_on] = answered;
	p->counts[PROVER_COUNT_letters_sent] = p->counts[PROVER_COUNT_letters_answered] = 2;
	p->texts[PROVER_TEXT_document_number] = "函1";
	p = paper_on(m, "review_report", rec, on);
	p->texts[PROVER_TEXT_result] = "passed";
	p->sealed = PROVER_YES;
	p->days[PROVER_DAY_candidate_on] = w->candidate;
	made_sign(m, p, PROVER_ROLE_reviewer, "reviewer", on);
	w->at = on;
}

static void stage_training(struct made *m, struct when *w)
{
	bool special = on_way(m, MADE_SPECIAL_TRAINING);
	int days = special ? 1 : 3;
	int32_t from = w->at + 4, until = from + days - 1;
	int rec = made_step(m, "short_training", until);
	struct prover_paper *p;

	fact_int(m, rec, "days", days);
	fact_int(m, rec, "hours", days * 8);
	fact_text(m, rec, "certificate", "结字1");
	fact_yes(m, rec, "finished");
	if (special)
		fact_text(m, rec, "special_reason", "支教在外");
	p = paper_on(m, "training_record", rec, until);
	p->counts[PROVER_COUNT_training_days] = days;
	p->counts[PROVER_COUNT_training_hours] = days * 8;
	p->days[PROVER_DAY_from_on] = from;
	p->days[PROVER_DAY_until_on] = until;
	p = paper_on(m, "completion_certificate", rec, until);
	p->texts[PROVER_TEXT_document_number] = "结字1";
	p->days[PROVER_DAY_from_on] = from;
	p->days[PROVER_DAY_until_on] = until;
	p->sealed = PROVER_YES;
	w->at = until;
}

static void stage_pre_review(struct made *m, struct when *w, bool yes)
{
	int32_t asked = w->at + 2, on = made_workday(m, asked + 5 + (int)made_pick(m, 5));
	int rec = made_step(m, "pre_review", on);
	struct prover_paper *p =
		reply_to(m, "pre_review_request", "pre_review_reply", rec, asked, on);

	fact_code(m, rec, "result", yes ? "passed" : "not_passed");
	p->texts[PROVER_TEXT_result] = yes ? "passed" : "not_passed";
	fact_text(m, rec, "reply_number", p->texts[PROVER_TEXT_document_number]);
	w->at = on;
}

static void stage_candidate(struct made *m, struct when *w)
{
	int rec;

	w->at = w->candidate;
	if (on_way(m, MADE_RETRIED) && w->asks)
		stage_agree(m, w, false);
	stage_agree(m, w, true);
	stage_notice(m, w);
	stage_review(m, w);
	stage_training(m, w);
	w->at += 2 + (int)made_pick(m, 9);
	rec = made_step(m, "committee_examine", w->at);
	fact_code(m, rec, "body", m->c.has_committee ? "committee" : "assembly");
	minutes_of(m, "examine_minutes", rec, w->at);
	if (on_way(m, MADE_RETRIED))
		stage_pre_review(m, w, false);
	stage_pre_review(m, w, true);
}

static void people(struct made *m)
{
	static const char *const ids[] = { "secretary",  "recorder",     "teller",
					   "scrutineer", "talker",       "cultivator-1",
					   "reviewer",   "cultivator-2", "cultivator-3",
					   "organiser",  "witness-1",    "witness-2" };
	static const struct prover_post posts[] = {
		{ PROVER_ROLE_secretary, DATE_MIN, DATE_NONE },
		{ PROVER_ROLE_organiser, DATE_MIN, DATE_NONE },
	};

	for (size_t i = 0; i < COUNTOF(ids); i++) {
		m->members[i] = (struct prover_member){ .id = ids[i],
							.full_from = DATE_MIN,
							.full_until = DATE_NONE,
							.discipline_from = DATE_NONE,
							.effect_until = DATE_NONE,
							.posts_known = i == 0 || i == 9,
							.posts = &posts[i == 9],
							.n_posts = i == 0 || i == 9 };
	}
	m->d.members = m->members;
	m->d.n_members = COUNTOF(ids);
}

/* The day of application, such that the text of 2026 begins before, after or on the way. */
static int32_t begin(struct made *m)
{
	if (m->law == MADE_2026)
		return REVISED + (int)made_pick(m, 200);
	if (m->law == MADE_2014)
		return REVISED - 365 * 7 - (int)made_pick(m, 1000);
	return REVISED - (int)made_pick(m, 365 * 4);
}

/* One paper was lost and honestly replaced a year later. */
static void replace_one(struct made *m)
{
	struct prover_paper *p = &m->papers[made_pick(m, (unsigned)m->d.n_papers)];
	int32_t was = p->days[PROVER_DAY_dated_on], on = m->today - 5;

	p->supplement = true;
	p->days[PROVER_DAY_original_on] = was;
	p->days[PROVER_DAY_dated_on] = on;
	p->texts[PROVER_TEXT_reason] = "原件搬迁时遗失";
	p->n_signers = p->n_signers > 5 ? 5 : p->n_signers;
	made_sign(m, p, PROVER_ROLE_confirmer, "witness-1", on);
	made_sign(m, p, PROVER_ROLE_confirmer, "witness-2", on + 1);
}

/* Papers whose step has one record need not say so. */
static void unattach(struct made *m)
{
	for (size_t i = 0; i < m->d.n_papers; i++) {
		int n = 0, step;

		if (m->papers[i].record < 0)
			continue;
		step = m->recs[m->papers[i].record].step;
		for (size_t r = 0; r < m->c.n_records; r++)
			n += m->recs[r].step == step;
		if (n == 1)
			m->papers[i].record = -1;
	}
}

void made_dossier(struct made *m, uint64_t seed, enum made_pack law, uint32_t path)
{
	struct when w = { 0 };

	arena_reset(&m->a);
	m->seed = seed * 2654435761u + 88172645463325252u;
	m->law = law;
	m->path = path;
	m->numbers = 0;
	(void)made_pick(m, 2);
	w.apply = begin(m);
	m->c = (struct rules_case){ .birth_on = w.apply - 366 * 18 - (int)made_pick(m, 1200),
				    .leaving_on = DATE_NONE,
				    .has_committee =
					    on_way(m, MADE_COMMITTEE | MADE_COMMITTEE_OF_7),
				    .has_groups = on_way(m, MADE_GROUPS),
				    .records = m->recs,
				    .transfers = m->transfers };
	m->d = (struct prover_dossier){ .rules = &m->c,
					.person = { "self", "张三", "123X" },
					.papers = m->papers,
					.papers_complete = true };
	people(m);
	stage_apply(m, &w);
	stage_activist(m, &w);
	if (!on_way(m, MADE_WITHDRAWN)) {
		stage_cultivate(m, &w);
		stage_decide(m, &w);
		if (!on_way(m, MADE_CUT)) {
			stage_candidate(m, &w);
			stages_late(m, &w);
		}
	} else {
		(void)made_step(m, "withdrawn", w.at + 30);
		w.at += 30;
	}
	m->today = m->recs[m->c.n_records - 1].on + 400;
	if (on_way(m, MADE_SUPPLEMENT))
		replace_one(m);
	if (on_way(m, MADE_UNATTACHED))
		unattach(m);
}

void made_path(uint64_t seed, enum made_pack *ret_law, uint32_t *ret_path)
{
	uint64_t x = seed * 0x9e3779b97f4a7c15u;
	uint32_t path;

	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 32;
	*ret_law = (enum made_pack)(x % MADE_PACK__MAX);
	/* Each turn of the way with one chance in four, ends of it with fewer. */
	path = (uint32_t)(x >> 8) & (uint32_t)(x >> 30) & ((1u << MADE_PATHS) - 1);
	if (x >> 60)
		path &= ~(uint32_t)(MADE_CUT | MADE_REFUSED | MADE_WITHDRAWN | MADE_CANCELLED);
	*ret_path = path;
}

void made_init(struct made *m, const struct prover_pack *pack)
{
	memset(m, 0, sizeof(*m));
	m->pack = pack;
	m->set = prover_pack_rules(pack);
	arena_init(&m->a);
}

void made_release(struct made *m)
{
	arena_release(&m->a);
}
