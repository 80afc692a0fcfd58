/* SPDX-License-Identifier: Apache-2.0 */
/* Members with the dates of their past, and people on the way whose cases demo_cases.c tells. */
#include "demo/demo_impl.h"

#include "directory/directory.h"
#include "base/banned.h"

#define DAYS_A_YEAR 365

static const char *stage_day(struct demo *d, int32_t day)
{
	return demo_day(d, day < d->today ? day : d->today);
}

static enum err add_stage(struct demo *d, int64_t person_id, const char *stage, int32_t day)
{
	struct directory_stage s = {
		.person_id = person_id,
		.stage = stage,
		.happened_on = stage_day(d, day),
		.later = d->later,
	};

	return directory_stage_add(d->db, &s, NULL);
}

/* The dated past of a full member: applied, activist, candidate, admitted, full. */
static enum err add_past(struct demo *d, int64_t person_id, int32_t joined)
{
	struct demo_random *r = &d->random;
	int32_t candidate = joined - demo_between(r, 60, 160),
		activist = candidate - demo_between(r, 370, 500);
	int32_t applied = activist - demo_between(r, 70, 240);
	enum err e = add_stage(d, person_id, "applicant", applied);

	if (!e)
		e = add_stage(d, person_id, "activist", activist);
	if (!e)
		e = add_stage(d, person_id, "candidate", candidate);
	if (!e)
		e = add_stage(d, person_id, "probationary", joined);
	return e ? e : add_stage(d, person_id, "full", date_add_months(joined, 12));
}

static const char *education_of(struct demo *d, bool student, bool undergraduate)
{
	static const char *const staff[] = { "博士研究生", "硕士研究生", "大学本科", "博士研究生" };
	static const char *const graduate[] = { "硕士研究生", "博士研究生", "硕士研究生" };

	if (!student)
		return staff[demo_pick(&d->random, COUNTOF(staff))];
	return undergraduate ? "大学本科" : graduate[demo_pick(&d->random, COUNTOF(graduate))];
}

enum err demo_person_add(struct demo *d, const struct demo_branch *b, int32_t birth,
			 int32_t from_on, int64_t *ret_id)
{
	static const char *const jobs[] = { "教师", "教师", "辅导员", "行政人员", "实验技术人员" };
	struct demo_random *r = &d->random;
	bool student = b->o->student;
	struct demo_name who;
	char id_number[19], mobile[12];
	int year = b->o->entry_year ? b->o->entry_year
				    : date_to_ymd(d->today).year - demo_between(r, 0, 3);
	struct directory_person p = { .recorded_in = b->id,
				      .later = d->later,
				      .keys = d->app->seal };
	struct directory_affiliation in_branch = { .organisation_id = b->id, .later = d->later };
	enum err e;

	demo_name_make(r, &who);
	demo_id_number(r, ++d->number, birth, who.sex, id_number);
	demo_mobile(r, mobile);
	p.name = who.name;
	p.sex = who.sex;
	p.ethnicity = who.ethnicity;
	p.birth = demo_day(d, birth);
	p.id_number = id_number;
	p.mobile = mobile;
	p.native_place = demo_native_place(r);
	p.education = education_of(d, student, b->o->entry_year > 0);
	p.job = student ? "学生" : jobs[demo_pick(r, COUNTOF(jobs))];
	if (student) {
		p.student_no = arena_printf(d->a, "%d%06u", year, d->number);
		p.leaving_on = arena_printf(d->a, "%d-06-30", year + (b->o->entry_year ? 4 : 3));
	} else {
		p.staff_no = arena_printf(d->a, "G%06u", d->number);
	}
	e = directory_person_put(d->db, &p, ret_id);
	if (e)
		return e;
	in_branch.person_id = *ret_id;
	in_branch.from_on = demo_day(d, from_on);
	e = directory_affiliate(d->db, &in_branch, &(int64_t){ 0 });
	if (e || !b->class_id)
		return e;
	return directory_class_join(d->db,
				    &(struct directory_class_member){ .person_id = *ret_id,
								      .class_id = b->class_id,
								      .from_on = in_branch.from_on,
								      .later = d->later });
}

static int32_t day_of(int year, int month, int day)
{
	int32_t ret = 0;
	enum err e = date_from_ymd((struct ymd){ year, month, day }, &ret);

	return e ? 0 : ret;
}

static int32_t founded_day(const struct demo_branch *b)
{
	int32_t day = 0;

	return date_parse(b->o->founded_on, &day) ? 0 : day;
}

static int32_t later_of(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static enum err add_member(struct demo *d, struct demo_branch *b)
{
	struct demo_random *r = &d->random;
	bool student = b->o->student;
	int32_t birth, joined, from_on;
	int64_t id;
	enum err e;

	if (student)
		birth = day_of(date_to_ymd(d->today).year - demo_between(r, 22, 26),
			       demo_between(r, 1, 12), 15);
	else
		birth = day_of(demo_between(r, 1962, 1996), demo_between(r, 1, 12),
			       demo_between(r, 1, 28));
	joined = date_birthday(birth, 20) + demo_between(r, 0, student ? 300 : 8 * DAYS_A_YEAR);
	if (joined > d->today - 500)
		joined = d->today - 500 - demo_between(r, 0, 90);
	from_on = later_of(later_of(joined, founded_day(b)), d->today - 6 * DAYS_A_YEAR);
	e = demo_person_add(d, b, birth, from_on, &id);
	if (e)
		return e;
	*VEC_PUSH(d->a, b->full, b->n_full, b->cap_full) = id;
	return add_past(d, id, joined);
}

/* Somebody who applied some time in the last three and a half years. */
static enum err add_traveller(struct demo *d, size_t branch)
{
	struct demo_random *r = &d->random;
	struct demo_branch *b = &d->branches[branch];
	int32_t applied = d->today - demo_between(r, 3, 1250), birth, entry;
	struct demo_traveller *t;
	int64_t id;
	enum err e;

	if (b->o->entry_year) {
		entry = day_of(b->o->entry_year, 9, 1);
		applied = entry + demo_between(r, 12, later_of(40, d->today - entry - 3));
		birth = day_of(b->o->entry_year - 18, demo_between(r, 1, 8),
			       demo_between(r, 1, 28));
	} else {
		birth = day_of(date_to_ymd(applied).year -
				       demo_between(r, 20, b->o->student ? 25 : 40),
			       demo_between(r, 1, 12), demo_between(r, 1, 28));
	}
	/* The branch may be younger than the application: it came with the people. */
	e = demo_person_add(d, b, birth, later_of(founded_day(b), applied), &id);
	if (e)
		return e;
	t = VEC_PUSH(d->a, d->travellers, d->n_travellers, d->cap_travellers);
	*t = (struct demo_traveller){
		.person_id = id, .branch = branch, .birth = birth, .applied_on = applied
	};
	return OK;
}

enum err demo_people(struct demo *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t branch = i % d->n_branches;
		struct demo_branch *b = &d->branches[branch];
		/* The first three of a branch are full members: with fewer it could not exist. */
		bool member = b->n_full < 3 || demo_chance(&d->random, b->o->entry_year ? 8
								       : b->o->student  ? 35
											: 70);
		enum err e = member ? add_member(d, b) : add_traveller(d, branch);

		if (e)
			return e;
	}
	return OK;
}
