/* SPDX-License-Identifier: Apache-2.0 */
/* A case from JSON or YAML (docs/rules.md has the form). Every fault names its place. */
#include "rules/rules_internal.h"

#include "base/str.h"
#include "base/banned.h"

struct take {
	const struct rules_set *set;
	struct arena *a;
	struct rules_problems *out;
	size_t record;
};

static void fault_put(struct take *t, const struct yaml *at, const char *code, const char *path)
{
	rules_problem_put(
		t->out, t->a, code,
		arena_printf(t->a, "line %u, column %u", at ? at->line : 1, at ? at->column : 1),
		"%s", path);
}

/* Keys of a map that are none of the list are faults. */
static bool keys_ok(struct take *t, const struct yaml *map, const char *const *keys,
		    const char *path)
{
	if (!map || map->kind != YAML_MAP) {
		fault_put(t, map, "type", path);
		return false;
	}
	for (const struct yaml *v = map->child; v; v = v->next) {
		const char *const *key = keys;

		while (*key && !str_eq(*key, v->key))
			key++;
		if (!*key)
			fault_put(t, v, "unknown",
				  arena_printf(t->a, "%s.%.60s", path, v->key ? v->key : ""));
	}
	return true;
}

static int32_t day_take(struct take *t, const struct yaml *map, const char *key, const char *path)
{
	const struct yaml *v = yaml_get(map, key);
	int32_t day = DATE_NONE;

	if (!yaml_is_null(v) && yaml_day(v, &day))
		fault_put(t, v, "bad_date", arena_printf(t->a, "%s.%s", path, key));
	return day;
}

static bool bool_take(struct take *t, const struct yaml *map, const char *key, const char *path)
{
	const struct yaml *v = yaml_get(map, key);
	bool yes = false;

	if (!yaml_is_null(v) && yaml_bool(v, &yes))
		fault_put(t, v, "type", arena_printf(t->a, "%s.%s", path, key));
	return yes;
}

/* "2007-06-30", "2007-06" or "2007". */
static void birth_take(struct take *t, const struct yaml *person, struct rules_case *c)
{
	const struct yaml *v = yaml_get(person, "birth_on");
	const char *text = yaml_text(v);
	size_t len = text ? strlen(text) : 0;

	c->birth_on = DATE_NONE;
	if (yaml_is_null(v))
		return;
	if (len == 7) {
		c->birth_precision = RULES_MONTH;
		text = arena_printf(t->a, "%s-01", text);
	} else if (len == 4) {
		c->birth_precision = RULES_YEAR;
		text = arena_printf(t->a, "%s-01-01", text);
	}
	if (!text || date_parse(text, &c->birth_on))
		fault_put(t, v, "bad_date", "person.birth_on");
}

static void person_take(struct take *t, const struct yaml *v, const char *path,
			struct rules_person *out)
{
	static const char *const keys[] = { "id",           "is_full_member", "discipline",
					    "effect_until", "until",          NULL };
	const struct yaml *discipline = yaml_get(v, "discipline");
	const char *text;

	*out = (struct rules_person){ .effect_until = DATE_NONE, .until = DATE_NONE, .id = "" };
	if (v && v->kind == YAML_SCALAR) { /* a bare id: a full member without measures */
		out->id = v->text;
		out->is_full_member = true;
		return;
	}
	if (!keys_ok(t, v, keys, path))
		return;
	text = yaml_text(yaml_get(v, "id"));
	out->id = text ? text : "";
	out->is_full_member = bool_take(t, v, "is_full_member", path);
	out->effect_until = day_take(t, v, "effect_until", path);
	out->until = day_take(t, v, "until", path);
	text = yaml_text(discipline);
	for (int i = 0; text && rules_discipline_codes[i]; i++) {
		if (str_eq(rules_discipline_codes[i], text)) {
			out->discipline = (enum rules_discipline)i;
			return;
		}
	}
	if (text)
		fault_put(t, discipline, "not_one_of", arena_printf(t->a, "%s.discipline", path));
}

static void persons_take(struct take *t, const struct yaml *v, const char *path,
			 struct rules_fact *f)
{
	bool list = v->kind == YAML_LIST;
	size_t n = list ? v->n : 1, i = 0;
	struct rules_person *items;

	if (n > RULES_PERSONS_MAX) {
		fault_put(t, v, "too_many", path);
		return;
	}
	items = ARENA_ARRAY(t->a, struct rules_person, n);
	for (const struct yaml *item = list ? v->child : v; item && i < n; item = item->next)
		person_take(t, item, path, &items[i++]);
	f->v.persons.items = items;
	f->v.persons.n = n;
}

static void votes_take(struct take *t, const struct yaml *v, const char *path,
		       struct rules_votes *out)
{
	static const char *const keys[] = { "due",        "present",         "yes",
					    "no",         "abstain",         "written_yes",
					    "written_no", "written_abstain", NULL };
	int *members[] = {
		&out->due,     &out->present,     &out->yes,        &out->no,
		&out->abstain, &out->written_yes, &out->written_no, &out->written_abstain
	};

	*out = (struct rules_votes){ 0 };
	if (!keys_ok(t, v, keys, path))
		return;
	for (int i = 0; keys[i]; i++) {
		const struct yaml *item = yaml_get(v, keys[i]);
		int64_t n = 0;

		if (yaml_is_null(item) && i > 1)
			continue;
		if (yaml_i64(item, 0, 1000000, &n))
			fault_put(t, item ? item : v, item ? "type" : "required",
				  arena_printf(t->a, "%s.%s", path, keys[i]));
		*members[i] = (int)n;
	}
}

static const struct rules_field *field_find(const struct rules_set *set, int step, int symbol)
{
	for (int p = set->n_packs - 1; p >= 0; p--) {
		const struct rules_step *s = rules_pack_step(set->packs[p], step);

		for (size_t i = 0; s && i < s->n_fields; i++) {
			if (s->fields[i].symbol == symbol)
				return &s->fields[i];
		}
	}
	return NULL;
}

static void value_take(struct take *t, const struct yaml *v, const char *path, struct rules_fact *f)
{
	bool bad = false;

	switch (f->type) {
	case RULES_TEXT:
		f->v.text = yaml_text(v);
		bad = !f->v.text;
		break;
	case RULES_DATE:
		bad = yaml_day(v, &f->v.day) != OK;
		break;
	case RULES_INT:
		bad = yaml_i64(v, 0, 1000000, &f->v.number) != OK;
		break;
	case RULES_BOOL:
		bad = yaml_bool(v, &f->v.yes) != OK;
		break;
	case RULES_ENUM:
		f->v.symbol = rules_symbol(t->set, yaml_text(v));
		bad = !f->v.symbol;
		break;
	case RULES_VOTES:
		votes_take(t, v, path, &f->v.votes);
		break;
	default:
		persons_take(t, v, path, f);
		break;
	}
	if (bad)
		fault_put(t, v, f->type == RULES_ENUM ? "not_one_of" : "type", path);
}

static void facts_take(struct take *t, const struct yaml *map, struct rules_record *rec)
{
	struct rules_fact *items;
	size_t n = 0;

	if (yaml_is_null(map))
		return;
	if (map->kind != YAML_MAP || map->n > RULES_FACTS_MAX) {
		fault_put(t, map, map->kind == YAML_MAP ? "too_many" : "type",
			  arena_printf(t->a, "steps[%zu].facts", t->record));
		return;
	}
	items = ARENA_ARRAY(t->a, struct rules_fact, map->n);
	for (const struct yaml *v = map->child; v; v = v->next) {
		int symbol = rules_symbol(t->set, v->key);
		const struct rules_field *field =
			rec->step < 0 ? NULL : field_find(t->set, rec->step, symbol);
		const char *path = arena_printf(t->a, "steps[%zu].facts.%.60s", t->record, v->key);

		if (!field || !symbol) {
			fault_put(t, v, "unknown", path);
			continue;
		}
		if (yaml_is_null(v))
			continue;
		items[n].field = symbol;
		items[n].type = field->type;
		value_take(t, v, path, &items[n++]);
	}
	rec->facts = items;
	rec->n_facts = n;
}

static void record_take(struct take *t, const struct yaml *v, struct rules_record *rec)
{
	static const char *const keys[] = { "step", "on", "facts", "voided", NULL };
	const char *path = arena_printf(t->a, "steps[%zu]", t->record);

	rec->step = -1;
	rec->on = DATE_NONE;
	if (!keys_ok(t, v, keys, path))
		return;
	rec->step = rules_step_id(t->set, yaml_text(yaml_get(v, "step")));
	if (rec->step < 0)
		fault_put(t, yaml_get(v, "step") ? yaml_get(v, "step") : v, "unknown",
			  arena_printf(t->a, "%s.step", path));
	rec->on = day_take(t, v, "on", path);
	rec->voided = bool_take(t, v, "voided", path);
	facts_take(t, yaml_get(v, "facts"), rec);
}

static const struct yaml *list_take(struct take *t, const struct yaml *root, const char *key,
				    size_t *ret_n)
{
	const struct yaml *list = yaml_get(root, key);

	*ret_n = 0;
	if (yaml_is_null(list))
		return NULL;
	if (list->kind != YAML_LIST || list->n > RULES_RECORDS_MAX) {
		fault_put(t, list, list->kind == YAML_LIST ? "too_many" : "type", key);
		return NULL;
	}
	*ret_n = list->n;
	return list->child;
}

static void parts_take(struct take *t, const struct yaml *root, struct rules_case *c)
{
	static const char *const transfer_keys[] = { "on", "from", "to", NULL };
	struct rules_record *records;
	struct rules_transfer *transfers;
	const struct yaml *v = list_take(t, root, "steps", &c->n_records);

	records = ARENA_ARRAY(t->a, struct rules_record, c->n_records);
	for (t->record = 0; v; v = v->next, t->record++)
		record_take(t, v, &records[t->record]);
	c->records = records;
	v = list_take(t, root, "transfers", &c->n_transfers);
	transfers = ARENA_ARRAY(t->a, struct rules_transfer, c->n_transfers);
	for (size_t i = 0; v; v = v->next, i++) {
		const char *path = arena_printf(t->a, "transfers[%zu]", i);

		transfers[i].on = DATE_NONE;
		if (keys_ok(t, v, transfer_keys, path))
			transfers[i].on = day_take(t, v, "on", path);
		if (transfers[i].on == DATE_NONE)
			fault_put(t, v, "required", path);
	}
	c->transfers = transfers;
}

enum err rules_case_take(const struct rules_set *set, struct arena *a, const struct yaml *root,
			 struct rules_problems *problems, struct rules_case *ret)
{
	static const char *const keys[] = { "person", "branch", "steps", "transfers", NULL };
	static const char *const person_keys[] = { "birth_on", "leaving_on", NULL };
	static const char *const branch_keys[] = { "has_committee", "has_groups", NULL };
	struct take t = { set, a, problems, 0 };
	const struct yaml *person = yaml_get(root, "person"), *branch = yaml_get(root, "branch");
	struct rules_case c = { .birth_on = DATE_NONE, .leaving_on = DATE_NONE };

	problems->n = 0;
	if (!keys_ok(&t, root, keys, "case"))
		return ERR_INPUT;
	if (!yaml_is_null(person) && keys_ok(&t, person, person_keys, "person")) {
		birth_take(&t, person, &c);
		c.leaving_on = day_take(&t, person, "leaving_on", "person");
	}
	if (!yaml_is_null(branch) && keys_ok(&t, branch, branch_keys, "branch")) {
		c.has_committee = bool_take(&t, branch, "has_committee", "branch");
		c.has_groups = bool_take(&t, branch, "has_groups", "branch");
	}
	parts_take(&t, root, &c);
	if (problems->n)
		return ERR_INPUT;
	*ret = c;
	return OK;
}

enum err rules_case_read(const struct rules_set *set, struct arena *a, const char *text, size_t len,
			 struct rules_problems *problems, struct rules_case *ret)
{
	struct yaml_fault fault = { 0 };
	const struct yaml *root = NULL;
	enum err e = yaml_read(a, text, len, &fault, &root);

	problems->n = 0;
	if (e) {
		rules_problem_put(problems, a, "bad_json",
				  arena_printf(a, "line %u, column %u: %s", fault.line,
					       fault.column, fault.why),
				  "case");
		return e;
	}
	return rules_case_take(set, a, root, problems, ret);
}
