/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a made dossier, written as sentences; made.h lists them. */
#include "made.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

#define WORDS 5

/* One sentence in its words. */
struct said {
	struct made *m;
	const char *w[WORDS];
	int n;
};

/* "CODE#2" without the number; *ret_nth from 1. */
static const char *code_of(struct made *m, const char *word, int *ret_nth)
{
	const char *hash = strchr(word, '#');

	*ret_nth = hash ? atoi(hash + 1) : 1;
	return hash ? arena_strndup(&m->a, word, (size_t)(hash - word)) : word;
}

static int step_find(struct made *m, const char *word)
{
	int nth, step = rules_step_id(m->set, code_of(m, word, &nth));

	assert(step >= 0);
	for (size_t i = 0; i < m->c.n_records; i++) {
		if (m->recs[i].step == step && !m->recs[i].voided && --nth == 0)
			return (int)i;
	}
	return -1;
}

static struct prover_paper *paper_find(struct made *m, const char *word)
{
	int nth, code = prover_paper_code(m->pack, code_of(m, word, &nth));

	assert(code >= 0);
	for (size_t i = 0; i < m->d.n_papers; i++) {
		if (m->papers[i].code == code && --nth == 0)
			return &m->papers[i];
	}
	return NULL;
}

static int word_find(const char *const *codes, const char *word)
{
	for (int i = 0; codes[i]; i++) {
		if (str_eq(codes[i], word))
			return i;
	}
	return -1;
}

/* "CODE.FIELD": the part before the dot; the field in *ret_field. */
static const char *split(struct made *m, const char *word, const char **ret_field)
{
	const char *dot = strchr(word, '.');

	*ret_field = dot ? dot + 1 : NULL;
	return dot ? arena_strndup(&m->a, word, (size_t)(dot - word)) : word;
}

static struct rules_fact *fact_find(struct made *m, int rec, const char *name)
{
	for (size_t i = 0; rec >= 0 && i < m->recs[rec].n_facts; i++) {
		if (m->facts[rec][i].field == rules_symbol(m->set, name))
			return &m->facts[rec][i];
	}
	return NULL;
}

/* CODE.DAY, @STEP, @STEP.FIELD, today, each with +N, -N or ! behind. */
static int32_t day_read(struct made *m, const char *word)
{
	size_t len = strcspn(word, "+-!");
	int more = word[len] && word[len] != '!' ? atoi(word + len) : 0;
	const char *place = arena_strndup(&m->a, word, len), *field, *code;
	int32_t day = DATE_NONE;
	bool provisional = false;

	if (str_eq(place, "today")) {
		day = m->today;
	} else if (*place == '@') {
		int rec;

		code = split(m, place + 1, &field);
		rec = step_find(m, code);
		if (rec >= 0 && !field)
			day = m->recs[rec].on;
		else if (fact_find(m, rec, field))
			day = fact_find(m, rec, field)->v.day;
	} else {
		struct prover_paper *p;

		code = split(m, place, &field);
		p = paper_find(m, code);
		assert(field && word_find(prover_day_codes, field) >= 0);
		if (p)
			day = p->days[word_find(prover_day_codes, field)];
	}
	while (word[len] == '!' && rules_is_workday(m->set, day, &provisional))
		day++;
	return day == DATE_NONE ? day : day + more;
}

/* Itself, or with = before it the text of another paper. */
static const char *text_read(struct made *m, const char *word)
{
	const char *field;
	const struct prover_paper *p;

	if (*word != '=')
		return word;
	p = paper_find(m, split(m, word + 1, &field));
	return p ? p->texts[word_find(prover_text_codes, field)] : NULL;
}

/* ---- papers ---- */

static bool set_say(struct said *s)
{
	const char *field;
	struct prover_paper *p = paper_find(s->m, split(s->m, s->w[1], &field));
	int day = word_find(prover_day_codes, field), text = word_find(prover_text_codes, field);
	int count = word_find(prover_count_codes, field);

	if (!p)
		return false;
	if (day >= 0)
		p->days[day] = day_read(s->m, s->w[2]);
	else if (text >= 0)
		p->texts[text] = text_read(s->m, s->w[2]);
	else
		p->counts[count] = atoi(s->w[2]);
	return day < 0 || p->days[day] != DATE_NONE;
}

static bool add_say(struct said *s)
{
	const char *field;
	struct prover_paper *p = paper_find(s->m, split(s->m, s->w[1], &field));
	int count = word_find(prover_count_codes, field);

	assert(count >= 0);
	if (!p || p->counts[count] < 0 || p->counts[count] + atoi(s->w[2]) < 0)
		return false;
	p->counts[count] += atoi(s->w[2]);
	return true;
}

static bool clear_say(struct said *s)
{
	const char *field;
	struct prover_paper *p = paper_find(s->m, split(s->m, s->w[1], &field));
	int day = word_find(prover_day_codes, field), text = word_find(prover_text_codes, field);

	if (!p)
		return false;
	if (str_eq(field, "counts"))
		memset(p->counts, 0xff, sizeof(p->counts));
	else if (day >= 0)
		p->days[day] = DATE_NONE;
	else if (text >= 0)
		p->texts[text] = NULL;
	else
		p->counts[word_find(prover_count_codes, field)] = -1;
	return true;
}

static bool drop_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);

	if (!p)
		return false;
	memmove(p, p + 1, (size_t)(&s->m->papers[--s->m->d.n_papers] - p) * sizeof(*p));
	return true;
}

static bool copy_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);

	if (!p)
		return false;
	assert(s->m->d.n_papers < MADE_PAPERS);
	s->m->papers[s->m->d.n_papers++] = *p;
	return true;
}

static bool new_say(struct said *s)
{
	(void)made_paper(s->m, s->w[1], -1);
	return true;
}

/* The list a paper was made with; papers move in theirs, signers do not. */
static struct prover_signer *signers_of(struct made *m, const struct prover_paper *p)
{
	return m->signers[(p->signers - m->signers[0]) / MADE_SIGNERS];
}

static bool unsign_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);
	struct prover_signer *list = p ? signers_of(s->m, p) : NULL;
	size_t kept = 0, n = p ? p->n_signers : 0;

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(prover_role_codes[list[i].role], s->w[2]))
			list[kept++] = list[i];
	}
	if (p)
		p->n_signers = kept;
	return kept < n;
}

static bool sign_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);
	struct prover_signer *list;
	int role = word_find(prover_role_codes, s->w[2]);

	assert(role >= 0);
	if (!p)
		return false;
	list = signers_of(s->m, p);
	assert(p->n_signers < MADE_SIGNERS);
	list[p->n_signers++] = (struct prover_signer){
		.person = s->w[3],
		.role = (enum prover_role)role,
		.signed_on = s->n > 4 ? day_read(s->m, s->w[4]) : DATE_NONE,
	};
	return true;
}

static bool unseal_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);

	if (p)
		p->sealed = PROVER_NO;
	return p != NULL;
}

static bool present_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);

	if (p)
		p->self_present = str_eq(s->w[2], "yes") ? PROVER_YES : PROVER_NO;
	return p != NULL;
}

static bool move_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);

	if (!p || step_find(s->m, s->w[2]) < 0)
		return false;
	p->record = step_find(s->m, s->w[2]);
	return true;
}

/* An honest one; what is wrong with it comes in a sentence behind. */
static bool supplement_say(struct said *s)
{
	struct prover_paper *p = paper_find(s->m, s->w[1]);
	struct said by = *s;

	if (!p || p->supplement)
		return false;
	p->supplement = true;
	p->days[PROVER_DAY_original_on] = p->days[PROVER_DAY_dated_on];
	p->days[PROVER_DAY_dated_on] = s->m->today - 9;
	p->texts[PROVER_TEXT_reason] = "原件遗失";
	by.w[2] = "confirmer";
	by.w[4] = "today-8";
	by.n = 5;
	by.w[3] = "witness-1";
	(void)sign_say(&by);
	by.w[3] = "witness-2";
	return sign_say(&by);
}

/* ---- steps ---- */

static bool fact_say(struct said *s)
{
	const char *field;
	int rec = step_find(s->m, split(s->m, s->w[1], &field));
	struct rules_fact *f = fact_find(s->m, rec, field);

	if (!f)
		return false;
	if (f->type == RULES_DATE)
		f->v.day = day_read(s->m, s->w[2]);
	else if (f->type == RULES_INT)
		f->v.number = atoi(s->w[2]);
	else if (f->type == RULES_TEXT)
		f->v.text = s->w[2];
	else if (f->type == RULES_ENUM)
		f->v.symbol = rules_symbol(s->m->set, s->w[2]);
	return true;
}

static bool unfact_say(struct said *s)
{
	const char *field;
	int rec = step_find(s->m, split(s->m, s->w[1], &field));
	struct rules_fact *f = fact_find(s->m, rec, field);

	if (!f)
		return false;
	*f = s->m->facts[rec][--s->m->recs[rec].n_facts];
	return true;
}

static bool when_say(struct said *s)
{
	int rec = step_find(s->m, s->w[1]);

	if (rec < 0)
		return false;
	s->m->recs[rec].on = day_read(s->m, s->w[2]);
	return s->m->recs[rec].on != DATE_NONE;
}

static bool unstep_say(struct said *s)
{
	int rec = step_find(s->m, s->w[1]);

	if (rec < 0)
		return false;
	s->m->recs[rec].voided = true;
	for (size_t i = 0; i < s->m->d.n_papers; i++) {
		if (s->m->papers[i].record == rec)
			s->m->papers[i].record = -1; /* as if it had never been recorded */
	}
	return true;
}

static bool step_say(struct said *s)
{
	return made_step(s->m, s->w[1], day_read(s->m, s->w[2])) >= 0;
}

/* ---- people and moves ---- */

static bool member_say(struct said *s)
{
	for (size_t i = 0; i < s->m->d.n_members; i++) {
		struct prover_member *p = &s->m->members[i];

		if (!str_eq(p->id, s->w[1]))
			continue;
		if (str_eq(s->w[2], "full"))
			p->full_from = day_read(s->m, s->w[3]);
		else if (str_eq(s->w[2], "unpost"))
			p->n_posts = 0;
		else
			p->discipline =
				(enum rules_discipline)word_find(rules_discipline_codes, s->w[3]);
		return true;
	}
	return false;
}

static bool transfer_say(struct said *s)
{
	if (!s->m->c.n_transfers)
		return false;
	s->m->transfers[0].on = day_read(s->m, s->w[1]);
	return true;
}

static bool untransfer_say(struct said *s)
{
	if (!s->m->c.n_transfers)
		return false;
	s->m->c.n_transfers--;
	return true;
}

static const struct {
	const char *verb;
	int words;
	bool (*say)(struct said *s);
} verbs[] = {
	{ "set", 3, set_say },           { "add", 3, add_say },
	{ "clear", 2, clear_say },       { "drop", 2, drop_say },
	{ "copy", 2, copy_say },         { "new", 2, new_say },
	{ "unsign", 3, unsign_say },     { "sign", 4, sign_say },
	{ "unseal", 2, unseal_say },     { "present", 3, present_say },
	{ "move", 3, move_say },         { "supplement", 2, supplement_say },
	{ "fact", 3, fact_say },         { "unfact", 2, unfact_say },
	{ "when", 3, when_say },         { "unstep", 2, unstep_say },
	{ "step", 3, step_say },         { "member", 3, member_say },
	{ "transfer", 2, transfer_say }, { "untransfer", 1, untransfer_say },
};

static bool sentence_do(struct made *m, const char *text)
{
	struct said s = { .m = m };
	char *rest = arena_strdup(&m->a, text), *word;

	while (s.n < WORDS && (word = strsep(&rest, " ")) != NULL) {
		if (*word)
			s.w[s.n++] = word;
	}
	for (size_t i = 0; s.n && i < COUNTOF(verbs); i++) {
		if (!str_eq(verbs[i].verb, s.w[0]))
			continue;
		assert(s.n >= verbs[i].words);
		return verbs[i].say(&s);
	}
	fprintf(stderr, "no such change: %s\n", text);
	abort();
}

bool made_change(struct made *m, const char *sentences)
{
	while (*sentences) {
		size_t len = strcspn(sentences, ";");

		if (!sentence_do(m, arena_strndup(&m->a, sentences, len)))
			return false;
		sentences += len;
		sentences += strspn(sentences, "; ");
	}
	return true;
}
