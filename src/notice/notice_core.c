/* SPDX-License-Identifier: Apache-2.0 */
/* What a notice is on a day, what it is called, and that it tells no personal number. No HTTP, no SQL. */
#include "notice/notice_impl.h"

#include "base/banned.h"

const char *const notice_kinds[] = { "activist", "candidate", "admission", "conversion", NULL };
const char *const notice_states[] = { "scheduled", "open", "ended", "closed", "withdrawn", NULL };
const char *const notice_outcomes[] = { "upheld", "not_upheld", NULL };

static const struct {
	const char *kind, *step, *before, *after;
} kinds[] = {
	{ "activist", "activist_decide", "关于拟确定", "为入党积极分子的公示" },
	{ "candidate", "candidate_notice", "关于拟确定", "为发展对象的公示" },
	{ "admission", "admission_vote", "关于拟接收", "为中共预备党员的公示" },
	{ "conversion", "convert_vote", "关于拟将", "转为中共正式党员的公示" },
};

const char *notice_step(const char *kind)
{
	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		if (str_eq(kinds[i].kind, kind))
			return kinds[i].step;
	}
	return NULL;
}

const char *notice_title(struct arena *a, const char *kind, const char *first, size_t n)
{
	size_t at = 0;

	while (at + 1 < COUNTOF(kinds) && !str_eq(kinds[at].kind, kind))
		at++;
	if (n < 2)
		return arena_printf(a, "%s%s同志%s", kinds[at].before, first, kinds[at].after);
	return arena_printf(a, "%s%s等%zu名同志%s", kinds[at].before, first, n, kinds[at].after);
}

const char *notice_state(const struct notice *n, const char *today)
{
	if (!str_eq(n->stored_state, "open"))
		return n->stored_state;
	if (strcmp(n->posted_on, today) > 0)
		return "scheduled";
	return strcmp(n->last_on, today) < 0 ? "ended" : "open";
}

int64_t notice_days_left(const struct rules_set *set, const struct notice *n, int32_t today)
{
	int32_t from = DATE_NONE, last = DATE_NONE;
	bool provisional = false;
	int64_t left = 0;

	if (date_parse(n->posted_on, &from) || date_parse(n->last_on, &last))
		return 0;
	for (int32_t day = from > today ? from : today; day <= last; day++)
		left += rules_is_workday(set, day, &provisional);
	return left;
}

bool notice_waits(const struct notice_objection *items, size_t n, int64_t position)
{
	for (size_t i = 0; i < n; i++) {
		if ((items[i].position == 0 || items[i].position == position) &&
		    !str_eq(items[i].outcome, "not_upheld"))
			return true;
	}
	return false;
}

bool notice_is_on(const struct user *who, const struct notice *n)
{
	for (size_t i = 0; who->person_id && i < n->n_people; i++) {
		if (n->people[i].person_id == who->person_id)
			return true;
	}
	return false;
}

const char *notice_today(struct arena *a)
{
	char today[DATE_SIZE];

	date_format(clock_today(), today);
	return arena_strdup(a, today);
}

/* ---- personal numbers ---- */

struct look {
	const struct leak_options *options;
	struct arena *a;
	struct problems *problems;
	bool any;
};

/* A hit for a landline that is a mobile phone with a zero dialled before it: 01[3-9] and 12 digits. */
static bool is_mobile(const char *text, uint64_t offset)
{
	const char *end = text + strlen(text);
	char digits[13] = "";
	size_t n = 0;

	while (offset-- && *text)
		(void)utf8_next(&text, end);
	for (; *text && n < sizeof(digits) - 1; text++) {
		if (*text >= '0' && *text <= '9')
			digits[n++] = *text;
		else if (n && *text != ' ' && *text != '-')
			break;
	}
	return n == 12 && digits[0] == '0' && digits[1] == '1' && digits[2] >= '3';
}

static void look_at(struct look *l, const char *field, const char *text, bool office)
{
	struct leak_report *r = ARENA_NEW(l->a, struct leak_report);

	if (!text)
		return;
	leak_report_init(r, l->a);
	leak_scan_text(r, l->options, LEAK_TEXT, field, text, strlen(text));
	for (size_t i = 0; i < r->n_hits; i++) {
		const struct leak_hit *hit = &r->hits[i];
		enum leak_kind kind = hit->kind;

		if (kind == LEAK_LANDLINE && is_mobile(text, hit->offset))
			kind = LEAK_MOBILE;
		if (office && kind == LEAK_LANDLINE)
			continue;
		l->any = true;
		problem_add(l->problems, field, arena_printf(l->a, "leak_%s", leak_kind_code(kind)),
			    arena_printf(l->a, "{\"sample\":\"%s\"}", hit->sample));
	}
}

enum err notice_leaks(const struct notice *n, const struct leak_options *options, struct arena *a,
		      struct problems *problems)
{
	struct look l = { options, a, problems, false };

	look_at(&l, "title", n->title, false);
	look_at(&l, "places", n->places, false);
	look_at(&l, "contact", n->contact, true);
	for (size_t i = 0; i < n->n_people; i++) {
		const struct notice_person *p = &n->people[i];

		look_at(&l, arena_printf(a, "people[%zu]", i),
			arena_printf(a, "%s\n%s\n%s", p->name, p->unit,
				     p->helpers ? p->helpers : ""),
			false);
	}
	return l.any ? ERR_INPUT : OK;
}
