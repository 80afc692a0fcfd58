/* SPDX-License-Identifier: Apache-2.0 */
/* A case's dossier from the database: the rules' case, the papers, who signed them. */
#include "dossier/dossier_impl.h"
#include "papers/papers.h"

#include "base/banned.h"

#define PAST_MAX 64 /* rows of posts or stages read of one person */

/* ---- people ---- */

static enum err posts_read(struct db *db, struct arena *a, int64_t person_id,
			   struct dossier_past_post *ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t n = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DOSSIER_POSTS, &q);

	if (e)
		return e;
	bind_i64(q, DOSSIER_POSTS_PERSON_ID, person_id);
	bind_i64(q, DOSSIER_POSTS_N, PAST_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		ret[n++] = (struct dossier_past_post){
			col_dup(q, DOSSIER_POSTS_C_KIND, a),
			col_dup(q, DOSSIER_POSTS_C_FROM_ON, a),
			col_dup(q, DOSSIER_POSTS_C_UNTIL_ON, a),
		};
	*ret_n = n;
	return e;
}

static enum err stages_read(struct db *db, struct arena *a, int64_t person_id,
			    struct dossier_past_stage *ret, size_t *ret_n)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	size_t n = 0;
	bool row = false;
	enum err e = db_stmt(db, SQL_DOSSIER_STAGES, &q);

	if (e)
		return e;
	bind_i64(q, DOSSIER_STAGES_PERSON_ID, person_id);
	bind_i64(q, DOSSIER_STAGES_N, PAST_MAX);
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		ret[n++] = (struct dossier_past_stage){
			col_dup(q, DOSSIER_STAGES_C_STAGE, a),
			col_dup(q, DOSSIER_STAGES_C_HAPPENED_ON, a),
		};
	*ret_n = n;
	return e;
}

static enum err name_read(struct db *db, struct arena *a, int64_t person_id, const char **ret_name,
			  const char **ret_id_tail)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	enum err e = db_stmt(db, SQL_DOSSIER_PERSON, &q);

	if (e)
		return e;
	bind_i64(q, DOSSIER_PERSON_ID, person_id);
	e = step_one(q);
	if (e)
		return e;
	*ret_name = col_dup(q, DOSSIER_PERSON_C_NAME, a);
	if (ret_id_tail)
		*ret_id_tail = col_dup(q, DOSSIER_PERSON_C_ID_TAIL, a);
	return OK;
}

/* Somebody whom a step names; by number he gets his name, so that one known by name is found. */
static enum err fact_person(struct db *db, struct dossier_people *all, const char *ref)
{
	const char *name = NULL;
	int64_t id = 0;
	enum err e = OK;

	if (str_starts(ref, DOSSIER_BY_NAME))
		name = ref + strlen(DOSSIER_BY_NAME);
	else if (str_to_i64(ref, 1, INT64_MAX, &id) == OK)
		e = name_read(db, all->a, id, &name, NULL);
	if (e == ERR_NOT_FOUND)
		return OK; /* removed with an import: nobody is told of him */
	if (!e && name)
		(void)dossier_person_add(all, id, name, /* signed_one= */ false);
	return e;
}

static enum err people_of_steps(struct db *db, struct dossier *d)
{
	const struct rules_case *c = d->of.rules;
	enum err e = OK;

	for (size_t i = 0; i < c->n_records; i++) {
		const struct rules_record *rec = &c->records[i];

		for (size_t k = 0; k < rec->n_facts; k++) {
			const struct rules_fact *f = &rec->facts[k];

			if (f->type != RULES_PERSON && f->type != RULES_PERSONS)
				continue;
			for (size_t j = 0; !e && j < f->v.persons.n; j++)
				e = fact_person(db, &d->people, f->v.persons.items[j].id);
		}
	}
	return e;
}

/* The first day on which this person signed a paper of the dossier. */
static int32_t first_signed(const struct prover_dossier *d, const char *ref)
{
	int32_t first = DATE_NONE;

	for (size_t i = 0; i < d->n_papers; i++) {
		const struct prover_paper *p = &d->papers[i];

		for (size_t k = 0; k < p->n_signers; k++) {
			int32_t on = p->signers[k].signed_on;

			if (!str_eq(p->signers[k].person, ref))
				continue;
			if (on == DATE_NONE)
				on = p->days[PROVER_DAY_dated_on];
			if (on == DATE_NONE)
				return DATE_NONE; /* judged by a day we do not look for here */
			if (first == DATE_NONE || on < first)
				first = on;
		}
	}
	return first;
}

/* The person himself is no witness of his own dossier: that is told once, not by his stages too. */
static enum err member_load(struct db *db, struct dossier *d, const struct dossier_person *p,
			    struct prover_member *ret)
{
	struct arena *a = d->people.a;
	struct dossier_past_post *posts = ARENA_ARRAY(a, struct dossier_past_post, PAST_MAX);
	struct dossier_past_stage *stages = ARENA_ARRAY(a, struct dossier_past_stage, PAST_MAX);
	bool asked = p->id && p->signed_one && p->id != d->of.person_id;
	size_t n_posts = 0, n_stages = 0;
	enum err e = OK;

	*ret = (struct prover_member){ .id = p->ref, .name = p->name };
	if (asked)
		e = posts_read(db, a, p->id, posts, &n_posts);
	if (!e && asked)
		e = stages_read(db, a, p->id, stages, &n_stages);
	if (!e)
		dossier_member_make(a, posts, n_posts, stages, n_stages,
				    first_signed(&d->d, p->ref), ret);
	return e;
}

static enum err members_load(struct db *db, struct dossier *d)
{
	struct prover_member *members;
	size_t n = d->people.n < PROVER_MEMBERS_MAX ? d->people.n : PROVER_MEMBERS_MAX;
	enum err e = OK;

	members = ARENA_ARRAY(d->people.a, struct prover_member, n);
	for (size_t i = 0; !e && i < n; i++)
		e = member_load(db, d, &d->people.items[i], &members[i]);
	d->d.members = members;
	d->d.n_members = n;
	return e;
}

/* ---- the dossier ---- */

static bool anybody_signed(const struct prover_dossier *d)
{
	for (size_t i = 0; i < d->n_papers; i++) {
		if (d->papers[i].n_signers)
			return true;
	}
	return false;
}

/* A signer stands by number, "17", or by name. */
static enum err signer_find(struct db *db, struct dossier_people *all, const char *person,
			    const char **ret)
{
	const char *name =
		str_starts(person, DOSSIER_BY_NAME) ? person + strlen(DOSSIER_BY_NAME) : person;
	int64_t id = 0;
	enum err e = OK;

	if (str_to_i64(person, 1, INT64_MAX, &id) == OK)
		e = name_read(db, all->a, id, &name, NULL);
	if (e == ERR_NOT_FOUND) {
		name = NULL; /* removed with an import: his number is all there is */
		e = OK;
	}
	if (!e)
		*ret = dossier_person_add(all, id, name, /* signed_one= */ true);
	return e;
}

/* Whom the steps name comes first, then who signed: one word for one person. */
static enum err signers_find(struct db *db, struct dossier *d)
{
	struct prover_paper *papers = ARENA_ARRAY(d->people.a, struct prover_paper, d->d.n_papers);
	enum err e = people_of_steps(db, d);

	for (size_t i = 0; !e && i < d->d.n_papers; i++) {
		struct prover_signer *all;

		papers[i] = d->d.papers[i];
		all = ARENA_ARRAY(d->people.a, struct prover_signer, papers[i].n_signers);
		for (size_t k = 0; !e && k < papers[i].n_signers; k++) {
			all[k] = papers[i].signers[k];
			if (all[k].person)
				e = signer_find(db, &d->people, all[k].person, &all[k].person);
		}
		papers[i].signers = all;
	}
	d->d.papers = papers;
	return e;
}

enum err dossier_load_with(struct db *db, const struct prover_pack *pack, struct arena *a,
			   int64_t case_id, const struct dossier_paper_row *rows, size_t n,
			   struct dossier *ret)
{
	struct dossier d = { .people.a = a };
	enum err e;

	e = development_case_load(db, prover_pack_rules(pack), a, case_id, &d.of);
	if (e)
		return e;
	e = name_read(db, a, d.of.person_id, &d.person_name, &d.d.person.id_tail);
	if (e)
		return e;
	d.d.rules = d.of.rules;
	d.d.person.id = arena_printf(a, "%lld", (long long)d.of.person_id);
	d.d.person.name = d.person_name;
	dossier_papers_take(pack, &d, rows, n);
	if (anybody_signed(&d.d)) /* else nobody is asked for */
		e = signers_find(db, &d);
	if (e)
		return e;
	e = members_load(db, &d);
	if (!e)
		*ret = d;
	return e;
}

/* The papers in the file; what was withdrawn or is not confirmed yet tells nothing. */
static enum err papers_take(struct db *db, struct arena *a, const struct papers *papers,
			    struct dossier_paper_row **ret, size_t *ret_n)
{
	struct dossier_paper_row *rows = ARENA_ARRAY(a, struct dossier_paper_row, papers->n);
	size_t n = 0;
	enum err e = OK;

	for (size_t i = 0; i < papers->n && !e; i++) {
		const struct paper *p = &papers->items[i];
		struct dossier_paper_row row = { .id = p->id,
						 .record_id = p->record_id,
						 .code = p->code,
						 .supplement = p->supplement_reason != NULL,
						 .only_witnesses = p->supplement_reason != NULL };

		if (!paper_counts(p))
			continue;
		e = paper_told(db, a, p, &row.read);
		rows[n++] = row;
	}
	*ret = rows;
	*ret_n = n;
	return e;
}

/*
 * A missing paper is a finding where the file has been registered; where nobody has come to it yet,
 * everything would be missing, and the list of papers says that better. Letters of transfer belong to no
 * step: nobody can register them.
 */
static void extent_tell(const struct prover_pack *pack, struct arena *a,
			const struct papers *papers, struct dossier *d)
{
	struct papers_extent x = papers_extent_of(prover_pack_rules(pack), a, &d->of, papers);

	d->papers_needed = x.needed;
	d->papers_there = x.there;
	d->d.papers_complete = papers_are_registered(x);
	d->d.letters_apart = true;
}

enum err dossier_load(struct db *db, const struct prover_pack *pack, struct arena *a,
		      int64_t case_id, struct dossier *ret)
{
	struct dossier_paper_row *rows = NULL;
	struct papers papers;
	size_t n = 0;
	enum err e = papers_of_case(db, a, case_id, 0, &papers);

	if (!e)
		e = papers_take(db, a, &papers, &rows, &n);
	if (!e)
		e = dossier_load_with(db, pack, a, case_id, rows, n, ret);
	if (!e)
		extent_tell(pack, a, &papers, ret);
	return e;
}

enum err dossier_prove(struct db *db, const struct prover_pack *pack, struct arena *a,
		       int64_t case_id, struct dossier *ret, struct prover_result *ret_result)
{
	enum err e = dossier_load(db, pack, a, case_id, ret);

	if (e)
		return e;
	e = prover_prove(pack, &ret->d, clock_today(), a, ret_result);
	if (e == ERR_INPUT)
		return BUG("what is stored cannot be judged");
	return e;
}

enum err dossier_contradictions(struct db *db, const struct prover_pack *pack, int64_t case_id,
				int64_t *ret)
{
	struct prover_result r = { 0 };
	struct dossier d;
	struct arena a;
	int64_t n[2];
	enum err e;

	arena_init(&a);
	e = dossier_prove(db, pack, &a, case_id, &d, &r);
	if (!e) {
		dossier_count(&r, n);
		*ret = n[PROVER_CONTRADICTION];
	}
	arena_release(&a);
	return e;
}

enum err dossier_cases_below(struct db *db, struct arena *a, const char *low, const char *high,
			     const char *packs, struct dossier_cases *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	struct dossier_cases found = { NULL, 0 };
	size_t cap = 0;
	bool row = false;
	enum err e = db_stmt(db, packs ? SQL_DOSSIER_STALE : SQL_DOSSIER_CASES, &q);

	if (e)
		return e;
	bind_str(q, packs ? DOSSIER_STALE_LOW : DOSSIER_CASES_LOW, low);
	bind_str(q, packs ? DOSSIER_STALE_HIGH : DOSSIER_CASES_HIGH, high);
	if (packs) {
		bind_str(q, DOSSIER_STALE_PACKS, packs);
		bind_str(q, DOSSIER_STALE_TODAY, dossier_day(a, clock_today()));
	}
	for (e = step_row(q, &row); !e && row; e = step_row(q, &row))
		*VEC_PUSH(a, found.ids, found.n, cap) = col_i64(q, 0);
	if (!e)
		*ret = found;
	return e;
}
