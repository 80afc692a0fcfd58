/* SPDX-License-Identifier: Apache-2.0 */
/* What made dossiers are put together from: steps, facts, papers, signatures. */
#include "made_stages.h"

#include <assert.h>

unsigned made_pick(struct made *m, unsigned n)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(m->seed >> 33) % n;
}

int made_step(struct made *m, const char *code, int32_t on)
{
	int at = (int)m->c.n_records++;

	assert(at < MADE_RECORDS);
	m->recs[at] = (struct rules_record){ .step = rules_step_id(m->set, code),
					     .on = on,
					     .facts = m->facts[at] };
	assert(m->recs[at].step >= 0);
	return at;
}

struct rules_fact *made_fact(struct made *m, int rec, const char *name, enum rules_field_type type)
{
	struct rules_fact *f = &m->facts[rec][m->recs[rec].n_facts++];

	assert(m->recs[rec].n_facts <= MADE_FACTS);
	*f = (struct rules_fact){ .field = rules_symbol(m->set, name), .type = type };
	assert(f->field);
	return f;
}

void fact_day(struct made *m, int rec, const char *name, int32_t day)
{
	made_fact(m, rec, name, RULES_DATE)->v.day = day;
}

void fact_code(struct made *m, int rec, const char *name, const char *code)
{
	made_fact(m, rec, name, RULES_ENUM)->v.symbol = rules_symbol(m->set, code);
}

void fact_yes(struct made *m, int rec, const char *name)
{
	made_fact(m, rec, name, RULES_BOOL)->v.yes = true;
}

void fact_text(struct made *m, int rec, const char *name, const char *text)
{
	made_fact(m, rec, name, RULES_TEXT)->v.text = text;
}

void fact_int(struct made *m, int rec, const char *name, int n)
{
	made_fact(m, rec, name, RULES_INT)->v.number = n;
}

void fact_people(struct made *m, int rec, const char *name, enum rules_field_type type,
		 const char *one, const char *two)
{
	struct rules_fact *f = made_fact(m, rec, name, type);
	struct rules_person *p = ARENA_ARRAY(&m->a, struct rules_person, 2);

	for (int i = 0; i < 2; i++)
		p[i] = (struct rules_person){ .id = i ? two : one,
					      .is_full_member = true,
					      .effect_until = DATE_NONE,
					      .until = DATE_NONE };
	f->v.persons.items = p;
	f->v.persons.n = two ? 2 : 1;
}

struct prover_paper *made_paper(struct made *m, const char *code, int rec)
{
	int at = (int)m->d.n_papers++, n = 1;
	struct prover_paper *p = &m->papers[at];

	assert(at < MADE_PAPERS);
	prover_paper_init(p, prover_paper_code(m->pack, code));
	assert(p->code >= 0);
	for (int i = 0; i < at; i++)
		n += m->papers[i].code == p->code;
	p->number = n;
	p->record = rec;
	p->signatures_known = true;
	p->signers = m->signers[at];
	p->texts[PROVER_TEXT_name] = m->d.person.name;
	return p;
}

void made_sign(struct made *m, struct prover_paper *p, enum prover_role role, const char *person,
	       int32_t on)
{
	assert(p->n_signers < MADE_SIGNERS);
	m->signers[p - m->papers][p->n_signers++] =
		(struct prover_signer){ .person = person, .role = role, .signed_on = on };
}

int32_t made_workday(struct made *m, int32_t day)
{
	bool provisional = false;

	while (!rules_is_workday(m->set, day, &provisional))
		day++;
	return day;
}

const char *made_number(struct made *m, int32_t day)
{
	return arena_printf(&m->a, "某学院党〔%d〕%d号", date_to_ymd(day).year, ++m->numbers);
}

bool on_way(const struct made *m, uint32_t path)
{
	return (m->path & path) != 0;
}

/* A paper of a step, dated on its day. */
struct prover_paper *paper_on(struct made *m, const char *code, int rec, int32_t on)
{
	struct prover_paper *p = made_paper(m, code, rec);

	p->days[PROVER_DAY_dated_on] = on;
	return p;
}

/* Minutes of a meeting of the committee, or of the assembly where there is none. */
void minutes_of(struct made *m, const char *code, int rec, int32_t on)
{
	struct prover_paper *p = paper_on(m, code, rec, on);
	int due = on_way(m, MADE_COMMITTEE_OF_7) ? 7 : on_way(m, MADE_COMMITTEE) ? 5 : 3;

	p->days[PROVER_DAY_meeting_on] = on;
	p->counts[PROVER_COUNT_due] = due;
	p->counts[PROVER_COUNT_present] = due - (int)made_pick(m, (unsigned)due / 2 + 1);
	made_sign(m, p, PROVER_ROLE_chair, "secretary", on);
	made_sign(m, p, PROVER_ROLE_recorder, "recorder", on);
}

/* A request and the written answer to it, as both numbers tell. */
struct prover_paper *reply_to(struct made *m, const char *request, const char *reply, int rec,
			      int32_t asked, int32_t on)
{
	struct prover_paper *p = paper_on(m, request, rec, asked);
	const char *number = made_number(m, asked);

	p->texts[PROVER_TEXT_document_number] = number;
	p = paper_on(m, reply, rec, on);
	p->texts[PROVER_TEXT_document_number] = made_number(m, on);
	p->texts[PROVER_TEXT_answers_number] = number;
	p->sealed = PROVER_YES;
	return p;
}
