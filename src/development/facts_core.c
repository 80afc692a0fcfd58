/* SPDX-License-Identifier: Apache-2.0 */
/* Reads facts by the fields of a pack's step and prints them again; no HTTP, no SQL. */
#include "development/facts.h"

#include "base/str.h"
#include "json/json_read.h"
#include "base/banned.h"

#define NAME_PREFIX "name:"

static const struct jval_limits limits = { FACTS_JSON_MAX_BYTES, 5, 400 };

struct reading {
	const struct rules_set *set;
	enum facts_source source;
	struct problems *problems;
	struct arena *a;
};

static void fault(struct reading *r, const char *at, const char *code, const char *params)
{
	problem_add(r->problems, at, code, params);
}

/* ---- values by type ---- */

static void read_text(struct reading *r, const char *at, const struct jval *v,
		      struct rules_fact *fact)
{
	const char *text = jval_text(v);

	if (!text) {
		fault(r, at, "type", NULL);
		return;
	}
	text = str_trim(r->a, text, strlen(text));
	if (utf8_count(text, strlen(text)) > FACTS_TEXT_MAX)
		fault(r, at, "too_long", arena_printf(r->a, "{\"max\":%d}", FACTS_TEXT_MAX));
	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c < ' ' && *c != '\n') {
			fault(r, at, "bad_text", NULL);
			return;
		}
	}
	fact->v.text = text;
}

static int32_t read_day(struct reading *r, const char *at, const struct jval *v)
{
	const char *text = jval_text(v);
	int32_t day = DATE_NONE;

	if (!text || date_parse(text, &day) != OK)
		fault(r, at, "bad_date", NULL);
	return day;
}

static int64_t read_count(struct reading *r, const char *at, const struct jval *v, int64_t max)
{
	int64_t n = 0;

	if (jval_kind(v) != JVAL_INTEGER)
		fault(r, at, "type", NULL);
	else if (jval_integer(v, 0, max, &n) != OK)
		fault(r, at, "out_of_range",
		      arena_printf(r->a, "{\"min\":0,\"max\":%lld}", (long long)max));
	return n;
}

static void read_enum(struct reading *r, const char *at, const struct rules_field *field,
		      const struct jval *v, struct rules_fact *fact)
{
	const char *text = jval_text(v);

	for (size_t i = 0; text && i < field->n_choices; i++) {
		if (str_eq(rules_symbol_text(r->set, field->choices[i].symbol), text)) {
			fact->v.symbol = field->choices[i].symbol;
			return;
		}
	}
	fault(r, at, text ? "not_one_of" : "type", NULL);
}

static void read_votes(struct reading *r, const char *at, const struct jval *v,
		       struct rules_fact *fact)
{
	struct rules_votes *votes = &fact->v.votes;
	const struct {
		const char *name;
		int *to;
		bool required;
	} counts[] = {
		{ "due", &votes->due, true },
		{ "present", &votes->present, true },
		{ "yes", &votes->yes, true },
		{ "no", &votes->no, false },
		{ "abstain", &votes->abstain, false },
		{ "written_yes", &votes->written_yes, false },
		{ "written_no", &votes->written_no, false },
		{ "written_abstain", &votes->written_abstain, false },
	};
	size_t known = 0;

	if (jval_kind(v) != JVAL_OBJECT) {
		fault(r, at, "type", NULL);
		return;
	}
	for (size_t i = 0; i < COUNTOF(counts); i++) {
		const struct jval *n = jval_get(v, counts[i].name);
		const char *where = arena_printf(r->a, "%s.%s", at, counts[i].name);

		known += n != NULL;
		if (n && jval_kind(n) != JVAL_NULL)
			*counts[i].to = (int)read_count(r, where, n, FACTS_INT_MAX);
		else if (counts[i].required)
			fault(r, where, "required", NULL);
	}
	if (jval_length(v) > known) /* names of voters, say: counts only are kept */
		fault(r, at, "unknown", NULL);
}

/* ---- people ---- */

static bool read_person_id(const char *text, struct arena *a, const char **ret)
{
	int64_t id;

	if (!text || str_to_i64(text, 1, INT64_MAX, &id) != OK)
		return false;
	*ret = arena_printf(a, "%lld", (long long)id); /* "017" is 17 */
	return true;
}

static void read_discipline(struct reading *r, const char *at, const char *code,
			    struct rules_person *person)
{
	for (int i = 0; i < RULES_DISCIPLINE__MAX; i++) {
		if (str_eq(rules_discipline_codes[i], code)) {
			person->discipline = (enum rules_discipline)i;
			return;
		}
	}
	fault(r, at, "not_one_of", NULL);
}

static void read_person_member(struct reading *r, const char *at, const struct jval_member *m,
			       struct rules_person *person)
{
	const char *text = jval_text(m->value);

	if (jval_kind(m->value) == JVAL_NULL)
		return;
	if (str_eq(m->name, "id")) {
		if (!read_person_id(text, r->a, &person->id))
			fault(r, at, "not_a_person", NULL);
	} else if (str_eq(m->name, "name") && r->source != FACTS_REQUEST) {
		if (text && !person->id)
			person->id = arena_printf(r->a, NAME_PREFIX "%s", text);
	} else if (str_eq(m->name, "discipline")) {
		read_discipline(r, at, text, person);
	} else if (str_eq(m->name, "effect_until")) {
		person->effect_until = read_day(r, at, m->value);
	} else if (str_eq(m->name, "until")) {
		person->until = read_day(r, at, m->value);
	} else if (str_eq(m->name, "full_member")) {
		person->is_full_member = r->source != FACTS_REQUEST && jval_true(m->value);
	} else {
		fault(r, at, "unknown", NULL);
	}
}

static void read_person(struct reading *r, const char *at, const struct jval *v,
			struct rules_person *person)
{
	struct jval_member m;

	*person = (struct rules_person){ .effect_until = DATE_NONE, .until = DATE_NONE };
	if (jval_kind(v) == JVAL_OBJECT) {
		for (bool more = jval_first(v, &m); more; more = jval_next(&m))
			read_person_member(r, arena_printf(r->a, "%s.%s", at, m.name), &m, person);
	} else {
		(void)read_person_id(jval_text(v), r->a, &person->id); /* told just below */
	}
	if (!person->id)
		fault(r, at, "not_a_person", NULL);
}

static void read_persons(struct reading *r, const char *at, const struct jval *v, bool many,
			 struct rules_fact *fact)
{
	size_t n = many ? jval_length(v) : 1;
	struct rules_person *items;

	if (many && jval_kind(v) != JVAL_ARRAY) {
		fault(r, at, "type", NULL);
		return;
	}
	if (n > RULES_PERSONS_MAX) {
		fault(r, at, "too_many", arena_printf(r->a, "{\"max\":%d}", RULES_PERSONS_MAX));
		return;
	}
	items = ARENA_ARRAY(r->a, struct rules_person, n);
	for (size_t i = 0; i < n; i++)
		read_person(r, many ? arena_printf(r->a, "%s[%zu]", at, i) : at,
			    many ? jval_at(v, i) : v, &items[i]);
	fact->v.persons.items = items;
	fact->v.persons.n = n;
}

/* ---- the object ---- */

static void read_value(struct reading *r, const char *at, const struct rules_field *field,
		       const struct jval *v, struct rules_fact *fact)
{
	switch (field->type) {
	case RULES_TEXT:
		read_text(r, at, v, fact);
		break;
	case RULES_DATE:
		fact->v.day = read_day(r, at, v);
		break;
	case RULES_INT:
		fact->v.number = read_count(r, at, v, FACTS_INT_MAX);
		break;
	case RULES_BOOL:
		fact->v.yes = jval_true(v);
		if (jval_kind(v) != JVAL_BOOL)
			fault(r, at, "type", NULL);
		break;
	case RULES_ENUM:
		read_enum(r, at, field, v, fact);
		break;
	case RULES_PERSON:
	case RULES_PERSONS:
		read_persons(r, at, v, field->type == RULES_PERSONS, fact);
		break;
	case RULES_VOTES:
		read_votes(r, at, v, fact);
		break;
	default:
		fault(r, at, "type", NULL);
		break;
	}
}

static const struct rules_field *field_by_name(const struct rules_step *step, const char *name)
{
	for (size_t i = 0; i < step->n_fields; i++) {
		if (str_eq(step->fields[i].name, name))
			return &step->fields[i];
	}
	return NULL;
}

/* Nothing typed: null, "" and [] are the same as an absent field. */
static bool is_empty(const struct jval *v)
{
	enum jval_kind kind = jval_kind(v);

	if (kind == JVAL_TEXT)
		return !*jval_text(v);
	return kind == JVAL_NULL || (kind == JVAL_ARRAY && jval_length(v) == 0);
}

static void read_member(struct reading *r, const struct rules_step *step,
			const struct jval_member *m, struct facts *facts)
{
	const struct rules_field *field = field_by_name(step, m->name);
	const char *at = arena_printf(r->a, "facts.%s", m->name);
	size_t before = r->problems->n;
	struct rules_fact *fact;

	if (!field) {
		if (r->source != FACTS_STORED) /* a later pack may have dropped a field */
			fault(r, at, "unknown", NULL);
		return;
	}
	if (is_empty(m->value))
		return;
	fact = facts_add(facts, field->symbol, field->type, r->a);
	if (!fact)
		return;
	read_value(r, at, field, m->value, fact);
	if (r->source == FACTS_STORED && r->problems->n > before) {
		r->problems->n = before; /* was right when it was kept: the pack has changed */
		facts->n--;
	}
}

enum err facts_read(const struct rules_set *set, const struct rules_step *step,
		    enum facts_source source, const char *json, struct problems *problems,
		    struct arena *a, struct facts *ret)
{
	struct reading r = { set, source, problems, a };
	struct facts facts = { NULL, 0 };
	const struct jval *root = NULL;
	struct jval_member m;
	size_t before = problems->n;
	enum err e;

	if (json && strlen(json) > FACTS_JSON_MAX_BYTES)
		return ERR_TOO_LARGE;
	if (json) {
		e = jval_parse(a, json, strlen(json), &limits, &root, NULL);
		if (e == ERR_TOO_LARGE)
			return e;
		if (e || (jval_kind(root) != JVAL_OBJECT && jval_kind(root) != JVAL_NULL)) {
			fault(&r, "facts", e ? "bad_json" : "type", NULL);
			return ERR_INPUT;
		}
	}
	for (bool more = jval_first(root, &m); more; more = jval_next(&m))
		read_member(&r, step, &m, &facts);
	if (problems->n > before)
		return ERR_INPUT;
	*ret = facts;
	return OK;
}

struct rules_fact *facts_add(struct facts *facts, int field, enum rules_field_type type,
			     struct arena *a)
{
	struct rules_fact *fact;

	if (!facts->items)
		facts->items = ARENA_ARRAY(a, struct rules_fact, RULES_FACTS_MAX);
	if (facts->n >= RULES_FACTS_MAX)
		return NULL;
	fact = &facts->items[facts->n++];
	*fact = (struct rules_fact){ .field = field, .type = type };
	return fact;
}

const struct rules_fact *facts_get(const struct rules_set *set, const struct facts *facts,
				   const char *field)
{
	int symbol = rules_symbol(set, field);

	for (size_t i = 0; symbol && i < facts->n; i++) {
		if (facts->items[i].field == symbol)
			return &facts->items[i];
	}
	return NULL;
}

int64_t facts_person_id(const struct rules_person *person)
{
	int64_t id;

	return str_to_i64(person->id, 1, INT64_MAX, &id) == OK ? id : 0;
}

const char *facts_person_name(const struct rules_person *person)
{
	return str_starts(person->id, NAME_PREFIX) ? person->id + strlen(NAME_PREFIX) : NULL;
}

void facts_fill(struct facts *facts, const struct rules_fact *from, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		struct rules_fact *fact;
		bool known = false;

		for (size_t k = 0; k < facts->n; k++)
			known |= facts->items[k].field == from[i].field;
		fact = known ? NULL : facts_add(facts, from[i].field, from[i].type, a);
		if (fact)
			fact->v = from[i].v;
	}
}

/* ---- printing ---- */

static void print_person(struct json_writer *w, const char *key, const struct rules_person *p)
{
	json_object(w, key);
	json_str(w, facts_person_name(p) ? "name" : "id",
		 facts_person_name(p) ? facts_person_name(p) : p->id);
	json_bool(w, "full_member", p->is_full_member);
	if (p->discipline != RULES_DISCIPLINE_NONE)
		json_str(w, "discipline", rules_discipline_codes[p->discipline]);
	if (p->effect_until != DATE_NONE)
		json_day(w, "effect_until", p->effect_until);
	if (p->until != DATE_NONE)
		json_day(w, "until", p->until);
	json_close(w);
}

static void print_votes(struct json_writer *w, const char *key, const struct rules_votes *v)
{
	json_object(w, key);
	json_i64(w, "due", v->due);
	json_i64(w, "present", v->present);
	json_i64(w, "yes", v->yes);
	json_i64(w, "no", v->no);
	json_i64(w, "abstain", v->abstain);
	json_i64(w, "written_yes", v->written_yes);
	json_i64(w, "written_no", v->written_no);
	json_i64(w, "written_abstain", v->written_abstain);
	json_close(w);
}

static void print_fact(const struct rules_set *set, const struct rules_fact *fact,
		       struct json_writer *w)
{
	const char *key = rules_symbol_text(set, fact->field);

	switch (fact->type) {
	case RULES_TEXT:
		json_str(w, key, fact->v.text);
		break;
	case RULES_DATE:
		json_day(w, key, fact->v.day);
		break;
	case RULES_INT:
		json_i64(w, key, fact->v.number);
		break;
	case RULES_BOOL:
		json_bool(w, key, fact->v.yes);
		break;
	case RULES_ENUM:
		json_str(w, key, rules_symbol_text(set, fact->v.symbol));
		break;
	case RULES_PERSON:
		print_person(w, key, fact->v.persons.items);
		break;
	case RULES_PERSONS:
		json_array(w, key);
		for (size_t i = 0; i < fact->v.persons.n; i++)
			print_person(w, NULL, &fact->v.persons.items[i]);
		json_close(w);
		break;
	default:
		print_votes(w, key, &fact->v.votes);
		break;
	}
}

const char *facts_print(const struct rules_set *set, const struct facts *facts, struct arena *a)
{
	struct json_writer w;
	struct buf out;
	const char *text;

	buf_init(&out, 8 * FACTS_JSON_MAX_BYTES);
	json_begin(&w, &out);
	json_object(&w, NULL);
	for (size_t i = 0; i < facts->n; i++)
		print_fact(set, &facts->items[i], &w);
	json_close(&w);
	text = json_end(&w) == OK ? arena_strndup(a, out.text, out.len) : "{}";
	buf_release(&out);
	return text;
}
