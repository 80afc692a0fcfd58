/* SPDX-License-Identifier: Apache-2.0 */
#include "stored.h"

#include "development/case_sync.h"
#include "development/facts.h"
#include "prover/prover_cli.h"

const struct prover_pack *pack_of(struct fixture *f)
{
	struct rules_fault fault = { 0 };
	const struct prover_pack *pack = NULL;

	if (prover_pack_built_in(&f->pack_arena, f->set, &fault, &pack))
		fail_msg("%s:%u:%u: %s", fault.name, fault.line, fault.column, fault.why);
	return pack;
}

static const char *day_sql(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE)
		return "NULL";
	date_format(day, text);
	return arena_printf(a, "'%s'", text);
}

/* ---- people ---- */

/* The person of the dossier is `self`, the members follow. */
static int64_t number_of(const struct made *m, int64_t self, const char *id)
{
	for (size_t i = 0; i < m->d.n_members; i++) {
		if (str_eq(m->members[i].id, id))
			return self + 1 + (int64_t)i;
	}
	return self;
}

static void member_store(struct fixture *f, const struct prover_member *m, int64_t id)
{
	const char *kind = str_eq(m->id, "secretary") ? "branch_secretary" : "organiser";
	int32_t from = m->full_from == DATE_MIN ? 0 : m->full_from; /* 1970 */

	fixture_sql(f,
		    "INSERT INTO person (id, school_id, name, recorded_in, created_at, updated_at)"
		    " VALUES (%lld, 1, '%s', 3, 0, 0);",
		    (long long)id, m->id);
	if (from != DATE_NONE)
		fixture_sql(f,
			    "INSERT INTO stage_event (school_id, person_id, stage, happened_on,"
			    " recorded_at) VALUES (1, %lld, 'full', %s, 0)",
			    (long long)id, day_sql(&f->arena, from));
	if (m->posts_known)
		fixture_sql(f,
			    "INSERT INTO post (school_id, person_id, organisation_id, kind,"
			    " from_on, recorded_at) VALUES (1, %lld, 3, '%s', '1970-01-01', 0)",
			    (long long)id, m->n_posts ? kind : "publicity_officer");
}

static void people_store(struct fixture *f, const struct made *m, int64_t self)
{
	for (size_t i = 0; i < m->d.n_members; i++)
		member_store(f, &m->members[i], self + 1 + (int64_t)i);
	fixture_sql(f,
		    "INSERT INTO person (id, school_id, name, birth, id_tail, recorded_in,"
		    " created_at, updated_at) VALUES (%lld, 1, '%s', %s, '%s', 3, 0, 0);"
		    "INSERT INTO affiliation (school_id, person_id, organisation_id, from_on,"
		    " recorded_at) VALUES (1, %lld, 3, '2010-09-01', 0);",
		    (long long)self, m->d.person.name, day_sql(&f->arena, m->c.birth_on),
		    m->d.person.id_tail, (long long)self);
}

/* ---- steps ---- */

static const char *facts_json(struct fixture *f, const struct made *m, int64_t self,
			      const struct rules_record *rec)
{
	struct facts facts = { ARENA_ARRAY(&f->arena, struct rules_fact, rec->n_facts),
			       rec->n_facts };

	for (size_t i = 0; i < rec->n_facts; i++) {
		struct rules_fact *to = &facts.items[i];
		struct rules_person *people;

		*to = rec->facts[i];
		if (to->type != RULES_PERSON && to->type != RULES_PERSONS)
			continue;
		people = ARENA_ARRAY(&f->arena, struct rules_person, to->v.persons.n);
		for (size_t k = 0; k < to->v.persons.n; k++) {
			people[k] = to->v.persons.items[k];
			people[k].id = arena_printf(&f->arena, "%lld",
						    (long long)number_of(m, self, people[k].id));
		}
		to->v.persons.items = people;
	}
	return facts_print(m->set, &facts, &f->arena);
}

static void step_store(struct fixture *f, const struct made *m, int64_t self, int64_t case_id,
		       const struct rules_record *rec)
{
	fixture_sql(f,
		    "INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set,"
		    " organisation_id, had_committee, had_groups, recorded_at, voided_at,"
		    " voided_reason)"
		    " VALUES (%lld, '%s', %s, '%s', '', 3, %d, %d, 0, %s)",
		    (long long)case_id, rules_step_code(m->set, rec->step),
		    day_sql(&f->arena, rec->on), facts_json(f, m, self, rec), m->c.has_committee,
		    m->c.has_groups, rec->voided ? "1, '误登'" : "NULL, NULL");
}

struct syncing {
	struct fixture *f;
	int64_t self, case_id;
};

static enum err sync_tx(struct db *db, void *arg)
{
	struct syncing *s = arg;

	enum err e = directory_derive_person(db, s->self);

	if (e)
		return e;
	return case_sync(db, s->f->set, &s->f->arena, s->case_id, clock_today(), 0, NULL);
}

static int64_t case_store(struct fixture *f, const struct made *m, int64_t self)
{
	int64_t id;

	fixture_sql(f,
		    "INSERT INTO development_case (school_id, person_id, branch_id, opened_on,"
		    " state) VALUES (1, %lld, 3, %s, 'open')",
		    (long long)self, day_sql(&f->arena, m->recs[0].on));
	id = fixture_number(f, "SELECT max(id) FROM development_case");
	for (size_t i = 0; i < m->c.n_records; i++)
		step_store(f, m, self, id, &m->recs[i]);
	for (size_t i = 0; i < m->c.n_transfers; i++)
		fixture_sql(f,
			    "INSERT INTO case_transfer (case_id, from_branch_id, to_branch_id,"
			    " moved_on, recorded_at) VALUES (%lld, 4, 3, %s, 0)",
			    (long long)id, day_sql(&f->arena, m->c.transfers[i].on));
	return id;
}

int64_t made_store(struct fixture *f, struct made *m)
{
	struct syncing s = { .f = f, .self = fixture_number(f, "SELECT max(id) + 1 FROM person") };
	char day[DATE_SIZE];

	date_format(m->today, day);
	fixture_day(day);
	people_store(f, m, s.self);
	s.case_id = case_store(f, m, s.self);
	assert_int_equal(db_write(f->db, "test", sync_tx, &s), OK);
	return s.case_id;
}

/* ---- findings ---- */

const char *findings_text(struct arena *a, const struct prover_result *r)
{
	static const char *const kinds[] = { "paper", "step", "transfer", "person" };
	const char *text = "";

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct prover_finding *f = &r->findings[i];

		text = arena_printf(a, "%s%s", text, prover_rule_id(f->rule));
		for (size_t k = 0; k < f->n_items; k++)
			text = arena_printf(a, "%s %s:%d", text, kinds[f->items[k].kind],
					    f->items[k].index);
		text = arena_printf(a, "%s\n", text);
	}
	return text;
}

/* ---- papers ---- */

static void signers_print(const struct made *m, int64_t self, const struct prover_paper *p,
			  struct json_writer *w)
{
	json_array(w, "signers");
	for (size_t i = 0; i < p->n_signers; i++) {
		const struct prover_signer *s = &p->signers[i];

		json_object(w, NULL);
		json_str(w, "role", prover_role_codes[s->role]);
		if (s->person)
			json_id(w, "person", number_of(m, self, s->person));
		json_day(w, "signed_on", s->signed_on);
		json_close(w);
	}
	json_close(w);
}

static void told_print(struct json_writer *w, const char *key, enum prover_told told)
{
	if (told != PROVER_NOT_TOLD)
		json_bool(w, key, told == PROVER_YES);
}

/* What was read on a paper, as it is kept. */
static const char *read_json(struct arena *a, const struct made *m, int64_t self,
			     const struct prover_paper *p)
{
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 1 << 16);
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_str(&w, "code", prover_paper_text(m->pack, p->code));
	for (int i = 0; i < PROVER_DAY__MAX; i++) {
		if (p->days[i] != DATE_NONE)
			json_day(&w, prover_day_codes[i], p->days[i]);
	}
	for (int i = 0; i < PROVER_COUNT__MAX; i++) {
		if (p->counts[i] >= 0)
			json_i64(&w, prover_count_codes[i], p->counts[i]);
	}
	for (int i = 0; i < PROVER_TEXT__MAX; i++) {
		if (p->texts[i])
			json_str(&w, prover_text_codes[i], p->texts[i]);
	}
	told_print(&w, "sealed", p->sealed);
	told_print(&w, "self_present", p->self_present);
	if (p->signatures_known)
		signers_print(m, self, p, &w);
	json_close(&w);
	assert_int_equal(json_end(&w), OK);
	text = arena_strndup(a, out.text, out.len);
	buf_release(&out);
	return text;
}

struct loading {
	struct fixture *f;
	const struct made *m;
	int64_t case_id;
	const char *text;
};

static enum err prove_tx(struct db *db, void *arg)
{
	struct loading *l = arg;
	struct arena *a = &l->f->arena;
	const struct prover_dossier *made = &l->m->d;
	struct dossier_paper_row *rows = ARENA_ARRAY(a, struct dossier_paper_row, made->n_papers);
	struct prover_result r = { 0 };
	struct dossier d;
	enum err e = dossier_load(db, l->m->pack, a, l->case_id, &d);

	for (size_t i = 0; !e && i < made->n_papers; i++) {
		const struct prover_paper *p = &made->papers[i];

		rows[i] = (struct dossier_paper_row){
			.id = 100 + (int64_t)i,
			.code = prover_paper_text(l->m->pack, p->code),
			.record_id = p->record < 0 ? 0 : d.of.record_ids[p->record],
			.number = p->number,
			.supplement = p->supplement,
			.read = read_json(a, l->m, d.of.person_id, p),
		};
	}
	if (!e)
		e = dossier_load_with(db, l->m->pack, a, l->case_id, rows, made->n_papers, &d);
	if (!e)
		e = prover_prove(l->m->pack, &d.d, clock_today(), a, &r);
	for (size_t i = 0; !e && i < d.d.n_papers; i++)
		assert_int_equal(d.paper_ids[i], 100 + (int64_t)i);
	if (!e)
		l->text = findings_text(a, &r);
	return e;
}

const char *stored_findings(struct fixture *f, const struct made *m, int64_t case_id)
{
	struct loading l = { f, m, case_id, NULL };

	assert_int_equal(db_read(f->db, "test", prove_tx, &l), OK);
	return l.text;
}
