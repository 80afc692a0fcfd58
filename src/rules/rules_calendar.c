/* SPDX-License-Identifier: Apache-2.0 */
/* Working days: a bit a day for days off and for weekend days worked, one table a year. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

static const struct year *year_of(const struct rules_set *set, int32_t day, int *ret_index)
{
	int number = date_to_ymd(day).year;

	for (int i = 0; i < set->n_years; i++) {
		int32_t first = DATE_NONE;

		if (set->years[i]->year != number)
			continue;
		if (date_from_ymd((struct ymd){ number, 1, 1 }, &first))
			return NULL;
		*ret_index = day - first;
		return set->years[i];
	}
	return NULL;
}

static bool bit(const uint64_t *bits, int i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

bool rules_is_workday(const struct rules_set *set, int32_t day, bool *provisional)
{
	bool weekend = date_weekday(day) > 5;
	int i = 0;
	const struct year *y = year_of(set, day, &i);

	if (!y) {
		*provisional = true;
		return !weekend;
	}
	return weekend ? bit(y->work, i) : !bit(y->off, i);
}

int32_t rules_notice_end(const struct rules_set *set, int32_t posted, int days, bool *provisional)
{
	int32_t day = posted;

	for (;; day++) {
		if (rules_is_workday(set, day, provisional) && --days <= 0)
			return day;
		if (day >= DATE_MAX) {
			*provisional = true;
			return day;
		}
	}
}

static enum err day_mark(struct load *l, struct year *y, const struct yaml *at, int32_t day,
			 uint64_t *bits)
{
	int32_t first = DATE_NONE;
	int i;

	if (date_to_ymd(day).year != y->year)
		return load_refuse(l, at, "the day is not in %d", y->year);
	if (date_from_ymd((struct ymd){ y->year, 1, 1 }, &first))
		return load_refuse(l, at, "no such year");
	i = day - first;
	if (bit(y->off, i) || bit(y->work, i))
		return load_refuse(l, at, "the day stands twice");
	bits[i / 64] |= (uint64_t)1 << (i % 64);
	return OK;
}

static enum err range_take(struct load *l, struct year *y, const struct yaml *item)
{
	static const char *const keys[] = { "name", "from", "to", NULL };
	int32_t from = DATE_NONE, to = DATE_NONE;
	enum err e;

	e = load_keys(l, item, keys);
	if (e)
		return e;
	if (yaml_day(yaml_get(item, "from"), &from) || yaml_day(yaml_get(item, "to"), &to))
		return load_refuse(l, item, "from and to must be days (YYYY-MM-DD)");
	if (to < from || to - from > 31)
		return load_refuse(l, item, "to is before from, or more than a month behind it");
	for (int32_t day = from; day <= to; day++) {
		e = day_mark(l, y, item, day, y->off);
		if (e)
			return e;
	}
	return OK;
}

static enum err workday_take(struct load *l, struct year *y, const struct yaml *item)
{
	int32_t day = DATE_NONE;

	if (yaml_day(item, &day))
		return load_refuse(l, item, "not a day (YYYY-MM-DD)");
	if (date_weekday(day) < 6)
		return load_refuse(l, item, "a swapped working day must be a Saturday or Sunday");
	return day_mark(l, y, item, day, y->work);
}

static enum err year_take(struct load *l, struct year *y, const struct yaml *root)
{
	static const char *const keys[] = { "year",     "source",  "days_off",
					    "workdays", "vectors", NULL };
	const struct yaml *off = yaml_get(root, "days_off"), *work = yaml_get(root, "workdays");
	int64_t number = 0;
	enum err e;

	e = load_keys(l, root, keys);
	if (e)
		return e;
	if (yaml_i64(yaml_get(root, "year"), 1900, 2199, &number))
		return load_refuse(l, root, "year must be a number from 1900 to 2199");
	y->year = (int)number;
	if (!off || off->kind != YAML_LIST || !work || work->kind != YAML_LIST)
		return load_refuse(l, root, "days_off and workdays must be lists");
	for (const struct yaml *item = off->child; item; item = item->next) {
		e = range_take(l, y, item);
		if (e)
			return e;
	}
	for (const struct yaml *item = work->child; item; item = item->next) {
		e = workday_take(l, y, item);
		if (e)
			return e;
	}
	return OK;
}

enum err rules_set_add_calendar(struct rules_set *set, const char *name, const char *text,
				size_t len, struct rules_fault *fault)
{
	struct load l = { .set = set, .a = set->a, .name = name, .fault = fault };
	struct year *y = ARENA_NEW(set->a, struct year);
	struct yaml_fault at = { 0 };
	const struct yaml *root = NULL;
	enum err e;

	if (yaml_read(set->a, text, len, &at, &root)) {
		*fault = (struct rules_fault){ name, at.line, at.column, at.why };
		return ERR_INPUT;
	}
	e = year_take(&l, y, root);
	if (e)
		return e;
	for (int i = 0; i < set->n_years; i++) {
		if (set->years[i]->year == y->year)
			return load_refuse(&l, root, "the year %d is there already", y->year);
	}
	if (set->n_years == YEARS_MAX)
		return load_refuse(&l, root, "too many years");
	y->root = root;
	y->name = arena_strdup(set->a, name);
	set->years[set->n_years++] = y;
	return OK;
}

int rules_notice_days(const struct rules_set *set, const char *step, int32_t posted)
{
	const struct rules_pack *pack = rules_pack_on(set, posted);
	int id = rules_step_id(set, step), days = 0;

	for (int i = 0; pack && id >= 0 && i < pack->n_rules; i++) {
		const struct rule *r = &pack->rules[i];
		bool own = r->posted.step == OWN_STEP && (r->steps >> id & 1);

		if (r->kind == KIND_notice && !r->off && (own || r->posted.step == id) &&
		    r->days > days)
			days = r->days;
	}
	return days;
}
