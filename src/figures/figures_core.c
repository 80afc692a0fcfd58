/* SPDX-License-Identifier: Apache-2.0 */
/* Shares, and what the records of a case say of the seven procedures. No SQL. */
#include <assert.h>

#include "figures/figures_impl.h"

#include "base/banned.h"

#define YEAR_BEGINS 8 /* August: those who come in September are first-years */

int64_t figures_permille(int64_t n, int64_t of)
{
	assert(n >= 0 && of >= 0);
	return of ? (2000 * n + of) / (2 * of) : 0;
}

int figures_first_years(int32_t day)
{
	struct ymd ymd = date_to_ymd(day);

	return ymd.month >= YEAR_BEGINS ? ymd.year : ymd.year - 1;
}

static const struct rules_fact *fact_of(const struct rules_set *set, const struct rules_record *r,
					const char *name)
{
	int field = rules_symbol(set, name);

	for (size_t i = 0; i < r->n_facts; i++) {
		if (r->facts[i].field == field)
			return &r->facts[i];
	}
	return NULL;
}

static bool fact_is(const struct rules_set *set, const struct rules_record *r, const char *name,
		    const char *value)
{
	const struct rules_fact *f = fact_of(set, r, name);

	return f && f->type == RULES_ENUM && f->v.symbol == rules_symbol(set, value);
}

/* How a step's record must have ended to be done. */
static const struct {
	const char *step, *field, *value; /* field NULL: done when it is recorded */
	size_t lamp;
} procedures[] = {
	{ "pre_review", "result", "passed", offsetof(struct figures_lamps, pre_reviewed_on) },
	{ "candidate_notice", NULL, NULL, offsetof(struct figures_lamps, notice_on) },
	{ "review_done", "conclusion", "passed", offsetof(struct figures_lamps, reviewed_on) },
	{ "approval_talk", NULL, NULL, offsetof(struct figures_lamps, talked_on) },
	{ "approval", "decision", "approved", offsetof(struct figures_lamps, approved_on) },
};

static void later(struct arena *a, const char **lamp, int32_t day)
{
	char *text;
	int32_t had = DATE_NONE;

	if (*lamp && (date_parse(*lamp, &had) || had >= day))
		return;
	text = arena_alloc(a, DATE_SIZE);
	date_format(day, text);
	*lamp = text;
}

/* The recommendation has a day of its own where the record tells it. */
static void nomination(const struct rules_set *set, struct arena *a, const struct rules_record *r,
		       struct figures_lamps *lamps)
{
	const struct rules_fact *kind = fact_of(set, r, "recommendation");
	const struct rules_fact *on = fact_of(set, r, "recommended_on");

	if (!kind || fact_is(set, r, "recommendation", "none"))
		return;
	later(a, &lamps->nominated_on, on && on->type == RULES_DATE ? on->v.day : r->on);
}

static void lamp_of(const struct rules_set *set, struct arena *a, const struct rules_record *r,
		    struct figures_lamps *lamps)
{
	const char *step = rules_step_code(set, r->step);
	const struct rules_fact *objection = fact_of(set, r, "open_objection");

	if (str_eq(step, "activist_decide"))
		nomination(set, a, r, lamps);
	if (objection && objection->type == RULES_BOOL && objection->v.yes)
		return;
	for (size_t i = 0; i < COUNTOF(procedures); i++) {
		if (!str_eq(procedures[i].step, step))
			continue;
		if (procedures[i].field &&
		    !fact_is(set, r, procedures[i].field, procedures[i].value))
			continue;
		later(a, (const char **)(void *)((char *)lamps + procedures[i].lamp), r->on);
	}
}

struct figures_lamps figures_lamps_of(const struct rules_set *set, struct arena *a,
				      const struct rules_case *c)
{
	struct figures_lamps lamps = { 0 };

	for (size_t i = 0; i < c->n_records; i++) {
		const struct rules_record *r = &c->records[i];

		if (r->on == DATE_NONE)
			continue; /* opened only; decided by a record of its own */
		if (r->voided)
			lamps.corrected_n++;
		else
			lamp_of(set, a, r, &lamps);
	}
	return lamps;
}
