/* SPDX-License-Identifier: Apache-2.0 */
#include "directory/person_core.h"

#include <assert.h>

#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

/* The way of things; exits come after all of it. */
static int rank(const char *stage)
{
	static const char *const way[] = { "applicant", "activist", "candidate", "probationary",
					   "full" };
	size_t i;

	for (i = 0; i < COUNTOF(way); i++)
		if (strcmp(way[i], stage) == 0)
			return (int)i;
	return (int)COUNTOF(way);
}

static int compare(const struct person_event *x, const struct person_event *y, bool by_day)
{
	int c = strncmp(x->happened_on, y->happened_on, by_day ? 10 : 7);

	if (c)
		return c;
	c = rank(x->stage) - rank(y->stage);
	if (c)
		return c;
	return x->id < y->id ? -1 : x->id > y->id;
}

static void sort(struct person_event *events, size_t n, bool by_day)
{
	size_t i, k;

	for (i = 1; i < n; i++) {
		struct person_event event = events[i];

		for (k = i; k > 0 && compare(&events[k - 1], &event, by_day) > 0; k--)
			events[k] = events[k - 1];
		events[k] = event;
	}
}

void person_events_sort(struct person_event *events, size_t n)
{
	size_t from, to;

	sort(events, n, /* by_day= */ false);
	for (from = 0; from < n; from = to) {
		bool days = true;

		for (to = from;
		     to < n && strncmp(events[from].happened_on, events[to].happened_on, 7) == 0;
		     to++)
			days = days && strlen(events[to].happened_on) == 10;
		if (days)
			sort(events + from, to - from, /* by_day= */ true);
	}
}

struct person_stage person_stage_after(const struct person_event *events, size_t n)
{
	struct person_stage state = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		const char *stage = events[i].stage, *day = events[i].happened_on;

		state.stage = stage;
		state.stage_on = day;
		if (strcmp(stage, "applicant") == 0) {
			state.applied_on = day;
		} else if (strcmp(stage, "probationary") == 0) {
			state.joined_on = day;
			state.full_on = NULL;
		} else if (strcmp(stage, "full") == 0) {
			state.full_on = day;
		} else if (strcmp(stage, "probation_cancelled") == 0 ||
			   strcmp(stage, "not_recognised") == 0) {
			state.joined_on = NULL;
			state.full_on = NULL;
		}
	}
	return state;
}

static bool is_leaving(const char *stage)
{
	return stage && (strcmp(stage, "left") == 0 || strcmp(stage, "transferred_out") == 0);
}

const char *person_list_stage(const char *stage, bool gone)
{
	if (gone)
		return is_leaving(stage) ? stage : "left";
	return !stage || is_leaving(stage) ? "none" : stage;
}

bool person_may_vote(const char *stage)
{
	return stage && strcmp(stage, "full") == 0;
}

const char *person_id_fault(const char *id_number)
{
	static const int weights[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	char birth[DATE_SIZE];
	int32_t day;
	int sum = 0, i;

	if (strlen(id_number) != 18)
		return "id_length";
	for (i = 0; i < 17; i++) {
		if (id_number[i] < '0' || id_number[i] > '9')
			return "id_bad_character";
		sum += (id_number[i] - '0') * weights[i];
	}
	if (id_number[17] != 'X' && (id_number[17] < '0' || id_number[17] > '9'))
		return "id_bad_character";
	person_id_birth(id_number, birth);
	if (date_parse(birth, &day) != OK)
		return "id_impossible_birth";
	return id_number[17] == "10X98765432"[sum % 11] ? NULL : "id_check_digit";
}

void person_id_birth(const char *id_number, char ret[11])
{
	assert(strlen(id_number) == 18);
	snprintf(ret, DATE_SIZE, "%.4s-%.2s-%.2s", id_number + 6, id_number + 10, id_number + 12);
}

const char *person_id_sex(const char *id_number)
{
	assert(strlen(id_number) == 18);
	return (id_number[16] - '0') % 2 ? "male" : "female";
}
