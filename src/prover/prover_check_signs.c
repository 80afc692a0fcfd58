/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of signatures: there, by the right people, in the right posts. */
#include "prover/prover_internal.h"

#include "base/banned.h"

static bool in_roles(const struct check *k, const struct prover_signer *s)
{
	return (k->rule->roles >> s->role & 1) != 0;
}

static int first_role(uint32_t roles)
{
	int role = 0;

	while (!(roles >> role & 1))
		role++;
	return role;
}

/* The day of a signature: its own, the paper's, its step's. */
static int32_t signed_on(const struct check *k, const struct prover_signer *s)
{
	if (s->signed_on != DATE_NONE)
		return s->signed_on;
	if (k->b.paper->days[PROVER_DAY_dated_on] != DATE_NONE)
		return k->b.paper->days[PROVER_DAY_dated_on];
	return prover_judged_day(k, &k->b);
}

static const struct prover_member *member_of(const struct check *k, size_t i)
{
	int m = k->p->member_of[k->p->signer_at[k->b.item.index] + i];

	return m < 0 ? NULL : &k->p->d->members[m];
}

/* As people call somebody: the name if it is known, else the id. */
static const char *name_of(const struct proof *p, const char *id)
{
	for (size_t i = 0; id && i < p->d->n_members; i++) {
		if (str_eq(p->d->members[i].id, id) && p->d->members[i].name)
			return p->d->members[i].name;
	}
	return id ? id : "?";
}

static struct prover_finding *signer_tell(struct check *k, size_t i)
{
	struct prover_finding *f = prover_found(k);

	if (!f)
		return NULL;
	prover_param_text(f, "person", name_of(k->p, k->b.paper->signers[i].person));
	prover_param_words(f, "role", prover_role_words((int)k->b.paper->signers[i].role));
	return f;
}

/* Different people in one of the roles; of unknown people each counts. */
static int signers_count(const struct check *k)
{
	const struct prover_paper *paper = k->b.paper;
	int n = 0;

	for (size_t i = 0; i < paper->n_signers; i++) {
		bool again = false;

		if (!in_roles(k, &paper->signers[i]))
			continue;
		for (size_t j = 0; j < i && paper->signers[i].person; j++)
			again |= in_roles(k, &paper->signers[j]) &&
				 str_eq(paper->signers[i].person, paper->signers[j].person);
		n += !again;
	}
	return n;
}

void prover_check_signed(struct check *k)
{
	struct prover_finding *f;
	int n;

	if (!k->b.paper->signatures_known)
		return;
	n = signers_count(k);
	if (n >= k->rule->least)
		return;
	f = prover_found(k);
	if (!f)
		return;
	prover_param_words(f, "role", prover_role_words(first_role(k->rule->roles)));
	prover_param_int(f, "n", n);
	prover_param_int(f, "m", k->rule->least);
}

void prover_check_signer_roles(struct check *k)
{
	for (size_t i = 0; i < k->b.paper->n_signers; i++) {
		const struct prover_signer *s = &k->b.paper->signers[i];

		if (!in_roles(k, s) && s->role != PROVER_ROLE_confirmer)
			(void)signer_tell(k, i);
	}
}

void prover_check_signer_full(struct check *k)
{
	for (size_t i = 0; i < k->b.paper->n_signers; i++) {
		const struct prover_member *m = member_of(k, i);
		struct prover_finding *f;
		int32_t on;

		if (!in_roles(k, &k->b.paper->signers[i]) || !m)
			continue;
		on = signed_on(k, &k->b.paper->signers[i]);
		if (m->full_from != DATE_NONE && m->full_from <= on &&
		    (m->full_until == DATE_NONE || on <= m->full_until))
			continue;
		f = signer_tell(k, i);
		if (f)
			prover_param_day(f, "b_day", on);
	}
}

void prover_check_signer_barred(struct check *k)
{
	for (size_t i = 0; i < k->b.paper->n_signers; i++) {
		const struct prover_member *m = member_of(k, i);
		struct prover_finding *f;
		int32_t on;

		if (!in_roles(k, &k->b.paper->signers[i]) || !m ||
		    !(k->rule->statuses >> m->discipline & 1))
			continue;
		on = signed_on(k, &k->b.paper->signers[i]);
		if ((m->discipline_from != DATE_NONE && on < m->discipline_from) ||
		    (m->effect_until != DATE_NONE && on > m->effect_until))
			continue;
		f = signer_tell(k, i);
		if (f)
			prover_param_day(f, "b_day", on);
	}
}

void prover_check_signer_not_self(struct check *k)
{
	const bool *self = k->p->is_self + k->p->signer_at[k->b.item.index];

	for (size_t i = 0; i < k->b.paper->n_signers; i++) {
		if (self[i] && in_roles(k, &k->b.paper->signers[i]))
			(void)signer_tell(k, i);
	}
}

static bool post_held(const struct prover_member *m, enum prover_role role, int32_t on)
{
	for (size_t i = 0; i < m->n_posts; i++) {
		const struct prover_post *p = &m->posts[i];

		if (p->role == role && p->from <= on && (p->until == DATE_NONE || on <= p->until))
			return true;
	}
	return false;
}

void prover_check_signer_post(struct check *k)
{
	for (size_t i = 0; i < k->b.paper->n_signers; i++) {
		const struct prover_signer *s = &k->b.paper->signers[i];
		const struct prover_member *m = member_of(k, i);
		struct prover_finding *f;

		if (!in_roles(k, s) || !m || !m->posts_known ||
		    post_held(m, s->role, signed_on(k, s)))
			continue;
		f = signer_tell(k, i);
		if (f)
			prover_param_day(f, "b_day", signed_on(k, s));
	}
}

/* Nobody signs twice in these roles: tellers are two people, the chair does not keep the minutes. */
void prover_check_signers_differ(struct check *k)
{
	const struct prover_paper *paper = k->b.paper;

	for (size_t i = 0; i < paper->n_signers; i++) {
		if (!in_roles(k, &paper->signers[i]) || !paper->signers[i].person)
			continue;
		for (size_t j = 0; j < i; j++) {
			if (!in_roles(k, &paper->signers[j]) ||
			    !str_eq(paper->signers[i].person, paper->signers[j].person))
				continue;
			(void)signer_tell(k, i);
			break;
		}
	}
}

static const struct rules_fact *persons_get(const struct check *k, int record)
{
	const struct rules_fact *f = prover_record_fact(k->p, record, k->rule->a.what);

	return f && (f->type == RULES_PERSON || f->type == RULES_PERSONS) ? f : NULL;
}

/* Who confirms a supplement does not sign in the place of anybody. */
static bool role_is(const struct prover_signer *s, int role)
{
	return role == ANY_ROLE ? s->role != PROVER_ROLE_confirmer : (int)s->role == role;
}

/* Named by any record of the step: who was replaced has signed too. */
static bool named(const struct check *k, const char *id)
{
	for (int i = k->p->first_rec[k->rule->a.code]; i >= 0; i = k->p->next_rec[i]) {
		const struct rules_fact *f = persons_get(k, i);

		if (!f)
			return true; /* not told who it was */
		for (size_t j = 0; j < f->v.persons.n; j++) {
			if (str_eq(f->v.persons.items[j].id, id))
				return true;
		}
	}
	return false;
}

void prover_check_signer_among(struct check *k)
{
	const struct prover_paper *paper = k->b.paper;

	for (size_t i = 0; i < paper->n_signers; i++) {
		const struct prover_signer *s = &paper->signers[i];

		if (role_is(s, k->rule->b.what) && s->person && !named(k, s->person))
			(void)signer_tell(k, i);
	}
}

/* Everybody the step names has signed. */
void prover_check_all_signed(struct check *k)
{
	const struct prover_paper *paper = k->b.paper;
	const struct rules_fact *f =
		paper->signatures_known ? persons_get(k, k->a.item.index) : NULL;

	for (size_t i = 0; f && i < f->v.persons.n; i++) {
		const char *id = f->v.persons.items[i].id;
		struct prover_finding *out;
		size_t j = 0;

		while (j < paper->n_signers && (!role_is(&paper->signers[j], k->rule->b.what) ||
						!str_eq(paper->signers[j].person, id)))
			j++;
		if (j < paper->n_signers)
			continue;
		out = prover_found(k);
		if (!out)
			continue;
		prover_param_text(out, "person", name_of(k->p, id));
		if (k->rule->b.what >= 0)
			prover_param_words(out, "role", prover_role_words(k->rule->b.what));
	}
}
