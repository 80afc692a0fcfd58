/* SPDX-License-Identifier: Apache-2.0 */
/* What the file of a case needs, what is missing, what may be written of a paper. No SQL, no HTTP. */
#include "papers/papers_impl.h"

#include "base/banned.h"

#define READ_BYTES_MAX 4096

/* ---- needed ---- */

/* Steps of one paper ask where it is kept: that is not asked again here (P1). */
static const char *place_of(const struct rules_set *set, const struct rules_record *r)
{
	int field = rules_symbol(set, "paper_place");

	for (size_t i = 0; i < r->n_facts; i++) {
		if (r->facts[i].field == field && r->facts[i].type == RULES_TEXT)
			return r->facts[i].v.text;
	}
	return NULL;
}

static struct paper_need need_of(struct arena *a, const struct rules_step *step,
				 const struct rules_paper *paper, int64_t record_id, int32_t on)
{
	char day[DATE_SIZE];
	struct paper_need need = { .step = step->code,
				   .step_title = { step->title.zh, step->title.en },
				   .author = paper->author,
				   .name = { paper->name.zh, paper->name.en },
				   .record_id = record_id,
				   .code = paper->code };

	if (on != DATE_NONE) {
		date_format(on, day);
		need.happened_on = arena_strdup(a, day);
	}
	return need;
}

struct paper_needs paper_needs_of(const struct rules_set *set, struct arena *a,
				  const struct development_case *c)
{
	struct paper_needs needs = { NULL, 0 };
	size_t cap = 0;

	for (size_t i = 0; i < c->rules->n_records; i++) {
		const struct rules_record *r = &c->rules->records[i];
		int32_t day = r->on == DATE_NONE ? clock_today() : r->on;
		const struct rules_pack *pack = rules_pack_on(set, day);
		const struct rules_step *step = pack ? rules_pack_step(pack, r->step) : NULL;

		for (size_t k = 0; step && !r->voided && k < step->n_papers; k++) {
			struct paper_need *need;

			if (step->papers[k].roster)
				continue;
			need = VEC_PUSH(a, needs.items, needs.n, cap);
			*need = need_of(a, step, &step->papers[k], c->record_ids[i], r->on);
			need->place = place_of(set, r);
		}
	}
	return needs;
}

bool paper_counts(const struct paper *p)
{
	if (p->withdrawn_reason)
		return false;
	return !p->supplement_reason || p->confirmed_n >= PAPERS_CONFIRMATIONS;
}

/* The one that counts, or NULL. */
static const struct paper *paper_of(const struct papers *papers, const struct paper_need *need)
{
	for (size_t i = 0; i < papers->n; i++) {
		const struct paper *p = &papers->items[i];

		if (p->record_id == need->record_id && str_eq(p->code, need->code) &&
		    paper_counts(p))
			return p;
	}
	return NULL;
}

bool paper_is_there(const struct papers *papers, const struct paper_need *need)
{
	return paper_of(papers, need) != NULL;
}

struct paper_count paper_count_of(struct arena *a, const struct paper_needs *needs,
				  const struct papers *papers)
{
	struct both_reply *names = ARENA_ARRAY(a, struct both_reply, needs->n);
	struct paper_count count = { .needed = (int64_t)needs->n };
	struct json_writer w;
	struct buf out;

	buf_init(&out, 64 * 1024);
	json_begin(&w, &out);
	json_array(&w, NULL);
	for (size_t i = 0; i < needs->n; i++) {
		const struct paper_need *need = &needs->items[i];

		if (paper_is_there(papers, need))
			continue;
		names[count.missing++] = need->name;
		json_str(&w, NULL, arena_printf(a, "%s/%s", need->step, need->code));
	}
	json_close(&w);
	count.missing_codes = json_end(&w) ? "[]" : arena_strdup(a, out.text);
	count.missing_names = (struct fld_list){ names, (size_t)count.missing };
	buf_release(&out);
	return count;
}

struct papers_extent papers_extent_of(const struct rules_set *set, struct arena *a,
				      const struct development_case *c, const struct papers *papers)
{
	struct paper_needs needs = paper_needs_of(set, a, c);
	struct papers_extent x = { .needed = (int64_t)needs.n };

	for (size_t i = 0; i < needs.n; i++)
		x.there += paper_is_there(papers, &needs.items[i]);
	return x;
}

bool papers_are_registered(struct papers_extent x)
{
	return x.there > 0 && 2 * x.there >= x.needed;
}

/* ---- told on paper ---- */

enum err papers_lines(struct db *db, const struct rules_set *set, struct arena *a,
		      const struct development_case *c, struct paper_line **ret, size_t *ret_n)
{
	struct paper_needs needs = paper_needs_of(set, a, c);
	struct paper_line *lines = ARENA_ARRAY(a, struct paper_line, needs.n);
	struct papers papers;
	enum err e = papers_of_case(db, a, c->id, 0, &papers);

	if (e)
		return e;
	for (size_t i = 0; i < needs.n; i++) {
		const struct paper_need *need = &needs.items[i];
		const struct paper *p = paper_of(&papers, need);

		lines[i] = (struct paper_line){ .step = need->step,
						.author = need->author,
						.code = need->code,
						.step_title = need->step_title,
						.name = need->name,
						.happened_on = need->happened_on,
						.place = p && p->place ? p->place : need->place,
						.pages = p ? p->pages : 0,
						.there = p != NULL };
	}
	*ret = lines;
	*ret_n = needs.n;
	return OK;
}

/* ---- read ---- */

/* The prover calls the paper "paper.meeting_on": the request knows it as "read.meeting_on". */
static void tell_problems(struct arena *a, const struct rules_problems *from,
			  struct problems *problems)
{
	for (size_t i = 0; i < from->n; i++) {
		const char *field = from->items[i].field;
		const char *dot = strchr(field, '.');

		problem_add(problems, dot ? arena_printf(a, "read%s", dot) : "read",
			    from->items[i].code, NULL);
	}
}

enum err paper_read_make(const struct prover_pack *pack, struct arena *a, const char *code,
			 const char *read, struct problems *problems, const char **ret)
{
	struct rules_problems *faults = ARENA_NEW(a, struct rules_problems);
	struct prover_paper paper;
	const char *inside, *whole;

	*ret = NULL;
	if (!read || str_eq(read, "{}"))
		return OK;
	if (read[0] != '{' || strlen(read) > READ_BYTES_MAX) {
		problem_add(problems, "read", read[0] != '{' ? "type" : "too_long", NULL);
		return ERR_INPUT;
	}
	inside = read + 1;
	while (*inside == ' ')
		inside++;
	whole = arena_printf(a, "{\"code\":\"%s\"%s%s", code, *inside == '}' ? "" : ",", inside);
	if (prover_paper_read(pack, a, whole, strlen(whole), faults, &paper)) {
		tell_problems(a, faults, problems);
		return ERR_INPUT;
	}
	*ret = whole;
	return OK;
}
