/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/organisation_core.h"
#include "directory/directory.h"
#include "base/banned.h"

const char *const directory_organisation_kinds[] = {
	"school_party_committee", "grassroots_committee", "school_committee",
	"general_branch",         "direct_branch",        "branch",
	"joint_branch",           "temporary_branch",     NULL,
};

const char *const directory_stages[] = {
	"applicant",      "activist",        "candidate",    "probationary",
	"full",           "withdrawn",       "not_approved", "probation_cancelled",
	"not_recognised", "transferred_out", "left",         NULL,
};

bool code_in(const char *const *codes, const char *code)
{
	if (!code)
		return false;
	for (; *codes; codes++)
		if (strcmp(*codes, code) == 0)
			return true;
	return false;
}

bool directory_is_branch(const char *kind)
{
	return organisation_level(kind) == LEVEL_BRANCH || str_eq(kind, "direct_branch");
}

bool directory_is_committee(const char *kind)
{
	return str_eq(kind, "school_party_committee") || str_eq(kind, "grassroots_committee") ||
	       str_eq(kind, "school_committee");
}

enum organisation_level organisation_level(const char *kind)
{
	if (str_eq(kind, "branch") || str_eq(kind, "joint_branch") ||
	    str_eq(kind, "temporary_branch"))
		return LEVEL_BRANCH;
	return str_eq(kind, "school_party_committee") ? LEVEL_ROOT : LEVEL_UPPER;
}

bool day_is_past(const char *day, bool months)
{
	char whole[DATE_SIZE];
	int32_t number;

	if (!day)
		return false;
	if (months && strlen(day) == 7) {
		snprintf(whole, sizeof(whole), "%s-01", day);
		day = whole;
	}
	return date_parse(day, &number) == OK && number <= clock_today();
}

static void apply(const struct organisation_event *event, struct organisation_span *to)
{
	if (event->name && *event->name)
		to->name = event->name;
	if (event->organisation_kind && *event->organisation_kind)
		to->kind = event->organisation_kind;
	if (str_eq(event->kind, "founded") || str_eq(event->kind, "moved"))
		to->parent_id = event->parent_id;
}

enum err organisation_replay(struct arena *a, const struct organisation_event *events, size_t n,
			     struct organisation_life *ret)
{
	struct organisation_life life = { 0 };
	size_t i;

	if (n == 0 || !str_eq(events[0].kind, "founded"))
		return ERR_CONFLICT;
	life.spans = ARENA_ARRAY(a, struct organisation_span, n);
	life.founded_on = events[0].happened_on;
	for (i = 0; i < n; i++) {
		const struct organisation_event *event = &events[i];
		struct organisation_span *last = life.n ? &life.spans[life.n - 1] : NULL;

		if (life.closed_on || (i > 0 && str_eq(event->kind, "founded")))
			return ERR_CONFLICT;
		if (str_eq(event->kind, "closed") || str_eq(event->kind, "merged")) {
			life.closed_on = event->happened_on;
			last->until_on = event->happened_on;
			life.last = *last;
			if (str_eq(last->from_on, last->until_on))
				life.n--; /* ended on the day it began to be so */
			continue;
		}
		if (last && !str_eq(last->from_on, event->happened_on)) {
			last->until_on = event->happened_on;
			life.spans[life.n] = *last;
			last = NULL;
		}
		if (!last) {
			last = &life.spans[life.n++];
			last->until_on = NULL;
			last->from_on = event->happened_on;
		}
		apply(event, last);
		life.last = *last;
	}
	*ret = life;
	return OK;
}

struct founding organisation_founding(const char *kind, int64_t full, int64_t members)
{
	struct founding ret = { false, false };

	if (!directory_is_branch(kind))
		return ret;
	ret.too_few = full < BRANCH_MIN_FULL;
	ret.too_many = members > BRANCH_MAX_USUAL;
	return ret;
}

bool post_needs_committee(const char *post_kind, const char *organisation_kind, int64_t full)
{
	if (!directory_is_branch(organisation_kind) || full >= COMMITTEE_MIN)
		return false;
	return str_eq(post_kind, "organisation_officer") ||
	       str_eq(post_kind, "publicity_officer") || str_eq(post_kind, "discipline_officer") ||
	       str_eq(post_kind, "committee_member");
}

const char *class_goal(const struct class_facts *facts)
{
	if (facts->study_year <= 0)
		return "unknown";
	if (facts->study_year == 1)
		return facts->members > 0 ? "met" : "not_met";
	if (facts->study_year == 2)
		return facts->has_group || facts->has_branch ? "met" : "not_met";
	if (facts->has_branch)
		return "met";
	return facts->full >= BRANCH_MIN_FULL ? "may_found_branch" : "not_met";
}

int64_t study_year(int64_t entry_year, const char *day)
{
	int32_t number;
	struct ymd ymd;
	int64_t year;

	if (entry_year <= 0 || date_parse(day, &number) != OK)
		return 0;
	ymd = date_to_ymd(number);
	year = ymd.year - entry_year + (ymd.month >= 9 ? 1 : 0);
	return year > 0 ? year : 0;
}

struct goals goals_of(const struct class_facts *classes, size_t n)
{
	struct goals ret = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (classes[i].study_year >= 3) {
			ret.upper++;
			ret.upper_met += classes[i].has_branch;
		} else if (classes[i].study_year >= 1) {
			ret.lower++;
			ret.lower_met += classes[i].members > 0;
		}
	}
	return ret;
}

const char *goal_state(int64_t met, int64_t n)
{
	if (n == 0)
		return "none";
	return met >= n ? "met" : "not_met";
}
