/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the steps and exits of a pack: first their words and fields, then what points at others. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

static const char *const step_keys[] = { "code",        "number",     "stage",     "title",
					 "actor",       "article",    "tag",       "optional",
					 "closes",      "repeatable", "needs",     "brings",
					 "papers",      "fields",     "opened_by", "while",
					 "again_after", "done_when",  "body",      NULL };

static enum err flag_take(struct load *l, const struct yaml *map, const char *key, bool *ret)
{
	const struct yaml *v = yaml_get(map, key);

	if (v && yaml_bool(v, ret))
		return load_refuse(l, v, "\"%s\" must be true or false", key);
	return OK;
}

static enum err choice_take(struct load *l, const struct yaml *v, struct rules_choice *out)
{
	static const char *const keys[] = { "code", "zh", "en", NULL };
	const char *code = NULL;
	enum err e;

	e = load_keys(l, v, keys);
	if (!e)
		e = load_text(l, v, "code", &code);
	if (!e)
		e = load_both(l, v, NULL, &out->label);
	if (e)
		return e;
	out->symbol = set_symbol(l->set, code);
	return out->symbol ? OK : load_refuse(l, v, "too many words in all packs together");
}

static enum err choices_take(struct load *l, const struct yaml *list, struct rules_field *f)
{
	struct rules_choice *items;

	if (!list || list->kind != YAML_LIST || !list->n || list->n > 32)
		return load_refuse(l, list, "an enum needs a list \"values\" of 1 to 32");
	items = ARENA_ARRAY(l->a, struct rules_choice, list->n);
	for (const struct yaml *v = list->child; v; v = v->next) {
		enum err e = choice_take(l, v, &items[f->n_choices]);

		if (e)
			return e;
		f->n_choices++;
	}
	f->choices = items;
	return OK;
}

static enum err field_take(struct load *l, const struct yaml *v, struct rules_field *f)
{
	static const char *const keys[] = { "name", "type", "required", "zh",
					    "en",   "help", "values",   NULL };
	int type = 0;
	enum err e;

	e = load_keys(l, v, keys);
	if (!e)
		e = load_text(l, v, "name", &f->name);
	if (!e)
		e = load_code(l, yaml_get(v, "type"), rules_field_type_codes, &type);
	if (!e)
		e = flag_take(l, v, "required", &f->required);
	if (!e)
		e = load_both(l, v, NULL, &f->label);
	f->help = (struct rules_text){ "", "" };
	if (!e && yaml_get(v, "help"))
		e = load_both(l, v, "help", &f->help);
	if (e)
		return e;
	f->type = (enum rules_field_type)type;
	f->symbol = set_symbol(l->set, f->name);
	if (!f->symbol)
		return load_refuse(l, v, "too many words in all packs together");
	if (f->type == RULES_ENUM)
		return choices_take(l, yaml_get(v, "values"), f);
	return OK;
}

static enum err fields_take(struct load *l, const struct yaml *list, struct rules_step *s)
{
	struct rules_field *items;

	if (!list)
		return OK;
	if (list->kind != YAML_LIST || list->n > RULES_FACTS_MAX)
		return load_refuse(l, list, "fields must be a list of at most %d", RULES_FACTS_MAX);
	items = ARENA_ARRAY(l->a, struct rules_field, list->n);
	for (const struct yaml *v = list->child; v; v = v->next) {
		struct rules_field *f = &items[s->n_fields];
		enum err e = field_take(l, v, f);

		if (e)
			return e;
		for (size_t i = 0; i < s->n_fields; i++) {
			if (items[i].symbol == f->symbol)
				return load_refuse(l, v, "the field %.60s stands twice", f->name);
		}
		s->n_fields++;
	}
	s->fields = items;
	return OK;
}

/* In the pack so far, this step's included: the code names a paper whatever step it belongs to. */
static bool paper_known(const struct load *l, const char *code)
{
	for (int k = 0; k < RULES_STEPS_MAX; k++) {
		const struct rules_step *s = &l->pack->steps[k].pub;

		for (size_t i = 0; i < s->n_papers; i++) {
			if (str_eq(s->papers[i].code, code))
				return true;
		}
	}
	return false;
}

static enum err papers_take(struct load *l, const struct yaml *list, struct rules_step *s)
{
	static const char *const keys[] = { "code", "zh", "en", "author", "roster", NULL };
	static const char *const authors[] = { "person",   "branch", "cultivator",
					       "superior", "higher", NULL };
	struct rules_paper *items;

	if (!list)
		return OK;
	if (list->kind != YAML_LIST || list->n > 16)
		return load_refuse(l, list, "papers must be a list of at most 16");
	s->papers = items = ARENA_ARRAY(l->a, struct rules_paper, list->n);
	for (const struct yaml *v = list->child; v; v = v->next) {
		struct rules_paper *p = &items[s->n_papers];
		int author = 0;
		enum err e = load_keys(l, v, keys);

		if (!e)
			e = load_text(l, v, "code", &p->code);
		if (!e && paper_known(l, p->code))
			e = load_refuse(l, v, "the paper %.60s stands twice", p->code);
		if (!e)
			e = load_both(l, v, NULL, &p->name);
		if (!e)
			e = load_code(l, yaml_get(v, "author"), authors, &author);
		if (!e)
			e = flag_take(l, v, "roster", &p->roster);
		if (e)
			return e;
		p->author = authors[author];
		s->n_papers++;
	}
	return OK;
}

static enum err stage_check(struct load *l, const struct yaml *v, struct rules_step *s)
{
	s->stage = yaml_text(yaml_get(v, "stage"));
	for (int i = 0; s->stage && i < l->pack->n_stages; i++) {
		if (str_eq(l->pack->stages[i].code, s->stage))
			return OK;
	}
	return s->stage ? load_refuse(l, yaml_get(v, "stage"), "no such stage") : OK;
}

/* Article and tag: a number that is not confirmed (C) or local (L) is not printed. */
static enum err tag_take(struct load *l, const struct yaml *v, char *tag, const char **article)
{
	const char *text = yaml_text(yaml_get(v, "tag"));
	const char *number = yaml_text(yaml_get(v, "article"));

	*tag = text ? text[0] : 'C';
	if (text && (strlen(text) != 1 || !strchr("ABCL", text[0])))
		return load_refuse(l, yaml_get(v, "tag"), "tag must be A, B, C or L");
	if (number && strlen(number) > 20)
		return load_refuse(l, yaml_get(v, "article"), "article is too long");
	*article = *tag == 'A' || *tag == 'B' ? number : NULL;
	return OK;
}

static enum err words_take(struct load *l, const struct yaml *v, bool numbered)
{
	const char *code = NULL;
	struct step_def *d;
	struct rules_step *s;
	int64_t number = 0;
	int id, actor = 0;
	enum err e;

	e = load_keys(l, v, step_keys);
	if (!e)
		e = load_text(l, v, "code", &code);
	if (e)
		return e;
	id = set_step(l->set, code);
	if (id < 0)
		return load_refuse(l, v, "more than %d step codes", RULES_STEPS_MAX);
	d = &l->pack->steps[id];
	s = &d->pub;
	if (s->id >= 0)
		return load_refuse(l, v, "the step %.60s stands twice", code);
	if (numbered && yaml_i64(yaml_get(v, "number"), 1, 25, &number))
		return load_refuse(l, v, "number must be 1 to 25");
	*s = (struct rules_step){ .id = id, .code = l->set->step_codes[id], .number = (int)number };
	e = load_both(l, v, "title", &s->title);
	if (!e)
		e = load_code(l, yaml_get(v, "actor"), rules_actor_codes, &actor);
	if (!e)
		e = stage_check(l, v, s);
	if (!e)
		e = tag_take(l, v, &d->tag, &s->article);
	if (!e)
		e = flag_take(l, v, "optional", &s->optional);
	if (!e)
		e = flag_take(l, v, "repeatable", &s->repeatable);
	if (!e)
		e = flag_take(l, v, "closes", &s->closes);
	if (!e)
		e = flag_take(l, v, "body", &s->body);
	if (!e)
		e = fields_take(l, yaml_get(v, "fields"), s);
	if (!e)
		e = papers_take(l, yaml_get(v, "papers"), s);
	s->actor = (enum rules_actor)actor;
	return e;
}

static enum err need_take(struct load *l, const struct yaml *v, struct need *out)
{
	static const char *const keys[] = { "step", "created_by", "each", "when", NULL };
	const struct yaml *by = yaml_get(v, "created_by");
	enum err e;

	out->created_by = OWN_STEP;
	if (v->kind == YAML_SCALAR)
		return load_step_ref(l, v, &out->step);
	e = load_keys(l, v, keys);
	if (!e)
		e = load_step_ref(l, yaml_get(v, "step"), &out->step);
	if (!e && by)
		e = load_step_ref(l, by, &out->created_by);
	if (!e)
		e = flag_take(l, v, "each", &out->each);
	if (!e)
		e = load_when(l, yaml_get(v, "when"), out->when, COUNTOF(out->when), &out->n_when);
	return e;
}

static enum err needs_take(struct load *l, const struct yaml *list, struct step_def *d)
{
	if (!list)
		return OK;
	if (list->kind != YAML_LIST || list->n > NEEDS_MAX)
		return load_refuse(l, list, "needs must be a list of at most %d", NEEDS_MAX);
	for (const struct yaml *v = list->child; v; v = v->next) {
		enum err e = need_take(l, v, &d->needs[d->n_needs]);

		if (e)
			return e;
		d->n_needs++;
	}
	return OK;
}

static enum err bring_day(struct load *l, const struct yaml *on, struct bring *b)
{
	const char *text = yaml_text(on);

	b->day = BRING_OWN_DAY;
	b->step = NO_STEP;
	if (!on)
		return OK;
	if (str_eq(text, "probation_due"))
		b->day = BRING_PROBATION_DUE;
	else if (str_eq(text, "notice_end"))
		b->day = BRING_NOTICE_END;
	else {
		b->day = BRING_STEP_DAY;
		return load_step_ref(l, on, &b->step);
	}
	return OK;
}

static enum err bring_take(struct load *l, const struct yaml *v, struct bring *b)
{
	static const char *const keys[] = { "stage", "on", "created_by", "when", NULL };
	const struct yaml *by = yaml_get(v, "created_by");
	const char *stage = NULL;
	enum err e;

	e = load_keys(l, v, keys);
	if (!e)
		e = load_text(l, v, "stage", &stage);
	if (e)
		return e;
	b->created_by = OWN_STEP;
	if (by)
		e = load_step_ref(l, by, &b->created_by);
	if (!e)
		e = bring_day(l, yaml_get(v, "on"), b);
	if (!e)
		e = load_when(l, yaml_get(v, "when"), b->when, COUNTOF(b->when), &b->n_when);
	b->stage = set_symbol(l->set, stage);
	return e ? e : b->stage ? OK : load_refuse(l, v, "too many words");
}

static enum err brings_take(struct load *l, const struct yaml *list, struct step_def *d)
{
	if (!list)
		return OK;
	if (list->kind != YAML_LIST || list->n > BRINGS_MAX)
		return load_refuse(l, list, "brings must be a list of at most %d", BRINGS_MAX);
	for (const struct yaml *v = list->child; v; v = v->next) {
		enum err e = bring_take(l, v, &d->brings[d->n_brings]);

		if (e)
			return e;
		d->n_brings++;
	}
	return OK;
}

static enum err whiles_take(struct load *l, const struct yaml *list, struct step_def *d)
{
	if (!list)
		return OK;
	if (list->kind != YAML_LIST || list->n > COUNTOF(d->while_stages))
		return load_refuse(l, list, "while must be a list of at most %zu stages",
				   COUNTOF(d->while_stages));
	for (const struct yaml *v = list->child; v; v = v->next) {
		const char *text = yaml_text(v);
		int symbol = text ? set_symbol(l->set, text) : 0;

		if (!symbol)
			return load_refuse(l, v, "not a stage");
		d->while_stages[d->n_while++] = symbol;
	}
	return OK;
}

static enum err links_take(struct load *l, const struct yaml *v)
{
	struct step_def *d = &l->pack->steps[rules_step_id(l->set, yaml_text(yaml_get(v, "code")))];
	const struct yaml *again = yaml_get(v, "again_after"), *opened = yaml_get(v, "opened_by");
	const struct yaml *done = yaml_get(v, "done_when");
	int n = 0;
	enum err e;

	d->again_after = NO_STEP;
	e = needs_take(l, yaml_get(v, "needs"), d);
	if (!e)
		e = brings_take(l, yaml_get(v, "brings"), d);
	if (!e)
		e = whiles_take(l, yaml_get(v, "while"), d);
	if (!e && again)
		e = load_step_ref(l, again, &d->again_after);
	if (!e && done) {
		e = load_when(l, done, &d->done_when, 1, &n);
		d->has_done_when = true;
	}
	if (e)
		return e;
	d->opened_by = opened ? rules_symbol(l->set, yaml_text(opened)) : 0;
	if (opened && !d->opened_by)
		return load_refuse(l, opened, "no such field");
	return OK;
}

enum err load_steps(struct load *l, const struct yaml *root)
{
	const struct yaml *lists[] = { yaml_get(root, "steps"), yaml_get(root, "exits") };

	for (size_t i = 0; i < COUNTOF(lists); i++) {
		if (!lists[i] || lists[i]->kind != YAML_LIST)
			return load_refuse(l, root, "steps and exits must be lists");
		for (const struct yaml *v = lists[i]->child; v; v = v->next) {
			enum err e = words_take(l, v, i == 0);

			if (e)
				return e;
		}
	}
	for (size_t i = 0; i < COUNTOF(lists); i++) {
		for (const struct yaml *v = lists[i]->child; v; v = v->next) {
			enum err e = links_take(l, v);

			if (e)
				return e;
		}
	}
	return OK;
}
