/* SPDX-License-Identifier: Apache-2.0 */
/* A notice out of the record: a white list of facts. */
#include "notice/notice_impl.h"

#include "base/banned.h"

bool notice_may(const struct user *who, const char *path)
{
	return user_may_at(who, PERM_CASE_BRANCH, path) ||
	       user_may_at(who, PERM_CASE_SUPERIOR, path);
}

/* ---- people ---- */

static enum err name_of(struct db *db, struct arena *a, const char *id, const char **ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	int64_t person_id = 0;
	enum err e;

	*ret = str_starts(id, "name:") ? id + strlen("name:") : NULL;
	if (*ret || str_to_i64(id, 1, INT64_MAX, &person_id))
		return OK;
	e = db_stmt(db, SQL_NOTICE_NAME, &q);
	if (e)
		return e;
	bind_i64(q, NOTICE_NAME_ID, person_id);
	e = step_one(q);
	if (!e)
		*ret = col_dup(q, NOTICE_NAME_C_NAME, a);
	return e == ERR_NOT_FOUND ? OK : e;
}

/* The newest standing record of a step, or NULL. */
static const struct rules_record *newest(const struct rules_case *c, int step)
{
	const struct rules_record *found = NULL;

	for (size_t i = 0; i < c->n_records; i++) {
		const struct rules_record *r = &c->records[i];

		if (r->step == step && !r->voided && r->on != DATE_NONE &&
		    (!found || r->on >= found->on))
			found = r;
	}
	return found;
}

static enum err helpers_of(struct db *db, const struct rules_set *set, struct arena *a,
			   const struct rules_record *r, const char **ret)
{
	enum err e = OK;

	for (size_t i = 0; r && !e && i < r->n_facts; i++) {
		const struct rules_fact *f = &r->facts[i];
		const char *field = rules_symbol_text(set, f->field);

		if (f->type != RULES_PERSONS ||
		    !(str_eq(field, "cultivators") || str_eq(field, "introducers")))
			continue;
		for (size_t k = 0; !e && k < f->v.persons.n; k++) {
			const char *name = NULL;

			e = name_of(db, a, f->v.persons.items[k].id, &name);
			if (!e && name)
				*ret = *ret ? arena_printf(a, "%s、%s", *ret, name) : name;
		}
	}
	return e;
}

static const char *day_of(struct arena *a, const struct rules_record *r)
{
	char text[DATE_SIZE];

	if (!r)
		return NULL;
	date_format(r->on, text);
	return arena_strdup(a, text);
}

/* What is read of the case: days of application and of the stage, names of those who guide him. */
static enum err from_case(struct db *db, struct notice_ask *ask, const char *kind,
			  struct notice_person *p)
{
	const struct rules_set *set = ask->app->rules;
	bool late = str_eq(kind, "admission") || str_eq(kind, "conversion");
	const char *since = str_eq(kind, "conversion") ? "admission_vote" : "activist_decide";
	struct development_case view;
	enum err e = development_case_load(db, set, ask->a, p->case_id, &view);

	if (e)
		return e;
	p->applied_on = day_of(ask->a, newest(view.rules, rules_step_id(set, "apply")));
	if (!str_eq(kind, "activist"))
		p->stage_on = day_of(ask->a, newest(view.rules, rules_step_id(set, since)));
	return helpers_of(db, set, ask->a,
			  newest(view.rules, rules_step_id(set, late ? "introducer_assign"
								     : "cultivator_assign")),
			  &p->helpers);
}

/* ERR_INPUT: the problem is told. */
static enum err person_make(struct db *db, struct notice_ask *ask, const struct notice *n,
			    size_t at, struct notice_person *ret)
{
	CLEANUP(stmt_done) struct stmt *q = NULL;
	const char *field = arena_printf(ask->a, "case_ids[%zu]", at), *birth, *path, *fault = NULL;
	enum err e = db_stmt(db, SQL_NOTICE_SUBJECT, &q);

	if (e)
		return e;
	bind_i64(q, NOTICE_SUBJECT_CASE_ID, ret->case_id);
	bind_str(q, NOTICE_SUBJECT_KIND, n->kind);
	bind_str(q, NOTICE_SUBJECT_STEP, notice_step(n->kind));
	e = step_one(q);
	if (e && e != ERR_NOT_FOUND)
		return e;
	path = e ? "" : col_dup(q, NOTICE_SUBJECT_C_PATH, ask->a);
	if (e || !str_starts(path, n->path))
		fault = "unknown";
	else if (!str_eq(col_dup(q, NOTICE_SUBJECT_C_STATE, ask->a), "open") ||
		 !col_i64(q, NOTICE_SUBJECT_C_WAITS))
		fault = "not_ready";
	else if (col_i64(q, NOTICE_SUBJECT_C_BUSY))
		fault = "on_notice";
	if (fault) {
		problem_add(ask->problems, field, fault, NULL);
		return ERR_INPUT;
	}
	birth = col_dup(q, NOTICE_SUBJECT_C_BIRTH, ask->a);
	ret->position = (int64_t)at + 1;
	ret->person_id = col_i64(q, NOTICE_SUBJECT_C_PERSON_ID);
	ret->name = col_dup(q, NOTICE_SUBJECT_C_NAME, ask->a);
	ret->sex = col_dup(q, NOTICE_SUBJECT_C_SEX, ask->a);
	ret->birth_month = birth && strlen(birth) >= 7 ? arena_strndup(ask->a, birth, 7) : NULL;
	ret->unit = col_dup(q, NOTICE_SUBJECT_C_UNIT, ask->a);
	return from_case(db, ask, n->kind, ret);
}

static enum err people_make(struct db *db, struct notice_ask *ask, const struct notice_in *in,
			    struct notice *n)
{
	const int64_t *ids = in->case_ids.items;
	enum err e = OK;

	n->people = ARENA_ARRAY(ask->a, struct notice_person, in->case_ids.n);
	n->n_people = in->case_ids.n;
	if (!n->n_people) {
		problem_add(ask->problems, "case_ids", "required", NULL);
		return ERR_INPUT;
	}
	for (size_t i = 0; i < n->n_people; i++) {
		enum err one;

		for (size_t k = 0; k < i; k++) {
			if (ids[k] != ids[i])
				continue;
			problem_add(ask->problems, arena_printf(ask->a, "case_ids[%zu]", i),
				    "duplicate", NULL);
			e = ERR_INPUT;
		}
		n->people[i].case_id = ids[i];
		one = person_make(db, ask, n, i, &n->people[i]);
		if (one && one != ERR_INPUT)
			return one;
		e = one ? one : e;
	}
	return e;
}

/* ---- days ---- */

static enum err days_make(struct notice_ask *ask, const struct notice_in *in, struct notice *n)
{
	const struct rules_set *set = ask->app->rules;
	int32_t posted = DATE_NONE, today = clock_today(), last;
	bool provisional = false;
	char text[DATE_SIZE];
	int least;

	if (date_parse(in->posted_on, &posted) || posted < today - NOTICE_AWAY ||
	    posted > today + NOTICE_AWAY) {
		problem_add(ask->problems, "posted_on", "out_of_range", NULL);
		return ERR_INPUT;
	}
	least = rules_notice_days(set, notice_step(n->kind), posted);
	n->days = in->days ? in->days : least ? least : NOTICE_DAYS;
	if (n->days < least) {
		problem_add(ask->problems, "days", "too_small",
			    arena_printf(ask->a, "{\"min\":%d}", least));
		return ERR_INPUT;
	}
	last = rules_notice_end(set, posted, (int)n->days, &provisional);
	date_format(last, text);
	n->last_on = arena_strdup(ask->a, text);
	return OK;
}

enum err notice_make(struct db *db, struct notice_ask *ask, const struct notice_in *in,
		     struct notice *ret)
{
	struct directory_organisation where;
	struct directory_numbers numbers = { 0 };
	struct leak_options options;
	struct notice n = { .organisation_id = in->organisation_id,
			    .kind = in->kind,
			    .places = in->places,
			    .contact = in->contact,
			    .reason = in->reason,
			    .posted_on = in->posted_on,
			    .stored_state = "open",
			    .version = 1 };
	enum err e, days;

	ask->problems->n = 0; /* the transaction may run again */
	e = directory_organisation_get(db, ask->a, in->organisation_id, &where);
	if (e)
		return e;
	if (!user_may_at(ask->who, PERM_CASE_READ, where.path))
		return ERR_NOT_FOUND;
	if (!notice_may(ask->who, where.path))
		return ERR_FORBIDDEN;
	n.school_id = where.school_id;
	n.organisation_name = where.name;
	n.path = where.path;
	days = days_make(ask, in, &n);
	e = people_make(db, ask, in, &n);
	if (e || days)
		return e ? e : days;
	n.title = notice_title(ask->a, n.kind, n.people[0].name, n.n_people);
	e = directory_numbers(db, ask->a, n.school_id, &numbers);
	options = (struct leak_options){ .numbers = numbers.items, .n_numbers = numbers.n };
	if (!e)
		e = notice_leaks(&n, &options, ask->a, ask->problems);
	if (!e)
		*ret = n;
	return e;
}
