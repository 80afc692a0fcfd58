/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the page of a case together: the 25 steps, what is next, findings, debts, exits. */
#include "development/case_reply.h"

#include "json/json_read.h"
#include "base/banned.h"

struct making {
	const struct rules_set *set;
	struct arena *a;
	const struct user *who;
	const struct case_view *view;
	struct case_owners owners;
	struct rules_result result;
	int32_t today;
};

static struct both_reply both(struct rules_text text)
{
	return (struct both_reply){ text.zh, text.en };
}

static bool may_record(const struct making *m, enum rules_actor actor)
{
	static const enum perm perms[RULES_ACTOR__MAX] = {
		[RULES_PERSON_SELF] = PERM_CASE_BRANCH,
		[RULES_BRANCH] = PERM_CASE_BRANCH,
		[RULES_SUPERIOR] = PERM_CASE_SUPERIOR,
		[RULES_HIGHER] = PERM_CASE_HIGHER,
	};

	return user_may_at(m->who, perms[actor], m->view->branch.path);
}

/* ---- records and steps ---- */

static struct fld_list warnings_of(const struct making *m, const struct step_record *r)
{
	static const struct jval_limits limits = { 65536, 4, 1000 };
	const struct jval *root = NULL;
	struct warning_reply *items = NULL;
	size_t n = 0, cap = 0;

	if (!r->warnings ||
	    jval_parse(m->a, r->warnings, strlen(r->warnings), &limits, &root, NULL) != OK)
		return (struct fld_list){ NULL, 0 };
	for (size_t i = 0; i < jval_length(root); i++) {
		const struct jval *one = jval_at(root, i);

		*VEC_PUSH(m->a, items, n, cap) =
			(struct warning_reply){ jval_text(jval_get(one, "rule")),
						jval_text(jval_get(one, "reason")) };
	}
	return (struct fld_list){ items, n };
}

static struct record_reply record_make(const struct making *m, const struct step_record *r)
{
	return (struct record_reply){
		.record_id = r->id,
		.happened_on = r->happened_on,
		.facts = r->facts,
		.recorded_by_name = r->recorded_by_name,
		.recorded_at = r->recorded_at,
		.rule_set = r->rule_set,
		.warnings = warnings_of(m, r),
		.stands = step_stands(r),
		.imported = r->batch_id != 0,
		.reason = r->reason,
		.superseded_by = r->superseded_by,
		.voided_reason = r->voided_reason,
		.voided_at = r->voided_at,
	};
}

/* The record that speaks for the step: the latest standing one by its day; NULL: none. */
static const struct step_record *record_of_step(const struct making *m, const char *code)
{
	const struct step_record *best = NULL;
	int32_t best_on = DATE_NONE;

	for (size_t i = 0; i < m->view->records.n; i++) {
		const struct step_record *r = &m->view->records.items[i];

		if (!step_stands(r) || !str_eq(r->step_code, code))
			continue;
		if (!best || case_day(r->happened_on) >= best_on) {
			best = r;
			best_on = case_day(r->happened_on);
		}
	}
	return best;
}

static const struct rules_next *next_of(const struct making *m, int step)
{
	for (size_t i = 0; i < m->result.n_next; i++) {
		if (m->result.next[i].step == step)
			return &m->result.next[i];
	}
	return NULL;
}

static const char *step_state(const struct making *m, const struct rules_step *step,
			      const struct step_record *shown)
{
	const struct rules_next *next = next_of(m, step->id);

	if (next)
		return next->possible_today ? "next" : "blocked";
	if (shown && shown->happened_on)
		return "done";
	if (str_eq(m->view->row.state, "full") ||
	    !rules_pack_step(rules_pack_on(m->set, m->today), step->id))
		return "not_needed";
	if (!str_eq(m->view->row.state, "open"))
		return "not_done";       /* the way ended before it */
	return shown ? "next" : "later"; /* opened, waiting for its decision */
}

static struct fld_list history_of(const struct making *m, const char *code,
				  const struct step_record *shown)
{
	struct record_reply *items = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = m->view->records.n; i-- > 0;) {
		const struct step_record *r = &m->view->records.items[i];

		if (r != shown && str_eq(r->step_code, code))
			*VEC_PUSH(m->a, items, n, cap) = record_make(m, r);
	}
	return (struct fld_list){ items, n };
}

static struct case_step_reply step_make(const struct making *m, const struct rules_step *step)
{
	const struct step_record *shown = record_of_step(m, step->code);
	struct case_step_reply r = {
		.code = step->code,
		.number = step->number,
		.stage = step->stage,
		.actor = rules_actor_codes[step->actor],
		.title = both(step->title),
		.state = step_state(m, step, shown),
		.may_record = may_record(m, step->actor),
		.history = history_of(m, step->code, shown),
	};

	if (shown) {
		r.happened_on = shown->happened_on;
		r.record_id = shown->id;
		r.facts = shown->facts;
		r.recorded_by_name = shown->recorded_by_name;
		r.recorded_at = shown->recorded_at;
		r.rule_set = shown->rule_set;
		r.warnings = warnings_of(m, shown);
	}
	return r;
}

/* The wording of today's pack; a step that only an older pack has is shown if it was recorded. */
static const struct rules_step *step_shown(const struct making *m, int id)
{
	const struct rules_pack *pack = rules_pack_on(m->set, m->today);
	const struct rules_step *step = pack ? rules_pack_step(pack, id) : NULL;
	const struct step_record *r;

	if (step)
		return step;
	r = record_of_step(m, rules_step_code(m->set, id));
	return r ? case_step_on(m->set, r->step_code, case_day(r->happened_on), NULL) : NULL;
}

static struct fld_list steps_make(const struct making *m)
{
	size_t count = rules_step_count(m->set), n = 0, cap = 0;
	struct case_step_reply *items = NULL;

	for (int number = 1; number <= 25; number++) {
		for (int id = 0; id < (int)count; id++) {
			const struct rules_step *step = step_shown(m, id);

			if (step && step->number == number)
				*VEC_PUSH(m->a, items, n, cap) = step_make(m, step);
		}
	}
	for (int id = 0; id < (int)count; id++) { /* exits that were taken */
		const struct rules_step *step = step_shown(m, id);

		if (step && step->number == 0 && record_of_step(m, step->code))
			*VEC_PUSH(m->a, items, n, cap) = step_make(m, step);
	}
	return (struct fld_list){ items, n };
}

/* May the case end (or be put off) this way today? What its form asks for is not looked at. */
static bool exit_open(const struct making *m, const struct rules_step *step)
{
	const struct rules_case *c = &m->view->rules;
	struct rules_record *records = ARENA_ARRAY(m->a, struct rules_record, c->n_records + 1);
	struct rules_case with = *c;
	struct rules_result result = { 0 };

	for (size_t i = 0; i < c->n_records; i++)
		records[i] = c->records[i];
	records[c->n_records] = (struct rules_record){ .step = step->id, .on = m->today };
	with.records = records;
	with.n_records = c->n_records + 1;
	if (rules_evaluate(m->set, &with, m->today, m->a, &result) != OK)
		return false; /* the case is full: nothing more can be recorded in it */
	for (size_t i = 0; i < result.n_findings; i++) {
		if (result.findings[i].severity == RULES_STOP &&
		    result.findings[i].record == (int)c->n_records)
			return false;
	}
	return true;
}

static struct fld_list exits_make(const struct making *m)
{
	struct exit_reply *items = NULL;
	size_t n = 0, cap = 0;

	for (int id = 0; id < (int)rules_step_count(m->set); id++) {
		const struct rules_pack *pack = rules_pack_on(m->set, m->today);
		const struct rules_step *step = pack ? rules_pack_step(pack, id) : NULL;

		if (!step || step->number || !str_eq(m->view->row.state, "open") ||
		    !exit_open(m, step))
			continue;
		*VEC_PUSH(m->a, items, n, cap) = (struct exit_reply){
			.code = step->code,
			.actor = rules_actor_codes[step->actor],
			.title = both(step->title),
			.may_record = may_record(m, step->actor),
			.closes = step->closes,
		};
	}
	return (struct fld_list){ items, n };
}

/* ---- the rules' answer ---- */

static struct fld_list findings_make(const struct making *m, const struct rules_finding *from,
				     size_t count)
{
	struct finding_reply *items = ARENA_ARRAY(m->a, struct finding_reply, count);

	for (size_t i = 0; i < count; i++)
		items[i] = finding_reply_make(m->set, &from[i], &m->view->records, m->a);
	return (struct fld_list){ items, count };
}

/* Counts of an imported vote that cannot be are kept from the rules and told here. */
static void add_impossible_votes(const struct making *m, struct fld_list *list)
{
	struct finding_reply *items = list->items;
	size_t n = list->n, cap = list->n;

	for (size_t i = 0; i < m->view->records.n; i++) {
		const struct step_record *r = &m->view->records.items[i];

		if (!m->view->votes_impossible[i] || !step_stands(r))
			continue;
		*VEC_PUSH(m->a, items, n, cap) = (struct finding_reply){
			.rule = "votes_impossible",
			.severity = "warn",
			.message.zh = "票数自相矛盾：实到多于应到，或票数多于到会人数",
			.message.en = "The counts cannot be: more present than due, or more votes "
				      "than voters",
			.step = r->step_code,
			.record_id = r->id,
			.on = r->happened_on,
			.contradiction = true,
		};
	}
	*list = (struct fld_list){ items, n };
}

static struct fld_list next_make(const struct making *m)
{
	struct next_reply *items = ARENA_ARRAY(m->a, struct next_reply, m->result.n_next);

	for (size_t i = 0; i < m->result.n_next; i++) {
		const struct rules_next *x = &m->result.next[i];
		const char *code = rules_step_code(m->set, x->step);

		items[i] = (struct next_reply){
			.step = code,
			.actor = rules_actor_codes[x->actor],
			.organisation_name = m->owners.name[x->actor],
			.title = both(case_step_title(m->set, code, m->today)),
			.since_on = case_day_text(m->a, x->since),
			.earliest_on = case_day_text(m->a, x->earliest_on),
			.latest_on = case_day_text(m->a, x->latest_on),
			.latest_is_stop = x->latest_is_stop,
			.provisional = x->provisional,
			.optional = x->optional,
			.possible_today = x->possible_today,
			.may_record = may_record(m, x->actor),
			.stops = findings_make(m, x->stops, x->n_stops),
		};
	}
	return (struct fld_list){ items, m->result.n_next };
}

static struct fld_list debts_make(const struct making *m)
{
	struct debt_reply *items = ARENA_ARRAY(m->a, struct debt_reply, m->result.n_debts);

	for (size_t i = 0; i < m->result.n_debts; i++) {
		const struct rules_debt *d = &m->result.debts[i];
		const char *code = rules_step_code(m->set, d->step);

		items[i] = (struct debt_reply){
			.duty = rules_rule_id(d->rule),
			.step = code,
			.owner = rules_actor_codes[d->who],
			.organisation_id = m->owners.id[d->who],
			.organisation_name = m->owners.name[d->who],
			.since_on = case_day_text(m->a, d->since),
			.due_on = case_day_text(m->a, d->due_on),
			.limit_on = case_day_text(m->a, d->limit_on),
			.beside_on = case_day_text(m->a, d->beside_on),
			.overdue_days = d->overdue ? m->today - d->due_on : 0,
			.clock_not_started = d->clock_not_started,
			.message =
				duty_message(m->a, case_step_title(m->set, code, m->today),
					     m->owners.name[d->who], d->since, d->due_on, m->today),
		};
	}
	return (struct fld_list){ items, m->result.n_debts };
}

/* ---- people and moves ---- */

static enum err add_person(struct db *db, const struct making *m, int64_t id,
			   struct named_reply **items, size_t *n, size_t *cap)
{
	struct directory_person_state person;
	enum err e;

	for (size_t i = 0; i < *n; i++) {
		if ((*items)[i].id == id)
			return OK;
	}
	e = directory_person_state(db, m->a, id, &person);
	if (e)
		return e == ERR_NOT_FOUND ? OK : e; /* taken back with his import */
	*VEC_PUSH(m->a, *items, *n, *cap) = (struct named_reply){ id, person.name };
	return OK;
}

/* Names of the people whom the facts name by id. */
static enum err people_make(struct db *db, const struct making *m, struct fld_list *ret)
{
	struct named_reply *items = NULL;
	size_t n = 0, cap = 0;
	enum err e = OK;

	for (size_t r = 0; r < m->view->rules.n_records; r++) {
		const struct rules_record *rec = &m->view->rules.records[r];

		for (size_t f = 0; f < rec->n_facts; f++) {
			const struct rules_fact *fact = &rec->facts[f];

			if (fact->type != RULES_PERSON && fact->type != RULES_PERSONS)
				continue;
			for (size_t p = 0; !e && p < fact->v.persons.n; p++) {
				int64_t id = facts_person_id(&fact->v.persons.items[p]);

				if (id)
					e = add_person(db, m, id, &items, &n, &cap);
			}
		}
	}
	*ret = (struct fld_list){ items, n };
	return e;
}

static struct fld_list transfers_make(const struct making *m)
{
	const struct case_transfers *moves = &m->view->transfers;
	struct transfer_reply *items = ARENA_ARRAY(m->a, struct transfer_reply, moves->n);

	for (size_t i = 0; i < moves->n; i++) {
		const struct case_transfer *t = &moves->items[i];

		items[i] = (struct transfer_reply){
			t->id,           t->from_branch_id, t->from_branch_name,
			t->to_branch_id, t->to_branch_name, t->moved_on,
			t->note,         t->recorded_at
		};
	}
	return (struct fld_list){ items, moves->n };
}

static struct case_reply head_make(const struct making *m)
{
	const struct case_view *v = m->view;
	const struct rules_standing *s = &m->result.standing;
	const struct rules_pack *pack = rules_pack_on(m->set, m->today);

	return (struct case_reply){
		.id = v->row.id,
		.person = { v->row.person_id, v->person.name, v->person.birth,
			    v->person.leaving_on },
		.branch = { v->branch.id, v->branch.name, v->branch_facts.has_committee,
			    v->branch_facts.full },
		.state = v->row.state,
		.stage = s->stage,
		.stage_on = case_day_text(m->a, s->since),
		.opened_on = v->row.opened_on,
		.closed_on = v->row.closed_on,
		.rule_set = pack ? rules_pack_id(pack) : NULL,
		.joined_on = case_day_text(m->a, s->joined_on),
		.probation_due_on = case_day_text(m->a, s->probation_due_on),
		.printed_until = case_day_text(m->a, s->printed_until),
		.full_on = case_day_text(m->a, s->full_on),
		.extended = s->extended,
		.version = v->row.version,
	};
}

enum err case_reply_make(struct db *db, const struct rules_set *set, struct arena *a,
			 const struct user *who, const struct case_view *view, int32_t today,
			 struct case_reply *ret)
{
	struct making m = { .set = set, .a = a, .who = who, .view = view, .today = today };
	struct case_reply reply;
	enum err e;

	e = rules_evaluate(set, &view->rules, today, a, &m.result);
	if (e)
		return e;
	e = case_owners(db, a, view, &m.owners);
	if (e)
		return e;
	reply = head_make(&m);
	e = people_make(db, &m, &reply.people);
	if (e)
		return e;
	reply.steps = steps_make(&m);
	reply.next = next_make(&m);
	reply.findings = findings_make(&m, m.result.findings, m.result.n_findings);
	add_impossible_votes(&m, &reply.findings);
	reply.debts = debts_make(&m);
	reply.transfers = transfers_make(&m);
	reply.exits = exits_make(&m);
	*ret = reply;
	return OK;
}
