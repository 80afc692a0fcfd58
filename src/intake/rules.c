/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold between the values of a row. A rule that a day known only to the month leaves
 * open is not broken: dates are compared as spans.
 */
#include "intake/check.h"
#include "base/str.h"
#include "base/banned.h"

static bool fine(const struct row_check *r, enum intake_field field)
{
	return r->state[field] == VALUE_FINE;
}

static bool empty(const struct row_check *r, enum intake_field field)
{
	return r->state[field] == VALUE_EMPTY;
}

static bool has_column(const struct row_check *r, enum intake_field field)
{
	return r->sheet->at_field[field] >= 0;
}

static const char *value(const struct row_check *r, enum intake_field field)
{
	return fine(r, field) ? intake_value(r->c->f, r->row, field) : NULL;
}

/* Is `late` certainly before `early` + months? False when one is unknown. */
static bool surely_under(const struct row_check *r, enum intake_field early, int months,
			 enum intake_field late)
{
	return fine(r, early) && fine(r, late) &&
	       r->days[late].last < date_add_months(r->days[early].first, months);
}

static void check_name(struct row_check *r)
{
	if (empty(r, FIELD_NAME))
		fault_at(r, FAULT_MISSING_NAME, FIELD_NAME);
}

static void check_id(struct row_check *r)
{
	const struct intake_row *first;

	if (!has_column(r, FIELD_ID_NUMBER))
		return;
	if (empty(r, FIELD_ID_NUMBER))
		fault_at(r, FAULT_MISSING_ID, FIELD_ID_NUMBER);
	if (!fine(r, FIELD_ID_NUMBER))
		return;
	if (fine(r, FIELD_SEX) && str_eq(value(r, FIELD_SEX), "男") != r->id.male)
		fault_at(r, FAULT_SEX_AGAINST_ID, FIELD_SEX);
	if (fine(r, FIELD_BIRTH) &&
	    (r->id.birth < r->days[FIELD_BIRTH].first || r->id.birth > r->days[FIELD_BIRTH].last))
		fault_at(r, FAULT_BIRTH_AGAINST_ID, FIELD_BIRTH);
	first = row_index_seen(r->c, &r->c->ids, r->row, FIELD_ID_NUMBER);
	if (first) {
		const char *name = intake_value(r->c->f, first, FIELD_NAME);
		bool same = str_eq(name, value(r, FIELD_NAME));

		fault_at(r, same ? FAULT_DUPLICATE_IN_FILE : FAULT_DUPLICATE_OTHER_NAME,
			 FIELD_ID_NUMBER);
		r->c->f->faults[r->c->f->n_faults - 1].other_row = first->number;
		r->c->f->faults[r->c->f->n_faults - 1].other_sheet = first->sheet;
	}
}

static void check_number_twice(struct row_check *r, enum intake_field field)
{
	const struct intake_row *first;

	if (!fine(r, field))
		return;
	first = row_index_seen(r->c, &r->c->numbers, r->row, field);
	if (!first)
		return;
	fault_at(r, FAULT_DUPLICATE_IN_FILE, field);
	r->c->f->faults[r->c->f->n_faults - 1].other_row = first->number;
	r->c->f->faults[r->c->f->n_faults - 1].other_sheet = first->sheet;
}

static void check_branch(struct row_check *r)
{
	if (has_column(r, FIELD_BRANCH) && empty(r, FIELD_BRANCH))
		fault_at(r, FAULT_MISSING_BRANCH, FIELD_BRANCH);
}

static void check_age(struct row_check *r)
{
	int32_t birth;

	if (!fine(r, FIELD_JOINED) || !(fine(r, FIELD_ID_NUMBER) || fine(r, FIELD_BIRTH)))
		return;
	birth = fine(r, FIELD_ID_NUMBER) ? r->id.birth : r->days[FIELD_BIRTH].first;
	if (r->days[FIELD_JOINED].last < date_birthday(birth, 18))
		fault_at(r, FAULT_JOINED_BEFORE_18, FIELD_JOINED);
}

static void check_category(struct row_check *r)
{
	static const char *const known[] = { "正式党员", "预备党员",   "发展对象", "入党积极分子",
					     "积极分子", "入党申请人", "申请人" };
	const char *category = value(r, FIELD_CATEGORY);
	bool found = false;

	if (!category)
		return;
	for (size_t i = 0; i < COUNTOF(known); i++)
		found |= str_eq(category, known[i]);
	if (!found)
		fault_at(r, FAULT_UNKNOWN_CATEGORY, FIELD_CATEGORY);
	if (str_eq(category, "预备党员") && fine(r, FIELD_CONVERTED))
		fault_at(r, FAULT_PROBATIONARY_WITH_CONVERSION, FIELD_CATEGORY);
	if (str_eq(category, "正式党员") && has_column(r, FIELD_CONVERTED) &&
	    empty(r, FIELD_CONVERTED))
		fault_at(r, FAULT_FULL_WITHOUT_CONVERSION, FIELD_CONVERTED);
}

void rules_roster(struct row_check *r)
{
	check_name(r);
	check_id(r);
	check_number_twice(r, FIELD_STUDENT_NO);
	check_branch(r);
	check_age(r);
	check_category(r);
	if (surely_under(r, FIELD_JOINED, 12, FIELD_CONVERTED))
		fault_at(r, FAULT_CONVERTED_UNDER_1_YEAR, FIELD_CONVERTED);
}

/* ---- a pipeline: facts of the past are kept, and shown as contradictions ---- */

int workdays(int32_t first, int32_t last)
{
	int n = 0;

	for (int32_t day = first; day <= last && n < 1000; day++)
		n += date_weekday(day) <= 5;
	return n;
}

static void check_votes(struct row_check *r)
{
	int64_t due = r->counts[FIELD_DUE];
	int64_t present = r->counts[FIELD_PRESENT];
	int64_t yes = r->counts[FIELD_YES];
	bool quorum = true;

	if (fine(r, FIELD_PRESENT) && fine(r, FIELD_YES) &&
	    yes + r->counts[FIELD_NO] + r->counts[FIELD_ABSTAIN] > present)
		fault_at(r, FAULT_VOTES_EXCEED_PRESENT, FIELD_YES);
	if (fine(r, FIELD_DUE) && fine(r, FIELD_PRESENT) && 2 * present <= due) {
		fault_at(r, FAULT_NO_QUORUM, FIELD_PRESENT);
		quorum = false;
	}
	if (quorum && fine(r, FIELD_DUE) && fine(r, FIELD_YES) && 2 * yes <= due)
		fault_at(r, FAULT_MAJORITY, FIELD_YES);
}

static void check_notice(struct row_check *r)
{
	struct span notice = r->days[FIELD_NOTICE];

	if (!fine(r, FIELD_NOTICE))
		return;
	if (notice.last < notice.first)
		fault_at(r, FAULT_NOTICE_REVERSED, FIELD_NOTICE);
	else if (workdays(notice.first, notice.last) < 5)
		fault_at(r, FAULT_NOTICE_SHORT, FIELD_NOTICE);
}

static void check_cultivators(struct row_check *r)
{
	const char *first = value(r, FIELD_CULTIVATOR_1);

	if (first && str_eq(first, value(r, FIELD_CULTIVATOR_2)))
		fault_at(r, FAULT_SAME_CULTIVATOR, FIELD_CULTIVATOR_2);
}

/* Certainly more than a month after. */
static bool talk_is_late(const struct row_check *r)
{
	return fine(r, FIELD_APPLIED) && fine(r, FIELD_FIRST_TALK) &&
	       r->days[FIELD_FIRST_TALK].first > date_add_months(r->days[FIELD_APPLIED].last, 1);
}

void rules_pipeline(struct row_check *r)
{
	check_name(r);
	check_id(r);
	check_number_twice(r, FIELD_STUDENT_NO);
	check_branch(r);
	if (talk_is_late(r))
		fault_at(r, FAULT_FIRST_TALK_LATE, FIELD_FIRST_TALK);
	check_cultivators(r);
	if (surely_under(r, FIELD_ACTIVIST, 12, FIELD_CANDIDATE))
		fault_at(r, FAULT_ACTIVIST_UNDER_12_MONTHS, FIELD_CANDIDATE);
	check_notice(r);
	if (surely_under(r, FIELD_PRE_REVIEW, 0, FIELD_ASSEMBLY))
		fault_at(r, FAULT_ASSEMBLY_BEFORE_PRE_REVIEW, FIELD_PRE_REVIEW);
	check_votes(r);
	if (surely_under(r, FIELD_APPROVAL, 0, FIELD_OATH))
		fault_at(r, FAULT_OATH_BEFORE_APPROVAL, FIELD_OATH);
	if (surely_under(r, FIELD_ASSEMBLY, 12, FIELD_CONVERTED))
		fault_at(r, FAULT_CONVERTED_EARLY, FIELD_CONVERTED);
}

/* ---- organisations and classes ---- */

void rules_organisation(struct row_check *r)
{
	check_name(r);
	if (empty(r, FIELD_CODE))
		fault_at(r, FAULT_MISSING_CODE, FIELD_CODE);
	check_number_twice(r, FIELD_CODE);
	if (r->sheet->set == SET_ORGANISATION && !fine(r, FIELD_KIND))
		fault_at(r, FAULT_UNKNOWN_KIND, FIELD_KIND);
	if (fine(r, FIELD_KIND) && !intake_organisation_kind(value(r, FIELD_KIND)))
		fault_at(r, FAULT_UNKNOWN_KIND, FIELD_KIND);
}
