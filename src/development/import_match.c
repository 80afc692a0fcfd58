/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet tells a step once. So a record of the step on another day, or with other facts, is against
 * the sheet, and what only one of them knows is against neither.
 */
#include "development/import_match.h"

#include "base/banned.h"

bool import_read(const struct rules_set *set, struct arena *a,
		 const struct development_import_step *from, int32_t today, struct import_told *ret)
{
	struct problems *problems = ARENA_NEW(a, struct problems);
	int32_t on = from->happened_on ? case_day(from->happened_on) : DATE_NONE;
	struct import_told told = { .from = from, .on = on };

	problems->a = a;
	if (from->happened_on && (on == DATE_NONE || on > today))
		return false;
	told.step = case_step_on(set, from->step_code, on == DATE_NONE ? today : on, &told.pack);
	if (!told.step ||
	    facts_read(set, told.step, FACTS_IMPORT, from->facts, problems, a, &told.facts) != OK)
		return false;
	*ret = told;
	return true;
}

/* ---- people: the same by number, or by name where one of the two has no number ---- */

struct names {
	const char *items[RULES_PERSONS_MAX];
	size_t n;
};

static enum err names_of(struct db *db, struct arena *a, const struct rules_fact *fact,
			 struct names *ret)
{
	ret->n = fact->v.persons.n;
	for (size_t i = 0; i < ret->n; i++) {
		const struct rules_person *p = &fact->v.persons.items[i];
		struct directory_person_state state = { 0 };
		enum err e = OK;

		ret->items[i] = facts_person_name(p);
		if (ret->items[i])
			continue;
		e = directory_person_state(db, a, facts_person_id(p), &state);
		if (e && e != ERR_NOT_FOUND)
			return e;
		ret->items[i] = state.name ? state.name : p->id;
	}
	return OK;
}

static bool all_in(const struct names *some, const struct names *all)
{
	for (size_t i = 0; i < some->n; i++) {
		bool there = false;

		for (size_t k = 0; k < all->n; k++)
			there |= str_eq(some->items[i], all->items[k]);
		if (!there)
			return false;
	}
	return true;
}

static enum err people_agree(struct db *db, struct arena *a, const struct rules_fact *told,
			     const struct rules_fact *known, bool *ret)
{
	struct names one, other;
	enum err e = names_of(db, a, told, &one);

	if (!e)
		e = names_of(db, a, known, &other);
	if (!e)
		*ret = one.n == other.n && all_in(&one, &other) && all_in(&other, &one);
	return e;
}

/* ---- facts ---- */

static bool values_agree(const struct rules_fact *told, const struct rules_fact *known)
{
	switch (told->type) {
	case RULES_TEXT:
		return str_eq(told->v.text, known->v.text);
	case RULES_DATE:
		return told->v.day == known->v.day;
	case RULES_INT:
		return told->v.number == known->v.number;
	case RULES_BOOL:
		return told->v.yes == known->v.yes;
	case RULES_ENUM:
		return told->v.symbol == known->v.symbol;
	default: /* eight counts, nothing between them */
		return memcmp(&told->v.votes, &known->v.votes, sizeof(told->v.votes)) == 0;
	}
}

static const struct rules_fact *same_field(const struct facts *facts, int field)
{
	for (size_t i = 0; i < facts->n; i++) {
		if (facts->items[i].field == field)
			return &facts->items[i];
	}
	return NULL;
}

static enum err facts_agree(struct db *db, struct arena *a, const struct facts *told,
			    const struct facts *known, bool *ret)
{
	enum err e = OK;

	*ret = true;
	for (size_t i = 0; i < told->n && *ret && !e; i++) {
		const struct rules_fact *one = &told->items[i];
		const struct rules_fact *other = same_field(known, one->field);

		if (!other)
			continue;
		if (one->type != other->type)
			*ret = false;
		else if (one->type == RULES_PERSON || one->type == RULES_PERSONS)
			e = people_agree(db, a, one, other, ret);
		else
			*ret = values_agree(one, other);
	}
	return e;
}

/* All facts of a record, also counts that cannot be, which the rules do not see. */
static void facts_of(const struct rules_set *set, struct arena *a, const struct step_record *r,
		     struct facts *ret)
{
	int32_t on = case_day(r->happened_on);
	const struct rules_step *step = case_step_on(
		set, r->step_code, on != DATE_NONE ? on : date_of_time(r->recorded_at), NULL);
	struct problems *problems = ARENA_NEW(a, struct problems);

	problems->a = a;
	*ret = (struct facts){ NULL, 0 };
	if (step && facts_read(set, step, FACTS_STORED, r->facts, problems, a, ret) != OK)
		*ret = (struct facts){ NULL, 0 };
}

/* ---- the step ---- */

/* May this record be the step that is told, by its day alone? */
static bool same_day(const struct import_told *told, const struct step_record *r)
{
	return told->on == DATE_NONE || told->from->day_inferred || !r->happened_on ||
	       str_eq(r->happened_on, told->from->happened_on);
}

enum err import_match(struct db *db, const struct rules_set *set, struct arena *a,
		      const struct case_view *view, const struct import_told *told,
		      enum development_import_fate *ret, int *ret_opened)
{
	bool against = false;

	*ret = DEVELOPMENT_IMPORT_NEW;
	*ret_opened = -1;
	for (size_t i = 0; view && i < view->records.n; i++) {
		const struct step_record *r = &view->records.items[i];
		struct facts known;
		bool agree;
		enum err e;

		if (!step_stands(r) || !str_eq(r->step_code, told->from->step_code))
			continue;
		facts_of(set, a, r, &known);
		e = facts_agree(db, a, &told->facts, &known, &agree);
		if (e)
			return e;
		if (!agree || !same_day(told, r)) {
			against = true;
		} else if (told->on != DATE_NONE && !r->happened_on) {
			*ret_opened = (int)i;
		} else {
			*ret = DEVELOPMENT_IMPORT_SAME;
			return OK;
		}
	}
	if (against)
		*ret = DEVELOPMENT_IMPORT_AGAINST;
	return OK;
}
