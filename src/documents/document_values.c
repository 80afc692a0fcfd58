/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a paper, out of one case. No HTTP, no SQL. */
#include "documents/document.h"

#include "base/banned.h"

#define BLANK "　　　　" /* room to write by hand */

size_t document_newest(const struct rules_case *c, int step)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < c->n_records; i++) {
		const struct rules_record *r = &c->records[i];

		if (r->step == step && !r->voided &&
		    (found == SIZE_MAX || r->on >= c->records[found].on))
			found = i;
	}
	return found;
}

static const struct rules_step *step_of(const struct rules_set *set, const struct rules_record *r)
{
	const struct rules_pack *pack =
		rules_pack_on(set, r->on == DATE_NONE ? clock_today() : r->on);

	return pack ? rules_pack_step(pack, r->step) : NULL;
}

/* ---- words ---- */

static const char *day_words(struct arena *a, int32_t day)
{
	char text[DOC_DAY_SIZE];

	if (day == DATE_NONE)
		return NULL;
	doc_day_format(day, text);
	return arena_strdup(a, text);
}

/* "2004-05" and "2004-05-01" as "2004年5月" */
static const char *month_words(struct arena *a, const char *birth)
{
	int64_t month = 0;

	if (!birth || strlen(birth) < 7 ||
	    str_to_i64(arena_strndup(a, birth + 5, 2), 1, 12, &month))
		return birth;
	return arena_printf(a, "%.4s年%lld月", birth, (long long)month);
}

static const char *person_name(const struct document_subject *s, const struct rules_person *p)
{
	if (str_starts(p->id, "name:"))
		return p->id + strlen("name:");
	for (size_t i = 0; i < s->n_names; i++) {
		if (str_eq(s->names[i].id, p->id))
			return s->names[i].name;
	}
	return "";
}

static const char *persons_words(const struct document_subject *s, const struct rules_fact *f,
				 struct arena *a)
{
	const char *text = NULL;

	for (size_t i = 0; i < f->v.persons.n; i++) {
		const char *name = person_name(s, &f->v.persons.items[i]);

		text = text ? arena_printf(a, "%s、%s", text, name) : name;
	}
	return text;
}

static const char *choice_words(const struct rules_step *step, const struct rules_fact *f)
{
	for (size_t i = 0; step && i < step->n_fields; i++) {
		const struct rules_field *field = &step->fields[i];

		for (size_t k = 0; field->symbol == f->field && k < field->n_choices; k++) {
			if (field->choices[k].symbol == f->v.symbol)
				return field->choices[k].label.zh;
		}
	}
	return NULL;
}

static const char *votes_words(const struct rules_votes *v, struct arena *a)
{
	return arena_printf(a, "应到%d人，实到%d人，赞成%d票，反对%d票，弃权%d票", v->due,
			    v->present, v->yes + v->written_yes, v->no + v->written_no,
			    v->abstain + v->written_abstain);
}

static const char *fact_words(const struct document_subject *s, const struct rules_step *step,
			      const struct rules_fact *f, struct arena *a)
{
	switch (f->type) {
	case RULES_TEXT:
		return f->v.text;
	case RULES_DATE:
		return day_words(a, f->v.day);
	case RULES_INT:
		return arena_printf(a, "%lld", (long long)f->v.number);
	case RULES_BOOL:
		return f->v.yes ? "是" : "否";
	case RULES_ENUM:
		return choice_words(step, f);
	case RULES_PERSON:
	case RULES_PERSONS:
		return persons_words(s, f, a);
	case RULES_VOTES:
		return votes_words(&f->v.votes, a);
	case RULES_FIELD_TYPE__MAX:
		break;
	}
	return NULL;
}

const char *document_told(const struct rules_set *set, const struct document_subject *s, size_t i,
			  struct arena *a)
{
	const struct rules_record *r = &s->of.rules->records[i];
	const struct rules_step *step = step_of(set, r);
	const char *all = NULL;

	for (size_t k = 0; step && k < r->n_facts; k++) {
		const char *words = fact_words(s, step, &r->facts[k], a), *label = NULL;

		for (size_t j = 0; j < step->n_fields; j++) {
			if (step->fields[j].symbol == r->facts[k].field)
				label = step->fields[j].label.zh;
		}
		if (!words || !label)
			continue;
		all = all ? arena_printf(a, "%s；%s：%s", all, label, words)
			  : arena_printf(a, "%s：%s", label, words);
	}
	return all ? all : "";
}

/* ---- one source ---- */

static const char *votes_part(const struct rules_votes *v, const char *part, struct arena *a)
{
	const struct {
		const char *word;
		int n;
	} parts[] = {
		{ "due", v->due },
		{ "present", v->present },
		{ "yes", v->yes },
		{ "no", v->no },
		{ "abstain", v->abstain },
		{ "written_yes", v->written_yes },
		{ "written_no", v->written_no },
		{ "written_abstain", v->written_abstain },
		{ "written", v->written_yes + v->written_no + v->written_abstain },
	};

	for (size_t i = 0; i < COUNTOF(parts); i++) {
		if (str_eq(parts[i].word, part))
			return arena_printf(a, "%d", parts[i].n);
	}
	return NULL;
}

/* More than half of those entitled were there, and more than half of them said yes (Art. 19). */
static const char *passed_words(const struct rules_record *r)
{
	for (size_t i = 0; i < r->n_facts; i++) {
		const struct rules_votes *v = &r->facts[i].v.votes;

		if (r->facts[i].type == RULES_VOTES)
			return 2 * v->present > v->due && 2 * (v->yes + v->written_yes) > v->due
				       ? "通过"
				       : "未通过";
	}
	return NULL;
}

static const char *step_words(const struct document_context *c, const struct form_source *from,
			      size_t record, struct arena *a)
{
	const struct document_subject *s = c->subject;
	const struct rules_record *r = &s->of.rules->records[record];
	const struct rules_step *step = step_of(c->packs->rules, r);
	int field = rules_symbol(c->packs->rules, from->item);

	if (str_eq(from->item, "on"))
		return day_words(a, r->on);
	if (str_eq(from->item, "recorded_by"))
		return s->records[record].recorded_by;
	if (str_eq(from->item, "passed"))
		return passed_words(r);
	for (size_t i = 0; i < r->n_facts; i++) {
		const struct rules_fact *f = &r->facts[i];

		if (f->field != field)
			continue;
		if (from->part)
			return f->type == RULES_VOTES ? votes_part(&f->v.votes, from->part, a)
						      : NULL;
		return fact_words(s, step, f, a);
	}
	return NULL;
}

static const char *person_words(const struct document_subject *s, const char *item, struct arena *a)
{
	const struct {
		const char *word, *value;
	} items[] = {
		{ "name", s->name },
		{ "sex", !s->sex                  ? NULL
			 : str_eq(s->sex, "male") ? "男"
						  : "女" },
		{ "ethnicity", s->ethnicity },
		{ "birth", month_words(a, s->birth) },
		{ "native_place", s->native_place },
		{ "education", s->education },
		{ "job", s->job },
		{ "class", s->class_name },
		{ "student_no", s->student_no },
	};

	for (size_t i = 0; i < COUNTOF(items); i++) {
		if (str_eq(items[i].word, item))
			return items[i].value;
	}
	return NULL;
}

static const char *stage_words(const char *stage)
{
	static const struct {
		const char *code, *zh;
	} words[] = {
		{ "applicant", "入党申请人" },    { "activist", "入党积极分子" },
		{ "candidate", "发展对象" },      { "probationary", "预备党员" },
		{ "full", "正式党员" },           { "withdrawn", "已撤回申请" },
		{ "not_approved", "未批准接收" }, { "probation_cancelled", "取消预备党员资格" },
		{ "not_recognised", "不予承认" }, { "transferred_out", "已转出" },
	};

	for (size_t i = 0; stage && i < COUNTOF(words); i++) {
		if (str_eq(words[i].code, stage))
			return words[i].zh;
	}
	return NULL;
}

static const char *source_words(const struct document_context *c, const struct form_source *from,
				struct arena *a)
{
	const struct document_subject *s = c->subject;
	size_t record;

	switch (from->subject) {
	case FORM_PERSON:
		return person_words(s, from->item, a);
	case FORM_BRANCH:
		return s->of.branch_name;
	case FORM_COMMITTEE:
		return s->committee_name;
	case FORM_SCHOOL:
		return s->school_name;
	case FORM_TODAY:
		return day_words(a, c->today);
	case FORM_YEAR:
		return c->year ? arena_printf(a, "%lld", (long long)c->year) : NULL;
	case FORM_COUNT:
		return c->year ? arena_printf(a, "%lld", (long long)c->count) : NULL;
	case FORM_STAGE:
		return stage_words(s->stage);
	case FORM_STEP:
		record = c->record != SIZE_MAX && s->of.rules->records[c->record].step == from->step
				 ? c->record
				 : document_newest(s->of.rules, from->step);
		return record == SIZE_MAX ? NULL : step_words(c, from, record, a);
	case FORM_NOBODY:
	case FORM_LINE:
	case FORM_SUBJECT__MAX:
		break;
	}
	return NULL;
}

/* ---- lists ---- */

/* What a line of a list tells. */
struct line {
	size_t number;
	size_t record; /* SIZE_MAX: of a paper */
	const struct paper_line *paper;
};

static const char *author_words(const char *author)
{
	static const struct {
		const char *code, *zh;
	} words[] = {
		{ "person", "本人" },           { "branch", "党支部" },
		{ "cultivator", "培养联系人" }, { "superior", "上级党委" },
		{ "higher", "组织部门" },
	};

	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (str_eq(words[i].code, author))
			return words[i].zh;
	}
	return author;
}

static const char *paper_words(const struct paper_line *p, const char *item, struct arena *a)
{
	if (str_eq(item, "name"))
		return p->name.zh;
	if (str_eq(item, "title"))
		return p->step_title.zh;
	if (str_eq(item, "author"))
		return author_words(p->author);
	if (str_eq(item, "on"))
		return p->happened_on;
	if (str_eq(item, "pages"))
		return p->pages ? arena_printf(a, "%lld", (long long)p->pages) : "";
	if (str_eq(item, "place"))
		return p->place ? p->place : "";
	if (str_eq(item, "state"))
		return p->there ? "已归" : "缺";
	return "";
}

static const char *line_words(const struct document_context *c, const struct line *line,
			      const struct form_source *from, struct arena *a)
{
	const struct rules_record *r;
	const struct rules_step *step;

	if (from->subject == FORM_STEP)
		return line->record == SIZE_MAX ||
				       c->subject->of.rules->records[line->record].step !=
					       from->step
			       ? NULL
			       : step_words(c, from, line->record, a);
	if (from->subject != FORM_LINE)
		return source_words(c, from, a);
	if (str_eq(from->item, "number"))
		return arena_printf(a, "%zu", line->number);
	if (line->paper)
		return paper_words(line->paper, from->item, a);
	r = &c->subject->of.rules->records[line->record];
	step = step_of(c->packs->rules, r);
	if (str_eq(from->item, "title"))
		return step ? step->title.zh : "";
	if (str_eq(from->item, "on"))
		return day_words(a, r->on);
	if (str_eq(from->item, "recorded_by"))
		return c->subject->records[line->record].recorded_by;
	if (str_eq(from->item, "told"))
		return document_told(c->packs->rules, c->subject, line->record, a);
	return "";
}

static void list_line(const struct document_context *c, const struct form_list *list,
		      const struct line *line, struct arena *a, struct doc_list *to)
{
	struct doc_values *row = doc_add_row(a, to);

	for (size_t k = 0; k < list->n_keys; k++)
		doc_set(a, row, list->keys[k].key, line_words(c, line, &list->keys[k].from, a));
}

/* Records by their day, as they are told on paper; those opened only stand at the end. */
static size_t records_by_day(const struct rules_case *rc, uint64_t steps, struct arena *a,
			     size_t **ret)
{
	size_t *order = ARENA_ARRAY(a, size_t, rc->n_records), n = 0;

	for (size_t i = 0; i < rc->n_records; i++) {
		int32_t on = rc->records[i].on;
		size_t at = n;

		if (rc->records[i].voided ||
		    (steps && !(steps & ((uint64_t)1 << rc->records[i].step))))
			continue;
		while (at > 0 && on != DATE_NONE &&
		       (rc->records[order[at - 1]].on == DATE_NONE ||
			rc->records[order[at - 1]].on > on)) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = i;
		n++;
	}
	*ret = order;
	return n;
}

static void list_values(const struct document_context *c, const struct form_list *list,
			struct arena *a, struct doc_values *v)
{
	struct doc_list *to = doc_set_list(a, v, list->key);
	const struct document_subject *s = c->subject;
	size_t *order = NULL, n;

	if (list->rows == FORM_ROWS_PAPERS) {
		for (size_t i = 0; i < s->n_papers; i++)
			list_line(c, list, &(struct line){ i + 1, SIZE_MAX, &s->papers[i] }, a, to);
		return;
	}
	n = records_by_day(s->of.rules, list->steps, a, &order);
	for (size_t i = 0; i < n; i++)
		list_line(c, list, &(struct line){ i + 1, order[i], NULL }, a, to);
}

void document_values(const struct document_context *c, bool blank, struct arena *a,
		     struct doc_values *ret)
{
	for (size_t i = 0; i < c->packs->n_keys; i++) {
		const struct form_key *key = &c->packs->keys[i];
		const char *words = source_words(c, &key->from, a);

		if (!str_empty(words))
			doc_set(a, ret, key->key, words);
		else if (blank)
			doc_set(a, ret, key->key, BLANK);
	}
	for (size_t i = 0; i < c->packs->n_lists; i++) {
		if (c->packs->lists[i].rows != FORM_ROWS_CASES)
			list_values(c, &c->packs->lists[i], a, ret);
	}
}
