/* SPDX-License-Identifier: Apache-2.0 */
/* Who is named in a dossier, and what the directory's rows say of one who signed. No SQL. */
#include "dossier/dossier_impl.h"

#include "base/banned.h"

const char *dossier_day(struct arena *a, int32_t day)
{
	char text[DATE_SIZE];

	if (day == DATE_NONE)
		return NULL;
	date_format(day, text);
	return arena_strdup(a, text);
}

/* Somebody known by name only is the one of that name whom the dossier knows by number. */
static struct dossier_person *find(struct dossier_people *all, int64_t id, const char *name)
{
	for (size_t i = 0; i < all->n; i++) {
		struct dossier_person *p = &all->items[i];

		if (id && p->id ? p->id == id : p->name && name && str_eq(p->name, name))
			return p;
	}
	return NULL;
}

const char *dossier_person_add(struct dossier_people *all, int64_t id, const char *name,
			       bool signed_one)
{
	struct dossier_person *p = find(all, id, name);

	if (!p) {
		p = VEC_PUSH(all->a, all->items, all->n, all->cap);
		p->ref = id ? arena_printf(all->a, "%lld", (long long)id)
			    : arena_printf(all->a, DOSSIER_BY_NAME "%s", name);
	}
	if (id)
		p->id = id;
	if (!p->name && name)
		p->name = arena_strdup(all->a, name);
	p->signed_one |= signed_one;
	return p->ref;
}

/* ---- one member ---- */

/*
 * A deputy secretary presides and signs while the post of the secretary is vacant or its holder is
 * away: that is no contradiction. A committee's secretary is its head and one of its members.
 */
static const struct {
	const char *kind;
	enum prover_role role;
} posts_as_roles[] = {
	{ "branch_secretary", PROVER_ROLE_secretary },
	{ "deputy_secretary", PROVER_ROLE_secretary },
	{ "organiser", PROVER_ROLE_organiser },
	{ "committee_secretary", PROVER_ROLE_committee_member },
	{ "committee_member", PROVER_ROLE_committee_member },
	{ "committee_secretary", PROVER_ROLE_superior },
};

static int32_t day_of(const char *text)
{
	char first[DATE_SIZE];
	int32_t day = DATE_NONE;

	if (!text)
		return DATE_NONE;
	if (strlen(text) == strlen("YYYY-MM")) {
		snprintf(first, sizeof(first), "%s-01", text);
		text = first;
	}
	return date_parse(text, &day) ? DATE_NONE : day;
}

static void posts_make(struct arena *a, const struct dossier_past_post *posts, size_t n_posts,
		       int32_t first_signed, struct prover_member *ret)
{
	struct prover_post *out = ARENA_ARRAY(a, struct prover_post, PROVER_POSTS_MAX);
	int32_t first = DATE_NONE;
	size_t n = 0;
	bool all = n_posts > 0;

	for (size_t i = 0; i < n_posts; i++) {
		int32_t from = day_of(posts[i].from_on), until = day_of(posts[i].until_on);

		if (first == DATE_NONE || from < first)
			first = from;
		for (size_t k = 0; k < COUNTOF(posts_as_roles); k++) {
			if (!str_eq(posts_as_roles[k].kind, posts[i].kind))
				continue;
			if (n == PROVER_POSTS_MAX) {
				all = false; /* not all fit: then they are not all told */
				continue;
			}
			out[n++] = (struct prover_post){
				.role = posts_as_roles[k].role,
				.from = from,
				.until = until == DATE_NONE ? DATE_NONE : until - 1,
			};
		}
	}
	ret->posts = out;
	ret->n_posts = n;
	ret->posts_known = all && first_signed != DATE_NONE && first_signed >= first;
}

void dossier_member_make(struct arena *a, const struct dossier_past_post *posts, size_t n_posts,
			 const struct dossier_past_stage *stages, size_t n_stages,
			 int32_t first_signed, struct prover_member *ret)
{
	struct prover_member m = { .id = ret->id,
				   .name = ret->name,
				   .full_from = n_stages ? DATE_NONE : DATE_MIN,
				   .full_until = DATE_NONE,
				   .discipline_from = DATE_NONE,
				   .effect_until = DATE_NONE };

	for (size_t i = 0; i < n_stages; i++) {
		int32_t on = day_of(stages[i].happened_on);

		if (str_eq(stages[i].stage, "full") && m.full_from == DATE_NONE)
			m.full_from = on;
		else if (str_eq(stages[i].stage, "left") && m.full_from != DATE_NONE)
			m.full_until = on;
	}
	posts_make(a, posts, n_posts, first_signed, &m);
	*ret = m;
}
