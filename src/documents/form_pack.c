/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a form pack: keys, lists and the heads of forms. Blocks: form_blocks.c. */
#include "documents/form_pack.h"

#include <stdarg.h>

#include "base/str.h"
#include "json/yaml_tree.h"
#include "base/banned.h"

struct form_packs *form_packs_new(struct arena *a, const struct rules_set *rules)
{
	struct form_packs *packs = ARENA_NEW(a, struct form_packs);

	packs->a = a;
	packs->rules = rules;
	packs->keys = ARENA_ARRAY(a, struct form_key, FORM_KEYS_MAX);
	packs->lists = ARENA_ARRAY(a, struct form_list, FORM_LISTS_MAX);
	packs->forms = ARENA_ARRAY(a, struct form_def, FORM_DEFS_MAX);
	return packs;
}

enum err form_refuse(struct form_load *l, const struct yaml *at, const char *fmt, ...)
{
	va_list ap;
	char text[300]; /* one line for people; longer ones are cut */

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*l->fault = (struct form_fault){ l->name, at ? at->line : 1, at ? at->column : 1,
					 arena_strdup(l->packs->a, text) };
	return ERR_INPUT;
}

/* Texts of the tree are borrowed: it lives in the packs' arena too. */
static enum err need_text(struct form_load *l, const struct yaml *map, const char *key,
			  const char **ret)
{
	const struct yaml *v = yaml_get(map, key);
	const char *text = yaml_text(v);

	if (str_empty(text))
		return form_refuse(l, v ? v : map, "\"%s\" must be a text", key);
	*ret = text;
	return OK;
}

/* ---- where values come from ---- */

static const struct {
	const char *word;
	enum form_subject subject;
	const char *items; /* blank-separated; NULL: none */
} subjects[] = {
	{ "person", FORM_PERSON,
	  " name sex ethnicity birth native_place education job class student_no " },
	{ "branch", FORM_BRANCH, " name " },
	{ "committee", FORM_COMMITTEE, " name " },
	{ "school", FORM_SCHOOL, " name " },
	{ "today", FORM_TODAY, NULL },
	{ "year", FORM_YEAR, NULL },
	{ "stage", FORM_STAGE, NULL },
	{ "count", FORM_COUNT, NULL },
};

#define LINE_ITEMS " number title on recorded_by told name author pages place state "
#define STEP_ITEMS " on recorded_by passed "
#define VOTE_PARTS " due present yes no abstain written_yes written_no written_abstain written "

static bool is_among(const char *list, const char *word)
{
	size_t len = strlen(word);

	if (!len || strchr(word, ' '))
		return false; /* would match between the words, or two of them */
	for (const char *at = strstr(list, word); at; at = strstr(at + 1, word)) {
		if (at[-1] == ' ' && at[len] == ' ')
			return true;
	}
	return false;
}

static const struct rules_field *step_field(const struct rules_set *set, int step, const char *name)
{
	for (size_t p = 0; p < rules_pack_count(set); p++) {
		const struct rules_step *s = rules_pack_step(rules_pack_at(set, p), step);

		for (size_t i = 0; s && i < s->n_fields; i++) {
			if (str_eq(s->fields[i].name, name))
				return &s->fields[i];
		}
	}
	return NULL;
}

static bool step_item_known(const struct rules_set *set, int step, const char *item,
			    const char *part)
{
	const struct rules_field *field;

	if (is_among(STEP_ITEMS, item))
		return !part;
	field = step_field(set, step, item);
	if (!field)
		return false;
	return field->type == RULES_VOTES ? part && is_among(VOTE_PARTS, part) : !part;
}

static enum err source_read(struct form_load *l, const struct yaml *node, bool of_line,
			    struct form_source *ret)
{
	struct arena *a = l->packs->a;
	const char *text = yaml_text(node);
	char *word, *item, *part;

	*ret = (struct form_source){ .step = -1 };
	if (str_empty(text))
		return form_refuse(l, node, "a source as person.name is expected");
	word = arena_strdup(a, text);
	item = strchr(word, '.');
	if (item)
		*item++ = '\0';
	part = item ? strchr(item, '.') : NULL;
	if (part)
		*part++ = '\0';
	ret->item = item;
	ret->part = part;
	if (of_line && !item && is_among(LINE_ITEMS, word)) {
		*ret = (struct form_source){ FORM_LINE, -1, word, NULL };
		return OK;
	}
	for (size_t i = 0; i < COUNTOF(subjects); i++) {
		if (!str_eq(subjects[i].word, word))
			continue;
		if (part || (item != NULL) != (subjects[i].items != NULL) ||
		    (item && !is_among(subjects[i].items, item)))
			break;
		ret->subject = subjects[i].subject;
		return OK;
	}
	ret->step = rules_step_id(l->packs->rules, word);
	if (ret->step >= 0 && item && step_item_known(l->packs->rules, ret->step, item, part)) {
		ret->subject = FORM_STEP;
		return OK;
	}
	return form_refuse(l, node, "\"%.80s\" is no source of a value", text);
}

/* ---- keys and lists ---- */

static const struct form_key *key_find(const struct form_key *keys, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(keys[i].key, key))
			return &keys[i];
	}
	return NULL;
}

/* A later pack may say again where a key comes from. */
static enum err keys_read(struct form_load *l, const struct yaml *map)
{
	struct form_packs *packs = l->packs;

	if (map && map->kind != YAML_MAP)
		return form_refuse(l, map, "\"keys\" must be a map of keys to sources");
	for (const struct yaml *v = map ? map->child : NULL; v; v = v->next) {
		struct form_key *known =
			(struct form_key *)key_find(packs->keys, packs->n_keys, v->key);
		struct form_source from;
		enum err e = source_read(l, v, /* of_line= */ false, &from);

		if (e)
			return e;
		if (!known && packs->n_keys == FORM_KEYS_MAX)
			return form_refuse(l, v, "more than %d keys", FORM_KEYS_MAX);
		if (!known)
			known = &packs->keys[packs->n_keys++];
		*known = (struct form_key){ v->key, from };
	}
	return OK;
}

static enum err list_steps(struct form_load *l, const struct yaml *of, struct form_list *list)
{
	for (const struct yaml *v = of->child; v; v = v->next) {
		int step = rules_step_id(l->packs->rules, yaml_text(v) ? yaml_text(v) : "");

		if (step < 0)
			return form_refuse(l, v, "no such step");
		list->steps |= (uint64_t)1 << step;
	}
	return OK;
}

static enum err list_keys(struct form_load *l, const struct yaml *map, struct form_list *list)
{
	struct form_key *keys;
	enum err e = OK;

	if (!map || map->kind != YAML_MAP || map->n > FORM_COLUMNS_MAX)
		return form_refuse(l, map, "\"keys\" must be a map of at most %d keys",
				   FORM_COLUMNS_MAX);
	keys = ARENA_ARRAY(l->packs->a, struct form_key, map->n);
	for (const struct yaml *v = map->child; v && !e; v = v->next) {
		keys[list->n_keys].key = v->key;
		e = source_read(l, v, /* of_line= */ true, &keys[list->n_keys].from);
		list->n_keys++;
	}
	list->keys = keys;
	return e;
}

static enum err list_read(struct form_load *l, const struct yaml *v)
{
	const struct yaml *of = yaml_get(v, "of");
	struct form_list list = { .key = v->key };
	const char *word = yaml_text(of);
	enum err e = OK;

	if (word && str_eq(word, "papers"))
		list.rows = FORM_ROWS_PAPERS;
	else if (word && str_eq(word, "cases"))
		list.rows = FORM_ROWS_CASES;
	else if (of && of->kind == YAML_LIST)
		e = list_steps(l, of, &list);
	else if (!word || !str_eq(word, "steps"))
		return form_refuse(l, of ? of : v,
				   "\"of\" must be steps, papers, cases or a list of steps");
	if (!e)
		e = list_keys(l, yaml_get(v, "keys"), &list);
	if (e)
		return e;
	if (l->packs->n_lists == FORM_LISTS_MAX)
		return form_refuse(l, v, "more than %d lists", FORM_LISTS_MAX);
	l->packs->lists[l->packs->n_lists++] = list;
	return OK;
}

static enum err lists_read(struct form_load *l, const struct yaml *map)
{
	enum err e = OK;

	if (map && map->kind != YAML_MAP)
		return form_refuse(l, map, "\"lists\" must be a map");
	for (const struct yaml *v = map ? map->child : NULL; v && !e; v = v->next)
		e = list_read(l, v);
	return e;
}

/* ---- forms ---- */

const struct doc_key *form_doc_keys(const struct form_packs *packs, const struct form_def *def,
				    struct arena *a, size_t *ret_n)
{
	size_t most = packs->n_keys, n = 0;
	struct doc_key *keys;

	for (size_t i = 0; i < packs->n_lists; i++)
		most += 1 + packs->lists[i].n_keys + packs->n_keys;
	keys = ARENA_ARRAY(a, struct doc_key, most);
	for (size_t i = 0; i < packs->n_keys; i++)
		keys[n++] = (struct doc_key){ packs->keys[i].key, NULL, false, NULL };
	for (size_t i = 0; i < packs->n_lists; i++) {
		const struct form_list *list = &packs->lists[i];

		if ((list->rows == FORM_ROWS_CASES) != (def->use == FORM_OF_PEOPLE))
			continue;
		keys[n++] = (struct doc_key){ list->key, NULL, true, NULL };
		for (size_t k = 0; k < list->n_keys; k++)
			keys[n++] = (struct doc_key){ list->keys[k].key, list->key, false, NULL };
	}
	*ret_n = n;
	return keys;
}

/* Fills the form with a value for every key: what it asks for and is not there is a fault. */
static enum err form_try(struct form_load *l, const struct yaml *at, const struct form_def *def)
{
	struct doc_faults faults;
	struct doc_values v = { 0 };
	struct doc_list *list = NULL;
	const struct doc_key *keys;
	struct form filled;
	struct arena a;
	size_t n = 0;
	enum err e;

	arena_init(&a);
	doc_faults_init(&faults, &a);
	form_init(&filled, &a);
	keys = form_doc_keys(l->packs, def, &a, &n);
	for (size_t i = 0; i < n; i++) {
		if (keys[i].is_list)
			list = doc_set_list(&a, &v, keys[i].key);
		else if (!keys[i].list)
			doc_set(&a, &v, keys[i].key, "x");
		if (keys[i].list && list) {
			if (!list->n)
				(void)doc_add_row(&a, list);
			doc_set(&a, list->rows[0], keys[i].key, "x");
		}
	}
	e = form_fill(def->form, &v, &faults, &filled);
	if (!e)
		e = form_check(&filled);
	if (e)
		e = form_refuse(l, at, "form \"%s\": %s", def->code,
				faults.n ? doc_fault_en(&a, &faults.items[0])
					 : "too large, or rows whose spans do not add up");
	arena_release(&a);
	return e;
}

static enum err use_read(struct form_load *l, const struct yaml *node, struct form_def *def)
{
	const char *step = yaml_text(yaml_get(node, "step"));
	const char *people = yaml_text(yaml_get(node, "people"));
	const struct yaml *base = yaml_get(node, "base"), *outgoing = yaml_get(node, "outgoing");

	def->step = -1;
	if (outgoing && yaml_bool(outgoing, &def->outgoing))
		return form_refuse(l, outgoing, "outgoing is true or false");
	def->use = people ? FORM_OF_PEOPLE : step ? FORM_OF_STEP : FORM_OF_BOOK;
	if (step || people)
		def->step = rules_step_id(l->packs->rules, step ? step : people);
	if ((step || people) && def->step < 0)
		return form_refuse(l, node, "no such step");
	def->base = yaml_text(base);
	if (!def->base)
		return OK;
	for (size_t i = 0; i < rules_pack_count(l->packs->rules); i++) {
		const struct rules_pack *p = rules_pack_at(l->packs->rules, i);

		if (str_eq(rules_pack_id(p), def->base) ||
		    (rules_pack_base(p) && str_eq(rules_pack_base(p), def->base)))
			return OK;
	}
	return form_refuse(l, base, "no such pack of rules");
}

static enum err settings_read(struct form_load *l, const struct yaml *node, struct form *f)
{
	const struct yaml *landscape = yaml_get(node, "landscape"),
			  *narrow = yaml_get(node, "narrow");
	const char *numbers = yaml_text(yaml_get(node, "numbers"));

	f->title = yaml_text(yaml_get(node, "title"));
	f->author = yaml_text(yaml_get(node, "by"));
	f->head = yaml_text(yaml_get(node, "head"));
	f->foot = yaml_text(yaml_get(node, "foot"));
	if ((landscape && yaml_bool(landscape, &f->landscape)) ||
	    (narrow && yaml_bool(narrow, &f->narrow)))
		return form_refuse(l, node, "landscape and narrow are true or false");
	if (!numbers || str_eq(numbers, "dashed"))
		f->numbers = FORM_DASHED;
	else if (str_eq(numbers, "of"))
		f->numbers = FORM_OF;
	else if (str_eq(numbers, "none"))
		f->numbers = FORM_NO_NUMBERS;
	else
		return form_refuse(l, node, "numbers are dashed, of or none");
	return OK;
}

static const char *const form_words[] = { "code",   "name",      "step",     "people", "base",
					  "title",  "by",        "head",     "foot",   "numbers",
					  "narrow", "landscape", "outgoing", "blocks", NULL };

static enum err words_check(struct form_load *l, const struct yaml *map, const char *const *words)
{
	if (!map || map->kind != YAML_MAP)
		return form_refuse(l, map, "a map is expected here");
	for (const struct yaml *v = map->child; v; v = v->next) {
		const char *const *word = words;

		while (*word && !str_eq(*word, v->key))
			word++;
		if (!*word)
			return form_refuse(l, v, "unknown key \"%.60s\"", v->key);
	}
	return OK;
}

/* In place of one of the same code and base, if it is there. */
static enum err form_put(struct form_load *l, const struct yaml *node, const struct form_def *def)
{
	struct form_packs *packs = l->packs;

	for (size_t i = 0; i < packs->n_forms; i++) {
		struct form_def *known = &packs->forms[i];
		bool outgoing;

		if (!str_eq(known->code, def->code) ||
		    !str_eq(known->base ? known->base : "", def->base ? def->base : ""))
			continue;
		if (known->own == def->own)
			return form_refuse(l, node, "form \"%s\" stands twice", def->code);
		outgoing = known->outgoing; /* a school's own words change nothing of that */
		*known = *def;
		known->outgoing |= outgoing;
		return OK;
	}
	if (packs->n_forms == FORM_DEFS_MAX)
		return form_refuse(l, node, "more than %d forms", FORM_DEFS_MAX);
	packs->forms[packs->n_forms++] = *def;
	return OK;
}

static enum err form_read(struct form_load *l, const struct yaml *node, bool own)
{
	struct form *f = ARENA_NEW(l->packs->a, struct form);
	struct form_def def = { .own = own, .form = f };
	const struct yaml *name = yaml_get(node, "name");
	enum err e = words_check(l, node, form_words);

	form_init(f, l->packs->a);
	if (!e)
		e = need_text(l, node, "code", &def.code);
	if (!e)
		e = need_text(l, name ? name : node, "zh", &def.name.zh);
	if (!e)
		e = need_text(l, name ? name : node, "en", &def.name.en);
	if (!e)
		e = use_read(l, node, &def);
	if (!e)
		e = settings_read(l, node, f);
	if (!e)
		e = form_blocks_read(l, yaml_get(node, "blocks"), f);
	if (!e)
		e = form_try(l, node, &def);
	return e ? e : form_put(l, node, &def);
}

enum err form_packs_add(struct form_packs *packs, const char *name, bool own, const char *text,
			size_t len, struct form_fault *fault)
{
	static const char *const words[] = { "id", "title", "keys", "lists", "forms", NULL };
	struct form_load l = { packs, arena_strdup(packs->a, name), fault };
	struct yaml_fault unread = { 0 };
	const struct yaml *root = NULL, *forms;
	enum err e = yaml_read(packs->a, text, len, &unread, &root);

	if (e) {
		*fault = (struct form_fault){ l.name, unread.line, unread.column, unread.why };
		return ERR_INPUT;
	}
	e = words_check(&l, root, words);
	if (!e)
		e = keys_read(&l, yaml_get(root, "keys"));
	if (!e)
		e = lists_read(&l, yaml_get(root, "lists"));
	forms = yaml_get(root, "forms");
	if (!e && (!forms || forms->kind != YAML_LIST))
		e = form_refuse(&l, root, "\"forms\" must be a list");
	for (const struct yaml *v = forms ? forms->child : NULL; v && !e; v = v->next)
		e = form_read(&l, v, own);
	return e;
}

const struct form_def *form_def_find(const struct form_packs *packs, const char *code,
				     const struct rules_pack *judge)
{
	const char *base = NULL;

	if (judge)
		base = rules_pack_base(judge) ? rules_pack_base(judge) : rules_pack_id(judge);
	for (size_t i = 0; i < packs->n_forms; i++) {
		const struct form_def *d = &packs->forms[i];

		if (str_eq(d->code, code) && (!d->base || (base && str_eq(d->base, base))))
			return d;
	}
	return NULL;
}

const struct form_def *form_template_def(const struct form_packs *packs, const char *code)
{
	for (size_t i = packs->n_forms; i > 0; i--) {
		if (str_eq(packs->forms[i - 1].code, code))
			return &packs->forms[i - 1];
	}
	return NULL;
}
