/* SPDX-License-Identifier: Apache-2.0 */
/* What a dossier must be before it can be judged: everything in range and bounded. */
#include "prover/prover_internal.h"

#include "base/banned.h"

struct place_of {
	const struct prover_pack *pack;
	const struct prover_dossier *d;
	struct arena *a;
	struct rules_problems *out;
};

static bool day_ok(int32_t day)
{
	return day == DATE_NONE || (day >= DATE_MIN && day <= DATE_MAX);
}

static bool text_ok(const char *text)
{
	return !text || strlen(text) <= PROVER_TEXT_BYTES_MAX;
}

static void values_check(struct place_of *at, size_t n, const struct prover_paper *p)
{
	for (int i = 0; i < PROVER_DAY__MAX; i++) {
		if (!day_ok(p->days[i]))
			rules_problem_put(at->out, at->a, "bad_date", "not a day", "papers[%zu].%s",
					  n, prover_day_codes[i]);
	}
	for (int i = 0; i < PROVER_COUNT__MAX; i++) {
		if (p->counts[i] < -1 || p->counts[i] > PROVER_COUNT_LIMIT)
			rules_problem_put(at->out, at->a, "range", "not a count", "papers[%zu].%s",
					  n, prover_count_codes[i]);
	}
	for (int i = 0; i < PROVER_TEXT__MAX; i++) {
		if (!text_ok(p->texts[i]))
			rules_problem_put(at->out, at->a, "too_long", "too long", "papers[%zu].%s",
					  n, prover_text_codes[i]);
	}
	if ((unsigned)p->birth_precision > RULES_YEAR)
		rules_problem_put(at->out, at->a, "range", "not a precision",
				  "papers[%zu].birth_on", n);
}

static void signers_check(struct place_of *at, size_t n, const struct prover_paper *p)
{
	for (size_t i = 0; i < p->n_signers; i++) {
		const struct prover_signer *s = &p->signers[i];

		if ((unsigned)s->role >= PROVER_ROLE__MAX)
			rules_problem_put(at->out, at->a, "not_one_of", "no such role",
					  "papers[%zu].signers[%zu].role", n, i);
		if (!day_ok(s->signed_on))
			rules_problem_put(at->out, at->a, "bad_date", "not a day",
					  "papers[%zu].signers[%zu].signed_on", n, i);
		if (!text_ok(s->person))
			rules_problem_put(at->out, at->a, "too_long", "too long",
					  "papers[%zu].signers[%zu].person", n, i);
	}
}

static void paper_check(struct place_of *at, size_t n, const struct prover_paper *p)
{
	if (p->code < 0 || p->code >= at->pack->n_papers)
		rules_problem_put(at->out, at->a, "unknown", "no such paper", "papers[%zu].code",
				  n);
	if (p->record < -1 || p->record >= (int)at->d->rules->n_records)
		rules_problem_put(at->out, at->a, "range", "no such step", "papers[%zu].record", n);
	if (p->number < 0 || p->number > PROVER_PAPERS_MAX)
		rules_problem_put(at->out, at->a, "range", "not a place in a row",
				  "papers[%zu].number", n);
	if (p->n_signers > PROVER_SIGNERS_MAX)
		rules_problem_put(at->out, at->a, "too_many", "too many signatures",
				  "papers[%zu].signers", n);
	else
		signers_check(at, n, p);
	values_check(at, n, p);
}

static void member_check(struct place_of *at, size_t n, const struct prover_member *m)
{
	if (str_empty(m->id) || !text_ok(m->id) || !text_ok(m->name))
		rules_problem_put(at->out, at->a, "required", "a member needs an id",
				  "members[%zu].id", n);
	if ((unsigned)m->discipline >= RULES_DISCIPLINE__MAX)
		rules_problem_put(at->out, at->a, "not_one_of", "no such measure",
				  "members[%zu].discipline", n);
	if (!day_ok(m->full_from) || !day_ok(m->full_until) || !day_ok(m->discipline_from) ||
	    !day_ok(m->effect_until))
		rules_problem_put(at->out, at->a, "bad_date", "not a day", "members[%zu]", n);
	if (m->n_posts > PROVER_POSTS_MAX) {
		rules_problem_put(at->out, at->a, "too_many", "too many posts",
				  "members[%zu].posts", n);
		return;
	}
	for (size_t i = 0; i < m->n_posts; i++) {
		if ((unsigned)m->posts[i].role >= PROVER_ROLE__MAX || !day_ok(m->posts[i].from) ||
		    !day_ok(m->posts[i].until))
			rules_problem_put(at->out, at->a, "range", "no such post",
					  "members[%zu].posts[%zu]", n, i);
	}
}

enum err prover_dossier_check(const struct prover_pack *pack, const struct prover_dossier *d,
			      struct arena *a, struct rules_problems *problems)
{
	struct place_of at = { pack, d, a, problems };

	problems->n = 0;
	if (d->n_papers > PROVER_PAPERS_MAX)
		rules_problem_put(problems, a, "too_many", "too many papers", "papers");
	if (d->n_members > PROVER_MEMBERS_MAX)
		rules_problem_put(problems, a, "too_many", "too many members", "members");
	if (!text_ok(d->person.id) || !text_ok(d->person.name) || !text_ok(d->person.id_tail))
		rules_problem_put(problems, a, "too_long", "too long", "person");
	for (size_t i = 0; i < d->n_papers && i < PROVER_PAPERS_MAX; i++)
		paper_check(&at, i, &d->papers[i]);
	for (size_t i = 0; i < d->n_members && i < PROVER_MEMBERS_MAX; i++)
		member_check(&at, i, &d->members[i]);
	return problems->n ? ERR_INPUT : OK;
}
